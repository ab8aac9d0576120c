/* client.c: see client.h. Everything below on_… runs in the client's thread. */
#define LOG_MODULE "client"
#include "common/client.h"

#include "base/log.h"
#include "base/mailbox.h"
#include "common/stream.h"
#include "tls/link.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum {
    HEALTH_MS = 2000, HEALTH_S = 3, REQUEST_S = 5, STREAM_S = 40, /* keep-alives come at 15 s */
    RETRY_LEAST_MS = 500, RETRY_MOST_MS = 8000, ANSWER_BYTES = 8 * 1024 * 1024,
};

struct ask { /* what crosses the mailbox */
    uint32_t id;
    bool post;
    char path[CLIENT_PATH];
    char body[CLIENT_BODY];
};

struct exchange { /* one request on its way; a connection each */
    struct client *client;
    struct evhttp_connection *connection;
    uint32_t id; /* 0 = a look at the controller's health */
    struct exchange *next;
};

struct client {
    char language[8];
    const struct language *words;
    struct link *link;
    const char *trouble; /* the last one that was logged: a key of link.h; NULL = none */
    int request_s;
    bool follow;
    struct mailbox *asks;
    pthread_t thread;
    atomic_bool ending;
    atomic_int_fast64_t heard;
    uint32_t last_id; /* main thread */

    struct event_base *loop;
    struct event *ask_event, *health_event, *stream_event;
    struct exchange *exchanges, *finished;
    struct evhttp_connection *stream_connection;
    struct stream stream;
    int retry_ms;
    bool asking_health;
    int told; /* last of CLIENT_ONLINE, READONLY, OFFLINE; -1 = nothing yet */
    mono_t started;
};

static _Atomic uint32_t news_type; /* SDL's number of our event */

/* ------------------------------------------------------------------ news */

static void tell(enum client_news_kind kind, uint32_t id, int status, const char *name,
                 json_t *body)
{
    struct client_news *news = calloc(1, sizeof *news);
    if (news == NULL) {
        json_decref(body);
        return;
    }
    news->kind = kind;
    news->id = id;
    news->status = status;
    snprintf(news->name, sizeof news->name, "%s", name);
    news->body = body;
    SDL_Event event = {.user = {.type = atomic_load(&news_type), .data1 = news}};
    if (SDL_PushEvent(&event) != 1) {
        log_warning("the event queue is full: news is lost");
        client_news_free(news);
    }
}

struct client_news *client_take(const SDL_Event *event)
{
    return event->type == atomic_load(&news_type) ? event->user.data1 : NULL;
}

void client_news_free(struct client_news *news)
{
    if (news != NULL) {
        json_decref(news->body);
        free(news);
    }
}

static void tell_state(struct client *client, enum client_news_kind kind)
{
    if (client->told != (int)kind) {
        client->told = (int)kind;
        log_info("controller %s", kind == CLIENT_ONLINE     ? "answers"
                                  : kind == CLIENT_READONLY ? "answers but cannot write"
                                                            : "does not answer");
        tell(kind, 0, 0, "", NULL);
    }
}

static void hear(struct client *client)
{
    atomic_store(&client->heard, mono_now().ms);
}

mono_t client_heard(struct client *client)
{
    return (mono_t){atomic_load(&client->heard)};
}

/* ------------------------------------------------------------------ requests */

static json_t *body_of(struct evhttp_request *request)
{
    struct evbuffer *buffer = evhttp_request_get_input_buffer(request);
    size_t size = evbuffer_get_length(buffer);
    const char *bytes = size > 0 ? (const char *)evbuffer_pullup(buffer, -1) : NULL;
    return bytes != NULL ? json_loadb(bytes, size, JSON_DECODE_ANY, NULL) : NULL;
}

/* A connection may not be freed within its own callback: it waits for the next ask or look. */
static void sweep(struct client *client)
{
    while (client->finished != NULL) {
        struct exchange *exchange = client->finished;
        client->finished = exchange->next;
        evhttp_connection_free(exchange->connection);
        free(exchange);
    }
}

