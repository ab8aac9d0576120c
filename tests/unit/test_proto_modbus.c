/* Modbus RTU from the slave's side: vectors of devices.md B.6 and F.1, limits, timing, pcap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/checksum.h"
#include "devices/proto/modbus.h"
#include "devices/proto/modbus_maps.h"
#include "devices/proto/pcap.h"
#include "proto_hex.h"

static size_t with_crc(const char *hex, uint8_t *out, size_t size)
{
    size_t count = from_hex(hex, out, size - 2);
    uint16_t crc = crc16_modbus(out, count);
    out[count] = (uint8_t)crc;
    out[count + 1] = (uint8_t)(crc >> 8);
    return count + 2;
}

static bool take(const uint8_t *bytes, size_t count, int64_t silence, struct rtu_request *out)
{
    struct rtu_deframer deframer;
    rtu_init(&deframer, rtu_t35_us(9600));
    struct byte_stream in = {bytes, count};
    return rtu_take(&deframer, 0, &in, out) || rtu_take(&deframer, silence, &in, out);
}

static void armfly_boards_are_spoken(void **state)
{
    (void)state;
    static const char request_hex[] =
        "01 10 00 70 00 06 0C 50 32 2E 33 00 00 00 00 00 00 00 00 3B 25";
    struct rtu_request request = {.unit = 1, .function = RTU_WRITE_REGISTERS,
                                  .address = ARMFLY_ASCII, .count = ARMFLY_ASCII_WORDS};
    uint8_t bytes[RTU_FRAME];
    char hex[3 * RTU_FRAME], text[16];
    assert_int_equal(rtu_pack_text(TEXT_ASCII, "P2.3", request.words, 6, NULL), 4);
    size_t count = rtu_encode_request(&request, bytes);
    assert_string_equal(to_hex(bytes, count, hex), request_hex);
    struct rtu_request heard;
    assert_true(take(bytes, count, 0, &heard));
    assert_int_equal(heard.exception, RTU_OK);
    rtu_unpack_text(TEXT_ASCII, heard.words, 12, text, sizeof text);
    assert_string_equal(text, "P2.3");
    assert_string_equal(to_hex(bytes, rtu_reply_written(&heard, bytes), hex),
                        "01 10 00 70 00 06 41 D0");

    request = (struct rtu_request){.unit = 1, .function = RTU_WRITE_REGISTERS,
                                   .address = ARMFLY_VALUE, .count = 2,
                                   .words = {0x0002, 0x01EA}};
    assert_string_equal(to_hex(bytes, rtu_encode_request(&request, bytes), hex),
                        "01 10 00 90 00 02 04 00 02 01 EA DB 1C");
}

static void requests_are_checked_before_registers(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        enum rtu_exception exception;
        uint16_t address, count;
    } cases[] = {
        {"05 04 00 00 00 01", RTU_OK, 0, 1},
        {"05 03 00 10 00 7D", RTU_OK, 0x10, 125},
        {"05 03 00 10 00 7E", RTU_ILLEGAL_VALUE, 0x10, 126},
        {"05 03 00 10 00 00", RTU_ILLEGAL_VALUE, 0x10, 0},
        {"05 01 00 10 07 D0", RTU_OK, 0x10, 2000},
        {"05 02 00 10 07 D1", RTU_ILLEGAL_VALUE, 0x10, 2001},
        {"05 05 00 10 FF 00", RTU_OK, 0x10, 1},
        {"05 05 00 10 12 34", RTU_ILLEGAL_VALUE, 0x10, 1},
        {"05 06 00 10 12 34", RTU_OK, 0x10, 1},
        {"00 06 00 12 00 03", RTU_OK, 0x12, 1},
        {"05 0F 00 10 00 0A 02 CD 01", RTU_OK, 0x10, 10},
        {"05 0F 00 10 00 0A 03 CD 01 00", RTU_ILLEGAL_VALUE, 0x10, 10},
        {"05 10 00 10 00 02 04 00 01 00 02", RTU_OK, 0x10, 2},
        {"05 10 00 10 00 02 02 00 01", RTU_ILLEGAL_VALUE, 0x10, 2},
        {"05 16 00 04 00 F2 00 25", RTU_OK, 4, 1},
        {"05 17 00 03 00 06 00 0E 00 01 02 00 FF", RTU_OK, 3, 6},
        {"05 07", RTU_ILLEGAL_FUNCTION, 0, 0},
        {"05 11", RTU_ILLEGAL_FUNCTION, 0, 0},
        {"05 2B 0E 01 00", RTU_ILLEGAL_FUNCTION, 0, 0}, /* unknown: known by the silence */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[RTU_FRAME];
        size_t count = with_crc(cases[i].hex, bytes, sizeof bytes);
        struct rtu_request request;
        assert_true(take(bytes, count, 10000, &request));
        assert_int_equal(request.unit, bytes[0]);
        assert_int_equal(request.function, bytes[1]);
        assert_int_equal(request.exception, cases[i].exception);
        assert_int_equal(request.address, cases[i].address);
        assert_int_equal(request.count, cases[i].count);
        bytes[count - 1] ^= 1;
        assert_false(take(bytes, count, 10000, &request));
    }
}

