/* The wire: bytes are due exactly, collisions garble, noise strikes, holding holds. */
#include "sim/wire.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

enum { HEARD = 8192 };

struct ear {
    size_t count;
    uint8_t bytes[HEARD];
    int64_t at_us[HEARD];
    struct wire *wire;
    int endpoint;
    int64_t woken_us;
};

static void hear(void *context, int64_t at_us, uint8_t byte)
{
    struct ear *ear = context;
    if (ear->count < HEARD) {
        ear->bytes[ear->count] = byte;
        ear->at_us[ear->count++] = at_us;
    }
}

static void wake(void *context, int64_t at_us)
{
    ((struct ear *)context)->woken_us = at_us;
}

static struct wire *make(uint32_t baud, bool both_ways, struct ear *ears, size_t count)
{
    struct wire_settings settings = {baud, 10, both_ways, 7};
    struct wire *wire = wire_create(&settings);
    assert_non_null(wire);
    for (size_t i = 0; i < count; i++) {
        struct wire_listener listener = {&ears[i], hear, wake};
        memset(&ears[i], 0, sizeof ears[i]);
        ears[i].endpoint = wire_attach(wire, &listener);
        assert_int_equal(ears[i].endpoint, i);
    }
    return wire;
}

static struct ear ears[3];

static void bytes_are_due_exactly(void **state)
{
    (void)state;
    static const uint32_t bauds[] = {1200, 9600, 19200, 38400, 115200};
    static const uint8_t bytes[1000] = {0};
    for (size_t b = 0; b < sizeof bauds / sizeof *bauds; b++) {
        struct wire *wire = make(bauds[b], false, ears, 2);
        const int64_t start = 5000;
        assert_int_equal(wire_send(wire, 0, start, bytes, sizeof bytes), sizeof bytes);
        wire_run(wire, INT64_MAX / 2);
        assert_int_equal(ears[1].count, sizeof bytes);
        assert_int_equal(ears[0].count, 0); /* the sender does not hear itself */
        for (size_t i = 0; i < sizeof bytes; i++) {
            int64_t due = start + (int64_t)((i + 1) * 10 * 1000000u / bauds[b]);
            assert_int_equal(ears[1].at_us[i], due);
        }
        wire_destroy(wire);
    }
}

static void nothing_comes_early(void **state)
{
    (void)state;
    struct wire *wire = make(9600, false, ears, 2);
    wire_send(wire, 0, 0, (const uint8_t *)"ab", 2);
    assert_int_equal(wire_next(wire), 1041);
    wire_run(wire, 1040);
    assert_int_equal(ears[1].count, 0);
    wire_run(wire, 1041);
    assert_int_equal(ears[1].count, 1);
    assert_int_equal(wire_next(wire), 2083);
    wire_run(wire, 2083);
    assert_int_equal(ears[1].count, 2);
    assert_int_equal(wire_next(wire), WIRE_NEVER);
    wire_destroy(wire);
}

/* A burst that goes on keeps its pace whichever turns the caller takes. */
static void pace_does_not_depend_on_turns(void **state)
{
    (void)state;
    struct wire *wire = make(19200, false, ears, 2);
    uint8_t byte = 'x';
    for (int i = 0; i < 50; i++) {
        wire_send(wire, 0, i * 10, &byte, 1);
        wire_run(wire, i * 10);
    }
    for (int64_t t = 500; t < 40000; t += 777) {
        wire_run(wire, t);
    }
    assert_int_equal(ears[1].count, 50);
    for (size_t i = 0; i < 50; i++) {
        assert_int_equal(ears[1].at_us[i], (int64_t)((i + 1) * 10000000u / 19200));
    }
    wire_destroy(wire);
}

static void overlap_garbles_both(void **state)
{
    (void)state;
    struct wire *wire = make(9600, false, ears, 3);
    wire_send(wire, 1, 0, (const uint8_t *)"AAAA", 4);
    wire_send(wire, 2, 2500, (const uint8_t *)"BBBB", 4);
    wire_run(wire, 100000);
    struct wire_figures figures;
    wire_figures(wire, &figures);
    assert_int_equal(ears[0].count, 8);
    assert_int_equal(ears[0].bytes[0], 'A'); /* over before the other began */
    assert_int_equal(ears[0].bytes[1], 'A');
    size_t whole = 0;
    for (size_t i = 2; i < 8; i++) {
        whole += ears[0].bytes[i] == 'A' || ears[0].bytes[i] == 'B';
    }
    assert_int_equal(whole, 2); /* the last two, after the first sender fell silent */
    assert_true(figures.collisions >= 4);
    wire_destroy(wire);
}

