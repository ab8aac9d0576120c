/* escpos_decode.h: reads a print job as a printer does, for the simulator and for tests.
 *
 * Problem: what a driver sends must be judged by somebody who does not share its code. This
 * decoder knows the commands of devices.md A.1 to A.3 by meaning and the other standard ones by
 * length, so that a picture's bytes are never taken for commands.
 *
 * Design: a table of commands (first two bytes, sometimes a range of the third; size of the
 * fixed part; how long a payload follows). Pictures are streamed, everything else is collected
 * in bounded memory. Text comes in whole characters. Never allocates, never overruns, whatever
 * comes in.
 *
 * Pure. Owner: the caller. Thread: one at a time. */
#pragma once

#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ESCPOS_TEXT_RUN = 256,
    ESCPOS_COLLECTED = 4096, /* of a payload; what is beyond is dropped and `cut` set */
    ESCPOS_FIXED = 16        /* longest fixed part of a command */
};

enum escpos_command_kind {
    ESCPOS_DO_TEXT,            /* data: whole characters; value[0] 1 = in Chinese mode */
    ESCPOS_DO_LINE_END,        /* LF */
    ESCPOS_DO_CARRIAGE_RETURN,
    ESCPOS_DO_TAB,
    ESCPOS_DO_FORM_FEED,
    ESCPOS_DO_INITIALISE,
    ESCPOS_DO_INTERNATIONAL,
    ESCPOS_DO_CODE_PAGE,
    ESCPOS_DO_ALIGN,           /* 0 left 1 centre 2 right */
    ESCPOS_DO_FONT,
    ESCPOS_DO_BOLD,            /* 0 or 1, as all switches */
    ESCPOS_DO_UNDERLINE,       /* dots */
    ESCPOS_DO_REVERSE,
    ESCPOS_DO_UPSIDE_DOWN,
    ESCPOS_DO_PRINT_MODE,      /* ESC ! bits */
    ESCPOS_DO_SIZE,            /* width, height: 1..8 */
    ESCPOS_DO_LINE_SPACING,    /* dots; 0xFFFF = default */
    ESCPOS_DO_LEFT_MARGIN,     /* dots */
    ESCPOS_DO_AREA_WIDTH,      /* dots */
    ESCPOS_DO_POSITION,        /* dots from the left margin */
    ESCPOS_DO_KANJI,           /* 0 or 1 */
    ESCPOS_DO_KANJI_STYLE,     /* FS ! bits */
    ESCPOS_DO_KANJI_QUADRUPLE,
    ESCPOS_DO_KANJI_UNDERLINE,
    ESCPOS_DO_KANJI_SPACING,   /* left, right */
    ESCPOS_DO_KANJI_SYSTEM,    /* FS C n, or n of FS ( C 48 */
    ESCPOS_DO_FEED_LINES,
    ESCPOS_DO_FEED_DOTS,
    ESCPOS_DO_QR_MODEL,        /* 0x31, 0x32 */
    ESCPOS_DO_QR_SIZE,
    ESCPOS_DO_QR_ECC,          /* 0x30.. */
    ESCPOS_DO_QR_STORE,        /* data */
    ESCPOS_DO_QR_PRINT,
    ESCPOS_DO_BARCODE_HEIGHT,
    ESCPOS_DO_BARCODE_WIDTH,
    ESCPOS_DO_BARCODE_TEXT,    /* HRI position */
    ESCPOS_DO_BARCODE,         /* value[0] kind m; data */
    ESCPOS_DO_RASTER,          /* mode, bytes a row, rows; the picture follows as DATA */
    ESCPOS_DO_RASTER_DATA,     /* data: the next bytes of the picture; any number of these */
    ESCPOS_DO_CUT,             /* 0 full 1 partial; dots fed before */
    ESCPOS_DO_DRAWER,          /* pin, on, off */
    ESCPOS_DO_REALTIME_STATUS, /* DLE EOT n */
    ESCPOS_DO_REALTIME_RECOVER, /* DLE ENQ n */
    ESCPOS_DO_REALTIME_CLEAR,  /* DLE DC4 8 with its right arguments */
    ESCPOS_DO_REALTIME_DRAWER, /* DLE DC4 1 */
    ESCPOS_DO_REALTIME_SEND,   /* DLE DC4 7 n */
    ESCPOS_DO_AUTO_STATUS,     /* GS a mask */
    ESCPOS_DO_ORDERED_STATUS,  /* GS r n, with 49, 50 as 1, 2 */
    ESCPOS_DO_PAPER_STATUS,    /* ESC v, the old form */
    ESCPOS_DO_INFO,            /* GS I n */
    ESCPOS_DO_PROCESS_ID,      /* GS ( H 48: data is the four characters */
    ESCPOS_DO_OFFLINE_RESPONSE, /* GS ( H 49 n */
    ESCPOS_DO_SENSORS,         /* ESC c 3/4/5: which, n */
    ESCPOS_DO_OTHER,           /* a standard command that changes nothing here; data: its first
                                * two bytes */
    ESCPOS_DO_UNKNOWN          /* data: bytes that begin no command known; skipped */
};

enum { ESCPOS_VALUES = 4 };
struct escpos_command {
    enum escpos_command_kind kind;
    uint16_t value[ESCPOS_VALUES];
    const uint8_t *data; /* valid until the next call */
    size_t count;
    bool cut;            /* data was longer than ESCPOS_COLLECTED */
    bool in_data;        /* a real-time command that stood inside a picture or another payload */
};

struct escpos_model {
    bool kanji_at_start;   /* Chinese on after power-up and ESC @, as many clones */
    bool four_bytes;       /* understands the four-byte forms of GB18030 */
    bool realtime_in_data; /* acts on 10 04 n even inside payloads (devices.md J.6) */
};

struct escpos_row;
struct escpos_decoder {
    struct escpos_model model;
    bool kanji;
    int state;
    uint8_t fixed[ESCPOS_FIXED]; /* the command so far */
    size_t fixed_count;
    const struct escpos_row *row;
    uint64_t payload_left;
    uint8_t collected[ESCPOS_COLLECTED]; /* payload, or text */
    size_t collected_count;
    bool collected_cut;
    bool handed_out;             /* `collected` belongs to the caller until the next call */
    uint8_t character[4];        /* a character that is not complete */
    size_t character_count;
    uint8_t recent[2];           /* last bytes of a payload, for real-time commands */
    int pending_realtime;        /* n of a DLE EOT found in a payload, -1 = none */
};

void escpos_decoder_init(struct escpos_decoder *decoder, const struct escpos_model *model);
/* The next command of `in`; call until false: then all of `in` is taken. Text that is not
 * ended yet comes out at the end of each input. */
bool escpos_decode(struct escpos_decoder *decoder, struct byte_stream *in,
                   struct escpos_command *out);
