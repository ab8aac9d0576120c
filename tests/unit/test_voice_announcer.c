/* The announcer over virtual time: order, shortening, age, silence, channels, and a property test
 * with random calls. HALLQ_SEED repeats a run. */
#include "voice/announcer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { NOON = 12 * 60 };

static mono_t at(int64_t ms)
{
    return (mono_t){ms};
}

static struct announcer *create(const char *json)
{
    struct voice_settings settings;
    char why[80];
    json_t *value = json_loads(json, 0, NULL);
    assert_non_null(value);
    assert_int_equal(voice_settings_read(&settings, value, why, sizeof why), 0);
    json_decref(value);
    struct announcer *announcer = announcer_create(&settings);
    assert_non_null(announcer);
    return announcer;
}

static void call_many(struct announcer *announcer, int first, int count, mono_t now)
{
    for (int i = first; i < first + count; i++) {
        char number[LIMIT_NUMBER];
        snprintf(number, sizeof number, "A%03u", (unsigned)i % 1000000);
        announcer_call(announcer, number, (uint16_t)(i % 30 + 1), now);
    }
}

static void second_call_waits_for_the_first(void **state)
{
    struct announcer *announcer = create("{}");
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 3, at(0));
    assert_int_equal(announcer_wait_ms(announcer, at(0)), 0);
    assert_true(announcer_next(announcer, at(0), NOON, &next));
    assert_string_equal(next.call.number, "A001");
    assert_int_equal(next.call.window, 3);
    assert_int_equal(next.chinese, 2);
    assert_int_equal(next.english, 1);
    assert_int_equal(next.volume, 100);
    announcer_call(announcer, "A002", 4, at(100));
    assert_false(announcer_next(announcer, at(100), NOON, &next));
    assert_false(announcer_next(announcer, at(9000), NOON, &next));
    announcer_finished(announcer, 0, at(12000));
    assert_false(announcer_next(announcer, at(12000), NOON, &next));
    assert_int_equal(announcer_wait_ms(announcer, at(12000)), ANNOUNCER_GAP_MS);
    assert_true(announcer_next(announcer, at(12000 + ANNOUNCER_GAP_MS), NOON, &next));
    assert_string_equal(next.call.number, "A002");
    announcer_finished(announcer, 0, at(20000));
    assert_int_equal(announcer_wait_ms(announcer, at(20000)), -1);
    announcer_destroy(announcer);
}

static void says_less_as_the_backlog_grows(void **state)
{
    static const struct {
        int waiting;
        uint8_t chinese, english;
    } rows[] = {{1, 2, 1}, {3, 2, 1},  {4, 1, 1},  {6, 1, 1},
                {7, 1, 0}, {10, 1, 0}, {11, 0, 0}, {30, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct announcer *announcer = create("{}");
        struct announcement next;
        call_many(announcer, 1, rows[i].waiting, at(0));
        assert_true(announcer_next(announcer, at(0), NOON, &next));
        assert_int_equal(next.backlog, rows[i].waiting);
        assert_int_equal(next.chinese, rows[i].chinese);
        assert_int_equal(next.english, rows[i].english);
        assert_string_equal(next.call.number, "A001");
        announcer_destroy(announcer);
    }
}

static void settings_choose_repeat_and_language(void **state)
{
    struct announcer *announcer = create("{\"repeat\": 1, \"english\": false}");
    struct announcement next;
    (void)state;
    call_many(announcer, 1, 1, at(0));
    assert_true(announcer_next(announcer, at(0), NOON, &next));
    assert_int_equal(next.chinese, 1);
    assert_int_equal(next.english, 0);
    announcer_destroy(announcer);
}

static void old_calls_are_dropped(void **state)
{
    struct announcer *announcer = create("{}");
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 1, at(0));
    announcer_call(announcer, "A002", 2, at(1));
    assert_true(announcer_next(announcer, at(ANNOUNCER_OLDEST_MS + 1), NOON, &next));
    assert_string_equal(next.call.number, "A002");
    assert_int_equal(announcer_counts(announcer)->aged, 1);
    announcer_destroy(announcer);
}

static void full_queue_drops_its_oldest(void **state)
{
    struct announcer *announcer = create("{}");
    struct announcement next;
    (void)state;
    call_many(announcer, 1, ANNOUNCER_CALLS + 5, at(0));
    assert_int_equal(announcer_waiting(announcer), ANNOUNCER_CALLS);
    assert_int_equal(announcer_counts(announcer)->crowded, 5);
    assert_true(announcer_next(announcer, at(0), NOON, &next));
    assert_string_equal(next.call.number, "A006");
    announcer_destroy(announcer);
}

static void recall_of_a_waiting_call_is_said_once(void **state)
{
    struct announcer *announcer = create("{}");
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 1, at(0));
    announcer_call(announcer, "A001", 1, at(50000));
    assert_int_equal(announcer_waiting(announcer), 1);
    assert_true(announcer_next(announcer, at(70000), NOON, &next)); /* not aged: it was renewed */
    announcer_call(announcer, "A001", 1, at(71000)); /* already being said: once more */
    assert_int_equal(announcer_waiting(announcer), 1);
    announcer_destroy(announcer);
}

