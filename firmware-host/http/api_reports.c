/* api_reports.c: reports, made in a thread of their own with read-only connections.
 *
 * The loop hands a job over by value and goes on; the thread makes the report and posts the
 * finished bytes back. The bytes are the one pointer that crosses: they are given away whole with
 * their message. One job at a time; a few may wait; more get "busy".
 *
 * The named reports (report_table.h) come from the column image, which the thread keeps in step
 * with the journal (store/figure_keeper.h): at start in steps between jobs, later before each
 * job and whenever nobody wants anything for a while; roll-ups are made in such pauses too. Until
 * the first start of a long journal is through, they answer "figures_not_ready". */
#define LOG_MODULE "reports"
#include "http/route.h"
#include "http/report_table.h"
#include "http/reports.h"
#include "base/log.h"
#include "stats/day.h"
#include "store/figure_keeper.h"
#include "store/store_read.h"

#include <event2/event.h>
#include <pthread.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { REPORT_JOBS = 8, REPORT_PATH = 512, PAUSE_MS = 60000 };

enum report_form { FORM_JSON, FORM_CSV, FORM_XLSX, REPORT_FORMS };

static const struct {
    const char *ending, *type;
} forms[REPORT_FORMS] = {
    [FORM_JSON] = {"", "application/json; charset=utf-8"},
    [FORM_CSV] = {".csv", "text/csv; charset=utf-8"},
    [FORM_XLSX] = {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

struct job {
    bool quit;
    uint32_t slot;
    char name[LIMIT_CODE]; /* of a report, or "backup" */
    char file[REPORT_PATH];
    struct report_query query;
    /* named reports */
    const struct report_kind *kind;
    enum image_axis by;
    enum report_form form;
    enum language_code language;
    struct report_filter filter;
};

struct finished {
    uint32_t slot;
    int status;
    const char *error; /* code; NULL = none */
    enum report_form form;
    char name[LIMIT_CODE];
    char *bytes; /* given away; NULL = failed */
    size_t size;
};

struct reporter {
    struct server *server;
    struct mailbox *jobs, *results;
    struct event *ready;
    struct request *waiting[REPORT_JOBS];
    pthread_t thread;
    bool running;
    char folder[256];
    /* the thread's */
    struct figure_keeper *keeper;
    bool in_step;   /* the keeper has been through the whole journal once */
    bool rolled_up; /* nothing is left to do in a pause */
};

static const struct {
    const char *name;
    report_maker make;
} reports[] = {
    {"day", report_day_make},
};

/* ------------------------------------------------------------------ the thread */

static void give_text(struct finished *out, char *text)
{
    out->bytes = text;
    out->size = text != NULL ? strlen(text) : 0;
}

static void make_backup(const struct reporter *reporter, const struct job *job,
                        struct finished *out)
{
    char why[160] = "";
    if (store_backup(hall_store(reporter->server->hall), job->file, why, sizeof why) < 0) {
        log_error("backup to %s: %s", job->file, why);
        return;
    }
    json_t *body = json_pack("{s:s}", "file", job->file);
    give_text(out, json_dumps(body, JSON_COMPACT));
    json_decref(body);
}

static void make_report(const struct reporter *reporter, const struct job *job,
                        struct finished *out)
{
    char why[160] = "";
    struct store_reader *reader = store_reader_open(reporter->folder, why, sizeof why);
    if (reader == NULL) {
        log_error("%s", why);
        return;
    }
    json_t *body = NULL;
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (strcmp(reports[i].name, job->name) == 0) {
            body = reports[i].make(reader, hall_site(reporter->server->hall), &job->query);
        }
    }
    store_reader_close(reader);
    if (body != NULL) {
        give_text(out, json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER));
    }
    json_decref(body);
}

static void write_form(const struct reporter *reporter, const struct job *job,
                       const struct report_table *table, struct finished *out)
{
    const struct language *language = reporter->server->language;
    if (job->form == FORM_JSON) {
        json_t *body = report_table_json(table, language);
        give_text(out, json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER));
        json_decref(body);
    } else if (job->form == FORM_CSV) {
        report_table_csv(table, language, job->language, &out->bytes, &out->size);
    } else {
        report_table_xlsx(table, language, job->language, &out->bytes, &out->size);
    }
}

