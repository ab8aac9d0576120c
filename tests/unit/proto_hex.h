/* proto_hex.h: bytes as devices.md writes them, for the protocol tests. */
#pragma once

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* "FF 68 03" or "FF6803" to bytes; at most `size`. */
static inline size_t from_hex(const char *hex, uint8_t *out, size_t size)
{
    size_t count = 0;
    while (*hex != '\0') {
        if (isspace((unsigned char)*hex)) {
            hex++;
            continue;
        }
        char pair[3] = {hex[0], hex[1], '\0'}, *end;
        assert(count < size);
        out[count++] = (uint8_t)strtoul(pair, &end, 16);
        assert(*end == '\0' && end == pair + 2);
        hex += 2;
    }
    return count;
}

/* Bytes to "FF 68 03"; `out` holds 3 bytes for each. */
static inline const char *to_hex(const uint8_t *bytes, size_t count, char *out)
{
    char *at = out;
    *at = '\0';
    for (size_t i = 0; i < count; i++) {
        at += sprintf(at, i == 0 ? "%02X" : " %02X", bytes[i]);
    }
    return out;
}
