/* modbus_pad.c: call pads and evaluators that are polled over Modbus RTU.
 *
 * Problem: 32 pads share a wire, a press must be seen within 400 ms, and no press may be lost,
 * invented or repeated by noise, a reboot of the pad or a restart of the controller.
 *
 * Design: the fast look reads one register, the sequence of the newest event. Only when it
 * changed is everything read in one request: sequence, boot counter, status and the ring of the
 * last eight events. The pad's own boot counter and sequence name each press for ever. The first
 * read after a start, a silence or a reboot of the pad only sets the base line: what was pressed
 * before is not replayed. The handled register is written when the application says that
 * the press is durable or refused (rule C), so the pad's own confirmation is honest.
 *
 * What is displayed is a state: written when it changes, after a silence, and again from time
 * to time. Voice and beep are acts: never said twice for one command. Source: devices.md C.2
 * (our own map), proto/modbus_maps.h, reliability.md F28, F29. Owner: the line's thread. */
#include "devices/drivers/common.h"
#include "devices/drivers/drivers.h"
#include "devices/proto/modbus_maps.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    READ_ALL = PAD_RING + PAD_RING_WORDS, /* one request from register 0 to the ring's end */
    UNHANDLED = 2 * PAD_RING_EVENTS,
    HANDLED_MAX_MS = 10000, /* after that an event without verdict stops holding up the others */
    ACTIVE_MS = 60000       /* a pad of a closed window is polled fast so long after a press */
};

static const struct option_row options[] = {
    {"poll_ms", OPTION_INT, 20, 5000, NULL, "150", "查询按键的间隔（毫秒）",
     "time between looks for a key"},
    {"poll_idle_ms", OPTION_INT, 100, 10000, NULL, "1000", "窗口关闭时的查询间隔",
     "the same while the window is closed or nothing is asked"},
    {"health_ms", OPTION_INT, 500, 60000, NULL, "5000", "查询状态的间隔",
     "time between looks at the status"},
    {"refresh_ms", OPTION_INT, 1000, 600000, NULL, "30000", "重写显示的间隔",
     "time between refreshes of the display"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

enum purpose { FOR_LOOK, FOR_RING, FOR_HEALTH, FOR_HANDLED, FOR_SHOW, FOR_BEEP };

struct unhandled {
    uint64_t sequence;
    mono_t at;
    bool done;
};

struct pad {
    const struct device_profile *profile;
    uint8_t address;
    bool evaluator;
    /* the ring */
    bool base_line; /* boot and sequence are known */
    bool fetch;     /* the ring must be read */
    uint16_t boot, newest;
    uint64_t wraps; /* of the 16-bit sequence since the controller's start */
    uint8_t unhandled_count;
    struct unhandled unhandled[UNHANDLED];
    uint16_t handled, handled_sent; /* to be written, being written */
    bool handled_due;
    struct key_guard guard;
    mono_t poll_due, health_due, last_press;
    bool pressed;
    uint32_t last_status;
    bool stuck;
    /* the display */
    struct device_command want;
    bool wanted, dirty, voiced;
    mono_t ask_until, refresh_due;
    uint32_t generation;
    struct retry retry;
    struct act_queue acts;
    struct teaching teaching;
};

static int32_t option(const struct pad *pad, const char *key)
{
    return profile_int(pad->profile, options, key);
}

static int init(void *state, const struct device_setup *setup)
{
    struct pad *pad = state;
    pad->profile = setup->profile;
    pad->address = setup->address;
    pad->evaluator = setup->profile->kind == DEVICE_EVALUATOR;
    return 0;
}

/* ------------------------------------------------------------------ commands */

static void show_again(struct pad *pad, mono_t now)
{
    pad->dirty = pad->wanted;
    pad->generation++;
    retry_reset(&pad->retry, now);
}

static void take_state(struct pad *pad, mono_t now, const struct device_command *command)
{
    if (pad->wanted && (int32_t)(command->revision - pad->want.revision) < 0) {
        return;
    }
    memcpy(&pad->want, command, device_command_size(command));
    pad->wanted = true;
    pad->voiced = false;
    if (pad->evaluator) {
        pad->ask_until = mono_after(now, (int64_t)command->evaluator.ask_s * 1000);
    }
    pad->poll_due = now; /* an evaluator that asks is looked at fast from now on */
    show_again(pad, now);
}

/* Handled is everything up to the oldest event that still waits for its verdict. */
static void advance_handled(struct pad *pad, mono_t now)
{
    uint8_t done = 0;
    while (done < pad->unhandled_count &&
           (pad->unhandled[done].done ||
            mono_between(pad->unhandled[done].at, now) > HANDLED_MAX_MS)) {
        pad->handled = (uint16_t)pad->unhandled[done].sequence;
        pad->handled_due = true;
        done++;
    }
    pad->unhandled_count = (uint8_t)(pad->unhandled_count - done);
    memmove(pad->unhandled, pad->unhandled + done, pad->unhandled_count * sizeof *pad->unhandled);
}

static void take_verdict(struct pad *pad, mono_t now, uint64_t sequence)
{
    for (uint8_t i = 0; i < pad->unhandled_count; i++) {
        if (pad->unhandled[i].sequence == sequence) {
            pad->unhandled[i].done = true;
        }
    }
    advance_handled(pad, now);
}

static void command(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink)
{
    (void)sink;
    struct pad *pad = state;
    enum device_command_kind own = pad->evaluator ? DEVICE_SHOW_EVALUATOR : DEVICE_SHOW_PAD;
    if (command->kind == own) {
        take_state(pad, now, command);
    } else if (command->kind == DEVICE_ACKNOWLEDGE) {
        take_verdict(pad, now, command->acknowledge.sequence);
    } else if (command->kind == DEVICE_BEEP) {
        act_push(&pad->acts, &(struct act){.kind = FOR_BEEP, .value = command->beep.ms});
    } else if (command->kind == DEVICE_RESET) {
        show_again(pad, now);
    } else if (command->kind == DEVICE_LEARN) {
        teaching_take(&pad->teaching, now, command);
        pad->poll_due = now;
    }
}

static void restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)sink;
    struct pad *pad = state;
    pad->base_line = false;
    pad->fetch = true;
    pad->unhandled_count = 0;
    pad->handled_due = false;
    act_clear(&pad->acts); /* a beep of before is out of date */
    pad->poll_due = pad->health_due = now;
    show_again(pad, now);
}

