/* undo.c: taking back a window's last command.
 *
 * While the events of such a command are applied, what they change is kept as it was: the window
 * and at most two tickets. COMMAND_UNDONE puts that back. What a window did before can be taken
 * back only while nothing else happened to it or to those tickets: any other event at the window
 * clears its record here, and any other event of a ticket shows in its touched_seq, which the
 * decision looks at. The record is part of the state and comes back with a replay.
 *
 * Not taken back: that others were overtaken (in doubt they go sooner), and what the same
 * command made happen at other windows; then nothing is. */
#include "queue/engine_state.h"

#include <string.h>

bool undo_begins(const struct event *event)
{
    static const bool begins[EVENT_KIND_COUNT] = {
        [EVENT_TICKET_CALLED] = true,  [EVENT_TICKET_RECALLED] = true,
        [EVENT_TICKET_ARRIVED] = true, [EVENT_TICKET_FINISHED] = true,
        [EVENT_TICKET_NO_SHOW] = true, [EVENT_TICKET_HELD] = true,
        [EVENT_TICKET_RESUMED] = true, [EVENT_TICKET_TRANSFERRED] = true,
        [EVENT_WINDOW_OPENED] = true,  [EVENT_WINDOW_CLOSED] = true,
        [EVENT_WINDOW_PAUSED] = true,  [EVENT_WINDOW_RESUMED] = true,
    };
    bool by_itself = (event->kind == EVENT_TICKET_CALLED && strcmp(event->reason, "push") == 0) ||
                     (event->kind == EVENT_TICKET_RESUMED && strcmp(event->reason, "due") == 0);
    return event->part == 0 && event->window != 0 && begins[event->kind] && !by_itself;
}

void undo_clear(struct undo *undo)
{
    memset(undo, 0, sizeof(*undo));
}

static void begin(struct undo *undo, const struct window *window, const struct event *event)
{
    undo_clear(undo);
    undo->first_seq = event->seq;
    undo->at = event->at;
    undo->window = *window;
}

/* Keeps a ticket as it was before the command, once. False when there is no room for it. */
static bool keep_ticket(struct undo *undo, const struct ticket *ticket)
{
    for (uint8_t i = 0; i < undo->ticket_count; i++) {
        if (undo->tickets[i].id == ticket->id) {
            return true;
        }
    }
    if (undo->ticket_count == UNDO_TICKETS) {
        return false;
    }
    undo->tickets[undo->ticket_count++] = *ticket;
    return true;
}

static void clear_of(struct engine *engine, uint16_t number)
{
    struct window_record *record = engine_window_record(engine, number);
    if (record != NULL) {
        undo_clear(&record->undo);
        record->window.last_command_seq = 0;
    }
}

/* Does an event at this window get in the way of taking back what the window did before? */
static bool is_in_the_way(const struct event *event)
{
    switch (event->kind) {
    case EVENT_TICKET_CALLED:
    case EVENT_TICKET_CANCELLED:
    case EVENT_TICKET_EXPIRED:
    case EVENT_TICKET_CARRIED:
    case EVENT_TICKET_FINISHED:
    case EVENT_WINDOW_CLOSED: return true;
    default: return false;
    }
}

static void follow(struct engine *engine, const struct event *event)
{
    struct window_record *own = engine_window_record(engine, engine->command_window);
    bool elsewhere = event->window != 0 && event->window != engine->command_window;
    if (elsewhere && is_in_the_way(event)) {
        clear_of(engine, event->window);
    }
    if (own == NULL || own->undo.first_seq == 0) {
        return;
    }
    const struct record *record = engine_find_record(engine, event->ticket);
    if (elsewhere || (record != NULL && !keep_ticket(&own->undo, &record->ticket))) {
        clear_of(engine, engine->command_window);
        return;
    }
    own->undo.last_seq = event->seq;
}

void undo_record(struct engine *engine, const struct event *event)
{
    if (event->part == 0) {
        engine->command_window = 0;
    }
    if (undo_begins(event)) {
        struct window_record *own = engine_window_record(engine, event->window);
        if (own != NULL) {
            engine->command_window = event->window;
            begin(&own->undo, &own->window, event);
            own->window.last_command_seq = event->seq;
        }
    } else if (event->part == 0 && event->window != 0 && is_in_the_way(event)) {
        clear_of(engine, event->window);
    }
    follow(engine, event);
}

static void put_back(struct engine *engine, const struct ticket *ticket, int64_t seq)
{
    struct record *record = engine_record(engine, ticket->id);
    if (record == NULL) {
        return;
    }
    lists_unlink(engine, record);
    record->ticket = *ticket;
    record->touched_seq = seq;
    lists_link(engine, record);
}

bool undo_is_there(const struct engine *engine, const struct undo *undo)
{
    for (uint8_t i = 0; i < undo->ticket_count; i++) {
        const struct record *record = engine_find_record(engine, undo->tickets[i].id);
        if (record == NULL || record->touched_seq > undo->last_seq) {
            return false;
        }
    }
    return undo->first_seq != 0;
}

wall_t engine_undo_until(const struct engine *engine, uint16_t window)
{
    const struct window_record *record = engine_find_window(engine, window);
    if (record == NULL || !undo_is_there(engine, &record->undo)) {
        return (wall_t){0};
    }
    return wall_after(record->undo.at, engine->plan.policy.undo_ms);
}

void undo_apply(struct engine *engine, const struct event *event)
{
    struct window_record *own = engine_window_record(engine, event->window);
    if (own == NULL || own->undo.first_seq != event->of_seq) {
        return; /* a journal from before a plan that lacks the window */
    }
    struct undo *undo = &own->undo;
    for (uint8_t i = 0; i < undo->ticket_count; i++) {
        struct recent *recent = &engine->categories[undo->tickets[i].category].recent;
        recent_remove(recent, undo->first_seq, undo->last_seq);
        put_back(engine, &undo->tickets[i], event->seq);
    }
    own->window = undo->window;
    own->window.last_command_seq = 0;
    undo_clear(undo);
}
