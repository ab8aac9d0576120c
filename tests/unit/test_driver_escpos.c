/* The printer driver against everything that can happen to a slip: no paper before, in the
 * middle, after; near end; cover; cutter; silence; a cable pulled in the middle; a clone that
 * cannot confirm (reliability.md A.3, F30 to F32). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "driver_bench.h"

#include <stdlib.h>
#include <string.h>

static const char ask_1[] = "10 04 01", ask_2[] = "10 04 02", ask_3[] = "10 04 03",
                  ask_4[] = "10 04 04", mark[] = "1D 72 01", enq_2[] = "10 05 02";
static const char head[] = "1B 40 1C 26 1B 61 01 1D 21 11 C7 EB 41 30 32 33 BA C5 0A";
static const char tail[] = "1B 40 1C 26 1D 56 42 00";
enum { TAIL_SIZE = 8 };

/* A question and its one-byte answer. */
static void asked(struct bench *b, const char *question, const char *answer)
{
    says(b, question);
    hears(b, answer);
}

static void healthy_hello(struct bench *b)
{
    asked(b, ask_1, "12");
    asked(b, ask_2, "12");
    asked(b, ask_4, "12");
}

static void sends(struct bench *b, const char *hex)
{
    says(b, hex);
    done(b);
}

/* Up to the mark, all well. */
static void prints_to_the_mark(struct bench *b)
{
    healthy_hello(b);
    sends(b, head);
    asked(b, ask_2, "12");
    sends(b, tail);
    says(b, mark);
}

/* Three looks: where an idle printer stands. */
static void idle_round(struct bench *b, const char *one, const char *two, const char *four)
{
    static const char *const questions[] = {ask_2, ask_4, ask_1};
    const char *const answers[] = {two, four, one};
    for (int i = 0; i < 3; i++) {
        later(b, 1000);
        asked(b, questions[i], answers[i]);
    }
}

static void start(struct bench *b)
{
    bench_start(b, "escpos-generic-80", 1);
    asked(b, ask_2, "12");
    later(b, 1000);
    asked(b, ask_4, "12");
    later(b, 1000);
    asked(b, ask_1, "12");
    silent(b);
}

static void slip_is_confirmed_by_its_mark(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    assert_in_range(b.open.reply_ms, 500, 5000);
    event(&b, "");
    hears(&b, "00");
    event(&b, "printed 1 confirmed");
    silent(&b);
    bench_end(&b);
}

/* ---- before the first byte: REFUSED, and not one byte of the slip has left */

