/* api_reports.c: reports over HTTP: what is asked for, checked and handed to the reports thread
 * (report_thread.h), and what comes of it. An export leaves a line in the journal: who took which
 * figures out of the house. */
#define LOG_MODULE "reports"
#include "http/report_thread.h"
#include "http/route.h"
#include "base/log.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct reporter {
    struct server *server;
    struct report_thread *thread;
    struct request *waiting[REPORT_JOBS];
    int32_t closed_day; /* newest one that was closed, 0 = none that is known */
};

/* ------------------------------------------------------------------ answers */

static void reply_refusal(struct request *request, const struct order_error *error)
{
    char key[96], message[2 * ORDER_WHICH];
    const struct hole holes[] = {{"which", error->which}, {NULL, NULL}};
    snprintf(key, sizeof key, "error.%s", error->code);
    language_fill(message, sizeof message,
                  language_text(request->server->language, request->language, key), holes);
    reply_json(request, error->status, json_pack("{s:{s:s,s:s}}", "error", "code", error->code,
                                                 "message", message));
}

/* "2026-03-01_2026-03-31"; one day is one date. */
static void period_of(const struct report_order *order, char *out, size_t size)
{
    int from = order->from, to = order->to, used;
    used = snprintf(out, size, "%04d-%02d-%02d", from / 10000, from / 100 % 100, from % 100);
    if (from != to) {
        snprintf(out + used, size - (size_t)used, "_%04d-%02d-%02d", to / 10000, to / 100 % 100,
                 to % 100);
    }
}

/* A browser saves what is no page under the report's name and period (RFC 6266: the plain name for
 * old ones, the Chinese title for the others). */
static void name_file(struct request *request, const struct report_order *order)
{
    if (order->form == FORM_JSON || request->http == NULL) {
        return;
    }
    char period[32], text[512], *title;
    period_of(order, period, sizeof period);
    title = evhttp_encode_uri(sheet_words(request->server->language, order->language, "name",
                                          order->name));
    snprintf(text, sizeof text,
             "attachment; filename=\"%s_%s%s\"; filename*=UTF-8''%s_%s%s", order->name, period,
             report_forms[order->form].ending, title != NULL ? title : order->name, period,
             report_forms[order->form].ending);
    free(title);
    evhttp_add_header(evhttp_request_get_output_headers(request->http), "Content-Disposition",
                      text);
}

/* ------------------------------------------------------------------ the journal's lines */

struct export {
    const struct report_order *order;
    const char *note, *result;
    enum event_kind kind;
};

static int decide_export(struct office_draft *draft, const void *order)
{
    const struct export *export = order;
    struct event *event = office_draft_event(draft, export->kind);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->record = event->seq;
    bool fits = office_text(event->subject, sizeof event->subject, export->order->name, false) &&
                office_text(event->note, sizeof event->note, export->note, false) &&
                office_text(event->result, sizeof event->result, export->result, false);
    return fits ? 0 : OFFICE_BAD_VALUE;
}

static void record_export(struct request *request, const struct report_order *order)
{
    char note[LIMIT_NOTE], period[32];
    size_t used = 0;
    struct office_head head = {.source = "page"};
    if (order->form == FORM_JSON) {
        return; /* looked at, not taken out */
    }
    period_of(order, period, sizeof period);
    text_append(note, sizeof note, &used, "%s%s", period, report_forms[order->form].ending);
    if (order->by_given) {
        text_append(note, sizeof note, &used, " by=%s", image_axis_name(order->by));
    }
    snprintf(head.actor, sizeof head.actor, "%s", request->who.actor);
    const struct export export = {.order = order, .note = note, .result = "done",
                                  .kind = EVENT_OFFICE_EXPORTED};
    if (hall_office(request->server->hall, &head, decide_export, &export, NULL, NULL) < 0) {
        log_warning("the export of %s is not in the journal", order->name);
    }
}

