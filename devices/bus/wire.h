/* wire.h: bytes on an open port, with the line's pace and its silences.
 *
 * Problem: a request that is sent before the line was silent for 3.5 characters is dropped by
 * strict slaves; a printer that holds its flow control takes no byte for minutes; an adapter
 * that was pulled out must be noticed at the next look and not by a time-out.
 *
 * Design: everything is non-blocking. The wire knows when the last byte came, and when our own
 * last byte will be over (a kernel takes bytes at once, the wire at its baud rate), hence when
 * the line will have been silent. What we say is kept here until it has left; wire_push carries
 * it on whenever the port takes more.
 *
 * Sources: "MODBUS over Serial Line V1.02" 2.5.1.1 (t3.5; fixed 1.75 ms above 19200 baud);
 * devices.md F.1, F.2. Owner and thread: the line's bus thread. Time comes in. */
#pragma once

#include "devices/bus/trace.h"
#include "devices/device.h"

enum { WIRE_CHUNK = 256 /* bytes handed to the kernel, or read from it, at a time */ };

enum wire_state {
    WIRE_GONE = -1, /* hung up: the port must be closed */
    WIRE_BUSY = 0,  /* more to do later */
    WIRE_DONE = 1   /* all has left */
};

struct wire {
    int descriptor;
    int64_t character_us; /* one character takes this long */
    int64_t gap_us;       /* silence between two frames */
    int64_t heard_us;     /* when the last byte came */
    int64_t said_us;      /* when our last byte is over */
    uint64_t bytes_in, bytes_out;
    struct trace *trace; /* may be NULL */

    const uint8_t *bytes; /* what is being said; the caller's until DONE */
    size_t size, handed;  /* handed: to the kernel */
    size_t left;          /* of those, surely out */
    int64_t moved_us;     /* when bytes last moved */
};

void wire_attach(struct wire *wire, int descriptor, const struct profile_line *line,
                 struct trace *trace, int64_t now_us);

/* Reads what is there: bytes (at most WIRE_CHUNK), 0 when nothing is, or WIRE_GONE. */
int wire_read(struct wire *wire, int64_t now_us, uint8_t out[WIRE_CHUNK]);

/* Begins to say `size` bytes; wire_push carries it out. */
void wire_say(struct wire *wire, int64_t now_us, const uint8_t *bytes, size_t size);
enum wire_state wire_push(struct wire *wire, int64_t now_us);
/* Gives up on what has not left yet; returns how many bytes have. */
size_t wire_abandon(struct wire *wire);
/* Does wire_push wait for room in the kernel (watch for writability), or for time to pass? */
bool wire_wants_room(const struct wire *wire);

/* When the line will have been silent for a frame's gap, if nothing more is said. */
int64_t wire_silent_us(const struct wire *wire);
/* How long `count` characters take. */
int64_t wire_takes_us(const struct wire *wire, size_t count);
