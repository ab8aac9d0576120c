/* port.h: the host's end of a played line: a pty under a name, with a plug that can be pulled.
 *
 * DIR/ports/NAME is a link to the pty. Unplugging closes the pty's master, so that the host
 * sees what it sees when a USB adapter leaves (POLLHUP, then EIO), and takes the link away.
 * Plugging in makes a NEW pty under the same link, as Linux gives an adapter a new number.
 *
 * Answers to the host may wait for the adapter's latency timer: 16 ms on an FTDI (devices.md H).
 * Owner: a sim_line; one thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PORT_OUT = 4096 };

struct port {
    char link[256];
    int master, slave;   /* -1 = unplugged; the slave end is kept open so that a host may come
                          * and go without a hang-up on this side */
    int64_t latency_us;
    uint8_t out[PORT_OUT];
    size_t count;
    int64_t flush_us;    /* when `out` must go, INT64_MAX = it is empty */
    uint64_t lost;       /* bytes nobody fetched */
};

/* Makes the pty and the link DIR/ports/NAME. 0, or -1 with errno. */
int port_open(struct port *port, const char *folder, const char *name);
void port_close(struct port *port);
int port_unplug(struct port *port);
int port_plug(struct port *port);
bool port_is_plugged(const struct port *port);
/* A byte for the host, complete at `at_us`. */
void port_put(struct port *port, int64_t at_us, uint8_t byte);
/* Hands over what is due. */
void port_flush(struct port *port, int64_t now_us);
/* What the host has written: bytes read, 0 when there are none. */
size_t port_get(struct port *port, uint8_t *bytes, size_t size);
/* Undoes an exclusive claim that a killed host left on the pty; a real port loses it by itself. */
void port_release_claim(struct port *port);
