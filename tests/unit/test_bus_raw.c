/* Lines of raw bytes: unasked frames, awaited answers, held flow control, and the trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_rig.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void unasked_keys_reach_their_device(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 3, 0};
    struct rig_line line;
    fakes_reset();
    rig_begin(&line, units, true, NULL);
    bus_start(line.bus);
    struct bus_figures figures = {0};
    assert_true(rig_wait((bus_figures(line.bus, &figures), figures.open), 1000));
    for (uint8_t i = 0; i < 60; i++) {
        uint8_t unit = (uint8_t)(1 + i % 3);
        rig_speak(line.rig, (uint8_t[]){'K', unit}, 2);
        struct device_event event;
        assert_true(rig_wait(rig_event(&line, DEVICE_KEY, &event), 1000));
        assert_int_equal(event.device, unit);
        assert_true(event.at.ms > 0);
    }
    struct bus_device_figures device;
    bus_device_figures(line.bus, 1, &device);
    assert_int_equal(device.health, HEALTH_OK); /* it spoke */
    rig_finish(&line);
}

/* A key that was in the cable when it was pulled out is never told afterwards. */
static void old_keys_are_not_replayed(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 0};
    struct rig_line line;
    fakes_reset();
    rig_begin(&line, units, true, NULL);
    bus_start(line.bus);
    for (int i = 0; i < 50; i++) {
        struct bus_figures figures;
        assert_true(rig_wait((bus_figures(line.bus, &figures), figures.open), 1000));
        rig_speak_and_unplug(line.rig, (uint8_t[]){'K', 1}, 2);
        assert_true(rig_wait((bus_figures(line.bus, &figures), !figures.open), 1000));
        struct device_event event;
        while (rig_event(&line, DEVICE_KEY, &event)) {
            /* told before the line was lost: fine */
        }
        rig_plug(line.rig);
        assert_true(rig_wait((bus_figures(line.bus, &figures), figures.open), 1000));
        rig_wait(false, 5);
        assert_false(rig_event(&line, DEVICE_KEY, &event));
    }
    rig_finish(&line);
}

static void answers_are_awaited(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    fakes_reset();
    rig_begin(&line, units, true, NULL);
    bus_start(line.bus);

    /* nothing awaited: done when the bytes have left; nobody knows whether it lives */
    rig_command(line.bus, 1, 300);
    assert_true(rig_wait(atomic_load(&fakes[1].right) == 1, 2000));
    assert_int_equal(atomic_load(&fakes[1].sent), 300);
    assert_true(rig_wait(rig_counts(line.rig).raw_bytes == 300, 1000));
    struct bus_device_figures device;
    bus_device_figures(line.bus, 0, &device);
    assert_int_equal(device.health, HEALTH_UNKNOWN);

    /* awaited and given */
    atomic_store(&fakes[2].reply_ms, 1000);
    rig_command(line.bus, 2, 10);
    assert_true(rig_wait(rig_counts(line.rig).raw_bytes == 310, 1000));
    rig_speak(line.rig, "xxA", 3);
    assert_true(rig_wait(atomic_load(&fakes[2].right) == 1, 500));

    /* awaited in vain */
    atomic_store(&fakes[2].reply_ms, 30);
    rig_command(line.bus, 2, 10);
    assert_true(rig_wait(atomic_load(&fakes[2].timeouts) == 1, 1000));
    assert_int_equal(atomic_load(&fakes[2].sent), 10);
    rig_finish(&line);
}

static void with_flow_control(struct bus_settings *settings)
{
    snprintf(settings->line.flow, sizeof settings->line.flow, "xonxoff");
}

/* A printer without paper holds the line: XOFF. */
static void held_flow_blocks_nobody(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    struct rig_line line;
    fakes_reset();
    rig_begin(&line, units, true, with_flow_control);
    bus_start(line.bus);
    struct bus_figures figures = {0};
    assert_true(rig_wait((bus_figures(line.bus, &figures), figures.open), 1000));
    rig_speak(line.rig, "\x13", 1);
    rig_wait(false, 30); /* the XOFF has no other trace than what follows */
    int64_t cpu_us = rig_cpu_us(), from_us = mono_now_us();
    rig_command(line.bus, 1, 500);
    rig_speak(line.rig, (uint8_t[]){'K', 2}, 2); /* the other device is heard meanwhile */
    struct device_event event;
    assert_true(rig_wait(rig_event(&line, DEVICE_KEY, &event), 1000));
    assert_true(rig_wait(atomic_load(&fakes[1].timeouts) == 1, 6000));
    assert_int_equal(atomic_load(&fakes[1].sent), 0); /* not one byte: it can go elsewhere */
    assert_true(mono_now_us() - from_us >= 3900000);
    assert_true((rig_cpu_us() - cpu_us) * 100 / (mono_now_us() - from_us) < 20);
    assert_int_equal(rig_counts(line.rig).raw_bytes, 0);
    rig_speak(line.rig, "\x11", 1);
    rig_wait(false, 30);
    rig_command(line.bus, 1, 500);
    assert_true(rig_wait(atomic_load(&fakes[1].right) == 1, 7000));
    assert_true(rig_wait(rig_counts(line.rig).raw_bytes == 500, 1000));

    /* held again: the end does not wait for it */
    rig_speak(line.rig, "\x13", 1);
    rig_wait(false, 30);
    rig_command(line.bus, 1, 500);
    rig_wait(false, 30);
    from_us = mono_now_us();
    bus_destroy(line.bus);
    line.bus = NULL;
    assert_true(mono_now_us() - from_us < 700000);
    rig_finish(&line);
}

