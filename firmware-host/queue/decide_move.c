/* decide_move.c: tickets that wait elsewhere or later: issue, hold, resume, transfer, cancel,
 * and timed returns. */
#include "queue/decide.h"

#include "queue/text_rules.h"

#include <string.h>

/* ------------------------------------------------------------------------------- issue */

static const struct plan_item *find_item(const struct engine *engine, const char *code)
{
    for (uint16_t i = 0; i < engine->plan.item_count; i++) {
        if (strcmp(engine->plan.items[i].code, code) == 0) {
            return &engine->plan.items[i];
        }
    }
    return NULL;
}

static int room_for_ticket(const struct engine *engine, const struct plan_item *item,
                           const char *token)
{
    const struct category_record *category = &engine->categories[item->category];
    if (index_find_token(engine, token) != NO_SLOT) {
        return QUEUE_BAD_VALUE;
    }
    if (engine->ticket_count == LIMIT_TICKETS_A_DAY || engine->ordinal == UINT16_MAX) {
        return QUEUE_FULL;
    }
    bool used_up = category->plan.quota > 0 && category->issued >= category->plan.quota;
    return used_up ? QUEUE_QUOTA : 0;
}

/* Its place among those who wait, and what the visitor is told of it. */
static void quote(const struct engine *engine, struct event *event, const struct plan_item *item,
                  int priority, wall_t since)
{
    struct ticket ticket = {.id = event->ticket,
                            .category = item->category,
                            .priority = (uint16_t)priority,
                            .issued_seq = event->seq};
    ticket.rank = order_rank(engine, &ticket, since, false);
    event->rank = ticket.rank;
    event->ahead = order_ahead(engine, &ticket);
    event->quote_s = engine_estimate_s(engine, item->category, event->ahead);
}

static void draft_ticket_issued(struct draft *draft, const struct plan_item *item, int priority,
                                const struct next_number *number)
{
    const struct engine *engine = draft->engine;
    const struct command *command = draft->command;
    struct event *event = draft_event(draft, EVENT_TICKET_ISSUED, NULL, 0);
    event->ordinal = (uint16_t)(engine->ordinal + 1);
    event->series_value = number->value;
    event->ticket = numbering_ticket_id(engine->day, event->ordinal);
    text_rules_copy(event->number, sizeof(event->number), number->number);
    text_rules_copy(event->category, sizeof(event->category),
                    engine->plan.categories[item->category].code);
    text_rules_copy(event->item, sizeof(event->item), item->code);
    text_rules_copy(event->priority, sizeof(event->priority), command->priority);
    text_rules_copy(event->token, sizeof(event->token), command->token);
    quote(engine, event, item, priority, draft->since);
    draft_commit(draft);
}

int decide_issue(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    const struct command *command = draft->command;
    if (engine->day == 0 || engine->number_day != engine->day) {
        return QUEUE_DAY_CLOSED; /* or the witness knows of numbers of a later day */
    }
    const struct plan_item *item = find_item(engine, command->item);
    if (item == NULL) {
        return QUEUE_UNKNOWN_ITEM;
    }
    int priority = engine_priority_index(engine, command->priority);
    if (priority < 0) {
        return QUEUE_UNKNOWN_PRIORITY;
    }
    int error = room_for_ticket(engine, item, command->token);
    struct next_number number;
    if (error == 0) {
        error = numbering_next(engine, &engine->plan.categories[item->category], &number);
    }
    if (error == 0) {
        draft_ticket_issued(draft, item, priority, &number);
    }
    return error;
}

/* -------------------------------------------------------------------------------- hold */

