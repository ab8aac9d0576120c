/* bus_private.h: what bus.c (outside), line.c (the thread) and drivers.c (calls into drivers)
 * share of one line. Everything but the mailboxes, `stop` and `shared` belongs to the thread. */
#pragma once

#include "devices/bus/answers.h"
#include "devices/bus/bus.h"
#include "devices/bus/port.h"
#include "devices/bus/port_watch.h"
#include "devices/bus/sched.h"
#include "devices/bus/talk.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    BUS_COMMANDS = 128, /* waiting for the thread; then bus_command refuses */
    BUS_TRACES = 8,
    BUS_NOBODY = -1,
    BABBLE_BYTES = 400, /* that belong to nobody, in a second */
    BABBLE_WINDOW_US = 1000 * 1000,
    BABBLE_OVER_US = 10 * 1000 * 1000
};

/* A device's place on the line. */
struct bus_seat {
    const struct driver *driver;
    void *state;
    enum device_health told; /* last told to the application */
    uint32_t status;         /* device_status_bit, as the driver last said */
    int64_t answer_us;       /* how long its answers are awaited now */
    uint64_t answers, answers_us;
    struct bus_device_figures figures;
};

/* Garbage on the line, by the second. */
struct bus_babble {
    int64_t window_us, last_us;
    size_t bytes;
    bool on;
};

struct bus {
    struct bus_settings settings;
    struct mailbox *commands;
    struct mailbox *traces; /* names of files, "" = none */
    int stop_descriptor;
    atomic_bool stop;
    bool started;
    pthread_t thread;

    struct port port;
    struct port_watch watch;
    struct wire wire;
    struct talk talk;
    struct master *master;
    struct trace *trace;
    struct answers answers;
    struct sched sched;
    struct bus_babble babble;
    uint32_t listened; /* bytes that came while the answer was awaited */
    struct bus_seat seats[LIMIT_DEVICES_A_LINE];
    int16_t seat_of_unit[ANSWERS_UNITS];
    bool has_modbus;
    int active;                /* the seat whose exchange is on the wire */
    enum exchange_class class; /* of that exchange */
    int64_t started_us, opened_us;
    int64_t deaf_until_us; /* a babbling line is read in gulps */
    int open_error;        /* errno last logged */
    struct bus_figures figures;
    struct device_command command; /* taken from the mailbox */

    pthread_mutex_t lock; /* guards `shared` only */
    struct {
        struct bus_figures figures;
        struct bus_device_figures devices[LIMIT_DEVICES_A_LINE];
    } shared;
};

/* ---- line.c */
void *bus_run(void *bus);

/* ---- drivers.c: each calls drivers and sends what they report to the application */
/* Sets the drivers' states up. 0 or -1 (logged). */
int drivers_init(struct bus *bus);
void drivers_finish(struct bus *bus);
void drivers_restart(struct bus *bus, size_t seat, int64_t now_us);
void drivers_command(struct bus *bus, int64_t now_us, const struct device_command *command);
void drivers_wishes(struct bus *bus, int64_t now_us, struct sched_wish *wishes);
/* 0, or -1: nothing after all. */
int drivers_compose(struct bus *bus, size_t seat, int64_t now_us, enum exchange_class class,
                    struct exchange *out);
/* All but this seat have overheard so many bytes of its answer. */
void drivers_overheard(struct bus *bus, size_t seat, uint32_t count);
void drivers_complete(struct bus *bus, size_t seat, int64_t now_us, const struct exchange *exchange,
                      const struct exchange_result *result);
/* Offers raw bytes to all. True when somebody made sense of them. */
bool drivers_receive(struct bus *bus, int64_t now_us, const uint8_t *bytes, size_t count);
/* Tells the application what the schedule knows of everybody's health. */
void drivers_tell_health(struct bus *bus, int64_t now_us);
void drivers_alarm(struct bus *bus, size_t seat, int64_t now_us, enum device_alarm alarm,
                   uint8_t address);
