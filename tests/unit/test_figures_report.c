/* Named reports: every column and report stands in both languages with its formula; hostile names
 * stay text in CSV; rates are what the national rules say. */
#include "base/language.h"
#include "reports/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct language *language;

static int set_up(void **state)
{
    (void)state;
    char why[200] = "";
    language = language_load(HALLQ_CONFIG_DIR "/lang", why, sizeof why);
    assert_non_null(language);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    language_destroy(language);
    return 0;
}

static void has_text(const char *part, const char *key)
{
    char name[96];
    snprintf(name, sizeof name, "report.%s.%s", part, key);
    if (!language_has(language, name)) {
        fail_msg("config/lang has no %s", name);
    }
}

static void every_name_column_and_formula_is_a_text(void **state)
{
    (void)state;
    const struct report_kind *kind;
    for (size_t i = 0; (kind = report_kind(i)) != NULL; i++) {
        has_text("name", kind->name);
        assert_ptr_equal(report_kind_named(kind->name), kind);
        size_t count = 0;
        for (; count < REPORT_COLUMNS && kind->columns[count] != NULL; count++) {
            assert_non_null(report_column(kind->columns[count]));
            has_text("column", kind->columns[count]);
            has_text("formula", kind->columns[count]);
        }
        assert_true(count > 0);
        assert_true(kind->descending == NULL || report_column(kind->descending) != NULL);
    }
    for (int axis = 0; axis < IMAGE_AXES; axis++) {
        has_text("axis", image_axis_name((enum image_axis)axis));
    }
}

static void rates_are_what_the_rules_say(void **state)
{
    (void)state;
    struct image_group group = {0};
    group.counts[COUNT_RATED_ACTIVE + 5] = 50;
    group.counts[COUNT_RATED_ACTIVE + 3] = 10;
    group.counts[COUNT_RATED_ACTIVE + 2] = 4;
    group.counts[COUNT_RATED_ACTIVE + 1] = 1;
    group.counts[COUNT_RATED_DEFAULT] = 25;
    group.counts[COUNT_RATED_NONE] = 10;
    group.counts[COUNT_CALLED] = 200;
    group.counts[COUNT_NO_SHOW] = 3;
    group.counts[COUNT_LEFT_NO_SHOW] = 7;
    group.counts[COUNT_PAUSES] = 4;
    group.open_ms = 3600000;
    group.idle_ms = 900000;
    group.idle_waiting_ms = 360000;
    group.paused_ms = 1200000;
    static const struct {
        const char *column;
        double value;
    } rows[] = {
        {"services", 100},           {"rated_active", 65},
        {"rated_share", 0.90},       {"active_share", 0.65},
        {"unrated_share", 0.10},     {"good_share", 85.0 / 90},
        {"good_active_share", 60.0 / 65}, {"bad", 5},
        {"bad_share", 5.0 / 90},     {"no_show_share", 0.05},
        {"busy_share", 0.65},        {"idle_waiting_share", 0.10},
        {"pause_mean", 300},         {"paused_share", 0.25},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct report_column *column = report_column(rows[i].column);
        assert_non_null(column);
        assert_true(fabs(column->value(&group, column->which) - rows[i].value) < 1e-9);
    }
    const struct image_group none = {0};
    const struct report_column *share = report_column("good_share");
    assert_true(isnan(share->value(&none, share->which))); /* nothing to divide by */
}

static void hostile_names_stay_text_in_csv(void **state)
{
    (void)state;
    static const struct {
        const char *name, *cell;
    } rows[] = {
        {"plain", "plain"},
        {"=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""},
        {"+1", "\"'+1\""},
        {"-1+cmd|' /C calc'!A0", "\"'-1+cmd|' /C calc'!A0\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\tx", "\"'\tx\""},
        {"a,b", "\"a,b\""},
        {"two\nlines", "\"two\nlines\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report_line line = {.key = "k", .cells = {1, 90, NAN}};
        snprintf(line.name[LANGUAGE_EN], REPORT_NAME, "%s", rows[i].name);
        struct report_table table = {.kind = report_kind_named("mean_wait"), .column_count = 3,
                                     .line_count = 1, .lines = &line,
                                     .columns = {report_column("wait_count"),
                                                 report_column("wait_mean"),
                                                 report_column("wait_over_share")}};
        char *bytes = NULL, wanted[256];
        size_t size = 0;
        assert_int_equal(report_table_csv(&table, language, LANGUAGE_EN, &bytes, &size), 0);
        assert_memory_equal(bytes, "\xEF\xBB\xBF", 3);
        snprintf(wanted, sizeof wanted, "\r\nk,%s,1,1.5,-\r\n", rows[i].cell);
        assert_non_null(strstr(bytes, wanted));
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_column_and_formula_is_a_text),
        cmocka_unit_test(rates_are_what_the_rules_say),
        cmocka_unit_test(hostile_names_stay_text_in_csv),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
