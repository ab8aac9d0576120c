/* calendar.h: working days of the hall: deadlines of reviews and cases run on them.
 *
 * A working day is one on which the site's calendar opens the hall: its hours by weekday, less
 * holidays, with worked weekends (调休). Business days are numbers yyyymmdd. A limit of n working
 * days that begins on day d ends at the end of the n-th working day after d (GB practice: the day
 * of receipt is not counted).
 *
 * Pure. Thread: any. */
#pragma once

#include "config/site.h"

/* No working day is looked for beyond so many days: a hall that never opens has no deadlines. */
enum { CALENDAR_DAYS = 3660 };

bool calendar_works(const struct site *site, int32_t day);
/* The n-th working day after `day` (n >= 0; 0 gives `day` itself). 0 when the calendar has none. */
int32_t calendar_add(const struct site *site, int32_t day, int32_t n);
/* Working days after `from` up to and with `to`; negative when `to` lies before `from`. */
int32_t calendar_between(const struct site *site, int32_t from, int32_t to);
