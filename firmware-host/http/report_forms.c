/* report_forms.c: a table as JSON and as CSV; texts of columns. See report_table.h. */
#include "http/report_table.h"

#include "http/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 256 };

static const char *const unit_names[REPORT_UNITS] = {"", "s", "share"};

static const char *text_of(const struct language *language, enum language_code code,
                           const char *part, const char *key)
{
    char name[96];
    snprintf(name, sizeof name, "report.%s.%s", part, key);
    return language_text(language, code, name);
}

const char *report_title(const struct report_table *table, const struct language *language,
                         enum language_code code)
{
    return text_of(language, code, "name", table->kind->name);
}

void report_column_head(const struct report_column *column, const struct language *language,
                        enum language_code code, char *out, size_t size)
{
    const char *head = text_of(language, code, "column", column->key);
    if (column->unit == UNIT_SECONDS) {
        snprintf(out, size, code == LANGUAGE_ZH ? "%s（%s）" : "%s (%s)", head,
                 language_text(language, code, "report.unit.minutes"));
    } else {
        snprintf(out, size, "%s", head);
    }
}

void report_cell_text(const struct report_column *column, double value, char *out, size_t size)
{
    if (isnan(value)) {
        snprintf(out, size, "-");
    } else if (column->unit == UNIT_SECONDS) {
        snprintf(out, size, "%.1f", value / 60);
    } else if (column->unit == UNIT_SHARE) {
        snprintf(out, size, "%.1f%%", value * 100);
    } else {
        snprintf(out, size, "%.0f", value);
    }
}

/* ------------------------------------------------------------------ JSON */

static json_t *both(const char *zh, const char *en)
{
    return json_pack("{s:s,s:s}", "zh", zh, "en", en);
}

static json_t *both_texts(const struct language *language, const char *part, const char *key)
{
    char zh[TEXT]; /* a miss is valid until the next one */
    snprintf(zh, sizeof zh, "%s", text_of(language, LANGUAGE_ZH, part, key));
    return both(zh, text_of(language, LANGUAGE_EN, part, key));
}

static json_t *json_of_cell(const struct report_column *column, double value)
{
    if (isnan(value)) {
        return json_null();
    }
    return column->unit == UNIT_COUNT ? json_integer((json_int_t)value)
                                      : json_real(round(value * 10000) / 10000);
}

static json_t *json_of_line(const struct report_table *table, const struct report_line *line)
{
    json_t *values = json_array();
    for (size_t c = 0; c < table->column_count; c++) {
        json_array_append_new(values, json_of_cell(table->columns[c], line->cells[c]));
    }
    return json_pack("{s:s,s:o,s:o}", "key", line->key, "name",
                     both(line->name[LANGUAGE_ZH], line->name[LANGUAGE_EN]), "values", values);
}

static json_t *json_of_day(int32_t day)
{
    char text[16];
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)day / 10000, (int)day / 100 % 100,
             (int)day % 100);
    return json_string(text);
}

json_t *report_table_json(const struct report_table *table, const struct language *language)
{
    json_t *columns = json_array(), *rows = json_array();
    for (size_t c = 0; c < table->column_count; c++) {
        const struct report_column *column = table->columns[c];
        json_array_append_new(
            columns, json_pack("{s:s,s:s,s:o,s:o}", "key", column->key, "unit",
                               unit_names[column->unit], "title",
                               both_texts(language, "column", column->key), "formula",
                               both_texts(language, "formula", column->key)));
    }
    for (size_t i = 0; i < table->line_count; i++) {
        json_array_append_new(rows, json_of_line(table, &table->lines[i]));
    }
    return json_pack("{s:s,s:o,s:o,s:o,s:s,s:o,s:o,s:o}", "name", table->kind->name, "title",
                     both_texts(language, "name", table->kind->name), "from",
                     json_of_day(table->from), "to", json_of_day(table->to), "by",
                     image_axis_name(table->by), "columns", columns, "rows", rows, "totals",
                     json_of_line(table, &table->total));
}

/* ------------------------------------------------------------------ CSV */

static void put_line(struct csv *csv, const struct report_table *table,
                     const struct report_line *line, const char *name)
{
    csv_put(csv, line->key);
    csv_put(csv, name);
    for (size_t c = 0; c < table->column_count; c++) {
        char cell[48];
        report_cell_text(table->columns[c], line->cells[c], cell, sizeof cell);
        csv_put(csv, cell);
    }
    csv_end_line(csv);
}

int report_table_csv(const struct report_table *table, const struct language *language,
                     enum language_code code, char **bytes, size_t *size)
{
    struct csv csv;
    if (csv_begin(&csv, open_memstream(bytes, size)) < 0) {
        return -1;
    }
    csv_put(&csv, language_text(language, code, "report.head.key"));
    csv_put(&csv, language_text(language, code, "report.head.name"));
    for (size_t c = 0; c < table->column_count; c++) {
        char head[TEXT];
        report_column_head(table->columns[c], language, code, head, sizeof head);
        csv_put(&csv, head);
    }
    csv_end_line(&csv);
    for (size_t i = 0; i < table->line_count; i++) {
        put_line(&csv, table, &table->lines[i], table->lines[i].name[code]);
    }
    put_line(&csv, table, &table->total, language_text(language, code, "report.head.total"));
    return fclose(csv.out) == 0 ? 0 : -1;
}
