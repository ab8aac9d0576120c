/* The keeper: a journal of several random days, with ratings that come days later, is in the image
 * as each day's own figures are; over restarts, without its file, with a broken one, with one of
 * another journal, and while events arrive. Its roll-ups survive a restart, and those that were
 * damaged do not. */
#include "stats_hall.h"

#include "store_testing.h"

#include "stats/day.h"
#include "stats/rollup.h"
#include "store/figure_keeper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { JOURNAL_DAYS = 4, JOURNAL = JOURNAL_DAYS * (EVENTS + TICKETS) };

struct journal {
    size_t count;
    struct event events[JOURNAL];
    int32_t days[JOURNAL_DAYS];
};

static struct journal journal;

static int64_t shifted_ticket(int64_t ticket, int32_t day)
{
    return ticket == 0 ? 0 : (day % 1000000) * INT64_C(100000) + ticket % 100000;
}

static struct event *append(const struct event *event)
{
    struct event *to = &journal.events[journal.count++];
    *to = *event;
    to->seq = (int64_t)journal.count;
    return to;
}

/* Services of `from` that nobody rated get their default on the day `index`. */
static void rate_late(const struct day *from, size_t from_index, size_t index)
{
    for (int who = 0; who < TICKETS; who++) {
        const struct person *person = &from->people[who];
        if (person->services == 0 || person->rated_services == person->services) {
            continue;
        }
        struct event event = {.kind = EVENT_TICKET_RATED, .day = journal.days[index],
                              .ticket = shifted_ticket(id_of(who), journal.days[from_index]),
                              .service = (uint16_t)person->services, .level = 4,
                              .rating = RATING_DEFAULT};
        event.at = wall_after(wall_day_start(journal.days[index]), 8 * 3600 * 1000);
        append(&event);
    }
}

static void write_journal(uint64_t seed)
{
    static struct day days[JOURNAL_DAYS];
    journal.count = 0;
    int32_t day = DAY;
    for (size_t d = 0; d < JOURNAL_DAYS; d++, day = day_next(day)) {
        journal.days[d] = day;
        play(&days[d], seed + d, d % 2 == 1);
        struct event opened = {.kind = EVENT_DAY_OPENED, .day = day,
                               .at = wall_day_start(day)};
        append(&opened);
        if (d >= 2) {
            rate_late(&days[d - 2], d - 2, d);
        }
        int64_t before = (int64_t)journal.count;
        for (size_t i = 0; i < days[d].count; i++) {
            struct event event = days[d].events[i];
            event.day = day;
            event.at = wall_after(event.at, wall_between(wall_day_start(DAY), wall_day_start(day)));
            event.ticket = shifted_ticket(event.ticket, day);
            event.of_seq += event.of_seq != 0 ? before : 0;
            append(&event);
        }
    }
}

static void store_journal(struct fixture *f)
{
    enum { PART = 200 };
    fixture_start(f);
    for (size_t at = 0; at < journal.count; at += PART) {
        size_t count = journal.count - at < PART ? journal.count - at : PART;
        assert_int_equal(store_append(f->store, &journal.events[at], count), 0);
        wait_durable(f, (int64_t)(at + count));
    }
}

static const struct image_group *group_of(const struct image_answer *answer, uint32_t key)
{
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->groups[i].key == key) {
            return &answer->groups[i];
        }
    }
    fail_msg("no group %u", key);
    return NULL;
}

/* What the day's own figures say, of the whole journal. */
static void compare_day(const struct image *image, size_t index)
{
    static struct figures own[256];
    struct day_stats *stats = day_stats_create(journal.days[index]);
    for (size_t i = 0; i < journal.count; i++) {
        assert_int_equal(day_stats_add(stats, &journal.events[i]), 0);
    }
    wall_t until = day_stats_last(stats);
    size_t count = day_stats_figures(stats, FIGURE_WINDOW, until, own, 256);
    const struct image_query query = {.from = journal.days[index], .to = journal.days[index],
                                      .by = IMAGE_BY_WINDOW, .want = WANT_ALL};
    struct image_answer answer;
    assert_int_equal(image_ask(image, &query, &answer), 0);
    for (size_t i = 0; i < count; i++) {
        const struct image_group *group = group_of(&answer, (uint32_t)atoi(own[i].key));
        assert_int_equal(group->counts[COUNT_CALLED], own[i].called);
        assert_int_equal(group->counts[COUNT_SERVED], own[i].served);
        assert_int_equal(group->counts[COUNT_RATED_ACTIVE + 5], own[i].rated_active[5]);
        assert_int_equal(group->counts[COUNT_RATED_DEFAULT], own[i].rated_default);
        assert_int_equal(group->counts[COUNT_RATED_NONE], own[i].rated_none);
        assert_int_equal(group->durations[DURATION_WAIT].p90, own[i].wait.p90);
        assert_int_equal(group->durations[DURATION_SERVICE].count, own[i].service.count);
        assert_int_equal((group->idle_waiting_ms + 500) / 1000, own[i].idle_waiting_s);
    }
    image_answer_finish(&answer);
    day_stats_destroy(stats);
}

static struct figure_keeper *keeper_open(struct fixture *f)
{
    char why[200] = "";
    const struct figure_keeper_settings settings = {.folder = f->folder};
    struct figure_keeper *keeper = figure_keeper_open(&settings, why, sizeof why);
    assert_non_null(keeper);
    return keeper;
}

static void bring_into_step(struct figure_keeper *keeper)
{
    int more;
    while ((more = figure_keeper_step(keeper)) > 0) {
    }
    assert_int_equal(more, 0);
    assert_int_equal(figure_keeper_refresh(keeper, (wall_t){0}), 0);
}

