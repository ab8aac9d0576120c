/* ledger_balance.c: 日结平衡表: a line a day, and whether its three sums close. See ledger.h. */
#include "reports/day_report.h"
#include "reports/ledger.h"

#include "stats/day.h"

#include <math.h>

enum balance_column {
    DAY, CARRIED_IN, ISSUED, SERVED, NO_SHOW, CANCELLED, EXPIRED, CARRIED_OVER, OPEN,
    TICKETS_CLOSE, SLIPS, PRINTED, REPRINTS, SLIPS_CLOSE, SERVICES, ACTIVE, DEFAULT, NONE,
    RATINGS_CLOSE, DIFFERENCES, BALANCE_COLUMNS
};

static const struct sheet_column columns[BALANCE_COLUMNS] = {
    [DAY] = {"day", SHEET_DAY, false},
    [CARRIED_IN] = {"carried_in", SHEET_COUNT, false},
    [ISSUED] = {"issued", SHEET_COUNT, false},
    [SERVED] = {"served", SHEET_COUNT, false},
    [NO_SHOW] = {"no_show", SHEET_COUNT, false},
    [CANCELLED] = {"cancelled", SHEET_COUNT, false},
    [EXPIRED] = {"expired", SHEET_COUNT, false},
    [CARRIED_OVER] = {"carried_over", SHEET_COUNT, false},
    [OPEN] = {"still_open", SHEET_COUNT, false},
    [TICKETS_CLOSE] = {"tickets_close", SHEET_WORDS, false},
    [SLIPS] = {"slips_printed", SHEET_COUNT, false},
    [PRINTED] = {"tickets_printed", SHEET_COUNT, false},
    [REPRINTS] = {"reprints", SHEET_COUNT, false},
    [SLIPS_CLOSE] = {"slips_close", SHEET_WORDS, false},
    [SERVICES] = {"services", SHEET_COUNT, false},
    [ACTIVE] = {"rated_active", SHEET_COUNT, false},
    [DEFAULT] = {"rated_default", SHEET_COUNT, false},
    [NONE] = {"rated_none", SHEET_COUNT, false},
    [RATINGS_CLOSE] = {"ratings_close", SHEET_WORDS, false},
    [DIFFERENCES] = {"differences", SHEET_COUNT, false},
};

static void put_verdict(const struct ledger_question *question, struct sheet *sheet,
                        struct sheet_row *row, size_t column, bool closes)
{
    sheet_put_key(sheet, row, column, question->language,
                  closes ? "report.closes" : "report.does_not_close");
}

static void put_counts(const struct day_balance *b, struct sheet_row *row)
{
    const struct {
        enum balance_column column;
        uint32_t count;
    } counts[] = {
        {CARRIED_IN, b->carried_in},    {ISSUED, b->issued},
        {SERVED, b->served},            {NO_SHOW, b->no_show},
        {CANCELLED, b->cancelled},      {EXPIRED, b->expired},
        {CARRIED_OVER, b->carried_over}, {OPEN, b->open},
        {SLIPS, b->slips_printed},      {PRINTED, b->tickets_printed},
        {REPRINTS, b->reprints},        {SERVICES, b->services},
        {ACTIVE, b->rated_active},      {DEFAULT, b->rated_default},
        {NONE, b->rated_none},          {DIFFERENCES, (uint32_t)b->difference_count},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        sheet_put_number(row, counts[i].column, counts[i].count);
    }
}

static void add_to_total(struct sheet *sheet, const struct sheet_row *row)
{
    for (size_t c = 0; c < BALANCE_COLUMNS; c++) {
        if (columns[c].type == SHEET_COUNT) {
            double before = sheet->total.cells[c].number;
            sheet->total.cells[c].number = (isnan(before) ? 0 : before) + row->cells[c].number;
        }
    }
}

static int put_day(const struct ledger_question *question, struct sheet *sheet, int32_t day)
{
    char key[16];
    struct day_balance balance;
    struct day_stats *stats = report_day_stats(question->reader, question->site, day);
    if (stats == NULL) {
        return -1;
    }
    day_stats_balance(stats, &balance);
    if (day_stats_last(stats).ms != 0) { /* a day without events was no business day */
        snprintf(key, sizeof key, "%d", day);
        struct sheet_row *row = sheet_add_row(sheet, key);
        sheet_put_number(row, DAY, day);
        put_counts(&balance, row);
        put_verdict(question, sheet, row, TICKETS_CLOSE, balance.tickets_close);
        put_verdict(question, sheet, row, SLIPS_CLOSE, balance.slips_close);
        put_verdict(question, sheet, row, RATINGS_CLOSE, balance.ratings_close);
        add_to_total(sheet, row);
    }
    day_stats_destroy(stats);
    return 0;
}

int ledger_day_balance(const struct ledger_question *question, struct sheet *out)
{
    for (size_t c = 0; c < BALANCE_COLUMNS; c++) {
        sheet_add_column(out, columns[c].key, columns[c].type);
    }
    sheet_set_total(out);
    int result = 0;
    for (int32_t day = question->from; result == 0 && day <= question->to; day = day_next(day)) {
        result = put_day(question, out, day);
    }
    return result;
}
