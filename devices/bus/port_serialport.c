/* port_serialport.c: real serial ports, by libserialport. See port.h.
 *
 * libserialport opens and configures; reading and writing go to the descriptor directly,
 * because its blocking read spins after an unplug (devices.md F.3-2). It knows no exclusive
 * open (F.3-3): TIOCEXCL and flock are added here. */
#include "devices/bus/port.h"

#include <errno.h>
#include <libserialport.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static enum sp_parity parity_of(char letter)
{
    return letter == 'E' ? SP_PARITY_EVEN : letter == 'O' ? SP_PARITY_ODD : SP_PARITY_NONE;
}

static enum sp_flowcontrol flow_of(const char *word)
{
    if (strcmp(word, "rtscts") == 0) {
        return SP_FLOWCONTROL_RTSCTS;
    }
    return strcmp(word, "xonxoff") == 0 ? SP_FLOWCONTROL_XONXOFF : SP_FLOWCONTROL_NONE;
}

static int errno_of(enum sp_return result)
{
    switch (result) {
    case SP_ERR_ARG: return ENODEV;
    case SP_ERR_MEM: return ENOMEM;
    case SP_ERR_SUPP: return ENOTSUP;
    default: return errno != 0 ? errno : EIO;
    }
}

static enum sp_return configure(struct sp_port *serial, const struct profile_line *line)
{
    struct sp_port_config *config;
    enum sp_return result = sp_new_config(&config);
    if (result != SP_OK) {
        return result;
    }
    sp_set_config_baudrate(config, (int)line->baud);
    sp_set_config_bits(config, line->data_bits);
    sp_set_config_parity(config, parity_of(line->parity));
    sp_set_config_stopbits(config, line->stop_bits);
    sp_set_config_flowcontrol(config, flow_of(line->flow));
    result = sp_set_config(serial, config);
    sp_free_config(config);
    return result;
}

/* With VMIN 1 a read of 0 bytes can only mean: unplugged. */
static int set_minimum(int descriptor)
{
    struct termios settings;
    if (tcgetattr(descriptor, &settings) != 0) {
        return -1;
    }
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    settings.c_cflag &= ~(tcflag_t)HUPCL;
    return tcsetattr(descriptor, TCSANOW, &settings);
}

static int claim(int descriptor, const struct profile_line *line)
{
    if (port_tty_claim(descriptor) != 0 || set_minimum(descriptor) != 0) {
        return -1;
    }
    if (ioctl(descriptor, TIOCEXCL) != 0) {
        return -1;
    }
    return port_tty_tune(descriptor, line);
}

static void serialport_close(struct port *port)
{
    struct sp_port *serial = port->handle;
    sp_flush(serial, SP_BUF_BOTH);
    sp_close(serial);
    sp_free_port(serial);
}

static int serialport_open(struct port *port, const struct profile_line *line)
{
    struct sp_port *serial;
    enum sp_return result = sp_get_port_by_name(port->path, &serial);
    if (result != SP_OK) {
        errno = errno_of(result);
        return -1;
    }
    int descriptor = -1;
    result = sp_open(serial, SP_MODE_READ_WRITE);
    if (result != SP_OK) {
        goto free_port;
    }
    result = configure(serial, line);
    if (result == SP_OK) {
        result = sp_get_port_handle(serial, &descriptor);
    }
    if (result != SP_OK || claim(descriptor, line) != 0) {
        goto close_port;
    }
    sp_flush(serial, SP_BUF_BOTH);
    port->handle = serial;
    port->descriptor = descriptor;
    return 0;

    int why;
close_port:
    why = errno_of(result);
    sp_close(serial);
    errno = why;
free_port:
    why = errno_of(result);
    sp_free_port(serial);
    errno = why;
    return -1;
}

const struct port_kind port_serialport = {
    .name = "libserialport",
    .open = serialport_open,
    .close = serialport_close,
};
