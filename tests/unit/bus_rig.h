/* bus_rig.h: a line for the bus to work on: a pty with scripted Modbus slaves behind it, and
 * two small drivers that note what they see.
 *
 * The slaves have framing and CRC of their own: they share nothing with what is tested. The
 * slave thread owns the pty's master; scripts and counts cross under the rig's lock. */
#pragma once

#include "devices/bus/bus.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* ------------------------------------------------------------------ slaves */

enum slave_habit {
    SLAVE_ABSENT,
    SLAVE_GOOD,
    SLAVE_LATE,           /* answers `ms` after the request, with the right value */
    SLAVE_EXCEPTION,      /* code in `ms` */
    SLAVE_WRONG_UNIT,     /* a stranger's answer first, the right one `ms` later */
    SLAVE_WRONG_FUNCTION, /* likewise */
    SLAVE_ONLY_WRONG_UNIT,
    SLAVE_BAD_CRC, /* the first of two answers is damaged */
    SLAVE_ALWAYS_BAD_CRC,
    SLAVE_SPLIT, /* in three parts, `ms` apart */
    SLAVE_TRUNCATED,
    SLAVE_TWO_FRAMES, /* the answer and another's in one write */
    SLAVE_NOISE_BEFORE,
    SLAVE_NOISE_AFTER,
    SLAVE_TWIN, /* a second answer, of another value, `ms` later */
    SLAVE_HABITS
};

struct rig;

/* A pty behind the link `folder`/port, with no slave on it. */
struct rig *rig_create(void);
void rig_destroy(struct rig *rig);
const char *rig_port(const struct rig *rig);
void rig_habit(struct rig *rig, uint8_t unit, enum slave_habit habit, int ms);
/* The habit is late by a random 1.1 to 3 times `ms` each time. */
void rig_random_late(struct rig *rig, uint8_t unit, int ms, unsigned seed);
/* Closes the master, and later puts a new pty behind the same link. */
void rig_unplug(struct rig *rig);
void rig_plug(struct rig *rig);
/* The slave thread stops or goes on reading: a stuck flow control. */
void rig_deaf(struct rig *rig, bool deaf);
/* Bytes that nobody asked for. */
void rig_speak(struct rig *rig, const void *bytes, size_t count);
/* Says them and closes the master in the same breath. */
void rig_speak_and_unplug(struct rig *rig, const void *bytes, size_t count);
/* The adapter plays back what it is told; `spoil` of 1000 bytes come back wrong. */
void rig_echo(struct rig *rig, bool on, int spoil);
/* `bytes_a_second` random bytes from now on; 0 = stop. */
void rig_babble(struct rig *rig, int bytes_a_second, unsigned seed);

/* What the slaves saw. */
struct rig_counts {
    unsigned requests[256]; /* by unit, good CRC */
    unsigned writes[256];
    uint16_t written[256]; /* the last value written by function 6 */
    unsigned bad_requests;
    int64_t shortest_gap_us; /* from the last byte said to the first byte heard */
    size_t raw_bytes;        /* all that came */
};
struct rig_counts rig_counts(struct rig *rig);
/* What a slave answers for a register: depends on unit and address, never by chance the same. */
uint16_t rig_value(uint8_t unit, uint16_t address);

/* ------------------------------------------------------------------ drivers */

/* "fake_modbus": reads one register after the other and judges each value.
 * "fake_raw": says what a beep's length tells, hears 'K' as a key and 'A' as the answer. */
struct fake {
    atomic_int period_ms; /* of polls; 0 = none */
    atomic_int class;     /* enum exchange_class of the polls */
    atomic_int count;     /* registers a read */
    atomic_int reply_ms;  /* raw: is an answer awaited? */
    atomic_int to_all;    /* commands go to unit 0 */
    atomic_uint right, wrong, timeouts, garbled, exceptions, lost;
    atomic_uint commands_done, restarts, exception_code, sent;
    atomic_llong commanded_us, done_us;
};
extern struct fake fakes[256]; /* by address */
void fakes_reset(void);

/* A line with these drivers: raw when `raw`. `units` ends with 0. */
struct bus_settings rig_settings(const struct rig *rig, const uint8_t *units, bool raw,
                                 struct mailbox *events);
/* A line, its slaves (all good at first) and its events. */
struct rig_line {
    struct rig *rig;
    struct bus *bus;
    struct mailbox *events;
    struct bus_settings settings;
};
/* Creates all of it, but does not start the bus. `change` may be NULL. */
void rig_begin(struct rig_line *line, const uint8_t *units, bool raw,
               void (*change)(struct bus_settings *settings));
void rig_finish(struct rig_line *line);
/* Polls every unit each `period_ms`; all counts are 0 again. */
void rig_poll_all(const uint8_t *units, int period_ms);
/* Takes events until one is of that kind. False when none is left. */
bool rig_event(struct rig_line *line, enum device_event_kind kind, struct device_event *out);
/* Has that alarm come? Other events are thrown away. */
bool rig_alarm(struct rig_line *line, enum device_alarm alarm, uint8_t *address);
/* HALLQ_SEED or the default; printed. */
unsigned rig_seed(void);

int rig_command(struct bus *bus, uint8_t unit, uint16_t value);
/* CPU time of this process, microseconds. */
int64_t rig_cpu_us(void);
int rig_open_descriptors(void);

/* Waits until `condition` or `ms` are over; the condition's last value. */
#define rig_wait(condition, ms)                                                                    \
    ({                                                                                             \
        int64_t rig_until_ = mono_now_us() + (int64_t)(ms)*1000;                                   \
        bool rig_met_ = (condition);                                                               \
        while (!rig_met_ && mono_now_us() < rig_until_) {                                          \
            rig_pause();                                                                           \
            rig_met_ = (condition);                                                                \
        }                                                                                          \
        rig_met_;                                                                                  \
    })
void rig_pause(void); /* half a millisecond between two looks */
