/* port.c: see port.h. */
#include "sim/port.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* A USB adapter sends at once when its packet of 62 bytes is full. */
enum { PACKET = 62 };

static void make_raw(int descriptor)
{
    struct termios settings;
    if (tcgetattr(descriptor, &settings) == 0) {
        cfmakeraw(&settings);
        tcsetattr(descriptor, TCSANOW, &settings);
    }
}

/* The link appears whole or not at all, also over an old one. */
static int make_link(const char *target, const char *link)
{
    char part[272];
    snprintf(part, sizeof part, "%s.part", link);
    unlink(part);
    if (symlink(target, part) < 0) {
        return -1;
    }
    return rename(part, link);
}

int port_plug(struct port *port)
{
    if (port->master >= 0) {
        return 0;
    }
    char name[64];
    port->count = 0;
    port->flush_us = INT64_MAX;
    port->slave = -1;
    port->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (port->master < 0 || grantpt(port->master) < 0 || unlockpt(port->master) < 0 ||
        ptsname_r(port->master, name, sizeof name) != 0) {
        goto failed;
    }
    port->slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (port->slave < 0) {
        goto failed;
    }
    make_raw(port->slave);
    if (make_link(name, port->link) < 0) {
        goto failed;
    }
    return 0;
failed:
    port_unplug(port);
    return -1;
}

int port_unplug(struct port *port)
{
    unlink(port->link);
    if (port->slave >= 0) {
        close(port->slave);
    }
    if (port->master >= 0) {
        close(port->master);
    }
    port->master = port->slave = -1;
    port->count = 0;
    port->flush_us = INT64_MAX;
    return 0;
}

int port_open(struct port *port, const char *folder, const char *name)
{
    char ports[256];
    memset(port, 0, sizeof *port);
    port->master = port->slave = -1;
    int n = snprintf(ports, sizeof ports, "%s/ports", folder);
    if (n < 0 || (size_t)n >= sizeof ports || (mkdir(ports, 0755) < 0 && errno != EEXIST)) {
        return -1;
    }
    n = snprintf(port->link, sizeof port->link, "%s/%s", ports, name);
    if (n < 0 || (size_t)n >= sizeof port->link) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return port_plug(port);
}

void port_close(struct port *port)
{
    port_unplug(port);
}

bool port_is_plugged(const struct port *port)
{
    return port->master >= 0;
}

void port_put(struct port *port, int64_t at_us, uint8_t byte)
{
    if (port->master < 0) {
        return;
    }
    if (port->count == sizeof port->out) {
        port->lost++;
        return;
    }
    if (port->count == 0) {
        port->flush_us = at_us + port->latency_us;
    }
    port->out[port->count++] = byte;
    if (port->count >= PACKET) {
        port->flush_us = at_us < port->flush_us ? at_us : port->flush_us;
    }
}

void port_flush(struct port *port, int64_t now_us)
{
    if (port->count == 0 || port->flush_us > now_us || port->master < 0) {
        return;
    }
    ssize_t n = write(port->master, port->out, port->count);
    if (n < 0 || (size_t)n < port->count) {
        port->lost += port->count - (n > 0 ? (size_t)n : 0); /* as a full receive FIFO */
    }
    port->count = 0;
    port->flush_us = INT64_MAX;
}

size_t port_get(struct port *port, uint8_t *bytes, size_t size)
{
    if (port->master < 0 || size == 0) {
        return 0;
    }
    ssize_t n = read(port->master, bytes, size);
    return n > 0 ? (size_t)n : 0;
}

void port_release_claim(struct port *port)
{
    if (port->slave >= 0) {
        ioctl(port->slave, TIOCNXCL);
    }
}
