/* measure.c: see measure.h. */
#include "stats/measure.h"

#include <string.h>

/* The middle of a bucket. */
static uint32_t value_of(uint32_t bucket)
{
    if (bucket < 128) {
        return bucket;
    }
    unsigned shift = (bucket >> 6) - 1;
    return ((bucket - (shift << 6)) << shift) + ((UINT32_C(1) << shift) - 1) / 2;
}

/* Nearest rank: the smallest value that at least `percent` percent do not exceed. */
static uint32_t quantile(const struct measure *measure, uint32_t percent)
{
    uint64_t rank = (measure->count * percent + 99) / 100;
    if (measure->count <= IMAGE_EXACT) {
        return measure->values[rank > 0 ? rank - 1 : 0];
    }
    uint64_t passed = 0;
    uint32_t bucket = 0;
    while (bucket + 1 < MEASURE_BUCKETS && (passed += measure->buckets[bucket]) < rank) {
        bucket++;
    }
    uint32_t value = value_of(bucket);
    return value < measure->max ? value : measure->max;
}

void measure_spread(struct measure *measure, uint16_t value)
{
    static const uint16_t ends[IMAGE_SPREAD - 1] = {300, 600, 1200, 1800, 3600};
    int class = 0;
    for (int i = 0; i < IMAGE_SPREAD - 1; i++) {
        class += value > ends[i];
    }
    measure->spread[class]++;
}

void measure_merge(struct measure *measure, const struct measure *other)
{
    if (measure->count + other->count <= IMAGE_EXACT) {
        memcpy(measure->values + measure->count, other->values,
               other->count * sizeof *other->values);
    }
    measure->count += other->count;
    measure->sum += other->sum;
    measure->with_target += other->with_target;
    measure->over_target += other->over_target;
    measure->max = other->max > measure->max ? other->max : measure->max;
    for (size_t i = 0; i < MEASURE_BUCKETS; i++) {
        measure->buckets[i] += other->buckets[i];
    }
    for (size_t i = 0; i < IMAGE_SPREAD; i++) {
        measure->spread[i] += other->spread[i];
    }
}

void measure_read(struct measure *measure, struct image_durations *out)
{
    *out = (struct image_durations){.count = measure->count,
                                    .sum = measure->sum,
                                    .max = measure->max,
                                    .with_target = measure->with_target,
                                    .over_target = measure->over_target};
    memcpy(out->spread, measure->spread, sizeof out->spread);
    if (measure->count == 0) {
        return;
    }
    if (measure->count <= IMAGE_EXACT) {
        measure_sort(measure->values, measure->count);
    }
    out->p50 = quantile(measure, 50);
    out->p90 = quantile(measure, 90);
    out->p95 = quantile(measure, 95);
}
