/* Random days against a recomputation that is slow, naive and shares nothing with stats/: for
 * each ticket it looks back and forth through the whole day, and for each second it asks what
 * every window was doing. HALLQ_SEED chooses the first day. */
#include "stats_hall.h"

#include "stats/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DAYS = 24 };

/* ------------------------------------------------------------------ the naive way */

struct naive {
    const struct day *day;
    bool gone[EVENTS]; /* undone */
};

static void find_undone(struct naive *naive)
{
    const struct day *day = naive->day;
    for (size_t i = 0; i < day->count; i++) {
        const struct event *event = &day->events[i];
        for (int32_t k = 0; event->kind == EVENT_COMMAND_UNDONE && k < event->count; k++) {
            naive->gone[event->of_seq - 1 + k] = true;
        }
    }
}

static bool one_of(enum event_kind kind, const enum event_kind *kinds)
{
    for (; *kinds != EVENT_NONE; kinds++) {
        if (kind == *kinds) {
            return true;
        }
    }
    return false;
}

static const enum event_kind waits[] = {EVENT_TICKET_ISSUED, EVENT_TICKET_CARRIED,
                                        EVENT_TICKET_TRANSFERRED, EVENT_TICKET_RETURNED,
                                        EVENT_TICKET_RESUMED, EVENT_TICKET_NO_SHOW, EVENT_NONE};
static const enum event_kind calls[] = {EVENT_TICKET_CALLED, EVENT_NONE};
static const enum event_kind leaves[] = {EVENT_TICKET_FINISHED, EVENT_TICKET_TRANSFERRED,
                                         EVENT_TICKET_HELD, EVENT_TICKET_CANCELLED, EVENT_NONE};
static const enum event_kind stages[] = {
    EVENT_TICKET_ISSUED,   EVENT_TICKET_CARRIED,   EVENT_TICKET_TRANSFERRED,
    EVENT_TICKET_RETURNED, EVENT_TICKET_RESUMED,   EVENT_TICKET_NO_SHOW,
    EVENT_TICKET_CALLED,   EVENT_TICKET_ARRIVED,   EVENT_TICKET_FINISHED,
    EVENT_TICKET_HELD,     EVENT_TICKET_CANCELLED, EVENT_NONE};

/* The nearest event of the same ticket before (or after) `at`, of some kinds; -1 = none. */
static long look(const struct naive *naive, size_t at, int direction, const enum event_kind *kinds)
{
    for (long i = (long)at + direction; i >= 0 && i < (long)naive->day->count; i += direction) {
        const struct event *event = &naive->day->events[i];
        if (!naive->gone[i] && event->ticket == naive->day->events[at].ticket &&
            one_of(event->kind, kinds)) {
            return i;
        }
    }
    return -1;
}

struct sums {
    uint32_t called, services, served, wait_count, walk_count, service_count;
    uint32_t active[6], by_default, none;
    int64_t wait, walk, service;
    int32_t wait_max, walk_max, service_max;
};

/* Does the event belong to the group (a window, 0 = any; an hour, -1 = any)? */
static bool within(const struct event *event, int window, int hour)
{
    return (window == 0 || event->window == window) && (hour < 0 || wall_hour(event->at) == hour);
}

static void sum(int64_t seconds, uint32_t *count, int64_t *total, int32_t *max)
{
    ++*count;
    *total += seconds;
    *max = seconds > *max ? (int32_t)seconds : *max;
}

static void sum_service(const struct naive *naive, size_t arrival, int window, int hour,
                        struct sums *sums)
{
    const struct day *day = naive->day;
    const struct event *event = &day->events[arrival];
    long end = look(naive, arrival, 1, leaves);
    if (end < 0 || !within(&day->events[end], window, hour)) {
        return;
    }
    bool implied = strcmp(event->reason, "implied") == 0;
    long start = implied ? look(naive, arrival, -1, calls) : (long)arrival;
    sum(day->true_s[end] - day->true_s[start], &sums->service_count, &sums->service,
        &sums->service_max);
    sums->services++;
    for (size_t i = 0; i < day->count; i++) {
        const struct event *rating = &day->events[i];
        if (rating->kind != EVENT_TICKET_RATED || rating->ticket != event->ticket ||
            rating->service != event->service || naive->gone[i]) {
            continue;
        }
        sums->by_default += rating->rating == RATING_DEFAULT;
        sums->active[rating->level] += rating->rating == RATING_ACTIVE;
        return;
    }
    sums->none++;
}

