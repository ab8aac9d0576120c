/* histogram.c: see histogram.h. Stored form, all numbers LEB128 varints:
 *
 *   form (1), count, sum, least, greatest, then for each bucket that is not empty: how many
 *   empty buckets stand before it, and its count */
#include "stats/histogram.h"

#include <stdbool.h>
#include <string.h>

enum { FORM = 1, HALF = 1 << HISTOGRAM_MANTISSA_BITS };

/* ------------------------------------------------------------------ buckets */

/* Values below 64 are their own bucket; above, the exponent chooses the row of 64 and the six
 * bits after the leading one the place in it. */
static uint32_t bucket_of(uint32_t value)
{
    if (value < HALF) {
        return value;
    }
    unsigned shift = 31u - (unsigned)__builtin_clz(value) - HISTOGRAM_MANTISSA_BITS;
    return (shift << HISTOGRAM_MANTISSA_BITS) + (value >> shift);
}

/* The middle of a bucket. */
static uint32_t value_of(uint32_t bucket)
{
    if (bucket < 2 * HALF) {
        return bucket;
    }
    unsigned shift = (bucket >> HISTOGRAM_MANTISSA_BITS) - 1;
    uint32_t first = (bucket - (shift << HISTOGRAM_MANTISSA_BITS)) << shift;
    return first + ((UINT32_C(1) << shift) - 1) / 2;
}

void histogram_add(struct histogram *histogram, uint32_t value)
{
    if (histogram->count == 0 || value < histogram->least) {
        histogram->least = value;
    }
    if (value > histogram->greatest) {
        histogram->greatest = value;
    }
    histogram->count++;
    histogram->sum += value;
    histogram->buckets[bucket_of(value)]++;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    if (other->count == 0) {
        return;
    }
    if (histogram->count == 0 || other->least < histogram->least) {
        histogram->least = other->least;
    }
    if (other->greatest > histogram->greatest) {
        histogram->greatest = other->greatest;
    }
    histogram->count += other->count;
    histogram->sum += other->sum;
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
        histogram->buckets[i] += other->buckets[i];
    }
}

uint32_t histogram_quantile(const struct histogram *histogram, double percent)
{
    if (histogram->count == 0) {
        return 0;
    }
    double share = (double)histogram->count * percent / 100.0;
    uint64_t rank = (uint64_t)share;
    rank += (double)rank < share ? 1 : 0;
    if (rank >= histogram->count) {
        return histogram->greatest;
    }
    uint64_t passed = 0;
    uint32_t bucket = 0;
    for (; bucket < HISTOGRAM_BUCKETS; bucket++) {
        passed += histogram->buckets[bucket];
        if (passed >= rank && passed > 0) {
            break;
        }
    }
    uint32_t value = value_of(bucket);
    value = value < histogram->least ? histogram->least : value;
    return value > histogram->greatest ? histogram->greatest : value;
}

double histogram_mean(const struct histogram *histogram)
{
    return histogram->count == 0 ? 0.0 : (double)histogram->sum / (double)histogram->count;
}

/* ------------------------------------------------------------------ stored form */

struct bytes {
    uint8_t *out;
    const uint8_t *in;
    size_t at, size;
    bool bad; /* did not fit, or was not there */
};

static void put(struct bytes *bytes, uint64_t number)
{
    do {
        if (bytes->at == bytes->size) {
            bytes->bad = true;
            return;
        }
        uint8_t more = number > 0x7F ? 0x80 : 0;
        bytes->out[bytes->at++] = (uint8_t)(number & 0x7F) | more;
        number >>= 7;
    } while (number != 0);
}

static uint64_t take(struct bytes *bytes, uint64_t most)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && bytes->at < bytes->size; shift += 7) {
        uint8_t byte = bytes->in[bytes->at++];
        uint64_t part = byte & 0x7F;
        if (part << shift >> shift != part) {
            break;
        }
        number |= part << shift;
        if ((byte & 0x80) == 0 && number <= most) {
            return number;
        }
        if ((byte & 0x80) == 0) {
            break;
        }
    }
    bytes->bad = true;
    return 0;
}

int histogram_encode(const struct histogram *histogram, uint8_t *out, size_t size)
{
    struct bytes bytes = {.out = out, .size = size};
    put(&bytes, FORM);
    put(&bytes, histogram->count);
    put(&bytes, histogram->sum);
    put(&bytes, histogram->least);
    put(&bytes, histogram->greatest);
    uint32_t empty = 0;
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS && !bytes.bad; i++) {
        if (histogram->buckets[i] == 0) {
            empty++;
            continue;
        }
        put(&bytes, empty);
        put(&bytes, histogram->buckets[i]);
        empty = 0;
    }
    return bytes.bad ? -1 : (int)bytes.at;
}

/* The buckets, until the bytes end. Returns the sum of their counts. */
static uint64_t take_buckets(struct bytes *bytes, struct histogram *out)
{
    uint64_t total = 0, bucket = 0;
    while (bytes->at < bytes->size && !bytes->bad) {
        bucket += take(bytes, HISTOGRAM_BUCKETS);
        uint64_t count = take(bytes, out->count);
        if (bucket >= HISTOGRAM_BUCKETS || count == 0 || count > out->count - total) {
            bytes->bad = true;
            break;
        }
        out->buckets[bucket++] = count;
        total += count;
    }
    return total;
}

int histogram_decode(struct histogram *out, const uint8_t *in, size_t size)
{
    struct bytes bytes = {.in = in, .size = size};
    memset(out, 0, sizeof *out);
    uint64_t form = take(&bytes, UINT64_MAX);
    out->count = take(&bytes, UINT64_MAX);
    out->sum = take(&bytes, UINT64_MAX);
    out->least = (uint32_t)take(&bytes, UINT32_MAX);
    out->greatest = (uint32_t)take(&bytes, UINT32_MAX);
    uint64_t total = take_buckets(&bytes, out);
    if (bytes.bad || form != FORM || total != out->count || out->least > out->greatest) {
        memset(out, 0, sizeof *out);
        return -1;
    }
    return 0;
}