static void at_full_speed(struct bus_settings *settings)
{
    settings->line.baud = 921600;
}

/* A pty that nobody reads: its buffers fill, then it is held in the middle of an exchange. */
static void nobody_reads(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 0};
    struct rig_line line;
    fakes_reset();
    rig_begin(&line, units, true, at_full_speed);
    rig_deaf(line.rig, true);
    bus_start(line.bus);
    for (int i = 0; i < 500 && atomic_load(&fakes[1].timeouts) == 0; i++) {
        unsigned done = atomic_load(&fakes[1].commands_done);
        rig_command(line.bus, 1, 1000);
        assert_true(rig_wait(atomic_load(&fakes[1].commands_done) > done, 8000));
    }
    assert_int_equal(atomic_load(&fakes[1].timeouts), 1);
    assert_true(atomic_load(&fakes[1].sent) < 1000);
    rig_finish(&line);
}

/* ------------------------------------------------------------------ the trace */

static uint32_t get32(const uint8_t *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static void with_trace(struct bus_settings *settings)
{
    snprintf(settings->trace, sizeof settings->trace, "%.*s.pcap", 200, settings->port);
}

static void the_trace_holds_each_frame(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    static uint8_t file[1 << 20];
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, with_trace);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 50, 5000));
    bus_destroy(line.bus);
    line.bus = NULL;
    FILE *in = fopen(line.settings.trace, "rb");
    assert_non_null(in);
    size_t size = fread(file, 1, sizeof file, in);
    fclose(in);
    unlink(line.settings.trace);
    assert_true(size > 24);
    assert_int_equal(get32(file), 0xa1b2c3d4);
    assert_int_equal(get32(file + 20), 147);
    unsigned requests = 0, replies = 0;
    for (size_t at = 24; at + 16 <= size;) {
        uint32_t length = get32(file + at + 8);
        requests += length == 8 ? 1 : 0;
        replies += length == 9 ? 1 : 0;
        assert_true(length == 8 || length == 9); /* two registers */
        assert_true(file[at + 16] == 1 || file[at + 16] == 2);
        at += 16 + length;
    }
    assert_true(requests >= 100);
    assert_in_range(replies, requests - 1, requests);
    rig_finish(&line);
}

static unsigned frames_in(const char *path)
{
    static uint8_t file[1 << 20];
    unsigned frames = 0;
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t size = fread(file, 1, sizeof file, in);
    fclose(in);
    for (size_t at = 24; at + 16 <= size; at += 16 + get32(file + at + 8)) {
        frames++;
    }
    return frames;
}

static bool is_tracing(struct bus *bus)
{
    struct bus_figures figures;
    bus_figures(bus, &figures);
    return figures.tracing;
}

/* Switched on and off while the line runs: the file is whole as soon as the figures say so, and
 * not one byte follows. */
static void a_trace_is_switched(void **state)
{
    (void)state;
    static const uint8_t units[] = {1, 2, 0};
    char path[sizeof((struct bus_settings){0}.trace)], too_long[BUS_TRACE_FILE + 2];
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    bus_start(line.bus);
    snprintf(path, sizeof path, "%.200s.pcap", line.settings.port);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 5, 5000));
    assert_false(is_tracing(line.bus));
    assert_int_equal(bus_trace(line.bus, path), 0);
    assert_true(rig_wait(is_tracing(line.bus), 5000));
    unsigned before = atomic_load(&fakes[2].right);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= before + 20, 5000));
    assert_int_equal(bus_trace(line.bus, ""), 0);
    assert_true(rig_wait(!is_tracing(line.bus), 5000));
    unsigned frames = frames_in(path);
    assert_true(frames >= 70); /* two units, twenty rounds, both ways, but for the edges */
    before = atomic_load(&fakes[2].right);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= before + 5, 5000));
    assert_int_equal(frames_in(path), frames);
    memset(too_long, 'x', sizeof too_long);
    too_long[sizeof too_long - 1] = '\0';
    assert_int_equal(bus_trace(line.bus, too_long), -1);
    unlink(path);
    rig_finish(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unasked_keys_reach_their_device),
        cmocka_unit_test(old_keys_are_not_replayed),
        cmocka_unit_test(answers_are_awaited),
        cmocka_unit_test(held_flow_blocks_nobody),
        cmocka_unit_test(nobody_reads),
        cmocka_unit_test(the_trace_holds_each_frame),
        cmocka_unit_test(a_trace_is_switched),
    };
    return cmocka_run_group_tests_name("bus raw", tests, NULL, NULL);
}
