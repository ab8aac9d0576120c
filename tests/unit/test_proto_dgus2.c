/* DGUS II screens: the vectors of devices.md D.1 both ways, checks, text variables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/dgus2.h"
#include "proto_hex.h"

static const struct dgus2_line plain = {{0x5A, 0xA5}, DGUS2_PLAIN};
static const struct dgus2_line modbus = {{0x5A, 0xA5}, DGUS2_CRC_MODBUS};
static const struct dgus2_line xmodem = {{0x5A, 0xA5}, DGUS2_CRC_XMODEM};
static const struct dgus2_line addressed = {{0x5A, 0x03}, DGUS2_PLAIN};

static const struct {
    const struct dgus2_line *line;
    const char *hex;
    struct dgus2_frame frame;
} vectors[] = {
    {&plain, "5A A5 05 82 10 00 04 D2", {DGUS2_WRITE, 0x1000, 1, {0x04D2}, {0}}},
    {&plain, "5A A5 03 82 4F 4B", {DGUS2_ACKNOWLEDGEMENT, 0, 0, {0}, {0}}},
    {&plain, "5A A5 04 83 10 00 01", {DGUS2_READ, 0x1000, 1, {0}, {0}}},
    {&plain, "5A A5 06 83 10 00 01 00 02", {DGUS2_DATA_WORDS, 0x1000, 1, {2}, {0}}},
    {&plain, "5A A5 07 82 00 84 5A 01 00 07", {DGUS2_WRITE, 0x0084, 2, {0x5A01, 7}, {0}}},
    {&plain, "5A A5 04 80 03 00 07", {DGUS2_REGISTER_WRITE, 3, 2, {0}, {0, 7}}},
    {&plain, "5A A5 05 81 03 02 00 07", {DGUS2_REGISTER_DATA, 3, 2, {0}, {0, 7}}},
    {&modbus, "5A A5 06 83 00 0F 01 ED 90", {DGUS2_READ, 0x000F, 1, {0}, {0}}},
    {&modbus, "5A A5 07 82 10 00 31 32 CC 9B", {DGUS2_WRITE, 0x1000, 1, {0x3132}, {0}}},
    {&xmodem, "5A A5 05 81 00 10 1E 5B", {DGUS2_REGISTER_READ, 0, 16, {0}, {0}}},
    {&addressed, "5A 03 04 83 10 00 01", {DGUS2_READ, 0x1000, 1, {0}, {0}}},
};

static void frames_have_the_known_bytes_and_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        const struct dgus2_frame *frame = &vectors[i].frame;
        uint8_t bytes[DGUS2_FRAME];
        char hex[3 * DGUS2_FRAME];
        size_t count = dgus2_encode(vectors[i].line, frame, bytes, sizeof bytes);
        assert_string_equal(to_hex(bytes, count, hex), vectors[i].hex);
        assert_int_equal(dgus2_encode(vectors[i].line, frame, bytes, count - 1), 0);

        struct dgus2_deframer deframer;
        struct dgus2_frame heard;
        dgus2_init(&deframer, vectors[i].line, DGUS2_GAP_US);
        for (size_t at = 0; at < count; at++) {
            struct byte_stream in = {bytes + at, 1};
            assert_int_equal(dgus2_take(&deframer, 0, &in, &heard), at + 1 == count);
        }
        assert_int_equal(heard.kind, frame->kind);
        assert_int_equal(heard.vp, frame->vp);
        assert_int_equal(heard.count, frame->count);
        bool words = frame->kind == DGUS2_WRITE || frame->kind == DGUS2_DATA_WORDS;
        if (words) {
            assert_memory_equal(heard.words, frame->words, 2u * frame->count);
        } else if (frame->kind == DGUS2_REGISTER_WRITE || frame->kind == DGUS2_REGISTER_DATA) {
            assert_memory_equal(heard.bytes, frame->bytes, frame->count);
        }
    }
}

static void helpers_build_those_frames(void **state)
{
    (void)state;
    struct dgus2_frame frame;
    uint8_t bytes[DGUS2_FRAME];
    char hex[3 * DGUS2_FRAME];
    dgus2_set_page(&frame, 7);
    assert_string_equal(to_hex(bytes, dgus2_encode(&plain, &frame, bytes, sizeof bytes), hex),
                        vectors[4].hex);
    dgus2_set_page_register(&frame, 7);
    assert_string_equal(to_hex(bytes, dgus2_encode(&plain, &frame, bytes, sizeof bytes), hex),
                        vectors[5].hex);
    dgus2_read(&frame, 0x1000, 1);
    assert_string_equal(to_hex(bytes, dgus2_encode(&plain, &frame, bytes, sizeof bytes), hex),
                        vectors[2].hex);
    dgus2_acknowledge(&frame);
    assert_string_equal(to_hex(bytes, dgus2_encode(&plain, &frame, bytes, sizeof bytes), hex),
                        vectors[1].hex);
    dgus2_upload(&frame, 0x1000, (const uint16_t[]){2}, 1);
    assert_string_equal(to_hex(bytes, dgus2_encode(&plain, &frame, bytes, sizeof bytes), hex),
                        vectors[3].hex);
}

static void a_frame_holds_what_its_length_byte_allows(void **state)
{
    (void)state;
    uint16_t words[200] = {0};
    struct dgus2_frame frame, heard;
    uint8_t bytes[DGUS2_FRAME];
    dgus2_write(&frame, 0x1000, words, COUNT(words));
    assert_int_equal(frame.count, DGUS2_WORDS);
    static const struct {
        const struct dgus2_line *line;
        uint16_t most;
    } cases[] = {{&plain, 126}, {&modbus, 125}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        frame.count = cases[i].most;
        size_t count = dgus2_encode(cases[i].line, &frame, bytes, sizeof bytes);
        struct byte_stream in = {bytes, count};
        struct dgus2_deframer deframer;
        dgus2_init(&deframer, cases[i].line, DGUS2_GAP_US);
        assert_true(dgus2_take(&deframer, 0, &in, &heard));
        assert_int_equal(heard.count, cases[i].most);
        frame.count++;
        assert_int_equal(dgus2_encode(cases[i].line, &frame, bytes, sizeof bytes), 0);
    }
}

static void broken_lines_are_survived(void **state)
{
    (void)state;
    static const struct {
        const struct dgus2_line *line;
        const char *bytes;
        int frames;
        uint32_t dropped;
    } cases[] = {
        {&plain, "5A A5 03 82 4F 4B 5A A5 04 83 10 00 01", 2, 0},
        {&plain, "00 5A 5A A5 03 82 4F 4B", 1, 2},
        {&plain, "5A A5 07 83 10 00 01 00 02 03 5A A5 03 82 4F 4B", 1, 10}, /* odd */
        {&plain, "5A A5 06 83 10 00 02 00 02 5A A5 03 82 4F 4B", 1, 9},     /* count wrong */
        {&plain, "5A A5 20 82 10 00 5A A5 03 82 4F 4B", 1, 6},              /* cut off */
        {&plain, "5A A5 20 55 5A A5 03 82 4F 4B", 1, 4},                    /* no command */
        {&modbus, "5A A5 06 83 00 0F 01 90 ED", 0, 9},                      /* CRC turned round */
        {&xmodem, "5A A5 06 83 00 0F 01 ED 90", 0, 9},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[64];
        struct byte_stream in = {bytes, from_hex(cases[i].bytes, bytes, sizeof bytes)};
        struct dgus2_deframer deframer;
        struct dgus2_frame frame;
        int frames = 0;
        dgus2_init(&deframer, cases[i].line, DGUS2_GAP_US);
        for (int64_t now = 0; now <= 1000000; now += 1000000) {
            while (dgus2_take(&deframer, now, &in, &frame)) {
                frames++;
            }
        }
        assert_int_equal(frames, cases[i].frames);
        assert_int_equal(deframer.deframer.dropped, cases[i].dropped);
    }
}

