/* ledger.h: the reports whose rows are things and not groups: each bad review, each device, each
 * day's balance, each act of a person.
 *
 * A ledger is a row (name, maker): the maker folds the journal's events of the period into a sheet.
 * Late ratings, reviews and cases live longer than their day, so those makers read the office's
 * events from the beginning and keep what the period is about.
 *
 * Thread: reports. */
#pragma once

#include "config/site.h"
#include "reports/sheet.h"
#include "reports/table.h"
#include "store/store_read.h"

struct ledger_question {
    struct store_reader *reader;
    const struct image *image; /* figures of tickets; NULL while they are not ready */
    const struct site *site;
    const struct language *language;
    int32_t from, to; /* business days yyyymmdd, both included */
    wall_t now;       /* ends what is still going on */
    const struct report_filter *filter;
};

/* What a ledger can be narrowed down by. */
enum ledger_filter {
    LEDGER_BY_DEPARTMENT = 1 << 0,
    LEDGER_BY_CATEGORY = 1 << 1,
    LEDGER_BY_ITEM = 1 << 2,
    LEDGER_BY_WINDOW = 1 << 3,
    LEDGER_BY_CLERK = 1 << 4,
    LEDGER_BY_ALL = (1 << 5) - 1
};

struct ledger_kind {
    const char *name, *group;
    unsigned filters; /* enum ledger_filter */
    bool wants_image; /* counts tickets too */
    /* Fills a sheet that sheet_init was called on. 0, or -1 when the journal cannot be read. */
    int (*make)(const struct ledger_question *question, struct sheet *out);
};
/* NULL past the end; NULL when there is none of that name. */
const struct ledger_kind *ledger_kind(size_t index);
const struct ledger_kind *ledger_kind_named(const char *name);
/* The filters that are set. */
unsigned ledger_filters_of(const struct report_filter *filter);

int ledger_make(const struct ledger_kind *kind, const struct ledger_question *question,
                struct sheet *out);

int ledger_day_balance(const struct ledger_question *question, struct sheet *out);
int ledger_audit_log(const struct ledger_question *question, struct sheet *out);
int ledger_device_faults(const struct ledger_question *question, struct sheet *out);
int ledger_bad_reviews(const struct ledger_question *question, struct sheet *out);
int ledger_review_rectification(const struct ledger_question *question, struct sheet *out);
int ledger_promised_cases(const struct ledger_question *question, struct sheet *out);

/* ---- what makers share (ledgers.c) */
/* The name of a code in both languages; the code itself when the configuration has it no more. */
struct ledger_name {
    const char *zh, *en;
};
struct ledger_name ledger_item(const struct site *site, const char *code);
struct ledger_name ledger_category(const struct site *site, const char *code);
struct ledger_name ledger_clerk(const struct site *site, const char *code);
struct ledger_name ledger_department_of_item(const struct site *site, const char *item);
void ledger_put_name(struct sheet *sheet, struct sheet_row *row, size_t column,
                     struct ledger_name name);
/* The text report.PART.WORD in both languages; the word as it is when there is no such text. */
void ledger_put_word(const struct ledger_question *question, struct sheet *sheet,
                     struct sheet_row *row, size_t column, const char *part, const char *word);
/* Does an event about that item, window and clerk pass the filter? */
bool ledger_passes(const struct ledger_question *question, const struct event *event);
