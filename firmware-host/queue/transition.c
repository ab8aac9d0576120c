/* transition.c: what an event does to its ticket and to its window.
 *
 * The one place where a ticket's state changes. engine_apply runs it on the table, a draft on
 * its copies, so that what is decided on is what will be.
 *
 * An event says all that it changes; nothing here asks the plan, which may be another one when
 * the journal is replayed. */
#include "queue/engine_state.h"

#include "queue/text_rules.h"

#include <string.h>

void ticket_fill(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    int priority = engine_priority_index(engine, event->priority);
    int category = engine_category_index(engine, event->category);
    memset(ticket, 0, sizeof(*ticket));
    ticket->id = event->ticket;
    ticket->state = TICKET_WAITING;
    ticket->day = numbering_day_of(event->ticket);
    text_rules_copy(ticket->number, sizeof(ticket->number), event->number);
    text_rules_copy(ticket->item, sizeof(ticket->item), event->item);
    text_rules_copy(ticket->token, sizeof(ticket->token), event->token);
    ticket->category = category < 0 ? 0 : (uint16_t)category;
    ticket->priority = priority < 0 ? 0 : (uint16_t)priority;
    ticket->issued = event->at;
    ticket->waiting_since = engine_queue_time(engine, event->at);
    ticket->rank = event->rank;
    ticket->ahead_at_issue = event->ahead;
    ticket->quote_s = event->quote_s;
    ticket->issued_seq = event->seq;
}

typedef void (*ticket_change)(struct ticket *, const struct engine *, const struct event *);

static void wait_again(struct ticket *ticket, const struct engine *engine,
                       const struct event *event)
{
    ticket->state = TICKET_WAITING;
    ticket->window = 0;
    ticket->until = (wall_t){0};
    ticket->waiting_since = engine_queue_time(engine, event->at);
    ticket->rank = event->rank;
}

static void end(struct ticket *ticket, enum ticket_state state, const struct event *event)
{
    ticket->state = state;
    ticket->ended = event->at;
    ticket->bound_window = 0;
    ticket->return_window = 0;
    ticket->return_category = 0;
    ticket->until = (wall_t){0};
}

/* Held and transferred: a service ends only if it had begun. */
static void service_ended(struct ticket *ticket, const struct event *event)
{
    if (event->service > 0) {
        ticket->ended = event->at;
    }
}

static void called(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    ticket->state = TICKET_CALLED;
    ticket->window = event->window;
    ticket->called = event->at;
    ticket->called_seq = event->seq;
    ticket->recalls = 0;
    ticket->why = event->why;
    if (ticket->return_window == event->window) { /* it is back */
        ticket->return_window = 0;
        ticket->return_category = 0;
    }
}

static void recalled(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    ticket->recalls = (uint8_t)event->count;
}

static void arrived(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    ticket->state = TICKET_SERVING;
    ticket->arrived = event->at;
    ticket->service = event->service;
    ticket->served_window = event->window;
    ticket->served_category = ticket->category;
    text_rules_copy(ticket->served_clerk, sizeof(ticket->served_clerk), event->clerk);
    text_rules_copy(ticket->served_item, sizeof(ticket->served_item), ticket->item);
    ticket->level = 0;
    ticket->rating = RATING_NONE;
    ticket->outcome = OUTCOME_DONE;
}

static void finished(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    /* Where it comes back to stays until TICKET_RETURNED, which follows at once. */
    ticket->state = TICKET_FINISHED;
    ticket->ended = event->at;
    ticket->bound_window = 0;
    ticket->outcome = event->outcome;
}

static void no_show(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    ticket->no_shows = (uint8_t)event->count;
    ticket->returned = false; /* its place is behind others now, bound to a window or not */
    if (event->final) {
        end(ticket, TICKET_MISSED, event);
    } else {
        wait_again(ticket, engine, event);
    }
}

static void held(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    ticket->state = TICKET_HELD;
    ticket->window = 0;
    ticket->bound_window = event->window;
    ticket->until = event->until;
    service_ended(ticket, event);
}

static void resumed(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    wait_again(ticket, engine, event);
    ticket->bound_window = event->target_window;
    ticket->returned = true;
}

static void transferred(struct ticket *ticket, const struct engine *engine,
                        const struct event *event)
{
    int category = engine_category_index(engine, event->category);
    if (event->return_window == event->window) {
        ticket->return_category = ticket->category;
    } else if (event->return_window == 0) {
        ticket->return_category = 0;
    }
    ticket->return_window = event->return_window;
    ticket->category = category < 0 ? ticket->category : (uint16_t)category;
    ticket->bound_window = event->target_window;
    ticket->returned = true;
    service_ended(ticket, event);
    text_rules_copy(ticket->item, sizeof(ticket->item), event->item);
    wait_again(ticket, engine, event);
}

