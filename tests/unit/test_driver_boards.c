/* Counter boards: only the newest text counts, it is said until it is proven, and again after a
 * silence, a reboot and every few seconds (reliability.md F33). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "driver_bench.h"

#include <stdlib.h>
#include <string.h>

static const char a023_red[] = "A0 90 02 A5 00 0E C7 EB 00 41 00 30 00 32 00 33 00 BA C5 00 8A";
static const char a024_red[] = "A0 90 02 A5 00 0E C7 EB 00 41 00 30 00 32 00 34 00 BA C5 00 8D";
static const char ack_2[] = "A0 90 02 A5 AA";

static void strip_shows_and_proves_by_its_acknowledgement(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-a090", 2);
    silent(&b);
    order(&b, 1, "show 请A023号 red");
    says(&b, a023_red);
    assert_int_equal(b.open.reply_ms, 150);
    hears(&b, ack_2);
    event(&b, "shown 1");
    silent(&b);
    later(&b, 9999);
    silent(&b);
    later(&b, 1);
    says(&b, a023_red); /* the refresh is no news */
    hears(&b, ack_2);
    bench_end(&b);
}

static void strip_is_asked_until_it_answers_ever_more_rarely(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-a090", 2);
    order(&b, 1, "show 请A023号 red");
    for (int i = 0; i < 3; i++) {
        says(&b, a023_red);
        times_out(&b);
    }
    silent(&b);
    later(&b, 1000);
    says(&b, a023_red);
    times_out(&b);
    later(&b, 1999);
    silent(&b);
    later(&b, 1);
    says(&b, a023_red);
    times_out(&b);
    for (int i = 0; i < 200; i++) { /* the pause never grows beyond 5 s, nor overflows */
        later(&b, 5000);
        says(&b, a023_red);
        times_out(&b);
    }
    restarts(&b); /* it answered something: now at once */
    says(&b, a023_red);
    hears(&b, ack_2);
    event(&b, "shown 1");
    bench_end(&b);
}

static void strip_newest_wins_also_over_an_answer_on_its_way(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-a090", 2);
    order(&b, 1, "show 请A023号 red");
    says(&b, a023_red);
    order(&b, 2, "show 请A024号 red");
    hears(&b, ack_2); /* for the old text: proves nothing about the new */
    says(&b, a024_red);
    hears(&b, ack_2);
    event(&b, "shown 2");
    order(&b, 1, "show 请A023号 red"); /* overtaken on its way here */
    silent(&b);
    bench_end(&b);
}

static void strip_ignores_noise_and_other_boards(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-a090", 2);
    order(&b, 1, "show 请A023号 red");
    says(&b, a023_red);
    hears(&b, "A0 90 03 A5 AA"); /* another address */
    hears(&b, "FF 00 A0 90 02"); /* noise, half an answer */
    later(&b, 20);
    hears(&b, "A5 AA");
    event(&b, "shown 1");
    hears(&b, ack_2); /* late twin: nothing was asked */
    silent(&b);
    bench_end(&b);
}

static void strip_replaces_what_it_lacks_and_cuts_between_characters(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-a090", 2);
    order(&b, 1, "show 镕 green"); /* GBK only: the strip's font is GB2312 */
    says(&b, "A0 90 02 A5 00 03 A1 FE 01 FA");
    hears(&b, ack_2);
    event(&b, "shown 1");
    order(&b, 2, "show 一二三四五六七八九 red"); /* 18 cells on 16 */
    assert_true(speaks(&b));
    assert_int_equal(b.open.size, 7 + 8 * 3);
    hears(&b, ack_2);
    event(&b, "status truncated");
    event(&b, "shown 2");
    bench_end(&b);
}

/* ------------------------------------------------------------------ boards by register map */

static const char write_a023[] =
    "03 10 00 10 00 0A 14 00 00 00 01 00 05 00 00 00 00 00 08 C7 EB 41 30 32 33 BA C5 A5 54";

static void proves(struct bench *b, uint16_t sequence, uint16_t status)
{
    const uint16_t words[] = {sequence, status};
    answers_words(b, words, 2);
}

