/* wait_range.h: a quoted wait as people are told it: a range of whole minutes, never one figure.
 *
 * The quote stands for the middle of what happens: a sum of `ahead` services whose lengths vary
 * as much as their mean, so its spread is quote / sqrt(ahead). Three visitors in five fall
 * between middle - 0.84 and middle + 0.84 spreads. Short waits are told in minutes, longer ones
 * in steps of five; it is an estimate and is called one wherever it stands.
 *
 * Pure. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct wait_range {
    int32_t low_min, high_min; /* low < high */
};

/* False when there is no estimate (`quote_s` negative: no window is open). */
bool wait_range_of(int32_t quote_s, int32_t ahead, struct wait_range *out);
