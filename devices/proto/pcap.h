/* pcap.h: a trace of a Modbus line that Wireshark opens.
 *
 * A capture file in microseconds with link type 147 (USER0), which Wireshark's table of user
 * link types maps to "mbrtu" (devices.md G gives the option). One record is one RTU frame.
 * Source: draft-ietf-opsawg-pcap (file format), link type registry.
 *
 * Bytes only; the caller writes them where it wants. Pure. Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { PCAP_HEADER = 24, PCAP_RECORD_HEADER = 16, PCAP_LINK_TYPE = 147, PCAP_FRAME = 1024 };

/* The file's first bytes. Always PCAP_HEADER. */
size_t pcap_header(uint8_t out[PCAP_HEADER]);
/* One record: `unix_us` is when its first byte was on the wire, microseconds since 1970.
 * Bytes written, 0 when `count` is above PCAP_FRAME or `size` is too small. */
size_t pcap_record(uint8_t *out, size_t size, int64_t unix_us, const uint8_t *frame,
                   size_t count);
