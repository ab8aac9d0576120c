/* A journal of years, event by event: how fast its figures are made from events, from figures.db,
 * and how much that file saves; and that both ways give the same.
 *
 *   HALLQ_BENCH_DAYS=1250    working days of 775 tickets (Xinmi's five years: 968,750 tickets, 4.9
 *                            million events, 2 GB); the test suite makes a few
 *   HALLQ_BENCH_FOLDER=DIR   where the journal is made and left (tests/bench/start.sh starts a
 *                            hall on it); without it, it goes again */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "config/load.h"
#include "stats/rollup.h"
#include "store/figure_keeper.h"
#include "unit/store_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FEW_DAYS = 12, TICKETS = 775, WINDOWS = 35, QUEUE = 20, PART = 4096, LAST_DAY = 20260227 };

static double seconds(int64_t since_us)
{
    return (double)(mono_now_us() - since_us) / 1e6;
}

/* ------------------------------------------------------------------ the journal */

struct maker {
    struct fixture *fixture;
    const struct site *site;
    int32_t day;
    int64_t seq;
    size_t count;
    struct event part[PART];
};

static void flush(struct maker *maker)
{
    if (maker->count > 0) {
        assert_int_equal(store_append(maker->fixture->store, maker->part, maker->count), 0);
        wait_durable(maker->fixture, maker->seq);
        maker->count = 0;
    }
}

static struct event *append(struct maker *maker, enum event_kind kind, int32_t second)
{
    if (maker->count == PART) {
        flush(maker);
    }
    struct event *event = &maker->part[maker->count++];
    *event = (struct event){.seq = ++maker->seq,
                            .kind = kind,
                            .day = maker->day,
                            .mono_ms = 1000000 + second * INT64_C(1000)};
    event->at = wall_after(wall_day_start(maker->day), (9 * 3600 + second) * INT64_C(1000));
    return event;
}

static void windows(struct maker *maker, enum event_kind kind, int32_t second)
{
    for (uint16_t window = 1; window <= WINDOWS; window++) {
        struct event *event = append(maker, kind, second);
        event->window = window;
        snprintf(event->clerk, sizeof event->clerk, "clerk-%02u", window);
    }
}

static struct event *visit(struct maker *maker, enum event_kind kind, int who, int32_t second)
{
    const struct site_item *item = &maker->site->items[who * 7 % (int)maker->site->item_count];
    struct event *event = append(maker, kind, second);
    event->ticket = (maker->day % 1000000) * INT64_C(100000) + who + 1;
    snprintf(event->number, sizeof event->number, "A%03u", (unsigned)(who % 999 + 1));
    snprintf(event->item, sizeof event->item, "%s", item->code);
    snprintf(event->category, sizeof event->category, "%s",
             maker->site->categories[item->category].code);
    if (kind != EVENT_TICKET_ISSUED) {
        event->window = (uint16_t)(who % WINDOWS + 1);
        event->service = kind == EVENT_TICKET_CALLED ? 0 : 1;
        snprintf(event->clerk, sizeof event->clerk, "clerk-%02u", event->window);
    }
    return event;
}

/* One comes, one is finished and rates, one is called and arrives: everybody waits for QUEUE others
 * and is served until the window has its next. */
static void make_day(struct maker *maker)
{
    enum { STEP_S = 8 * 3600 / (TICKETS + QUEUE + WINDOWS) };
    append(maker, EVENT_DAY_OPENED, -1800);
    windows(maker, EVENT_WINDOW_OPENED, -60);
    for (int i = 0; i < TICKETS + QUEUE + WINDOWS; i++) {
        int32_t second = i * STEP_S + i * 7919 % STEP_S;
        int served = i - QUEUE - WINDOWS, called = i - QUEUE;
        if (i < TICKETS) {
            visit(maker, EVENT_TICKET_ISSUED, i, second);
        }
        if (served >= 0 && served < TICKETS) {
            visit(maker, EVENT_TICKET_FINISHED, served, second);
        }
        if (served >= 0 && served < TICKETS && served % 5 != 0) {
            struct event *rated = visit(maker, EVENT_TICKET_RATED, served, second + 2);
            rated->rating = RATING_ACTIVE;
            rated->level = (int8_t)(5 - served % 3);
        }
        if (called >= 0 && called < TICKETS) {
            visit(maker, EVENT_TICKET_CALLED, called, second + 3);
            visit(maker, EVENT_TICKET_ARRIVED, called, second + 5 + called % 40);
        }
    }
    windows(maker, EVENT_WINDOW_CLOSED, 8 * 3600 + 600);
    append(maker, EVENT_DAY_CLOSED, 8 * 3600 + 1800);
}

static int32_t day_before(int32_t day)
{
    int32_t before = wall_day(wall_after(wall_day_start(day), -12 * INT64_C(3600000)));
    int weekday = wall_weekday(before);
    return weekday == 0 || weekday == 6 ? day_before(before) : before;
}