/* Everything that the journal has, and today as of now. */
static int bring_into_step(struct reporter *reporter, wall_t now)
{
    int more = 1;
    while (reporter->keeper != NULL && more > 0) {
        more = figure_keeper_step(reporter->keeper);
    }
    return more == 0 ? figure_keeper_refresh(reporter->keeper, now) : -1;
}

static void make_named(struct reporter *reporter, const struct job *job, struct finished *out)
{
    if (!reporter->in_step) {
        out->status = 503;
        out->error = "figures_not_ready";
        return;
    }
    struct report_table table;
    if (bring_into_step(reporter, job->query.now) < 0 ||
        report_table_make(figure_keeper_image(reporter->keeper),
                          hall_site(reporter->server->hall), job->kind, job->by, job->query.from,
                          job->query.to, &job->filter, &table) < 0) {
        return;
    }
    write_form(reporter, job, &table, out);
    report_table_finish(&table);
}

static void do_job(struct reporter *reporter, const struct job *job)
{
    struct finished out = {.slot = job->slot, .status = 500, .error = "report_failed",
                           .form = job->form};
    memcpy(out.name, job->name, sizeof out.name);
    if (job->file[0] != '\0') {
        make_backup(reporter, job, &out);
    } else if (job->kind != NULL) {
        make_named(reporter, job, &out);
    } else {
        make_report(reporter, job, &out);
    }
    if (out.bytes != NULL) {
        out.status = 200;
        out.error = NULL;
    }
    if (mailbox_post(reporter->results, &out, sizeof out) < 0) {
        free(out.bytes);
    }
}

static void tell_windows(void *context, struct day_stats *stats)
{
    const struct reporter *reporter = context;
    report_day_serves(stats, hall_site(reporter->server->hall));
}

static void tell_lens(void *context, const struct image *image, struct image_lens *lens)
{
    const struct reporter *reporter = context;
    report_lens(image, hall_site(reporter->server->hall), lens);
}

/* One step towards the journal's end. */
static void step(struct reporter *reporter)
{
    char why[200] = "";
    if (reporter->keeper == NULL) {
        const struct figure_keeper_settings settings = {.folder = reporter->folder,
                                                        .serves = tell_windows,
                                                        .look = tell_lens,
                                                        .context = reporter};
        reporter->keeper = figure_keeper_open(&settings, why, sizeof why);
    }
    int more = reporter->keeper != NULL ? figure_keeper_step(reporter->keeper) : -1;
    if (more < 0) {
        log_error("figures of the past days are not available: %s", why);
    }
    reporter->in_step = reporter->in_step || more <= 0;
    reporter->rolled_up = more < 0;
}

/* Nobody wants anything: a piece of what is left to do, a few milliseconds long. */
static void use_pause(struct reporter *reporter, bool long_pause)
{
    if (!reporter->in_step || long_pause) {
        step(reporter);
    } else if (!reporter->rolled_up) {
        reporter->rolled_up = figure_keeper_roll(reporter->keeper) <= 0;
    }
}

static void *run(void *context)
{
    struct reporter *reporter = context;
    struct pollfd ready = {.fd = mailbox_descriptor(reporter->jobs), .events = POLLIN};
    for (;;) {
        struct job job;
        bool at_rest = reporter->in_step && reporter->rolled_up;
        bool long_pause = poll(&ready, 1, at_rest ? PAUSE_MS : 0) == 0 && at_rest;
        if (mailbox_take(reporter->jobs, &job, sizeof job) < 0) {
            use_pause(reporter, long_pause);
            continue;
        }
        if (job.quit) {
            return NULL;
        }
        do_job(reporter, &job);
        reporter->rolled_up = reporter->keeper == NULL;
    }
}

/* ------------------------------------------------------------------ the loop's side */

/* A browser saves what is no page under the report's name. */
static void name_file(struct request *request, const struct finished *finished)
{
    if (finished->form != FORM_JSON && request->http != NULL) {
        char text[96];
        snprintf(text, sizeof text, "attachment; filename=\"%s%s\"", finished->name,
                 forms[finished->form].ending);
        evhttp_add_header(evhttp_request_get_output_headers(request->http),
                          "Content-Disposition", text);
    }
}

