/* image_roll.c: roll-ups are made: the answers to questions about whole periods, with everything in
 * them, remembered. Longer periods ask shorter ones. See rollup.h. */
#include "stats/ask.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ periods */

static const enum image_axis months_axes[] = {
    IMAGE_BY_ALL,    IMAGE_BY_ITEM,  IMAGE_BY_CATEGORY, IMAGE_BY_DEPARTMENT,
    IMAGE_BY_WINDOW, IMAGE_BY_CLERK, IMAGE_BY_HOUR,     IMAGE_BY_PRIORITY,
};
enum { MONTHS_AXES = sizeof months_axes / sizeof *months_axes };

static const struct {
    size_t axes; /* the first so many of months_axes */
    unsigned made_of;
} levels[ROLLUP_LEVELS] = {
    [ROLLUP_DAY] = {1, 0},
    [ROLLUP_WEEK] = {1, 1u << ROLLUP_DAY},
    [ROLLUP_MONTH] = {MONTHS_AXES, 1u << ROLLUP_DAY},
    [ROLLUP_YEAR] = {MONTHS_AXES, 1u << ROLLUP_MONTH},
};

/* Days of one period have the same. */
static uint32_t period_of(enum rollup_level level, int32_t day)
{
    switch (level) {
    case ROLLUP_WEEK: return image_date_key(IMAGE_BY_WEEK, day);
    case ROLLUP_MONTH: return (uint32_t)(day / 100);
    case ROLLUP_YEAR: return (uint32_t)(day / 10000);
    default: return (uint32_t)day;
    }
}

/* Blocks of one period, before the day that still changes. */
struct period {
    enum rollup_level level;
    size_t begin, end;
    size_t rows;
};

static struct period period_from(const struct image *image, enum rollup_level level, size_t begin,
                                 int32_t before)
{
    struct period period = {level, begin, begin, 0};
    uint32_t first = period_of(level, image->blocks[begin].day);
    while (period.end < image->count && image->blocks[period.end].day < before &&
           period_of(level, image->blocks[period.end].day) == first) {
        period.rows += image->blocks[period.end++].row_count;
    }
    return period;
}

