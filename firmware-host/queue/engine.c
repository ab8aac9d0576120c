/* engine.c: making the engine, giving it a plan, and the lookups that every part needs.
 *
 * The plan's categories and windows come first in the tables, in the plan's order; behind them
 * stand retired ones: a journal may name what the plan has no more, and a ticket of such a
 * category can still be transferred or expire. */
#include "queue/engine_state.h"

#include "queue/text_rules.h"

#include <stdlib.h>
#include <string.h>

static void plan_categories(struct engine *engine, const struct queue_plan *plan)
{
    engine->category_count = plan->category_count;
    for (uint16_t i = 0; i < plan->category_count; i++) {
        engine->categories[i].plan = plan->categories[i];
        engine->categories[i].retired = false;
    }
}

static void plan_windows(struct engine *engine)
{
    engine->window_count = engine->plan.window_count;
    memset(engine->window_slots, 0xFF, sizeof(engine->window_slots));
    for (uint16_t i = 0; i < engine->window_count; i++) {
        const struct plan_window *plan = &engine->plan.windows[i];
        engine->windows[i].plan = plan;
        engine->windows[i].window.number = plan->number;
        engine->window_slots[plan->number] = i;
    }
}

struct engine *engine_create(const struct queue_plan *plan)
{
    struct engine *engine = calloc(1, sizeof(*engine));
    if (engine == NULL) {
        return NULL;
    }
    engine->plan = *plan;
    plan_categories(engine, plan);
    plan_windows(engine);
    lists_clear(engine);
    index_clear(&engine->by_id);
    index_clear(&engine->by_number);
    index_clear(&engine->by_token);
    return engine;
}

void engine_destroy(struct engine *engine)
{
    free(engine);
}

/* ------------------------------------------------------------------------------ lookups */

const struct record *engine_find_record(const struct engine *engine, int64_t id)
{
    uint16_t slot = id > 0 ? index_find_id(engine, id) : NO_SLOT;
    return slot == NO_SLOT ? NULL : &engine->records[slot];
}

struct record *engine_record(struct engine *engine, int64_t id)
{
    uint16_t slot = id > 0 ? index_find_id(engine, id) : NO_SLOT;
    return slot == NO_SLOT ? NULL : &engine->records[slot];
}

const struct window_record *engine_find_window(const struct engine *engine, uint16_t number)
{
    uint16_t slot = engine->window_slots[number];
    return slot == NO_SLOT ? NULL : &engine->windows[slot];
}

struct window_record *engine_window_record(struct engine *engine, uint16_t number)
{
    uint16_t slot = engine->window_slots[number];
    return slot == NO_SLOT ? NULL : &engine->windows[slot];
}

struct window_record *engine_retired_window(struct engine *engine, uint16_t number)
{
    if (engine->window_count == WINDOW_ROOM) {
        return NULL;
    }
    uint16_t slot = engine->window_count++;
    struct window_record *record = &engine->windows[slot];
    memset(record, 0, sizeof(*record));
    record->window.number = number;
    engine->window_slots[number] = slot;
    return record;
}

int engine_category_index(const struct engine *engine, const char *code)
{
    for (uint16_t i = 0; i < engine->category_count; i++) {
        if (strcmp(engine->categories[i].plan.code, code) == 0) {
            return i;
        }
    }
    return -1;
}

uint16_t engine_intern_category(struct engine *engine, const char *code)
{
    int index = engine_category_index(engine, code);
    if (index >= 0) {
        return (uint16_t)index;
    }
    if (engine->category_count == CATEGORY_ROOM) {
        return 0;
    }
    struct category_record *record = &engine->categories[engine->category_count];
    record->plan = (struct plan_category){.digits = 3};
    text_rules_copy(record->plan.code, sizeof(record->plan.code), code);
    record->retired = true;
    record->issued = 0;
    record->recent.count = 0;
    return engine->category_count++;
}

int engine_priority_index(const struct engine *engine, const char *code)
{
    for (uint16_t i = 0; i < engine->plan.priority_count; i++) {
        if (strcmp(engine->plan.priorities[i].code, code) == 0) {
            return i;
        }
    }
    return code[0] == '\0' ? 0 : -1;
}

uint16_t engine_weight(const struct engine *engine, const struct window_record *window,
                       uint16_t category)
{
    return window->plan == NULL || category >= engine->plan.category_count
               ? 0
               : window->plan->weight[category];
}

wall_t engine_queue_time(const struct engine *engine, wall_t now)
{
    return now.ms > engine->latest.ms ? now : engine->latest;
}

int64_t engine_last_seq(const struct engine *engine)
{
    return engine->last_seq;
}

void engine_skip_to(struct engine *engine, int64_t seq, int32_t day, const char *series,
                    uint16_t series_value, uint16_t ordinal)
{
    if (seq > engine->last_seq) {
        engine->last_seq = seq;
    }
    if (day < engine->number_day) {
        return;
    }
    numbering_start_day(engine, day);
    if (ordinal > engine->ordinal) {
        engine->ordinal = ordinal;
    }
    if (series != NULL && series[0] != '\0') {
        numbering_used(engine, series, series_value);
    }
}
