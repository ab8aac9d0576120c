/* api_audit.c: who did what: asked, verified, taken out.
 *
 *   GET  audit          rows newest first, from indexes (store/ledger.h), in the worker's thread
 *   GET  audit/chain    what the background walk found, and the walk that a person started
 *   POST audit/verify   walks the whole chain now, in the slow worker's thread
 *   POST audit/export   a period with its hashes; journaled with a reason before a byte leaves
 *
 * Reading is for managers and auditors. Nothing here changes a record. Thread: loop. */
#define LOG_MODULE "audit"
#include "base/log.h"
#include "http/audit_rows.h"
#include "http/worker.h"
#include "http/route.h"

#include "office/exported.h"

#include <event2/buffer.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE_ROWS = 50, PAGE_ROWS_MOST = 200, ACTORS = 500, EXPORT_DAYS = 400, FOLDER = 512 };

/* The walk that somebody started: one at a time, its end stays until the next. */
struct audit {
    struct server *server;
    bool running, ended;
    wall_t started, finished;
    char actor[LIMIT_CODE];
    atomic_llong seen; /* events, told by the walking thread */
    int result;
    struct store_verdict verdict;
};

struct audit *audit_create(struct server *server)
{
    struct audit *audit = calloc(1, sizeof *audit);
    if (audit != NULL) {
        audit->server = server;
    }
    return audit;
}

void audit_destroy(struct audit *audit)
{
    free(audit);
}

/* ------------------------------------------------------------------ asking */

struct asking {
    struct request *request;
    char folder[FOLDER];
    struct ledger_filter filter;
    bool failed;
    json_t *rows, *actors;
    int64_t next;
    int32_t next_day;
};

static int take_row(void *context, const struct ledger_row *row)
{
    struct asking *asking = context;
    json_array_append_new(asking->rows, audit_row_json(row));
    return 0;
}

static int take_actor(void *context, const char *actor)
{
    struct asking *asking = context;
    json_array_append_new(asking->actors, json_string(actor));
    return 0;
}

static void work_ask(void *context)
{
    struct asking *asking = context;
    char why[160];
    struct store_reader *reader = store_reader_open(asking->folder, why, sizeof why);
    asking->rows = json_array();
    asking->actors = json_array();
    asking->failed =
        reader == NULL || store_read_ledger(reader, &asking->filter, take_row, asking,
                                            &asking->next, &asking->next_day) < 0 ||
        (asking->filter.before == 0 &&
         store_read_actors(reader, ACTORS, take_actor, asking) < 0);
    store_reader_close(reader);
}

static json_t *kinds_json(void)
{
    json_t *list = json_array();
    for (int i = EVENT_NONE + 1; i < EVENT_KIND_COUNT; i++) {
        json_array_append_new(list, json_string(event_kind_name((enum event_kind)i)));
    }
    return list;
}

static void asked(void *context, bool closing)
{
    struct asking *asking = context;
    struct request *request = asking->request;
    if (closing) {
        request->http = NULL; /* the server goes down with its connections */
        request_finish(request);
    } else if (asking->failed) {
        reply_error(request, 503, "audit_unreadable");
    } else {
        json_t *out = json_pack("{s:O,s:o,s:o,s:O}", "rows", asking->rows, "next",
                                asking->next != 0 ? json_integer((json_int_t)asking->next)
                                                  : json_null(),
                                "searched_to",
                                asking->next_day != 0 ? json_integer(asking->next_day)
                                                      : json_null(),
                                "actors", asking->actors);
        json_object_set_new(out, "kinds", kinds_json());
        reply_json(request, 200, out);
    }
    json_decref(asking->rows);
    json_decref(asking->actors);
    free(asking);
}

static int parse_day(const char *text, int32_t *day)
{
    int year, month, date;
    *day = 0;
    if (text == NULL || text[0] == '\0') {
        return 0;
    }
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &date) != 3 || month < 1 || month > 12 ||
        date < 1 || date > 31) {
        return -1;
    }
    *day = year * 10000 + month * 100 + date;
    return 0;
}

