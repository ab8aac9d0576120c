/* listener.h: where the hall listens, with or without TLS, and who gets in.
 *
 * Problem: pages need TLS on the hall's network, tools of this machine need none; one parser and
 * one table of routes serve both.
 *
 * Design: a listener is an address, a port and a kind. Plain HTTP is for loopback addresses;
 * any other address needs TLS, except for a listener of kind LISTENER_PUBLIC, which a manager
 * turns on for boards and phone pages: it carries no session and no personal data, and the
 * router sees the kind in request->listener. Each listener is an evhttp of its own with the
 * same limits and the same handler. Who is connected is counted in guests.h.
 *
 * Owner: server.c. Thread: loop. */
#pragma once

#include "tls/certificate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct evhttp_connection;
struct evhttp_request;
struct language;
struct listeners;
struct server;

enum { LISTENERS_MOST = 8, LISTENER_ADDRESS = 64 };

enum listener_kind { LISTENER_LOOPBACK, LISTENER_TLS, LISTENER_PUBLIC };

struct listener_place {
    enum listener_kind kind;
    char address[LISTENER_ADDRESS]; /* numeric */
    uint16_t port;                  /* 0 = any free one */
};

struct listener { /* what a request came in by */
    struct listeners *all;
    struct server *server;
    struct listener_place place; /* with the port that was found */
    struct evhttp *http;
};

struct listeners_settings {
    struct event_base *loop;
    struct server *server;
    const struct language *language; /* English sentences for the log */
    const char *data_folder;         /* DATA/tls is in it */
    const struct listener_place *places;
    size_t count;
    void (*on_request)(struct evhttp_request *http, void *listener);
};

/* A loop in which agreeing on keys waits for everything else: a hundred clerks' PCs that come back
 * after a power cut must not keep a serial line or a kiosk waiting. The caller frees it. */
struct event_base *listeners_loop(void);
/* NULL with a sentence in `why` that says what to do (address taken, not a loopback address, no
 * certificate). */
struct listeners *listeners_create(const struct listeners_settings *settings, char *why,
                                   size_t size);
void listeners_destroy(struct listeners *listeners);
/* Reads the certificate anew; a broken one is logged and the old one serves on. */
void listeners_reload(struct listeners *listeners);
/* The listener at `index`, in the order of the settings; NULL past the end. */
const struct listener *listeners_at(const struct listeners *listeners, size_t index);
/* The controller's certificate, NULL when there is none: for /healthz and the doctor, which warn
 * from CERTIFICATE_WARN_DAYS before its end. */
const struct certificate_facts *listeners_certificate(const struct listeners *listeners);
/* Is this how the hall is called: a loopback name, a name or address of the certificate, or the
 * very address that the connection came in by? Names of other hosts are DNS rebinding. */
bool listeners_is_host(const struct listeners *listeners, struct evhttp_connection *connection,
                       const char *host);
/* What shall happen when the client leaves: in place of evhttp_connection_set_closecb, which
 * the listener needs itself. NULL: nothing, and the connection waits for its next request. */
void listeners_on_close(struct listeners *listeners, struct evhttp_connection *connection,
                        void (*left)(struct evhttp_connection *, void *), void *context);
size_t listeners_connections(const struct listeners *listeners);
uint64_t listeners_refused(const struct listeners *listeners);
