/* Call pads and evaluators: one event a press, an echo only after the verdict (rule C), no key
 * of before, no press lost or invented (reliability.md F28, F29). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "driver_bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ FF 68 */

static const char next_5[] = "FF 68 03 03 68 05 01 0C 12 16";
static const char recall_5[] = "FF 68 03 03 68 05 01 0D 13 16";

static void press_is_echoed_only_after_the_verdict(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, next_5);
    event(&b, "next");
    uint64_t sequence = last_event(&b)->sequence;
    assert_true(sequence == ((uint64_t)7 << 32 | 1)); /* the controller's start, the first edge */
    silent(&b);                                       /* not durable yet: not confirmed */
    later(&b, 300);
    hears(&b, next_5); /* the pad repeats */
    later(&b, 300);
    hears(&b, next_5);
    event(&b, "");
    silent(&b);
    acknowledge(&b, sequence, true);
    says(&b, next_5);
    done(&b);
    silent(&b);
    bench_end(&b);
}

static void lost_echo_is_said_again_without_an_event(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, next_5);
    event(&b, "next");
    acknowledge(&b, last_event(&b)->sequence, true);
    says(&b, next_5);
    done(&b);
    for (int i = 0; i < 5; i++) { /* the echo does not get through */
        later(&b, 400);
        hears(&b, next_5);
        event(&b, "");
        says(&b, next_5);
        done(&b);
    }
    later(&b, 1001); /* silence: the next one is a new press */
    hears(&b, next_5);
    event(&b, "next");
    assert_true(last_event(&b)->sequence == ((uint64_t)7 << 32 | 2));
    bench_end(&b);
}

/* The pad's repeats collide with its neighbour's for more than a second: still one press. */
static void collisions_do_not_make_a_second_press(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, next_5);
    event(&b, "next");
    acknowledge(&b, last_event(&b)->sequence, true);
    says(&b, next_5);
    done(&b);
    for (int i = 0; i < 7; i++) { /* the echo, too, was lost */
        later(&b, 200);
        hears(&b, "FF 68 13 00 FF 05");
    }
    later(&b, 200);
    hears(&b, next_5);
    event(&b, "");
    says(&b, next_5);
    done(&b);
    later(&b, 1100); /* a quiet line: a new press */
    hears(&b, next_5);
    event(&b, "next");
    bench_end(&b);
}

/* NEXT, NO-SHOW, NEXT within a second are three presses: a pad that went on to another key has
 * done with the first. A neighbour's answer in between is no sign of swallowed repeats. */
static void a_key_between_makes_a_new_press(void **state)
{
    (void)state;
    static const char no_show_5[] = "FF 68 04 04 68 05 01 05 0F 1A 16";
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    const char *const keys[] = {next_5, no_show_5, next_5};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        hears(&b, keys[i]);
        event(&b, keys[i] == next_5 ? "next" : "no_show");
        acknowledge(&b, last_event(&b)->sequence, true);
        says(&b, keys[i]);
        done(&b);
        later(&b, 400);
    }
    bench_end(&b);
}

/* What neighbours of another protocol answer while a visitor's number goes out is no collision. */
static void answers_of_neighbours_are_no_collision(void **state)
{
    (void)state;
    static const char answer[] = "FE 5C 4B 89 08 00 00 00 00 00 00 00 FF FF";
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    for (int presses = 0; presses < 3; presses++) {
        hears(&b, next_5);
        event(&b, "next");
        acknowledge(&b, last_event(&b)->sequence, true);
        says(&b, next_5);
        done(&b);
        for (int i = 0; i < 5; i++) {
            later(&b, 300);
            hears(&b, answer);
            b.driver->overheard(b.state, 14);
        }
    }
    bench_end(&b);
}

static void verdict_that_never_comes_gives_the_same_event_again(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, next_5);
    event(&b, "next");
    uint64_t sequence = last_event(&b)->sequence;
    for (int64_t ms = 0; ms < 10000; ms += 500) {
        later(&b, 500);
        hears(&b, next_5);
        event(&b, "");
    }
    later(&b, 500);
    hears(&b, next_5);
    event(&b, "next");
    assert_true(last_event(&b)->sequence == sequence); /* the same press to the application */
    bench_end(&b);
}

