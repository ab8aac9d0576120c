/* fuzz_frames.c: arbitrary bytes into every parser of devices/proto and into text_decode.
 *
 * The first byte chooses the parser, the second how the rest is cut into reads and how time
 * passes. Beyond "no sanitizer complains", what comes out must hold: a frame that was
 * understood, encoded again, is understood the same; decoded text is clean UTF-8 within its
 * bounds; a decoder has taken all it was given. */
#include "base/text.h"
#include "devices/proto/a090.h"
#include "devices/proto/dgus2.h"
#include "devices/proto/escpos_decode.h"
#include "devices/proto/escpos_status.h"
#include "devices/proto/ff68.h"
#include "devices/proto/modbus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

/* The input in reads of 1 to 32 bytes; between reads little time passes or much. */
struct reads {
    const uint8_t *at;
    size_t left, step;
    int64_t now_us, pause_us;
};

static bool next_read(struct reads *reads, struct byte_stream *out)
{
    if (reads->left == 0) {
        return false;
    }
    size_t count = reads->left < reads->step ? reads->left : reads->step;
    *out = (struct byte_stream){reads->at, count};
    reads->at += count;
    reads->left -= count;
    reads->now_us += reads->pause_us;
    return true;
}

static void check_ff68(const struct ff68_frame *frame)
{
    uint8_t bytes[FF68_FRAME];
    char digits[FF68_DATA];
    uint8_t key;
    int waiting, ticket;
    struct ff68_deframer deframer;
    struct ff68_frame again;
    ff68_init(&deframer, FF68_GAP_US);
    struct byte_stream in = {bytes, ff68_encode(frame, bytes)};
    require(ff68_take(&deframer, 0, &in, &again));
    require(again.count == frame->count && memcmp(again.data, frame->data, frame->count) == 0);
    if (ff68_read_key(frame, digits, &key) == 0) {
        again = ff68_press(frame->address, digits, key);
        require(again.count == frame->count && memcmp(again.data, frame->data, again.count) == 0);
    }
    if (ff68_read_show(frame, &waiting, &ticket) == 0) {
        require(waiting <= 999 && ticket <= 999);
    }
}

static void fuzz_ff68(struct reads *reads)
{
    struct ff68_deframer deframer;
    struct byte_stream in;
    struct ff68_frame frame;
    ff68_init(&deframer, FF68_GAP_US);
    while (next_read(reads, &in)) {
        while (ff68_take(&deframer, reads->now_us, &in, &frame)) {
            check_ff68(&frame);
        }
        require(in.left == 0);
    }
}

static void check_a090(const struct a090_frame *frame)
{
    uint8_t bytes[A090_FRAME], colours[A090_CHARACTERS];
    char text[3 * A090_DATA];
    static struct a090_frame again;
    struct a090_deframer deframer;
    a090_init(&deframer, A090_GAP_US);
    struct byte_stream in = {bytes, a090_encode(frame, bytes, sizeof bytes)};
    require(a090_take(&deframer, 0, &in, &again));
    require(again.id == frame->id && again.count == frame->count);
    int characters = a090_read_text(frame, TEXT_GB2312, text, sizeof text, colours);
    require(characters <= A090_CHARACTERS);
}

static void fuzz_a090(struct reads *reads)
{
    struct a090_deframer deframer;
    struct byte_stream in;
    static struct a090_frame frame;
    a090_init(&deframer, A090_GAP_US);
    while (next_read(reads, &in)) {
        while (a090_take(&deframer, reads->now_us, &in, &frame)) {
            check_a090(&frame);
        }
        require(in.left == 0);
    }
}

static void check_dgus2(const struct dgus2_line *line, const struct dgus2_frame *frame)
{
    uint8_t bytes[DGUS2_FRAME];
    char text[64];
    struct dgus2_deframer deframer;
    static struct dgus2_frame again;
    dgus2_init(&deframer, line, DGUS2_GAP_US);
    struct byte_stream in = {bytes, dgus2_encode(line, frame, bytes, sizeof bytes)};
    require(dgus2_take(&deframer, 0, &in, &again));
    require(again.kind == frame->kind && again.vp == frame->vp && again.count == frame->count);
    if (frame->kind == DGUS2_DATA_WORDS || frame->kind == DGUS2_WRITE) {
        dgus2_read_text(TEXT_GBK, frame->words, frame->count, text, sizeof text);
    }
}

