/* test_config_value.c: single values as people write them, and the nearest word. */
#include "config/problems.h"
#include "config/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void durations(void **state)
{
    (void)state;
    static const struct {
        const char *text, *unit;
        enum value_status status;
        int64_t value;
    } rows[] = {
        {"15min", "s", VALUE_OK, 900},        {"2h", "s", VALUE_OK, 7200},
        {"10s", "ms", VALUE_OK, 10000},       {"250ms", "ms", VALUE_OK, 250},
        {"30", "s", VALUE_OK, 30},            {"30", "min", VALUE_OK, 30},
        {"1.5s", "ms", VALUE_OK, 1500},       {"0.5h", "min", VALUE_OK, 30},
        {"15 min", "s", VALUE_OK, 900},       {"0", "s", VALUE_OK, 0},
        {"1500ms", "s", VALUE_NOT_WHOLE, 0},  {"1.2345s", "ms", VALUE_NOT_WHOLE, 0},
        {"15m", "s", VALUE_UNKNOWN_UNIT, 0},  {"10 sec", "s", VALUE_UNKNOWN_UNIT, 0},
        {"", "s", VALUE_WRONG, 0},            {"-5s", "s", VALUE_WRONG, 0},
        {"soon", "s", VALUE_WRONG, 0},        {".5s", "s", VALUE_WRONG, 0},
        {"999999999999h", "ms", VALUE_WRONG, 0}, {"9999999999999", "s", VALUE_WRONG, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        assert_int_equal(value_duration(rows[i].text, rows[i].unit, &value), rows[i].status);
        assert_int_equal(value, rows[i].value);
    }
}

/* What is written reads back, in the largest unit that is whole. */
static void durations_read_back(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *unit, *text;
    } rows[] = {
        {0, "s", "0s"},        {90, "s", "90s"},        {900, "s", "15min"}, {7200, "s", "2h"},
        {1500, "ms", "1500ms"}, {60000, "ms", "1min"}, {30, "min", "30min"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[VALUE_TEXT];
        int64_t value = -1;
        assert_string_equal(value_format_duration(rows[i].value, rows[i].unit, text), rows[i].text);
        assert_int_equal(value_duration(text, rows[i].unit, &value), VALUE_OK);
        assert_int_equal(value, rows[i].value);
    }
}

static void times_and_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t time, date; /* -1: is none */
    } rows[] = {
        {"09:00", 540, -1},      {"9:05", 545, -1},        {"24:00", 1440, -1}, {"24:01", -1, -1},
        {"09:60", -1, -1},       {"9", -1, -1},            {"009:00", -1, -1},  {"09:0", -1, -1},
        {"2026-10-01", -1, 20261001}, {"2024-02-29", -1, 20240229}, {"2026-02-29", -1, -1},
        {"2100-02-29", -1, -1},  {"2026-13-01", -1, -1},   {"2026-00-01", -1, -1},
        {"2026-1-1", -1, -1},    {"2026/10/01", -1, -1},   {"1999-01-01", -1, -1}, {"", -1, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t time = -1, date = -1;
        bool is_time = value_time(rows[i].text, &time) == VALUE_OK;
        bool is_date = value_date(rows[i].text, &date) == VALUE_OK;
        assert_int_equal(is_time, rows[i].time >= 0);
        assert_int_equal(is_date, rows[i].date >= 0);
        assert_int_equal(time, rows[i].time);
        assert_int_equal(date, rows[i].date);
    }
    char text[VALUE_TEXT];
    assert_string_equal(value_format_time(545, text), "09:05");
    assert_string_equal(value_format_date(20261001, text), "2026-10-01");
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum value_status status;
        int64_t value;
    } rows[] = {
        {"5", VALUE_OK, 5},     {"-5", VALUE_OK, -5},   {"010", VALUE_OK, 10},
        {"0x10", VALUE_OK, 16}, {"0X0016", VALUE_OK, 22}, {"", VALUE_WRONG, 0},
        {"5a", VALUE_WRONG, 0}, {"0x", VALUE_WRONG, 0}, {"1.5", VALUE_WRONG, 0},
        {"--5", VALUE_WRONG, 0}, {"9999999999999999", VALUE_WRONG, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        assert_int_equal(value_integer(rows[i].text, &value), rows[i].status);
        assert_int_equal(value, rows[i].value);
    }
}

static void bytes_and_choices(void **state)
{
    (void)state;
    uint8_t bytes[4];
    assert_int_equal(value_hex("A0 90 02", bytes, 4), 3);
    assert_memory_equal(bytes, ((uint8_t[]){0xA0, 0x90, 0x02}), 3);
    assert_int_equal(value_hex("0101", bytes, 4), 2);
    assert_int_equal(value_hex("ff FE", bytes, 4), 2);
    assert_int_equal(value_hex("", bytes, 4), -1);
    assert_int_equal(value_hex("A", bytes, 4), -1);
    assert_int_equal(value_hex("A 0", bytes, 4), -1);
    assert_int_equal(value_hex("0x01", bytes, 4), -1);
    assert_int_equal(value_hex("01 02 03 04 05", bytes, 4), -1);
    assert_int_equal(value_choice("push", "pull|push"), 1);
    assert_int_equal(value_choice("pu", "pull|push"), -1);
    assert_int_equal(value_choice("", "pull|push"), -1);
    char text[VALUE_TEXT];
    assert_string_equal(value_format_choice(1, "pull|push", text, sizeof text), "push");
    assert_string_equal(value_format_choice(2, "pull|push", text, sizeof text), "");
}

static void the_nearest_word_is_suggested(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *best;
    } rows[] = {
        {"undoo", "undo"},   {"udno", "undo"},          {"recal_limit", "recall_limit"},
        {"mod", "mode"},     {"colour", NULL},          {"repeat-guard", "repeat_guard"},
        {"day_edn", "day_end"}, {"x", NULL},            {"", NULL},
        {"reprint_itself", "reprint_by_itself"},
    };
    static const char *const words[] = {"mode", "day_end", "recall_limit", "undo", "repeat_guard",
                                        "reprint_by_itself"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct suggestion suggestion = suggestion_for(rows[i].wanted);
        for (size_t j = 0; j < sizeof words / sizeof *words; j++) {
            suggestion_offer(&suggestion, words[j]);
        }
        const char *best = suggestion_best(&suggestion);
        if (rows[i].best == NULL) {
            assert_null(best);
        } else {
            assert_non_null(best);
            assert_string_equal(best, rows[i].best);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations),
        cmocka_unit_test(durations_read_back),
        cmocka_unit_test(times_and_dates),
        cmocka_unit_test(integers),
        cmocka_unit_test(bytes_and_choices),
        cmocka_unit_test(the_nearest_word_is_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
