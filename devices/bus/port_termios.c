/* port_termios.c: ptys of simulated halls, and ttys that libserialport cannot name. See port.h.
 *
 * A pty ignores speed, parity and stop bits (devices.md G); they are set all the same, so that
 * this backend also drives hardware. No TIOCEXCL: on a pty it would outlive a killed program. */
#include "devices/bus/port.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const struct {
    uint32_t baud;
    speed_t speed;
} speeds[] = {
    {1200, B1200},     {2400, B2400},     {4800, B4800},     {9600, B9600},
    {19200, B19200},   {38400, B38400},   {57600, B57600},   {115200, B115200},
    {230400, B230400}, {460800, B460800}, {921600, B921600},
};

static int speed_of(uint32_t baud, speed_t *out)
{
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        if (speeds[i].baud == baud) {
            *out = speeds[i].speed;
            return 0;
        }
    }
    errno = EINVAL;
    return -1;
}

static void set_character(struct termios *settings, const struct profile_line *line)
{
    settings->c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS | HUPCL);
    settings->c_cflag |= (tcflag_t)(CREAD | CLOCAL | (line->data_bits == 7 ? CS7 : CS8));
    if (line->parity == 'E' || line->parity == 'O') {
        settings->c_cflag |= (tcflag_t)(PARENB | (line->parity == 'O' ? PARODD : 0));
    }
    if (line->stop_bits == 2) {
        settings->c_cflag |= CSTOPB;
    }
}

static void set_flow(struct termios *settings, const struct profile_line *line)
{
    if (strcmp(line->flow, "rtscts") == 0) {
        settings->c_cflag |= CRTSCTS;
    } else if (strcmp(line->flow, "xonxoff") == 0) {
        settings->c_iflag |= IXON | IXOFF;
    }
}

static int configure(int descriptor, const struct profile_line *line)
{
    struct termios settings;
    speed_t speed;
    if (tcgetattr(descriptor, &settings) != 0 || speed_of(line->baud, &speed) != 0) {
        return -1;
    }
    cfmakeraw(&settings);
    set_character(&settings, line);
    set_flow(&settings, line);
    settings.c_cc[VMIN] = 1; /* then a read of 0 bytes can only mean: hung up */
    settings.c_cc[VTIME] = 0;
    cfsetispeed(&settings, speed);
    cfsetospeed(&settings, speed);
    return tcsetattr(descriptor, TCSANOW, &settings);
}

static int termios_open(struct port *port, const struct profile_line *line)
{
    int descriptor = open(port->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return -1;
    }
    if (port_tty_claim(descriptor) != 0 || configure(descriptor, line) != 0 ||
        port_tty_tune(descriptor, line) != 0) {
        int why = errno;
        close(descriptor);
        errno = why;
        return -1;
    }
    tcflush(descriptor, TCIOFLUSH); /* nothing of before we came is an answer to us */
    port->descriptor = descriptor;
    return 0;
}

static void termios_close(struct port *port)
{
    port_tty_close(port->descriptor);
}

const struct port_kind port_termios = {
    .name = "termios",
    .open = termios_open,
    .close = termios_close,
};
