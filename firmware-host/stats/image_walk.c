/* image_walk.c: the rows of a block into groups, one walk over the block for each thing that is
 * counted. See ask.h.
 *
 * A walk looks at three columns: the marks (does the row have the part?), the row's group and what
 * it counts. */
#include "stats/ask.h"

#include <string.h>

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

/* Rows need room for durations. Of the groups of dates only the last one can still get any. */
static void give_measures(struct ask *ask)
{
    size_t first = image_by_date(ask->query->by) ? ask->slots[1] : 1;
    size_t end = image_by_date(ask->query->by) ? first + 1 : ask->count;
    ask_give_measures(ask, &ask->groups[NO_GROUP]);
    for (size_t i = first; i < end; i++) {
        ask_give_measures(ask, &ask->groups[i]);
    }
    ask->bare = false;
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
            ask->keys[i] = ask_group(ask, ask->keys[i]);
        }
        ask->keys_of = block;
        ask->keys_hour = hour_shift;
    }
    if (ask->bare) {
        give_measures(ask);
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
            span_wanted(ask->query, span) ? ask_group(ask, span_key(ask, span)) : NO_GROUP;
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

/* ------------------------------------------------------------------ a block */

void ask_block(struct ask *ask, const struct block *block)
{
    const struct image_query *query = ask->query;
    ask_day(ask, block->day);
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
