/* test_config_site.c: look-ups and opening days of a loaded hall, and what its lines can carry. */
#include "config_testing.h"

#include "base/text.h"
#include "config/line_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct site *load(const struct change *changes)
{
    struct site *site = NULL;
    struct site_problems problems;
    testing_load(changes, SITE_EN, &site, &problems);
    if (site == NULL) {
        fail_msg("%s:%d: %s", problems.list[0].file, problems.list[0].line,
                 problems.list[0].message);
    }
    site_problems_finish(&problems);
    return site;
}

static void look_ups(void **state)
{
    (void)state;
    struct site *site = load(NULL);
    assert_int_equal(site_item_index(site, "kezhang"), 1);
    assert_int_equal(site_item_index(site, "none"), UINT16_MAX);
    assert_int_equal(site_category_index(site, "seal"), 1);
    assert_int_equal(site_category_index(site, ""), UINT16_MAX);
    assert_int_equal(site_device_index(site, "pad-2"), 3);
    assert_ptr_equal(site_window(site, 2), &site->windows[1]);
    assert_null(site_window(site, 3));
    assert_null(site_window(site, 0));
    site_destroy(site);
    site_destroy(NULL);
}

static void opening_days(void **state)
{
    (void)state;
    const struct change changes[] = {
        {"hall.yaml", "policy:",
         "hours:\n"
         "  - {days: [mon, tue, wed, thu, fri], from: \"13:00\", to: \"17:30\"}\n"
         "  - {days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"12:00\"}\n"
         "  - {days: [sat], from: \"10:00\", to: \"11:00\"}\n"
         "holidays: [2026-10-01]\n"
         "workdays: [2026-10-10, 2026-09-20]\n"
         "policy:"},
        {NULL, NULL, NULL},
    };
    static const struct {
        int32_t day;
        bool open;
        uint16_t from, to;
    } rows[] = {
        {20260930, true, 540, 1050},  /* a Wednesday */
        {20261001, false, 0, 0},      /* a holiday, Thursday */
        {20261003, true, 600, 660},   /* a Saturday with hours of its own */
        {20261010, true, 600, 660},   /* a worked Saturday keeps them */
        {20261004, false, 0, 0},      /* a Sunday */
        {20260920, true, 540, 1050},  /* a worked Sunday has a Monday's */
    };
    struct site *site = load(changes);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint16_t from = 0, to = 0;
        assert_int_equal(site_day_open(site, rows[i].day, &from, &to), rows[i].open);
        assert_int_equal(from, rows[i].from);
        assert_int_equal(to, rows[i].to);
    }
    site_destroy(site);
}

/* ------------------------------------------------------------------ lines */

/* A line takes the slowest answer of its devices, and its own word before all. */
static void a_line_inherits_from_its_devices(void **state)
{
    (void)state;
    const struct change changes[] = {
        {"profiles/strip.yaml", "line: {baud: 9600, frame: 8N1}",
         "line: {baud: 19200, response: 70ms, turnaround: 6ms, rs485: auto}"},
        {"profiles/panel.yaml", "touch}",
         "touch}\nline: {baud: 19200, response: 300ms, byte: 50ms}"},
        {"lines.yaml", "window: 2}\n", "window: 2}\n      - {name: touch-2, profile: panel}\n"},
        {"lines.yaml", "port: sim:bus-1", "port: sim:bus-1\n    byte: 40ms"},
        {NULL, NULL, NULL},
    };
    struct site *site = load(changes);
    const struct profile_line *line = &site->lines[0].settings;
    assert_int_equal(line->baud, 19200);
    assert_int_equal(line->response_ms, 300);
    assert_int_equal(line->byte_ms, 40);
    assert_int_equal(line->turnaround_ms, 6);
    assert_string_equal(line->rs485, "auto");
    site_destroy(site);
}

/* The small hall with `pads` pads on one line of some speed, each at a window of its own. */
static struct change pad_line(char *text, size_t size, int pads, int baud)
{
    size_t used = 0;
    text_append(text, size, &used, "lines:\n  - name: bus-2\n    port: sim:bus-2\n    baud: %d\n"
                                   "    turnaround: 0\n    devices:\n", baud);
    for (int i = 1; i <= pads; i++) {
        text_append(text, size, &used,
                    "      - {name: pad-%d, profile: keypad, address: %d, window: 1}\n", i, i);
    }
    return (struct change){"lines.yaml", NULL, text};
}

