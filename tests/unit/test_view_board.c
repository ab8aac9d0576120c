/* The hall board's view: what the engine's state becomes, a revision that changes exactly when
 * the picture does, and JSON both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue_rig.h"
#include "view/board_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scene {
    struct queue_rig rig;
    struct board board;
};

static struct scene scene;

static void set_words(struct board_words *words, const char *zh, const char *en)
{
    snprintf(words->zh, sizeof words->zh, "%s", zh);
    snprintf(words->en, sizeof words->en, "%s", en);
}

static void fill_names(struct board *board)
{
    static const char *const codes[] = {"business", "tax", "housing"};
    memset(board, 0, sizeof *board);
    set_words(&board->hall, "政务服务中心", "Service Centre");
    snprintf(board->timezone, sizeof board->timezone, "Asia/Shanghai");
    board->window_count = 4;
    for (uint16_t i = 0; i < 4; i++) {
        board->windows[i].number = (uint16_t)(i + 1);
        set_words(&board->windows[i].name, "窗口", "Window");
        set_words(&board->windows[i].area, "一楼", "Floor 1");
    }
    board->category_count = 3;
    for (size_t i = 0; i < 3; i++) {
        snprintf(board->categories[i].code, LIMIT_CODE, "%s", codes[i]);
        set_words(&board->categories[i].name, "类别", "Category");
    }
}

static void say(const char *said)
{
    char heard[200];
    scene.rig.now = wall_after(scene.rig.now, 5000);
    rig_say(&scene.rig, said, heard, sizeof heard);
}

static const struct board *look(void)
{
    fill_names(&scene.board);
    board_build(&scene.board, scene.rig.engine, scene.rig.now);
    return &scene.board;
}

static int begin(void **state)
{
    (void)state;
    rig_start(&scene.rig);
    say("day-open 20260302");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_stop(&scene.rig);
    return 0;
}

/* ------------------------------------------------------------------ building */

static void a_morning(void)
{
    static const char *const steps[] = {
        "issue licence", "issue licence", "issue licence", "issue tax", "issue tax",
        "1 open",        "2 open",        "3 open",        "1 next",    "2 next",
        "1 recall",      "3 next",        "3 arrive"};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        say(steps[i]);
    }
}

static void calls_are_those_at_windows_newest_first(void **state)
{
    (void)state;
    a_morning();
    const struct board *board = look();
    assert_int_equal(board->call_count, 3);
    assert_int_equal(board->calls[0].window, 3);
    assert_true(board->calls[0].arrived);
    assert_int_equal(board->calls[1].window, 2);
    assert_int_equal(board->calls[2].window, 1);
    assert_string_equal(board->calls[2].number, "A001");
    assert_int_equal(board->calls[2].recalls, 1);
    assert_false(board->calls[2].arrived);
    assert_true(board->calls[0].seq > board->calls[1].seq);
    assert_int_equal(board->miss_count, 0);
    assert_true(board->day_open);
}

static void windows_tell_their_state(void **state)
{
    (void)state;
    a_morning();
    say("2 finish");
    const struct board *board = look();
    assert_int_equal(board->windows[0].state, BOARD_WINDOW_CALLING);
    assert_string_equal(board->windows[0].ticket, "A001");
    assert_int_equal(board->windows[2].state, BOARD_WINDOW_SERVING);
    assert_int_equal(board->windows[3].state, BOARD_WINDOW_CLOSED);
    say("1 no-show");
    say("1 pause");
    board = look();
    assert_int_equal(board->windows[0].state, BOARD_WINDOW_PAUSED);
    assert_string_equal(board->windows[0].ticket, "");
    assert_int_equal(board->miss_count, 1);
    assert_string_equal(board->misses[0].number, "A001");
}

static void a_missed_number_that_is_called_again_is_no_miss(void **state)
{
    (void)state;
    a_morning();
    say("1 no-show");
    assert_int_equal(look()->miss_count, 1);
    say("1 call A001");
    assert_int_equal(look()->miss_count, 0);
    assert_string_equal(look()->calls[0].number, "A001");
}

static void counts_are_by_category(void **state)
{
    (void)state;
    a_morning();
    say("issue deed");
    const struct board *board = look();
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(board->categories[i].waiting,
                         engine_waiting(scene.rig.engine, (uint16_t)i));
    }
    assert_int_equal(board->categories[2].waiting, 1);
}

static void undo_takes_a_call_off(void **state)
{
    (void)state;
    say("issue licence");
    say("1 open");
    uint64_t before = look()->revision;
    say("1 next");
    assert_int_equal(look()->call_count, 1);
    assert_true(look()->revision != before);
    say("1 undo");
    assert_int_equal(look()->call_count, 0);
    assert_true(look()->revision == before); /* the same picture has the same revision */
}

static void only_the_latest_calls_are_kept(void **state)
{
    (void)state;
    say("4 open");
    for (int i = 0; i < 40; i++) { /* each missed for good: the list stays within its limit */
        say("issue tax");
        say("4 next");
        say("4 no-show");
    }
    const struct board *board = look();
    assert_true(board->miss_count > 0 && board->miss_count <= BOARD_MISSES);
    for (size_t i = 1; i < board->miss_count; i++) {
        assert_true(board->misses[i - 1].at.ms >= board->misses[i].at.ms);
    }
}

/* ------------------------------------------------------------------ revision */

static void time_alone_changes_nothing(void **state)
{
    (void)state;
    a_morning();
    uint64_t before = look()->revision;
    scene.rig.now = wall_after(scene.rig.now, 3600000);
    assert_true(look()->revision == before);
}