static void acknowledgement_of_something_else_echoes_nothing(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    acknowledge(&b, 12345, true);
    silent(&b);
    hears(&b, next_5);
    event(&b, "next");
    acknowledge(&b, last_event(&b)->sequence + 1, true);
    silent(&b);
    bench_end(&b);
}

static void refused_press_is_echoed_and_told(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, next_5);
    event(&b, "next");
    acknowledge(&b, last_event(&b)->sequence, false);
    says(&b, next_5);
    done(&b);
    says(&b, "FF 68 03 03 68 05 02 00 07 16");
    done(&b);
    silent(&b);
    bench_end(&b);
}

static void keys_and_digits(void **state)
{
    (void)state;
    static const struct {
        const char *frame, *meaning;
    } rows[] = {
        {"FF 68 03 03 68 05 01 0C 12 16", "next"},
        {"FF 68 06 06 68 05 01 00 02 03 0C 17 16", "call_number 023"},
        {"FF 68 03 03 68 05 01 0D 13 16", "recall"},
        {"FF 68 03 03 68 05 01 0A 10 16", "arrive"},
        {"FF 68 04 04 68 05 01 07 0A 17 16", "transfer 7"},
        {"FF 68 05 05 68 05 01 01 07 13 21 16", "transfer 17"},
        {"FF 68 03 03 68 05 01 0B 11 16", "evaluate"},
        {"FF 68 03 03 68 05 01 0E 14 16", "undo"},
        {"FF 68 04 04 68 05 01 05 0F 1A 16", "no_show"},
        {"FF 68 04 04 68 05 01 06 0F 1B 16", "hold"},
        {"FF 68 04 04 68 05 01 00 0F 15 16", "pause"},
        {"FF 68 03 03 68 05 01 12 18 16", "pause"},
        {"FF 68 04 04 68 05 01 03 0F 18 16", "resume"},
        {"FF 68 04 04 68 05 01 04 0F 19 16", "close"},
        {"FF 68 05 05 68 05 01 01 02 0F 18 16", "open 12"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        bench_start(&b, "pad-ff68", 5);
        hears(&b, rows[i].frame);
        event(&b, rows[i].meaning);
        bench_end(&b);
    }
}

static void what_no_rule_takes_is_echoed_at_once(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, "FF 68 03 03 68 05 01 11 17 16"); /* one-metre line */
    event(&b, "");
    says(&b, "FF 68 03 03 68 05 01 11 17 16");
    done(&b);
    bench_end(&b);
}

static void others_noise_and_bad_sums_are_nothing(void **state)
{
    (void)state;
    static const char *const frames[] = {
        "FF 68 03 03 68 06 01 0C 13 16", /* another pad */
        "FF 68 03 03 68 05 01 0C 13 16", /* sum */
        "FF 68 03 03 68 05 01 0C 12 17", /* end */
        "FF 68 03 04 68 05 01 0C 12 16", /* lengths differ */
        "FF 68 03 03 68 05 11 04 1A 16", /* an evaluator's result */
        "00 FF FF 68 12",
    };
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        hears(&b, frames[i]);
        later(&b, 100);
    }
    event(&b, "");
    silent(&b);
    hears(&b, "FF 68 03 03 68 05"); /* split, behind a lost byte */
    later(&b, 5);
    hears(&b, "01 0C 12 16");
    event(&b, "next");
    bench_end(&b);
}

static void burst_of_different_keys_is_limited(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    int events = 0;
    for (int i = 0; i < 100; i++) { /* 50 presses a second for two seconds */
        char hex[64];
        unsigned digit = (unsigned)i % 10;
        snprintf(hex, sizeof hex, "FF 68 04 04 68 05 01 %02X 0C %02X 16", digit,
                 (0x05 + 0x01 + digit + 0x0C) & 0xFF);
        hears(&b, hex);
        while (b.event_seen < b.sink.count) {
            events += b.sink.events[b.event_seen].kind == DEVICE_KEY;
            b.event_seen++;
        }
        while (speaks(&b)) {
            done(&b);
        }
        later(&b, 20);
    }
    assert_in_range(events, 2, 6);
    bench_end(&b);
}

