/* facts.h: the day's events, boiled down to what figures need. Private to stats/.
 *
 * Problem: an event is 2 kB of text fields; a day has 50,000; a command may be undone after its
 * events were counted; and the clock may be set in the middle of a service.
 *
 * Design: a list of small facts in the order of seq. An undone fact stays in the list and is
 * marked: whoever folds the list passes it over, so that undoing needs no subtraction anywhere.
 *
 * Each fact has a place on one time line that never runs backwards: it moves on by the
 * monotonic clock between neighbours of one run of the controller, and by the wall clock where
 * only that is known. Every duration is a difference of two places, so phases add up exactly
 * and a clock step falsifies nothing.
 *
 * Owner: struct day_stats. Not safe from two threads. */
#pragma once

#include "queue/event.h"
#include "stats/codes.h"

enum {
    FACTS = 1 << 20,                          /* of one day: 20,000 tickets with 50 events each */
    FACT_TICKETS = 2 * LIMIT_TICKETS_A_DAY,
    FACT_TICKET_CELLS = 4 * LIMIT_TICKETS_A_DAY,
    FACT_NO_TICKET = UINT16_MAX
};

struct fact {
    int64_t seq;
    int64_t line_ms; /* place on the time line */
    wall_t at;
    uint16_t ticket; /* position in tickets, or FACT_NO_TICKET */
    uint16_t window, target, service, category, item, clerk, priority, count;
    uint8_t kind; /* enum event_kind */
    int8_t hour;  /* local, 0..23 */
    int8_t level;
    uint8_t outcome; /* finished: enum service_outcome */
    bool undone;
    bool final;   /* no-show that ends the ticket */
    bool implied; /* an arrival that nobody keyed */
    bool comes_in; /* carried: from yesterday, not to tomorrow */
    bool by_default; /* rating */
};

struct fact_ticket {
    int64_t id;
    char number[LIMIT_NUMBER];
};

struct facts {
    int32_t day;
    size_t count, capacity;
    struct fact *list;
    uint32_t undone;     /* grows with each undo: the list reads differently now */
    uint16_t ticket_count;
    struct fact_ticket *tickets; /* FACT_TICKETS of them, in order of appearance */
    uint16_t *cells;             /* hash of ids: position + 1, 0 = empty */
    int64_t line_ms;             /* end of the time line */
    wall_t last_at;
    int64_t last_mono;           /* 0 = not known in this run */
    struct codes codes;
};

/* 0 or -1. */
int facts_init(struct facts *facts, int32_t day);
void facts_finish(struct facts *facts);
/* Takes an event of the day in (others: see day.h). 0, or -1 when memory or a limit is out. */
int facts_add(struct facts *facts, const struct event *event);