/* What cannot be seen: bytes behind a text, entries behind a count. */
static void unseen_bytes_change_nothing(void **state)
{
    (void)state;
    a_morning();
    look();
    uint64_t before = scene.board.revision;
    memset(scene.board.hall.zh + strlen(scene.board.hall.zh) + 1, 'x', 8);
    memset(&scene.board.calls[scene.board.call_count], 0x5a, sizeof scene.board.calls[0]);
    assert_true(board_revision(&scene.board) == before);
}

/* Each thing that is seen changes it. */
static void everything_seen_counts(void **state)
{
    (void)state;
    a_morning();
    say("1 no-show");
    struct board *b = &scene.board;
    look();
    b->notice_count = 1;
    snprintf(b->notices[0].zh, sizeof b->notices[0].zh, "通知");
    char *const texts[] = {b->hall.zh,
                           b->hall.en,
                           b->timezone,
                           b->calls[0].number,
                           b->misses[0].number,
                           b->windows[3].name.zh,
                           b->windows[3].area.en,
                           b->windows[2].ticket,
                           b->categories[2].name.en,
                           b->notices[0].zh,
                           b->notices[0].picture};
    uint64_t before = board_revision(b);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        texts[i][0] ^= 1;
        assert_true(board_revision(b) != before);
        texts[i][0] ^= 1;
        assert_true(board_revision(b) == before);
    }
    b->calls[0].arrived = !b->calls[0].arrived;
    assert_true(board_revision(b) != before);
    b->calls[0].arrived = !b->calls[0].arrived;
    b->calls[1].recalls++;
    assert_true(board_revision(b) != before);
    b->calls[1].recalls--;
    b->categories[0].waiting++;
    assert_true(board_revision(b) != before);
    b->categories[0].waiting--;
    b->windows[0].state = BOARD_WINDOW_PAUSED;
    assert_true(board_revision(b) != before);
}

/* Every event of a day: a new revision exactly when the JSON without its clock is new. */
static void the_revision_is_exact(void **state)
{
    (void)state;
    static const char *const steps[] = {
        "issue licence", "issue tax", "1 open",  "1 open",   "slip A001",   "1 next",
        "1 recall",      "1 arrive",  "tick",    "1 finish", "rate A001 5", "2 open",
        "2 next",        "2 no-show", "2 next",  "2 arrive", "2 hold 60",   "tick",
        "2 resume",      "2 finish",  "1 pause", "1 close",  "2 close",     "day-close"};
    char *before = NULL;
    uint64_t revision = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        say(steps[i]);
        json_t *json = board_write(look());
        json_object_del(json, "now");
        json_object_del(json, "revision");
        char *text = json_dumps(json, JSON_SORT_KEYS);
        json_decref(json);
        bool same = before != NULL && strcmp(before, text) == 0;
        assert_true(same == (before != NULL && revision == scene.board.revision));
        revision = scene.board.revision;
        free(before);
        before = text;
    }
    free(before);
}

/* ------------------------------------------------------------------ JSON */

static void json_gives_the_same_board(void **state)
{
    (void)state;
    char why[200] = "";
    a_morning();
    say("1 no-show");
    look();
    scene.board.notice_count = 1;
    scene.board.notices[0].page = true;
    snprintf(scene.board.notices[0].zh, sizeof scene.board.notices[0].zh, "放假通知");
    scene.board.revision = board_revision(&scene.board);
    json_t *json = board_write(&scene.board);
    struct board *read = calloc(1, sizeof *read);
    assert_int_equal(board_read(json, read, why, sizeof why), 0);
    assert_true(read->revision == scene.board.revision);
    assert_int_equal(read->now.ms, scene.board.now.ms);
    json_t *again = board_write(read);
    assert_true(json_equal(json, again));
    json_decref(again);
    json_decref(json);
    free(read);
}

static void broken_json_is_refused_by_its_key(void **state)
{
    (void)state;
    static const char *const keys[] = {"now",    "speed",   "timezone",   "hall",   "calls",
                                       "misses", "windows", "categories", "notices"};
    struct board *read = calloc(1, sizeof *read);
    a_morning();
    say("1 no-show");
    look();
    scene.board.notice_count = 1;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char why[200] = "";
        json_t *json = board_write(&scene.board);
        json_object_del(json, keys[i]);
        assert_int_equal(board_read(json, read, why, sizeof why), -1);
        assert_memory_equal(why, keys[i], strlen(keys[i]));
        json_object_set_new(json, keys[i], json_pack("[i]", 7));
        assert_int_equal(board_read(json, read, why, sizeof why), -1);
        json_decref(json);
    }
    char why[200] = "";
    assert_int_equal(board_read(NULL, read, why, sizeof why), -1);
    free(read);
}

static void a_text_that_is_too_long_is_refused(void **state)
{
    (void)state;
    char why[200] = "", number[LIMIT_NUMBER + 1];
    struct board *read = calloc(1, sizeof *read);
    a_morning();
    json_t *json = board_write(look());
    memset(number, 'A', LIMIT_NUMBER);
    number[LIMIT_NUMBER] = '\0';
    json_object_set_new(json_array_get(json_object_get(json, "calls"), 0), "number",
                        json_string(number));
    assert_int_equal(board_read(json, read, why, sizeof why), -1);
    json_decref(json);
    free(read);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(calls_are_those_at_windows_newest_first),
        TEST(windows_tell_their_state),
        TEST(a_missed_number_that_is_called_again_is_no_miss),
        TEST(counts_are_by_category),
        TEST(undo_takes_a_call_off),
        TEST(only_the_latest_calls_are_kept),
        TEST(time_alone_changes_nothing),
        TEST(unseen_bytes_change_nothing),
        TEST(everything_seen_counts),
        TEST(the_revision_is_exact),
        TEST(json_gives_the_same_board),
        TEST(broken_json_is_refused_by_its_key),
        TEST(a_text_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
