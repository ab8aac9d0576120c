/* sim_rig.c: see sim_rig.h. */
#include "sim_rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct site *the_site;

const struct site *rig_site(void)
{
    if (the_site == NULL) {
        struct site_problems problems = {0};
        if (site_load(SOURCE_DIR "/config/demo", HALLQ_CONFIG_DIR "/profiles", SITE_EN,
                      &the_site, &problems) < 0) {
            site_problems_print(&problems, stderr);
        }
        site_problems_finish(&problems);
    }
    return the_site;
}

void rig_site_finish(void)
{
    site_destroy(the_site);
    the_site = NULL;
}

const struct device_profile *rig_profile(const char *name)
{
    const struct site *site = rig_site();
    for (size_t i = 0; site != NULL && i < site->profile_count; i++) {
        if (strcmp(site->profiles[i].name, name) == 0) {
            return &site->profiles[i];
        }
    }
    fail_msg("the demo hall has no profile %s", name);
    return NULL;
}

static void host_hears(void *context, int64_t at_us, uint8_t byte)
{
    struct rig *rig = context;
    if (rig->count < RIG_HEARD) {
        rig->heard[rig->count] = byte;
        rig->heard_us[rig->count++] = at_us;
    }
}

static void slip_out(void *context, struct sim_device *printer, struct paper *paper)
{
    (void)printer;
    struct rig *rig = context;
    if (rig->paper_count == RIG_PAPERS) {
        paper_destroy(paper);
        return;
    }
    rig->papers[rig->paper_count++] = paper;
}

void rig_open(struct rig *rig, uint32_t baud, bool both_ways)
{
    memset(rig, 0, sizeof *rig);
    struct wire_settings settings = {baud, 10, both_ways, 1};
    struct wire_listener host = {rig, host_hears, NULL};
    rig->wire = wire_create(&settings);
    assert_non_null(rig->wire);
    assert_int_equal(wire_attach(rig->wire, &host), WIRE_HOST);
    rig->now_us = RIG_START_US;
}

void rig_close(struct rig *rig)
{
    for (size_t i = 0; i < rig->device_count; i++) {
        sim_device_destroy(rig->devices[i]);
    }
    for (size_t i = 0; i < rig->paper_count; i++) {
        paper_destroy(rig->papers[i]);
    }
    wire_destroy(rig->wire);
}

struct sim_device *rig_add(struct rig *rig, const char *profile, const char *name,
                           uint8_t address)
{
    struct sim_sinks sinks = {rig, slip_out};
    struct sim_device *device = sim_device_create(rig_profile(profile), name, address, rig->wire,
                                                  &sinks, 1, rig->now_us);
    assert_non_null(device);
    rig->devices[rig->device_count++] = device;
    return device;
}

void rig_wait(struct rig *rig, int64_t ms)
{
    rig->now_us += ms * 1000;
    wire_run(rig->wire, rig->now_us);
}

void rig_say(struct rig *rig, const uint8_t *bytes, size_t count, int64_t ms)
{
    assert_int_equal(wire_send(rig->wire, WIRE_HOST, rig->now_us, bytes, count), count);
    rig_wait(rig, ms);
}

size_t rig_bytes(const char *hex, uint8_t *out, size_t size)
{
    size_t count = 0;
    for (unsigned byte; *hex != '\0' && count < size; hex += 2) {
        while (isspace((unsigned char)*hex)) {
            hex++;
        }
        if (sscanf(hex, "%2x", &byte) != 1) {
            break;
        }
        out[count++] = (uint8_t)byte;
    }
    return count;
}

void rig_say_hex(struct rig *rig, const char *hex, int64_t ms)
{
    uint8_t bytes[512];
    rig_say(rig, bytes, rig_bytes(hex, bytes, sizeof bytes), ms);
}

const char *rig_hear(struct rig *rig, char text[RIG_HEARD * 3 + 1])
{
    text[0] = '\0';
    for (size_t i = 0; i < rig->count; i++) {
        sprintf(text + (i > 0 ? 3 * i - 1 : 0), i > 0 ? " %02X" : "%02X", rig->heard[i]);
    }
    rig->count = 0;
    return text;
}

int rig_act(struct rig *rig, struct sim_device *device, const struct act *act)
{
    return sim_device_act(device, rig->now_us, act);
}
