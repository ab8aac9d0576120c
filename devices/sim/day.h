/* day.h: who comes on a day, when, and for what: from the configuration and a seed.
 *
 * As many come for a category as its windows can serve, times LOAD; within it popular items draw
 * four times as many. They come in a curve with a peak in the middle of the morning and a lower
 * one after lunch (reference-hall.md: about 1,100 a working day).
 *
 * Pure. Thread: any. */
#pragma once

#include "config/site.h"

enum { DAY_VISITORS = 8000 };

struct day_visitor {
    wall_t arrives;
    uint16_t item;
};

/* Plans a day, in order of arrival. Visitors planned, at most `capacity`; 0 when the hall is
 * closed. `until_s`: nobody after this second of the day, -1 = shortly before closing. */
size_t day_plan(const struct site *site, int32_t day, uint64_t seed, int32_t until_s,
                struct day_visitor *out, size_t capacity);
/* Seconds of the day's periods, in order; at most four. */
struct day_period {
    int32_t from_s, to_s;
};
enum { DAY_PERIODS = 4 };
size_t day_periods(const struct site *site, int32_t day, struct day_period out[DAY_PERIODS]);
