/* image_ask.c: one question, block by block, one walk over a block for each thing that is counted.
 *
 * A walk looks at three columns: the marks (does the row have the part?), the row's group and what
 * it counts. Groups come from keys by a table of all 65,536 of them. Key 0 is "in no group": such
 * rows, and those that a filter leaves out, count in group 0, which nobody reads. */
#include "stats/image_private.h"
#include "stats/measure.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS = 65536, FIRST_GROUPS = 32, NO_GROUP = 0 };

struct asked_group {
    struct image_group figures;
    struct measure *measures[IMAGE_DURATIONS]; /* those that are wanted */
};

struct ask {
    const struct image *image;
    const struct image_query *query;
    size_t count, capacity; /* group 0 is none */
    struct asked_group *groups;
    uint16_t slots[KEYS]; /* key -> group */
    uint32_t date_key;    /* of the block, when the axis is one of dates */
    uint16_t *keys;       /* scratch: as many as the largest block has rows */
    const struct block *keys_of; /* whose they are, and for which hour */
    unsigned keys_hour;
    bool failed;
};

static const char *const axis_names[IMAGE_AXES] = {
    [IMAGE_BY_ALL] = "all",           [IMAGE_BY_DAY] = "day",
    [IMAGE_BY_WEEK] = "week",         [IMAGE_BY_MONTH] = "month",
    [IMAGE_BY_ITEM] = "item",         [IMAGE_BY_CATEGORY] = "category",
    [IMAGE_BY_DEPARTMENT] = "department", [IMAGE_BY_WINDOW] = "window",
    [IMAGE_BY_CLERK] = "clerk",       [IMAGE_BY_HOUR] = "hour",
    [IMAGE_BY_PRIORITY] = "priority",
};

const char *image_axis_name(enum image_axis axis)
{
    return (unsigned)axis < IMAGE_AXES ? axis_names[axis] : NULL;
}

int image_axis_parse(const char *name, enum image_axis *out)
{
    for (int axis = 0; axis < IMAGE_AXES; axis++) {
        if (strcmp(name, axis_names[axis]) == 0) {
            *out = (enum image_axis)axis;
            return 0;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ dates */

static bool by_date(enum image_axis axis)
{
    return axis <= IMAGE_BY_MONTH;
}

/* Days since 0000-03-01 of the Gregorian calendar, and back. */
static int32_t day_number(int32_t day)
{
    int32_t month = day / 100 % 100, year = day / 10000 - (month <= 2);
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day % 100 - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + of_year;
}

static int32_t day_of_number(int32_t number)
{
    int32_t era = number / 146097, of_era = number % 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153, date = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    return (year + era * 400 + (month <= 2)) * 10000 + month * 100 + date;
}

static uint32_t date_key(enum image_axis axis, int32_t day)
{
    int32_t number = day_number(day);
    switch (axis) {
    case IMAGE_BY_DAY: return (uint32_t)day;
    case IMAGE_BY_WEEK: /* 0000-03-01 was a Wednesday */
        return (uint32_t)day_of_number(number - (number + 2) % 7);
    case IMAGE_BY_MONTH: return (uint32_t)(day / 100 * 100);
    default: return 0;
    }
}

/* ------------------------------------------------------------------ groups */

static const unsigned duration_wants[IMAGE_DURATIONS] = {WANT_WAIT | WANT_TARGETS, WANT_WALK,
                                                         WANT_SERVICE};

/* A new group for the key; NO_GROUP with ask->failed when memory is out. */
static uint16_t add_group(struct ask *ask, uint16_t key)
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
    group->figures.key = by_date(by) ? ask->date_key : (uint32_t)key - shifted;
    for (int i = 0; i < IMAGE_DURATIONS; i++) {
        if ((ask->query->want & duration_wants[i]) == 0) {
            continue;
        }
        group->measures[i] = calloc(1, sizeof **group->measures);
        ask->failed = ask->failed || group->measures[i] == NULL;
    }
    ask->slots[key] = (uint16_t)ask->count++;
    return ask->slots[key];
}

static inline uint16_t group_of(struct ask *ask, uint16_t key)
{
    uint16_t group = ask->slots[key];
    return group != NO_GROUP || key == 0 ? group : add_group(ask, key);
}

/* ------------------------------------------------------------------ keys */

static const uint16_t *column_of(const struct ask *ask, const struct columns *columns)
{
    switch (ask->query->by) {
    case IMAGE_BY_ITEM: return columns->item;
    case IMAGE_BY_CATEGORY: return columns->category;
    case IMAGE_BY_WINDOW: return columns->window;
    case IMAGE_BY_CLERK: return columns->clerk;
    default: return NULL;
    }
}

static uint16_t department_of(const uint16_t *map, uint16_t number)
{
    return map != NULL ? map[number] : 0;
}

static void fill_hours(uint16_t *keys, const struct columns *columns, uint32_t count,
                       unsigned shift)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t hour = columns->hours[i] >> shift & HOUR_MASK;
        keys[i] = hour == ROW_NO_HOUR ? 0 : (uint16_t)(hour + 1);
    }
}

