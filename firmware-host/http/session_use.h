/* session_use.h: when sessions and tokens were last used, and how often; in memory only.
 *
 * An event a request would fill the journal with what nobody asks for. So what changes with every
 * request lives here: a session's last sign of a person (a command, or a look at /api/v1/session,
 * which pages send when somebody touches key or mouse), its second step, a token's last request and
 * its bucket. A restart forgets it: idle time then begins anew, the second step is asked for again.
 *
 * Pure. Thread: loop. */
#pragma once

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    CONFIRMED_MS = 5 * 60 * 1000, /* how long the second step counts */
    TOKEN_BURST = 300,            /* requests of a token at once */
    TOKEN_A_SECOND = 20
};

struct session_use;

struct session_use *session_use_create(void);
void session_use_destroy(struct session_use *use);

/* A person used the session. */
void session_use_touch(struct session_use *use, int64_t session, mono_t now);
/* Milliseconds since then; one that was never seen begins now. */
int64_t session_use_idle_ms(struct session_use *use, int64_t session, mono_t now);
void session_use_confirm(struct session_use *use, int64_t session, mono_t now);
bool session_use_is_confirmed(const struct session_use *use, int64_t session, mono_t now);

/* May the token ask now? Counts the request. */
bool session_use_token(struct session_use *use, int32_t token, mono_t now, wall_t wall);
/* When it last did; {0} = not since the start. */
wall_t session_use_token_last(const struct session_use *use, int32_t token);
