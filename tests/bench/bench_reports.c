/* How long named reports take on five years of a hall: Xinmi's 968,367 tickets, and 10,000,000.
 *
 * Each report is made whole (lines, totals, names, numbers) by its own axis and by every other one;
 * the table shows the median of some rounds in milliseconds of the processor (a shared machine has
 * its own ideas about the wall). Beside it: what roll-ups cost in memory and time, what figures.db
 * costs to write and to read, and what rows alone would take, as they do when there is a filter.
 * Answers from roll-ups are held against those from rows, percentiles against nearest rank over all
 * values. Last, a day of 20,000 tickets: how long until what has just happened is in the figures.
 *
 *   HALLQ_BENCH_ROWS=968367     the small history of the test suite, and Xinmi's
 *   HALLQ_BENCH_ROWS=10000000   and the large one; all together about half a minute */
#include "bench/make_history.h"

#include "base/clock.h"
#include "reports/table.h"
#include "stats/day.h"
#include "store/figures_file.h"
#include "unit/store_testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

enum { WORKING_DAYS = 1250, SMALL = 100000, ROUNDS = 5, REPORTS = 32 };
enum { FIRST_DAY = 20110103, LAST_DAY = 20151231, AFTER = 20160101 };
enum { REPORT_MS = 10, TODAY_MS = 100 };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SLOWER = 10 };
#else
enum { SLOWER = 1 };
#endif

static struct site *load_site(void)
{
    struct site *site = NULL;
    struct site_problems problems = {0};
    assert_int_equal(site_load(HALLQ_CONFIG_DIR "/demo", HALLQ_CONFIG_DIR "/profiles", SITE_EN,
                               &site, &problems),
                     0);
    site_problems_finish(&problems);
    return site;
}

static double milliseconds(int64_t since_us)
{
    return (double)(mono_now_us() - since_us) / 1000;
}

static double processor_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ------------------------------------------------------------------ a report's time */

struct days {
    int32_t from, to;
    const char *what;
};
static const struct days five_years = {FIRST_DAY, LAST_DAY, "five years"};
static const struct days ragged = {20110114, 20150915, "14 January 2011 to 15 September 2015"};

static double report_ms(const struct image *image, const struct site *site,
                        const struct report_kind *kind, enum image_axis by, const struct days *days,
                        const struct report_filter *filter)
{
    double took[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        const struct report_question question = {
            .kind = kind, .by = by, .from = days->from, .to = days->to, .filter = *filter};
        struct sheet sheet;
        sheet_init(&sheet, kind->name);
        double began = processor_ms();
        assert_int_equal(report_table_make(image, site, &question, &sheet), 0);
        took[round] = processor_ms() - began;
        assert_true(sheet.row_count > 0 || by != kind->by); /* a window's time has no item */
        sheet_finish(&sheet);
    }
    qsort(took, ROUNDS, sizeof *took, ascending);
    return took[ROUNDS / 2];
}

/* All reports by all axes; the slowest. */
static double print_reports(const struct image *image, const struct site *site,
                            const struct days *days)
{
    const struct report_filter all = {.window = 0};
    const struct report_kind *kind;
    double slowest = 0;
    printf("  ms, %s:\n  %-18s", days->what, "");
    for (int by = 0; by < IMAGE_AXES; by++) {
        printf("%6.6s", image_axis_name((enum image_axis)by));
    }
    for (size_t i = 0; (kind = report_kind(i)) != NULL; i++) {
        printf("\n  %-18s", kind->name);
        for (int by = 0; by < IMAGE_AXES; by++) {
            double took = report_ms(image, site, kind, (enum image_axis)by, days, &all);
            printf(by == (int)kind->by ? "%5.2f*" : "%5.2f ", took);
            slowest = took > slowest ? took : slowest;
        }
    }
    printf("\n  the slowest: %.2f ms\n", slowest);
    return slowest;
}

/* What has a filter, and what had no roll-ups yet: from rows, by each report's own axis. */
static void print_rows_alone(const struct image *image, const struct site *site, const char *what,
                             const struct report_filter *filter)
{
    const struct report_kind *kind;
    double sum = 0, slowest = 0;
    size_t count = 0;
    for (; (kind = report_kind(count)) != NULL; count++) {
        double took = report_ms(image, site, kind, kind->by, &five_years, filter);
        sum += took;
        slowest = took > slowest ? took : slowest;
    }
    printf("  %s: %.1f ms on average, the slowest %.1f ms\n", what, sum / (double)count, slowest);
}

/* ------------------------------------------------------------------ exactness */

