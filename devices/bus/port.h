/* port.h: a serial line's way out of the machine: a real port, a pty, or a device server.
 *
 * Problem: libserialport configures and enumerates real ports well, but cannot open a pty and
 * spins after an unplug (devices.md F.3). Simulated halls run on ptys, and some halls put a
 * serial device server on the network.
 *
 * Design: three backends behind one const struct of functions. A backend opens, configures and
 * closes; bytes are read and written on the descriptor by wire.c, which sees a hang-up at once.
 * Every descriptor is non-blocking, close-on-exec, and closed after a flush, so that closing
 * never waits for a printer that holds its flow control.
 *
 * Owner and thread: the line's bus thread. */
#pragma once

#include "devices/device.h"

enum {
    PORT_PATH = 256,
    PORT_DESCRIPTORS = 1024 /* a descriptor must fit in a select() set (devices.md F.2-8) */
};

struct port;

struct port_kind {
    const char *name;
    /* Opens port->path with the line's settings and sets port->descriptor. 0, or -1 with
     * errno telling why. */
    int (*open)(struct port *port, const struct profile_line *line);
    /* Flushes and closes; never blocks. */
    void (*close)(struct port *port);
};

struct port {
    const struct port_kind *kind;
    int descriptor;       /* -1 = closed */
    void *handle;         /* the backend's own */
    char path[PORT_PATH]; /* as opened: links resolved */
};

extern const struct port_kind port_serialport; /* real ports, by libserialport */
extern const struct port_kind port_termios;    /* ptys, and ttys that libserialport cannot name */
extern const struct port_kind port_tcp;        /* "tcp:HOST:PORT": a serial device server */

/* Which backend a path needs. */
const struct port_kind *port_kind_of(const char *path);
/* Opens with the backend that fits. Links such as /dev/serial/by-id are resolved first: 0, or
 * -1 with errno (ENOENT: not there; EBUSY: another program has it). */
int port_open(struct port *port, const char *path, const struct profile_line *line);
/* Accepts a port that is closed. */
void port_close(struct port *port);

/* For the two tty backends. */
/* One program a port: two would mix their frames. 0, or -1 with EBUSY. */
int port_tty_claim(int descriptor);
/* What neither termios nor libserialport knows: low latency and RS485 direction. Tries; a
 * driver that cannot is fine unless the profile insists. 0 or -1. */
int port_tty_tune(int descriptor, const struct profile_line *line);
/* Throws away what waits in both directions, then closes. */
void port_tty_close(int descriptor);
