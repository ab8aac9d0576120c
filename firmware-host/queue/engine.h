/* engine.h: the queue of one hall, pure.
 *
 * Problem: a ticket must be called by a window that is allowed to, in an order that can be
 * explained, exactly once, and a crash between deciding and telling must change nothing.
 *
 * Design: decide, then apply. engine_decide looks at the state and answers which events would
 * follow from a command; it changes nothing. engine_apply makes one event so; it cannot fail.
 * The caller makes the events durable in between or after, and replays them after a crash.
 * Same events, same state, byte for byte (engine_hash).
 *
 *   item -> category -> eligible windows. A ticket belongs to no window until it is called
 *   (late binding), except one that returns to a window or was transferred to one.
 *
 *   waiting -> called -> serving -> finished           no-show: back behind k, or missed
 *      ^         |          |                          hold, transfer: waiting again later
 *      +---------+----------+                          cancelled, expired, carried over
 *
 * Order: score = waited × weight / 100 + bonus (event.h, struct why). Within one category and
 * class that is first come, first served. A ticket overtaken K times goes before all scores.
 *
 * No clock, no I/O, no allocation after creation, no log. Owner: the loop thread. Whoever only
 * looks gets const pointers that are valid until the next engine_apply. */
#pragma once

#include "queue/command.h"
#include "queue/event.h"
#include "queue/plan.h"

struct engine;

enum ticket_state {
    TICKET_FREE, /* no such ticket */
    TICKET_WAITING,
    TICKET_CALLED,
    TICKET_SERVING,
    TICKET_HELD,
    /* final */
    TICKET_FINISHED,
    TICKET_MISSED,    /* final no-show */
    TICKET_CANCELLED,
    TICKET_EXPIRED,
    TICKET_STATE_COUNT
};

enum slip_state {
    SLIP_NONE, /* no paper was asked for (phone, screen only) */
    SLIP_PRINTING,
    SLIP_PRINTED,
    SLIP_UNCERTAIN,
    SLIP_VOID,
    SLIP_STATE_COUNT
};

enum window_state { WINDOW_CLOSED, WINDOW_OPEN, WINDOW_PAUSED, WINDOW_STATE_COUNT };

struct ticket {
    int64_t id; /* (yymmdd × 100000) + ordinal of the day: unique for ever in the hall */
    enum ticket_state state;
    int32_t day;           /* the business day of its number */
    bool carried;          /* came over from an earlier business day */
    char number[LIMIT_NUMBER];
    char item[LIMIT_CODE];
    char token[LIMIT_TOKEN];
    uint16_t category;     /* index, see engine_category */
    uint16_t priority;     /* index into the plan's priorities */
    uint16_t window;       /* called or served at, or 0 */
    uint16_t bound_window; /* waits for this window only, or 0 */
    uint16_t return_window; /* afterwards back to this window, or 0 */
    uint16_t return_category; /* and into this category */
    uint16_t served_window; /* where its last service was, or 0; by whom, and what for */
    uint16_t served_category;
    char served_clerk[LIMIT_CODE], served_item[LIMIT_CODE];
    uint16_t service;      /* services begun so far */
    uint8_t recalls, no_shows;
    uint16_t overtaken;
    bool returned;         /* waits again after hold or transfer: has the return bonus */
    wall_t issued, waiting_since, called, arrived, ended, until;
    wall_t rank; /* its place in the queue: waits as if since then (waiting_since less bonus) */
    int32_t ahead_at_issue, quote_s;
    int64_t issued_seq, called_seq;
    enum slip_state slip;
    uint16_t slips; /* originals and copies asked for; the first is the original */
    char slip_device[LIMIT_CODE];
    int8_t level;              /* of the last service, 0 = not rated */
    enum rating_kind rating;
    enum service_outcome outcome;
    struct why why; /* of the last call */
};

