/* service_row.h: a day in rows: one for each time a ticket came to a window, with what it waited,
 * walked and was served, how it left and how the service was rated.
 *
 * Problem: figures over years must equal the figures of each day, to the last count, and must not
 * be made from events again at every look.
 *
 * Design: the fold of the day (fold.h) writes rows while it walks, so that undone commands,
 * transfers, implied arrivals and clock steps are in them exactly as they are in the day's own
 * figures. A row has parts; each part counts where the row stands, in the part's own hour:
 *
 *   ENTERED  issued, or carried in (CAME_IN); at the window only if a window gave it out
 *   CALLED   a call; WAITED with it: wait_s      WALKED  a keyed arrival: walk_s
 *   SERVED   a service ended: service_s, rating  LEFT    not served to the end: `way`
 *   ENDED    the ticket ended here: `ending`, and `outcome` when it was served
 *
 * Parts of one visit share a row. A part that happened elsewhere (another clerk sat down, another
 * window held the ticket) begins a row of its own: nothing is attributed to a wrong place.
 *
 * Pure values. Owner: struct day_stats. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum row_part {
    ROW_ENTERED = 1 << 0,
    ROW_CAME_IN = 1 << 1,           /* with ENTERED */
    ROW_ENTERED_AT_WINDOW = 1 << 2, /* with ENTERED */
    ROW_CALLED = 1 << 3,
    ROW_WAITED = 1 << 4, /* with CALLED */
    ROW_WALKED = 1 << 5,
    ROW_SERVED = 1 << 6,
    ROW_LEFT = 1 << 7,
    ROW_ENDED = 1 << 8,
};
enum row_way { ROW_WAY_NONE, ROW_WAY_NO_SHOW, ROW_WAY_HELD, ROW_WAY_TRANSFERRED, ROW_WAYS };
enum row_ending {
    ROW_ENDING_NONE,
    ROW_ENDING_SERVED,
    ROW_ENDING_NO_SHOW,
    ROW_ENDING_CANCELLED,
    ROW_ENDING_EXPIRED,
    ROW_ENDING_CARRIED_OVER,
    ROW_ENDINGS
};
enum row_rating { ROW_UNRATED, ROW_RATED_ACTIVE, ROW_RATED_DEFAULT };

/* Durations are whole seconds, rounded as the day's figures round them. A longer one (18 hours)
 * counts as this: nobody is served that long. */
enum { ROW_SECONDS_MAX = UINT16_MAX };
enum { ROW_NO_HOUR = 31 };

struct service_row {
    uint16_t item, category, clerk, priority; /* numbers of the day's codes, 0 = none */
    uint16_t window;                          /* 0 = none */
    uint16_t parts;                           /* enum row_part */
    uint16_t wait_s, walk_s, service_s;
    uint8_t hour_entered, hour_called, hour_walked, hour_ended; /* 0..23 or ROW_NO_HOUR */
    uint8_t way, ending, outcome;
    uint8_t rating, level; /* level 0..5 */
    uint16_t ticket; /* whose, for day_stats_ticket: with CALLED; not in figures over years */
};

/* How a window spent an hour of the day under one clerk, in milliseconds. */
struct window_span {
    uint16_t window, clerk; /* number of the day's codes */
    uint8_t hour;
    uint8_t spare;
    uint16_t pauses; /* that began in it */
    uint32_t open_ms, paused_ms, idle_ms, idle_waiting_ms;
};

struct day_rows {
    size_t row_count, span_count;
    const struct service_row *rows;
    const struct window_span *spans;
};
