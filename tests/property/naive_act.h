/* naive_act.h: one command that runs in the naive hall, between naive_steps.c and naive_verbs.c. */
#pragma once

#include "naive_hall.h"

struct act {
    struct naive_hall *hall;
    const struct command *command;
    int64_t now;   /* the clock */
    int64_t queue; /* the same, never backwards */
    struct naive_window *window;
    struct naive_ticket *here; /* at the window */
    struct naive_result *result;
};

/* May this window call that waiting ticket? */
bool act_callable(const struct act *act, const struct naive_window *window,
                  const struct naive_ticket *ticket);
/* Whom the window would call next, `but` left out; NULL for nobody. */
struct naive_ticket *act_best(const struct act *act, const struct naive_window *window,
                              const struct naive_ticket *but);
/* `forced` is the rule when it was not the policy that chose, else WHY_NONE. */
void act_call(struct act *act, struct naive_window *window, struct naive_ticket *ticket,
              enum why_rule forced);
/* In a hall that pushes: free windows get their next. */
void act_push(struct act *act);
/* Waits from now on, with a head start. */
void act_wait(struct act *act, struct naive_ticket *ticket, int64_t bonus_ms);
/* Notes how long the ticket occupied a window. */
void act_occupied(struct act *act, const struct naive_ticket *ticket);
/* The ticket leaves its window; `served` when a service ended. */
void act_leave(struct act *act, struct naive_ticket *ticket, bool served);
/* The service begins. */
void act_arrive(struct act *act, struct naive_ticket *ticket);
/* The service ends; back to the window that wants the ticket back. */
void act_finish(struct act *act, struct naive_ticket *ticket);
/* A state in which nothing is bound any more. */
void act_over(struct naive_ticket *ticket, enum ticket_state state);
/* A new state of a window. */
void act_set_window(struct act *act, struct naive_window *window, enum window_state state,
                    const char *clerk, const char *reason);
/* The second press of a double? */
bool act_double_press(const struct act *act);
/* The head start of its class, or of one who comes back. */
int64_t act_bonus(const struct naive_hall *hall, const struct naive_ticket *ticket,
                  bool comes_back);
/* Where the one who stands k-th is now, one millisecond later; not further ahead than before. */
int64_t act_place_behind(const struct act *act, const struct naive_ticket *ticket, int k);