/* What the schedule did, for whoever looks for it: in the audit log and live. */
static void record_filed(struct reporter *reporter, const struct report_finished *finished)
{
    char note[LIMIT_NOTE];
    bool failed = finished->why[0] != '\0';
    const struct office_head head = {.actor = "system", .source = "schedule"};
    text_cut(note, sizeof note, failed ? finished->why : finished->file, sizeof note);
    const struct export export = {.order = &finished->order, .note = note,
                                  .result = failed ? "failed" : "done",
                                  .kind = EVENT_OFFICE_REPORT_FILED};
    if (hall_office(reporter->server->hall, &head, decide_export, &export, NULL, NULL) < 0) {
        log_warning("the journal does not know of %s", finished->file);
    }
}

static void on_finished(void *context, struct report_finished *finished)
{
    struct reporter *reporter = context;
    if (finished->slot == REPORT_SLOT_NONE) {
        record_filed(reporter, finished);
        return;
    }
    struct request *request = reporter->waiting[finished->slot];
    reporter->waiting[finished->slot] = NULL;
    if (finished->bytes.bytes == NULL) {
        if (finished->error.code == NULL) {
            finished->error = (struct order_error){.status = 500, .code = "report_failed"};
        }
        reply_refusal(request, &finished->error);
        return;
    }
    name_file(request, &finished->order);
    record_export(request, &finished->order);
    reply_bytes(request, 200, report_forms[finished->order.form].type, finished->bytes.bytes,
                finished->bytes.size);
}

/* ------------------------------------------------------------------ questions */

/* "mean_wait.csv": name and form; without an ending Accept chooses. */
static void split_name(struct request *request, struct report_order *order)
{
    snprintf(order->name, sizeof order->name, "%.31s", request->parts[0]);
    char *ending = strrchr(order->name, '.');
    for (int form = FORM_CSV; ending != NULL && form < REPORT_FORMS; form++) {
        if (strcmp(ending, report_forms[form].ending) == 0) {
            order->form = (enum report_form)form;
            *ending = '\0';
            return;
        }
    }
    if (request->http != NULL) {
        order->form = report_form_accepted(
            evhttp_find_header(evhttp_request_get_input_headers(request->http), "Accept"));
    }
}

static int parse_text(struct request *request, const char *name, char *out, size_t size)
{
    const char *text = request_query(request, name);
    if (text == NULL) {
        return 0;
    }
    return snprintf(out, size, "%s", text) < (int)size ? 0 : -1;
}

static int parse_filter(struct request *request, struct report_order *order)
{
    const char *window = request_query(request, "window"), *by = request_query(request, "by");
    struct report_filter *filter = &order->filter;
    order->by_given = by != NULL;
    filter->window = (uint16_t)(window != NULL ? strtoul(window, NULL, 10) : 0);
    return (by != NULL && image_axis_parse(by, &order->by) < 0) ||
                   (window != NULL && filter->window == 0) ||
                   parse_text(request, "item", filter->item, LIMIT_CODE) < 0 ||
                   parse_text(request, "category", filter->category, LIMIT_CODE) < 0 ||
                   parse_text(request, "clerk", filter->clerk, LIMIT_CODE) < 0 ||
                   parse_text(request, "department", filter->department, LIMIT_CODE) < 0 ||
                   parse_text(request, "priority", filter->priority, LIMIT_CODE) < 0 ||
                   parse_text(request, "columns", order->columns, sizeof order->columns) < 0 ||
                   parse_text(request, "sort", order->sort, sizeof order->sort) < 0
               ? -1
               : 0;
}

static void queue_job(struct request *request, struct report_job *job)
{
    struct reporter *reporter = request->server->reporter;
    job->site = hall_site(request->server->hall);
    for (job->slot = 0; job->slot < REPORT_JOBS; job->slot++) {
        if (reporter->waiting[job->slot] == NULL) {
            break;
        }
    }
    if (job->slot == REPORT_JOBS || report_thread_post(reporter->thread, job) < 0) {
        reply_error(request, 503, "busy");
        return;
    }
    reporter->waiting[job->slot] = request;
}