static void stuck_key_raises_one_alarm(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    hears(&b, recall_5);
    event(&b, "recall");
    acknowledge(&b, last_event(&b)->sequence, true);
    says(&b, recall_5);
    done(&b);
    int alarms = 0;
    for (int i = 0; i < 60; i++) {
        later(&b, 200);
        hears(&b, recall_5);
        while (b.event_seen < b.sink.count) {
            assert_int_equal(b.sink.events[b.event_seen].kind, DEVICE_ALARM);
            assert_int_equal(b.sink.events[b.event_seen].alarm.alarm, ALARM_STUCK_KEY);
            b.event_seen++;
            alarms++;
        }
        says(&b, recall_5);
        done(&b);
    }
    assert_int_equal(alarms, 1);
    bench_end(&b);
}

static void pad_shows_waiting_and_number(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    order(&b, 1, "pad 12 A023");
    says(&b, "FF 68 08 08 68 05 02 00 01 02 00 02 03 0F 16");
    done(&b);
    silent(&b);
    order(&b, 2, "pad - -");
    says(&b, "FF 68 08 08 68 05 02 0A 0A 0A 0A 0A 0A 43 16");
    done(&b);
    order(&b, 1, "pad 12 A023"); /* overtaken */
    silent(&b);
    order(&b, 3, "pad 4096 B1234");
    says(&b, "FF 68 08 08 68 05 02 09 09 09 02 03 04 2B 16");
    done(&b);
    later(&b, 30000);
    assert_true(speaks(&b)); /* a pad that was off shows it again */
    done(&b);
    bench_end(&b);
}

static void evaluator_asks_once_and_its_result_is_echoed_as_a_key(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "evaluator-ff68", 5);
    order(&b, 1, "ask 30");
    says(&b, "FF 68 03 03 68 05 01 0B 11 16");
    done(&b);
    silent(&b);
    hears(&b, "FF 68 03 03 68 05 11 04 1A 16");
    event(&b, "rate 5");
    acknowledge(&b, last_event(&b)->sequence, true);
    says(&b, "FF 68 03 03 68 05 01 04 0A 16");
    done(&b);
    restarts(&b); /* it was off for a moment: rated already, so not asked again */
    silent(&b);
    order(&b, 2, "ask 30");
    says(&b, "FF 68 03 03 68 05 01 0B 11 16");
    done(&b);
    restarts(&b); /* still asking */
    says(&b, "FF 68 03 03 68 05 01 0B 11 16");
    done(&b);
    later(&b, 30001);
    restarts(&b); /* too late */
    silent(&b);
    bench_end(&b);
}

/* ------------------------------------------------------------------ polled pads */

enum { ALL = 40, STATUS = 3, BOOT = 1, RING = 16 };

struct registers {
    uint16_t words[ALL];
};

static void press(struct registers *r, uint16_t code, uint16_t argument)
{
    r->words[0]++;
    uint16_t *place = &r->words[RING + 3 * (r->words[0] % 8)];
    place[0] = r->words[0];
    place[1] = code;
    place[2] = argument;
}

/* Answers whatever is read now; false when nothing was said. Writes are answered well. */
static bool serve(struct bench *b, const struct registers *r)
{
    if (!speaks(b)) {
        return false;
    }
    if (b->open.function == 4) {
        answers_words(b, r->words, b->open.count);
    } else {
        done(b);
    }
    return true;
}

static void settle(struct bench *b, const struct registers *r)
{
    for (int i = 0; i < 20 && serve(b, r); i++) {
    }
}

static void look(struct bench *b, const struct registers *r)
{
    later(b, 150);
    settle(b, r);
}

