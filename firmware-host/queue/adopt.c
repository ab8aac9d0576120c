/* adopt.c: a new plan for a running hall.
 *
 * Tickets, windows and figures stay; they are found again by code and by number. A category that
 * the new plan lacks stays as a retired one while tickets in their final state name it; one with
 * people in it may not vanish, nor may a window with a ticket. Places in the queue stay as they
 * were given (ticket.rank). What could be undone no longer can. */
#include "queue/engine_state.h"

#include <string.h>

static int plan_category(const struct queue_plan *plan, const char *code)
{
    for (uint16_t i = 0; i < plan->category_count; i++) {
        if (strcmp(plan->categories[i].code, code) == 0) {
            return i;
        }
    }
    return -1;
}

static bool plan_has_window(const struct queue_plan *plan, uint16_t number)
{
    for (uint16_t i = 0; i < plan->window_count; i++) {
        if (plan->windows[i].number == number) {
            return true;
        }
    }
    return false;
}

static bool is_final(enum ticket_state state)
{
    return state >= TICKET_FINISHED;
}

/* Would the plan lose a category somebody is in, or a window somebody is at or bound to? */
static bool loses_somebody(const struct engine *engine, const struct queue_plan *plan)
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        const struct ticket *ticket = &engine->records[i].ticket;
        const struct category_record *category = &engine->categories[ticket->category];
        if (is_final(ticket->state)) {
            continue;
        }
        if (!category->retired && plan_category(plan, category->plan.code) < 0) {
            return true;
        }
        uint16_t at = ticket->window != 0 ? ticket->window : ticket->bound_window;
        const struct window_record *window = engine_find_window(engine, at);
        if (window != NULL && window->plan != NULL && !plan_has_window(plan, at)) {
            return true;
        }
    }
    return false;
}

/* The old categories in the order of the new plan; `moved` says where each went. */
static void arrange_categories(struct engine *engine, const struct queue_plan *plan,
                               uint16_t moved[CATEGORY_ROOM])
{
    static const struct category_record empty;
    struct category_record old[CATEGORY_ROOM];
    uint16_t old_count = engine->category_count;
    memcpy(old, engine->categories, sizeof(old));
    engine->category_count = plan->category_count;
    for (uint16_t i = 0; i < CATEGORY_ROOM; i++) {
        engine->categories[i] = empty;
    }
    for (uint16_t i = 0; i < old_count; i++) {
        int to = plan_category(plan, old[i].plan.code);
        if (to < 0 && engine->category_count < CATEGORY_ROOM) {
            to = engine->category_count++;
            old[i].retired = true;
        }
        moved[i] = to < 0 ? 0 : (uint16_t)to;
        engine->categories[moved[i]] = old[i];
    }
    for (uint16_t i = 0; i < plan->category_count; i++) {
        engine->categories[i].plan = plan->categories[i];
        engine->categories[i].retired = false;
    }
}

static void arrange_windows(struct engine *engine)
{
    struct window_record old[WINDOW_ROOM];
    uint16_t old_count = engine->window_count;
    memcpy(old, engine->windows, sizeof(old));
    memset(engine->windows, 0, sizeof(engine->windows));
    memset(engine->window_slots, 0xFF, sizeof(engine->window_slots));
    engine->window_count = engine->plan.window_count;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        struct window_record *record = &engine->windows[i];
        record->plan = &engine->plan.windows[i];
        record->window.number = record->plan->number;
        engine->window_slots[record->window.number] = i;
    }
    for (uint16_t i = 0; i < old_count; i++) {
        struct window_record *record = engine_window_record(engine, old[i].window.number);
        if (record == NULL && old[i].window.ticket != 0) {
            record = engine_retired_window(engine, old[i].window.number);
        }
        if (record != NULL) {
            record->window = old[i].window;
            record->window.last_command_seq = 0;
        }
    }
}

static uint16_t find_priority(const struct engine *engine, const char *code)
{
    int index = engine_priority_index(engine, code);
    return index < 0 ? 0 : (uint16_t)index;
}

/* Tickets name categories and priorities by place: places have changed. */
static void rewrite_tickets(struct engine *engine, const struct queue_plan *old,
                            const uint16_t moved[CATEGORY_ROOM])
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        struct ticket *ticket = &engine->records[i].ticket;
        ticket->category = moved[ticket->category];
        if (ticket->return_window != 0) {
            ticket->return_category = moved[ticket->return_category];
        }
        if (ticket->priority < old->priority_count) {
            ticket->priority = find_priority(engine, old->priorities[ticket->priority].code);
        }
    }
}

static void relink(struct engine *engine)
{
    uint16_t held[LIMIT_TICKETS_A_DAY]; /* they stay in the order in which they were held */
    uint16_t held_count = 0;
    for (uint16_t slot = engine->held.head; slot != NO_SLOT; slot = engine->records[slot].next) {
        held[held_count++] = slot;
    }
    lists_clear(engine);
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        if (engine->records[i].ticket.state == TICKET_WAITING) {
            lists_link(engine, &engine->records[i]);
        }
    }
    for (uint16_t i = 0; i < held_count; i++) {
        lists_link(engine, &engine->records[held[i]]);
    }
}

bool engine_can_adopt(const struct engine *engine, const struct queue_plan *plan)
{
    return !loses_somebody(engine, plan);
}

int engine_adopt(struct engine *engine, const struct queue_plan *plan)
{
    if (loses_somebody(engine, plan)) {
        return -1;
    }
    uint16_t moved[CATEGORY_ROOM];
    struct queue_plan old = engine->plan;
    engine->plan = *plan;
    arrange_categories(engine, plan, moved);
    arrange_windows(engine);
    rewrite_tickets(engine, &old, moved);
    relink(engine);
    engine->command_window = 0;
    return 0;
}
