/* Who speaks next, simulated: a wire on which every exchange takes its time, and nothing else.
 * Also the book of owed answers. No thread, no clock, no port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/bus/answers.h"
#include "devices/bus/sched.h"

#include <string.h>

enum { EXCHANGE_US = 12500, TIMEOUT_US = 100 * 1000, COUNT = 32, SECOND_US = 1000 * 1000 };

/* Devices that wish by themselves: a poll each period, perhaps health, perhaps commands. */
struct hall {
    struct sched sched;
    struct sched_wish wishes[LIMIT_DEVICES_A_LINE];
    bool dead[LIMIT_DEVICES_A_LINE];
    int64_t period_us, now_us;
    int64_t served_us[LIMIT_DEVICES_A_LINE], worst_us[LIMIT_DEVICES_A_LINE];
    unsigned turns[LIMIT_DEVICES_A_LINE], restarts[LIMIT_DEVICES_A_LINE];
    int64_t busy_us, health_us;
};

static void hall_init(struct hall *hall, size_t count, int64_t period_us)
{
    memset(hall, 0, sizeof *hall);
    sched_init(&hall->sched, count);
    hall->period_us = period_us;
    hall->now_us = SECOND_US;
    for (size_t i = 0; i < count; i++) {
        hall->wishes[i] =
            (struct sched_wish){.any = true, .class = EXCHANGE_POLL, .due_us = SECOND_US};
        hall->served_us[i] = SECOND_US;
    }
}

static void hall_answer(struct hall *hall, size_t i)
{
    int64_t gap = hall->now_us - hall->served_us[i];
    hall->worst_us[i] = gap > hall->worst_us[i] ? gap : hall->worst_us[i];
    hall->served_us[i] = hall->now_us;
    hall->turns[i]++;
}

/* One exchange, or the wait until somebody is due. Returns the device, or -1. */
static int hall_turn(struct hall *hall)
{
    struct sched_choice choice = sched_pick(&hall->sched, hall->now_us, hall->wishes);
    if (choice.device < 0) {
        assert_true(choice.wake_us > hall->now_us);
        hall->now_us =
            choice.wake_us < hall->now_us + SECOND_US ? choice.wake_us : hall->now_us + SECOND_US;
        sched_age(&hall->sched, hall->now_us);
        return -1;
    }
    size_t i = (size_t)choice.device;
    int64_t cost = hall->dead[i] ? TIMEOUT_US : EXCHANGE_US;
    int64_t begun_us = hall->now_us;
    hall->now_us += cost;
    hall->busy_us += cost;
    hall->health_us += choice.class == EXCHANGE_HEALTH ? cost : 0;
    if (sched_done(&hall->sched, i, choice.class, hall->dead[i] ? SCHED_SILENT : SCHED_ANSWERED,
                   hall->now_us, cost)) {
        hall->restarts[i]++;
    }
    sched_age(&hall->sched, hall->now_us);
    if (!hall->dead[i]) {
        hall_answer(hall, i);
    }
    if (choice.class == EXCHANGE_COMMAND) {
        hall->wishes[i] = (struct sched_wish){.any = false};
    } else {
        hall->wishes[i].due_us = begun_us + hall->period_us;
    }
    return choice.device;
}

static void hall_run(struct hall *hall, int64_t us)
{
    int64_t until_us = hall->now_us + us;
    while (hall->now_us < until_us) {
        hall_turn(hall);
    }
}

static void hall_forget_worst(struct hall *hall)
{
    memset(hall->worst_us, 0, sizeof hall->worst_us);
    memset(hall->turns, 0, sizeof hall->turns);
}

/* 32 devices whose polls fill the line; so many of them dead. */
static void the_dead_cost_one_time_out_a_round(void **state)
{
    (void)state;
    for (size_t dead = 0; dead <= 3; dead++) {
        struct hall hall;
        hall_init(&hall, COUNT, 1);
        hall_run(&hall, 2 * SECOND_US);
        for (size_t i = 0; i < dead; i++) {
            hall.dead[5 + 7 * i] = true;
        }
        hall_run(&hall, 20 * SECOND_US); /* into the longest back-off */
        hall_forget_worst(&hall);
        hall_run(&hall, 20 * SECOND_US);
        int64_t cycle_us = (int64_t)(COUNT - dead) * EXCHANGE_US;
        for (size_t i = 0; i < COUNT; i++) {
            if (!hall.dead[i]) {
                assert_true(hall.worst_us[i] <= cycle_us + TIMEOUT_US + EXCHANGE_US);
                assert_int_equal(hall.sched.devices[i].health, HEALTH_OK);
            } else {
                assert_int_equal(hall.sched.devices[i].health, HEALTH_DEAD);
            }
        }
        /* 20 s, asked every 5 s: 4 or 5 time-outs each, the rest is the others' */
        double share = 1.0 - (double)(dead * 5 * TIMEOUT_US) / (20.0 * SECOND_US);
        double turns = (double)hall.turns[0] * (double)(COUNT - dead) * EXCHANGE_US;
        assert_true(turns >= (share - 0.02) * 20.0 * SECOND_US);
    }
}