static void answers_have_the_standards_bytes(void **state)
{
    (void)state;
    /* MODBUS Application Protocol V1.1b3, the examples of 6.1, 6.3, 6.5, 6.6, 6.12, 6.16 */
    uint8_t out[RTU_FRAME];
    char hex[3 * RTU_FRAME];
    struct rtu_request request = {.unit = 17, .function = RTU_READ_HOLDING, .address = 0x6B,
                                  .count = 3};
    static const uint16_t words[] = {0x022B, 0x0000, 0x0064};
    size_t count = rtu_reply_words(&request, words, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 03 06 02 2B 00 00 00 64");
    assert_int_equal(crc16_modbus(out, count), 0);

    request.function = RTU_READ_COILS;
    request.count = 19;
    count = rtu_reply_bits(&request, (const uint8_t[]){0xCD, 0x6B, 0xFD}, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 01 03 CD 6B 05");

    request = (struct rtu_request){.unit = 17, .function = RTU_WRITE_REGISTER, .address = 1,
                                   .count = 1, .words = {3}};
    count = rtu_reply_written(&request, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 06 00 01 00 03");
    request = (struct rtu_request){.unit = 17, .function = RTU_WRITE_REGISTERS, .address = 1,
                                   .count = 2};
    count = rtu_reply_written(&request, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 10 00 01 00 02");
    request = (struct rtu_request){.unit = 17, .function = RTU_MASK_WRITE, .address = 4,
                                   .words = {0x00F2, 0x0025}};
    count = rtu_reply_written(&request, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 16 00 04 00 F2 00 25");
    count = rtu_reply_exception(&request, RTU_ILLEGAL_ADDRESS, out);
    assert_string_equal(to_hex(out, count - 2, hex), "11 96 02");

    request.count = RTU_READ_WORDS + 1;
    assert_int_equal(rtu_reply_words(&request, words, out), 0);
    request.function = RTU_WRITE_REGISTERS;
    request.count = RTU_WRITE_WORDS + 1;
    assert_int_equal(rtu_encode_request(&request, out), 0);
}

/* A board's text as the driver sends it, over any split, after noise, twice in one read. */
static void requests_are_found_in_the_stream(void **state)
{
    (void)state;
    struct rtu_request request = {.unit = 9, .function = RTU_WRITE_REGISTERS,
                                  .address = LED_TEXT, .count = LED_TEXT_WORDS};
    rtu_pack_text(TEXT_GB2312, "请A023号到3号窗口", request.words, LED_TEXT_WORDS, NULL);
    uint8_t bytes[600] = {0xFF, 0x00}; /* noise: an impossible unit, then a broadcast's start */
    size_t count = 1;
    count += rtu_encode_request(&request, bytes + count);
    request = (struct rtu_request){.unit = 9, .function = RTU_READ_INPUT, .count = 4};
    count += rtu_encode_request(&request, bytes + count);
    for (size_t step = 1; step <= count; step++) {
        struct rtu_deframer deframer;
        rtu_init(&deframer, rtu_t35_us(9600));
        int found = 0;
        for (size_t at = 0; at < count; at += step) {
            struct byte_stream in = {bytes + at, count - at < step ? count - at : step};
            struct rtu_request heard;
            while (rtu_take(&deframer, (int64_t)at, &in, &heard)) {
                char text[64];
                if (++found == 1) {
                    rtu_unpack_text(TEXT_GB2312, heard.words, 128, text, sizeof text);
                    assert_string_equal(text, "请A023号到3号窗口");
                }
            }
        }
        assert_int_equal(found, 2);
    }
}

static void silence_ends_a_broken_request(void **state)
{
    (void)state;
    uint8_t bytes[16];
    size_t count = with_crc("05 04 00 00 00 01", bytes, sizeof bytes);
    struct rtu_deframer deframer;
    struct rtu_request request;
    rtu_init(&deframer, rtu_t35_us(9600));
    struct byte_stream in = {bytes, 3};
    assert_false(rtu_take(&deframer, 0, &in, &request));
    in = (struct byte_stream){bytes, count};
    assert_true(rtu_take(&deframer, rtu_t35_us(9600) + 1, &in, &request));
    assert_int_equal(deframer.deframer.dropped, 3);
}

static void characters_take_their_time(void **state)
{
    (void)state;
    static const struct {
        uint32_t baud;
        int64_t t15, t35;
    } cases[] = {
        {9600, 1719, 4011}, {19200, 860, 2006}, {38400, 750, 1750}, {115200, 750, 1750},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(rtu_t15_us(cases[i].baud), cases[i].t15);
        assert_int_equal(rtu_t35_us(cases[i].baud), cases[i].t35);
    }
    assert_int_equal(rtu_character_bits(8, 'N', 1), 10);
    assert_int_equal(rtu_character_bits(8, 'E', 1), 11);
    assert_int_equal(rtu_character_bits(8, 'N', 2), 11);
    assert_int_equal(rtu_wire_us(9600, 10, 15), 15625); /* the short poll of devices.md C.2 */
    assert_int_equal(rtu_wire_us(0, 10, 15), 0);
}

static void registers_hold_whole_characters(void **state)
{
    (void)state;
    uint16_t words[8];
    char text[64];
    unsigned missing;
    memset(words, 0xEE, sizeof words);
    assert_int_equal(rtu_pack_text(TEXT_GB2312, "镕A请请", words, 3, &missing), 5);
    assert_int_equal(missing, 1);
    static const uint16_t expected[] = {0xA1FE, 0x41C7, 0xEB00};
    assert_memory_equal(words, expected, sizeof expected);
    assert_int_equal(rtu_unpack_text(TEXT_GB2312, words, 6, text, sizeof text), 7);
    assert_string_equal(text, "〓A请");
}

static void a_trace_is_a_capture_file(void **state)
{
    (void)state;
    uint8_t out[PCAP_RECORD_HEADER + PCAP_FRAME];
    char hex[200];
    assert_string_equal(to_hex(out, pcap_header(out), hex),
                        "D4 C3 B2 A1 02 00 04 00 00 00 00 00 00 00 00 00 00 04 00 00 93 00 00 00");
    size_t count = pcap_record(out, sizeof out, 1772413504120007, (const uint8_t *)"\x01\x02", 2);
    assert_string_equal(to_hex(out, count, hex),
                        "40 E2 A4 69 C7 D4 01 00 02 00 00 00 02 00 00 00 01 02");
    assert_int_equal(pcap_record(out, 17, 0, (const uint8_t *)"\x01\x02", 2), 0);
    assert_int_equal(pcap_record(out, sizeof out, 0, out, PCAP_FRAME + 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(armfly_boards_are_spoken),
        cmocka_unit_test(requests_are_checked_before_registers),
        cmocka_unit_test(answers_have_the_standards_bytes),
        cmocka_unit_test(requests_are_found_in_the_stream),
        cmocka_unit_test(silence_ends_a_broken_request),
        cmocka_unit_test(characters_take_their_time),
        cmocka_unit_test(registers_hold_whole_characters),
        cmocka_unit_test(a_trace_is_a_capture_file),
    };
    return cmocka_run_group_tests_name("proto/modbus", tests, NULL, NULL);
}
