/* wire.h: one serial line as physics: bytes take time, and two at once destroy each other.
 *
 * Problem: a pty is not a wire (devices.md G): 3,000 bytes "at 1200 baud" pass in half a
 * millisecond, nothing collides, nothing is lost. A controller that was only ever tested on
 * ptys has never met its real opponent.
 *
 * Design: one line with up to WIRE_ENDPOINTS endpoints; endpoint 0 is the host. What an
 * endpoint sends waits in its own queue and each byte is due at start + n × bits / baud. A byte
 * is heard by all other endpoints when its last bit is over. On a two-wire line bytes that
 * overlap in time corrupt each other; on a point-to-point line (RS-232) both directions are
 * apart. Noise drops, flips or inserts bytes, from a seed. Endpoints may ask to be woken.
 *
 * Pure: time comes in as microseconds of the caller's monotonic clock. No I/O. Owner: one
 * struct sim_line; one thread. Source: devices.md F.1, G; reliability.md B.2. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIRE_ENDPOINTS = 66, WIRE_HOST = 0, WIRE_QUEUE = 2048 };
#define WIRE_NEVER INT64_MAX

struct wire;

struct wire_settings {
    uint32_t baud;
    uint8_t bits;      /* of one character with start, parity and stop: 10 for 8N1 */
    bool both_ways;    /* point to point with two pairs: no collisions, devices hear the host only */
    uint64_t seed;
};

/* Chances in a million, each byte. */
struct wire_noise {
    uint32_t drop, flip, insert;
};

/* What an endpoint can be told. `at_us` is the exact moment: the end of the byte's last bit,
 * or the moment asked for with wire_wake_at. Both may call wire_send and wire_wake_at. */
struct wire_listener {
    void *context;
    void (*hear)(void *context, int64_t at_us, uint8_t byte);
    void (*wake)(void *context, int64_t at_us);
};

struct wire *wire_create(const struct wire_settings *settings);
void wire_destroy(struct wire *wire);
/* Adds an endpoint: the first is the host. Its number, or -1 when the line is full. */
int wire_attach(struct wire *wire, const struct wire_listener *listener);

/* Queues bytes of an endpoint; they start at `at_us` or when what it is sending is over.
 * Bytes accepted: fewer when its queue is full. */
size_t wire_send(struct wire *wire, int endpoint, int64_t at_us, const uint8_t *bytes,
                 size_t count);
size_t wire_room(const struct wire *wire, int endpoint);
/* Forgets what an endpoint has queued: its power or its plug is gone. */
void wire_silence(struct wire *wire, int endpoint);
/* While held (hardware flow control) an endpoint starts no new byte. */
void wire_hold(struct wire *wire, int endpoint, int64_t at_us, bool hold);
bool wire_is_held(const struct wire *wire, int endpoint);
/* Asks for `wake` at a moment; replaces the earlier wish. WIRE_NEVER takes it back. */
void wire_wake_at(struct wire *wire, int endpoint, int64_t at_us);

/* Lets everything happen that is due up to `now_us`, in order of time. */
void wire_run(struct wire *wire, int64_t now_us);
/* When something is due next, or WIRE_NEVER. */
int64_t wire_next(const struct wire *wire);
/* When it is worth running: like wire_next, but the middle of a burst only each `grain_us`. */
int64_t wire_worth(const struct wire *wire, int64_t now_us, int64_t grain_us);

void wire_set_noise(struct wire *wire, struct wire_noise noise);
/* Length of `characters` characters, and the 3.5 that end a Modbus frame (1.75 ms above
 * 19200 baud), in microseconds. */
int64_t wire_characters_us(const struct wire *wire, uint32_t characters);
int64_t wire_gap_us(const struct wire *wire);

struct wire_figures {
    uint64_t bytes, collisions, dropped, flipped, inserted;
    int64_t busy_us;
};
void wire_figures(const struct wire *wire, struct wire_figures *out);
