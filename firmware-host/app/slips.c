/* slips.c: paper and database agree (reliability.md A.2, A.3).
 *
 *   SLIP_STARTED durable -> one job to one printer -> confirmed: printed
 *                                                  -> uncertain: a copy marked 补打 at once
 *                                                  -> refused (no byte left): another printer
 *
 * The first slip of a ticket is its original; every further one is a copy and says so. A job
 * that finds no printer waits until one of its group can print. Jobs live in memory only: after
 * a restart whatever was printing is uncertain. */
#define LOG_MODULE "slips"
#include "app/hall_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SLIP_JOBS = 1024, SLIP_SILENCE_MS = 20000, TEST_COPY = 0 };

enum job_state { JOB_FREE, JOB_STARTING, JOB_WAITING, JOB_PRINTING };

struct job {
    enum job_state state;
    uint32_t id;
    int64_t ticket;
    unsigned copy; /* 1 = the original */
    char printers[LIMIT_CODE];
    uint16_t device, refused_by;
    mono_t since;
    hall_done done;
    void *context;
};

struct slips {
    uint32_t next_id;
    struct job jobs[SLIP_JOBS];
    uint16_t queued[LIMIT_DEVICES]; /* jobs that each printer has in hand */
    bool told_missing[LIMIT_DEVICES]; /* that it lacks a character: logged once */
};

struct slips *slips_create(struct hall *hall)
{
    (void)hall;
    return calloc(1, sizeof(struct slips));
}

void slips_destroy(struct slips *slips)
{
    free(slips);
}

/* ------------------------------------------------------------------ which printer */

static enum device_kind kind_of(const struct hall *hall, uint16_t device)
{
    return hall->site->profiles[hall->site->devices[device].profile].kind;
}

static bool can_print(const struct hall *hall, uint16_t device)
{
    const struct hall_device *known = health_of(hall, device);
    const uint32_t stops = STATUS_OFFLINE | STATUS_COVER_OPEN | STATUS_PAPER_END | STATUS_CUTTER |
                           STATUS_ERROR;
    return (known->health == HEALTH_OK || known->health == HEALTH_UNKNOWN) &&
           (known->status & stops) == 0;
}

static bool in_group(const struct hall *hall, uint16_t device, const char *printers)
{
    return kind_of(hall, device) == DEVICE_PRINTER &&
           strcmp(hall->site->devices[device].group, printers) == 0;
}

/* The group's printer with the shortest queue that can print and has not just refused. */
static uint16_t choose_printer(const struct hall *hall, const struct job *job)
{
    uint16_t best = UINT16_MAX;
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        if (!in_group(hall, i, job->printers) || !can_print(hall, i) || i == job->refused_by) {
            continue;
        }
        if (best == UINT16_MAX || hall->slips->queued[i] < hall->slips->queued[best]) {
            best = i;
        }
    }
    return best;
}

