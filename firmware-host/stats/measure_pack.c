/* measure_pack.c: durations in few bytes, for roll-ups. See measure.h.
 *
 *   few        sorted, each as its distance from the one before, LEB128
 *   more       the buckets in lines of 16, without the empty ones at either end:
 *              bytes of a count (1, 2 or 4), first line, lines, 0; counts
 *   and up to IMAGE_EXACT values: behind their buckets what the buckets do not say of each, the low
 *              bits of the values in order
 *
 * Most who add a month want its buckets only, and a line of 16 is one addition of a vector:
 * histogram.h's pairs, or distances, would be ten times slower. Counts have the machine's byte
 * order, as the rows of a block do. */
#include "stats/measure.h"

#include <stdbool.h>
#include <string.h>

enum { LINE = 16, LINES = MEASURE_BUCKETS / LINE, HEAD = 4, FEW = 256 };
_Static_assert(LINES *LINE == MEASURE_BUCKETS, "the last line is whole");
_Static_assert(HEAD + MEASURE_BUCKETS * 4 <= MEASURE_PACKED_MAX, "many");
_Static_assert(HEAD + MEASURE_BUCKETS * 2 + IMAGE_EXACT * 9 / 8 <= MEASURE_PACKED_MAX, "exact");

/* ------------------------------------------------------------------ sorting */

enum { BYTE_VALUES = 256, HANDFUL = 24 };

static void sort_handful(uint16_t *values, size_t count)
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
    if (count <= HANDFUL) {
        sort_handful(values, count);
        return;
    }
    uint16_t half[IMAGE_EXACT];
    sort_by_byte(values, half, count, 0);
    sort_by_byte(half, values, count, 8);
}

/* ------------------------------------------------------------------ few values */

static size_t pack_values(const struct measure *measure, uint8_t *out)
{
    size_t at = 0;
    uint32_t before = 0;
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

/* False when the bytes make no sense. */
static bool unpack_buckets(struct measure *measure, const uint8_t *bytes, size_t size)
{
    if (size < HEAD) {
        return false;
    }
    size_t width = bytes[0], first = bytes[1], lines = bytes[2];
    bool known = width == 1 || width == 2 || width == 4;
    if (!known || first + lines > LINES || size < HEAD + lines * LINE * width) {
        return false;
    }
    uint32_t *to = measure->buckets + first * LINE;
    if (width == 1) {
        add_lines_uint8_t(to, bytes + HEAD, lines);
    } else if (width == 2) {
        add_lines_uint16_t(to, bytes + HEAD, lines);
    } else {
        add_lines_uint32_t(to, bytes + HEAD, lines);
    }
    return true;
}

/* ------------------------------------------------------------------ what buckets do not say */

/* Values of a bucket differ in so many low bits. */
static unsigned low_bits(uint32_t bucket)
{
    return bucket < 128 ? 0 : (bucket >> 6) - 1;
}

static size_t pack_low_bits(const struct measure *measure, uint8_t *out)
{
    uint32_t gathered = 0;
    unsigned bits = 0;
    size_t at = 0;
    for (size_t i = 0; i < measure->count; i++) {
        unsigned low = low_bits(measure_bucket(measure->values[i]));
        gathered |= (measure->values[i] & ((1u << low) - 1)) << bits;
        for (bits += low; bits >= 8; bits -= 8, gathered >>= 8) {
            out[at++] = (uint8_t)gathered;
        }
    }
    if (bits > 0) {
        out[at++] = (uint8_t)gathered;
    }
    return at;
}

struct bit_reader {
    const uint8_t *bytes;
    size_t at, size;
    uint32_t gathered;
    unsigned bits;
};

/* Zeros past the end. */
static uint32_t take_bits(struct bit_reader *reader, unsigned count)
{
    for (; reader->bits < count; reader->bits += 8) {
        uint32_t byte = reader->at < reader->size ? reader->bytes[reader->at++] : 0;
        reader->gathered |= byte << reader->bits;
    }
    uint32_t taken = reader->gathered & ((1u << count) - 1);
    reader->gathered >>= count;
    reader->bits -= count;
    return taken;
}

static uint32_t count_at(const uint8_t *counts, size_t width, size_t which)
{
    uint16_t two = counts[which * width];
    if (width == 2) {
        memcpy(&two, counts + 2 * which, sizeof two);
    }
    return two;
}

/* The values behind their buckets; `count` of them were announced. */
static void unpack_exact(struct measure *measure, uint32_t count, const uint8_t *bytes, size_t size)
{
    size_t width = bytes[0], first = bytes[1] * (size_t)LINE, buckets = bytes[2] * (size_t)LINE;
    const uint8_t *counts = bytes + HEAD;
    struct bit_reader reader = {.bytes = bytes, .at = HEAD + buckets * width, .size = size};
    uint32_t done = 0;
    for (size_t b = 0; b < buckets; b++) {
        uint32_t bucket = (uint32_t)(first + b), here = count_at(counts, width, b);
        unsigned low = low_bits(bucket);
        for (; here > 0 && done < count; here--) {
            uint32_t value = ((bucket - (low << 6)) << low) + take_bits(&reader, low);
            measure->values[measure->count + done++] = (uint16_t)value;
        }
    }
}

/* ------------------------------------------------------------------ all */

size_t measure_pack(struct measure *measure, uint8_t out[MEASURE_PACKED_MAX])
{
    if (measure->count > IMAGE_EXACT) {
        return pack_buckets(measure, out);
    }
    measure_sort(measure->values, measure->count);
    if (measure->count <= FEW) {
        return pack_values(measure, out);
    }
    size_t size = pack_buckets(measure, out);
    return size + pack_low_bits(measure, out + size);
}

void measure_unpack(struct measure *measure, uint32_t count, const uint8_t *bytes, size_t size)
{
    if (count <= FEW) {
        unpack_values(measure, count, bytes, size);
    } else if (unpack_buckets(measure, bytes, size) && measure->count + count <= IMAGE_EXACT &&
               bytes[0] <= 2) {
        unpack_exact(measure, count, bytes, size);
    }
    measure->count += count;
}
