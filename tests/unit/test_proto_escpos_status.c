/* What printers answer: devices.md A.2, mixed as they come on a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/escpos_status.h"
#include "proto_hex.h"

static const char *const kinds[] = {
    [ESCPOS_REALTIME] = "realtime",     [ESCPOS_AUTO] = "auto", [ESCPOS_ORDERED] = "ordered",
    [ESCPOS_PROCESS_ID] = "process",    [ESCPOS_INFO] = "info", [ESCPOS_BLOCK_OTHER] = "block",
    [ESCPOS_XON] = "xon",               [ESCPOS_XOFF] = "xoff", [ESCPOS_NOISE] = "noise",
};

static void describe(const struct escpos_item *item, char *out, size_t size)
{
    size_t used = strlen(out);
    bool text = item->kind == ESCPOS_PROCESS_ID || item->kind == ESCPOS_INFO ||
                item->kind == ESCPOS_BLOCK_OTHER;
    if (text) {
        snprintf(out + used, size - used, "%s %s;", kinds[item->kind], item->text);
    } else if (item->kind == ESCPOS_AUTO) {
        snprintf(out + used, size - used, "auto %02X%02X%02X%02X;", item->byte[0], item->byte[1],
                 item->byte[2], item->byte[3]);
    } else {
        snprintf(out + used, size - used, "%s %02X;", kinds[item->kind], item->byte[0]);
    }
}

static const struct {
    const char *bytes, *items;
} streams[] = {
    {"12", "realtime 12;"},
    {"14 00 00 0F", "auto 1400000F;"},
    {"00", "ordered 00;"},
    {"0C", "ordered 0C;"},
    {"11 13", "xon 11;xoff 13;"},
    {"37 22 41 30 32 33 00", "process A023;"},
    {"5F 54 4D 2D 54 38 38 00", "info TM-T88;"},
    {"3D 41 00 35 00", "block A;block ;"},
    {"12 14 00 00 0F 16 00 12", "realtime 12;auto 1400000F;realtime 16;ordered 00;realtime 12;"},
    {"14 00 12 00 0F", "realtime 12;auto 1400000F;"},       /* a real-time answer inside */
    {"14 00 13 00 11 0F", "xoff 13;xon 11;auto 1400000F;"}, /* flow control inside */
    {"14 00 14 00 00 0F", "auto 1400000F;"},                /* one cut off, the next whole */
    {"14 00 5F 41 00 00", "info A;ordered 00;"},
    {"5F 41 12 00", "realtime 12;ordered 00;"},             /* a block cut off */
    {"5F BD AD 00", "info ??;"},
    {"80 FF 12", "noise 80;noise FF;realtime 12;"},
    {"0F 14 00 00 0F", "ordered 0F;auto 1400000F;"},        /* joined in the middle of one */
};

static void every_byte_is_told_by_its_fixed_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(streams); i++) {
        uint8_t bytes[64];
        size_t count = from_hex(streams[i].bytes, bytes, sizeof bytes);
        for (size_t step = 1; step <= count; step++) {
            struct escpos_status_parser parser;
            escpos_status_init(&parser);
            char got[256] = "";
            for (size_t at = 0; at < count; at += step) {
                struct byte_stream in = {bytes + at, count - at < step ? count - at : step};
                struct escpos_item item;
                while (escpos_status_take(&parser, (int64_t)at * 1000, &in, &item)) {
                    describe(&item, got, sizeof got);
                }
            }
            assert_string_equal(got, streams[i].items);
        }
    }
}

static void a_pause_ends_what_is_not_complete(void **state)
{
    (void)state;
    struct escpos_status_parser parser;
    struct escpos_item item;
    escpos_status_init(&parser);
    struct byte_stream in = {(const uint8_t *)"\x14\x00", 2};
    assert_false(escpos_status_take(&parser, 0, &in, &item));
    in = (struct byte_stream){(const uint8_t *)"\x00", 1};
    assert_true(escpos_status_take(&parser, ESCPOS_STATUS_GAP_US + 1, &in, &item));
    assert_int_equal(item.kind, ESCPOS_ORDERED);
    assert_int_equal(parser.noise, 2);
}

