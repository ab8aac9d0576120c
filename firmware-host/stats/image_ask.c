/* image_ask.c: a question: from roll-ups where there are some, from rows where not. See ask.h. */
#include "stats/ask.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_GROUPS = 32 };

/* ------------------------------------------------------------------ groups */

const unsigned ask_duration_wants[IMAGE_DURATIONS] = {WANT_WAIT | WANT_TARGETS, WANT_WALK,
                                                      WANT_SERVICE};

void ask_give_measures(struct ask *ask, struct asked_group *group)
{
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        if ((ask->query->want & ask_duration_wants[k]) != 0 && group->measures[k] == NULL) {
            group->measures[k] = calloc(1, sizeof **group->measures);
            ask->failed = ask->failed || group->measures[k] == NULL;
        }
    }
}

uint16_t ask_new_group(struct ask *ask, uint16_t key)
{
    if (ask->count >= ask->capacity) {
        size_t capacity = ask->capacity == 0 ? FIRST_GROUPS : 2 * ask->capacity;
        struct asked_group *groups = realloc(ask->groups, capacity * sizeof *groups);
        if (groups == NULL) {
            ask->failed = true;
            return NO_GROUP;
        }
        ask->groups = groups;
        ask->capacity = capacity;
    }
    struct asked_group *group = &ask->groups[ask->count];
    *group = (struct asked_group){0};
    enum image_axis by = ask->query->by;
    bool shifted = by == IMAGE_BY_HOUR || by == IMAGE_BY_PRIORITY;
    group->figures.key = image_by_date(by) ? ask->date_key : (uint32_t)key - shifted;
    ask->bare = true;
    ask->slots[key] = (uint16_t)ask->count++;
    return ask->slots[key];
}

void ask_day(struct ask *ask, int32_t day)
{
    enum image_axis by = ask->query->by;
    uint32_t key = image_date_key(by, day);
    if (image_by_date(by) && key != ask->date_key) {
        ask->date_key = key;
        ask->slots[1] = NO_GROUP;
    }
}

/* ------------------------------------------------------------------ a question's life */

void ask_destroy(struct ask *ask)
{
    for (size_t i = 0; ask != NULL && i < ask->count; i++) {
        for (int k = 0; k < IMAGE_DURATIONS; k++) {
            free(ask->groups[i].measures[k]);
        }
    }
    if (ask != NULL) {
        free(ask->groups);
        free(ask->keys);
        free(ask);
    }
}

struct ask *ask_create(const struct image *image, const struct image_query *query)
{
    struct ask *ask = calloc(1, sizeof *ask);
    if (ask == NULL) {
        return NULL;
    }
    *ask = (struct ask){.image = image, .query = query};
    uint32_t most = 1;
    for (size_t i = 0; i < image->count; i++) {
        most = image->blocks[i].row_count > most ? image->blocks[i].row_count : most;
    }
    ask->keys = malloc(most * sizeof *ask->keys);
    ask_new_group(ask, 0); /* group 0: none */
    if (ask->keys == NULL || ask->failed) {
        ask_destroy(ask);
        return NULL;
    }
    return ask;
}

/* The longest roll-up that begins here and is wholly asked for. */
static const struct rollup *longest(const struct ask *ask, int32_t first, unsigned levels)
{
    enum image_axis by = ask->query->by;
    enum image_axis axis = image_by_date(by) ? IMAGE_BY_ALL : by;
    const struct rollup *found = NULL;
    for (int level = ROLLUP_LEVELS; found == NULL && level-- > 0;) {
        if ((levels & 1u << level) != 0) {
            found = rollup_find(ask->image, (enum rollup_level)level, axis, first, ask->query->to);
        }
    }
    return found;
}

