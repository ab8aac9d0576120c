/* Roll-ups, rows and a naive recomputation from events answer alike, to the last count: over
 * random years with undone commands, clock steps, tickets that are carried over, ratings that come
 * days later, days that are replaced or come out of order, and a configuration that changes.
 * HALLQ_SEED chooses the first year. */
#include "property/naive_figures.h"
#include "unit/stats_hall.h"

#include "stats/day.h"
#include "stats/rollup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { YEARS = 4, HISTORY_DAYS = 72, LATE = 3, QUESTIONS = 160, ANSWERS = 512, EXTRA = 64 };

/* ------------------------------------------------------------------ a history */

struct journal_day {
    int32_t day;
    bool put;
    size_t count;
    struct event *events; /* and late ratings of later days behind them */
    size_t late;          /* so many */
    int carried[TICKETS];
    int carried_count;
};

struct history {
    uint64_t dice;
    struct image *rolled, *straight;
    struct naive_figures naive;
    struct image_lens lens;
    int targets; /* which set of targets is configured */
    int count;
    struct journal_day days[HISTORY_DAYS];
    struct day plays[HISTORY_DAYS];
};

static uint32_t roll_dice(struct history *history, uint32_t sides)
{
    history->dice ^= history->dice << 13;
    history->dice ^= history->dice >> 7;
    history->dice ^= history->dice << 17;
    return (uint32_t)(history->dice >> 20) % sides;
}

static int64_t ticket_of(int32_t day, int who)
{
    return (day % 1000000) * INT64_C(100000) + who + 1;
}

/* An event at a minute before or after nine. */
static struct event *append(struct journal_day *day, enum event_kind kind, int64_t ticket,
                            int64_t second)
{
    struct event *event = &day->events[day->count++];
    *event =
        (struct event){.seq = (int64_t)day->count, .kind = kind, .day = day->day, .ticket = ticket};
    event->at = wall_after(wall_day_start(day->day), (9 * 3600 + second) * 1000);
    event->mono_ms = 5000000 + second * 1000;
    return event;
}

static void code(char *out, char letter, int number)
{
    snprintf(out, LIMIT_CODE, "%c%d", letter, number);
}

/* Those who were carried over come in before nine, and most of them are served at window 9. */
static void carry_in(struct history *history, const struct journal_day *from,
                     struct journal_day *to)
{
    for (int i = 0; i < from->carried_count; i++) {
        int64_t second = 30 * i - 4000, ticket = ticket_of(from->day, from->carried[i]);
        struct event *in = append(to, EVENT_TICKET_CARRIED, ticket, second);
        snprintf(in->reason, sizeof in->reason, "in");
        code(in->item, 'i', i % 7);
        code(in->category, 'c', i % CATEGORIES);
        in->service = 7;
        if (roll_dice(history, 4) == 0) {
            continue;
        }
        static const enum event_kind kinds[] = {EVENT_TICKET_CALLED, EVENT_TICKET_ARRIVED,
                                                EVENT_TICKET_FINISHED};
        for (int k = 0; k < 3; k++) {
            struct event *event = append(to, kinds[k], ticket, second + 7 * (k + 1));
            event->window = 9;
            event->service = k > 0 ? 8 : 0;
            code(event->category, 'c', i % CATEGORIES);
            snprintf(event->clerk, sizeof event->clerk, "clerk-9");
        }
    }
}

/* Who still waits at the end of the day. */
static void carry_over(const struct day *play, struct journal_day *day)
{
    for (int who = 0; who < TICKETS && day->carried_count < 8; who++) {
        if (play->people[who].place == QUEUE) {
            struct event *over =
                append(day, EVENT_TICKET_CARRIED, ticket_of(day->day, who), play->now + 60);
            snprintf(over->reason, sizeof over->reason, "over");
            day->carried[day->carried_count++] = who;
        }
    }
}