static void fill_priorities(uint16_t *keys, const struct columns *columns, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = (uint16_t)((columns->marks[i] >> MARK_PRIORITY & IMAGE_PRIORITY_MAX) + 1);
    }
}

static void fill_departments(uint16_t *keys, const struct columns *columns, uint32_t count,
                             const uint16_t *map)
{
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = department_of(map, columns->item[i]);
    }
}

static void make_keys(struct ask *ask, const struct block *block, unsigned hour_shift)
{
    const struct columns *columns = &block->columns;
    const uint16_t *column = column_of(ask, columns);
    uint32_t count = block->row_count;
    if (column != NULL) {
        memcpy(ask->keys, column, count * sizeof *column);
        return;
    }
    switch (ask->query->by) {
    case IMAGE_BY_HOUR: fill_hours(ask->keys, columns, count, hour_shift); return;
    case IMAGE_BY_PRIORITY: fill_priorities(ask->keys, columns, count); return;
    case IMAGE_BY_DEPARTMENT:
        fill_departments(ask->keys, columns, count, ask->query->department_of_item);
        return;
    default: break;
    }
    for (uint32_t i = 0; i < count; i++) {
        ask->keys[i] = 1;
    }
}

/* Rows that have another value than the one that is wanted are in no group. */
static void keep_only(struct ask *ask, const uint16_t *column, uint16_t wanted, uint32_t count)
{
    for (uint32_t i = 0; wanted != 0 && i < count; i++) {
        ask->keys[i] = column[i] == wanted ? ask->keys[i] : 0;
    }
}

static void filter(struct ask *ask, const struct block *block)
{
    const struct image_query *query = ask->query;
    const struct columns *columns = &block->columns;
    keep_only(ask, columns->item, query->item, block->row_count);
    keep_only(ask, columns->category, query->category, block->row_count);
    keep_only(ask, columns->clerk, query->clerk, block->row_count);
    keep_only(ask, columns->window, query->window, block->row_count);
    for (uint32_t i = 0; query->priority != 0 && i < block->row_count; i++) {
        bool same = (columns->marks[i] >> MARK_PRIORITY & IMAGE_PRIORITY_MAX) == query->priority;
        ask->keys[i] = same ? ask->keys[i] : 0;
    }
    for (uint32_t i = 0; query->department != 0 && i < block->row_count; i++) {
        bool same = department_of(query->department_of_item, columns->item[i]) ==
                    query->department;
        ask->keys[i] = same ? ask->keys[i] : 0;
    }
}

/* The group of each of a block's rows, for parts of that hour: made once for all walks that need
 * the same. Afterwards no group is added, so a walk is nothing but loads and additions. */
