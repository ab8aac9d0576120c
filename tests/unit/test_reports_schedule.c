/* The schedule: what is due when, what was missed is made up for once, files are whole. Pure, but for
 * the files. */
#include "reports/schedule.h"
#include "reports/schedule_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Open Monday to Friday; 2 March 2026 is a Monday, 1 May is a holiday. */
static struct site_period weekdays = {.weekdays = 0x3e, .from_min = 540, .to_min = 1020};
static int32_t holidays[] = {20260501};
static const struct site site = {.period_count = 1, .periods = &weekdays, .holiday_count = 1,
                                 .holidays = holidays};

struct question {
    const char *what;
    enum site_every every;
    uint16_t at_min;
    int32_t last, closed;
    const char *now;
    int32_t from, to; /* 0 = nothing is due */
};

static const struct question questions[] = {
    {"before its time", SITE_DAILY, 1050, 20260302, 0, "2026-03-03T17:29:59+08:00", 0, 0},
    {"at its time", SITE_DAILY, 1050, 20260302, 0, "2026-03-03T17:30:00+08:00", 20260303, 20260303},
    {"made already", SITE_DAILY, 1050, 20260303, 0, "2026-03-03T18:00:00+08:00", 0, 0},
    {"while the day is open", SITE_DAILY, 0, 20260302, 20260302, "2026-03-03T18:00:00+08:00", 0, 0},
    {"when the day is closed", SITE_DAILY, 0, 20260302, 20260303, "2026-03-03T18:00:00+08:00",
     20260303, 20260303},
    {"when nobody closed it", SITE_DAILY, 0, 20260302, 0, "2026-03-04T00:00:01+08:00", 20260303,
     20260303},
    {"the first of those that were missed", SITE_DAILY, 1050, 20260302, 0,
     "2026-03-06T08:00:00+08:00", 20260303, 20260303},
    {"the next of those", SITE_DAILY, 1050, 20260304, 0, "2026-03-06T08:00:00+08:00", 20260305,
     20260305},
    {"nothing on a weekend", SITE_DAILY, 1050, 20260306, 0, "2026-03-08T20:00:00+08:00", 0, 0},
    {"over a weekend", SITE_DAILY, 1050, 20260306, 0, "2026-03-09T20:00:00+08:00", 20260309,
     20260309},
    {"nothing on a holiday", SITE_DAILY, 1050, 20260430, 0, "2026-05-01T20:00:00+08:00", 0, 0},
    {"a new row begins with the newest", SITE_DAILY, 1050, 0, 0, "2026-03-06T20:00:00+08:00",
     20260306, 20260306},
    {"no more than people would read", SITE_DAILY, 1050, 20250102, 0, "2026-03-31T20:00:00+08:00",
     20260217, 20260217},
    {"a week that goes on", SITE_WEEKLY, 0, 20260301, 0, "2026-03-08T23:59:59+08:00", 0, 0},
    {"a week that is over", SITE_WEEKLY, 0, 20260301, 0, "2026-03-09T00:00:00+08:00", 20260302,
     20260308},
    {"a week at its time", SITE_WEEKLY, 450, 20260301, 0, "2026-03-09T07:29:00+08:00", 0, 0},
    {"a week at its time", SITE_WEEKLY, 450, 20260301, 0, "2026-03-09T07:30:00+08:00", 20260302,
     20260308},
    {"a month", SITE_MONTHLY, 0, 20260131, 0, "2026-03-01T00:00:00+08:00", 20260201, 20260228},
    {"two months that were missed", SITE_MONTHLY, 0, 20251231, 0, "2026-03-01T00:00:00+08:00",
     20260101, 20260131},
    {"a month that goes on", SITE_MONTHLY, 0, 20260228, 0, "2026-03-31T23:00:00+08:00", 0, 0},
};

static void what_is_due(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const struct question *q = &questions[i];
        const struct site_report report = {.every = q->every, .at_min = q->at_min, .folder = "/"};
        struct schedule_span span = {0, 0};
        wall_t now;
        assert_int_equal(wall_parse(q->now, &now), 0);
        bool due = schedule_due(&site, &report, q->last, q->closed, now, &span);
        if (due != (q->from != 0) || (due && (span.from != q->from || span.to != q->to))) {
            fail_msg("%s: due %d, %d to %d", q->what, due, span.from, span.to);
        }
    }
}

/* However long nobody looked: each period once, in order, then nothing. */
static void what_was_missed_is_made_up_for_once(void **state)
{
    (void)state;
    const struct site_report report = {.every = SITE_DAILY, .at_min = 1050, .folder = "/"};
    struct schedule_span span;
    wall_t now;
    int32_t last = 20260302, made = 0;
    assert_int_equal(wall_parse("2026-03-20T17:31:00+08:00", &now), 0);
    while (schedule_due(&site, &report, last, 0, now, &span)) {
        assert_true(span.from > last);
        last = span.to;
        made++;
        assert_true(made < 100);
    }
    assert_int_equal(last, 20260320);
    assert_int_equal(made, 14); /* working days from the 3rd on */
}

static void files_are_whole_or_not_there(void **state)
{
    (void)state;
    char folder[] = "/tmp/hallq-schedule-XXXXXX", path[256], why[200] = "";
    char text[] = "whole";
    const struct form_bytes bytes = {text, 5};
    assert_non_null(mkdtemp(folder));
    assert_int_equal(schedule_write(folder, "日报_2026-03-02.txt", &bytes, why, sizeof why), 0);
    snprintf(path, sizeof path, "%s/日报_2026-03-02.txt", folder);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char read[16] = "";
    assert_int_equal(fread(read, 1, sizeof read, file), 5);
    assert_memory_equal(read, "whole", 5);
    fclose(file);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing else is left behind */
    assert_int_equal(schedule_write(folder, "x", &bytes, why, sizeof why), -1);
    assert_true(strstr(why, folder) != NULL);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due),
        cmocka_unit_test(what_was_missed_is_made_up_for_once),
        cmocka_unit_test(files_are_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