static void trouble_before_the_slip_refuses_it(void **state)
{
    (void)state;
    static const struct {
        const char *one, *two, *three, *four, *health, *printed;
    } rows[] = {
        {"1A", "32", NULL, "7E", "status offline near_end paper_end",
         "printed 1 refused offline near_end paper_end"},
        {"12", "16", NULL, "12", "status cover_open", "printed 1 refused cover_open"},
        {"12", "52", "1A", "12", "status cutter error", "printed 1 refused cutter error"},
        {"12", "52", "32", "12", "status error", "printed 1 refused error"},
        {"1A", "12", NULL, "12", "status offline", "printed 1 refused offline"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        start(&b);
        order(&b, 0, "print 请A023号");
        asked(&b, ask_1, rows[i].one);
        asked(&b, ask_2, rows[i].two);
        if (rows[i].three != NULL) {
            asked(&b, ask_3, rows[i].three);
        }
        says(&b, ask_4);
        b.event_seen = b.sink.count; /* edges come one by one */
        hears(&b, rows[i].four);
        bool refused = false;
        while (b.event_seen < b.sink.count) {
            refused = refused || b.sink.events[b.event_seen].kind == DEVICE_PRINTED;
            if (b.sink.events[b.event_seen].kind == DEVICE_PRINTED) {
                event(&b, rows[i].printed);
            } else {
                b.event_seen++;
            }
        }
        assert_true(refused);
        if (strstr(rows[i].printed, "cutter") != NULL) {
            sends(&b, enq_2); /* that error waits for the host */
        }
        silent(&b);
        bench_end(&b);
    }
}

static void near_end_prints(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    asked(&b, ask_1, "12");
    asked(&b, ask_2, "12");
    asked(&b, ask_4, "1E");
    event(&b, "status near_end");
    sends(&b, head);
    asked(&b, ask_2, "12");
    sends(&b, tail);
    asked(&b, mark, "03");
    event(&b, "printed 1 confirmed near_end");
    bench_end(&b);
}

static void silent_printer_refuses_within_two_seconds(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    mono_t begin = b.now;
    order(&b, 0, "print 请A023号");
    says(&b, ask_1);
    times_out(&b);
    event(&b, "");
    says(&b, ask_1);
    times_out(&b);
    event(&b, "printed 1 refused offline");
    assert_in_range(mono_between(begin, b.now), 0, 3000);
    later(&b, 1000);
    says(&b, ask_2); /* idle look */
    times_out(&b);
    order(&b, 0, "print 请A023号"); /* known to be silent: refused at once */
    event(&b, "printed 1 refused offline");
    silent(&b);
    later(&b, 1000);
    assert_true(speaks(&b));
    hears(&b, "12"); /* it is back */
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    hears(&b, "00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

static void late_answer_is_not_taken_for_the_next(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    later(&b, 1000);
    says(&b, ask_2);
    order(&b, 0, "print 请A023号"); /* a slip comes while a look is open */
    hears(&b, "16");                /* the look's own answer: cover open */
    event(&b, "status cover_open");
    asked(&b, ask_1, "12");
    hears(&b, "16"); /* stray between questions: nobody knows what it is about */
    asked(&b, ask_2, "12");
    event(&b, "status clear");
    asked(&b, ask_4, "12");
    sends(&b, head);
    asked(&b, ask_2, "12");
    sends(&b, tail);
    asked(&b, mark, "00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

/* ---- in the middle and after: UNCERTAIN, never printed again from here, buffer cleared */

static void paper_out_in_the_middle_keeps_the_code_back(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    sends(&b, head);
    asked(&b, ask_2, "32"); /* the tail with the code is never sent */
    event(&b, "status paper_end");
    sends(&b, enq_2);
    event(&b, "printed 1 uncertain paper_end");
    idle_round(&b, "1A", "32", "7E");
    event(&b, "status near_end paper_end");
    event(&b, "status offline near_end paper_end");
    silent(&b);
    order(&b, 0, "print 请A023号"); /* still empty */
    asked(&b, ask_1, "1A");
    asked(&b, ask_2, "32");
    asked(&b, ask_4, "7E");
    event(&b, "printed 1 refused offline near_end paper_end");
    later(&b, 1000);
    asked(&b, ask_2, "12"); /* new roll */
    later(&b, 1000);
    asked(&b, ask_4, "12");
    event(&b, "status offline");
    later(&b, 1000);
    asked(&b, ask_1, "12");
    event(&b, "status clear");
    /* filled up with as many NULs as bytes were not sent, buffers cleared, before anything else */
    says(&b, "00 00 00 00 00 00 00 00 10 05 02 1B 40");
    done(&b);
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    hears(&b, "00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

static void cutter_jam_after_the_slip_is_named(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    times_out(&b);
    asked(&b, ask_2, "52");
    event(&b, "status error");
    asked(&b, ask_3, "1A");
    event(&b, "status cutter error");
    sends(&b, enq_2);
    event(&b, "printed 1 uncertain cutter error");
    /* the error waits for the host: it is told to go on every five seconds until it does */
    static const char *const looks[] = {ask_2, ask_3, ask_4, ask_1};
    static const char *const answers[] = {"52", "1A", "12", "1A"};
    for (int i = 0; i < 4; i++) {
        later(&b, 1000);
        asked(&b, looks[i], answers[i]);
    }
    event(&b, "status offline cutter error");
    later(&b, 1000);
    says(&b, enq_2);
    done(&b);
    asked(&b, ask_2, "12"); /* the jam is out */
    event(&b, "status offline");
    later(&b, 1000);
    asked(&b, ask_4, "12");
    later(&b, 1000);
    asked(&b, ask_1, "12");
    event(&b, "status clear");
    says(&b, "10 05 02 1B 40");
    done(&b);
    bench_end(&b);
}

/* No answer to anything any more, until the driver gives up and clears the buffer. */
static void stays_silent(struct bench *b)
{
    for (int i = 0; i < 60; i++) {
        if (!speaks(b)) {
            later(b, 50);
        } else if (b->open.reply_ms > 0) {
            times_out(b);
        } else {
            done(b);
            return;
        }
    }
    fail_msg("it waits for ever");
}

/* A jam or an empty roll is known soon after the mark is late, not when all patience is over. */
static void late_mark_is_looked_into(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    mono_t begin = b.now;
    times_out(&b);
    asked(&b, ask_2, "12"); /* well: it prints on */
    silent(&b);
    later(&b, 250);
    asked(&b, ask_2, "32");
    event(&b, "status paper_end");
    sends(&b, enq_2);
    event(&b, "printed 1 uncertain paper_end");
    assert_in_range(mono_between(begin, b.now), 1000, 1500);
    bench_end(&b);
}

static void mark_that_comes_between_questions_counts(void **state)
{
    (void)state;
    for (int between = 0; between < 2; between++) {
        struct bench b;
        start(&b);
        order(&b, 0, "print 请A023号");
        prints_to_the_mark(&b);
        times_out(&b);
        says(&b, ask_2);
        if (between) {
            hears(&b, "12");
            later(&b, 100);
        }
        hears(&b, "00");
        event(&b, "printed 1 confirmed");
        bench_end(&b);
    }
}

static void no_sign_of_life_for_five_seconds_ends_it(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    mono_t life = b.now;
    sends(&b, head);
    says(&b, ask_2);
    times_out(&b); /* some clones are deaf while they print */
    sends(&b, tail);
    says(&b, mark);
    times_out(&b);
    stays_silent(&b);
    assert_in_range(mono_between(life, b.now), 4000, 6000);
    event(&b, "printed 1 uncertain offline");
    bench_end(&b);
}

static void flow_control_that_holds_a_chunk(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    says(&b, head);
    ends(&b, EXCHANGE_TIMEOUT, 0); /* not one byte left: another printer can have it */
    event(&b, "printed 1 refused offline");
    later(&b, 1000);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    says(&b, head);
    ends(&b, EXCHANGE_TIMEOUT, 7);
    asked(&b, ask_2, "16");
    event(&b, "status cover_open");
    sends(&b, enq_2);
    event(&b, "printed 1 uncertain cover_open");
    bench_end(&b);
}

static void cable_pulled(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    asked(&b, ask_1, "12");
    says(&b, ask_2);
    ends(&b, EXCHANGE_LOST, 0); /* before the slip */
    event(&b, "printed 1 refused offline");
    restarts(&b);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    says(&b, head);
    ends(&b, EXCHANGE_LOST, 5); /* in it */
    event(&b, "printed 1 uncertain offline");
    restarts(&b);
    asked(&b, ask_2, "12");
    says(&b, "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 05 02 1B 40");
    done(&b);
    bench_end(&b);
}

static void lost_at_the_mark_is_uncertain(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    prints_to_the_mark(&b);
    ends(&b, EXCHANGE_LOST, 3);
    event(&b, "printed 1 uncertain offline");
    restarts(&b);
    asked(&b, ask_2, "12");
    says(&b, "10 05 02 1B 40"); /* all was sent: nothing to fill up */
    done(&b);
    bench_end(&b);
}

/* The bus says "it answers again" before it hands the answer over: the job goes on. */
static void answer_after_a_silence_does_not_end_the_job(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    says(&b, ask_1);
    times_out(&b);
    says(&b, ask_1);
    restarts(&b);
    hears(&b, "12");
    asked(&b, ask_2, "12");
    asked(&b, ask_4, "12");
    sends(&b, head);
    says(&b, ask_2);
    times_out(&b);
    sends(&b, tail);
    says(&b, mark);
    restarts(&b);
    hears(&b, "00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

static void port_that_was_away_between_two_chunks(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    sends(&b, head);
    restarts(&b);
    event(&b, "printed 1 uncertain offline");
    asked(&b, ask_2, "12");
    says(&b, "00 00 00 00 00 00 00 00 10 05 02 1B 40");
    done(&b);
    bench_end(&b);
}

/* ---- one slip at a time, bounded queue */

static void jobs_wait_for_each_other(void **state)
{
    (void)state;
    struct bench b;
    struct device_command command = {.kind = DEVICE_PRINT};
    start(&b);
    command.slip.count = 1;
    command.slip.elements[0] = (struct slip_element){.kind = SLIP_FEED, .lines = 2};
    for (uint32_t job = 1; job <= 5; job++) {
        command.slip.job = job;
        order_command(&b, &command);
    }
    event(&b, "printed 5 refused"); /* four may wait, not five */
    for (uint32_t job = 1; job <= 4; job++) {
        healthy_hello(&b);
        sends(&b, "1B 40 1C 26 1B 64 02");
        asked(&b, mark, "00");
    }
    event(&b, "printed 1 confirmed");
    event(&b, "printed 2 confirmed");
    event(&b, "printed 3 confirmed");
    event(&b, "printed 4 confirmed");
    bench_end(&b);
}

static void long_slip_goes_in_chunks_and_the_code_is_last(void **state)
{
    (void)state;
    struct bench b;
    struct device_command command = {.kind = DEVICE_PRINT};
    struct device_profile *profile = bench_profile("escpos-generic-80");
    set_option(profile, "chunk", "100");
    bench_start_with(&b, profile, 1);
    asked(&b, ask_2, "12");
    command.slip.job = 9;
    command.slip.count = 12;
    for (size_t i = 0; i < 10; i++) {
        command.slip.elements[i] = (struct slip_element){.kind = SLIP_RULE};
    }
    command.slip.elements[10] = (struct slip_element){.kind = SLIP_QR, .width = 6};
    strcpy(command.slip.elements[10].text, "https://e.gov.cn/q/A023");
    command.slip.elements[11] = (struct slip_element){.kind = SLIP_CUT};
    order_command(&b, &command);
    healthy_hello(&b);
    uint8_t all[4096];
    size_t size = 0, before_look = 0, chunks = 0;
    while (speaks(&b) && b.open.bytes[1] != 0x72) {
        if (b.open.reply_ms > 0) { /* the look */
            before_look = size;
            hears(&b, "12");
            continue;
        }
        assert_in_range(b.open.size, 1, 100);
        memcpy(all + size, b.open.bytes, b.open.size);
        size += b.open.size;
        chunks++;
        done(&b);
    }
    assert_in_range(chunks, 6, 12);
    assert_in_range(before_look, 400, 600);
    /* devices.md A.1: three independent encoders give these bytes */
    static const uint8_t qr[] = {0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00};
    assert_null(memmem(all, before_look, qr, sizeof qr));
    assert_non_null(memmem(all + before_look, size - before_look, qr, sizeof qr));
    assert_non_null(memmem(all, size, "https://e.gov.cn/q/A023", 23));
    hears(&b, "00");
    event(&b, "printed 9 confirmed");
    bench_end(&b);
    free(profile);
}

static void control_bytes_never_reach_the_printer(void **state)
{
    (void)state;
    struct bench b;
    struct device_command command = {.kind = DEVICE_PRINT};
    start(&b);
    command.slip.job = 1;
    command.slip.count = 1;
    command.slip.elements[0] =
        (struct slip_element){.kind = SLIP_TEXT_LINE, .width = 1, .height = 1};
    strcpy(command.slip.elements[0].text, "a\x1B@\x10\x04\x01\x1DV"
                                          "b\xC2\x9B");
    order_command(&b, &command);
    healthy_hello(&b);
    assert_true(speaks(&b));
    for (size_t i = 4; i + 1 < b.open.size; i++) { /* behind ESC @ FS & */
        assert_true(b.open.bytes[i] >= 0x20);
    }
    done(&b);
    asked(&b, mark, "00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

static void rare_characters_become_geta_on_gbk_and_stay_on_gb18030(void **state)
{
    (void)state;
    static const struct {
        const char *profile;
        uint8_t bytes[4];
        size_t size;
    } rows[] = {
        {"escpos-generic-80", {0xA1, 0xFE}, 2},
        {"escpos-epson-cn", {0x82, 0x30, 0xB7, 0x31}, 4},
    };
    for (size_t i = 0; i < 2; i++) {
        struct device_profile *profile = bench_profile(rows[i].profile);
        set_option(profile, "status", "none");
        set_option(profile, "confirm", "none");
        struct bench b;
        bench_start_with(&b, profile, 1);
        order(&b, 0, "print 㛃");
        assert_true(speaks(&b));
        assert_memory_equal(b.open.bytes + 10, rows[i].bytes, rows[i].size);
        done(&b);
        sends(&b, tail);
        event(&b, "printed 1 sent"); /* a clone that says nothing: sent is all that is known */
        silent(&b);
        bench_end(&b);
        free(profile);
    }
}

static void clone_without_mark_is_sent(void **state)
{
    (void)state;
    struct device_profile *profile = bench_profile("escpos-generic-58");
    set_option(profile, "confirm", "none");
    struct bench b;
    bench_start_with(&b, profile, 1);
    asked(&b, ask_2, "12");
    order(&b, 0, "print 请A023号");
    healthy_hello(&b);
    sends(&b, head);
    asked(&b, ask_2, "12");
    sends(&b, tail);
    event(&b, "printed 1 sent");
    bench_end(&b);
    free(profile);
}

/* ---- Epson: automatic status and GS ( H */

static void epson_start(struct bench *b)
{
    bench_start(b, "escpos-epson-cn", 1);
    says(b, "1D 61 FF");
    done(b);
    hears(b, "14 00 00 0F");
    asked(b, ask_2, "12");
}

static const char epson_mark[] = "1D 28 48 06 00 30 30 22 21 21 21"; /* job 1 */

static void epson_prints_to_the_mark(struct bench *b)
{
    healthy_hello(b);
    sends(b, head);
    asked(b, ask_2, "12");
    sends(b, tail);
    says(b, epson_mark);
}

static void epson_names_the_slip(void **state)
{
    (void)state;
    struct bench b;
    epson_start(&b);
    order(&b, 0, "print 请A023号");
    epson_prints_to_the_mark(&b);
    hears(&b, "00");                   /* an ordered answer of somebody's: no proof */
    hears(&b, "37 22 22 21 21 22 00"); /* another job's mark: no proof */
    event(&b, "");
    hears(&b, "37 22 22 21");
    hears(&b, "21 21 00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
}

static void epson_tells_unasked_and_ends_the_wait(void **state)
{
    (void)state;
    struct bench b;
    epson_start(&b);
    order(&b, 0, "print 请A023号");
    epson_prints_to_the_mark(&b);
    later(&b, 300);
    hears(&b, "1C 00 0C 0F"); /* offline, paper end: no use waiting four seconds */
    event(&b, "status offline paper_end");
    sends(&b, "10 14 08 01 03 14 01 06 02 08 10 05 02");
    event(&b, "printed 1 uncertain offline paper_end");
    hears(&b, "14 00 00 0F");
    event(&b, "status clear");
    says(&b, "10 14 08 01 03 14 01 06 02 08 10 05 02 1B 40");
    done(&b);
    bench_end(&b);
}

static void epson_late_mark_still_tells_the_truth(void **state)
{
    (void)state;
    struct bench b;
    epson_start(&b);
    order(&b, 0, "print 请A023号");
    epson_prints_to_the_mark(&b);
    times_out(&b);
    stays_silent(&b);
    event(&b, "printed 1 uncertain offline");
    hears(&b, "37 22 22 21 21 21 00");
    event(&b, "printed 1 confirmed");
    hears(&b, "37 22 22 21 21 21 00");
    event(&b, "");
    bench_end(&b);
}

static void status_bytes_may_come_split_mixed_and_noisy(void **state)
{
    (void)state;
    struct bench b;
    epson_start(&b);
    hears(&b, "FF 80 34");
    hears(&b, "00");
    hears(&b, "12 00 0F"); /* a real-time answer in the middle of an automatic status */
    event(&b, "status cover_open");
    hears(&b, "14 00 00 0F 14 00 03 0F");
    event(&b, "status near_end");
    bench_end(&b);
}

static void asb_only_printer_is_asked_by_it(void **state)
{
    (void)state;
    struct device_profile *profile = bench_profile("escpos-epson-cn");
    set_option(profile, "status", "asb");
    struct bench b;
    bench_start_with(&b, profile, 1);
    says(&b, "1D 61 FF");
    done(&b);
    hears(&b, "14 00 00 0F");
    asked(&b, "1D 61 FF", "14 00 00 0F"); /* the idle look */
    order(&b, 0, "print 请A023号");
    asked(&b, "1D 61 FF", "14 00 00 0F");
    sends(&b, head);
    asked(&b, "1D 61 FF", "14 00 00 0F");
    sends(&b, tail);
    says(&b, epson_mark);
    hears(&b, "37 22 22 21 21 21 00");
    event(&b, "printed 1 confirmed");
    bench_end(&b);
    free(profile);
}

static void idle_looks_report_edges_and_causes(void **state)
{
    (void)state;
    struct bench b;
    start(&b);
    idle_round(&b, "12", "12", "1E");
    event(&b, "status near_end");
    idle_round(&b, "12", "12", "1E");
    event(&b, "");
    later(&b, 1000);
    asked(&b, ask_2, "52");
    event(&b, "status near_end error");
    later(&b, 1000);
    asked(&b, ask_3, "1A"); /* an error: what is its cause? */
    event(&b, "status near_end cutter error");
    sends(&b, enq_2); /* go on, if the jam is out */
    later(&b, 1000);
    asked(&b, ask_4, "12");
    event(&b, "status cutter error");
    later(&b, 1000);
    asked(&b, ask_1, "12");
    later(&b, 1000);
    asked(&b, ask_2, "12");
    event(&b, "status clear");
    bench_end(&b);
}

static void impossible_slip_is_refused_at_once(void **state)
{
    (void)state;
    struct bench b;
    struct device_command command = {.kind = DEVICE_PRINT};
    struct device_profile *profile = bench_profile("escpos-generic-58");
    set_option(profile, "qr", "raster");
    bench_start_with(&b, profile, 1);
    asked(&b, ask_2, "12");
    command.slip.job = 3;
    command.slip.count = 20;
    for (size_t i = 0; i < 20; i++) { /* twenty pictures do not fit the slip's buffer */
        command.slip.elements[i] = (struct slip_element){.kind = SLIP_QR, .width = 8};
        memset(command.slip.elements[i].text, 'x', 120);
    }
    order_command(&b, &command);
    event(&b, "printed 3 refused error");
    silent(&b);
    bench_end(&b);
    free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slip_is_confirmed_by_its_mark),
        cmocka_unit_test(trouble_before_the_slip_refuses_it),
        cmocka_unit_test(near_end_prints),
        cmocka_unit_test(silent_printer_refuses_within_two_seconds),
        cmocka_unit_test(late_answer_is_not_taken_for_the_next),
        cmocka_unit_test(paper_out_in_the_middle_keeps_the_code_back),
        cmocka_unit_test(cutter_jam_after_the_slip_is_named),
        cmocka_unit_test(late_mark_is_looked_into),
        cmocka_unit_test(mark_that_comes_between_questions_counts),
        cmocka_unit_test(no_sign_of_life_for_five_seconds_ends_it),
        cmocka_unit_test(flow_control_that_holds_a_chunk),
        cmocka_unit_test(cable_pulled),
        cmocka_unit_test(lost_at_the_mark_is_uncertain),
        cmocka_unit_test(answer_after_a_silence_does_not_end_the_job),
        cmocka_unit_test(port_that_was_away_between_two_chunks),
        cmocka_unit_test(jobs_wait_for_each_other),
        cmocka_unit_test(long_slip_goes_in_chunks_and_the_code_is_last),
        cmocka_unit_test(control_bytes_never_reach_the_printer),
        cmocka_unit_test(rare_characters_become_geta_on_gbk_and_stay_on_gb18030),
        cmocka_unit_test(clone_without_mark_is_sent),
        cmocka_unit_test(epson_names_the_slip),
        cmocka_unit_test(epson_tells_unasked_and_ends_the_wait),
        cmocka_unit_test(epson_late_mark_still_tells_the_truth),
        cmocka_unit_test(status_bytes_may_come_split_mixed_and_noisy),
        cmocka_unit_test(asb_only_printer_is_asked_by_it),
        cmocka_unit_test(idle_looks_report_edges_and_causes),
        cmocka_unit_test(impossible_slip_is_refused_at_once),
    };
    return cmocka_run_group_tests_name("printer driver", tests, NULL, NULL);
}