static void texts_end_with_their_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t field;
        const char *hex, *shown;
    } cases[] = {
        {"政务", 5, "D5 FE CE F1 FF FF 00 00 00 00", "政务"},
        {"A12", 4, "41 31 32 FF FF FF 00 00", "A12"},
        {"政务服务", 3, "D5 FE CE F1 FF FF", "政务"},
        {"", 2, "FF FF 00 00", ""},
        {"A政务", 3, "41 D5 FE FF FF FF", "A政"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint16_t words[DGUS2_TEXT_WORDS];
        uint8_t bytes[64];
        char hex[200], back[64];
        size_t count = dgus2_text(TEXT_GBK, cases[i].text, cases[i].field, words, NULL);
        assert_int_equal(count, cases[i].field);
        for (size_t w = 0; w < count; w++) {
            bytes[2 * w] = (uint8_t)(words[w] >> 8);
            bytes[2 * w + 1] = (uint8_t)words[w];
        }
        assert_string_equal(to_hex(bytes, 2 * count, hex), cases[i].hex);
        dgus2_read_text(TEXT_GBK, words, count, back, sizeof back);
        assert_string_equal(back, cases[i].shown);
    }
    uint16_t words[8];
    char back[32];
    dgus2_text(TEXT_UTF16BE, "A号", 8, words, NULL);
    dgus2_read_text(TEXT_UTF16BE, words, 8, back, sizeof back);
    assert_string_equal(back, "A号");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_have_the_known_bytes_and_read_back),
        cmocka_unit_test(helpers_build_those_frames),
        cmocka_unit_test(a_frame_holds_what_its_length_byte_allows),
        cmocka_unit_test(broken_lines_are_survived),
        cmocka_unit_test(texts_end_with_their_mark),
    };
    return cmocka_run_group_tests_name("proto/dgus2", tests, NULL, NULL);
}