static void silence_is_asked_ever_more_rarely(void **state)
{
    (void)state;
    static const int64_t pauses_s[] = {0, 1, 2, 5, 5, 5};
    struct hall hall;
    hall_init(&hall, 1, SECOND_US / 10);
    hall_run(&hall, SECOND_US);
    assert_int_equal(hall.sched.devices[0].health, HEALTH_OK);
    hall.dead[0] = true;
    int64_t ended_us = 0;
    for (size_t i = 0; i < sizeof pauses_s / sizeof *pauses_s; i++) {
        while (hall_turn(&hall) < 0) {
        }
        int64_t pause_us = hall.now_us - TIMEOUT_US - ended_us;
        if (i >= 1) {
            assert_in_range(pause_us, pauses_s[i - 1] * SECOND_US,
                            pauses_s[i - 1] * SECOND_US + SECOND_US / 4);
        }
        ended_us = hall.now_us;
        static const enum device_health expected[] = {HEALTH_OK,    HEALTH_STALE, HEALTH_STALE,
                                                      HEALTH_STALE, HEALTH_STALE, HEALTH_DEAD};
        if (i < 3) {
            assert_int_equal(hall.sched.devices[0].health, expected[i]);
        }
    }
    hall_run(&hall, 6 * SECOND_US);
    assert_int_equal(hall.sched.devices[0].health, HEALTH_DEAD);
    hall.dead[0] = false;
    hall_run(&hall, 6 * SECOND_US);
    assert_int_equal(hall.sched.devices[0].health, HEALTH_OK);
    assert_int_equal(hall.restarts[0], 1);
}

static void all_dead_at_first_then_all_well(void **state)
{
    (void)state;
    struct hall hall;
    hall_init(&hall, COUNT, SECOND_US / 2);
    memset(hall.dead, 1, sizeof hall.dead);
    hall_run(&hall, 60 * SECOND_US);
    memset(hall.dead, 0, sizeof hall.dead);
    hall_run(&hall, 10 * SECOND_US);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(hall.sched.devices[i].health, HEALTH_OK);
        assert_int_equal(hall.restarts[i], 1);
    }
}

/* On a line full of polls a command waits for the exchange on the wire, no longer. */
static void commands_go_first(void **state)
{
    (void)state;
    struct hall hall;
    hall_init(&hall, COUNT, 1);
    hall.dead[9] = true;
    hall_run(&hall, 3 * SECOND_US);
    for (size_t round = 0; round < 200; round++) {
        size_t i = round * 5 % 9;
        struct sched_wish poll = hall.wishes[i];
        hall.wishes[i] = (struct sched_wish){.any = true, .class = EXCHANGE_COMMAND};
        assert_int_equal(hall_turn(&hall), i);
        hall.wishes[i] = poll;
        hall_run(&hall, 5 * EXCHANGE_US);
    }
}

/* A flood of commands: polls still come, late but bounded, and so does health. */
static void floods_starve_nobody(void **state)
{
    (void)state;
    struct hall hall;
    hall_init(&hall, 8, SECOND_US / 20);
    hall.wishes[7].class = EXCHANGE_HEALTH;
    for (int64_t until_us = hall.now_us + 20 * SECOND_US; hall.now_us < until_us;) {
        hall.wishes[0] = (struct sched_wish){.any = true, .class = EXCHANGE_COMMAND};
        hall.wishes[1] = (struct sched_wish){.any = true, .class = EXCHANGE_COMMAND};
        hall_turn(&hall);
    }
    for (size_t i = 2; i < 8; i++) {
        assert_true(hall.turns[i] > 20);
        assert_true(hall.worst_us[i] < 700 * 1000);
    }
    assert_true(hall.turns[0] > 2 * hall.turns[2]);
    assert_in_range(hall.turns[0], hall.turns[1] - 1, hall.turns[1] + 1);
}

static void health_has_its_share(void **state)
{
    (void)state;
    struct hall hall;
    hall_init(&hall, 16, 1);
    for (size_t i = 8; i < 16; i++) {
        hall.wishes[i].class = EXCHANGE_HEALTH;
    }
    hall_run(&hall, 30 * SECOND_US);
    assert_in_range(hall.health_us * 1000 / hall.busy_us, 95, 115); /* 10 % */
    assert_in_range(hall.turns[15], hall.turns[8] - 1, hall.turns[8] + 1);
    assert_in_range(hall.turns[7], hall.turns[0] - 1, hall.turns[0] + 1);
}

