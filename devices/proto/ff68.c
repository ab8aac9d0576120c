/* ff68.c: see ff68.h. */
#include "devices/proto/ff68.h"

#include "devices/proto/checksum.h"

#include <string.h>

enum {
    HEAD = 5, /* FF 68 L L 68 */
    LEAST = 2, /* L of a frame without data */
    MOST = LEAST + FF68_DATA
};

/* Bytes of a whole frame with length byte L: head, L bytes, SUM, 16. */
static size_t frame_size(uint8_t length)
{
    return HEAD + (size_t)length + 2;
}

size_t ff68_encode(const struct ff68_frame *frame, uint8_t out[FF68_FRAME])
{
    if (frame->count > FF68_DATA) {
        return 0;
    }
    uint8_t length = (uint8_t)(LEAST + frame->count);
    const uint8_t head[HEAD + 2] = {0xFF,   0x68, length, length, 0x68, frame->address,
                                    frame->function};
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, frame->data, frame->count);
    out[HEAD + length] = sum8(out + HEAD, length);
    out[HEAD + length + 1] = 0x16;
    return frame_size(length);
}

static int judge(const void *context, const uint8_t *bytes, size_t count, bool ended)
{
    (void)context;
    (void)ended;
    const bool right[HEAD] = {
        bytes[0] == 0xFF,
        count < 2 || bytes[1] == 0x68,
        count < 3 || (bytes[2] >= LEAST && bytes[2] <= MOST),
        count < 4 || bytes[3] == bytes[2],
        count < 5 || bytes[4] == 0x68,
    };
    for (size_t i = 0; i < HEAD; i++) {
        if (!right[i]) {
            return DEFRAMER_NO_FRAME;
        }
    }
    if (count < HEAD || count < frame_size(bytes[2])) {
        return DEFRAMER_MORE;
    }
    const uint8_t *end = bytes + HEAD + bytes[2];
    bool good = end[0] == sum8(bytes + HEAD, bytes[2]) && end[1] == 0x16;
    return good ? (int)frame_size(bytes[2]) : DEFRAMER_NO_FRAME;
}

void ff68_init(struct ff68_deframer *deframer, int64_t gap_us)
{
    deframer_init(&deframer->deframer, gap_us);
}

bool ff68_take(struct ff68_deframer *deframer, int64_t now_us, struct byte_stream *in,
               struct ff68_frame *out)
{
    const uint8_t *bytes;
    size_t size;
    if (!deframer_take(&deframer->deframer, now_us, in, judge, NULL, &bytes, &size)) {
        return false;
    }
    *out = (struct ff68_frame){.address = bytes[HEAD], .function = bytes[HEAD + 1]};
    out->count = (uint8_t)(bytes[2] - LEAST);
    memcpy(out->data, bytes + HEAD + 2, out->count);
    return true;
}

/* ---------------------------------------------------------------- what the host says */

static void put_digits(uint8_t out[3], int number)
{
    out[0] = out[1] = out[2] = FF68_BLANK;
    if (number >= 0) {
        out[0] = (uint8_t)(number / 100 % 10);
        out[1] = (uint8_t)(number / 10 % 10);
        out[2] = (uint8_t)(number % 10);
    }
}

struct ff68_frame ff68_show(uint8_t address, int waiting, int ticket)
{
    struct ff68_frame frame = {address, FF68_SHOW, FF68_DIGITS, {0}};
    put_digits(frame.data, waiting);
    put_digits(frame.data + 3, ticket);
    return frame;
}

struct ff68_frame ff68_success(uint8_t address, bool success)
{
    return (struct ff68_frame){address, FF68_SHOW, 1, {success ? 1 : 0}};
}

struct ff68_frame ff68_beep(uint8_t address)
{
    return (struct ff68_frame){address, FF68_BEEP, 0, {0}};
}

struct ff68_frame ff68_start_evaluation(uint8_t address)
{
    return (struct ff68_frame){address, FF68_KEY, 1, {FF68_KEY_EVALUATE}};
}

struct ff68_frame ff68_acknowledge(const struct ff68_frame *heard)
{
    struct ff68_frame echo = *heard;
    if (echo.function == FF68_RESULT) {
        echo.function = FF68_KEY;
    }
    return echo;
}

/* ---------------------------------------------------------------- what the pad says */

struct ff68_frame ff68_press(uint8_t address, const char *digits, uint8_t key)
{
    struct ff68_frame frame = {address, FF68_KEY, 0, {0}};
    for (; *digits >= '0' && *digits <= '9' && frame.count < FF68_DATA - 1; digits++) {
        frame.data[frame.count++] = (uint8_t)(*digits - '0');
    }
    frame.data[frame.count++] = key;
    return frame;
}

struct ff68_frame ff68_rate(uint8_t address, uint8_t result)
{
    return (struct ff68_frame){address, FF68_RESULT, 1, {result}};
}

int ff68_read_key(const struct ff68_frame *frame, char digits[FF68_DATA], uint8_t *key)
{
    if (frame->function != FF68_KEY || frame->count == 0 || frame->count > FF68_DATA) {
        return -1;
    }
    size_t last = frame->count - 1u;
    for (size_t i = 0; i < last; i++) {
        if (frame->data[i] > 9) {
            return -1;
        }
        digits[i] = (char)('0' + frame->data[i]);
    }
    digits[last] = '\0';
    *key = frame->data[last];
    return 0;
}

/* Three digits, blank ones in front allowed: the number, -1 = all blank, -2 = wrong. */
static int read_digits(const uint8_t digits[3])
{
    int number = -1;
    for (size_t i = 0; i < 3; i++) {
        if (digits[i] == FF68_BLANK && number < 0) {
            continue;
        }
        if (digits[i] > 9) {
            return -2;
        }
        number = (number < 0 ? 0 : number * 10) + digits[i];
    }
    return number;
}

int ff68_read_show(const struct ff68_frame *frame, int *waiting, int *ticket)
{
    if (frame->function != FF68_SHOW || frame->count != FF68_DIGITS) {
        return -1;
    }
    int first = read_digits(frame->data), second = read_digits(frame->data + 3);
    if (first < -1 || second < -1) {
        return -1;
    }
    *waiting = first;
    *ticket = second;
    return 0;
}
