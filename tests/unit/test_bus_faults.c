/* What devices and cables do to a line (reliability.md B.2): late answers, twins, dead devices,
 * babble, unplugged ports, held flow control. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_rig.h"

#include <stdlib.h>

static void late_answers_never_become_the_next(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    rig_poll_all(units, 1);
    rig_begin(&line, units, false, NULL);
    line.settings.line.response_ms = 20;
    bus_destroy(line.bus);
    line.bus = bus_create(&line.settings);
    unsigned seed = rig_seed();
    rig_random_late(line.rig, 1, 20, seed);
    bus_start(line.bus);
    /* answers of unit 1 come 22 to 60 ms after the request, some after each time-out */
    assert_true(
        rig_wait(atomic_load(&fakes[1].right) + atomic_load(&fakes[1].timeouts) >= 220, 30000));
    struct bus_device_figures device;
    bus_device_figures(line.bus, 0, &device);
    print_message("late: %u right, %u timeouts, mean %u ms\n", atomic_load(&fakes[1].right),
                  atomic_load(&fakes[1].timeouts), device.answer_us_mean / 1000);
    assert_int_equal(atomic_load(&fakes[1].wrong), 0);
    assert_int_equal(atomic_load(&fakes[2].wrong), 0);
    assert_true(atomic_load(&fakes[1].timeouts) >= 1);
    assert_true(atomic_load(&fakes[1].right) >= 150); /* the time-out has adapted */
    assert_int_equal(device.health, HEALTH_OK);
    uint8_t address;
    assert_false(rig_alarm(&line, ALARM_TWIN, &address));
    rig_finish(&line);
}

/* Later than the time-out can adapt to: every answer is late, none is taken. */
static void always_too_late_is_never_wrong(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    rig_poll_all(units, 1);
    rig_begin(&line, units, false, NULL);
    line.settings.line.response_ms = 20;
    bus_destroy(line.bus);
    line.bus = bus_create(&line.settings);
    rig_habit(line.rig, 1, SLAVE_LATE, 90);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[1].timeouts) >= 12, 10000));
    assert_true(atomic_load(&fakes[2].right) >= 12 * 8); /* the neighbour has its time */
    assert_int_equal(atomic_load(&fakes[1].right), 0);
    assert_int_equal(atomic_load(&fakes[1].wrong), 0);
    assert_int_equal(atomic_load(&fakes[2].wrong), 0);
    struct bus_device_figures device;
    bus_device_figures(line.bus, 0, &device);
    assert_int_equal(device.health, HEALTH_OK); /* it lives: it only needs another setting */
    assert_true(device.answer_us_max >= 80000);
    rig_finish(&line);
}

static void twins_are_found(void **state)
{
    (void)state;
    static const uint8_t units[] = {5, 9, 0};
    struct rig_line line;
    rig_poll_all(units, 20);
    rig_begin(&line, units, false, NULL);
    rig_habit(line.rig, 5, SLAVE_TWIN, 30);
    int64_t from_us = mono_now_us();
    bus_start(line.bus);
    uint8_t address = 0;
    assert_true(rig_wait(rig_alarm(&line, ALARM_TWIN, &address), 10000));
    print_message("twin found after %d ms\n", (int)((mono_now_us() - from_us) / 1000));
    assert_int_equal(address, 5);
    assert_true(rig_wait(atomic_load(&fakes[5].right) >= 100, 10000));
    assert_int_equal(atomic_load(&fakes[5].wrong), 0);
    assert_int_equal(atomic_load(&fakes[9].wrong), 0);
    assert_false(rig_alarm(&line, ALARM_TWIN, &address)); /* told once */
    rig_finish(&line);
}

/* One dead of eight: the others' share hardly falls, commands stay fast. */
static void a_dead_device_costs_little(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 3, 4, 5, 6, 7, 8, 0};
    struct rig_line line;
    rig_poll_all(units, 20);
    rig_begin(&line, units, false, NULL);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[8].right) >= 5, 5000));
    rig_habit(line.rig, 4, SLAVE_ABSENT, 0);
    struct bus_device_figures device = {0};
    assert_true(
        rig_wait((bus_device_figures(line.bus, 3, &device), device.health == HEALTH_STALE), 3000));
    unsigned timeouts = atomic_load(&fakes[4].timeouts), others = atomic_load(&fakes[1].right);
    int64_t from_us = mono_now_us(), worst_us = 0;
    while (mono_now_us() - from_us < 4000000) {
        unsigned done = atomic_load(&fakes[7].commands_done);
        rig_command(line.bus, 7, 1);
        assert_true(rig_wait(atomic_load(&fakes[7].commands_done) > done, 1000));
        int64_t took = atomic_load(&fakes[7].done_us) - atomic_load(&fakes[7].commanded_us);
        worst_us = took > worst_us ? took : worst_us;
    }
    timeouts = atomic_load(&fakes[4].timeouts) - timeouts;
    print_message("dead: asked %u times in 4 s, neighbour read %u times, worst command %d ms\n",
                  timeouts, atomic_load(&fakes[1].right) - others, (int)(worst_us / 1000));
    assert_in_range(timeouts, 1, 4); /* after 1, 2, 5 s */
    assert_true(worst_us < 200000);
    unsigned restarts = atomic_load(&fakes[4].restarts);
    rig_habit(line.rig, 4, SLAVE_GOOD, 0);
    assert_true(rig_wait(atomic_load(&fakes[4].restarts) == restarts + 1, 7000));
    assert_true(
        rig_wait((bus_device_figures(line.bus, 3, &device), device.health == HEALTH_OK), 1000));
    rig_finish(&line);
}

