/* schedule.h: reports that are made by themselves: what is due, and putting it into its folder.
 *
 * Problem: the director wants the brief on the share every evening, also on the evening on which the
 * controller was just being restarted; never half a file, never the same one twice.
 *
 * Design: each row of the configuration has the period that it made last, in DATA/reports-filed.json.
 * A daily report is of a business day: due at its time on that day, or when the day is closed (or,
 * closed or not, when it is over). One of a week or month is due on the day after its last, at its
 * time. What was missed while nobody looked is made up for, each period once, SCHEDULE_MISSED at
 * most; a row that is new begins with the period that ended last, a hall that is new with its first
 * day. A file is written beside its place and renamed. A failure is tried again when it is due next
 * and does not stop the others.
 *
 * schedule_due is pure. Owner and thread: reports. */
#pragma once

#include "config/site.h"
#include "reports/maker.h"

enum { SCHEDULE_MISSED = 31, SCHEDULE_PATH = 512, SCHEDULE_KEY = 400 };

struct schedule_span {
    int32_t from, to; /* yyyymmdd, both included */
};
/* The first period of the row that is due at `now` and comes after the one that ended on `last`
 * (0 = none yet). `closed` is the newest day that was closed, 0 = none. Days on which the hall does
 * not open have no report. False when nothing is due. */
bool schedule_due(const struct site *site, const struct site_report *report, int32_t last,
                  int32_t closed, wall_t now, struct schedule_span *out);

struct schedule;
/* NULL when memory is out. */
struct schedule *schedule_create(const char *data_folder);
void schedule_destroy(struct schedule *schedule);

struct schedule_filed { /* what was tried */
    struct report_order order;
    char file[SCHEDULE_PATH]; /* where it stands, or would */
    char why[160];            /* it failed; "" = it is there */
};
/* Makes the next report that is due. True when there was one, with *out. */
bool schedule_step(struct schedule *schedule, struct report_maker *maker, const struct site *site,
                   const struct language *language, int32_t closed, wall_t now,
                   struct schedule_filed *out);
