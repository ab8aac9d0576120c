/* Roll-ups piece by piece: durations in few bytes, rows that go on from fact to fact, periods that
 * grow, a lens that changes, and bytes that are not what they were. (That they answer as rows and
 * events do is tests/property/test_rollups_property.c.) */
#include "stats_hall.h"

#include "stats/day.h"
#include "stats/measure.h"
#include "stats/rollup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ durations in few bytes */

static uint32_t random_of(uint64_t *dice, uint32_t sides)
{
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return (uint32_t)(*dice >> 20) % sides;
}

static struct measure *measure_of(uint64_t seed, uint32_t count, uint32_t values)
{
    struct measure *measure = calloc(1, sizeof *measure);
    for (uint32_t i = 0; i < count; i++) {
        measure_add(measure, (uint16_t)random_of(&seed, values));
    }
    return measure;
}

static void packed_durations_add_up(void **state)
{
    (void)state;
    static const struct {
        uint32_t count, values;
        size_t most; /* bytes */
    } rows[] = {
        {0, 1, 0},          {1, 65536, 3},       {24, 65536, 72},      {25, 300, 50},
        {256, 7200, 300},   {257, 7200, 720},    {300, 200, 280},      {1000, 7200, 1180},
        {1000, 1, 36},      {1000, 65536, 1730}, {999, 65536, 1730},   {700, 65536, 1450},
        {1001, 7200, 516},  {9000, 7200, 516},   {200000, 7200, 1028}, {900000, 4, 68},
        {3000, 65536, 708},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t bytes[MEASURE_PACKED_MAX];
        struct measure *own = measure_of(i + 1, rows[i].count, rows[i].values);
        struct measure *other = measure_of(i + 77, i % 3 * 150, 2000),
                       *sum = measure_of(i + 77, i % 3 * 150, 2000);
        measure_merge(sum, own);
        size_t size = measure_pack(own, bytes);
        assert_true(size <= rows[i].most);
        measure_unpack(other, rows[i].count, bytes, size);
        other->sum = sum->sum; /* somebody else's */
        other->max = sum->max;
        struct image_durations a, b;
        measure_read(other, &a);
        measure_read(sum, &b);
        assert_memory_equal(&a, &b, sizeof a);
        assert_memory_equal(other->buckets, sum->buckets, sizeof sum->buckets);
        free(own);
        free(other);
        free(sum);
    }
}

static void sorting_sorts(void **state)
{
    (void)state;
    uint64_t dice = 5;
    for (size_t count = 0; count <= IMAGE_EXACT; count += 1 + count / 3) {
        uint16_t values[IMAGE_EXACT];
        uint32_t sum = 0, sorted_sum = 0;
        for (size_t i = 0; i < count; i++) {
            values[i] = (uint16_t)random_of(&dice, count % 2 == 0 ? 65536 : 40);
            sum += values[i];
        }
        measure_sort(values, count);
        for (size_t i = 0; i < count; i++) {
            sorted_sum += values[i];
            assert_true(i == 0 || values[i - 1] <= values[i]);
        }
        assert_int_equal(sum, sorted_sum);
    }
}

/* Whatever the bytes: nothing is read or written beside the arrays (sanitizers watch). */
static void damaged_bytes_do_no_harm(void **state)
{
    (void)state;
    uint64_t dice = 99;
    struct measure *to = calloc(1, sizeof *to);
    for (int round = 0; round < 4000; round++) {
        size_t size = random_of(&dice, 64);
        uint8_t *bytes = malloc(size + 1); /* exactly as long as it says */
        for (size_t i = 0; i < size; i++) {
            bytes[i] = (uint8_t)random_of(&dice, 256);
        }
        if (size > 2 && round % 2 == 0) {
            bytes[0] = (uint8_t)(1u << random_of(&dice, 4));
            bytes[1] = (uint8_t)random_of(&dice, 50);
            bytes[2] = (uint8_t)((size - 4) / 16);
        }
        to->count = random_of(&dice, 1200);
        measure_unpack(to, random_of(&dice, 2000), bytes, size);
        free(bytes);
    }
    free(to);
}

/* ------------------------------------------------------------------ today goes on */

static struct day_stats *stats_that_know(void)
{
    struct day_stats *stats = day_stats_create(DAY);
    for (uint16_t window = 1; window <= WINDOWS; window++) {
        for (int category = window % 2; category < CATEGORIES; category++) {
            char code[LIMIT_CODE];
            snprintf(code, sizeof code, "c%d", category);
            assert_int_equal(day_stats_set_serves(stats, window, code), 0);
        }
    }
    return stats;
}

