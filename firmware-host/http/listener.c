/* listener.c: see listener.h.
 *
 * libevent 2.1 tells nobody that a connection has come until its first request is whole. So
 * each connection is made here (evhttp_set_bevcb), and looked at when evhttp has finished with
 * it, before anything can have been read: the bufferevent's callback argument is then the
 * evhttp_connection. From there on its one close callback is ours. */
#define LOG_MODULE "http"
#include "http/listener.h"
#include "http/guests.h"
#include "base/language.h"
#include "base/log.h"
#include "tls/folder.h"
#include "tls/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum {
    HEADER_LIMIT = 16 * 1024,
    BODY_LIMIT = 64 * 1024,
    SILENCE_SECONDS = 10,  /* between two pieces of a request */
    OTHER_FILES = 256,     /* descriptors for journal, lines, reports */
    LOOK_SECONDS = 1,      /* at the late ones */
    PRIORITIES = 3,        /* 1 is what libevent gives to all */
    SHAKES_LAST = 2,
    SHAKES_AT_ONCE = 1,    /* half a millisecond, then the loop looks for what is more urgent */
    DAY_LOOKS = 24 * 3600, /* looks between two warnings of the certificate's end */
};

struct arrival { /* a connection that evhttp is about to have */
    struct listener *listener;
    struct bufferevent *way;
    struct arrival *next;
};

struct door { /* beside each guest */
    struct listeners *all;
    struct evhttp_connection *connection;
    void (*left)(struct evhttp_connection *, void *);
    void *context;
};

struct listeners {
    struct event_base *loop;
    const struct language *language;
    struct listener rows[LISTENERS_MOST];
    size_t count;
    struct tls_serve *tls; /* NULL = no certificate */
    struct guests *guests;
    struct arrival *arrivals;
    struct event *arrived, *look;
    unsigned looks;
    void (*on_request)(struct evhttp_request *http, void *listener);
    struct door doors[GUESTS_SLOTS];
};

static int slot_of(struct evhttp_connection *connection)
{
    return bufferevent_getfd(evhttp_connection_get_bufferevent(connection));
}

/* ------------------------------------------------------------------ coming and going */

static void on_left(struct evhttp_connection *connection, void *context)
{
    struct door *door = context;
    struct listeners *all = door->all;
    struct door was = *door;
    guests_leave(all->guests, (int)(door - all->doors));
    *door = (struct door){.all = all};
    tls_say_goodbye(evhttp_connection_get_bufferevent(connection));
    if (was.left != NULL) {
        was.left(connection, was.context);
    }
}

void listeners_on_close(struct listeners *listeners, struct evhttp_connection *connection,
                        void (*left)(struct evhttp_connection *, void *), void *context)
{
    int slot = connection != NULL ? slot_of(connection) : -1;
    if (!guests_is_here(listeners->guests, slot)) {
        return;
    }
    listeners->doors[slot].left = left;
    listeners->doors[slot].context = context;
    if (left != NULL) {
        guests_busy(listeners->guests, slot);
    } else {
        guests_waits(listeners->guests, slot, mono_now());
    }
}

static int peer_of(int descriptor, struct in6_addr *out)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getpeername(descriptor, (struct sockaddr *)&address, &size) < 0) {
        return -1;
    }
    if (address.ss_family == AF_INET6) {
        *out = ((struct sockaddr_in6 *)&address)->sin6_addr;
        return 0;
    }
    *out = (struct in6_addr){.s6_addr = {[10] = 0xff, [11] = 0xff}};
    memcpy(&out->s6_addr[12], &((struct sockaddr_in *)&address)->sin_addr, 4);
    return 0;
}

