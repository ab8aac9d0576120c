/* test_property_drivers.c: every driver under random answers, silence, noise, lost ports and
 * restarts.
 *
 *   printers  each slip has exactly one outcome (a late mark may confirm an uncertain one), in
 *             order; REFUSED means that not one byte of it left; CONFIRMED that all of it did;
 *             its code left only after the look in the middle was not bad
 *   all       no event without cause: noise makes no key, rating or touch of an unknown code;
 *             sequences only rise; the sink never overflows; the driver never stops wishing for
 *             good while it owes something
 *
 * The seed is printed and taken from HALLQ_SEED. */
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

enum { PRINTER_RUNS = 400, PRINTER_STEPS = 300, NOISE_RUNS = 60, NOISE_STEPS = 2000 };

static uint64_t seed;

/* xorshift64*: small, and the same everywhere. */
static uint32_t dice(uint32_t sides)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * 2685821657736338717u) >> 33) % sides;
}

static bool chance(uint32_t percent)
{
    return dice(100) < percent;
}

/* ------------------------------------------------------------------ printers */

enum { SLIP_SIZE = 27 }; /* head 19 and tail 8 of "print 请A023号", see test_driver_escpos.c */

struct fortune {
    struct bench bench;
    uint32_t ordered, settled; /* jobs are numbered 1.. and settle in order */
    uint32_t left;             /* bytes of the job in work that left */
    uint32_t uncertain;        /* last uncertain job */
};

static void order_slip(struct fortune *f)
{
    struct device_command command = {.kind = DEVICE_PRINT};
    command.slip.job = ++f->ordered;
    command.slip.count = 2;
    command.slip.elements[0] = (struct slip_element){
        .kind = SLIP_TEXT_LINE, .align = SLIP_CENTRE, .width = 2, .height = 2};
    strcpy(command.slip.elements[0].text, "请A023号");
    command.slip.elements[1].kind = SLIP_CUT;
    order_command(&f->bench, &command);
}

/* Bytes of the slip in what is said: it begins with ESC @ FS &, and nothing else does. */
static bool is_slip(const struct exchange *exchange)
{
    static const uint8_t begin[] = {0x1B, 0x40, 0x1C, 0x26};
    return exchange->size >= sizeof begin && memcmp(exchange->bytes, begin, sizeof begin) == 0;
}

static void settle_printed(struct fortune *f, const struct device_event *event)
{
    if (event->printed.result == PRINT_CONFIRMED && event->printed.job == f->uncertain) {
        f->uncertain = 0; /* the late truth */
        return;
    }
    bool refused_at_the_door = event->printed.result == PRINT_REFUSED &&
                               event->printed.job == f->ordered &&
                               event->printed.job != f->settled + 1;
    if (refused_at_the_door) {
        f->ordered--; /* the queue was full: it never was one */
        return;
    }
    assert_int_equal(event->printed.job, f->settled + 1);
    f->settled++;
    if (event->printed.result == PRINT_REFUSED) {
        assert_int_equal(f->left, 0);
    }
    if (event->printed.result == PRINT_CONFIRMED) {
        assert_int_equal(f->left, SLIP_SIZE);
    }
    if (event->printed.result == PRINT_UNCERTAIN) {
        assert_true(f->left > 0);
        f->uncertain = event->printed.job;
    }
    f->left = 0;
}

static void settle(struct fortune *f)
{
    struct bench *b = &f->bench;
    assert_int_equal(b->sink.dropped, 0);
    for (; b->event_seen < b->sink.count; b->event_seen++) {
        if (b->sink.events[b->event_seen].kind == DEVICE_PRINTED) {
            settle_printed(f, &b->sink.events[b->event_seen]);
        }
    }
}