static void deadlines_in_order_and_deferred(void **state)
{
    (void)state;
    struct sched sched;
    sched_init(&sched, 3);
    struct sched_wish wishes[3] = {
        {.any = true, .class = EXCHANGE_POLL, .due_us = 300},
        {.any = true, .class = EXCHANGE_POLL, .due_us = 100},
        {.any = false},
    };
    assert_int_equal(sched_pick(&sched, 50, wishes).device, -1);
    assert_int_equal(sched_pick(&sched, 50, wishes).wake_us, 100);
    assert_int_equal(sched_pick(&sched, 400, wishes).device, 1);
    sched_defer(&sched, 1, 900);
    assert_int_equal(sched_pick(&sched, 400, wishes).device, 0);
    wishes[0].any = false;
    assert_int_equal(sched_pick(&sched, 400, wishes).wake_us, 900);
    wishes[1].any = false;
    assert_true(sched_pick(&sched, 400, wishes).wake_us == INT64_MAX);
    assert_false(sched_done(&sched, 2, EXCHANGE_COMMAND, SCHED_SENT, 500, 100));
    assert_int_equal(sched.devices[2].health, HEALTH_UNKNOWN);
    sched_closed(&sched);
    assert_int_equal(sched.devices[2].health, HEALTH_UNPLUGGED);
    sched_opened(&sched);
    assert_int_equal(sched.devices[2].health, HEALTH_UNKNOWN);
}

/* ------------------------------------------------------------------ answers */

static void the_book_of_answers(void **state)
{
    (void)state;
    static struct answers answers;
    int64_t late_us, now = 10 * SECOND_US;
    answers_init(&answers);
    assert_false(answers_owed(&answers, 7, now));
    assert_int_equal(answers_clear_us(&answers, 7, 3, 1), 0);

    /* two requests missed: two answers may come, then the unit is free again */
    answers_missed(&answers, 7, now, now + TIMEOUT_US);
    answers_missed(&answers, 7, now + 200000, now + 300000);
    assert_true(answers_owed(&answers, 7, now + 300000));
    assert_int_equal(answers_clear_us(&answers, 7, 3, 1), now + 200000 + ANSWERS_LATE_US);
    assert_int_equal(answers_extra(&answers, 7, now + 350000, &late_us), ANSWERS_WAS_LATE);
    assert_int_equal(late_us, 350000);
    assert_int_equal(answers_extra(&answers, 7, now + 400000, &late_us), ANSWERS_WAS_LATE);
    assert_false(answers_owed(&answers, 7, now + 400000));

    /* one that never comes stops being owed */
    answers_missed(&answers, 7, now + SECOND_US, now + SECOND_US);
    assert_true(answers_owed(&answers, 7, now + SECOND_US + ANSWERS_LATE_US - 1));
    assert_false(answers_owed(&answers, 7, now + SECOND_US + ANSWERS_LATE_US));

    /* the same read waits out a twin, another does not */
    now += 5 * SECOND_US;
    answers_given(&answers, 8, 3, 2, now);
    assert_int_equal(answers_clear_us(&answers, 8, 3, 2), now + ANSWERS_TWIN_US);
    assert_int_equal(answers_clear_us(&answers, 8, 3, 24), 0);
}

static void twins_alarm_in_time_and_once(void **state)
{
    (void)state;
    static struct answers answers;
    int64_t late_us, now = 100 * SECOND_US;
    answers_init(&answers);
    /* one odd frame every 11 s is noise by chance */
    for (int i = 0; i < 10; i++) {
        assert_int_equal(answers_extra(&answers, 5, now, &late_us), ANSWERS_UNASKED);
        now += 11 * SECOND_US;
    }
    assert_int_equal(answers_extra(&answers, 5, now, &late_us), ANSWERS_UNASKED);
    assert_int_equal(answers_extra(&answers, 5, now + 1, &late_us), ANSWERS_UNASKED);
    assert_int_equal(answers_extra(&answers, 5, now + 2, &late_us), ANSWERS_ALARM);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(answers_extra(&answers, 5, now + 3 + i, &late_us), ANSWERS_UNASKED);
    }
    now += ANSWERS_ALARM_AGAIN_US;
    enum answers_kind kind = ANSWERS_UNASKED;
    for (int i = 0; i < 3; i++) {
        kind = answers_extra(&answers, 5, now + 3 + i, &late_us);
    }
    assert_int_equal(kind, ANSWERS_ALARM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dead_cost_one_time_out_a_round),
        cmocka_unit_test(silence_is_asked_ever_more_rarely),
        cmocka_unit_test(all_dead_at_first_then_all_well),
        cmocka_unit_test(commands_go_first),
        cmocka_unit_test(floods_starve_nobody),
        cmocka_unit_test(health_has_its_share),
        cmocka_unit_test(deadlines_in_order_and_deferred),
        cmocka_unit_test(the_book_of_answers),
        cmocka_unit_test(twins_alarm_in_time_and_once),
    };
    return cmocka_run_group_tests_name("bus schedule", tests, NULL, NULL);
}
