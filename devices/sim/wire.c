/* wire.c: see wire.h. Events are taken one at a time in order of their moment: the end of a
 * byte, or a wake-up; a scan over the endpoints finds the earliest, for a line has few. */
#include "sim/wire.h"

#include "sim/dice.h"

#include <stdlib.h>
#include <string.h>

struct endpoint {
    struct wire_listener listener;
    uint8_t queue[WIRE_QUEUE];
    size_t head, count;
    bool held;
    int64_t start_us; /* of the running burst; byte n of it ends at start + (n + 1) × bits/baud */
    uint64_t sent;    /* bytes of the burst that are over */
    int64_t last_start_us, last_end_us; /* of the newest byte that is over */
    uint8_t last_byte;
    int64_t wake_us;
};

struct wire {
    struct wire_settings settings;
    struct wire_noise noise;
    struct dice dice;
    struct wire_figures figures;
    int count;
    struct endpoint endpoints[WIRE_ENDPOINTS];
};

struct wire *wire_create(const struct wire_settings *settings)
{
    struct wire *wire = calloc(1, sizeof *wire);
    if (wire == NULL) {
        return NULL;
    }
    wire->settings = *settings;
    if (wire->settings.baud == 0) {
        wire->settings.baud = 9600;
    }
    if (wire->settings.bits == 0) {
        wire->settings.bits = 10;
    }
    dice_init(&wire->dice, settings->seed, "wire");
    return wire;
}

void wire_destroy(struct wire *wire)
{
    free(wire);
}

int wire_attach(struct wire *wire, const struct wire_listener *listener)
{
    if (wire->count == WIRE_ENDPOINTS) {
        return -1;
    }
    struct endpoint *e = &wire->endpoints[wire->count];
    e->listener = *listener;
    e->wake_us = WIRE_NEVER;
    e->last_start_us = e->last_end_us = INT64_MIN;
    return wire->count++;
}

int64_t wire_characters_us(const struct wire *wire, uint32_t characters)
{
    return (int64_t)((uint64_t)characters * wire->settings.bits * 1000000u / wire->settings.baud);
}

int64_t wire_gap_us(const struct wire *wire)
{
    if (wire->settings.baud > 19200) {
        return 1750;
    }
    return (int64_t)(35ull * wire->settings.bits * 100000u / wire->settings.baud);
}

/* When byte `n` of the running burst begins; it ends when byte n + 1 begins. */
static int64_t byte_start(const struct wire *wire, const struct endpoint *e, uint64_t n)
{
    return e->start_us + (int64_t)(n * wire->settings.bits * 1000000u / wire->settings.baud);
}

static bool is_sending(const struct endpoint *e)
{
    return e->count > 0 && !e->held;
}

static int64_t byte_end(const struct wire *wire, const struct endpoint *e)
{
    return is_sending(e) ? byte_start(wire, e, e->sent + 1) : WIRE_NEVER;
}

/* Bytes that follow without a pause belong to the same burst and keep its exact pace. */
static void begin_burst(struct endpoint *e, int64_t at_us)
{
    if (at_us > e->last_end_us) {
        e->start_us = at_us;
        e->sent = 0;
    }
}

size_t wire_send(struct wire *wire, int endpoint, int64_t at_us, const uint8_t *bytes,
                 size_t count)
{
    struct endpoint *e = &wire->endpoints[endpoint];
    if (e->count == 0) {
        begin_burst(e, at_us);
    }
    size_t accepted = count < WIRE_QUEUE - e->count ? count : WIRE_QUEUE - e->count;
    for (size_t i = 0; i < accepted; i++) {
        e->queue[(e->head + e->count + i) % WIRE_QUEUE] = bytes[i];
    }
    e->count += accepted;
    return accepted;
}

size_t wire_room(const struct wire *wire, int endpoint)
{
    return WIRE_QUEUE - wire->endpoints[endpoint].count;
}

void wire_silence(struct wire *wire, int endpoint)
{
    wire->endpoints[endpoint].count = 0;
}

void wire_hold(struct wire *wire, int endpoint, int64_t at_us, bool hold)
{
    struct endpoint *e = &wire->endpoints[endpoint];
    if (e->held && !hold && e->count > 0) {
        begin_burst(e, at_us);
    }
    e->held = hold;
}

bool wire_is_held(const struct wire *wire, int endpoint)
{
    return wire->endpoints[endpoint].held;
}

void wire_wake_at(struct wire *wire, int endpoint, int64_t at_us)
{
    wire->endpoints[endpoint].wake_us = at_us;
}

void wire_set_noise(struct wire *wire, struct wire_noise noise)
{
    wire->noise = noise;
}

void wire_figures(const struct wire *wire, struct wire_figures *out)
{
    *out = wire->figures;
}

