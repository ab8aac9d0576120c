/* image_private.h: the columns of a day, and the roll-ups of many. Private to stats/. */
#pragma once

#include "stats/codes.h"
#include "stats/column_image.h"
#include "stats/rollup.h"

/* marks: parts in bits 0–8, then the small fields. */
enum {
    MARK_WAY = 9,       /* 2 bits */
    MARK_ENDING = 11,   /* 3 */
    MARK_LEVEL = 14,    /* 3 */
    MARK_RATING = 17,   /* 2 */
    MARK_OUTCOME = 19,  /* 3 */
    MARK_PRIORITY = 22, /* 5 */
};
/* hours: 5 bits each. */
enum { HOUR_ENTERED = 0, HOUR_CALLED = 5, HOUR_WALKED = 10, HOUR_ENDED = 15, HOUR_MASK = 31 };

/* One allocation: the columns with four bytes first, so that each is aligned. */
struct columns {
    uint32_t *hours, *marks;
    uint16_t *item, *category, *window, *clerk, *wait, *walk, *service;
};

struct block {
    int32_t day;
    uint32_t row_count, span_count;
    void *memory;
    struct columns columns; /* into memory */
    struct window_span *spans;
};

/* ---- roll-ups: see rollup.h */
struct rollup_durations {
    uint64_t sum;
    uint32_t count, with_target, over_target;
    uint32_t spread[IMAGE_SPREAD];
    uint32_t at, size; /* of the packed values (measure.h) in the roll-up's bytes */
    uint16_t p50, p90, p95, max;
    uint32_t spare;
};
struct rollup_group {
    uint32_t key; /* as an answer has it */
    uint32_t counts[IMAGE_COUNTS];
    int64_t open_ms, paused_ms, idle_ms, idle_waiting_ms;
    struct rollup_durations durations[IMAGE_DURATIONS];
};
struct rollup {    /* one allocation: this, groups, bytes */
    uint32_t made; /* counts up over the image's life */
    enum rollup_level level;
    enum image_axis axis;
    int32_t first, last;
    uint32_t days, rows, group_count, byte_count;
    struct rollup_group *groups;
    uint8_t *bytes;
};
struct rollup_list { /* by first day; they do not overlap */
    size_t count, capacity;
    struct rollup **list;
};
struct rollups {
    struct rollup_list lists[ROLLUP_LEVELS][IMAGE_AXES];
    struct image_lens lens;
    uint32_t made, epoch;
    int32_t rolled_before; /* image_roll was through up to here; 0 = something is missing */
};

struct image {
    size_t count, capacity;
    struct block *blocks; /* by day */
    struct codes codes[IMAGE_CODES];
    struct rollups rollups;
};

/* Position of the first block with block.day >= day. */
size_t image_search(const struct image *image, int32_t day);

/* ---- axes (image_axis.c) */
bool image_by_date(enum image_axis axis);
/* The day's key on an axis of dates. */
uint32_t image_date_key(enum image_axis axis, int32_t day);

/* ---- roll-ups (rollup.c) */
/* The roll-up that begins with the day and does not go beyond `to`; NULL = none. */
const struct rollup *rollup_find(const struct image *image, enum rollup_level level,
                                 enum image_axis axis, int32_t first, int32_t to);
/* Takes a roll-up in, and away what overlaps it; owns it. 0, or -1 (it is then freed). */
int rollup_place(struct image *image, struct rollup *rollup);
/* A roll-up of this size with zeroed groups; NULL when memory is out. */
struct rollup *rollup_create(uint32_t group_count, uint32_t byte_count);
/* Those that a day is in, and all. */
void rollups_drop_day(struct image *image, int32_t day);
void rollups_drop(struct image *image);
/* Does the lens show the query's codes as the query sees them? */
bool rollups_see_alike(const struct image *image, const struct image_query *query);
