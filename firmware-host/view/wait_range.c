/* wait_range.c: see wait_range.h. Whole numbers only: the same figure on paper and phone. */
#include "view/wait_range.h"

enum { MINUTE = 60, FINE_BELOW_MIN = 15, COARSE_MIN = 5, SPREAD_PERCENT = 84 };

static int64_t square_root(int64_t value)
{
    int64_t root = 0;
    while ((root + 1) * (root + 1) <= value) {
        root++;
    }
    return root;
}

static int32_t step_of(int64_t minutes)
{
    return minutes < FINE_BELOW_MIN ? 1 : COARSE_MIN;
}

bool wait_range_of(int32_t quote_s, int32_t ahead, struct wait_range *out)
{
    if (quote_s < 0) {
        return false;
    }
    int64_t root_percent = square_root((int64_t)(ahead > 0 ? ahead : 1) * 10000);
    int64_t spread = (int64_t)quote_s * SPREAD_PERCENT / root_percent;
    int64_t low = (quote_s - spread) / MINUTE;
    int64_t high = (quote_s + spread + MINUTE - 1) / MINUTE;
    int32_t step = step_of(high);
    out->low_min = (int32_t)(low / step * step);
    out->high_min = (int32_t)((high + step - 1) / step * step);
    if (out->high_min - out->low_min < 2) {
        out->high_min = out->low_min + 2;
    }
    return true;
}
