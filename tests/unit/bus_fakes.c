/* bus_fakes.c: the two small drivers of bus_rig.h, and the table that holds them. */
#include "bus_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fake fakes[256];

void fakes_reset(void)
{
    for (int i = 0; i < 256; i++) {
        struct fake *f = &fakes[i];
        atomic_int *settings[] = {&f->period_ms, &f->class, &f->count, &f->reply_ms, &f->to_all};
        atomic_uint *counts[] = {&f->right,          &f->wrong, &f->timeouts,      &f->garbled,
                                 &f->exceptions,     &f->lost,  &f->commands_done, &f->restarts,
                                 &f->exception_code, &f->sent};
        for (size_t k = 0; k < sizeof settings / sizeof *settings; k++) {
            atomic_store(settings[k], 0);
        }
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
            atomic_store(counts[k], 0);
        }
        atomic_store(&f->class, EXCHANGE_POLL);
        atomic_store(&f->count, 2);
    }
}

enum { TAG_COMMAND = 1, TAG_POLL = 2 };

struct fake_state {
    struct fake *fake;
    uint8_t unit;
    uint16_t next, value;
    bool commanded;
    int64_t due_ms;
};

static int fake_init(void *state, const struct device_setup *setup)
{
    struct fake_state *s = state;
    s->fake = &fakes[setup->address];
    s->unit = setup->address;
    return 0;
}

static void fake_command(void *state, mono_t now, const struct device_command *command,
                         struct device_sink *sink)
{
    (void)now;
    (void)sink;
    struct fake_state *s = state;
    if (command->kind == DEVICE_BEEP) {
        s->commanded = true;
        s->value = command->beep.ms;
    }
}

static struct driver_wish fake_wish(const void *state, mono_t now)
{
    const struct fake_state *s = state;
    if (s->commanded) {
        return (struct driver_wish){.any = true, .class = EXCHANGE_COMMAND, .due = now};
    }
    return (struct driver_wish){
        .any = atomic_load(&s->fake->period_ms) > 0,
        .class = (enum exchange_class)atomic_load(&s->fake->class),
        .due = {s->due_ms},
    };
}

static void count_result(struct fake_state *s, const struct exchange_result *result)
{
    atomic_store(&s->fake->sent, result->sent);
    switch (result->status) {
    case EXCHANGE_TIMEOUT: atomic_fetch_add(&s->fake->timeouts, 1); break;
    case EXCHANGE_GARBLED: atomic_fetch_add(&s->fake->garbled, 1); break;
    case EXCHANGE_LOST: atomic_fetch_add(&s->fake->lost, 1); break;
    case EXCHANGE_EXCEPTION:
        atomic_fetch_add(&s->fake->exceptions, 1);
        atomic_store(&s->fake->exception_code, result->exception);
        break;
    case EXCHANGE_OK: break;
    }
}

static void fake_restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)now;
    (void)sink;
    struct fake_state *s = state;
    atomic_fetch_add(&s->fake->restarts, 1);
}

/* ------------------------------------------------------------------ Modbus */

static int modbus_compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    struct fake_state *s = state;
    out->kind = EXCHANGE_MODBUS;
    out->unit = s->unit;
    if (class == EXCHANGE_COMMAND) {
        out->tag = TAG_COMMAND;
        out->unit = atomic_load(&s->fake->to_all) != 0 ? 0 : s->unit;
        out->function = 6;
        out->address = 0x100;
        out->count = 1;
        out->words[0] = s->value;
        return 0;
    }
    s->due_ms = now.ms + atomic_load(&s->fake->period_ms);
    out->tag = TAG_POLL;
    out->function = 3 + s->unit % 2;
    out->address = s->next++ % 50;
    out->count = (uint16_t)atomic_load(&s->fake->count);
    return 0;
}

static void modbus_complete(void *state, mono_t now, const struct exchange *exchange,
                            const struct exchange_result *result, struct device_sink *sink)
{
    (void)now;
    (void)sink;
    struct fake_state *s = state;
    count_result(s, result);
    if (exchange->tag == TAG_COMMAND && result->status == EXCHANGE_OK) {
        s->commanded = false;
        atomic_store(&s->fake->done_us, mono_now_us());
        atomic_fetch_add(&s->fake->commands_done, 1);
        return;
    }
    if (result->status != EXCHANGE_OK) {
        return;
    }
    bool right = result->count == exchange->count;
    for (uint16_t i = 0; i < exchange->count; i++) {
        right = right && result->words[i] == rig_value(s->unit, (uint16_t)(exchange->address + i));
    }
    atomic_fetch_add(right ? &s->fake->right : &s->fake->wrong, 1);
}

static const struct driver fake_modbus = {
    .name = "fake_modbus",
    .wire = WIRE_MODBUS,
    .state_size = sizeof(struct fake_state),
    .init = fake_init,
    .command = fake_command,
    .wish = fake_wish,
    .compose = modbus_compose,
    .complete = modbus_complete,
    .restart = fake_restart,
};

/* ------------------------------------------------------------------ raw */

