/* report_table.h: a named report as a table of numbers, and its forms.
 *
 * Problem: page, chart, CSV, spreadsheet and command line must show the same figures under the
 * same names; a new report or column must not need code in five places.
 *
 * Design: a column is a row (key, unit, how it is read off a group of the column image), a report
 * is a row (name, axis, columns, what it sorts by). Titles, column heads and formulas are texts:
 * report.name.NAME, report.column.KEY, report.formula.KEY in config/lang/report_names.yaml. JSON
 * gives seconds and fractions; CSV and spreadsheets, which people read, minutes and percent.
 *
 * Pure but for memory. Thread: reports. */
#pragma once

#include "base/language.h"
#include "config/site.h"
#include "stats/rollup.h"

#include <jansson.h>

enum report_unit { UNIT_COUNT, UNIT_SECONDS, UNIT_SHARE, REPORT_UNITS };

struct report_column {
    const char *key;
    enum report_unit unit;
    /* NAN when there is nothing to say (no services, no target …). */
    double (*value)(const struct image_group *group, int which);
    int which;
    unsigned want; /* enum image_part: what it is made of */
};
/* NULL when there is none. */
const struct report_column *report_column(const char *key);

enum { REPORT_COLUMNS = 20, REPORT_NAME = 96 };
struct report_kind {
    const char *name;
    enum image_axis by; /* unless somebody wants another */
    const char *columns[REPORT_COLUMNS];
    const char *descending; /* column to sort by, greatest first; NULL = by the axis */
};
/* The report at `index`, NULL past the end; by name, NULL when there is none. */
const struct report_kind *report_kind(size_t index);
const struct report_kind *report_kind_named(const char *name);

struct report_filter { /* codes; "" = any */
    char item[LIMIT_CODE], category[LIMIT_CODE], clerk[LIMIT_CODE], department[LIMIT_CODE];
    uint16_t window; /* 0 = any */
};

struct report_line {
    char key[LIMIT_CODE];
    char name[LANGUAGE_COUNT][REPORT_NAME];
    double cells[REPORT_COLUMNS]; /* NAN = nothing */
};
struct report_table {
    const struct report_kind *kind;
    enum image_axis by;
    int32_t from, to;
    size_t column_count, line_count;
    const struct report_column *columns[REPORT_COLUMNS];
    struct report_line *lines;
    struct report_line total;
};
/* 0, or -1 when memory is out. */
int report_table_make(const struct image *image, const struct site *site,
                      const struct report_kind *kind, enum image_axis by, int32_t from,
                      int32_t to, const struct report_filter *filter, struct report_table *out);
void report_table_finish(struct report_table *table);
/* What the site says about the image's codes: departments (index + 1) and targets. `lens` is
 * zeroed. */
void report_lens(const struct image *image, const struct site *site, struct image_lens *lens);

/* ---- forms: each allocates *bytes; 0, or -1 when memory is out */
json_t *report_table_json(const struct report_table *table, const struct language *language);
/* UTF-8 with a byte-order mark, CRLF; a text that a spreadsheet would take for a formula gets an
 * apostrophe. */
int report_table_csv(const struct report_table *table, const struct language *language,
                     enum language_code code, char **bytes, size_t *size);
int report_table_xlsx(const struct report_table *table, const struct language *language,
                      enum language_code code, char **bytes, size_t *size);

/* Texts of a form in one language. */
const char *report_title(const struct report_table *table, const struct language *language,
                         enum language_code code);
/* "平均等待（分钟）": the head of a column where durations are minutes. */
void report_column_head(const struct report_column *column, const struct language *language,
                        enum language_code code, char *out, size_t size);
/* What a person reads in a cell: counts as they are, minutes with one decimal, percent with one. */
void report_cell_text(const struct report_column *column, double value, char *out, size_t size);
