/* client.c: see client.h. libevent's client, one request a call, answered or timed out. */
#include "cli/client.h"

#include "tls/link.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { CLIENT_SECONDS = 60 };

struct exchange {
    struct event_base *loop;
    int status; /* 0 = no answer */
    char *body;
    size_t size;
};

const char *client_text(const struct client *client, const char *key)
{
    return language_text(client->words, client->language, key);
}

const char *client_words(const struct client *client, const json_t *words)
{
    const char *text =
        json_string_value(json_object_get(words, language_code_name(client->language)));
    return text != NULL ? text : "";
}

void client_intent(char out[40])
{
    unsigned char random[16];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        memset(random, 0, sizeof random);
    }
    for (size_t i = 0; i < sizeof random; i++) {
        snprintf(out + 2 * i, 3, "%02x", random[i]);
    }
}

static void on_answer(struct evhttp_request *request, void *context)
{
    struct exchange *exchange = context;
    if (request != NULL && evhttp_request_get_response_code(request) != 0) {
        struct evbuffer *body = evhttp_request_get_input_buffer(request);
        exchange->status = evhttp_request_get_response_code(request);
        exchange->size = evbuffer_get_length(body);
        exchange->body = malloc(exchange->size + 1);
        if (exchange->body != NULL) {
            evbuffer_remove(body, exchange->body, exchange->size);
            exchange->body[exchange->size] = '\0';
        }
    }
    event_base_loopbreak(exchange->loop);
}

/* A sentence about the link, with the address and the file it speaks of. */
static void tell(const struct client *client, const char *key, const char *file)
{
    char text[1024];
    const struct hole holes[] = {{"url", client->url}, {"file", file}, {NULL, NULL}};
    language_fill(text, sizeof text, client_text(client, key), holes);
    fprintf(stderr, "hallq: %s\n", text);
}

static struct link *make_link(const struct client *client)
{
    struct link_problem problem;
    const struct link_settings settings = {.url = client->url,
                                           .ca_file = client->ca_file,
                                           .token_file = client->token_file,
                                           .role = "administrator"};
    struct link *link = link_create(&settings, &problem);
    if (problem.key != NULL) {
        tell(client, problem.key, problem.file);
    }
    return link;
}

static struct evhttp_request *make_request(const struct client *client, const struct link *link,
                                           const char *text, struct exchange *exchange)
{
    struct evhttp_request *request = evhttp_request_new(on_answer, exchange);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    link_sign(link, request);
    evhttp_add_header(headers, "Connection", "close");
    evhttp_add_header(headers, "Accept-Language", language_code_name(client->language));
    if (text != NULL) {
        evhttp_add_header(headers, "Content-Type", "application/json");
        evbuffer_add(evhttp_request_get_output_buffer(request), text, strlen(text));
    }
    return request;
}

static enum evhttp_cmd_type command_of(const char *method)
{
    static const struct {
        const char *name;
        enum evhttp_cmd_type command;
    } rows[] = {{"DELETE", EVHTTP_REQ_DELETE}, {"POST", EVHTTP_REQ_POST}, {"PUT", EVHTTP_REQ_PUT}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, method) == 0) {
            return rows[i].command;
        }
    }
    return EVHTTP_REQ_GET;
}

static void ask(const struct client *client, struct link *link, const char *method,
                const char *path, const char *text, struct exchange *exchange)
{
    exchange->loop = event_base_new();
    struct evhttp_connection *connection = link_connect(link, exchange->loop);
    if (connection != NULL) {
        evhttp_connection_set_timeout(connection, CLIENT_SECONDS);
        struct evhttp_request *request = make_request(client, link, text, exchange);
        if (evhttp_make_request(connection, request, command_of(method), path) == 0) {
            event_base_dispatch(exchange->loop);
        }
        evhttp_connection_free(connection);
    }
    event_base_free(exchange->loop);
}

static int exchange_with(const struct client *client, const char *method, const char *path,
                         const char *text, struct exchange *exchange)
{
    struct link *link = make_link(client);
    if (link == NULL) {
        return CLIENT_UNREACHABLE;
    }
    ask(client, link, method, path, text, exchange);
    if (exchange->status == 0) {
        const char *trouble = link_trouble(link);
        tell(client, trouble != NULL ? trouble : "link.unreachable", "");
    }
    link_destroy(link);
    return exchange->status == 0 ? CLIENT_UNREACHABLE : 0;
}

int client_send(const struct client *client, const char *method, const char *path, json_t *body,
                json_t **out)
{
    struct exchange exchange = {0};
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    *out = NULL;
    int result = exchange_with(client, method, path, text, &exchange);
    free(text);
    if (result == 0) {
        bool empty = exchange.size == 0 && exchange.status == 204;
        *out = empty ? json_object()
                     : json_loads(exchange.body != NULL ? exchange.body : "", JSON_DECODE_ANY, NULL);
        if (exchange.status >= 400 || *out == NULL) {
            const char *message = json_string_value(
                json_object_get(json_object_get(*out, "error"), "message"));
            fprintf(stderr, "hallq: %s\n", message != NULL ? message : "HTTP error");
            json_decref(*out);
            *out = NULL;
            result = CLIENT_REFUSED;
        }
    }
    free(exchange.body);
    return result;
}

int client_fetch(const struct client *client, const char *path, const char *file)
{
    struct exchange exchange = {0};
    int result = exchange_with(client, "GET", path, NULL, &exchange);
    if (result == 0 && exchange.status >= 400) {
        fprintf(stderr, "hallq: HTTP %d\n", exchange.status);
        result = CLIENT_REFUSED;
    }
    if (result == 0) {
        int to = file != NULL ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)
                              : STDOUT_FILENO;
        if (to < 0 || write(to, exchange.body, exchange.size) != (ssize_t)exchange.size) {
            fprintf(stderr, "hallq: %s: %s\n", file != NULL ? file : "-",
                    client_text(client, "cli.cannot_write"));
            result = CLIENT_REFUSED;
        }
        if (to > STDOUT_FILENO) {
            close(to);
        }
    }
    free(exchange.body);
    return result;
}
