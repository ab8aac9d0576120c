/* line.c: the thread of one line.
 *
 * One turn: take commands, (re)open the port if it is gone, let the exchange on the wire go on
 * or begin the next one, publish figures, then wait in ppoll for the port, the mailbox, or the
 * time at which something is due. Nothing in a turn waits.
 *
 * See bus.h, architecture.md "Bus", reliability.md B.2. */
#include "devices/bus/bus_private.h"

#define LOG_MODULE "bus"
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

enum {
    COMMANDS_A_TURN = 16,
    READS_A_TURN = 4,
    STEPS_A_TURN = 4,
    HEARTBEAT_US = 500 * 1000,  /* ages and figures move at least this often */
    TIMER_SLACK_NS = 20 * 1000, /* gaps are 1.75 ms: the default of 50 µs is a lot */
    DEFER_US = 20 * 1000,       /* a driver that wished and then had nothing to say */
    GULP_US = 5 * 1000,         /* how often a babbling line is read */
    BRIEF_US = 1000 * 1000,     /* a port that was open for less did not really open */
    STOP_US = 500 * 1000,       /* the exchange on the wire may end before the thread does */
    BYTE_MIN_MS = 20,           /* USB adapters hold bytes back for up to 16 ms */
    SLOWEST = 3,                /* a slow device is awaited up to so many times the setting */
    SLOW_SPACE = 4              /* one slower than that is left alone so many times as long */
};

static const char *name_of(const struct bus *bus)
{
    return bus->settings.name;
}

/* ------------------------------------------------------------------ the exchange that ended */

static enum sched_outcome outcome_of(const struct bus *bus)
{
    const struct talk *talk = &bus->talk;
    switch (talk->result.status) {
    case EXCHANGE_OK: {
        bool awaited = talk->exchange.kind == EXCHANGE_MODBUS ? talk->exchange.unit != 0
                                                              : talk->exchange.reply_ms > 0;
        return awaited ? SCHED_ANSWERED : SCHED_SENT;
    }
    case EXCHANGE_EXCEPTION: return SCHED_ANSWERED;
    default: return SCHED_SILENT;
    }
}

static void count(struct bus *bus, struct bus_seat *seat)
{
    enum exchange_status status = bus->talk.result.status;
    bus->figures.exchanges++;
    seat->figures.exchanges++;
    bus->figures.timeouts += status == EXCHANGE_TIMEOUT ? 1 : 0;
    seat->figures.timeouts += status == EXCHANGE_TIMEOUT ? 1 : 0;
    bus->figures.garbled += status == EXCHANGE_GARBLED ? 1 : 0;
    seat->figures.garbled += status == EXCHANGE_GARBLED ? 1 : 0;
    bus->figures.exceptions += status == EXCHANGE_EXCEPTION ? 1 : 0;
    bus->figures.busy_us += (uint64_t)(bus->talk.ended_us - bus->talk.begun_us);
}

static void count_answer(struct bus *bus, struct bus_seat *seat, int64_t took_us)
{
    int64_t usual_us = bus->settings.line.response_ms * INT64_C(1000);
    uint32_t took = took_us > 0 ? (uint32_t)took_us : 0;
    seat->answers++;
    seat->answers_us += took;
    seat->figures.answer_us_mean = (uint32_t)(seat->answers_us / seat->answers);
    if (took > seat->figures.answer_us_max) {
        seat->figures.answer_us_max = took;
    }
    seat->answer_us -= (seat->answer_us - usual_us) / 64; /* trust grows slowly */
}

/* What the outcome means for later requests to that unit. */
static void keep_the_book(struct bus *bus, int64_t now_us)
{
    const struct exchange *said = &bus->talk.exchange;
    enum exchange_status status = bus->talk.result.status;
    if (said->kind != EXCHANGE_MODBUS || said->unit == 0) {
        return;
    }
    if (status == EXCHANGE_OK && said->function <= 4) {
        answers_given(&bus->answers, said->unit, said->function, said->count, now_us);
    } else if (status == EXCHANGE_TIMEOUT || (status == EXCHANGE_GARBLED && !bus->talk.damaged)) {
        answers_missed(&bus->answers, said->unit, bus->talk.over_us, now_us);
    }
}