static void base_line_replays_nothing(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 3}};
    press(&r, 0x0101, 0xFFFF);
    press(&r, 0x0103, 0xFFFF);
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    event(&b, "");
    press(&r, 0x0101, 0xFFFF);
    later(&b, 150);
    assert_true(speaks(&b)); /* the fast look is one register */
    assert_int_equal(b.open.count, 1);
    answers_words(&b, r.words, 1);
    assert_true(speaks(&b)); /* it changed: everything in one read */
    assert_int_equal(b.open.count, ALL);
    answers_words(&b, r.words, ALL);
    event(&b, "next");
    assert_true(last_event(&b)->sequence == ((uint64_t)3 << 32 | 3));
    bench_end(&b);
}

static void keys_between_two_looks_all_come_in_order(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1, [0] = 65534}}; /* over the wrap of 16 bits */
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    press(&r, 0x0107, 0xFFFF);
    press(&r, 0x0101, 0xFFFF);
    look(&b, &r);
    event(&b, "no_show");
    assert_true(last_event(&b)->sequence == ((uint64_t)1 << 32 | 65535));
    event(&b, "next");
    assert_true(last_event(&b)->sequence == ((uint64_t)1 << 32 | 65536));
    later(&b, 1000);
    press(&r, 0x010A, 7);
    press(&r, 0x0102, 23);
    look(&b, &r);
    event(&b, "transfer 7");
    event(&b, "call_number 23");
    bench_end(&b);
}

static void handled_is_written_after_the_verdict_and_in_order(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    press(&r, 0x0101, 0xFFFF);
    press(&r, 0x0103, 0xFFFF);
    look(&b, &r);
    event(&b, "next");
    uint64_t first = last_event(&b)->sequence;
    event(&b, "recall");
    acknowledge(&b, first + 1, true); /* the second is durable before the first: wait */
    silent(&b);
    acknowledge(&b, first, true);
    assert_true(speaks(&b));
    assert_int_equal(b.open.function, 6);
    assert_int_equal(b.open.address, 0x0100);
    assert_int_equal(b.open.words[0], 2);
    ends(&b, EXCHANGE_TIMEOUT, 0);
    assert_true(speaks(&b)); /* the pad's confirmation is said until it is heard */
    assert_int_equal(b.open.words[0], 2);
    done(&b);
    silent(&b);
    bench_end(&b);
}

static void unknown_code_is_handled_without_an_event(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    press(&r, 0x01EE, 0xFFFF);
    later(&b, 150);
    assert_true(serve(&b, &r));
    assert_true(serve(&b, &r));
    event(&b, "");
    assert_true(speaks(&b));
    assert_int_equal(b.open.address, 0x0100);
    assert_int_equal(b.open.words[0], 1);
    done(&b);
    bench_end(&b);
}

static void rebooted_pad_sets_a_new_base_line_and_shows_again(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    order(&b, 1, "pad 12 A023 calling");
    settle(&b, &r);
    event(&b, "shown 1");
    press(&r, 0x0101, 0xFFFF);
    look(&b, &r);
    event(&b, "next");
    acknowledge(&b, last_event(&b)->sequence, true);
    settle(&b, &r);
    memset(&r, 0, sizeof r);
    r.words[BOOT] = 2;
    press(&r, 0x0109, 0xFFFF); /* garbage of the moment of power-up */
    press(&r, 0x0109, 0xFFFF);
    later(&b, 150);
    assert_true(serve(&b, &r)); /* look */
    assert_true(serve(&b, &r)); /* all */
    event(&b, "");
    says(&b, "04 10 01 10 00 03 06 00 0C 00 17 41 02 FE 78");
    done(&b);
    event(&b, "shown 1");
    press(&r, 0x0101, 0xFFFF);
    look(&b, &r);
    event(&b, "next");
    assert_true(last_event(&b)->sequence == ((uint64_t)2 << 32 | 3));
    bench_end(&b);
}

static void silence_of_the_pad_replays_nothing(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    press(&r, 0x0101, 0xFFFF);
    press(&r, 0x0101, 0xFFFF);
    restarts(&b); /* cable back in: what was pressed meanwhile is old */
    settle(&b, &r);
    event(&b, "");
    bench_end(&b);
}

