/* sched.c: decides which device on one line speaks next. Rules and figures: sched.h. */
#include "devices/bus/sched.h"

#include <string.h>

/* After so many misses in a row, how long until the next try. The first miss of a device that
 * was well costs nothing. */
static const int64_t back_off_us[] = {0, 0, 1000 * 1000, 2 * 1000 * 1000, 5 * 1000 * 1000};
enum { BACK_OFFS = sizeof back_off_us / sizeof *back_off_us };

void sched_init(struct sched *sched, size_t count)
{
    memset(sched, 0, sizeof *sched);
    sched->count = count;
    sched->health_cost_us = 20 * 1000;
    for (size_t i = 0; i < count; i++) {
        sched->devices[i].health = HEALTH_UNKNOWN;
    }
}

static void forget_all(struct sched *sched, enum device_health health)
{
    sched->saved_us = 0;
    sched->probed_us = 0;
    sched->probe_us = 0;
    for (size_t i = 0; i < sched->count; i++) {
        sched->devices[i] = (struct sched_device){
            .health = health,
            .heard_us = sched->devices[i].heard_us,
        };
    }
}

void sched_opened(struct sched *sched)
{
    forget_all(sched, HEALTH_UNKNOWN);
}

void sched_closed(struct sched *sched)
{
    forget_all(sched, HEALTH_UNPLUGGED);
}

/* ------------------------------------------------------------------ choosing */

static bool is_silent(const struct sched_device *device)
{
    return device->misses >= SCHED_STALE_MISSES;
}

/* The earliest time at which this device's wish may be granted. */
static int64_t ready_us(const struct sched *sched, size_t i, const struct sched_wish *wish)
{
    const struct sched_device *device = &sched->devices[i];
    int64_t ready = wish->due_us > device->again_us ? wish->due_us : device->again_us;
    if (is_silent(device) && sched->probe_us > ready) {
        ready = sched->probe_us;
    }
    return ready;
}

/* Of two that want the same class: the earlier deadline, then who waited longer for a turn. */
static bool goes_before(const struct sched *sched, const struct sched_wish *wishes, size_t a,
                        size_t b)
{
    if (wishes[a].class != EXCHANGE_COMMAND && wishes[a].due_us != wishes[b].due_us) {
        return wishes[a].due_us < wishes[b].due_us;
    }
    return sched->devices[a].served_us < sched->devices[b].served_us;
}

/* The first of each class among those that answer, and the first silent one: -1 = none. */
struct candidates {
    int of_class[EXCHANGE_CLASSES];
    int silent;
    bool waiting; /* one that answers is due and had no turn since the last probe */
    int64_t wake_us;
};

static void consider(const struct sched *sched, const struct sched_wish *wishes, size_t i,
                     int *best)
{
    if (*best < 0 || goes_before(sched, wishes, i, (size_t)*best)) {
        *best = (int)i;
    }
}

static struct candidates collect(const struct sched *sched, int64_t now_us,
                                 const struct sched_wish *wishes)
{
    struct candidates found = {.of_class = {-1, -1, -1}, .silent = -1, .wake_us = INT64_MAX};
    for (size_t i = 0; i < sched->count; i++) {
        if (!wishes[i].any) {
            continue;
        }
        int64_t ready = ready_us(sched, i, &wishes[i]);
        if (ready > now_us) {
            found.wake_us = ready < found.wake_us ? ready : found.wake_us;
        } else if (is_silent(&sched->devices[i])) {
            if (found.silent < 0 ||
                sched->devices[i].served_us < sched->devices[found.silent].served_us) {
                found.silent = (int)i;
            }
        } else {
            consider(sched, wishes, i, &found.of_class[wishes[i].class]);
            found.waiting = found.waiting || sched->devices[i].served_us < sched->probed_us;
        }
    }
    return found;
}