static void finish_exchange(struct bus *bus, int64_t now_us)
{
    size_t i = (size_t)bus->active;
    struct bus_seat *seat = &bus->seats[i];
    enum sched_outcome outcome = outcome_of(bus);
    int64_t cost_us = bus->talk.ended_us - bus->talk.begun_us;
    bus->active = BUS_NOBODY;
    bus->talk.ended = false;
    count(bus, seat);
    if (outcome == SCHED_ANSWERED) {
        count_answer(bus, seat, bus->talk.ended_us - bus->talk.over_us);
    }
    keep_the_book(bus, now_us);
    if (bus->talk.result.status != EXCHANGE_LOST &&
        sched_done(&bus->sched, i, bus->class, outcome, now_us, cost_us)) {
        drivers_restart(bus, i, now_us); /* before its answer is told: old keys are not replayed */
    }
    if (outcome == SCHED_ANSWERED) {
        drivers_overheard(bus, i, bus->listened);
    }
    drivers_complete(bus, i, now_us, &bus->talk.exchange, &bus->talk.result);
}

/* ------------------------------------------------------------------ the next exchange */

static struct talk_terms terms_of(const struct bus *bus, const struct bus_seat *seat,
                                  const struct exchange *exchange)
{
    const struct profile_line *line = &bus->settings.line;
    bool modbus = exchange->kind == EXCHANGE_MODBUS;
    int64_t byte_ms = line->byte_ms > BYTE_MIN_MS ? line->byte_ms : BYTE_MIN_MS;
    struct talk_terms terms = {
        .turnaround_us = line->turnaround_ms * INT64_C(1000),
        .answer_us = exchange->reply_ms * INT64_C(1000),
        .byte_us = byte_ms * 1000,
        .echo = line->local_echo,
        .retry = modbus,
    };
    if (modbus && terms.answer_us < seat->answer_us) {
        terms.answer_us = seat->answer_us;
    }
    if (modbus && exchange->function <= 4) {
        terms.clear_us =
            answers_clear_us(&bus->answers, exchange->unit, exchange->function, exchange->count);
    }
    return terms;
}

/* Begins what the schedule chooses. When nobody has anything to say: when somebody will. */
static int64_t begin_next(struct bus *bus, int64_t now_us)
{
    struct sched_wish wishes[LIMIT_DEVICES_A_LINE];
    drivers_wishes(bus, now_us, wishes);
    struct sched_choice choice = sched_pick(&bus->sched, now_us, wishes);
    if (choice.device < 0) {
        return choice.wake_us;
    }
    size_t i = (size_t)choice.device;
    struct exchange exchange;
    if (drivers_compose(bus, i, now_us, choice.class, &exchange) != 0) {
        sched_defer(&bus->sched, i, now_us + DEFER_US);
        return now_us;
    }
    struct talk_terms terms = terms_of(bus, &bus->seats[i], &exchange);
    bus->active = choice.device;
    bus->class = choice.class;
    bus->listened = 0;
    if (talk_begin(&bus->talk, bus->master, now_us, &exchange, &terms) != 0) {
        bus->talk.exchange = exchange;
        talk_break(&bus->talk, now_us, EXCHANGE_GARBLED, 0); /* a driver's mistake, logged */
        sched_defer(&bus->sched, i, now_us + DEFER_US);
    }
    return now_us;
}

/* ------------------------------------------------------------------ the port */

static void lose_port(struct bus *bus, int64_t now_us)
{
    log_warning("%s: %s is gone", name_of(bus), bus->port.path);
    port_close(&bus->port);
    if (bus->active != BUS_NOBODY && !bus->talk.ended) {
        talk_break(&bus->talk, now_us, EXCHANGE_LOST, bus->wire.left);
    }
    if (bus->active != BUS_NOBODY) {
        finish_exchange(bus, now_us);
    }
    sched_closed(&bus->sched);
    bus->figures.open = false;
    port_watch_begin(&bus->watch, now_us);
    if (now_us - bus->opened_us < BRIEF_US) {
        port_watch_failed(&bus->watch, now_us);
    }
    drivers_tell_health(bus, now_us);
}

