/* server.c: from bytes to a route's handler. See server.h. */
#define LOG_MODULE "http"
#include "http/server.h"
#include "http/worker.h"
#include "http/identity.h"
#include "http/route.h"
#include "http/live_page.h"
#include "base/log.h"
#include "queue/text_rules.h"

#include <event2/buffer.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct route *route_table(size_t index)
{
    static const struct route *const tables[] = {
        account_routes,
        alert_routes,
        audit_routes,
        case_routes,
        configuration_routes,
        desk_routes,
        device_routes,
        device_test_routes,
        display_routes,
        hall_routes,
        live_page_routes,
        live_routes,
        phone_routes,
        rating_routes,
        report_routes,
        review_figure_routes, kiosk_rating_routes,
        review_routes,
        service_routes,
        session_routes,
        static_routes,
        ticket_routes,
        view_routes,
        window_routes,
    };
    return index < sizeof tables / sizeof *tables ? tables[index] : NULL;
}

/* ------------------------------------------------------------------ requests */

void request_finish(struct request *request)
{
    request_on_close(request, NULL, NULL);
    if (request->has_query) {
        evhttp_clear_headers(&request->query);
    }
    json_decref(request->body);
    free(request);
}

/* A request that libevent has taken off its dying connection is ours to free. */
static void on_client_left(struct evhttp_connection *connection, void *context)
{
    (void)connection;
    struct request *request = context;
    if (evhttp_request_get_connection(request->http) == NULL) {
        evhttp_request_free(request->http);
    }
    request->http = NULL;
}

void request_on_close(struct request *request, void (*left)(struct evhttp_connection *, void *),
                      void *context)
{
    if (request->http != NULL) {
        listeners_on_close(request->server->listeners,
                           evhttp_request_get_connection(request->http), left, context);
    }
}

static const char *header(const struct request *request, const char *name)
{
    return evhttp_find_header(evhttp_request_get_input_headers(request->http), name);
}

const char *request_query(const struct request *request, const char *name)
{
    return request->has_query ? evhttp_find_header(&request->query, name) : NULL;
}

/* A text of the body as it is. 0, or -1: another type, or too long. */
static int take_string(const struct request *request, const char *name, char *out, size_t size)
{
    out[0] = '\0';
    const json_t *value = json_object_get(request->body, name);
    if (value == NULL || json_is_null(value)) {
        return 0;
    }
    if (!json_is_string(value) || json_string_length(value) >= size) {
        return -1;
    }
    memcpy(out, json_string_value(value), json_string_length(value) + 1);
    return strlen(out) == json_string_length(value) ? 0 : -1;
}

int request_string(const struct request *request, const char *name, char *out, size_t size)
{
    return take_string(request, name, out, size) == 0 && text_is_clean(out) ? 0 : -1;
}

int request_lines(const struct request *request, const char *name, char *out, size_t size)
{
    if (take_string(request, name, out, size) < 0) {
        return -1;
    }
    size_t used = 0;
    for (const char *at = out; *at != '\0'; at++) {
        out[used] = *at;
        used += *at != '\r'; /* files of Windows */
    }
    out[used] = '\0';
    return text_rules_allow(out, size, true) ? 0 : -1;
}

int day_parse(const char *text, int32_t *day)
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

int request_day(const struct request *request, const char *name, int32_t *day)
{
    return day_parse(request_query(request, name), day);
}

int request_number(const struct request *request, const char *name, int64_t low, int64_t high,
                   int64_t *out)
{
    const char *text = request_query(request, name);
    char *end;
    if (text == NULL) {
        return 0;
    }
    long long number = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < low || number > high) {
        return -1;
    }
    *out = number;
    return 0;
}

int request_integer(const struct request *request, const char *name, int64_t low, int64_t high,
                    int64_t *out)
{
    const json_t *value = json_object_get(request->body, name);
    *out = 0;
    if (value == NULL || json_is_null(value)) {
        return 0;
    }
    if (!json_is_integer(value) || json_integer_value(value) < low ||
        json_integer_value(value) > high) {
        return -1;
    }
    *out = json_integer_value(value);
    return 1;
}