static void silence_and_volume_by_time_of_day(void **state)
{
    struct announcer *announcer = create(
        "{\"silent\": [{\"from\": \"12:00\", \"to\": \"13:00\"},"
        " {\"from\": \"22:00\", \"to\": \"06:00\"}],"
        " \"volume\": [{\"from\": \"08:00\", \"percent\": 70},"
        " {\"from\": \"17:00\", \"percent\": 40}]}");
    static const struct {
        unsigned minute;
        int volume; /* -1 = silent */
    } rows[] = {{9 * 60, 70},  {NOON, -1},     {13 * 60, 70}, {17 * 60, 40},
                {23 * 60, -1}, {5 * 60, -1},   {6 * 60, 40},  {7 * 60 + 59, 40},
                {8 * 60, 70},  {13 * 60 - 1, -1}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct announcement next;
        mono_t now = at((int64_t)i * 10000);
        call_many(announcer, (int)i + 1, 1, now);
        bool spoken = announcer_next(announcer, now, rows[i].minute, &next);
        assert_int_equal(spoken, rows[i].volume >= 0);
        assert_int_equal(announcer_waiting(announcer), 0);
        if (spoken) {
            assert_int_equal(next.volume, rows[i].volume);
            announcer_finished(announcer, 0, mono_after(now, 1000));
        }
    }
    assert_int_equal(announcer_counts(announcer)->silenced, 4);
    announcer_destroy(announcer);
}

static const char two_sides[] =
    "{\"zones\": [{\"name\": \"east\", \"windows\": [1, 2], \"output\": \"left\"},"
    " {\"name\": \"west\", \"windows\": [3, 4], \"output\": \"right\"},"
    " {\"name\": \"doors\", \"windows\": [5], \"output\": \"both\"}]}";

static void zones_speak_side_by_side(void **state)
{
    struct announcer *announcer = create(two_sides);
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 1, at(0));
    announcer_call(announcer, "A002", 2, at(1));
    announcer_call(announcer, "B001", 3, at(2));
    announcer_call(announcer, "C001", 9, at(3)); /* nobody's window */
    assert_true(announcer_next(announcer, at(5), NOON, &next));
    assert_string_equal(next.call.number, "A001");
    assert_int_equal(next.output, VOICE_LEFT);
    assert_true(announcer_next(announcer, at(5), NOON, &next));
    assert_string_equal(next.call.number, "B001");
    assert_int_equal(next.output, VOICE_RIGHT);
    assert_false(announcer_next(announcer, at(5), NOON, &next));
    assert_int_equal(announcer_counts(announcer)->elsewhere, 1);
    announcer_destroy(announcer);
}

static void a_zone_on_both_channels_gets_its_turn(void **state)
{
    struct announcer *announcer = create(two_sides);
    struct announcement next;
    int64_t heard = -1;
    int number = 1;
    (void)state;
    announcer_call(announcer, "D001", 5, at(1)); /* the doors; both sides are kept busy */
    for (int64_t ms = 0; ms < 50000 && heard < 0; ms += 1000) {
        call_many(announcer, 30 * number, 1, at(ms)); /* window 1 */
        call_many(announcer, 30 * number + 2, 1, at(ms)); /* window 3 */
        number++;
        while (announcer_next(announcer, at(ms), NOON, &next)) {
            heard = next.zone == 2 ? ms : heard;
        }
        announcer_finished(announcer, (size_t)(ms / 1000 % 2), at(ms));
    }
    assert_true(heard > 0 && heard < 10000);
    announcer_destroy(announcer);
}

static void stalled_speech_does_not_stop_the_hall(void **state)
{
    struct announcer *announcer = create("{}");
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 1, at(0));
    assert_true(announcer_next(announcer, at(0), NOON, &next));
    announcer_call(announcer, "A002", 2, at(100)); /* and the player never reports an end */
    assert_int_equal(announcer_wait_ms(announcer, at(1000)), ANNOUNCER_LONGEST_MS - 1000);
    assert_false(announcer_next(announcer, at(ANNOUNCER_LONGEST_MS - 1), NOON, &next));
    announcer_next(announcer, at(ANNOUNCER_LONGEST_MS), NOON, &next);
    mono_t begun = at(ANNOUNCER_LONGEST_MS + ANNOUNCER_GAP_MS);
    assert_true(announcer_next(announcer, begun, NOON, &next));
    assert_string_equal(next.call.number, "A002");
    assert_int_equal(announcer_counts(announcer)->stalled, 1);
    announcer_call(announcer, "A003", 3, begun);
    announcer_begun(announcer, 0, begun, 5000); /* a length that is known shortens the wait */
    assert_int_equal(announcer_wait_ms(announcer, begun), 5000 + ANNOUNCER_SLACK_MS);
    announcer_destroy(announcer);
}

static void disabled_says_nothing(void **state)
{
    struct announcer *announcer = create("{\"enabled\": false}");
    struct announcement next;
    (void)state;
    announcer_call(announcer, "A001", 1, at(0));
    assert_false(announcer_next(announcer, at(0), NOON, &next));
    assert_int_equal(announcer_waiting(announcer), 0);
    announcer_destroy(announcer);
}

