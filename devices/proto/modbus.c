/* modbus.c: see modbus.h.
 *
 * One row a function says how its request is built: a fixed length, or a byte that counts what
 * follows. */
#include "devices/proto/modbus.h"

#include "devices/proto/checksum.h"

#include <string.h>

enum { CRC = 2, LEAST = 4 /* unit, function, CRC */ };

static uint16_t get_u16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static void put_u16(uint8_t *out, unsigned value)
{
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)value;
}

/* ---------------------------------------------------------------- requests: parsing */

typedef enum rtu_exception request_reader(const uint8_t *bytes, struct rtu_request *out);

static enum rtu_exception read_range(const uint8_t *bytes, struct rtu_request *out,
                                     unsigned most)
{
    out->address = get_u16(bytes + 2);
    out->count = get_u16(bytes + 4);
    return out->count >= 1 && out->count <= most ? RTU_OK : RTU_ILLEGAL_VALUE;
}

static enum rtu_exception read_bits_range(const uint8_t *bytes, struct rtu_request *out)
{
    return read_range(bytes, out, RTU_READ_BITS);
}

static enum rtu_exception read_words_range(const uint8_t *bytes, struct rtu_request *out)
{
    return read_range(bytes, out, RTU_READ_WORDS);
}

static enum rtu_exception read_one_value(const uint8_t *bytes, struct rtu_request *out)
{
    out->address = get_u16(bytes + 2);
    out->count = 1;
    out->words[0] = get_u16(bytes + 4);
    bool coil_wrong = out->function == RTU_WRITE_COIL && out->words[0] != 0 &&
                      out->words[0] != 0xFF00;
    return coil_wrong ? RTU_ILLEGAL_VALUE : RTU_OK;
}

static enum rtu_exception read_written_bits(const uint8_t *bytes, struct rtu_request *out)
{
    enum rtu_exception exception = read_range(bytes, out, RTU_WRITE_BITS);
    if (exception != RTU_OK || bytes[6] != (out->count + 7) / 8) {
        return RTU_ILLEGAL_VALUE;
    }
    memcpy(out->bits, bytes + 7, bytes[6]);
    return RTU_OK;
}

static void copy_words(struct rtu_request *out, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out->words[i] = get_u16(bytes + 2 * i);
    }
}

static enum rtu_exception read_written_words(const uint8_t *bytes, struct rtu_request *out)
{
    enum rtu_exception exception = read_range(bytes, out, RTU_WRITE_WORDS);
    if (exception != RTU_OK || bytes[6] != 2 * out->count) {
        return RTU_ILLEGAL_VALUE;
    }
    copy_words(out, bytes + 7, out->count);
    return RTU_OK;
}

static enum rtu_exception read_mask(const uint8_t *bytes, struct rtu_request *out)
{
    out->address = get_u16(bytes + 2);
    out->count = 1;
    copy_words(out, bytes + 4, 2);
    return RTU_OK;
}

static enum rtu_exception read_both(const uint8_t *bytes, struct rtu_request *out)
{
    enum { MOST_WRITTEN = 121 };
    enum rtu_exception exception = read_range(bytes, out, RTU_READ_WORDS);
    out->write_address = get_u16(bytes + 6);
    out->write_count = get_u16(bytes + 8);
    if (exception != RTU_OK || out->write_count < 1 || out->write_count > MOST_WRITTEN ||
        bytes[10] != 2 * out->write_count) {
        return RTU_ILLEGAL_VALUE;
    }
    copy_words(out, bytes + 11, out->write_count);
    return RTU_OK;
}

/* `size`: bytes of the request with CRC; `counter`: place of a byte that counts more, or 0. */
static const struct function_row {
    uint8_t function, size, counter;
    request_reader *read; /* NULL: the length is known, the function is not served */
} functions[] = {
    {RTU_READ_COILS, 8, 0, read_bits_range},
    {RTU_READ_DISCRETE, 8, 0, read_bits_range},
    {RTU_READ_HOLDING, 8, 0, read_words_range},
    {RTU_READ_INPUT, 8, 0, read_words_range},
    {RTU_WRITE_COIL, 8, 0, read_one_value},
    {RTU_WRITE_REGISTER, 8, 0, read_one_value},
    {7, 4, 0, NULL}, /* read exception status */
    {RTU_DIAGNOSTICS, 8, 0, read_one_value},
    {11, 4, 0, NULL}, /* event counter */
    {12, 4, 0, NULL}, /* event log */
    {RTU_WRITE_COILS, 9, 6, read_written_bits},
    {RTU_WRITE_REGISTERS, 9, 6, read_written_words},
    {17, 4, 0, NULL}, /* report server id */
    {RTU_MASK_WRITE, 10, 0, read_mask},
    {RTU_WRITE_AND_READ, 13, 10, read_both},
};

