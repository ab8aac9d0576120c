/* naive_verbs.c: the verbs of the naive hall. */
#include "naive_act.h"

#include <stdio.h>
#include <string.h>

/* --------------------------------------------------------------------------- the verbs */

static int do_issue(struct act *act)
{
    struct naive_hall *hall = act->hall;
    const struct command *command = act->command;
    int category = naive_item_category(hall, command->item);
    if (category < 0) {
        return QUEUE_UNKNOWN_ITEM;
    }
    int priority = 0;
    while (priority < hall->plan.priority_count &&
           strcmp(hall->plan.priorities[priority].code, command->priority) != 0) {
        priority++;
    }
    if (priority == hall->plan.priority_count) {
        return QUEUE_UNKNOWN_PRIORITY;
    }
    const struct plan_category *plan = &hall->plan.categories[category];
    if (hall->ticket_count == NAIVE_TICKETS) {
        return QUEUE_FULL; /* the test's own limit: shows as a difference */
    }
    if (plan->quota > 0 && hall->issued[category] >= plan->quota) {
        return QUEUE_QUOTA;
    }
    const char *names[2] = {plan->series, plan->overflow};
    for (int n = 0; n < 2 && (n == 0 || names[n][0] != '\0'); n++) {
        int s = 0;
        while (s < hall->series_count && strcmp(hall->series[s].series, names[n]) != 0) {
            s++;
        }
        int value = s == hall->series_count ? 0 : hall->series[s].value;
        value = value + 1 < plan->first ? plan->first : value + 1;
        if (value > plan->last) {
            continue;
        }
        hall->series_count = s == hall->series_count ? s + 1 : hall->series_count;
        snprintf(hall->series[s].series, LIMIT_SERIES, "%s", names[n]);
        hall->series[s].value = value;
        struct naive_ticket *ticket = &hall->tickets[hall->ticket_count];
        memset(ticket, 0, sizeof(*ticket));
        ticket->id = (int64_t)(hall->day - 20000000) * 100000 + ++hall->ordinal;
        ticket->day = hall->day;
        ticket->order = ++hall->order;
        ticket->category = category;
        ticket->priority = priority;
        snprintf(ticket->item, sizeof(ticket->item), "%s", command->item);
        snprintf(ticket->number, sizeof(ticket->number), "%.3s%0*d", names[n], plan->digits % 8,
                 value % 65536);
        act_wait(act, ticket, act_bonus(hall, ticket, false));
        ticket->ahead = naive_ahead(hall, ticket);
        ticket->quote_s = naive_quote(hall, category, ticket->ahead);
        hall->ticket_count++;
        hall->issued[category]++;
        naive_touch(hall, ticket);
        act->result->ticket = ticket->id;
        act->result->window = 0;
        return 0;
    }
    return QUEUE_SERIES_FULL;
}

static int do_next(struct act *act)
{
    bool was_busy = act->here != NULL;
    if (act_double_press(act)) {
        return QUEUE_TOO_SOON;
    }
    if (was_busy) {
        act_finish(act, act->here);
    }
    struct naive_ticket *next = act_best(act, act->window, NULL);
    if (next != NULL) {
        act_call(act, act->window, next, WHY_NONE);
    }
    return was_busy || next != NULL ? 0 : QUEUE_NOBODY_WAITS;
}

