/* Every shipped profile passes its own vectors; a broken one is refused with its line; the
 * contract's small functions do what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/drivers/common.h"
#include "driver_bench.h"

#include <stdlib.h>
#include <string.h>

static const char *const shipped[] = {
    "escpos-generic-58", "escpos-generic-80", "escpos-epson-cn",   "led-a090",
    "led-modbus-text",   "led-armfly-485",    "pad-ff68",          "evaluator-ff68",
    "pad-modbus",        "evaluator-modbus",  "screen-dwin-dgus2", "screen-dwin-dgus2-evaluator",
};
enum { SHIPPED = sizeof shipped / sizeof *shipped };

static void pass_their_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED; i++) {
        struct device_profile *profile = bench_profile(shipped[i]);
        char why[400] = "";
        int line = 0;
        assert_true(profile->vector_count > 0);
        const struct driver *driver = driver_find(profile->driver);
        assert_non_null(driver);
        if (driver->check(profile, why, sizeof why, &line) < 0) {
            fail_msg("%s:%d: %s", shipped[i], line, why);
        }
        free(profile);
    }
}

/* Any one byte of any vector turned must be noticed. */
static void a_turned_byte_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED; i++) {
        struct device_profile *profile = bench_profile(shipped[i]);
        const struct driver *driver = driver_find(profile->driver);
        struct profile_vector *vectors = calloc(profile->vector_count, sizeof *vectors);
        memcpy(vectors, profile->vectors, profile->vector_count * sizeof *vectors);
        profile->vectors = vectors;
        for (size_t v = 0; v < profile->vector_count; v++) {
            for (size_t b = 0; b < vectors[v].size; b++) {
                char why[400] = "";
                int line = 0;
                vectors[v].bytes[b] ^= 0x20;
                int rc = driver->check(profile, why, sizeof why, &line);
                if (rc == 0) {
                    fail_msg("%s: vector %zu byte %zu", shipped[i], v, b);
                }
                assert_int_equal(line, vectors[v].line);
                assert_true(why[0] != '\0');
                vectors[v].bytes[b] ^= 0x20;
            }
        }
        free(vectors);
        free(profile);
    }
}

static void the_table_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; driver_at(i) != NULL; i++) {
        assert_true(strcmp(driver_at(i - 1)->name, driver_at(i)->name) < 0);
    }
    assert_ptr_equal(driver_find("escpos"), driver_at(2));
    assert_null(driver_find("escpo"));
    assert_null(driver_at(99));
}

static void every_driver_knows_the_defaults_of_its_rows(void **state)
{
    (void)state;
    for (size_t i = 0; driver_at(i) != NULL; i++) {
        for (const struct option_row *row = driver_at(i)->options; row->key != NULL; row++) {
            assert_non_null(row->fallback);
            assert_non_null(row->help_zh);
            assert_non_null(row->help_en);
            struct device_profile empty = {.driver = ""};
            if (row->type == OPTION_INT) {
                int32_t value = profile_int(&empty, driver_at(i)->options, row->key);
                assert_in_range(value - row->low, 0, row->high - row->low);
            }
        }
    }
}

static void option_values(void **state)
{
    (void)state;
    static const struct option_row rows[] = {
        {"a", OPTION_INT, -1, 999, NULL, "-1", "", ""},
        {"b", OPTION_BOOL, 0, 0, NULL, "true", "", ""},
        {"c", OPTION_TEXT, 0, 0, NULL, "x", "", ""},
        {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
    };
    struct device_profile profile = {.option_count = 0};
    assert_int_equal(profile_int(&profile, rows, "a"), -1);
    assert_true(profile_bool(&profile, rows, "b"));
    assert_string_equal(profile_text(&profile, rows, "c"), "x");
    set_option(&profile, "a", "0x0022");
    set_option(&profile, "b", "false");
    assert_int_equal(profile_int(&profile, rows, "a"), 0x22);
    assert_false(profile_bool(&profile, rows, "b"));
    set_option(&profile, "a", "0070"); /* no octal */
    assert_int_equal(profile_int(&profile, rows, "a"), 70);
}

static void names_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < DEVICE_KIND_COUNT; i++) {
        enum device_kind kind;
        assert_int_equal(device_kind_parse(device_kind_name((enum device_kind)i), &kind), 0);
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < KEY_ACTION_COUNT; i++) {
        enum key_action action;
        assert_int_equal(key_action_parse(key_action_name((enum key_action)i), &action), 0);
        assert_int_equal(action, i);
    }
    enum device_kind kind;
    assert_int_equal(device_kind_parse("toaster", &kind), -1);
    assert_string_equal(device_health_name(HEALTH_UNPLUGGED), "unplugged");
}

static void commands_are_as_large_as_what_is_in_them(void **state)
{
    (void)state;
    struct device_command command = {.kind = DEVICE_ACKNOWLEDGE};
    size_t small = device_command_size(&command);
    assert_true(small >= offsetof(struct device_command, acknowledge) + sizeof command.acknowledge);
    command.kind = DEVICE_PRINT;
    assert_true(device_command_size(&command) > 3000);
    assert_true(device_command_size(&command) <= sizeof command);
    assert_true(small < 64);
}

static void a_full_sink_counts(void **state)
{
    (void)state;
    struct device_sink sink = {0};
    for (int i = 0; i < DEVICE_SINK; i++) {
        assert_non_null(device_sink_add(&sink, DEVICE_KEY));
    }
    assert_null(device_sink_add(&sink, DEVICE_KEY));
    assert_int_equal(sink.dropped, 1);
    assert_int_equal(sink.count, DEVICE_SINK);
}

static void wishes(void **state)
{
    (void)state;
    const mono_t now = {1000};
    struct driver_wish poll = wish_at(EXCHANGE_POLL, (mono_t){900});
    struct driver_wish health = wish_at(EXCHANGE_HEALTH, (mono_t){100});
    struct driver_wish next = wish_at(EXCHANGE_COMMAND, (mono_t){1500});
    assert_int_equal(wish_better(poll, health, now).class, EXCHANGE_POLL);
    assert_int_equal(wish_better(health, next, now).class, EXCHANGE_HEALTH);
    assert_int_equal(wish_better(wish_none(), next, now).due.ms, 1500);
    assert_false(wish_better(wish_none(), wish_none(), now).any);
}

/* Ten seconds of fifty presses a second: two at once, then two a second, one alarm. */
static void the_guard_lets_two_a_second_through(void **state)
{
    (void)state;
    struct key_guard guard = {0};
    int passed = 0, alarms = 0;
    for (int64_t ms = 0; ms < 10000; ms += 20) {
        bool alarm;
        passed += key_guard_allows(&guard, (mono_t){ms + 77}, &alarm);
        alarms += alarm;
    }
    assert_in_range(passed, 19, 22);
    assert_int_equal(alarms, 1);
    bool alarm;
    assert_true(key_guard_allows(&guard, (mono_t){30000}, &alarm));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pass_their_vectors),
        cmocka_unit_test(a_turned_byte_is_refused),
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(every_driver_knows_the_defaults_of_its_rows),
        cmocka_unit_test(option_values),
        cmocka_unit_test(names_are_read_back),
        cmocka_unit_test(commands_are_as_large_as_what_is_in_them),
        cmocka_unit_test(a_full_sink_counts),
        cmocka_unit_test(wishes),
        cmocka_unit_test(the_guard_lets_two_a_second_through),
    };
    return cmocka_run_group_tests_name("driver profiles", tests, NULL, NULL);
}