static void try_open(struct bus *bus, int64_t now_us)
{
    if (port_open(&bus->port, bus->settings.port, &bus->settings.line) != 0) {
        if (bus->open_error != errno) {
            log_warning("%s: cannot open %s: %s", name_of(bus), bus->settings.port,
                        strerror(errno));
            bus->open_error = errno;
        }
        bus->port.descriptor = -1;
        port_watch_failed(&bus->watch, now_us);
        sched_closed(&bus->sched);
        return;
    }
    log_info("%s: %s is open (%s)", name_of(bus), bus->port.path, bus->port.kind->name);
    port_watch_end(&bus->watch);
    bus->figures.reopened += bus->opened_us != 0 ? 1 : 0;
    bus->figures.open = true;
    bus->opened_us = now_us;
    bus->open_error = 0;
    memset(&bus->talk, 0, sizeof bus->talk);
    wire_attach(&bus->wire, bus->port.descriptor, &bus->settings.line, bus->trace, now_us);
    answers_init(&bus->answers);
    sched_opened(&bus->sched);
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        drivers_restart(bus, i, now_us);
    }
}

/* ------------------------------------------------------------------ hearing */

/* A frame of a unit that nobody on this line is. */
static void heard_stranger(struct bus *bus, uint8_t unit, int64_t now_us)
{
    int64_t late_us;
    bus->figures.unsolicited++;
    if (answers_extra(&bus->answers, unit, now_us, &late_us) == ANSWERS_ALARM &&
        bus->settings.device_count > 0) {
        log_warning("%s: somebody answers as %u, who is not configured", name_of(bus), unit);
        drivers_alarm(bus, 0, now_us, ALARM_FOREIGN, unit);
    }
}

/* An answer that came after we gave up: the device lives, and needs more time. */
static void heard_late(struct bus *bus, size_t i, int64_t now_us, int64_t late_us)
{
    struct bus_seat *seat = &bus->seats[i];
    int64_t usual_us = bus->settings.line.response_ms * INT64_C(1000);
    int64_t want_us = late_us + late_us / 4 + 10 * 1000;
    bool hopeless = want_us > SLOWEST * usual_us;
    if (hopeless) {
        want_us = SLOWEST * usual_us;
    }
    if (want_us > seat->answer_us) {
        log_info("%s: %s answers late, after %d ms: waiting up to %d ms", name_of(bus),
                 bus->settings.devices[i].name, (int)(late_us / 1000), (int)(want_us / 1000));
        seat->answer_us = want_us;
    }
    if (late_us > seat->figures.answer_us_max) {
        seat->figures.answer_us_max = (uint32_t)late_us;
    }
    if (sched_heard(&bus->sched, i, now_us)) {
        drivers_restart(bus, i, now_us);
    }
    if (hopeless) { /* it lives, but each of its time-outs is the others' time */
        sched_defer(&bus->sched, i, now_us + SLOW_SPACE * late_us);
    }
}

/* A well-formed frame that is no answer to what is on the wire. */
static void heard_extra(struct bus *bus, uint8_t unit, int64_t now_us)
{
    int16_t i = bus->seat_of_unit[unit];
    if (i < 0) {
        heard_stranger(bus, unit, now_us);
        return;
    }
    bool asked = bus->talk.state == TALK_LISTEN && bus->talk.exchange.unit == unit;
    if (asked && !answers_owed(&bus->answers, unit, now_us)) {
        bus->talk.noise = true; /* it answers, but not to what was asked: keep listening */
        bus->figures.unsolicited++;
        return;
    }
    int64_t late_us;
    enum answers_kind kind = answers_extra(&bus->answers, unit, now_us, &late_us);
    if (kind == ANSWERS_WAS_LATE) {
        heard_late(bus, (size_t)i, now_us, late_us);
        return;
    }
    bus->figures.unsolicited++;
    if (kind == ANSWERS_ALARM) {
        log_warning("%s: two devices answer as %u", name_of(bus), unit);
        drivers_alarm(bus, (size_t)i, now_us, ALARM_TWIN, unit);
    }
}

/* Takes frames of others out of what was heard. Bytes that begin nothing are forgotten. */
static size_t sift(struct bus *bus, int64_t now_us)
{
    struct talk *talk = &bus->talk;
    struct master_place place;
    uint8_t unit;
    size_t garbage = 0;
    while (master_sift(bus->master, talk->heard, talk->heard_count, &unit, &place)) {
        garbage += place.from;
        talk_forget(talk, 0, place.from + place.size);
        heard_extra(bus, unit, now_us);
    }
    garbage += place.from;
    talk_forget(talk, 0, place.from);
    talk->noise = talk->noise || garbage > 0;
    return garbage;
}

