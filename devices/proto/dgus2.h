/* dgus2.h: DWIN DGUS II serial screens and their TGUS relatives, both directions.
 *
 *   5A A5 BC CMD DATA [CRC]        BC counts from CMD and includes the CRC; big-endian
 *
 *   82 VP words…        write variables           82 4F 4B            its acknowledgement
 *   83 VP n             read n words              83 VP n words…      the answer, and also what
 *                                                                     a touch uploads unasked
 *   80 reg bytes…       write registers (old DGUS, TGUS)    81 reg n [bytes…]  read them
 *
 * Answer and upload look alike: only the driver knows whether it has asked (devices.md D.1).
 * The header bytes are configurable and serve as an address on a shared line. The CRC is off by
 * default; Modbus' (low byte first) in DGUS II, XMODEM's (high byte first) in TGUS.
 * Source: devices.md D.1 (T5L application guide).
 *
 * Pure. Thread: any. */
#pragma once

#include "base/text.h"
#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DGUS2_WORDS = 120,       /* in one frame; longer writes are split */
    DGUS2_FRAME = 3 + 255,
    DGUS2_PAYLOAD = 255,     /* CMD and DATA */
    DGUS2_TEXT_WORDS = 480,  /* of one text variable */
    DGUS2_GAP_US = 50000,

    DGUS2_VP_RESET = 0x0004,      /* 55AA 5AA5 restarts the screen */
    DGUS2_VP_VERSION = 0x000F,
    DGUS2_VP_CLOCK = 0x0010,
    DGUS2_VP_PAGE = 0x0014,       /* the page on show, read only */
    DGUS2_VP_TOUCH = 0x0016,
    DGUS2_VP_CONFIG = 0x0080,
    DGUS2_VP_BACKLIGHT = 0x0082,
    DGUS2_VP_SET_PAGE = 0x0084,   /* 5A01 pppp */
    DGUS2_VP_USER = 0x1000,       /* first of the project's own variables */
    DGUS2_PAGE_REGISTER = 0x03    /* old DGUS */
};

enum dgus2_checksum { DGUS2_PLAIN, DGUS2_CRC_MODBUS, DGUS2_CRC_XMODEM };

struct dgus2_line {
    uint8_t header[2]; /* 5A A5 unless the project says otherwise */
    enum dgus2_checksum checksum;
};

enum dgus2_kind {
    DGUS2_WRITE,          /* vp, words */
    DGUS2_ACKNOWLEDGEMENT,
    DGUS2_READ,           /* vp, count: how many are asked for */
    DGUS2_DATA_WORDS,     /* vp, words: answer or upload */
    DGUS2_REGISTER_WRITE, /* vp: register; bytes */
    DGUS2_REGISTER_READ,  /* vp: register; count */
    DGUS2_REGISTER_DATA   /* vp: register; bytes */
};

struct dgus2_frame {
    enum dgus2_kind kind;
    uint16_t vp;
    uint16_t count;             /* words; bytes for registers */
    uint16_t words[126];
    uint8_t bytes[DGUS2_PAYLOAD]; /* registers only */
};

/* Bytes written; 0 when it does not fit a frame or `size`. */
size_t dgus2_encode(const struct dgus2_line *line, const struct dgus2_frame *frame, uint8_t *out,
                    size_t size);

struct dgus2_deframer {
    struct deframer deframer;
    struct dgus2_line line;
};
void dgus2_init(struct dgus2_deframer *deframer, const struct dgus2_line *line, int64_t gap_us);
/* The next good frame, whoever sent it. See deframer_take. */
bool dgus2_take(struct dgus2_deframer *deframer, int64_t now_us, struct byte_stream *in,
                struct dgus2_frame *out);

/* `count` at most DGUS2_WORDS (more is cut). */
void dgus2_write(struct dgus2_frame *out, uint16_t vp, const uint16_t *words, size_t count);
void dgus2_read(struct dgus2_frame *out, uint16_t vp, uint8_t count);
void dgus2_set_page(struct dgus2_frame *out, uint16_t page);
void dgus2_set_page_register(struct dgus2_frame *out, uint16_t page);
void dgus2_acknowledge(struct dgus2_frame *out);
/* What a touch sends, and what answers a read. */
void dgus2_upload(struct dgus2_frame *out, uint16_t vp, const uint16_t *words, size_t count);

/* Fills a text variable of `field_words` words (at most DGUS2_TEXT_WORDS): the encoded text,
 * FF FF, the rest 0. Cut between characters, one word kept for the end mark. Words written =
 * field_words. */
size_t dgus2_text(enum text_encoding encoding, const char *text, size_t field_words,
                  uint16_t *words, unsigned *missing);
/* Reads such a field back as UTF-8: up to 0000, FFFF or the end. Bytes without terminator. */
size_t dgus2_read_text(enum text_encoding encoding, const uint16_t *words, size_t count,
                       char *text, size_t size);