static const uint16_t *groups_of(struct ask *ask, const struct block *block, unsigned hour_shift)
{
    bool made = ask->keys_of == block &&
                (ask->query->by != IMAGE_BY_HOUR || ask->keys_hour == hour_shift);
    if (!made) {
        make_keys(ask, block, hour_shift);
        filter(ask, block);
        for (uint32_t i = 0; i < block->row_count; i++) {
            ask->keys[i] = group_of(ask, ask->keys[i]);
        }
        ask->keys_of = block;
        ask->keys_hour = hour_shift;
    }
    return ask->keys;
}

/* ------------------------------------------------------------------ counting */

enum { FIELD_VALUES = 32 };

/* Rows with `part` count by a field of their marks; what the field says is in `counts`. */
struct count_walk {
    unsigned want;
    uint32_t part;
    unsigned hour_shift, field, field_mask;
    uint8_t counts[FIELD_VALUES];
};

#define NOTHING4 COUNT_NOTHING, COUNT_NOTHING, COUNT_NOTHING, COUNT_NOTHING
static const struct count_walk count_walks[] = {
    /* CAME_IN is bit 1 of the marks */
    {WANT_ENTERED, ROW_ENTERED, HOUR_ENTERED, 1, 1, {COUNT_ISSUED, COUNT_CARRIED_IN}},
    {WANT_CALLED, ROW_CALLED, HOUR_CALLED, 0, 0, {COUNT_CALLED}},
    {WANT_ENDED,
     ROW_ENDED,
     HOUR_ENDED,
     MARK_ENDING,
     7,
     {COUNT_NOTHING, COUNT_SERVED, COUNT_NO_SHOW, COUNT_CANCELLED, COUNT_EXPIRED,
      COUNT_CARRIED_OVER, COUNT_NOTHING, COUNT_NOTHING}},
    /* level in the low three bits, then active or by default */
    {WANT_RATINGS,
     ROW_SERVED,
     HOUR_ENDED,
     MARK_LEVEL,
     31,
     {COUNT_RATED_NONE, COUNT_RATED_NONE, COUNT_RATED_NONE, COUNT_RATED_NONE, COUNT_RATED_NONE,
      COUNT_RATED_NONE, COUNT_RATED_NONE, COUNT_RATED_NONE, COUNT_RATED_ACTIVE,
      COUNT_RATED_ACTIVE + 1, COUNT_RATED_ACTIVE + 2, COUNT_RATED_ACTIVE + 3,
      COUNT_RATED_ACTIVE + 4, COUNT_RATED_ACTIVE + 5, COUNT_NOTHING, COUNT_NOTHING,
      COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT,
      COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT, COUNT_RATED_DEFAULT,
      NOTHING4, NOTHING4}},
    {WANT_LEFT,
     ROW_LEFT,
     HOUR_ENDED,
     MARK_WAY,
     3,
     {COUNT_NOTHING, COUNT_LEFT_NO_SHOW, COUNT_HELD, COUNT_TRANSFERRED}},
    /* tickets that ended served, by outcome: mark_mask looks at the ending too */
    {WANT_OUTCOMES,
     ROW_ENDED,
     HOUR_ENDED,
     MARK_OUTCOME,
     7,
     {COUNT_OUTCOME, COUNT_OUTCOME + 1, COUNT_OUTCOME + 2, COUNT_OUTCOME + 3, COUNT_OUTCOME + 4,
      COUNT_NOTHING, COUNT_NOTHING, COUNT_NOTHING}},
};

/* An entry counts at a window, or for a clerk, only when it was made there. */
static uint32_t mark_mask(const struct ask *ask, const struct count_walk *walk)
{
    const struct image_query *query = ask->query;
    bool at_window = query->by == IMAGE_BY_WINDOW || query->by == IMAGE_BY_CLERK ||
                     query->window != 0 || query->clerk != 0;
    bool entry = walk->part == ROW_ENTERED;
    uint32_t served = walk->want == WANT_OUTCOMES ? 7u << MARK_ENDING : 0;
    return walk->part | (entry && at_window ? ROW_ENTERED_AT_WINDOW : 0) | served;
}

