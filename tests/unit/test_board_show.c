/* What a board does in time, and where a layout puts things: no window, no hall. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "board/layout.h"
#include "board/show.h"

#include <stdlib.h>
#include <string.h>

static struct show show;
static struct board board;
static const mono_t start = {500000};

static void call(int64_t seq, uint16_t window, int64_t age_ms)
{
    memmove(&board.calls[1], &board.calls[0], board.call_count * sizeof board.calls[0]);
    board.call_count++;
    board.calls[0] = (struct board_call){
        .number = "A001", .window = window, .seq = seq, .at = wall_after(board.now, -age_ms)};
}

static int begin(void **state)
{
    (void)state;
    memset(&board, 0, sizeof board);
    board.now = (wall_t){1772416800000};
    board.speed = 1;
    show_init(&show, start);
    return 0;
}

static size_t update(int64_t after)
{
    size_t announce[BOARD_CALLS];
    return show_update(&show, &board, mono_after(start, after), announce);
}

static void what_was_called_before_the_start_is_no_news(void **state)
{
    (void)state;
    call(1, 1, 60000);
    call(2, 2, 4000);
    assert_int_equal(update(0), 0);            /* nothing is announced */
    assert_true(show_is_new(&show, 0, start)); /* what is 4 s old is still marked */
    assert_false(show_is_bright(&show, 0, start));
    assert_false(show_is_new(&show, 1, start));
    assert_false(show_is_new(&show, 0, mono_after(start, 6000)));
}

static void a_call_is_held_ten_seconds_and_blinks_three_times(void **state)
{
    (void)state;
    update(0);
    call(1, 1, 0);
    assert_int_equal(update(100), 1);
    assert_int_equal(update(150), 0); /* once */
    int flanks = 0;
    bool before = false;
    for (int64_t t = 100; t < 10100; t += 10) {
        mono_t now = mono_after(start, t);
        bool bright = show_is_bright(&show, 0, now);
        assert_true(show_is_new(&show, 0, now));
        assert_false(bright && t >= 100 + SHOW_BLINKS * SHOW_BLINK_MS);
        flanks += bright && !before;
        before = bright;
    }
    assert_int_equal(flanks, SHOW_BLINKS);
    assert_false(show_is_new(&show, 0, mono_after(start, 10100)));
}

static void a_recall_is_news_and_comes_first(void **state)
{
    (void)state;
    size_t order[BOARD_CALLS];
    update(0);
    call(1, 1, 0);
    update(100);
    call(2, 2, 0);
    update(200);
    show_order(&show, order);
    assert_int_equal(order[0], 0);
    board.calls[1].recalls = 1;
    assert_int_equal(update(20000), 1);
    show_order(&show, order);
    assert_int_equal(order[0], 1);
    assert_true(show_is_new(&show, 1, mono_after(start, 20001)));
}

static void who_is_there_already_is_not_called(void **state)
{
    (void)state;
    update(0);
    call(1, 1, 0);
    board.calls[0].arrived = true;
    assert_int_equal(update(100), 0);
}

static void pages_turn_and_a_call_holds_its_page(void **state)
{
    (void)state;
    assert_int_equal(show_page(&show, 4, -1, 8, mono_after(start, 7999)), 0);
    assert_int_equal(show_page(&show, 4, -1, 8, mono_after(start, 8000)), 1);
    assert_int_equal(show_page(&show, 4, -1, 8, mono_after(start, 34000)), 0);
    assert_int_equal(show_page(&show, 4, 2, 8, mono_after(start, 35000)), 2);
    assert_int_equal(show_page(&show, 4, -1, 8, mono_after(start, 42000)), 2);
    assert_int_equal(show_page(&show, 4, -1, 8, mono_after(start, 43000)), 3);
    assert_int_equal(show_page(&show, 2, -1, 8, mono_after(start, 43001)), 1);
    assert_int_equal(show_page(&show, 0, -1, 8, mono_after(start, 43002)), 0);
}