/* ------------------------------------------------------------------ wishes */

static bool is_idle(const struct pad *pad, mono_t now)
{
    if (pad->evaluator) {
        return !pad->wanted || pad->want.evaluator.state != EVALUATOR_ASK ||
               mono_between(pad->ask_until, now) > 0;
    }
    bool closed =
        pad->wanted && pad->want.pad.waiting == UINT16_MAX && pad->want.pad.number[0] == '\0';
    return closed && (!pad->pressed || mono_between(pad->last_press, now) > ACTIVE_MS);
}

static struct driver_wish wish(const void *state, mono_t now)
{
    const struct pad *pad = state;
    if (pad->handled_due || act_first(&pad->acts) != NULL) {
        return wish_at(EXCHANGE_COMMAND, now);
    }
    struct driver_wish wish = wish_at(EXCHANGE_POLL, pad->fetch ? now : pad->poll_due);
    if (pad->dirty) {
        wish = wish_better(wish, retry_wish(&pad->retry), now);
    } else if (pad->wanted) {
        wish = wish_better(wish, wish_at(EXCHANGE_HEALTH, pad->refresh_due), now);
    }
    struct driver_wish health = wish_at(EXCHANGE_HEALTH, pad->health_due);
    /* A poll that is always due must not starve the look at the status. */
    bool overdue = mono_between(pad->health_due, now) > option(pad, "health_ms");
    return overdue && wish.class == EXCHANGE_POLL ? health : wish_better(wish, health, now);
}

/* ------------------------------------------------------------------ what is said */

static void compose_read(struct exchange *out, uint16_t count)
{
    out->function = 4;
    out->address = PAD_EVENT_SEQUENCE;
    out->count = count;
}

static void compose_register(struct exchange *out, uint16_t address, uint16_t value)
{
    out->function = 6;
    out->address = address;
    out->count = 1;
    out->words[0] = value;
}

/* Waiting count, the number's digits and the flags; a series letter stands in the high byte of
 * the flags: "A023" -> 23 and 'A'. */