static uint32_t exact_rank(const uint32_t *tally, uint64_t count, uint32_t percent)
{
    uint64_t rank = (count * percent + 99) / 100, passed = 0;
    uint32_t value = 0;
    while ((passed += tally[value]) < rank) {
        value++;
    }
    return value;
}

/* All waits of the history at one window, one by one from the blocks' own columns. */
static uint64_t tally_waits(const struct image *image, uint16_t window, uint32_t *tally)
{
    struct image_block block;
    uint64_t count = 0;
    for (size_t i = 0; image_block(image, i, &block) == 0; i++) {
        size_t n = block.row_count;
        const uint32_t *marks = (const uint32_t *)block.rows + n;
        const uint16_t *narrow = (const uint16_t *)(const void *)(marks + n);
        for (size_t r = 0; r < n; r++) {
            if (narrow[2 * n + r] == window && (marks[r] & ROW_WAITED) != 0) {
                tally[narrow[4 * n + r]]++;
                count++;
            }
        }
    }
    return count;
}

static void check_percentiles(const struct image *image)
{
    struct image_answer answer;
    const struct image_query query = {
        .from = FIRST_DAY, .to = LAST_DAY, .by = IMAGE_BY_WINDOW, .want = WANT_WAIT};
    double worst = 0;
    assert_int_equal(image_ask(image, &query, &answer), 0);
    for (size_t g = 0; g < answer.count; g++) {
        uint32_t *tally = calloc(UINT16_MAX + 1, sizeof *tally);
        const struct image_durations *wait = &answer.groups[g].durations[DURATION_WAIT];
        uint64_t count = tally_waits(image, (uint16_t)answer.groups[g].key, tally);
        const uint32_t percents[] = {50, 90, 95}, given[] = {wait->p50, wait->p90, wait->p95};
        assert_int_equal(wait->count, count);
        for (int p = 0; p < 3; p++) {
            double exact = exact_rank(tally, count, percents[p]);
            double error = exact > given[p] ? exact - given[p] : given[p] - exact;
            worst = error / exact > worst ? error / exact : worst;
            assert_true(count <= IMAGE_EXACT ? error == 0 : error <= 0.008 * exact);
        }
        free(tally);
    }
    printf("  P50, P90, P95 of the waits at %zu windows are off nearest rank by %.2f %% at most\n",
           answer.count, 100 * worst);
    image_answer_finish(&answer);
}

/* Every axis, everything in it, two spans: asked before there are roll-ups, and after. */
struct answers {
    struct image_answer list[IMAGE_AXES][2];
};

static void ask_all(const struct image *image, const struct image_lens *lens, struct answers *out)
{
    for (int by = 0; by < IMAGE_AXES; by++) {
        for (int span = 0; span < 2; span++) {
            const struct days *days = span == 0 ? &five_years : &ragged;
            const struct image_query query = {.from = days->from,
                                              .to = days->to,
                                              .by = (enum image_axis)by,
                                              .want = WANT_ALL,
                                              .department_of_item = lens->department_of_item,
                                              .department_of_window = lens->department_of_window,
                                              .target_of_category = lens->target_of_category};
            assert_int_equal(image_ask(image, &query, &out->list[by][span]), 0);
        }
    }
}

static void same_answers(struct answers *rows, struct answers *rolled)
{
    size_t groups = 0;
    for (int by = 0; by < IMAGE_AXES; by++) {
        for (int span = 0; span < 2; span++) {
            struct image_answer *a = &rows->list[by][span], *b = &rolled->list[by][span];
            assert_int_equal(a->count, b->count);
            assert_memory_equal(a->groups, b->groups, a->count * sizeof *a->groups);
            assert_memory_equal(&a->total, &b->total, sizeof a->total);
            groups += a->count;
            image_answer_finish(a);
            image_answer_finish(b);
        }
    }
    printf("  from roll-ups as from rows: %zu groups on %d axes, whole and ragged, every figure\n",
           groups, IMAGE_AXES);
}

/* ------------------------------------------------------------------ figures.db */

static void save_all(const char *folder, const struct image *image)
{
    char why[160];
    struct image_block block;
    struct figures_file *file = figures_file_open(folder, why, sizeof why);
    const struct figures_mark mark = {.seq = 1};
    assert_non_null(file);
    assert_int_equal(figures_file_begin(file), 0);
    for (size_t i = 0; image_block(image, i, &block) == 0; i++) {
        assert_int_equal(figures_file_put(file, image, block.day), 0);
    }
    assert_int_equal(figures_file_put_rollups(file, image), 0);
    assert_int_equal(figures_file_mark(file, &mark), 0);
    assert_int_equal(figures_file_commit(file), 0);
    figures_file_close(file);
}

