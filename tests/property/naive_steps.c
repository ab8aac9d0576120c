/* naive_steps.c: what verbs are made of: who is next, calling, leaving a window, waiting again. */
#include "naive_act.h"

#include <stdio.h>
#include <string.h>

/* --------------------------------------------------------------------------- choosing */

static int64_t score(const struct act *act, const struct naive_window *window,
                     const struct naive_ticket *ticket)
{
    int64_t waited = act->queue - ticket->since;
    if (waited < 0) {
        waited = 0;
    }
    return waited * naive_weight(act->hall, window, ticket->category) / 100 + ticket->bonus_ms;
}

bool act_callable(const struct act *act, const struct naive_window *window,
                  const struct naive_ticket *ticket)
{
    return ticket->state == TICKET_WAITING &&
           naive_weight(act->hall, window, ticket->category) > 0 &&
           (ticket->bound == 0 || ticket->bound == window->number);
}

static bool comes_home(const struct naive_window *window, const struct naive_ticket *ticket)
{
    return ticket->returned && ticket->bound == window->number;
}

static bool preferred(const struct act *act, const struct naive_window *window,
                      const struct naive_ticket *a, const struct naive_ticket *b)
{
    bool starves_a = naive_starves(act->hall, a), starves_b = naive_starves(act->hall, b);
    if (starves_a && starves_b) {
        return a->order < b->order;
    }
    if (starves_a || starves_b) {
        return starves_a;
    }
    if (comes_home(window, a) != comes_home(window, b)) {
        return comes_home(window, a);
    }
    int64_t score_a = score(act, window, a), score_b = score(act, window, b);
    return score_a != score_b ? score_a > score_b : a->order < b->order;
}

struct naive_ticket *act_best(const struct act *act, const struct naive_window *window,
                              const struct naive_ticket *but)
{
    struct naive_ticket *found = NULL;
    for (int i = 0; i < act->hall->ticket_count; i++) {
        struct naive_ticket *ticket = &act->hall->tickets[i];
        if (ticket != but && act_callable(act, window, ticket) &&
            (found == NULL || preferred(act, window, ticket, found))) {
            found = ticket;
        }
    }
    return found;
}

void act_call(struct act *act, struct naive_window *window, struct naive_ticket *ticket,
              enum why_rule forced)
{
    struct naive_hall *hall = act->hall;
    const struct naive_ticket *next = act_best(act, window, ticket);
    int64_t waited = act->queue > ticket->since ? act->queue - ticket->since : 0;
    struct why why = {.rule = forced,
                      .waited_s = (int32_t)(waited / 1000),
                      .bonus_s = (int32_t)(ticket->bonus_ms / 1000),
                      .weight = naive_weight(hall, window, ticket->category),
                      .score = (int32_t)(score(act, window, ticket) / 1000),
                      .overtaken = ticket->overtaken,
                      .next_ticket = next == NULL ? 0 : next->id,
                      .next_score = next == NULL ? 0 : (int32_t)(score(act, window, next) / 1000)};
    for (int i = 0; i < hall->ticket_count; i++) {
        const struct naive_ticket *other = &hall->tickets[i];
        why.candidates += act_callable(act, window, other);
        why.overtakes += act_callable(act, window, other) && other->order < ticket->order;
    }
    if (forced == WHY_NONE) {
        int64_t bare = score(act, window, ticket) - ticket->bonus_ms;
        bool starves = naive_starves(hall, ticket);
        int64_t other = next == NULL ? 0 : score(act, window, next);
        bool lifted = next != NULL && ticket->priority != 0 && !naive_starves(hall, next) &&
                      (other > bare || (other == bare && next->order < ticket->order));
        why.rule = comes_home(window, ticket) && !starves ? WHY_RETURNED
                   : why.candidates == 1                  ? WHY_ONLY
                   : starves                              ? WHY_STARVING
                   : lifted                               ? WHY_PRIORITY
                                                          : WHY_LONGEST;
    }
    naive_touch(hall, ticket);
    naive_touch_window(hall, window);
    ticket->state = TICKET_CALLED;
    ticket->window = window->number;
    ticket->called = act->now;
    ticket->recalls = 0;
    if (ticket->back_to == window->number) {
        ticket->back_to = ticket->back_category = 0;
    }
    for (int i = 0; i < hall->ticket_count; i++) {
        struct naive_ticket *other = &hall->tickets[i];
        other->overtaken += act_callable(act, window, other) && other->order < ticket->order;
    }
    window->ticket = ticket->id;
    window->since = act->now;
    bool mine = act->result->window == window->number;
    if (mine || (act->result->window == 0 && act->result->ticket == ticket->id)) {
        act->result->ticket = ticket->id;
        act->result->window = window->number;
        act->result->called = true;
        act->result->why = why;
    }
}

void act_push(struct act *act)
{
    struct naive_hall *hall = act->hall;
    bool tried[NAIVE_WINDOWS] = {false};
    if (hall->plan.policy.mode != PLAN_PUSH || hall->day == 0) {
        return;
    }
    for (int round = 0; round < hall->window_count; round++) {
        int longest = -1;
        for (int i = 0; i < hall->window_count; i++) {
            const struct naive_window *window = &hall->windows[i];
            if (window->state == WINDOW_OPEN && window->ticket == 0 && !tried[i] &&
                (longest < 0 || window->since < hall->windows[longest].since ||
                 (window->since == hall->windows[longest].since &&
                  window->number < hall->windows[longest].number))) {
                longest = i;
            }
        }
        if (longest < 0) {
            return;
        }
        tried[longest] = true;
        struct naive_ticket *ticket = act_best(act, &hall->windows[longest], NULL);
        if (ticket != NULL) {
            act_call(act, &hall->windows[longest], ticket, WHY_NONE);
        }
    }
}

