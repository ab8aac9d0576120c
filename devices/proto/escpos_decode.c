/* escpos_decode.c: see escpos_decode.h.
 *
 * Five states: text, the fixed part of a command, a payload that is collected, streamed, or
 * ends with a NUL. What is a command and how long it is, the table in escpos_commands.c says. */
#include "devices/proto/escpos_decode.h"

#include "devices/proto/escpos_commands.h"

#include <string.h>

enum state { IN_TEXT, IN_FIXED, IN_COLLECTED, IN_STREAM, IN_TERMINATED };

void escpos_decoder_init(struct escpos_decoder *decoder, const struct escpos_model *model)
{
    memset(decoder, 0, sizeof *decoder);
    decoder->model = *model;
    decoder->kanji = model->kanji_at_start;
    decoder->pending_realtime = -1;
}

/* ---------------------------------------------------------------- giving commands out */

static bool give(struct escpos_command *out, enum escpos_command_kind kind)
{
    memset(out, 0, sizeof *out);
    out->kind = kind;
    return true;
}

static bool give_row(struct escpos_decoder *decoder, struct escpos_command *out)
{
    const struct escpos_row *row = decoder->row;
    decoder->state = IN_TEXT;
    decoder->handed_out = true; /* whatever was collected ends with this command */
    give(out, row->kind);
    (row->read != NULL ? row->read : escpos_read_bytes)(decoder, out);
    return true;
}

static bool give_unknown(struct escpos_decoder *decoder, struct escpos_command *out)
{
    decoder->state = IN_TEXT;
    give(out, ESCPOS_DO_UNKNOWN);
    out->data = decoder->fixed;
    out->count = decoder->fixed_count;
    return true;
}

static bool give_text(struct escpos_decoder *decoder, struct escpos_command *out)
{
    if (decoder->collected_count == 0) {
        return false;
    }
    give(out, ESCPOS_DO_TEXT);
    out->value[0] = decoder->kanji;
    escpos_give_collected(decoder, out, 0);
    return true;
}

static bool give_realtime(struct escpos_decoder *decoder, struct escpos_command *out)
{
    give(out, ESCPOS_DO_REALTIME_STATUS);
    out->value[0] = (uint16_t)decoder->pending_realtime;
    out->in_data = true;
    decoder->pending_realtime = -1;
    return true;
}

/* ---------------------------------------------------------------- text */

static void skip(struct byte_stream *in, size_t count)
{
    in->at += count;
    in->left -= count;
}

static void push(struct escpos_decoder *decoder, const uint8_t *bytes, size_t count)
{
    memcpy(decoder->collected + decoder->collected_count, bytes, count);
    decoder->collected_count += count;
}

/* A byte at place 1..3 of a character: does it go on? */
static bool continues(const struct escpos_decoder *decoder, uint8_t byte)
{
    bool digit = byte >= 0x30 && byte <= 0x39;
    switch (decoder->character_count) {
    case 1:
        return (byte >= 0x40 && byte != 0x7F && byte != 0xFF) ||
               (digit && decoder->model.four_bytes);
    case 2:
        return byte >= 0x81 && byte != 0xFF;
    default:
        return digit;
    }
}

static bool is_complete(const struct escpos_decoder *decoder)
{
    bool two = decoder->character_count == 2 && decoder->character[1] >= 0x40;
    return two || decoder->character_count == 4;
}

/* A printable byte, or what ends a character that is broken off. False: look at it again. */
static bool feed_character(struct escpos_decoder *decoder, uint8_t byte)
{
    if (decoder->character_count > 0 && !continues(decoder, byte)) {
        push(decoder, decoder->character, decoder->character_count);
        decoder->character_count = 0;
        return false;
    }
    bool lead = decoder->kanji && byte >= 0x81 && byte != 0xFF;
    if (decoder->character_count == 0 && !lead) {
        push(decoder, &byte, 1);
        return true;
    }
    decoder->character[decoder->character_count++] = byte;
    if (is_complete(decoder)) {
        push(decoder, decoder->character, decoder->character_count);
        decoder->character_count = 0;
    }
    return true;
}

static const struct {
    uint8_t byte;
    enum escpos_command_kind kind;
} single_bytes[] = {
    {LF, ESCPOS_DO_LINE_END},
    {CR, ESCPOS_DO_CARRIAGE_RETURN},
    {HT, ESCPOS_DO_TAB},
    {FF, ESCPOS_DO_FORM_FEED},
};

static bool feed_control(struct escpos_decoder *decoder, uint8_t byte, struct escpos_command *out)
{
    for (size_t i = 0; i < sizeof single_bytes / sizeof *single_bytes; i++) {
        if (single_bytes[i].byte == byte) {
            return give(out, single_bytes[i].kind);
        }
    }
    if (byte == NUL) {
        return false; /* fills up what a driver suspects to be unfinished */
    }
    decoder->fixed[0] = byte;
    decoder->fixed_count = 1;
    if (byte == DLE || byte == ESC || byte == FS || byte == GS) {
        decoder->state = IN_FIXED;
        return false;
    }
    return give_unknown(decoder, out);
}

