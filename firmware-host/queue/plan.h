/* plan.h: what the queue engine needs to know of the hall, and nothing else.
 *
 * Problem: the engine is pure and knows no YAML, no language and no device; yet it must decide
 * whom to call. The plan is that knowledge as plain values: which categories there are, which
 * items belong to them, which window serves what with which weight, and the hall's policy.
 * app/ fills it from the configuration; tests fill it by hand.
 *
 * Codes are the identity: events keep codes, not positions, so a journal outlives a change of
 * the configuration. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct plan_category {
    char code[LIMIT_CODE];     /* stable identity, e.g. "business" */
    char series[LIMIT_SERIES]; /* letters before the digits, e.g. "A" */
    char overflow[LIMIT_SERIES]; /* series that goes on when this one is full; "" = refuse */
    uint16_t first, last;      /* number range of a day, e.g. 1..999 */
    uint8_t digits;            /* printed width, 3 gives A012 */
    int32_t target_wait_s;     /* the wait the hall promises itself; 0 = none */
    int32_t service_s;         /* expected service, until the day has its own mean */
    int32_t quota;             /* tickets a day; 0 = no limit */
};

struct plan_item {
    char code[LIMIT_CODE];
    uint16_t category; /* index into categories */
};

struct plan_window {
    uint16_t number;                     /* 1.. : identity and what visitors see */
    uint16_t weight[LIMIT_CATEGORIES];   /* percent, 0 = does not serve the category */
};

struct plan_priority {
    char code[LIMIT_CODE]; /* "" is the normal class, always at index 0 */
    int32_t bonus_s;       /* counts as if it had waited this much longer */
};

enum plan_mode {
    PLAN_PULL, /* the clerk asks for the next ticket */
    PLAN_PUSH  /* a free open window gets the next ticket at once */
};

enum plan_day_end { PLAN_EXPIRE, PLAN_CARRY_OVER };

struct plan_policy {
    enum plan_mode mode;
    enum plan_day_end day_end;
    uint8_t recall_limit;        /* recalls of one call; then only no-show remains */
    uint8_t no_show_reinsert;    /* a first no-show goes back behind this many tickets */
    uint8_t no_show_limit;       /* this many no-shows make it final; 1 = the first is */
    uint16_t overtaken_limit;    /* K: a waiting ticket is overtaken at most so often */
    int32_t undo_ms;             /* how long a command can be taken back: 10 s */
    int32_t repeat_guard_ms;     /* a second NEXT of a window within this is a double press */
    int32_t return_bonus_s;      /* a ticket that comes back (hold, transfer) counts so much */
    int32_t evaluation_grace_s;  /* how long after its end a service can be rated at the window */
};

struct queue_plan {
    uint16_t category_count, item_count, window_count, priority_count;
    struct plan_category categories[LIMIT_CATEGORIES];
    struct plan_item items[LIMIT_ITEMS];
    struct plan_window windows[LIMIT_WINDOWS];
    struct plan_priority priorities[LIMIT_PRIORITIES];
    struct plan_policy policy;
};
