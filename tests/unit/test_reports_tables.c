/* Named reports: every report, column, group and event stands in both languages with its formula;
 * rates are what the national rules say; each report answers the axes on which it means something and
 * refuses the others by name; the configuration knows the same reports. */
#include "base/language.h"
#include "base/text.h"
#include "config/report_choices.h"
#include "reports/maker.h"

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
        has_text("group", kind->group);
        assert_ptr_equal(report_kind_named(kind->name), kind);
        size_t count = 0;
        for (; count < SHEET_COLUMNS && kind->columns[count] != NULL; count++) {
            assert_non_null(report_column(kind->columns[count]));
            has_text("column", kind->columns[count]);
            has_text("formula", kind->columns[count]);
        }
        assert_true(count > 0);
        assert_true(kind->descending == NULL || report_column(kind->descending) != NULL);
        for (size_t c = 0; c < SHEET_CHART_COLUMNS && kind->chart.columns[c] != NULL; c++) {
            assert_non_null(report_column(kind->chart.columns[c]));
        }
    }
    for (int axis = 0; axis < IMAGE_AXES; axis++) {
        has_text("axis", image_axis_name((enum image_axis)axis));
    }
    for (int event = EVENT_DAY_OPENED; event < EVENT_KIND_COUNT; event++) {
        has_text("event", event_kind_name((enum event_kind)event));
    }
}

/* Mean, median, P90 and P95 stand together; waits have the share beyond their target as well. */
static void durations_come_with_their_spread(void **state)
{
    (void)state;
    static const char *const whats[] = {"wait", "walk", "service"};
    static const char *const figures[] = {"p50", "p90", "p95"};
    const struct report_kind *kind;
    for (size_t i = 0; (kind = report_kind(i)) != NULL; i++) {
        char all[2048] = " ";
        size_t used = 1;
        for (size_t c = 0; c < SHEET_COLUMNS && kind->columns[c] != NULL; c++) {
            text_append(all, sizeof all, &used, "%s ", kind->columns[c]);
        }
        for (size_t w = 0; w < 3; w++) {
            char key[48];
            snprintf(key, sizeof key, " %s_mean ", whats[w]);
            for (size_t f = 0; f < 3 && strstr(all, key) != NULL; f++) {
                char other[48];
                snprintf(other, sizeof other, " %s_%s ", whats[w], figures[f]);
                if (strstr(all, other) == NULL) {
                    fail_msg("%s has%sbut no%s", kind->name, key, other);
                }
            }
        }
        if (strstr(all, " wait_mean ") != NULL && strstr(all, " wait_over_share ") == NULL) {
            fail_msg("%s has waits without the share beyond target", kind->name);
        }
    }
}

static void axes_that_mean_nothing_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *name, *by, *item;
        const char *code; /* NULL = it is answered */
        const char *which;
    } rows[] = {
        {"window_idle", "window", "", NULL, NULL},
        {"window_idle", "hour", "", NULL, NULL},
        {"window_idle", "item", "", "report_axis", "by window (window)"},
        {"window_idle", "window", "qiye-sheli", "report_items", ""},
        {"pauses", "category", "", "report_axis", "by clerk (clerk)"},
        {"departments", "day", "", "report_axis", "by department (department)"},
        {"priority", "day", "", "report_axis", "by priority (priority)"},
        {"mean_wait", "week", "", NULL, NULL},
        {"satisfaction", "department", "", NULL, NULL},
        {"audit_log", "day", "", "report_no_axes", ""},
        {"audit_log", NULL, "qiye-sheli", "report_filter", "Item"},
        {"device_faults", NULL, "", NULL, NULL},
        {"nothing", NULL, "", "unknown_report", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report_order order = {.from = 20260302, .to = 20260302, .language = LANGUAGE_EN};
        struct order_error error;
        snprintf(order.name, sizeof order.name, "%s", rows[i].name);
        snprintf(order.filter.item, sizeof order.filter.item, "%s", rows[i].item);
        order.by_given = rows[i].by != NULL;
        assert_true(!order.by_given || image_axis_parse(rows[i].by, &order.by) == 0);
        int result = order_check(&order, language, &error);
        assert_int_equal(result, rows[i].code == NULL ? 0 : -1);
        if (result < 0) {
            assert_string_equal(error.code, rows[i].code);
            assert_non_null(strstr(error.which, rows[i].which));
            char key[64];
            snprintf(key, sizeof key, "error.%s", error.code);
            assert_true(language_has(language, key));
        }
    }
}

/* No report loses all its columns on an axis that it answers. */
static void every_report_says_something_on_every_axis_that_it_answers(void **state)
{
    (void)state;
    const struct report_filter all = {.window = 0};
    const struct report_kind *kind;
    size_t answered = 0;
    for (size_t i = 0; (kind = report_kind(i)) != NULL; i++) {
        assert_true(report_kind_fits(kind, kind->by, &all));
        for (int by = 0; by < IMAGE_AXES; by++) {
            size_t left = 0;
            for (size_t c = 0; c < SHEET_COLUMNS && kind->columns[c] != NULL; c++) {
                left += report_column_fits(report_column(kind->columns[c]), (enum image_axis)by);
            }
            bool fits = report_kind_fits(kind, (enum image_axis)by, &all);
            assert_true(!fits || left >= 2);
            answered += fits;
        }
    }
    assert_true(answered > 140); /* of 16 reports on 11 axes */
}

static bool has_word(const char *words, const char *word)
{
    char all[1200], wanted[64];
    snprintf(all, sizeof all, "|%s|", words);
    snprintf(wanted, sizeof wanted, "|%s|", word);
    return strstr(all, wanted) != NULL;
}

static void the_configuration_knows_the_same_reports(void **state)
{
    (void)state;
    size_t known = 0, words = 1;
    const struct report_kind *table;
    const struct ledger_kind *ledger;
    for (; (table = report_kind(known)) != NULL; known++) {
        assert_true(has_word(REPORT_TABLE_CHOICES, table->name));
    }
    for (size_t i = 0; (ledger = ledger_kind(i)) != NULL; i++, known++) {
        assert_true(has_word(REPORT_LEDGER_CHOICES, ledger->name));
        has_text("name", ledger->name);
        has_text("group", ledger->group);
    }
    for (const char *at = REPORT_CHOICES; (at = strchr(at, '|')) != NULL; at++) {
        words++;
    }
    assert_int_equal(words, known + 1); /* and the brief */
    for (int by = 0; by < IMAGE_AXES; by++) {
        assert_true(has_word(REPORT_AXIS_CHOICES, image_axis_name((enum image_axis)by)));
    }
    for (int form = FORM_CSV; form < REPORT_FORMS; form++) {
        assert_true(has_word(REPORT_FORM_CHOICES, report_forms[form].ending + 1));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_column_and_formula_is_a_text),
        cmocka_unit_test(durations_come_with_their_spread),
        cmocka_unit_test(axes_that_mean_nothing_are_refused_by_name),
        cmocka_unit_test(every_report_says_something_on_every_axis_that_it_answers),
        cmocka_unit_test(the_configuration_knows_the_same_reports),
        cmocka_unit_test(rates_are_what_the_rules_say),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
