/* The sheet and its forms: hostile texts stay texts, numbers stay numbers, columns and order are what
 * somebody wants to see, paper has a head on every page, nothing is printed that nobody could read. */
#include "reports/forms.h"

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

/* Key, name, a count, minutes, a share, a text. */
static void begin(struct sheet *sheet)
{
    sheet_init(sheet, "mean_wait");
    sheet->keyed = true;
    sheet->from = sheet->to = 20260302;
    sheet_add_column(sheet, "wait_count", SHEET_COUNT);
    sheet_add_column(sheet, "wait_mean", SHEET_SECONDS);
    sheet_add_column(sheet, "wait_over_share", SHEET_SHARE);
    sheet_add_column(sheet, "review_text", SHEET_TEXT);
}

static struct sheet_row *add(struct sheet *sheet, const char *key, const char *name, double count,
                             double mean)
{
    struct sheet_row *row = sheet_add_row(sheet, key);
    sheet_name_row(sheet, row, name, name);
    sheet_put_number(row, 0, count);
    sheet_put_number(row, 1, mean);
    return row;
}

static char *written(const struct sheet *sheet, enum report_form form)
{
    struct form_bytes bytes = {0};
    assert_int_equal(report_forms[form].write(sheet, language, LANGUAGE_EN, &bytes), 0);
    char *text = calloc(1, bytes.size + 1);
    memcpy(text, bytes.bytes, bytes.size);
    free(bytes.bytes);
    return text;
}

static void hostile_texts_stay_texts_and_numbers_numbers_in_csv(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
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
        struct sheet sheet;
        char wanted[256];
        begin(&sheet);
        struct sheet_row *row = add(&sheet, "k", rows[i].text, -1, -90);
        sheet_put_text(&sheet, row, 3, rows[i].text);
        char *csv = written(&sheet, FORM_CSV);
        assert_memory_equal(csv, "\xEF\xBB\xBF", 3);
        snprintf(wanted, sizeof wanted, "\r\nk,%s,-1,-1.5,,%s\r\n", rows[i].cell, rows[i].cell);
        if (strstr(csv, wanted) == NULL) {
            fail_msg("no %s in %s", wanted, csv);
        }
        free(csv);
        sheet_finish(&sheet);
    }
}

static void rows_are_sorted_and_columns_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *sort, *order; /* keys */
    } rows[] = {
        {"", "abcd"},           {"wait_count", "bdac"}, {"-wait_count", "cabd"},
        {"wait_mean", "cabd"},  {"-wait_mean", "bacd"}, {"name", "dcba"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sheet sheet;
        begin(&sheet);
        add(&sheet, "a", "z", 5, 60);
        add(&sheet, "b", "y", 1, 90);
        add(&sheet, "c", "x", 7, 30);
        add(&sheet, "d", "w", 1, NAN); /* nothing to say: last, whichever way */
        assert_int_equal(sheet_sort(&sheet, rows[i].sort), 0);
        for (size_t r = 0; r < 4; r++) {
            assert_int_equal(sheet.rows[r].key[0], rows[i].order[r]);
        }
        sheet_finish(&sheet);
    }
    struct sheet sheet;
    begin(&sheet);
    add(&sheet, "a", "z", 5, 60);
    sheet_set_total(&sheet);
    sheet_put_number(&sheet.total, 1, 77);
    assert_int_equal(sheet_sort(&sheet, "-"), -1);
    assert_int_equal(sheet_sort(&sheet, "moon"), -1);
    assert_int_equal(sheet_choose(&sheet, "wait_mean,moon"), -1);
    assert_int_equal(sheet_choose(&sheet, "wait_mean,"), 0);
    assert_int_equal(sheet.column_count, 1);
    assert_true(sheet.rows[0].cells[0].number == 60 && sheet.total.cells[0].number == 77);
    sheet_finish(&sheet);
}

