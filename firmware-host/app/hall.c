/* hall.c: the gate between deciding and showing. See hall.h.
 *
 *   submit: decide -> apply to the deciding engine -> journal -> (answer waits)
 *   durable notice: apply to the shown engine -> listeners, boards, panels -> answers
 *   failed notice: deciding engine := shown engine; all that waited is refused
 */
#define LOG_MODULE "hall"
#include "app/hall_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    NOTICE_CAPACITY = 4096,
    DEVICE_EVENT_CAPACITY = 8192,
    TICK_MS = 100,
    CLOCK_STEP_MS = 2000
};

const char *hall_text(const struct hall *hall, enum language_code code, const char *key)
{
    return language_text(hall->settings.language, code, key);
}

const char *hall_words(const struct words *words, enum language_code code)
{
    return code == LANGUAGE_EN && words->en[0] != '\0' ? words->en : words->zh;
}

int hall_command(struct hall *hall, const struct device_command *command)
{
    struct bus *bus = hall_bus(hall, hall->site->devices[command->device].line);
    return bus != NULL ? bus_command(bus, command) : -1;
}

/* ------------------------------------------------------------------ journaling */

/* The store is the only judge of what is durable; when it takes nothing, the hall says so. */
int hall_journal(struct hall *hall, struct event *events, size_t count)
{
    if (!hall->writable || !outbox_has_room(hall->outbox, count)) {
        return -1;
    }
    int64_t mono = hall_mono_ms();
    for (size_t i = 0; i < count; i++) {
        events[i].mono_ms = mono;
    }
    if (store_append(hall->store, events, count) < 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        engine_apply(hall->deciding, &events[i]);
        office_apply(hall->office_deciding, &events[i]);
        outbox_add_event(hall->outbox, &events[i]);
    }
    return 0;
}

int hall_record(struct hall *hall, struct event *event)
{
    event->seq = engine_last_seq(hall->deciding) + 1;
    event->at = wall_now();
    event->day = engine_day(hall->deciding) != 0 ? engine_day(hall->deciding)
                                                 : wall_day(event->at);
    return hall_journal(hall, event, 1);
}

void hall_answer_later(struct hall *hall, int error, const struct outcome *outcome,
                       hall_done done, void *context)
{
    int64_t seq = engine_last_seq(hall->deciding);
    if (error == HALL_NOT_DURABLE) {
        seq = 0;
    }
    outbox_add_answer(hall->outbox, seq, done, context, error, outcome);
    if (seq <= hall->durable_seq) {
        event_active(hall->kick, EV_TIMEOUT, 0);
    }
}

int hall_submit(struct hall *hall, const struct command *command, struct outcome *decided,
                hall_done done, void *context)
{
    struct outcome outcome = {0};
    hall->scratch.count = 0;
    int error = HALL_NOT_DURABLE;
    if (hall->writable) {
        error = engine_decide(hall->deciding, command, wall_now(), &hall->scratch, &outcome);
    }
    if (error == 0) {
        error = office_gate_react(hall, &outcome);
        outcome = error == 0 ? outcome : (struct outcome){0};
    }
    if (error == 0 && hall->scratch.count > 0 &&
        hall_journal(hall, hall->scratch.events, hall->scratch.count) < 0) {
        error = HALL_NOT_DURABLE;
        outcome = (struct outcome){0};
    }
    if (decided != NULL) {
        *decided = outcome;
    }
    hall_answer_later(hall, error, &outcome, done, context);
    return error;
}

/* ------------------------------------------------------------------ durability */

static void tell(struct hall *hall, const struct event *event)
{
    engine_apply(hall->shown, event);
    office_apply(hall->office_shown, event);
    counters_durable_event(hall, event);
    paper_durable_event(hall, event);
    for (size_t i = 0; i < hall->listener_count; i++) {
        hall->listeners[i].call(hall->listeners[i].context, event);
    }
}

static void release(struct hall *hall)
{
    struct event event;
    bool any = false;
    while (outbox_take_event(hall->outbox, hall->durable_seq, &event)) {
        tell(hall, &event);
        any = true;
    }
    if (any) {
        counters_refresh(hall);
    }
    struct answer answer;
    while (outbox_take_answer(hall->outbox, hall->durable_seq, &answer)) {
        answer.done(answer.context, answer.error, &answer.outcome);
    }
}