static void let_in(struct listener *listener, struct evhttp_connection *connection)
{
    struct listeners *all = listener->all;
    struct in6_addr address;
    int slot = slot_of(connection);
    if (peer_of(slot, &address) < 0) {
        evhttp_connection_free(connection); /* it has left already */
        return;
    }
    enum guests_verdict verdict = guests_enter(
        all->guests, slot, &address, listener->place.kind == LISTENER_TLS, mono_now());
    if (verdict != GUESTS_WELCOME) {
        char text[INET6_ADDRSTRLEN] = "";
        log_debug("no more connections %s%s",
                  verdict == GUESTS_FULL ? "at all, also for " : "from ",
                  inet_ntop(AF_INET6, &address, text, sizeof text));
        evhttp_connection_free(connection);
        return;
    }
    all->doors[slot] = (struct door){.all = all, .connection = connection};
    if (listener->place.kind == LISTENER_TLS) {
        /* For as long as it agrees on keys: libevent sets its events anew after that. */
        bufferevent_priority_set(evhttp_connection_get_bufferevent(connection), SHAKES_LAST);
    }
    evhttp_connection_set_closecb(connection, on_left, &all->doors[slot]);
}

static void on_arrived(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct listeners *all = context;
    while (all->arrivals != NULL) {
        struct arrival *arrival = all->arrivals;
        void *connection = NULL;
        all->arrivals = arrival->next;
        bufferevent_getcb(arrival->way, NULL, NULL, NULL, &connection);
        if (connection != NULL && bufferevent_getfd(arrival->way) >= 0) {
            let_in(arrival->listener, connection);
        }
        bufferevent_decref(arrival->way);
        free(arrival);
    }
}

/* evhttp asks for a connection to put a new descriptor into. After NULL (out of memory) it makes a
 * plain one, which on_whole_request then refuses on a TLS port. */
static struct bufferevent *on_accept(struct event_base *loop, void *context)
{
    struct listener *listener = context;
    struct arrival *arrival = calloc(1, sizeof *arrival);
    if (arrival == NULL) {
        return NULL;
    }
    arrival->listener = listener;
    arrival->way = listener->place.kind == LISTENER_TLS
                       ? tls_serve_accept(listener->all->tls, loop)
                       : bufferevent_socket_new(loop, -1, 0);
    if (arrival->way == NULL) {
        free(arrival);
        return NULL;
    }
    bufferevent_incref(arrival->way);
    arrival->next = listener->all->arrivals;
    listener->all->arrivals = arrival;
    event_active(listener->all->arrived, EV_TIMEOUT, 1);
    return arrival->way;
}

static void on_whole_request(struct evhttp_request *http, void *context)
{
    struct listener *listener = context;
    struct evhttp_connection *connection = evhttp_request_get_connection(http);
    if (listener->place.kind == LISTENER_TLS &&
        !tls_is_shaken(evhttp_connection_get_bufferevent(connection))) {
        evhttp_send_error(http, HTTP_SERVUNAVAIL, NULL);
        return;
    }
    listener->all->on_request(http, listener);
}

/* ------------------------------------------------------------------ looking round */

static void explain(const struct listeners *all, const char *data, enum tls_error error, char *out,
                    size_t size)
{
    char file[512];
    snprintf(file, sizeof file, "%s/tls/server.pem", data);
    const struct hole holes[] = {{"file", file}, {NULL, NULL}};
    language_fill(out, size, language_text(all->language, LANGUAGE_EN, tls_error_key(error)), holes);
}

static void warn_of_end(const struct listeners *all)
{
    if (all->tls == NULL) {
        return;
    }
    int64_t days = certificate_days_left(tls_serve_facts(all->tls), time(NULL));
    if (days < 0) {
        log_error("the certificate has ended: browsers, boards and kiosks refuse it; run "
                  "'hallq tls renew' and reload");
    } else if (days <= CERTIFICATE_WARN_DAYS) {
        log_warning("the certificate ends in %lld days: run 'hallq tls renew' and reload",
                    (long long)days);
    }
}

static void on_look(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct listeners *all = context;
    mono_t now = mono_now();
    for (int slot = 0; slot < guests_end(all->guests); slot++) {
        struct evhttp_connection *connection = all->doors[slot].connection;
        if (guests_is_shaking(all->guests, slot) &&
            tls_is_shaken(evhttp_connection_get_bufferevent(connection))) {
            guests_shaken(all->guests, slot);
        }
        if (guests_is_late(all->guests, slot, now)) {
            guests_count_refused(all->guests);
            evhttp_connection_free(connection);
        }
    }
    if (++all->looks % DAY_LOOKS == 0) {
        warn_of_end(all);
    }
}

