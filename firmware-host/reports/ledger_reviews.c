/* ledger_reviews.c: 差评台账: each bad review and where its file stands; 差评按期整改与回访: the
 * indicators of the rules, by department. See ledger.h. */
#include "reports/review_fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ the ledger */

enum ledger_column {
    OPENED, NUMBER, LEVEL, TAGS, TEXT, ITEM, DEPARTMENT, WINDOW, CLERK, STAGE, DUE, LATE, VERDICT,
    RECTIFIED, CALLED, CALL_LEVEL, CLOSED, LEDGER_COLUMNS
};
static const struct sheet_column ledger_columns[LEDGER_COLUMNS] = {
    [OPENED] = {"review_opened", SHEET_TIME, false},
    [NUMBER] = {"number", SHEET_TEXT, false},
    [LEVEL] = {"review_level", SHEET_WORDS, false},
    [TAGS] = {"review_tags", SHEET_TEXT, false},
    [TEXT] = {"review_text", SHEET_TEXT, false},
    [ITEM] = {"item", SHEET_WORDS, false},
    [DEPARTMENT] = {"department", SHEET_WORDS, false},
    [WINDOW] = {"window", SHEET_COUNT, false},
    [CLERK] = {"clerk", SHEET_WORDS, false},
    [STAGE] = {"review_stage", SHEET_WORDS, false},
    [DUE] = {"review_due", SHEET_DAY, false},
    [LATE] = {"review_late", SHEET_WORDS, false},
    [VERDICT] = {"review_verdict", SHEET_WORDS, false},
    [RECTIFIED] = {"review_rectified", SHEET_DAY, false},
    [CALLED] = {"review_called", SHEET_DAY, false},
    [CALL_LEVEL] = {"review_call_level", SHEET_WORDS, false},
    [CLOSED] = {"review_closed", SHEET_DAY, false},
};

static void put_day(struct sheet_row *row, size_t column, int32_t day)
{
    if (day != 0) {
        sheet_put_number(row, column, day);
    }
}

static void put_level(const struct ledger_question *question, struct sheet *sheet,
                      struct sheet_row *row, size_t column, int level)
{
    char key[32];
    if (level >= 1 && level <= 5) {
        snprintf(key, sizeof key, "report.level%d", level);
        sheet_put_key(sheet, row, column, question->language, key);
    }
}

static void put_record(const struct ledger_question *question, struct sheet *sheet,
                       const struct review_record *record)
{
    const struct site *site = question->site;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)record->id);
    struct sheet_row *row = sheet_add_row(sheet, key);
    sheet_put_number(row, OPENED, (double)record->opened.ms);
    sheet_put_text(sheet, row, NUMBER, record->number);
    put_level(question, sheet, row, LEVEL, record->level);
    sheet_put_text(sheet, row, TAGS, record->tags);
    sheet_put_text(sheet, row, TEXT, record->text);
    ledger_put_name(sheet, row, ITEM, ledger_item(site, record->item));
    ledger_put_name(sheet, row, DEPARTMENT, ledger_department_of_item(site, record->item));
    if (record->window != 0) {
        sheet_put_number(row, WINDOW, record->window);
    }
    ledger_put_name(sheet, row, CLERK, ledger_clerk(site, record->clerk));
    ledger_put_word(question, sheet, row, STAGE, "review",
                    record->withdrawn ? "withdrawn" : review_stage_name(record->stage));
    put_day(row, DUE, record->due_day);
    bool late = review_record_late(record, wall_day(question->now));
    ledger_put_word(question, sheet, row, LATE, "review",
                    record->stage == STAGE_CLOSED ? "" : late ? "late" : "in_time");
    ledger_put_word(question, sheet, row, VERDICT, "verdict", record->verdict);
    put_day(row, RECTIFIED, record->rectified_day);
    put_day(row, CALLED, record->called_day);
    put_level(question, sheet, row, CALL_LEVEL, record->call_level);
    put_day(row, CLOSED, record->closed_day);
}

int ledger_bad_reviews(const struct ledger_question *question, struct sheet *out)
{
    struct review_fold fold;
    if (review_fold_read(question, &fold) < 0) {
        return -1;
    }
    for (size_t c = 0; c < LEDGER_COLUMNS; c++) {
        sheet_add_column(out, ledger_columns[c].key, ledger_columns[c].type);
    }
    for (size_t i = 0; i < fold.count; i++) {
        put_record(question, out, &fold.records[i]);
    }
    review_fold_finish(&fold);
    return 0;
}