static const struct function_row *row_of(uint8_t function)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (functions[i].function == function) {
            return &functions[i];
        }
    }
    return NULL;
}

static bool crc_is_good(const uint8_t *bytes, size_t count)
{
    uint16_t crc = crc16_modbus(bytes, count - CRC);
    return bytes[count - 2] == (uint8_t)crc && bytes[count - 1] == crc >> 8;
}

static int judge(const void *context, const uint8_t *bytes, size_t count, bool ended)
{
    (void)context;
    if (bytes[0] > RTU_UNIT_MAX) {
        return DEFRAMER_NO_FRAME;
    }
    const struct function_row *row = count > 1 ? row_of(bytes[1]) : NULL;
    size_t size = row != NULL ? row->size : 0;
    if (row == NULL) { /* only silence tells the length */
        if (!ended) {
            return count < RTU_FRAME ? DEFRAMER_MORE : DEFRAMER_NO_FRAME;
        }
        size = count;
    } else if (row->counter > 0) {
        if (count <= row->counter) {
            return DEFRAMER_MORE;
        }
        size += bytes[row->counter];
    }
    if (size > RTU_FRAME || size < LEAST) {
        return DEFRAMER_NO_FRAME;
    }
    if (count < size) {
        return DEFRAMER_MORE;
    }
    return crc_is_good(bytes, size) ? (int)size : DEFRAMER_NO_FRAME;
}

void rtu_init(struct rtu_deframer *deframer, int64_t gap_us)
{
    deframer_init(&deframer->deframer, gap_us);
}

bool rtu_take(struct rtu_deframer *deframer, int64_t now_us, struct byte_stream *in,
              struct rtu_request *out)
{
    const uint8_t *bytes;
    size_t size;
    if (!deframer_take(&deframer->deframer, now_us, in, judge, NULL, &bytes, &size)) {
        return false;
    }
    memset(out, 0, sizeof *out);
    out->unit = bytes[0];
    out->function = bytes[1];
    const struct function_row *row = row_of(out->function);
    bool served = row != NULL && row->read != NULL;
    out->exception = served ? row->read(bytes, out) : RTU_ILLEGAL_FUNCTION;
    return true;
}

/* ---------------------------------------------------------------- building frames */

static size_t finish(uint8_t *out, size_t count)
{
    uint16_t crc = crc16_modbus(out, count);
    out[count] = (uint8_t)crc;
    out[count + 1] = (uint8_t)(crc >> 8);
    return count + CRC;
}

static size_t begin(const struct rtu_request *request, uint8_t *out)
{
    out[0] = request->unit;
    out[1] = request->function;
    return 2;
}

static void put_words(uint8_t *out, const uint16_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_u16(out + 2 * i, words[i]);
    }
}

static size_t encode_values(const struct rtu_request *request, uint8_t *out)
{
    bool bits = request->function == RTU_WRITE_COILS;
    unsigned most = bits ? RTU_WRITE_BITS : RTU_WRITE_WORDS;
    if (request->count < 1 || request->count > most) {
        return 0;
    }
    size_t bytes = bits ? (request->count + 7u) / 8 : 2u * request->count;
    put_u16(out + 4, request->count);
    out[6] = (uint8_t)bytes;
    if (bits) {
        memcpy(out + 7, request->bits, bytes);
    } else {
        put_words(out + 7, request->words, request->count);
    }
    return 7 + bytes;
}

size_t rtu_encode_request(const struct rtu_request *request, uint8_t out[RTU_FRAME])
{
    begin(request, out);
    put_u16(out + 2, request->address);
    switch (request->function) {
    case RTU_READ_COILS:
    case RTU_READ_DISCRETE:
    case RTU_READ_HOLDING:
    case RTU_READ_INPUT:
        put_u16(out + 4, request->count);
        return finish(out, 6);
    case RTU_WRITE_COIL:
    case RTU_WRITE_REGISTER:
        put_u16(out + 4, request->words[0]);
        return finish(out, 6);
    case RTU_WRITE_COILS:
    case RTU_WRITE_REGISTERS: {
        size_t count = encode_values(request, out);
        return count > 0 ? finish(out, count) : 0;
    }
    default:
        return 0;
    }
}

