/* ff68.h: call pads and evaluators of the FF 68 family, both directions.
 *
 *   FF 68 L L 68 ADDR FUNC DATA… SUM 16      L = 2 + bytes of DATA, twice
 *
 * Source: devices.md C.1 (two unrelated queue systems, vectors recomputed). RS-232/RS-485,
 * 9600 8N1, event-driven: the pad speaks, the host echoes the frame as acknowledgement, the
 * pad repeats until it hears that. The host's own frames may have no data (beep: L = 2).
 *
 * Pure. Thread: any. */
#pragma once

#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FF68_DATA = 14,           /* L <= 16 */
    FF68_FRAME = FF68_DATA + 9,
    FF68_GAP_US = 20000,      /* longest pause between two bytes of a frame */
    FF68_DIGITS = 6,          /* on a pad's display: three waiting, three ticket */
    FF68_BLANK = 0x0A         /* a dark digit */
};

enum ff68_function {
    FF68_KEY = 0x01,      /* pad to host: digits 0-9 raw, last byte a key. Host to evaluator:
                           * FF68_KEY_EVALUATE starts it. Also the echo of FF68_RESULT */
    FF68_SHOW = 0x02,     /* host to pad: six digits, or one byte 1/0; evaluator: 05 stars */
    FF68_BEEP = 0x03,     /* host to pad, no data */
    FF68_RESULT = 0x11    /* evaluator to host: 0-4 */
};

enum ff68_key {
    FF68_KEY_START = 0x0A,    /* start; with digits: transfer */
    FF68_KEY_EVALUATE = 0x0B, /* wait / evaluate */
    FF68_KEY_CALL = 0x0C,     /* with digits: call that number */
    FF68_KEY_RECALL = 0x0D,
    FF68_KEY_CANCEL = 0x0E,
    FF68_KEY_FUNCTION = 0x0F, /* after a digit: 6 give up, 0 pause, 3 call back, 5 no-show,
                               * 8 show address, 4 log out, other digits log in */
    FF68_KEY_LINE = 0x11,     /* one-metre line */
    FF68_KEY_PAUSE = 0x12,
    FF68_KEY_TRANSFER = 0x13
};

struct ff68_frame {
    uint8_t address, function, count;
    uint8_t data[FF68_DATA];
};

/* Bytes written, 0 when count is above FF68_DATA. */
size_t ff68_encode(const struct ff68_frame *frame, uint8_t out[FF68_FRAME]);

struct ff68_deframer {
    struct deframer deframer;
};
/* `gap_us`: pause that ends a broken frame, usually FF68_GAP_US. */
void ff68_init(struct ff68_deframer *deframer, int64_t gap_us);
/* The next good frame: L twice and 2..16, second 68, 16 and SUM verified. See deframer_take. */
bool ff68_take(struct ff68_deframer *deframer, int64_t now_us, struct byte_stream *in,
               struct ff68_frame *out);

/* ---- what the host says */
/* Waiting count in the first three digits, ticket number in the last three; -1 = blank,
 * above 999 the lowest three digits. */
struct ff68_frame ff68_show(uint8_t address, int waiting, int ticket);
struct ff68_frame ff68_success(uint8_t address, bool success);
struct ff68_frame ff68_beep(uint8_t address);
struct ff68_frame ff68_start_evaluation(uint8_t address);
/* What acknowledges `heard`: the same frame, FF68_RESULT as FF68_KEY. */
struct ff68_frame ff68_acknowledge(const struct ff68_frame *heard);

/* ---- what pad and evaluator say */
/* Digits as text ("12", "" for none) and a key. Digits beyond the frame's room are cut off. */
struct ff68_frame ff68_press(uint8_t address, const char *digits, uint8_t key);
struct ff68_frame ff68_rate(uint8_t address, uint8_t result);

/* Reads a FF68_KEY frame: the digits as text and the key. 0, or -1 when it is none (no data,
 * or a byte above 9 before the last). */
int ff68_read_key(const struct ff68_frame *frame, char digits[FF68_DATA], uint8_t *key);
/* Reads six shown digits: -1 = blank. 0, or -1 when it is not such a frame. */
int ff68_read_show(const struct ff68_frame *frame, int *waiting, int *ticket);