/* devices.md C.2: a short look is about 29 ms at 9600; 32 pads there need about a second, 8 pads
 * stay near 250 ms for the round. */
static void a_line_plan_agrees_with_the_arithmetic_of_modbus(void **state)
{
    (void)state;
    static const struct {
        int pads, baud;
        double look, round, key;
    } rows[] = {
        /* 15 bytes of 10 bits, twice 3.5 characters, 5 ms; the ring is 61 bytes */
        {8, 9600, 27.9, 223, 299},
        {32, 9600, 27.9, 893, 969},
        {8, 19200, 16.5, 132, 172}, /* 7.8 + 3.6 + 5 */
        {32, 38400, 12.4, 397, 421}, /* above 19200 the silence is 1.75 ms */
        {1, 115200, 9.8, 10, 114}, /* the profile looks every 100 ms at most */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[8192];
        const struct change changes[] = {pad_line(text, sizeof text, rows[i].pads, rows[i].baud),
                                         {NULL, NULL, NULL}};
        struct site *site = load(changes);
        struct line_plan plan;
        line_plan(site, 0, &plan);
        assert_int_equal(plan.keyed, rows[i].pads);
        assert_float_equal(plan.look_ms, rows[i].look, 0.1);
        assert_float_equal(plan.round_ms, rows[i].round, 1.0);
        assert_float_equal(plan.key_ms, rows[i].key, 1.0);
        site_destroy(site);
    }
}

static void a_line_with_too_many_pads_is_told_what_would_do(void **state)
{
    (void)state;
    static const struct {
        int pads;
        bool error;
        const char *message, *advice;
    } rows[] = {
        {11, false, NULL, NULL},
        {12, false,
         "line 'bus-2' is slow: a key may be seen only after 410 ms (goal: 400 ms)",
         "raise baud to 19200 (on the devices too), or keep at most 11 devices with keys on it"},
        {40, true,
         "line 'bus-2' is too slow for its devices: a key may be seen only after 1192 ms (limit: "
         "1000 ms)",
         "raise baud to 115200 (on the devices too), or keep at most 11 devices with keys on it"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[8192];
        const struct change changes[] = {pad_line(text, sizeof text, rows[i].pads, 9600),
                                         {NULL, NULL, NULL}};
        struct site *site;
        struct site_problems problems;
        assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), rows[i].error ? -1 : 0);
        const struct site_problem *told = NULL;
        for (size_t j = 0; j < problems.count; j++) {
            if (strcmp(problems.list[j].file, "lines.yaml") == 0) {
                told = &problems.list[j];
            }
        }
        assert_true((told == NULL) == (rows[i].message == NULL));
        if (told != NULL) {
            assert_int_equal(told->line, 4); /* where baud stands */
            assert_string_equal(told->message, rows[i].message);
            assert_string_equal(told->advice, rows[i].advice);
        }
        site_problems_finish(&problems);
        site_destroy(site);
    }
}

/* devices.md A.4: a text slip with the printer's own QR code is 400 to 700 bytes. */
static void a_slip_takes_its_bytes(void **state)
{
    (void)state;
    const struct change raster[] = {
        {"profiles/slips.yaml", "driver: paper}", "driver: paper}\noptions: {qr: raster}"},
        {NULL, NULL, NULL},
    };
    struct line_plan native, dots;
    struct site *site = load(NULL);
    line_plan(site, 2, &native);
    assert_int_equal(native.printers, 1);
    assert_in_range(native.slip_bytes, 250, 700);
    assert_float_equal(native.slip_ms, native.slip_bytes * 10 / 9.6, 0.1);
    site_destroy(site);
    site = load(raster);
    line_plan(site, 2, &dots);
    assert_true(dots.slip_bytes > 3000 + native.slip_bytes);
    site_destroy(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(look_ups),
        cmocka_unit_test(opening_days),
        cmocka_unit_test(a_line_inherits_from_its_devices),
        cmocka_unit_test(a_line_plan_agrees_with_the_arithmetic_of_modbus),
        cmocka_unit_test(a_line_with_too_many_pads_is_told_what_would_do),
        cmocka_unit_test(a_slip_takes_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