static void two_pairs_do_not_collide(void **state)
{
    (void)state;
    struct wire *wire = make(9600, true, ears, 2);
    wire_send(wire, 0, 0, (const uint8_t *)"AAAA", 4);
    wire_send(wire, 1, 500, (const uint8_t *)"BBBB", 4);
    wire_run(wire, 100000);
    assert_memory_equal(ears[1].bytes, "AAAA", 4);
    assert_memory_equal(ears[0].bytes, "BBBB", 4);
    wire_destroy(wire);
}

static void noise_strikes_as_often_as_asked(void **state)
{
    (void)state;
    static const uint8_t bytes[2000] = {0x55};
    struct wire *wire = make(115200, false, ears, 2);
    wire_set_noise(wire, (struct wire_noise){20000, 20000, 20000});
    for (int i = 0; i < 3; i++) {
        assert_int_equal(wire_send(wire, 0, i * 1000000, bytes, sizeof bytes), sizeof bytes);
        wire_run(wire, (i + 1) * 1000000 - 1);
    }
    struct wire_figures figures;
    wire_figures(wire, &figures);
    assert_in_range(figures.dropped, 60, 200);
    assert_in_range(figures.flipped, 60, 200);
    assert_in_range(figures.inserted, 60, 200);
    assert_int_equal(ears[1].count, 6000 - figures.dropped + figures.inserted);
    wire_destroy(wire);
}

static void held_bytes_wait(void **state)
{
    (void)state;
    struct wire *wire = make(9600, true, ears, 2);
    wire_hold(wire, 0, 0, true);
    wire_send(wire, 0, 0, (const uint8_t *)"abc", 3);
    wire_run(wire, 1000000);
    assert_int_equal(ears[1].count, 0);
    wire_hold(wire, 0, 1000000, false);
    wire_run(wire, 1001041);
    assert_int_equal(ears[1].count, 1);
    assert_int_equal(ears[1].at_us[0], 1001041);
    wire_destroy(wire);
}

static void a_full_queue_says_so(void **state)
{
    (void)state;
    static const uint8_t bytes[WIRE_QUEUE + 100] = {0};
    struct wire *wire = make(9600, false, ears, 2);
    assert_int_equal(wire_send(wire, 0, 0, bytes, sizeof bytes), WIRE_QUEUE);
    assert_int_equal(wire_room(wire, 0), 0);
    wire_silence(wire, 0);
    assert_int_equal(wire_room(wire, 0), WIRE_QUEUE);
    wire_destroy(wire);
}

static void wakes_at_the_moment(void **state)
{
    (void)state;
    struct wire *wire = make(9600, false, ears, 2);
    wire_wake_at(wire, 1, 1234);
    wire_run(wire, 1233);
    assert_int_equal(ears[1].woken_us, 0);
    wire_run(wire, 99999);
    assert_int_equal(ears[1].woken_us, 1234);
    assert_int_equal(wire_next(wire), WIRE_NEVER);
    wire_destroy(wire);
}

/* Modbus over Serial Line V1.02: 3.5 characters, fixed 1.75 ms above 19200 baud. */
static void gap_follows_the_speed(void **state)
{
    (void)state;
    static const struct {
        uint32_t baud;
        int64_t gap_us;
    } rows[] = {{9600, 3645}, {19200, 1822}, {38400, 1750}, {115200, 1750}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wire *wire = make(rows[i].baud, false, ears, 1);
        assert_int_equal(wire_gap_us(wire), rows[i].gap_us);
        wire_destroy(wire);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_due_exactly),
        cmocka_unit_test(nothing_comes_early),
        cmocka_unit_test(pace_does_not_depend_on_turns),
        cmocka_unit_test(overlap_garbles_both),
        cmocka_unit_test(two_pairs_do_not_collide),
        cmocka_unit_test(noise_strikes_as_often_as_asked),
        cmocka_unit_test(held_bytes_wait),
        cmocka_unit_test(a_full_queue_says_so),
        cmocka_unit_test(wakes_at_the_moment),
        cmocka_unit_test(gap_follows_the_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
