/* escpos.h: what a ticket printer is told, ESC/POS.
 *
 * Source: devices.md A.1 (commands), A.4 and A.5 (lines and clones); Epson's "ESC/POS Command
 * Reference" names in capitals. Status bytes are in escpos_status.h, the other direction (what
 * a simulated printer understands) in escpos_decode.h.
 *
 * Design: a bounded writer and one function a command. A command that does not fit is left out
 * whole and `full` is set: half a command would swallow what follows it.
 *
 * Pure. Owner of the buffer: the caller. Thread: any. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct escpos_writer {
    uint8_t *bytes;
    size_t size, count;
    bool full;        /* something was left out */
    unsigned missing; /* characters that became 〓 */
};

enum escpos_align { ESCPOS_LEFT, ESCPOS_CENTRE, ESCPOS_RIGHT };
enum escpos_ecc { ESCPOS_ECC_L = 0x30, ESCPOS_ECC_M, ESCPOS_ECC_Q, ESCPOS_ECC_H };
enum escpos_cut { ESCPOS_CUT_NONE, ESCPOS_CUT_FULL, ESCPOS_CUT_PARTIAL };
enum { ESCPOS_QR_TEXT = 512 }; /* bytes of a QR code's content */

void escpos_begin(struct escpos_writer *writer, uint8_t *bytes, size_t size);
void escpos_raw(struct escpos_writer *writer, const uint8_t *bytes, size_t count);

/* ---- modes */
void escpos_initialise(struct escpos_writer *writer);                        /* ESC @ */
void escpos_international(struct escpos_writer *writer, uint8_t set);        /* ESC R; 15 China */
void escpos_code_page(struct escpos_writer *writer, uint8_t page);           /* ESC t */
void escpos_align(struct escpos_writer *writer, enum escpos_align align);    /* ESC a */
void escpos_font(struct escpos_writer *writer, uint8_t font);                /* ESC M */
void escpos_bold(struct escpos_writer *writer, bool on);                     /* ESC E */
void escpos_reverse(struct escpos_writer *writer, bool on);                  /* GS B */
void escpos_upside_down(struct escpos_writer *writer, bool on);              /* ESC { */
/* Scale 1..8 each (clamped). */
void escpos_size(struct escpos_writer *writer, unsigned width, unsigned height); /* GS ! */
/* Dots between lines; -1 = the printer's default. */
void escpos_line_spacing(struct escpos_writer *writer, int dots);            /* ESC 2, ESC 3 */
void escpos_left_margin(struct escpos_writer *writer, uint16_t dots);        /* GS L */
void escpos_area_width(struct escpos_writer *writer, uint16_t dots);         /* GS W */
void escpos_position(struct escpos_writer *writer, uint16_t dots);           /* ESC $ */

/* ---- Chinese */
void escpos_kanji(struct escpos_writer *writer, bool on);                    /* FS & , FS . */
void escpos_kanji_style(struct escpos_writer *writer, bool wide, bool tall,
                        bool underline);                                     /* FS ! */
void escpos_kanji_quadruple(struct escpos_writer *writer, bool on);          /* FS W */
void escpos_kanji_underline(struct escpos_writer *writer, uint8_t dots);     /* FS - */
void escpos_kanji_spacing(struct escpos_writer *writer, uint8_t left, uint8_t right); /* FS S */

/* ---- content */
/* UTF-8 in the printer's encoding, no line end. Control characters become spaces. Cut between
 * characters when the buffer is full. */
void escpos_text(struct escpos_writer *writer, enum text_encoding encoding, const char *text);
void escpos_line_end(struct escpos_writer *writer);                          /* LF */
void escpos_feed_lines(struct escpos_writer *writer, uint8_t lines);         /* ESC d */
void escpos_feed_dots(struct escpos_writer *writer, uint8_t dots);           /* ESC J */
/* The printer's own QR code: model 2, module size in dots 1..16, level, store, print
 * (GS ( k, functions 165 167 169 180 181). */
void escpos_qr(struct escpos_writer *writer, unsigned module, enum escpos_ecc ecc,
               const char *text);
/* The same as a picture, for printers without GS ( k: with its quiet zone of four modules.
 * -1 when the text is no QR code or the picture is wider than `dots`; nothing is written. */