struct sched_choice sched_pick(const struct sched *sched, int64_t now_us,
                               const struct sched_wish *wishes)
{
    struct candidates found = collect(sched, now_us, wishes);
    int command = found.of_class[EXCHANGE_COMMAND];
    int poll = found.of_class[EXCHANGE_POLL];
    int health = found.of_class[EXCHANGE_HEALTH];
    bool starved = poll >= 0 && now_us - wishes[poll].due_us > SCHED_STARVED_US;
    bool saved = health >= 0 && sched->saved_us >= sched->health_cost_us;
    bool yields = sched->last == EXCHANGE_COMMAND && (starved || saved);
    const int order[] = {
        yields ? -1 : command,
        found.waiting ? -1 : found.silent, /* may cost a time-out */
        saved ? health : -1,
        poll,
        command,
        health,
    };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i] >= 0) {
            return (struct sched_choice){
                .device = order[i], .class = wishes[order[i]].class, .wake_us = now_us};
        }
    }
    return (struct sched_choice){.device = -1, .wake_us = found.wake_us};
}

/* ------------------------------------------------------------------ outcomes */

bool sched_heard(struct sched *sched, size_t i, int64_t now_us)
{
    struct sched_device *device = &sched->devices[i];
    bool returned = device->misses > 0 && device->health != HEALTH_OK;
    device->misses = 0;
    device->silent_us = 0;
    device->again_us = 0;
    device->heard_us = now_us;
    device->health = HEALTH_OK;
    return returned;
}

static void missed(struct sched_device *device, int64_t now_us)
{
    if (device->silent_us == 0) {
        device->silent_us = now_us;
    }
    /* who was never heard gets no forgiveness */
    device->misses += device->misses == 0 && device->health != HEALTH_OK ? 2 : 1;
    if (device->misses >= BACK_OFFS) {
        device->misses = BACK_OFFS - 1;
    }
    device->again_us = now_us + back_off_us[device->misses];
    if (device->misses >= SCHED_STALE_MISSES && device->health != HEALTH_DEAD) {
        device->health = HEALTH_STALE;
    }
}

static void charge(struct sched *sched, enum exchange_class class, int64_t cost_us)
{
    if (class == EXCHANGE_HEALTH) {
        sched->saved_us -= cost_us;
        sched->health_cost_us += (cost_us - sched->health_cost_us) / 8;
    } else {
        sched->saved_us += cost_us * SCHED_HEALTH_SHARE / (100 - SCHED_HEALTH_SHARE);
    }
    if (sched->saved_us > SCHED_SAVED_MAX_US) {
        sched->saved_us = SCHED_SAVED_MAX_US;
    }
    if (sched->saved_us < -SCHED_SAVED_MAX_US) {
        sched->saved_us = -SCHED_SAVED_MAX_US;
    }
}

bool sched_done(struct sched *sched, size_t i, enum exchange_class class,
                enum sched_outcome outcome, int64_t now_us, int64_t cost_us)
{
    struct sched_device *device = &sched->devices[i];
    device->served_us = now_us;
    sched->last = class;
    if (outcome == SCHED_SILENT && is_silent(device)) {
        sched->probed_us = now_us;
        sched->probe_us = now_us + SCHED_PROBE_SPACE * cost_us;
    } else {
        charge(sched, class, cost_us);
    }
    if (outcome == SCHED_ANSWERED) {
        return sched_heard(sched, i, now_us);
    }
    if (outcome == SCHED_SILENT) {
        missed(device, now_us);
    }
    return false;
}

void sched_defer(struct sched *sched, size_t i, int64_t until_us)
{
    if (sched->devices[i].again_us < until_us) {
        sched->devices[i].again_us = until_us;
    }
}

void sched_age(struct sched *sched, int64_t now_us)
{
    for (size_t i = 0; i < sched->count; i++) {
        struct sched_device *device = &sched->devices[i];
        /* Silent since it was first asked in vain: who is rarely asked is not dead for that. */
        int64_t since_us = device->silent_us;
        if (device->health == HEALTH_STALE && now_us - since_us >= SCHED_DEAD_US) {
            device->health = HEALTH_DEAD;
        }
    }
}
