/* totals.h: what happened in the played hall, counted by those who were there.
 *
 * The controller's own figures are compared with these at the end of the day: they come from
 * paper, keys and eyes, not from the controller. Owner: the play. */
#pragma once

#include <stdint.h>
#include <stdio.h>

struct totals {
    uint64_t slips, halves;       /* whole slips; torn ones */
    uint64_t touches, presses;    /* at panels; at pads */
    uint64_t ratings, ratings_thanked; /* given; thanked for by the device */
    uint64_t visitors;            /* came in */
    uint64_t numbers;             /* visitors who hold a number */
    uint64_t slips_missing;       /* visitors who have a number from the screen and no slip */
    uint64_t called;              /* numbers seen on a board, once each */
    uint64_t served, no_show, walked_off;
    uint64_t presses_unanswered;  /* presses after which nothing changed in time */
    uint64_t sentences, expectations_failed;
};

/* "key value" lines. */
void totals_write(const struct totals *totals, FILE *out);