/* Counts bytes that belong to nobody; a line full of them is babbling. */
static void count_garbage(struct bus *bus, int64_t now_us, size_t bytes)
{
    struct bus_babble *babble = &bus->babble;
    if (now_us - babble->window_us >= BABBLE_WINDOW_US) {
        babble->window_us = now_us;
        babble->bytes = 0;
    }
    babble->bytes += bytes;
    if (babble->bytes >= BABBLE_BYTES) {
        babble->last_us = now_us;
    }
    if (babble->bytes >= BABBLE_BYTES && !babble->on) {
        babble->on = true;
        log_warning("%s: the line is babbling", name_of(bus));
        drivers_alarm(bus, 0, now_us, ALARM_BABBLING, 0);
    } else if (babble->on && now_us - babble->last_us > BABBLE_OVER_US) {
        babble->on = false;
        log_info("%s: the line is calm again", name_of(bus));
    }
    bus->deaf_until_us = babble->on ? now_us + GULP_US : 0;
}

/* Reads once. 1 = bytes came, 0 = none, -1 = the port is gone. */
static int hear_once(struct bus *bus, int64_t now_us)
{
    uint8_t chunk[WIRE_CHUNK];
    const uint8_t *bytes = chunk;
    int got = wire_read(&bus->wire, now_us, chunk);
    if (got <= 0) {
        return got;
    }
    size_t left = (size_t)got;
    talk_hear(&bus->talk, bus->master, now_us, &bytes, &left);
    bus->listened += bus->talk.state == TALK_LISTEN ? (uint32_t)left : 0;
    bool sense = drivers_receive(bus, now_us, bytes, left);
    size_t garbage = bus->has_modbus ? sift(bus, now_us) : left;
    count_garbage(bus, now_us, sense ? 0 : garbage);
    return 1;
}

static void hear(struct bus *bus, int64_t now_us)
{
    for (int i = 0; i < READS_A_TURN; i++) {
        int got = hear_once(bus, now_us);
        if (got < 0) {
            lose_port(bus, now_us);
        }
        if (got <= 0) {
            return;
        }
    }
}

/* ------------------------------------------------------------------ one turn */

static void take_commands(struct bus *bus, int64_t now_us)
{
    for (int i = 0; i < COMMANDS_A_TURN; i++) {
        if (mailbox_take(bus->commands, &bus->command, sizeof bus->command) < 0) {
            return;
        }
        drivers_command(bus, now_us, &bus->command);
    }
}

static void take_trace(struct bus *bus)
{
    char file[BUS_TRACE_FILE];
    if (mailbox_take(bus->traces, file, sizeof file) < 0) {
        return;
    }
    trace_destroy(bus->trace);
    bus->trace = trace_create(file);
    bus->wire.trace = bus->trace;
}

/* Lets the exchange go on, or begins the next. Returns when to come again. */
static int64_t advance(struct bus *bus, int64_t now_us, bool begin)
{
    for (int i = 0; i < STEPS_A_TURN; i++) {
        if (bus->active == BUS_NOBODY) {
            int64_t wake_us = begin ? begin_next(bus, now_us) : INT64_MAX;
            if (wake_us > now_us) {
                return wake_us;
            }
        }
        if (bus->active != BUS_NOBODY && !bus->talk.ended &&
            talk_step(&bus->talk, &bus->wire, now_us) == WIRE_GONE) {
            lose_port(bus, now_us);
            return now_us;
        }
        if (bus->active != BUS_NOBODY && !bus->talk.ended) {
            return talk_wake_us(&bus->talk, &bus->wire);
        }
        if (bus->active != BUS_NOBODY) {
            finish_exchange(bus, now_us);
        }
    }
    return now_us;
}

