/* sim_device.c: see sim_device.h. */
#include "sim/sim_device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct sim_kind *const kinds[] = {
    &sim_a090,
    &sim_dgus_evaluator,
    &sim_dgus_panel,
    &sim_escpos,
    &sim_ff68_evaluator,
    &sim_ff68_pad,
    &sim_led_armfly,
    &sim_led_text,
    &sim_modbus_evaluator,
    &sim_modbus_pad,
};

int32_t sim_option_int(const struct device_profile *profile, const char *key, int32_t fallback)
{
    const char *value = sim_option(profile, key, NULL);
    if (value == NULL) {
        return fallback;
    }
    bool hex = value[0] == '0' && (value[1] == 'x' || value[1] == 'X');
    return (int32_t)strtol(value, NULL, hex ? 16 : 10);
}

const char *sim_option(const struct device_profile *profile, const char *key,
                       const char *fallback)
{
    for (size_t i = 0; i < profile->option_count; i++) {
        if (strcmp(profile->options[i].key, key) == 0) {
            return profile->options[i].value;
        }
    }
    return fallback;
}

const struct profile_key *sim_key_action(const struct device_profile *profile,
                                         enum key_action action)
{
    for (size_t i = 0; i < profile->key_count; i++) {
        if (profile->keys[i].action == action && action != KEY_NONE) {
            return &profile->keys[i];
        }
    }
    return NULL;
}

const struct profile_key *sim_key_level(const struct device_profile *profile, int8_t level)
{
    for (size_t i = 0; i < profile->key_count; i++) {
        if (profile->keys[i].level == level && level != 0) {
            return &profile->keys[i];
        }
    }
    return NULL;
}

const struct profile_key *sim_key_number(const struct device_profile *profile, uint16_t page,
                                         uint16_t number)
{
    for (size_t i = 0; i < profile->key_count; i++) {
        const struct profile_key *key = &profile->keys[i];
        if (key->number == number && key->size >= 2 && key->code[0] == page) {
            return key;
        }
    }
    return NULL;
}

/* The two boards share a driver; the digit board is the one whose text begins at 0070h. */
static bool fits(const struct sim_kind *kind, const struct device_profile *profile)
{
    if (strcmp(kind->driver, profile->driver) != 0 || kind->device != profile->kind) {
        return false;
    }
    bool digits = sim_option_int(profile, "registers.text", 0) == 0x70;
    return (kind != &sim_led_armfly || digits) && (kind != &sim_led_text || !digits);
}

static const struct sim_kind *find_kind(const struct device_profile *profile)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (fits(kinds[i], profile)) {
            return kinds[i];
        }
    }
    return NULL;
}

enum { BABBLE_BYTES = 40, BABBLE_US = 10000 };

static void babble(struct sim_device *device, int64_t at_us)
{
    uint8_t bytes[BABBLE_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)dice_next(&device->dice);
    }
    wire_send(device->wire, device->endpoint, at_us, bytes, sizeof bytes);
    wire_wake_at(device->wire, device->endpoint, at_us + BABBLE_US);
}

static void device_hear(void *context, int64_t at_us, uint8_t byte)
{
    struct sim_device *device = context;
    if (!device->dead && !device->babbling) {
        device->kind->hear(device, at_us, byte);
    }
}

static void device_wake(void *context, int64_t at_us)
{
    struct sim_device *device = context;
    if (device->babbling) {
        babble(device, at_us);
    } else if (!device->dead && device->kind->wake != NULL) {
        device->kind->wake(device, at_us);
    }
}