static void make_day(struct history *history, int32_t date)
{
    struct journal_day *day = &history->days[history->count];
    struct day *play_of = &history->plays[history->count];
    *day = (struct journal_day){.day = date};
    day->events = calloc(EVENTS + EXTRA + 2 * TICKETS, sizeof *day->events);
    play(play_of, history->dice + 1, roll_dice(history, 2) == 0);
    roll_dice(history, 2);
    if (history->count > 0) {
        carry_in(history, &history->days[history->count - 1], day);
    }
    int64_t before = (int64_t)day->count;
    for (size_t i = 0; i < play_of->count; i++) {
        struct event *event = &day->events[day->count++];
        *event = play_of->events[i];
        event->seq += before;
        event->of_seq += event->of_seq != 0 ? before : 0;
        event->day = date;
        event->at = wall_after(event->at, wall_between(wall_day_start(DAY), wall_day_start(date)));
        event->ticket = event->ticket != 0 ? ticket_of(date, (int)(event->ticket % 100000) - 1) : 0;
    }
    carry_over(play_of, day);
    naive_add_day(&history->naive, day->events, day->count);
    history->count++;
}

/* ------------------------------------------------------------------ into the images */

static int department_of(int item)
{
    return item >= 0 ? 1 + item % 3 : -1;
}

static int target_set;
static uint32_t target_of(int category)
{
    return category == 0 ? 0 : (uint32_t)(120 * category + 300 * target_set);
}

static void look(struct history *history)
{
    struct image_lens *lens = &history->lens;
    *lens = (struct image_lens){.items = image_code_count(history->rolled, IMAGE_ITEMS),
                                .categories = image_code_count(history->rolled, IMAGE_CATEGORIES)};
    for (uint16_t n = 1; n <= lens->items; n++) {
        const char *item = image_code(history->rolled, IMAGE_ITEMS, n);
        lens->department_of_item[n] = (uint16_t)department_of(atoi(item + 1));
    }
    for (uint16_t n = 1; n <= lens->categories; n++) {
        const char *category = image_code(history->rolled, IMAGE_CATEGORIES, n);
        lens->target_of_category[n] = (uint16_t)target_of(atoi(category + 1));
    }
    for (uint16_t w = 1; w <= WINDOWS; w++) {
        lens->department_of_window[w] = (uint16_t)(1 + w % 3);
    }
}

static void put(struct history *history, struct journal_day *day)
{
    struct day_stats *stats = day_stats_create(day->day);
    for (size_t i = 0; i < day->count + day->late; i++) {
        assert_int_equal(day_stats_add(stats, &day->events[i]), 0);
    }
    struct day_rows rows;
    assert_int_equal(day_stats_rows(stats, day_stats_last(stats), &rows), 0);
    assert_int_equal(image_put_day(history->rolled, day->day, &rows, stats), 0);
    assert_int_equal(image_put_day(history->straight, day->day, &rows, stats), 0);
    day_stats_destroy(stats);
    day->put = true;
}

/* Services of a day that is over get their rating, from a later day. */
static void rate_late(struct history *history, int from, int on)
{
    const struct day *play_of = &history->plays[from];
    struct journal_day *day = &history->days[from];
    for (int who = 0; who < TICKETS; who++) {
        const struct person *person = &play_of->people[who];
        if (person->services == 0 || person->rated_services == person->services ||
            person->place != GONE) {
            continue;
        }
        struct event *event = &day->events[day->count + day->late++];
        *event =
            (struct event){.kind = EVENT_TICKET_RATED,
                           .day = history->days[on].day,
                           .seq = 100000 + who,
                           .ticket = ticket_of(day->day, who),
                           .service = (uint16_t)person->services,
                           .level = 4,
                           .rating = roll_dice(history, 2) == 0 ? RATING_DEFAULT : RATING_ACTIVE};
        event->at = wall_day_start(event->day);
        naive_rate(&history->naive, event);
    }
    put(history, day);
}

/* ------------------------------------------------------------------ questions */

static bool near(uint64_t count, uint32_t exact, uint32_t given)
{
    double error = exact > given ? exact - given : given - exact;
    return count <= IMAGE_EXACT ? error == 0 : error <= 0.008 * exact;
}

