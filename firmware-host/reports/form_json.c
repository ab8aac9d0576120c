/* form_json.c: a sheet for pages: both languages, seconds and fractions, formulas beside the heads,
 * what the chart shows. See forms.h. */
#include "reports/forms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const units[SHEET_TYPES] = {
    [SHEET_TEXT] = "text", [SHEET_WORDS] = "words", [SHEET_DAY] = "day",    [SHEET_TIME] = "time",
    [SHEET_COUNT] = "",    [SHEET_SECONDS] = "s",   [SHEET_SHARE] = "share",
};
static const char *const chart_names[] = {
    [CHART_NONE] = "none", [CHART_BARS] = "bars", [CHART_STACKED] = "stacked",
    [CHART_LINES] = "lines",
};

static json_t *both(const char *const text[LANGUAGE_COUNT])
{
    return json_pack("{s:s,s:s}", "zh", text[LANGUAGE_ZH], "en", text[LANGUAGE_EN]);
}

json_t *form_json_words(const struct language *language, const char *key)
{
    json_t *out = json_object(); /* one after the other: a miss is valid until the next one */
    for (int code = 0; code < LANGUAGE_COUNT; code++) {
        json_object_set_new(out, language_code_name((enum language_code)code),
                            json_string(language_text(language, (enum language_code)code, key)));
    }
    return out;
}

static json_t *words_of(const struct language *language, const char *part, const char *key)
{
    char name[96];
    snprintf(name, sizeof name, "report.%s.%s", part, key);
    return form_json_words(language, name);
}

static json_t *json_of_day(int32_t day)
{
    char text[16];
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)day / 10000, (int)day / 100 % 100,
             (int)day % 100);
    return json_string(text);
}

static json_t *json_of_instant(double ms)
{
    char text[WALL_TEXT_SIZE];
    return json_string(wall_format((wall_t){(int64_t)ms}, text));
}

static json_t *json_of_cell(const struct sheet_column *column, const struct sheet_cell *cell)
{
    if (column->type == SHEET_WORDS) {
        return both(cell->text);
    }
    if (column->type == SHEET_TEXT) {
        return json_string(cell->text[LANGUAGE_ZH]);
    }
    if (isnan(cell->number)) {
        return json_null();
    }
    switch (column->type) {
    case SHEET_DAY: return json_of_day((int32_t)cell->number);
    case SHEET_TIME: return json_of_instant(cell->number);
    case SHEET_COUNT: return json_integer((json_int_t)cell->number);
    default: return json_real(round(cell->number * 10000) / 10000);
    }
}

static json_t *json_of_row(const struct sheet *sheet, const struct sheet_row *row)
{
    json_t *values = json_array();
    for (size_t c = 0; c < sheet->column_count; c++) {
        json_array_append_new(values, json_of_cell(&sheet->columns[c], &row->cells[c]));
    }
    return json_pack("{s:s,s:o,s:o}", "key", row->key, "name", both(row->name), "values", values);
}

static json_t *json_of_columns(const struct sheet *sheet, const struct language *language)
{
    json_t *columns = json_array();
    for (size_t c = 0; c < sheet->column_count; c++) {
        const struct sheet_column *column = &sheet->columns[c];
        json_array_append_new(
            columns, json_pack("{s:s,s:s,s:o,s:o,s:b}", "key", column->key, "unit",
                               units[column->type], "title",
                               words_of(language, "column", column->key), "formula",
                               words_of(language, "formula", column->key), "over_target",
                               column->over_target));
    }
    return columns;
}

/* Only what can be drawn: a chart's column may have been left out. */
static json_t *json_of_chart(const struct sheet *sheet)
{
    json_t *columns = json_array();
    for (size_t i = 0; i < SHEET_CHART_COLUMNS && sheet->chart.columns[i] != NULL; i++) {
        if (sheet_column(sheet, sheet->chart.columns[i]) < SHEET_COLUMNS) {
            json_array_append_new(columns, json_string(sheet->chart.columns[i]));
        }
    }
    return json_pack("{s:s,s:o}", "form", chart_names[sheet->chart.form], "columns", columns);
}

static json_t *json_of_filters(const struct sheet *sheet)
{
    json_t *filters = json_array();
    for (size_t i = 0; i < sheet->filter_count; i++) {
        json_array_append_new(filters, json_pack("{s:s,s:o}", "of", sheet->filters[i].of, "name",
                                                 both(sheet->filters[i].name)));
    }
    return filters;
}

json_t *form_json_value(const struct sheet *sheet, const struct language *language)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < sheet->row_count; i++) {
        json_array_append_new(rows, json_of_row(sheet, &sheet->rows[i]));
    }
    return json_pack(
        "{s:s,s:o,s:o,s:o,s:o,s:s,s:b,s:o,s:o,s:o,s:o,s:o,s:o}", "name", sheet->name, "title",
        words_of(language, "name", sheet->name), "hall", both(sheet->hall), "from",
        json_of_day(sheet->from), "to", json_of_day(sheet->to), "by", sheet->by, "keyed",
        sheet->keyed, "made", json_of_instant((double)sheet->made.ms), "filters",
        json_of_filters(sheet), "chart", json_of_chart(sheet), "columns",
        json_of_columns(sheet, language), "rows", rows, "totals",
        sheet->has_total ? json_of_row(sheet, &sheet->total) : json_null());
}

int form_json(const struct sheet *sheet, const struct language *language, enum language_code code,
              struct form_bytes *out)
{
    (void)code; /* both */
    json_t *value = form_json_value(sheet, language);
    out->bytes = json_dumps(value, JSON_COMPACT | JSON_PRESERVE_ORDER);
    out->size = out->bytes != NULL ? strlen(out->bytes) : 0;
    json_decref(value);
    return out->bytes != NULL ? 0 : -1;
}
