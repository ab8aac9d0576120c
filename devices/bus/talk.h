/* talk.h: one exchange on the wire, from the silence before it to its answer.
 *
 * Problem: what is said and heard must follow the line's rules (silence before a request, the
 * answer of that unit and no other, quiet after a failure), and the thread must meanwhile stay
 * awake for its mailbox, for bytes of other devices, and for the end.
 *
 * Design: a state machine that never waits. It is stepped when time passes or the port is
 * ready, is told each byte that came, and says when it must be stepped next. Only wire_push is
 * called from here.
 *
 *   GAP     wait until the line has been silent, and until the unit may be asked
 *   SAY     carry the bytes out; a line that is held for TALK_HELD_US is given up
 *   LISTEN  for the answer; frames of others are stepped over while the clock runs
 *   SETTLE  after a broadcast: nobody answers, everybody works
 *
 * A Modbus answer that is damaged is asked for once more, after silence; then the next device
 * has its turn. Owner and thread: the line's bus thread. Time comes in. */
#pragma once

#include "devices/bus/master.h"
#include "devices/bus/wire.h"

enum {
    TALK_HELD_US = 4 * 1000 * 1000, /* flow control may hold us this long */
    TALK_NOISE_US = 200 * 1000,     /* a line that never falls silent is talked into after this */
    TALK_HEARD = 1024               /* what is remembered of what was heard */
};

enum talk_state { TALK_IDLE, TALK_GAP, TALK_SAY, TALK_LISTEN, TALK_SETTLE };

/* What the line and the device allow. */
struct talk_terms {
    int64_t turnaround_us; /* silence beyond the frame gap */
    int64_t clear_us;      /* not before this: an answer may still be owed */
    int64_t answer_us;     /* how long an answer is awaited */
    int64_t byte_us;       /* pause that ends a frame */
    bool echo;             /* the adapter plays our own bytes back */
    bool retry;
};

struct talk {
    enum talk_state state;
    struct exchange exchange;
    struct talk_terms terms;
    struct exchange_result result;
    int64_t begun_us;    /* of this attempt */
    int64_t looked_us;   /* when a held line was looked at */
    int64_t over_us;     /* when our last byte was over */
    int64_t deadline_us; /* of the state */
    int64_t ended_us;
    uint8_t attempts;
    bool damaged; /* what looked like the answer failed its check */
    bool noise;   /* bytes came that are no answer to this */
    bool ended;
    size_t said;      /* bytes of frame */
    size_t echo_left; /* of our own bytes still to come back */
    int64_t heard_us; /* when the last byte came */
    enum master_finding finding;
    struct master_place place;
    size_t heard_count;
    uint8_t heard[TALK_HEARD];
    uint8_t frame[EXCHANGE_RAW_MAX];
};

/* Begins. 0, or -1 when the exchange cannot be said (a driver's mistake). */
int talk_begin(struct talk *talk, struct master *master, int64_t now_us,
               const struct exchange *exchange, const struct talk_terms *terms);
/* Carries on. WIRE_GONE: the port must be closed. WIRE_DONE: ended, see talk->result. */
enum wire_state talk_step(struct talk *talk, struct wire *wire, int64_t now_us);
/* Bytes came. Takes the echo of our own off the front; the rest is at *bytes, and what may be
 * Modbus is also kept in talk->heard until talk_forget. */
void talk_hear(struct talk *talk, struct master *master, int64_t now_us, const uint8_t **bytes,
               size_t *count);
/* Removes bytes from what was heard: they begin nothing, or belong to somebody else. */
void talk_forget(struct talk *talk, size_t from, size_t size);
/* A raw exchange: the driver took what came as its answer. */
void talk_answered(struct talk *talk, int64_t now_us);
/* Ends at once: the port is gone, or the thread must stop. */
void talk_break(struct talk *talk, int64_t now_us, enum exchange_status status, size_t sent);
/* When it must be stepped, if nothing happens before. */
int64_t talk_wake_us(const struct talk *talk, const struct wire *wire);
bool talk_is_idle(const struct talk *talk);