static void sum_event(const struct naive *naive, size_t i, int window, int hour,
                      struct sums *sums)
{
    const struct day *day = naive->day;
    const struct event *event = &day->events[i];
    if (naive->gone[i]) {
        return;
    }
    if (event->kind == EVENT_TICKET_ARRIVED) {
        sum_service(naive, i, window, hour, sums);
    }
    if (!within(event, window, hour)) {
        return;
    }
    if (event->kind == EVENT_TICKET_CALLED) {
        long since = look(naive, i, -1, waits);
        sums->called++;
        if (day->events[since].kind != EVENT_TICKET_NO_SHOW) {
            sum(day->true_s[i] - day->true_s[since], &sums->wait_count, &sums->wait,
                &sums->wait_max);
        }
    } else if (event->kind == EVENT_TICKET_ARRIVED && strcmp(event->reason, "implied") != 0) {
        long since = look(naive, i, -1, calls);
        sum(day->true_s[i] - day->true_s[since], &sums->walk_count, &sums->walk,
            &sums->walk_max);
    } else if (event->kind == EVENT_TICKET_FINISHED) {
        long after = look(naive, i, 1, stages);
        sums->served += after < 0 || day->events[after].kind != EVENT_TICKET_RETURNED;
    }
}

/* The newest event that says something about the ticket at second `s`; -1 = not here yet. */
static long stage_at(const struct naive *naive, int who, int64_t s)
{
    for (long i = (long)naive->day->count - 1; i >= 0; i--) {
        const struct event *event = &naive->day->events[i];
        if (!naive->gone[i] && naive->day->true_s[i] <= s && event->ticket == id_of(who) &&
            one_of(event->kind, stages)) {
            return i;
        }
    }
    return -1;
}

enum doing { SHUT, PAUSED, BUSY, IDLE, IDLE_WAITING };

static enum doing window_at(const struct naive *naive, int window, int64_t s)
{
    const struct day *day = naive->day;
    enum event_kind state = EVENT_WINDOW_CLOSED;
    for (size_t i = 0; i < day->count && day->true_s[i] <= s; i++) {
        enum event_kind kind = day->events[i].kind;
        if (day->events[i].window == window && kind >= EVENT_WINDOW_OPENED &&
            kind <= EVENT_WINDOW_RESUMED) {
            state = kind;
        }
    }
    if (state == EVENT_WINDOW_CLOSED) {
        return SHUT;
    }
    enum doing doing = state == EVENT_WINDOW_PAUSED ? PAUSED : IDLE;
    for (int who = 0; who < TICKETS; who++) {
        long at = stage_at(naive, who, s);
        const struct event *event = at < 0 ? NULL : &day->events[at];
        if (event == NULL) {
            continue;
        }
        if (event->kind == EVENT_TICKET_CALLED || event->kind == EVENT_TICKET_ARRIVED) {
            doing = event->window == window ? BUSY : doing;
        } else if (one_of(event->kind, waits) && !event->final && doing == IDLE) {
            long bound_by = at;
            while (day->events[bound_by].kind == EVENT_TICKET_NO_SHOW) {
                bound_by = look(naive, (size_t)bound_by, -1, waits);
            }
            int bound = day->events[bound_by].target_window;
            int category = event->category[1] - '0';
            bool mine = bound != 0 ? bound == window : day->desks[window].serves[category];
            doing = mine ? IDLE_WAITING : doing;
        }
    }
    return doing;
}

/* ------------------------------------------------------------------ comparing */

static void assert_durations(const struct duration_figures *found, uint32_t count, int64_t total,
                             int32_t max)
{
    assert_int_equal(found->count, count);
    assert_int_equal(found->max, max);
    assert_true(found->mean * count - (double)total < 0.5 &&
                (double)total - found->mean * count < 0.5);
    assert_true(found->p50 <= found->p90 && found->p90 <= found->p95 && found->p95 <= max);
}