static void same_rows(const struct day_stats *a, const struct day_stats *b, wall_t until)
{
    struct day_rows x, y;
    assert_int_equal(day_stats_rows(a, until, &x), 0);
    assert_int_equal(day_stats_rows(b, until, &y), 0);
    assert_int_equal(x.row_count, y.row_count);
    assert_int_equal(x.span_count, y.span_count);
    assert_memory_equal(x.rows, y.rows, x.row_count * sizeof *x.rows);
    assert_memory_equal(x.spans, y.spans, x.span_count * sizeof *x.spans);
}

/* Asked at any time, between any two events, undone ones included: as if folded at once. */
static void rows_that_go_on_are_those_of_a_fresh_fold(void **state)
{
    (void)state;
    const char *wanted = getenv("HALLQ_SEED");
    uint64_t seed = wanted != NULL ? strtoull(wanted, NULL, 10) : 1;
    print_message("HALLQ_SEED=%llu\n", (unsigned long long)seed);
    static struct day day;
    for (uint64_t s = seed; s < seed + 12; s++) {
        play(&day, s, s % 2 == 0);
        bool knows = s % 3 != 0; /* or it learns what a window serves from its calls */
        struct day_stats *going = knows ? stats_that_know() : day_stats_create(DAY);
        for (size_t i = 0; i < day.count; i++) {
            assert_int_equal(day_stats_add(going, &day.events[i]), 0);
            if ((i * 2654435761u >> 7) % 40 != 0 && i + 1 != day.count) {
                continue;
            }
            struct day_stats *fresh = knows ? stats_that_know() : day_stats_create(DAY);
            for (size_t k = 0; k <= i; k++) {
                assert_int_equal(day_stats_add(fresh, &day.events[k]), 0);
            }
            same_rows(going, fresh, wall_after(day.events[i].at, (int64_t)(i % 3) * 60000));
            day_stats_destroy(fresh);
        }
        day_stats_destroy(going);
    }
}

/* ------------------------------------------------------------------ periods */

static void put_day(struct image *image, int32_t date, uint16_t wait)
{
    struct day_stats *stats = day_stats_create(date);
    struct event call = {.seq = 1,
                         .kind = EVENT_TICKET_CALLED,
                         .day = date,
                         .ticket = 1,
                         .window = 3,
                         .at = wall_day_start(date)};
    snprintf(call.category, sizeof call.category, "c");
    snprintf(call.item, sizeof call.item, "i");
    assert_int_equal(day_stats_add(stats, &call), 0);
    struct service_row rows[10];
    for (int i = 0; i < 10; i++) {
        rows[i] = (struct service_row){.category = 1,
                                       .item = 2,
                                       .window = 3,
                                       .parts = ROW_CALLED | ROW_WAITED,
                                       .wait_s = wait,
                                       .hour_entered = ROW_NO_HOUR,
                                       .hour_called = 10,
                                       .hour_walked = ROW_NO_HOUR,
                                       .hour_ended = ROW_NO_HOUR};
    }
    const struct day_rows of_day = {.row_count = 10, .rows = rows};
    assert_int_equal(image_put_day(image, date, &of_day, stats), 0);
    day_stats_destroy(stats);
}

static int roll_all(struct image *image, const struct image_lens *lens, int32_t before)
{
    int steps = 0, more;
    while ((more = image_roll(image, lens, before, 1)) > 0) {
        steps++;
    }
    assert_int_equal(more, 0);
    return steps;
}

static uint64_t over_target(const struct image *image, const struct image_lens *lens)
{
    struct image_answer answer;
    const struct image_query query = {.from = 20250101,
                                      .to = 20261231,
                                      .by = IMAGE_BY_WINDOW,
                                      .want = WANT_WAIT | WANT_TARGETS,
                                      .target_of_category = lens->target_of_category};
    assert_int_equal(image_ask(image, &query, &answer), 0);
    uint64_t over = answer.groups[0].durations[DURATION_WAIT].over_target;
    image_answer_finish(&answer);
    return over;
}