static void publish(struct bus *bus, int64_t now_us)
{
    bus->figures.bytes_in = bus->wire.bytes_in;
    bus->figures.bytes_out = bus->wire.bytes_out;
    bus->figures.tracing = bus->trace != NULL;
    bus->figures.babbling = bus->babble.on;
    bus->figures.elapsed_us = (uint64_t)(now_us - bus->started_us);
    pthread_mutex_lock(&bus->lock);
    bus->shared.figures = bus->figures;
    for (size_t i = 0; i < bus->settings.device_count; i++) {
        struct bus_device_figures *out = &bus->shared.devices[i];
        *out = bus->seats[i].figures;
        out->health = bus->sched.devices[i].health;
        out->status = bus->seats[i].status;
        out->last_heard = (mono_t){bus->sched.devices[i].heard_us / 1000};
    }
    pthread_mutex_unlock(&bus->lock);
}

static struct timespec until(int64_t now_us, int64_t wake_us)
{
    int64_t wait_us = wake_us - now_us;
    if (wait_us < 0) {
        wait_us = 0;
    }
    if (wait_us > HEARTBEAT_US) {
        wait_us = HEARTBEAT_US;
    }
    return (struct timespec){.tv_sec = wait_us / 1000000, .tv_nsec = wait_us % 1000000 * 1000};
}

static short port_events(const struct bus *bus, int64_t now_us)
{
    bool room = bus->talk.state == TALK_SAY && wire_wants_room(&bus->wire);
    bool deaf = now_us < bus->deaf_until_us;
    return (short)((deaf ? 0 : POLLIN) | (room ? POLLOUT : 0));
}

static void wait_for_work(struct bus *bus, int64_t now_us, int64_t wake_us)
{
    bool open = bus->port.descriptor >= 0;
    if (open && now_us < bus->deaf_until_us && bus->deaf_until_us < wake_us) {
        wake_us = bus->deaf_until_us;
    }
    struct pollfd wait[] = {
        {.fd = bus->stop_descriptor,
         .events = atomic_load(&bus->stop) ? 0 : POLLIN}, /* once is enough */
        {.fd = mailbox_descriptor(bus->commands), .events = POLLIN},
        {.fd = bus->port.descriptor, .events = port_events(bus, now_us)},
        {.fd = open ? -1 : bus->watch.descriptor, .events = POLLIN},
        {.fd = mailbox_descriptor(bus->traces), .events = POLLIN},
    };
    struct timespec limit = until(now_us, wake_us);
    if (ppoll(wait, sizeof wait / sizeof *wait, &limit, NULL) <= 0) {
        return;
    }
    now_us = mono_now_us();
    if ((wait[2].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        lose_port(bus, now_us);
    } else if ((wait[2].revents & POLLIN) != 0) {
        hear(bus, now_us);
    }
    if (wait[3].revents != 0) {
        port_watch_changed(&bus->watch, now_us);
    }
}

static int64_t turn(struct bus *bus, int64_t now_us, bool stopping)
{
    int64_t wake_us = INT64_MAX;
    take_commands(bus, now_us);
    take_trace(bus);
    if (bus->port.descriptor < 0 && now_us >= port_watch_due(&bus->watch)) {
        try_open(bus, now_us);
    }
    if (bus->port.descriptor < 0) {
        wake_us = port_watch_due(&bus->watch);
    } else {
        wake_us = advance(bus, now_us, !stopping);
    }
    sched_age(&bus->sched, now_us);
    drivers_tell_health(bus, now_us);
    publish(bus, now_us);
    return wake_us;
}

/* Has something been said that is not over? */
static bool on_the_wire(const struct bus *bus)
{
    return bus->active != BUS_NOBODY && bus->talk.state != TALK_GAP;
}

void *bus_run(void *argument)
{
    struct bus *bus = argument;
    char thread_name[16];
    snprintf(thread_name, sizeof thread_name, "%.15s", name_of(bus));
    pthread_setname_np(pthread_self(), thread_name);
    prctl(PR_SET_TIMERSLACK, (unsigned long)TIMER_SLACK_NS);
    bus->started_us = mono_now_us();
    port_watch_begin(&bus->watch, bus->started_us);
    int64_t stop_us = 0;
    for (;;) {
        int64_t now_us = mono_now_us();
        bool stopping = atomic_load(&bus->stop);
        if (stopping && stop_us == 0) {
            stop_us = now_us + STOP_US;
        }
        int64_t wake_us = turn(bus, now_us, stopping);
        if (stopping && (!on_the_wire(bus) || now_us >= stop_us)) {
            break;
        }
        wait_for_work(bus, now_us, wake_us);
    }
    return NULL;
}