static int raw_compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    (void)now;
    (void)class;
    struct fake_state *s = state;
    out->kind = EXCHANGE_RAW;
    out->tag = TAG_COMMAND;
    out->reply_ms = (uint16_t)atomic_load(&s->fake->reply_ms);
    out->size = s->value;
    memset(out->bytes, 'x', s->value);
    return 0;
}

static void raw_complete(void *state, mono_t now, const struct exchange *exchange,
                         const struct exchange_result *result, struct device_sink *sink)
{
    (void)now;
    (void)exchange;
    (void)sink;
    struct fake_state *s = state;
    s->commanded = false;
    count_result(s, result);
    if (result->status == EXCHANGE_OK) {
        atomic_fetch_add(&s->fake->right, 1);
    }
    atomic_fetch_add(&s->fake->commands_done, 1);
}

static bool raw_receive(void *state, mono_t now, const uint8_t *bytes, size_t count,
                        struct device_sink *sink)
{
    (void)now;
    struct fake_state *s = state;
    bool answer = false;
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == 'K' && i + 1 < count && bytes[i + 1] == s->unit) {
            device_sink_add(sink, DEVICE_KEY);
        }
        answer = answer || bytes[i] == 'A';
    }
    return answer;
}

static const struct driver fake_raw = {
    .name = "fake_raw",
    .wire = WIRE_RAW,
    .state_size = sizeof(struct fake_state),
    .init = fake_init,
    .command = fake_command,
    .wish = fake_wish,
    .compose = raw_compose,
    .complete = raw_complete,
    .receive = raw_receive,
    .restart = fake_restart,
};

const struct driver *driver_find(const char *name)
{
    return strcmp(name, "fake_modbus") == 0 ? &fake_modbus
           : strcmp(name, "fake_raw") == 0  ? &fake_raw
                                            : NULL;
}

/* ------------------------------------------------------------------ a line of them */

static const struct device_profile modbus_profile = {.name = "m", .driver = "fake_modbus"};
static const struct device_profile raw_profile = {.name = "r", .driver = "fake_raw"};

struct bus_settings rig_settings(const struct rig *rig, const uint8_t *units, bool raw,
                                 struct mailbox *events)
{
    struct bus_settings settings = {
        .name = "line",
        .line = {.baud = 115200,
                 .data_bits = 8,
                 .stop_bits = 1,
                 .parity = 'N',
                 .flow = "none",
                 .rs485 = "off",
                 .response_ms = 100,
                 .byte_ms = 20},
        .events = events,
        .start = 1,
    };
    snprintf(settings.port, sizeof settings.port, "%s", rig_port(rig));
    for (size_t i = 0; units[i] != 0; i++) {
        struct bus_device *device = &settings.devices[settings.device_count++];
        device->index = units[i];
        device->address = units[i];
        device->profile = raw ? &raw_profile : &modbus_profile;
        snprintf(device->name, sizeof device->name, "device-%u", units[i]);
    }
    return settings;
}

int rig_command(struct bus *bus, uint8_t unit, uint16_t value)
{
    struct device_command command = {.device = unit, .kind = DEVICE_BEEP, .beep = {.ms = value}};
    atomic_store(&fakes[unit].commanded_us, mono_now_us());
    return bus_command(bus, &command);
}

void rig_begin(struct rig_line *line, const uint8_t *units, bool raw,
               void (*change)(struct bus_settings *settings))
{
    line->rig = rig_create();
    line->events = mailbox_create(sizeof(struct device_event), 4096);
    for (size_t i = 0; units[i] != 0; i++) {
        rig_habit(line->rig, units[i], SLAVE_GOOD, 0);
    }
    line->settings = rig_settings(line->rig, units, raw, line->events);
    if (change != NULL) {
        change(&line->settings);
    }
    line->bus = bus_create(&line->settings);
    if (line->bus == NULL) {
        abort();
    }
}

void rig_finish(struct rig_line *line)
{
    bus_destroy(line->bus);
    mailbox_destroy(line->events);
    rig_destroy(line->rig);
}

void rig_poll_all(const uint8_t *units, int period_ms)
{
    fakes_reset();
    for (size_t i = 0; units[i] != 0; i++) {
        atomic_store(&fakes[units[i]].period_ms, period_ms);
    }
}

bool rig_event(struct rig_line *line, enum device_event_kind kind, struct device_event *out)
{
    while (mailbox_take(line->events, out, sizeof *out) > 0) {
        if (out->kind == kind) {
            return true;
        }
    }
    return false;
}

bool rig_alarm(struct rig_line *line, enum device_alarm alarm, uint8_t *address)
{
    struct device_event event;
    while (rig_event(line, DEVICE_ALARM, &event)) {
        if (event.alarm.alarm == alarm) {
            *address = event.alarm.address;
            return true;
        }
    }
    return false;
}

unsigned rig_seed(void)
{
    const char *text = getenv("HALLQ_SEED");
    unsigned seed = text != NULL ? (unsigned)strtoul(text, NULL, 10) : 20260302U;
    printf("seed %u\n", seed);
    return seed;
}
