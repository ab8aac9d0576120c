/* review_figures.h: what became of bad reviews, in figures. (reference-hall.md, evaluation)
 *
 *   bad        files that were opened in the period             withdrawn  … whose appeal was accepted
 *   due        of those that count: rectified or explained, or late
 *   in_time    … done by the day that was set                    overdue    … not done, and late
 *   called     … visitor reached                                 satisfied  … who then gave 3 or more
 *
 *   rectified_share = in_time / due       差评按期整改率
 *   called_share    = called / (bad - withdrawn)   差评回访率
 *   satisfied_share = satisfied / called   回访满意率
 *
 * What visitors pressed (评价率, 好评率, 差评率 …) is counted in stats/ and never changes by an appeal:
 * figures of bad reviews without the withdrawn ones stand beside those with them.
 *
 * Pure. Thread: any. */
#pragma once

#include "office/reviews.h"

struct review_counts {
    uint32_t bad, withdrawn, due, in_time, overdue, called, satisfied, given_up, closed;
};
/* Adds a file as it stands on `today`. */
void review_counts_add(struct review_counts *counts, const struct review_file *file, int32_t today);

struct review_share {
    const char *key; /* text: review.figure.KEY, its formula: review.formula.KEY */
    uint32_t part, whole; /* whole 0: there is nothing to say yet */
};
enum { REVIEW_SHARES = 3 };
void review_counts_shares(const struct review_counts *counts,
                          struct review_share out[REVIEW_SHARES]);