static void babble_is_marked_and_cheap(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    rig_poll_all(units, 50);
    rig_begin(&line, units, false, NULL);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 5, 3000));
    int64_t from_us = mono_now_us(), cpu_us = rig_cpu_us();
    rig_babble(line.rig, 4000, rig_seed());
    uint8_t address;
    assert_true(rig_wait(rig_alarm(&line, ALARM_BABBLING, &address), 3000));
    unsigned right = atomic_load(&fakes[1].right) + atomic_load(&fakes[2].right);
    rig_wait(false, 3000);
    int share = (int)((rig_cpu_us() - cpu_us) * 100 / (mono_now_us() - from_us));
    right = atomic_load(&fakes[1].right) + atomic_load(&fakes[2].right) - right;
    print_message("babble: %u right answers in 3 s, CPU with the babbler %d %%\n", right, share);
    assert_int_equal(atomic_load(&fakes[1].wrong) + atomic_load(&fakes[2].wrong), 0);
    assert_true(right > 0); /* best effort */
    rig_babble(line.rig, 0, 1);
    right = atomic_load(&fakes[1].right);
    assert_true(rig_wait(atomic_load(&fakes[1].right) >= right + 10, 7000));
    rig_finish(&line);
}

/* ------------------------------------------------------------------ the port */

static unsigned health_events(struct rig_line *line, enum device_health health)
{
    struct device_event event;
    unsigned count = 0;
    while (rig_event(line, DEVICE_HEALTH, &event)) {
        count += event.health.health == health ? 1 : 0;
    }
    return count;
}

static void unplug_and_replug(void **state)
{
    (void)state;
    enum { CYCLES = 1000 };
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    rig_poll_all(units, 1);
    rig_begin(&line, units, false, NULL);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 5, 3000));
    int descriptors = rig_open_descriptors(), slowest_ms = 0;
    for (int i = 0; i < CYCLES; i++) {
        struct bus_figures figures;
        unsigned restarts = atomic_load(&fakes[1].restarts);
        rig_unplug(line.rig);
        assert_true(rig_wait((bus_figures(line.bus, &figures), !figures.open), 1000));
        unsigned right = atomic_load(&fakes[1].right);
        int64_t from_us = mono_now_us();
        rig_plug(line.rig);
        assert_true(rig_wait(atomic_load(&fakes[1].right) > right, 1000));
        int ms = (int)((mono_now_us() - from_us) / 1000);
        slowest_ms = ms > slowest_ms ? ms : slowest_ms;
        assert_int_equal(atomic_load(&fakes[1].restarts), restarts + 1);
        assert_true(health_events(&line, HEALTH_UNPLUGGED) >= 2 || i > 0);
    }
    print_message("unplug: %d cycles, usable again after at most %d ms\n", CYCLES, slowest_ms);
    assert_int_equal(rig_open_descriptors(), descriptors);
    assert_int_equal(atomic_load(&fakes[1].wrong) + atomic_load(&fakes[2].wrong), 0);
    struct bus_figures figures;
    bus_figures(line.bus, &figures);
    assert_int_equal(figures.reopened, CYCLES);
    assert_int_equal(figures.dropped_events, 0);
    assert_true(atomic_load(&fakes[1].lost) + atomic_load(&fakes[2].lost) > 0);
    rig_finish(&line);
}

static void a_port_that_comes_later(void **state)
{
    (void)state;
    static const uint8_t units[] = {3, 0};
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    rig_unplug(line.rig);
    bus_start(line.bus);
    struct device_event event;
    assert_true(rig_wait(rig_event(&line, DEVICE_HEALTH, &event), 1000));
    assert_int_equal(event.health.health, HEALTH_UNPLUGGED);
    struct device_command print = {.device = 3, .kind = DEVICE_PRINT, .slip = {.job = 77}};
    assert_int_equal(bus_command(line.bus, &print), 0);
    assert_true(rig_wait(rig_event(&line, DEVICE_PRINTED, &event), 1000));
    assert_int_equal(event.printed.job, 77);
    assert_int_equal(event.printed.result, PRINT_REFUSED);
    rig_plug(line.rig);
    assert_true(rig_wait(atomic_load(&fakes[3].right) >= 3, 1000));
    rig_finish(&line);
}

static void ends_at_once_in_every_state(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    int64_t worst_us = 0;
    for (int i = 0; i < 30; i++) {
        struct rig_line line;
        rig_poll_all(units, 1);
        rig_begin(&line, units, false, NULL);
        if (i % 3 == 1) {
            rig_habit(line.rig, 1, SLAVE_ABSENT, 0);
        } else if (i % 3 == 2) {
            rig_unplug(line.rig);
        }
        bus_start(line.bus);
        rig_wait(false, i % 10);
        int64_t from_us = mono_now_us();
        bus_destroy(line.bus);
        line.bus = NULL;
        int64_t took = mono_now_us() - from_us;
        worst_us = took > worst_us ? took : worst_us;
        rig_finish(&line);
    }
    print_message("stop: at most %d ms\n", (int)(worst_us / 1000));
    assert_true(worst_us < 700000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_answers_never_become_the_next),
        cmocka_unit_test(always_too_late_is_never_wrong),
        cmocka_unit_test(twins_are_found),
        cmocka_unit_test(a_dead_device_costs_little),
        cmocka_unit_test(babble_is_marked_and_cheap),
        cmocka_unit_test(unplug_and_replug),
        cmocka_unit_test(a_port_that_comes_later),
        cmocka_unit_test(ends_at_once_in_every_state),
    };
    return cmocka_run_group_tests_name("bus faults", tests, NULL, NULL);
}
