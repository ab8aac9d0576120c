/* pcap.c: see pcap.h. Numbers are little-endian, which the magic number says. */
#include "devices/proto/pcap.h"

#include <string.h>

static uint8_t *put_u32(uint8_t *out, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        *out++ = (uint8_t)(value >> 8 * i);
    }
    return out;
}

size_t pcap_header(uint8_t out[PCAP_HEADER])
{
    static const uint32_t microseconds = 0xA1B2C3D4, version_2_4 = 4 << 16 | 2;
    out = put_u32(out, microseconds);
    out = put_u32(out, version_2_4);
    out = put_u32(out, 0); /* offset from UTC */
    out = put_u32(out, 0); /* accuracy */
    out = put_u32(out, PCAP_FRAME);
    put_u32(out, PCAP_LINK_TYPE);
    return PCAP_HEADER;
}

size_t pcap_record(uint8_t *out, size_t size, int64_t unix_us, const uint8_t *frame,
                   size_t count)
{
    if (count > PCAP_FRAME || size < PCAP_RECORD_HEADER + count) {
        return 0;
    }
    out = put_u32(out, (uint32_t)(unix_us / 1000000));
    out = put_u32(out, (uint32_t)(unix_us % 1000000));
    out = put_u32(out, (uint32_t)count); /* kept */
    out = put_u32(out, (uint32_t)count); /* on the wire */
    memcpy(out, frame, count);
    return PCAP_RECORD_HEADER + count;
}