static bool copy_query(const struct request *request, const char *name, char *out, size_t size)
{
    const char *text = request_query(request, name);
    return snprintf(out, size, "%s", text != NULL ? text : "") < (int)size;
}

static bool parse_filter(const struct request *request, struct ledger_filter *filter)
{
    const char *scope = request_query(request, "scope"), *limit = request_query(request, "limit");
    const char *before = request_query(request, "before");
    long rows = limit != NULL ? strtol(limit, NULL, 10) : PAGE_ROWS;
    filter->limit = rows > 0 && rows <= PAGE_ROWS_MOST ? (int)rows : PAGE_ROWS;
    filter->before = before != NULL ? strtoll(before, NULL, 10) : 0;
    filter->office = scope == NULL || strcmp(scope, "all") != 0;
    return copy_query(request, "actor", filter->actor, sizeof filter->actor) &&
           copy_query(request, "kind", filter->kind, sizeof filter->kind) &&
           copy_query(request, "text", filter->text, sizeof filter->text) &&
           parse_day(request_query(request, "from"), &filter->from_day) == 0 &&
           parse_day(request_query(request, "to"), &filter->to_day) == 0;
}

static void get_audit(struct request *request)
{
    struct asking *asking = calloc(1, sizeof *asking);
    const struct worker_piece piece = {work_ask, asked, asking};
    if (asking == NULL) {
        reply_error(request, 503, "busy");
        return;
    }
    asking->request = request;
    snprintf(asking->folder, sizeof asking->folder, "%s", hall_data_folder(request->server->hall));
    bool good = parse_filter(request, &asking->filter);
    if (!good || worker_give(request->server->worker, &piece) < 0) {
        free(asking);
        reply_error(request, good ? 503 : 422, good ? "busy" : "bad_filter");
    }
}

/* ------------------------------------------------------------------ the chain */

static void see_events(void *context, int64_t events)
{
    struct audit *audit = context;
    atomic_store(&audit->seen, events);
}

static void work_verify(void *context)
{
    struct audit *audit = context;
    audit->result = store_verify_watched(hall_data_folder(audit->server->hall), &audit->verdict,
                                         see_events, audit);
}

static void verified(void *context, bool closing)
{
    struct audit *audit = context;
    if (closing) {
        return;
    }
    audit->running = false;
    audit->ended = true;
    audit->finished = wall_now();
    if (audit->result != STORE_OK) {
        log_error("the journal does not verify: %s", audit->verdict.message);
    }
}

static json_t *json_of_walk(struct audit *audit)
{
    json_t *out = json_pack("{s:b,s:b,s:s,s:o,s:I}", "running", audit->running, "ended",
                            audit->ended, "actor", audit->actor, "started",
                            json_of_time(audit->started), "seen",
                            (json_int_t)atomic_load(&audit->seen));
    if (audit->ended) {
        const struct store_verdict *verdict = &audit->verdict;
        json_object_set_new(out, "sound", json_boolean(audit->result == STORE_OK));
        json_object_set_new(out, "finished", json_of_time(audit->finished));
        json_object_set_new(out, "events", json_integer((json_int_t)verdict->events));
        json_object_set_new(out, "first", json_integer((json_int_t)verdict->first_seq));
        json_object_set_new(out, "last", json_integer((json_int_t)verdict->last_seq));
        json_object_set_new(out, "broken", json_integer((json_int_t)verdict->broken_seq));
        json_object_set_new(out, "witness", verdict->witness_present
                                                ? json_integer((json_int_t)verdict->witness_seq)
                                                : json_null());
        json_object_set_new(out, "witness_ahead", json_boolean(verdict->witness_ahead));
        json_object_set_new(out, "message", json_string(verdict->message));
    }
    return out;
}