static void compose_pad(const struct pad *pad, struct exchange *out)
{
    char digits[5];
    const char *number = pad->want.pad.number;
    number_digits(number, digits, sizeof digits);
    uint16_t flags = digits[0] == '\0' ? PAD_FLAG_BLANK : 0;
    flags |= pad->want.pad.calling ? PAD_FLAG_BLINK : 0;
    flags |= pad->want.pad.paused ? PAD_FLAG_PAUSED : 0;
    if (isalpha((unsigned char)number[0])) {
        flags = (uint16_t)(flags | (unsigned)(unsigned char)number[0] << 8);
    }
    out->function = 16;
    out->address = PAD_WAITING;
    out->count = 3;
    out->words[0] = pad->want.pad.waiting == UINT16_MAX ? 0 : pad->want.pad.waiting;
    out->words[1] = (uint16_t)strtol(digits, NULL, 10);
    out->words[2] = flags;
}

static void compose_evaluator(struct pad *pad, mono_t now, struct exchange *out)
{
    static const uint16_t voices[] = {[EVALUATOR_ASK] = EVALUATOR_VOICE_ASK,
                                      [EVALUATOR_THANK] = EVALUATOR_VOICE_THANK,
                                      [EVALUATOR_RATED_ALREADY] = 0};
    enum evaluator_state shown = pad->want.evaluator.state;
    int64_t left_ms = mono_between(now, pad->ask_until);
    bool asks = shown == EVALUATOR_ASK && left_ms > 0;
    out->function = 16;
    out->address = EVALUATOR_LED;
    out->count = 4;
    out->words[0] = asks ? 1 : 0;
    out->words[1] = pad->voiced || (shown == EVALUATOR_ASK && !asks) ? 0 : voices[shown];
    out->words[2] = 0;
    out->words[3] = asks ? (uint16_t)((left_ms + 999) / 1000) : 0;
}

static void compose_show(struct pad *pad, mono_t now, struct exchange *out)
{
    if (pad->evaluator) {
        compose_evaluator(pad, now, out);
    } else {
        compose_pad(pad, out);
    }
}

static enum purpose choose_command(const struct pad *pad)
{
    if (pad->handled_due) {
        return FOR_HANDLED;
    }
    return act_first(&pad->acts) != NULL ? FOR_BEEP : FOR_SHOW;
}

static enum purpose choose(const struct pad *pad, mono_t now, enum exchange_class class)
{
    if (class == EXCHANGE_COMMAND) {
        return choose_command(pad);
    }
    if (class == EXCHANGE_POLL) {
        return pad->fetch ? FOR_RING : FOR_LOOK;
    }
    if (pad->dirty && mono_between(pad->retry.due, now) >= 0) {
        return FOR_SHOW;
    }
    bool refresh = pad->wanted && mono_between(pad->refresh_due, now) >= 0;
    return refresh && mono_between(pad->health_due, now) < 0 ? FOR_SHOW : FOR_HEALTH;
}

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    struct pad *pad = state;
    memset(out, 0, offsetof(struct exchange, bytes));
    out->kind = EXCHANGE_MODBUS;
    out->unit = pad->address;
    enum purpose purpose = choose(pad, now, class);
    out->tag = pad->generation << 3 | (uint32_t)purpose;
    if (purpose == FOR_SHOW && !pad->wanted) {
        return -1;
    }
    switch (purpose) {
    case FOR_LOOK: compose_read(out, 1); break;
    case FOR_RING: compose_read(out, READ_ALL); break;
    case FOR_HEALTH: compose_read(out, PAD_STATUS + 1); break;
    case FOR_HANDLED:
        pad->handled_sent = pad->handled;
        compose_register(out, PAD_HANDLED, pad->handled);
        break;
    case FOR_BEEP: compose_register(out, EVALUATOR_BEEP_MS, act_first(&pad->acts)->value); break;
    case FOR_SHOW: compose_show(pad, now, out); break;
    }
    return 0;
}

/* ------------------------------------------------------------------ what comes back */

/* A key row names the event's code, or code and argument (four bytes: a level). */
static const struct profile_key *find_key(const struct pad *pad, uint16_t code, uint16_t argument)
{
    uint8_t bytes[4] = {(uint8_t)(code >> 8), (uint8_t)code, (uint8_t)(argument >> 8),
                        (uint8_t)argument};
    bool digits = argument != PAD_NO_DIGITS && argument != 0;
    const struct profile_key *key = profile_key_find(pad->profile, bytes, 4, false);
    if (key == NULL) {
        key = profile_key_find(pad->profile, bytes, 2, digits);
    }
    return key != NULL ? key : profile_key_find(pad->profile, bytes, 2, !digits);
}