static void get_report(struct request *request)
{
    struct report_job job = {.slot = 0};
    struct report_order *order = &job.order;
    struct order_error error;
    split_name(request, order);
    order->language = request->language;
    order->now = wall_now();
    int32_t today = engine_day(hall_engine(request->server->hall));
    order->from = order->to = today != 0 ? today : wall_day(order->now);
    if (order_forms(order->name) == 0) {
        reply_error(request, 404, "unknown_report");
        return;
    }
    if (request_day(request, "from", &order->from) < 0 ||
        request_day(request, "to", &order->to) < 0) {
        reply_error(request, 422, "bad_date");
        return;
    }
    if (parse_filter(request, order) < 0) {
        reply_error(request, 422, "bad_filter");
        return;
    }
    if (order_check(order, request->server->language, &error) < 0) {
        reply_refusal(request, &error);
        return;
    }
    queue_job(request, &job);
}

/* The named reports, for pages: name, title, group, what they can be asked. */
static void get_reports(struct request *request)
{
    reply_json(request, 200,
               json_pack("{s:o}", "reports", order_catalogue(request->server->language)));
}

static void post_backup(struct request *request)
{
    struct report_job job = {.order = {.name = "backup"}};
    if (request_string(request, "file", job.backup, sizeof job.backup) < 0 ||
        job.backup[0] != '/') {
        reply_error(request, 422, "want_path");
        return;
    }
    queue_job(request, &job);
}

/* ------------------------------------------------------------------ the schedule's news */

static void tell_day(struct reporter *reporter, int32_t closed_day)
{
    const struct report_job news = {.slot = REPORT_SLOT_NONE,
                                    .site = hall_site(reporter->server->hall),
                                    .closed_day = closed_day};
    if (report_thread_post(reporter->thread, &news) < 0) {
        log_warning("too many reports wait to hear that %d is closed", closed_day);
    }
}

/* A day that is closed has its reports; a new configuration has a new schedule. */
static void on_event(void *context, const struct event *event)
{
    struct reporter *reporter = context;
    if (event->kind == EVENT_DAY_CLOSED) {
        reporter->closed_day = event->day;
    }
    if (event->kind == EVENT_DAY_CLOSED || event->kind == EVENT_SITE_ADOPTED) {
        tell_day(reporter, reporter->closed_day);
    }
}

struct reporter *reporter_create(struct server *server)
{
    struct reporter *reporter = calloc(1, sizeof *reporter);
    if (reporter == NULL) {
        return NULL;
    }
    reporter->server = server;
    reporter->closed_day = hall_closed_day(server->hall);
    reporter->thread = report_thread_create(server, on_finished, reporter);
    if (reporter->thread == NULL || hall_listen(server->hall, on_event, reporter) < 0) {
        reporter_destroy(reporter);
        return NULL;
    }
    return reporter;
}

void reporter_destroy(struct reporter *reporter)
{
    if (reporter == NULL) {
        return;
    }
    report_thread_destroy(reporter->thread);
    for (size_t i = 0; i < REPORT_JOBS; i++) {
        if (reporter->waiting[i] != NULL) {
            request_finish(reporter->waiting[i]); /* its connection has gone before */
        }
    }
    free(reporter);
}

const struct route report_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/reports", get_reports, "报表目录", "The named reports", NULL, NULL,
     NULL, 200, MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/reports/{name}", get_report,
     "报表（.csv、.xlsx、.pdf 为导出，每日简报还有 .txt；也可用 Accept 选择）",
     "A report; NAME.csv, NAME.xlsx and NAME.pdf are exports, the brief has .txt too; Accept chooses "
     "as well",
     NULL,
     "from:date to:date by:string item:string category:string department:string clerk:string "
     "window:string priority:string columns:string sort:string",
     "Report", 200, MAY_READ},
    {EVHTTP_REQ_POST, "/api/v1/backup", post_backup, "在线备份", "Online backup", "file:string*", NULL,
     NULL, 200, MAY_ADMINISTER},
    {0},
};