static void silence_is_old_after_five_seconds(void **state)
{
    (void)state;
    const mono_t never = {0}, heard = mono_after(start, 1000);
    assert_false(show_is_old(&show, never, mono_after(start, 4999)));
    assert_true(show_is_old(&show, never, mono_after(start, 5000)));
    assert_false(show_is_old(&show, heard, mono_after(start, 5999)));
    assert_true(show_is_old(&show, heard, mono_after(start, 6000)));
}

/* Whoever comes back when told sees each change: nothing differs in between. */
static void nothing_changes_before_it_is_told(void **state)
{
    (void)state;
    update(0);
    call(1, 1, 0);
    update(0);
    for (int64_t t = 0; t < 30000;) {
        mono_t now = mono_after(start, t);
        int64_t wait = show_wait_ms(&show, 8, start, 60000, now);
        mono_t last = mono_after(now, wait - 1);
        assert_true(wait >= 1 && wait <= 8000);
        assert_int_equal(show_is_bright(&show, 0, now), show_is_bright(&show, 0, last));
        assert_int_equal(show_is_new(&show, 0, now), show_is_new(&show, 0, last));
        assert_int_equal(show_is_old(&show, start, now), show_is_old(&show, start, last));
        assert_int_equal(show_turn(&show, 5, 8, now), show_turn(&show, 5, 8, last));
        t += wait;
    }
}

/* ------------------------------------------------------------------ layouts */

static void check_layout(const char *name, int width, int height, int row)
{
    struct layout layout;
    char why[300] = "";
    if (layout_load(&layout, SOURCE_DIR "/config/theme", name, width, height, why, sizeof why) !=
        0) {
        fail_msg("%s", why);
    }
    int bottom = 0;
    for (size_t i = 0; i < layout.band_count; i++) {
        int right = 0;
        for (size_t j = 0; j < layout.bands[i].part_count; j++) {
            SDL_Rect box = layout_place(&layout, i, j, width, height, row, row / 7);
            assert_true(box.x >= right && box.y >= bottom && box.w > 0 && box.h > 0);
            right = box.x + box.w;
            assert_true(right <= width && box.y + box.h <= height);
        }
        SDL_Rect box = layout_place(&layout, i, 0, width, height, row, row / 7);
        bottom = box.y + box.h;
    }
}

static void shipped_layouts_do_not_overlap(void **state)
{
    (void)state;
    static const char *const wide[] = {"", "landscape", "columns", "area"};
    for (size_t i = 0; i < 4; i++) {
        check_layout(wide[i], 1920, 1080, 100);
        check_layout(wide[i], 3840, 2160, 150);
        check_layout(wide[i], 1366, 768, 50);
    }
    check_layout("", 1080, 1920, 100);
    check_layout("portrait", 2160, 3840, 150);
}

static void a_wrong_layout_is_told(void **state)
{
    (void)state;
    struct layout layout;
    char why[300] = "";
    assert_int_equal(
        layout_load(&layout, SOURCE_DIR "/config/theme", "round", 1920, 1080, why, sizeof why), -1);
    assert_non_null(strstr(why, "board-round.yaml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_called_before_the_start_is_no_news, begin),
        cmocka_unit_test_setup(a_call_is_held_ten_seconds_and_blinks_three_times, begin),
        cmocka_unit_test_setup(a_recall_is_news_and_comes_first, begin),
        cmocka_unit_test_setup(who_is_there_already_is_not_called, begin),
        cmocka_unit_test_setup(pages_turn_and_a_call_holds_its_page, begin),
        cmocka_unit_test_setup(silence_is_old_after_five_seconds, begin),
        cmocka_unit_test_setup(nothing_changes_before_it_is_told, begin),
        cmocka_unit_test(shipped_layouts_do_not_overlap),
        cmocka_unit_test(a_wrong_layout_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
