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
 * Until people can sign in the server listens on the loopback interface only, and says so.
 *
 * Owner: main. Thread: loop. */
#pragma once

#include "app/hall.h"

struct event_base;
struct language;
struct server;

struct server_settings {
    struct event_base *loop;
    struct hall *hall;
    const struct language *language;
    const char *address; /* "127.0.0.1" or "::1" */
    uint16_t port;       /* 0 = any free one */
};

/* NULL with a sentence in `why` (address in use, not a loopback address). */
struct server *server_create(const struct server_settings *settings, char *why, size_t size);
void server_destroy(struct server *server);
/* The port that is listened on. */
uint16_t server_port(const struct server *server);
