/* sim_modbus_pad.c: a polled call pad and a polled evaluator (devices.md C.2; register maps in
 * the comments of config/profiles/pad-modbus.yaml and evaluator-modbus.yaml).
 *
 * A press goes into a ring of eight events with a sequence; the host reads the sequence, then
 * the ring, and writes back what it has handled: only then the pad confirms it to the clerk. */
#include "devices/proto/modbus_maps.h"
#include "sim/sim_modbus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOLDING_FIRST = 0x0100, HOLDING_END = 0x0124, HOLDING = HOLDING_END - HOLDING_FIRST };
enum { INPUT_END = PAD_RING + PAD_RING_WORDS };
enum { NO_DIGITS = 0xFFFF, VOICE_S = 3 };
#define SECOND_US 1000000

struct pad {
    struct sim_slave slave; /* first, see sim_modbus.h */
    uint16_t input[INPUT_END];
    uint16_t holding[HOLDING];
    uint16_t pressed; /* newest sequence; 0 = none yet */
    bool any;
};

static uint16_t *holding(struct pad *pad, uint16_t address)
{
    return &pad->holding[address - HOLDING_FIRST];
}

static uint16_t holding_of(const struct pad *pad, uint16_t address)
{
    return pad->holding[address - HOLDING_FIRST];
}

static enum rtu_exception pad_read(struct sim_device *device, uint8_t function, uint16_t address,
                                   uint16_t count, uint16_t *words)
{
    const struct pad *pad = device->state;
    if (function == RTU_READ_INPUT) {
        if ((uint32_t)address + count > INPUT_END) {
            return RTU_ILLEGAL_ADDRESS;
        }
        memcpy(words, &pad->input[address], count * sizeof *words);
        return RTU_OK;
    }
    if (address < HOLDING_FIRST || (uint32_t)address + count > HOLDING_END) {
        return RTU_ILLEGAL_ADDRESS;
    }
    memcpy(words, &pad->holding[address - HOLDING_FIRST], count * sizeof *words);
    return RTU_OK;
}

static enum rtu_exception pad_write(struct sim_device *device, int64_t at_us, uint16_t address,
                                    uint16_t count, const uint16_t *words)
{
    struct pad *pad = device->state;
    uint32_t end = (uint32_t)address + count;
    if (address < HOLDING_FIRST || end > HOLDING_END) {
        return RTU_ILLEGAL_ADDRESS;
    }
    memcpy(holding(pad, address), words, count * sizeof *words);
    if (address <= PAD_HANDLED && end > PAD_HANDLED) {
        pad->input[PAD_STATUS] &= (uint16_t)~PAD_STATUS_RING_LOST;
    }
    if (address <= EVALUATOR_REQUEST && end > EVALUATOR_REQUEST) {
        bool thanks = holding_of(pad, EVALUATOR_VOICE) == EVALUATOR_VOICE_THANK;
        uint16_t seconds = thanks ? VOICE_S : holding_of(pad, EVALUATOR_REQUEST);
        sim_slave_alarm(device, seconds == 0 ? WIRE_NEVER : at_us + seconds * (int64_t)SECOND_US);
    }
    return RTU_OK;
}

/* The time to ask is over, or it has thanked: the evaluator goes idle by itself. */
static void said_enough(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct pad *pad = device->state;
    *holding(pad, EVALUATOR_REQUEST) = 0;
    *holding(pad, EVALUATOR_LED) = 0;
    *holding(pad, EVALUATOR_VOICE) = 0;
}

static const struct sim_map pad_map = {pad_read, pad_write, said_enough};

static void pad_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct pad *pad = device->state;
    pad->input[PAD_BOOT_COUNTER] = device->boots;
    *holding(pad, PAD_FLAGS) = PAD_FLAG_BLANK;
    sim_slave_start(device, &pad_map);
}

