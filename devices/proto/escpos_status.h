/* escpos_status.h: what a ticket printer says, both directions.
 *
 * Problem: five kinds of answers come mixed on one line: real-time answers (at any moment),
 * automatic status of four bytes, ordered answers of one byte, text blocks, and XON/XOFF.
 * Software that slices the input into groups of four loses sync (devices.md A.2).
 *
 * Design: every byte is told by its fixed bits. Real-time answers and XON/XOFF may even stand
 * inside an automatic status, because their bit 4 is set where its later bytes have 0.
 *
 *   (b & 93) == 12   answer to DLE EOT        (b & 93) == 10   first of four, GS a
 *   (b & 90) == 00   answer to GS r, GS I 1-3; or bytes 2 to 4 of GS a
 *   11 13            XON XOFF                 35 37 3B 3D 5F   block up to NUL
 *
 * Pure. Thread: any. */
#pragma once

#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ESCPOS_BLOCK = 96, ESCPOS_STATUS_GAP_US = 500000 };

enum escpos_item_kind {
    ESCPOS_REALTIME,   /* byte[0]: answer to DLE EOT; which one the asker knows */
    ESCPOS_AUTO,       /* byte[0..3] */
    ESCPOS_ORDERED,    /* byte[0]: answer to GS r */
    ESCPOS_PROCESS_ID, /* text: the four characters */
    ESCPOS_INFO,       /* text: answer to GS I 65.. */
    ESCPOS_BLOCK_OTHER, /* text with its header byte in byte[0] */
    ESCPOS_XON,
    ESCPOS_XOFF,
    ESCPOS_NOISE       /* byte[0]: belongs to nothing */
};

struct escpos_item {
    enum escpos_item_kind kind;
    uint8_t byte[4];
    char text[ESCPOS_BLOCK]; /* terminated */
};

struct escpos_status_parser {
    uint8_t held[ESCPOS_BLOCK];
    size_t count;      /* in `held`: an automatic status or a block that is not complete */
    int64_t last_us;
    uint32_t noise;    /* bytes that belonged to nothing */
};

void escpos_status_init(struct escpos_status_parser *parser);
/* The next item of `in`; call until false. A pause of ESCPOS_STATUS_GAP_US ends what is not
 * complete. Never waits, never overruns. */
bool escpos_status_take(struct escpos_status_parser *parser, int64_t now_us,
                        struct byte_stream *in, struct escpos_item *out);

/* ---- meaning */
enum escpos_flag {
    ESCPOS_OFFLINE = 1 << 0,
    ESCPOS_COVER_OPEN = 1 << 1,
    ESCPOS_NEAR_END = 1 << 2,
    ESCPOS_PAPER_END = 1 << 3,
    ESCPOS_CUTTER = 1 << 4,
    ESCPOS_ERROR = 1 << 5,         /* any error, see the more exact ones */
    ESCPOS_RECOVERABLE = 1 << 6,   /* mechanical: DLE ENQ helps */
    ESCPOS_UNRECOVERABLE = 1 << 7,
    ESCPOS_HOT = 1 << 8,           /* recovers by itself */
    ESCPOS_WAITING = 1 << 9,       /* for on-line recovery */
    ESCPOS_FEEDING = 1 << 10,
    ESCPOS_BUTTON = 1 << 11,       /* feed button held */
    ESCPOS_DRAWER = 1 << 12        /* level of the drawer's pin 3 */
};

/* Answer to DLE EOT `what` (1..4); flags that `what` tells about. */
unsigned escpos_realtime_flags(uint8_t what, uint8_t byte);
/* All flags that `what` can tell, to update a picture piece by piece. */
unsigned escpos_realtime_mask(uint8_t what);
unsigned escpos_auto_flags(const uint8_t bytes[4]);
/* Answer to GS r 1. */
unsigned escpos_ordered_flags(uint8_t byte);

/* ---- what a simulated printer sends */
uint8_t escpos_realtime_byte(uint8_t what, unsigned flags);
void escpos_auto_bytes(unsigned flags, uint8_t out[4]);
uint8_t escpos_ordered_byte(unsigned flags);