static struct figure_keeper *keeper_in_step(struct fixture *f)
{
    struct figure_keeper *keeper = keeper_open(f);
    bring_into_step(keeper);
    return keeper;
}

static void roll(struct figure_keeper *keeper)
{
    int more;
    while ((more = figure_keeper_roll(keeper)) > 0) {
    }
    assert_int_equal(more, 0);
}

static void compare_all(struct fixture *f)
{
    struct figure_keeper *keeper = keeper_in_step(f);
    assert_int_equal(figure_keeper_day(keeper), journal.days[JOURNAL_DAYS - 1]);
    assert_int_equal(figure_keeper_seq(keeper), journal.count);
    assert_int_equal(image_day_count(figure_keeper_image(keeper)), JOURNAL_DAYS);
    for (size_t d = 0; d < JOURNAL_DAYS; d++) {
        compare_day(figure_keeper_image(keeper), d);
    }
    figure_keeper_close(keeper);
}

static void the_image_is_the_journal_over_restarts(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    fixture_path(f, "figures.db", file);
    write_journal(test_seed());
    uint32_t late = 0;
    for (size_t i = 0; i < journal.count; i++) {
        late += journal.events[i].kind == EVENT_TICKET_RATED &&
                journal.events[i].ticket / 100000 != journal.events[i].day % 1000000;
    }
    assert_true(late > 10); /* or the test says nothing about them */
    store_journal(f);
    compare_all(f);
    assert_int_equal(ask_sql(file, "SELECT count(*) FROM day"), JOURNAL_DAYS - 1);
    compare_all(f); /* from its file */
    unlink(file);
    compare_all(f);
    file_write(file, (const uint8_t *)"this is no database, and never was one", 39);
    compare_all(f);
    run_sql(file, "UPDATE day SET rows = x'010203' WHERE day = 20260303");
    compare_all(f);
    run_sql(file, "UPDATE meta SET hash = zeroblob(32)"); /* of another journal */
    run_sql(file, "DELETE FROM day");
    compare_all(f);
}

static void today_follows_each_event(void **state)
{
    struct fixture *f = *state;
    write_journal(test_seed());
    size_t all = journal.count;
    fixture_start(f);
    journal.count = all - 300;
    assert_int_equal(store_append(f->store, journal.events, journal.count), 0);
    wait_durable(f, (int64_t)journal.count);
    struct figure_keeper *keeper = keeper_in_step(f);
    for (size_t at = journal.count; at < all; at += 50) {
        assert_int_equal(store_append(f->store, &journal.events[at], 50), 0);
        wait_durable(f, (int64_t)at + 50);
        journal.count = at + 50;
        assert_int_equal(figure_keeper_step(keeper), 0);
        assert_int_equal(figure_keeper_refresh(keeper, (wall_t){0}), 0);
        compare_day(figure_keeper_image(keeper), JOURNAL_DAYS - 1);
    }
    figure_keeper_close(keeper);
}

/* By window over all days, as rows and as roll-ups have it. */
static void same_with_and_without(const struct image *rolled)
{
    struct image *straight = image_create();
    struct image_block block;
    for (size_t i = 0; image_block(rolled, i, &block) == 0; i++) {
        assert_int_equal(image_put_block(straight, &block), 0);
    }
    const struct image_query query = {.from = journal.days[0], .to = 20991231,
                                      .by = IMAGE_BY_WINDOW, .want = WANT_ALL};
    struct image_answer a, b;
    assert_int_equal(image_ask(rolled, &query, &a), 0);
    assert_int_equal(image_ask(straight, &query, &b), 0);
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.groups, b.groups, a.count * sizeof *a.groups);
    image_answer_finish(&a);
    image_answer_finish(&b);
    image_destroy(straight);
}

/* How many roll-ups a keeper finds in its file. It then makes those that are missing, and those of
 * a day that is rated late today. */
static uint32_t loaded(struct fixture *f)
{
    struct figure_keeper *keeper = keeper_open(f);
    uint32_t found = (uint32_t)image_rollup_count(figure_keeper_image(keeper));
    same_with_and_without(figure_keeper_image(keeper));
    bring_into_step(keeper);
    roll(keeper);
    same_with_and_without(figure_keeper_image(keeper));
    figure_keeper_close(keeper);
    return found;
}

static void roll_ups_are_kept_and_checked(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    fixture_path(f, "figures.db", file);
    write_journal(test_seed());
    store_journal(f);
    assert_int_equal(loaded(f), 0);
    uint32_t all = (uint32_t)ask_sql(file, "SELECT count(*) FROM rollup");
    assert_int_equal(all, 3 + 1 + 8 + 8); /* days, a week, a month and a year by eight axes */
    assert_int_equal(loaded(f), all);

    run_sql(file, "UPDATE rollup SET mark = mark + 1 WHERE level = 2 AND axis = 7");
    assert_int_equal(loaded(f), all - 1);
    assert_int_equal(loaded(f), all); /* was made and saved again */
    run_sql(file, "UPDATE rollup SET figures = x'0102' WHERE level = 3");
    assert_int_equal(loaded(f), all - 8);
    run_sql(file, "UPDATE rollup SET packed = substr(packed, 2) WHERE level = 0");
    assert_int_equal(loaded(f), all - (JOURNAL_DAYS - 1));
    run_sql(file, "UPDATE lens SET form = 99");
    assert_int_equal(loaded(f), 0);
    assert_int_equal(loaded(f), all);
    run_sql(file, "DELETE FROM rollup WHERE level <> 1");
    assert_int_equal(loaded(f), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_image_is_the_journal_over_restarts, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(roll_ups_are_kept_and_checked, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(today_follows_each_event, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
