/* escpos_status.c: see escpos_status.h. */
#include "devices/proto/escpos_status.h"

#include <string.h>

enum {
    XON = 0x11,
    XOFF = 0x13,
    AUTO_SIZE = 4,
    PROCESS_HEAD = 0x37,
    PROCESS_SECOND = 0x22,
    INFO_HEAD = 0x5F
};

static bool is_realtime(uint8_t byte)
{
    return (byte & 0x93) == 0x12;
}

static bool begins_auto(uint8_t byte)
{
    return (byte & 0x93) == 0x10;
}

static bool is_plain(uint8_t byte)
{
    return (byte & 0x90) == 0;
}

static bool begins_block(uint8_t byte)
{
    return byte != 0 && strchr("\x35\x37\x3B\x3D\x5F", byte) != NULL;
}

void escpos_status_init(struct escpos_status_parser *parser)
{
    memset(parser, 0, sizeof *parser);
}

static void forget(struct escpos_status_parser *parser)
{
    parser->noise += (uint32_t)parser->count;
    parser->count = 0;
}

static void hold(struct escpos_status_parser *parser, uint8_t byte)
{
    parser->held[parser->count++] = byte;
}

static bool give(struct escpos_item *out, enum escpos_item_kind kind, uint8_t byte)
{
    *out = (struct escpos_item){.kind = kind, .byte = {byte}};
    return true;
}

/* ---------------------------------------------------------------- blocks */

static bool give_block(struct escpos_status_parser *parser, struct escpos_item *out)
{
    bool process = parser->held[0] == PROCESS_HEAD && parser->count > 1 &&
                   parser->held[1] == PROCESS_SECOND;
    bool info = parser->held[0] == INFO_HEAD;
    give(out, process ? ESCPOS_PROCESS_ID : info ? ESCPOS_INFO : ESCPOS_BLOCK_OTHER,
         parser->held[0]);
    size_t head = process ? 2 : 1;
    memcpy(out->text, parser->held + head, parser->count - head);
    parser->count = 0;
    return true;
}

enum block_step { BLOCK_GOES_ON, BLOCK_ENDED, BLOCK_BROKEN };

/* A byte while a block is open. Bytes from 80 on are a maker's Chinese name: kept as '?'. */
static enum block_step feed_block(struct escpos_status_parser *parser, uint8_t byte)
{
    if (byte == 0) {
        return BLOCK_ENDED;
    }
    bool fits = byte >= 0x20 && byte != 0x7F && parser->count < ESCPOS_BLOCK - 1;
    if (!fits) {
        forget(parser);
        return BLOCK_BROKEN;
    }
    hold(parser, byte < 0x80 ? byte : '?');
    return BLOCK_GOES_ON;
}

/* ---------------------------------------------------------------- single bytes, fours */

static bool feed_plain(struct escpos_status_parser *parser, uint8_t byte, struct escpos_item *out)
{
    if (parser->count == 0) {
        return give(out, ESCPOS_ORDERED, byte);
    }
    hold(parser, byte);
    if (parser->count < AUTO_SIZE) {
        return false;
    }
    give(out, ESCPOS_AUTO, 0);
    memcpy(out->byte, parser->held, AUTO_SIZE);
    parser->count = 0;
    return true;
}

static bool feed(struct escpos_status_parser *parser, uint8_t byte, struct escpos_item *out)
{
    if (parser->count > 0 && begins_block(parser->held[0])) {
        enum block_step step = feed_block(parser, byte);
        if (step != BLOCK_BROKEN) {
            return step == BLOCK_ENDED && give_block(parser, out);
        }
    }
    if (byte == XON || byte == XOFF) {
        return give(out, byte == XON ? ESCPOS_XON : ESCPOS_XOFF, byte);
    }
    if (is_realtime(byte)) {
        return give(out, ESCPOS_REALTIME, byte);
    }
    if (begins_auto(byte) || begins_block(byte)) {
        forget(parser);
        hold(parser, byte);
        return false;
    }
    if (is_plain(byte)) {
        return feed_plain(parser, byte, out);
    }
    parser->noise++;
    return give(out, ESCPOS_NOISE, byte);
}