/* Writes, commits and proves; returns the sequence that was committed. */
static uint16_t round_of(struct bench *b, const char *write)
{
    says(b, write);
    done(b);
    assert_true(speaks(b));
    assert_int_equal(b->open.function, 6);
    assert_int_equal(b->open.address, 0x60);
    uint16_t sequence = b->open.words[0];
    done(b);
    assert_true(speaks(b));
    assert_int_equal(b->open.function, 3);
    assert_int_equal(b->open.address, 0x61);
    return sequence;
}

static void board_writes_commits_and_proves(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 9, "show 请A023号 red");
    uint16_t sequence = round_of(&b, write_a023);
    event(&b, ""); /* written is not shown */
    proves(&b, sequence, 0);
    event(&b, "shown 9");
    silent(&b);
    bench_end(&b);
}

static void board_that_was_rebooted_is_written_again(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 9, "show 请A023号 red");
    uint16_t sequence = round_of(&b, write_a023);
    proves(&b, sequence, 0);
    event(&b, "shown 9");
    later(&b, 3000);
    assert_true(speaks(&b)); /* the look */
    proves(&b, sequence, 0);
    silent(&b);
    later(&b, 3000);
    assert_true(speaks(&b));
    proves(&b, 0, 0); /* fresh from its box */
    uint16_t again = round_of(&b, write_a023);
    assert_true(again != sequence);
    proves(&b, again, 0);
    bench_end(&b); /* the same revision is not proven twice */
}

static void board_takes_the_newest_in_the_middle_of_a_round(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 1, "show 请A024号 red");
    assert_true(speaks(&b));
    order(&b, 2, "show 请A023号 red"); /* while the old one is on the wire */
    done(&b);
    uint16_t sequence = round_of(&b, write_a023);
    proves(&b, sequence, 0);
    event(&b, "shown 2");
    bench_end(&b);
}

static void board_reports_faults_as_edges(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 1, "show 请A023号 red");
    uint16_t sequence = round_of(&b, write_a023);
    proves(&b, sequence, 4);
    event(&b, "status panel_fault");
    event(&b, "shown 1");
    for (int i = 0; i < 3; i++) {
        later(&b, 3000);
        assert_true(speaks(&b));
        proves(&b, sequence, 4);
    }
    event(&b, "");
    later(&b, 3000);
    assert_true(speaks(&b));
    proves(&b, sequence, 0);
    event(&b, "status clear");
    bench_end(&b);
}

static void board_flashes_once_and_a_refresh_stands_still(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 1, "show 请A023号 red flash 3");
    assert_true(speaks(&b));
    assert_int_equal(b.open.words[0], 2);
    assert_int_equal(b.open.words[4], 3);
    done(&b);
    assert_true(speaks(&b));
    uint16_t sequence = b.open.words[0];
    done(&b);
    assert_true(speaks(&b));
    proves(&b, sequence, 0);
    event(&b, "shown 1");
    later(&b, 3000);
    assert_true(speaks(&b));
    proves(&b, 0, 0); /* rebooted after its three seconds */
    assert_true(speaks(&b));
    assert_int_equal(b.open.words[0], 0);
    assert_int_equal(b.open.words[4], 0);
    done(&b);
    bench_end(&b);
}

static void board_failure_does_not_hog_the_line(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "led-modbus-text", 3);
    order(&b, 1, "show 请A023号 red");
    for (int i = 0; i < 3; i++) {
        says(&b, write_a023);
        times_out(&b);
    }
    silent(&b);
    later(&b, 1000);
    struct driver_wish wish = b.driver->wish(b.state, b.now);
    assert_int_equal(wish.class, EXCHANGE_HEALTH); /* no longer before the living */
    says(&b, write_a023);
    ends(&b, EXCHANGE_LOST, 0);
    restarts(&b);
    uint16_t sequence = round_of(&b, write_a023);
    proves(&b, sequence, 0);
    event(&b, "shown 1");
    bench_end(&b);
}