static void count(struct ask *ask, const struct block *block, const struct count_walk *walk)
{
    const uint16_t *numbers = groups_of(ask, block, walk->hour_shift);
    const uint32_t *marks = block->columns.marks;
    struct asked_group *const groups = ask->groups;
    uint32_t mask = mark_mask(ask, walk);
    uint32_t wanted = walk->want == WANT_OUTCOMES
                          ? walk->part | (uint32_t)ROW_ENDING_SERVED << MARK_ENDING
                          : mask;
    for (uint32_t i = 0; i < block->row_count; i++) {
        if ((marks[i] & mask) == wanted) {
            uint8_t what = walk->counts[marks[i] >> walk->field & walk->field_mask];
            groups[numbers[i]].figures.counts[what]++;
        }
    }
}

/* ------------------------------------------------------------------ measuring */

struct measure_walk {
    unsigned want;
    uint32_t part;
    unsigned hour_shift;
    size_t column; /* offset in struct columns */
};

static const struct measure_walk measure_walks[IMAGE_DURATIONS] = {
    [DURATION_WAIT] = {WANT_WAIT, ROW_WAITED, HOUR_CALLED, offsetof(struct columns, wait)},
    [DURATION_WALK] = {WANT_WALK, ROW_WALKED, HOUR_WALKED, offsetof(struct columns, walk)},
    [DURATION_SERVICE] = {WANT_SERVICE, ROW_SERVED, HOUR_ENDED,
                          offsetof(struct columns, service)},
};

static void measure(struct ask *ask, const struct block *block, enum image_duration which)
{
    const struct measure_walk *walk = &measure_walks[which];
    const uint16_t *numbers = groups_of(ask, block, walk->hour_shift);
    const uint16_t *values =
        *(uint16_t *const *)(const void *)((const char *)&block->columns + walk->column);
    const uint32_t *marks = block->columns.marks;
    struct asked_group *const groups = ask->groups;
    for (uint32_t i = 0; i < block->row_count && !ask->failed; i++) {
        if ((marks[i] & walk->part) != 0) {
            measure_add(groups[numbers[i]].measures[which], values[i]);
        }
    }
}

/* What only waits have: their class, and whether they were beyond the target. */
static void classify_waits(struct ask *ask, const struct block *block)
{
    const uint16_t *numbers = groups_of(ask, block, HOUR_CALLED);
    const struct columns *columns = &block->columns;
    const uint16_t *targets = ask->query->target_of_category;
    for (uint32_t i = 0; i < block->row_count && !ask->failed; i++) {
        if ((columns->marks[i] & ROW_WAITED) == 0) {
            continue;
        }
        struct measure *to = ask->groups[numbers[i]].measures[DURATION_WAIT];
        uint16_t target = targets != NULL ? targets[columns->category[i]] : 0;
        measure_spread(to, columns->wait[i]);
        to->with_target += target != 0;
        to->over_target += target != 0 && columns->wait[i] > target;
    }
}

/* ------------------------------------------------------------------ windows' time */

static uint16_t span_key(const struct ask *ask, const struct window_span *span)
{
    switch (ask->query->by) {
    case IMAGE_BY_ITEM:
    case IMAGE_BY_CATEGORY:
    case IMAGE_BY_PRIORITY: return 0;
    case IMAGE_BY_DEPARTMENT:
        return department_of(ask->query->department_of_window, span->window);
    case IMAGE_BY_WINDOW: return span->window;
    case IMAGE_BY_CLERK: return span->clerk;
    case IMAGE_BY_HOUR: return (uint16_t)(span->hour + 1);
    default: return 1;
    }
}

