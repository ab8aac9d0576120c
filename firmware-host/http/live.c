/* live.c: live push by server-sent events: every durable event, as it becomes durable.
 *
 * A client gets `id: SEQ`, `event: KIND`, `data: {…}`; after a pause it comes back with
 * Last-Event-ID and is sent what it missed, from the journal's reader. A client that does not
 * read is dropped when 256 KiB wait for it: it resumes later, the hall never waits. A comment
 * line with the hall's time every 2 s keeps proxies awake, finds the dead, and lets a page say
 * within 5 s that what it shows may be old. */
#define LOG_MODULE "live"
#include "http/identity.h"
#include "http/live_page.h"
#include "http/route.h"
#include "base/log.h"
#include "store/store_read.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    LIVE_CLIENTS = 2048,
    BACKLOG_LIMIT = 256 * 1024,
    KERNEL_BACKLOG = 64 * 1024, /* of the socket, besides */
    KEEPALIVE_S = 2,
    CATCH_UP = 2000
};

struct client {
    struct live *live;
    struct evhttp_request *http; /* NULL = free */
    int64_t sent;                /* last seq that this client has */
    struct principal who;
    bool page; /* wants the live page's frames (live_page.h), not the events */
};

struct live {
    struct server *server;
    struct event *keepalive;
    size_t count, pages; /* pages: of those, live pages */
    struct client clients[LIVE_CLIENTS];
};

size_t live_count(const struct live *live)
{
    return live->count;
}

static void client_gone(struct client *client)
{
    client->http = NULL;
    client->live->count--;
    client->live->pages -= client->page ? 1 : 0;
}

/* A request that libevent has taken off its dying connection is ours to free. */
static void on_closed(struct evhttp_connection *connection, void *context)
{
    (void)connection;
    struct client *client = context;
    struct evhttp_request *http = client->http;
    client_gone(client);
    if (evhttp_request_get_connection(http) == NULL) {
        evhttp_request_free(http);
    }
}

static void drop(struct client *client)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(client->http);
    listeners_on_close(client->live->server->listeners, connection, NULL, NULL);
    client_gone(client);
    evhttp_connection_free(connection);
}

void live_recheck(struct live *live)
{
    for (size_t i = 0; i < LIVE_CLIENTS; i++) {
        struct client *client = &live->clients[i];
        if (client->http != NULL && !identity_still(live->server, &client->who)) {
            drop(client);
        }
    }
}

/* Sends a piece, or drops the client whose backlog is too long. */
static void send_text(struct client *client, const char *text)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(client->http);
    struct evbuffer *waiting =
        bufferevent_get_output(evhttp_connection_get_bufferevent(connection));
    if (evbuffer_get_length(waiting) > BACKLOG_LIMIT) {
        log_info("a live client does not read: dropped");
        drop(client);
        return;
    }
    struct evbuffer *piece = evbuffer_new();
    if (piece != NULL) {
        evbuffer_add(piece, text, strlen(text));
        evhttp_send_reply_chunk(client->http, piece);
        evbuffer_free(piece);
    }
}

static char *frame_of(const struct hall *hall, const struct event *event)
{
    json_t *data = json_of_event(hall, event);
    char *text = json_dumps(data, JSON_COMPACT), *frame = NULL;
    json_decref(data);
    if (text != NULL && asprintf(&frame, "id: %lld\nevent: %s\ndata: %s\n\n",
                                 (long long)event->seq, event_kind_name(event->kind),
                                 text) < 0) {
        frame = NULL;
    }
    free(text);
    return frame;
}

static void on_durable(void *context, const struct event *event)
{
    struct live *live = context;
    if (live->count == 0) {
        return;
    }
    char *frame = frame_of(live->server->hall, event);
    for (size_t i = 0; frame != NULL && i < LIVE_CLIENTS; i++) {
        struct client *client = &live->clients[i];
        if (client->http != NULL && !client->page && client->sent < event->seq) {
            client->sent = event->seq;
            if (event_may_be_seen(event, client->who.may)) {
                send_text(client, frame);
            }
        }
    }
    free(frame);
}

static void on_keepalive(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct live *live = context;
    char now[WALL_TEXT_SIZE], comment[WALL_TEXT_SIZE + 8];
    snprintf(comment, sizeof comment, ": %s\n\n", wall_format(wall_now(), now));
    for (size_t i = 0; i < LIVE_CLIENTS; i++) {
        if (live->clients[i].http != NULL) {
            send_text(&live->clients[i], comment);
        }
    }
}

static int send_missed(void *context, const struct event *event)
{
    struct client *client = context;
    if (event->seq > hall_durable_seq(client->live->server->hall)) {
        return 1;
    }
    char *frame = frame_of(client->live->server->hall, event);
    if (frame != NULL && client->http != NULL) {
        client->sent = event->seq;
        if (event_may_be_seen(event, client->who.may)) {
            send_text(client, frame);
        }
    }
    free(frame);
    return client->http == NULL;
}