struct window {
    uint16_t number;
    enum window_state state;
    char clerk[LIMIT_CODE];
    char pause_reason[LIMIT_CODE];
    int64_t ticket;      /* called or in service, 0 = none */
    int64_t last_ticket; /* whose service ended last here, for a late rating */
    uint16_t last_service; /* which service of that ticket */
    wall_t last_ended;     /* and when it ended */
    wall_t since;        /* of the window's state, or of becoming free */
    wall_t last_call;
    int64_t last_command_seq; /* what undo would take back, 0 = nothing */
    uint32_t served;     /* services finished today */
};

/* Errors of engine_decide: what the caller tells the person. No events then. */
enum queue_error {
    QUEUE_OK = 0,
    QUEUE_UNKNOWN_ITEM = -1,
    QUEUE_UNKNOWN_WINDOW = -2,
    QUEUE_UNKNOWN_TICKET = -3,
    QUEUE_UNKNOWN_CATEGORY = -4,
    QUEUE_UNKNOWN_PRIORITY = -5,
    QUEUE_WINDOW_CLOSED = -6,
    QUEUE_WINDOW_PAUSED = -7,
    QUEUE_WINDOW_BUSY = -8,      /* has a ticket already */
    QUEUE_NOBODY_WAITS = -9,
    QUEUE_NO_TICKET_HERE = -10,  /* the window has no ticket the verb fits */
    QUEUE_WRONG_STATE = -11,     /* the ticket is not in a state for that */
    QUEUE_TAKEN = -12,           /* already called by another window */
    QUEUE_NOT_ALLOWED = -13,     /* the window does not serve that category */
    QUEUE_RECALL_LIMIT = -14,
    QUEUE_HOLD_LIMIT = -15,
    QUEUE_SERIES_FULL = -16,
    QUEUE_QUOTA = -17,
    QUEUE_DAY_CLOSED = -18,
    QUEUE_DAY_OPEN = -19,        /* the day is open already */
    QUEUE_TOO_SOON = -20,        /* a double press */
    QUEUE_NOTHING_TO_UNDO = -21,
    QUEUE_TOO_LATE = -22,        /* undo, rating */
    QUEUE_ALREADY_RATED = -23,
    QUEUE_BAD_VALUE = -24,
    QUEUE_FULL = -25,            /* a limit of limits.h */
    QUEUE_CHANGED = -26,         /* the window's ticket is not the one that was seen */
    QUEUE_ERROR_COUNT = 27
};
/* "nobody_waits" …: the code of the error in the API and the key of its text. */
const char *queue_error_name(int error);

/* A command's result: what a repeated intent gets again. */
struct outcome {
    int64_t ticket;
    uint16_t window;
    int64_t record; /* the review, case or alert that it was about, or that it opened; 0 = none */
    int64_t seq;   /* of the command's last event: durable when this is */
    bool repeated; /* the intent had been decided before; no events */
    struct why why;
};

/* DAY_CLOSE yields at most two events for each ticket (its slip, itself) and one a window. */
enum { EVENTS_A_COMMAND = 2 * LIMIT_TICKETS_A_DAY + 3 * LIMIT_WINDOWS + 4 };
struct event_list {
    struct event *events; /* the caller's, `capacity` of them */
    size_t capacity, count;
};

/* An engine with room for the limits of limits.h. Copies the plan. NULL when memory is out. */
struct engine *engine_create(const struct queue_plan *plan);
void engine_destroy(struct engine *engine);
/* Makes `to` equal to `from`, plan included. */
void engine_copy(struct engine *to, const struct engine *from);
/* Takes a new plan. 0, or -1 with nothing changed when a category or window that has tickets
 * would vanish. Not an event: the journal replays under any plan (categories that a plan lacks
 * are kept as retired: no new tickets, transfer or expiry only). */
int engine_adopt(struct engine *engine, const struct queue_plan *plan);
/* Would it take it over? */
bool engine_can_adopt(const struct engine *engine, const struct queue_plan *plan);

/* What would follow. Fills seq (the engine's next ones), at, day and the rest of each event
 * except mono_ms. 0 or a queue_error; an error means no events. A repeated intent: 0, no
 * events, outcome->repeated. QUEUE_FULL also when `events` is too small. */