static void compare_durations(const struct naive_durations *naive,
                              const struct image_durations *image, bool wait)
{
    assert_int_equal(image->count, naive->count);
    assert_int_equal(image->sum, naive->sum);
    assert_int_equal(image->max, naive->max);
    assert_true(near(naive->count, naive->p50, image->p50));
    assert_true(near(naive->count, naive->p90, image->p90));
    assert_true(near(naive->count, naive->p95, image->p95));
    if (wait) {
        assert_int_equal(image->with_target, naive->with_target);
        assert_int_equal(image->over_target, naive->over_target);
        assert_memory_equal(image->spread, naive->spread, sizeof image->spread);
    }
}

static uint32_t naive_key_of(const struct history *history, enum image_axis by, uint32_t key)
{
    static const enum image_codes codes[IMAGE_AXES] = {[IMAGE_BY_ITEM] = IMAGE_ITEMS,
                                                       [IMAGE_BY_CATEGORY] = IMAGE_CATEGORIES,
                                                       [IMAGE_BY_CLERK] = IMAGE_CLERKS};
    bool coded = by == IMAGE_BY_ITEM || by == IMAGE_BY_CATEGORY || by == IMAGE_BY_CLERK;
    if (!coded) {
        return key;
    }
    const char *text = image_code(history->straight, codes[by], (uint16_t)key);
    const char *number = strpbrk(text, "0123456789");
    return (uint32_t)atoi(number);
}

/* Everything of a key: counts, and durations one by one. */
static void compare_naive(struct history *history, const struct image_query *query,
                          const struct image_answer *answer)
{
    struct naive_query slow = {query->from, query->to, query->by, 0, department_of, target_of};
    struct naive_group group;
    uint64_t calls = 0, all_calls = 0;
    for (size_t i = 0; i < answer->count; i++) {
        const struct image_group *fast = &answer->groups[i];
        slow.key = naive_key_of(history, query->by, fast->key);
        bool any = naive_group(&history->naive, &slow, &group);
        assert_true(any || fast->open_ms + fast->paused_ms > 0);
        for (int c = 0; c < COUNT_PAUSES; c++) {
            if (fast->counts[c] != group.counts[c]) {
                fail_msg("by %s, key %u: count %d is %u, events say %u", image_axis_name(query->by),
                         (unsigned)slow.key, c, fast->counts[c], group.counts[c]);
            }
        }
        for (int k = 0; k < IMAGE_DURATIONS; k++) {
            compare_durations(&group.durations[k], &fast->durations[k], k == DURATION_WAIT);
        }
        calls += fast->counts[COUNT_CALLED];
    }
    slow.by = IMAGE_BY_ALL; /* no key was forgotten */
    slow.key = 0;
    naive_group(&history->naive, &slow, &group);
    all_calls = group.counts[COUNT_CALLED];
    assert_int_equal(calls, all_calls);
}

static void same_answers(const struct image_query *query, const struct image_answer *rolled,
                         const struct image_answer *straight)
{
    assert_int_equal(rolled->count, straight->count);
    for (size_t i = 0; i < rolled->count; i++) {
        if (memcmp(&rolled->groups[i], &straight->groups[i], sizeof *rolled->groups) != 0) {
            fail_msg("by %s, %d to %d, want %x: group %u differs", image_axis_name(query->by),
                     (int)query->from, (int)query->to, query->want,
                     (unsigned)rolled->groups[i].key);
        }
    }
    assert_memory_equal(&rolled->total, &straight->total, sizeof rolled->total);
}

