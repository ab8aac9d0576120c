/* durations.h: a set of durations, kept whole, so that every percentile of a day is exact.
 *
 * A day has a few thousand durations; below that number nothing is gained by rounding. Longer
 * spans are rolled up with histogram.h. Nearest rank: the p-th percentile is the smallest value
 * that at least p percent of the values do not exceed. Pure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct duration_figures;

struct durations {
    uint32_t count, capacity;
    int32_t *values; /* seconds */
    int64_t sum;
};

/* 0, or -1 when memory is out. Negative values count as 0. */
int durations_add(struct durations *durations, int32_t seconds);
void durations_finish(struct durations *durations);
/* Sorts in place. All zero when there are no values. */
void durations_figures(struct durations *durations, struct duration_figures *out);