/* ------------------------------------------------------------------ replies */

static void common_headers(struct request *request, const char *type)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->http);
    evhttp_add_header(headers, "Content-Type", type);
    if (evhttp_find_header(headers, "Cache-Control") == NULL) {
        evhttp_add_header(headers, "Cache-Control", "no-store");
    }
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    evhttp_add_header(headers, "Referrer-Policy", "no-referrer");
    evhttp_add_header(headers, "Content-Security-Policy",
                      "default-src 'self'; object-src 'none'; base-uri 'none'; "
                      "frame-ancestors 'none'");
}

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } rows[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {302, "Found"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].status == status) {
            return rows[i].reason;
        }
    }
    return "Status";
}

void reply_text(struct request *request, int status, const char *type, const char *text)
{
    reply_bytes(request, status, type, text, strlen(text));
}

void reply_bytes(struct request *request, int status, const char *type, const void *bytes,
                 size_t size)
{
    if (request->http != NULL) {
        common_headers(request, type);
        struct evbuffer *buffer = evbuffer_new();
        if (buffer != NULL) {
            evbuffer_add(buffer, bytes, size);
            request_on_close(request, NULL, NULL);
            evhttp_send_reply(request->http, status, reason_of(status), buffer);
            evbuffer_free(buffer);
            request->http = NULL;
        }
    }
    request_finish(request);
}

void reply_json(struct request *request, int status, json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(body);
    reply_text(request, text != NULL ? status : 500, "application/json; charset=utf-8",
               text != NULL ? text : "{}");
    free(text);
}

void reply_error(struct request *request, int status, const char *code)
{
    reply_error_as(request, status, code, code);
}

void reply_error_as(struct request *request, int status, const char *code, const char *text)
{
    char key[96];
    snprintf(key, sizeof key, "error.%s", text);
    const char *message = language_text(request->server->language, request->language, key);
    reply_json(request, status, json_pack("{s:{s:s,s:s}}", "error", "code", code, "message",
                                          message));
}

void reply_hall_error(struct request *request, int error)
{
    static const struct {
        int error, status;
    } rows[] = {
        {QUEUE_UNKNOWN_ITEM, 404},
        {QUEUE_UNKNOWN_WINDOW, 404},
        {QUEUE_UNKNOWN_TICKET, 404},
        {QUEUE_UNKNOWN_CATEGORY, 404},
        {QUEUE_UNKNOWN_PRIORITY, 422},
        {QUEUE_BAD_VALUE, 422},
        {QUEUE_FULL, 503},
        {QUEUE_NOT_ALLOWED, 403},
        {QUEUE_QUOTA, 429},
        {OFFICE_BAD_VALUE, 422},
        {OFFICE_FULL, 503},
        {OFFICE_UNKNOWN, 404},
        {OFFICE_NOT_ALLOWED, 403},
        {OFFICE_LAST_ADMINISTRATOR, 409},
        {OFFICE_WANT_PROMISE, 422},
        {OFFICE_BAD_PROMISE, 422},
        {OFFICE_WANT_REASON, 422},
    };
    if (error == HALL_NOT_DURABLE) {
        reply_error(request, 503, "not_durable");
        return;
    }
    int status = 409;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].error == error) {
            status = rows[i].status;
        }
    }
    const char *code = error <= OFFICE_BAD_VALUE ? office_error_name(error)
                                                 : queue_error_name(error);
    reply_error(request, status, code != NULL ? code : "internal");
}

/* ------------------------------------------------------------------ routing */