static void catch_up(struct client *client, int64_t after)
{
    char why[160];
    struct hall *hall = client->live->server->hall;
    struct store_reader *reader = store_reader_open(hall_data_folder(hall), why, sizeof why);
    client->sent = after;
    if (reader != NULL) {
        store_read_after(reader, after, CATCH_UP, send_missed, client);
        store_reader_close(reader);
    }
    if (client->http != NULL && client->sent < hall_durable_seq(hall)) {
        client->sent = hall_durable_seq(hall);
        send_text(client, "event: reset\ndata: {}\n\n"); /* too much was missed: read anew */
    }
}

/* The kernel would hide megabytes of backlog from us. */
static void limit_kernel(struct evhttp_connection *connection)
{
    int size = KERNEL_BACKLOG;
    evutil_socket_t descriptor =
        bufferevent_getfd(evhttp_connection_get_bufferevent(connection));
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) < 0) {
        log_warning("the backlog of a live client cannot be limited");
    }
}

static struct client *free_client(struct live *live)
{
    for (size_t i = 0; i < LIVE_CLIENTS; i++) {
        if (live->clients[i].http == NULL) {
            return &live->clients[i];
        }
    }
    return NULL;
}

/* Answers with a stream that stays open. The client, or NULL when the request was refused. */
static struct client *begin_stream(struct request *request, bool page)
{
    struct live *live = request->server->live;
    struct client *client = free_client(live);
    if (client == NULL) {
        reply_error(request, 503, "too_many_clients");
        return NULL;
    }
    struct evhttp_request *http = request->http;
    struct evkeyvalq *headers = evhttp_request_get_output_headers(http);
    evhttp_add_header(headers, "Content-Type", "text/event-stream; charset=utf-8");
    evhttp_add_header(headers, "Cache-Control", "no-store");
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    client->http = http;
    client->live = live;
    client->who = request->who;
    client->page = page;
    live->count++;
    live->pages += page ? 1 : 0;
    request_finish(request);
    struct evhttp_connection *connection = evhttp_request_get_connection(http);
    evhttp_connection_set_timeout(connection, 0x7fffffff / 1000);
    listeners_on_close(live->server->listeners, connection, on_closed, client);
    limit_kernel(connection);
    evhttp_send_reply_start(http, 200, "OK");
    send_text(client, "retry: 1000\n\n");
    return client->http != NULL ? client : NULL;
}

static void get_events(struct request *request)
{
    const char *last =
        evhttp_find_header(evhttp_request_get_input_headers(request->http), "Last-Event-ID");
    last = last != NULL ? last : request_query(request, "after");
    int64_t after = last != NULL ? strtoll(last, NULL, 10)
                                 : hall_durable_seq(request->server->hall);
    struct client *client = begin_stream(request, false);
    if (client != NULL) {
        catch_up(client, after);
    }
}

static void get_page(struct request *request)
{
    struct server *server = request->server;
    struct client *client = begin_stream(request, true);
    char *frame = client != NULL ? live_page_frame(server->live_page) : NULL;
    if (frame != NULL) {
        send_text(client, frame);
    }
    free(frame);
}

size_t live_page_readers(const struct live *live)
{
    return live->pages;
}

void live_page_send(struct live *live, const char *frame)
{
    for (size_t i = 0; i < LIVE_CLIENTS; i++) {
        if (live->clients[i].http != NULL && live->clients[i].page) {
            send_text(&live->clients[i], frame);
        }
    }
}

struct live *live_create(struct server *server)
{
    static const struct timeval period = {.tv_sec = KEEPALIVE_S};
    struct live *live = calloc(1, sizeof *live);
    if (live == NULL) {
        return NULL;
    }
    live->server = server;
    live->keepalive = event_new(server->loop, -1, EV_PERSIST, on_keepalive, live);
    if (live->keepalive == NULL || event_add(live->keepalive, &period) < 0 ||
        hall_listen(server->hall, on_durable, live) < 0) {
        live_destroy(live);
        return NULL;
    }
    return live;
}

void live_destroy(struct live *live)
{
    if (live == NULL) {
        return;
    }
    for (size_t i = 0; i < LIVE_CLIENTS; i++) {
        if (live->clients[i].http != NULL) {
            drop(&live->clients[i]);
        }
    }
    if (live->keepalive != NULL) {
        event_free(live->keepalive);
    }
    free(live);
}

const struct route live_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/events", get_events, "实时事件流", "Live stream of events", NULL,
     "after:integer", NULL, 200, MAY_SHOW},
    {EVHTTP_REQ_GET, "/api/v1/live/stream", get_page, "管理页的实时推送",
     "Live stream of the manager's page", NULL, NULL, NULL, 200, MAY_READ},
    {0},
};
