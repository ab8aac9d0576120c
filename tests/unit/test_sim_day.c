/* The day of visitors: as many as the hall can serve, in opening hours, the same for one seed. */
#include "sim_rig.h"

#include "sim/day.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MONDAY = 20260302, SATURDAY = 20260307, NEW_YEAR = 20260101 };

static struct day_visitor plan[DAY_VISITORS], again[DAY_VISITORS];

static void about_eleven_hundred_come(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        size_t count = day_plan(rig_site(), MONDAY, seed, -1, plan, DAY_VISITORS);
        assert_in_range(count, 1000, 1250);
    }
}

static void one_seed_one_day(void **state)
{
    (void)state;
    size_t count = day_plan(rig_site(), MONDAY, 42, -1, plan, DAY_VISITORS);
    assert_int_equal(day_plan(rig_site(), MONDAY, 42, -1, again, DAY_VISITORS), count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(plan[i].arrives.ms, again[i].arrives.ms);
        assert_int_equal(plan[i].item, again[i].item);
    }
    size_t other = day_plan(rig_site(), MONDAY, 43, -1, again, DAY_VISITORS);
    bool differs = other != count;
    for (size_t i = 0; i < count && i < other; i++) {
        differs |= plan[i].arrives.ms != again[i].arrives.ms;
    }
    assert_true(differs);
}

static void they_come_in_order_and_when_it_is_open(void **state)
{
    (void)state;
    struct day_period periods[DAY_PERIODS];
    size_t period_count = day_periods(rig_site(), MONDAY, periods);
    size_t count = day_plan(rig_site(), MONDAY, 7, -1, plan, DAY_VISITORS);
    size_t morning = 0, peak = 0;
    assert_int_equal(period_count, 2);
    for (size_t i = 0; i < count; i++) {
        int64_t at_s = wall_between(wall_day_start(MONDAY), plan[i].arrives) / 1000;
        bool open = false;
        for (size_t p = 0; p < period_count; p++) {
            open |= at_s >= periods[p].from_s && at_s < periods[p].to_s;
        }
        assert_true(open);
        assert_true(i == 0 || plan[i].arrives.ms >= plan[i - 1].arrives.ms);
        morning += at_s < 12 * 3600;
        peak += at_s >= 34200 && at_s < 37800; /* 9:30 to 10:30 */
    }
    assert_true(morning * 2 > count); /* more than half in the shorter half */
    assert_true(peak * 5 > count);    /* more than a fifth in its busiest hour */
}

static void popular_items_draw_more(void **state)
{
    (void)state;
    const struct site *site = rig_site();
    size_t popular_items = 0, popular = 0;
    size_t count = day_plan(site, MONDAY, 7, -1, plan, DAY_VISITORS);
    for (size_t i = 0; i < site->item_count; i++) {
        popular_items += site->items[i].popular;
    }
    for (size_t i = 0; i < count; i++) {
        popular += site->items[plan[i].item].popular;
    }
    assert_true(popular * site->item_count > count * popular_items);
}

static void nobody_comes_when_it_is_closed(void **state)
{
    (void)state;
    assert_int_equal(day_plan(rig_site(), SATURDAY, 7, -1, plan, DAY_VISITORS), 0);
    assert_int_equal(day_plan(rig_site(), NEW_YEAR, 7, -1, plan, DAY_VISITORS), 0);
}

static void until_ends_the_coming(void **state)
{
    (void)state;
    size_t count = day_plan(rig_site(), MONDAY, 7, 10 * 3600, plan, DAY_VISITORS);
    assert_true(count > 50);
    assert_true(wall_between(wall_day_start(MONDAY), plan[count - 1].arrives) <= 36000000);
}

static int begin(void **state)
{
    (void)state;
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    return rig_site() != NULL ? 0 : -1;
}

static int finish(void **state)
{
    (void)state;
    rig_site_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(about_eleven_hundred_come),
        cmocka_unit_test(one_seed_one_day),
        cmocka_unit_test(they_come_in_order_and_when_it_is_open),
        cmocka_unit_test(popular_items_draw_more),
        cmocka_unit_test(nobody_comes_when_it_is_closed),
        cmocka_unit_test(until_ends_the_coming),
    };
    return cmocka_run_group_tests(tests, begin, finish);
}
