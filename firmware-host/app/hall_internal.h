/* hall_internal.h: what the files of app/ share, and nobody else sees.
 *
 * Each concern is one file with one struct: outbox (what waits for durability), counters (what
 * boards, pads and evaluators show), slips (paper), panels (serial touch screens), health
 * (devices), business_day. They meet in struct hall and in router.c, the only file that knows
 * both the queue's verbs and the devices' keys. Everything runs in the loop thread. */
#pragma once

#include "app/hall.h"
#include "base/language.h"
#include "base/log.h"

#include <event2/event.h>

struct counters;
struct defaults;
struct health;
struct outbox;
struct panels;
struct rating;
struct slips;
struct supervision;

struct listener {
    hall_listener call;
    void *context;
};

struct hall {
    struct hall_settings settings;
    _Atomic(const struct site *) site; /* the reports' thread looks at it, too */
    struct engine *deciding, *shown;
    struct store *store;
    struct mailbox *notices, *device_events;
    struct event *notice_ready, *device_ready, *timer, *kick;
    struct event_list scratch;
    struct office *office_deciding, *office_shown;
    mono_t office_ticked;
    struct outbox *outbox;
    struct counters *counters;
    struct rating *rating;
    struct defaults *defaults;
    struct health *health;
    struct panels *panels;
    struct slips *slips;
    struct supervision *supervision;
    struct bus *buses[LIMIT_LINES];
    mono_t trace_ends[LIMIT_LINES];  /* of a line's capture, {0} = none runs */
    size_t positions[LIMIT_DEVICES]; /* of a device on its bus */
    size_t listener_count;
    struct listener listeners[HALL_LISTENERS];
    int64_t durable_seq;
    bool writable, running;
    int32_t last_day; /* the last day that was opened: never opened again by the clock */
    mono_t last_next[LIMIT_WINDOWS]; /* router: the second NEXT within 500 ms is a bounce */
    wall_t last_wall;
    mono_t last_mono;
};

/* ---- outbox.c */
struct outbox *outbox_create(void);
void outbox_destroy(struct outbox *outbox);
/* 0, or -1 when the outbox is full (the command is then refused before it is applied). */
bool outbox_has_room(const struct outbox *outbox, size_t events);
void outbox_add_event(struct outbox *outbox, const struct event *event);
void outbox_add_answer(struct outbox *outbox, int64_t seq, hall_done done, void *context,
                       int error, const struct outcome *outcome);
/* The oldest event, or answer, that is released by `durable`; false when there is none. */
bool outbox_take_event(struct outbox *outbox, int64_t durable, struct event *out);
struct answer {
    int64_t seq;
    hall_done done;
    void *context;
    int error;
    struct outcome outcome;
};
bool outbox_take_answer(struct outbox *outbox, int64_t durable, struct answer *out);
void outbox_drop_events(struct outbox *outbox);

/* ---- hall.c */
/* Journals an event that the engine does not decide; fills seq, at, day and mono. 0 or -1. */
int hall_record(struct hall *hall, struct event *event);
/* Hands a command to its device's bus. 0 or -1 (mailbox full). */
int hall_command(struct hall *hall, const struct device_command *command);
const char *hall_text(const struct hall *hall, enum language_code code, const char *key);
/* The text of `words` in `code`. */
const char *hall_words(const struct words *words, enum language_code code);

/* Applies to the deciding engine and office, and queues for the store. 0 or -1. */
int hall_journal(struct hall *hall, struct event *events, size_t count);
/* The answer to a command whose events end at the deciding engine's last seq. */
void hall_answer_later(struct hall *hall, int error, const struct outcome *outcome,
                       hall_done done, void *context);

/* ---- office_gate.c */
int office_gate_create(struct hall *hall);
void office_gate_destroy(struct hall *hall);
/* Before the start, and after a failure: both offices as the journal has them. 0 or -1. */
int office_gate_load(struct hall *hall);
/* Adds to hall->scratch what the office has to say to the events there, and to their outcome. 0,
 * or an error. */
int office_gate_react(struct hall *hall, struct outcome *outcome);
void office_gate_tick(struct hall *hall, mono_t now);

/* ---- plan.c */
void plan_from_site(const struct site *site, double speed, struct queue_plan *plan);

