/* clerk.c: a clerk at a window: opens, calls, waits, serves, asks for a rating, finishes.
 *
 * Knows what the pad, the board and the visitor in front show, nothing else. Presses are never
 * closer than PRESS_US of real time: hands are not faster when a demo's clock is. */
#include "sim/people.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PRESS_US = 600000, REACTION_US = 3000000, AGAIN_MAX = 3, RECALLS = 2 };
enum { RECALL_AFTER_S = 40, RECALL_AFTER_MS = 2500, RATING_S = 15, RATING_MS = 700 };
static const double HOLD_PERCENT = 1.0, TRANSFER_PERCENT = 1.0, PAUSE_PERCENT = 0.7;
enum { HANDS_MS = 1800 };
static const double NEXT_AT_ONCE_PERCENT = 70.0, SERVICE_SPREAD = 0.4;

/* Presses a key if the pad has it and the hand is free. 0, -1 not now, -2 there is no such key. */
static int press(struct crowd *crowd, struct clerk *c, enum key_action action,
                 const char *digits)
{
    if (crowd->now_us < c->press_us) {
        return -1;
    }
    if (sim_key_action(c->pad->profile, action) == NULL) {
        return -2;
    }
    struct act act = {.kind = ACT_PRESS, .action = action};
    snprintf(act.digits, sizeof act.digits, "%s", digits);
    memcpy(c->digits, act.digits, sizeof c->digits);
    c->press_us = crowd->now_us + PRESS_US;
    if (sim_device_act(c->pad, crowd->now_us, &act) < 0) {
        c->due = crowd_later(crowd, 20, 1000); /* the pad is dead: looks again later */
        return -1;
    }
    c->pressed = action;
    c->patience_us = crowd->now_us + REACTION_US;
    return 0;
}

static void go(struct crowd *crowd, struct clerk *c, enum clerk_state state, double hall_s,
               int64_t real_ms)
{
    c->state = state;
    c->due = crowd_later(crowd, hall_s, real_ms);
}

static int32_t second_of_day(const struct crowd *crowd)
{
    return (int32_t)(wall_between(wall_day_start(crowd->settings.day), crowd->now) / 1000);
}

/* In the gap between two periods: lunch. */
static bool is_lunch(const struct crowd *crowd, int32_t *back_s)
{
    int32_t now_s = second_of_day(crowd);
    for (size_t i = 0; i + 1 < crowd->period_count; i++) {
        if (now_s >= crowd->periods[i].to_s && now_s < crowd->periods[i + 1].from_s) {
            *back_s = crowd->periods[i + 1].from_s - now_s;
            return true;
        }
    }
    return false;
}

static struct sight look_at_pad(const struct clerk *c)
{
    struct sight sight;
    sim_device_look(c->pad, &sight);
    return sight;
}

static bool board_says_closed(const struct crowd *crowd, const struct clerk *c)
{
    struct sight sight;
    if (c->board == NULL) {
        return false;
    }
    sim_device_look(c->board, &sight);
    return sight.text[0] != '\0' && strcmp(sight.text, crowd->site->board.closed.zh) == 0;
}

/* ------------------------------------------------------------------ between visitors */

static void open_window(struct crowd *crowd, struct clerk *c)
{
    char digits[8]; /* where a pad logs in by a number: three digits, for one alone is a command */
    snprintf(digits, sizeof digits, "%03u", (100u + c->window->number) % 1000u);
    if (press(crowd, c, KEY_OPEN, digits) != -1) {
        go(crowd, c, CLERK_OPENING, 5, 1500);
    }
}

static void opening(struct crowd *crowd, struct clerk *c)
{
    struct sight pad = look_at_pad(c);
    bool heard = pad.confirmed && !board_says_closed(crowd, c);
    if (!heard && c->again < AGAIN_MAX) {
        c->again++;
        crowd->settings.totals->presses_unanswered++;
        go(crowd, c, CLERK_ABSENT, 10, 1500); /* presses again */
        return;
    }
    c->again = 0;
    go(crowd, c, CLERK_IDLE, 2, 500);
}

static void go_away(struct crowd *crowd, struct clerk *c, double pause_s, bool lunch)
{
    int rc = press(crowd, c, KEY_PAUSE, "");
    if (rc != -1) {
        c->lunch = lunch;
        go(crowd, c, CLERK_AWAY, pause_s, 1500);
    }
}

static void come_back(struct crowd *crowd, struct clerk *c)
{
    enum key_action key =
        sim_key_action(c->pad->profile, KEY_RESUME) != NULL ? KEY_RESUME : KEY_PAUSE;
    if (press(crowd, c, key, "") != -1) {
        go(crowd, c, CLERK_IDLE, 5, 1000);
    }
}

