/* line.c: see line.h. */
#include "sim/line.h"

#define LOG_MODULE "line"
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Within a burst the host need not be woken for every byte: a UART's FIFO does the same. */
enum { GRAIN_US = 1000, HOST_CHUNK = 256 };
/* The host's driver and FIFO hold this much; beyond it the host's write waits. */
enum { HOST_QUEUE = 1024 };

static void host_hears(void *context, int64_t at_us, uint8_t byte)
{
    struct sim_line *line = context;
    port_put(&line->port, at_us, byte);
}

static uint8_t character_bits(const struct profile_line *settings)
{
    uint8_t bits = (uint8_t)(1 + settings->data_bits + settings->stop_bits);
    return (uint8_t)(bits + (settings->parity == 'N' || settings->parity == 0 ? 0 : 1));
}

static struct wire *make_wire(struct sim_line *line, const struct site *site, uint16_t index,
                              uint64_t seed)
{
    const struct profile_line *settings = &site->lines[index].settings;
    size_t devices = 0;
    for (size_t i = 0; i < site->device_count; i++) {
        devices += site->devices[i].line == index;
    }
    struct dice dice;
    dice_init(&dice, seed, line->name);
    struct wire_settings wire_settings = {
        .baud = settings->baud,
        .bits = character_bits(settings),
        .both_ways = devices == 1 && strcmp(settings->rs485, "kernel") != 0,
        .seed = dice_next(&dice),
    };
    struct wire *wire = wire_create(&wire_settings);
    struct wire_listener host = {line, host_hears, NULL};
    if (wire != NULL) {
        wire_attach(wire, &host);
    }
    return wire;
}

static void add_devices(struct sim_line *line, const struct site *site, uint16_t index,
                        const struct sim_sinks *sinks, uint64_t seed, int64_t now_us)
{
    for (size_t i = 0; i < site->device_count; i++) {
        const struct site_device *d = &site->devices[i];
        if (d->line != index || line->device_count == LIMIT_DEVICES_A_LINE) {
            continue;
        }
        struct sim_device *device = sim_device_create(&site->profiles[d->profile], d->name,
                                                      d->address, line->wire, sinks, seed,
                                                      now_us);
        if (device == NULL) {
            log_warning("%s: nothing here plays %s", d->name, site->profiles[d->profile].name);
            continue;
        }
        line->devices[line->device_count++] = device;
    }
}

struct sim_line *line_create(const struct site *site, uint16_t index, const char *folder,
                             const struct sim_sinks *sinks, uint64_t seed, int64_t now_us)
{
    const struct site_line *settings = &site->lines[index];
    errno = 0;
    if (strncmp(settings->port, "sim:", 4) != 0) {
        return NULL;
    }
    struct sim_line *line = calloc(1, sizeof *line);
    if (line == NULL) {
        return NULL;
    }
    snprintf(line->name, sizeof line->name, "%s", settings->name);
    snprintf(line->port_name, sizeof line->port_name, "%s", settings->port + 4);
    line->wire = make_wire(line, site, index, seed);
    if (line->wire == NULL || port_open(&line->port, folder, line->port_name) < 0) {
        int error = errno;
        wire_destroy(line->wire);
        free(line);
        errno = error != 0 ? error : ENOMEM;
        return NULL;
    }
    add_devices(line, site, index, sinks, seed, now_us);
    return line;
}

void line_destroy(struct sim_line *line)
{
    if (line == NULL) {
        return;
    }
    for (size_t i = 0; i < line->device_count; i++) {
        sim_device_destroy(line->devices[i]);
    }
    port_close(&line->port);
    wire_destroy(line->wire);
    free(line);
}

bool line_is_full(const struct sim_line *line)
{
    return WIRE_QUEUE - wire_room(line->wire, WIRE_HOST) >= HOST_QUEUE;
}

void line_run(struct sim_line *line, int64_t now_us)
{
    uint8_t bytes[HOST_CHUNK];
    wire_run(line->wire, now_us);
    while (line->readable && !line_is_full(line)) {
        size_t count = port_get(&line->port, bytes, sizeof bytes);
        wire_send(line->wire, WIRE_HOST, now_us, bytes, count);
        line->readable = count > 0;
    }
    port_flush(&line->port, now_us);
}

int64_t line_next(const struct sim_line *line, int64_t now_us)
{
    int64_t at_us = wire_worth(line->wire, now_us, GRAIN_US);
    return line->port.flush_us < at_us ? line->port.flush_us : at_us;
}

int line_unplug(struct sim_line *line)
{
    wire_silence(line->wire, WIRE_HOST);
    return port_unplug(&line->port);
}

int line_plug(struct sim_line *line)
{
    return port_plug(&line->port);
}
