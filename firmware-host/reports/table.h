/* table.h: the named reports over groups: how much, how long, how well, by window, item, day …
 *
 * Problem: page, chart, CSV, spreadsheet, paper and command line must show the same figures under
 * the same names; a new report or column must not need code in five places.
 *
 * Design: a column is a row (key, type, how it is read off a group of the column image), a report
 * is a row (name, axis, columns, what it sorts by, what its chart shows). Not every figure means
 * something on every axis: a window's idle time belongs to no item, a ticket that nobody called to
 * no window. Such columns are left out there; a report that is about nothing else refuses.
 *
 * Pure but for memory. Thread: reports. */
#pragma once

#include "config/site.h"
#include "reports/sheet.h"
#include "stats/rollup.h"

struct report_column {
    const char *key;
    enum sheet_type type;
    /* NAN when there is nothing to say (no services, no target …). */
    double (*value)(const struct image_group *group, int which);
    int which;
    unsigned want; /* enum image_part: what it is made of */
};
/* NULL when there is none. */
const struct report_column *report_column(const char *key);
/* Does the column mean something on that axis? */
bool report_column_fits(const struct report_column *column, enum image_axis by);

struct report_kind {
    const char *name, *group; /* group: key of report.group.GROUP, for lists */
    enum image_axis by; /* unless somebody wants another */
    const char *columns[SHEET_COLUMNS];
    const char *descending; /* column to sort by, greatest first; NULL = by the axis */
    bool only_by; /* is about its own axis and no other */
    struct sheet_chart chart;
};
/* The report at `index`, NULL past the end; by name, NULL when there is none. */
const struct report_kind *report_kind(size_t index);
const struct report_kind *report_kind_named(const char *name);

struct report_filter { /* codes; "" = any */
    char item[LIMIT_CODE], category[LIMIT_CODE], clerk[LIMIT_CODE], department[LIMIT_CODE];
    char priority[LIMIT_CODE];
    uint16_t window; /* 0 = any */
};
/* Is the report about something there, with this filter? */
bool report_kind_fits(const struct report_kind *kind, enum image_axis by,
                      const struct report_filter *filter);
/* Can its figures be told apart by item or category at all? False: such a filter is refused. */
bool report_kind_takes_items(const struct report_kind *kind);

struct report_question {
    const struct report_kind *kind;
    enum image_axis by;
    int32_t from, to;
    struct report_filter filter;
};
/* Fills a sheet that sheet_init was called on. 0, or -1 when memory is out. */
int report_table_make(const struct image *image, const struct site *site,
                      const struct report_question *question, struct sheet *out);
/* What the site says about the image's codes: departments (index + 1) and targets. `lens` is
 * zeroed. */
void report_lens(const struct image *image, const struct site *site, struct image_lens *lens);
/* One group of everything that was asked for: for sentences. 0 or -1. */
int report_ask(const struct image *image, const struct site *site,
               const struct report_question *question, unsigned want, struct image_answer *out);
/* What stands for a group's key: code or number, and its name. */
void report_name_group(struct sheet *sheet, struct sheet_row *row, const struct image *image,
                       const struct site *site, enum image_axis by, uint32_t key);
/* Whose hall, and what was left out: at the head of every form. */
void report_sheet_site(struct sheet *sheet, const struct site *site,
                       const struct report_filter *filter);
