/* floor.h: the windows of the hall over a day: open, paused, busy, idle. Private to stats/.
 *
 * Problem: an idle window means two different things. Idle while nobody wants anything from it
 * is a quiet hour; idle while somebody waits whom it could call is a question to its clerk.
 *
 * Design: time passes over all windows at once, from one fact to the next; in between nothing
 * changes. Each window adds the piece to what it is doing, by hour of the day. Who waits is one
 * count a category and one count a window for those who wait for that window only; which
 * categories have anybody is a bit mask, so asking "could it call somebody" is one AND.
 *
 * Owner: the fold. */
#pragma once

#include "stats/fold_rows.h"

#include <stdbool.h>

enum { FLOOR_WINDOWS = 2 * LIMIT_WINDOWS };

struct floor_window {
    uint16_t number;
    bool open, paused;
    bool busy;       /* has a ticket, called or in service */
    uint16_t clerk;  /* number of a code */
    uint64_t serves; /* bits of categories */
    uint32_t bound;  /* tickets that wait for this window only */
    struct spans hours[HOURS_A_DAY]; /* since the clerk sat down */
    uint16_t pauses[HOURS_A_DAY];    /* that began */
};

struct floor {
    uint16_t window_count;
    struct floor_window windows[FLOOR_WINDOWS];
    uint16_t bit_count;
    uint16_t bits[LIMIT_CATEGORIES]; /* code number of the category of each bit */
    uint32_t waiting[LIMIT_CATEGORIES];
    uint64_t anybody; /* bits of categories in which somebody waits */
    int64_t quarter;  /* the quarter of an hour that was asked for last, and its local hour */
    int hour;
};

/* The window, a new one when the number is not known; NULL for 0 or when there is no room. */
struct floor_window *floor_window(struct floor *floor, uint16_t number);
/* The bit of a category's code, 0 when there are more categories than LIMIT_CATEGORIES. */
uint64_t floor_category(struct floor *floor, uint16_t category);
/* Somebody begins (+1) or ceases (-1) to wait: for any window that serves the category, or for
 * window `bound` only. */
void floor_waits(struct floor *floor, uint16_t category, uint16_t bound, int change);
/* `ms` milliseconds pass from `from` on. */
void floor_pass(struct floor *floor, wall_t from, int64_t ms);
/* Moves what was gathered into the groups (NULL = none) and rows, for the clerk who sits there
 * now. */
void floor_gather(struct floor_window *window, struct groups *groups, struct rows *rows);