/* -------------------------------------------------------------------------- small steps */

int64_t act_bonus(const struct naive_hall *hall, const struct naive_ticket *ticket, bool comes_back)
{
    int64_t seconds = hall->plan.priorities[ticket->priority].bonus_s;
    if (comes_back && hall->plan.policy.return_bonus_s > seconds) {
        seconds = hall->plan.policy.return_bonus_s;
    }
    return seconds * 1000;
}

void act_wait(struct act *act, struct naive_ticket *ticket, int64_t bonus_ms)
{
    ticket->state = TICKET_WAITING;
    ticket->window = 0;
    ticket->until = 0;
    ticket->since = act->queue;
    ticket->bonus_ms = bonus_ms;
}

void act_occupied(struct act *act, const struct naive_ticket *ticket)
{
    int64_t ms = act->now - ticket->called;
    if (ms < 0 || ms >= 86400000) {
        return;
    }
    int category = ticket->category;
    if (act->hall->recent[category].count == 20) {
        memmove(act->hall->recent[category].seconds, act->hall->recent[category].seconds + 1,
                19 * sizeof(int));
        memmove(act->hall->recent[category].command, act->hall->recent[category].command + 1,
                19 * sizeof(long));
        act->hall->recent[category].count = 19;
    }
    int at = act->hall->recent[category].count++;
    act->hall->recent[category].seconds[at] = (int)(ms / 1000);
    act->hall->recent[category].command[at] = act->hall->command;
}

void act_leave(struct act *act, struct naive_ticket *ticket, bool served)
{
    struct naive_window *window = naive_window(act->hall, ticket->window);
    naive_touch_window(act->hall, window);
    window->ticket = 0;
    window->since = act->now;
    if (served) {
        window->served++;
        window->last_ticket = ticket->id;
        window->last_service = ticket->service;
        ticket->ended = act->now;
    }
}

void act_arrive(struct act *act, struct naive_ticket *ticket)
{
    naive_touch(act->hall, ticket);
    ticket->state = TICKET_SERVING;
    ticket->service++;
    ticket->served_at = ticket->window;
    ticket->level = 0;
    ticket->rating = RATING_NONE;
    if (ticket->slip == SLIP_UNCERTAIN) {
        ticket->slip = SLIP_PRINTED;
    }
}

void act_finish(struct act *act, struct naive_ticket *ticket)
{
    naive_touch(act->hall, ticket);
    if (ticket->state == TICKET_CALLED) {
        act_arrive(act, ticket);
    }
    act_occupied(act, ticket);
    act_leave(act, ticket, true);
    ticket->state = TICKET_FINISHED;
    ticket->bound = 0;
    if (ticket->back_to == 0 || act->hall->day == 0) {
        return;
    }
    const struct naive_window *home = naive_window(act->hall, ticket->back_to);
    ticket->bound = home->state == WINDOW_CLOSED ? 0 : ticket->back_to;
    ticket->category = ticket->back_category;
    ticket->back_to = ticket->back_category = 0;
    ticket->returned = true;
    act_wait(act, ticket, act_bonus(act->hall, ticket, true));
}

void act_over(struct naive_ticket *ticket, enum ticket_state state)
{
    ticket->state = state;
    ticket->bound = ticket->back_to = ticket->back_category = 0;
    ticket->until = 0;
}

void act_set_window(struct act *act, struct naive_window *window, enum window_state state,
                    const char *clerk, const char *reason)
{
    naive_touch_window(act->hall, window);
    window->state = state;
    window->since = act->now;
    char kept[LIMIT_CODE];
    snprintf(kept, sizeof(kept), "%s", clerk);
    snprintf(window->clerk, sizeof(window->clerk), "%s", kept);
    snprintf(window->reason, sizeof(window->reason), "%s", reason);
}

bool act_double_press(const struct act *act)
{
    const struct plan_policy *policy = &act->hall->plan.policy;
    if (act->here == NULL || act->here->state != TICKET_CALLED ||
        (act->command->kind != COMMAND_NEXT && policy->mode == PLAN_PULL)) {
        return false;
    }
    int64_t age = act->now - act->here->called;
    return age >= 0 && age < policy->repeat_guard_ms;
}

int64_t act_place_behind(const struct act *act, const struct naive_ticket *ticket, int k)
{
    int64_t place = ticket->since - ticket->bonus_ms;
    for (int i = 0; i < act->hall->ticket_count; i++) {
        const struct naive_ticket *other = &act->hall->tickets[i];
        if (other->state != TICKET_WAITING || other->category != ticket->category) {
            continue;
        }
        int before = 0;
        for (int j = 0; j < act->hall->ticket_count; j++) {
            const struct naive_ticket *third = &act->hall->tickets[j];
            before += third->state == TICKET_WAITING && third->category == ticket->category &&
                      naive_place_before(third, other);
        }
        int64_t after = other->since - other->bonus_ms + 1;
        if (before < k && after > place) {
            place = after;
        }
    }
    return place;
}
