/* scan.h: reading events out of a journal, for replay and for readers.
 *
 * Thread: that of the connection. */
#pragma once

#include "queue/event.h"

#include <sqlite3.h>

struct scan_range { /* what is 0 does not restrict */
    int64_t from_seq;
    int32_t from_day, to_day;
    int64_t ticket;
    int32_t late_ratings_of; /* only ratings after this day of tickets of this day */
    const char *kind; /* only events of this name, from from_seq on */
    bool office;   /* only events of the office (event_is_office), from from_seq on */
    bool ratings;  /* only ratings of the days, before seq from_seq, the newest first */
    int64_t limit; /* -1 = none */
};

/* Events of the range in order to `take`, until it returns non-zero. 0, -1 on an error (SQLite's,
 * or a row that is no event), or what `take` returned. */
int scan_events(sqlite3 *db, const struct scan_range *range,
                int (*take)(void *context, const struct event *event), void *context);
