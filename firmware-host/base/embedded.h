/* embedded.h: files that are part of the program (.cmake/embed.cmake, hallq_embed).
 *
 * hallq_embed(target SYMBOL files…) yields SYMBOL.h with two declarations:
 *     extern const struct embedded_file SYMBOL[];     sorted by name
 *     extern const size_t SYMBOL_count;
 * Immutable. Thread: any. */
#pragma once

#include <stddef.h>

struct embedded_file {
    const char *name;           /* relative to BASE, or the bare file name */
    const unsigned char *bytes; /* a zero byte follows, not counted: a text is a C string */
    size_t size;
};
