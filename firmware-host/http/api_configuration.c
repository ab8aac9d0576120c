/* api_configuration.c: the configuration over HTTP: look, check, save, go back.
 *
 * Problem: a value that is wrong must be refused where it was typed; two people at once must not
 * undo each other; a save must never be half; and years later somebody asks who changed it and why.
 *
 *   save   worker: read, base still the same? edit, check, compare, keep the version, prepare
 *          loop: journal who changed what and why (office_site_saved), durable
 *          worker: put the files in place, whole or not at all (config/versions.h)
 *          loop: take the new site over, as SIGHUP would; or say that it waits for a restart
 *
 * One save at a time. The editor sends the mark of what it began with; another mark now is 409.
 * Files as large as hall.yaml go over the wire as the lines that changed. Thread: loop. */
#define LOG_MODULE "configuration"
#include "base/log.h"
#include "http/config_look.h"
#include "http/worker.h"
#include "http/route.h"

#include "office/site_saved.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ looking */

struct looking {
    struct request *request;
    struct config_look look;
};

static void set_force(const struct hall *hall, const struct config_look *look)
{
    const struct site *running = hall_site(hall);
    const char *mark = json_string_value(json_object_get(look->reply, "mark"));
    bool same = running->mark != NULL && mark != NULL && strcmp(running->mark, mark) == 0;
    static const char *const names[] = {[HALL_ADOPT_NOW] = "reload",
                                        [HALL_ADOPT_RESTART] = "restart",
                                        [HALL_ADOPT_TICKETS] = "tickets"};
    const char *force = same                 ? "running"
                        : look->site == NULL ? "broken"
                                             : names[hall_can_adopt(hall, look->site)];
    json_object_set_new(look->reply, "force", json_string(force));
}

static void looked(void *context, bool closing)
{
    struct looking *looking = context;
    struct request *request = looking->request;
    if (closing) {
        request->http = NULL;
        request_finish(request);
    } else if (looking->look.error != NULL) {
        reply_error(request, looking->look.status, looking->look.error);
    } else {
        if (looking->look.kind == LOOK_WHOLE) {
            set_force(request->server->hall, &looking->look);
        }
        reply_json(request, 200, looking->look.reply);
        looking->look.reply = NULL;
    }
    json_decref(looking->look.reply);
    site_destroy(looking->look.site);
    free(looking);
}

static void work_look(void *context)
{
    struct looking *looking = context;
    config_look_work(&looking->look);
}

static void copy_query(const struct request *request, const char *name, char *out, size_t size)
{
    const char *text = request_query(request, name);
    snprintf(out, size, "%s", text != NULL ? text : "");
}

static void look(struct request *request, enum config_look_kind kind, uint32_t version,
                 uint32_t against)
{
    struct hall *hall = request->server->hall;
    struct looking *looking = calloc(1, sizeof *looking);
    const struct worker_piece piece = {work_look, looked, looking};
    if (looking == NULL) {
        reply_error(request, 503, "busy");
        return;
    }
    looking->request = request;
    looking->look.kind = kind;
    looking->look.version = version;
    looking->look.against = against;
    snprintf(looking->look.config, CONFIG_PATH, "%s", hall_first_site(hall)->folder);
    snprintf(looking->look.data, CONFIG_PATH, "%s", hall_data_folder(hall));
    copy_query(request, "file", looking->look.file, sizeof looking->look.file);
    copy_query(request, "section", looking->look.section, sizeof looking->look.section);
    copy_query(request, "record", looking->look.record, sizeof looking->look.record);
    copy_query(request, "search", looking->look.search, sizeof looking->look.search);
    if (worker_give(request->server->worker, &piece) < 0) {
        free(looking);
        reply_error(request, 503, "busy");
    }
}

static void get_whole(struct request *request)
{
    look(request, LOOK_WHOLE, 0, 0);
}

static void get_values(struct request *request)
{
    look(request, LOOK_VALUES, 0, 0);
}

static void get_text(struct request *request)
{
    look(request, LOOK_TEXT, 0, 0);
}

static void get_versions(struct request *request)
{
    look(request, LOOK_VERSIONS, 0, 0);
}

static uint32_t number_of(const char *text)
{
    char *end;
    unsigned long number = text != NULL ? strtoul(text, &end, 10) : 0;
    return text != NULL && *end == '\0' && number <= UINT32_MAX ? (uint32_t)number : 0;
}

static void get_version(struct request *request)
{
    look(request, LOOK_VERSION, number_of(request->parts[0]),
         number_of(request_query(request, "against")));
}

/* ------------------------------------------------------------------ checking and saving */

struct saving {
    struct request *request;
    struct server *server; /* the request may be answered before the work is over */
    struct config_work *work;
    struct office_head head;
    bool save;
};

