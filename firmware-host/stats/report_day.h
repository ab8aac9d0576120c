/* report_day.h: the rates that managers are measured by, as rows of a key and a value.
 *
 * Rates come from counts in one place, so that page, printout and export agree. Defaults and
 * active reviews are kept apart everywhere (国办发〔2019〕51号, reference-hall.md): each rate of
 * satisfaction is given with and without defaults.
 *
 *   rated      评价率        (active + default) / services
 *   active     主动评价率    active / services
 *   unrated    未评价率      none / services
 *   good       好评率        (active 3, 4, 5 + default) / (active + default)
 *   good_active 主动好评率   active 3, 4, 5 / active
 *   bad        差评率        active 1, 2 / (active + default)
 *   no_show    过号率        final no-shows / (issued + carried in)
 *   busy       窗口利用率    (open - idle) / open; open without pauses
 *   idle_waiting             of the open time: free although somebody waited
 *
 * Pure. Thread: any. */
#pragma once

#include "stats/day.h"

enum { REPORT_DAY_ROWS = 9 };

struct report_row {
    const char *label; /* key of its text: "report.rate.good" … */
    char value[32];    /* "98.2 %"; "-" when there is nothing to divide by; no language */
};

/* The rates of a group (the hall's, a window's …). Fills all rows of `out`. */
void report_day_rows(const struct figures *figures, struct report_row out[REPORT_DAY_ROWS]);
