/* session_use.c: see session_use.h. */
#include "http/session_use.h"

#include "office/accounts.h"

#include <stdlib.h>

struct seen {
    int64_t session;
    mono_t touched, confirmed; /* confirmed {0} = not */
};

struct bucket {
    bool begun;
    int64_t milli; /* requests that are left, in thousandths */
    mono_t filled;
    wall_t last;
};

struct session_use {
    struct seen sessions[SESSIONS];
    struct bucket tokens[API_TOKENS];
};

struct session_use *session_use_create(void)
{
    return calloc(1, sizeof(struct session_use));
}

void session_use_destroy(struct session_use *use)
{
    free(use);
}

/* SESSIONS when it is not there. */
static size_t place_of(const struct session_use *use, int64_t session)
{
    size_t i = 0;
    while (i < SESSIONS && use->sessions[i].session != session) {
        i++;
    }
    return i;
}

/* The session's row; a new one takes the place of the one that was seen longest ago. */
static struct seen *row_of(struct session_use *use, int64_t session, mono_t now)
{
    size_t place = place_of(use, session);
    if (place < SESSIONS) {
        return &use->sessions[place];
    }
    struct seen *oldest = &use->sessions[0];
    for (size_t i = 1; i < SESSIONS; i++) {
        if (mono_between(use->sessions[i].touched, oldest->touched) > 0) {
            oldest = &use->sessions[i];
        }
    }
    *oldest = (struct seen){.session = session, .touched = now};
    return oldest;
}

void session_use_touch(struct session_use *use, int64_t session, mono_t now)
{
    row_of(use, session, now)->touched = now;
}

int64_t session_use_idle_ms(struct session_use *use, int64_t session, mono_t now)
{
    return mono_between(row_of(use, session, now)->touched, now);
}

void session_use_confirm(struct session_use *use, int64_t session, mono_t now)
{
    row_of(use, session, now)->confirmed = now;
}

bool session_use_is_confirmed(const struct session_use *use, int64_t session, mono_t now)
{
    size_t place = place_of(use, session);
    return place < SESSIONS && use->sessions[place].confirmed.ms != 0 &&
           mono_between(use->sessions[place].confirmed, now) < CONFIRMED_MS;
}

static struct bucket *bucket_of(struct session_use *use, int32_t token)
{
    return token >= 1 && token <= API_TOKENS ? &use->tokens[token - 1] : NULL;
}

bool session_use_token(struct session_use *use, int32_t token, mono_t now, wall_t wall)
{
    struct bucket *bucket = bucket_of(use, token);
    if (bucket == NULL) {
        return false;
    }
    if (!bucket->begun) {
        *bucket = (struct bucket){.begun = true, .milli = TOKEN_BURST * 1000, .filled = now};
    }
    int64_t milli = bucket->milli + mono_between(bucket->filled, now) * TOKEN_A_SECOND;
    bucket->milli = milli < TOKEN_BURST * 1000 ? milli : TOKEN_BURST * 1000;
    bucket->filled = now;
    bucket->last = wall;
    if (bucket->milli < 1000) {
        return false;
    }
    bucket->milli -= 1000;
    return true;
}

wall_t session_use_token_last(const struct session_use *use, int32_t token)
{
    return token >= 1 && token <= API_TOKENS ? use->tokens[token - 1].last : (wall_t){0};
}