static int do_call(struct act *act)
{
    struct naive_ticket *ticket = naive_ticket(act->hall, act->command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    if (ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING) {
        return QUEUE_TAKEN;
    }
    if (ticket->state != TICKET_WAITING) {
        return QUEUE_WRONG_STATE;
    }
    if (!act_callable(act, act->window, ticket)) {
        return QUEUE_NOT_ALLOWED;
    }
    if (act->here != NULL) {
        return QUEUE_WINDOW_BUSY;
    }
    act_call(act, act->window, ticket, WHY_CHOSEN);
    return 0;
}

static int do_recall(struct act *act)
{
    if (act->here == NULL || act->here->state != TICKET_CALLED) {
        return act->here == NULL ? QUEUE_NO_TICKET_HERE : QUEUE_WRONG_STATE;
    }
    if (act->here->recalls >= act->hall->plan.policy.recall_limit) {
        return QUEUE_RECALL_LIMIT;
    }
    naive_touch(act->hall, act->here);
    act->here->recalls++;
    act->result->ticket = act->here->id;
    return 0;
}

static int do_arrive(struct act *act)
{
    if (act->here == NULL || act->here->state != TICKET_CALLED) {
        return act->here == NULL ? QUEUE_NO_TICKET_HERE : QUEUE_WRONG_STATE;
    }
    act_arrive(act, act->here);
    act->result->ticket = act->here->id;
    return 0;
}

static int do_finish(struct act *act)
{
    if (act->here == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    if (act_double_press(act)) {
        return QUEUE_TOO_SOON;
    }
    act->result->ticket = act->here->id;
    act_finish(act, act->here);
    return 0;
}

static int do_no_show(struct act *act)
{
    struct naive_ticket *ticket = act->here;
    const struct plan_policy *policy = &act->hall->plan.policy;
    if (ticket == NULL || ticket->state != TICKET_CALLED) {
        return ticket == NULL ? QUEUE_NO_TICKET_HERE : QUEUE_WRONG_STATE;
    }
    if (act_double_press(act)) {
        return QUEUE_TOO_SOON;
    }
    naive_touch(act->hall, ticket);
    act->result->ticket = ticket->id;
    act_occupied(act, ticket);
    act_leave(act, ticket, false);
    ticket->returned = false;
    ticket->no_shows++;
    if (ticket->no_shows >= policy->no_show_limit) {
        act_over(ticket, TICKET_MISSED);
    } else {
        int64_t place = act_place_behind(act, ticket, policy->no_show_reinsert);
        act_wait(act, ticket, act->queue - place);
    }
    return 0;
}

static int do_hold(struct act *act)
{
    int64_t until = act->command->until.ms;
    int64_t ids[1];
    if (act->here == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    if (act_double_press(act)) {
        return QUEUE_TOO_SOON;
    }
    if (naive_held(act->hall, act->window->number, ids, 1) >= LIMIT_HELD_A_WINDOW) {
        return QUEUE_HOLD_LIMIT;
    }
    struct naive_ticket *ticket = act->here;
    naive_touch(act->hall, ticket);
    act->result->ticket = ticket->id;
    act_occupied(act, ticket);
    act_leave(act, ticket, ticket->state == TICKET_SERVING);
    ticket->state = TICKET_HELD;
    ticket->bound = ticket->window;
    ticket->window = 0;
    ticket->until = until;
    ticket->held_order = ++act->hall->held_order;
    return 0;
}

static void come_back(struct act *act, struct naive_ticket *ticket, int bound)
{
    naive_touch(act->hall, ticket);
    int64_t place = ticket->since - ticket->bonus_ms;
    bool was_held = ticket->state == TICKET_HELD;
    act_wait(act, ticket, was_held ? act_bonus(act->hall, ticket, true) : act->queue - place);
    ticket->bound = bound;
    ticket->returned = true;
}

static int do_resume(struct act *act)
{
    int64_t id = act->command->ticket;
    if (act->window->state == WINDOW_PAUSED) {
        if (id != 0) {
            return QUEUE_WINDOW_PAUSED;
        }
        act_set_window(act, act->window, WINDOW_OPEN, act->window->clerk, "");
        return 0;
    }
    if (id == 0 && naive_held(act->hall, act->window->number, &id, 1) == 0) {
        return QUEUE_NO_TICKET_HERE;
    }
    struct naive_ticket *ticket = naive_ticket(act->hall, id);
    if (ticket == NULL || ticket->state != TICKET_HELD) {
        return ticket == NULL ? QUEUE_UNKNOWN_TICKET : QUEUE_WRONG_STATE;
    }
    if (ticket->bound != act->window->number) {
        return QUEUE_NO_TICKET_HERE;
    }
    act->result->ticket = id;
    come_back(act, ticket, act->window->number);
    if (act->here == NULL) {
        act_call(act, act->window, ticket, WHY_RETURNED);
    }
    return 0;
}

static int destination(const struct act *act, const struct naive_ticket *ticket, int *category)
{
    const struct command *command = act->command;
    struct naive_hall *hall = act->hall;
    const struct naive_window *target = naive_window(hall, command->target_window);
    int item_category = naive_item_category(hall, command->item);
    if (command->target_window != 0) {
        if (target == NULL) {
            return QUEUE_UNKNOWN_WINDOW;
        }
        if (target == act->window) {
            return QUEUE_BAD_VALUE;
        }
        if (target->state == WINDOW_CLOSED) {
            return QUEUE_WINDOW_CLOSED;
        }
    } else if (command->category[0] == '\0' && command->item[0] == '\0') {
        return QUEUE_BAD_VALUE;
    }
    if (command->item[0] != '\0' && item_category < 0) {
        return QUEUE_UNKNOWN_ITEM;
    }
    *category = ticket->category;
    if (command->category[0] != '\0') {
        *category = -1;
        for (int i = 0; i < hall->plan.category_count; i++) {
            if (strcmp(hall->plan.categories[i].code, command->category) == 0) {
                *category = i;
            }
        }
        if (*category < 0) {
            return QUEUE_UNKNOWN_CATEGORY;
        }
    } else if (item_category >= 0) {
        *category = item_category;
    } else if (naive_weight(hall, target, *category) == 0) {
        int most = 0;
        for (int i = 0; i < hall->plan.category_count; i++) {
            if (naive_weight(hall, target, i) > most) {
                most = naive_weight(hall, target, i);
                *category = i;
            }
        }
    }
    bool served = false;
    for (int i = 0; i < hall->window_count; i++) {
        bool counts = target == NULL || target == &hall->windows[i];
        served = served || (counts && naive_weight(hall, &hall->windows[i], *category) > 0);
    }
    return served ? 0 : QUEUE_NOT_ALLOWED;
}

static int do_transfer(struct act *act)
{
    const struct command *command = act->command;
    struct naive_ticket *ticket = act->here;
    int category;
    if (ticket == NULL) {
        return QUEUE_NO_TICKET_HERE;
    }
    if (act_double_press(act)) {
        return QUEUE_TOO_SOON;
    }
    int error = destination(act, ticket, &category);
    if (error != 0) {
        return error;
    }
    naive_touch(act->hall, ticket);
    act->result->ticket = ticket->id;
    act_occupied(act, ticket);
    act_leave(act, ticket, ticket->state == TICKET_SERVING);
    if (command->return_to_me) {
        ticket->back_to = act->window->number;
        ticket->back_category = ticket->category;
    } else if (ticket->back_to == command->target_window) {
        ticket->back_to = ticket->back_category = 0;
    }
    ticket->category = category;
    ticket->bound = command->target_window;
    ticket->returned = true;
    if (command->item[0] != '\0') {
        snprintf(ticket->item, sizeof(ticket->item), "%s", command->item);
    }
    act_wait(act, ticket, act_bonus(act->hall, ticket, true));
    return 0;
}

static int do_window(struct act *act)
{
    const struct command *command = act->command;
    struct naive_window *window = act->window;
    if (command->kind == COMMAND_OPEN) {
        if (window->state == WINDOW_OPEN && strcmp(window->clerk, command->clerk) == 0) {
            return QUEUE_WRONG_STATE;
        }
        act_set_window(act, window, WINDOW_OPEN, command->clerk, "");
    } else if (command->kind == COMMAND_PAUSE) {
        if (window->state == WINDOW_PAUSED && strcmp(window->reason, command->reason) == 0) {
            return QUEUE_WRONG_STATE;
        }
        act_set_window(act, window, WINDOW_PAUSED, window->clerk, command->reason);
    } else {
        if (act->here != NULL) {
            return QUEUE_WINDOW_BUSY;
        }
        act_set_window(act, window, WINDOW_CLOSED, window->clerk, "");
        for (int i = 0; i < act->hall->ticket_count; i++) {
            struct naive_ticket *ticket = &act->hall->tickets[i];
            if (ticket->bound == window->number &&
                (ticket->state == TICKET_HELD || ticket->state == TICKET_WAITING)) {
                come_back(act, ticket, 0);
            }
        }
    }
    return 0;
}

static int do_cancel(struct act *act)
{
    struct naive_ticket *ticket = naive_ticket(act->hall, act->command->ticket);
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    if (ticket->state == TICKET_SERVING || ticket->state >= TICKET_FINISHED) {
        return QUEUE_WRONG_STATE;
    }
    naive_touch(act->hall, ticket);
    act->result->ticket = ticket->id;
    act->result->window = 0;
    if (ticket->state == TICKET_CALLED) {
        act->result->window = ticket->window;
        act_leave(act, ticket, false);
    }
    act_over(ticket, TICKET_CANCELLED);
    return 0;
}

static int do_undo(struct act *act)
{
    return naive_undo(act->hall, act->command, act->now, act->result);
}

static int do_rate(struct act *act)
{
    const struct command *command = act->command;
    struct naive_hall *hall = act->hall;
    struct naive_ticket *ticket = naive_ticket(hall, command->ticket);
    if (command->ticket != 0) {
        if (ticket == NULL) {
            return QUEUE_UNKNOWN_TICKET;
        }
        if (ticket->service == 0 || ticket->state == TICKET_CALLED) {
            return QUEUE_WRONG_STATE;
        }
    } else if (act->window == NULL) {
        return QUEUE_UNKNOWN_WINDOW;
    } else if (act->here != NULL && act->here->state == TICKET_SERVING) {
        ticket = act->here;
    } else {
        ticket = naive_ticket(hall, act->window->last_ticket);
        if (ticket == NULL) {
            return QUEUE_NO_TICKET_HERE;
        }
        if (ticket->service != act->window->last_service ||
            act->now > ticket->ended + hall->plan.policy.evaluation_grace_s * INT64_C(1000)) {
            return QUEUE_TOO_LATE;
        }
    }
    if (ticket->rating != RATING_NONE) {
        return QUEUE_ALREADY_RATED;
    }
    naive_touch(hall, ticket);
    ticket->rating = command->rating;
    ticket->level = command->level;
    act->result->ticket = ticket->id;
    act->result->window = ticket->served_at;
    return 0;
}

static int do_slip(struct act *act)
{
    const struct command *command = act->command;
    struct naive_ticket *ticket = naive_ticket(act->hall, command->ticket);
    bool start = command->kind == COMMAND_SLIP_START;
    if (start && act->hall->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    if (ticket == NULL) {
        return QUEUE_UNKNOWN_TICKET;
    }
    enum slip_state to = start                                     ? SLIP_PRINTING
                         : strcmp(command->result, "printed") == 0 ? SLIP_PRINTED
                         : strcmp(command->result, "void") == 0    ? SLIP_VOID
                                                                   : SLIP_UNCERTAIN;
    bool fits = start ? ticket->slip != SLIP_PRINTING && ticket->state < TICKET_FINISHED
                      : (ticket->slip == SLIP_PRINTING ||
                         (ticket->slip == SLIP_UNCERTAIN && to != SLIP_UNCERTAIN)) &&
                            (command->count == 0 || command->count == ticket->slips);
    if (!fits) {
        return QUEUE_WRONG_STATE;
    }
    naive_touch(act->hall, ticket);
    ticket->slip = to;
    ticket->slips += start;
    act->result->ticket = ticket->id;
    act->result->window = 0;
    return 0;
}

static int do_tick(struct act *act)
{
    struct naive_hall *hall = act->hall;
    for (int i = 0; hall->day != 0 && i < hall->ticket_count; i++) {
        struct naive_ticket *ticket = &hall->tickets[i];
        if (ticket->state == TICKET_HELD && ticket->until != 0 && ticket->until <= act->now) {
            come_back(act, ticket, ticket->bound);
        }
    }
    return 0;
}

static void end_late_service(struct act *act, struct naive_window *window)
{
    act_finish(act, naive_ticket(act->hall, window->ticket));
    act_set_window(act, window, WINDOW_CLOSED, window->clerk, "");
}

static int do_day_close(struct act *act)
{
    struct naive_hall *hall = act->hall;
    bool carries = hall->plan.policy.day_end == PLAN_CARRY_OVER;
    for (int i = 0; i < hall->ticket_count; i++) {
        struct naive_ticket *ticket = &hall->tickets[i];
        if (ticket->slip == SLIP_PRINTING || ticket->slip == SLIP_UNCERTAIN) {
            ticket->slip = SLIP_VOID;
        }
        if (ticket->state > TICKET_HELD || ticket->state == TICKET_SERVING) {
            continue;
        }
        if (ticket->state == TICKET_CALLED) {
            act_leave(act, ticket, false);
        }
        act_over(ticket, carries ? TICKET_WAITING : TICKET_EXPIRED);
        ticket->carried = ticket->carried || carries;
        ticket->window = carries ? 0 : ticket->window;
    }
    for (int i = 0; i < hall->window_count; i++) {
        struct naive_window *window = &hall->windows[i];
        hall->undo[i].valid = false;
        if (window->ticket == 0 && window->state != WINDOW_CLOSED) {
            act_set_window(act, window, WINDOW_CLOSED, window->clerk, "");
        }
    }
    hall->day = 0;
    return 0;
}

static int do_day_open(struct act *act)
{
    struct naive_hall *hall = act->hall;
    int kept = 0;
    if (hall->day != 0) {
        return QUEUE_DAY_OPEN;
    }
    if (act->command->day <= hall->last_day) {
        return QUEUE_DAY_CLOSED;
    }
    for (int i = 0; i < hall->ticket_count; i++) {
        struct naive_ticket ticket = hall->tickets[i];
        if (ticket.state != TICKET_WAITING) {
            continue;
        }
        ticket.recalls = ticket.overtaken = ticket.served_at = 0;
        ticket.called = ticket.ended = ticket.level = 0;
        ticket.rating = RATING_NONE;
        ticket.returned = false;
        hall->tickets[kept++] = ticket;
    }
    hall->ticket_count = kept;
    for (int i = 0; i < hall->window_count; i++) {
        int number = hall->windows[i].number;
        hall->windows[i] = (struct naive_window){.number = number, .since = act->now};
        hall->undo[i].valid = false;
    }
    memset(hall->issued, 0, sizeof(hall->issued));
    memset(hall->recent, 0, sizeof(hall->recent));
    hall->ordinal = hall->series_count = 0;
    hall->day = hall->last_day = act->command->day;
    return 0;
}

/* --------------------------------------------------------------------------- dispatch */

enum place { HALL, OPEN_DAY, ANY_WINDOW, MANNED_WINDOW, OPEN_WINDOW };

static const struct {
    int (*verb)(struct act *);
    enum place place;
} verbs[COMMAND_KIND_COUNT] = {
    [COMMAND_ISSUE] = {do_issue, OPEN_DAY},
    [COMMAND_NEXT] = {do_next, OPEN_WINDOW},
    [COMMAND_CALL] = {do_call, OPEN_WINDOW},
    [COMMAND_RECALL] = {do_recall, MANNED_WINDOW},
    [COMMAND_ARRIVE] = {do_arrive, MANNED_WINDOW},
    [COMMAND_FINISH] = {do_finish, MANNED_WINDOW},
    [COMMAND_NO_SHOW] = {do_no_show, MANNED_WINDOW},
    [COMMAND_HOLD] = {do_hold, MANNED_WINDOW},
    [COMMAND_RESUME] = {do_resume, MANNED_WINDOW},
    [COMMAND_TRANSFER] = {do_transfer, MANNED_WINDOW},
    [COMMAND_PAUSE] = {do_window, MANNED_WINDOW},
    [COMMAND_OPEN] = {do_window, ANY_WINDOW},
    [COMMAND_CLOSE] = {do_window, MANNED_WINDOW},
    [COMMAND_CANCEL] = {do_cancel, OPEN_DAY},
    [COMMAND_UNDO] = {do_undo, ANY_WINDOW},
    [COMMAND_RATE] = {do_rate, HALL},
    [COMMAND_SLIP_START] = {do_slip, HALL},
    [COMMAND_SLIP_RESULT] = {do_slip, HALL},
    [COMMAND_DAY_OPEN] = {do_day_open, HALL},
    [COMMAND_DAY_CLOSE] = {do_day_close, OPEN_DAY},
    [COMMAND_TICK] = {do_tick, HALL},
};

static int place_error(const struct act *act)
{
    enum place place = verbs[act->command->kind].place;
    if (place >= OPEN_DAY && act->hall->day == 0) {
        return QUEUE_DAY_CLOSED;
    }
    if (place >= ANY_WINDOW && act->window == NULL) {
        return QUEUE_UNKNOWN_WINDOW;
    }
    if (place >= MANNED_WINDOW && act->window->state == WINDOW_CLOSED) {
        return QUEUE_WINDOW_CLOSED;
    }
    return place == OPEN_WINDOW && act->window->state == WINDOW_PAUSED ? QUEUE_WINDOW_PAUSED : 0;
}

int naive_decide(struct naive_hall *hall, const struct command *command, int64_t now,
                 struct naive_result *result)
{
    struct act act = {.hall = hall, .command = command, .now = now, .result = result};
    act.queue = now > hall->latest ? now : hall->latest;
    act.window = naive_window(hall, command->window);
    act.here = act.window == NULL ? NULL : naive_ticket(hall, act.window->ticket);
    result->window = command->window;
    if (command->kind == COMMAND_HOLD && command->until.ms != 0 && command->until.ms <= now) {
        return QUEUE_BAD_VALUE;
    }
    bool ends = command->kind == COMMAND_NEXT || command->kind == COMMAND_FINISH;
    if (hall->day == 0 && ends && act.here != NULL) {
        result->ticket = command->kind == COMMAND_NEXT ? 0 : act.here->id;
        end_late_service(&act, act.window);
        return 0;
    }
    int error = place_error(&act);
    if (error == 0) {
        error = verbs[command->kind].verb(&act);
    }
    bool pushes = command->kind != COMMAND_CALL && command->kind != COMMAND_RECALL &&
                  command->kind != COMMAND_ARRIVE && command->kind != COMMAND_PAUSE &&
                  command->kind != COMMAND_RATE && command->kind != COMMAND_SLIP_START &&
                  command->kind != COMMAND_SLIP_RESULT;
    if (error == 0 && pushes) {
        act_push(&act);
    }
    return error;
}