int escpos_qr_raster(struct escpos_writer *writer, unsigned module, enum escpos_ecc ecc,
                     const char *text, unsigned dots);
/* `bits`: rows of `row_bytes` bytes, most significant bit left, 1 = black. */
void escpos_raster(struct escpos_writer *writer, uint16_t row_bytes, uint16_t rows,
                   const uint8_t *bits);                                     /* GS v 0 */
/* CODE128 in code set B: height in dots, module width 2..6; at most 60 printable ASCII. */
void escpos_code128(struct escpos_writer *writer, uint8_t height, uint8_t width,
                    const char *text);                                       /* GS h w H k */
/* Feeds to the cutter plus `dots`, then cuts (GS V 65 / 66). */
void escpos_cut(struct escpos_writer *writer, enum escpos_cut cut, uint8_t dots);
/* Pulse of 2 ms units on pin 2 (0) or 5 (1). */
void escpos_drawer(struct escpos_writer *writer, uint8_t pin, uint8_t on, uint8_t off); /* ESC p */

/* ---- questions and real-time requests (devices.md A.2, A.3) */
void escpos_ask_realtime(struct escpos_writer *writer, uint8_t what);        /* DLE EOT 1..4 */
enum { ESCPOS_RESUME = 1, ESCPOS_CLEAR_AND_RESUME = 2 };
void escpos_recover(struct escpos_writer *writer, uint8_t how);              /* DLE ENQ */
void escpos_clear_buffer(struct escpos_writer *writer);                      /* DLE DC4 8 */
enum { ESCPOS_AUTO_OFF = 0, ESCPOS_AUTO_ALL = 0xFF };
void escpos_auto_status(struct escpos_writer *writer, uint8_t mask);         /* GS a */
/* Answered when everything before it was processed: 1 paper, 2 drawer. */
void escpos_ask_ordered(struct escpos_writer *writer, uint8_t what);         /* GS r */
/* Answered with the same four characters (20..7E) when everything before it was printed. */
void escpos_ask_process_id(struct escpos_writer *writer, const char id[4]);  /* GS ( H 48 */
enum { ESCPOS_FIRMWARE = 65, ESCPOS_MAKER = 66, ESCPOS_MODEL = 67, ESCPOS_SERIAL = 68 };
void escpos_ask_info(struct escpos_writer *writer, uint8_t what);            /* GS I */
/* NULs that complete a binary command in which a printer may be stuck; at most `count`. */
void escpos_unstick(struct escpos_writer *writer, size_t count);

/* ---- a whole slip */
enum escpos_kanji_scale {
    ESCPOS_SCALE_GS, /* GS ! scales Chinese too: the default */
    ESCPOS_SCALE_FS, /* FS ! for Chinese (twice at most), GS ! for the rest */
    ESCPOS_SCALE_FS_W /* FS W for Chinese (2 x 2 or nothing), GS ! for the rest */
};

/* How a model wants it (profile options of the printer driver). */
struct escpos_style {
    enum text_encoding encoding;
    enum escpos_kanji_scale scale;
    bool kanji_mode;  /* FS & must be sent (harmless where Chinese is on from the start) */
    bool qr_raster;   /* no GS ( k */
    enum escpos_ecc ecc;
    uint16_t dots;    /* width of the paper: 576 or 384 */
    uint8_t columns;  /* half-width characters a line at scale 1: 48 or 32 */
    enum escpos_cut cut;
    uint8_t cut_dots; /* fed beyond the cutter */
};

enum escpos_line_kind {
    ESCPOS_LINE_TEXT,
    ESCPOS_LINE_QR,
    ESCPOS_LINE_FEED,
    ESCPOS_LINE_RULE,
    ESCPOS_LINE_CUT
};
struct escpos_line {
    enum escpos_line_kind kind;
    enum escpos_align align;
    uint8_t width, height; /* text: scale 1..8; QR: `width` is the module size */
    bool bold;
    uint8_t lines;         /* feed */
    const char *text;
};

/* Writes ESC @, the lines, and nothing after them. 0, or -1: the buffer is full or a QR code
 * cannot be made; what is in the buffer must then not be sent. */
int escpos_slip(struct escpos_writer *writer, const struct escpos_style *style,
                const struct escpos_line *lines, size_t count);
