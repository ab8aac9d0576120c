/* office.h: what is done behind the windows: accounts, reviews, cases, alerts. Pure.
 *
 * Problem: a bad review is assigned, a case promised, an alert acknowledged, an account disabled.
 * Each must be as durable and as explainable as a call, and none may slow the queue.
 *
 * Design: like the queue engine: decide, then apply. A command is a function that looks at the
 * const office and drafts events (queue/event.h, kinds office_…); they go into the same journal
 * with the same chain and the same promise (app/hall.h, hall_office); office_apply makes one so
 * and cannot fail. The state of the office is a function of the office events in the journal and
 * of nothing else. Each concern is a part (office_parts in office.c): one file, one row. Parts may
 *
 *   react   to an event of the queue that is just being decided (a bad rating opens a file): what
 *           they draft is in the same transaction as the event itself
 *   tick    once a minute (a deadline has passed)
 *
 * The app keeps two offices, as it keeps two engines: one decides, one shows what is durable.
 *
 * No clock, no I/O. Owner: app/. Thread: loop. */
#pragma once

#include "config/site.h"
#include "queue/event.h"

struct office;

/* ------------------------------------------------------------------ deciding */

enum { OFFICE_DRAFT = 256 }; /* events of one decision */

struct office_draft {
    const struct office *office;
    const struct site *site;
    wall_t now;
    int32_t day;       /* the business day, or today's date when the hall is closed */
    int64_t next_seq;  /* of the next event that is drafted: a new record's id */
    uint16_t next_part;
    uint64_t dice;     /* random: the office has none of its own */
    char actor[LIMIT_CODE], source[LIMIT_CODE];
    size_t count;
    struct event *events; /* OFFICE_DRAFT of them */
};

/* A decision: 0, or an office_error with nothing to be done. `order` is the command's own struct. */
typedef int (*office_decide)(struct office_draft *draft, const void *order);

/* A new event at the draft's end, with seq, time, day, actor and source filled; NULL when the
 * draft is full (OFFICE_FULL then). */
struct event *office_draft_event(struct office_draft *draft, enum event_kind kind);
/* Copies a text into a field of an event, zeros behind it. False, with nothing copied, when it may
 * not enter the record: too long, no UTF-8, control characters (`lines` allows line breaks). */
bool office_text(char *out, size_t size, const char *text, bool lines);

/* Errors, beyond those of the queue (queue/engine.h) and HALL_NOT_DURABLE: what the caller tells
 * the person. Each has a text error.NAME in config/lang. */
enum office_error {
    OFFICE_OK = 0,
    OFFICE_BAD_VALUE = -100,
    OFFICE_FULL = -101,         /* a named limit */
    OFFICE_UNKNOWN = -102,      /* no such account, review, case, alert */
    OFFICE_WRONG_STATE = -103,  /* the file is not at a step for that */
    OFFICE_NOT_ALLOWED = -104,  /* not by this person */
    OFFICE_EXISTS = -105,       /* the name is taken */
    OFFICE_TOO_LATE = -106,
    OFFICE_LAST_ADMINISTRATOR = -107, /* nobody could administer any more */
    OFFICE_WANT_PROMISE = -108, /* a promised case needs its day */
    OFFICE_BAD_PROMISE = -109,  /* before today, or beyond the statutory day */
    OFFICE_WANT_REASON = -110,
    OFFICE_ERROR_END = -111,
};
/* "office_bad_value" …: code of the error in the API. NULL for other numbers. */
const char *office_error_name(int error);

/* ------------------------------------------------------------------ state */

/* NULL when memory is out. */
struct office *office_create(void);
void office_destroy(struct office *office);
/* Takes an event of the journal; those of other kinds are passed over. */
void office_apply(struct office *office, const struct event *event);
/* Lets the parts answer to an event of the queue that is decided with what is drafted. */
int office_react(struct office_draft *draft, const struct event *event);
/* Once a minute. */
int office_tick(struct office_draft *draft);

/* ------------------------------------------------------------------ parts */

/* A part's functions; a missing one means that it does not do that. */
struct office_part {
    const char *name;
    void *(*create)(void);
    void (*destroy)(void *state);
    void (*apply)(void *state, const struct event *event);
    int (*react)(struct office_draft *draft, const struct event *event);
    int (*tick)(struct office_draft *draft);
};

/* Which part: the position in the table of office.c. */
enum office_part_id {
    OFFICE_ACCOUNTS,
    OFFICE_REVIEWS,
    OFFICE_CASES,
    OFFICE_ALERTS,
    OFFICE_EQUIPMENT,
    OFFICE_PARTS
};
extern const struct office_part accounts_part, reviews_part, cases_part, alerts_part;
extern const struct office_part equipment_part;
/* The state of a part, for its own functions. */
const void *office_part_state(const struct office *office, enum office_part_id id);
