/* draft.h: the state as it would be after the events decided so far. Private to queue/.
 *
 * Problem: one press of NEXT finishes a ticket, sends it back to another window and calls the
 * next one; the third event depends on the first two, and engine_decide must not change the
 * engine.
 *
 * Design: a draft lies over the engine like a sheet of glass. Tickets and windows that an event
 * changes are copied onto it and changed there, by the same transition functions that
 * engine_apply uses; whoever asks the draft sees the copy first, then the engine. */
#pragma once

#include "queue/engine_state.h"

enum {
    DRAFT_TICKETS = LIMIT_WINDOWS + 48, /* all in service at a day's end; a tick returns 16, pushes
                                         * hand out 16, a command has few of its own */
    DRAFT_WINDOWS = LIMIT_WINDOWS + 16,
    DRAFT_AT_ONCE = 16
};

struct draft {
    const struct engine *engine;
    const struct command *command;
    wall_t now;   /* the clock's */
    wall_t since; /* for the queue: never runs backwards */
    struct event_list *list;
    struct event spare;  /* written when the list is full */
    struct event *event; /* the one being filled */
    bool full;
    size_t before; /* events that stand before the command's own (see draft_precede) */
    struct outcome outcome;
    size_t ticket_count, window_count;
    struct ticket tickets[DRAFT_TICKETS];
    struct window windows[DRAFT_WINDOWS];
};

void draft_begin(struct draft *draft, const struct engine *engine, const struct command *command,
                 wall_t now, struct event_list *list);
/* NULL when there is none. Valid until the next draft_commit. */
const struct ticket *draft_ticket(const struct draft *draft, int64_t id);
const struct window *draft_window(const struct draft *draft, uint16_t number);
bool draft_has_ticket(const struct draft *draft, int64_t id);
/* Room for so many more tickets and windows that are not on the glass yet. */
bool draft_has_room(const struct draft *draft, size_t count);

/* A new event with what every event has; `ticket` may be NULL, `window` 0. Fill it, then
 * draft_commit. */
struct event *draft_event(struct draft *draft, enum event_kind kind, const struct ticket *ticket,
                          uint16_t window);
/* The event counts: seen from now on through the draft. */
void draft_commit(struct draft *draft);
/* The event counts but is not looked at again by this command: for hundreds at once. */
void draft_commit_unseen(struct draft *draft);
/* The events so far were needed first and are nobody's command: a new day's opening ends
 * yesterday's last service. */
void draft_precede(struct draft *draft);