/* ------------------------------------------------------------------ the indicators */

struct counts {
    double bad, withdrawn, due, in_time, overdue, called, satisfied, closed;
};

static void count(struct counts *counts, const struct review_record *record, int32_t today)
{
    counts->bad++;
    if (record->withdrawn) {
        counts->withdrawn++;
        return;
    }
    bool done = record->rectified_day != 0;
    bool late = !done && record->rectify_due != 0 && record->rectify_due < today;
    counts->due += done || late;
    counts->in_time += done && record->rectified_day <= record->rectify_due;
    counts->overdue += late;
    counts->called += record->called_day != 0;
    counts->satisfied += record->called_day != 0 && record->call_level >= 3;
    counts->closed += record->stage == STAGE_CLOSED;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static void put_counts(struct sheet_row *row, const struct counts *counts)
{
    const double values[] = {
        counts->bad,
        counts->withdrawn,
        counts->due,
        counts->in_time,
        share(counts->in_time, counts->due),
        counts->overdue,
        counts->called,
        share(counts->called, counts->bad - counts->withdrawn),
        counts->satisfied,
        share(counts->satisfied, counts->called),
        counts->closed,
    };
    for (size_t c = 0; c < sizeof values / sizeof *values; c++) {
        sheet_put_number(row, c, values[c]);
    }
}

static void add_columns(struct sheet *out)
{
    static const struct sheet_column columns[] = {
        {"bad_opened", SHEET_COUNT, false},         {"bad_withdrawn", SHEET_COUNT, false},
        {"rectify_due", SHEET_COUNT, false},        {"rectify_in_time", SHEET_COUNT, false},
        {"rectify_share", SHEET_SHARE, false},      {"rectify_overdue", SHEET_COUNT, false},
        {"called_back", SHEET_COUNT, false},        {"called_share", SHEET_SHARE, false},
        {"called_satisfied", SHEET_COUNT, false},   {"satisfied_share", SHEET_SHARE, false},
        {"bad_closed", SHEET_COUNT, false},
    };
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        sheet_add_column(out, columns[c].key, columns[c].type);
    }
    out->keyed = true;
    out->by = "department";
    out->chart = (struct sheet_chart){CHART_STACKED, {"rectify_in_time", "rectify_overdue"}};
}

/* Index of the department of what was served; the count of them for one that is gone. */
static size_t department_of(const struct site *site, const struct review_record *record)
{
    uint16_t item = site_item_index(site, record->item);
    return item != UINT16_MAX ? site->items[item].department : site->department_count;
}

static void put_department(const struct site *site, struct sheet *out, size_t index,
                           const struct counts *counts)
{
    if (counts->bad == 0) {
        return;
    }
    bool known = index < site->department_count;
    const struct site_department *department = known ? &site->departments[index] : NULL;
    struct sheet_row *row = sheet_add_row(out, known ? department->code : "");
    bool english = known && department->name.en != NULL && department->name.en[0] != '\0';
    sheet_name_row(out, row, known ? department->name.zh : "–",
                   !known    ? "–"
                   : english ? department->name.en
                             : department->name.zh);
    put_counts(row, counts);
}

int ledger_review_rectification(const struct ledger_question *question, struct sheet *out)
{
    const struct site *site = question->site;
    struct review_fold fold;
    struct counts total = {0},
                  *counts = calloc(site->department_count + 1, sizeof *counts);
    if (counts == NULL || review_fold_read(question, &fold) < 0) {
        free(counts);
        return -1;
    }
    for (size_t i = 0; i < fold.count; i++) {
        count(&counts[department_of(site, &fold.records[i])], &fold.records[i],
              wall_day(question->now));
        count(&total, &fold.records[i], wall_day(question->now));
    }
    add_columns(out);
    for (size_t d = 0; d <= site->department_count; d++) {
        put_department(site, out, d, &counts[d]);
    }
    sheet_set_total(out);
    put_counts(&out->total, &total);
    free(counts);
    review_fold_finish(&fold);
    return 0;
}