static void refuse_all(struct hall *hall, const char *reason)
{
    log_error("the journal could not be written (%s): nothing is accepted until it can", reason);
    hall->writable = false;
    outbox_drop_events(hall->outbox);
    engine_copy(hall->deciding, hall->shown);
    struct answer answer;
    static const struct outcome nothing;
    while (outbox_take_answer(hall->outbox, INT64_MAX, &answer)) {
        int error = answer.seq <= hall->durable_seq ? answer.error : HALL_NOT_DURABLE;
        answer.done(answer.context, error, error == 0 ? &answer.outcome : &nothing);
    }
}

static int tell_found(void *context, const struct event *event)
{
    struct hall *hall = context;
    hall->durable_seq = event->seq;
    tell(hall, event);
    return 0;
}

/* What was refused may have reached the disk all the same: the journal is the judge. */
static void recover(struct hall *hall, int64_t seq)
{
    int64_t known = engine_last_seq(hall->shown);
    if (seq > known && store_replay(hall->store, known + 1, 0, tell_found, hall) < 0) {
        log_error("the journal cannot be read back: nothing is accepted");
        return;
    }
    engine_copy(hall->deciding, hall->shown);
    if (office_gate_load(hall) < 0) {
        log_error("the office's records cannot be read back: nothing is accepted");
        return;
    }
    counters_refresh(hall);
    hall->writable = true;
    supervision_settle(hall);
    log_info("the journal can be written again after %lld", (long long)seq);
}

static void take_notices(struct hall *hall)
{
    struct store_notice notice;
    while (mailbox_take(hall->notices, &notice, sizeof notice) > 0) {
        if (notice.kind == STORE_RECOVERED) {
            recover(hall, notice.seq);
            continue;
        }
        if (notice.seq > hall->durable_seq) {
            hall->durable_seq = notice.seq;
        }
        release(hall);
        if (notice.kind == STORE_FAILED) {
            refuse_all(hall, notice.reason);
        }
    }
}

static void on_notice(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    take_notices(context);
}

static void on_kick(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    release(context);
}

static void on_device(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct hall *hall = context;
    struct device_event event;
    while (mailbox_take(hall->device_events, &event, sizeof event) > 0) {
        if (event.device < hall->site->device_count) {
            router_device_event(hall, &event);
        }
    }
}

/* ------------------------------------------------------------------ time */

static void watch_clock(struct hall *hall, wall_t wall, mono_t mono)
{
    int64_t expected =
        (int64_t)((double)mono_between(hall->last_mono, mono) * hall_clock_speed());
    int64_t step = wall_between(hall->last_wall, wall) - expected;
    if (step > CLOCK_STEP_MS || step < -CLOCK_STEP_MS) {
        struct event event = {.kind = EVENT_CLOCK_STEPPED, .count = (int32_t)(step / 1000)};
        log_warning("the clock was set by %lld s", (long long)(step / 1000));
        hall_record(hall, &event);
    }
    hall->last_wall = wall;
    hall->last_mono = mono;
}

static void on_tick(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct hall *hall = context;
    mono_t mono = mono_now();
    wall_t wall = wall_now();
    if (!hall_clock_is_simulated()) {
        watch_clock(hall, wall, mono);
    }
    traces_tick(hall, mono);
    supervision_tick(hall, mono);
    if (!hall->writable) {
        return;
    }
    business_day_tick(hall, wall);
    office_gate_tick(hall, mono);
    defaults_tick(hall, wall);
    if (engine_due(hall->deciding).ms <= wall.ms) {
        struct command tick = {.kind = COMMAND_TICK, .actor = "system"};
        hall_submit(hall, &tick, NULL, NULL, NULL);
    }
    panels_tick(hall, mono);
    counters_tick(hall, mono);
    slips_tick(hall, mono);
}

/* ------------------------------------------------------------------ start and stop */

static int replay_event(void *context, const struct event *event)
{
    struct hall *hall = context;
    if (event->kind == EVENT_DAY_OPENED) {
        hall->last_day = event->day;
    }
    engine_apply(hall->deciding, event);
    return 0;
}

/* The witness may have seen more than the database holds. Records are lost then, but no number
 * that was given out is given out again; also not after the next restart, when the journal has
 * passed the gap: so the numbers are taken over each time. Lost records. */
static int64_t skip_lost(struct hall *hall)
{
    const struct store_witness *witness = store_witness(hall->store);
    int64_t last = store_last_seq(hall->store);
    if (!witness->present) {
        return 0;
    }
    engine_skip_to(hall->deciding, witness->seq, witness->day, "", 0, witness->ordinal);
    for (uint16_t i = 0; i < witness->series_count; i++) {
        engine_skip_to(hall->deciding, witness->seq, witness->day, witness->series[i].series,
                       witness->series[i].value, witness->ordinal);
    }
    if (witness->seq <= last) {
        return 0;
    }
    log_error("records %lld to %lld are lost: the witness saw them, the database lacks them",
              (long long)last + 1, (long long)witness->seq);
    return witness->seq - last;
}