static void a_block_without_end_is_given_up(void **state)
{
    (void)state;
    uint8_t bytes[4 * ESCPOS_BLOCK];
    memset(bytes, 'A', sizeof bytes);
    bytes[0] = 0x5F;
    struct escpos_status_parser parser;
    struct escpos_item item;
    escpos_status_init(&parser);
    struct byte_stream in = {bytes, sizeof bytes};
    while (escpos_status_take(&parser, 0, &in, &item)) {
        assert_int_not_equal(item.kind, ESCPOS_INFO);
    }
    assert_true(parser.noise >= ESCPOS_BLOCK - 1);
    in = (struct byte_stream){(const uint8_t *)"\x12", 1};
    assert_true(escpos_status_take(&parser, 0, &in, &item));
    assert_int_equal(item.kind, ESCPOS_REALTIME);
}

static void typical_answers_mean_what_the_page_says(void **state)
{
    (void)state;
    static const struct {
        uint8_t what, byte;
        unsigned flags;
    } answers[] = {
        {1, 0x12, 0},
        {2, 0x12, 0},
        {3, 0x12, 0},
        {4, 0x12, 0},
        {1, 0x1A, ESCPOS_OFFLINE},
        {2, 0x32, ESCPOS_PAPER_END},
        {2, 0x16, ESCPOS_COVER_OPEN},
        {2, 0x52, ESCPOS_ERROR},
        {3, 0x1A, ESCPOS_CUTTER},
        {4, 0x1E, ESCPOS_NEAR_END},
        {4, 0x7E, ESCPOS_NEAR_END | ESCPOS_PAPER_END},
    };
    for (size_t i = 0; i < COUNT(answers); i++) {
        assert_int_equal(escpos_realtime_flags(answers[i].what, answers[i].byte),
                         answers[i].flags);
        assert_int_equal(escpos_realtime_byte(answers[i].what, answers[i].flags),
                         answers[i].byte);
    }
    assert_int_equal(escpos_realtime_mask(4), ESCPOS_NEAR_END | ESCPOS_PAPER_END);
    uint8_t bytes[4];
    escpos_auto_bytes(ESCPOS_DRAWER, bytes);
    assert_memory_equal(bytes, "\x14\x00\x00\x0F", 4);
    escpos_auto_bytes(0, bytes);
    assert_memory_equal(bytes, "\x10\x00\x00\x0F", 4);
    assert_int_equal(escpos_ordered_byte(ESCPOS_PAPER_END), 0x0F);
    assert_int_equal(escpos_ordered_flags(0x03), ESCPOS_NEAR_END);
}

/* Any picture of flags, told by the four answers or by one automatic status, is read back; and
 * no byte that a simulated printer sends is mistaken for another kind. */
static void every_picture_reads_back(void **state)
{
    (void)state;
    enum { ALL = ESCPOS_DRAWER * 2, CAUSES = ESCPOS_RECOVERABLE | ESCPOS_CUTTER |
           ESCPOS_UNRECOVERABLE | ESCPOS_HOT };
    for (unsigned flags = 0; flags < ALL; flags++) {
        bool sound = ((flags & CAUSES) != 0) == ((flags & ESCPOS_ERROR) != 0) &&
                     ((flags & ESCPOS_PAPER_END) == 0 || (flags & ESCPOS_NEAR_END) != 0);
        if (!sound) {
            continue;
        }
        unsigned told = 0;
        for (uint8_t what = 1; what <= 4; what++) {
            uint8_t byte = escpos_realtime_byte(what, flags);
            assert_int_equal(byte & 0x93, 0x12);
            told = (told & ~escpos_realtime_mask(what)) | escpos_realtime_flags(what, byte);
        }
        assert_int_equal(told, flags);
        uint8_t bytes[4];
        escpos_auto_bytes(flags, bytes);
        assert_int_equal(bytes[0] & 0x93, 0x10);
        assert_int_equal((bytes[1] | bytes[2] | bytes[3]) & 0x90, 0);
        assert_int_equal(escpos_auto_flags(bytes), flags);
        assert_int_equal(escpos_ordered_byte(flags) & 0x90, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_told_by_its_fixed_bits),
        cmocka_unit_test(a_pause_ends_what_is_not_complete),
        cmocka_unit_test(a_block_without_end_is_given_up),
        cmocka_unit_test(typical_answers_mean_what_the_page_says),
        cmocka_unit_test(every_picture_reads_back),
    };
    return cmocka_run_group_tests_name("proto/escpos_status", tests, NULL, NULL);
}
