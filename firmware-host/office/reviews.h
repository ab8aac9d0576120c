/* reviews.h: bad reviews, from the key press to the closing of the file.
 *
 * Problem: a bad review must be answered: assigned at once, verified, rectified or explained, the
 * visitor called back, the file closed, each within working days that the place sets; the clerk
 * may appeal; nothing that was written may be overwritten, and the clerk who was rated may neither
 * handle the file nor learn who rated.
 *
 * Design: an active rating of level 1 or 2 opens a file in the rating's own transaction. A step is
 * an event; the table in review_steps.c says from which state, by whom, with what, and where to.
 * A correction is a further step. Clocks are set when the step before is done and stand in the
 * events: a configuration that changes later moves no promise that was made.
 *
 *   opened -> ASSIGNED -verify-> VERIFIED -rectify, explain-> HANDLED -call_back-> CALLED -close->
 *   CLOSED -reopen-> ASSIGNED            (no_answer, so often as configured, leads on as well)
 *
 *   An appeal runs beside it: appeal -> accept (the review counts no more, the file may be closed)
 *   or reject. What was pressed stays in every figure of what was pressed.
 *
 * The journal's rows (for ledgers):
 *   office_review_opened    record = its seq, of_seq = the rating's; ticket, window, number,
 *                           category, item, clerk, service, level, tags, text as rated; reason =
 *                           doubts; subject = account it is assigned to ("" = the managers);
 *                           due_day = to be verified by; promised_day = rectified by
 *   office_review_step      record; result = the step's name; subject = assigned to; clerk;
 *                           due_day = next step by (0 = none); promised_day = rectified by, of an
 *                           appeal: answered by; reason = verify: true, mistaken, malicious;
 *                           no_answer: again, given_up; count = calls without answer; level =
 *                           call_back: how satisfied now, 1..5; note = account that did it; text
 *   office_review_attached  record, subject = account, note = file name, count = part 1.., text
 *
 * Pure. Thread: loop. */
#pragma once

#include "office/office.h"
#include "office/roles.h"

enum {
    REVIEW_FILES = 65536,     /* in memory; the oldest closed ones make room */
    REVIEW_STEPS = 400,       /* events of one file, parts of attachments included */
    REVIEW_ATTACHMENTS = 8,   /* of one file */
    REVIEW_PARTS = 16,        /* of one attachment */
    REVIEW_PART = 1200,       /* bytes of a part */
    REVIEW_BAD_LEVEL = 2,     /* this and worse opens a file */
    REVIEW_GOOD_LEVEL = 3,    /* this and better is a good review, and a satisfied answer */
};

enum review_state {
    REVIEW_ASSIGNED, /* waits to be verified */
    REVIEW_VERIFIED, /* … to be rectified or explained */
    REVIEW_HANDLED,  /* … for the call to the visitor */
    REVIEW_CALLED,   /* … to be closed */
    REVIEW_CLOSED,
    REVIEW_STATE_COUNT
};
enum review_verdict {
    REVIEW_UNVERIFIED,
    REVIEW_TRUE,
    REVIEW_MISTAKEN, /* pressed by mistake, or of something else */
    REVIEW_MALICIOUS,
    REVIEW_VERDICT_COUNT
};
enum review_appeal { APPEAL_NONE, APPEAL_PENDING, APPEAL_ACCEPTED, APPEAL_REJECTED };