/* Matches a path against a pattern; holes go into `parts` in order. */
static bool match(const char *pattern, const char *path, char parts[][ROUTE_PART])
{
    size_t hole = 0;
    while (*pattern != '\0') {
        if (*pattern != '{') {
            if (*pattern++ != *path++) {
                return false;
            }
            continue;
        }
        size_t length = strcspn(path, "/");
        if (length == 0 || length >= ROUTE_PART || hole == ROUTE_PARTS) {
            return false;
        }
        memcpy(parts[hole], path, length);
        parts[hole++][length] = '\0';
        path += length;
        pattern += strcspn(pattern, "}") + 1;
    }
    return *path == '\0';
}

static const struct route *find_route(struct request *request, const char *path, bool *other)
{
    enum evhttp_cmd_type method = evhttp_request_get_command(request->http);
    *other = false;
    const struct route *table;
    for (size_t t = 0; (table = route_table(t)) != NULL; t++) {
        for (const struct route *route = table; route->path != NULL; route++) {
            if (!match(route->path, path, request->parts)) {
                continue;
            }
            if (route->method == method) {
                return route;
            }
            *other = true;
        }
    }
    return NULL;
}

/* A browser names the page's own origin with every command; it must be this very server. */
static bool is_foreign_origin(const struct request *request)
{
    const char *origin = header(request, "Origin"), *host = header(request, "Host");
    if (origin == NULL) {
        return false;
    }
    const char *rest = strstr(origin, "://");
    return rest == NULL || host == NULL || strcasecmp(rest + 3, host) != 0;
}

/* The name that phones know the hall by: of a proxy before it, or of the certificate. */
static bool is_public_host(const struct request *request, const char *host)
{
    struct evhttp_uri *uri = evhttp_uri_parse(hall_site(request->server->hall)->public_url);
    const char *own = uri != NULL ? evhttp_uri_get_host(uri) : NULL;
    bool same = own != NULL && own[0] != '\0' && strcasecmp(own, host) == 0;
    if (uri != NULL) {
        evhttp_uri_free(uri);
    }
    return same;
}

/* A page of another site must not be able to command the hall (DNS rebinding, forms). */
static bool is_foreign(const struct request *request)
{
    const char *site = header(request, "Sec-Fetch-Site");
    const char *host = evhttp_request_get_host(request->http);
    bool own = host != NULL &&
               (listeners_is_host(request->server->listeners,
                                  evhttp_request_get_connection(request->http), host) ||
                is_public_host(request, host));
    if (!own) {
        return true;
    }
    if (evhttp_request_get_command(request->http) == EVHTTP_REQ_GET) {
        return false;
    }
    return (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) ||
           is_foreign_origin(request);
}

static bool body_read(struct request *request)
{
    struct evbuffer *buffer = evhttp_request_get_input_buffer(request->http);
    size_t size = evbuffer_get_length(buffer);
    if (size == 0) {
        return true;
    }
    const char *type = header(request, "Content-Type");
    if (type == NULL || strncasecmp(type, "application/json", 16) != 0) {
        reply_error(request, 415, "want_json");
        return false;
    }
    unsigned char *text = evbuffer_pullup(buffer, -1);
    request->body = json_loadb((const char *)text, size, JSON_REJECT_DUPLICATES, NULL);
    explicit_bzero(text, size); /* it may have held a password */
    if (!json_is_object(request->body)) {
        reply_error(request, 400, "bad_json");
        return false;
    }
    return true;
}

static enum language_code language_of(const struct request *request)
{
    const char *wanted = header(request, "Accept-Language");
    return wanted != NULL && strncasecmp(wanted, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
}

static struct request *request_create(const struct listener *listener,
                                      struct evhttp_request *http)
{
    struct server *server = listener->server;
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        evhttp_send_error(http, 503, NULL);
        return NULL;
    }
    request->server = server;
    request->listener = listener;
    request->http = http;
    request->language = language_of(request);
    request_on_close(request, on_client_left, request);
    const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(http));
    if (query != NULL) {
        request->has_query = evhttp_parse_query_str(query, &request->query) == 0;
    }
    server->requests++;
    return request;
}

