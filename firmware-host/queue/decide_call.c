/* decide_call.c: a window's daily verbs: next, call, recall, arrive, finish, no-show; and the
 * hall that hands out tickets by itself. */
#include "queue/decide.h"

#include <string.h>

int decide_next(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    uint16_t window = draft->command->window;
    if (engine->day == 0 && decide_ticket_here(draft) != NULL) {
        decide_end_after_close(draft, window);
        return 0;
    }
    int error = decide_at_window(draft, NEED_OPEN);
    if (error != 0) {
        return error;
    }
    if (decide_is_double_press(draft)) {
        return QUEUE_TOO_SOON;
    }
    const struct ticket *here = decide_ticket_here(draft);
    if (here != NULL) {
        decide_end_service(draft, here->id, "next");
    }
    struct why why;
    int64_t next = order_choose(draft, window, &why);
    if (next != 0) {
        decide_call_ticket(draft, window, next, &why, "");
    }
    return next != 0 || here != NULL ? 0 : QUEUE_NOBODY_WAITS;
}

/* May this window call this very ticket? */
static int may_be_called(const struct draft *draft, const struct ticket *ticket)
{
    uint16_t window = draft->command->window;
    const struct window_record *record = engine_find_window(draft->engine, window);
    if (ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING) {
        return QUEUE_TAKEN;
    }
    if (ticket->state != TICKET_WAITING) {
        return QUEUE_WRONG_STATE;
    }
    bool bound_elsewhere = ticket->bound_window != 0 && ticket->bound_window != window;
    if (bound_elsewhere || engine_weight(draft->engine, record, ticket->category) == 0) {
        return QUEUE_NOT_ALLOWED;
    }
    return 0;
}

int decide_call(struct draft *draft)
{
    const struct command *command = draft->command;
    int error = decide_at_window(draft, NEED_OPEN);
    if (error != 0) {
        return error;
    }
    const struct ticket *ticket = draft_ticket(draft, command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    error = may_be_called(draft, ticket);
    if (error != 0) {
        return error;
    }
    if (decide_ticket_here(draft) != NULL) {
        return QUEUE_WINDOW_BUSY;
    }
    struct why why;
    order_explain(draft, command->window, ticket->id, &why);
    decide_call_ticket(draft, command->window, ticket->id, &why, "");
    return 0;
}

/* The window's ticket, when it was called and has not come yet. 0 or a queue_error. */
static int called_here(const struct draft *draft, const struct ticket **ticket)
{
    int error = decide_at_window(draft, NEED_MANNED);
    if (error != 0) {
        return error;
    }
    *ticket = decide_ticket_here(draft);
    if (*ticket == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    return (*ticket)->state == TICKET_CALLED ? 0 : QUEUE_WRONG_STATE;
}

int decide_recall(struct draft *draft)
{
    const struct ticket *ticket;
    int error = called_here(draft, &ticket);
    if (error != 0) {
        return error;
    }
    if (ticket->recalls >= draft->engine->plan.policy.recall_limit) {
        return QUEUE_RECALL_LIMIT;
    }
    struct event *event = draft_event(draft, EVENT_TICKET_RECALLED, ticket, draft->command->window);
    event->count = ticket->recalls + 1;
    draft_commit(draft);
    return 0;
}

int decide_arrive(struct draft *draft)
{
    const struct ticket *ticket;
    int error = called_here(draft, &ticket);
    if (error == 0) {
        decide_begin_service(draft, ticket->id, "");
    }
    return error;
}

int decide_finish(struct draft *draft)
{
    const struct command *command = draft->command;
    if (command->outcome < 0 || command->outcome >= OUTCOME_COUNT) {
        return QUEUE_BAD_VALUE;
    }
    const struct ticket *here = decide_ticket_here(draft);
    if (draft->engine->day == 0 && here != NULL) {
        decide_end_after_close(draft, command->window);
        return 0;
    }
    int error = decide_at_window(draft, NEED_MANNED);
    if (error != 0) {
        return error;
    }
    if (here == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    if (decide_is_double_press(draft)) {
        return QUEUE_TOO_SOON;
    }
    decide_end_service(draft, here->id, "");
    return 0;
}

/* Behind k of its category's list, never further to the front than it was. Also says behind how
 * many that really is. */
static wall_t behind(const struct engine *engine, const struct ticket *ticket, int k,
                     int32_t *position)
{
    const struct ticket_list *list = &engine->categories[ticket->category].waiting;
    struct ticket moved = *ticket;
    uint16_t slot = list->head;
    for (int i = 0; i < k && slot != NO_SLOT; i++) {
        int64_t after = engine->records[slot].ticket.rank.ms + 1;
        moved.rank.ms = after > moved.rank.ms ? after : moved.rank.ms;
        slot = engine->records[slot].next;
    }
    *position = 0;
    for (slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        *position += lists_before(&engine->records[slot].ticket, &moved) ? 1 : 0;
    }
    return moved.rank;
}

int decide_no_show(struct draft *draft)
{
    const struct plan_policy *policy = &draft->engine->plan.policy;
    const struct ticket *ticket;
    int error = called_here(draft, &ticket);
    if (error != 0) {
        return error;
    }
    if (decide_is_double_press(draft)) {
        return QUEUE_TOO_SOON;
    }
    struct event *event = draft_event(draft, EVENT_TICKET_NO_SHOW, ticket, draft->command->window);
    event->count = ticket->no_shows + 1;
    event->final = event->count >= policy->no_show_limit;
    if (!event->final) {
        event->rank = behind(draft->engine, ticket, policy->no_show_reinsert, &event->position);
    }
    draft_commit(draft);
    return 0;
}

/* ------------------------------------------------------------------------------- push */

static bool is_free(const struct window *window)
{
    return window->state == WINDOW_OPEN && window->ticket == 0;
}

static bool is_free_longer(const struct window *a, const struct window *b)
{
    return a->since.ms != b->since.ms ? a->since.ms < b->since.ms : a->number < b->number;
}

/* Numbers of free open windows, the longest free first. */
static uint16_t free_windows(const struct draft *draft, uint16_t numbers[WINDOW_ROOM])
{
    const struct engine *engine = draft->engine;
    uint16_t count = 0;
    for (uint16_t i = 0; i < engine->window_count; i++) {
        const struct window *window = draft_window(draft, engine->windows[i].window.number);
        if (!is_free(window)) {
            continue;
        }
        uint16_t place = count++;
        while (place > 0 && is_free_longer(window, draft_window(draft, numbers[place - 1]))) {
            numbers[place] = numbers[place - 1];
            place--;
        }
        numbers[place] = window->number;
    }
    return count;
}

void decide_push(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    if (engine->plan.policy.mode != PLAN_PUSH || engine->day == 0) {
        return;
    }
    uint16_t numbers[WINDOW_ROOM];
    uint16_t count = free_windows(draft, numbers);
    int calls = 0;
    for (uint16_t i = 0; i < count && calls < DRAFT_AT_ONCE && draft_has_room(draft, 1); i++) {
        struct why why;
        int64_t next = order_choose(draft, numbers[i], &why);
        if (next != 0) {
            decide_call_ticket(draft, numbers[i], next, &why, "push");
            calls++;
        }
    }
}
