/* The image against the day's own figures, on random days that do all an engine may do: each axis,
 * each count, each percentile. HALLQ_SEED chooses the first day. */
#include "stats_hall.h"

#include "stats/column_image.h"
#include "stats/day.h"
#include "stats/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DAYS = 40, GROUPS = 256 };

static const struct {
    enum figure_axis axis;
    enum image_axis by;
    enum image_codes codes; /* IMAGE_CODES: the key is a number */
} axes[] = {
    {FIGURE_HALL, IMAGE_BY_ALL, IMAGE_CODES},       {FIGURE_ITEM, IMAGE_BY_ITEM, IMAGE_ITEMS},
    {FIGURE_CATEGORY, IMAGE_BY_CATEGORY, IMAGE_CATEGORIES},
    {FIGURE_WINDOW, IMAGE_BY_WINDOW, IMAGE_CODES},  {FIGURE_CLERK, IMAGE_BY_CLERK, IMAGE_CLERKS},
    {FIGURE_HOUR, IMAGE_BY_HOUR, IMAGE_CODES},
};

static void key_text(const struct image *image, size_t axis, uint32_t key, char out[LIMIT_CODE])
{
    if (axes[axis].codes != IMAGE_CODES) {
        snprintf(out, LIMIT_CODE, "%s", image_code(image, axes[axis].codes, (uint16_t)key));
    } else if (axes[axis].axis == FIGURE_HALL) {
        snprintf(out, LIMIT_CODE, "hall");
    } else {
        snprintf(out, LIMIT_CODE, axes[axis].axis == FIGURE_HOUR ? "%02u" : "%u", (unsigned)key);
    }
}

static void same_durations(const struct duration_figures *day, const struct image_durations *image)
{
    assert_int_equal(image->count, day->count);
    assert_int_equal(image->p50, day->p50);
    assert_int_equal(image->p90, day->p90);
    assert_int_equal(image->p95, day->p95);
    assert_int_equal(image->max, day->max);
    if (day->count > 0) {
        assert_true((double)image->sum / (double)image->count == day->mean);
    }
}

static void same_counts(const struct figures *day, const struct image_group *image)
{
    const uint32_t *counts = image->counts;
    assert_int_equal(counts[COUNT_ISSUED], day->issued);
    assert_int_equal(counts[COUNT_CARRIED_IN], day->carried_in);
    assert_int_equal(counts[COUNT_CALLED], day->called);
    assert_int_equal(counts[COUNT_SERVED], day->served);
    assert_int_equal(counts[COUNT_NO_SHOW], day->no_show);
    assert_int_equal(counts[COUNT_CANCELLED], day->cancelled);
    assert_int_equal(counts[COUNT_EXPIRED], day->expired);
    assert_int_equal(counts[COUNT_CARRIED_OVER], day->carried_over);
    uint32_t services = day->rated_default + day->rated_none;
    for (int level = 0; level <= 5; level++) {
        assert_int_equal(counts[COUNT_RATED_ACTIVE + level], day->rated_active[level]);
        services += day->rated_active[level];
    }
    assert_int_equal(counts[COUNT_RATED_DEFAULT], day->rated_default);
    assert_int_equal(counts[COUNT_RATED_NONE], day->rated_none);
    assert_int_equal(services, day->services);
}

static void same_figures(const struct figures *day, const struct image_group *image)
{
    same_counts(day, image);
    same_durations(&day->wait, &image->durations[DURATION_WAIT]);
    same_durations(&day->walk, &image->durations[DURATION_WALK]);
    same_durations(&day->service, &image->durations[DURATION_SERVICE]);
    assert_int_equal((image->open_ms + 500) / 1000, day->open_s);
    assert_int_equal((image->paused_ms + 500) / 1000, day->paused_s);
    assert_int_equal((image->idle_ms + 500) / 1000, day->idle_s);
    assert_int_equal((image->idle_waiting_ms + 500) / 1000, day->idle_waiting_s);
}

static const struct figures *find(const struct figures *list, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].key, key) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static bool is_empty(const struct image_group *group)
{
    const struct image_group none = {.key = group->key};
    return memcmp(group, &none, sizeof none) == 0;
}

/* Where every row has a group, the groups together are the whole. */
static void compare_total(const struct image *image, const struct image_group *total,
                          enum image_axis by)
{
    if (by != IMAGE_BY_ALL && by != IMAGE_BY_HOUR) {
        return;
    }
    struct image_answer whole;
    const struct image_query query = {.from = DAY, .to = DAY, .want = WANT_ALL};
    assert_int_equal(image_ask(image, &query, &whole), 0);
    assert_int_equal(whole.count, 1);
    assert_memory_equal(total->counts, whole.groups[0].counts,
                        IMAGE_COUNTS * sizeof *total->counts);
    assert_memory_equal(total->durations, whole.groups[0].durations, sizeof total->durations);
    assert_int_equal(total->open_ms, whole.groups[0].open_ms);
    image_answer_finish(&whole);
}