int engine_decide(const struct engine *engine, const struct command *command, wall_t now,
                  struct event_list *events, struct outcome *outcome);
/* Makes it so. Events must come in the order of seq; gaps are allowed (other kinds). Of office
 * events the engine keeps their intent and result: an intent is one command's, whatever it asks. */
void engine_apply(struct engine *engine, const struct event *event);
/* Was a command with this intent decided already? Then its first result is in `out`. */
bool engine_intent(const struct engine *engine, const char *intent, struct outcome *out);
/* Highest seq applied; decide numbers on from here. Whoever journals an event of another kind
 * takes engine_last_seq + 1 for it and applies it too. */
int64_t engine_last_seq(const struct engine *engine);
/* After a database loss: go on behind what the witness saw. */
void engine_skip_to(struct engine *engine, int64_t seq, int32_t day, const char *series,
                    uint16_t series_value, uint16_t ordinal);

int32_t engine_day(const struct engine *engine); /* 0 = no day is open */
const struct queue_plan *engine_plan(const struct engine *engine);
size_t engine_ticket_count(const struct engine *engine);
const struct ticket *engine_ticket_at(const struct engine *engine, size_t index);
const struct ticket *engine_ticket(const struct engine *engine, int64_t id);
const struct ticket *engine_ticket_by_token(const struct engine *engine, const char *token);
/* The ticket with that number ("A012") of the open day, or NULL. */
const struct ticket *engine_ticket_by_number(const struct engine *engine, const char *number);
const struct window *engine_window(const struct engine *engine, uint16_t number);
/* Categories of the plan and retired ones behind them. NULL past the end. */
const struct plan_category *engine_category(const struct engine *engine, uint16_t index);
uint32_t engine_waiting(const struct engine *engine, uint16_t category);
/* The waiting ticket of the category that has waited longest, or NULL. */
const struct ticket *engine_longest_wait(const struct engine *engine, uint16_t category);
/* Waiting tickets that this window may call. */
uint32_t engine_waiting_for_window(const struct engine *engine, uint16_t number);
/* Is there any? Costs less than counting them. */
bool engine_waits_for_window(const struct engine *engine, uint16_t number);
/* Tickets of `category` that are waiting in the order in which one window that serves only it
 * would call them. Ids written, at most `capacity`. */
size_t engine_waiting_list(const struct engine *engine, uint16_t category, wall_t now,
                           int64_t *ids, size_t capacity);
/* Tickets held at a window, oldest first. */
size_t engine_held_list(const struct engine *engine, uint16_t window, int64_t *ids,
                        size_t capacity);
/* People ahead of a waiting ticket in its category's order; 0 when it is called or later. */
int32_t engine_ahead(const struct engine *engine, int64_t ticket, wall_t now);
/* Until when the window's last command can be taken back; {0} when there is nothing to take back. */
wall_t engine_undo_until(const struct engine *engine, uint16_t window);
/* Open (not paused) windows that serve the category. */
uint32_t engine_open_windows(const struct engine *engine, uint16_t category);
/* Mean of the last 20 occupations (call to end) in this category today, or the plan's
 * expectation. Seconds. */
int32_t engine_recent_service_s(const struct engine *engine, uint16_t category);
/* The category's recent mean × people ahead ÷ open windows, in seconds; -1 when no window for
 * it is open. */
int32_t engine_estimate_s(const struct engine *engine, uint16_t category, int32_t ahead);
/* When something timed is due (return from hold), or {INT64_MAX}. */
wall_t engine_due(const struct engine *engine);

/* BLAKE2b-256 over the whole state in a fixed order: equal after a replay. */
void engine_hash(const struct engine *engine, uint8_t out[32]);
/* Checks the invariants of reliability.md C that are about state (1-6, 8, 9). 0, or -1 with a
 * sentence in `what`. For tests and `hallq verify`. */
int engine_check(const struct engine *engine, char *what, size_t size);
