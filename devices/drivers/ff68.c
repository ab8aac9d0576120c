/* ff68.c: call pads and evaluators of the FF 68 family, RS-232 or a shared RS-485 pair.
 *
 * Problem: the pad speaks when it likes, repeats its frame until the host echoes it, and on a
 * shared pair two pads may talk at once. A repeat must not be a second press, a press must not
 * be confirmed before it is durable, and a lost byte must not put the reader out of step.
 *
 * Design: a frame that says the same as one that is still waiting for its verdict, or that was
 * echoed within the last second (longer when a collision garbled the line since), is a repeat
 * and makes no event; the latter is echoed again, because the echo was lost. Otherwise it is a
 * press: an event with the controller's start and a count of edges as its sequence. Should no
 * verdict come for ten seconds, the same event is given again with the same sequence, which the
 * application knows to be the same press. The echo goes out only on DEVICE_ACKNOWLEDGE, when the
 * event is durable or refused (rule C). A press that maps to nothing, or that comes too fast, is
 * refused at once: it is echoed and makes no event. What a neighbour of another protocol answers
 * is garbage to us but no collision: it is taken off the count.
 *
 * Nothing the host says is answered, so the display is said when it changes, after a silence
 * and from time to time. Source: devices.md C.1; reliability.md F28, F29. Owner: the line's
 * thread. */
#include "devices/drivers/common.h"
#include "devices/drivers/drivers.h"
#include "devices/proto/ff68.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PRESSES = 4,       /* remembered for repeats */
    REPEAT_MS = 1000,  /* after its echo, the same frame is still the same press */
    GARBLED_MS = 2500, /* the same when a collision may have swallowed repeats in between */
    GARBLED_BYTES = 24, /* so much garbage is swallowed repeats, less is noise */
    VERDICT_MS = 10000 /* longest wait for the application's verdict */
};

static const struct option_row options[] = {
    {"refresh_ms", OPTION_INT, 1000, 600000, NULL, "30000", "重发显示的间隔（毫秒）",
     "time between refreshes of the display"},
    {"tell_refusal", OPTION_BOOL, 0, 0, NULL, "false", "按键被拒绝时告诉呼叫器",
     "tell the pad when its press was refused"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

/* To an evaluator the acknowledgement is its thank-you: a rating that nobody took gets none, and
 * its repeats are passed over until the evaluator gives up. A pad is always told. */
enum press_state { PRESS_NONE, PRESS_WAITS, PRESS_ECHOED, PRESS_IGNORED };
struct press {
    enum press_state state;
    struct ff68_frame frame;
    struct device_event event;
    mono_t at;        /* of the event */
    mono_t heard;     /* last time */
    uint32_t dropped; /* garbled bytes of the line by then, and answers of neighbours since */
    uint16_t repeats; /* after the echo: a key that is stuck */
};

enum act_kind { ACT_SAY }; /* bytes hold the whole frame */

struct pad {
    const struct device_profile *profile;
    uint8_t address;
    bool evaluator;
    uint32_t start;
    uint32_t edges;
    struct ff68_deframer deframer;
    struct press presses[PRESSES];
    struct key_guard guard;
    struct device_command want;
    bool wanted, dirty;
    mono_t ask_until, refresh_due;
    uint32_t generation;
    struct act_queue acts;
    struct teaching teaching;
};

static int init(void *state, const struct device_setup *setup)
{
    struct pad *pad = state;
    pad->profile = setup->profile;
    pad->address = setup->address;
    pad->start = setup->start;
    pad->evaluator = setup->profile->kind == DEVICE_EVALUATOR;
    ff68_init(&pad->deframer, FF68_GAP_US);
    return 0;
}

static void say(struct pad *pad, const struct ff68_frame *frame)
{
    uint8_t bytes[FF68_FRAME];
    struct act act = {.kind = ACT_SAY};
    act.size = (uint8_t)ff68_encode(frame, bytes);
    memcpy(act.bytes, bytes, act.size);
    act_push(&pad->acts, &act);
}

static void echo(struct pad *pad, const struct ff68_frame *heard)
{
    struct ff68_frame answer = ff68_acknowledge(heard);
    say(pad, &answer);
}

/* ------------------------------------------------------------------ commands */

static void show_again(struct pad *pad)
{
    pad->dirty = pad->wanted;
    pad->generation++;
}

static void take_state(struct pad *pad, mono_t now, const struct device_command *command)
{
    if (pad->wanted && (int32_t)(command->revision - pad->want.revision) < 0) {
        return;
    }
    memcpy(&pad->want, command, device_command_size(command));
    pad->wanted = true;
    if (pad->evaluator) {
        pad->ask_until = mono_after(now, (int64_t)command->evaluator.ask_s * 1000);
    }
    show_again(pad);
}

static void take_verdict(struct pad *pad, mono_t now, uint64_t sequence, bool accepted)
{
    for (size_t i = 0; i < PRESSES; i++) {
        struct press *press = &pad->presses[i];
        if (press->state != PRESS_WAITS || press->event.sequence != sequence) {
            continue;
        }
        press->heard = now;
        press->state = pad->evaluator && !accepted ? PRESS_IGNORED : PRESS_ECHOED;
        if (press->state == PRESS_IGNORED) {
            return;
        }
        echo(pad, &press->frame);
        if (!accepted && profile_bool(pad->profile, options, "tell_refusal")) {
            struct ff68_frame no = ff68_success(pad->address, false);
            say(pad, &no);
        }
        return;
    }
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
        take_verdict(pad, now, command->acknowledge.sequence, command->acknowledge.accepted);
    } else if (command->kind == DEVICE_BEEP) {
        struct ff68_frame beep = ff68_beep(pad->address);
        say(pad, &beep);
    } else if (command->kind == DEVICE_RESET) {
        show_again(pad);
    } else if (command->kind == DEVICE_LEARN) {
        teaching_take(&pad->teaching, now, command);
    }
}

/* Presses that wait keep waiting: the pad still repeats them and they are not new. */
static void restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)now;
    (void)sink;
    struct pad *pad = state;
    act_clear(&pad->acts);
    show_again(pad);
}