static bool step_text(struct escpos_decoder *decoder, struct byte_stream *in,
                      struct escpos_command *out)
{
    enum { ROOM = 4 };
    uint8_t byte = *in->at;
    if (decoder->collected_count + ROOM > ESCPOS_TEXT_RUN) {
        return give_text(decoder, out);
    }
    if (byte >= 0x20 || decoder->character_count > 0) {
        skip(in, feed_character(decoder, byte) ? 1 : 0);
        return false;
    }
    if (give_text(decoder, out)) {
        return true;
    }
    skip(in, 1);
    return feed_control(decoder, byte, out);
}

/* ---------------------------------------------------------------- commands */

static bool end_fixed(struct escpos_decoder *decoder, struct escpos_command *out)
{
    const struct escpos_row *row = decoder->row;
    decoder->payload_left = row->length != NULL ? row->length(decoder->fixed) : 0;
    decoder->collected_count = 0;
    decoder->collected_cut = false;
    decoder->recent[0] = decoder->recent[1] = 0;
    if (row->payload == UP_TO_NUL) {
        decoder->state = IN_TERMINATED;
        return false;
    }
    bool more = decoder->payload_left > 0;
    if (row->payload == COLLECT && more) {
        decoder->state = IN_COLLECTED;
        return false;
    }
    give_row(decoder, out);
    decoder->state = row->payload == STREAM && more ? IN_STREAM : IN_TEXT;
    return true;
}

static bool step_fixed(struct escpos_decoder *decoder, struct byte_stream *in,
                       struct escpos_command *out)
{
    decoder->fixed[decoder->fixed_count++] = *in->at;
    skip(in, 1);
    const struct escpos_row *row = escpos_row_for(decoder->fixed, decoder->fixed_count);
    if (row == NULL) {
        return give_unknown(decoder, out);
    }
    if (decoder->fixed_count < 3 && row->size > 2) {
        return false; /* the third byte may choose another row */
    }
    decoder->row = row;
    return decoder->fixed_count >= row->size && end_fixed(decoder, out);
}

/* ---------------------------------------------------------------- payloads */

/* How many bytes of the payload are next in `in`: all of them, or up to the end of a real-time
 * status request that stands among them. */
static size_t payload_chunk(struct escpos_decoder *decoder, const struct byte_stream *in)
{
    enum { LAST_REQUEST = 8 };
    size_t most = in->left < decoder->payload_left ? in->left : (size_t)decoder->payload_left;
    for (size_t i = 0; decoder->model.realtime_in_data && i < most; i++) {
        uint8_t byte = in->at[i];
        bool request = decoder->recent[0] == DLE && decoder->recent[1] == EOT && byte >= 1 &&
                       byte <= LAST_REQUEST;
        decoder->recent[0] = decoder->recent[1];
        decoder->recent[1] = byte;
        if (request) {
            decoder->pending_realtime = byte;
            return i + 1;
        }
    }
    return most;
}

static void collect(struct escpos_decoder *decoder, const uint8_t *bytes, size_t count)
{
    size_t room = ESCPOS_COLLECTED - decoder->collected_count;
    decoder->collected_cut |= count > room;
    push(decoder, bytes, count < room ? count : room);
}

static bool step_collected(struct escpos_decoder *decoder, struct byte_stream *in,
                           struct escpos_command *out)
{
    size_t count = payload_chunk(decoder, in);
    collect(decoder, in->at, count);
    skip(in, count);
    decoder->payload_left -= count;
    return decoder->payload_left == 0 && give_row(decoder, out);
}

static bool step_stream(struct escpos_decoder *decoder, struct byte_stream *in,
                        struct escpos_command *out)
{
    size_t count = payload_chunk(decoder, in);
    give(out, ESCPOS_DO_RASTER_DATA);
    out->data = in->at;
    out->count = count;
    skip(in, count);
    decoder->payload_left -= count;
    decoder->state = decoder->payload_left > 0 ? IN_STREAM : IN_TEXT;
    return true;
}

static bool step_terminated(struct escpos_decoder *decoder, struct byte_stream *in,
                            struct escpos_command *out)
{
    uint8_t byte = *in->at;
    skip(in, 1);
    if (byte == NUL) {
        return give_row(decoder, out);
    }
    collect(decoder, &byte, 1);
    return false;
}

typedef bool step(struct escpos_decoder *decoder, struct byte_stream *in,
                  struct escpos_command *out);
static step *const steps[] = {
    [IN_TEXT] = step_text,     [IN_FIXED] = step_fixed,           [IN_COLLECTED] = step_collected,
    [IN_STREAM] = step_stream, [IN_TERMINATED] = step_terminated,
};

bool escpos_decode(struct escpos_decoder *decoder, struct byte_stream *in,
                   struct escpos_command *out)
{
    if (decoder->handed_out) {
        decoder->handed_out = false;
        decoder->collected_count = 0;
    }
    for (;;) {
        if (decoder->pending_realtime >= 0) {
            return give_realtime(decoder, out);
        }
        if (in->left == 0) {
            break;
        }
        if (steps[decoder->state](decoder, in, out)) {
            return true;
        }
    }
    return decoder->state == IN_TEXT && give_text(decoder, out);
}