static void on_finished(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct reporter *reporter = context;
    struct finished finished;
    while (mailbox_take(reporter->results, &finished, sizeof finished) > 0) {
        struct request *request = reporter->waiting[finished.slot];
        reporter->waiting[finished.slot] = NULL;
        if (finished.bytes != NULL) {
            name_file(request, &finished);
            reply_bytes(request, finished.status, forms[finished.form].type, finished.bytes,
                        finished.size);
        } else {
            reply_error(request, finished.status, finished.error);
        }
        free(finished.bytes);
    }
}

static bool is_journal_report(const char *name)
{
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (strcmp(reports[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* "mean_wait.csv": name and form. */
static void split_name(const char *asked, struct job *job)
{
    snprintf(job->name, sizeof job->name, "%.31s", asked);
    for (int form = FORM_CSV; form < REPORT_FORMS; form++) {
        char *ending = strrchr(job->name, '.');
        if (ending != NULL && strcmp(ending, forms[form].ending) == 0) {
            job->form = (enum report_form)form;
            *ending = '\0';
        }
    }
}

static int parse_code(struct request *request, const char *name, char out[LIMIT_CODE])
{
    const char *text = request_query(request, name);
    if (text == NULL) {
        return 0;
    }
    return snprintf(out, LIMIT_CODE, "%s", text) < LIMIT_CODE ? 0 : -1;
}

static int parse_filter(struct request *request, struct job *job)
{
    const char *window = request_query(request, "window"), *by = request_query(request, "by");
    job->by = job->kind->by;
    job->filter.window = (uint16_t)(window != NULL ? strtoul(window, NULL, 10) : 0);
    job->language = request->language;
    return (by != NULL && image_axis_parse(by, &job->by) < 0) ||
                   (window != NULL && job->filter.window == 0) ||
                   parse_code(request, "item", job->filter.item) < 0 ||
                   parse_code(request, "category", job->filter.category) < 0 ||
                   parse_code(request, "clerk", job->filter.clerk) < 0 ||
                   parse_code(request, "department", job->filter.department) < 0
               ? -1
               : 0;
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
    split_name(request->parts[0], &job);
    job.kind = report_kind_named(job.name);
    if (job.kind == NULL && (job.form != FORM_JSON || !is_journal_report(job.name))) {
        reply_error(request, 404, "unknown_report");
        return;
    }
    int32_t today = engine_day(hall_engine(request->server->hall));
    job.query.from = job.query.to = today != 0 ? today : wall_day(wall_now());
    job.query.now = wall_now();
    if (request_day(request, "from", &job.query.from) < 0 ||
        request_day(request, "to", &job.query.to) < 0) {
        reply_error(request, 422, "bad_date");
        return;
    }
    if (job.kind != NULL && parse_filter(request, &job) < 0) {
        reply_error(request, 422, "bad_filter");
        return;
    }
    queue_job(request, &job);
}

/* The list of named reports, for pages: name, title, the axis it begins with. */
static void get_reports(struct request *request)
{
    json_t *list = json_array();
    const struct report_kind *kind;
    for (size_t i = 0; (kind = report_kind(i)) != NULL; i++) {
        char key[96], zh[128];
        const struct language *language = request->server->language;
        snprintf(key, sizeof key, "report.name.%s", kind->name);
        snprintf(zh, sizeof zh, "%s", language_text(language, LANGUAGE_ZH, key));
        json_array_append_new(
            list, json_pack("{s:s,s:{s:s,s:s},s:s}", "name", kind->name, "title", "zh", zh, "en",
                            language_text(language, LANGUAGE_EN, key), "by",
                            image_axis_name(kind->by)));
    }
    reply_json(request, 200, json_pack("{s:o}", "reports", list));
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
        free(finished.bytes);
    }
    figure_keeper_close(reporter->keeper);
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
    {EVHTTP_REQ_GET, "/api/v1/reports", get_reports, "报表目录", "The named reports", NULL, NULL,
     NULL, 200, MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/reports/{name}", get_report, "报表（.csv、.xlsx 为导出）",
     "A report; NAME.csv and NAME.xlsx are exports", NULL,
     "from:date to:date by:string item:string category:string department:string clerk:string "
     "window:string",
     "Report", 200, MAY_READ},
    {EVHTTP_REQ_POST, "/api/v1/backup", post_backup, "在线备份", "Online backup", "file:string*", NULL,
     NULL, 200, MAY_ADMINISTER},
    {0},
};
