/* copy.c: one engine made equal to another. The state is one flat struct; only the windows
 * point into it, to their own plan. */
#include "queue/engine_state.h"

#include <string.h>

void engine_copy(struct engine *to, const struct engine *from)
{
    memcpy(to, from, sizeof *to);
    for (uint16_t i = 0; i < to->window_count; i++) {
        const struct plan_window *plan = from->windows[i].plan;
        if (plan != NULL) {
            to->windows[i].plan = &to->plan.windows[plan - from->plan.windows];
        }
    }
}
