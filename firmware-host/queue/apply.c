/* apply.c: one event becomes state. It cannot fail: what a journal holds has happened. Events
 * that name things this engine does not know (a ticket of a lost day) change what they can. */
#include "queue/engine_state.h"

#include "queue/text_rules.h"

#include <string.h>

/* ----------------------------------------------------------------------- tickets come in */

static struct record *new_record(struct engine *engine, const struct event *event)
{
    if (engine->ticket_count == LIMIT_TICKETS_A_DAY || event->ticket <= 0 ||
        index_find_id(engine, event->ticket) != NO_SLOT) {
        return NULL;
    }
    struct record *record = &engine->records[engine->ticket_count++];
    memset(record, 0, sizeof(*record));
    record->prev = record->next = NO_SLOT;
    record->touched_seq = event->seq;
    return record;
}

static void enter(struct engine *engine, struct record *record)
{
    index_add(engine, (uint16_t)(record - engine->records));
    lists_link(engine, record);
}

static void take_issued(struct engine *engine, const struct event *event)
{
    struct record *record = new_record(engine, event);
    char series[LIMIT_SERIES];
    numbering_series_of(event->number, series);
    numbering_used(engine, series, event->series_value);
    if (event->ordinal > engine->ordinal) {
        engine->ordinal = event->ordinal;
    }
    if (record == NULL) {
        return;
    }
    engine_intern_category(engine, event->category);
    ticket_fill(&record->ticket, engine, event);
    engine->categories[record->ticket.category].issued++;
    enter(engine, record);
}

static enum slip_state slip_state_parse(const char *name)
{
    static const char *const names[SLIP_STATE_COUNT] = {
        [SLIP_PRINTED] = "printed", [SLIP_VOID] = "void"};
    for (int i = 0; i < SLIP_STATE_COUNT; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0) {
            return (enum slip_state)i;
        }
    }
    return SLIP_NONE;
}

static void take_carried_in(struct engine *engine, const struct event *event)
{
    struct record *record = new_record(engine, event);
    if (record == NULL) {
        return;
    }
    struct ticket *ticket = &record->ticket;
    engine_intern_category(engine, event->category);
    ticket_fill(ticket, engine, event);
    ticket->carried = true;
    ticket->issued = event->issued;
    ticket->waiting_since = event->since;
    ticket->service = event->service;
    ticket->served_category = ticket->category;
    ticket->no_shows = (uint8_t)event->count;
    ticket->slips = event->copies;
    ticket->slip = slip_state_parse(event->result);
    text_rules_copy(ticket->slip_device, sizeof(ticket->slip_device), event->device);
    engine->carried_count++;
    enter(engine, record);
}

/* ---------------------------------------------------------------------------- the day */

/* A day begins with nothing but what its own events bring in: a replay may start here. */
static void take_day_opened(struct engine *engine, const struct event *event)
{
    engine->day = engine->last_day = event->day;
    engine->latest = event->at;
    engine->ticket_count = engine->carried_count = 0;
    index_clear(&engine->by_id);
    index_clear(&engine->by_number);
    index_clear(&engine->by_token);
    lists_clear(engine);
    numbering_start_day(engine, event->day);
    for (uint16_t i = 0; i < engine->category_count; i++) {
        engine->categories[i].issued = 0;
        engine->categories[i].recent.count = 0;
    }
    for (uint16_t i = 0; i < engine->window_count; i++) {
        struct window_record *record = &engine->windows[i];
        record->window = (struct window){.number = record->window.number, .since = event->at};
        undo_clear(&record->undo);
    }
}

static void take_day_closed(struct engine *engine)
{
    engine->day = 0;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        undo_clear(&engine->windows[i].undo);
        engine->windows[i].window.last_command_seq = 0;
    }
}

/* ---------------------------------------------------------------- what happens to tickets */

static bool ends_occupation(const struct event *event)
{
    return event->window != 0 &&
           (event->kind == EVENT_TICKET_FINISHED || event->kind == EVENT_TICKET_NO_SHOW ||
            event->kind == EVENT_TICKET_HELD || event->kind == EVENT_TICKET_TRANSFERRED);
}

static void note_occupation(struct engine *engine, const struct ticket *ticket,
                            const struct event *event)
{
    int64_t ms = wall_between(ticket->called, event->at);
    if (ms >= 0 && ms < INT64_C(86400000)) { /* else the clock was set */
        struct recent *recent = &engine->categories[ticket->category].recent;
        recent_add(recent, event->seq, (int32_t)(ms / 1000));
    }
}

static void take_ticket(struct engine *engine, const struct event *event)
{
    struct record *record = engine_record(engine, event->ticket);
    if (record == NULL) {
        return;
    }
    if (ends_occupation(event)) {
        note_occupation(engine, &record->ticket, event);
    }
    if (event->category[0] != '\0') {
        engine_intern_category(engine, event->category); /* a transfer may bring a retired one */
    }
    lists_unlink(engine, record);
    ticket_take(&record->ticket, engine, event);
    record->touched_seq = event->seq;
    lists_link(engine, record);
    if (event->kind == EVENT_TICKET_CALLED) {
        order_count_overtaken(engine, &record->ticket, event->window);
    }
}

static void take_window(struct engine *engine, const struct event *event)
{
    struct window_record *record = engine_window_record(engine, event->window);
    if (record != NULL) {
        window_take(&record->window, event);
    }
}

static bool is_carried_in(const struct event *event)
{
    return event->kind == EVENT_TICKET_CARRIED && strcmp(event->reason, "in") == 0;
}

static void take(struct engine *engine, const struct event *event)
{
    switch (event->kind) {
    case EVENT_DAY_OPENED: take_day_opened(engine, event); return;
    case EVENT_DAY_CLOSED: take_day_closed(engine); return;
    case EVENT_TICKET_ISSUED: take_issued(engine, event); return;
    case EVENT_COMMAND_UNDONE: undo_apply(engine, event); return;
    default: break;
    }
    if (is_carried_in(event)) {
        take_carried_in(engine, event);
        return;
    }
    take_ticket(engine, event);
    take_window(engine, event);
}

static void take_intent(struct engine *engine, const struct event *event)
{
    struct intent_table *table = &engine->intents;
    if (event->part == 0) {
        bool none = event->intent[0] == '\0';
        engine->command_intent = none ? 0 : intents_add(table, event->intent);
    }
    if (engine->command_intent != 0) {
        outcome_take(&table->records[engine->command_intent - 1].outcome, event);
    }
}

static bool is_of_the_queue(enum event_kind kind)
{
    return kind > EVENT_NONE && kind < EVENT_CONTROLLER_STARTED;
}

void engine_apply(struct engine *engine, const struct event *event)
{
    if (event->seq > engine->last_seq) {
        engine->last_seq = event->seq;
    }
    if (event_is_office(event->kind)) {
        take_intent(engine, event);
    }
    if (!is_of_the_queue(event->kind)) {
        return;
    }
    if (event->at.ms > engine->latest.ms) {
        engine->latest = event->at;
    }
    if (event->window != 0 && engine_window_record(engine, event->window) == NULL) {
        engine_retired_window(engine, event->window);
    }
    if (event->kind == EVENT_DAY_OPENED) {
        intents_clear(&engine->intents);
    }
    take_intent(engine, event);
    undo_record(engine, event);
    take(engine, event);
}