bool slips_group_ready(const struct hall *hall, const char *printers)
{
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        if (in_group(hall, i, printers) && can_print(hall, i)) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ jobs */

static struct job *job_new(struct slips *slips)
{
    for (size_t i = 0; i < SLIP_JOBS; i++) {
        if (slips->jobs[i].state == JOB_FREE) {
            memset(&slips->jobs[i], 0, sizeof slips->jobs[i]);
            slips->jobs[i].id = ++slips->next_id;
            slips->jobs[i].device = UINT16_MAX;
            slips->jobs[i].refused_by = UINT16_MAX;
            return &slips->jobs[i];
        }
    }
    return NULL;
}

static struct job *job_find(struct slips *slips, uint32_t id)
{
    for (size_t i = 0; i < SLIP_JOBS; i++) {
        if (slips->jobs[i].state != JOB_FREE && slips->jobs[i].id == id) {
            return &slips->jobs[i];
        }
    }
    return NULL;
}

static int send_job(struct hall *hall, struct job *job, uint16_t device)
{
    const struct ticket *ticket = engine_ticket(hall->shown, job->ticket);
    if (ticket == NULL) {
        job->state = JOB_FREE;
        return 0;
    }
    static struct device_command command; /* large, and only the loop thread is here */
    memset(&command, 0, sizeof command);
    command.device = device;
    command.kind = DEVICE_PRINT;
    slip_of_ticket(hall, ticket, job->copy, &command.slip);
    if (!hall->slips->told_missing[device]) {
        hall->slips->told_missing[device] = slip_log_missing(hall, device, &command.slip);
    }
    command.slip.job = job->id;
    if (hall_command(hall, &command) < 0) {
        return -1;
    }
    job->state = JOB_PRINTING;
    job->device = device;
    job->since = mono_now();
    hall->slips->queued[device]++;
    return 0;
}

static void dispatch(struct hall *hall, struct job *job)
{
    uint16_t device = choose_printer(hall, job);
    job->refused_by = UINT16_MAX;
    if (device == UINT16_MAX || send_job(hall, job, device) < 0) {
        if (job->state != JOB_WAITING) {
            log_warning("no printer of %s can print: ticket %" PRId64 " waits", job->printers,
                        job->ticket);
        }
        job->state = JOB_WAITING;
        job->since = mono_now();
    }
}

struct start {
    struct hall *hall;
    uint32_t job;
};

static void started(void *context, int error, const struct outcome *outcome)
{
    struct start *start = context;
    struct hall *hall = start->hall;
    struct job *job = job_find(hall->slips, start->job);
    free(start);
    if (job == NULL) {
        return;
    }
    hall_done done = job->done;
    void *owner = job->context;
    job->done = NULL;
    if (error != 0 || outcome->repeated) {
        job->state = JOB_FREE;
    } else {
        const struct ticket *ticket = engine_ticket(hall->shown, job->ticket);
        job->copy = ticket != NULL ? ticket->slips : 1;
        if (job->device == UINT16_MAX || send_job(hall, job, job->device) < 0) {
            dispatch(hall, job);
        }
    }
    if (done != NULL) {
        done(owner, error, outcome);
    }
}

static const char *device_name(const struct hall *hall, uint16_t device)
{
    return device < hall->site->device_count ? hall->site->devices[device].name : "";
}

void slips_print(struct hall *hall, int64_t ticket, const char *printers, uint16_t device,
                 const char *intent, const char *actor, hall_done done, void *context)
{
    static const struct outcome nothing;
    struct job *job = job_new(hall->slips);
    struct start *start = calloc(1, sizeof *start);
    if (job == NULL || start == NULL) {
        free(start);
        log_error("more than %d slips wait for paper", SLIP_JOBS);
        if (done != NULL) {
            done(context, QUEUE_FULL, &nothing);
        }
        return;
    }
    job->state = JOB_STARTING;
    job->ticket = ticket;
    job->device = device;
    job->done = done;
    job->context = context;
    snprintf(job->printers, sizeof job->printers, "%s",
             printers[0] != '\0' || device == UINT16_MAX ? printers
                                                         : hall->site->devices[device].group);
    *start = (struct start){hall, job->id};
    struct command command = {.kind = COMMAND_SLIP_START, .ticket = ticket};
    snprintf(command.intent, sizeof command.intent, "%s", intent);
    snprintf(command.actor, sizeof command.actor, "%s", actor);
    snprintf(command.device, sizeof command.device, "%s",
             device != UINT16_MAX ? device_name(hall, device) : job->printers);
    hall_submit(hall, &command, NULL, started, start);
}

static void settle(struct hall *hall, int64_t ticket, unsigned copy, uint16_t device,
                   const char *result, const char *reason)
{
    struct command command = {.kind = COMMAND_SLIP_RESULT, .ticket = ticket,
                              .actor = "system", .count = (int32_t)copy};
    snprintf(command.device, sizeof command.device, "%s", device_name(hall, device));
    snprintf(command.result, sizeof command.result, "%s", result);
    snprintf(command.reason, sizeof command.reason, "%s", reason);
    int error = hall_submit(hall, &command, NULL, NULL, NULL);
    if (error != 0) {
        log_warning("slip %u of ticket %" PRId64 " is %s, but: %s", copy, ticket, result,
                    queue_error_name(error));
    }
}

/* Nobody knows whether the slip came out: the visitor gets a marked copy at once. */
static void uncertain(struct hall *hall, struct job *job, const char *reason)
{
    settle(hall, job->ticket, job->copy, job->device, "uncertain", reason);
    int64_t ticket = job->ticket;
    char printers[LIMIT_CODE], intent[LIMIT_INTENT];
    memcpy(printers, job->printers, sizeof printers);
    snprintf(intent, sizeof intent, "copy:%" PRId64 ":%u", ticket, job->copy + 1);
    job->state = JOB_FREE;
    if (hall->site->policy.reprint_by_itself) {
        slips_print(hall, ticket, printers, UINT16_MAX, intent, "system", NULL, NULL);
    }
}

void slips_printed(struct hall *hall, const struct device_event *event)
{
    struct slips *slips = hall->slips;
    if (slips->queued[event->device] > 0) {
        slips->queued[event->device]--;
    }
    struct job *job = job_find(slips, event->printed.job);
    if (job == NULL) {
        return; /* a test slip */
    }
    switch (event->printed.result) {
    case PRINT_CONFIRMED:
    case PRINT_SENT:
        health_slip(hall, event->device);
        settle(hall, job->ticket, job->copy, event->device, "printed",
               event->printed.result == PRINT_SENT ? "sent" : "confirmed");
        job->state = JOB_FREE;
        break;
    case PRINT_UNCERTAIN: uncertain(hall, job, "printer"); break;
    case PRINT_REFUSED:
        job->refused_by = event->device;
        job->state = JOB_STARTING;
        dispatch(hall, job);
        break;
    }
}

static void dispatch_waiting(struct hall *hall)
{
    for (size_t i = 0; i < SLIP_JOBS; i++) {
        if (hall->slips->jobs[i].state == JOB_WAITING) {
            dispatch(hall, &hall->slips->jobs[i]);
        }
    }
}

void slips_health(struct hall *hall, uint16_t device)
{
    if (can_print(hall, device)) {
        dispatch_waiting(hall);
    }
}

void slips_tick(struct hall *hall, mono_t now)
{
    static mono_t last;
    if (mono_between(last, now) < 1000) {
        return;
    }
    last = now;
    dispatch_waiting(hall);
    for (size_t i = 0; i < SLIP_JOBS; i++) {
        struct job *job = &hall->slips->jobs[i];
        if (job->state == JOB_PRINTING && hall->slips->queued[job->device] <= 1 &&
            mono_between(job->since, now) > SLIP_SILENCE_MS) {
            log_warning("%s says nothing of ticket %" PRId64, device_name(hall, job->device),
                        job->ticket);
            hall->slips->queued[job->device] = 0;
            uncertain(hall, job, "silent");
        }
    }
}

/* The last controller may have died in the middle of a slip: what its printers still hold must
 * not come out in front of the next one. */
static void clear_group(struct hall *hall, const char *printers)
{
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        if (in_group(hall, i, printers)) {
            struct device_command reset = {.device = i, .kind = DEVICE_RESET};
            hall_command(hall, &reset);
        }
    }
}

