/* serve.h: the controller's side of TLS: its certificate, and connections that come in.
 *
 * TLS 1.2 with forward secrecy and 1.3, no compression, no renegotiation; session tickets, so that
 * a page that comes back pays no new key exchange. A certificate is read whole or not at all:
 * when a new one is broken the old one serves on. Connections keep the one they began with.
 *
 * Owner: http. Thread: loop. */
#pragma once

#include "tls/certificate.h"

#include <stdbool.h>
#include <stddef.h>

struct bufferevent;
struct event_base;
struct tls_serve;

/* Reads DATA/tls/server.pem. NULL with *error; the file must belong to nobody else's eyes
 * (TLS_OPEN_KEY). An expired certificate is taken: clients are told the reason by their own. */
struct tls_serve *tls_serve_create(const char *data, enum tls_error *error);
void tls_serve_destroy(struct tls_serve *serve);
/* Reads the file anew. On an error the old certificate serves on. */
enum tls_error tls_serve_reload(struct tls_serve *serve);
const struct certificate_facts *tls_serve_facts(const struct tls_serve *serve);
/* Is the certificate for this host (a name or a numeric address)? */
bool tls_serve_is_named(const struct tls_serve *serve, const char *host);
/* A connection that waits for its descriptor (evhttp_set_bevcb). NULL: out of memory. */
struct bufferevent *tls_serve_accept(struct tls_serve *serve, struct event_base *loop);

/* Has this connection agreed on keys? False also for one without TLS. */
bool tls_is_shaken(struct bufferevent *connection);
/* Tells the other side that this is the end (close_notify), so that it need not fear a cut.
 * Nothing for a connection without TLS. */
void tls_say_goodbye(struct bufferevent *connection);
