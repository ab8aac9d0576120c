/* port_tcp.c: a serial device server on the network, "tcp:HOST:PORT" (raw TCP mode). See port.h.
 *
 * Such a box keeps its own line settings; ours stand in its web page. A box that loses its
 * power says nothing, so keepalive and a user time-out find that within seconds. */
#include "devices/bus/port.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECT_MS = 1000,
    KEEPALIVE_IDLE_S = 5,
    KEEPALIVE_EVERY_S = 2,
    KEEPALIVE_PROBES = 3,
    UNACKNOWLEDGED_MS = 8000
};

static int split(const char *path, char *host, size_t size, const char **service)
{
    const char *begin = path + 4; /* after "tcp:" */
    const char *colon = strrchr(begin, ':');
    if (colon == NULL || colon == begin || colon[1] == '\0') {
        errno = EINVAL;
        return -1;
    }
    size_t length = (size_t)(colon - begin);
    if (begin[0] == '[' && colon[-1] == ']') { /* an IPv6 address */
        begin++;
        length -= 2;
    }
    if (length >= size) {
        errno = ENAMETOOLONG;
        return -1;
    }
    snprintf(host, size, "%.*s", (int)length, begin);
    *service = colon + 1;
    return 0;
}

static void keep_watch(int descriptor)
{
    static const struct {
        int level, option, value;
    } options[] = {
        {SOL_SOCKET, SO_KEEPALIVE, 1},
        {IPPROTO_TCP, TCP_NODELAY, 1},
        {IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S},
        {IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_EVERY_S},
        {IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES},
        {IPPROTO_TCP, TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        setsockopt(descriptor, options[i].level, options[i].option, &options[i].value,
                   sizeof options[i].value);
    }
}

static int wait_connected(int descriptor)
{
    struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
    int error = 0;
    socklen_t size = sizeof error;
    if (poll(&wait, 1, CONNECT_MS) <= 0) {
        error = ETIMEDOUT;
    } else if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        error = errno;
    }
    errno = error;
    return error == 0 ? 0 : -1;
}

static int connect_to(const struct addrinfo *address)
{
    int descriptor = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return -1;
    }
    keep_watch(descriptor);
    if (connect(descriptor, address->ai_addr, address->ai_addrlen) == 0) {
        return descriptor;
    }
    if (errno == EINPROGRESS && wait_connected(descriptor) == 0) {
        return descriptor;
    }
    int why = errno;
    close(descriptor);
    errno = why;
    return -1;
}

static int tcp_open(struct port *port, const struct profile_line *line)
{
    (void)line; /* the box has its own settings */
    char host[PORT_PATH];
    const char *service;
    struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    if (split(port->path, host, sizeof host, &service) != 0) {
        return -1;
    }
    if (getaddrinfo(host, service, &hints, &found) != 0) {
        errno = EHOSTUNREACH;
        return -1;
    }
    port->descriptor = connect_to(found); /* the first address: a box has one */
    int why = errno;
    freeaddrinfo(found);
    errno = why;
    return port->descriptor < 0 ? -1 : 0;
}

static void tcp_close(struct port *port)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(port->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(port->descriptor);
}

const struct port_kind port_tcp = {
    .name = "device server",
    .open = tcp_open,
    .close = tcp_close,
};