static void periods_grow_and_are_replaced(void **state)
{
    (void)state;
    enum { MONTHS_AXES = 8 };
    static const int32_t dates[] = {20251230, 20251231, 20260102, 20260105, 20260202};
    struct image *image = image_create();
    struct image_lens *lens = calloc(1, sizeof *lens);
    for (size_t i = 0; i < 5; i++) {
        put_day(image, dates[i], 100);
    }
    lens->items = lens->categories = 1;
    lens->target_of_category[1] = 60;
    assert_int_equal(image_rollup_count(image), 0);
    roll_all(image, lens, 20260202); /* the newest day still changes */
    /* 4 days, 2 weeks, December and January, 2025 and 2026 by each axis */
    assert_int_equal(image_rollup_count(image), 4 + 2 + 2 * MONTHS_AXES + 2 * MONTHS_AXES);
    assert_int_equal(roll_all(image, lens, 20260202), 0); /* nothing to do */
    assert_int_equal(over_target(image, lens), 50);

    put_day(image, 20260202, 50); /* today, again and again: nothing is lost */
    assert_int_equal(image_rollup_count(image), 38);
    assert_int_equal(over_target(image, lens), 40);

    put_day(image, 20260105, 50); /* a late rating: its day, week, month and year are gone */
    assert_int_equal(image_rollup_count(image), 38 - 2 - 2 * MONTHS_AXES);
    assert_int_equal(over_target(image, lens), 30);
    roll_all(image, lens, 20260202);
    assert_int_equal(image_rollup_count(image), 38);
    assert_int_equal(over_target(image, lens), 30);

    lens->target_of_category[1] = 40; /* rows answer at once … */
    assert_int_equal(over_target(image, lens), 50);
    uint32_t epoch = image_rollup_epoch(image);
    roll_all(image, lens, 20260203); /* … and roll-ups follow, with the day that is over now */
    assert_true(image_rollup_epoch(image) != epoch);
    assert_int_equal(image_rollup_count(image), 38 + 2 + MONTHS_AXES);
    assert_int_equal(over_target(image, lens), 50);

    lens->items = 2; /* one more code changes nothing for those that are there */
    lens->department_of_item[2] = 5;
    epoch = image_rollup_epoch(image);
    roll_all(image, lens, 20260203);
    assert_int_equal(image_rollup_epoch(image), epoch);
    free(lens);
    image_destroy(image);
}

/* ------------------------------------------------------------------ as they are stored */

static int copy_to(void *context, const struct rollup_block *block)
{
    return image_put_rollup(context, block);
}

static int spoil(void *context, const struct rollup_block *block)
{
    struct image *image = context;
    struct rollup_block bad = *block;
    bad.rows++;
    assert_int_equal(image_put_rollup(image, &bad), -1);
    bad = *block;
    bad.days--;
    assert_int_equal(image_put_rollup(image, &bad), -1);
    bad = *block;
    bad.last++;
    assert_int_equal(image_put_rollup(image, &bad), -1);
    bad = *block;
    bad.byte_count = 0; /* its groups point beyond */
    assert_int_equal(image_put_rollup(image, &bad), block->byte_count > 0 ? -1 : 0);
    bad = *block;
    bad.level = ROLLUP_LEVELS;
    assert_int_equal(image_put_rollup(image, &bad), -1);
    return 0;
}

static void stored_roll_ups_fit_their_days_or_are_refused(void **state)
{
    (void)state;
    struct image *image = image_create(), *copy = image_create();
    struct image_lens *lens = calloc(1, sizeof *lens);
    struct image_block block;
    for (int32_t date = 20260102; date < 20260131; date += 3) {
        put_day(image, date, (uint16_t)(date % 100));
    }
    roll_all(image, lens, 20270101);
    for (size_t i = 0; image_block(image, i, &block) == 0; i++) {
        assert_int_equal(image_put_block(copy, &block), 0);
    }
    assert_int_equal(image_rollups_since(image, 0, spoil, copy), 0);
    assert_int_equal(image_rollup_count(copy), 4); /* by clerk and department: nobody is there */
    image_put_lens(copy, image_rollup_lens(image));
    assert_int_equal(image_rollups_since(image, 0, copy_to, copy), 0);
    assert_int_equal(image_rollup_count(copy), image_rollup_count(image));
    assert_int_equal(image_rollup_bytes(copy), image_rollup_bytes(image));
    assert_int_equal(roll_all(copy, lens, 20270101), 0); /* nothing is missing */
    assert_int_equal(over_target(copy, lens), over_target(image, lens));
    free(lens);
    image_destroy(image);
    image_destroy(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_durations_add_up),
        cmocka_unit_test(sorting_sorts),
        cmocka_unit_test(damaged_bytes_do_no_harm),
        cmocka_unit_test(rows_that_go_on_are_those_of_a_fresh_fold),
        cmocka_unit_test(periods_grow_and_are_replaced),
        cmocka_unit_test(stored_roll_ups_fit_their_days_or_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
