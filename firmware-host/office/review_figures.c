/* review_figures.c: see review_figures.h. */
#include "office/review_figures.h"

void review_counts_add(struct review_counts *counts, const struct review_file *file, int32_t today)
{
    counts->bad++;
    counts->closed += file->state == REVIEW_CLOSED;
    if (!review_counts(file)) {
        counts->withdrawn++;
        return;
    }
    bool done = file->rectified_day != 0;
    bool late = !done && today > file->rectify_due;
    counts->due += done || late;
    counts->in_time += done && file->rectified_day <= file->rectify_due;
    counts->overdue += late;
    counts->called += file->called_day != 0;
    counts->satisfied += file->called_day != 0 && file->call_level >= REVIEW_GOOD_LEVEL;
    counts->given_up += file->given_up;
}

void review_counts_shares(const struct review_counts *counts,
                          struct review_share out[REVIEW_SHARES])
{
    out[0] = (struct review_share){"rectified_share", counts->in_time, counts->due};
    out[1] = (struct review_share){"called_share", counts->called, counts->bad - counts->withdrawn};
    out[2] = (struct review_share){"satisfied_share", counts->satisfied, counts->called};
}
