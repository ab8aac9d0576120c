/* histogram.h: durations of months and years in a few hundred bytes, added up day by day.
 *
 * Problem: percentiles do not add: the 90 % waits of twelve months do not give that of the
 * year. Keeping a million values for each window and item does not fit into a report's second.
 *
 * Design: log-linear buckets with 6 mantissa bits. Values below 128 have a bucket each; above,
 * each power of two is cut into 64 equal parts, so that a value is known to better than 0.8 %
 * from the middle of its bucket. Count, sum, least and greatest are exact. Two histograms are
 * merged by adding; the union of days has exactly the histogram of its union of values.
 * Stored sparse: pairs of (buckets passed over, count) as varints, typically 100-300 bytes for
 * a window's month.
 *
 * Pure; no allocation. Owner: the caller. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
    HISTOGRAM_MANTISSA_BITS = 6,
    HISTOGRAM_BUCKETS = (32 - HISTOGRAM_MANTISSA_BITS + 1) << HISTOGRAM_MANTISSA_BITS,
    /* Bytes that histogram_encode needs at most: a header of five varints, and a pair of varints
     * (2 and 10 bytes) for each bucket. */
    HISTOGRAM_ENCODED_MAX = 50 + 12 * HISTOGRAM_BUCKETS
};

struct histogram {
    uint64_t count, sum;
    uint32_t least, greatest; /* 0 when count is 0 */
    uint64_t buckets[HISTOGRAM_BUCKETS];
};

/* A zeroed histogram is an empty one. */
void histogram_add(struct histogram *histogram, uint32_t value);
/* Adds `other` to `histogram`. */
void histogram_merge(struct histogram *histogram, const struct histogram *other);
/* Nearest rank: of the values in order, the one below which `percent` percent of them lie,
 * known to 0.8 %. percent is 0 < p <= 100. 0 when there are no values. */
uint32_t histogram_quantile(const struct histogram *histogram, double percent);
/* 0 when there are no values. */
double histogram_mean(const struct histogram *histogram);

/* Bytes written, or -1 when `size` is too small (HISTOGRAM_ENCODED_MAX is always enough). */
int histogram_encode(const struct histogram *histogram, uint8_t *out, size_t size);
/* 0, or -1 for bytes that no histogram_encode wrote (cut off, counts that do not add up, a
 * newer form); `out` is then empty. */
int histogram_decode(struct histogram *out, const uint8_t *bytes, size_t size);