static void get_chain(struct request *request)
{
    struct store_figures figures;
    store_figures(hall_store(request->server->hall), &figures);
    json_t *background = json_pack("{s:I,s:I,s:I}", "verifications",
                                   (json_int_t)figures.verifications, "events",
                                   (json_int_t)figures.verified_events, "broken",
                                   (json_int_t)figures.broken_seq);
    reply_json(request, 200,
               json_pack("{s:I,s:o,s:o}", "last",
                         (json_int_t)hall_durable_seq(request->server->hall), "background",
                         background, "walk", json_of_walk(request->server->audit)));
}

static void post_verify(struct request *request)
{
    struct audit *audit = request->server->audit;
    const struct worker_piece piece = {work_verify, verified, audit};
    if (!audit->running) {
        if (worker_give(request->server->slow_worker, &piece) < 0) {
            reply_error(request, 503, "busy");
            return;
        }
        audit->running = true;
        audit->ended = false;
        audit->started = wall_now();
        atomic_store(&audit->seen, 0);
        snprintf(audit->actor, sizeof audit->actor, "%s", request->who.actor);
    }
    reply_json(request, 200, json_of_walk(audit));
}

/* ------------------------------------------------------------------ export */

struct exporting {
    struct request *request;
    struct server *server;
    char folder[FOLDER];
    int32_t from, to;
    bool csv;
    int descriptor; /* of a file that has no name; -1 = none */
};

static void forget(struct exporting *exporting)
{
    if (exporting->descriptor >= 0) {
        close(exporting->descriptor);
    }
    free(exporting);
}

struct line_out {
    FILE *out;
    bool csv;
};

static int write_line(void *context, const struct ledger_row *row)
{
    struct line_out *line = context;
    audit_row_line(row, line->csv, line->out);
    return ferror(line->out) != 0 ? -1 : 0;
}

static int write_period(struct exporting *exporting, FILE *out)
{
    char why[160];
    struct line_out line = {out, exporting->csv};
    struct store_reader *reader = store_reader_open(exporting->folder, why, sizeof why);
    if (reader == NULL) {
        return -1;
    }
    audit_head_line(exporting->csv, exporting->from, exporting->to, out);
    int result = store_read_chain(reader, exporting->from, exporting->to, write_line, &line);
    store_reader_close(reader);
    return result;
}

/* A file without a name in the data folder: it is gone when it has been sent, or the power goes. */
static void work_export(void *context)
{
    struct exporting *exporting = context;
    int descriptor = open(exporting->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    int copy = descriptor >= 0 ? dup(descriptor) : -1;
    FILE *out = copy >= 0 ? fdopen(copy, "w") : NULL;
    bool good = out != NULL && write_period(exporting, out) == 0;
    good = out != NULL && fclose(out) == 0 && good;
    if (good) {
        exporting->descriptor = descriptor;
    } else if (descriptor >= 0) {
        close(descriptor);
    }
}

static void send_file(struct exporting *exporting)
{
    struct request *request = exporting->request;
    struct stat about;
    char name[96];
    struct evbuffer *buffer = evbuffer_new();
    if (buffer == NULL || fstat(exporting->descriptor, &about) != 0 ||
        evbuffer_add_file(buffer, exporting->descriptor, 0, about.st_size) != 0) {
        if (buffer != NULL) {
            evbuffer_free(buffer);
        }
        reply_error(request, 503, "audit_unreadable");
        return;
    }
    exporting->descriptor = -1; /* the buffer's */
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->http);
    snprintf(name, sizeof name, "attachment; filename=\"audit-%d-%d.%s\"", (int)exporting->from,
             (int)exporting->to, exporting->csv ? "csv" : "jsonl");
    evhttp_add_header(headers, "Content-Disposition", name);
    evhttp_add_header(headers, "Content-Type",
                      exporting->csv ? "text/csv; charset=utf-8" : "application/jsonl");
    evhttp_add_header(headers, "Cache-Control", "no-store");
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    evhttp_connection_set_closecb(evhttp_request_get_connection(request->http), NULL, NULL);
    evhttp_send_reply(request->http, 200, "OK", buffer);
    evbuffer_free(buffer);
    request->http = NULL;
    request_finish(request);
}