static int open_store(struct hall *hall, char *why, size_t size, int *pid)
{
    struct store_settings settings = {.folder = hall->settings.data_folder,
                                      .notices = hall->notices,
                                      .backup_minutes = hall->settings.backup_minutes};
    int result = store_open(&settings, &hall->store, why, size, pid);
    if (result < 0) {
        return result;
    }
    int64_t from = store_replay_start(hall->store);
    if (from > 0 && store_replay(hall->store, from, 0, replay_event, hall) < 0) {
        snprintf(why, size, "the journal could not be read back");
        return STORE_BROKEN;
    }
    int64_t lost = skip_lost(hall);
    if (engine_last_seq(hall->deciding) < store_last_seq(hall->store)) {
        engine_skip_to(hall->deciding, store_last_seq(hall->store), 0, "", 0, 0);
    }
    hall->durable_seq = engine_last_seq(hall->deciding);
    engine_copy(hall->shown, hall->deciding);
    if (office_gate_load(hall) < 0) {
        snprintf(why, size, "the office's records could not be read back");
        return STORE_BROKEN;
    }
    paper_start(hall);
    hall->writable = true;
    if (lost > 0) {
        struct event event = {.kind = EVENT_RECORD_LOST, .count = (int32_t)lost};
        hall_record(hall, &event);
    }
    return 0;
}

static void bus_settings_of(const struct hall *hall, uint16_t line, struct bus_settings *out)
{
    const struct site_line *from = &hall->site->lines[line];
    memset(out, 0, sizeof *out);
    snprintf(out->name, sizeof out->name, "%s", from->name);
    if (strncmp(from->port, "sim:", 4) == 0) {
        snprintf(out->port, sizeof out->port, "%s/ports/%s", hall->settings.run_folder,
                 from->port + 4);
    } else {
        snprintf(out->port, sizeof out->port, "%s", from->port);
    }
    out->line = from->settings;
    out->events = hall->device_events;
    out->start = hall->settings.start;
}

static int make_bus(struct hall *hall, uint16_t line)
{
    struct bus_settings *settings = calloc(1, sizeof *settings);
    if (settings == NULL) {
        return -1;
    }
    bus_settings_of(hall, line, settings);
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        const struct site_device *device = &hall->site->devices[i];
        if (device->line != line || settings->device_count == LIMIT_DEVICES_A_LINE) {
            continue;
        }
        hall->positions[i] = settings->device_count;
        struct bus_device *to = &settings->devices[settings->device_count++];
        to->index = i;
        to->address = device->address;
        to->profile = &hall->site->profiles[device->profile];
        snprintf(to->name, sizeof to->name, "%s", device->name);
    }
    hall->buses[line] = bus_create(settings);
    free(settings);
    return hall->buses[line] != NULL ? 0 : -1;
}

static int make_parts(struct hall *hall)
{
    struct queue_plan *plan = calloc(1, sizeof *plan);
    if (plan == NULL) {
        return -1;
    }
    plan_from_site(hall->site, hall_clock_speed(), plan);
    hall->deciding = engine_create(plan);
    hall->shown = engine_create(plan);
    free(plan);
    hall->scratch.events = calloc(EVENTS_A_COMMAND + OFFICE_DRAFT, sizeof *hall->scratch.events);
    hall->scratch.capacity = EVENTS_A_COMMAND + OFFICE_DRAFT;
    hall->notices = mailbox_create(sizeof(struct store_notice), NOTICE_CAPACITY);
    hall->device_events = mailbox_create(sizeof(struct device_event), DEVICE_EVENT_CAPACITY);
    hall->outbox = outbox_create();
    hall->counters = counters_create(hall);
    hall->rating = rating_create();
    hall->defaults = defaults_create(hall);
    hall->health = health_create();
    hall->learning = learning_create();
    hall->paper = paper_create();
    hall->panels = panels_create(hall);
    hall->slips = slips_create(hall);
    hall->supervision = supervision_create();
    bool complete = office_gate_create(hall) == 0 && hall->deciding != NULL && hall->shown != NULL &&
                    hall->scratch.events != NULL && hall->notices != NULL &&
                    hall->device_events != NULL && hall->outbox != NULL &&
                    hall->counters != NULL && hall->rating != NULL && hall->defaults != NULL &&
                    hall->health != NULL && hall->panels != NULL && hall->slips != NULL &&
                    hall->supervision != NULL && hall->learning != NULL && hall->paper != NULL;
    return complete ? 0 : -1;
}

