/* decide_paper.c: what stays with the visitor: the slip in his hand, and what he thought of the
 * service. */
#include "queue/decide.h"

#include "queue/text_rules.h"

#include <string.h>

enum { PHONE_RATING_HOURS = 24 }; /* after the end of the business day (reliability.md D.1) */

/* ------------------------------------------------------------------------------ rating */

/* The window's ticket in service, or else the one whose service ended there just now. A ticket
 * that was called and has not come yet is not asked. */
static int service_at_window(const struct draft *draft, const struct ticket **out)
{
    const struct engine *engine = draft->engine;
    const struct window_record *record = engine_find_window(engine, draft->command->window);
    if (record == NULL) {
        return QUEUE_UNKNOWN_WINDOW;
    }
    const struct window *window = &record->window;
    *out = window->ticket != 0 ? draft_ticket(draft, window->ticket) : NULL;
    if (*out != NULL && (*out)->state == TICKET_SERVING) {
        return 0;
    }
    *out = window->last_ticket != 0 ? draft_ticket(draft, window->last_ticket) : NULL;
    if (*out == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    int64_t grace_ms = (int64_t)engine->plan.policy.evaluation_grace_s * 1000;
    bool is_last = (*out)->service == window->last_service;
    return is_last && wall_between(window->last_ended, draft->now) <= grace_ms ? 0 : QUEUE_TOO_LATE;
}

static int service_of_ticket(const struct draft *draft, const struct ticket **out)
{
    *out = draft_ticket(draft, draft->command->ticket);
    if (*out == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    if ((*out)->service == 0 || (*out)->state == TICKET_CALLED) {
        return QUEUE_WRONG_STATE;
    }
    wall_t day_end = wall_day_start(day_next(draft->engine->last_day));
    wall_t end = wall_after(day_end, (int64_t)PHONE_RATING_HOURS * 3600 * 1000);
    return draft->now.ms <= end.ms ? 0 : QUEUE_TOO_LATE;
}

/* Who served, and what for, whoever sits there now and whatever the ticket was sent on to. */
static void name_the_service(struct event *event, const struct draft *draft,
                             const struct ticket *ticket)
{
    event->service = ticket->service;
    text_rules_copy(event->clerk, sizeof(event->clerk), ticket->served_clerk);
    text_rules_copy(event->item, sizeof(event->item), ticket->served_item);
    text_rules_copy(event->category, sizeof(event->category),
                    draft->engine->categories[ticket->served_category].plan.code);
}

int decide_rate(struct draft *draft)
{
    const struct command *command = draft->command;
    if (command->level < 1 || command->level > 5 ||
        (command->rating != RATING_ACTIVE && command->rating != RATING_DEFAULT)) {
        return QUEUE_BAD_VALUE;
    }
    const struct ticket *ticket;
    int error = command->ticket != 0 ? service_of_ticket(draft, &ticket)
                                     : service_at_window(draft, &ticket);
    if (error != 0) {
        return error;
    }
    if (ticket->rating != RATING_NONE) {
        return QUEUE_ALREADY_RATED;
    }
    struct event *event = draft_event(draft, EVENT_TICKET_RATED, ticket, ticket->served_window);
    name_the_service(event, draft, ticket);
    event->level = command->level;
    event->rating = command->rating;
    text_rules_copy(event->result, sizeof(event->result), command->result);
    text_rules_copy(event->tags, sizeof(event->tags), command->tags);
    text_rules_copy(event->text, sizeof(event->text), command->text);
    draft_commit(draft);
    return 0;
}

/* ------------------------------------------------------------------------------- slips */

int decide_slip_start(struct draft *draft)
{
    const struct command *command = draft->command;
    if (draft->engine->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    const struct ticket *ticket = draft_ticket(draft, command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    bool over = ticket->state >= TICKET_FINISHED;
    if (over || ticket->slip == SLIP_PRINTING || ticket->slips == UINT16_MAX) {
        return QUEUE_WRONG_STATE; /* one job in flight: its end must be known first */
    }
    struct event *event = draft_event(draft, EVENT_SLIP_STARTED, ticket, 0);
    event->count = ticket->slips + 1;
    text_rules_copy(event->device, sizeof(event->device), command->device);
    draft_commit(draft);
    return 0;
}

static const struct {
    const char *word;
    enum event_kind kind;
} slip_results[] = {
    {"printed", EVENT_SLIP_PRINTED},
    {"uncertain", EVENT_SLIP_UNCERTAIN},
    {"void", EVENT_SLIP_VOID},
};

static enum event_kind slip_result(const char *word)
{
    for (size_t i = 0; i < sizeof(slip_results) / sizeof(slip_results[0]); i++) {
        if (strcmp(slip_results[i].word, word) == 0) {
            return slip_results[i].kind;
        }
    }
    return EVENT_NONE;
}

int decide_slip_result(struct draft *draft)
{
    const struct command *command = draft->command;
    enum event_kind kind = slip_result(command->result);
    if (kind == EVENT_NONE) {
        return QUEUE_BAD_VALUE;
    }
    const struct ticket *ticket = draft_ticket(draft, command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    bool open = ticket->slip == SLIP_PRINTING ||
                (ticket->slip == SLIP_UNCERTAIN && kind != EVENT_SLIP_UNCERTAIN);
    bool of_last = command->count == 0 || command->count == ticket->slips;
    if (!open || !of_last) {
        return QUEUE_WRONG_STATE;
    }
    struct event *event = draft_event(draft, kind, ticket, 0);
    event->count = ticket->slips;
    /* The slip was asked of a group; its result names the printer. */
    text_rules_copy(event->device, sizeof(event->device),
                    command->device[0] != '\0' ? command->device : ticket->slip_device);
    text_rules_copy(event->reason, sizeof(event->reason), command->reason);
    draft_commit(draft);
    return 0;
}