static void exported(void *context, bool closing)
{
    struct exporting *exporting = context;
    struct request *request = exporting->request;
    if (closing || request->http == NULL) {
        request->http = NULL;
        request_finish(request);
    } else if (exporting->descriptor < 0) {
        reply_error(request, 503, "audit_unreadable");
    } else {
        send_file(exporting);
    }
    forget(exporting);
}

static void on_journaled(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct exporting *exporting = context;
    const struct worker_piece piece = {work_export, exported, exporting};
    if (error != 0) {
        reply_hall_error(exporting->request, error);
        forget(exporting);
    } else if (worker_give(exporting->server->slow_worker, &piece) < 0) {
        reply_error(exporting->request, 503, "busy");
        forget(exporting);
    }
}

/* 0, or -1 when the request has been answered. */
static int parse_export(struct request *request, struct exporting *out)
{
    char from[16], to[16], form[8];
    bool read = request_string(request, "from", from, sizeof from) == 0 &&
                request_string(request, "to", to, sizeof to) == 0 &&
                request_string(request, "form", form, sizeof form) == 0;
    if (!read || parse_day(from, &out->from) < 0 || parse_day(to, &out->to) < 0 || out->from == 0 ||
        out->to < out->from) {
        reply_error(request, 422, "bad_date");
        return -1;
    }
    int64_t days = wall_between(wall_day_start(out->from), wall_day_start(out->to)) / 86400000;
    if (days > EXPORT_DAYS) {
        reply_error(request, 422, "audit_too_long");
        return -1;
    }
    out->csv = strcmp(form, "csv") == 0;
    return 0;
}

static void post_export(struct request *request)
{
    struct exporting wanted = {.request = request, .server = request->server, .descriptor = -1};
    struct office_head head;
    char reason[LIMIT_NOTE], parameters[64];
    if (request_string(request, "reason", reason, sizeof reason) < 0 || reason[0] == '\0') {
        reply_error(request, 422, "audit_want_reason");
        return;
    }
    if (parse_export(request, &wanted) < 0 || request_office_head(request, &head) < 0) {
        return;
    }
    struct exporting *exporting = malloc(sizeof *exporting);
    if (exporting == NULL) {
        reply_error(request, 503, "busy");
        return;
    }
    *exporting = wanted;
    snprintf(exporting->folder, FOLDER, "%s", hall_data_folder(request->server->hall));
    snprintf(parameters, sizeof parameters, "%d-%d %s", (int)wanted.from, (int)wanted.to,
             wanted.csv ? "csv" : "jsonl");
    const struct exported order = {"audit", parameters, reason};
    hall_office(request->server->hall, &head, exported_decide, &order, on_journaled, exporting);
}

const struct route audit_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/audit", get_audit, "操作日志，最新的在前", "Who did what, newest first",
     NULL,
     "actor:string kind:string from:date to:date text:string scope:string before:integer "
     "limit:integer",
     NULL, 200, MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/audit/chain", get_chain, "记录链的校验结果",
     "What is known of the chain of records", NULL, NULL, NULL, 200, MAY_READ},
    {EVHTTP_REQ_POST, "/api/v1/audit/verify", post_verify, "立即校验整条记录链",
     "Walks the whole chain of records now", "intent:string", NULL, NULL, 200, MAY_READ},
    {EVHTTP_REQ_POST, "/api/v1/audit/export", post_export, "导出一段时间的记录，含校验列",
     "A period of the records with their hashes",
     "from:date* to:date* form:string reason:string* intent:string*", NULL, NULL, 200, MAY_READ},
    {0},
};
