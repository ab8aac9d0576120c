/* a090.c: see a090.h. */
#include "devices/proto/a090.h"

#include "devices/proto/checksum.h"

#include <string.h>

enum {
    START = 0xA0,
    KIND = 0x90,            /* high nibble of the second byte */
    ACKNOWLEDGED = 0xAA,    /* in the place of LENH */
    HEAD = 6,               /* up to LENL */
    ACKNOWLEDGEMENT = 5     /* bytes of one */
};

size_t a090_encode(const struct a090_frame *frame, uint8_t *out, size_t size)
{
    size_t needed = frame->acknowledgement ? ACKNOWLEDGEMENT : HEAD + frame->count + 1u;
    if (frame->id > A090_ID_MAX || frame->count > A090_DATA || needed > size) {
        return 0;
    }
    out[0] = START;
    out[1] = (uint8_t)(KIND | frame->id >> 8);
    out[2] = (uint8_t)frame->id;
    out[3] = frame->command;
    if (frame->acknowledgement) {
        out[4] = ACKNOWLEDGED;
        return needed;
    }
    out[4] = (uint8_t)(frame->count / 256);
    out[5] = (uint8_t)(frame->count % 256);
    memcpy(out + HEAD, frame->data, frame->count);
    out[HEAD + frame->count] = xor8(out + 2, HEAD - 2u + frame->count);
    return needed;
}

static int judge(const void *context, const uint8_t *bytes, size_t count, bool ended)
{
    (void)context;
    (void)ended;
    if (bytes[0] != START || (count > 1 && (bytes[1] & 0xF0) != KIND)) {
        return DEFRAMER_NO_FRAME;
    }
    if (count >= ACKNOWLEDGEMENT && bytes[4] == ACKNOWLEDGED) {
        return ACKNOWLEDGEMENT;
    }
    if (count < HEAD) {
        return DEFRAMER_MORE;
    }
    size_t length = bytes[4] * 256u + bytes[5];
    if (length > A090_DATA) {
        return DEFRAMER_NO_FRAME;
    }
    size_t size = HEAD + length + 1;
    if (count < size) {
        return DEFRAMER_MORE;
    }
    return xor8(bytes + 2, size - 3) == bytes[size - 1] ? (int)size : DEFRAMER_NO_FRAME;
}

void a090_init(struct a090_deframer *deframer, int64_t gap_us)
{
    deframer_init(&deframer->deframer, gap_us);
}

bool a090_take(struct a090_deframer *deframer, int64_t now_us, struct byte_stream *in,
               struct a090_frame *out)
{
    const uint8_t *bytes;
    size_t size;
    if (!deframer_take(&deframer->deframer, now_us, in, judge, NULL, &bytes, &size)) {
        return false;
    }
    out->acknowledgement = size == ACKNOWLEDGEMENT;
    out->id = (uint16_t)((bytes[1] & 0x0F) << 8 | bytes[2]);
    out->command = bytes[3];
    out->count = out->acknowledgement ? 0 : (uint16_t)(size - HEAD - 1);
    memcpy(out->data, bytes + HEAD, out->count);
    return true;
}

/* ---------------------------------------------------------------- meaning */

static size_t character_size(uint8_t first)
{
    return first < 0x80 ? 1 : 2;
}

void a090_text(struct a090_frame *out, uint16_t id, enum text_encoding encoding,
               const char *text, enum a090_colour colour, unsigned *missing)
{
    uint8_t plain[A090_DATA];
    enum text_encoding two_bytes = encoding == TEXT_GB2312 ? TEXT_GB2312 : TEXT_GBK;
    size_t count = text_encode(two_bytes, text, plain, sizeof plain, missing);
    a090_command(out, id, A090_TEXT);
    for (size_t at = 0; at < count;) {
        size_t size = character_size(plain[at]);
        if (out->count + size + 1 > A090_DATA) {
            break;
        }
        memcpy(out->data + out->count, plain + at, size);
        out->data[out->count + size] = (uint8_t)colour;
        out->count = (uint16_t)(out->count + size + 1);
        at += size;
    }
}

void a090_command(struct a090_frame *out, uint16_t id, enum a090_command command)
{
    out->acknowledgement = false;
    out->id = id;
    out->command = (uint8_t)command;
    out->count = 0;
}

void a090_acknowledge(struct a090_frame *out, const struct a090_frame *heard)
{
    out->acknowledgement = true;
    out->id = heard->id;
    out->command = heard->command;
    out->count = 0;
}

int a090_read_text(const struct a090_frame *frame, enum text_encoding encoding, char *text,
                   size_t size, uint8_t *colours)
{
    if (frame->acknowledgement || frame->command != A090_TEXT || frame->count > A090_DATA) {
        return -1;
    }
    uint8_t plain[A090_DATA];
    size_t used = 0;
    int characters = 0;
    for (size_t at = 0; at < frame->count; characters++) {
        size_t length = character_size(frame->data[at]);
        if (at + length >= frame->count) {
            return -1;
        }
        memcpy(plain + used, frame->data + at, length);
        used += length;
        if (colours != NULL) {
            colours[characters] = frame->data[at + length];
        }
        at += length + 1;
    }
    text_decode(encoding, plain, used, text, size);
    return characters;
}
