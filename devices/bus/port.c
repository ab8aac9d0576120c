/* port.c: choosing a backend, and what the tty backends share. See port.h.
 *
 * Low latency: an FTDI adapter holds short answers back for 16 ms unless it is told not to;
 * set at open only, never during traffic (devices.md H). RS485 direction: devices.md F.4. */
#include "devices/bus/port.h"

#define LOG_MODULE "port"
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <linux/serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static bool is_device_server(const char *path)
{
    return strncmp(path, "tcp:", 4) == 0;
}

/* libserialport opens what has an entry among the system's ttys. */
static bool is_system_tty(const char *path)
{
    char entry[PORT_PATH + 32];
    struct stat st;
    if (strncmp(path, "/dev/", 5) != 0 || strncmp(path, "/dev/pts/", 9) == 0) {
        return false;
    }
    snprintf(entry, sizeof entry, "/sys/class/tty/%s", path + 5);
    return lstat(entry, &st) == 0;
}

const struct port_kind *port_kind_of(const char *path)
{
    if (is_device_server(path)) {
        return &port_tcp;
    }
    return is_system_tty(path) ? &port_serialport : &port_termios;
}

/* The name to open: one that the system does not know as a tty may be a link to one. */
static int resolve(char out[PORT_PATH], const char *path)
{
    char whole[PATH_MAX];
    if (is_device_server(path) || is_system_tty(path)) {
        snprintf(whole, sizeof whole, "%s", path);
    } else if (realpath(path, whole) == NULL) {
        return -1;
    }
    if (strlen(whole) >= PORT_PATH) {
        errno = ENAMETOOLONG;
        return -1;
    }
    snprintf(out, PORT_PATH, "%.*s", PORT_PATH - 1, whole);
    return 0;
}

int port_open(struct port *port, const char *path, const struct profile_line *line)
{
    memset(port, 0, sizeof *port);
    port->descriptor = -1;
    if (resolve(port->path, path) != 0) {
        return -1;
    }
    port->kind = port_kind_of(port->path);
    if (port->kind->open(port, line) != 0) {
        return -1;
    }
    if (port->descriptor >= PORT_DESCRIPTORS) {
        port_close(port);
        errno = EMFILE;
        return -1;
    }
    return 0;
}

void port_close(struct port *port)
{
    if (port->kind != NULL && port->descriptor >= 0) {
        port->kind->close(port);
    }
    port->descriptor = -1;
    port->handle = NULL;
}

/* ------------------------------------------------------------------ ttys */

int port_tty_claim(int descriptor)
{
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        errno = EBUSY;
        return -1;
    }
    return 0;
}

static void try_low_latency(int descriptor)
{
    struct serial_struct serial;
    if (ioctl(descriptor, TIOCGSERIAL, &serial) != 0) {
        return; /* a pty, or an adapter without that knob */
    }
    serial.flags |= ASYNC_LOW_LATENCY;
    if (ioctl(descriptor, TIOCSSERIAL, &serial) != 0) {
        log_debug("low latency refused: %s", strerror(errno));
    }
}

static int set_direction(int descriptor, const struct profile_line *line)
{
    struct serial_rs485 rs485 = {
        .flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND |
                 (line->local_echo ? SER_RS485_RX_DURING_TX : 0U),
    };
    return ioctl(descriptor, TIOCSRS485, &rs485);
}

int port_tty_tune(int descriptor, const struct profile_line *line)
{
    try_low_latency(descriptor);
    bool insists = strcmp(line->rs485, "kernel") == 0;
    if (!insists && strcmp(line->rs485, "auto") != 0) {
        return 0;
    }
    if (set_direction(descriptor, line) != 0) {
        if (insists) {
            return -1;
        }
        log_debug("no kernel RS485 direction here (%s); the adapter switches by itself",
                  strerror(errno));
    }
    return 0;
}

void port_tty_close(int descriptor)
{
    tcflush(descriptor, TCIOFLUSH);
    close(descriptor);
}