static void compare_axis(const struct day_stats *stats, const struct image *image, size_t axis,
                         wall_t until)
{
    static struct figures days[GROUPS];
    size_t count = day_stats_figures(stats, axes[axis].axis, until, days, GROUPS), found = 0;
    struct image_answer answer;
    const struct image_query query = {
        .from = DAY, .to = DAY, .by = axes[axis].by, .want = WANT_ALL};
    assert_int_equal(image_ask(image, &query, &answer), 0);
    for (size_t i = 0; i < answer.count; i++) {
        char key[LIMIT_CODE];
        key_text(image, axis, answer.groups[i].key, key);
        const struct figures *day = find(days, count, key);
        if (day == NULL) {
            assert_true(is_empty(&answer.groups[i]));
            continue;
        }
        found++;
        same_figures(day, &answer.groups[i]);
    }
    assert_int_equal(found, count);
    compare_total(image, &answer.total, axes[axis].by);
    image_answer_finish(&answer);
}

static uint64_t first_seed(void)
{
    const char *wanted = getenv("HALLQ_SEED");
    uint64_t seed = wanted != NULL ? strtoull(wanted, NULL, 10) : 1;
    print_message("HALLQ_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

static struct day_stats *stats_of(const struct day *day)
{
    struct day_stats *stats = day_stats_create(DAY);
    for (size_t i = 0; i < day->count; i++) {
        assert_int_equal(day_stats_add(stats, &day->events[i]), 0);
    }
    return stats;
}

static void random_days_are_equal_on_every_axis(void **state)
{
    (void)state;
    static struct day day;
    struct image *image = image_create();
    uint64_t seed = first_seed();
    for (uint64_t s = seed; s < seed + DAYS; s++) {
        play(&day, s, s % 2 == 0);
        struct day_stats *stats = stats_of(&day);
        wall_t until = day_stats_last(stats);
        struct day_rows rows;
        assert_int_equal(day_stats_rows(stats, until, &rows), 0);
        assert_true(rows.row_count > 0);
        assert_int_equal(image_put_day(image, DAY, &rows, stats), 0); /* takes the last one's place */
        assert_int_equal(image_row_count(image), rows.row_count);
        for (size_t axis = 0; axis < sizeof axes / sizeof *axes; axis++) {
            compare_axis(stats, image, axis, until);
        }
        day_stats_destroy(stats);
    }
    image_destroy(image);
}

/* Served in one hour and put on hold, cancelled at the same window in the next: the service and the
 * end stand in their own hours although all else is the same. */
static void a_late_end_keeps_its_own_hour(void **state)
{
    (void)state;
    static const struct {
        enum event_kind kind;
        int minute; /* after 09:00 */
    } steps[] = {{EVENT_TICKET_ISSUED, 0},  {EVENT_TICKET_CALLED, 10}, {EVENT_TICKET_ARRIVED, 11},
                 {EVENT_TICKET_HELD, 30},   {EVENT_TICKET_CANCELLED, 90}};
    struct day_stats *stats = day_stats_create(DAY);
    struct image *image = image_create();
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct event event = {.seq = (int64_t)i + 1, .kind = steps[i].kind, .day = DAY,
                              .ticket = id_of(0), .window = i == 0 ? 0 : 3, .service = i == 3};
        event.at = wall_after(wall_day_start(DAY), (9 * 60 + steps[i].minute) * INT64_C(60000));
        snprintf(event.category, sizeof event.category, "c");
        snprintf(event.item, sizeof event.item, "i");
        snprintf(event.clerk, sizeof event.clerk, "%s", i == 0 ? "" : "wang");
        assert_int_equal(day_stats_add(stats, &event), 0);
    }
    wall_t until = day_stats_last(stats);
    struct day_rows rows;
    assert_int_equal(day_stats_rows(stats, until, &rows), 0);
    assert_int_equal(image_put_day(image, DAY, &rows, stats), 0);
    for (size_t axis = 0; axis < sizeof axes / sizeof *axes; axis++) {
        compare_axis(stats, image, axis, until);
    }
    image_destroy(image);
    day_stats_destroy(stats);
}

/* What is not in the day's figures: who left how, held against the events that were not undone. */
static void holds_transfers_and_missed_calls_are_the_events(void **state)
{
    (void)state;
    static struct day day;
    static bool gone[EVENTS];
    struct image *image = image_create();
    for (uint64_t seed = first_seed(), s = seed; s < seed + DAYS; s++) {
        play(&day, s, false);
        memset(gone, 0, sizeof gone);
        uint32_t held = 0, transferred = 0, missed = 0;
        for (size_t i = 0; i < day.count; i++) {
            for (int32_t k = 0;
                 day.events[i].kind == EVENT_COMMAND_UNDONE && k < day.events[i].count; k++) {
                gone[day.events[i].of_seq - 1 + k] = true;
            }
        }
        for (size_t i = 0; i < day.count; i++) {
            held += !gone[i] && day.events[i].kind == EVENT_TICKET_HELD;
            transferred += !gone[i] && day.events[i].kind == EVENT_TICKET_TRANSFERRED;
            missed += !gone[i] && day.events[i].kind == EVENT_TICKET_NO_SHOW &&
                      !day.events[i].final;
        }
        struct day_stats *stats = stats_of(&day);
        struct day_rows rows;
        assert_int_equal(day_stats_rows(stats, day_stats_last(stats), &rows), 0);
        assert_int_equal(image_put_day(image, DAY, &rows, stats), 0);
        struct image_answer answer;
        const struct image_query query = {.from = DAY, .to = DAY, .want = WANT_LEFT};
        assert_int_equal(image_ask(image, &query, &answer), 0);
        assert_int_equal(answer.count, 1);
        assert_int_equal(answer.groups[0].counts[COUNT_HELD], held);
        assert_int_equal(answer.groups[0].counts[COUNT_TRANSFERRED], transferred);
        assert_int_equal(answer.groups[0].counts[COUNT_LEFT_NO_SHOW], missed);
        image_answer_finish(&answer);
        day_stats_destroy(stats);
    }
    image_destroy(image);
}

/* ------------------------------------------------------------------ many days, by hand */

/* A block with rows of one service each: category 1, wait i, service as given. */
static void put_made_day(struct image *image, int32_t day, uint32_t rows, uint16_t window)
{
    struct service_row *list = calloc(rows, sizeof *list);
    struct day_stats *stats = day_stats_create(day);
    struct event open = {.seq = 1, .kind = EVENT_TICKET_CALLED, .day = day, .ticket = 1,
                         .window = window, .at = wall_day_start(day)};
    snprintf(open.category, sizeof open.category, "c");
    snprintf(open.item, sizeof open.item, "i");
    assert_int_equal(day_stats_add(stats, &open), 0);
    for (uint32_t i = 0; i < rows; i++) {
        list[i] = (struct service_row){
            .category = 1, .item = 2, .window = window,
            .parts = ROW_ENTERED | ROW_CALLED | ROW_WAITED | ROW_SERVED | ROW_ENDED,
            .wait_s = (uint16_t)(i * 7 % 4001), .service_s = 60, .hour_entered = 9,
            .hour_called = 10, .hour_walked = ROW_NO_HOUR, .hour_ended = 11,
            .ending = ROW_ENDING_SERVED};
    }
    const struct day_rows made = {.row_count = rows, .rows = list};
    assert_int_equal(image_put_day(image, day, &made, stats), 0);
    day_stats_destroy(stats);
    free(list);
}

static void dates_are_grouped_by_day_week_and_month(void **state)
{
    (void)state;
    static const int32_t days[] = {20240229, 20251229, 20260102, 20260105, 20260131, 20260201};
    static const struct {
        enum image_axis by;
        size_t count;
        uint32_t keys[6];
    } rows[] = {
        {IMAGE_BY_ALL, 1, {0}},
        {IMAGE_BY_DAY, 6, {20240229, 20251229, 20260102, 20260105, 20260131, 20260201}},
        {IMAGE_BY_WEEK, 4, {20240226, 20251229, 20260105, 20260126}},
        {IMAGE_BY_MONTH, 4, {20240200, 20251200, 20260100, 20260200}},
    };
    struct image *image = image_create();
    for (size_t i = 6; i-- > 0;) { /* in any order */
        put_made_day(image, days[i], 10, 3);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image_answer answer;
        const struct image_query query = {
            .from = 20200101, .to = 20301231, .by = rows[i].by, .want = WANT_ENTERED};
        assert_int_equal(image_ask(image, &query, &answer), 0);
        assert_int_equal(answer.count, rows[i].count);
        uint32_t sum = 0;
        for (size_t k = 0; k < answer.count; k++) {
            assert_int_equal(answer.groups[k].key, rows[i].keys[k]);
            sum += answer.groups[k].counts[COUNT_ISSUED];
        }
        assert_int_equal(sum, 60);
        image_answer_finish(&answer);
    }
    image_destroy(image);
}

static void filters_and_targets_narrow_the_question(void **state)
{
    (void)state;
    struct image *image = image_create();
    put_made_day(image, 20260302, 500, 3);
    put_made_day(image, 20260303, 300, 4);
    static uint16_t targets[65536], departments[65536];
    targets[1] = 1000;
    departments[1] = 7;
    static const struct {
        struct image_query query;
        uint32_t served;
    } rows[] = {
        {{.window = 3}, 500},  {{.window = 4}, 300},     {{.window = 5}, 0},
        {{.item = 1}, 800},    {{.item = 2}, 0},         {{.category = 1}, 800},
        {{.clerk = 1}, 0},     {{.department = 7}, 800}, {{.department = 8}, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image_query query = rows[i].query;
        query.from = 20260301;
        query.to = 20260401;
        query.want = WANT_ENDED | WANT_WAIT | WANT_TARGETS;
        query.department_of_item = departments;
        query.target_of_category = targets;
        struct image_answer answer;
        assert_int_equal(image_ask(image, &query, &answer), 0);
        assert_int_equal(answer.count, rows[i].served > 0);
        if (answer.count > 0) {
            const struct image_durations *wait = &answer.groups[0].durations[DURATION_WAIT];
            assert_int_equal(answer.groups[0].counts[COUNT_SERVED], rows[i].served);
            assert_int_equal(wait->with_target, rows[i].served);
            assert_true(wait->over_target > 0 && wait->over_target < wait->with_target);
        }
        image_answer_finish(&answer);
    }
    image_destroy(image);
}

static void percentiles_are_exact_below_a_thousand_and_close_above(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 999, 1000, 1001, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct image *image = image_create();
        put_made_day(image, 20260302, sizes[i], 3);
        uint16_t *values = calloc(sizes[i], sizeof *values);
        struct histogram histogram = {0};
        for (uint32_t k = 0; k < sizes[i]; k++) {
            values[k] = (uint16_t)(k * 7 % 4001);
            histogram_add(&histogram, values[k]);
        }
        for (uint32_t a = 0; a < sizes[i]; a++) { /* counting sort is enough: values < 4001 */
            static uint32_t seen[4001];
            if (a == 0) {
                memset(seen, 0, sizeof seen);
            }
            seen[values[a]]++;
            if (a + 1 == sizes[i]) {
                for (uint32_t v = 0, at = 0; v < 4001; v++) {
                    while (seen[v]-- > 0) {
                        values[at++] = (uint16_t)v;
                    }
                }
            }
        }
        struct image_answer answer;
        const struct image_query query = {.from = 20260302, .to = 20260302, .want = WANT_WAIT};
        assert_int_equal(image_ask(image, &query, &answer), 0);
        const struct image_durations *wait = &answer.groups[0].durations[DURATION_WAIT];
        const uint32_t percents[] = {50, 90, 95}, given[] = {wait->p50, wait->p90, wait->p95};
        for (int p = 0; p < 3; p++) {
            uint32_t rank = (sizes[i] * percents[p] + 99) / 100;
            double exact = values[rank - 1];
            double error = exact - given[p] > 0 ? exact - given[p] : given[p] - exact;
            assert_true(sizes[i] <= IMAGE_EXACT ? error == 0 : error <= 0.008 * exact);
            if (sizes[i] > IMAGE_EXACT) { /* the same buckets as on disk */
                assert_int_equal(given[p], histogram_quantile(&histogram, percents[p]));
            }
        }
        image_answer_finish(&answer);
        free(values);
        image_destroy(image);
    }
}

static void a_block_goes_through_bytes_unchanged(void **state)
{
    (void)state;
    struct image *image = image_create(), *copy = image_create();
    put_made_day(image, 20260302, 500, 3);
    put_made_day(image, 20260303, 0, 4);
    struct image_block block, again;
    for (size_t i = 0; image_block(image, i, &block) == 0; i++) {
        assert_int_equal(image_put_block(copy, &block), 0);
        assert_int_equal(image_block_of(copy, block.day, &again), 0);
        assert_int_equal(again.row_count, block.row_count);
        assert_memory_equal(again.rows, block.rows, block.row_count * IMAGE_ROW_BYTES);
    }
    assert_int_equal(image_day_count(copy), 2);
    image_destroy(image);
    image_destroy(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_days_are_equal_on_every_axis),
        cmocka_unit_test(a_late_end_keeps_its_own_hour),
        cmocka_unit_test(holds_transfers_and_missed_calls_are_the_events),
        cmocka_unit_test(dates_are_grouped_by_day_week_and_month),
        cmocka_unit_test(filters_and_targets_narrow_the_question),
        cmocka_unit_test(percentiles_are_exact_below_a_thousand_and_close_above),
        cmocka_unit_test(a_block_goes_through_bytes_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
