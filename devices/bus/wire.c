/* wire.c: see wire.h. */
#include "devices/bus/wire.h"

#define LOG_MODULE "wire"
#include "base/log.h"
#include "devices/proto/modbus.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

void wire_attach(struct wire *wire, int descriptor, const struct profile_line *line,
                 struct trace *trace, int64_t now_us)
{
    uint64_t in = wire->bytes_in, out = wire->bytes_out;
    unsigned bits = rtu_character_bits(line->data_bits, line->parity, line->stop_bits);
    *wire = (struct wire){
        .descriptor = descriptor,
        .character_us = rtu_wire_us(line->baud, bits, 1),
        .gap_us = rtu_t35_us(line->baud),
        .heard_us = now_us,
        .said_us = now_us,
        .bytes_in = in,
        .bytes_out = out,
        .trace = trace,
    };
}

int wire_read(struct wire *wire, int64_t now_us, uint8_t out[WIRE_CHUNK])
{
    ssize_t got = read(wire->descriptor, out, WIRE_CHUNK);
    if (got > 0) {
        wire->heard_us = now_us;
        wire->bytes_in += (uint64_t)got;
        trace_heard(wire->trace, now_us, out, (size_t)got);
        log_bytes(LOG_MODULE, "rx", out, (size_t)got);
        return (int)got;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    return WIRE_GONE; /* 0 bytes: hung up (VMIN is 1); EIO, ENXIO, ECONNRESET: pulled out */
}

void wire_say(struct wire *wire, int64_t now_us, const uint8_t *bytes, size_t size)
{
    wire->bytes = bytes;
    wire->size = size;
    wire->handed = 0;
    wire->left = 0;
    wire->moved_us = now_us;
    if (wire->said_us < now_us) {
        wire->said_us = now_us;
    }
}

/* Bytes that the kernel still holds. A pty says 0: its bytes are with the other side. */
static size_t waiting(const struct wire *wire)
{
    int held = 0;
    if (ioctl(wire->descriptor, TIOCOUTQ, &held) != 0 || held < 0) {
        return 0;
    }
    return (size_t)held < wire->handed ? (size_t)held : wire->handed;
}

static void note_progress(struct wire *wire, int64_t now_us)
{
    size_t left = wire->handed - waiting(wire);
    if (left > wire->left) {
        wire->left = left;
        wire->moved_us = now_us;
    }
}

/* Hands over the next part. The kernel is never given more than a chunk beyond what left, so
 * that a held line can be given up with few bytes in doubt. */
static int hand_over(struct wire *wire, int64_t now_us)
{
    size_t part = wire->size - wire->handed;
    size_t ahead = wire->handed - wire->left;
    if (part > WIRE_CHUNK - ahead) {
        part = WIRE_CHUNK - ahead;
    }
    if (part == 0) {
        return 0;
    }
    const uint8_t *bytes = wire->bytes + wire->handed;
    ssize_t taken = write(wire->descriptor, bytes, part);
    if (taken < 0) {
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    trace_said(wire->trace, now_us, bytes, (size_t)taken);
    log_bytes(LOG_MODULE, "tx", bytes, (size_t)taken);
    wire->handed += (size_t)taken;
    wire->bytes_out += (uint64_t)taken;
    wire->said_us += wire_takes_us(wire, (size_t)taken);
    return 0;
}

enum wire_state wire_push(struct wire *wire, int64_t now_us)
{
    note_progress(wire, now_us);
    if (hand_over(wire, now_us) != 0) {
        return WIRE_GONE;
    }
    note_progress(wire, now_us);
    if (wire->handed < wire->size) {
        if (wire->said_us < now_us) {
            wire->said_us = now_us; /* the line was held: what follows goes out later */
        }
        return WIRE_BUSY;
    }
    return wire->left == wire->size && now_us >= wire->said_us ? WIRE_DONE : WIRE_BUSY;
}

size_t wire_abandon(struct wire *wire)
{
    size_t left = wire->handed - waiting(wire);
    tcflush(wire->descriptor, TCOFLUSH);
    wire->size = 0;
    wire->handed = 0;
    wire->left = 0;
    return left;
}

bool wire_wants_room(const struct wire *wire)
{
    return wire->handed < wire->size && wire->handed - wire->left < WIRE_CHUNK;
}

int64_t wire_silent_us(const struct wire *wire)
{
    int64_t last = wire->heard_us > wire->said_us ? wire->heard_us : wire->said_us;
    return last + wire->gap_us;
}

int64_t wire_takes_us(const struct wire *wire, size_t count)
{
    return (int64_t)count * wire->character_us;
}
