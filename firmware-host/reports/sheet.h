/* sheet.h: a finished report: typed columns, rows, a totals line. What every form is written from.
 *
 * Problem: figures by group (how long was waited at each window) and ledgers of things (each bad
 * review, each device) must look alike on page, paper and in a spreadsheet; five forms times
 * twenty reports must not be a hundred writers.
 *
 * Design: a maker fills a sheet, a form writes one. A column has a key and a type; its head and
 * how its figures are made are texts: report.column.KEY and report.formula.KEY in config/lang. A
 * cell is a number (NAN = nothing to say) or a text, in one language or in both. All texts are
 * copied into the sheet. What cannot be had (memory, more than SHEET_ROWS rows) is remembered and
 * asked for once, by sheet_made, so that makers need not look after every row.
 *
 * Columns may be chosen and rows sorted afterwards: an export shows what the page showed.
 *
 * Pure. Owner: the caller. Thread: reports. */
#pragma once

#include "base/clock.h"
#include "base/language.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sheet_type {
    SHEET_TEXT,    /* as it was written by somebody */
    SHEET_WORDS,   /* in both languages */
    SHEET_DAY,     /* yyyymmdd */
    SHEET_TIME,    /* milliseconds since 1970 */
    SHEET_COUNT,
    SHEET_SECONDS, /* people read minutes */
    SHEET_SHARE,   /* 0..1; people read percent */
    SHEET_TYPES
};

struct sheet_column {
    const char *key; /* outlives the sheet */
    enum sheet_type type;
    bool over_target; /* a share beyond a target: above a tenth, P90 has missed it */
};

struct sheet_cell {
    double number;
    const char *text[LANGUAGE_COUNT]; /* never NULL where the column has texts */
};

enum {
    SHEET_COLUMNS = 20,
    SHEET_ROWS = 100000,
    SHEET_FILTERS = 6,
    SHEET_CHART_COLUMNS = 7,
    SHEET_PAPER_ROWS = 5000, /* beyond it nobody prints */
};

struct sheet_row {
    const char *key;
    const char *name[LANGUAGE_COUNT];
    struct sheet_cell *cells;
};

enum sheet_chart_form { CHART_NONE, CHART_BARS, CHART_STACKED, CHART_LINES };
struct sheet_chart {
    enum sheet_chart_form form;
    const char *columns[SHEET_CHART_COLUMNS]; /* keys */
};

struct sheet_filter { /* what was looked at only */
    const char *of; /* key of report.filter.OF */
    const char *name[LANGUAGE_COUNT];
};

struct sheet_page;
struct sheet {
    const char *name; /* report.name.NAME */
    const char *by;   /* report.axis.BY; "" for a ledger */
    int32_t from, to;
    wall_t made;
    const char *hall[LANGUAGE_COUNT];
    size_t filter_count, column_count, row_count, row_capacity;
    struct sheet_filter filters[SHEET_FILTERS];
    struct sheet_column columns[SHEET_COLUMNS];
    struct sheet_row *rows;
    bool keyed;     /* rows have a key and a name before their cells */
    bool has_total;
    struct sheet_row total;
    struct sheet_chart chart;
    /* private */
    struct sheet_page *pages;
    struct sheet_cell spare[SHEET_COLUMNS];
    bool out_of_memory, too_long;
};

void sheet_init(struct sheet *sheet, const char *name);
void sheet_finish(struct sheet *sheet);

/* ---- making */
void sheet_add_column(struct sheet *sheet, const char *key, enum sheet_type type);
/* A row with empty cells; always something to write to. */
struct sheet_row *sheet_add_row(struct sheet *sheet, const char *key);
void sheet_set_total(struct sheet *sheet); /* gives it empty cells */
/* A copy that lives as long as the sheet; "" when memory is out. */
const char *sheet_keep(struct sheet *sheet, const char *text);
void sheet_name_row(struct sheet *sheet, struct sheet_row *row, const char *zh, const char *en);
void sheet_put_number(struct sheet_row *row, size_t column, double value);
void sheet_put_text(struct sheet *sheet, struct sheet_row *row, size_t column, const char *text);
void sheet_put_words(struct sheet *sheet, struct sheet_row *row, size_t column, const char *zh,
                     const char *en);
/* The text of a key in both languages. */
void sheet_put_key(struct sheet *sheet, struct sheet_row *row, size_t column,
                   const struct language *language, const char *key);
void sheet_add_filter(struct sheet *sheet, const char *of, const char *zh, const char *en);
enum sheet_verdict { SHEET_MADE, SHEET_OUT_OF_MEMORY, SHEET_TOO_LONG };
enum sheet_verdict sheet_made(const struct sheet *sheet);

/* ---- as somebody wants to see it */
/* Only these columns in this order: keys with commas between; "" leaves all. 0, or -1 for a key
 * that the report does not have; the sheet is then as before. */
int sheet_choose(struct sheet *sheet, const char *keys);
/* By a column ("wait_mean", "-wait_mean" from the greatest down, "name"); rows with nothing to say
 * come last; equals keep their order. "" leaves the order. 0 or -1. */
int sheet_sort(struct sheet *sheet, const char *by);
bool sheet_type_is_text(enum sheet_type type);
/* Index of a column, SHEET_COLUMNS when there is none. */
size_t sheet_column(const struct sheet *sheet, const char *key);