/* The days end with a day without visitors: a hall that starts has nobody to bring back. */
static void make_journal(struct fixture *f, const struct site *site, int days)
{
    struct maker *maker = calloc(1, sizeof *maker);
    int32_t *dates = calloc((size_t)days, sizeof *dates);
    maker->fixture = f;
    maker->site = site;
    dates[days - 1] = day_before(LAST_DAY);
    for (int d = days - 1; d > 0; d--) {
        dates[d - 1] = day_before(dates[d]);
    }
    int64_t began = mono_now_us();
    for (int d = 0; d < days; d++) {
        maker->day = dates[d];
        make_day(maker);
    }
    maker->day = LAST_DAY;
    append(maker, EVENT_DAY_OPENED, 0);
    append(maker, EVENT_DAY_CLOSED, 60);
    flush(maker);
    printf("%d days, %d tickets, %lld events: journal made in %.0f s\n", days, days * TICKETS,
           (long long)maker->seq, seconds(began));
    free(dates);
    free(maker);
}

/* ------------------------------------------------------------------ its figures */

static struct figure_keeper *open_keeper(const struct fixture *f)
{
    char why[200] = "";
    const struct figure_keeper_settings settings = {.folder = f->folder};
    struct figure_keeper *keeper = figure_keeper_open(&settings, why, sizeof why);
    assert_non_null(keeper);
    return keeper;
}

/* The seconds until figures are answered, and until all is rolled up. */
static struct figure_keeper *time_start(const struct fixture *f, const char *what)
{
    int64_t began = mono_now_us();
    struct figure_keeper *keeper = open_keeper(f);
    double opened = seconds(began);
    while (figure_keeper_step(keeper) > 0) {
    }
    assert_int_equal(figure_keeper_refresh(keeper, (wall_t){0}), 0);
    double ready = seconds(began);
    while (figure_keeper_roll(keeper) > 0) {
    }
    printf("  %s: file read after %.2f s, figures ready after %.2f s, rolled up after %.2f s\n",
           what, opened, ready, seconds(began));
    return keeper;
}

static uint32_t tickets_served(const struct image *image)
{
    struct image_answer answer;
    const struct image_query query = {.from = 20000101, .to = 20991231, .want = WANT_ALL};
    assert_int_equal(image_ask(image, &query, &answer), 0);
    uint32_t served = answer.total.counts[COUNT_SERVED];
    assert_int_equal(answer.total.durations[DURATION_SERVICE].count, served);
    image_answer_finish(&answer);
    return served;
}

static double size_mb(const struct fixture *f, const char *name)
{
    char file[TEST_PATH];
    struct stat info;
    fixture_path(f, name, file);
    assert_int_equal(stat(file, &info), 0);
    return (double)info.st_size / 1e6;
}

static void figures_of_a_long_journal(void **state)
{
    struct fixture *f = *state;
    const char *wanted = getenv("HALLQ_BENCH_DAYS");
    int days = wanted != NULL ? atoi(wanted) : FEW_DAYS;
    struct site *site = NULL;
    struct site_problems problems = {0};
    assert_true(days > 0);
    assert_int_equal(site_load(HALLQ_CONFIG_DIR "/demo", HALLQ_CONFIG_DIR "/profiles", SITE_EN,
                               &site, &problems),
                     0);
    fixture_start(f);
    make_journal(f, site, days);
    fixture_close(f);
    printf("  hall.db %.0f MB\n", size_mb(f, "hall.db"));
    for (int round = 0; round < 2; round++) {
        struct figure_keeper *keeper =
            time_start(f, round == 0 ? "without figures.db" : "with figures.db   ");
        const struct image *image = figure_keeper_image(keeper);
        assert_int_equal(tickets_served(image), days * TICKETS);
        printf("  rows %.1f MB, %zu roll-ups %.1f MB\n",
               (double)image_row_count(image) * IMAGE_ROW_BYTES / 1e6, image_rollup_count(image),
               (double)image_rollup_bytes(image) / 1e6);
        figure_keeper_close(keeper);
    }
    printf("  figures.db %.0f MB\n", size_mb(f, "figures.db"));
    site_problems_finish(&problems);
    site_destroy(site);
}

/* ------------------------------------------------------------------ the folder */

static int set_up(void **state)
{
    const char *folder = getenv("HALLQ_BENCH_FOLDER");
    if (fixture_setup(state) < 0 || folder == NULL) {
        return *state != NULL ? 0 : -1;
    }
    struct fixture *f = *state;
    rmdir(f->folder);
    snprintf(f->folder, sizeof f->folder, "%s", folder);
    return 0;
}

static int tear_down(void **state)
{
    return getenv("HALLQ_BENCH_FOLDER") == NULL ? fixture_teardown(state) : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures_of_a_long_journal, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
