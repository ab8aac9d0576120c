/* doubts.h: what speaks against a rating having been a visitor's own. Marked, never dropped.
 *
 * Problem: a clerk can press his own evaluator; a figure that nobody believes helps nobody. But a
 * machine may not judge either: it marks what it saw, people look.
 *
 * Pure; the facts are gathered where they are known (app/rating.c). Thread: any. */
#pragma once

#include "base/limits.h"
#include "config/site.h"

struct doubt_facts { /* hall time in milliseconds; negative = not so */
    int64_t asked_ms;    /* since the evaluator asked for it */
    int64_t ended_ms;    /* since the service ended; nobody else is at the window */
    bool paused;         /* the window is */
    int32_t streak;      /* equal ratings in a row from this evaluator, this one included */
    bool by_staff;       /* sent by somebody who is signed in as staff */
};
/* "quick", "streak", "left", "paused", "staff": those that hold, with commas; "" = none. */
void doubts_of(const struct site_doubts *rules, const struct doubt_facts *facts,
               char out[LIMIT_CODE]);
/* The codes, NULL past the end; text: review.doubt.CODE. */
const char *doubt_name(size_t index);
/* Is `code` among the codes of a list with commas? Also for tags. */
bool codes_have(const char *list, const char *code);

enum { DOUBT_STREAK = 50 }; /* the longest that a site can ask for */
/* Equal ratings of one evaluator, one after the other. */
struct doubt_streak {
    int8_t level;
    int32_t count;     /* in a row, at most DOUBT_STREAK are looked at */
    int64_t at_ms[DOUBT_STREAK]; /* hall time of each, a ring */
};

/* A rating of `level` now: how many equal ones there have been within the rule's time. */
int32_t doubt_streak_add(struct doubt_streak *streak, const struct site_doubts *rules,
                         int8_t level, int64_t now_ms);