static void print_file(struct fixture *f, const struct image *image)
{
    char why[160], path[TEST_PATH];
    struct stat info;
    struct figures_mark mark;
    fixture_path(f, "figures.db", path);
    int64_t began = mono_now_us();
    save_all(f->folder, image);
    double saved = milliseconds(began);
    struct image *again = image_create();
    began = mono_now_us();
    struct figures_file *file = figures_file_open(f->folder, why, sizeof why);
    assert_non_null(file);
    assert_int_equal(figures_file_load(file, again, &mark), 0);
    double loaded = milliseconds(began);
    assert_int_equal(image_row_count(again), image_row_count(image));
    assert_int_equal(image_rollup_count(again), image_rollup_count(image));
    assert_int_equal(stat(path, &info), 0);
    printf("  figures.db: %.0f MB, written whole in %.0f ms, read at start in %.0f ms\n",
           (double)info.st_size / 1e6, saved, loaded);
    assert_int_equal(figures_file_clear(file), 0);
    figures_file_close(file);
    image_destroy(again);
}

/* ------------------------------------------------------------------ histories */

/* Items and categories are those of the demo hall: they have departments and targets. */
static struct history history_of(const struct site *site, uint64_t rows)
{
    struct history history = {.dice = 88172645463325252u,
                              .first_day = FIRST_DAY,
                              .day_count = WORKING_DAYS,
                              .row_count = rows};
    for (size_t i = 0; i < HISTORY_ITEMS; i++) {
        history.items[i] = site->items[i % site->item_count].code;
    }
    for (size_t c = 0; c < HISTORY_CATEGORIES; c++) {
        history.categories[c] = site->categories[c % site->category_count].code;
    }
    return history;
}

static void roll_up(struct image *image, const struct image_lens *lens)
{
    enum { STEP_ROWS = 50000 };
    double longest = 0;
    int64_t began = mono_now_us();
    int more = 1, steps = 0;
    for (; more > 0; steps++) {
        double step = processor_ms();
        more = image_roll(image, lens, AFTER, STEP_ROWS);
        step = processor_ms() - step;
        longest = step > longest ? step : longest;
    }
    assert_int_equal(more, 0);
    printf("  %zu roll-ups, %.1f MB beside %.1f MB of rows, made in %.0f ms in %d steps of at most"
           " %.0f ms\n",
           image_rollup_count(image), (double)image_rollup_bytes(image) / 1e6,
           (double)image_row_count(image) * IMAGE_ROW_BYTES / 1e6, milliseconds(began), steps,
           longest);
}

/* Yesterday was rated late: its day, week, month and year are made again. */
static void print_replaced(struct image *image, const struct image_lens *lens)
{
    struct image_block block;
    assert_int_equal(image_block(image, WORKING_DAYS - 1, &block), 0);
    size_t size = (size_t)block.row_count * IMAGE_ROW_BYTES;
    struct image_block copy = block;
    void *rows = memcpy(malloc(size), block.rows, size);
    struct window_span *spans = malloc(block.span_count * sizeof *spans);
    memcpy(spans, block.spans, block.span_count * sizeof *spans);
    copy.rows = rows;
    copy.spans = spans;
    double began = processor_ms();
    assert_int_equal(image_put_block(image, &copy), 0);
    while (image_roll(image, lens, AFTER, 50000) > 0) {
    }
    printf("  a day that is replaced: its roll-ups are there again after %.1f ms\n",
           processor_ms() - began);
    free(rows);
    free(spans);
}

static void measure_history(struct fixture *f, const struct site *site, uint64_t rows)
{
    struct image *image = image_create();
    struct history history = history_of(site, rows);
    struct image_lens *lens = calloc(1, sizeof *lens);
    struct answers *straight = calloc(1, sizeof *straight), *rolled = calloc(1, sizeof *rolled);
    const struct report_filter all = {.window = 0}, one_window = {.window = 7};
    int64_t began = mono_now_us();
    assert_int_equal(history_make(&history, image), 0);
    assert_int_equal(image_row_count(image), rows);
    printf("%llu rows, %d days, made in %.0f ms\n", (unsigned long long)rows, WORKING_DAYS,
           milliseconds(began));
    report_lens(image, site, lens);
    ask_all(image, lens, straight);
    print_rows_alone(image, site, "own axis, five years, rows alone  ", &all);
    roll_up(image, lens);
    ask_all(image, lens, rolled);
    same_answers(straight, rolled);
    assert_true(print_reports(image, site, &five_years) < REPORT_MS * SLOWER);
    assert_true(print_reports(image, site, &ragged) < REPORT_MS * SLOWER);
    print_rows_alone(image, site, "own axis, five years, one window  ", &one_window);
    check_percentiles(image);
    print_replaced(image, lens);
    print_file(f, image);
    free(straight);
    free(rolled);
    free(lens);
    image_destroy(image);
}

