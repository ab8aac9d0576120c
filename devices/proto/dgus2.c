/* dgus2.c: see dgus2.h. */
#include "devices/proto/dgus2.h"

#include "devices/proto/checksum.h"

#include <string.h>

enum {
    HEAD = 3, /* header and BC */
    WRITE_REGISTER = 0x80,
    READ_REGISTER = 0x81,
    WRITE = 0x82,
    READ = 0x83,
    OK_HIGH = 0x4F, /* "OK" */
    OK_LOW = 0x4B
};

static size_t checksum_size(const struct dgus2_line *line)
{
    return line->checksum == DGUS2_PLAIN ? 0 : 2;
}

/* The two bytes as they stand on the wire. */
static void put_checksum(const struct dgus2_line *line, const uint8_t *bytes, size_t count,
                         uint8_t out[2])
{
    uint16_t crc = line->checksum == DGUS2_CRC_MODBUS ? crc16_modbus(bytes, count)
                                                      : crc16_xmodem(bytes, count);
    bool low_first = line->checksum == DGUS2_CRC_MODBUS;
    out[0] = (uint8_t)(low_first ? crc : crc >> 8);
    out[1] = (uint8_t)(low_first ? crc >> 8 : crc);
}

/* ---------------------------------------------------------------- encoding */

static void put_u16(uint8_t *out, unsigned value)
{
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)value;
}

static size_t put_words(uint8_t *out, const uint16_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_u16(out + 2 * i, words[i]);
    }
    return 2 * count;
}

/* CMD and DATA. Bytes, 0 when the frame holds too much. */
static size_t put_payload(const struct dgus2_frame *frame, uint8_t out[DGUS2_PAYLOAD])
{
    const size_t most_words = sizeof frame->words / sizeof *frame->words;
    switch (frame->kind) {
    case DGUS2_WRITE:
    case DGUS2_DATA_WORDS: {
        bool is_data = frame->kind == DGUS2_DATA_WORDS;
        size_t head = is_data ? 4 : 3;
        if (frame->count > most_words || head + 2u * frame->count > DGUS2_PAYLOAD) {
            return 0;
        }
        out[0] = is_data ? READ : WRITE;
        put_u16(out + 1, frame->vp);
        out[head - 1] = is_data ? (uint8_t)frame->count : out[head - 1];
        return head + put_words(out + head, frame->words, frame->count);
    }
    case DGUS2_ACKNOWLEDGEMENT:
        memcpy(out, (const uint8_t[]){WRITE, OK_HIGH, OK_LOW}, 3);
        return 3;
    case DGUS2_READ:
        out[0] = READ;
        put_u16(out + 1, frame->vp);
        out[3] = (uint8_t)frame->count;
        return 4;
    case DGUS2_REGISTER_READ:
        memcpy(out, (const uint8_t[]){READ_REGISTER, (uint8_t)frame->vp, (uint8_t)frame->count}, 3);
        return 3;
    case DGUS2_REGISTER_WRITE:
    case DGUS2_REGISTER_DATA: {
        bool is_data = frame->kind == DGUS2_REGISTER_DATA;
        size_t head = is_data ? 3 : 2;
        if (head + frame->count > DGUS2_PAYLOAD) {
            return 0;
        }
        out[0] = is_data ? READ_REGISTER : WRITE_REGISTER;
        out[1] = (uint8_t)frame->vp;
        out[2] = (uint8_t)frame->count; /* overwritten where no count stands */
        memcpy(out + head, frame->bytes, frame->count);
        return head + frame->count;
    }
    }
    return 0;
}

size_t dgus2_encode(const struct dgus2_line *line, const struct dgus2_frame *frame, uint8_t *out,
                    size_t size)
{
    uint8_t payload[DGUS2_PAYLOAD] = {0};
    size_t count = put_payload(frame, payload), check = checksum_size(line);
    if (count == 0 || count + check > 255 || HEAD + count + check > size) {
        return 0;
    }
    out[0] = line->header[0];
    out[1] = line->header[1];
    out[2] = (uint8_t)(count + check);
    memcpy(out + HEAD, payload, count);
    if (check > 0) {
        put_checksum(line, payload, count, out + HEAD + count);
    }
    return HEAD + count + check;
}

