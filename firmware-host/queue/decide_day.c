/* decide_day.c: the first and the last command of a business day.
 *
 * Closing settles everything that can be settled: slips nobody knows of become void, who waits
 * expires or is carried over, windows close. A service that is still going on may end after
 * that and be rated; its window closes with it (reliability.md F14). Opening the next day ends
 * what was forgotten, and brings the carried tickets in again with all that they are, so that a
 * replay may begin with the event that opened the day. */
#include "queue/decide.h"

#include "queue/text_rules.h"

#include <string.h>

enum { DAY_LEAST = 20000101, DAY_MOST = 20991231 };

static void close_window(struct draft *draft, uint16_t window)
{
    struct event *event = draft_event(draft, EVENT_WINDOW_CLOSED, NULL, window);
    text_rules_copy(event->reason, sizeof(event->reason), "day_end");
}

void decide_end_after_close(struct draft *draft, uint16_t window)
{
    const char *reason = draft->command->kind == COMMAND_NEXT       ? "next"
                         : draft->command->kind == COMMAND_DAY_OPEN ? "day_end"
                                                                    : "";
    decide_end_service(draft, draft_window(draft, window)->ticket, reason);
    close_window(draft, window);
    draft_commit(draft);
}

static void settle_slip(struct draft *draft, const struct ticket *ticket)
{
    if (ticket->slip != SLIP_PRINTING && ticket->slip != SLIP_UNCERTAIN) {
        return;
    }
    struct event *event = draft_event(draft, EVENT_SLIP_VOID, ticket, 0);
    event->count = ticket->slips;
    text_rules_copy(event->device, sizeof(event->device), ticket->slip_device);
    text_rules_copy(event->reason, sizeof(event->reason), "day_end");
    draft_commit_unseen(draft);
}

static void settle_ticket(struct draft *draft, const struct ticket *ticket)
{
    if (ticket->state != TICKET_WAITING && ticket->state != TICKET_CALLED &&
        ticket->state != TICKET_HELD) {
        return;
    }
    bool carries = draft->engine->plan.policy.day_end == PLAN_CARRY_OVER;
    uint16_t window = ticket->state == TICKET_CALLED ? ticket->window : 0;
    struct event *event =
        draft_event(draft, carries ? EVENT_TICKET_CARRIED : EVENT_TICKET_EXPIRED, ticket, window);
    text_rules_copy(event->reason, sizeof(event->reason), carries ? "over" : "day_end");
    draft_commit_unseen(draft);
}

static bool is_serving(const struct engine *engine, const struct window *window)
{
    const struct record *record = engine_find_record(engine, window->ticket);
    return record != NULL && record->ticket.state == TICKET_SERVING;
}

int decide_day_close(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    if (engine->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        settle_slip(draft, &engine->records[i].ticket);
        settle_ticket(draft, &engine->records[i].ticket);
    }
    for (uint16_t i = 0; i < engine->window_count; i++) {
        const struct window *window = &engine->windows[i].window;
        if (window->state != WINDOW_CLOSED && !is_serving(engine, window)) {
            close_window(draft, window->number);
            draft_commit_unseen(draft);
        }
    }
    draft_event(draft, EVENT_DAY_CLOSED, NULL, 0);
    draft_commit_unseen(draft);
    return 0;
}

/* Services that nobody ended before the next day began. */
static void end_forgotten(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        if (engine->windows[i].window.ticket != 0) {
            decide_end_after_close(draft, engine->windows[i].window.number);
        }
    }
    draft_precede(draft);
}

static void bring_in(struct draft *draft, const struct ticket *ticket, int32_t day)
{
    static const char *const slips[SLIP_STATE_COUNT] = {
        [SLIP_PRINTED] = "printed", [SLIP_VOID] = "void"};
    const struct engine *engine = draft->engine;
    struct event *event = draft_event(draft, EVENT_TICKET_CARRIED, ticket, 0);
    const char *slip = slips[ticket->slip];
    event->day = day;
    event->ordinal = (uint16_t)(ticket->id % 100000);
    event->ahead = ticket->ahead_at_issue;
    event->quote_s = ticket->quote_s;
    event->service = ticket->service;
    event->count = ticket->no_shows;
    event->since = ticket->waiting_since;
    event->rank = ticket->rank;
    event->issued = ticket->issued;
    event->copies = ticket->slips;
    text_rules_copy(event->priority, sizeof(event->priority),
                    engine->plan.priorities[ticket->priority].code);
    text_rules_copy(event->token, sizeof(event->token), ticket->token);
    text_rules_copy(event->result, sizeof(event->result), slip != NULL ? slip : "");
    text_rules_copy(event->device, sizeof(event->device), ticket->slip_device);
    text_rules_copy(event->reason, sizeof(event->reason), "in");
    draft_commit_unseen(draft);
}

int decide_day_open(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    int32_t day = draft->command->day;
    if (day < DAY_LEAST || day > DAY_MOST) {
        return QUEUE_BAD_VALUE;
    }
    if (engine->day != 0) {
        return QUEUE_DAY_OPEN;
    }
    if (day <= engine->last_day || day < engine->number_day) {
        return QUEUE_DAY_CLOSED; /* that day is over: its numbers are never given out again */
    }
    end_forgotten(draft);
    struct event *event = draft_event(draft, EVENT_DAY_OPENED, NULL, 0);
    event->day = day;
    draft_commit_unseen(draft);
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        if (engine->records[i].ticket.state == TICKET_WAITING) {
            bring_in(draft, &engine->records[i].ticket, day);
        }
    }
    return 0;
}
