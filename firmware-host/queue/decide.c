/* decide.c: engine_decide, and what several commands have in common. */
#include "queue/decide.h"

#include "queue/text_rules.h"

#include <string.h>

static const struct {
    int (*decide)(struct draft *);
    bool pushes; /* somebody may wait, or a window be free, that was not before */
} rows[COMMAND_KIND_COUNT] = {
    [COMMAND_ISSUE] = {decide_issue, true},
    [COMMAND_NEXT] = {decide_next, true},
    [COMMAND_CALL] = {decide_call, false},
    [COMMAND_RECALL] = {decide_recall, false},
    [COMMAND_ARRIVE] = {decide_arrive, false},
    [COMMAND_FINISH] = {decide_finish, true},
    [COMMAND_NO_SHOW] = {decide_no_show, true},
    [COMMAND_HOLD] = {decide_hold, true},
    [COMMAND_RESUME] = {decide_resume, true},
    [COMMAND_TRANSFER] = {decide_transfer, true},
    [COMMAND_PAUSE] = {decide_pause, false},
    [COMMAND_OPEN] = {decide_open, true},
    [COMMAND_CLOSE] = {decide_close, true},
    [COMMAND_CANCEL] = {decide_cancel, true},
    [COMMAND_UNDO] = {decide_undo, true},
    [COMMAND_RATE] = {decide_rate, false},
    [COMMAND_SLIP_START] = {decide_slip_start, false},
    [COMMAND_SLIP_RESULT] = {decide_slip_result, false},
    [COMMAND_DAY_OPEN] = {decide_day_open, false},
    [COMMAND_DAY_CLOSE] = {decide_day_close, false},
    [COMMAND_TICK] = {decide_tick, true},
};

static bool texts_are_clean(const struct command *command)
{
    return text_rules_allow(command->intent, sizeof(command->intent), false) &&
           text_rules_allow(command->actor, sizeof(command->actor), false) &&
           text_rules_allow(command->source, sizeof(command->source), false) &&
           text_rules_allow(command->item, sizeof(command->item), false) &&
           text_rules_allow(command->category, sizeof(command->category), false) &&
           text_rules_allow(command->priority, sizeof(command->priority), false) &&
           text_rules_allow(command->token, sizeof(command->token), false) &&
           text_rules_allow(command->clerk, sizeof(command->clerk), false) &&
           text_rules_allow(command->device, sizeof(command->device), false) &&
           text_rules_allow(command->reason, sizeof(command->reason), false) &&
           text_rules_allow(command->result, sizeof(command->result), false) &&
           text_rules_allow(command->note, sizeof(command->note), true) &&
           text_rules_allow(command->tags, sizeof(command->tags), false) &&
           text_rules_allow(command->text, sizeof(command->text), true);
}

bool engine_intent(const struct engine *engine, const char *intent, struct outcome *out)
{
    const struct outcome *first = intents_find(&engine->intents, intent);
    if (first == NULL) {
        return false;
    }
    *out = *first;
    out->repeated = true;
    return true;
}

static bool is_command(const struct command *command)
{
    return command->kind > COMMAND_NONE && command->kind < COMMAND_KIND_COUNT &&
           texts_are_clean(command);
}

/* Is the window as whoever asks saw it? */
static bool is_as_seen(const struct engine *engine, const struct command *command)
{
    const struct window_record *record = engine_find_window(engine, command->window);
    if (command->seen == 0 || record == NULL) {
        return true;
    }
    return record->window.ticket == (command->seen == SEEN_NONE ? 0 : command->seen);
}

int engine_decide(const struct engine *engine, const struct command *command, wall_t now,
                  struct event_list *events, struct outcome *outcome)
{
    events->count = 0;
    memset(outcome, 0, sizeof(*outcome));
    if (!is_command(command)) {
        return QUEUE_BAD_VALUE;
    }
    if (engine_intent(engine, command->intent, outcome)) {
        return 0;
    }
    if (!is_as_seen(engine, command)) {
        return QUEUE_CHANGED;
    }
    struct draft draft;
    draft_begin(&draft, engine, command, now, events);
    int error = rows[command->kind].decide(&draft);
    if (error == 0 && rows[command->kind].pushes) {
        decide_push(&draft);
    }
    if (error == 0 && draft.full) {
        error = QUEUE_FULL;
    }
    if (error != 0) {
        events->count = 0;
        return error;
    }
    *outcome = draft.outcome;
    return 0;
}

/* ------------------------------------------------------------------------ in common */