static void returned(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    int category = engine_category_index(engine, event->category);
    ticket->category = category < 0 ? ticket->category : (uint16_t)category;
    ticket->bound_window = event->target_window;
    ticket->return_window = 0;
    ticket->return_category = 0;
    ticket->returned = true;
    wait_again(ticket, engine, event);
}

static void cancelled(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    end(ticket, TICKET_CANCELLED, event);
}

static void expired(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    end(ticket, TICKET_EXPIRED, event);
}

/* Over to the next day: it waits with its old times, for any window. */
static void carried(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    end(ticket, TICKET_WAITING, event);
    ticket->window = 0;
    ticket->carried = true;
}

static void rated(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    if (event->service != ticket->service) {
        return; /* of a service before the last one */
    }
    ticket->level = event->level;
    ticket->rating = event->rating;
}

static void slip_started(struct ticket *ticket, const struct engine *engine,
                         const struct event *event)
{
    (void)engine;
    ticket->slip = SLIP_PRINTING;
    ticket->slips = (uint16_t)event->count;
    text_rules_copy(ticket->slip_device, sizeof(ticket->slip_device), event->device);
}

static void slip_printed(struct ticket *ticket, const struct engine *engine,
                         const struct event *event)
{
    (void)engine;
    (void)event;
    ticket->slip = SLIP_PRINTED;
}

static void slip_uncertain(struct ticket *ticket, const struct engine *engine,
                           const struct event *event)
{
    (void)engine;
    (void)event;
    ticket->slip = SLIP_UNCERTAIN;
}

static void slip_void(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    (void)engine;
    (void)event;
    ticket->slip = SLIP_VOID;
}

static const ticket_change ticket_changes[EVENT_KIND_COUNT] = {
    [EVENT_TICKET_CALLED] = called,       [EVENT_TICKET_RECALLED] = recalled,
    [EVENT_TICKET_ARRIVED] = arrived,     [EVENT_TICKET_FINISHED] = finished,
    [EVENT_TICKET_NO_SHOW] = no_show,     [EVENT_TICKET_HELD] = held,
    [EVENT_TICKET_RESUMED] = resumed,     [EVENT_TICKET_TRANSFERRED] = transferred,
    [EVENT_TICKET_CANCELLED] = cancelled, [EVENT_TICKET_EXPIRED] = expired,
    [EVENT_TICKET_CARRIED] = carried,     [EVENT_TICKET_RATED] = rated,
    [EVENT_TICKET_RETURNED] = returned,   [EVENT_SLIP_STARTED] = slip_started,
    [EVENT_SLIP_PRINTED] = slip_printed,  [EVENT_SLIP_UNCERTAIN] = slip_uncertain,
    [EVENT_SLIP_VOID] = slip_void,
};

void ticket_take(struct ticket *ticket, const struct engine *engine, const struct event *event)
{
    ticket_change change = ticket_changes[event->kind];
    if (change != NULL) {
        change(ticket, engine, event);
    }
}

bool event_frees_window(enum event_kind kind)
{
    static const bool frees[EVENT_KIND_COUNT] = {
        [EVENT_TICKET_FINISHED] = true,  [EVENT_TICKET_NO_SHOW] = true,
        [EVENT_TICKET_HELD] = true,      [EVENT_TICKET_TRANSFERRED] = true,
        [EVENT_TICKET_CANCELLED] = true, [EVENT_TICKET_EXPIRED] = true,
        [EVENT_TICKET_CARRIED] = true,
    };
    return frees[kind];
}

static void window_freed(struct window *window, const struct event *event)
{
    window->ticket = 0;
    window->since = event->at;
    if (event->service > 0 && event->kind != EVENT_TICKET_CARRIED) {
        window->served++;
        window->last_ticket = event->ticket;
        window->last_service = event->service;
        window->last_ended = event->at;
    }
}

static void window_state_taken(struct window *window, enum window_state state,
                               const struct event *event)
{
    window->state = state;
    window->since = event->at;
    text_rules_copy(window->clerk, sizeof(window->clerk), event->clerk);
    text_rules_copy(window->pause_reason, sizeof(window->pause_reason),
                    state == WINDOW_PAUSED ? event->reason : "");
}

void window_take(struct window *window, const struct event *event)
{
    if (event_frees_window(event->kind)) {
        if (window->ticket == event->ticket) {
            window_freed(window, event);
        }
        return;
    }
    switch (event->kind) {
    case EVENT_TICKET_CALLED:
        window->ticket = event->ticket;
        window->last_call = window->since = event->at;
        break;
    case EVENT_WINDOW_OPENED:
    case EVENT_WINDOW_RESUMED: window_state_taken(window, WINDOW_OPEN, event); break;
    case EVENT_WINDOW_PAUSED: window_state_taken(window, WINDOW_PAUSED, event); break;
    case EVENT_WINDOW_CLOSED: window_state_taken(window, WINDOW_CLOSED, event); break;
    default: break;
    }
}