static bool span_wanted(const struct image_query *query, const struct window_span *span)
{
    return (query->window == 0 || query->window == span->window) &&
           (query->clerk == 0 || query->clerk == span->clerk) && query->item == 0 &&
           query->category == 0 && query->priority == 0 &&
           (query->department == 0 ||
            department_of(query->department_of_window, span->window) == query->department);
}

static void add_spans(struct ask *ask, const struct block *block)
{
    for (uint32_t i = 0; i < block->span_count; i++) {
        const struct window_span *span = &block->spans[i];
        uint16_t group =
            span_wanted(ask->query, span) ? group_of(ask, span_key(ask, span)) : NO_GROUP;
        if (group == NO_GROUP) {
            continue;
        }
        struct image_group *figures = &ask->groups[group].figures;
        figures->counts[COUNT_PAUSES] += span->pauses;
        figures->open_ms += span->open_ms;
        figures->paused_ms += span->paused_ms;
        figures->idle_ms += span->idle_ms;
        figures->idle_waiting_ms += span->idle_waiting_ms;
    }
}

/* ------------------------------------------------------------------ the question */

static void ask_block(struct ask *ask, const struct block *block)
{
    const struct image_query *query = ask->query;
    uint32_t key = date_key(query->by, block->day);
    if (by_date(query->by) && key != ask->date_key) {
        ask->date_key = key; /* days are in order: a date that is over does not come back */
        ask->slots[1] = NO_GROUP;
    }
    for (size_t i = 0; i < sizeof count_walks / sizeof *count_walks; i++) {
        if ((query->want & count_walks[i].want) != 0) {
            count(ask, block, &count_walks[i]);
        }
    }
    for (int i = 0; i < IMAGE_DURATIONS; i++) {
        if ((query->want & measure_walks[i].want) != 0) {
            measure(ask, block, (enum image_duration)i);
        }
    }
    if ((query->want & WANT_TARGETS) != 0) {
        classify_waits(ask, block);
    }
    if ((query->want & WANT_SPANS) != 0) {
        add_spans(ask, block);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct image_group *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Everything in the groups together, durations from their values and not from their percentiles. */
static void add_to_total(struct image_group *total, struct measure *measures,
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
    }
}

static int read_total(struct ask *ask, struct image_group *total)
{
    struct measure *measures = calloc(IMAGE_DURATIONS, sizeof *measures);
    if (measures == NULL) {
        return -1;
    }
    for (size_t i = 1; i < ask->count; i++) {
        add_to_total(total, measures, &ask->groups[i]);
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
        for (int k = 0; k < IMAGE_DURATIONS; k++) {
            if (group->measures[k] != NULL) {
                measure_read(group->measures[k], &group->figures.durations[k]);
            }
        }
        group->figures.counts[COUNT_NOTHING] = 0;
        if (!is_empty(&group->figures)) {
            out->groups[out->count++] = group->figures;
        }
    }
    qsort(out->groups, out->count, sizeof *out->groups, by_key);
    return 0;
}

static void ask_destroy(struct ask *ask)
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

static struct ask *ask_create(const struct image *image, const struct image_query *query)
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
    add_group(ask, 0); /* group 0: none */
    if (ask->keys == NULL || ask->failed) {
        ask_destroy(ask);
        return NULL;
    }
    return ask;
}

int image_ask(const struct image *image, const struct image_query *query,
              struct image_answer *out)
{
    *out = (struct image_answer){0};
    struct ask *ask = ask_create(image, query);
    if (ask == NULL) {
        return -1;
    }
    for (size_t i = image_search(image, query->from);
         i < image->count && image->blocks[i].day <= query->to && !ask->failed; i++) {
        ask_block(ask, &image->blocks[i]);
    }
    int result = ask->failed ? -1 : read_answer(ask, out);
    ask_destroy(ask);
    return result;
}

void image_answer_finish(struct image_answer *answer)
{
    free(answer->groups);
    *answer = (struct image_answer){0};
}
