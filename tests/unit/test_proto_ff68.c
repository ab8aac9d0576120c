/* FF 68 pads: the vectors of devices.md C.1 both ways, and lines that are not clean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/ff68.h"
#include "proto_hex.h"

#define CALL "FF 68 03 03 68 05 01 0C 12 16"
#define SHOW_23 "FF 68 08 08 68 05 02 0A 0A 0A 00 02 03 2A 16"
#define WAITING_12 "FF 68 08 08 68 05 02 00 01 02 0A 0A 0A 28 16"
#define BEEP "FF 68 02 02 68 05 03 08 16"
#define EVALUATE "FF 68 03 03 68 05 01 0B 11 16"
#define RESULT_4 "FF 68 03 03 68 05 11 04 1A 16"
#define RESULT_4_ACK "FF 68 03 03 68 05 01 04 0A 16"

static struct ff68_frame one(const char *hex)
{
    uint8_t bytes[64];
    struct byte_stream in = {bytes, from_hex(hex, bytes, sizeof bytes)};
    struct ff68_deframer deframer;
    struct ff68_frame frame, second;
    ff68_init(&deframer, FF68_GAP_US);
    assert_true(ff68_take(&deframer, 0, &in, &frame));
    assert_false(ff68_take(&deframer, 0, &in, &second));
    assert_int_equal(deframer.deframer.dropped, 0);
    return frame;
}

static void assert_encodes(struct ff68_frame frame, const char *hex)
{
    uint8_t bytes[FF68_FRAME];
    char text[3 * FF68_FRAME + 1];
    size_t count = ff68_encode(&frame, bytes);
    assert_string_equal(to_hex(bytes, count, text), hex);
}

static void what_is_said_has_the_known_bytes(void **state)
{
    (void)state;
    const struct ff68_frame result = ff68_rate(5, 4);
    const struct {
        struct ff68_frame frame;
        const char *hex;
    } vectors[] = {
        {ff68_press(5, "", FF68_KEY_CALL), CALL},
        {ff68_show(5, -1, 23), SHOW_23},
        {ff68_show(5, 12, -1), WAITING_12},
        {ff68_show(5, 1012, -1), WAITING_12},
        {ff68_beep(5), BEEP},
        {ff68_start_evaluation(5), EVALUATE},
        {result, RESULT_4},
        {ff68_acknowledge(&result), RESULT_4_ACK},
        {ff68_press(5, "023", FF68_KEY_CALL), "FF 68 06 06 68 05 01 00 02 03 0C 17 16"},
        {ff68_success(5, true), "FF 68 03 03 68 05 02 01 08 16"},
    };
    for (size_t i = 0; i < COUNT(vectors); i++) {
        assert_encodes(vectors[i].frame, vectors[i].hex);
        assert_encodes(one(vectors[i].hex), vectors[i].hex);
    }
    const struct ff68_frame call = one(CALL);
    assert_encodes(ff68_acknowledge(&call), CALL);
    const struct ff68_frame longest = ff68_press(5, "12345678901234567890", FF68_KEY_CALL);
    assert_encodes(longest, "FF 68 10 10 68 05 01 01 02 03 04 05 06 07 08 09 00 01 02 03 0C 45 16");
    const struct ff68_frame too_long = {5, FF68_KEY, FF68_DATA + 1, {0}};
    uint8_t bytes[FF68_FRAME];
    assert_int_equal(ff68_encode(&too_long, bytes), 0);
}

static void meaning_is_read_back(void **state)
{
    (void)state;
    char digits[FF68_DATA];
    uint8_t key;
    struct ff68_frame frame = ff68_press(9, "1204", FF68_KEY_START);
    assert_int_equal(ff68_read_key(&frame, digits, &key), 0);
    assert_string_equal(digits, "1204");
    assert_int_equal(key, FF68_KEY_START);
    frame = ff68_press(9, "12345678901234567890", FF68_KEY_CALL);
    assert_int_equal(ff68_read_key(&frame, digits, &key), 0);
    assert_string_equal(digits, "1234567890123");
    frame = ff68_beep(9);
    assert_int_equal(ff68_read_key(&frame, digits, &key), -1);
    frame = (struct ff68_frame){9, FF68_KEY, 2, {0x0C, 0x0D}};
    assert_int_equal(ff68_read_key(&frame, digits, &key), -1);

    static const int numbers[] = {-1, 0, 7, 40, 999};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        int waiting, ticket;
        frame = ff68_show(1, numbers[i], numbers[COUNT(numbers) - 1 - i]);
        assert_int_equal(ff68_read_show(&frame, &waiting, &ticket), 0);
        assert_int_equal(waiting, numbers[i]);
        assert_int_equal(ticket, numbers[COUNT(numbers) - 1 - i]);
    }
    frame.data[1] = FF68_BLANK; /* a dark digit between lit ones */
    frame.data[0] = 1;
    int waiting, ticket;
    assert_int_equal(ff68_read_show(&frame, &waiting, &ticket), -1);
}