/* ---------------------------------------------------------------- deframing */

/* What a payload is. 0, or -1 when its length contradicts its command. */
static int kind_of(const uint8_t *payload, size_t count, enum dgus2_kind *out)
{
    bool ok = count == 3 && payload[1] == OK_HIGH && payload[2] == OK_LOW;
    switch (payload[0]) {
    case WRITE:
        *out = ok ? DGUS2_ACKNOWLEDGEMENT : DGUS2_WRITE;
        return ok || (count >= 5 && count % 2 == 1) ? 0 : -1;
    case READ:
        *out = count == 4 ? DGUS2_READ : DGUS2_DATA_WORDS;
        return count == 4 || (count > 4 && count == 4 + 2u * payload[3]) ? 0 : -1;
    case WRITE_REGISTER:
        *out = DGUS2_REGISTER_WRITE;
        return count >= 3 ? 0 : -1;
    case READ_REGISTER:
        *out = count == 3 ? DGUS2_REGISTER_READ : DGUS2_REGISTER_DATA;
        return count == 3 || (count > 3 && count == 3u + payload[2]) ? 0 : -1;
    default:
        return -1;
    }
}

static int judge(const void *context, const uint8_t *bytes, size_t count, bool ended)
{
    const struct dgus2_line *line = context;
    (void)ended;
    if (bytes[0] != line->header[0] || (count > 1 && bytes[1] != line->header[1])) {
        return DEFRAMER_NO_FRAME;
    }
    if (count < HEAD) {
        return DEFRAMER_MORE;
    }
    size_t check = checksum_size(line);
    if (bytes[2] < 3 + check || (count > HEAD && (bytes[HEAD] & 0xFC) != WRITE_REGISTER)) {
        return DEFRAMER_NO_FRAME;
    }
    if (count < HEAD + (size_t)bytes[2]) {
        return DEFRAMER_MORE;
    }
    const uint8_t *payload = bytes + HEAD;
    size_t payload_count = bytes[2] - check;
    uint8_t expected[2];
    put_checksum(line, payload, payload_count, expected);
    enum dgus2_kind kind;
    bool good = memcmp(expected, payload + payload_count, check) == 0 &&
                kind_of(payload, payload_count, &kind) == 0;
    return good ? (int)(HEAD + bytes[2]) : DEFRAMER_NO_FRAME;
}

void dgus2_init(struct dgus2_deframer *deframer, const struct dgus2_line *line, int64_t gap_us)
{
    deframer_init(&deframer->deframer, gap_us);
    deframer->line = *line;
}

static uint16_t get_u16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static void get_words(struct dgus2_frame *out, const uint8_t *bytes, size_t count)
{
    out->count = (uint16_t)(count / 2);
    for (size_t i = 0; i < out->count; i++) {
        out->words[i] = get_u16(bytes + 2 * i);
    }
}

static void get_bytes(struct dgus2_frame *out, const uint8_t *bytes, size_t count)
{
    out->count = (uint16_t)count;
    memcpy(out->bytes, bytes, count);
}

static void read_payload(struct dgus2_frame *out, const uint8_t *payload, size_t count)
{
    bool words = payload[0] == WRITE || payload[0] == READ;
    out->vp = words ? get_u16(payload + 1) : payload[1];
    out->count = 0;
    switch (out->kind) {
    case DGUS2_WRITE:
        get_words(out, payload + 3, count - 3);
        break;
    case DGUS2_DATA_WORDS:
        get_words(out, payload + 4, count - 4);
        break;
    case DGUS2_READ:
        out->count = payload[3];
        break;
    case DGUS2_REGISTER_READ:
        out->count = payload[2];
        break;
    case DGUS2_REGISTER_WRITE:
        get_bytes(out, payload + 2, count - 2);
        break;
    case DGUS2_REGISTER_DATA:
        get_bytes(out, payload + 3, count - 3);
        break;
    case DGUS2_ACKNOWLEDGEMENT:
        out->vp = 0;
        break;
    }
}

