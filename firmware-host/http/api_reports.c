/* api_reports.c: reports, made in a thread of their own with a read-only connection.
 *
 * The loop hands a job over by value and goes on; the thread reads the journal, makes the
 * figures and posts the finished text back. The text is the one pointer that crosses: it is
 * given away whole with its message. One job at a time; a few may wait; more get "busy".
 *
 * A report is a row: name, maker. */
#define LOG_MODULE "reports"
#include "http/route.h"
#include "http/reports.h"
#include "base/log.h"
#include "store/store_read.h"

#include <event2/event.h>
#include <pthread.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { REPORT_JOBS = 8, REPORT_PATH = 512 };

struct job {
    bool quit;
    uint32_t slot;
    char name[LIMIT_CODE]; /* of a report, or "backup" */
    char file[REPORT_PATH];
    struct report_query query;
};

struct finished {
    uint32_t slot;
    int status;
    char *text; /* given away; NULL = failed */
};

struct reporter {
    struct server *server;
    struct mailbox *jobs, *results;
    struct event *ready;
    struct request *waiting[REPORT_JOBS];
    pthread_t thread;
    bool running;
    char folder[256];
};

static const struct {
    const char *name;
    report_maker make;
} reports[] = {
    {"day", report_day_make},
};

/* ------------------------------------------------------------------ the thread */

static char *make_backup(const struct reporter *reporter, const struct job *job)
{
    char why[160] = "";
    if (store_backup(hall_store(reporter->server->hall), job->file, why, sizeof why) < 0) {
        log_error("backup to %s: %s", job->file, why);
        return NULL;
    }
    json_t *out = json_pack("{s:s}", "file", job->file);
    char *text = json_dumps(out, JSON_COMPACT);
    json_decref(out);
    return text;
}

static char *make_report(const struct reporter *reporter, const struct job *job)
{
    char why[160] = "";
    struct store_reader *reader = store_reader_open(reporter->folder, why, sizeof why);
    if (reader == NULL) {
        log_error("%s", why);
        return NULL;
    }
    json_t *out = NULL;
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (strcmp(reports[i].name, job->name) == 0) {
            out = reports[i].make(reader, hall_site(reporter->server->hall), &job->query);
        }
    }
    store_reader_close(reader);
    char *text = out != NULL ? json_dumps(out, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    json_decref(out);
    return text;
}

static void *run(void *context)
{
    struct reporter *reporter = context;
    struct pollfd ready = {.fd = mailbox_descriptor(reporter->jobs), .events = POLLIN};
    for (;;) {
        struct job job;
        poll(&ready, 1, -1);
        if (mailbox_take(reporter->jobs, &job, sizeof job) < 0) {
            continue;
        }
        if (job.quit) {
            return NULL;
        }
        char *text = job.file[0] != '\0' ? make_backup(reporter, &job)
                                         : make_report(reporter, &job);
        struct finished finished = {job.slot, text != NULL ? 200 : 500, text};
        if (mailbox_post(reporter->results, &finished, sizeof finished) < 0) {
            free(text);
        }
    }
}

/* ------------------------------------------------------------------ the loop's side */

static void on_finished(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct reporter *reporter = context;
    struct finished finished;
    while (mailbox_take(reporter->results, &finished, sizeof finished) > 0) {
        struct request *request = reporter->waiting[finished.slot];
        reporter->waiting[finished.slot] = NULL;
        if (finished.text != NULL) {
            reply_text(request, finished.status, "application/json; charset=utf-8",
                       finished.text);
        } else {
            reply_error(request, 500, "report_failed");
        }
        free(finished.text);
    }
}

static int parse_day(const char *text, int32_t *day)
{
    int year, month, date;
    if (text == NULL) {
        return 0;
    }
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &date) != 3 || month < 1 || month > 12 ||
        date < 1 || date > 31) {
        return -1;
    }
    *day = year * 10000 + month * 100 + date;
    return 0;
}

