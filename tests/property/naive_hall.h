/* naive_hall.h: the rules of the queue once more, written to be read and not to be fast.
 *
 * The property test does everything twice: with the engine and with this. It knows no events, no
 * lists and no tables: a command changes arrays in place, every question is a scan. What the two
 * share are only the words of command.h, plan.h and the numbers of the errors. */
#pragma once

#include "queue/engine.h"

enum { NAIVE_TICKETS = 3000, NAIVE_WINDOWS = 12, NAIVE_INTENTS = 6000, NAIVE_SERIES = 16 };

struct naive_ticket {
    int64_t id;
    int order; /* of issue; carried ones keep theirs */
    int day;
    char number[LIMIT_NUMBER], item[LIMIT_CODE];
    int category, priority;
    enum ticket_state state;
    int window, bound, back_to, back_category, served_at;
    int service, recalls, no_shows, overtaken;
    bool returned, carried;
    int64_t since, bonus_ms, called, ended, until;
    int held_order;
    int ahead, quote_s;
    enum slip_state slip;
    int slips;
    int level;
    enum rating_kind rating;
    long touched; /* number of the command that last changed it */
};

struct naive_window {
    int number;
    enum window_state state;
    char clerk[LIMIT_CODE], reason[LIMIT_CODE];
    int64_t ticket, last_ticket;
    int last_service;
    int64_t since;
    unsigned served;
};

/* What a command found before it changed it. */
struct naive_before {
    bool valid;
    long command;
    int64_t at;
    int ticket_count, window_count;
    struct naive_ticket tickets[4];
    struct naive_window windows[4];
};

struct naive_result {
    int error;
    int64_t ticket;
    int window;
    bool repeated;
    bool called; /* `why` says why `ticket` was called */
    struct why why;
};

struct naive_hall {
    struct queue_plan plan;
    int day, last_day;
    long command;
    int order, held_order;
    int64_t latest;
    int ordinal, series_count;
    struct {
        char series[LIMIT_SERIES];
        int value;
    } series[NAIVE_SERIES];
    int issued[LIMIT_CATEGORIES];
    struct {
        int count;
        long command[20];
        int seconds[20];
    } recent[LIMIT_CATEGORIES];
    int ticket_count, window_count;
    struct naive_ticket tickets[NAIVE_TICKETS];
    struct naive_window windows[NAIVE_WINDOWS];
    struct naive_before undo[NAIVE_WINDOWS]; /* of each window */
    struct naive_before now;                 /* of the command that runs */
    int intent_count;
    struct {
        char intent[LIMIT_INTENT];
        struct naive_result result;
    } intents[NAIVE_INTENTS];
};

void naive_start(struct naive_hall *hall, const struct queue_plan *plan);
struct naive_result naive_do(struct naive_hall *hall, const struct command *command, int64_t now);
/* Waiting tickets of a category as one window that serves only it would call them. */
int naive_waiting(const struct naive_hall *hall, int category, int64_t *ids, int capacity);
int naive_held(const struct naive_hall *hall, int window, int64_t *ids, int capacity);
/* naive_verbs.c */
int naive_decide(struct naive_hall *hall, const struct command *command, int64_t now,
                 struct naive_result *result);

int naive_undo(struct naive_hall *hall, const struct command *command, int64_t now,
               struct naive_result *result);

/* ---- naive_hall.c, for the verbs */
struct naive_ticket *naive_ticket(struct naive_hall *hall, int64_t id);
struct naive_window *naive_window(struct naive_hall *hall, int number);
/* Before anything about it changes. */
void naive_touch(struct naive_hall *hall, struct naive_ticket *ticket);
void naive_touch_window(struct naive_hall *hall, struct naive_window *window);
int naive_weight(const struct naive_hall *hall, const struct naive_window *window, int category);
int naive_item_category(const struct naive_hall *hall, const char *item);
int naive_ahead(const struct naive_hall *hall, const struct naive_ticket *ticket);
int naive_quote(const struct naive_hall *hall, int category, int ahead);
/* Earlier in the category's order of places, starvation aside. */
bool naive_place_before(const struct naive_ticket *a, const struct naive_ticket *b);
bool naive_starves(const struct naive_hall *hall, const struct naive_ticket *ticket);