int decide_at_window(const struct draft *draft, enum window_need need)
{
    if (draft->engine->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    const struct window_record *record = engine_find_window(draft->engine, draft->command->window);
    if (record == NULL || (record->plan == NULL && record->window.ticket == 0)) {
        return QUEUE_UNKNOWN_WINDOW;
    }
    if (need != NEED_ANY && record->window.state == WINDOW_CLOSED) {
        return QUEUE_WINDOW_CLOSED;
    }
    if (need == NEED_OPEN && record->window.state == WINDOW_PAUSED) {
        return QUEUE_WINDOW_PAUSED;
    }
    return 0;
}

const struct ticket *decide_ticket_here(const struct draft *draft)
{
    const struct window *window = draft_window(draft, draft->command->window);
    return window == NULL || window->ticket == 0 ? NULL : draft_ticket(draft, window->ticket);
}

bool decide_is_double_press(const struct draft *draft)
{
    const struct plan_policy *policy = &draft->engine->plan.policy;
    const struct ticket *ticket = decide_ticket_here(draft);
    if (ticket == NULL || ticket->state != TICKET_CALLED ||
        (draft->command->kind != COMMAND_NEXT && policy->mode != PLAN_PUSH)) {
        return false;
    }
    int64_t since = wall_between(ticket->called, draft->now);
    return since >= 0 && since < policy->repeat_guard_ms; /* < 0: the clock was set back */
}

void decide_call_ticket(struct draft *draft, uint16_t window, int64_t ticket, const struct why *why,
                        const char *reason)
{
    struct event *event =
        draft_event(draft, EVENT_TICKET_CALLED, draft_ticket(draft, ticket), window);
    event->why = *why;
    text_rules_copy(event->reason, sizeof(event->reason), reason);
    draft_commit(draft);
}

static void settle_slip(struct draft *draft, int64_t id)
{
    const struct ticket *ticket = draft_ticket(draft, id);
    if (ticket->slip != SLIP_UNCERTAIN) {
        return;
    }
    struct event *event = draft_event(draft, EVENT_SLIP_PRINTED, ticket, 0);
    event->count = ticket->slips;
    text_rules_copy(event->device, sizeof(event->device), ticket->slip_device);
    text_rules_copy(event->reason, sizeof(event->reason), "arrived");
    draft_commit(draft);
}

void decide_begin_service(struct draft *draft, int64_t id, const char *reason)
{
    const struct ticket *ticket = draft_ticket(draft, id);
    struct event *event = draft_event(draft, EVENT_TICKET_ARRIVED, ticket, ticket->window);
    event->service = (uint16_t)(ticket->service + 1);
    text_rules_copy(event->reason, sizeof(event->reason), reason);
    draft_commit(draft);
    settle_slip(draft, id);
}

/* Back to the window that sent it, or into that window's queue when it has closed since. */
static void send_back(struct draft *draft, int64_t id, uint16_t from, uint16_t to,
                      uint16_t category)
{
    const struct ticket *ticket = draft_ticket(draft, id);
    const struct window *target = draft_window(draft, to);
    struct event *event = draft_event(draft, EVENT_TICKET_RETURNED, ticket, from);
    event->target_window = target != NULL && target->state != WINDOW_CLOSED ? to : 0;
    event->rank = order_rank(draft->engine, ticket, draft->since, true);
    text_rules_copy(event->category, sizeof(event->category),
                    draft->engine->categories[category].plan.code);
    draft_commit(draft);
}

void decide_end_service(struct draft *draft, int64_t id, const char *reason)
{
    const struct command *command = draft->command;
    if (draft_ticket(draft, id)->state == TICKET_CALLED) {
        decide_begin_service(draft, id, "implied");
    }
    const struct ticket *ticket = draft_ticket(draft, id);
    uint16_t from = ticket->window;
    uint16_t back_to = ticket->return_window;
    uint16_t category = ticket->return_category;
    struct event *event = draft_event(draft, EVENT_TICKET_FINISHED, ticket, from);
    event->service = ticket->service;
    event->outcome = command->outcome;
    event->promised_day = command->promised_day;
    text_rules_copy(event->note, sizeof(event->note), command->note);
    text_rules_copy(event->reason, sizeof(event->reason), reason);
    draft_commit(draft);
    if (back_to != 0 && draft->engine->day != 0) {
        send_back(draft, id, from, back_to, category);
    }
}

void decide_back_in_queue(struct draft *draft, const struct ticket *ticket, uint16_t target,
                          const char *reason)
{
    uint16_t at = ticket->bound_window;
    struct event *event = draft_event(draft, EVENT_TICKET_RESUMED, ticket, at);
    event->target_window = target;
    event->rank = ticket->state == TICKET_WAITING
                      ? ticket->rank
                      : order_rank(draft->engine, ticket, draft->since, true);
    text_rules_copy(event->reason, sizeof(event->reason), reason);
}