static bool report_known(const char *name)
{
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (strcmp(reports[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void queue_job(struct request *request, struct job *job)
{
    struct reporter *reporter = request->server->reporter;
    for (job->slot = 0; job->slot < REPORT_JOBS; job->slot++) {
        if (reporter->waiting[job->slot] == NULL) {
            break;
        }
    }
    if (job->slot == REPORT_JOBS || mailbox_post(reporter->jobs, job, sizeof *job) < 0) {
        reply_error(request, 503, "busy");
        return;
    }
    reporter->waiting[job->slot] = request;
}

static void get_report(struct request *request)
{
    struct job job = {0};
    snprintf(job.name, sizeof job.name, "%.31s", request->parts[0]);
    if (!report_known(job.name)) {
        reply_error(request, 404, "unknown_report");
        return;
    }
    int32_t today = engine_day(hall_engine(request->server->hall));
    job.query.from = job.query.to = today != 0 ? today : wall_day(wall_now());
    job.query.now = wall_now();
    if (parse_day(request_query(request, "from"), &job.query.from) < 0 ||
        parse_day(request_query(request, "to"), &job.query.to) < 0) {
        reply_error(request, 422, "bad_date");
        return;
    }
    queue_job(request, &job);
}

static void post_backup(struct request *request)
{
    struct job job = {.name = "backup"};
    if (request_string(request, "file", job.file, sizeof job.file) < 0 || job.file[0] != '/') {
        reply_error(request, 422, "want_path");
        return;
    }
    queue_job(request, &job);
}

struct reporter *reporter_create(struct server *server)
{
    struct reporter *reporter = calloc(1, sizeof *reporter);
    if (reporter == NULL) {
        return NULL;
    }
    reporter->server = server;
    snprintf(reporter->folder, sizeof reporter->folder, "%s", hall_data_folder(server->hall));
    reporter->jobs = mailbox_create(sizeof(struct job), REPORT_JOBS + 1);
    reporter->results = mailbox_create(sizeof(struct finished), REPORT_JOBS + 1);
    if (reporter->jobs == NULL || reporter->results == NULL) {
        goto failed;
    }
    reporter->ready = event_new(server->loop, mailbox_descriptor(reporter->results),
                                EV_READ | EV_PERSIST, on_finished, reporter);
    if (reporter->ready == NULL || event_add(reporter->ready, NULL) < 0) {
        goto failed;
    }
    reporter->running = pthread_create(&reporter->thread, NULL, run, reporter) == 0;
    if (reporter->running) {
        return reporter;
    }
failed:
    reporter_destroy(reporter);
    return NULL;
}

void reporter_destroy(struct reporter *reporter)
{
    if (reporter == NULL) {
        return;
    }
    if (reporter->running) {
        struct job quit = {.quit = true};
        while (mailbox_post(reporter->jobs, &quit, sizeof quit) < 0) {
            struct pollfd none = {.fd = -1};
            poll(&none, 1, 10);
        }
        pthread_join(reporter->thread, NULL);
    }
    struct finished finished;
    while (reporter->results != NULL &&
           mailbox_take(reporter->results, &finished, sizeof finished) > 0) {
        free(finished.text);
    }
    for (size_t i = 0; i < REPORT_JOBS; i++) {
        if (reporter->waiting[i] != NULL) {
            reporter->waiting[i]->http = NULL; /* the server goes down with its connections */
            request_finish(reporter->waiting[i]);
        }
    }
    if (reporter->ready != NULL) {
        event_free(reporter->ready);
    }
    mailbox_destroy(reporter->jobs);
    mailbox_destroy(reporter->results);
    free(reporter);
}

const struct route report_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/reports/{name}", get_report, "报表", "A report", NULL,
     "from:date to:date", "Report", 200},
    {EVHTTP_REQ_POST, "/api/v1/backup", post_backup, "在线备份", "Online backup", "file:string*", NULL,
     NULL, 200},
    {0},
};