static void digits_board_keeps_the_number_only(void **state)
{
    (void)state;
    static const struct {
        const char *order;
        uint16_t words[6];
    } rows[] = {
        {"show P2.3 red", {0x5032, 0x2E33}},
        {"show 请A023号到3号窗口 red", {0x4130, 0x3233}},
        {"show 暂停服务 red", {0}},
        {"show YY012 red", {0x5959, 0x3031, 0x3200}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        bench_start(&b, "led-armfly-485", 1);
        order(&b, 1, rows[i].order);
        assert_true(speaks(&b));
        assert_int_equal(b.open.function, 16);
        assert_int_equal(b.open.address, 0x70);
        assert_int_equal(b.open.count, 6);
        assert_memory_equal(b.open.words, rows[i].words, sizeof rows[i].words);
        done(&b);
        event(&b, "shown 1"); /* the best proof that this board has */
        silent(&b);
        later(&b, 10000);
        assert_true(speaks(&b));
        done(&b);
        bench_end(&b);
    }
}

static void reset_writes_again(void **state)
{
    (void)state;
    const struct device_command reset = {.kind = DEVICE_RESET};
    struct bench b;
    bench_start(&b, "led-armfly-485", 1);
    order_command(&b, &reset); /* nothing to show yet */
    silent(&b);
    order(&b, 1, "show A023 red");
    assert_true(speaks(&b));
    done(&b);
    event(&b, "shown 1");
    order_command(&b, &reset);
    assert_true(speaks(&b));
    done(&b);
    bench_end(&b);
}

static void maps_that_cannot_work_are_refused(void **state)
{
    (void)state;
    char why[200];
    int line;
    struct device_profile *profile = bench_profile("led-modbus-text");
    const struct driver *driver = driver_find("modbus_board");
    set_option(profile, "registers.text", "-1");
    assert_int_equal(driver->check(profile, why, sizeof why, &line), -1);
    set_option(profile, "registers.text", "0x16");
    set_option(profile, "registers.commit", "-1");
    assert_int_equal(driver->check(profile, why, sizeof why, &line), -1);
    free(profile);
}

/* A make whose text does not follow its mode register: two requests. */
static void scattered_registers_take_several_writes(void **state)
{
    (void)state;
    struct device_profile *profile = bench_profile("led-modbus-text");
    set_option(profile, "registers.text", "0x0100");
    set_option(profile, "registers.length", "-1");
    struct bench b;
    bench_start_with(&b, profile, 3);
    order(&b, 1, "show A red");
    assert_true(speaks(&b));
    assert_int_equal(b.open.address, 0x10);
    assert_int_equal(b.open.count, 5);
    done(&b);
    assert_true(speaks(&b));
    assert_int_equal(b.open.address, 0x100);
    assert_int_equal(b.open.count, 1);
    assert_int_equal(b.open.words[0], 0x4100);
    done(&b);
    assert_true(speaks(&b));
    assert_int_equal(b.open.function, 6);
    done(&b);
    bench_end(&b);
    free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strip_shows_and_proves_by_its_acknowledgement),
        cmocka_unit_test(strip_is_asked_until_it_answers_ever_more_rarely),
        cmocka_unit_test(strip_newest_wins_also_over_an_answer_on_its_way),
        cmocka_unit_test(strip_ignores_noise_and_other_boards),
        cmocka_unit_test(strip_replaces_what_it_lacks_and_cuts_between_characters),
        cmocka_unit_test(board_writes_commits_and_proves),
        cmocka_unit_test(board_that_was_rebooted_is_written_again),
        cmocka_unit_test(board_takes_the_newest_in_the_middle_of_a_round),
        cmocka_unit_test(board_reports_faults_as_edges),
        cmocka_unit_test(board_flashes_once_and_a_refresh_stands_still),
        cmocka_unit_test(board_failure_does_not_hog_the_line),
        cmocka_unit_test(digits_board_keeps_the_number_only),
        cmocka_unit_test(reset_writes_again),
        cmocka_unit_test(maps_that_cannot_work_are_refused),
        cmocka_unit_test(scattered_registers_take_several_writes),
    };
    return cmocka_run_group_tests_name("board drivers", tests, NULL, NULL);
}
