/* bus.h: one serial line: its port, its thread, its schedule.
 *
 * Problem: a wire carries one exchange at a time. A press must be seen within 400 ms, a board
 * must change within 200 ms of its call, a device with a cut cable must not slow the others,
 * and a printer that holds its flow control for minutes must block nobody.
 *
 * Design: one owner thread a port. It waits in ppoll for its port and its mailbox, asks the
 * pure schedule (sched.h) whose turn it is, carries out that driver's exchange (Modbus by
 * libmodbus on the port's descriptor, raw bytes over the port), and posts device events to the
 * application's mailbox. It keeps the line's discipline in one place: 3.5 characters of
 * silence, drained input before each request, quiet after an error, retries, back-off for the
 * silent, reopening after an unplug.
 *
 * Owner: app/ creates, starts, stops. Thread: bus_command, bus_trace and bus_figures from any thread. */
#pragma once

#include "base/mailbox.h"
#include "devices/device.h"

struct bus;

enum { BUS_TRACE_FILE = 512 };

struct bus_device {
    uint16_t index; /* into the site's devices: in events and commands */
    uint8_t address;
    char name[LIMIT_CODE];
    const struct device_profile *profile;
};

struct bus_settings {
    char name[LIMIT_CODE];
    char port[256]; /* a device path, or "tcp:HOST:PORT"; names under --run are resolved */
    struct profile_line line;
    size_t device_count;
    struct bus_device devices[LIMIT_DEVICES_A_LINE];
    struct mailbox *events; /* of struct device_event; outlives the bus */
    uint32_t start;         /* differs at each start of the controller */
    char trace[BUS_TRACE_FILE]; /* pcap file of the line's bytes from the start, "" = none */
};

/* Figures of a line for health, /metrics and `hallq devices`. Counts since start. */
struct bus_figures {
    bool open, tracing, babbling; /* babbling: bytes that belong to nobody, without end */
    uint64_t exchanges, timeouts, garbled, exceptions, unsolicited, reopened, dropped_events;
    uint64_t bytes_in, bytes_out;
    uint64_t busy_us;    /* time the wire was in use */
    uint64_t elapsed_us; /* since start */
};
struct bus_device_figures {
    enum device_health health;
    uint32_t status;
    mono_t last_heard; /* {0} = never */
    uint64_t exchanges, timeouts, garbled;
    uint32_t answer_us_mean, answer_us_max;
};

struct bus *bus_create(const struct bus_settings *settings);
/* Starts the thread. 0 or -1. A port that is not there yet is waited for (0.5 to 10 s). */
int bus_start(struct bus *bus);
/* Hands a command over. 0, or -1 when the line's mailbox is full: a state is then lost until
 * the next one, an act must be reported as failed by the caller. */
int bus_command(struct bus *bus, const struct device_command *command);
/* From now on the line's bytes go into `file` (trace.h: made anew, mode 0600, bounded); "" ends
 * that, and bus_figures says when the last byte is in the file. 0, or -1: too long a name, or too
 * many requests at once. */
int bus_trace(struct bus *bus, const char *file);
/* Asks for the thread's end, waits for it (at most the longest exchange), frees all. */
void bus_destroy(struct bus *bus);

void bus_figures(struct bus *bus, struct bus_figures *out);
/* `position` counts the devices of this bus in the order of its settings. */
int bus_device_figures(struct bus *bus, size_t position, struct bus_device_figures *out);
