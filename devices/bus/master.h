/* master.h: Modbus RTU requests and replies, made and checked by libmodbus.
 *
 * Problem: libmodbus knows frames and checks well, but on a real line it takes a late answer
 * for the next one, gives up when another slave's frame comes first, cannot skip the glitch
 * byte that an RS485 adapter makes when it turns round, loops for ever after an unplug, and
 * waits where it must not be waited (devices.md F.2).
 *
 * Design: libmodbus gets one end of a socket pair and no port. What it sends into the pair is
 * the request; what the wire heard is put into the pair for it to check. When bytes go out, how
 * long is waited and what is thrown away is decided by talk.c. It never opens, waits, retries
 * or recovers anything here.
 *
 * master_find looks for the one answer that fits a request, at any place in what was heard:
 * unit, function, byte count or echoed address and value, length, CRC. Frames of others before
 * it, and noise, are stepped over; nothing else can be taken for it.
 *
 * Source: "MODBUS Application Protocol V1.1b3" 6.3, 6.4, 6.6, 6.12, 7; "MODBUS over Serial Line
 * V1.02" 2.5.1. Owner and thread: the line's bus thread. */
#pragma once

#include "devices/device.h"

enum { MASTER_FRAME = 256, MASTER_EXCEPTION_BYTES = 5 };

struct master;

struct master *master_create(void);
void master_destroy(struct master *master);

/* The request as bytes with CRC. Its size, or -1: a function, count or unit that is not
 * allowed (3, 4: 1 to 125 words; 6: one; 16: 1 to 123; writes to unit 0 only). */
int master_request(struct master *master, const struct exchange *exchange,
                   uint8_t out[MASTER_FRAME]);

enum master_finding {
    MASTER_NOTHING, /* no trace of an answer yet: keep listening */
    MASTER_PARTIAL, /* unit and function of an answer are there, not all of it */
    MASTER_DAMAGED, /* what looked like the answer fails its check */
    MASTER_ANSWER,  /* *result is filled: OK or EXCEPTION */
};
struct master_place {
    size_t from, size; /* of the answer in what was heard */
};
enum master_finding master_find(struct master *master, const struct exchange *exchange,
                                const uint8_t *heard, size_t count, struct master_place *place,
                                struct exchange_result *result);

/* The first well-formed reply of whatever unit in `heard`: true with *unit and *place. False:
 * place->from bytes at the front begin nothing and may be forgotten. */
bool master_sift(struct master *master, const uint8_t *heard, size_t count, uint8_t *unit,
                 struct master_place *place);
