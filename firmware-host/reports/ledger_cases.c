/* ledger_cases.c: 承诺件与按时办结: how many matters were done on the spot, promised and reported
 * upward, and how the promises were kept, by item. See ledger.h.
 *
 * What was done on the spot is an outcome of tickets (column image); cases are files of the office,
 * rebuilt from its events. Opened cases count where they were opened, completed ones where they
 * ended; what is open is as of now. */
#include "reports/ledger.h"

#include "office/cases.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column {
    ON_THE_SPOT, PROMISED, REPORTED, COMPLETED, EARLY, ON_TIME, LATE, KEPT_SHARE, EARLY_SHARE,
    OPEN, OVERDUE, COLUMNS
};
static const struct sheet_column columns[COLUMNS] = {
    [ON_THE_SPOT] = {"on_the_spot", SHEET_COUNT, false},
    [PROMISED] = {"promised", SHEET_COUNT, false},
    [REPORTED] = {"case_reported", SHEET_COUNT, false},
    [COMPLETED] = {"case_completed", SHEET_COUNT, false},
    [EARLY] = {"case_early", SHEET_COUNT, false},
    [ON_TIME] = {"case_on_time", SHEET_COUNT, false},
    [LATE] = {"case_late", SHEET_COUNT, false},
    [KEPT_SHARE] = {"case_kept_share", SHEET_SHARE, false},
    [EARLY_SHARE] = {"case_early_share", SHEET_SHARE, false},
    [OPEN] = {"case_open", SHEET_COUNT, false},
    [OVERDUE] = {"case_overdue", SHEET_COUNT, false},
};

struct tally {
    const struct ledger_question *question;
    double (*items)[COLUMNS]; /* by the site's items */
    double total[COLUMNS];
    int32_t today;
};

static void add(struct tally *tally, size_t item, enum column column, double count)
{
    tally->items[item][column] += count;
    tally->total[column] += count;
}

/* ------------------------------------------------------------------ tickets */

static int count_tickets(struct tally *tally)
{
    const struct ledger_question *question = tally->question;
    const struct report_question ask = {.by = IMAGE_BY_ITEM, .from = question->from,
                                        .to = question->to, .filter = *question->filter};
    struct image_answer answer;
    if (question->image == NULL ||
        report_ask(question->image, question->site, &ask, WANT_OUTCOMES, &answer) < 0) {
        return -1;
    }
    for (size_t i = 0; i < answer.count; i++) {
        const char *code =
            image_code(question->image, IMAGE_ITEMS, (uint16_t)answer.groups[i].key);
        uint16_t item = site_item_index(question->site, code);
        if (item != UINT16_MAX) {
            add(tally, item, ON_THE_SPOT, answer.groups[i].counts[COUNT_OUTCOME + OUTCOME_DONE]);
        }
    }
    image_answer_finish(&answer);
    return 0;
}

/* ------------------------------------------------------------------ cases */

static bool in_period(const struct tally *tally, int32_t day)
{
    return day >= tally->question->from && day <= tally->question->to;
}

static void count_completed(struct tally *tally, size_t item, const struct case_file *file)
{
    bool late = file->promised_day != 0 && file->ended_day > file->promised_day;
    add(tally, item, COMPLETED, 1);
    add(tally, item, case_is_early(file) ? EARLY : late ? LATE : ON_TIME, 1);
}

static void count_case(struct tally *tally, size_t item, const struct case_file *file)
{
    enum case_stage stage = (enum case_stage)file->stage;
    if (in_period(tally, file->opened_day)) {
        add(tally, item, file->kind == CASE_REPORTED ? REPORTED : PROMISED, 1);
    }
    if (stage == STAGE_COMPLETED && in_period(tally, file->ended_day)) {
        count_completed(tally, item, file);
    } else if (!case_stage_is_end(stage)) {
        add(tally, item, OPEN, 1);
        add(tally, item, OVERDUE,
            case_standing(file, tally->question->site, tally->today) >= WARNED_BROKEN);
    }
}

static void count_cases(struct tally *tally, const struct cases *cases)
{
    const struct site *site = tally->question->site;
    for (size_t i = 0; i < cases_count(cases); i++) {
        const struct case_file *file = cases_at(cases, i);
        uint16_t item = site_item_index(site, cases_code(cases, file->item));
        struct event of = {.window = file->window};
        if (item == UINT16_MAX || file->stage == STAGE_VOID) {
            continue;
        }
        snprintf(of.item, sizeof of.item, "%s", site->items[item].code);
        snprintf(of.category, sizeof of.category, "%s",
                 site->categories[site->items[item].category].code);
        snprintf(of.clerk, sizeof of.clerk, "%s", cases_code(cases, file->clerk));
        if (ledger_passes(tally->question, &of)) {
            count_case(tally, item, file);
        }
    }
}

static int take(void *context, const struct event *event)
{
    office_apply(context, event);
    return 0;
}

static int read_cases(struct tally *tally)
{
    struct office *office = office_create();
    if (office == NULL) {
        return -1;
    }
    int result = store_read_office(tally->question->reader, 0, take, office);
    if (result == 0) {
        count_cases(tally, office_cases(office));
    }
    office_destroy(office);
    return result;
}

/* ------------------------------------------------------------------ rows */

static void put(struct sheet_row *row, const double counts[COLUMNS])
{
    for (size_t c = 0; c < COLUMNS; c++) {
        sheet_put_number(row, c, counts[c]);
    }
    double completed = counts[COMPLETED];
    sheet_put_number(row, KEPT_SHARE,
                     completed > 0 ? (completed - counts[LATE]) / completed : NAN);
    sheet_put_number(row, EARLY_SHARE, completed > 0 ? counts[EARLY] / completed : NAN);
}

static void put_rows(const struct tally *tally, struct sheet *out)
{
    const struct site *site = tally->question->site;
    for (size_t i = 0; i < site->item_count; i++) {
        double any = 0;
        for (size_t c = 0; c < COLUMNS; c++) {
            any += tally->items[i][c];
        }
        if (any > 0) {
            struct ledger_name name = ledger_item(site, site->items[i].code);
            struct sheet_row *row = sheet_add_row(out, site->items[i].code);
            sheet_name_row(out, row, name.zh, name.en);
            put(row, tally->items[i]);
        }
    }
    sheet_set_total(out);
    put(&out->total, tally->total);
}

int ledger_promised_cases(const struct ledger_question *question, struct sheet *out)
{
    struct tally tally = {.question = question,
                          .items = calloc(question->site->item_count + 1, sizeof *tally.items),
                          .today = wall_day(question->now)};
    int result = tally.items != NULL ? count_tickets(&tally) : -1;
    if (result == 0) {
        result = read_cases(&tally);
    }
    if (result == 0) {
        for (size_t c = 0; c < COLUMNS; c++) {
            sheet_add_column(out, columns[c].key, columns[c].type);
        }
        out->keyed = true;
        out->by = "item";
        out->chart = (struct sheet_chart){CHART_STACKED,
                                          {"case_early", "case_on_time", "case_late"}};
        put_rows(&tally, out);
    }
    free(tally.items);
    return result;
}
