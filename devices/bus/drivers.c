/* drivers.c: a line's calls into the drivers of its devices, and what they report.
 *
 * Drivers put events into a sink; here they get the device, the time and, for health, the
 * reachability that only the bus knows, and go to the application's mailbox. A mailbox that is
 * full loses the event, which is counted: nothing on a line waits for the application.
 *
 * Thread: the line's. See bus_private.h. */
#include "devices/bus/bus_private.h"

#define LOG_MODULE "bus"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

static mono_t mono_of(int64_t now_us)
{
    return (mono_t){now_us / 1000};
}

static void post(struct bus *bus, const struct device_event *event)
{
    if (mailbox_post(bus->settings.events, event, sizeof *event) != 0) {
        bus->figures.dropped_events++;
    }
}

static void send_out(struct bus *bus, size_t i, int64_t now_us, struct device_sink *sink)
{
    struct bus_seat *seat = &bus->seats[i];
    for (size_t k = 0; k < sink->count; k++) {
        struct device_event *event = &sink->events[k];
        event->device = bus->settings.devices[i].index;
        event->at = mono_of(now_us);
        if (event->kind == DEVICE_HEALTH) {
            seat->status = event->health.status;
            event->health.health = bus->sched.devices[i].health;
            seat->told = event->health.health;
        }
        post(bus, event);
    }
    bus->figures.dropped_events += sink->dropped;
}

/* ------------------------------------------------------------------ life */

int drivers_init(struct bus *bus)
{
    memset(bus->seat_of_unit, 0xff, sizeof bus->seat_of_unit);
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        const struct bus_device *device = &bus->settings.devices[i];
        struct bus_seat *seat = &bus->seats[i];
        struct device_setup setup = {
            .profile = device->profile,
            .address = device->address,
            .start = bus->settings.start,
        };
        memcpy(setup.name, device->name, sizeof setup.name);
        seat->driver = driver_find(device->profile->driver);
        seat->state = seat->driver != NULL ? calloc(1, seat->driver->state_size + 1) : NULL;
        if (seat->state == NULL ||
            (seat->driver->init != NULL && seat->driver->init(seat->state, &setup) != 0)) {
            log_error("%s: no driver '%s' for %s", bus->settings.name, device->profile->driver,
                      device->name);
            return -1;
        }
        seat->answer_us = bus->settings.line.response_ms * INT64_C(1000);
        if (seat->driver->wire == WIRE_MODBUS) {
            bus->has_modbus = true;
            bus->seat_of_unit[device->address] = (int16_t)i;
        }
    }
    return 0;
}

void drivers_finish(struct bus *bus)
{
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        free(bus->seats[i].state);
    }
}

void drivers_restart(struct bus *bus, size_t i, int64_t now_us)
{
    struct bus_seat *seat = &bus->seats[i];
    struct device_sink sink = {0};
    if (seat->driver->restart != NULL) {
        seat->driver->restart(seat->state, mono_of(now_us), &sink);
        send_out(bus, i, now_us, &sink);
    }
}

/* ------------------------------------------------------------------ commands */

/* A slip for a port that is not there can go to another printer at once, without a copy mark. */
static bool refuse_print(struct bus *bus, size_t i, int64_t now_us,
                         const struct device_command *command)
{
    if (command->kind != DEVICE_PRINT || bus->port.descriptor >= 0) {
        return false;
    }
    struct device_sink sink = {0};
    struct device_event *event = device_sink_add(&sink, DEVICE_PRINTED);
    event->printed.job = command->slip.job;
    event->printed.result = PRINT_REFUSED;
    event->printed.status = STATUS_OFFLINE;
    send_out(bus, i, now_us, &sink);
    return true;
}

void drivers_command(struct bus *bus, int64_t now_us, const struct device_command *command)
{
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        if (bus->settings.devices[i].index != command->device) {
            continue;
        }
        struct bus_seat *seat = &bus->seats[i];
        struct device_sink sink = {0};
        if (!refuse_print(bus, i, now_us, command) && seat->driver->command != NULL) {
            seat->driver->command(seat->state, mono_of(now_us), command, &sink);
            send_out(bus, i, now_us, &sink);
        }
        return;
    }
    log_warning("%s: device %u is not on this line", bus->settings.name, command->device);
}

