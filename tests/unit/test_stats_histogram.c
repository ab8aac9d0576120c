/* The histogram against the values themselves: error bound, merging, stored form. */
#include "stats/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VALUES = 20000 };

static uint64_t seed(void)
{
    const char *given = getenv("HALLQ_SEED");
    uint64_t value = given != NULL ? strtoull(given, NULL, 10) : 20260302;
    print_message("HALLQ_SEED=%llu\n", (unsigned long long)value);
    return value;
}

static uint32_t dice(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 16);
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void assert_near(uint32_t exact, uint32_t found)
{
    double error = exact > found ? (double)exact - found : (double)found - exact;
    if (error > 0.008 * exact) {
        fail_msg("%u for %u: %.3f %%", found, exact, 100.0 * error / exact);
    }
}

/* Every order of magnitude, all around the borders of buckets. */
static void test_single_values_are_within_the_bound(void **state)
{
    (void)state;
    static struct histogram one;
    for (int bit = 0; bit < 32; bit++) {
        for (int64_t delta = -3; delta <= 3; delta++) {
            for (uint32_t part = 0; part < 8; part++) {
                int64_t value = (INT64_C(1) << bit) + delta +
                                (int64_t)part * ((INT64_C(1) << bit) / 8);
                if (value < 0 || value > UINT32_MAX) {
                    continue;
                }
                memset(&one, 0, sizeof one);
                histogram_add(&one, 0);
                histogram_add(&one, (uint32_t)value);
                histogram_add(&one, UINT32_MAX);
                assert_near((uint32_t)value, histogram_quantile(&one, 50));
                assert_int_equal(histogram_quantile(&one, 100), UINT32_MAX);
                if (value < 128) {
                    assert_int_equal(histogram_quantile(&one, 50), value);
                }
            }
        }
    }
}

static void fill(struct histogram *histogram, uint32_t *values, uint64_t *state)
{
    for (size_t i = 0; i < VALUES; i++) {
        values[i] = dice(state) >> (dice(state) % 31);
        histogram_add(histogram, values[i]);
    }
}

static void test_quantiles_against_sorted_values(void **state)
{
    (void)state;
    static struct histogram histogram;
    static uint32_t values[VALUES];
    uint64_t s = seed();
    memset(&histogram, 0, sizeof histogram);
    fill(&histogram, values, &s);
    qsort(values, VALUES, sizeof *values, compare);
    static const double percents[] = {0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        size_t rank = (size_t)(VALUES * percents[i] / 100.0 + 0.999999);
        assert_near(values[rank - 1], histogram_quantile(&histogram, percents[i]));
    }
    assert_int_equal(histogram.least, values[0]);
    assert_int_equal(histogram.greatest, values[VALUES - 1]);
    assert_int_equal(histogram.count, VALUES);
}

static void test_merged_days_are_the_union(void **state)
{
    (void)state;
    static struct histogram a, b, both, merged;
    static uint32_t values[2][VALUES];
    uint64_t s = seed() + 1;
    fill(&a, values[0], &s);
    fill(&b, values[1], &s);
    for (size_t i = 0; i < VALUES; i++) {
        histogram_add(&both, values[1][i]);
        histogram_add(&both, values[0][i]);
    }
    histogram_merge(&merged, &a);
    histogram_merge(&merged, &b);
    assert_memory_equal(&merged, &both, sizeof merged);
    static const struct histogram empty;
    histogram_merge(&merged, &empty);
    assert_memory_equal(&merged, &both, sizeof merged);
}

static void test_stored_form_goes_both_ways(void **state)
{
    (void)state;
    static struct histogram histogram, back;
    static uint8_t bytes[HISTOGRAM_ENCODED_MAX];
    static uint32_t values[VALUES];
    uint64_t s = seed() + 2;
    fill(&histogram, values, &s);
    int size = histogram_encode(&histogram, bytes, sizeof bytes);
    assert_true(size > 0);
    assert_int_equal(histogram_decode(&back, bytes, (size_t)size), 0);
    assert_memory_equal(&back, &histogram, sizeof back);
    assert_int_equal(histogram_encode(&histogram, bytes, (size_t)size - 1), -1);

    struct histogram empty = {0};
    size = histogram_encode(&empty, bytes, sizeof bytes);
    assert_int_equal(size, 5);
    assert_int_equal(histogram_decode(&back, bytes, (size_t)size), 0);
    assert_int_equal(back.count, 0);
}

/* Cut off anywhere, or with any byte changed: refused, or something that encodes again. */
static void test_damaged_bytes_are_refused_or_sane(void **state)
{
    (void)state;
    static struct histogram histogram, back;
    static uint8_t bytes[HISTOGRAM_ENCODED_MAX], again[HISTOGRAM_ENCODED_MAX];
    uint64_t s = seed() + 3;
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < 300; i++) {
        histogram_add(&histogram, dice(&s) % 5000);
    }
    int size = histogram_encode(&histogram, bytes, sizeof bytes);
    for (int cut = 0; cut < size; cut++) {
        assert_int_equal(histogram_decode(&back, bytes, (size_t)cut), -1);
        assert_int_equal(back.count, 0);
    }
    int refused = 0;
    for (int at = 0; at < size; at++) {
        uint8_t kept = bytes[at];
        bytes[at] ^= (uint8_t)(1u << (dice(&s) % 8));
        if (histogram_decode(&back, bytes, (size_t)size) < 0) {
            refused++;
        } else {
            assert_true(histogram_encode(&back, again, sizeof again) > 0);
        }
        bytes[at] = kept;
    }
    assert_true(refused > size / 3);
}

/* A window's month: 1,000 services around ten minutes. */
static void test_stored_form_is_small(void **state)
{
    (void)state;
    static struct histogram histogram;
    static uint8_t bytes[HISTOGRAM_ENCODED_MAX];
    uint64_t s = seed() + 4;
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < 1000; i++) {
        histogram_add(&histogram, 60 + dice(&s) % 400 + dice(&s) % 400 + dice(&s) % 400);
    }
    int size = histogram_encode(&histogram, bytes, sizeof bytes);
    print_message("1,000 services in %d bytes\n", size);
    assert_in_range(size, 1, 600);
}

static void test_empty(void **state)
{
    (void)state;
    struct histogram empty = {0};
    assert_int_equal(histogram_quantile(&empty, 50), 0);
    assert_true(histogram_mean(&empty) >= 0.0 && histogram_mean(&empty) <= 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single_values_are_within_the_bound),
        cmocka_unit_test(test_quantiles_against_sorted_values),
        cmocka_unit_test(test_merged_days_are_the_union),
        cmocka_unit_test(test_stored_form_goes_both_ways),
        cmocka_unit_test(test_damaged_bytes_are_refused_or_sane),
        cmocka_unit_test(test_stored_form_is_small),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