static void work_try(void *context)
{
    struct saving *saving = context;
    config_work_try(saving->work);
}

static void work_commit(void *context)
{
    struct saving *saving = context;
    config_work_commit(saving->work);
}

static void forget(struct saving *saving)
{
    if (saving->save) {
        saving->server->saving = false;
    }
    config_work_free(saving->work);
    free(saving);
}

static const char *takes_effect(const struct hall *hall, const struct config_work *work)
{
    switch (hall_can_adopt(hall, work->site)) {
    case HALL_ADOPT_NOW: return "now";
    case HALL_ADOPT_RESTART: return "restart";
    default: return "tickets";
    }
}

static size_t told(const struct config_work *work)
{
    return work->change_count < CONFIG_WORK_CHANGES ? work->change_count : CONFIG_WORK_CHANGES;
}

static json_t *json_of_work(const struct saving *saving)
{
    const struct config_work *work = saving->work;
    json_t *out = json_pack("{s:s,s:I,s:o}", "mark", work->mark, "differs",
                            (json_int_t)work->change_count, "values",
                            config_changes_json(work->changes, told(work)));
    json_object_set(out, "problems", work->located);
    if (work->site != NULL) {
        json_object_set_new(out, "takes_effect",
                            json_string(takes_effect(saving->server->hall, work)));
    }
    return out;
}

/* The error with everything that was found, so that the page can say it in place. */
static void reply_refusal(struct saving *saving)
{
    struct request *request = saving->request;
    const struct config_work *work = saving->work;
    char key[64];
    snprintf(key, sizeof key, "error.%s", work->error);
    json_t *out = work->located != NULL ? json_of_work(saving)
                                        : json_pack("{s:s}", "mark", work->mark);
    json_object_set_new(out, "error",
                        json_pack("{s:s,s:s,s:s}", "code", work->error, "message",
                                  language_text(request->server->language, request->language, key),
                                  "detail", work->why));
    reply_json(request, work->status, out);
}

static void reply_saved(struct saving *saving, const char *effect)
{
    json_t *out = json_of_work(saving);
    json_object_set_new(out, "takes_effect", json_string(effect));
    json_object_set_new(out, "number", json_integer((json_int_t)saving->work->kept.number));
    json_object_set_new(out, "mark", json_string(saving->work->kept.mark));
    reply_json(saving->request, 201, out);
}

static void closed(struct saving *saving)
{
    saving->request->http = NULL; /* the server goes down with its connections */
    request_finish(saving->request);
    forget(saving);
}

/* The files are in place: now the hall. */
static void committed(void *context, bool closing)
{
    struct saving *saving = context;
    struct config_work *work = saving->work;
    struct hall *hall = saving->server->hall;
    char why[256] = "";
    if (closing) {
        closed(saving);
        return;
    }
    if (work->error[0] != '\0') {
        log_error("the configuration's version %u: %s", work->kept.number, work->why);
        reply_refusal(saving);
        forget(saving);
        return;
    }
    const char *effect = takes_effect(hall, work);
    if (strcmp(effect, "now") == 0 && hall_take_over(hall, work->site, why, sizeof why) == 0) {
        work->site = NULL; /* the host's from now on */
    } else if (why[0] != '\0') {
        log_warning("the configuration's version %u waits: %s", work->kept.number, why);
        effect = "restart";
    }
    reply_saved(saving, effect);
    forget(saving);
}

static void journaled(void *context, int error, const struct outcome *outcome)
{
    struct saving *saving = context;
    const struct worker_piece piece = {work_commit, committed, saving};
    if (error != 0 || outcome->repeated) {
        if (error != 0) {
            reply_hall_error(saving->request, error);
        } else {
            reply_error(saving->request, 409, "config_saved_before");
        }
        forget(saving);
    } else if (worker_give(saving->server->worker, &piece) < 0) {
        reply_error(saving->request, 503, "busy");
        forget(saving);
    }
}

static void journal(struct saving *saving)
{
    const struct config_work *work = saving->work;
    struct site_saved order = {.version = work->kept.number,
                               .changes = (uint32_t)work->change_count,
                               .restored = work->restore,
                               .at_start = strcmp(takes_effect(saving->server->hall, work),
                                                  "now") != 0,
                               .reason = work->reason};
    config_changes_text(work->changes, told(work), order.text, sizeof order.text);
    hall_office(saving->server->hall, &saving->head, site_saved_decide, &order, journaled, saving);
}

static void tried(void *context, bool closing)
{
    struct saving *saving = context;
    if (closing) {
        closed(saving);
    } else if (saving->save && saving->work->error[0] == '\0') {
        journal(saving);
    } else if (saving->save || saving->work->located == NULL) {
        reply_refusal(saving);
        forget(saving);
    } else { /* a check answers 200 also when there are problems: that is its answer */
        json_t *out = json_of_work(saving);
        json_object_set_new(out, "refused", saving->work->error[0] != '\0'
                                                ? json_string(saving->work->error)
                                                : json_null());
        reply_json(saving->request, 200, out);
        forget(saving);
    }
}