static void close_window(struct crowd *crowd, struct clerk *c)
{
    if (press(crowd, c, KEY_CLOSE, "") != -1) {
        go(crowd, c, CLERK_LEFT, 0, 0);
    }
}

static void call_next(struct crowd *crowd, struct clerk *c)
{
    memcpy(c->before, c->shown, sizeof c->before);
    if (press(crowd, c, KEY_NEXT, "") == 0) {
        go(crowd, c, CLERK_NEXT_PRESSED, 0, 0);
    }
}

static void idle(struct crowd *crowd, struct clerk *c)
{
    struct sight pad = look_at_pad(c);
    int32_t back_s;
    bool nobody = pad.waiting == 0;
    bool late = crowd_is_due(crowd, crowd->closing);
    if (!pad.on) {
        go(crowd, c, crowd_is_due(crowd, crowd->last_chance) ? CLERK_LEFT : CLERK_IDLE, 20, 500);
    } else if (c->shown[0] != '\0' && !late) {
        /* A ticket is here that nobody remembers calling: after a restart, or another's key. */
        c->recalls = 0;
        go(crowd, c, CLERK_CALLED, RECALL_AFTER_S, RECALL_AFTER_MS);
    } else if (c->held > 0 && crowd_is_due(crowd, c->resume_at)) {
        c->held = (uint8_t)(c->held - (press(crowd, c, KEY_RESUME, "") == 0));
        go(crowd, c, CLERK_IDLE, 3, 1000);
    } else if (is_lunch(crowd, &back_s)) {
        go_away(crowd, c, back_s + (double)dice_between(&crowd->dice, 0, 60), true);
    } else if (late && (nobody || crowd_is_due(crowd, crowd->last_chance)) && c->held == 0) {
        close_window(crowd, c);
    } else if (board_says_closed(crowd, c)) {
        go(crowd, c, CLERK_ABSENT, 5, 500);
    } else if (nobody) {
        go(crowd, c, CLERK_IDLE, 4, 150);
    } else {
        call_next(crowd, c);
    }
}

static void next_pressed(struct crowd *crowd, struct clerk *c)
{
    if (c->shown[0] != '\0' && strcmp(c->shown, c->before) != 0) {
        c->recalls = c->again = 0;
        go(crowd, c, CLERK_CALLED, RECALL_AFTER_S, RECALL_AFTER_MS);
    } else if (c->shown[0] == '\0' && c->before[0] != '\0') {
        c->before[0] = '\0'; /* the last one is finished; the next number is on its way */
    } else if (crowd->now_us >= c->patience_us) {
        bool waits = look_at_pad(c).waiting != 0;
        crowd->settings.totals->presses_unanswered += waits;
        go(crowd, c, CLERK_IDLE, 10, 500);
    }
}

/* ------------------------------------------------------------------ with a visitor */

static struct visitor *in_front(struct crowd *crowd, const struct clerk *c)
{
    return c->visitor != NOBODY ? &crowd->visitors[c->visitor] : NULL;
}

static void begin_service(struct crowd *crowd, struct clerk *c, struct visitor *v)
{
    if (press(crowd, c, KEY_ARRIVE, "") == -1) {
        return;
    }
    uint16_t category = crowd->site->items[v->item].category;
    double median = crowd->site->categories[category].service_s *
                    exp(-SERVICE_SPREAD * SERVICE_SPREAD / 2);
    double service_s = dice_log_normal(&crowd->dice, median, SERVICE_SPREAD);
    /* Hands and wires take real time, which weighs more the faster the hall runs: it is part of
     * the service, or a fast day would have fewer services than the same day at its true pace. */
    double hands_s = crowd->speed * HANDS_MS / 1000.0;
    double left_s = service_s - hands_s > service_s / 4 ? service_s - hands_s : service_s / 4;
    v->in_service = true;
    go(crowd, c, CLERK_SERVING, left_s, 1000);
}

static void called(struct crowd *crowd, struct clerk *c)
{
    struct visitor *v = in_front(crowd, c);
    if (c->shown[0] == '\0') {
        go(crowd, c, CLERK_IDLE, 2, 300); /* somebody took the call back */
    } else if (v != NULL && strcmp(v->number, c->shown) == 0) {
        begin_service(crowd, c, v);
    } else if (!crowd_is_due(crowd, c->due)) {
        return;
    } else if (c->recalls < RECALLS) {
        int rc = press(crowd, c, KEY_RECALL, "");
        c->recalls = (uint8_t)(c->recalls + (rc != -1));
        if (rc != -1) {
            go(crowd, c, CLERK_CALLED, RECALL_AFTER_S, RECALL_AFTER_MS);
        }
    } else if (press(crowd, c, KEY_NO_SHOW, "") != -1) {
        crowd->settings.totals->no_show++;
        go(crowd, c, CLERK_ENDING, 0, 0);
    }
}