static void finish(struct exchange *exchange)
{
    struct client *client = exchange->client;
    struct exchange **at = &client->exchanges;
    while (*at != exchange) {
        at = &(*at)->next;
    }
    *at = exchange->next;
    exchange->next = client->finished;
    client->finished = exchange;
}

/* A sentence about the link in both languages: an installer reads the log. */
static void link_sentence(const struct client *client, const char *key, const char *url,
                          const char *file, char *out, size_t size)
{
    const struct hole holes[] = {{"url", url}, {"file", file}, {NULL, NULL}};
    char zh[1024], en[1024];
    if (client->words == NULL) {
        snprintf(out, size, "%s: %s %s", url, key, file);
        return;
    }
    language_fill(zh, sizeof zh, language_text(client->words, LANGUAGE_ZH, key), holes);
    language_fill(en, sizeof en, language_text(client->words, LANGUAGE_EN, key), holes);
    snprintf(out, size, "%s / %s", zh, en);
}

/* Why the controller is not believed: once, until that changes. */
static void tell_trouble(struct client *client, bool answered)
{
    char text[2100];
    const char *trouble = answered ? NULL : link_trouble(client->link);
    if (trouble != NULL && trouble != client->trouble) {
        link_sentence(client, trouble, link_url(client->link), "", text, sizeof text);
        log_error("%s", text);
    }
    client->trouble = trouble;
}

static void on_health(struct client *client, int status)
{
    client->asking_health = false;
    tell_trouble(client, status != 0);
    if (status != 0) {
        tell_state(client, status == 200 ? CLIENT_ONLINE : CLIENT_READONLY);
    }
}

static void on_answer(struct evhttp_request *request, void *context)
{
    struct exchange *exchange = context;
    struct client *client = exchange->client;
    int status = request != NULL ? evhttp_request_get_response_code(request) : 0;
    if (status != 0) {
        hear(client);
    }
    if (exchange->id == 0) {
        on_health(client, status);
    } else {
        tell(CLIENT_ANSWER, exchange->id, status, "", status != 0 ? body_of(request) : NULL);
    }
    finish(exchange);
}

static void add_headers(const struct client *client, struct evhttp_request *request)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    link_sign(client->link, request);
    evhttp_add_header(headers, "Accept-Language", client->language);
}

static void send_ask(struct client *client, const struct ask *ask, int seconds)
{
    struct exchange *exchange = calloc(1, sizeof *exchange);
    struct evhttp_request *request = evhttp_request_new(on_answer, exchange);
    struct evhttp_connection *connection = link_connect(client->link, client->loop);
    if (exchange == NULL || request == NULL || connection == NULL) {
        log_error("out of memory: a request is not sent");
        if (request != NULL) {
            evhttp_request_free(request);
        }
        if (connection != NULL) {
            evhttp_connection_free(connection);
        }
        free(exchange);
        return;
    }
    exchange->client = client;
    exchange->id = ask->id;
    exchange->connection = connection;
    exchange->next = client->exchanges;
    client->exchanges = exchange;
    evhttp_connection_set_timeout(exchange->connection, seconds);
    evhttp_connection_set_max_body_size(exchange->connection, ANSWER_BYTES);
    add_headers(client, request);
    evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
    if (ask->post) {
        evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Type",
                          "application/json");
        evbuffer_add(evhttp_request_get_output_buffer(request), ask->body, strlen(ask->body));
    }
    /* A failure to send is told through on_answer, as no answer. */
    evhttp_make_request(exchange->connection, request,
                        ask->post ? EVHTTP_REQ_POST : EVHTTP_REQ_GET, ask->path);
}

static void on_ask(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct client *client = context;
    struct ask ask;
    sweep(client);
    if (atomic_load(&client->ending)) {
        event_base_loopbreak(client->loop);
        return;
    }
    while (mailbox_take(client->asks, &ask, sizeof ask) > 0) {
        send_ask(client, &ask, client->request_s);
    }
}

