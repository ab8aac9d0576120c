/* cases_state.h: the inside of cases, for cases.c and case_moves.c. */
#pragma once

#include "office/cases.h"

enum { CASE_CODES = 2048 }; /* items and clerks over the years; a further one has no name */

struct cases {
    size_t count, capacity;
    struct case_file *files; /* by id */
    int32_t day;             /* of the newest case */
    uint32_t ordinal;        /* of that day's cases */
    uint16_t code_count;
    char codes[CASE_CODES][LIMIT_CODE]; /* from 1 */
};

/* One row a verb: where it may begin, where it leads, who and what it needs. */
struct case_move {
    const char *name;
    unsigned from;       /* bits of enum case_stage */
    enum case_stage to;  /* CASE_STAGES: stays */
    bool while_suspended; /* also while the clock stands */
    bool wants_reason, wants_text;
    bool by_managers;    /* only whoever runs the hall */
};
extern const struct case_move case_moves[CASE_VERBS];

/* The end of a service opens a case; an undone command voids it. */
int cases_react(struct office_draft *draft, const struct event *event);