void listeners_reload(struct listeners *listeners)
{
    if (listeners->tls == NULL) {
        return;
    }
    enum tls_error error = tls_serve_reload(listeners->tls);
    if (error != TLS_OK) {
        char why[512];
        explain(listeners, "DATA", error, why, sizeof why);
        log_error("%s; the old certificate serves on", why);
        return;
    }
    log_info("the certificate was read: %s", tls_serve_facts(listeners->tls)->fingerprint);
    warn_of_end(listeners);
}

const struct certificate_facts *listeners_certificate(const struct listeners *listeners)
{
    return listeners->tls != NULL ? tls_serve_facts(listeners->tls) : NULL;
}

/* ------------------------------------------------------------------ names */

/* A numeric host cannot be rebound: the client has dialled this very address. */
static bool is_local_address(struct evhttp_connection *connection, const char *host)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    struct in6_addr given = {.s6_addr = {[10] = 0xff, [11] = 0xff}};
    struct in6_addr local = given;
    if (getsockname(slot_of(connection), (struct sockaddr *)&address, &size) < 0 ||
        (inet_pton(AF_INET, host, &given.s6_addr[12]) != 1 &&
         inet_pton(AF_INET6, host, &given) != 1)) {
        return false;
    }
    if (address.ss_family == AF_INET6) {
        local = ((struct sockaddr_in6 *)&address)->sin6_addr;
    } else {
        memcpy(&local.s6_addr[12], &((struct sockaddr_in *)&address)->sin_addr, 4);
    }
    return memcmp(&given, &local, sizeof local) == 0;
}

bool listeners_is_host(const struct listeners *listeners, struct evhttp_connection *connection,
                       const char *host)
{
    static const char *const loopback[] = {"127.0.0.1", "::1", "localhost"};
    char name[256];
    size_t length = strlen(host);
    bool brackets = length > 2 && host[0] == '[' && host[length - 1] == ']';
    snprintf(name, sizeof name, "%.*s", (int)(brackets ? length - 2 : length),
             brackets ? host + 1 : host);
    for (size_t i = 0; i < sizeof loopback / sizeof *loopback; i++) {
        if (strcasecmp(name, loopback[i]) == 0) {
            return true;
        }
    }
    return (listeners->tls != NULL && tls_serve_is_named(listeners->tls, name)) ||
           (connection != NULL && is_local_address(connection, name));
}

/* ------------------------------------------------------------------ start and stop */

struct event_base *listeners_loop(void)
{
    struct event_base *loop = NULL;
    struct event_config *config = event_config_new();
    if (config != NULL &&
        event_config_set_max_dispatch_interval(config, NULL, SHAKES_AT_ONCE, SHAKES_LAST) == 0) {
        loop = event_base_new_with_config(config);
    }
    if (config != NULL) {
        event_config_free(config);
    }
    if (loop != NULL && event_base_priority_init(loop, PRIORITIES) < 0) {
        event_base_free(loop);
        loop = NULL;
    }
    return loop;
}

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

static int check_place(const struct listeners *all, const struct listener_place *place,
                       char *why, size_t size)
{
    if (place->kind == LISTENER_LOOPBACK && !is_loopback(place->address)) {
        snprintf(why, size,
                 "%s is not a loopback address: on a network the hall speaks TLS only; run "
                 "'hallq tls init --data DIR' once, then start with --listen-tls %s:%u",
                 place->address, place->address, place->port);
        return -1;
    }
    if (place->kind == LISTENER_TLS && all->tls == NULL) {
        snprintf(why, size,
                 "--listen-tls %s:%u needs a certificate: run 'hallq tls init --data DIR' first",
                 place->address, place->port);
        return -1;
    }
    return 0;
}