/* ------------------------------------------------------------------ what is said */

static bool asks(const struct pad *pad, mono_t now)
{
    return pad->want.evaluator.state == EVALUATOR_ASK && mono_between(now, pad->ask_until) > 0;
}

/* Is there a frame for the wanted state? An evaluator only knows "please rate". */
static bool can_show(const struct pad *pad, mono_t now)
{
    return pad->wanted && (!pad->evaluator || asks(pad, now));
}

static struct driver_wish wish(const void *state, mono_t now)
{
    const struct pad *pad = state;
    bool show = can_show(pad, now);
    if (act_first(&pad->acts) != NULL || (pad->dirty && show)) {
        return wish_at(EXCHANGE_COMMAND, now);
    }
    return show && !pad->evaluator ? wish_at(EXCHANGE_HEALTH, pad->refresh_due) : wish_none();
}

static struct ff68_frame show_frame(const struct pad *pad)
{
    if (pad->evaluator) {
        return ff68_start_evaluation(pad->address);
    }
    char digits[4];
    number_digits(pad->want.pad.number, digits, sizeof digits);
    int waiting = pad->want.pad.waiting == UINT16_MAX ? -1 : pad->want.pad.waiting;
    waiting = waiting > 999 ? 999 : waiting;
    return ff68_show(pad->address, waiting, digits[0] == '\0' ? -1 : (int)strtol(digits, NULL, 10));
}

enum purpose { FOR_ACT, FOR_SHOW };

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    (void)class;
    struct pad *pad = state;
    *out = (struct exchange){.kind = EXCHANGE_RAW};
    const struct act *act = act_first(&pad->acts);
    if (act != NULL) {
        out->tag = FOR_ACT;
        out->size = act->size;
        memcpy(out->bytes, act->bytes, act->size);
        act_pop(&pad->acts); /* said once, whatever becomes of it: the pad repeats, not we */
        return 0;
    }
    if (!can_show(pad, now)) {
        return -1;
    }
    struct ff68_frame frame = show_frame(pad);
    out->tag = pad->generation << 1 | FOR_SHOW;
    out->size = (uint16_t)ff68_encode(&frame, out->bytes);
    return 0;
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    (void)sink;
    struct pad *pad = state;
    bool show = (exchange->tag & 1) == FOR_SHOW;
    if (!show || exchange->tag != (pad->generation << 1 | FOR_SHOW)) {
        return;
    }
    pad->dirty = result->status == EXCHANGE_LOST;
    pad->refresh_due = mono_after(now, profile_int(pad->profile, options, "refresh_ms"));
}