void slips_recover(struct hall *hall)
{
    size_t count = engine_ticket_count(hall->deciding);
    for (size_t i = 0; i < count; i++) {
        const struct ticket *ticket = engine_ticket_at(hall->deciding, i);
        if (ticket == NULL || ticket->slip != SLIP_PRINTING) {
            continue;
        }
        uint16_t device = site_device_index(hall->site, ticket->slip_device);
        const char *printers = device != UINT16_MAX ? hall->site->devices[device].group
                                                    : ticket->slip_device;
        struct job lost = {.ticket = ticket->id, .copy = ticket->slips, .device = device};
        snprintf(lost.printers, sizeof lost.printers, "%s", printers);
        clear_group(hall, printers);
        uncertain(hall, &lost, "restart");
    }
}

/* ------------------------------------------------------------------ callers */

void hall_reprint(struct hall *hall, int64_t ticket, uint16_t device, const char *intent,
                  const char *actor, hall_done done, void *context)
{
    const struct ticket *found = engine_ticket(hall->shown, ticket);
    uint16_t known = found != NULL ? site_device_index(hall->site, found->slip_device)
                                   : UINT16_MAX;
    const char *printers = known != UINT16_MAX ? hall->site->devices[known].group
                           : found != NULL     ? found->slip_device
                                               : "";
    slips_print(hall, ticket, printers, device, intent, actor, done, context);
}

void hall_issue(struct hall *hall, const struct command *command, const char *printers,
                hall_done done, void *context)
{
    struct outcome decided;
    int error = hall_submit(hall, command, &decided, done, context);
    if (error == 0 && !decided.repeated && printers[0] != '\0') {
        char intent[LIMIT_INTENT];
        snprintf(intent, sizeof intent, "slip:%" PRId64, decided.ticket);
        slips_print(hall, decided.ticket, printers, UINT16_MAX, intent, "system", NULL, NULL);
    }
}

int slips_test(struct hall *hall, uint16_t device)
{
    static struct device_command command;
    if (kind_of(hall, device) != DEVICE_PRINTER) {
        return -1;
    }
    struct ticket sample = {.number = "A000", .quote_s = -1, .issued = wall_now()};
    memset(&command, 0, sizeof command);
    command.device = device;
    command.kind = DEVICE_PRINT;
    slip_of_ticket(hall, &sample, TEST_COPY, &command.slip);
    command.slip.job = UINT32_MAX;
    return hall_command(hall, &command);
}

int hall_test_print(struct hall *hall, uint16_t device)
{
    return device < hall->site->device_count ? slips_test(hall, device) : -1;
}

int hall_test_beep(struct hall *hall, uint16_t device)
{
    enum { BEEP_TEST_MS = 300 };
    enum device_kind kind = device < hall->site->device_count ? kind_of(hall, device)
                                                              : DEVICE_KIND_COUNT;
    if (kind != DEVICE_PAD && kind != DEVICE_EVALUATOR) {
        return -1;
    }
    struct device_command command = {.device = device, .kind = DEVICE_BEEP};
    command.beep.ms = BEEP_TEST_MS;
    return hall_command(hall, &command);
}

int hall_test_ask(struct hall *hall, uint16_t device)
{
    return device < hall->site->device_count && hall_learn(hall, device, HALL_ASK_TEST_S) == 0
               ? counters_ask_test(hall, device, HALL_ASK_TEST_S)
               : -1;
}

int hall_test_show(struct hall *hall, uint16_t device, const char *text)
{
    return device < hall->site->device_count ? counters_show_test(hall, device, text) : -1;
}
