/* checksum.h: the checks that hall devices put behind their frames.
 *
 * Vendors mix up three CRC-16s (devices.md, J.15), so each has its own name here and its
 * standard check value over "123456789" in the test.
 *
 * Pure. Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Polynomial A001 reflected, start FFFF; low byte first on the wire. "Modbus over Serial Line
 * V1.02", 6.2.2; DWIN DGUS II (devices.md D.1). Check value 4B37. */
uint16_t crc16_modbus(const uint8_t *bytes, size_t count);
/* Polynomial A001 reflected, start 0000: Onbon cards (devices.md B.4). Check value BB3D. */
uint16_t crc16_arc(const uint8_t *bytes, size_t count);
/* Polynomial 1021, start 0000, high byte first: TGUS screens (devices.md D.1). Check 31C3. */
uint16_t crc16_xmodem(const uint8_t *bytes, size_t count);
/* Low byte of the sum: FF 68 pads (devices.md C.1). */
uint8_t sum8(const uint8_t *bytes, size_t count);
/* All bytes exclusive-ored: A0 9x window strips (devices.md B.1). */
uint8_t xor8(const uint8_t *bytes, size_t count);