/* What another endpoint's byte that overlaps [start, end) leaves of `byte`. */
static uint8_t collide(struct wire *wire, int sender, int64_t start, int64_t end, uint8_t byte)
{
    if (wire->settings.both_ways) {
        return byte;
    }
    for (int i = 0; i < wire->count; i++) {
        const struct endpoint *o = &wire->endpoints[i];
        if (i == sender) {
            continue;
        }
        uint8_t mask = 0;
        if (is_sending(o) && byte_start(wire, o, o->sent) < end) {
            mask = o->queue[o->head] ^ 0xA5;
        } else if (o->last_end_us > start && o->last_start_us < end) {
            mask = o->last_byte ^ 0xA5;
        } else {
            continue;
        }
        wire->figures.collisions++;
        byte ^= mask != 0 ? mask : 0xFF;
    }
    return byte;
}

static void tell_others(struct wire *wire, int sender, int64_t at_us, uint8_t byte)
{
    for (int i = 0; i < wire->count; i++) {
        bool hears = i != sender &&
                     (!wire->settings.both_ways || i == WIRE_HOST || sender == WIRE_HOST);
        const struct wire_listener *l = &wire->endpoints[i].listener;
        if (hears && l->hear != NULL) {
            l->hear(l->context, at_us, byte);
        }
    }
}

static bool strikes(struct wire *wire, uint32_t chance, uint64_t *count)
{
    if (chance == 0 || dice_next(&wire->dice) % 1000000u >= chance) {
        return false;
    }
    (*count)++;
    return true;
}

static void finish_byte(struct wire *wire, int sender)
{
    struct endpoint *e = &wire->endpoints[sender];
    int64_t start = byte_start(wire, e, e->sent);
    int64_t end = byte_start(wire, e, e->sent + 1);
    uint8_t byte = e->queue[e->head];
    e->head = (e->head + 1) % WIRE_QUEUE;
    e->count--;
    e->sent++;
    e->last_start_us = start;
    e->last_end_us = end;
    e->last_byte = byte;
    wire->figures.bytes++;
    wire->figures.busy_us += end - start;
    byte = collide(wire, sender, start, end, byte);
    if (strikes(wire, wire->noise.drop, &wire->figures.dropped)) {
        return;
    }
    if (strikes(wire, wire->noise.flip, &wire->figures.flipped)) {
        byte ^= (uint8_t)(1u << (dice_next(&wire->dice) % 8));
    }
    tell_others(wire, sender, end, byte);
    if (strikes(wire, wire->noise.insert, &wire->figures.inserted)) {
        tell_others(wire, sender, end, (uint8_t)dice_next(&wire->dice));
    }
}

/* The endpoint whose next event is earliest; at one moment bytes come before wake-ups, so that
 * a gap that ends exactly when a byte ends has not been one. */
static int earliest(const struct wire *wire, int64_t *at_us, bool *is_byte)
{
    int who = -1;
    *at_us = WIRE_NEVER;
    for (int i = 0; i < wire->count; i++) {
        const struct endpoint *e = &wire->endpoints[i];
        int64_t end = byte_end(wire, e);
        if (end < *at_us || (end == *at_us && end != WIRE_NEVER && !*is_byte)) {
            who = i;
            *at_us = end;
            *is_byte = true;
        }
        if (e->wake_us < *at_us) {
            who = i;
            *at_us = e->wake_us;
            *is_byte = false;
        }
    }
    return who;
}

int64_t wire_next(const struct wire *wire)
{
    int64_t at_us;
    bool is_byte = false;
    earliest(wire, &at_us, &is_byte);
    return at_us;
}

int64_t wire_worth(const struct wire *wire, int64_t now_us, int64_t grain_us)
{
    int64_t best = WIRE_NEVER;
    for (int i = 0; i < wire->count; i++) {
        const struct endpoint *e = &wire->endpoints[i];
        int64_t at = e->wake_us;
        if (is_sending(e)) {
            int64_t last = byte_start(wire, e, e->sent + e->count);
            int64_t first = byte_start(wire, e, e->sent + 1);
            int64_t grain = first > now_us + grain_us ? first : now_us + grain_us;
            last = last < grain ? last : grain;
            at = at < last ? at : last;
        }
        best = best < at ? best : at;
    }
    return best;
}

void wire_run(struct wire *wire, int64_t now_us)
{
    for (;;) {
        int64_t at_us;
        bool is_byte = false;
        int who = earliest(wire, &at_us, &is_byte);
        if (who < 0 || at_us > now_us) {
            return;
        }
        if (is_byte) {
            finish_byte(wire, who);
            continue;
        }
        struct endpoint *e = &wire->endpoints[who];
        e->wake_us = WIRE_NEVER;
        if (e->listener.wake != NULL) {
            e->listener.wake(e->listener.context, at_us);
        }
    }
}
