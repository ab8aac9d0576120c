/* checksum.c: see checksum.h. Bit by bit: frames are short and lines slow, so a table would
 * only be more to read. */
#include "devices/proto/checksum.h"

static uint16_t crc16_reflected(uint16_t crc, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (uint16_t)(crc >> 1 ^ ((crc & 1) != 0 ? 0xA001 : 0));
        }
    }
    return crc;
}

uint16_t crc16_modbus(const uint8_t *bytes, size_t count)
{
    return crc16_reflected(0xFFFF, bytes, count);
}

uint16_t crc16_arc(const uint8_t *bytes, size_t count)
{
    return crc16_reflected(0, bytes, count);
}

uint16_t crc16_xmodem(const uint8_t *bytes, size_t count)
{
    uint16_t crc = 0;
    for (size_t i = 0; i < count; i++) {
        crc = (uint16_t)(crc ^ bytes[i] << 8);
        for (int bit = 0; bit < 8; bit++) {
            crc = (uint16_t)(crc << 1 ^ ((crc & 0x8000) != 0 ? 0x1021 : 0));
        }
    }
    return crc;
}

uint8_t sum8(const uint8_t *bytes, size_t count)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum = (uint8_t)(sum + bytes[i]);
    }
    return sum;
}

uint8_t xor8(const uint8_t *bytes, size_t count)
{
    uint8_t result = 0;
    for (size_t i = 0; i < count; i++) {
        result ^= bytes[i];
    }
    return result;
}