static int fill_work(struct request *request, struct config_work *work)
{
    const struct hall *hall = request->server->hall;
    snprintf(work->config, sizeof work->config, "%s", hall_first_site(hall)->folder);
    snprintf(work->data, sizeof work->data, "%s", hall_data_folder(hall));
    snprintf(work->actor, sizeof work->actor, "%s", request->who.actor);
    work->language = request->language;
    work->manager = request->who.role == ROLE_MANAGER;
    work->now = wall_now();
    if (request_string(request, "base", work->base, sizeof work->base) < 0 ||
        request_string(request, "reason", work->reason, sizeof work->reason) < 0) {
        reply_error(request, 422, "bad_value");
        return -1;
    }
    work->body = json_deep_copy(request->body); /* the worker's own: counts are not shared */
    return 0;
}

static void begin(struct request *request, bool save, uint32_t restore)
{
    struct saving *saving = calloc(1, sizeof *saving);
    const struct worker_piece piece = {work_try, tried, saving};
    if (saving == NULL || (saving->work = config_work_create()) == NULL) {
        free(saving);
        reply_error(request, 503, "busy");
        return;
    }
    saving->request = request;
    saving->server = request->server;
    saving->work->keep = save;
    saving->work->restore = restore;
    if (fill_work(request, saving->work) < 0 ||
        (save && request_office_head(request, &saving->head) < 0)) {
        forget(saving);
    } else if (worker_give(request->server->worker, &piece) < 0) {
        forget(saving);
        reply_error(request, 503, "busy");
    } else {
        saving->save = save;
        request->server->saving = request->server->saving || save;
    }
}

static void save(struct request *request, uint32_t restore)
{
    const char *base = json_string_value(json_object_get(request->body, "base"));
    const char *reason = json_string_value(json_object_get(request->body, "reason"));
    if (base == NULL || base[0] == '\0') {
        reply_error(request, 422, "config_want_base");
    } else if (reason == NULL || reason[0] == '\0') {
        reply_error(request, 422, "config_want_reason");
    } else if (request->server->saving) {
        reply_error(request, 409, "config_busy");
    } else {
        begin(request, true, restore);
    }
}

static void post_check(struct request *request)
{
    int64_t restore = 0;
    if (request_integer(request, "version", 0, UINT32_MAX, &restore) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    begin(request, false, (uint32_t)restore);
}

static void post_save(struct request *request)
{
    save(request, 0);
}

static void post_restore(struct request *request)
{
    uint32_t number = number_of(request->parts[0]);
    if (number == 0) {
        reply_error(request, 404, "config_no_version");
        return;
    }
    save(request, number);
}

#define CHANGES "base:string* reason:string* intent:string* changes:array texts:array"

const struct route configuration_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/configuration", get_whole, "配置：文件、版本、是否生效",
     "The configuration: files, version, whether it is in force", NULL, NULL, NULL, 200, MAY_INSPECT},
    {EVHTTP_REQ_GET, "/api/v1/configuration/values", get_values, "配置的值及其出处",
     "Values of the configuration and where they come from", NULL,
     "file:string* section:string record:string search:string", NULL, 200, MAY_INSPECT},
    {EVHTTP_REQ_GET, "/api/v1/configuration/text", get_text, "一个配置文件的原文",
     "The text of a configuration file", NULL, "file:string*", NULL, 200, MAY_INSPECT},
    {EVHTTP_REQ_GET, "/api/v1/configuration/versions", get_versions, "保存过的版本",
     "Versions that were saved", NULL, NULL, NULL, 200, MAY_INSPECT},
    {EVHTTP_REQ_GET, "/api/v1/configuration/versions/{number}", get_version,
     "一个版本，与另一个或现行的比较", "A version, compared with another or with what is in place",
     NULL, "against:integer", NULL, 200, MAY_INSPECT},
    {EVHTTP_REQ_POST, "/api/v1/configuration/check", post_check, "检查改动，不保存",
     "Checks changes and saves nothing", "base:string changes:array texts:array version:integer",
     NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/configuration", post_save, "保存改动为新版本并生效",
     "Saves changes as a new version and takes it over", CHANGES, NULL, NULL, 201,
     MAY_TEND | MAY_CONFIRMED},
    {EVHTTP_REQ_POST, "/api/v1/configuration/versions/{number}/restore", post_restore,
     "回到一个旧版本", "Goes back to an old version", "base:string* reason:string* intent:string*",
     NULL, NULL, 201, MAY_ADMINISTER | MAY_CONFIRMED},
    {0},
};
