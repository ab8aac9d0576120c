/* groups.h: figures by hall, item, category, window, clerk and hour. Private to stats/.
 *
 * Something that happened has a place (what for, where, by whom, when); counting it at a place
 * counts it in up to six groups, one an axis. An axis whose part of the place is unknown (an
 * expired ticket has no window) is passed over.
 *
 * Owner: the fold. */
#pragma once

#include "stats/codes.h"
#include "stats/day.h"
#include "stats/durations.h"

#include <stddef.h>

enum { HOURS_A_DAY = 24, NO_HOUR = -1 };

struct place {
    uint16_t item, category, clerk; /* numbers of codes, CODE_NONE = unknown */
    uint16_t window;                /* 0 = none */
    int8_t hour;                    /* 0..23 or NO_HOUR */
};

/* How a window spent its time, in milliseconds of the time line. */
struct spans {
    int64_t open, paused, idle, idle_waiting;
};

struct group {
    uint32_t key; /* number of a code, window number or hour */
    struct figures counts;
    struct durations wait, walk, service;
    struct spans spans;
};

struct group_list {
    size_t count, capacity;
    struct group *list; /* sorted by key */
};

struct groups {
    struct group_list axes[FIGURE_AXIS_COUNT];
    bool failed; /* memory was out: the figures are not whole */
};

void groups_finish(struct groups *groups);
/* Adds 1 to a uint32_t member of struct figures, given by its offset. */
void groups_count(struct groups *groups, const struct place *place, size_t member);
/* Adds a duration; `member` is the offset of wait, walk or service in struct group. */
void groups_duration(struct groups *groups, const struct place *place, size_t member, int64_t ms);
void groups_spans(struct groups *groups, const struct place *place, const struct spans *spans);
/* Copies the groups of an axis, sorted as people sort them (codes by letter, windows and hours
 * by number), at most `capacity`. Returns how many there are. */
size_t groups_figures(struct groups *groups, enum figure_axis axis, const struct codes *codes,
                      struct figures *out, size_t capacity);
