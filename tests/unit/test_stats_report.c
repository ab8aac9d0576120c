/* Rates against hand-made counts, and the words of everything that stats names. */
#include "stats/report_day.h"

#include "base/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *value_of(const struct report_row rows[REPORT_DAY_ROWS], const char *label)
{
    for (int i = 0; i < REPORT_DAY_ROWS; i++) {
        if (strcmp(rows[i].label, label) == 0) {
            return rows[i].value;
        }
    }
    return "(no such row)";
}

/* 100 services: 60 rated by people (3 badly), 10 by default, 30 not at all. */
static const struct figures hall = {
    .issued = 118, .carried_in = 2, .no_show = 6, .services = 100,
    .rated_active = {0, 1, 2, 7, 20, 30},
    .rated_default = 10, .rated_none = 30, .bad = 3, .open_s = 36000, .idle_s = 7200,
    .idle_waiting_s = 1800, .paused_s = 900,
};

static void test_rates(void **state)
{
    (void)state;
    static const struct {
        const char *label, *value;
    } expected[] = {
        {"report.rate.rated", "70.0 %"},      {"report.rate.active", "60.0 %"},
        {"report.rate.unrated", "30.0 %"},    {"report.rate.good", "95.7 %"},
        {"report.rate.good_active", "95.0 %"}, {"report.rate.bad", "4.3 %"},
        {"report.rate.no_show", "5.0 %"},     {"report.rate.busy", "75.0 %"},
        {"report.rate.idle_waiting", "5.0 %"},
    };
    struct report_row rows[REPORT_DAY_ROWS];
    report_day_rows(&hall, rows);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_string_equal(value_of(rows, expected[i].label), expected[i].value);
    }
}

static void test_an_empty_day_has_no_rates(void **state)
{
    (void)state;
    static const struct figures nothing;
    struct report_row rows[REPORT_DAY_ROWS];
    report_day_rows(&nothing, rows);
    for (int i = 0; i < REPORT_DAY_ROWS; i++) {
        assert_string_equal(rows[i].value, "-");
    }
}

static void assert_words(const struct language *language, const char *key)
{
    if (!language_has(language, key)) {
        fail_msg("config/lang has no %s", key);
    }
    assert_string_not_equal(language_text(language, LANGUAGE_ZH, key),
                            language_text(language, LANGUAGE_EN, key));
}

static void test_everything_has_words(void **state)
{
    (void)state;
    char why[200] = "";
    struct language *language = language_load(HALLQ_CONFIG_DIR "/lang", why, sizeof why);
    if (language == NULL) {
        fail_msg("%s", why);
    }
    struct report_row rows[REPORT_DAY_ROWS];
    report_day_rows(&hall, rows);
    for (int i = 0; i < REPORT_DAY_ROWS; i++) {
        assert_words(language, rows[i].label);
    }
    size_t names = 0;
    for (const char *name; (name = day_difference_name(names)) != NULL; names++) {
        char key[96];
        snprintf(key, sizeof key, "report.difference.%s", name);
        assert_words(language, key);
    }
    assert_in_range(names, 1, 100);
    language_destroy(language);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_an_empty_day_has_no_rates),
        cmocka_unit_test(test_everything_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