static void named_reports_over_five_years(void **state)
{
    const char *wanted = getenv("HALLQ_BENCH_ROWS");
    uint64_t most = wanted != NULL ? strtoull(wanted, NULL, 10) : SMALL;
    static const uint64_t sizes[] = {SMALL, HISTORY_XINMI, HISTORY_LARGE};
    struct site *site = load_site();
    int64_t began = mono_now_us();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (sizes[i] <= most) {
            measure_history(*state, site, sizes[i]);
        }
    }
    printf("all this took %.0f s\n", milliseconds(began) / 1000);
    site_destroy(site);
}

/* ------------------------------------------------------------------ today */

enum { TODAY = 20260302, BUSY_TICKETS = LIMIT_TICKETS_A_DAY - 1, MORE_TICKETS = 50 };

static void add_visit(struct day_stats *stats, int64_t ordinal, int64_t *seq)
{
    static const enum event_kind kinds[] = {EVENT_TICKET_ISSUED, EVENT_TICKET_CALLED,
                                            EVENT_TICKET_ARRIVED, EVENT_TICKET_FINISHED,
                                            EVENT_TICKET_RATED};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct event event = {.seq = ++*seq,
                              .kind = kinds[i],
                              .day = TODAY,
                              .ticket = (TODAY % 1000000) * INT64_C(100000) + ordinal,
                              .window = i == 0 ? 0 : (uint16_t)(1 + ordinal % 64),
                              .service = 1,
                              .rating = RATING_ACTIVE,
                              .level = 5};
        event.at = wall_after(wall_day_start(TODAY), INT64_C(28800000) + *seq * 300);
        snprintf(event.category, sizeof event.category, "c%d", (int)(ordinal % 20));
        snprintf(event.item, sizeof event.item, "i%d", (int)(ordinal % 122));
        assert_int_equal(day_stats_add(stats, &event), 0);
    }
}

/* From the event to the figure that is read. */
static double fresh_ms(struct day_stats *stats, struct image *image, uint32_t served)
{
    double began = processor_ms();
    struct day_rows rows;
    struct image_answer answer;
    const struct image_query query = {.from = TODAY, .to = TODAY, .want = WANT_ENDED | WANT_WAIT};
    assert_int_equal(day_stats_rows(stats, day_stats_last(stats), &rows), 0);
    assert_int_equal(image_put_day(image, TODAY, &rows, stats), 0);
    assert_int_equal(image_ask(image, &query, &answer), 0);
    double took = processor_ms() - began;
    assert_int_equal(answer.groups[0].counts[COUNT_SERVED], served);
    image_answer_finish(&answer);
    return took;
}

/* 5,000 tickets are the largest day that the product is made for (reference-hall.md), 20,000 the
 * most that it takes. */
static void today_is_fresh_within_a_tenth_of_a_second(void **state)
{
    (void)state;
    struct day_stats *stats = day_stats_create(TODAY);
    struct image *image = image_create();
    int64_t seq = 0;
    uint32_t ordinal = 1;
    double took[MORE_TICKETS];
    for (uint16_t window = 1; window <= 64; window++) {
        char category[LIMIT_CODE];
        snprintf(category, sizeof category, "c%d", window % 20);
        assert_int_equal(day_stats_set_serves(stats, window, category), 0);
    }
    for (; ordinal <= BUSY_TICKETS - MORE_TICKETS; ordinal++) {
        add_visit(stats, ordinal, &seq);
    }
    double whole = fresh_ms(stats, image, ordinal - 1);
    for (int i = 0; i < MORE_TICKETS; i++, ordinal++) {
        add_visit(stats, ordinal, &seq);
        took[i] = fresh_ms(stats, image, ordinal);
    }
    qsort(took, MORE_TICKETS, sizeof *took, ascending);
    printf("a day of %u tickets: folded at once %.1f ms; one more ticket is in the figures after"
           " %.2f ms (median), %.2f ms at most\n",
           ordinal - 1, whole, took[MORE_TICKETS / 2], took[MORE_TICKETS - 1]);
    assert_true(took[MORE_TICKETS / 2] < TODAY_MS * SLOWER);
    image_destroy(image);
    day_stats_destroy(stats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(named_reports_over_five_years, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test(today_is_fresh_within_a_tenth_of_a_second)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