/* What a printer might say now. */
static void say_something(struct fortune *f)
{
    static const char *const words[] = {"12",
                                        "12",
                                        "12",
                                        "16",
                                        "32",
                                        "52",
                                        "1E",
                                        "7E",
                                        "1A",
                                        "00",
                                        "0C",
                                        "14 00 00 0F",
                                        "3C 00 0C 0F",
                                        "37 22 21",
                                        "22 21 21 21 00",
                                        "37 22 22 21 21 21 00",
                                        "FF",
                                        "13"};
    hears(&f->bench, words[dice(sizeof words / sizeof *words)]);
}

static void answer_properly(struct fortune *f)
{
    const struct exchange *open = &f->bench.open;
    const uint8_t *end = open->bytes + open->size;
    if (open->size == 3 && open->bytes[0] == 0x10) {
        hears(&f->bench, "12");
    } else if (open->size == 3 && open->bytes[1] == 0x72) {
        hears(&f->bench, "00");
    } else if (open->size == 11) {
        uint8_t mark[7] = {0x37, 0x22, end[-4], end[-3], end[-2], end[-1], 0};
        hears_bytes(&f->bench, mark, sizeof mark);
    }
}

static void end_chunk(struct fortune *f)
{
    uint16_t size = f->bench.open.size, sent = size;
    bool slip = is_slip(&f->bench.open);
    enum exchange_status status = EXCHANGE_OK;
    if (chance(8)) {
        status = chance(50) ? EXCHANGE_TIMEOUT : EXCHANGE_LOST;
        sent = (uint16_t)dice(size + 1u);
    }
    f->left += slip ? sent : 0u;
    ends(&f->bench, status, sent);
    if (status == EXCHANGE_LOST) {
        settle(f);
        restarts(&f->bench);
    }
}

static void end_question(struct fortune *f)
{
    if (chance(70)) {
        answer_properly(f);
    } else if (chance(70)) {
        say_something(f);
    }
    settle(f);
    if (!f->bench.is_open) {
        return;
    }
    if (chance(10)) {
        ends(&f->bench, EXCHANGE_LOST, 0);
        settle(f);
        restarts(&f->bench);
    } else {
        times_out(&f->bench);
    }
}

static void printer_step(struct fortune *f)
{
    if (chance(10) && f->ordered - f->settled < 4) {
        order_slip(f);
        settle(f);
    }
    if (chance(5)) {
        say_something(f);
        settle(f);
    }
    if (!speaks(&f->bench)) {
        later(&f->bench, 200);
    } else if (f->bench.open.reply_ms == 0) {
        end_chunk(f);
    } else {
        end_question(f);
    }
    settle(f);
}

/* Good times: everything that is owed is settled within a minute. */
static void printer_gets_well(struct fortune *f)
{
    for (int i = 0; i < 600 && f->settled < f->ordered; i++) {
        if (!speaks(&f->bench)) {
            later(&f->bench, 100);
        } else if (f->bench.open.reply_ms == 0) {
            f->left += is_slip(&f->bench.open) ? f->bench.open.size : 0u;
            done(&f->bench);
        } else {
            answer_properly(f);
            if (f->bench.is_open) {
                times_out(&f->bench);
            }
        }
        settle(f);
    }
    assert_int_equal(f->settled, f->ordered);
}

static void every_slip_has_one_outcome(void **state)
{
    (void)state;
    static const char *const profiles[] = {"escpos-generic-80", "escpos-epson-cn"};
    uint64_t slips = 0;
    for (int run = 0; run < PRINTER_RUNS; run++) {
        struct fortune f = {.ordered = 0};
        bench_start(&f.bench, profiles[run % 2], 1);
        for (int i = 0; i < PRINTER_STEPS; i++) {
            printer_step(&f);
        }
        printer_gets_well(&f);
        slips += f.settled;
        free(f.bench.state);
    }
    print_message("%" PRIu64 " slips\n", slips);
    assert_true(slips > PRINTER_RUNS * 5);
}

/* ------------------------------------------------------------------ noise on every driver */