static bool add_key_event(struct pad *pad, const struct profile_key *key, uint16_t argument,
                          uint64_t sequence, struct device_sink *sink)
{
    struct device_event *event = device_sink_add(sink, pad->evaluator ? DEVICE_RATING : DEVICE_KEY);
    if (event == NULL) {
        return false;
    }
    event->sequence = sequence;
    if (pad->evaluator) {
        pad->ask_until = (mono_t){0}; /* answered: a refresh must not ask again */
        event->rating.level = key->level;
        return true;
    }
    event->key.action = key->action;
    if (key->digits && argument != PAD_NO_DIGITS) {
        snprintf(event->key.digits, sizeof event->key.digits, "%u", argument);
    }
    return true;
}

static void add_unhandled(struct pad *pad, mono_t now, uint64_t sequence, bool done)
{
    if (pad->unhandled_count == UNHANDLED) {
        pad->unhandled[0].done = true;
        advance_handled(pad, now);
    }
    pad->unhandled[pad->unhandled_count++] =
        (struct unhandled){.sequence = sequence, .at = now, .done = done};
    advance_handled(pad, now);
}

static void raise_stuck(struct pad *pad, struct device_sink *sink)
{
    struct device_event *alarm = device_sink_add(sink, DEVICE_ALARM);
    if (alarm != NULL) {
        alarm->alarm.alarm = ALARM_STUCK_KEY;
        alarm->alarm.address = pad->address;
    }
}

/* An evaluator's keys share a code and differ in the argument: the level. */
static bool teach(const struct pad *pad, mono_t now, const uint16_t *place,
                  struct device_sink *sink)
{
    uint8_t code[4] = {(uint8_t)(place[1] >> 8), (uint8_t)place[1], (uint8_t)(place[2] >> 8),
                       (uint8_t)place[2]};
    bool digits = !pad->evaluator && place[2] != PAD_NO_DIGITS && place[2] != 0;
    return teaching_tell(&pad->teaching, now, code, pad->evaluator ? 4 : 2, digits, sink);
}

static void take_press(struct pad *pad, mono_t now, const uint16_t *place, uint64_t sequence,
                       struct device_sink *sink)
{
    bool alarm = false, made = false;
    const struct profile_key *key =
        teach(pad, now, place, sink) ? NULL : find_key(pad, place[1], place[2]);
    if (key != NULL && (pad->evaluator ? key->level > 0 : key->action != KEY_NONE) &&
        key_guard_allows(&pad->guard, now, &alarm)) {
        made = add_key_event(pad, key, place[2], sequence, sink);
        pad->pressed = true;
        pad->last_press = now;
    }
    if (alarm) {
        raise_stuck(pad, sink);
    }
    add_unhandled(pad, now, sequence, !made); /* what is no event is refused here and now */
}

/* Sequence of an event in 64 bits: boot counter, then the 16-bit sequence with its wraps. */
static uint64_t long_sequence(const struct pad *pad, uint16_t sequence)
{
    return (uint64_t)pad->boot << 32 | ((pad->wraps << 16 | sequence) & 0xFFFFFFFFu);
}

static void take_ring(struct pad *pad, mono_t now, const uint16_t *words, struct device_sink *sink)
{
    uint16_t newest = words[PAD_EVENT_SEQUENCE], boot = words[PAD_BOOT_COUNTER];
    pad->fetch = false;
    if (!pad->base_line || boot != pad->boot) {
        if (pad->base_line) {
            show_again(pad, now); /* a pad that restarted forgot its display */
        }
        pad->base_line = true;
        pad->boot = boot;
        pad->newest = newest;
        pad->unhandled_count = 0;
        return;
    }
    uint16_t count = (uint16_t)(newest - pad->newest);
    uint16_t first = count > PAD_RING_EVENTS ? PAD_RING_EVENTS : count;
    for (uint16_t back = first; back > 0; back--) {
        uint16_t sequence = (uint16_t)(newest - back + 1);
        if (sequence < pad->newest && (uint16_t)(sequence - pad->newest) < 0x8000) {
            pad->wraps++;
        }
        pad->newest = sequence;
        const uint16_t *place = &words[PAD_RING + 3 * (sequence % PAD_RING_EVENTS)];
        if (place[0] == sequence) {
            take_press(pad, now, place, long_sequence(pad, sequence), sink);
        }
    }
}