/* Another open window for what this visitor wants, or 0. */
static uint16_t window_for(struct crowd *crowd, const struct clerk *c, const struct visitor *v)
{
    uint16_t category = crowd->site->items[v->item].category;
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        const struct clerk *other = &crowd->clerks[i];
        if (other == c || other->state < CLERK_IDLE || other->state > CLERK_ENDING) {
            continue;
        }
        for (size_t s = 0; s < other->window->serves_count; s++) {
            if (other->window->serves[s].category == category) {
                return other->window->number;
            }
        }
    }
    return 0;
}

static bool put_on_hold(struct crowd *crowd, struct clerk *c)
{
    if (crowd_is_due(crowd, crowd->closing) || press(crowd, c, KEY_HOLD, "") != 0) {
        return false;
    }
    c->held++;
    c->resume_at = crowd_later(crowd, (double)dice_between(&crowd->dice, 300, 700), 0);
    return true;
}

static bool send_on(struct crowd *crowd, struct clerk *c, const struct visitor *v)
{
    uint16_t window = window_for(crowd, c, v);
    char digits[8];
    snprintf(digits, sizeof digits, "%u", window);
    return window != 0 && press(crowd, c, KEY_TRANSFER, digits) == 0;
}

static void serving(struct crowd *crowd, struct clerk *c)
{
    struct visitor *v = in_front(crowd, c);
    if (v == NULL || crowd->now_us < c->press_us) {
        if (v == NULL) {
            go(crowd, c, CLERK_IDLE, 2, 300);
        }
        return;
    }
    bool other_way = (dice_chance(&crowd->dice, HOLD_PERCENT) && put_on_hold(crowd, c)) ||
                     (dice_chance(&crowd->dice, TRANSFER_PERCENT) && send_on(crowd, c, v));
    if (other_way) {
        go(crowd, c, CLERK_ENDING, 0, 0);
        return;
    }
    v->served = true;
    if (press(crowd, c, KEY_EVALUATE, "") != -1) {
        go(crowd, c, CLERK_RATING, RATING_S, RATING_MS);
    }
}

static void rating(struct crowd *crowd, struct clerk *c)
{
    struct visitor *v = in_front(crowd, c);
    bool done = v == NULL || v->thanked || crowd_is_due(crowd, c->due);
    if (!done || crowd->now_us < c->press_us) {
        return;
    }
    int32_t back_s;
    bool stops = is_lunch(crowd, &back_s) || crowd_is_due(crowd, crowd->closing) || c->held > 0;
    bool at_once = !stops && look_at_pad(c).waiting != 0 &&
                   dice_chance(&crowd->dice, NEXT_AT_ONCE_PERCENT);
    if (at_once || sim_key_action(c->pad->profile, KEY_FINISH) == NULL) {
        call_next(crowd, c); /* which also ends the service that is running */
    } else if (press(crowd, c, KEY_FINISH, "") != -1) {
        go(crowd, c, CLERK_ENDING, 0, 0);
    }
}

static void ending(struct crowd *crowd, struct clerk *c)
{
    if (c->shown[0] == '\0') {
        c->again = 0;
        bool pause = dice_chance(&crowd->dice, PAUSE_PERCENT);
        go(crowd, c, CLERK_IDLE, 5, 300);
        if (pause && !crowd_is_due(crowd, crowd->closing)) {
            go_away(crowd, c, (double)dice_between(&crowd->dice, 180, 420), false);
        }
    } else if (crowd->now_us >= c->patience_us) {
        crowd->settings.totals->presses_unanswered++;
        if (++c->again > AGAIN_MAX) {
            c->again = 0;
            go(crowd, c, CLERK_IDLE, 10, 1000);
        } else {
            press(crowd, c, c->pressed, c->digits);
        }
    }
}

/* ------------------------------------------------------------------ the step */

void clerk_step(struct crowd *crowd, struct clerk *c)
{
    bool due = crowd_is_due(crowd, c->due);
    switch (c->state) {
    case CLERK_ABSENT:
        if (due) {
            open_window(crowd, c);
        }
        break;
    case CLERK_OPENING:
        if (due) {
            opening(crowd, c);
        }
        break;
    case CLERK_IDLE:
        if (due) {
            idle(crowd, c);
        }
        break;
    case CLERK_NEXT_PRESSED: next_pressed(crowd, c); break;
    case CLERK_CALLED: called(crowd, c); break;
    case CLERK_SERVING:
        if (due) {
            serving(crowd, c);
        }
        break;
    case CLERK_RATING: rating(crowd, c); break;
    case CLERK_ENDING: ending(crowd, c); break;
    case CLERK_AWAY:
        if (due) {
            come_back(crowd, c);
        }
        break;
    case CLERK_LEFT: break;
    }
}
