/* engine_state.h: what the engine keeps, and the parts it is made of. Private to queue/.
 *
 * One struct, allocated once. Tickets lie in a table in the order of their issue; a ticket that
 * waits is also in the list of its category, one that is held in the list of the held. Lists
 * are links inside the records, kept in calling order. Three hash tables find a ticket by id,
 * number and token; they only grow during a day and are emptied when a day opens.
 *
 *   engine.c      create, adopt a plan, small lookups    apply.c       events -> state
 *   transition.c  what an event does to its ticket and its window
 *   draft.c       the state as it would be after the events decided so far
 *   decide*.c     commands -> events                     order.c       who is next, and why
 *   lists.c  index.c  intents.c  undo.c  numbering.c  recent.c         the parts
 *   lookups.c  check.c  hash.c                                         looking at it all
 *
 * Thread: the loop's, like the engine. */
#pragma once

#include "queue/engine.h"

enum {
    NO_SLOT = 0xFFFF,                     /* no ticket; a ticket's slot is its place in the table */
    INDEX_CELLS = 65536,                  /* three times the tickets: short probes */
    CATEGORY_ROOM = 2 * LIMIT_CATEGORIES, /* the plan's, and retired ones */
    WINDOW_ROOM = 2 * LIMIT_WINDOWS,
    SERIES_ROOM = 4 * LIMIT_CATEGORIES,
    RECENT_COUNT = 20,
    UNDO_TICKETS = 2, /* a command touches at most two tickets at its own window */
    INTENT_CELLS = 2 * LIMIT_INTENTS
};

struct record {
    struct ticket ticket;
    int64_t touched_seq; /* last event that was about this ticket */
    uint16_t prev, next; /* in its category's waiting list, or in the held list */
};

struct ticket_list {
    uint16_t head, tail;
    uint16_t count;
};

struct ticket_index {
    uint16_t cells[INDEX_CELLS]; /* slot, or NO_SLOT */
};

/* The last occupations of a window by a category's tickets, call to end. */
struct recent {
    uint8_t count;
    struct {
        int64_t seq; /* of the event that ended it: an undo takes it out again */
        int32_t seconds;
    } last[RECENT_COUNT];
};

struct category_record {
    struct plan_category plan;
    bool retired; /* the plan has it no more */
    struct ticket_list waiting;
    int32_t issued; /* today */
    struct recent recent;
};

/* What a window's last command changed, as it was before. */
struct undo {
    int64_t first_seq, last_seq; /* 0 = nothing to take back */
    wall_t at;
    uint8_t ticket_count;
    struct window window;
    struct ticket tickets[UNDO_TICKETS];
};

struct window_record {
    struct window window;
    const struct plan_window *plan; /* NULL: the plan has it no more */
    struct undo undo;
};

struct series_record {
    char series[LIMIT_SERIES];
    uint16_t value; /* the last one given out */
};

struct intent_record {
    char intent[LIMIT_INTENT];
    struct outcome outcome;
};

struct intent_table {
    uint32_t first, count; /* a ring in the order in which they came */
    struct intent_record records[LIMIT_INTENTS];
    uint32_t cells[INTENT_CELLS]; /* place in the ring + 1, 0 = empty */
};

struct engine {
    struct queue_plan plan;
    int32_t day;      /* 0 = no day is open */
    int32_t last_day; /* the day of events now: open, or closed last */
    int64_t last_seq;
    wall_t latest; /* latest time of any event: waiting never runs backwards */

    /* the command whose events are being applied */
    uint32_t command_intent; /* its place in the ring + 1, 0 = none */
    uint16_t command_window; /* whose undo it fills, 0 = none */

    int32_t number_day; /* the day that the numbering is of */
    uint16_t ordinal;   /* of the last ticket of the day */
    uint16_t series_count;
    struct series_record series[SERIES_ROOM];

    uint16_t ticket_count, carried_count; /* carried ones are the first of the table */
    struct ticket_list held;
    uint16_t category_count, window_count;
    struct category_record categories[CATEGORY_ROOM];
    struct window_record windows[WINDOW_ROOM];
    uint16_t window_slots[UINT16_MAX + 1]; /* by number; NO_SLOT */

    struct ticket_index by_id, by_number, by_token;
    struct record records[LIMIT_TICKETS_A_DAY];
    struct intent_table intents;
};