/* A read that fails at the wrong moment must lose nothing. */
static void failed_ring_read_is_repeated(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    press(&r, 0x0101, 0xFFFF);
    later(&b, 150);
    assert_true(serve(&b, &r));
    assert_true(speaks(&b));
    assert_int_equal(b.open.count, ALL);
    times_out(&b);
    event(&b, "");
    look(&b, &r);
    event(&b, "next");
    bench_end(&b);
}

static void key_storm_is_limited_and_reported(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    int keys = 0, alarms = 0;
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 10; k++) {
            press(&r, 0x0101, 0xFFFF);
        }
        look(&b, &r);
        while (b.event_seen < b.sink.count) {
            keys += b.sink.events[b.event_seen].kind == DEVICE_KEY;
            alarms += b.sink.events[b.event_seen].kind == DEVICE_ALARM;
            b.event_seen++;
        }
    }
    assert_in_range(keys, 2, 14); /* six seconds, two a second, a burst of two */
    assert_int_equal(alarms, 1);
    bench_end(&b);
}

static void stuck_key_bit_is_an_edge(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    settle(&b, &r);
    r.words[STATUS] = 1;
    for (int i = 0; i < 3; i++) {
        later(&b, 5000);
        settle(&b, &r);
    }
    event(&b, "alarm stuck_key");
    bench_end(&b);
}

static void closed_pad_is_polled_once_a_second(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "pad-modbus", 4);
    order(&b, 1, "pad - -");
    settle(&b, &r);
    event(&b, "shown 1");
    int looks = 0;
    for (int ms = 0; ms < 4500; ms += 50) {
        later(&b, 50);
        looks += serve(&b, &r);
    }
    assert_in_range(looks, 4, 6);
    press(&r, 0x010C, 0xFFFF);
    later(&b, 1000);
    settle(&b, &r);
    event(&b, "open");
    looks = 0;
    for (int ms = 0; ms < 3000; ms += 50) { /* somebody is there: fast for a minute */
        later(&b, 50);
        looks += serve(&b, &r);
    }
    assert_in_range(looks, 18, 24);
    bench_end(&b);
}

static void evaluator_asks_and_thanks(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "evaluator-modbus", 6);
    settle(&b, &r);
    order(&b, 1, "ask 30");
    says(&b, "06 10 01 20 00 04 08 00 01 00 01 00 00 00 1E DF 4E");
    done(&b);
    event(&b, "shown 1");
    order(&b, 2, "thank");
    says(&b, "06 10 01 20 00 04 08 00 00 00 02 00 00 00 00 0B 86");
    done(&b);
    event(&b, "shown 2");
    bench_end(&b);
}

static void evaluator_after_a_silence_asks_on_but_stays_quiet(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "evaluator-modbus", 6);
    order(&b, 1, "ask 30");
    assert_true(speaks(&b));
    assert_int_equal(b.open.words[1], 1);
    done(&b);
    event(&b, "shown 1");
    later(&b, 10000);
    restarts(&b);
    assert_true(speaks(&b));
    const uint16_t quiet[] = {1, 0, 0, 20}; /* an act is not repeated, a state is */
    assert_int_equal(b.open.address, 0x120);
    assert_memory_equal(b.open.words, quiet, sizeof quiet);
    done(&b);
    event(&b, "shown 1");
    later(&b, 20001);
    restarts(&b);
    assert_true(speaks(&b));
    const uint16_t idle[] = {0, 0, 0, 0};
    assert_memory_equal(b.open.words, idle, sizeof idle);
    done(&b);
    event(&b, "shown 1");
    bench_end(&b);
}

static void evaluator_rates_by_code_and_argument(void **state)
{
    (void)state;
    struct bench b;
    struct registers r = {.words = {[BOOT] = 1}};
    bench_start(&b, "evaluator-modbus", 6);
    settle(&b, &r);
    for (uint16_t level = 1; level <= 5; level++) {
        char meaning[16];
        press(&r, 0x0200, level);
        later(&b, 1000);
        settle(&b, &r);
        snprintf(meaning, sizeof meaning, "rate %u", level);
        event(&b, meaning);
    }
    press(&r, 0x0200, 6);
    later(&b, 1000);
    settle(&b, &r);
    event(&b, "");
    bench_end(&b);
}

