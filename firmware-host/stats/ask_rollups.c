/* ask_rollups.c: roll-ups into the groups of a question. See ask.h. */
#include "stats/ask.h"

#include <string.h>

/* ------------------------------------------------------------------ which may answer */

enum {
    DAY = 1u << ROLLUP_DAY,
    WEEK = 1u << ROLLUP_WEEK,
    MONTH = 1u << ROLLUP_MONTH,
    YEAR = 1u << ROLLUP_YEAR
};

/* What an axis is put together from. */
static const uint8_t axis_levels[IMAGE_AXES] = {
    [IMAGE_BY_ALL] = DAY | MONTH | YEAR,  [IMAGE_BY_DAY] = DAY,
    [IMAGE_BY_WEEK] = DAY | WEEK,         [IMAGE_BY_MONTH] = DAY | MONTH,
    [IMAGE_BY_ITEM] = MONTH | YEAR,       [IMAGE_BY_CATEGORY] = MONTH | YEAR,
    [IMAGE_BY_DEPARTMENT] = MONTH | YEAR, [IMAGE_BY_WINDOW] = MONTH | YEAR,
    [IMAGE_BY_CLERK] = MONTH | YEAR,      [IMAGE_BY_HOUR] = MONTH | YEAR,
    [IMAGE_BY_PRIORITY] = MONTH | YEAR,
};

unsigned ask_levels(const struct image *image, const struct image_query *query)
{
    bool filtered = query->item != 0 || query->category != 0 || query->clerk != 0 ||
                    query->priority != 0 || query->window != 0 || query->department != 0;
    bool answers = !filtered && (unsigned)query->by < IMAGE_AXES && rollups_see_alike(image, query);
    return answers ? axis_levels[query->by] : 0;
}

/* ------------------------------------------------------------------ counts */

/* The counts of each wanted part, as they stand in enum image_count. */
static const struct {
    unsigned want;
    int first, last;
} wanted_counts[] = {
    {WANT_ENTERED, COUNT_ISSUED, COUNT_CARRIED_IN},
    {WANT_CALLED, COUNT_CALLED, COUNT_CALLED},
    {WANT_ENDED, COUNT_SERVED, COUNT_CARRIED_OVER},
    {WANT_RATINGS, COUNT_RATED_ACTIVE, COUNT_RATED_NONE},
    {WANT_OUTCOMES, COUNT_OUTCOME, COUNT_OUTCOME + 4},
    {WANT_LEFT, COUNT_LEFT_NO_SHOW, COUNT_TRANSFERRED},
    {WANT_SPANS, COUNT_PAUSES, COUNT_PAUSES},
};

static void add_counts(unsigned want, struct image_group *to, const struct rollup_group *from)
{
    for (size_t i = 0; i < sizeof wanted_counts / sizeof *wanted_counts; i++) {
        bool wanted = (want & wanted_counts[i].want) != 0;
        for (int c = wanted_counts[i].first; wanted && c <= wanted_counts[i].last; c++) {
            to->counts[c] += from->counts[c];
        }
    }
    if ((want & WANT_SPANS) != 0) {
        to->open_ms += from->open_ms;
        to->paused_ms += from->paused_ms;
        to->idle_ms += from->idle_ms;
        to->idle_waiting_ms += from->idle_waiting_ms;
    }
}

/* ------------------------------------------------------------------ durations */

static const unsigned plain_wants[IMAGE_DURATIONS] = {WANT_WAIT, WANT_WALK, WANT_SERVICE};

static bool wants_classes(const struct ask *ask, enum image_duration which)
{
    return which == DURATION_WAIT && (ask->query->want & WANT_TARGETS) != 0;
}

void ask_add_rolled(const struct ask *ask, struct measure *measure, enum image_duration which,
                    const struct rollup *rollup, const struct rollup_group *group)
{
    const struct rollup_durations *from = &group->durations[which];
    if ((ask->query->want & plain_wants[which]) != 0 && from->count > 0) {
        measure_unpack(measure, from->count, rollup->bytes + from->at, from->size);
        measure->sum += from->sum;
        measure->max = from->max > measure->max ? from->max : measure->max;
    }
    if (wants_classes(ask, which)) {
        measure->with_target += from->with_target;
        measure->over_target += from->over_target;
        for (int i = 0; i < IMAGE_SPREAD; i++) {
            measure->spread[i] += from->spread[i];
        }
    }
}

void ask_settle(struct ask *ask, struct asked_group *group)
{
    ask_give_measures(ask, group);
    for (int k = 0; k < IMAGE_DURATIONS && !ask->failed; k++) {
        if (group->measures[k] != NULL) {
            ask_add_rolled(ask, group->measures[k], (enum image_duration)k, group->lone,
                           group->lone_group);
        }
    }
    group->lone = NULL;
}

void ask_rollup(struct ask *ask, const struct rollup *rollup)
{
    enum image_axis by = ask->query->by;
    bool shifted = by == IMAGE_BY_HOUR || by == IMAGE_BY_PRIORITY;
    ask_day(ask, rollup->first);
    ask->rolled_up = true;
    for (uint32_t i = 0; i < rollup->group_count && !ask->failed; i++) {
        const struct rollup_group *from = &rollup->groups[i];
        uint16_t key = image_by_date(by) ? 1 : (uint16_t)(from->key + shifted);
        uint16_t at = ask_group(ask, key); /* may move the groups */
        struct asked_group *group = &ask->groups[at];
        add_counts(ask->query->want, &group->figures, from);
        if (group->lone != NULL) {
            ask_settle(ask, group);
        }
        group->lone = rollup;
        group->lone_group = from;
    }
}

/* As measure_read would. */
static void read_rolled(const struct ask *ask, enum image_duration which,
                        const struct rollup_durations *from, struct image_durations *out)
{
    if ((ask->query->want & plain_wants[which]) != 0) {
        *out = (struct image_durations){.count = from->count,
                                        .sum = from->sum,
                                        .p50 = from->p50,
                                        .p90 = from->p90,
                                        .p95 = from->p95,
                                        .max = from->max};
    }
    if (wants_classes(ask, which)) {
        out->with_target = from->with_target;
        out->over_target = from->over_target;
        memcpy(out->spread, from->spread, sizeof out->spread);
    }
}

static bool has_measures(const struct asked_group *group)
{
    bool any = false;
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        any = any || group->measures[k] != NULL;
    }
    return any;
}

void ask_read_durations(struct ask *ask, struct asked_group *group)
{
    bool alone = group->lone != NULL && !has_measures(group);
    if (group->lone != NULL && !alone) {
        ask_settle(ask, group);
    }
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        struct image_durations *out = &group->figures.durations[k];
        if (alone) {
            read_rolled(ask, (enum image_duration)k, &group->lone_group->durations[k], out);
        } else if (group->measures[k] != NULL) {
            measure_read(group->measures[k], out);
        }
    }
}
