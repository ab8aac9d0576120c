/* live_day.h: one business day as it happens: the figures of the manager's live page.
 *
 * Problem: the page must show today's issued, waits and busy windows within a moment of each
 * change, and the same figures as the reports show for that day.
 *
 * Design: the day's facts are kept (stats/day.h, which the reports use, too) and folded when
 * somebody asks; that is milliseconds. How many waited when is not in them: an engine of its own
 * replays the events, and the most that waited in each hour, and what stood at each quarter of an
 * hour, are written down as they pass. What stood then is what another day is compared with.
 *
 * Pure. Owner and thread: today.c's. */
#pragma once

#include "config/site.h"
#include "queue/event.h"

enum { LIVE_HOURS = 24, LIVE_QUARTERS = 96, LIVE_NO_SHARE = 255 };

struct live_hour {
    uint32_t issued, services;
    uint32_t waiting; /* the most at any moment of it */
};
struct live_window {
    uint16_t number;
    uint8_t busy[LIVE_HOURS]; /* percent of its open time; LIVE_NO_SHARE = was not open */
};
struct live_quarter { /* how the day stood at its end */
    bool known;
    uint32_t issued, waiting, wait_count;
    int32_t wait_s; /* mean so far */
};
struct live_figures {
    int32_t day; /* 0 = no day yet */
    int64_t seq; /* everything up to it is in */
    uint32_t issued, carried_in, services, waiting;
    uint32_t wait_count;
    int32_t wait_s, p50_s, p90_s; /* mean, median, 90 % */
    uint32_t over_target, with_target;
    int32_t target_s; /* mean of the targets of those calls */
    struct live_hour hours[LIVE_HOURS];
    size_t window_count;
    struct live_window windows[LIMIT_WINDOWS];
    /* the same weekday before, at this time of day */
    int32_t compared_day; /* 0 = there is none */
    struct live_quarter compared;
};

struct live_day;
/* NULL when memory is out. `site` is looked at in this call and in live_day_read. */
struct live_day *live_day_create(const struct site *site, int32_t day);
void live_day_destroy(struct live_day *live);
/* The day's events in order, from the one that opened it. 0, or -1 when memory is out. */
int live_day_take(struct live_day *live, const struct event *event);
/* `out` except for what is compared. */
void live_day_read(struct live_day *live, const struct site *site, wall_t now,
                   struct live_figures *out);
/* How the day stood at the end of quarter 0..95. */
const struct live_quarter *live_day_quarter(const struct live_day *live, int quarter);
int live_quarter_of(wall_t t);

/* Calls of today whose wait was longer than their category's target, the longest wait first.
 * Rows written, at most `capacity`; *total = all there are. */
struct live_late {
    int64_t ticket;
    char number[LIMIT_NUMBER], category[LIMIT_CODE], item[LIMIT_CODE], clerk[LIMIT_CODE];
    uint16_t window;
    int32_t wait_s, target_s;
    uint8_t hour;
};
size_t live_day_late(struct live_day *live, const struct site *site, wall_t now, size_t offset,
                     struct live_late *out, size_t capacity, size_t *total);
