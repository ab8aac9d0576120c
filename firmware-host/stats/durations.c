/* durations.c: see durations.h. */
#include "stats/durations.h"

#include "stats/day.h"

#include <stdlib.h>

enum { FIRST_DURATIONS = 16 };

int durations_add(struct durations *durations, int32_t seconds)
{
    if (durations->count == durations->capacity) {
        uint32_t capacity = durations->capacity == 0 ? FIRST_DURATIONS : 2 * durations->capacity;
        int32_t *values = realloc(durations->values, capacity * sizeof *values);
        if (values == NULL) {
            return -1;
        }
        durations->values = values;
        durations->capacity = capacity;
    }
    int32_t value = seconds > 0 ? seconds : 0;
    durations->values[durations->count++] = value;
    durations->sum += value;
    return 0;
}

void durations_finish(struct durations *durations)
{
    free(durations->values);
    *durations = (struct durations){0};
}

static int compare(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int32_t nearest_rank(const struct durations *durations, uint32_t percent)
{
    uint64_t rank = ((uint64_t)durations->count * percent + 99) / 100;
    return durations->values[rank > 0 ? rank - 1 : 0];
}

void durations_figures(struct durations *durations, struct duration_figures *out)
{
    *out = (struct duration_figures){.count = durations->count};
    if (durations->count == 0) {
        return;
    }
    qsort(durations->values, durations->count, sizeof *durations->values, compare);
    out->mean = (double)durations->sum / durations->count;
    out->p50 = nearest_rank(durations, 50);
    out->p90 = nearest_rank(durations, 90);
    out->p95 = nearest_rank(durations, 95);
    out->max = durations->values[durations->count - 1];
}
