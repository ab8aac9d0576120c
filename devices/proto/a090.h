/* a090.h: window strips of the "A0 9x" kind, both directions.
 *
 *   A0 | 9h | ID | CMD | LENH | LENL | DATA | XOR          host to board
 *   A0 | 9h | ID | CMD | AA                                board's acknowledgement
 *
 * h is the high nibble of a 12-bit id; XOR covers ID to the last byte of DATA. Text is each
 * character's GBK bytes followed by one colour byte. Source: devices.md B.1 (two independent
 * code bases; one of them splits the length with /255, which is wrong from 255 on).
 * An acknowledgement is told from a frame by AA in the place of LENH: no frame is that long.
 *
 * Pure. Thread: any. */
#pragma once

#include "base/text.h"
#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    A090_DATA = 512, /* bytes; 170 Chinese characters */
    A090_FRAME = A090_DATA + 7,
    A090_ID_MAX = 0xFFF,
    A090_CHARACTERS = A090_DATA / 2,
    A090_GAP_US = 50000
};

enum a090_command {
    A090_SHOW_ADDRESS = 0xA1,
    A090_SET_ADDRESS = 0xA2,
    A090_TEXT = 0xA5
};

enum a090_colour { A090_RED, A090_GREEN, A090_YELLOW };

struct a090_frame {
    bool acknowledgement; /* then no data */
    uint16_t id;          /* 0..A090_ID_MAX */
    uint8_t command;
    uint16_t count;
    uint8_t data[A090_DATA];
};

/* Bytes written; 0 when id, count or `size` do not allow it. */
size_t a090_encode(const struct a090_frame *frame, uint8_t *out, size_t size);

struct a090_deframer {
    struct deframer deframer;
};
void a090_init(struct a090_deframer *deframer, int64_t gap_us);
/* The next good frame or acknowledgement. See deframer_take. */
bool a090_take(struct a090_deframer *deframer, int64_t now_us, struct byte_stream *in,
               struct a090_frame *out);

/* A text in one colour; `encoding` is TEXT_GB2312 or TEXT_GBK. Cut between characters when it
 * is too long. Characters without a form become 〓 and are counted in `*missing` (may be
 * NULL). */
void a090_text(struct a090_frame *out, uint16_t id, enum text_encoding encoding,
               const char *text, enum a090_colour colour, unsigned *missing);
void a090_command(struct a090_frame *out, uint16_t id, enum a090_command command);
void a090_acknowledge(struct a090_frame *out, const struct a090_frame *heard);

/* Reads a text frame: UTF-8 into `text` (cut between characters), one colour byte a character
 * into `colours` (at least A090_CHARACTERS, may be NULL). Number of characters, or -1 when it
 * is no text frame or a character lacks its colour. */
int a090_read_text(const struct a090_frame *frame, enum text_encoding encoding, char *text,
                   size_t size, uint8_t *colours);
