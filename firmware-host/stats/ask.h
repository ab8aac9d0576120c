/* ask.h: a question while it is being answered. Private to stats/.
 *
 *   image_walk.c  rows of a block into groups       ask_rollups.c  roll-ups into groups
 *   image_ask.c   which of the two, and the answer   image_roll.c  an answer that is remembered
 *
 * Groups come from keys by a table of all 65,536 of them. Key 0 is "in no group": such rows, and
 * those that a filter leaves out, count in group 0, which nobody reads.
 *
 * A group that only one roll-up spoke of has its percentiles there already: its durations are
 * taken out of the roll-up (ask_settle) when something else joins them, and not before. */
#pragma once

#include "stats/image_private.h"
#include "stats/measure.h"

enum { KEYS = 65536, NO_GROUP = 0 };

struct asked_group {
    struct image_group figures;
    struct measure *measures[IMAGE_DURATIONS]; /* those that are wanted */
    /* A roll-up that the measures lack; NULL = none. */
    const struct rollup *lone;
    const struct rollup_group *lone_group;
};

struct ask {
    const struct image *image;
    const struct image_query *query;
    size_t count, capacity; /* group 0 is none */
    struct asked_group *groups;
    uint16_t slots[KEYS];        /* key -> group */
    uint32_t date_key;           /* of the day, when the axis is one of dates */
    uint16_t *keys;              /* scratch: as many as the largest block has rows */
    const struct block *keys_of; /* whose they are, and for which hour */
    unsigned keys_hour;
    bool rolled_up; /* something came from a roll-up */
    bool bare;      /* a group may have no measures yet */
    bool failed;
};

/* NULL when memory is out. */
struct ask *ask_create(const struct image *image, const struct image_query *query);
void ask_destroy(struct ask *ask);
/* The question goes on with this day: a date that is over does not come back. */
void ask_day(struct ask *ask, int32_t day);
/* A new group for the key; NO_GROUP with ask->failed when memory is out. */
uint16_t ask_new_group(struct ask *ask, uint16_t key);
/* Room for the durations of a group. */
void ask_give_measures(struct ask *ask, struct asked_group *group);
/* Takes the query's days in: from roll-ups of `levels` (bits) as far as there are any, or else
 * from rows. */
void ask_days(struct ask *ask, unsigned levels);
/* Counts a block's rows. */
void ask_block(struct ask *ask, const struct block *block);
/* Adds a roll-up's groups. */
void ask_rollup(struct ask *ask, const struct rollup *rollup);
/* The durations of `lone` into the measures. */
void ask_settle(struct ask *ask, struct asked_group *group);
/* One duration of a roll-up's group into a measure, as far as it is wanted. */
void ask_add_rolled(const struct ask *ask, struct measure *measure, enum image_duration which,
                    const struct rollup *rollup, const struct rollup_group *group);
/* The durations of a group as they are answered. */
void ask_read_durations(struct ask *ask, struct asked_group *group);
/* May this question be answered from roll-ups? Those of which levels? 0 = none. */
unsigned ask_levels(const struct image *image, const struct image_query *query);

static inline uint16_t ask_group(struct ask *ask, uint16_t key)
{
    uint16_t group = ask->slots[key];
    return group != NO_GROUP || key == 0 ? group : ask_new_group(ask, key);
}

extern const unsigned ask_duration_wants[IMAGE_DURATIONS]; /* enum image_part */