/* ---- engine.c */
struct record *engine_record(struct engine *engine, int64_t id);
const struct record *engine_find_record(const struct engine *engine, int64_t id);
struct window_record *engine_window_record(struct engine *engine, uint16_t number);
const struct window_record *engine_find_window(const struct engine *engine, uint16_t number);
/* A window that a journal names and the plan lacks. NULL when there is no room. */
struct window_record *engine_retired_window(struct engine *engine, uint16_t number);
/* Index of a category, or -1. engine_intern_category makes a retired one when it must. */
int engine_category_index(const struct engine *engine, const char *code);
uint16_t engine_intern_category(struct engine *engine, const char *code);
/* Index of a priority in the plan, or -1. */
int engine_priority_index(const struct engine *engine, const char *code);
/* Percent that a window's plan gives a category, 0 = does not serve it. */
uint16_t engine_weight(const struct engine *engine, const struct window_record *window,
                       uint16_t category);
/* Business time for queueing: `now`, or the latest event when the clock was set back. */
wall_t engine_queue_time(const struct engine *engine, wall_t now);

/* ---- index.c: finding tickets */
void index_clear(struct ticket_index *index);
void index_add(struct engine *engine, uint16_t slot);
uint16_t index_find_id(const struct engine *engine, int64_t id);
uint16_t index_find_number(const struct engine *engine, int32_t day, const char *number);
uint16_t index_find_token(const struct engine *engine, const char *token);

/* ---- lists.c: who waits, who is held */
void lists_clear(struct engine *engine);
/* Puts a record into, or takes it out of, the list that its state calls for (if any). */
void lists_link(struct engine *engine, struct record *record);
void lists_unlink(struct engine *engine, struct record *record);
/* True when `a` stands before `b` in their list. Waiting: earlier rank, then earlier issue;
 * held: called earlier. */
bool lists_before(const struct ticket *a, const struct ticket *b);

/* ---- recent.c */
void recent_add(struct recent *recent, int64_t seq, int32_t seconds);
void recent_remove(struct recent *recent, int64_t first_seq, int64_t last_seq);
int32_t recent_mean(const struct recent *recent, int32_t otherwise);

/* ---- numbering.c */
struct next_number {
    char series[LIMIT_SERIES];
    char number[LIMIT_NUMBER];
    uint16_t value;
};
/* The number the next ticket of a category gets. 0 or QUEUE_SERIES_FULL. */
int numbering_next(const struct engine *engine, const struct plan_category *category,
                   struct next_number *out);
/* A number was given out; also for numbers that only the witness saw. */
void numbering_used(struct engine *engine, const char *series, uint16_t value);
void numbering_start_day(struct engine *engine, int32_t day);
int64_t numbering_ticket_id(int32_t day, uint16_t ordinal);
int32_t numbering_day_of(int64_t id);
/* The series of a number: its leading part without the digits. */
void numbering_series_of(const char *number, char series[LIMIT_SERIES]);

/* ---- intents.c */
void intents_clear(struct intent_table *table);
const struct outcome *intents_find(const struct intent_table *table, const char *intent);
/* Remembers; forgets the oldest when full. Its place + 1. */
uint32_t intents_add(struct intent_table *table, const char *intent);
/* What one more event of a command does to its result. */
void outcome_take(struct outcome *outcome, const struct event *event);

/* ---- transition.c: what an event does to its ticket, and to its window */
/* A ticket as its TICKET_ISSUED (or TICKET_CARRIED "in") says it is. */
void ticket_fill(struct ticket *ticket, const struct engine *engine, const struct event *event);
void ticket_take(struct ticket *ticket, const struct engine *engine, const struct event *event);
void window_take(struct window *window, const struct event *event);
/* Did the event end a ticket's stay at a window? */
bool event_frees_window(enum event_kind kind);

/* ---- undo.c */
/* Is the event the first of a command that a window can take back? */
bool undo_begins(const struct event *event);
/* Called for every event before it changes anything. */
void undo_record(struct engine *engine, const struct event *event);
void undo_clear(struct undo *undo);
/* Is there a command to take back, and did nothing happen to its tickets since? */
bool undo_is_there(const struct engine *engine, const struct undo *undo);
/* Puts back what the window's last command changed. */
void undo_apply(struct engine *engine, const struct event *event);

/* ---- order.c: see there */
struct draft;
int64_t order_choose(const struct draft *draft, uint16_t window, struct why *why);
/* The same figures for a ticket that the clerk chose. */
void order_explain(const struct draft *draft, uint16_t window, int64_t ticket, struct why *why);
/* How many of a category's waiting tickets stand before `ticket` (which need not be listed). */
int32_t order_ahead(const struct engine *engine, const struct ticket *ticket);
/* The called ticket passed over others: counts it for each of them. */
void order_count_overtaken(struct engine *engine, const struct ticket *called, uint16_t window);
/* Rank of a ticket that waits from `since` on: earlier by its bonus. */
wall_t order_rank(const struct engine *engine, const struct ticket *ticket, wall_t since,
                  bool returns);
