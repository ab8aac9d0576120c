/* rules_devices.c: rules about printers, pads, boards and the lines that they hang on. */
#include "office/rules.h"

#include <stdio.h>

enum { ALARM_LASTS_S = 120 }; /* an alarm that has not come again for so long is over */

static int64_t seconds_since(const struct supervised *hall, wall_t since)
{
    int64_t ms = since.ms == 0 ? 0 : wall_between(since, hall->now);
    return ms > 0 ? ms / 1000 : 0;
}

static bool is_printer(const struct supervised *hall, size_t index)
{
    const struct site_device *device = &hall->site->devices[index];
    return hall->site->profiles[device->profile].kind == DEVICE_PRINTER;
}

static bool answers(const struct supervised_device *device)
{
    return device->health == HEALTH_OK || device->health == HEALTH_UNKNOWN;
}

static void see_device(const struct supervised *hall, size_t index, const struct sighting *seen,
                       sighting_take take, void *context)
{
    struct sighting sighting = *seen;
    const struct site_device *device = &hall->site->devices[index];
    sighting.device = device->name;
    sighting.window = device->window;
    snprintf(sighting.object, sizeof sighting.object, "%s", device->name);
    take(context, &sighting);
}

/* Each device whose status has one of `bits`. What a dead one said last is not news. */
static void walk_status(const struct supervised *hall, uint32_t bits, uint32_t without,
                        bool printers, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->device_count; i++) {
        const struct supervised_device *device = &hall->devices[i];
        if ((printers && !is_printer(hall, i)) || !answers(device) ||
            (device->status & bits) == 0 || (device->status & without) != 0) {
            continue;
        }
        const struct sighting sighting = {
            .figure = 1, .threshold = 1, .since = device->status_since};
        see_device(hall, i, &sighting, take, context);
    }
}

void walk_paper_out(const struct supervised *hall, sighting_take take, void *context)
{
    walk_status(hall, STATUS_PAPER_END, 0, true, take, context);
}

void walk_paper_low(const struct supervised *hall, sighting_take take, void *context)
{
    walk_status(hall, STATUS_PAPER_NEAR_END, STATUS_PAPER_END, true, take, context);
}

void walk_paper_forecast(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->device_count; i++) {
        const struct supervised_device *device = &hall->devices[i];
        if (!is_printer(hall, i) || device->slips_left < 0 ||
            (device->status & (STATUS_PAPER_END | STATUS_PAPER_NEAR_END)) != 0) {
            continue; /* the printer itself knows better */
        }
        const struct sighting sighting = {.figure = device->slips_left,
                                          .threshold = hall->site->supervision.paper_slips};
        see_device(hall, i, &sighting, take, context);
    }
}

void walk_device_fault(const struct supervised *hall, sighting_take take, void *context)
{
    walk_status(hall, STATUS_COVER_OPEN | STATUS_CUTTER | STATUS_ERROR | STATUS_PANEL_FAULT,
                STATUS_PAPER_END, false, take, context);
}

void walk_device_silent(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->device_count; i++) {
        const struct supervised_device *device = &hall->devices[i];
        if (answers(device) || device->health == HEALTH_UNPLUGGED) {
            continue; /* a port that is gone is one alert, not one a device */
        }
        const struct sighting sighting = {
            .figure = seconds_since(hall, device->silent_since),
            .threshold = hall->site->supervision.silent_s,
            .since = device->silent_since,
        };
        see_device(hall, i, &sighting, take, context);
    }
}

static bool is_alarmed(const struct supervised *hall, const struct supervised_device *device)
{
    return device->alarmed.ms != 0 && seconds_since(hall, device->alarmed) < ALARM_LASTS_S;
}

void walk_device_alarm(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->device_count; i++) {
        const struct supervised_device *device = &hall->devices[i];
        if (is_alarmed(hall, device) && device->alarm != ALARM_BABBLING) {
            const struct sighting sighting = {
                .figure = 1, .threshold = 1, .since = device->alarmed};
            see_device(hall, i, &sighting, take, context);
        }
    }
}

/* ------------------------------------------------------------------ lines */

static void see_line(const struct supervised *hall, size_t line, const struct sighting *seen,
                     sighting_take take, void *context)
{
    struct sighting sighting = *seen;
    snprintf(sighting.object, sizeof sighting.object, "%s", hall->site->lines[line].name);
    take(context, &sighting);
}

void walk_line_gone(const struct supervised *hall, sighting_take take, void *context)
{
    int64_t gone[LIMIT_LINES] = {0};
    wall_t since[LIMIT_LINES] = {{0}};
    for (size_t i = 0; i < hall->site->device_count; i++) {
        uint16_t line = hall->site->devices[i].line;
        if (hall->devices[i].health == HEALTH_UNPLUGGED) {
            gone[line]++;
            since[line] = hall->devices[i].silent_since;
        }
    }
    for (size_t line = 0; line < hall->site->line_count; line++) {
        const struct sighting sighting = {
            .figure = gone[line], .threshold = 1, .since = since[line]};
        see_line(hall, line, &sighting, take, context);
    }
}

void walk_line_babbling(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->device_count; i++) {
        const struct supervised_device *device = &hall->devices[i];
        if (is_alarmed(hall, device) && device->alarm == ALARM_BABBLING) {
            const struct sighting sighting = {
                .figure = 1, .threshold = 1, .since = device->alarmed};
            see_line(hall, hall->site->devices[i].line, &sighting, take, context);
        }
    }
}