static int make_sources(struct hall *hall)
{
    struct event_base *loop = hall->settings.loop;
    hall->notice_ready = event_new(loop, mailbox_descriptor(hall->notices), EV_READ | EV_PERSIST,
                                   on_notice, hall);
    hall->device_ready = event_new(loop, mailbox_descriptor(hall->device_events),
                                   EV_READ | EV_PERSIST, on_device, hall);
    hall->timer = event_new(loop, -1, EV_PERSIST, on_tick, hall);
    hall->kick = event_new(loop, -1, 0, on_kick, hall);
    return hall->notice_ready != NULL && hall->device_ready != NULL && hall->timer != NULL &&
                   hall->kick != NULL
               ? 0
               : -1;
}

int hall_create(const struct hall_settings *settings, struct hall **out, char *why, size_t size,
                int *pid)
{
    struct hall *hall = calloc(1, sizeof *hall);
    if (hall == NULL) {
        snprintf(why, size, "out of memory");
        return STORE_ERROR;
    }
    hall->settings = *settings;
    hall->site = settings->site;
    hall->last_wall = wall_now();
    hall->last_mono = mono_now();
    int result = STORE_ERROR;
    if (make_parts(hall) < 0 || make_sources(hall) < 0) {
        snprintf(why, size, "out of memory");
        goto failed;
    }
    result = open_store(hall, why, size, pid);
    if (result < 0) {
        goto failed;
    }
    for (uint16_t i = 0; i < hall->site->line_count; i++) {
        if (make_bus(hall, i) < 0) {
            snprintf(why, size, "line %s cannot be set up", hall->site->lines[i].name);
            result = STORE_ERROR;
            goto failed;
        }
    }
    *out = hall;
    return 0;
failed:
    hall_destroy(hall);
    return result;
}

int hall_start(struct hall *hall)
{
    static const struct timeval tick = {.tv_usec = TICK_MS * 1000};
    if (store_start(hall->store) < 0 || event_add(hall->notice_ready, NULL) < 0 ||
        event_add(hall->device_ready, NULL) < 0 || event_add(hall->timer, &tick) < 0) {
        return -1;
    }
    hall->running = true;
    supervision_settle(hall);
    struct event started = {.kind = EVENT_CONTROLLER_STARTED};
    snprintf(started.note, sizeof started.note, "version %s", HALLQ_VERSION);
    hall_record(hall, &started);
    business_day_tick(hall, wall_now());
    slips_recover(hall);
    counters_refresh(hall);
    for (size_t i = 0; i < hall->site->line_count; i++) {
        if (bus_start(hall->buses[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

static void free_source(struct event *source)
{
    if (source != NULL) {
        event_free(source);
    }
}

void hall_stop(struct hall *hall)
{
    if (hall == NULL || hall->store == NULL) {
        return;
    }
    hall->listener_count = 0;
    if (hall->running && hall->writable) {
        struct event stopped = {.kind = EVENT_CONTROLLER_STOPPED};
        hall_record(hall, &stopped);
    }
    for (size_t i = 0; i < LIMIT_LINES; i++) {
        bus_destroy(hall->buses[i]);
        hall->buses[i] = NULL;
    }
    defaults_destroy(hall->defaults);
    hall->defaults = NULL;
    store_destroy(hall->store);
    hall->store = NULL;
    take_notices(hall);
    hall->writable = false;
    struct answer answer; /* what followed from the last ones finds the store closed */
    static const struct outcome nothing;
    while (outbox_take_answer(hall->outbox, INT64_MAX, &answer)) {
        answer.done(answer.context, answer.error != 0 ? answer.error : HALL_NOT_DURABLE, &nothing);
    }
}

void hall_destroy(struct hall *hall)
{
    if (hall == NULL) {
        return;
    }
    hall_stop(hall);
    defaults_destroy(hall->defaults); /* of a hall that never had a store to stop */
    free_source(hall->notice_ready);
    free_source(hall->device_ready);
    free_source(hall->timer);
    free_source(hall->kick);
    slips_destroy(hall->slips);
    supervision_destroy(hall->supervision);
    panels_destroy(hall->panels);
    health_destroy(hall->health);
    learning_destroy(hall->learning);
    paper_destroy(hall->paper);
    counters_destroy(hall->counters);
    rating_destroy(hall->rating);
    outbox_destroy(hall->outbox);
    mailbox_destroy(hall->device_events);
    mailbox_destroy(hall->notices);
    free(hall->scratch.events);
    office_gate_destroy(hall);
    engine_destroy(hall->shown);
    engine_destroy(hall->deciding);
    free(hall);
}