void ask_days(struct ask *ask, unsigned levels)
{
    const struct image *image = ask->image;
    size_t at = image_search(image, ask->query->from);
    while (at < image->count && image->blocks[at].day <= ask->query->to && !ask->failed) {
        const struct rollup *rollup = longest(ask, image->blocks[at].day, levels);
        if (rollup != NULL) {
            ask_rollup(ask, rollup);
            at += rollup->days;
        } else {
            ask_block(ask, &image->blocks[at++]);
        }
    }
}

/* ------------------------------------------------------------------ the answer */

static int by_key(const void *a, const void *b)
{
    const struct image_group *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Everything in the groups together, durations from their values and not from their percentiles. */
static void add_to_total(const struct ask *ask, struct image_group *total, struct measure *measures,
                         const struct asked_group *group)
{
    for (int i = 0; i < IMAGE_COUNTS; i++) {
        total->counts[i] += group->figures.counts[i];
    }
    total->open_ms += group->figures.open_ms;
    total->paused_ms += group->figures.paused_ms;
    total->idle_ms += group->figures.idle_ms;
    total->idle_waiting_ms += group->figures.idle_waiting_ms;
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        if (group->measures[k] != NULL) {
            measure_merge(&measures[k], group->measures[k]);
        }
        if (group->lone != NULL) {
            ask_add_rolled(ask, &measures[k], (enum image_duration)k, group->lone,
                           group->lone_group);
        }
    }
}

/* A thousand days together are few months and years together: their total is a question of its
 * own, when there are roll-ups to answer it. */
static int total_of_dates(const struct ask *ask, struct image_group *total)
{
    struct image_query whole = *ask->query;
    struct image_answer all;
    whole.by = IMAGE_BY_ALL;
    int result = image_ask(ask->image, &whole, &all);
    *total = all.total;
    image_answer_finish(&all);
    return result;
}

static int read_total(const struct ask *ask, struct image_group *total)
{
    if (ask->rolled_up && ask->query->by != IMAGE_BY_ALL && image_by_date(ask->query->by)) {
        return total_of_dates(ask, total);
    }
    struct measure *measures = calloc(IMAGE_DURATIONS, sizeof *measures);
    if (measures == NULL) {
        return -1;
    }
    for (size_t i = 1; i < ask->count; i++) {
        add_to_total(ask, total, measures, &ask->groups[i]);
    }
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        measure_read(&measures[k], &total->durations[k]);
    }
    free(measures);
    return 0;
}

/* Its rows had none of the parts that were asked for. */
static bool is_empty(const struct image_group *group)
{
    const struct image_group none = {.key = group->key};
    return memcmp(group, &none, sizeof none) == 0;
}

static int read_answer(struct ask *ask, struct image_answer *out)
{
    if (read_total(ask, &out->total) < 0) {
        return -1;
    }
    out->groups = calloc(ask->count, sizeof *out->groups);
    if (out->groups == NULL) {
        return -1;
    }
    for (size_t i = 1; i < ask->count; i++) {
        struct asked_group *group = &ask->groups[i];
        ask_read_durations(ask, group);
        group->figures.counts[COUNT_NOTHING] = 0;
        if (!is_empty(&group->figures)) {
            out->groups[out->count++] = group->figures;
        }
    }
    qsort(out->groups, out->count, sizeof *out->groups, by_key);
    return ask->failed ? -1 : 0;
}

static int answer(const struct image *image, const struct image_query *query, unsigned levels,
                  struct image_answer *out)
{
    struct ask *ask = ask_create(image, query);
    if (ask == NULL) {
        return -1;
    }
    ask_days(ask, levels);
    int result = ask->failed ? -1 : read_answer(ask, out);
    ask_destroy(ask);
    return result;
}

int image_ask(const struct image *image, const struct image_query *query, struct image_answer *out)
{
    *out = (struct image_answer){0};
    int result = answer(image, query, ask_levels(image, query), out);
    if (result < 0) {
        image_answer_finish(out);
    }
    return result;
}

void image_answer_finish(struct image_answer *answer)
{
    free(answer->groups);
    *answer = (struct image_answer){0};
}