/* ------------------------------------------------------------------ health */

static void wake_in(struct event *event, int ms)
{
    struct timeval wait = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
    event_add(event, &wait);
}

static void on_look(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    static const struct ask health = {.path = "/healthz"};
    struct client *client = context;
    sweep(client);
    mono_t heard = client_heard(client);
    heard = heard.ms != 0 ? heard : client->started;
    if (mono_between(heard, mono_now()) >= CLIENT_SILENCE_MS) {
        tell_state(client, CLIENT_OFFLINE);
    }
    if (!client->asking_health) {
        client->asking_health = true;
        send_ask(client, &health, HEALTH_S);
    }
    wake_in(client->health_event, client->told == CLIENT_ONLINE ? HEALTH_MS : HEALTH_MS / 4);
}

/* ------------------------------------------------------------------ live stream */

static void on_live(void *context, const char *name, const char *data)
{
    (void)context;
    tell(CLIENT_EVENT, 0, 0, name, json_loads(data, 0, NULL));
}

static void on_piece(struct evhttp_request *request, void *context)
{
    struct client *client = context;
    struct evbuffer *buffer = evhttp_request_get_input_buffer(request);
    char bytes[4096];
    int count;
    hear(client);
    client->retry_ms = RETRY_LEAST_MS;
    while ((count = evbuffer_remove(buffer, bytes, sizeof bytes)) > 0) {
        stream_feed(&client->stream, bytes, (size_t)count, on_live, client);
    }
}

/* The stream has ended: again, later each time, and never together with other displays. */
static void on_stream_end(struct evhttp_request *request, void *context)
{
    (void)request;
    struct client *client = context;
    uint32_t dice = 0;
    if (getrandom(&dice, sizeof dice, 0) != (ssize_t)sizeof dice) {
        dice = (uint32_t)mono_now_us();
    }
    wake_in(client->stream_event, client->retry_ms / 2 + (int)(dice % (uint32_t)client->retry_ms));
    client->retry_ms = client->retry_ms * 2 < RETRY_MOST_MS ? client->retry_ms * 2 : RETRY_MOST_MS;
}

static void on_connect(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct client *client = context;
    if (client->stream_connection != NULL) {
        evhttp_connection_free(client->stream_connection);
    }
    stream_restart(&client->stream);
    client->stream_connection = link_connect(client->link, client->loop);
    if (client->stream_connection == NULL) {
        wake_in(client->stream_event, RETRY_MOST_MS);
        return;
    }
    evhttp_connection_set_timeout(client->stream_connection, STREAM_S);
    struct evhttp_request *request = evhttp_request_new(on_stream_end, client);
    evhttp_request_set_chunked_cb(request, on_piece);
    add_headers(client, request);
    if (client->stream.last_id >= 0) {
        char last[24];
        snprintf(last, sizeof last, "%lld", (long long)client->stream.last_id);
        evhttp_add_header(evhttp_request_get_output_headers(request), "Last-Event-ID", last);
    }
    evhttp_make_request(client->stream_connection, request, EVHTTP_REQ_GET, "/api/v1/events");
}

/* ------------------------------------------------------------------ life */

static void *run(void *context)
{
    struct client *client = context;
    event_base_dispatch(client->loop);
    return NULL;
}

/* The sentence of a problem is in `why`; one that does not end the program is logged. */
static int make_link(struct client *client, const struct client_settings *settings, char *why,
                     size_t size)
{
    struct link_problem problem;
    const struct link_settings link = {.url = settings->url,
                                       .ca_file = settings->ca_file,
                                       .token_file = settings->token_file,
                                       .role = settings->role};
    client->words = settings->words;
    client->link = link_create(&link, &problem);
    if (problem.key != NULL) {
        link_sentence(client, problem.key, settings->url, problem.file, why, size);
    }
    if (client->link != NULL && problem.key != NULL) {
        log_warning("%s", why);
    }
    return client->link != NULL ? 0 : -1;
}

