/* server.h: the hall's HTTP API and live push, in the loop thread.
 *
 * Problem: kiosks, clerks, managers and phones talk to the hall while serial lines are due; a
 * slow, hostile or half-dead client must cost nothing but its own connection, and no answer may
 * run ahead of the disk.
 *
 * Design: libevent's HTTP server in the loop that owns the hall. A route is a row (route.h):
 * method, path, handler, words for openapi.json. Reads look at the shown engine, which holds
 * durable state only; commands answer from the outbox. Headers are limited to 16 KiB, bodies to
 * 64 KiB, a request to 10 s; a follower of the live stream whose backlog passes 256 KiB is
 * dropped and resumes with Last-Event-ID. evhttp was chosen over libmicrohttpd because it is
 * the loop's own: no second thread, no lock, and 14 µs a request is nothing to a hall.
 *
 * Where it listens, TLS, and who gets in: listener.h.
 *
 * Owner: main. Thread: loop. */
#pragma once

#include "app/hall.h"
#include "http/listener.h"

struct event_base;
struct language;
struct server;

struct server_settings {
    struct event_base *loop;
    struct hall *hall;
    const struct language *language;
    const struct listener_place *places;
    size_t place_count;
};

/* NULL with a sentence in `why` (address in use, an address that needs TLS, no certificate). */
struct server *server_create(const struct server_settings *settings, char *why, size_t size);
/* Ends all connections and threads; answers of the hall that still come find nobody. NULL is fine. */
void server_close(struct server *server);
/* After the hall's last answer (hall_stop). Closes first if need be. */
void server_destroy(struct server *server);
/* Reads the certificate anew. */
void server_reload(struct server *server);
/* Where it listens, with the ports that were found; NULL past the end. */
const struct listener_place *server_place(const struct server *server, size_t index);
/* NULL without TLS. */
const struct certificate_facts *server_certificate(const struct server *server);
