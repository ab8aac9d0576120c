/* A line with scripted slaves: right values only, whatever the slaves do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_rig.h"

static void reads_and_writes(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 3, 4, 5, 6, 7, 8, 0};
    struct rig_line line;
    rig_poll_all(units, 1);
    rig_begin(&line, units, false, NULL);
    assert_int_equal(bus_start(line.bus), 0);
    int64_t cpu_us = rig_cpu_us(), from_us = mono_now_us();
    assert_true(rig_wait(atomic_load(&fakes[8].right) >= 50, 5000));
    for (uint16_t value = 1; value <= 20; value++) {
        unsigned done = atomic_load(&fakes[3].commands_done);
        assert_int_equal(rig_command(line.bus, 3, value), 0);
        assert_true(rig_wait(atomic_load(&fakes[3].commands_done) == done + 1, 1000));
        assert_int_equal(rig_counts(line.rig).written[3], value);
        assert_true(atomic_load(&fakes[3].done_us) - atomic_load(&fakes[3].commanded_us) < 200000);
    }
    struct bus_figures figures;
    bus_figures(line.bus, &figures);
    double seconds = (double)(mono_now_us() - from_us) / 1e6;
    struct rig_counts counts = rig_counts(line.rig);
    print_message("%.0f exchanges/s unpaced, CPU with slaves %.0f %%, shortest gap %.2f ms\n",
                  (double)figures.exchanges / seconds,
                  (double)(rig_cpu_us() - cpu_us) / seconds / 1e4,
                  (double)counts.shortest_gap_us / 1000);
    for (size_t i = 0; units[i] != 0; i++) {
        struct bus_device_figures device;
        assert_int_equal(bus_device_figures(line.bus, i, &device), 0);
        assert_int_equal(device.health, HEALTH_OK);
        assert_int_equal(atomic_load(&fakes[units[i]].wrong), 0);
        assert_true(device.last_heard.ms > 0 && device.answer_us_max >= device.answer_us_mean);
    }
    assert_int_equal(counts.bad_requests, 0);
    assert_true(counts.shortest_gap_us >= 1750);
    assert_int_equal(bus_device_figures(line.bus, 8, &(struct bus_device_figures){0}), -1);
    rig_finish(&line);
}

/* What a slave does, and what must come of it. */
static const struct habit_row {
    const char *name;
    enum slave_habit habit;
    int ms;
    bool answers; /* the driver gets right values */
    bool exceptions, garbled, timeouts;
} habits[] = {
    {"exception", SLAVE_EXCEPTION, 2, .exceptions = true},
    {"stranger's answer first", SLAVE_WRONG_UNIT, 20, .answers = true},
    {"only a stranger's answer", SLAVE_ONLY_WRONG_UNIT, 0, .timeouts = true},
    {"other function first", SLAVE_WRONG_FUNCTION, 20, .answers = true},
    {"every second CRC bad", SLAVE_BAD_CRC, 0, .answers = true},
    {"every CRC bad", SLAVE_ALWAYS_BAD_CRC, 0, .garbled = true},
    {"split", SLAVE_SPLIT, 5, .answers = true},
    {"slow bytes", SLAVE_SPLIT, 60, .garbled = true},
    {"truncated", SLAVE_TRUNCATED, 0, .garbled = true},
    {"two frames at once", SLAVE_TWO_FRAMES, 0, .answers = true},
    {"noise before", SLAVE_NOISE_BEFORE, 0, .answers = true},
    {"noise after", SLAVE_NOISE_AFTER, 0, .answers = true},
    {"silence", SLAVE_ABSENT, 0, .timeouts = true},
};

static void check_habit(const struct habit_row *row)
{
    static const uint8_t units[] = {5, 9, 0};
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    rig_habit(line.rig, 5, row->habit, row->ms);
    bus_start(line.bus);
    struct fake *odd = &fakes[5], *good = &fakes[9];
    bool met = rig_wait((!row->answers || atomic_load(&odd->right) >= 10) &&
                            (!row->exceptions || atomic_load(&odd->exceptions) >= 10) &&
                            (!row->garbled || atomic_load(&odd->garbled) >= 2) &&
                            (!row->timeouts || atomic_load(&odd->timeouts) >= 2) &&
                            atomic_load(&good->right) >= 10,
                        6000);
    if (!met) {
        print_error("%s: right %u garbled %u timeouts %u exceptions %u, neighbour %u\n", row->name,
                    atomic_load(&odd->right), atomic_load(&odd->garbled),
                    atomic_load(&odd->timeouts), atomic_load(&odd->exceptions),
                    atomic_load(&good->right));
    }
    assert_true(met);
    assert_int_equal(atomic_load(&odd->wrong) + atomic_load(&good->wrong), 0);
    assert_int_equal(row->answers, atomic_load(&odd->right) > 0);
    assert_true(!row->exceptions || atomic_load(&odd->exception_code) == 2);
    assert_int_equal(atomic_load(&good->garbled), 0);
    rig_finish(&line);
}

static void survives_every_habit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        check_habit(&habits[i]);
    }
}

static void with_echo(struct bus_settings *settings)
{
    settings->line.local_echo = true;
}

/* Two-wire adapters play our own bytes back; the echo of a write looks like its answer. */
static void the_echo_is_no_answer(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 3, 0};
    struct rig_line line;
    rig_poll_all(units, 2);
    rig_begin(&line, units, false, with_echo);
    rig_echo(line.rig, true, 0);
    rig_habit(line.rig, 3, SLAVE_ABSENT, 0);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[1].right) >= 30, 5000));
    assert_int_equal(rig_command(line.bus, 3, 7), 0); /* nobody is there, only the echo */
    assert_true(rig_wait(atomic_load(&fakes[3].timeouts) >= 3, 8000));
    assert_int_equal(atomic_load(&fakes[3].commands_done), 0);
    assert_int_equal(rig_command(line.bus, 2, 8), 0);
    assert_true(rig_wait(atomic_load(&fakes[2].commands_done) == 1, 1000));

    rig_echo(line.rig, true, 20); /* now and then somebody speaks at the same time */
    unsigned right = atomic_load(&fakes[1].right);
    assert_true(rig_wait(atomic_load(&fakes[1].right) >= right + 50, 10000));
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(atomic_load(&fakes[i].wrong), 0);
    }
    rig_finish(&line);
}

static void a_broadcast_awaits_nobody(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    rig_poll_all(units, 5);
    atomic_store(&fakes[1].to_all, 1);
    rig_begin(&line, units, false, NULL);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[1].right) >= 5, 2000));
    rig_command(line.bus, 1, 500);
    assert_true(rig_wait(atomic_load(&fakes[1].commands_done) == 1, 1000));
    assert_in_range(atomic_load(&fakes[1].done_us) - atomic_load(&fakes[1].commanded_us), 100000,
                    200000); /* the slaves' time to act, not a time-out */
    assert_int_equal(rig_counts(line.rig).requests[0], 1);
    assert_int_equal(atomic_load(&fakes[1].timeouts), 0);
    rig_finish(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes),
        cmocka_unit_test(survives_every_habit),
        cmocka_unit_test(the_echo_is_no_answer),
        cmocka_unit_test(a_broadcast_awaits_nobody),
    };
    return cmocka_run_group_tests_name("bus modbus", tests, NULL, NULL);
}
