/* modbus.h: Modbus RTU as a slave sees it, for simulators and traces.
 *
 * Problem: several libmodbus slaves on one line swallow each other's requests (devices.md
 * F.2-5), so a simulated line is one process that answers for all units, with framing of its
 * own. Names begin with rtu_ because libmodbus owns modbus_.
 *
 * Source: "MODBUS Application Protocol V1.1b3" section 6 (functions), 7 (exceptions); "MODBUS
 * over Serial Line V1.02" 2.5.1 (RTU framing, t1.5 and t3.5); devices.md F.1.
 *
 * A request's length follows from its function; of an unknown function it is known only when
 * the line falls silent. Pure. Thread: any. */
#pragma once

#include "base/text.h"
#include "devices/proto/deframer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RTU_FRAME = 256,
    RTU_READ_WORDS = 125,
    RTU_WRITE_WORDS = 123,
    RTU_READ_BITS = 2000,
    RTU_WRITE_BITS = 1968,
    RTU_BROADCAST = 0,
    RTU_UNIT_MAX = 247
};

enum rtu_function {
    RTU_READ_COILS = 1,
    RTU_READ_DISCRETE = 2,
    RTU_READ_HOLDING = 3,
    RTU_READ_INPUT = 4,
    RTU_WRITE_COIL = 5,
    RTU_WRITE_REGISTER = 6,
    RTU_DIAGNOSTICS = 8,
    RTU_WRITE_COILS = 15,
    RTU_WRITE_REGISTERS = 16,
    RTU_MASK_WRITE = 22,
    RTU_WRITE_AND_READ = 23
};

enum rtu_exception {
    RTU_OK = 0,
    RTU_ILLEGAL_FUNCTION = 1,
    RTU_ILLEGAL_ADDRESS = 2,
    RTU_ILLEGAL_VALUE = 3,
    RTU_DEVICE_FAILURE = 4,
    RTU_ACKNOWLEDGE = 5,
    RTU_BUSY = 6
};

struct rtu_request {
    uint8_t unit, function;
    uint16_t address, count; /* what is read or written; WRITE_REGISTER and _COIL: count 1;
                              * DIAGNOSTICS: address is the sub-function */
    uint16_t write_address, write_count; /* WRITE_AND_READ: what is written before the read */
    uint16_t words[RTU_WRITE_WORDS]; /* written values; WRITE_COIL: FF00 or 0; MASK_WRITE: the
                                      * and-mask and the or-mask; DIAGNOSTICS: its data */
    uint8_t bits[(RTU_WRITE_BITS + 7) / 8]; /* WRITE_COILS: the first in bit 0 of bits[0] */
    /* RTU_OK, RTU_ILLEGAL_FUNCTION (also for those of the standard that are only counted here:
     * 7, 11, 12, 17) or RTU_ILLEGAL_VALUE: what a slave must answer before it looks at its own
     * registers. */
    enum rtu_exception exception;
};

struct rtu_deframer {
    struct deframer deframer;
};
/* `gap_us`: silence that ends a frame, rtu_t35_us() on a true wire, more behind USB. */
void rtu_init(struct rtu_deframer *deframer, int64_t gap_us);
/* The next request with a good CRC, for any unit. See deframer_take. */
bool rtu_take(struct rtu_deframer *deframer, int64_t now_us, struct byte_stream *in,
              struct rtu_request *out);

/* ---- what is sent. All: bytes of the frame with CRC, 0 when the values do not fit. */
/* READ_* 1 to 4, WRITE_REGISTER, WRITE_COIL, WRITE_REGISTERS, WRITE_COILS. */
size_t rtu_encode_request(const struct rtu_request *request, uint8_t out[RTU_FRAME]);
/* Answer to READ_HOLDING, READ_INPUT, WRITE_AND_READ: request->count words. */
size_t rtu_reply_words(const struct rtu_request *request, const uint16_t *words,
                       uint8_t out[RTU_FRAME]);
/* Answer to READ_COILS, READ_DISCRETE: request->count bits, the first in bit 0 of bits[0]. */
size_t rtu_reply_bits(const struct rtu_request *request, const uint8_t *bits,
                      uint8_t out[RTU_FRAME]);
/* Answer to the writes: the echo. */
size_t rtu_reply_written(const struct rtu_request *request, uint8_t out[RTU_FRAME]);
size_t rtu_reply_exception(const struct rtu_request *request, enum rtu_exception exception,
                           uint8_t out[RTU_FRAME]);

/* ---- time on the wire */
/* Bits of one character: start, data, parity unless 'N', stop. 8N1 = 10, 8E1 = 11. */
unsigned rtu_character_bits(unsigned data_bits, char parity, unsigned stop_bits);
/* Microseconds, rounded up, that `count` characters take. */
int64_t rtu_wire_us(uint32_t baud, unsigned character_bits, size_t count);
/* 1.5 and 3.5 characters of 11 bits; fixed 750 and 1750 µs above 19200 baud. */
int64_t rtu_t15_us(uint32_t baud);
int64_t rtu_t35_us(uint32_t baud);

/* ---- text in registers: two bytes each, high byte first, zero padded */
/* Fills `count` words; never half a character. Bytes of text. */
size_t rtu_pack_text(enum text_encoding encoding, const char *text, uint16_t *words,
                     size_t count, unsigned *missing);
/* Reads up to `bytes` bytes or the first zero byte as UTF-8. Bytes without terminator. */
size_t rtu_unpack_text(enum text_encoding encoding, const uint16_t *words, size_t bytes,
                       char *text, size_t size);