/* ------------------------------------------------------------------ property */

enum { STEPS = 4000, TEST_ZONES = 3 };

struct world {
    struct announcer *announcer;
    uint64_t seed;
    mono_t now;
    bool speaking[TEST_ZONES], stalls[TEST_ZONES];
    mono_t ends[TEST_ZONES];          /* when its player reports the end */
    mono_t channel_free[2];           /* no announcement may begin on it before */
    int last[TEST_ZONES];             /* the highest number said: calls keep their order */
    int next_number;
    int64_t called[STEPS * 4];        /* by number */
};

static uint64_t roll(struct world *world, uint64_t below)
{
    world->seed ^= world->seed << 13;
    world->seed ^= world->seed >> 7;
    world->seed ^= world->seed << 17;
    return world->seed % below;
}

static void end_what_is_over(struct world *world)
{
    for (size_t z = 0; z < TEST_ZONES; z++) {
        bool over = world->speaking[z] && !world->stalls[z] && world->ends[z].ms <= world->now.ms;
        if (over) {
            announcer_finished(world->announcer, z, world->now);
            world->speaking[z] = false;
        }
    }
}

static void begin_one(struct world *world, const struct announcement *next)
{
    int number = atoi(next->call.number + 1);
    int64_t length = 800 + (int64_t)roll(world, 14000);
    bool stalls = roll(world, 60) == 0;
    for (unsigned c = 0; c < 2; c++) {
        if ((next->output >> c & 1) != 0) {
            assert_true(world->channel_free[c].ms <= world->now.ms);
            world->channel_free[c] =
                mono_after(world->now, length + (stalls ? ANNOUNCER_SLACK_MS : 0));
        }
    }
    assert_true(number > world->last[next->zone]);
    assert_true(world->now.ms - world->called[number] <= ANNOUNCER_OLDEST_MS);
    assert_int_equal(next->chinese, next->backlog > 10 ? 0 : next->backlog > 3 ? 1 : 2);
    assert_int_equal(next->english, next->backlog > 6 ? 0 : 1);
    world->last[next->zone] = number;
    world->speaking[next->zone] = true;
    world->stalls[next->zone] = stalls;
    world->ends[next->zone] = mono_after(world->now, length);
    announcer_begun(world->announcer, next->zone, world->now, (unsigned)length);
}

static void call_some(struct world *world)
{
    uint64_t burst = roll(world, 12) == 0 ? roll(world, 20) : roll(world, 2);
    for (uint64_t i = 0; i < burst && world->next_number + 1 < STEPS * 4; i++) {
        char number[LIMIT_NUMBER];
        world->next_number++;
        world->called[world->next_number] = world->now.ms;
        snprintf(number, sizeof number, "A%u", (unsigned)world->next_number % 1000000);
        announcer_call(world->announcer, number, (uint16_t)(1 + roll(world, 5)), world->now);
    }
}

static void random_calls_never_overlap(void **state)
{
    static struct world world;
    const char *given = getenv("HALLQ_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    struct announcement next;
    (void)state;
    print_message("HALLQ_SEED=%llu\n", (unsigned long long)seed);
    world.seed = seed * 2654435761u + 1;
    world.announcer = create(two_sides);
    for (int step = 0; step < STEPS; step++) {
        world.now = mono_after(world.now, (int64_t)roll(&world, 3000));
        end_what_is_over(&world);
        call_some(&world);
        while (announcer_next(world.announcer, world.now, NOON, &next)) {
            begin_one(&world, &next);
        }
    }
    const struct announcer_counts *counts = announcer_counts(world.announcer);
    print_message("%llu called, %llu spoken, %llu aged, %llu crowded out, %llu stalled\n",
                  (unsigned long long)counts->called, (unsigned long long)counts->spoken,
                  (unsigned long long)counts->aged, (unsigned long long)counts->crowded,
                  (unsigned long long)counts->stalled);
    assert_int_equal(counts->called, counts->spoken + counts->merged + counts->aged +
                                         counts->crowded + counts->silenced +
                                         announcer_waiting(world.announcer));
    assert_true(counts->spoken > STEPS / 20 && counts->stalled > 0);
    announcer_destroy(world.announcer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(second_call_waits_for_the_first),
        cmocka_unit_test(says_less_as_the_backlog_grows),
        cmocka_unit_test(settings_choose_repeat_and_language),
        cmocka_unit_test(old_calls_are_dropped),
        cmocka_unit_test(full_queue_drops_its_oldest),
        cmocka_unit_test(recall_of_a_waiting_call_is_said_once),
        cmocka_unit_test(silence_and_volume_by_time_of_day),
        cmocka_unit_test(zones_speak_side_by_side),
        cmocka_unit_test(a_zone_on_both_channels_gets_its_turn),
        cmocka_unit_test(stalled_speech_does_not_stop_the_hall),
        cmocka_unit_test(disabled_says_nothing),
        cmocka_unit_test(random_calls_never_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