/* ------------------------------------------------------------------ being taught */

static void teach(struct bench *b, uint16_t seconds)
{
    struct device_command learn = {.kind = DEVICE_LEARN};
    learn.learn.seconds = seconds;
    order_command(b, &learn);
}

/* A press under test tells its code, is confirmed to the pad and is no verb; then it is one again. */
static void a_taught_pad_tells_codes_and_does_nothing(void **state)
{
    (void)state;
    static const char no_show_5[] = "FF 68 04 04 68 05 01 05 0F 1A 16";
    static const char call_23_5[] = "FF 68 05 05 68 05 01 02 03 0C 17 16";
    static const char unknown_5[] = "FF 68 03 03 68 05 01 7F 85 16";
    static const struct {
        const char *hex, *told;
    } rows[] = {{next_5, "learned 0C"}, {no_show_5, "learned 05 0F"},
                {call_23_5, "learned digits 0C"}, {unknown_5, "learned 7F"}};
    struct bench b;
    bench_start(&b, "pad-ff68", 5);
    teach(&b, 60);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hears(&b, rows[i].hex);
        event(&b, rows[i].told);
        event(&b, "");
        says(&b, rows[i].hex); /* the pad may stop repeating */
        done(&b);
        later(&b, 2000);
    }
    teach(&b, 0);
    hears(&b, next_5);
    event(&b, "next");
    bench_end(&b);
}

static void a_lesson_ends_by_itself(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "evaluator-ff68", 5);
    teach(&b, 10);
    hears(&b, "FF 68 03 03 68 05 11 04 1A 16");
    event(&b, "learned 04");
    later(&b, 11000);
    hears(&b, "FF 68 03 03 68 05 11 04 1A 16");
    event(&b, "rate 5");
    bench_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(press_is_echoed_only_after_the_verdict),
        cmocka_unit_test(lost_echo_is_said_again_without_an_event),
        cmocka_unit_test(collisions_do_not_make_a_second_press),
        cmocka_unit_test(a_key_between_makes_a_new_press),
        cmocka_unit_test(answers_of_neighbours_are_no_collision),
        cmocka_unit_test(verdict_that_never_comes_gives_the_same_event_again),
        cmocka_unit_test(acknowledgement_of_something_else_echoes_nothing),
        cmocka_unit_test(refused_press_is_echoed_and_told),
        cmocka_unit_test(keys_and_digits),
        cmocka_unit_test(what_no_rule_takes_is_echoed_at_once),
        cmocka_unit_test(others_noise_and_bad_sums_are_nothing),
        cmocka_unit_test(burst_of_different_keys_is_limited),
        cmocka_unit_test(stuck_key_raises_one_alarm),
        cmocka_unit_test(pad_shows_waiting_and_number),
        cmocka_unit_test(evaluator_asks_once_and_its_result_is_echoed_as_a_key),
        cmocka_unit_test(base_line_replays_nothing),
        cmocka_unit_test(keys_between_two_looks_all_come_in_order),
        cmocka_unit_test(handled_is_written_after_the_verdict_and_in_order),
        cmocka_unit_test(unknown_code_is_handled_without_an_event),
        cmocka_unit_test(rebooted_pad_sets_a_new_base_line_and_shows_again),
        cmocka_unit_test(silence_of_the_pad_replays_nothing),
        cmocka_unit_test(failed_ring_read_is_repeated),
        cmocka_unit_test(key_storm_is_limited_and_reported),
        cmocka_unit_test(stuck_key_bit_is_an_edge),
        cmocka_unit_test(closed_pad_is_polled_once_a_second),
        cmocka_unit_test(evaluator_asks_and_thanks),
        cmocka_unit_test(evaluator_after_a_silence_asks_on_but_stays_quiet),
        cmocka_unit_test(evaluator_rates_by_code_and_argument),
        cmocka_unit_test(a_taught_pad_tells_codes_and_does_nothing),
        cmocka_unit_test(a_lesson_ends_by_itself),
    };
    return cmocka_run_group_tests_name("pad drivers", tests, NULL, NULL);
}