static void compare_group(const struct naive *naive, const struct figures *found, int window,
                          int hour)
{
    struct sums sums = {0};
    for (size_t i = 0; i < naive->day->count; i++) {
        sum_event(naive, i, window, hour, &sums);
    }
    assert_int_equal(found->called, sums.called);
    assert_int_equal(found->served, sums.served);
    assert_int_equal(found->services, sums.services);
    assert_int_equal(found->rated_default, sums.by_default);
    assert_int_equal(found->rated_none, sums.none);
    for (int level = 1; level <= 5; level++) {
        assert_int_equal(found->rated_active[level], sums.active[level]);
    }
    assert_int_equal(found->bad, sums.active[1] + sums.active[2]);
    assert_durations(&found->wait, sums.wait_count, sums.wait, sums.wait_max);
    assert_durations(&found->walk, sums.walk_count, sums.walk, sums.walk_max);
    assert_durations(&found->service, sums.service_count, sums.service, sums.service_max);
}

static void compare_window_time(const struct naive *naive, const struct figures *found, int window)
{
    int64_t spent[IDLE_WAITING + 1] = {0};
    for (int64_t s = 0; s < naive->day->now; s++) {
        spent[window_at(naive, window, s)]++;
    }
    assert_int_equal(found->paused_s, spent[PAUSED]);
    assert_int_equal(found->idle_s, spent[IDLE]);
    assert_int_equal(found->idle_waiting_s, spent[IDLE_WAITING]);
    assert_int_equal(found->open_s, spent[BUSY] + spent[IDLE] + spent[IDLE_WAITING]);
}

static wall_t end_of(const struct day *day)
{
    return wall_after(day->events[day->count - 1].at,
                      (day->now - day->true_s[day->count - 1]) * 1000);
}

static void compare(const struct naive *naive, const struct day_stats *stats, bool with_time)
{
    struct figures found[64];
    size_t count = day_stats_figures(stats, FIGURE_HALL, end_of(naive->day), found, 64);
    assert_int_equal(count, 1);
    compare_group(naive, &found[0], 0, -1);
    count = day_stats_figures(stats, FIGURE_WINDOW, end_of(naive->day), found, 64);
    for (size_t i = 0; i < count; i++) {
        compare_group(naive, &found[i], atoi(found[i].key), -1);
        if (with_time) {
            compare_window_time(naive, &found[i], atoi(found[i].key));
        }
    }
    count = day_stats_figures(stats, FIGURE_HOUR, end_of(naive->day), found, 64);
    for (size_t i = 0; i < count; i++) {
        compare_group(naive, &found[i], 0, atoi(found[i].key));
    }
}

static struct day_stats *feed(const struct day *day)
{
    struct day_stats *stats = day_stats_create(DAY);
    assert_non_null(stats);
    for (int w = 1; w <= WINDOWS; w++) {
        assert_int_equal(day_stats_set_serves(stats, (uint16_t)w, "nothing"), 0);
        for (int c = 0; c < CATEGORIES; c++) {
            char code[LIMIT_CODE];
            snprintf(code, sizeof code, "c%d", c);
            if (day->desks[w].serves[c]) {
                assert_int_equal(day_stats_set_serves(stats, (uint16_t)w, code), 0);
            }
        }
    }
    for (size_t i = 0; i < day->count; i++) {
        assert_int_equal(day_stats_add(stats, &day->events[i]), 0);
        if (i % 97 == 0) { /* asking changes nothing */
            struct day_balance balance;
            day_stats_balance(stats, &balance);
        }
    }
    return stats;
}

static void one_day(uint64_t seed, bool stepped, bool with_time)
{
    static struct day day;
    static struct naive naive;
    play(&day, seed, stepped);
    memset(&naive, 0, sizeof naive);
    naive.day = &day;
    find_undone(&naive);
    struct day_stats *stats = feed(&day);
    struct day_balance balance;
    day_stats_balance(stats, &balance);
    struct day_difference difference = {0};
    if (day_stats_difference(stats, 0, &difference) == 0) {
        fail_msg("%s %s", difference.number, difference.what);
    }
    assert_true(balance.tickets_close && balance.slips_close && balance.ratings_close);
    assert_int_equal(balance.issued + balance.carried_in, day.issued);
    compare(&naive, stats, with_time);
    day_stats_destroy(stats);
}

static void test_random_days(void **state)
{
    (void)state;
    const char *given = getenv("HALLQ_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 1;
    for (uint64_t i = 0; i < DAYS; i++) {
        print_message("HALLQ_SEED=%llu\n", (unsigned long long)(seed + i));
        one_day(seed + i, i % 2 == 1, i % 12 < 2);
    }
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
