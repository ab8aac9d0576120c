/* link.h: how a client reaches the controller: address, trust, token.
 *
 * Problem: hallq, kiosks and boards speak to a controller on the same machine (no set-up must be
 * needed) or elsewhere in the hall (its name and certificate must be checked, a token is needed).
 *
 * Design: one link a program. http://HOST:PORT is plain, https://HOST:PORT is verified against a
 * CA file: --ca, else HALLQ_CA, else the installation CA of the usual data folder, else the
 * system's store. A token comes from --token-file or HALLQ_TOKEN_FILE, read once; for a loopback
 * address without one, from the file that the controller keeps for the program's role
 * (base/local_token.h), read for each request because a new start makes new tokens.
 * What went wrong in a handshake is kept as the key of a sentence.
 *
 * Thread: the one that runs the loop; link_trouble from any. */
#pragma once

#include <stddef.h>

struct evhttp_connection;
struct evhttp_request;
struct event_base;
struct link;

/* Default of --data, and where the installation CA is looked for. */
#define LINK_USUAL_DATA "/var/lib/hall"

struct link_settings {
    const char *url;        /* http://HOST[:PORT] or https://HOST[:PORT] */
    const char *ca_file;    /* NULL = as above */
    const char *token_file; /* NULL = as above */
    const char *role;       /* "administrator", "kiosk" or "board": the program's own */
};

/* What stands in the way: keys of sentences, "link.…", with holes {url} and {file}. */
struct link_problem {
    const char *key; /* NULL = none */
    char file[512];
};

/* NULL with a problem that ends the program (address, CA file or token file unusable). A link
 * with a problem is usable: the token file should not be readable by others. Ignores SIGPIPE
 * for the process: a controller that is gone is no reason to die. */
struct link *link_create(const struct link_settings *settings, struct link_problem *problem);
void link_destroy(struct link *link);
/* A new connection for one request; the caller frees it. NULL: out of memory. */
struct evhttp_connection *link_connect(struct link *link, struct event_base *loop);
/* Adds Host and Authorization. */
void link_sign(const struct link *link, struct evhttp_request *request);
/* Why the last handshake was given up: "link.unknown_ca", "link.wrong_name", "link.expired",
 * "link.not_yet", "link.not_trusted"; NULL when it was not. */
const char *link_trouble(const struct link *link);
const char *link_url(const struct link *link);