static void fuzz_dgus2(struct reads *reads, enum dgus2_checksum checksum)
{
    const struct dgus2_line line = {{0x5A, 0xA5}, checksum};
    struct dgus2_deframer deframer;
    struct byte_stream in;
    static struct dgus2_frame frame;
    dgus2_init(&deframer, &line, DGUS2_GAP_US);
    while (next_read(reads, &in)) {
        while (dgus2_take(&deframer, reads->now_us, &in, &frame)) {
            check_dgus2(&line, &frame);
        }
        require(in.left == 0);
    }
}

static void fuzz_dgus2_plain(struct reads *reads)
{
    fuzz_dgus2(reads, DGUS2_PLAIN);
}

static void fuzz_dgus2_modbus(struct reads *reads)
{
    fuzz_dgus2(reads, DGUS2_CRC_MODBUS);
}

static void check_rtu(const struct rtu_request *request)
{
    static const uint16_t words[RTU_READ_WORDS];
    static const uint8_t bits[RTU_READ_BITS / 8];
    uint8_t out[RTU_FRAME];
    char text[64];
    require(rtu_reply_words(request, words, out) <= RTU_FRAME);
    require(rtu_reply_bits(request, bits, out) <= RTU_FRAME);
    require(rtu_reply_written(request, out) <= RTU_FRAME);
    require(rtu_encode_request(request, out) <= RTU_FRAME);
    rtu_unpack_text(TEXT_GBK, request->words, 2 * RTU_WRITE_WORDS, text, sizeof text);
}

static void fuzz_rtu(struct reads *reads)
{
    struct rtu_deframer deframer;
    struct byte_stream in;
    static struct rtu_request request;
    rtu_init(&deframer, rtu_t35_us(9600));
    while (next_read(reads, &in)) {
        while (rtu_take(&deframer, reads->now_us, &in, &request)) {
            check_rtu(&request);
        }
        require(in.left == 0);
    }
}

static void fuzz_status(struct reads *reads)
{
    struct escpos_status_parser parser;
    struct byte_stream in;
    struct escpos_item item;
    escpos_status_init(&parser);
    while (next_read(reads, &in)) {
        while (escpos_status_take(&parser, reads->now_us, &in, &item)) {
            require(memchr(item.text, '\0', sizeof item.text) != NULL);
            escpos_auto_flags(item.byte);
        }
        require(in.left == 0);
    }
}

static void fuzz_decode(struct reads *reads, const struct escpos_model *model)
{
    static struct escpos_decoder decoder;
    struct byte_stream in;
    struct escpos_command command;
    volatile uint8_t sum = 0;
    escpos_decoder_init(&decoder, model);
    while (next_read(reads, &in)) {
        while (escpos_decode(&decoder, &in, &command)) {
            for (size_t i = 0; i < command.count; i++) {
                sum = (uint8_t)(sum + command.data[i]); /* all of it may be read */
            }
        }
        require(in.left == 0);
    }
}

static void fuzz_decode_clone(struct reads *reads)
{
    fuzz_decode(reads, &(const struct escpos_model){.kanji_at_start = true});
}

static void fuzz_decode_listening(struct reads *reads)
{
    fuzz_decode(reads, &(const struct escpos_model){.four_bytes = true, .realtime_in_data = true});
}

static void fuzz_text(struct reads *reads)
{
    struct byte_stream in;
    while (next_read(reads, &in)) {
        for (int encoding = 0; encoding < TEXT_ENCODING_COUNT; encoding++) {
            char text[64], cut[16];
            uint8_t bytes[40];
            size_t count = text_decode((enum text_encoding)encoding, in.at, in.left, text,
                                       sizeof text);
            require(count < sizeof text && strlen(text) == count);
            text_clean(text);
            require(text_is_clean(text));
            require(text_cut(cut, sizeof cut, text, 6) < sizeof cut && text_cells(cut) <= 6);
            require(text_encode((enum text_encoding)encoding, text, bytes, sizeof bytes, NULL) <=
                    sizeof bytes);
        }
    }
}

static void (*const targets[])(struct reads *reads) = {
    fuzz_ff68,         fuzz_a090,   fuzz_dgus2_plain, fuzz_dgus2_modbus,     fuzz_rtu,
    fuzz_status, fuzz_decode_clone, fuzz_decode_listening, fuzz_text,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    struct reads reads = {
        .at = data + 2,
        .left = size - 2,
        .step = 1u + (data[1] & 31),
        .pause_us = (data[1] & 0x80) != 0 ? 1000000 : 1000,
    };
    targets[data[0] % (sizeof targets / sizeof *targets)](&reads);
    return 0;
}
