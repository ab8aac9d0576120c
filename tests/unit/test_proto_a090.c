/* Window strips: the vectors of devices.md B.1 both ways, long texts, broken lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/a090.h"
#include "proto_hex.h"

#define TEXT "A0 90 02 A5 00 0E C7 EB 00 41 00 30 00 32 00 33 00 BA C5 00 8A"
#define ADDRESS "A0 90 02 A1 00 00 A3"
#define ACK "A0 90 02 A5 AA"

static bool take(struct a090_deframer *deframer, const char *hex, struct a090_frame *out)
{
    uint8_t bytes[128];
    struct byte_stream in = {bytes, from_hex(hex, bytes, sizeof bytes)};
    return a090_take(deframer, 0, &in, out);
}

static void assert_encodes(const struct a090_frame *frame, const char *hex)
{
    uint8_t bytes[A090_FRAME];
    char text[3 * A090_FRAME];
    assert_string_equal(to_hex(bytes, a090_encode(frame, bytes, sizeof bytes), text), hex);
}

static void what_is_said_has_the_known_bytes(void **state)
{
    (void)state;
    struct a090_frame frame, ack;
    unsigned missing = 9;
    a090_text(&frame, 2, TEXT_GB2312, "请A023号", A090_RED, &missing);
    assert_int_equal(missing, 0);
    assert_encodes(&frame, TEXT);
    a090_acknowledge(&ack, &frame);
    assert_encodes(&ack, ACK);
    a090_command(&frame, 2, A090_SHOW_ADDRESS);
    assert_encodes(&frame, ADDRESS);
    a090_command(&frame, 0x7C3, A090_SHOW_ADDRESS);
    assert_encodes(&frame, "A0 97 C3 A1 00 00 62");
    frame.id = A090_ID_MAX + 1;
    uint8_t bytes[A090_FRAME];
    assert_int_equal(a090_encode(&frame, bytes, sizeof bytes), 0);
    frame.id = 1;
    assert_int_equal(a090_encode(&frame, bytes, 6), 0);
}

static void what_is_heard_is_understood(void **state)
{
    (void)state;
    static const char *const vectors[] = {TEXT, ADDRESS, ACK, "A0 97 C3 A1 00 00 62"};
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct a090_deframer deframer;
        struct a090_frame frame;
        a090_init(&deframer, A090_GAP_US);
        assert_true(take(&deframer, vectors[i], &frame));
        assert_encodes(&frame, vectors[i]);
        assert_int_equal(frame.acknowledgement, i == 2);
    }
    struct a090_deframer deframer;
    struct a090_frame frame;
    a090_init(&deframer, A090_GAP_US);
    assert_true(take(&deframer, TEXT, &frame));
    char text[64];
    uint8_t colours[A090_CHARACTERS];
    assert_int_equal(a090_read_text(&frame, TEXT_GB2312, text, sizeof text, colours), 6);
    assert_string_equal(text, "请A023号");
    assert_memory_equal(colours, "\0\0\0\0\0\0", 6);
    frame.count--; /* the last colour is missing */
    assert_int_equal(a090_read_text(&frame, TEXT_GB2312, text, sizeof text, NULL), -1);
}

/* 255 bytes and more: where a split of the length by 255 goes wrong. */
static void long_texts_keep_their_length(void **state)
{
    (void)state;
    for (size_t characters = 84; characters <= 172; characters++) {
        char text[600] = "", back[1200];
        for (size_t i = 0; i < characters; i++) {
            strcat(text, "厅");
        }
        struct a090_frame frame, heard;
        a090_text(&frame, 3, TEXT_GBK, text, A090_YELLOW, NULL);
        uint8_t bytes[A090_FRAME];
        size_t count = a090_encode(&frame, bytes, sizeof bytes);
        size_t expected = characters < 170 ? characters : 170;
        assert_int_equal(bytes[4] * 256 + bytes[5], 3 * expected);
        struct a090_deframer deframer;
        a090_init(&deframer, A090_GAP_US);
        struct byte_stream in = {bytes, count};
        uint8_t colours[A090_CHARACTERS];
        assert_true(a090_take(&deframer, 0, &in, &heard));
        assert_int_equal(a090_read_text(&heard, TEXT_GBK, back, sizeof back, colours), expected);
        assert_memory_equal(back, text, strlen(back));
        assert_int_equal(colours[expected - 1], A090_YELLOW);
    }
}

static void broken_lines_are_survived(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int frames;
        uint32_t dropped;
    } cases[] = {
        {TEXT ACK, 2, 0},
        {"A0 A0" ADDRESS, 1, 2},
        {"A0 90 02 A5 02 01" ADDRESS, 1, 6},           /* longer than any frame */
        {"A0 90 02 A1 00 00 A4" ADDRESS, 1, 7},        /* wrong check */
        {"A0 90 02 A5 00 0E C7 EB" ADDRESS ADDRESS, 2, 8}, /* cut off, then two good ones */
        {"A0 80 02 A1 00 00 B3", 0, 7},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[128];
        size_t count = from_hex(cases[i].bytes, bytes, sizeof bytes);
        for (size_t step = 1; step <= count; step += count - 1) {
            struct a090_deframer deframer;
            a090_init(&deframer, A090_GAP_US);
            struct a090_frame frame;
            int frames = 0;
            for (size_t at = 0; at < count; at += step) {
                struct byte_stream in = {bytes + at, step};
                while (a090_take(&deframer, 0, &in, &frame)) {
                    frames++;
                }
            }
            struct byte_stream nothing = {NULL, 0};
            while (a090_take(&deframer, 1000000, &nothing, &frame)) {
                frames++;
            }
            assert_int_equal(frames, cases[i].frames);
            assert_int_equal(deframer.deframer.dropped, cases[i].dropped);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_has_the_known_bytes),
        cmocka_unit_test(what_is_heard_is_understood),
        cmocka_unit_test(long_texts_keep_their_length),
        cmocka_unit_test(broken_lines_are_survived),
    };
    return cmocka_run_group_tests_name("proto/a090", tests, NULL, NULL);
}
