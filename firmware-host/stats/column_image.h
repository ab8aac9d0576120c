/* column_image.h: all the hall's days in memory, as columns: any filter, any grouping, at once.
 *
 * Problem: a manager turns a report over by window, clerk, item or hour, over five years, and
 * wants it while the hand is still on the mouse. SQL over a million rows takes seconds.
 *
 * Design: a block a day; in it the columns of the day's rows (service_row.h), 22 bytes a row, and
 * the windows' time. Codes are numbers of the image's own dictionaries, which only grow, so a
 * block can be written to disk and read back as it is. A day is replaced whole: that is how today
 * keeps in step, and how a late rating finds its service.
 *
 * A question (image_ask) takes whole months and years from roll-ups (rollup.h) when it has no
 * filter, and walks the blocks of its other days once for each thing it counts. Durations are
 * exact nearest rank below IMAGE_EXACT values and histograms above, known to 0.8 %.
 *
 * Pure; allocation only in image_put_*, image_ask. Owner and thread: whoever creates it (the
 * reports thread). */
#pragma once

#include "base/limits.h"
#include "stats/service_row.h"

#include <stdbool.h>

struct image;
struct day_stats;

enum image_codes { IMAGE_ITEMS, IMAGE_CATEGORIES, IMAGE_CLERKS, IMAGE_PRIORITIES, IMAGE_CODES };
enum { IMAGE_PRIORITY_MAX = 31, IMAGE_ROW_BYTES = 22, IMAGE_EXACT = 1000 };

struct image *image_create(void);
void image_destroy(struct image *image);

/* The day as rows in place of what was there (codes are looked up in `stats`). 0, or -1 when
 * memory or a dictionary is out; the image is then as before. */
int image_put_day(struct image *image, int32_t day, const struct day_rows *rows,
                  const struct day_stats *stats);
/* Forgets all days and codes. */
void image_clear(struct image *image);

/* ---- as it is stored */
struct image_block {
    int32_t day;
    uint32_t row_count, span_count;
    const void *rows; /* IMAGE_ROW_BYTES each, column by column */
    const struct window_span *spans;
};
size_t image_day_count(const struct image *image);
size_t image_row_count(const struct image *image);
/* Days in order. 0, or -1 past the end; the pointers live until the day is replaced. */
int image_block(const struct image *image, size_t index, struct image_block *out);
/* The block of a day; 0 or -1. */
int image_block_of(const struct image *image, int32_t day, struct image_block *out);
/* Takes a copy of a block that image_block gave. 0 or -1. */
int image_put_block(struct image *image, const struct image_block *block);
/* Codes by number, from 1; "" for others. */
uint16_t image_code_count(const struct image *image, enum image_codes which);
const char *image_code(const struct image *image, enum image_codes which, uint16_t number);
/* The number of a code, a new one when it is not known. 0 or -1 (the dictionary is full). */
int image_code_number(struct image *image, enum image_codes which, const char *code,
                      uint16_t *out);

/* ---- questions */
enum image_axis {
    IMAGE_BY_ALL,
    IMAGE_BY_DAY,
    IMAGE_BY_WEEK, /* key = its Monday */
    IMAGE_BY_MONTH, /* key = yyyymm00 */
    IMAGE_BY_ITEM,
    IMAGE_BY_CATEGORY,
    IMAGE_BY_DEPARTMENT,
    IMAGE_BY_WINDOW,
    IMAGE_BY_CLERK,
    IMAGE_BY_HOUR,
    IMAGE_BY_PRIORITY,
    IMAGE_AXES
};
const char *image_axis_name(enum image_axis axis); /* "all", "day" … */
int image_axis_parse(const char *name, enum image_axis *out);

enum image_count {
    COUNT_ISSUED,
    COUNT_CARRIED_IN,
    COUNT_CALLED,
    COUNT_SERVED, /* tickets that ended served */
    COUNT_NO_SHOW, /* … by a final no-show */
    COUNT_CANCELLED,
    COUNT_EXPIRED,
    COUNT_CARRIED_OVER,
    COUNT_RATED_ACTIVE, /* +0: without a level, +1..+5: by level */
    COUNT_RATED_DEFAULT = COUNT_RATED_ACTIVE + 6,
    COUNT_RATED_NONE,
    COUNT_OUTCOME, /* +0..+4: enum service_outcome of served tickets */
    COUNT_LEFT_NO_SHOW = COUNT_OUTCOME + 5, /* called, did not come, waits again */
    COUNT_HELD,
    COUNT_TRANSFERRED,
    COUNT_PAUSES,
    IMAGE_COUNTS,
    COUNT_NOTHING = IMAGE_COUNTS /* where what nobody asked for goes */
};
enum { IMAGE_SPREAD = 6 };
enum image_duration { DURATION_WAIT, DURATION_WALK, DURATION_SERVICE, IMAGE_DURATIONS };
enum image_part { /* what is wanted: bits */
    WANT_ENTERED = 1 << 0,
    WANT_CALLED = 1 << 1,
    WANT_ENDED = 1 << 2,
    WANT_RATINGS = 1 << 3,
    WANT_OUTCOMES = 1 << 4,
    WANT_LEFT = 1 << 5,
    WANT_WAIT = 1 << 6,
    WANT_WALK = 1 << 7,
    WANT_SERVICE = 1 << 8,
    WANT_SPANS = 1 << 9,
    WANT_TARGETS = 1 << 10, /* with WANT_WAIT: its spread and targets */
    WANT_ALL = (1 << 11) - 1
};

struct image_query {
    int32_t from, to; /* yyyymmdd, both included */
    enum image_axis by;
    unsigned want;                                /* enum image_part */
    uint16_t item, category, clerk, priority;     /* numbers of codes; 0 = any */
    uint16_t window;                              /* 0 = any */
    uint16_t department;                          /* 0 = any */
    const uint16_t *department_of_item;           /* by item number, CODES of them; 0 = none */
    const uint16_t *department_of_window;         /* by window number, 65536 of them */
    const uint16_t *target_of_category;           /* seconds, by category number; 0 = none */
};

struct image_durations { /* seconds */
    uint64_t count, sum;
    uint32_t p50, p90, p95, max;
    uint64_t with_target, over_target; /* waits: those that have a target; those beyond it */
    uint32_t spread[IMAGE_SPREAD];     /* waits: up to 5, 10, 20, 30, 60 minutes, and longer */
};

struct image_group {
    uint32_t key; /* by the axis: day, code number, department, window, hour; all: 0 */
    uint32_t counts[IMAGE_COUNTS + 1];
    struct image_durations durations[IMAGE_DURATIONS];
    int64_t open_ms, paused_ms, idle_ms, idle_waiting_ms;
};
struct image_answer {
    size_t count;
    struct image_group total; /* of all groups together */
    struct image_group *groups; /* sorted by key */
};

/* 0, or -1 when memory is out. An item, category, clerk or hour that is not known is in no group
 * of its axis. Filters on item, category and priority leave windows' time out. */
int image_ask(const struct image *image, const struct image_query *query,
              struct image_answer *out);
void image_answer_finish(struct image_answer *answer);