struct sim_device *sim_device_create(const struct device_profile *profile, const char *name,
                                     uint8_t address, struct wire *wire,
                                     const struct sim_sinks *sinks, uint64_t seed, int64_t at_us)
{
    const struct sim_kind *kind = find_kind(profile);
    struct sim_device *device = kind != NULL ? calloc(1, sizeof *device) : NULL;
    if (device == NULL) {
        return NULL;
    }
    device->state = calloc(1, kind->state_size);
    struct wire_listener listener = {device, device_hear, device_wake};
    device->endpoint = device->state != NULL ? wire_attach(wire, &listener) : -1;
    if (device->endpoint < 0) {
        free(device->state);
        free(device);
        return NULL;
    }
    device->kind = kind;
    device->profile = profile;
    snprintf(device->name, sizeof device->name, "%s", name);
    device->address = address;
    device->wire = wire;
    device->sinks = *sinks;
    dice_init(&device->dice, seed, name);
    device->boots = (uint16_t)dice_between(&device->dice, 1, 1000);
    kind->start(device, at_us);
    return device;
}

void sim_device_destroy(struct sim_device *device)
{
    if (device == NULL) {
        return;
    }
    if (device->kind->stop != NULL) {
        device->kind->stop(device);
    }
    free(device->state);
    free(device);
}

void sim_device_kill(struct sim_device *device)
{
    if (device->dead) {
        return;
    }
    device->dead = true;
    device->babbling = false;
    wire_silence(device->wire, device->endpoint);
    wire_wake_at(device->wire, device->endpoint, WIRE_NEVER);
    wire_hold(device->wire, WIRE_HOST, 0, false);
    if (device->kind->stop != NULL) {
        device->kind->stop(device);
    }
    memset(device->state, 0, device->kind->state_size);
}

void sim_device_revive(struct sim_device *device, int64_t at_us)
{
    if (device->babbling) {
        sim_device_kill(device);
    }
    if (device->dead) {
        device->dead = false;
        device->boots++;
        device->kind->start(device, at_us);
    }
}

void sim_device_babble(struct sim_device *device, int64_t at_us)
{
    if (!device->dead) {
        device->babbling = true;
        wire_wake_at(device->wire, device->endpoint, at_us);
    }
}

int sim_device_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    if (device->dead || device->kind->act == NULL) {
        return -1;
    }
    int rc = device->kind->act(device, at_us, act);
    if (rc == 0 && act->kind <= ACT_TOUCH) {
        device->presses++;
    }
    return rc;
}

void sim_device_look(const struct sim_device *device, struct sight *sight)
{
    memset(sight, 0, sizeof *sight);
    sight->waiting = -1;
    if (!device->dead) {
        sight->on = true;
        device->kind->look(device, sight);
    }
}

static void describe_labels(const struct sight *sight, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "page %u", sight->page);
    for (size_t i = 0; i < SIGHT_LABELS; i++) {
        if (sight->labels[i][0] != '\0') {
            text_append(out, size, used, " [%zu] %s", i, sight->labels[i]);
        }
    }
}

void sim_device_describe(const struct sim_device *device, char *out, size_t size)
{
    static const struct {
        size_t offset;
        const char *word;
    } words[] = {
        {offsetof(struct sight, blinking), " calling"},
        {offsetof(struct sight, paused), " paused"},
        {offsetof(struct sight, asking), " asking"},
        {offsetof(struct sight, thanking), " thanking"},
        {offsetof(struct sight, paper_low), " paper-low"},
        {offsetof(struct sight, paper_out), " paper-out"},
        {offsetof(struct sight, cover_open), " cover-open"},
        {offsetof(struct sight, jammed), " jammed"},
    };
    struct sight sight;
    sim_device_look(device, &sight);
    size_t used = 0;
    out[0] = '\0';
    text_append(out, size, &used, "%s", sight.on ? sight.text : "off");
    if (sight.waiting >= 0) {
        text_append(out, size, &used, " waiting %d", sight.waiting);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (*(const bool *)((const char *)&sight + words[i].offset)) {
            text_append(out, size, &used, "%s", words[i].word);
        }
    }
    if (sight.on && (device->profile->kind == DEVICE_PANEL ||
                     device->profile->kind == DEVICE_TOUCH_EVALUATOR)) {
        describe_labels(&sight, out, size, &used);
    }
}

void sim_device_say(struct sim_device *device, int64_t at_us, const uint8_t *bytes, size_t count)
{
    wire_send(device->wire, device->endpoint, at_us + device->late_us, bytes, count);
}
