/* naive_figures.h: figures of many days the slow way, straight from events: a list of everything
 * that happened and lasted, searched whole for each question. It shares nothing with stats/ but
 * the names of counts.
 *
 * It knows what stats_hall.h can play. */
#pragma once

#include "queue/event.h"
#include "stats/column_image.h"

#include <stdbool.h>
#include <stddef.h>

/* Something that happened once, and where. */
enum { NAIVE_DURATION = -1, NAIVE_TAKEN_BACK = -2 };
struct naive_thing {
    int32_t day, hour;
    int item, category; /* the digit of "i3", "c2"; -1 = none */
    uint16_t window;    /* 0 = none; its clerk is "clerk-" and its number */
    int count;          /* enum image_count, or one of the above */
    int duration;       /* enum image_duration */
    int64_t seconds;
    int64_t ticket; /* of a service: so that its rating finds it */
    int service;
};

struct naive_figures {
    size_t count, capacity;
    struct naive_thing *things;
};

struct naive_query {
    int32_t from, to;
    enum image_axis by;
    uint32_t key; /* the digit, window, hour or date key */
    int (*department_of)(int item);
    uint32_t (*target_of)(int category); /* seconds, 0 = none */
};

struct naive_durations {
    uint64_t count, sum, with_target, over_target;
    uint32_t max, p50, p90, p95, spread[IMAGE_SPREAD];
};
struct naive_group {
    uint32_t counts[IMAGE_COUNTS];
    struct naive_durations durations[IMAGE_DURATIONS];
};

/* One day's events, in order. */
void naive_add_day(struct naive_figures *figures, const struct event *events, size_t count);
/* A rating that came on a later day. */
void naive_rate(struct naive_figures *figures, const struct event *event);
/* The things of a key, counted. Whether there were any. */
bool naive_group(const struct naive_figures *figures, const struct naive_query *query,
                 struct naive_group *out);
/* The key of a thing on an axis. False: it stands in no group of this axis. */
bool naive_key(const struct naive_thing *thing, const struct naive_query *query, uint32_t *key);
void naive_finish(struct naive_figures *figures);
