/* test_display_touch.c: when a touch is an act (touch.h, ux.md 3.2). */
#include "common/touch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static mono_t at(int64_t ms)
{
    return (mono_t){100000 + ms};
}

static void acts_when_the_finger_leaves_the_button(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    assert_int_equal(touch_pressed(&touch), 7);
    assert_int_equal(touch_up(&touch, 7, at(80)), 7);
    assert_int_equal(touch_pressed(&touch), TOUCH_NONE);
}

static void sliding_off_is_no_act(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    touch_move(&touch, 8);
    assert_int_equal(touch_pressed(&touch), TOUCH_NONE);
    assert_int_equal(touch_up(&touch, 8, at(200)), TOUCH_NONE);
    touch_down(&touch, 7, at(300)); /* and nothing is guarded after no act */
    assert_int_equal(touch_up(&touch, 7, at(350)), 7);
}

static void sliding_back_presses_again(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    touch_move(&touch, TOUCH_NONE);
    touch_move(&touch, 7);
    assert_int_equal(touch_pressed(&touch), 7);
    assert_int_equal(touch_up(&touch, 7, at(500)), 7);
}

struct tap {
    int64_t down, up;
    int target, act;
};

static void a_second_tap_within_600_ms_is_the_same_finger(void **state)
{
    (void)state;
    static const struct tap taps[] = {
        {0, 50, 7, 7},
        {200, 250, 7, TOUCH_NONE},
        {400, 420, 9, TOUCH_NONE},    /* also on what has come under the finger */
        {640, 700, 7, TOUCH_NONE},    /* it came down 590 ms after the act */
        {651, 900, 7, 7},             /* 601 ms after it */
        {1499, 1600, 3, TOUCH_NONE},
        {1700, 1750, 3, 3},
    };
    struct touch touch;
    touch_init(&touch);
    for (size_t i = 0; i < sizeof taps / sizeof *taps; i++) {
        touch_down(&touch, taps[i].target, at(taps[i].down));
        assert_int_equal(touch_up(&touch, taps[i].target, at(taps[i].up)), taps[i].act);
    }
}

/* Digits are typed faster than buttons are touched, and the same one twice. */
static void after_a_key_the_guard_is_short(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    assert_int_equal(touch_up(&touch, 7, at(50)), 7);
    touch_was_key(&touch);
    touch_down(&touch, 7, at(100)); /* a finger that trembles */
    assert_int_equal(touch_up(&touch, 7, at(120)), TOUCH_NONE);
    touch_down(&touch, 7, at(170));
    assert_int_equal(touch_up(&touch, 7, at(220)), 7);
    touch_down(&touch, 7, at(400)); /* and only after a key */
    assert_int_equal(touch_up(&touch, 7, at(450)), TOUCH_NONE);
}

static void a_second_finger_is_ignored(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    touch_down(&touch, 9, at(20));
    assert_int_equal(touch_pressed(&touch), 7);
    assert_int_equal(touch_up(&touch, 9, at(60)), TOUCH_NONE);
}

static void a_page_that_changes_takes_the_touch_away(void **state)
{
    (void)state;
    struct touch touch;
    touch_init(&touch);
    touch_down(&touch, 7, at(0));
    touch_forget(&touch);
    assert_int_equal(touch_up(&touch, 7, at(60)), TOUCH_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acts_when_the_finger_leaves_the_button),
        cmocka_unit_test(sliding_off_is_no_act),
        cmocka_unit_test(sliding_back_presses_again),
        cmocka_unit_test(a_second_tap_within_600_ms_is_the_same_finger),
        cmocka_unit_test(after_a_key_the_guard_is_short),
        cmocka_unit_test(a_second_finger_is_ignored),
        cmocka_unit_test(a_page_that_changes_takes_the_touch_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
