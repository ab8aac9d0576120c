/* deframer.h: finds frames in a stream of bytes that may begin anywhere and lie.
 *
 * Problem: a serial read gives half a frame, three frames, noise, or a false start in front of
 * a good frame. Programs that block on the next byte or throw everything away after an error
 * lose sync for ever (devices.md C.1, "weak points").
 *
 * Design: one bounded buffer and one loop for every framed protocol. The protocol is a judge:
 * it looks at what begins at the buffer's first byte and answers "a frame of n bytes", "more is
 * needed" or "no frame begins here". In the last case one byte is dropped and the judge looks
 * again, so a good frame behind a false start is found. A pause longer than `gap_us` ends the
 * waiting for more.
 *
 * Time is an argument: microseconds of any monotonic clock (mono_now_us(), or mono_t.ms * 1000).
 * Pure. Owner: the caller. Thread: one at a time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DEFRAMER_SIZE = 520, /* no frame of any protocol here is longer */
    DEFRAMER_MORE = 0,   /* verdicts of a judge; a positive one is the frame's size */
    DEFRAMER_NO_FRAME = -1
};

/* Bytes yet to be taken; moves on as they are. */
struct byte_stream {
    const uint8_t *at;
    size_t left;
};

/* `ended`: silence followed, nothing more will come of this frame. The judge must not answer
 * more than `count`. */
typedef int deframer_judge(const void *context, const uint8_t *bytes, size_t count, bool ended);

struct deframer {
    uint8_t bytes[DEFRAMER_SIZE];
    size_t count;      /* in `bytes` */
    size_t taken;      /* size of the frame handed out last; dropped at the next call */
    int64_t last_us;   /* when the newest byte came */
    int64_t gap_us;    /* longest pause within a frame; 0 = any */
    uint32_t dropped;  /* bytes that belonged to no frame */
};

void deframer_init(struct deframer *deframer, int64_t gap_us);
/* Takes bytes from `in` until a frame is complete. True: `*frame` points at `*size` bytes,
 * valid until the next call; call again for the rest of `in`. False: `in` is used up. Call it
 * with an empty stream when time has passed, to find what stood behind a broken frame. */
bool deframer_take(struct deframer *deframer, int64_t now_us, struct byte_stream *in,
                   deframer_judge *judge, const void *context, const uint8_t **frame,
                   size_t *size);
