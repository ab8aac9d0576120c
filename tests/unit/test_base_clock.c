/* The two clocks, business days, and RFC 3339 both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void in_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static void days_follow_local_time(void **state)
{
    (void)state;
    in_zone("Asia/Shanghai");
    wall_t t;
    assert_int_equal(wall_parse("2026-03-02T00:00:00.000+08:00", &t), 0);
    assert_int_equal(wall_day(t), 20260302);
    assert_int_equal(wall_day(wall_after(t, -1)), 20260301);
    assert_int_equal(wall_day_start(20260302).ms, t.ms);
    assert_int_equal(wall_weekday(20260302), 1);
    assert_int_equal(day_next(20260228), 20260301);
    assert_int_equal(day_next(20261231), 20270101);
}

static void a_day_of_23_or_25_hours_is_one_day(void **state)
{
    (void)state;
    in_zone("Europe/Berlin");
    assert_int_equal(wall_between(wall_day_start(20261025), wall_day_start(20261026)),
                     25LL * 3600 * 1000);
    assert_int_equal(wall_between(wall_day_start(20260329), wall_day_start(20260330)),
                     23LL * 3600 * 1000);
    assert_int_equal(day_next(20261025), 20261026);
    assert_int_equal(day_next(20260329), 20260330);
}

static void text_form_reads_back(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *text;
    } cases[] = {
        {"Asia/Shanghai", "2026-03-02T09:15:04.120+08:00"},
        {"UTC", "1970-01-01T00:00:00.000+00:00"},
        {"America/St_Johns", "2026-07-01T23:59:59.999-02:30"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        in_zone(cases[i].zone);
        wall_t t;
        char text[WALL_TEXT_SIZE];
        assert_int_equal(wall_parse(cases[i].text, &t), 0);
        assert_string_equal(wall_format(t, text), cases[i].text);
    }
    wall_t t;
    assert_int_equal(wall_parse("yesterday", &t), -1);
}

static void a_simulated_hall_survives_its_controller(void **state)
{
    (void)state;
    in_zone("Asia/Shanghai");
    char folder[] = "/tmp/hallq-clock-XXXXXX";
    assert_non_null(mkdtemp(folder));
    wall_t start;
    wall_parse("2026-03-02T08:30:00+08:00", &start);
    hall_clock_set(start, 60);
    assert_int_equal(hall_clock_save(folder), 0);
    hall_clock_set((wall_t){0}, 1);
    assert_int_equal(hall_clock_load(folder), 0);
    assert_true(hall_clock_is_simulated());
    int64_t passed = wall_between(start, wall_now());
    assert_true(passed >= 0 && passed < 60 * 10000);
    assert_int_equal(hall_clock_load("/nonexistent"), -1);
    char path[64];
    snprintf(path, sizeof path, "%s/hall-clock", folder);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_local_time),
        cmocka_unit_test(a_day_of_23_or_25_hours_is_one_day),
        cmocka_unit_test(text_form_reads_back),
        cmocka_unit_test(a_simulated_hall_survives_its_controller),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