/* ------------------------------------------------------------------ exchanges */

void drivers_wishes(struct bus *bus, int64_t now_us, struct sched_wish *wishes)
{
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        const struct bus_seat *seat = &bus->seats[i];
        struct driver_wish wish = {0};
        if (seat->driver->wish != NULL) {
            wish = seat->driver->wish(seat->state, mono_of(now_us));
        }
        wishes[i] =
            (struct sched_wish){.any = wish.any, .class = wish.class, .due_us = wish.due.ms * 1000};
        uint8_t unit = bus->settings.devices[i].address;
        if (seat->driver->wire == WIRE_MODBUS && wish.class != EXCHANGE_COMMAND &&
            answers_owed(&bus->answers, unit, now_us)) {
            int64_t clear_us = answers_clear_us(&bus->answers, unit, 0, 0);
            wishes[i].due_us = wishes[i].due_us > clear_us ? wishes[i].due_us : clear_us;
        }
    }
}

int drivers_compose(struct bus *bus, size_t i, int64_t now_us, enum exchange_class class,
                    struct exchange *out)
{
    struct bus_seat *seat = &bus->seats[i];
    memset(out, 0, sizeof *out);
    if (seat->driver->compose == NULL ||
        seat->driver->compose(seat->state, mono_of(now_us), class, out) != 0) {
        return -1;
    }
    return out->kind == EXCHANGE_NONE ? -1 : 0;
}

void drivers_complete(struct bus *bus, size_t i, int64_t now_us, const struct exchange *exchange,
                      const struct exchange_result *result)
{
    struct bus_seat *seat = &bus->seats[i];
    struct device_sink sink = {0};
    if (seat->driver->complete != NULL) {
        seat->driver->complete(seat->state, mono_of(now_us), exchange, result, &sink);
        send_out(bus, i, now_us, &sink);
    }
}

void drivers_overheard(struct bus *bus, size_t seat, uint32_t count)
{
    for (size_t i = 0; count > 0 && i < bus->settings.device_count; i++) {
        if (i != seat && bus->seats[i].driver->overheard != NULL) {
            bus->seats[i].driver->overheard(bus->seats[i].state, count);
        }
    }
}

/* Did the driver of this seat hear something that concerns it? */
static bool offer(struct bus *bus, size_t i, int64_t now_us, const uint8_t *bytes, size_t count)
{
    struct bus_seat *seat = &bus->seats[i];
    struct device_sink sink = {0};
    if (seat->driver->receive == NULL) {
        return false;
    }
    bool answer = seat->driver->receive(seat->state, mono_of(now_us), bytes, count, &sink);
    if (answer && bus->active == (int)i && bus->talk.exchange.kind == EXCHANGE_RAW) {
        talk_answered(&bus->talk, now_us);
    }
    bool heard = answer || sink.count > 0;
    if (heard && sched_heard(&bus->sched, i, now_us)) {
        drivers_restart(bus, i, now_us);
    }
    send_out(bus, i, now_us, &sink);
    return heard;
}

bool drivers_receive(struct bus *bus, int64_t now_us, const uint8_t *bytes, size_t count)
{
    bool heard = false;
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        heard = offer(bus, i, now_us, bytes, count) || heard;
    }
    return heard;
}

/* ------------------------------------------------------------------ health and alarms */

void drivers_tell_health(struct bus *bus, int64_t now_us)
{
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        struct bus_seat *seat = &bus->seats[i];
        enum device_health health = bus->sched.devices[i].health;
        if (health == seat->told) {
            continue;
        }
        struct device_sink sink = {0};
        struct device_event *event = device_sink_add(&sink, DEVICE_HEALTH);
        event->health.status = seat->status;
        log_info("%s: %s is %s", bus->settings.name, bus->settings.devices[i].name,
                 device_health_name(health));
        send_out(bus, i, now_us, &sink);
    }
}

void drivers_alarm(struct bus *bus, size_t i, int64_t now_us, enum device_alarm alarm,
                   uint8_t address)
{
    struct device_sink sink = {0};
    struct device_event *event = device_sink_add(&sink, DEVICE_ALARM);
    event->alarm.alarm = alarm;
    event->alarm.address = address;
    send_out(bus, i, now_us, &sink);
}