/* ---- router.c */
void router_device_event(struct hall *hall, const struct device_event *event);

/* ---- rating.c */
struct rating *rating_create(void);
void rating_destroy(struct rating *rating);
/* A press of an evaluator becomes a rating, with what speaks against it. hall_submit's result. */
int rating_submit(struct hall *hall, const struct device_event *event, struct command *command,
                  hall_done done, void *context);

/* ---- defaults.c */
struct defaults *defaults_create(struct hall *hall);
void defaults_destroy(struct defaults *defaults);
/* Ratings by default for services of days that are over, a few at a time. */
void defaults_tick(struct hall *hall, wall_t now);

/* ---- counters.c */
struct counters *counters_create(struct hall *hall);
void counters_destroy(struct counters *counters);
/* The site has been exchanged. */
void counters_adopt(struct hall *hall);
/* After durable events: what changed on the shown engine is sent to boards, pads, evaluators. */
void counters_refresh(struct hall *hall);
void counters_durable_event(struct hall *hall, const struct event *event);
void counters_tick(struct hall *hall, mono_t now);
/* The evaluator of `window` asks now. */
void counters_ask(struct hall *hall, uint16_t window, int64_t ticket);
void counters_rated_already(struct hall *hall, uint16_t window);
const char *counters_showing(const struct hall *hall, uint16_t device);
/* Hall time in milliseconds from when the window's evaluator began to ask until `at`; negative
 * when it does not ask. */
int64_t counters_asked_ms(const struct hall *hall, uint16_t window, mono_t at);
/* A test text on a board or pad, until the next change. 0 or -1. */
int counters_show_test(struct hall *hall, uint16_t device, const char *text);

/* ---- slips.c */
struct slips *slips_create(struct hall *hall);
void slips_destroy(struct slips *slips);
/* Asks for a slip of the ticket from `printers` (a group) or `device` (UINT16_MAX = any of the
 * group): journals SLIP_START and prints when it is durable. `done` may be NULL. */
void slips_print(struct hall *hall, int64_t ticket, const char *printers, uint16_t device,
                 const char *intent, const char *actor, hall_done done, void *context);
void slips_printed(struct hall *hall, const struct device_event *event);
/* A printer's health changed: slips that wait may find a way. */
void slips_health(struct hall *hall, uint16_t device);
/* After a restart: what was printing is uncertain. */
void slips_recover(struct hall *hall);
void slips_tick(struct hall *hall, mono_t now);
/* Is there a printer of the group that can print now? */
bool slips_group_ready(const struct hall *hall, const char *printers);
int slips_test(struct hall *hall, uint16_t device);
/* ---- slip_template.c */
void slip_of_ticket(const struct hall *hall, const struct ticket *ticket, unsigned copy,
                    struct slip *out);
/* Logs the lines with characters that the printer lacks; true when there are any. */
bool slip_log_missing(const struct hall *hall, uint16_t device, const struct slip *slip);

/* ---- panels.c */
struct panels *panels_create(struct hall *hall);
void panels_destroy(struct panels *panels);
void panels_adopt(struct hall *hall);
void panels_touch(struct hall *hall, const struct device_event *event);
void panels_tick(struct hall *hall, mono_t now);

/* ---- health.c */
struct health *health_create(void);
void health_destroy(struct health *health);
void health_event(struct hall *hall, const struct device_event *event);
void health_count(struct hall *hall, uint16_t device, bool ignored);
void health_slip(struct hall *hall, uint16_t device);
const struct hall_device *health_of(const struct hall *hall, uint16_t device);

/* ---- traces.c */
/* Ends the captures whose time is over. */
void traces_tick(struct hall *hall, mono_t now);

/* ---- supervision.c */
struct supervision *supervision_create(void);
void supervision_destroy(struct supervision *supervision);
/* Once a second: the rules look at the hall, and alerts are raised and ended. */
void supervision_tick(struct hall *hall, mono_t now);
/* A driver or a line complains about a device. */
void supervision_alarm(struct hall *hall, uint16_t device, enum device_alarm alarm);
/* The office has been read from the journal. */
void supervision_settle(struct hall *hall);

/* ---- business_day.c */
/* Opens the day when the calendar says so, closes it at midnight. */
void business_day_tick(struct hall *hall, wall_t now);
