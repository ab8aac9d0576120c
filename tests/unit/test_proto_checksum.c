/* The checks: standard check values, and the frames of devices.md whose checks were recomputed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/checksum.h"
#include "proto_hex.h"

static const uint8_t digits[] = "123456789";

static void standard_check_values(void **state)
{
    (void)state;
    assert_int_equal(crc16_modbus(digits, 9), 0x4B37);
    assert_int_equal(crc16_arc(digits, 9), 0xBB3D);
    assert_int_equal(crc16_xmodem(digits, 9), 0x31C3);
    assert_int_equal(sum8(digits, 9), 0xDD);
    assert_int_equal(xor8(digits, 9), 0x31);
    assert_int_equal(crc16_modbus(digits, 0), 0xFFFF);
    assert_int_equal(crc16_arc(digits, 0), 0);
}

static uint16_t sum_wide(const uint8_t *bytes, size_t count)
{
    return sum8(bytes, count);
}

static uint16_t xor_wide(const uint8_t *bytes, size_t count)
{
    return xor8(bytes, count);
}

static void vectors_of_the_devices_page(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint16_t (*check)(const uint8_t *bytes, size_t count);
        uint16_t value;
    } vectors[] = {
        {"01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00", crc16_arc, 0xF868}, /* B.4 */
        {"01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A3 10 01 00 00", crc16_arc, 0xF851},
        {"83 00 0F 01", crc16_modbus, 0x90ED},                                           /* D.1 */
        {"82 10 00 31 32", crc16_modbus, 0x9BCC},
        {"81 00 10", crc16_xmodem, 0x1E5B},
        {"01 10 00 70 00 06", crc16_modbus, 0xD041},                                     /* B.6 */
        {"05 01 0C", sum_wide, 0x12},                                                    /* C.1 */
        {"02 A1 00 00", xor_wide, 0xA3},                                                 /* B.1 */
        {"00 03 20 01", xor_wide, 0x22},                                                 /* E */
        {"00 03 11 FF", xor_wide, 0xED},
    };
    for (size_t i = 0; i < COUNT(vectors); i++) {
        uint8_t bytes[64];
        size_t count = from_hex(vectors[i].bytes, bytes, sizeof bytes);
        assert_int_equal(vectors[i].check(bytes, count), vectors[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_check_values),
        cmocka_unit_test(vectors_of_the_devices_page),
    };
    return cmocka_run_group_tests_name("proto/checksum", tests, NULL, NULL);
}