struct review_file {
    int64_t id;               /* seq of the event that opened it */
    int64_t rating_seq, ticket;
    wall_t opened, changed;
    int32_t day;              /* on which it was pressed */
    enum review_state state;
    enum review_verdict verdict;
    enum review_appeal appeal;
    int32_t due_day;          /* of the next step, by the end of; 0 = closed */
    int32_t rectify_due, rectified_day; /* rectified or explained; 0 = not yet */
    int32_t appeal_due;       /* while it is pending */
    int32_t called_day;       /* visitor reached; 0 = not */
    int8_t call_level;        /* what the visitor said then */
    uint8_t calls;            /* without an answer */
    bool given_up;            /* … as often as configured */
    uint8_t rounds;           /* 1, and one more each time it was opened again */
    uint8_t attachments;
    int8_t level;
    uint16_t window, service;
    char number[LIMIT_NUMBER];
    char item[LIMIT_CODE], clerk[LIMIT_CODE], category[LIMIT_CODE];
    char doubts[LIMIT_CODE];
    char tags[LIMIT_TAGS];
    char to[LIMIT_SUBJECT];   /* account, "" = the managers */
    char appellant[LIMIT_SUBJECT]; /* account of who appealed */
    uint16_t step_count;
    int64_t *steps;           /* seq of its events, the first is `id` */
};

/* ------------------------------------------------------------------ looking */

/* Files in the order in which they were opened; NULL past the end. */
size_t reviews_count(const struct office *office);
const struct review_file *reviews_at(const struct office *office, size_t index);
/* NULL for an id that is none (or of a file so old that it is in the journal only). */
const struct review_file *reviews_find(const struct office *office, int64_t id);
/* Is a step, or the answer to an appeal, late on `today`? For lists and alerts; the text of what
 * is awaited is review.state.NAME (review_state_name). */
bool review_overdue(const struct review_file *file, int32_t today);
/* The earliest day by whose end something must be done; 0 = nothing. */
int32_t review_next_due(const struct review_file *file);
/* Does it count in figures of bad reviews? Not after an accepted appeal. */
bool review_counts(const struct review_file *file);
/* "assigned" …, "unverified", "true" …, "none", "pending" …; NULL for other numbers. */
const char *review_state_name(enum review_state state);
const char *review_verdict_name(enum review_verdict verdict);
const char *review_appeal_name(enum review_appeal appeal);
int review_state_parse(const char *name, enum review_state *out);
/* The department (index in the site) of what was served; UINT16_MAX = unknown. */
uint16_t review_department(const struct site *site, const char *item, uint16_t window);
/* How far the days of ratings by default are done; 0 = the rule does not run. */
int32_t reviews_defaulted_day(const struct office *office);

/* ------------------------------------------------------------------ doing */

struct review_actor { /* who wants it */
    unsigned may;               /* bits of office/roles.h */
    bool local;                 /* the machine's own user, who has nobody beside it */
    char name[LIMIT_SUBJECT];   /* account */
    char clerk[LIMIT_CODE];     /* "" = serves nobody */
};
/* May this person see the file? Managers, auditors, and whom it is assigned to; never the clerk
 * whom it is about. */
bool review_may_see(const struct review_file *file, const struct review_actor *who);

struct review_order {
    int64_t id;
    const char *step; /* name */
    struct review_actor who;
    char to[LIMIT_SUBJECT];   /* assign */
    char verdict[LIMIT_CODE]; /* verify */
    int8_t level;             /* call_back: 1..5 */
    const char *text;
    const char *name;         /* attach: of the file; its content is `text` */
};
/* An office_decide; `order` is a struct review_order. OFFICE_UNKNOWN, OFFICE_WRONG_STATE,
 * OFFICE_NOT_ALLOWED, OFFICE_BAD_VALUE, OFFICE_FULL. */
int reviews_decide_step(struct office_draft *draft, const void *order);
/* Names of steps, NULL past the end; and may `who` do it to the file as it stands? */
const char *review_step_name(size_t index);
bool review_step_may(const struct review_file *file, const char *step,
                     const struct review_actor *who);
/* The part of reviews_decide_step for step "attach" (review_attach.c). */
int review_attach(struct office_draft *draft, const struct review_file *file,
                  const struct review_order *order);

/* An office_decide: the days up to `day` are done; `count` services got their rating. */
struct reviews_defaults_order {
    int32_t day, count;
    const char *result; /* "begun", "done", "ended" */
};
int reviews_decide_defaults(struct office_draft *draft, const void *order);