/* The window's ticket, in whatever state it is there. 0 or a queue_error. */
static int ticket_at_window(const struct draft *draft, const struct ticket **ticket)
{
    int error = decide_at_window(draft, NEED_MANNED);
    if (error != 0) {
        return error;
    }
    *ticket = decide_ticket_here(draft);
    if (*ticket == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    return decide_is_double_press(draft) ? QUEUE_TOO_SOON : 0;
}

static uint16_t service_that_ends(const struct ticket *ticket)
{
    return ticket->state == TICKET_SERVING ? ticket->service : 0;
}

int decide_hold(struct draft *draft)
{
    const struct command *command = draft->command;
    if (command->until.ms != 0 && command->until.ms <= draft->now.ms) {
        return QUEUE_BAD_VALUE;
    }
    const struct ticket *ticket;
    int error = ticket_at_window(draft, &ticket);
    if (error != 0) {
        return error;
    }
    if (engine_held_list(draft->engine, command->window, NULL, 0) >= LIMIT_HELD_A_WINDOW) {
        return QUEUE_HOLD_LIMIT;
    }
    struct event *event = draft_event(draft, EVENT_TICKET_HELD, ticket, command->window);
    event->service = service_that_ends(ticket);
    event->until = command->until;
    text_rules_copy(event->result, sizeof(event->result), "held");
    text_rules_copy(event->note, sizeof(event->note), command->note);
    draft_commit(draft);
    return 0;
}

/* The held ticket that is meant: the named one, or the longest held. */
static int held_here(const struct draft *draft, const struct ticket **ticket)
{
    const struct command *command = draft->command;
    int64_t id = command->ticket;
    if (id == 0 && engine_held_list(draft->engine, command->window, &id, 1) == 0) {
        return QUEUE_NO_TICKET_HERE;
    }
    *ticket = draft_ticket(draft, id);
    if (*ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    if ((*ticket)->state != TICKET_HELD) {
        return QUEUE_WRONG_STATE;
    }
    return (*ticket)->bound_window == command->window ? 0 : QUEUE_NO_TICKET_HERE;
}

static int resume_work(struct draft *draft)
{
    draft_event(draft, EVENT_WINDOW_RESUMED, NULL, draft->command->window);
    draft_commit(draft);
    return 0;
}

int decide_resume(struct draft *draft)
{
    const struct command *command = draft->command;
    int error = decide_at_window(draft, command->ticket == 0 ? NEED_MANNED : NEED_OPEN);
    if (error != 0) {
        return error;
    }
    if (draft_window(draft, command->window)->state == WINDOW_PAUSED) {
        return resume_work(draft);
    }
    const struct ticket *ticket;
    error = held_here(draft, &ticket);
    if (error != 0) {
        return error;
    }
    int64_t id = ticket->id;
    decide_back_in_queue(draft, ticket, command->window, "");
    draft_commit(draft);
    if (decide_ticket_here(draft) == NULL) { /* free: it is called at once */
        struct why why;
        order_explain(draft, command->window, id, &why);
        why.rule = WHY_RETURNED;
        decide_call_ticket(draft, command->window, id, &why, "");
    }
    return 0;
}

int decide_tick(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    int returned = 0;
    if (engine->day == 0) {
        return 0;
    }
    for (uint16_t slot = engine->held.head; slot != NO_SLOT && returned < DRAFT_AT_ONCE;
         slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (ticket->until.ms != 0 && ticket->until.ms <= draft->now.ms) {
            decide_back_in_queue(draft, ticket, ticket->bound_window, "due");
            draft_commit(draft);
            returned++;
        }
    }
    return 0;
}

/* ---------------------------------------------------------------------------- transfer */

struct destination {
    uint16_t category;
    char item[LIMIT_CODE];
};

static bool is_served(const struct engine *engine, uint16_t category)
{
    for (uint16_t i = 0; i < engine->window_count; i++) {
        if (engine_weight(engine, &engine->windows[i], category) > 0) {
            return true;
        }
    }
    return false;
}

/* The category that a window serves first of all: its greatest weight. */
static int main_category(const struct engine *engine, const struct window_record *window)
{
    int main = -1;
    uint16_t greatest = 0;
    for (uint16_t i = 0; i < engine->plan.category_count; i++) {
        uint16_t weight = engine_weight(engine, window, i);
        if (weight > greatest) {
            greatest = weight;
            main = i;
        }
    }
    return main;
}

static int target_of(const struct draft *draft, const struct window_record **target)
{
    const struct command *command = draft->command;
    if (command->target_window == 0) {
        *target = NULL;
        return command->category[0] == '\0' && command->item[0] == '\0' ? QUEUE_BAD_VALUE : 0;
    }
    *target = engine_find_window(draft->engine, command->target_window);
    if (*target == NULL || (*target)->plan == NULL) {
        return QUEUE_UNKNOWN_WINDOW;
    }
    if (command->target_window == command->window) {
        return QUEUE_BAD_VALUE;
    }
    return (*target)->window.state == WINDOW_CLOSED ? QUEUE_WINDOW_CLOSED : 0;
}

/* The category that is asked for: named, the new item's, the ticket's, or the target's main one. */
static int category_of(const struct draft *draft, const struct ticket *ticket,
                       const struct plan_item *item, const struct window_record *target)
{
    const struct engine *engine = draft->engine;
    const char *code = draft->command->category;
    if (code[0] != '\0') {
        int category = engine_category_index(engine, code);
        bool known = category >= 0 && !engine->categories[category].retired;
        return known ? category : QUEUE_UNKNOWN_CATEGORY;
    }
    if (item != NULL) {
        return item->category;
    }
    if (engine_weight(engine, target, ticket->category) > 0) {
        return ticket->category;
    }
    int category = main_category(engine, target);
    return category < 0 ? QUEUE_NOT_ALLOWED : category;
}

static int destination_of(const struct draft *draft, const struct ticket *ticket,
                          struct destination *out)
{
    const struct engine *engine = draft->engine;
    const struct command *command = draft->command;
    const struct window_record *target;
    int error = target_of(draft, &target);
    if (error != 0) {
        return error;
    }
    const struct plan_item *item =
        command->item[0] == '\0' ? NULL : find_item(engine, command->item);
    if (command->item[0] != '\0' && item == NULL) {
        return QUEUE_UNKNOWN_ITEM;
    }
    int category = category_of(draft, ticket, item, target);
    if (category < 0) {
        return category;
    }
    out->category = (uint16_t)category;
    text_rules_copy(out->item, sizeof(out->item), item != NULL ? item->code : ticket->item);
    bool allowed = target == NULL ? is_served(engine, out->category)
                                  : engine_weight(engine, target, out->category) > 0;
    return allowed ? 0 : QUEUE_NOT_ALLOWED;
}

/* The window that gets it back afterwards. A ticket already on such an errand keeps it, unless
 * it is sent there now. */
static uint16_t return_window(const struct command *command, const struct ticket *ticket)
{
    if (command->return_to_me) {
        return command->window;
    }
    return ticket->return_window == command->target_window ? 0 : ticket->return_window;
}

int decide_transfer(struct draft *draft)
{
    const struct command *command = draft->command;
    const struct ticket *ticket;
    int error = ticket_at_window(draft, &ticket);
    if (error != 0) {
        return error;
    }
    struct destination to;
    error = destination_of(draft, ticket, &to);
    if (error != 0) {
        return error;
    }
    struct event *event = draft_event(draft, EVENT_TICKET_TRANSFERRED, ticket, command->window);
    event->service = service_that_ends(ticket);
    event->target_window = command->target_window;
    event->return_window = return_window(command, ticket);
    event->rank = order_rank(draft->engine, ticket, draft->since, true);
    text_rules_copy(event->category, sizeof(event->category),
                    draft->engine->categories[to.category].plan.code);
    text_rules_copy(event->item, sizeof(event->item), to.item);
    text_rules_copy(event->result, sizeof(event->result), "transferred");
    text_rules_copy(event->note, sizeof(event->note), command->note);
    draft_commit(draft);
    return 0;
}

/* ------------------------------------------------------------------------------ cancel */

int decide_cancel(struct draft *draft)
{
    const struct command *command = draft->command;
    if (draft->engine->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    const struct ticket *ticket = draft_ticket(draft, command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    if (ticket->state != TICKET_WAITING && ticket->state != TICKET_CALLED &&
        ticket->state != TICKET_HELD) {
        return QUEUE_WRONG_STATE;
    }
    uint16_t window = ticket->state == TICKET_CALLED ? ticket->window : 0;
    struct event *event = draft_event(draft, EVENT_TICKET_CANCELLED, ticket, window);
    text_rules_copy(event->reason, sizeof(event->reason), command->reason);
    draft_commit(draft);
    return 0;
}