/* ------------------------------------------------------------------ what is heard */

static bool same_frame(const struct ff68_frame *a, const struct ff68_frame *b)
{
    return a->function == b->function && a->count == b->count &&
           memcmp(a->data, b->data, a->count) == 0;
}

/* A pad says its next key when the one before was echoed or given up: an echoed press is over
 * when another one was heard after it. */
static bool is_newest(const struct pad *pad, const struct press *press)
{
    for (size_t i = 0; i < PRESSES; i++) {
        const struct press *other = &pad->presses[i];
        if (other->state != PRESS_NONE && mono_between(press->heard, other->heard) > 0) {
            return false;
        }
    }
    return true;
}

/* Two pads that talk at once swallow each other's repeats: so much garbage on the line since
 * the press was last heard means that the pause was none of the pad's. */
static bool is_remembered(const struct pad *pad, const struct press *press, mono_t now)
{
    bool garbled = (int32_t)(pad->deframer.deframer.dropped - press->dropped) >= GARBLED_BYTES;
    int64_t window = garbled ? GARBLED_MS : REPEAT_MS;
    return (press->state != PRESS_NONE && is_newest(pad, press) &&
            mono_between(press->heard, now) <= window) ||
           (press->state == PRESS_WAITS && mono_between(press->at, now) <= VERDICT_MS);
}

static void raise_stuck(const struct pad *pad, struct device_sink *sink)
{
    struct device_event *event = device_sink_add(sink, DEVICE_ALARM);
    if (event != NULL) {
        event->alarm.alarm = ALARM_STUCK_KEY;
        event->alarm.address = pad->address;
    }
}

static void heard_again(struct pad *pad, struct press *press, mono_t now, struct device_sink *sink)
{
    press->heard = now;
    press->dropped = pad->deframer.deframer.dropped;
    if (press->state == PRESS_IGNORED) {
        return;
    }
    if (press->state == PRESS_ECHOED) {
        echo(pad, &press->frame);
        press->repeats++;
        if (press->repeats == STUCK_PRESSES) {
            raise_stuck(pad, sink);
        }
        return;
    }
    struct device_event *event =
        mono_between(press->at, now) > VERDICT_MS ? device_sink_add(sink, press->event.kind) : NULL;
    if (event != NULL) {
        *event = press->event;
        press->at = now;
    }
}

/* True when the frame is a repeat of a press that is known. */
static bool is_repeat(struct pad *pad, mono_t now, const struct ff68_frame *frame,
                      struct device_sink *sink)
{
    for (size_t i = 0; i < PRESSES; i++) {
        struct press *press = &pad->presses[i];
        if (is_remembered(pad, press, now) && same_frame(&press->frame, frame)) {
            heard_again(pad, press, now, sink);
            return true;
        }
    }
    return false;
}

/* A free place, else an echoed one, else the oldest. */
static struct press *press_place(struct pad *pad, mono_t now)
{
    struct press *oldest = &pad->presses[0];
    for (size_t i = 0; i < PRESSES; i++) {
        struct press *press = &pad->presses[i];
        if (!is_remembered(pad, press, now)) {
            return press;
        }
        bool better = press->state == PRESS_ECHOED && oldest->state == PRESS_WAITS;
        if (better || (press->state == oldest->state && press->at.ms < oldest->at.ms)) {
            oldest = press;
        }
    }
    return oldest;
}

/* Rows that name every byte ("05 0F") win over rows that take digits before a key ("0F"). */
static const struct profile_key *find_key(const struct pad *pad, const struct ff68_frame *frame,
                                          char digits[FF68_DATA])
{
    uint8_t last = 0;
    digits[0] = '\0';
    const struct profile_key *key =
        profile_key_find(pad->profile, frame->data, frame->count, false);
    if (key != NULL || pad->evaluator || ff68_read_key(frame, digits, &last) < 0) {
        return key;
    }
    return digits[0] != '\0' ? profile_key_find(pad->profile, &last, 1, true) : NULL;
}