size_t rtu_reply_words(const struct rtu_request *request, const uint16_t *words,
                       uint8_t out[RTU_FRAME])
{
    if (request->count > RTU_READ_WORDS) {
        return 0;
    }
    begin(request, out);
    out[2] = (uint8_t)(2 * request->count);
    put_words(out + 3, words, request->count);
    return finish(out, 3 + 2u * request->count);
}

size_t rtu_reply_bits(const struct rtu_request *request, const uint8_t *bits,
                      uint8_t out[RTU_FRAME])
{
    if (request->count < 1 || request->count > RTU_READ_BITS) {
        return 0;
    }
    size_t bytes = (request->count + 7u) / 8;
    begin(request, out);
    out[2] = (uint8_t)bytes;
    memcpy(out + 3, bits, bytes);
    if (request->count % 8 != 0) { /* "the remaining bits are padded with zeros" (6.1) */
        out[2 + bytes] &= (uint8_t)((1u << request->count % 8) - 1);
    }
    return finish(out, 3 + bytes);
}

size_t rtu_reply_written(const struct rtu_request *request, uint8_t out[RTU_FRAME])
{
    bool many =
        request->function == RTU_WRITE_COILS || request->function == RTU_WRITE_REGISTERS;
    begin(request, out);
    put_u16(out + 2, request->address);
    put_u16(out + 4, many ? request->count : request->words[0]);
    if (request->function != RTU_MASK_WRITE) {
        return finish(out, 6);
    }
    put_u16(out + 6, request->words[1]);
    return finish(out, 8);
}

size_t rtu_reply_exception(const struct rtu_request *request, enum rtu_exception exception,
                           uint8_t out[RTU_FRAME])
{
    begin(request, out);
    out[1] |= 0x80;
    out[2] = (uint8_t)exception;
    return finish(out, 3);
}

/* ---------------------------------------------------------------- time */

unsigned rtu_character_bits(unsigned data_bits, char parity, unsigned stop_bits)
{
    return 1 + data_bits + (parity != 'N' ? 1 : 0) + stop_bits;
}

int64_t rtu_wire_us(uint32_t baud, unsigned character_bits, size_t count)
{
    if (baud == 0) {
        return 0;
    }
    uint64_t bits = (uint64_t)count * character_bits;
    return (int64_t)((bits * 1000000 + baud - 1) / baud);
}

/* Half characters of 11 bits, rounded up to the microsecond. */
static int64_t silence_us(uint32_t baud, unsigned half_characters, int64_t fixed)
{
    enum { FIXED_ABOVE = 19200, BITS = 11 };
    if (baud == 0 || baud > FIXED_ABOVE) {
        return fixed;
    }
    return (int64_t)((half_characters * BITS * 500000ULL + baud - 1) / baud);
}

int64_t rtu_t15_us(uint32_t baud)
{
    return silence_us(baud, 3, 750);
}

int64_t rtu_t35_us(uint32_t baud)
{
    return silence_us(baud, 7, 1750);
}

/* ---------------------------------------------------------------- text in registers */

size_t rtu_pack_text(enum text_encoding encoding, const char *text, uint16_t *words,
                     size_t count, unsigned *missing)
{
    uint8_t bytes[2 * RTU_READ_WORDS] = {0};
    size_t room = count < RTU_READ_WORDS ? count : RTU_READ_WORDS;
    size_t used = text_encode(encoding, text, bytes, 2 * room, missing);
    for (size_t i = 0; i < room; i++) {
        words[i] = get_u16(bytes + 2 * i);
    }
    memset(words + room, 0, (count - room) * sizeof *words);
    return used;
}

size_t rtu_unpack_text(enum text_encoding encoding, const uint16_t *words, size_t bytes,
                       char *text, size_t size)
{
    uint8_t plain[2 * RTU_READ_WORDS];
    size_t count = bytes < sizeof plain ? bytes : sizeof plain;
    for (size_t i = 0; i < count; i++) {
        plain[i] = (uint8_t)(i % 2 == 0 ? words[i / 2] >> 8 : words[i / 2]);
    }
    const uint8_t *zero = encoding != TEXT_UTF16BE ? memchr(plain, 0, count) : NULL;
    return text_decode(encoding, plain, zero != NULL ? (size_t)(zero - plain) : count, text,
                       size);
}
