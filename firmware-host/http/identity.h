/* identity.h: who asks, and whether a route lets him in: the one place that decides it.
 *
 * Problem: forty routes, seven roles, three kinds of proof. A check that each handler makes for
 * itself is forgotten by one of them.
 *
 * Design: server.c asks identity_admit before any handler runs. Proof is one of
 *
 *   Authorization: Bearer TOKEN   an API token (office/accounts.h), or a local token, which the
 *                                 programs of this machine's own user read from a file
 *                                 (base/local_token.h)
 *   the cookie __Host-hallq       a session; commands also need the header X-Hallq-Page, which no
 *                                 form of another site can send
 *
 * A request from this machine without proof is nobody: a web page that some other user of it has
 * open, or a program of his, can reach 127.0.0.1 as well as we do. What is open to everybody is
 * open without proof, with a wrong one, too.
 *
 * A program with the local administrator's token may do whatever any role may: it can read the
 * data folder anyway. An administrator who has signed in administers, and nothing else
 * (三权分立): he neither calls tickets nor reads what visitors wrote nor changes a record.
 *
 * Thread: loop. */
#pragma once

#include "http/hasher.h"
#include "http/route.h"
#include "http/session_use.h"
#include "http/tries.h"
#include "office/accounts.h"

struct identity {
    struct server *server;
    struct hasher *hasher;
    struct session_use *use;
    struct tries *tries;
    struct password_words *words;
    struct event *sweep;
    char setup_code[SETUP_CODE_SIZE]; /* "" once there is an administrator */
    char dummy[VERIFIER_SIZE];
    uint64_t refused; /* tries that were not looked at */
};

/* NULL with a sentence in `why`. */
struct identity *identity_create(struct server *server, char *why, size_t size);
void identity_destroy(struct identity *identity);

/* Fills request->who; false when the route does not let it in and the request is answered. */
bool identity_admit(struct request *request, const struct route *route);
/* A clerk acts at the window he has taken. False when the request has been answered. */
bool identity_at_window(struct request *request, uint16_t window);
/* Is the proof with which a stream was opened still good? */
bool identity_still(const struct server *server, const struct principal *who);

/* The address that the request came from. */
const char *request_address(const struct request *request);