static void take_status(struct pad *pad, uint16_t bits, struct device_sink *sink)
{
    report_status(&pad->last_status, (bits & PAD_STATUS_PANEL_FAULT) != 0 ? STATUS_PANEL_FAULT : 0,
                  sink);
    bool stuck = (bits & PAD_STATUS_STUCK_KEY) != 0;
    if (stuck && !pad->stuck) {
        raise_stuck(pad, sink);
    }
    pad->stuck = stuck;
}

static void took_look(struct pad *pad, mono_t now, const struct exchange_result *result,
                      struct device_sink *sink)
{
    (void)sink;
    pad->poll_due = mono_after(now, option(pad, is_idle(pad, now) ? "poll_idle_ms" : "poll_ms"));
    if (result->status == EXCHANGE_OK && (!pad->base_line || result->words[0] != pad->newest)) {
        pad->fetch = true;
    }
}

static void took_ring(struct pad *pad, mono_t now, const struct exchange_result *result,
                      struct device_sink *sink)
{
    pad->poll_due = mono_after(now, option(pad, "poll_ms"));
    if (result->status != EXCHANGE_OK) {
        pad->fetch = false; /* the next look sees the change again */
        return;
    }
    take_ring(pad, now, result->words, sink);
    take_status(pad, result->words[PAD_STATUS], sink);
}

static void took_health(struct pad *pad, mono_t now, const struct exchange_result *result,
                        struct device_sink *sink)
{
    pad->health_due = mono_after(now, option(pad, "health_ms"));
    if (result->status != EXCHANGE_OK) {
        return;
    }
    if (!pad->base_line || result->words[PAD_BOOT_COUNTER] != pad->boot ||
        result->words[PAD_EVENT_SEQUENCE] != pad->newest) {
        pad->fetch = true;
    }
    take_status(pad, result->words[PAD_STATUS], sink);
}

static void took_handled(struct pad *pad, mono_t now, const struct exchange_result *result,
                         struct device_sink *sink)
{
    (void)now;
    (void)sink;
    bool over = result->status == EXCHANGE_OK || result->status == EXCHANGE_EXCEPTION;
    if (over && pad->handled_sent == pad->handled) {
        pad->handled_due = false;
    }
}

static void took_beep(struct pad *pad, mono_t now, const struct exchange_result *result,
                      struct device_sink *sink)
{
    (void)now;
    (void)result;
    (void)sink;
    act_pop(&pad->acts);
}

static void took_show(struct pad *pad, mono_t now, const struct exchange_result *result,
                      struct device_sink *sink)
{
    bool news = pad->dirty;
    pad->refresh_due = mono_after(now, option(pad, "refresh_ms"));
    if (result->status != EXCHANGE_OK) {
        pad->dirty = true;
        retry_failed(&pad->retry, now);
        return;
    }
    pad->dirty = false;
    pad->voiced = true;
    struct device_event *event = news ? device_sink_add(sink, DEVICE_SHOWN) : NULL;
    if (event != NULL) {
        event->shown.revision = pad->want.revision;
    }
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    static void (*const took[])(struct pad * pad, mono_t now, const struct exchange_result *result,
                                struct device_sink *sink) = {
        [FOR_LOOK] = took_look,       [FOR_RING] = took_ring, [FOR_HEALTH] = took_health,
        [FOR_HANDLED] = took_handled, [FOR_SHOW] = took_show, [FOR_BEEP] = took_beep,
    };
    struct pad *pad = state;
    enum purpose purpose = (enum purpose)(exchange->tag & 7);
    bool overtaken = purpose == FOR_SHOW && exchange->tag >> 3 != (pad->generation & 0x1FFFFFFF);
    if (purpose > FOR_BEEP || overtaken) {
        return; /* a newer state came while this was on the wire */
    }
    took[purpose](pad, now, result, sink);
}

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile->kind != DEVICE_PAD && profile->kind != DEVICE_EVALUATOR) {
        return refuse(why, size, line, 0, "modbus_pad serves pads and evaluators only");
    }
    if (profile->key_count == 0) {
        return refuse(why, size, line, 0, "a pad without keys does nothing: keys is missing");
    }
    return vectors_check(&driver_modbus_pad, NULL, profile, why, size, line);
}

const struct driver driver_modbus_pad = {
    .name = "modbus_pad",
    .wire = WIRE_MODBUS,
    .state_size = sizeof(struct pad),
    .options = options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .restart = restart,
};
