/* check.c: the invariants of reliability.md C that are about state, one function each, in a
 * table. They hold after every event of a command has been applied. */
#include "queue/engine_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct finding {
    char *what;
    size_t size;
};

static int broken(struct finding *finding, int64_t ticket, const char *sentence)
{
    snprintf(finding->what, finding->size, "ticket %" PRId64 ": %s", ticket, sentence);
    return -1;
}

static bool is_at_window(const struct ticket *ticket)
{
    return ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING;
}

/* 1: exactly one state, and fields that fit it. */
static int check_states(const struct engine *engine, struct finding *finding)
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        const struct ticket *ticket = &engine->records[i].ticket;
        if (ticket->state <= TICKET_FREE || ticket->state >= TICKET_STATE_COUNT) {
            return broken(finding, ticket->id, "has no state");
        }
        if (ticket->state == TICKET_SERVING && ticket->service == 0) {
            return broken(finding, ticket->id, "is in a service that never began");
        }
        if (ticket->state == TICKET_HELD && ticket->bound_window == 0) {
            return broken(finding, ticket->id, "is held by no window");
        }
        if (ticket->category >= engine->category_count) {
            return broken(finding, ticket->id, "is in no category");
        }
    }
    return 0;
}

/* 2: a ticket at one window, a window with one ticket, both knowing each other. */
static int check_windows(const struct engine *engine, struct finding *finding)
{
    uint32_t at_windows = 0;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        const struct window *window = &engine->windows[i].window;
        if (window->ticket == 0) {
            continue;
        }
        const struct record *record = engine_find_record(engine, window->ticket);
        if (record == NULL || !is_at_window(&record->ticket) ||
            record->ticket.window != window->number) {
            return broken(finding, window->ticket, "is not at the window that has it");
        }
        if (window->state == WINDOW_CLOSED) {
            return broken(finding, window->ticket, "is at a closed window");
        }
        at_windows++;
    }
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        at_windows -= is_at_window(&engine->records[i].ticket) ? 1 : 0;
    }
    return at_windows == 0 ? 0 : broken(finding, 0, "tickets and windows disagree in number");
}

/* 4: number and id are unique; each finds its own ticket. */
static int check_numbers(const struct engine *engine, struct finding *finding)
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        const struct ticket *ticket = &engine->records[i].ticket;
        if (index_find_id(engine, ticket->id) != i) {
            return broken(finding, ticket->id, "shares its id");
        }
        if (index_find_number(engine, ticket->day, ticket->number) != i) {
            return broken(finding, ticket->id, "shares its number");
        }
        if (ticket->token[0] != '\0' && index_find_token(engine, ticket->token) != i) {
            return broken(finding, ticket->id, "shares its token");
        }
    }
    return 0;
}

/* Walks one list: links both ways, states, order. Tickets counted, or -1. */
static int walk(const struct engine *engine, const struct ticket_list *list,
                enum ticket_state state, uint16_t category, struct finding *finding)
{
    int count = 0;
    uint16_t before = NO_SLOT;
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct record *record = &engine->records[slot];
        bool waits = state == TICKET_WAITING;
        if (record->ticket.state != state || record->prev != before ||
            (waits && record->ticket.category != category)) {
            return broken(finding, record->ticket.id, "is in a list it does not belong to");
        }
        if (before != NO_SLOT && !lists_before(&engine->records[before].ticket, &record->ticket)) {
            return broken(finding, record->ticket.id, "stands out of order"); /* 6 */
        }
        if (waits && record->ticket.rank.ms > record->ticket.waiting_since.ms + 1) {
            return broken(finding, record->ticket.id, "ranks later than it waits"); /* lookups.c */
        }
        if (++count > LIMIT_TICKETS_A_DAY) {
            return broken(finding, record->ticket.id, "is in a list without end");
        }
        before = slot;
    }
    return list->tail == before && list->count == count
               ? count
               : broken(finding, 0, "a list does not know its length");
}

/* 5: who waits is in exactly the list of his category, who is held in that of the held. */
static int check_lists(const struct engine *engine, struct finding *finding)
{
    int listed = walk(engine, &engine->held, TICKET_HELD, 0, finding);
    for (uint16_t i = 0; i < engine->category_count && listed >= 0; i++) {
        int waiting = walk(engine, &engine->categories[i].waiting, TICKET_WAITING, i, finding);
        listed = waiting < 0 ? -1 : listed + waiting;
    }
    if (listed < 0) {
        return -1;
    }
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        enum ticket_state state = engine->records[i].ticket.state;
        listed -= state == TICKET_WAITING || state == TICKET_HELD ? 1 : 0;
    }
    return listed == 0 ? 0 : broken(finding, 0, "lists and states disagree in number");
}

/* 8: issue before call, in the order of events. */
static int check_order(const struct engine *engine, struct finding *finding)
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        const struct record *record = &engine->records[i];
        const struct ticket *ticket = &record->ticket;
        bool called = ticket->called_seq != 0;
        if ((called && ticket->called_seq <= ticket->issued_seq) ||
            (is_at_window(ticket) && !called) || record->touched_seq < ticket->called_seq ||
            record->touched_seq > engine->last_seq) {
            return broken(finding, ticket->id, "was called before it was issued");
        }
    }
    return 0;
}

/* 9: a rating belongs to a service, and its kind is known. */
static int check_ratings(const struct engine *engine, struct finding *finding)
{
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        const struct ticket *ticket = &engine->records[i].ticket;
        bool rated = ticket->rating != RATING_NONE;
        if (rated != (ticket->level != 0) || ticket->level < 0 || ticket->level > 5 ||
            (rated && ticket->service == 0)) {
            return broken(finding, ticket->id, "has a rating of nothing");
        }
    }
    return 0;
}

/* A closed day owes nobody an answer (reliability.md A.2). */
static int check_closed_day(const struct engine *engine, struct finding *finding)
{
    for (uint16_t i = 0; engine->day == 0 && i < engine->ticket_count; i++) {
        const struct ticket *ticket = &engine->records[i].ticket;
        if (ticket->slip == SLIP_PRINTING || ticket->slip == SLIP_UNCERTAIN) {
            return broken(finding, ticket->id, "has an unsettled slip on a closed day");
        }
        if (ticket->state == TICKET_CALLED || ticket->state == TICKET_HELD ||
            (ticket->state == TICKET_WAITING && !ticket->carried)) {
            return broken(finding, ticket->id, "was left over by a closed day");
        }
    }
    return 0;
}

int engine_check(const struct engine *engine, char *what, size_t size)
{
    static int (*const checks[])(const struct engine *, struct finding *) = {
        check_states, check_windows, check_numbers,    check_lists,
        check_order,  check_ratings, check_closed_day,
    };
    struct finding finding = {what, size};
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (checks[i](engine, &finding) < 0) {
            return -1;
        }
    }
    return 0;
}
