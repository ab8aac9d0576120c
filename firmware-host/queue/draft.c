/* draft.c: see draft.h. */
#include "queue/draft.h"

#include "queue/text_rules.h"

#include <string.h>

void draft_begin(struct draft *draft, const struct engine *engine, const struct command *command,
                 wall_t now, struct event_list *list)
{
    draft->engine = engine;
    draft->command = command;
    draft->now = now;
    draft->since = engine_queue_time(engine, now);
    draft->list = list;
    draft->event = NULL;
    draft->full = false;
    draft->before = 0;
    draft->outcome = (struct outcome){.window = command->window};
    draft->ticket_count = draft->window_count = 0;
}

const struct ticket *draft_ticket(const struct draft *draft, int64_t id)
{
    for (size_t i = 0; i < draft->ticket_count; i++) {
        if (draft->tickets[i].id == id) {
            return &draft->tickets[i];
        }
    }
    const struct record *record = engine_find_record(draft->engine, id);
    return record == NULL ? NULL : &record->ticket;
}

const struct window *draft_window(const struct draft *draft, uint16_t number)
{
    for (size_t i = 0; i < draft->window_count; i++) {
        if (draft->windows[i].number == number) {
            return &draft->windows[i];
        }
    }
    const struct window_record *record = engine_find_window(draft->engine, number);
    return record == NULL ? NULL : &record->window;
}

bool draft_has_ticket(const struct draft *draft, int64_t id)
{
    for (size_t i = 0; i < draft->ticket_count; i++) {
        if (draft->tickets[i].id == id) {
            return true;
        }
    }
    return false;
}

bool draft_has_room(const struct draft *draft, size_t count)
{
    return draft->ticket_count + count <= DRAFT_TICKETS &&
           draft->window_count + count <= DRAFT_WINDOWS;
}

/* The copy on the glass, made when it is not there yet. NULL: no such ticket, or no room. */
static struct ticket *own_ticket(struct draft *draft, int64_t id)
{
    for (size_t i = 0; i < draft->ticket_count; i++) {
        if (draft->tickets[i].id == id) {
            return &draft->tickets[i];
        }
    }
    const struct record *record = engine_find_record(draft->engine, id);
    if (record == NULL || draft->ticket_count == DRAFT_TICKETS) {
        draft->full = draft->full || record != NULL;
        return NULL;
    }
    draft->tickets[draft->ticket_count] = record->ticket;
    return &draft->tickets[draft->ticket_count++];
}

static struct window *own_window(struct draft *draft, uint16_t number)
{
    for (size_t i = 0; i < draft->window_count; i++) {
        if (draft->windows[i].number == number) {
            return &draft->windows[i];
        }
    }
    const struct window_record *record = engine_find_window(draft->engine, number);
    if (record == NULL || draft->window_count == DRAFT_WINDOWS) {
        draft->full = draft->full || record != NULL;
        return NULL;
    }
    draft->windows[draft->window_count] = record->window;
    return &draft->windows[draft->window_count++];
}

static void name_the_asker(struct event *event, const struct command *command)
{
    text_rules_copy(event->intent, sizeof(event->intent), command->intent);
    text_rules_copy(event->actor, sizeof(event->actor), command->actor);
    text_rules_copy(event->source, sizeof(event->source), command->source);
}

static void name_the_ticket(struct event *event, const struct engine *engine,
                            const struct ticket *ticket)
{
    const struct category_record *category = &engine->categories[ticket->category];
    event->ticket = ticket->id;
    text_rules_copy(event->number, sizeof(event->number), ticket->number);
    text_rules_copy(event->category, sizeof(event->category), category->plan.code);
    text_rules_copy(event->item, sizeof(event->item), ticket->item);
}

struct event *draft_event(struct draft *draft, enum event_kind kind, const struct ticket *ticket,
                          uint16_t window)
{
    struct event_list *list = draft->list;
    bool room = list->count < list->capacity;
    draft->full = draft->full || !room;
    struct event *event = room ? &list->events[list->count] : &draft->spare;
    memset(event, 0, sizeof(*event));
    event->seq = draft->engine->last_seq + 1 + (int64_t)list->count;
    event->at = draft->now;
    event->kind = kind;
    event->day = draft->engine->last_day;
    event->part = (uint16_t)(list->count - draft->before);
    name_the_asker(event, draft->command);
    if (event->part > 0) {
        memset(event->intent, 0, sizeof(event->intent)); /* on the first event only */
    }
    const struct window *at = draft_window(draft, window);
    event->window = window;
    if (at != NULL) {
        text_rules_copy(event->clerk, sizeof(event->clerk), at->clerk);
    }
    if (ticket != NULL) {
        name_the_ticket(event, draft->engine, ticket);
    }
    draft->event = event;
    return event;
}

static void count(struct draft *draft)
{
    event_strip(draft->event);
    if (draft->event != &draft->spare) {
        draft->list->count++;
        outcome_take(&draft->outcome, draft->event);
    }
}

static void put_back(struct draft *draft, const struct undo *undo)
{
    for (uint8_t i = 0; i < undo->ticket_count; i++) {
        struct ticket *ticket = own_ticket(draft, undo->tickets[i].id);
        if (ticket != NULL) {
            *ticket = undo->tickets[i];
        }
    }
    struct window *window = own_window(draft, undo->window.number);
    if (window != NULL) {
        *window = undo->window;
        window->last_command_seq = 0;
    }
}

static void issue(struct draft *draft)
{
    if (draft->ticket_count == DRAFT_TICKETS) {
        draft->full = true;
        return;
    }
    ticket_fill(&draft->tickets[draft->ticket_count++], draft->engine, draft->event);
}

void draft_commit(struct draft *draft)
{
    const struct event *event = draft->event;
    count(draft);
    if (event->kind == EVENT_COMMAND_UNDONE) {
        put_back(draft, &engine_find_window(draft->engine, event->window)->undo);
        return;
    }
    if (event->kind == EVENT_TICKET_ISSUED) {
        issue(draft);
        return;
    }
    struct ticket *ticket = event->ticket != 0 ? own_ticket(draft, event->ticket) : NULL;
    if (ticket != NULL) {
        ticket_take(ticket, draft->engine, event);
    }
    struct window *window = event->window != 0 ? own_window(draft, event->window) : NULL;
    if (window != NULL) {
        window_take(window, event);
    }
}

void draft_commit_unseen(struct draft *draft)
{
    count(draft);
}

void draft_precede(struct draft *draft)
{
    for (size_t i = draft->before; i < draft->list->count; i++) {
        struct event *event = &draft->list->events[i];
        memset(event->intent, 0, sizeof(event->intent));
        text_rules_copy(event->actor, sizeof(event->actor), "system");
        event->part = 0;
    }
    draft->before = draft->list->count;
    draft->outcome = (struct outcome){.window = draft->command->window};
}
