/* text.h: what serial displays and printers do to text.
 *
 * Problem: the hall writes UTF-8; boards speak GB2312, printers GBK or GB18030, panels GBK.
 * A character the device lacks must become a visible 〓 and never garbage; a text that is too
 * long must be cut between characters; widths count in cells (a Chinese character is two).
 *
 * Pure, no state. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_encoding {
    TEXT_ASCII,
    TEXT_GB2312,
    TEXT_GBK,
    TEXT_GB18030,
    TEXT_UTF16BE,
    TEXT_UTF8,
    TEXT_ENCODING_COUNT
};

/* "gb2312" … as profiles write them. 0 or -1. */
int text_encoding_parse(const char *name, enum text_encoding *out);
const char *text_encoding_name(enum text_encoding encoding);

/* Reads one code point of UTF-8 at `*text` and moves on. Invalid bytes give U+FFFD, one byte
 * at a time. 0 at the end. */
uint32_t text_next(const char **text);
/* Writes one code point as UTF-8 (at most 4 bytes, no terminator). Bytes written. */
size_t text_put(uint32_t code_point, char out[4]);
/* True when the whole is valid UTF-8 without control characters. */
bool text_is_clean(const char *text);
/* Replaces control characters by a space, in place: hostile names never reach a device. */
void text_clean(char *text);
/* Cells on a device with half- and full-width characters: ASCII 1, the rest 2. */
size_t text_cells(const char *text);
/* Copies as much of `text` as fits in `cells` cells and `size` bytes, never half a character.
 * Bytes of the result without the terminator. */
size_t text_cut(char *out, size_t size, const char *text, size_t cells);

/* Encodes UTF-8 into the device's encoding. A character that has no form there becomes the
 * replacement 〓 (A1 FE in the GB family; '?' in ASCII) and is counted in `*missing` (may be
 * NULL). Never writes half a character; stops when `size` is full. Bytes written.
 * GB2312 is the 1980 set (rows 1–9 and 16–87): 镕 has no form there although GBK has one.
 * TEXT_GBK never yields the four-byte forms of GB18030 (devices.md A.1). */
size_t text_encode(enum text_encoding encoding, const char *text, uint8_t *out, size_t size,
                   unsigned *missing);
/* Decodes a device's bytes to UTF-8, terminated. Invalid bytes give U+FFFD. Bytes written
 * without the terminator. */
size_t text_decode(enum text_encoding encoding, const uint8_t *bytes, size_t count, char *out,
                   size_t size);

/* snprintf that appends: keeps `*used` and never passes `size`. */
void text_append(char *out, size_t size, size_t *used, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
