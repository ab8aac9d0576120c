/* sim_ff68.c: a call pad and an evaluator that speak unasked (devices.md C.1).
 *
 * A press is said at once, whoever else is speaking: two pads of one line can collide. It is
 * said again about every 200 ms, up to ten times, until the host's echo is heard; a result
 * (function 11) is echoed with function 01. The next press waits for the one before.
 *
 * The evaluator asks for ASK_US at most, thanks for THANK_US after its result was echoed. */
#include "devices/proto/ff68.h"
#include "sim/sim_device.h"

#include <stdio.h>
#include <string.h>

enum { WAITING_PRESSES = 4, TRIES = 10, AGAIN_US = 200000, AGAIN_SPREAD_US = 40000 };
enum { FIRST_SPREAD_US = 5000 };
#define ASK_US   30000000
#define THANK_US 3000000

struct unit {
    struct ff68_deframer deframer;
    struct ff68_frame presses[WAITING_PRESSES]; /* the first is being said */
    size_t count;
    int tries;
    int64_t again_us;  /* when the first is said again */
    bool unheard;      /* the newest press was given up */
    int waiting, ticket;
    int64_t asks_until_us, thanks_until_us;
    bool asking, thanking;
};

static void plan_wake(struct sim_device *device)
{
    const struct unit *unit = device->state;
    int64_t at_us = WIRE_NEVER;
    if (unit->count > 0) {
        at_us = unit->again_us;
    }
    if (unit->asking && unit->asks_until_us < at_us) {
        at_us = unit->asks_until_us;
    }
    if (unit->thanking && unit->thanks_until_us < at_us) {
        at_us = unit->thanks_until_us;
    }
    wire_wake_at(device->wire, device->endpoint, at_us);
}

static void unit_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct unit *unit = device->state;
    ff68_init(&unit->deframer, FF68_GAP_US);
    unit->waiting = unit->ticket = -1;
}

static void begin_press(struct sim_device *device, int64_t at_us)
{
    struct unit *unit = device->state;
    unit->tries = 0;
    unit->again_us = at_us + dice_between(&device->dice, 0, FIRST_SPREAD_US);
}

static void drop_first(struct sim_device *device, int64_t at_us)
{
    struct unit *unit = device->state;
    memmove(&unit->presses[0], &unit->presses[1], (WAITING_PRESSES - 1) * sizeof *unit->presses);
    unit->count--;
    begin_press(device, at_us);
}

static bool is_echo(const struct ff68_frame *heard, const struct ff68_frame *said)
{
    struct ff68_frame echo = ff68_acknowledge(said);
    return heard->function == echo.function && heard->count == echo.count &&
           memcmp(heard->data, echo.data, echo.count) == 0;
}

static void obey(struct sim_device *device, int64_t at_us, const struct ff68_frame *frame)
{
    struct unit *unit = device->state;
    if (unit->count > 0 && unit->tries > 0 && is_echo(frame, &unit->presses[0])) {
        bool result = unit->presses[0].function == FF68_RESULT;
        unit->unheard = false;
        drop_first(device, at_us);
        if (result) {
            unit->asking = false;
            unit->thanking = true;
            unit->thanks_until_us = at_us + THANK_US;
        }
        return;
    }
    if (ff68_read_show(frame, &unit->waiting, &unit->ticket) == 0) {
        return;
    }
    char digits[FF68_DATA];
    uint8_t key;
    if (device->profile->kind == DEVICE_EVALUATOR && ff68_read_key(frame, digits, &key) == 0 &&
        key == FF68_KEY_EVALUATE) {
        unit->asking = true;
        unit->thanking = false;
        unit->asks_until_us = at_us + ASK_US;
    }
}

static void unit_hear(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct unit *unit = device->state;
    struct byte_stream in = {&byte, 1};
    struct ff68_frame frame;
    while (ff68_take(&unit->deframer, at_us, &in, &frame)) {
        if (frame.address == device->address) {
            obey(device, at_us, &frame);
        }
    }
    plan_wake(device);
}

static void say_first(struct sim_device *device, int64_t at_us)
{
    struct unit *unit = device->state;
    if (unit->tries == TRIES) {
        unit->unheard = true;
        drop_first(device, at_us);
        return;
    }
    uint8_t bytes[FF68_FRAME];
    size_t count = ff68_encode(&unit->presses[0], bytes);
    sim_device_say(device, at_us, bytes, count);
    unit->tries++;
    unit->again_us = at_us + AGAIN_US +
                     dice_between(&device->dice, -AGAIN_SPREAD_US, AGAIN_SPREAD_US);
}

static void unit_wake(struct sim_device *device, int64_t at_us)
{
    struct unit *unit = device->state;
    if (unit->count > 0 && unit->again_us <= at_us) {
        say_first(device, at_us);
    }
    unit->asking = unit->asking && unit->asks_until_us > at_us;
    unit->thanking = unit->thanking && unit->thanks_until_us > at_us;
    plan_wake(device);
}

static int queue_press(struct sim_device *device, int64_t at_us, const struct ff68_frame *frame)
{
    struct unit *unit = device->state;
    if (unit->count == WAITING_PRESSES) {
        return 0; /* the pad is still busy with the others: this press is lost, as on a real one */
    }
    unit->presses[unit->count++] = *frame;
    if (unit->count == 1) {
        begin_press(device, at_us);
    }
    plan_wake(device);
    return 0;
}

static int pad_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    const struct profile_key *key = sim_key_action(device->profile, act->action);
    if (act->kind != ACT_PRESS || key == NULL) {
        return -1;
    }
    struct ff68_frame frame = {.address = device->address, .function = FF68_KEY};
    for (const char *d = act->digits; key->digits && *d >= '0' && *d <= '9'; d++) {
        frame.data[frame.count++] = (uint8_t)(*d - '0');
    }
    memcpy(frame.data + frame.count, key->code, key->size <= 4 ? key->size : 4);
    frame.count = (uint8_t)(frame.count + (key->size <= 4 ? key->size : 4));
    return queue_press(device, at_us, &frame);
}

static int evaluator_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    const struct profile_key *key = sim_key_level(device->profile, act->level);
    if (act->kind != ACT_RATE || key == NULL) {
        return -1;
    }
    struct ff68_frame frame = ff68_rate(device->address, key->code[key->size - 1]);
    return queue_press(device, at_us, &frame);
}

static void unit_look(const struct sim_device *device, struct sight *sight)
{
    const struct unit *unit = device->state;
    sight->confirmed = unit->count == 0 && !unit->unheard;
    sight->waiting = unit->waiting;
    sight->asking = unit->asking;
    sight->thanking = unit->thanking;
    if (unit->ticket >= 0) {
        snprintf(sight->text, sizeof sight->text, "%03d", unit->ticket);
    }
}

const struct sim_kind sim_ff68_pad = {
    .driver = "ff68",
    .device = DEVICE_PAD,
    .state_size = sizeof(struct unit),
    .start = unit_start,
    .hear = unit_hear,
    .wake = unit_wake,
    .act = pad_act,
    .look = unit_look,
};

const struct sim_kind sim_ff68_evaluator = {
    .driver = "ff68",
    .device = DEVICE_EVALUATOR,
    .state_size = sizeof(struct unit),
    .start = unit_start,
    .hear = unit_hear,
    .wake = unit_wake,
    .act = evaluator_act,
    .look = unit_look,
};
