/* client.c: see client.h. libevent's client, one request a call, answered or timed out. */
#include "cli/client.h"

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

static struct evhttp_request *make_request(const struct client *client, struct evhttp_uri *uri,
                                           const char *text, struct exchange *exchange)
{
    char host[300];
    struct evhttp_request *request = evhttp_request_new(on_answer, exchange);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    snprintf(host, sizeof host, "%s:%d", evhttp_uri_get_host(uri), evhttp_uri_get_port(uri));
    evhttp_add_header(headers, "Host", host);
    evhttp_add_header(headers, "Connection", "close");
    evhttp_add_header(headers, "Accept-Language", language_code_name(client->language));
    if (text != NULL) {
        evhttp_add_header(headers, "Content-Type", "application/json");
        evbuffer_add(evhttp_request_get_output_buffer(request), text, strlen(text));
    }
    return request;
}

static int exchange_with(const struct client *client, const char *method, const char *path,
                         const char *text, struct exchange *exchange)
{
    struct evhttp_uri *uri = evhttp_uri_parse(client->url);
    if (uri == NULL || evhttp_uri_get_host(uri) == NULL || evhttp_uri_get_port(uri) <= 0) {
        fprintf(stderr, "hallq: %s: %s\n", client->url, client_text(client, "cli.bad_url"));
        evhttp_uri_free(uri);
        return CLIENT_UNREACHABLE;
    }
    exchange->loop = event_base_new();
    struct evhttp_connection *connection = evhttp_connection_base_new(
        exchange->loop, NULL, evhttp_uri_get_host(uri), (uint16_t)evhttp_uri_get_port(uri));
    evhttp_connection_set_timeout(connection, CLIENT_SECONDS);
    struct evhttp_request *request = make_request(client, uri, text, exchange);
    enum evhttp_cmd_type command =
        strcmp(method, "POST") == 0 ? EVHTTP_REQ_POST : EVHTTP_REQ_GET;
    if (evhttp_make_request(connection, request, command, path) == 0) {
        event_base_dispatch(exchange->loop);
    }
    evhttp_connection_free(connection);
    event_base_free(exchange->loop);
    evhttp_uri_free(uri);
    if (exchange->status == 0) {
        fprintf(stderr, "hallq: %s: %s\n", client->url, client_text(client, "cli.unreachable"));
        return CLIENT_UNREACHABLE;
    }
    return 0;
}

/* What the server says of a refusal, on standard error. */
static void tell_refusal(const json_t *answer)
{
    const char *message =
        json_string_value(json_object_get(json_object_get(answer, "error"), "message"));
    fprintf(stderr, "hallq: %s\n", message != NULL ? message : "HTTP error");
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
        *out = json_loads(exchange.body != NULL ? exchange.body : "", JSON_DECODE_ANY, NULL);
        if (exchange.status >= 400 || *out == NULL) {
            tell_refusal(*out);
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
        json_t *answer = json_loads(exchange.body != NULL ? exchange.body : "", 0, NULL);
        tell_refusal(answer);
        json_decref(answer);
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
