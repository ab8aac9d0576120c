/* day.h: the figures of one business day, from its events and from nothing else.
 *
 * Problem: a manager must trust every figure: wait, walk, service and idle times stand next to
 * the evaluation of each service, and at the end of the day the sums must close:
 *
 *   issued + carried in = served + no-show + cancelled + expired + carried over (+ still open)
 *   slips printed       = tickets printed + reprints
 *   ratings             = active + default + none          (one outcome for each service)
 *
 * A difference is listed by ticket. Feed it the day's events in order; ask at any time.
 *
 *   wait    issue -> call        walk    call -> arrive
 *   service arrive -> finish     idle    window open and free (with people waiting: apart)
 *
 * Undone commands count as if they had not been. Durations use the monotonic clock within one
 * boot where both ends have it, so that a clock step falsifies nothing; never negative.
 * Pure. Owner: whoever creates it. */
#pragma once

#include "queue/event.h"

#include <stdio.h>

struct day_stats;

enum figure_axis { /* by what figures are grouped */
    FIGURE_HALL,
    FIGURE_ITEM,
    FIGURE_CATEGORY,
    FIGURE_WINDOW,
    FIGURE_CLERK,
    FIGURE_HOUR,
    FIGURE_AXIS_COUNT
};
const char *figure_axis_name(enum figure_axis axis);
int figure_axis_parse(const char *name, enum figure_axis *out);

struct duration_figures { /* seconds; nearest rank */
    uint32_t count;
    double mean;
    int32_t p50, p90, p95, max;
};

struct figures {
    char key[LIMIT_CODE]; /* code, window number, hour "09" */
    uint32_t issued, called, served, no_show, cancelled, expired, carried_in, carried_over;
    uint32_t services;    /* a transferred ticket has more than one */
    struct duration_figures wait, walk, service;
    int64_t idle_s, idle_waiting_s; /* windows: free while nobody / somebody waited for it */
    int64_t open_s, paused_s;
    uint32_t rated_active[6];  /* by level 1..5 */
    uint32_t rated_default, rated_none;
    uint32_t bad;              /* active, level 1 or 2 */
};

struct day_balance {
    int32_t day;
    bool closed;           /* the day was closed */
    uint32_t carried_in, issued;
    uint32_t served, no_show, cancelled, expired, carried_over, open;
    uint32_t tickets_printed, reprints, slips_printed, slips_uncertain, slips_void;
    uint32_t services, rated_active, rated_default, rated_none;
    bool tickets_close, slips_close, ratings_close;
    size_t difference_count; /* listed by day_stats_difference */
};
struct day_difference {
    int64_t ticket;
    char number[LIMIT_NUMBER];
    char what[96]; /* English key of the text, e.g. "ticket_open_after_close" */
};

struct day_stats *day_stats_create(int32_t day);
void day_stats_destroy(struct day_stats *stats);
/* Events of other days than its own are passed over (a carried ticket's later events count on
 * the day on which they happen). 0, or -1 when memory is out. */
int day_stats_add(struct day_stats *stats, const struct event *event);
void day_stats_balance(const struct day_stats *stats, struct day_balance *out);
int day_stats_difference(const struct day_stats *stats, size_t index, struct day_difference *out);
/* Groups of an axis, sorted by key (windows and hours by number). Copies at most `capacity`;
 * returns how many there are. `until` ends idle and open times of windows that are still open. */
size_t day_stats_figures(const struct day_stats *stats, enum figure_axis axis, wall_t until,
                         struct figures *out, size_t capacity);