bool dgus2_take(struct dgus2_deframer *deframer, int64_t now_us, struct byte_stream *in,
                struct dgus2_frame *out)
{
    const uint8_t *bytes;
    size_t size;
    if (!deframer_take(&deframer->deframer, now_us, in, judge, &deframer->line, &bytes, &size)) {
        return false;
    }
    size_t count = size - HEAD - checksum_size(&deframer->line);
    kind_of(bytes + HEAD, count, &out->kind);
    read_payload(out, bytes + HEAD, count);
    return true;
}

/* ---------------------------------------------------------------- meaning */

static void fill(struct dgus2_frame *out, enum dgus2_kind kind, uint16_t vp,
                 const uint16_t *words, size_t count)
{
    out->kind = kind;
    out->vp = vp;
    out->count = (uint16_t)(count < DGUS2_WORDS ? count : DGUS2_WORDS);
    memcpy(out->words, words, out->count * sizeof *words);
}

void dgus2_write(struct dgus2_frame *out, uint16_t vp, const uint16_t *words, size_t count)
{
    fill(out, DGUS2_WRITE, vp, words, count);
}

void dgus2_upload(struct dgus2_frame *out, uint16_t vp, const uint16_t *words, size_t count)
{
    fill(out, DGUS2_DATA_WORDS, vp, words, count);
}

void dgus2_read(struct dgus2_frame *out, uint16_t vp, uint8_t count)
{
    out->kind = DGUS2_READ;
    out->vp = vp;
    out->count = count;
}

void dgus2_set_page(struct dgus2_frame *out, uint16_t page)
{
    const uint16_t words[] = {0x5A01, page};
    dgus2_write(out, DGUS2_VP_SET_PAGE, words, 2);
}

void dgus2_set_page_register(struct dgus2_frame *out, uint16_t page)
{
    out->kind = DGUS2_REGISTER_WRITE;
    out->vp = DGUS2_PAGE_REGISTER;
    out->count = 2;
    put_u16(out->bytes, page);
}

void dgus2_acknowledge(struct dgus2_frame *out)
{
    out->kind = DGUS2_ACKNOWLEDGEMENT;
    out->vp = 0;
    out->count = 0;
}

/* ---------------------------------------------------------------- text variables */

size_t dgus2_text(enum text_encoding encoding, const char *text, size_t field_words,
                  uint16_t *words, unsigned *missing)
{
    uint8_t bytes[2 * DGUS2_TEXT_WORDS] = {0};
    size_t field = field_words < DGUS2_TEXT_WORDS ? field_words : DGUS2_TEXT_WORDS;
    if (field == 0) {
        return 0;
    }
    size_t used = text_encode(encoding, text, bytes, 2 * (field - 1), missing);
    /* An odd end is filled with FF, so that both a screen that looks at bytes and one that
     * looks at words see the mark right behind the text. */
    memset(bytes + used, 0xFF, used % 2 + 2);
    for (size_t i = 0; i < field; i++) {
        words[i] = get_u16(bytes + 2 * i);
    }
    return field;
}

/* Bytes of text in front of the end mark. */
static size_t text_bytes(const uint8_t *bytes, size_t count)
{
    size_t at = 0;
    while (at < count && bytes[at] != 0xFF && bytes[at] != 0x00) {
        at++;
    }
    return at;
}

size_t dgus2_read_text(enum text_encoding encoding, const uint16_t *words, size_t count,
                       char *text, size_t size)
{
    uint8_t bytes[2 * DGUS2_TEXT_WORDS];
    size_t field = count < DGUS2_TEXT_WORDS ? count : DGUS2_TEXT_WORDS;
    size_t used = put_words(bytes, words, field);
    /* FF and 00 stand in no character of the GB family; UTF-16 ends at a whole word. */
    if (encoding != TEXT_UTF16BE) {
        used = text_bytes(bytes, used);
    } else {
        for (size_t i = 0; i < field; i++) {
            if (words[i] == 0 || words[i] == 0xFFFF) {
                used = 2 * i;
                break;
            }
        }
    }
    return text_decode(encoding, bytes, used, text, size);
}