static void json_has_formulas_and_both_languages(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    struct sheet_row *row = add(&sheet, "3", "综合", 2, 90.00004);
    sheet_put_text(&sheet, row, 3, "=1+1");
    json_t *value = form_json_value(&sheet, language);
    const json_t *column = json_array_get(json_object_get(value, "columns"), 1);
    assert_string_equal(json_string_value(json_object_get(column, "unit")), "s");
    const json_t *formula = json_object_get(column, "formula");
    assert_true(strlen(json_string_value(json_object_get(formula, "zh"))) > 3);
    const json_t *values =
        json_object_get(json_array_get(json_object_get(value, "rows"), 0), "values");
    assert_true(json_is_integer(json_array_get(values, 0)));
    assert_true(fabs(json_real_value(json_array_get(values, 1)) - 90) < 1e-9);
    assert_true(json_is_null(json_array_get(values, 2)));
    assert_string_equal(json_string_value(json_array_get(values, 3)), "=1+1");
    assert_true(json_is_null(json_object_get(value, "totals")));
    json_decref(value);
    sheet_finish(&sheet);
}

static void paper_is_a_pdf_of_as_many_pages_as_it_takes(void **state)
{
    (void)state;
    static const struct {
        int rows;
        const char *pages; /* in the page tree */
    } sizes[] = {{0, "/Count 1"}, {3, "/Count 1"}, {100, "/Count 3"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct sheet sheet;
        struct form_bytes bytes = {0};
        begin(&sheet);
        sheet.column_count = 3;
        for (int r = 0; r < sizes[i].rows; r++) {
            add(&sheet, "k", "综合窗口", r, 60.0 * r);
        }
        assert_int_equal(form_pdf(&sheet, language, LANGUAGE_ZH, &bytes), 0);
        assert_memory_equal(bytes.bytes, "%PDF-", 5);
        if (memmem(bytes.bytes, bytes.size, sizes[i].pages, strlen(sizes[i].pages)) == NULL) {
            fail_msg("%d rows are not on %s pages", sizes[i].rows, sizes[i].pages);
        }
        free(bytes.bytes);
        sheet_finish(&sheet);
    }
}

static void a_spreadsheet_is_an_archive(void **state)
{
    (void)state;
    struct sheet sheet;
    struct form_bytes bytes = {0};
    begin(&sheet);
    sheet_set_total(&sheet);
    add(&sheet, "k", "=1+1", 1, 60);
    assert_int_equal(form_xlsx(&sheet, language, LANGUAGE_EN, &bytes), 0);
    assert_memory_equal(bytes.bytes, "PK\3\4", 4);
    free(bytes.bytes);
    sheet_finish(&sheet);
}

static void a_sheet_has_an_end(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    for (int i = 0; i < SHEET_ROWS; i++) {
        sheet_add_row(&sheet, "");
    }
    assert_int_equal(sheet_made(&sheet), SHEET_MADE);
    sheet_put_number(sheet_add_row(&sheet, ""), 0, 1);
    assert_int_equal(sheet_made(&sheet), SHEET_TOO_LONG);
    assert_int_equal(sheet.row_count, SHEET_ROWS);
    sheet_finish(&sheet);
}

static void accept_chooses_a_form(void **state)
{
    (void)state;
    assert_int_equal(report_form_accepted("application/pdf"), FORM_PDF);
    assert_int_equal(report_form_accepted("text/csv"), FORM_CSV);
    assert_int_equal(report_form_accepted("text/html,application/json"), FORM_JSON);
    assert_int_equal(report_form_accepted("*/*"), FORM_JSON);
    assert_int_equal(report_form_accepted(NULL), FORM_JSON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_texts_stay_texts_and_numbers_numbers_in_csv),
        cmocka_unit_test(rows_are_sorted_and_columns_chosen),
        cmocka_unit_test(json_has_formulas_and_both_languages),
        cmocka_unit_test(paper_is_a_pdf_of_as_many_pages_as_it_takes),
        cmocka_unit_test(a_spreadsheet_is_an_archive),
        cmocka_unit_test(a_sheet_has_an_end),
        cmocka_unit_test(accept_chooses_a_form),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
