/* maker.h: takes an order for a report and gives it back as bytes.
 *
 * Problem: a page, the command line and the schedule ask for the same reports in the same forms; all
 * of it takes milliseconds to seconds and reads the journal, so none of it may run in the loop.
 *
 * Design: an order is a value that says everything (which report, form, period, axis, filter,
 * columns, order, language). order_check refuses what means nothing, with words for whoever asked,
 * and needs no data, so the loop can do it before anybody waits. report_maker_make does the work: figures come
 * from the column image, which the maker keeps in step with the journal (store/figure_keeper.h), ledgers
 * from events.
 *
 * Owner and thread of a maker: reports. order_* are pure, for any thread. */
#pragma once

#include "reports/forms.h"
#include "reports/ledger.h"
#include "reports/table.h"

enum { ORDER_COLUMNS = 400, ORDER_SORT = 48, ORDER_WHICH = 400 };

struct report_order {
    char name[LIMIT_CODE];
    enum report_form form;
    enum language_code language; /* of the forms that have one */
    int32_t from, to;            /* business days yyyymmdd, both included */
    wall_t now;
    bool by_given;
    enum image_axis by;
    struct report_filter filter;
    char columns[ORDER_COLUMNS]; /* keys with commas between; "" = all */
    char sort[ORDER_SORT];       /* "wait_mean", "-wait_mean", "name"; "" = as the report wants it */
};

/* What was wrong: code of the text error.CODE, and what fills its hole {which}. */
struct order_error {
    int status; /* of HTTP */
    const char *code;
    char which[ORDER_WHICH];
};
/* 0, or -1 with *error. Fills the axis that was not given. */
int order_check(struct report_order *order, const struct language *language,
                struct order_error *error);
/* Which forms a report has: a bit a form; 0 for an unknown report. */
unsigned order_forms(const char *name);
/* The list of reports for pages: name, title, group, axes and filters that mean something, forms. */
json_t *order_catalogue(const struct language *language);

struct report_maker;
/* The folder is the data folder. NULL when memory is out. `language` outlives the maker. */
struct report_maker *report_maker_create(const char *folder, const struct language *language);
void report_maker_destroy(struct report_maker *maker);
/* One step towards the journal's end. 1 = there is more, 0 = in step. `site` says what windows serve;
 * it must live as long as it is the last one that was given. */
int report_maker_step(struct report_maker *maker, const struct site *site);
/* In a pause: a piece of the roll-ups that are still to be made, a few milliseconds long. False when
 * nothing is left. */
bool report_maker_roll(struct report_maker *maker, const struct site *site);
/* The first business day that the hall has figures of, 0 = none yet. */
int32_t report_maker_first_day(const struct report_maker *maker);
bool report_maker_in_step(const struct report_maker *maker);
/* The report: 0 with *out, or -1 with *error. Only an order that order_check passed. */
int report_maker_make(struct report_maker *maker, const struct site *site, const struct report_order *order,
              struct form_bytes *out, struct order_error *error);