/* Which frames (by their SUM) come out of which bytes, in one read and byte by byte. */
static const struct {
    const char *what, *bytes, *sums;
    uint32_t dropped;
} lines[] = {
    {"two in one read", CALL RESULT_4, "12 1A", 0},
    {"noise before", "00 13 FF" CALL, "12", 3},
    {"noise between", CALL "16 FF 68 40" RESULT_4, "12 1A", 4},
    {"wrong sum", "FF 68 03 03 68 05 01 0C 13 16" CALL, "12", 10},
    {"wrong end", "FF 68 03 03 68 05 01 0C 12 17" CALL, "12", 10},
    {"lengths differ", "FF 68 03 04 68 05 01 0C 12 16" CALL, "12", 10},
    {"second 68 missing", "FF 68 03 03 69 05 01 0C 12 16" CALL, "12", 10},
    {"too short, too long", "FF 68 01 01 68 FF 68 11 11 68" CALL, "12", 10},
    {"one byte lost", "FF 68 03 03 68 05 01 12 16" CALL RESULT_4, "12 1A", 9},
    {"false start that promises much", "FF 68 10 10 68" CALL RESULT_4, "12 1A", 5},
    {"start repeated", "FF FF FF 68" CALL, "12", 4},
};

static void lines_that_are_not_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        uint8_t bytes[128];
        size_t count = from_hex(lines[i].bytes, bytes, sizeof bytes);
        for (size_t step = 1; step <= count; step += step == 1 ? 2 : count) {
            struct ff68_deframer deframer;
            ff68_init(&deframer, FF68_GAP_US);
            uint8_t sums[16];
            size_t found = 0;
            for (size_t at = 0; at <= count; at += step) {
                size_t piece = count - at < step ? count - at : step;
                struct byte_stream in = {bytes + at, piece};
                struct ff68_frame frame;
                int64_t now = at == count ? 100000000 : (int64_t)at * 1000;
                while (ff68_take(&deframer, now, &in, &frame)) {
                    uint8_t again[FF68_FRAME];
                    sums[found++] = again[ff68_encode(&frame, again) - 2];
                }
            }
            struct byte_stream nothing = {NULL, 0}; /* the line stays silent */
            struct ff68_frame frame;
            while (ff68_take(&deframer, 1000000000, &nothing, &frame)) {
                uint8_t again[FF68_FRAME];
                sums[found++] = again[ff68_encode(&frame, again) - 2];
            }
            char text[64];
            assert_string_equal(to_hex(sums, found, text), lines[i].sums);
            assert_int_equal(deframer.deframer.dropped, lines[i].dropped);
        }
    }
}

static void a_pause_ends_half_a_frame(void **state)
{
    (void)state;
    uint8_t half[16], whole[16];
    size_t half_count = from_hex("FF 68 03 03 68 05 01", half, sizeof half);
    size_t whole_count = from_hex(CALL, whole, sizeof whole);
    struct ff68_deframer deframer;
    struct ff68_frame frame;
    ff68_init(&deframer, FF68_GAP_US);
    struct byte_stream in = {half, half_count};
    assert_false(ff68_take(&deframer, 0, &in, &frame));
    in = (struct byte_stream){whole, whole_count};
    assert_true(ff68_take(&deframer, FF68_GAP_US + 1, &in, &frame));
    assert_int_equal(deframer.deframer.dropped, half_count);

    /* within the pause the two halves are one frame */
    in = (struct byte_stream){whole, 6};
    assert_false(ff68_take(&deframer, 1000000, &in, &frame));
    in = (struct byte_stream){whole + 6, whole_count - 6};
    assert_true(ff68_take(&deframer, 1000000 + FF68_GAP_US, &in, &frame));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_has_the_known_bytes),
        cmocka_unit_test(meaning_is_read_back),
        cmocka_unit_test(lines_that_are_not_clean),
        cmocka_unit_test(a_pause_ends_half_a_frame),
    };
    return cmocka_run_group_tests_name("proto/ff68", tests, NULL, NULL);
}