static int listen_on(struct listeners *all, const struct listeners_settings *settings,
                     const struct listener_place *place, char *why, size_t size)
{
    struct listener *listener = &all->rows[all->count];
    *listener = (struct listener){.all = all, .server = settings->server, .place = *place};
    if (check_place(all, place, why, size) < 0) {
        return -1;
    }
    listener->http = evhttp_new(all->loop);
    if (listener->http == NULL) {
        snprintf(why, size, "out of memory");
        return -1;
    }
    all->count++;
    evhttp_set_max_headers_size(listener->http, HEADER_LIMIT);
    evhttp_set_max_body_size(listener->http, BODY_LIMIT);
    evhttp_set_timeout(listener->http, SILENCE_SECONDS);
    evhttp_set_allowed_methods(listener->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST |
                                                   EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE);
    evhttp_set_gencb(listener->http, on_whole_request, listener);
    evhttp_set_bevcb(listener->http, on_accept, listener);
    struct evhttp_bound_socket *socket =
        evhttp_bind_socket_with_handle(listener->http, place->address, place->port);
    if (socket == NULL) {
        snprintf(why, size, "cannot listen on %s:%u: %s; is another hallqd running?",
                 place->address, place->port, strerror(errno));
        return -1;
    }
    listener->place.port = bound_port(socket);
    log_info("listening on %s:%u%s", place->address, listener->place.port,
             place->kind == LISTENER_TLS      ? " with TLS"
             : place->kind == LISTENER_PUBLIC ? " for boards and phone pages, without TLS"
                                              : "");
    return 0;
}

/* Descriptors are cheap; what the system lets us have is what we plan with. */
static size_t most_connections(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0) {
        return GUESTS_RESERVE;
    }
    files.rlim_cur = files.rlim_max < GUESTS_SLOTS ? files.rlim_max : GUESTS_SLOTS;
    if (setrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur < 2 * OTHER_FILES) {
        return OTHER_FILES;
    }
    return files.rlim_cur - OTHER_FILES;
}

static int open_certificate(struct listeners *all, const char *data, char *why, size_t size)
{
    enum tls_error error = TLS_OK;
    if (!tls_folder_is_made(data)) {
        return 0;
    }
    all->tls = tls_serve_create(data, &error);
    if (all->tls == NULL) {
        explain(all, data, error, why, size);
        return -1;
    }
    warn_of_end(all);
    return 0;
}

static int begin(struct listeners *all, const struct listeners_settings *settings, char *why,
                 size_t size)
{
    static const struct timeval period = {.tv_sec = LOOK_SECONDS};
    all->loop = settings->loop;
    all->language = settings->language;
    all->on_request = settings->on_request;
    all->guests = guests_create(most_connections());
    all->arrived = event_new(all->loop, -1, 0, on_arrived, all);
    all->look = event_new(all->loop, -1, EV_PERSIST, on_look, all);
    if (all->guests == NULL || all->arrived == NULL || all->look == NULL ||
        event_add(all->look, &period) < 0) {
        snprintf(why, size, "out of memory");
        return -1;
    }
    if (open_certificate(all, settings->data_folder, why, size) < 0) {
        return -1;
    }
    for (size_t i = 0; i < settings->count && i < LISTENERS_MOST; i++) {
        if (listen_on(all, settings, &settings->places[i], why, size) < 0) {
            return -1;
        }
    }
    return 0;
}

struct listeners *listeners_create(const struct listeners_settings *settings, char *why,
                                   size_t size)
{
    struct listeners *all = calloc(1, sizeof *all);
    if (all == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    if (begin(all, settings, why, size) < 0) {
        listeners_destroy(all);
        return NULL;
    }
    return all;
}

void listeners_destroy(struct listeners *listeners)
{
    if (listeners == NULL) {
        return;
    }
    if (listeners->arrived != NULL) {
        on_arrived(-1, 0, listeners);
        event_free(listeners->arrived);
    }
    for (size_t i = 0; i < listeners->count; i++) {
        if (listeners->rows[i].http != NULL) {
            evhttp_free(listeners->rows[i].http);
        }
    }
    if (listeners->look != NULL) {
        event_free(listeners->look);
    }
    tls_serve_destroy(listeners->tls);
    guests_destroy(listeners->guests);
    free(listeners);
}

const struct listener *listeners_at(const struct listeners *listeners, size_t index)
{
    return index < listeners->count ? &listeners->rows[index] : NULL;
}

size_t listeners_connections(const struct listeners *listeners)
{
    return guests_count(listeners->guests);
}

uint64_t listeners_refused(const struct listeners *listeners)
{
    return guests_refused(listeners->guests);
}
