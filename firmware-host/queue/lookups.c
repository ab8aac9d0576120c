/* lookups.c: what others may see of the engine. Nothing here changes it. */
#include "queue/engine_state.h"

#include <string.h>

int32_t engine_day(const struct engine *engine)
{
    return engine->day;
}

const struct queue_plan *engine_plan(const struct engine *engine)
{
    return &engine->plan;
}

size_t engine_ticket_count(const struct engine *engine)
{
    return engine->ticket_count;
}

const struct ticket *engine_ticket_at(const struct engine *engine, size_t index)
{
    return index < engine->ticket_count ? &engine->records[index].ticket : NULL;
}

const struct ticket *engine_ticket(const struct engine *engine, int64_t id)
{
    const struct record *record = engine_find_record(engine, id);
    return record == NULL ? NULL : &record->ticket;
}

const struct ticket *engine_ticket_by_token(const struct engine *engine, const char *token)
{
    uint16_t slot = index_find_token(engine, token);
    return slot == NO_SLOT ? NULL : &engine->records[slot].ticket;
}

const struct ticket *engine_ticket_by_number(const struct engine *engine, const char *number)
{
    uint16_t slot = index_find_number(engine, engine->last_day, number);
    if (slot != NO_SLOT) {
        return &engine->records[slot].ticket;
    }
    for (uint16_t i = 0; i < engine->carried_count; i++) {
        if (strcmp(engine->records[i].ticket.number, number) == 0) {
            return &engine->records[i].ticket;
        }
    }
    return NULL;
}

const struct window *engine_window(const struct engine *engine, uint16_t number)
{
    const struct window_record *record = engine_find_window(engine, number);
    return record == NULL ? NULL : &record->window;
}

const struct plan_category *engine_category(const struct engine *engine, uint16_t index)
{
    return index < engine->category_count ? &engine->categories[index].plan : NULL;
}

uint32_t engine_waiting(const struct engine *engine, uint16_t category)
{
    return category < engine->category_count ? engine->categories[category].waiting.count : 0;
}

/* The list is in the order of ranks, and nobody's rank is later than when he began to wait: once a
 * rank is not before the longest wait, nobody behind it can have waited longer. */
const struct ticket *engine_longest_wait(const struct engine *engine, uint16_t category)
{
    const struct ticket *longest = NULL;
    uint16_t slot = category < engine->category_count ? engine->categories[category].waiting.head
                                                      : NO_SLOT;
    for (; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (longest != NULL && ticket->rank.ms >= longest->waiting_since.ms) {
            break;
        }
        if (longest == NULL || ticket->waiting_since.ms < longest->waiting_since.ms) {
            longest = ticket;
        }
    }
    return longest;
}

bool engine_waits_for_window(const struct engine *engine, uint16_t number)
{
    const struct window_record *record = engine_find_window(engine, number);
    for (uint16_t i = 0; record != NULL && i < engine->plan.category_count; i++) {
        uint16_t slot =
            engine_weight(engine, record, i) > 0 ? engine->categories[i].waiting.head : NO_SLOT;
        for (; slot != NO_SLOT; slot = engine->records[slot].next) {
            uint16_t bound = engine->records[slot].ticket.bound_window;
            if (bound == 0 || bound == number) {
                return true;
            }
        }
    }
    return false;
}

uint32_t engine_waiting_for_window(const struct engine *engine, uint16_t number)
{
    const struct window_record *record = engine_find_window(engine, number);
    uint32_t count = 0;
    for (uint16_t i = 0; record != NULL && i < engine->plan.category_count; i++) {
        uint16_t slot =
            engine_weight(engine, record, i) > 0 ? engine->categories[i].waiting.head : NO_SLOT;
        for (; slot != NO_SLOT; slot = engine->records[slot].next) {
            uint16_t bound = engine->records[slot].ticket.bound_window;
            count += bound == 0 || bound == number ? 1 : 0;
        }
    }
    return count;
}

static bool is_starving(const struct engine *engine, const struct ticket *ticket)
{
    uint16_t limit = engine->plan.policy.overtaken_limit;
    return limit > 0 && ticket->overtaken >= limit;
}

/* The starving one that was issued next after `after`, or NULL. */
static const struct ticket *next_starving(const struct engine *engine,
                                          const struct ticket_list *list, int64_t after)
{
    const struct ticket *next = NULL;
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (is_starving(engine, ticket) && ticket->issued_seq > after &&
            (next == NULL || ticket->issued_seq < next->issued_seq)) {
            next = ticket;
        }
    }
    return next;
}

size_t engine_waiting_list(const struct engine *engine, uint16_t category, wall_t now, int64_t *ids,
                           size_t capacity)
{
    (void)now; /* the order of ranks does not depend on it */
    if (category >= engine->category_count) {
        return 0;
    }
    const struct ticket_list *list = &engine->categories[category].waiting;
    size_t count = 0;
    const struct ticket *starving = next_starving(engine, list, 0);
    for (; starving != NULL && count < capacity;
         starving = next_starving(engine, list, starving->issued_seq)) {
        ids[count++] = starving->id;
    }
    for (uint16_t slot = list->head; slot != NO_SLOT && count < capacity;
         slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (!is_starving(engine, ticket)) {
            ids[count++] = ticket->id;
        }
    }
    return count;
}

size_t engine_held_list(const struct engine *engine, uint16_t window, int64_t *ids, size_t capacity)
{
    size_t count = 0;
    for (uint16_t slot = engine->held.head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (ticket->bound_window != window) {
            continue;
        }
        if (count < capacity) {
            ids[count] = ticket->id;
        }
        count++;
    }
    return count;
}

int32_t engine_ahead(const struct engine *engine, int64_t id, wall_t now)
{
    (void)now;
    const struct record *record = engine_find_record(engine, id);
    bool waits = record != NULL && record->ticket.state == TICKET_WAITING;
    return waits ? order_ahead(engine, &record->ticket) : 0;
}

uint32_t engine_open_windows(const struct engine *engine, uint16_t category)
{
    uint32_t count = 0;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        const struct window_record *record = &engine->windows[i];
        bool open = record->window.state == WINDOW_OPEN;
        count += open && engine_weight(engine, record, category) > 0 ? 1 : 0;
    }
    return count;
}

int32_t engine_recent_service_s(const struct engine *engine, uint16_t category)
{
    if (category >= engine->category_count) {
        return 0;
    }
    const struct category_record *record = &engine->categories[category];
    return recent_mean(&record->recent, record->plan.service_s);
}

int32_t engine_estimate_s(const struct engine *engine, uint16_t category, int32_t ahead)
{
    uint32_t windows = engine_open_windows(engine, category);
    if (windows == 0) {
        return -1;
    }
    int64_t seconds = (int64_t)engine_recent_service_s(engine, category) * ahead / windows;
    return seconds > INT32_MAX ? INT32_MAX : (int32_t)seconds;
}

wall_t engine_due(const struct engine *engine)
{
    wall_t due = {INT64_MAX};
    for (uint16_t slot = engine->held.head; slot != NO_SLOT; slot = engine->records[slot].next) {
        wall_t until = engine->records[slot].ticket.until;
        if (until.ms != 0 && until.ms < due.ms) {
            due = until;
        }
    }
    return due;
}