static bool add_event(struct pad *pad, const struct profile_key *key, const char *digits,
                      struct press *press, struct device_sink *sink)
{
    struct device_event *event = device_sink_add(sink, pad->evaluator ? DEVICE_RATING : DEVICE_KEY);
    if (event == NULL) {
        return false;
    }
    pad->edges++;
    event->sequence = (uint64_t)pad->start << 32 | pad->edges;
    if (pad->evaluator) {
        event->rating.level = key->level;
        pad->ask_until = (mono_t){0}; /* answered: not to be asked again by a refresh */
    } else {
        event->key.action = key->action;
        snprintf(event->key.digits, sizeof event->key.digits, "%.7s", digits);
    }
    press->event = *event;
    press->state = PRESS_WAITS;
    return true;
}

/* Digits typed before a key are no part of its code. */
static bool teach(struct pad *pad, mono_t now, const struct ff68_frame *frame,
                  struct device_sink *sink)
{
    char digits[FF68_DATA];
    uint8_t last = 0;
    bool typed = !pad->evaluator && profile_key_find(pad->profile, frame->data, frame->count,
                                                     false) == NULL &&
                 ff68_read_key(frame, digits, &last) == 0 && digits[0] != '\0';
    return typed ? teaching_tell(&pad->teaching, now, &last, 1, true, sink)
                 : teaching_tell(&pad->teaching, now, frame->data, frame->count, false, sink);
}

static void take_press(struct pad *pad, mono_t now, const struct ff68_frame *frame,
                       struct device_sink *sink)
{
    char digits[FF68_DATA];
    bool stuck = false;
    bool taught = teach(pad, now, frame, sink);
    const struct profile_key *key = taught ? NULL : find_key(pad, frame, digits);
    bool known = key != NULL && (pad->evaluator ? key->level > 0 : key->action != KEY_NONE);
    bool allowed = known && key_guard_allows(&pad->guard, now, &stuck);
    if (stuck) {
        raise_stuck(pad, sink);
    }
    struct press *press = press_place(pad, now);
    *press = (struct press){.state = PRESS_ECHOED,
                            .frame = *frame,
                            .at = now,
                            .heard = now,
                            .dropped = pad->deframer.deframer.dropped};
    if (allowed && add_event(pad, key, digits, press, sink)) {
        return;
    }
    if (pad->evaluator) {
        press->state = PRESS_IGNORED;
    } else {
        echo(pad, frame); /* refused here and now: the pad may stop repeating */
    }
}

static void take_frame(struct pad *pad, mono_t now, const struct ff68_frame *frame,
                       struct device_sink *sink)
{
    uint8_t function = pad->evaluator ? FF68_RESULT : FF68_KEY;
    if (frame->address != pad->address || frame->function != function || frame->count == 0) {
        return;
    }
    if (!is_repeat(pad, now, frame, sink)) {
        take_press(pad, now, frame, sink);
    }
}

/* Never the answer to something: a pad answers nothing. */
static bool receive(void *state, mono_t now, const uint8_t *bytes, size_t count,
                    struct device_sink *sink)
{
    struct pad *pad = state;
    struct byte_stream in = {.at = bytes, .left = count};
    struct ff68_frame frame;
    while (ff68_take(&pad->deframer, now.ms * 1000, &in, &frame)) {
        take_frame(pad, now, &frame, sink);
    }
    return false;
}

static void overheard(void *state, uint32_t count)
{
    struct pad *pad = state;
    for (size_t i = 0; i < PRESSES; i++) {
        pad->presses[i].dropped += count;
    }
}

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile->kind != DEVICE_PAD && profile->kind != DEVICE_EVALUATOR) {
        return refuse(why, size, line, 0, "ff68 serves pads and evaluators only");
    }
    if (profile->key_count == 0) {
        return refuse(why, size, line, 0, "a pad without keys does nothing: keys is missing");
    }
    return vectors_check(&driver_ff68, NULL, profile, why, size, line);
}

const struct driver driver_ff68 = {
    .name = "ff68",
    .wire = WIRE_RAW,
    .state_size = sizeof(struct pad),
    .options = options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .receive = receive,
    .overheard = overheard,
    .restart = restart,
};
