/* server.c: from bytes to a route's handler. See server.h. */
#define LOG_MODULE "http"
#include "http/server.h"
#include "http/desk.h"
#include "http/route.h"
#include "base/log.h"
#include "queue/text_rules.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/keyvalq_struct.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADER_LIMIT = 16 * 1024, BODY_LIMIT = 64 * 1024, REQUEST_SECONDS = 10, JSON_DEPTH = 16 };

const struct route *route_table(size_t index)
{
    static const struct route *const tables[] = {
        audit_routes,  configuration_routes, device_test_routes,
        case_routes,   device_routes, display_routes, hall_routes,   live_routes,
        phone_routes,  report_routes,  service_routes, session_routes,
        static_routes, ticket_routes,  view_routes,    window_routes,
    };
    return index < sizeof tables / sizeof *tables ? tables[index] : NULL;
}

/* ------------------------------------------------------------------ requests */

void request_finish(struct request *request)
{
    if (request->http != NULL) {
        evhttp_connection_set_closecb(evhttp_request_get_connection(request->http), NULL, NULL);
    }
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
    return take_string(request, name, out, size) == 0 && text_rules_allow(out, size, true) ? 0
                                                                                           : -1;
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
            evhttp_connection_set_closecb(evhttp_request_get_connection(request->http), NULL,
                                          NULL);
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
    char key[96];
    snprintf(key, sizeof key, "error.%s", code);
    const char *message = language_text(request->server->language, request->language, key);
    reply_json(request, status, json_pack("{s:{s:s,s:s}}", "error", "code", code, "message",
                                          message));
}

void reply_hall_error(struct request *request, int error)
{
    static const struct {
        int error, status;
    } rows[] = {
        {QUEUE_UNKNOWN_ITEM, 404},     {QUEUE_UNKNOWN_WINDOW, 404}, {QUEUE_UNKNOWN_TICKET, 404},
        {QUEUE_UNKNOWN_CATEGORY, 404}, {QUEUE_UNKNOWN_PRIORITY, 422}, {QUEUE_BAD_VALUE, 422},
        {QUEUE_FULL, 503},             {QUEUE_NOT_ALLOWED, 403},    {QUEUE_QUOTA, 429},
        {OFFICE_BAD_VALUE, 422},       {OFFICE_FULL, 503},          {OFFICE_UNKNOWN, 404},
        {OFFICE_NOT_ALLOWED, 403},     {OFFICE_WANT_PROMISE, 422},  {OFFICE_BAD_PROMISE, 422},
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

/* A page of another site must not be able to command the hall (DNS rebinding, forms). */
static bool is_foreign(const struct request *request)
{
    const char *site = header(request, "Sec-Fetch-Site");
    const char *host = evhttp_request_get_host(request->http);
    bool local = host != NULL && (strcmp(host, "127.0.0.1") == 0 || strcmp(host, "::1") == 0 ||
                                  strcmp(host, "[::1]") == 0 || strcmp(host, "localhost") == 0);
    if (!local) {
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
    const char *text = (const char *)evbuffer_pullup(buffer, -1);
    request->body = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
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

static struct request *request_create(struct server *server, struct evhttp_request *http)
{
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        evhttp_send_error(http, 503, NULL);
        return NULL;
    }
    request->server = server;
    request->http = http;
    request->language = language_of(request);
    evhttp_connection_set_closecb(evhttp_request_get_connection(http), on_client_left, request);
    const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(http));
    if (query != NULL) {
        request->has_query = evhttp_parse_query_str(query, &request->query) == 0;
    }
    server->requests++;
    return request;
}

static void on_request(struct evhttp_request *http, void *context)
{
    struct server *server = context;
    struct request *request = request_create(server, http);
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
    principal_of(request);
    if ((route->may & MAY(request->who.role)) == 0) {
        bool nobody = request->who.role == ROLE_NOBODY;
        reply_error(request, nobody ? 401 : 403, nobody ? "signed_out" : "not_your_role");
        return;
    }
    if (body_read(request)) {
        route->handler(request);
    }
}

/* ------------------------------------------------------------------ start and stop */

static bool is_loopback(const char *address)
{
    struct in6_addr six;
    struct in_addr four;
    if (inet_pton(AF_INET, address, &four) == 1) {
        return (ntohl(four.s_addr) >> 24) == 127;
    }
    return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

static uint16_t bound_port(struct evhttp_bound_socket *socket)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(evhttp_bound_socket_get_fd(socket), (struct sockaddr *)&address, &size) < 0) {
        return 0;
    }
    return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&address)->sin6_port)
                                         : ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static int listen_on(struct server *server, const struct server_settings *settings, char *why,
                     size_t size)
{
    server->http = evhttp_new(settings->loop);
    if (server->http == NULL) {
        snprintf(why, size, "out of memory");
        return -1;
    }
    evhttp_set_max_headers_size(server->http, HEADER_LIMIT);
    evhttp_set_max_body_size(server->http, BODY_LIMIT);
    evhttp_set_timeout(server->http, REQUEST_SECONDS);
    evhttp_set_allowed_methods(server->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_PUT |
                                                 EVHTTP_REQ_DELETE);
    evhttp_set_gencb(server->http, on_request, server);
    server->socket =
        evhttp_bind_socket_with_handle(server->http, settings->address, settings->port);
    if (server->socket == NULL) {
        snprintf(why, size, "cannot listen on %s:%u: %s; is another hallqd running?",
                 settings->address, settings->port, strerror(errno));
        return -1;
    }
    server->port = bound_port(server->socket);
    return 0;
}

struct server *server_create(const struct server_settings *settings, char *why, size_t size)
{
    if (!is_loopback(settings->address)) {
        snprintf(why, size,
                 "%s is not a loopback address: nobody can sign in yet, so the hall listens on "
                 "127.0.0.1 only",
                 settings->address);
        return NULL;
    }
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    server->hall = settings->hall;
    server->language = settings->language;
    server->loop = settings->loop;
    server->desk = desk_create(settings->loop);
    server->slow_desk = desk_create(settings->loop);
    server->audit = audit_create(server);
    server->live = live_create(server);
    server->reporter = reporter_create(server);
    server->phone_limits = phone_limits_create();
    if (server->desk == NULL || server->slow_desk == NULL || server->audit == NULL || server->live == NULL || server->reporter == NULL || server->phone_limits == NULL ||
        listen_on(server, settings, why, size) < 0) {
        server_destroy(server);
        return NULL;
    }
    log_info("listening on %s:%u (loopback only: signing in comes later)", settings->address,
             server->port);
    return server;
}

void server_destroy(struct server *server)
{
    if (server == NULL) {
        return;
    }
    desk_destroy(server->desk);
    desk_destroy(server->slow_desk);
    audit_destroy(server->audit);
    live_destroy(server->live);
    reporter_destroy(server->reporter);
    phone_limits_destroy(server->phone_limits);
    if (server->http != NULL) {
        evhttp_free(server->http);
    }
    free(server);
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}
