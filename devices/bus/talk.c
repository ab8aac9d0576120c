/* talk.c: see talk.h. */
#include "devices/bus/talk.h"

#include <string.h>
#include <termios.h>

enum {
    BROADCAST_US = 100 * 1000, /* "MODBUS over Serial Line V1.02" 2.4.1: 100 to 200 ms */
    LONGEST_ANSWER = 300,      /* characters: no answer is still coming in after these */
    LOOK_US = 10 * 1000        /* how often a held line is looked at */
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool is_modbus(const struct talk *talk)
{
    return talk->exchange.kind == EXCHANGE_MODBUS;
}

static bool awaits_answer(const struct talk *talk)
{
    return is_modbus(talk) ? talk->exchange.unit != 0 : talk->exchange.reply_ms > 0;
}

bool talk_is_idle(const struct talk *talk)
{
    return talk->state == TALK_IDLE;
}

static void enter(struct talk *talk, enum talk_state state, int64_t deadline_us)
{
    talk->state = state;
    talk->deadline_us = deadline_us;
}

int talk_begin(struct talk *talk, struct master *master, int64_t now_us,
               const struct exchange *exchange, const struct talk_terms *terms)
{
    int size = exchange->size;
    if (exchange->kind == EXCHANGE_MODBUS) {
        size = master_request(master, exchange, talk->frame);
    } else {
        memcpy(talk->frame, exchange->bytes, exchange->size);
    }
    if (size <= 0) {
        return -1;
    }
    talk->said = (size_t)size;
    talk->exchange = *exchange;
    talk->terms = *terms;
    talk->attempts = 1;
    talk->ended = false;
    talk->begun_us = now_us;
    memset(&talk->result, 0, sizeof talk->result);
    enter(talk, TALK_GAP, later(now_us, terms->clear_us) + TALK_NOISE_US);
    return 0;
}

static void end(struct talk *talk, int64_t now_us, enum exchange_status status)
{
    talk->result.status = status;
    talk->ended_us = now_us;
    talk->ended = true;
    talk->echo_left = 0;
    enter(talk, TALK_IDLE, 0);
}

void talk_break(struct talk *talk, int64_t now_us, enum exchange_status status, size_t sent)
{
    memset(&talk->result, 0, sizeof talk->result);
    talk->result.sent = (uint16_t)sent;
    end(talk, now_us, status);
}

void talk_answered(struct talk *talk, int64_t now_us)
{
    if (talk->state == TALK_LISTEN) {
        talk->result.sent = (uint16_t)talk->said;
        end(talk, now_us, EXCHANGE_OK);
    }
}

/* ------------------------------------------------------------------ hearing */

void talk_forget(struct talk *talk, size_t from, size_t size)
{
    memmove(talk->heard + from, talk->heard + from + size, talk->heard_count - from - size);
    talk->heard_count -= size;
}

static void remember(struct talk *talk, const uint8_t *bytes, size_t count)
{
    if (count > sizeof talk->heard) {
        bytes += count - sizeof talk->heard;
        count = sizeof talk->heard;
    }
    if (talk->heard_count + count > sizeof talk->heard) {
        talk_forget(talk, 0, talk->heard_count + count - sizeof talk->heard);
        talk->noise = true;
    }
    memcpy(talk->heard + talk->heard_count, bytes, count);
    talk->heard_count += count;
}

/* Our own bytes come back first. Others in their place mean that two spoke at once. */
static void strip_echo(struct talk *talk, const uint8_t **bytes, size_t *count)
{
    while (*count > 0 && talk->echo_left > 0) {
        if (**bytes != talk->frame[talk->said - talk->echo_left]) {
            talk->damaged = true;
            talk->echo_left = 0;
            return;
        }
        talk->echo_left--;
        (*bytes)++;
        (*count)--;
    }
}

static void look_for_answer(struct talk *talk, struct master *master, int64_t now_us)
{
    struct master_place place;
    switch (master_find(master, &talk->exchange, talk->heard, talk->heard_count, &place,
                        &talk->result)) {
    case MASTER_ANSWER:
        talk_forget(talk, place.from, place.size);
        talk->result.sent = (uint16_t)talk->said;
        end(talk, now_us, talk->result.status);
        break;
    case MASTER_DAMAGED:
    case MASTER_PARTIAL: /* should silence follow now, it was cut off */
        talk->damaged = true;
        break;
    case MASTER_NOTHING: break;
    }
}

void talk_hear(struct talk *talk, struct master *master, int64_t now_us, const uint8_t **bytes,
               size_t *count)
{
    if (now_us - talk->heard_us > talk->terms.byte_us && talk->state != TALK_LISTEN) {
        talk->heard_count = 0; /* an old half frame has nothing to do with this */
    }
    talk->heard_us = now_us;
    strip_echo(talk, bytes, count);
    remember(talk, *bytes, *count);
    if (talk->state == TALK_LISTEN && is_modbus(talk) && *count > 0) {
        look_for_answer(talk, master, now_us);
    }
}

/* ------------------------------------------------------------------ steps */

static enum wire_state step_gap(struct talk *talk, struct wire *wire, int64_t now_us)
{
    int64_t silent_us = wire_silent_us(wire) + talk->terms.turnaround_us;
    bool noisy_for_long = now_us >= talk->deadline_us;
    if (now_us < talk->terms.clear_us || (now_us < silent_us && !noisy_for_long)) {
        return WIRE_BUSY;
    }
    if (noisy_for_long) {
        tcflush(wire->descriptor, TCIFLUSH);
    }
    talk->heard_count = 0;
    talk->damaged = false;
    talk->noise = false;
    talk->begun_us = now_us;
    talk->echo_left = talk->terms.echo ? talk->said : 0;
    wire_say(wire, now_us, talk->frame, talk->said);
    enter(talk, TALK_SAY, 0);
    return talk_step(talk, wire, now_us);
}

static enum wire_state step_say(struct talk *talk, struct wire *wire, int64_t now_us)
{
    enum wire_state state = wire_push(wire, now_us);
    if (state == WIRE_GONE) {
        return WIRE_GONE;
    }
    bool all_handed = wire->handed == talk->said;
    if (all_handed && awaits_answer(talk)) {
        /* a fast slave must not be overheard: listen at once, count from the last bit */
        talk->over_us = later(now_us, wire->said_us);
        enter(talk, TALK_LISTEN, talk->over_us + talk->terms.answer_us);
        return WIRE_BUSY;
    }
    if (state == WIRE_DONE && is_modbus(talk)) {
        talk->over_us = now_us;
        enter(talk, TALK_SETTLE, now_us + later(BROADCAST_US, talk->terms.turnaround_us));
        return WIRE_BUSY;
    }
    if (state == WIRE_DONE) {
        talk->result.sent = (uint16_t)talk->said;
        end(talk, now_us, EXCHANGE_OK);
        return WIRE_DONE;
    }
    talk->looked_us = now_us;
    if (wire->left < talk->said && now_us - wire->moved_us >= TALK_HELD_US) {
        talk_break(talk, now_us, EXCHANGE_TIMEOUT, wire_abandon(wire));
        return WIRE_DONE;
    }
    return WIRE_BUSY;
}

/* When listening ends if nothing more comes. */
static int64_t listen_until(const struct talk *talk, const struct wire *wire)
{
    int64_t pause_us = wire->heard_us + talk->terms.byte_us;
    bool heard_something = wire->heard_us > talk->begun_us;
    if (heard_something && talk->damaged) {
        return pause_us;
    }
    if (heard_something && (talk->heard_count > 0 || !is_modbus(talk))) {
        /* perhaps the answer is just coming in */
        int64_t last_us = talk->deadline_us + wire_takes_us(wire, LONGEST_ANSWER);
        int64_t until_us = later(talk->deadline_us, pause_us);
        return until_us < last_us ? until_us : last_us;
    }
    return talk->deadline_us;
}

static enum wire_state step_listen(struct talk *talk, struct wire *wire, int64_t now_us)
{
    if (wire_push(wire, now_us) == WIRE_GONE) {
        return WIRE_GONE;
    }
    if (now_us < listen_until(talk, wire)) {
        return WIRE_BUSY;
    }
    bool garbled = talk->damaged || (is_modbus(talk) && (talk->noise || talk->heard_count > 0));
    if (talk->damaged && talk->terms.retry && talk->attempts == 1) {
        talk->attempts = 2;
        enter(talk, TALK_GAP, now_us + TALK_NOISE_US);
        return WIRE_BUSY;
    }
    memset(&talk->result, 0, sizeof talk->result);
    talk->result.sent = (uint16_t)(talk->said < wire->left ? talk->said : wire->left);
    end(talk, now_us, garbled ? EXCHANGE_GARBLED : EXCHANGE_TIMEOUT);
    return WIRE_DONE;
}

static enum wire_state step_settle(struct talk *talk, int64_t now_us)
{
    if (now_us < talk->deadline_us) {
        return WIRE_BUSY;
    }
    talk->result.sent = (uint16_t)talk->said;
    end(talk, now_us, EXCHANGE_OK);
    return WIRE_DONE;
}

enum wire_state talk_step(struct talk *talk, struct wire *wire, int64_t now_us)
{
    switch (talk->state) {
    case TALK_GAP: return step_gap(talk, wire, now_us);
    case TALK_SAY: return step_say(talk, wire, now_us);
    case TALK_LISTEN: return step_listen(talk, wire, now_us);
    case TALK_SETTLE: return step_settle(talk, now_us);
    case TALK_IDLE: break;
    }
    return WIRE_DONE;
}

int64_t talk_wake_us(const struct talk *talk, const struct wire *wire)
{
    int64_t silent_us = wire_silent_us(wire) + talk->terms.turnaround_us;
    int64_t noise_us = talk->deadline_us;
    switch (talk->state) {
    case TALK_GAP: return later(talk->terms.clear_us, silent_us < noise_us ? silent_us : noise_us);
    case TALK_SAY: return wire->left == talk->said ? wire->said_us : talk->looked_us + LOOK_US;
    case TALK_LISTEN: return listen_until(talk, wire);
    case TALK_SETTLE: return talk->deadline_us;
    case TALK_IDLE: break;
    }
    return INT64_MAX;
}