static const char *const profiles[] = {
    "escpos-generic-58",
    "escpos-epson-cn",
    "led-a090",
    "led-modbus-text",
    "led-armfly-485",
    "pad-ff68",
    "evaluator-ff68",
    "pad-modbus",
    "evaluator-modbus",
    "screen-dwin-dgus2",
    "screen-dwin-dgus2-evaluator",
};

static const char *const orders[] = {
    "show 请A023号 red flash 3",
    "show 暂停服务 green",
    "pad 12 A023 calling",
    "pad - -",
    "ask 30",
    "thank",
    "idle",
    "rated",
    "page 1 请选择 不动产登记",
    "page 2 A023",
    "beep 100",
};

static uint64_t check_event(const struct device_event *event, uint64_t newest)
{
    switch (event->kind) {
    case DEVICE_KEY: assert_in_range(event->key.action, KEY_NEXT, KEY_ACTION_COUNT - 1); break;
    case DEVICE_RATING: assert_in_range(event->rating.level, 1, 5); break;
    case DEVICE_TOUCH: assert_in_range(event->touch.button, 1, 10); break;
    default: return newest;
    }
    assert_true(event->sequence > newest);
    return event->sequence;
}

static void hear_noise(struct bench *b)
{
    uint8_t bytes[64];
    size_t count = 1 + dice(sizeof bytes);
    for (size_t i = 0; i < count; i++) {
        static const uint8_t likely[] = {0xFF, 0x68, 0x5A, 0xA5, 0xA0,
                                         0x90, 0x16, 0x03, 0x83, 0x12};
        bytes[i] = chance(50) ? likely[dice(sizeof likely)] : (uint8_t)dice(256);
    }
    hears_bytes(b, bytes, count);
}

static void end_somehow(struct bench *b)
{
    uint32_t fate = dice(100);
    if (fate < 50 && b->open.kind == EXCHANGE_MODBUS) {
        uint16_t words[MODBUS_MAX_WORDS] = {0};
        for (uint16_t i = 0; i < b->open.count; i++) {
            words[i] = (uint16_t)(chance(70) ? dice(4) : dice(65536));
        }
        answers_words(b, words, b->open.count);
    } else if (fate < 70) {
        done(b);
    } else {
        ends(b, fate < 90 ? EXCHANGE_TIMEOUT : fate < 97 ? EXCHANGE_EXCEPTION : EXCHANGE_LOST, 0);
    }
}

static void noise_step(struct bench *b, uint32_t *revision)
{
    if (chance(5)) {
        order(b, ++*revision, orders[dice(sizeof orders / sizeof *orders)]);
    }
    if (chance(2)) {
        restarts(b);
    }
    if (chance(30) && b->driver->receive != NULL) {
        hear_noise(b);
    }
    if (b->is_open) {
        end_somehow(b);
    } else if (!speaks(b)) {
        later(b, 1 + dice(500));
    }
}

static void noise_invents_nothing(void **state)
{
    (void)state;
    for (int run = 0; run < NOISE_RUNS; run++) {
        struct bench b;
        uint32_t revision = 0;
        uint64_t newest = 0;
        bench_start(&b, profiles[(size_t)run % (sizeof profiles / sizeof *profiles)], 5);
        for (int i = 0; i < NOISE_STEPS; i++) {
            noise_step(&b, &revision);
            for (; b.event_seen < b.sink.count; b.event_seen++) {
                newest = check_event(&b.sink.events[b.event_seen], newest);
            }
        }
        assert_int_equal(b.sink.dropped, 0);
        free(b.state);
    }
}

int main(void)
{
    const char *given = getenv("HALLQ_SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : 20261122;
    seed = seed == 0 ? 1 : seed;
    printf("HALLQ_SEED=%" PRIu64 "\n", seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_slip_has_one_outcome),
        cmocka_unit_test(noise_invents_nothing),
    };
    return cmocka_run_group_tests_name("driver properties", tests, NULL, NULL);
}
