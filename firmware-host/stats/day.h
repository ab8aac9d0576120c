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
 * - A ticket waits from its issue, a transfer, a return or its resumption to the call, each of
 *   these once; not between a no-show and the next call. A carried ticket waits from the
 *   opening of its new day.
 * - An arrival that nobody keyed (reason "implied") has no walk; its service is counted from the
 *   call.
 * - A service that has begun is a service, however it ends: finished, transferred, put on hold.
 *   It belongs to the window, clerk, item and category that it had.
 * - Counts belong to the hour of their event, durations to the hour in which they end; open,
 *   idle and paused time is cut at the hours. A window that is paused with a ticket is open.
 * - Undone commands count as if they had not been, but their time has passed.
 * - Durations use the monotonic clock within one run of the controller, so that a clock step
 *   falsifies nothing; never negative.
 *
 * Pure. Owner: whoever creates it; one thread (asking keeps a cache). */
#pragma once

#include "queue/event.h"
#include "stats/service_row.h"

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
    /* no_show: final ones. Tickets count where they came in and where they ended: with transfers
     * the sums close for the hall, not for each category. */
    uint32_t services;    /* a transferred ticket has more than one */
    struct duration_figures wait, walk, service;
    int64_t idle_s, idle_waiting_s; /* windows: free while nobody / somebody waited for it */
    int64_t open_s, paused_s; /* open without pauses */
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
    /* The sums close; once the day is closed also: nobody waits or is held any more (who is at
     * a window may be `open` until the service ends), and no ticket's newest slip is uncertain
     * (an uncertain original with a copy behind it stays uncertain, and is no difference). */
    bool tickets_close, slips_close, ratings_close;
    size_t difference_count; /* listed by day_stats_difference */
};
struct day_difference {
    int64_t ticket;
    char number[LIMIT_NUMBER];
    char what[96]; /* key of the text: report.difference.WHAT, e.g. "open_after_close" */
};

struct day_stats *day_stats_create(int32_t day);
void day_stats_destroy(struct day_stats *stats);
/* Window `window` may call tickets of `category`: tells idle time with people waiting from idle
 * time without. When nothing is said for any window, a window is taken to serve what it called
 * that day. 0, or -1 when memory is out. */
int day_stats_set_serves(struct day_stats *stats, uint16_t window, const char *category);
/* Events of other days than its own are passed over (a carried ticket's later events count on
 * the day on which they happen); a rating that falls due on a later day belongs to the day of
 * its service. 0, or -1 when memory is out or the day has more events than FACTS. */
int day_stats_add(struct day_stats *stats, const struct event *event);
void day_stats_balance(const struct day_stats *stats, struct day_balance *out);
/* All that `what` can be, in order; NULL past the end. */
const char *day_difference_name(size_t index);
/* 0, or -1 past the end (at most 1000 are listed, all are counted). */
int day_stats_difference(const struct day_stats *stats, size_t index, struct day_difference *out);
/* Groups of an axis, sorted by key (windows and hours by number). Copies at most `capacity`;
 * returns how many there are. `until` ends idle and open times of windows that are still open. */
size_t day_stats_figures(const struct day_stats *stats, enum figure_axis axis, wall_t until,
                         struct figures *out, size_t capacity);
/* A service that is over and has no rating. */
struct unrated_service {
    int64_t ticket;
    uint16_t service, window;
    char number[LIMIT_NUMBER];
    char item[LIMIT_CODE], category[LIMIT_CODE], clerk[LIMIT_CODE]; /* "" = unknown */
};
/* The next one from *cursor on, which begins at 0. 0, or -1 when there is none left. */
int day_stats_unrated(const struct day_stats *stats, size_t *cursor, struct unrated_service *out);
/* The day in rows, for figures over years; valid until the next fact or another `until`. The
 * numbers of codes are those of day_stats_code. 0, or -1 when memory is out. */
int day_stats_rows(const struct day_stats *stats, wall_t until, struct day_rows *out);
const char *day_stats_code(const struct day_stats *stats, uint16_t number);
/* The ticket of a row that has ROW_CALLED. 0, or -1 when there is no such ticket. */
int day_stats_ticket(const struct day_stats *stats, uint16_t ticket, int64_t *id,
                     char number[LIMIT_NUMBER]);
/* When the last event of the day happened; 0 = there is none. */
wall_t day_stats_last(const struct day_stats *stats);