static void ask_once(struct history *history, bool everything)
{
    const struct journal_day *a = &history->days[roll_dice(history, (uint32_t)history->count)];
    const struct journal_day *b = &history->days[roll_dice(history, (uint32_t)history->count)];
    struct image_query query = {.from = a->day < b->day ? a->day : b->day,
                                .to = a->day < b->day ? b->day : a->day,
                                .by = (enum image_axis)roll_dice(history, IMAGE_AXES),
                                .want = 1 + roll_dice(history, WANT_ALL),
                                .department_of_item = history->lens.department_of_item,
                                .department_of_window = history->lens.department_of_window,
                                .target_of_category = history->lens.target_of_category};
    if (roll_dice(history, 3) == 0) { /* whole years, months */
        query.from = query.from / 10000 * 10000 + 101;
        query.to = query.to / 100 * 100 + 31;
    }
    if (everything) {
        query.want = WANT_ALL;
    }
    if (roll_dice(history, 8) == 0) {
        query.window = (uint16_t)(1 + roll_dice(history, WINDOWS));
    }
    struct image_answer rolled, straight;
    assert_int_equal(image_ask(history->rolled, &query, &rolled), 0);
    assert_int_equal(image_ask(history->straight, &query, &straight), 0);
    same_answers(&query, &rolled, &straight);
    if (everything && query.window == 0) {
        compare_naive(history, &query, &rolled);
    }
    image_answer_finish(&rolled);
    image_answer_finish(&straight);
}

/* ------------------------------------------------------------------ a year of it */

static int32_t later_day(struct history *history, int32_t day)
{
    for (uint32_t steps = 1 + roll_dice(history, 12); steps > 0; steps--) {
        day = day_next(day);
    }
    return day;
}

static void roll_some(struct history *history, int32_t before)
{
    if (roll_dice(history, 12) == 0) {
        target_set = ++history->targets % 3; /* the configuration changes */
    }
    look(history);
    int more = 1;
    for (uint32_t steps = roll_dice(history, 6) * 4; steps > 0 && more > 0; steps--) {
        more = image_roll(history->rolled, &history->lens, before, 1 + roll_dice(history, 2000));
        assert_true(more >= 0);
    }
}

static void play_years(uint64_t seed)
{
    struct history *history = calloc(1, sizeof *history);
    history->dice = seed * 7919 + 1;
    history->rolled = image_create();
    history->straight = image_create();
    int32_t date = 20240115;
    int kept_back = -1;
    for (int d = 0; d < HISTORY_DAYS; d++, date = later_day(history, date)) {
        make_day(history, date);
        if (kept_back < 0 && d < HISTORY_DAYS - 4 && roll_dice(history, 8) == 0) {
            kept_back = d; /* comes later than those after it */
            continue;
        }
        put(history, &history->days[d]);
        if (kept_back >= 0 && d >= kept_back + 2) {
            put(history, &history->days[kept_back]);
            kept_back = -1;
        }
        if (d >= LATE && history->days[d - LATE].put && roll_dice(history, 3) == 0) {
            rate_late(history, d - LATE, d);
        }
        roll_some(history, date);
        for (int i = 0; i < QUESTIONS / HISTORY_DAYS; i++) {
            ask_once(history, false);
        }
    }
    assert_true(kept_back < 0);
    while (image_roll(history->rolled, &history->lens, INT32_MAX, 100000) > 0) {
    }
    assert_true(image_rollup_count(history->rolled) > HISTORY_DAYS);
    assert_int_equal(image_rollup_count(history->straight), 0);
    for (int i = 0; i < QUESTIONS; i++) {
        ask_once(history, i % 4 == 0);
    }
    for (int d = 0; d < HISTORY_DAYS; d++) {
        free(history->days[d].events);
    }
    naive_finish(&history->naive);
    image_destroy(history->rolled);
    image_destroy(history->straight);
    free(history);
}

static void roll_ups_rows_and_events_answer_alike(void **state)
{
    (void)state;
    const char *wanted = getenv("HALLQ_SEED");
    uint64_t seed = wanted != NULL ? strtoull(wanted, NULL, 10) : 1;
    for (uint64_t s = seed; s < seed + YEARS; s++) {
        print_message("HALLQ_SEED=%llu\n", (unsigned long long)s);
        play_years(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(roll_ups_rows_and_events_answer_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
