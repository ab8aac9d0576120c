/* report_thread.c: see report_thread.h. */
#define LOG_MODULE "reports"
#include "http/report_thread.h"
#include "http/route.h"
#include "base/log.h"

#include <event2/event.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MAILS = REPORT_JOBS + 4, FULL_MS = 10, LOOK_MS = 1000, PAUSE_MS = 60000 };

struct report_thread {
    struct server *server;
    void (*done)(void *context, struct report_finished *finished);
    void *context;
    struct mailbox *jobs, *results;
    struct event *ready;
    pthread_t thread;
    bool running;
    /* the thread's */
    struct report_maker *maker;
    const struct site *site;
    struct schedule *schedule;
    int32_t closed_day;
    mono_t stepped; /* last towards the journal's end */
    bool rolling;   /* there may be roll-ups to make */
};

/* ------------------------------------------------------------------ the thread */

static int make_backup(const struct report_thread *thread, const struct report_job *job,
                       struct report_finished *out)
{
    char why[160] = "";
    if (store_backup(hall_store(thread->server->hall), job->backup, why, sizeof why) < 0) {
        log_error("backup to %s: %s", job->backup, why);
        out->error = (struct order_error){.status = 500, .code = "report_failed"};
        return -1;
    }
    json_t *body = json_pack("{s:s}", "file", job->backup);
    out->bytes.bytes = json_dumps(body, JSON_COMPACT);
    out->bytes.size = out->bytes.bytes != NULL ? strlen(out->bytes.bytes) : 0;
    json_decref(body);
    return 0;
}

static void give(struct report_thread *thread, struct report_finished *finished)
{
    if (mailbox_post(thread->results, finished, sizeof *finished) < 0) {
        free(finished->bytes.bytes);
    }
}

static void do_job(struct report_thread *thread, const struct report_job *job)
{
    struct report_finished out = {.slot = job->slot, .order = job->order};
    if (job->backup[0] != '\0') {
        make_backup(thread, job, &out);
    } else {
        report_maker_make(thread->maker, job->site, &job->order, &out.bytes, &out.error);
    }
    give(thread, &out);
}

/* One report of the schedule, when one is due. */
static void file_one(struct report_thread *thread)
{
    struct schedule_filed filed;
    if (schedule_step(thread->schedule, thread->maker, thread->site, thread->server->language,
                      thread->closed_day, wall_now(), &filed)) {
        struct report_finished out = {.slot = REPORT_SLOT_NONE, .order = filed.order};
        memcpy(out.file, filed.file, sizeof out.file);
        memcpy(out.why, filed.why, sizeof out.why);
        give(thread, &out);
    }
}

/* Nobody wants anything: towards the journal's end (now and then also later, so that the next report
 * has little to do), then roll-ups, then what the schedule asks for. */
static void idle(struct report_thread *thread)
{
    mono_t now = mono_now();
    if (!report_maker_in_step(thread->maker) || mono_between(thread->stepped, now) >= PAUSE_MS) {
        report_maker_step(thread->maker, thread->site);
        thread->stepped = now;
        thread->rolling = true;
    } else if (thread->rolling) {
        thread->rolling = report_maker_roll(thread->maker, thread->site);
    } else {
        file_one(thread);
    }
}

static int patience(const struct report_thread *thread)
{
    bool busy = !report_maker_in_step(thread->maker) || thread->rolling;
    return busy ? 0 : thread->site->report_count > 0 ? LOOK_MS : PAUSE_MS;
}

static void *run(void *context)
{
    struct report_thread *thread = context;
    struct pollfd ready = {.fd = mailbox_descriptor(thread->jobs), .events = POLLIN};
    for (;;) {
        struct report_job job;
        poll(&ready, 1, patience(thread));
        if (mailbox_take(thread->jobs, &job, sizeof job) < 0) {
            idle(thread);
            continue;
        }
        if (job.quit) {
            return NULL;
        }
        thread->site = job.site;
        if (job.slot == REPORT_SLOT_NONE) {
            thread->closed_day = job.closed_day;
        } else {
            do_job(thread, &job);
            thread->rolling = true;
        }
    }
}

/* ------------------------------------------------------------------ the loop's side */

static void on_finished(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct report_thread *thread = context;
    struct report_finished finished;
    while (mailbox_take(thread->results, &finished, sizeof finished) > 0) {
        thread->done(thread->context, &finished);
        free(finished.bytes.bytes);
    }
}

int report_thread_post(struct report_thread *thread, const struct report_job *job)
{
    return mailbox_post(thread->jobs, job, sizeof *job);
}

struct report_thread *report_thread_create(struct server *server,
                                           void (*done)(void *context,
                                                        struct report_finished *finished),
                                           void *context)
{
    struct report_thread *thread = calloc(1, sizeof *thread);
    if (thread == NULL) {
        return NULL;
    }
    *thread = (struct report_thread){.server = server, .done = done, .context = context,
                                     .site = hall_site(server->hall),
                                     .closed_day = hall_closed_day(server->hall)};
    thread->schedule = schedule_create(hall_data_folder(server->hall));
    thread->maker = report_maker_create(hall_data_folder(server->hall), server->language);
    thread->jobs = mailbox_create(sizeof(struct report_job), MAILS);
    thread->results = mailbox_create(sizeof(struct report_finished), MAILS);
    if (thread->schedule == NULL || thread->maker == NULL || thread->jobs == NULL ||
        thread->results == NULL) {
        goto failed;
    }
    thread->ready = event_new(server->loop, mailbox_descriptor(thread->results),
                              EV_READ | EV_PERSIST, on_finished, thread);
    if (thread->ready == NULL || event_add(thread->ready, NULL) < 0) {
        goto failed;
    }
    thread->running = pthread_create(&thread->thread, NULL, run, thread) == 0;
    if (thread->running) {
        return thread;
    }
failed:
    report_thread_destroy(thread);
    return NULL;
}

void report_thread_destroy(struct report_thread *thread)
{
    if (thread == NULL) {
        return;
    }
    if (thread->running) {
        const struct report_job quit = {.quit = true};
        while (report_thread_post(thread, &quit) < 0) {
            struct pollfd none = {.fd = -1};
            poll(&none, 1, FULL_MS);
        }
        pthread_join(thread->thread, NULL);
    }
    struct report_finished finished;
    while (thread->results != NULL &&
           mailbox_take(thread->results, &finished, sizeof finished) > 0) {
        free(finished.bytes.bytes);
    }
    schedule_destroy(thread->schedule);
    report_maker_destroy(thread->maker);
    if (thread->ready != NULL) {
        event_free(thread->ready);
    }
    mailbox_destroy(thread->jobs);
    mailbox_destroy(thread->results);
    free(thread);
}
