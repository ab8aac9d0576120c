/* A quoted wait as a range of minutes: around the quote, wider for few people ahead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/wait_range.h"

static const struct row {
    int32_t quote_s, ahead, low, high;
} rows[] = {
    {0, 0, 0, 2},      {60, 1, 0, 2},     {300, 1, 0, 10},   {600, 4, 5, 15},
    {600, 100, 9, 11}, {1200, 4, 10, 30}, {3600, 9, 40, 80}, {7200, 25, 95, 145},
};

static void ranges_are_what_people_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wait_range range;
        assert_true(wait_range_of(rows[i].quote_s, rows[i].ahead, &range));
        assert_int_equal(range.low_min, rows[i].low);
        assert_int_equal(range.high_min, rows[i].high);
    }
    struct wait_range none;
    assert_false(wait_range_of(-1, 3, &none));
}

static void the_quote_is_always_within(void **state)
{
    (void)state;
    for (int32_t quote = 0; quote < 4 * 3600; quote += 37) {
        for (int32_t ahead = 0; ahead < 200; ahead += 7) {
            struct wait_range range;
            assert_true(wait_range_of(quote, ahead, &range));
            assert_true(range.low_min * 60 <= quote && quote <= range.high_min * 60);
            assert_true(range.low_min >= 0 && range.high_min >= range.low_min + 2);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_what_people_are_told),
        cmocka_unit_test(the_quote_is_always_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
