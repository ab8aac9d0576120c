/* copy.c: one engine made equal to another. The state is one flat struct; only the windows
 * point into it, to their own plan. Of its great tables only what is used is touched, for a hall
 * that starts has few tickets and room for twenty thousand: copying all took a third of a start. */
#include "queue/engine_state.h"

#include <stddef.h>
#include <string.h>

static void copy_intents(struct intent_table *to, const struct intent_table *from)
{
    bool wraps = from->first + from->count > LIMIT_INTENTS;
    uint32_t first = wraps ? 0 : from->first;
    uint32_t count = wraps ? LIMIT_INTENTS : from->count;
    to->first = from->first;
    to->count = from->count;
    memcpy(&to->records[first], &from->records[first], count * sizeof from->records[0]);
    memcpy(to->cells, from->cells, sizeof to->cells);
}

void engine_copy(struct engine *to, const struct engine *from)
{
    _Static_assert(offsetof(struct engine, records) < offsetof(struct engine, intents),
                   "the tables stand at the end");
    memcpy(to, from, offsetof(struct engine, records));
    memcpy(to->records, from->records, from->ticket_count * sizeof from->records[0]);
    copy_intents(&to->intents, &from->intents);
    for (uint16_t i = 0; i < to->window_count; i++) {
        const struct plan_window *plan = from->windows[i].plan;
        if (plan != NULL) {
            to->windows[i].plan = &to->plan.windows[plan - from->plan.windows];
        }
    }
}
