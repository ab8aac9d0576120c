/* recent.c: how long a ticket of a category lately occupied a window: the last twenty, call to
 * end, no-shows too, for they take a window's time as well. What people ahead are multiplied
 * with when a wait is quoted. */
#include "queue/engine_state.h"

#include <string.h>

void recent_add(struct recent *recent, int64_t seq, int32_t seconds)
{
    if (recent->count == RECENT_COUNT) {
        memmove(&recent->last[0], &recent->last[1], sizeof(recent->last[0]) * (RECENT_COUNT - 1));
        recent->count--;
    }
    recent->last[recent->count].seq = seq;
    recent->last[recent->count].seconds = seconds;
    recent->count++;
}

void recent_remove(struct recent *recent, int64_t first_seq, int64_t last_seq)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < recent->count; i++) {
        int64_t seq = recent->last[i].seq;
        if (seq < first_seq || seq > last_seq) {
            recent->last[kept++] = recent->last[i];
        }
    }
    recent->count = kept;
}

int32_t recent_mean(const struct recent *recent, int32_t otherwise)
{
    if (recent->count == 0) {
        return otherwise;
    }
    int64_t sum = 0;
    for (uint8_t i = 0; i < recent->count; i++) {
        sum += recent->last[i].seconds;
    }
    return (int32_t)((sum + recent->count / 2) / recent->count);
}
