/* deframer.c: see deframer.h. */
#include "devices/proto/deframer.h"

#include <string.h>

void deframer_init(struct deframer *deframer, int64_t gap_us)
{
    memset(deframer, 0, sizeof *deframer);
    deframer->gap_us = gap_us;
}

static void remove_first(struct deframer *deframer, size_t count)
{
    deframer->count -= count;
    memmove(deframer->bytes, deframer->bytes + count, deframer->count);
}

/* Drops what begins no frame. True when a frame now stands at the front. */
static bool settle(struct deframer *deframer, deframer_judge *judge, const void *context,
                   bool ended)
{
    while (deframer->count > 0) {
        int verdict = judge(context, deframer->bytes, deframer->count, ended);
        if (verdict > 0) {
            deframer->taken = (size_t)verdict;
            return true;
        }
        bool waits = verdict == DEFRAMER_MORE && !ended && deframer->count < DEFRAMER_SIZE;
        if (waits) {
            return false;
        }
        remove_first(deframer, 1);
        deframer->dropped++;
    }
    return false;
}

bool deframer_take(struct deframer *deframer, int64_t now_us, struct byte_stream *in,
                   deframer_judge *judge, const void *context, const uint8_t **frame,
                   size_t *size)
{
    remove_first(deframer, deframer->taken);
    deframer->taken = 0;
    bool late = deframer->gap_us > 0 && now_us - deframer->last_us > deframer->gap_us;
    bool found = settle(deframer, judge, context, late);
    while (!found && in->left > 0) {
        deframer->bytes[deframer->count++] = *in->at++;
        in->left--;
        deframer->last_us = now_us;
        found = settle(deframer, judge, context, false);
    }
    *frame = deframer->bytes;
    *size = deframer->taken;
    return found;
}