bool escpos_status_take(struct escpos_status_parser *parser, int64_t now_us,
                        struct byte_stream *in, struct escpos_item *out)
{
    if (parser->count > 0 && now_us - parser->last_us > ESCPOS_STATUS_GAP_US) {
        forget(parser);
    }
    while (in->left > 0) {
        uint8_t byte = *in->at++;
        in->left--;
        parser->last_us = now_us;
        if (feed(parser, byte, out)) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- meaning */

/* `place`: n of DLE EOT, or the byte of an automatic status. */
struct status_bits {
    uint8_t place, mask;
    unsigned flag;
};

static const struct status_bits realtime_bits[] = {
    {1, 0x04, ESCPOS_DRAWER},        {1, 0x08, ESCPOS_OFFLINE},
    {1, 0x20, ESCPOS_WAITING},       {1, 0x40, ESCPOS_BUTTON},
    {2, 0x04, ESCPOS_COVER_OPEN},    {2, 0x08, ESCPOS_FEEDING},
    {2, 0x20, ESCPOS_PAPER_END},     {2, 0x40, ESCPOS_ERROR},
    {3, 0x04, ESCPOS_RECOVERABLE},   {3, 0x08, ESCPOS_CUTTER},
    {3, 0x20, ESCPOS_UNRECOVERABLE}, {3, 0x40, ESCPOS_HOT},
    {4, 0x0C, ESCPOS_NEAR_END},      {4, 0x60, ESCPOS_PAPER_END},
};
static const struct status_bits auto_bits[] = {
    {0, 0x04, ESCPOS_DRAWER},      {0, 0x08, ESCPOS_OFFLINE}, {0, 0x20, ESCPOS_COVER_OPEN},
    {0, 0x40, ESCPOS_FEEDING},     {1, 0x01, ESCPOS_WAITING}, {1, 0x02, ESCPOS_BUTTON},
    {1, 0x04, ESCPOS_RECOVERABLE}, {1, 0x08, ESCPOS_CUTTER},  {1, 0x20, ESCPOS_UNRECOVERABLE},
    {1, 0x40, ESCPOS_HOT},         {2, 0x03, ESCPOS_NEAR_END}, {2, 0x0C, ESCPOS_PAPER_END},
};
enum {
    REALTIME_ROWS = sizeof realtime_bits / sizeof *realtime_bits,
    AUTO_ROWS = sizeof auto_bits / sizeof *auto_bits,
    ANY_ERROR = ESCPOS_RECOVERABLE | ESCPOS_CUTTER | ESCPOS_UNRECOVERABLE | ESCPOS_HOT
};

static unsigned flags_of(const struct status_bits *rows, size_t count, uint8_t place,
                         uint8_t byte)
{
    unsigned flags = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place == place && (byte & rows[i].mask) != 0) {
            flags |= rows[i].flag;
        }
    }
    return flags;
}

static uint8_t bits_of(const struct status_bits *rows, size_t count, uint8_t place,
                       unsigned flags)
{
    uint8_t byte = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place == place && (flags & rows[i].flag) != 0) {
            byte |= rows[i].mask;
        }
    }
    return byte;
}

/* An error has a cause, and paper that has ended is also near its end. */
static unsigned completed(unsigned flags)
{
    flags |= (flags & ANY_ERROR) != 0 ? ESCPOS_ERROR : 0;
    return flags | ((flags & ESCPOS_PAPER_END) != 0 ? ESCPOS_NEAR_END : 0);
}

unsigned escpos_realtime_flags(uint8_t what, uint8_t byte)
{
    return flags_of(realtime_bits, REALTIME_ROWS, what, byte);
}

unsigned escpos_realtime_mask(uint8_t what)
{
    return flags_of(realtime_bits, REALTIME_ROWS, what, 0xFF);
}

unsigned escpos_auto_flags(const uint8_t bytes[4])
{
    unsigned flags = 0;
    for (uint8_t i = 0; i < AUTO_SIZE; i++) {
        flags |= flags_of(auto_bits, AUTO_ROWS, i, bytes[i]);
    }
    return flags | ((flags & ANY_ERROR) != 0 ? ESCPOS_ERROR : 0);
}

unsigned escpos_ordered_flags(uint8_t byte)
{
    return flags_of(auto_bits, AUTO_ROWS, 2, byte);
}

uint8_t escpos_realtime_byte(uint8_t what, unsigned flags)
{
    return 0x12 | bits_of(realtime_bits, REALTIME_ROWS, what, completed(flags));
}

void escpos_auto_bytes(unsigned flags, uint8_t out[4])
{
    for (uint8_t i = 0; i < AUTO_SIZE; i++) {
        out[i] = bits_of(auto_bits, AUTO_ROWS, i, completed(flags));
    }
    out[0] |= 0x10;
    out[3] = 0x0F;
}

uint8_t escpos_ordered_byte(unsigned flags)
{
    return bits_of(auto_bits, AUTO_ROWS, 2, completed(flags));
}