static void on_request(struct evhttp_request *http, void *context)
{
    const struct listener *listener = context;
    struct server *server = listener->server;
    struct request *request = request_create(listener, http);
    if (request == NULL) {
        return;
    }
    const char *path = evhttp_uri_get_path(evhttp_request_get_evhttp_uri(http));
    bool other;
    if (is_foreign(request)) {
        server->refused++;
        reply_error(request, 403, "foreign_origin");
        return;
    }
    const struct route *route = path != NULL ? find_route(request, path, &other) : NULL;
    if (route == NULL) {
        reply_error(request, path != NULL && other ? 405 : 404,
                    path != NULL && other ? "wrong_method" : "no_such_page");
        return;
    }
    if (identity_admit(request, route) && body_read(request)) {
        route->handler(request);
    }
}

/* ------------------------------------------------------------------ start and stop */

static int listen_on(struct server *server, const struct server_settings *settings, char *why,
                     size_t size)
{
    const struct listeners_settings listen = {.loop = settings->loop,
                                              .server = server,
                                              .language = settings->language,
                                              .data_folder = hall_data_folder(settings->hall),
                                              .places = settings->places,
                                              .count = settings->place_count,
                                              .on_request = on_request};
    server->listeners = listeners_create(&listen, why, size);
    return server->listeners != NULL ? 0 : -1;
}

/* Tools and displays of this machine find their tokens by the port. Without them the hall runs,
 * and they need --token-file. */
static void write_tokens(struct server *server)
{
    char why[256];
    const struct listener *listener;
    if (local_tokens_create(&server->local_tokens, why, sizeof why) < 0) {
        log_warning("%s", why);
        return;
    }
    for (size_t i = 0; (listener = listeners_at(server->listeners, i)) != NULL; i++) {
        if (local_tokens_write(&server->local_tokens, listener->place.port, why, sizeof why) < 0) {
            log_warning("%s", why);
        }
    }
}

struct server *server_create(const struct server_settings *settings, char *why, size_t size)
{
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    server->hall = settings->hall;
    server->language = settings->language;
    server->loop = settings->loop;
    server->worker = worker_create(settings->loop);
    server->slow_worker = worker_create(settings->loop);
    server->audit = audit_create(server);
    server->live = live_create(server);
    server->live_page = server->live != NULL ? live_page_create(server) : NULL;
    server->reporter = reporter_create(server);
    server->phone_limits = phone_limits_create();
    server->identity = server->live != NULL ? identity_create(server, why, size) : NULL;
    if (server->worker == NULL || server->slow_worker == NULL || server->audit == NULL ||
        server->live == NULL || server->live_page == NULL || server->reporter == NULL ||
        server->phone_limits == NULL) {
        snprintf(why, size, "out of memory");
        server_destroy(server);
        return NULL;
    }
    if (server->identity == NULL || listen_on(server, settings, why, size) < 0) {
        server_destroy(server);
        return NULL;
    }
    write_tokens(server);
    return server;
}

void server_close(struct server *server)
{
    if (server == NULL || server->closed) {
        return;
    }
    server->closed = true;
    worker_destroy(server->worker);
    worker_destroy(server->slow_worker);
    live_page_destroy(server->live_page);
    live_destroy(server->live);
    listeners_destroy(server->listeners); /* tells requests that wait for a report: nobody is there */
    reporter_destroy(server->reporter);
    local_tokens_remove(&server->local_tokens);
}

void server_destroy(struct server *server)
{
    if (server == NULL) {
        return;
    }
    server_close(server);
    identity_destroy(server->identity);
    audit_destroy(server->audit);
    phone_limits_destroy(server->phone_limits);
    free(server);
}

void server_reload(struct server *server)
{
    listeners_reload(server->listeners);
}

const struct listener_place *server_place(const struct server *server, size_t index)
{
    const struct listener *listener = listeners_at(server->listeners, index);
    return listener != NULL ? &listener->place : NULL;
}

const struct certificate_facts *server_certificate(const struct server *server)
{
    return listeners_certificate(server->listeners);
}
