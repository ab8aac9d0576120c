/* measure_pack.c: durations in few bytes, for roll-ups. See measure.h.
 *
 *   up to IMAGE_EXACT values   sorted, each as its distance from the one before, LEB128
 *   more                       the buckets in lines of 16, without the empty ones at either end:
 *                              bytes of a count (1, 2 or 4), first line, lines, 0; counts
 *
 * histogram.h's pairs would be twice as long here and ten times slower to add: a line of 16 is one
 * addition of a vector. Counts have the machine's byte order, as the rows of a block do. */
#include "stats/measure.h"

#include <stdbool.h>
#include <string.h>

enum { LINE = 16, LINES = MEASURE_BUCKETS / LINE, HEAD = 4 };
_Static_assert(LINES * LINE == MEASURE_BUCKETS, "the last line is whole");
_Static_assert(HEAD + MEASURE_BUCKETS * 4 <= MEASURE_PACKED_MAX, "the longest form");

/* ------------------------------------------------------------------ sorting */

enum { BYTE_VALUES = 256, FEW = 24 };

static void sort_few(uint16_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint16_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--) {
            values[at] = values[at - 1];
        }
        values[at] = value;
    }
}

/* By one byte; order among equals stays. */
static void sort_by_byte(const uint16_t *from, uint16_t *to, size_t count, unsigned shift)
{
    uint16_t at[BYTE_VALUES] = {0};
    for (size_t i = 0; i < count; i++) {
        at[from[i] >> shift & 0xFF]++;
    }
    uint16_t before = 0;
    for (size_t b = 0; b < BYTE_VALUES; b++) {
        uint16_t here = at[b];
        at[b] = before;
        before = (uint16_t)(before + here);
    }
    for (size_t i = 0; i < count; i++) {
        to[at[from[i] >> shift & 0xFF]++] = from[i];
    }
}

void measure_sort(uint16_t *values, size_t count)
{
    if (count <= FEW) {
        sort_few(values, count);
        return;
    }
    uint16_t half[IMAGE_EXACT];
    sort_by_byte(values, half, count, 0);
    sort_by_byte(half, values, count, 8);
}

/* ------------------------------------------------------------------ few values */

static size_t pack_values(struct measure *measure, uint8_t *out)
{
    size_t at = 0;
    uint32_t before = 0;
    measure_sort(measure->values, measure->count);
    for (size_t i = 0; i < measure->count; i++) {
        uint32_t distance = measure->values[i] - before;
        for (; distance > 0x7F; distance >>= 7) {
            out[at++] = (uint8_t)(distance | 0x80);
        }
        out[at++] = (uint8_t)distance;
        before = measure->values[i];
    }
    return at;
}

static void unpack_values(struct measure *measure, uint32_t count, const uint8_t *bytes,
                          size_t size)
{
    bool exact = measure->count + count <= IMAGE_EXACT;
    size_t at = 0;
    uint32_t value = 0;
    for (uint32_t i = 0; i < count && at < size; i++) {
        uint32_t byte = bytes[at++];
        uint32_t distance = byte & 0x7F;
        for (unsigned shift = 7; byte > 0x7F && shift < 21 && at < size; shift += 7) {
            byte = bytes[at++];
            distance |= (byte & 0x7F) << shift;
        }
        value += distance;
        measure->buckets[measure_bucket((uint16_t)value)]++;
        if (exact) {
            measure->values[measure->count + i] = (uint16_t)value;
        }
    }
}

/* ------------------------------------------------------------------ many */

static bool is_empty(const uint32_t *line)
{
    uint32_t any = 0;
    for (int i = 0; i < LINE; i++) {
        any |= line[i];
    }
    return any == 0;
}

/* Bytes of the greatest count. */
static uint8_t width_of(const uint32_t *buckets)
{
    uint32_t any = 0;
    for (int i = 0; i < MEASURE_BUCKETS; i++) {
        any |= buckets[i];
    }
    return any <= UINT8_MAX ? 1 : any <= UINT16_MAX ? 2 : 4;
}

static void put_count(uint8_t *out, uint32_t count, uint8_t width)
{
    const uint8_t one = (uint8_t)count;
    const uint16_t two = (uint16_t)count;
    const void *bytes[] = {[1] = &one, [2] = &two, [4] = &count};
    memcpy(out, bytes[width], width);
}

static size_t pack_buckets(const struct measure *measure, uint8_t *out)
{
    uint8_t first = 0, end = LINES, width = width_of(measure->buckets);
    while (first < end && is_empty(measure->buckets + first * LINE)) {
        first++;
    }
    while (end > first && is_empty(measure->buckets + (end - 1) * LINE)) {
        end--;
    }
    const uint8_t head[HEAD] = {width, first, (uint8_t)(end - first), 0};
    memcpy(out, head, HEAD);
    size_t at = HEAD;
    for (uint32_t i = first * LINE; i < (uint32_t)end * LINE; i++, at += width) {
        put_count(out + at, measure->buckets[i], width);
    }
    return at;
}

/* A line at a time: the inner loop is one widening addition. */
#define DEFINE_ADD_LINES(type)                                                                     \
    static void add_lines_##type(uint32_t *to, const uint8_t *from, size_t lines)                  \
    {                                                                                              \
        for (size_t line = 0; line < lines; line++, to += LINE, from += LINE * sizeof(type)) {     \
            type counts[LINE];                                                                     \
            memcpy(counts, from, sizeof counts);                                                   \
            for (int i = 0; i < LINE; i++) {                                                       \
                to[i] += counts[i];                                                                \
            }                                                                                      \
        }                                                                                          \
    }
DEFINE_ADD_LINES(uint8_t)
DEFINE_ADD_LINES(uint16_t)
DEFINE_ADD_LINES(uint32_t)

static void unpack_buckets(struct measure *measure, const uint8_t *bytes, size_t size)
{
    if (size < HEAD) {
        return;
    }
    size_t width = bytes[0], first = bytes[1], lines = bytes[2];
    if (first + lines > LINES || size != HEAD + lines * LINE * width) {
        return;
    }
    uint32_t *to = measure->buckets + first * LINE;
    if (width == 1) {
        add_lines_uint8_t(to, bytes + HEAD, lines);
    } else if (width == 2) {
        add_lines_uint16_t(to, bytes + HEAD, lines);
    } else {
        add_lines_uint32_t(to, bytes + HEAD, lines);
    }
}

/* ------------------------------------------------------------------ both */

size_t measure_pack(struct measure *measure, uint8_t out[MEASURE_PACKED_MAX])
{
    return measure->count <= IMAGE_EXACT ? pack_values(measure, out) : pack_buckets(measure, out);
}

void measure_unpack(struct measure *measure, uint32_t count, const uint8_t *bytes, size_t size)
{
    if (count <= IMAGE_EXACT) {
        unpack_values(measure, count, bytes, size);
    } else {
        unpack_buckets(measure, bytes, size);
    }
    measure->count += count;
}
