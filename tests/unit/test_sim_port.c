/* Real ptys: the link, the pace, the plug, the adapter's latency. */
#include "sim_rig.h"

#include "sim/stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_US = 3000000 };

static char folder[64];
static struct stage *stage;

static int open_stage(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hallq-stage-XXXXXX");
    struct stage_settings settings = {.site = rig_site(), .folder = mkdtemp(folder), .seed = 1};
    stage = stage_create(&settings);
    return stage != NULL ? 0 : -1;
}

static int close_stage(void **state)
{
    (void)state;
    char path[128];
    stage_destroy(stage);
    snprintf(path, sizeof path, "%s/ports", folder);
    rmdir(path);
    return rmdir(folder); /* empty: every link is gone */
}

static int open_port(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/ports/%s", folder, name);
    return open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
}

/* Turns the stage until the host has read `count` bytes. Microseconds it took, or -1. */
static int64_t read_bytes(int host, uint8_t *bytes, size_t count)
{
    int64_t begun = mono_now_us(), now = begun;
    for (size_t have = 0; have < count && now < begun + PATIENCE_US; now = mono_now_us()) {
        stage_turn(stage, now + 1000);
        ssize_t n = read(host, bytes + have, count - have);
        have += n > 0 ? (size_t)n : 0;
        if (have == count) {
            return mono_now_us() - begun;
        }
    }
    return -1;
}

/* Pad 17 on bus-4 at 9600: unit 11, read input 0000-0003. */
static const uint8_t look[] = {0x0B, 0x04, 0x00, 0x00, 0x00, 0x04, 0xF1, 0x63};

static void answers_take_their_time(void **state)
{
    (void)state;
    uint8_t answer[13];
    int host = open_port("bus-4");
    assert_true(host >= 0);
    assert_int_equal(write(host, look, sizeof look), sizeof look);
    int64_t took_us = read_bytes(host, answer, sizeof answer);
    /* 8 bytes, 3.5 characters, 4 ms, 13 bytes: 29.5 ms; never earlier */
    assert_true(took_us >= 29500);
    assert_int_equal(answer[0], 0x0B);
    assert_int_equal(answer[2], 8);
    close(host);
}

static void latency_makes_batches(void **state)
{
    (void)state;
    uint8_t answer[13];
    int host = open_port("bus-4");
    stage_line(stage, "bus-4")->port.latency_us = 16000;
    assert_int_equal(write(host, look, sizeof look), sizeof look);
    assert_true(read_bytes(host, answer, sizeof answer) >= 29500 + 2000);
    stage_line(stage, "bus-4")->port.latency_us = 0;
    close(host);
}

static void the_plug_can_be_pulled(void **state)
{
    (void)state;
    uint8_t answer[13];
    struct sim_line *line = stage_line(stage, "bus-4");
    int host = open_port("bus-4");
    assert_int_equal(stage_plug(stage, line, false), 0);
    struct pollfd poll_host = {.fd = host, .events = POLLIN};
    assert_int_equal(poll(&poll_host, 1, 1000), 1);
    assert_true(poll_host.revents & POLLHUP);
    assert_true(open_port("bus-4") < 0);
    close(host);
    assert_int_equal(stage_plug(stage, line, true), 0);
    host = open_port("bus-4");
    assert_true(host >= 0);
    assert_int_equal(write(host, look, sizeof look), sizeof look);
    assert_true(read_bytes(host, answer, sizeof answer) > 0);
    close(host);
}

static int finish(void **state)
{
    (void)state;
    rig_site_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_take_their_time, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(latency_makes_batches, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(the_plug_can_be_pulled, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