static bool is_rolled(const struct image *image, const struct period *period)
{
    int32_t first = image->blocks[period->begin].day, last = image->blocks[period->end - 1].day;
    for (size_t a = 0; a < levels[period->level].axes; a++) {
        const struct rollup *rollup =
            rollup_find(image, period->level, months_axes[a], first, last);
        if (rollup == NULL || rollup->last != last) {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ making one */

/* Values of all groups, packed one behind the other. */
struct packed {
    size_t size, capacity;
    uint8_t *bytes;
};

static int pack(struct packed *packed, struct measure *measure, struct rollup_durations *to)
{
    if (packed->capacity - packed->size < MEASURE_PACKED_MAX) {
        size_t capacity = 2 * packed->capacity + MEASURE_PACKED_MAX;
        uint8_t *bytes = realloc(packed->bytes, capacity);
        if (bytes == NULL) {
            return -1;
        }
        packed->bytes = bytes;
        packed->capacity = capacity;
    }
    to->at = (uint32_t)packed->size;
    to->size = (uint32_t)measure_pack(measure, packed->bytes + packed->size);
    packed->size += to->size;
    return 0;
}

static int roll_durations(struct packed *packed, struct measure *measure,
                          struct rollup_durations *to)
{
    struct image_durations read;
    measure_read(measure, &read);
    *to = (struct rollup_durations){.count = (uint32_t)read.count,
                                    .sum = read.sum,
                                    .with_target = (uint32_t)read.with_target,
                                    .over_target = (uint32_t)read.over_target,
                                    .p50 = (uint16_t)read.p50,
                                    .p90 = (uint16_t)read.p90,
                                    .p95 = (uint16_t)read.p95,
                                    .max = (uint16_t)read.max};
    memcpy(to->spread, read.spread, sizeof to->spread);
    return read.count > 0 ? pack(packed, measure, to) : 0;
}

static int roll_group(struct ask *ask, struct asked_group *group, struct packed *packed,
                      struct rollup_group *to)
{
    if (group->lone != NULL) {
        ask_settle(ask, group);
    }
    *to = (struct rollup_group){.key = group->figures.key,
                                .open_ms = group->figures.open_ms,
                                .paused_ms = group->figures.paused_ms,
                                .idle_ms = group->figures.idle_ms,
                                .idle_waiting_ms = group->figures.idle_waiting_ms};
    memcpy(to->counts, group->figures.counts, sizeof to->counts);
    for (int k = 0; k < IMAGE_DURATIONS && !ask->failed; k++) {
        if (group->measures[k] != NULL &&
            roll_durations(packed, group->measures[k], &to->durations[k]) < 0) {
            return -1;
        }
    }
    return ask->failed ? -1 : 0;
}

/* The answer as a roll-up; NULL when memory is out. */
static struct rollup *roll_answer(struct ask *ask)
{
    struct packed packed = {0};
    struct rollup *rollup = NULL;
    uint32_t count = (uint32_t)ask->count - 1; /* group 0 is none */
    struct rollup_group *groups = calloc(count + 1, sizeof *groups);
    int result = groups != NULL && !ask->failed ? 0 : -1;
    for (uint32_t i = 0; i < count && result == 0; i++) {
        result = roll_group(ask, &ask->groups[i + 1], &packed, &groups[i]);
    }
    if (result == 0 && (rollup = rollup_create(count, (uint32_t)packed.size)) != NULL) {
        memcpy(rollup->groups, groups, count * sizeof *groups);
        if (packed.size > 0) {
            memcpy(rollup->bytes, packed.bytes, packed.size);
        }
    }
    free(packed.bytes);
    free(groups);
    return rollup;
}

static int roll_axis(struct image *image, const struct period *period, enum image_axis axis)
{
    const struct image_lens *lens = &image->rollups.lens;
    const struct image_query query = {.from = image->blocks[period->begin].day,
                                      .to = image->blocks[period->end - 1].day,
                                      .by = axis,
                                      .want = WANT_ALL,
                                      .department_of_item = lens->department_of_item,
                                      .department_of_window = lens->department_of_window,
                                      .target_of_category = lens->target_of_category};
    struct ask *ask = ask_create(image, &query);
    if (ask == NULL) {
        return -1;
    }
    ask_days(ask, levels[period->level].made_of);
    struct rollup *rollup = roll_answer(ask);
    ask_destroy(ask);
    if (rollup == NULL) {
        return -1;
    }
    rollup->level = period->level;
    rollup->axis = axis;
    rollup->first = query.from;
    rollup->last = query.to;
    rollup->days = (uint32_t)(period->end - period->begin);
    rollup->rows = (uint32_t)period->rows;
    return rollup_place(image, rollup);
}

static int roll_period(struct image *image, const struct period *period)
{
    int result = 0;
    for (size_t a = 0; a < levels[period->level].axes && result == 0; a++) {
        result = roll_axis(image, period, months_axes[a]);
    }
    return result;
}

/* ------------------------------------------------------------------ all of them */

/* What is missing of a level, until *budget rows were read: 1 = more, 0 = whole, -1. */
static int roll_level(struct image *image, enum rollup_level level, int32_t before, size_t *budget)
{
    for (size_t at = 0; at < image->count && image->blocks[at].day < before;) {
        struct period period = period_from(image, level, at, before);
        at = period.end;
        if (is_rolled(image, &period)) {
            continue;
        }
        if (*budget == 0) {
            return 1;
        }
        if (roll_period(image, &period) < 0) {
            return -1;
        }
        *budget -= period.rows < *budget ? period.rows : *budget;
    }
    return 0;
}

/* The lens as the site has it now. */
static void look_through(struct image *image, const struct image_lens *lens)
{
    struct image_lens *own = &image->rollups.lens;
    bool same = memcmp(own->department_of_item, lens->department_of_item,
                       (own->items + 1u) * sizeof *own->department_of_item) == 0 &&
                memcmp(own->target_of_category, lens->target_of_category,
                       (own->categories + 1u) * sizeof *own->target_of_category) == 0 &&
                memcmp(own->department_of_window, lens->department_of_window,
                       sizeof own->department_of_window) == 0;
    if (!same && image_rollup_count(image) > 0) {
        rollups_drop(image);
    }
    if (!same || own->items != lens->items || own->categories != lens->categories) {
        *own = *lens;
    }
}

int image_roll(struct image *image, const struct image_lens *lens, int32_t before, size_t most_rows)
{
    size_t budget = most_rows > 0 ? most_rows : 1;
    int result = 0;
    look_through(image, lens);
    if (image->rollups.rolled_before == before) {
        return 0;
    }
    for (int level = 0; level < ROLLUP_LEVELS && result == 0; level++) {
        result = roll_level(image, (enum rollup_level)level, before, &budget);
    }
    if (result == 0) {
        image->rollups.rolled_before = before;
    }
    return result;
}
