/* measure.h: the durations of one group of a question: exact while there are few, a histogram
 * when there are many. Private to stats/.
 *
 * Durations here fit 16 bits (service_row.h), so a histogram with 6 mantissa bits has 704 buckets
 * (histogram.h has the idea, for 32 bits and the disk). The first IMAGE_EXACT values are kept as
 * they are; up to that many the percentiles are exact. */
#pragma once

#include "stats/column_image.h"

enum {
    MEASURE_BUCKETS = 704,
    /* Bytes that measure_pack needs at most: three for each exact value. */
    MEASURE_PACKED_MAX = 3 * IMAGE_EXACT
};

struct measure {
    uint64_t count, sum;
    uint64_t with_target, over_target;
    uint32_t max;
    uint32_t spread[IMAGE_SPREAD];
    uint32_t buckets[MEASURE_BUCKETS];
    uint16_t values[IMAGE_EXACT];
};

static inline uint32_t measure_bucket(uint16_t value)
{
    if (value < 128) {
        return value;
    }
    unsigned shift = 25u - (unsigned)__builtin_clz(value);
    return (shift << 6) + ((uint32_t)value >> shift);
}

static inline void measure_add(struct measure *measure, uint16_t value)
{
    if (measure->count < IMAGE_EXACT) {
        measure->values[measure->count] = value;
    }
    measure->count++;
    measure->sum += value;
    measure->max = value > measure->max ? value : measure->max;
    measure->buckets[measure_bucket(value)]++;
}

/* Counts a wait in its class: see struct image_durations. */
void measure_spread(struct measure *measure, uint16_t value);
/* Adds `other`: as if its values had been added one by one. */
void measure_merge(struct measure *measure, const struct measure *other);
/* Sorts the kept values. All zero when there are none. */
void measure_read(struct measure *measure, struct image_durations *out);

/* ---- in few bytes (measure_pack.c); the sums and the greatest value are somebody else's */
/* Writes values or buckets; sorts the kept values. Returns the bytes written. */
size_t measure_pack(struct measure *measure, uint8_t out[MEASURE_PACKED_MAX]);
/* Adds `count` packed values. Bytes that measure_pack did not write do no harm, but make no
 * sense either. */
void measure_unpack(struct measure *measure, uint32_t count, const uint8_t *bytes, size_t size);
/* Sorts up to IMAGE_EXACT values. */
void measure_sort(uint16_t *values, size_t count);