static int make_events(struct client *client)
{
    client->loop = event_base_new();
    client->asks = mailbox_create(sizeof(struct ask), CLIENT_QUEUE);
    if (client->loop == NULL || client->asks == NULL) {
        return -1;
    }
    client->ask_event = event_new(client->loop, mailbox_descriptor(client->asks),
                                  EV_READ | EV_PERSIST, on_ask, client);
    client->health_event = event_new(client->loop, -1, 0, on_look, client);
    client->stream_event = event_new(client->loop, -1, 0, on_connect, client);
    event_add(client->ask_event, NULL);
    wake_in(client->health_event, 0);
    if (client->follow) {
        wake_in(client->stream_event, 0);
    }
    return 0;
}

struct client *client_create(const struct client_settings *settings, char *why, size_t size)
{
    struct client *client = calloc(1, sizeof *client);
    if (client == NULL || make_link(client, settings, why, size) < 0) {
        free(client);
        return NULL;
    }
    if (atomic_load(&news_type) == 0) {
        atomic_store(&news_type, SDL_RegisterEvents(1));
    }
    client->request_s = settings->request_s > 0 ? settings->request_s : REQUEST_S;
    client->follow = settings->follow;
    client->retry_ms = RETRY_LEAST_MS;
    client->told = -1;
    client->started = mono_now();
    snprintf(client->language, sizeof client->language, "%s",
             settings->language != NULL ? settings->language : "zh");
    stream_init(&client->stream);
    if (make_events(client) < 0 || pthread_create(&client->thread, NULL, run, client) != 0) {
        snprintf(why, size, "no thread for the network");
        client->thread = 0;
        client_destroy(client);
        return NULL;
    }
    return client;
}

static void drop_events(void)
{
    SDL_Event event;
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, atomic_load(&news_type),
                          atomic_load(&news_type)) > 0) {
        client_news_free(event.user.data1);
    }
}

static void drop_connections(struct client *client)
{
    sweep(client);
    while (client->exchanges != NULL) {
        struct exchange *exchange = client->exchanges;
        client->exchanges = exchange->next;
        evhttp_connection_free(exchange->connection);
        free(exchange);
    }
    if (client->stream_connection != NULL) {
        evhttp_connection_free(client->stream_connection);
    }
}

void client_destroy(struct client *client)
{
    static const struct ask nothing = {0};
    struct event *events[3] = {NULL};
    if (client == NULL) {
        return;
    }
    if (client->thread != 0) {
        atomic_store(&client->ending, true);
        mailbox_post(client->asks, &nothing, sizeof nothing); /* when full it wakes anyway */
        pthread_join(client->thread, NULL);
        drop_connections(client);
    }
    events[0] = client->ask_event;
    events[1] = client->health_event;
    events[2] = client->stream_event;
    for (size_t i = 0; i < 3; i++) {
        if (events[i] != NULL) {
            event_free(events[i]);
        }
    }
    if (client->loop != NULL) {
        event_base_free(client->loop);
    }
    mailbox_destroy(client->asks);
    link_destroy(client->link);
    drop_events();
    free(client);
}

uint32_t client_send(struct client *client, const char *path, const char *body)
{
    struct ask ask = {.post = body != NULL};
    int path_length = snprintf(ask.path, sizeof ask.path, "%s", path);
    int body_length = snprintf(ask.body, sizeof ask.body, "%s", body != NULL ? body : "");
    if (path_length >= CLIENT_PATH || body_length >= CLIENT_BODY) {
        return 0;
    }
    client->last_id = client->last_id == UINT32_MAX ? 1 : client->last_id + 1;
    ask.id = client->last_id;
    return mailbox_post(client->asks, &ask, sizeof ask) == 0 ? ask.id : 0;
}

void client_new_intent(char out[40])
{
    unsigned char random[16];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        memset(random, 0, sizeof random);
        memcpy(random, &(int64_t){mono_now_us()}, sizeof(int64_t));
    }
    for (size_t i = 0; i < sizeof random; i++) {
        snprintf(out + 2 * i, 3, "%02x", random[i]);
    }
}
