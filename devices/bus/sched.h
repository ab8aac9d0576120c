/* sched.h: decides which device on one line speaks next.
 *
 * Problem: 64 devices share a wire that carries one exchange at a time. A press must be seen
 * within 400 ms, a board must change within 200 ms of its call, and a device with a cut cable
 * must not slow the others down.
 *
 * Rules, in this order:
 *   1. Commands go first, in turn. But after a command comes a poll that is SCHED_STARVED_US
 *      late or a health poll whose share is due, so that no flood of commands silences the keys.
 *   2. Health polls that have saved up enough of their share (SCHED_HEALTH_SHARE of the busy
 *      time) go next: the line's state is known even when the line is full.
 *   3. Event polls, the most overdue first.
 *   4. Health polls from what is left.
 *   5. A device that does not answer is asked again after 1, 2, then every 5 s. Such a probe
 *      goes after commands and before polls, but not before everybody who waits has had a turn
 *      since the last probe: a round grows by one time-out at most. One missed answer of a
 *      device that was well is forgiven: it is simply asked again in its turn.
 *
 * Health: STALE after SCHED_STALE_MISSES misses, DEAD after 15 s of silence. Devices that are
 * never awaited stay UNKNOWN.
 *
 * Pure: no I/O and no clock, time comes in, in microseconds. Owner and thread: the line's. */
#pragma once

#include "devices/device.h"

enum {
    SCHED_STALE_MISSES = 2,
    SCHED_DEAD_US = 15 * 1000 * 1000,
    SCHED_STARVED_US = 250 * 1000,
    SCHED_HEALTH_SHARE = 10, /* percent of the busy time */
    SCHED_SAVED_MAX_US = 2 * 1000 * 1000,
    SCHED_PROBE_SPACE = 2 /* after a probe, this many times its cost for the others */
};

struct sched_device {
    enum device_health health;
    uint16_t misses;
    int64_t heard_us;  /* 0 = never */
    int64_t silent_us; /* since when it owes an answer; 0 = it does not */
    int64_t again_us;  /* not asked before this */
    int64_t served_us; /* its last turn, for fairness among equals */
};
struct sched {
    size_t count;
    int64_t saved_us;         /* health's unused share */
    int64_t health_cost_us;   /* what a health exchange takes, about */
    int64_t probed_us;        /* when the last probe of a silent device ended */
    int64_t probe_us;         /* no other before this */
    enum exchange_class last; /* class of the last exchange */
    struct sched_device devices[LIMIT_DEVICES_A_LINE];
};

/* What a device's driver wants to say. */
struct sched_wish {
    bool any;
    enum exchange_class class;
    int64_t due_us;
};
struct sched_choice {
    int device; /* -1 = nobody now */
    enum exchange_class class;
    int64_t wake_us; /* when nobody: somebody is due then; INT64_MAX = nobody ever */
};

enum sched_outcome {
    SCHED_SENT, /* nothing was awaited */
    SCHED_ANSWERED,
    SCHED_SILENT /* no answer, or none that could be read */
};
void sched_init(struct sched *sched, size_t count);
/* The port was opened: nothing is known of anybody. */
void sched_opened(struct sched *sched);
/* The port is gone. */
void sched_closed(struct sched *sched);
struct sched_choice sched_pick(const struct sched *sched, int64_t now_us,
                               const struct sched_wish *wishes);
/* An exchange of `cost_us` ended. True when the device answers after a silence: its driver must
 * be restarted. */
bool sched_done(struct sched *sched, size_t device, enum exchange_class class,
                enum sched_outcome outcome, int64_t now_us, int64_t cost_us);
/* The device was heard otherwise: it spoke unasked, or late. True as above. */
bool sched_heard(struct sched *sched, size_t device, int64_t now_us);
/* Leaves a device alone until then: it had nothing to say after all. */
void sched_defer(struct sched *sched, size_t device, int64_t until_us);
/* Time passes: the stale die. */
void sched_age(struct sched *sched, int64_t now_us);