static void record(struct pad *pad, uint16_t code, uint16_t argument)
{
    uint16_t sequence = (uint16_t)(pad->pressed + 1);
    uint16_t open = (uint16_t)(sequence - holding_of(pad, PAD_HANDLED));
    if (open > PAD_RING_EVENTS && open < 0x8000) {
        pad->input[PAD_DROPPED_EVENTS]++;
        pad->input[PAD_STATUS] |= PAD_STATUS_RING_LOST;
    }
    uint16_t *event = &pad->input[PAD_RING + 3 * (sequence % PAD_RING_EVENTS)];
    event[0] = sequence;
    event[1] = code;
    event[2] = argument;
    pad->input[PAD_EVENT_SEQUENCE] = sequence;
    pad->pressed = sequence;
    pad->any = true;
}

/* A key's code, and its argument: fixed in the profile, or the digits typed before it. */
static int press(struct pad *pad, const struct profile_key *key, const char *digits)
{
    if (key == NULL || (key->size != 2 && key->size != 4)) {
        return -1;
    }
    uint16_t argument = key->digits && digits[0] != '\0' ? (uint16_t)atoi(digits) : NO_DIGITS;
    if (key->size == 4) {
        argument = (uint16_t)(key->code[2] << 8 | key->code[3]);
    }
    record(pad, (uint16_t)(key->code[0] << 8 | key->code[1]), argument);
    return 0;
}

static int pad_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    (void)at_us;
    struct pad *pad = device->state;
    switch (act->kind) {
    case ACT_PRESS:
        return press(pad, sim_key_action(device->profile, act->action), act->digits);
    case ACT_RATE: return press(pad, sim_key_level(device->profile, act->level), "");
    case ACT_STICK: pad->input[PAD_STATUS] |= PAD_STATUS_STUCK_KEY; return 0;
    default: return -1;
    }
}

static bool is_confirmed(const struct pad *pad)
{
    uint16_t behind = (uint16_t)(pad->pressed - holding_of(pad, PAD_HANDLED));
    return !pad->any || behind == 0 || behind >= 0x8000;
}

static void pad_look(const struct sim_device *device, struct sight *sight)
{
    const struct pad *pad = device->state;
    uint16_t flags = holding_of(pad, PAD_FLAGS);
    char series = (char)(flags >> 8);
    sight->confirmed = is_confirmed(pad);
    sight->waiting = holding_of(pad, PAD_WAITING);
    sight->blinking = (flags & PAD_FLAG_BLINK) != 0;
    sight->paused = (flags & PAD_FLAG_PAUSED) != 0;
    if (!(flags & PAD_FLAG_BLANK)) {
        const char letter[2] = {series, '\0'};
        snprintf(sight->text, sizeof sight->text, "%s%03u", letter, holding_of(pad, PAD_TICKET));
    }
}

static void evaluator_look(const struct sim_device *device, struct sight *sight)
{
    const struct pad *pad = device->state;
    sight->confirmed = is_confirmed(pad);
    sight->asking = holding_of(pad, EVALUATOR_LED) == 1 && holding_of(pad, EVALUATOR_REQUEST) != 0;
    sight->thanking = holding_of(pad, EVALUATOR_VOICE) == EVALUATOR_VOICE_THANK;
}

const struct sim_kind sim_modbus_pad = {
    .driver = "modbus_pad",
    .device = DEVICE_PAD,
    .state_size = sizeof(struct pad),
    .start = pad_start,
    .hear = sim_slave_hear,
    .wake = sim_slave_wake,
    .act = pad_act,
    .look = pad_look,
};

const struct sim_kind sim_modbus_evaluator = {
    .driver = "modbus_pad",
    .device = DEVICE_EVALUATOR,
    .state_size = sizeof(struct pad),
    .start = pad_start,
    .hear = sim_slave_hear,
    .wake = sim_slave_wake,
    .act = pad_act,
    .look = evaluator_look,
};
