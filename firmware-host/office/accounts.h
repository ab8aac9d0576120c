/* accounts.h: who may sign in, who has, and which programs may ask. (reliability.md D.1, D.2)
 *
 * Problem: whoever does something in the hall has a name in the journal, and whoever was shut out
 * is shut out at once and stays so over a restart.
 *
 * Design: accounts, passwords, tokens and sessions are events like everything else. What is secret
 * is kept as a hash (office/secret.h, argon2id for passwords) and never leaves this state: JSON
 * forms, reports, exports and the live stream name fields one by one and have none for it. An
 * account's name is never given to a second person: accounts are disabled, not removed.
 *
 * A change of password, role, clerk or window's owner, and being disabled, end all sessions of the
 * account in the same event. How long a session was idle is not in the journal (an event a request
 * would be); http/session_use.h knows and ends it with an event of its own.
 *
 * Failures are events as far as something was tried; what is refused while locked is counted and
 * not written, so a flood of guesses does not fill the disk.
 *
 * No default account: until there is an administrator who can sign in, accounts_need_setup holds
 * and one may be made with the code from the console.
 *
 * Pure. Thread: loop. */
#pragma once

#include "office/lockout.h"
#include "office/office.h"
#include "office/roles.h"
#include "office/secret.h"

enum {
    ACCOUNT_NAME = 17, /* bytes with terminator: "administrator:NAME" must fit an actor */
    ACCOUNTS = 512,
    SESSIONS = 1024,
    SESSIONS_EACH = 8, /* of one account; the oldest ends when one more begins */
    API_TOKENS = 256,
    SESSION_HOURS = 12,
    SESSION_IDLE_MINUTES = 30,
    TOKEN_DAYS_MOST = 3660,
    UNUSED_DAYS = 90, /* an account that nobody has used for so long is pointed out */
};

struct account {
    char name[ACCOUNT_NAME];
    enum role role;
    bool active;
    char clerk[LIMIT_CODE];      /* code in the configuration, "" = none */
    char display[LIMIT_SUBJECT]; /* as people write it: 张三 */
    char verifier[VERIFIER_SIZE];
    bool must_change; /* the password was somebody else's choice */
    wall_t created, password_set, signed_in; /* signed_in: last time, 0 = never */
    struct lockout lockout; /* hall time */
};

struct session {
    int64_t id; /* seq of the sign-in; 0 = free */
    char hash[SECRET_HASH_SIZE];
    uint16_t account; /* index */
    uint16_t window;  /* 0 = none chosen */
    wall_t since, until;
};

struct api_token {
    int32_t id; /* "token:3" */
    char hash[SECRET_HASH_SIZE];
    char name[LIMIT_SUBJECT];
    enum role role;
    uint16_t window; /* of a clerk's token */
    bool active;
    wall_t made, until;
};

/* ------------------------------------------------------------------ looking */

size_t accounts_count(const struct office *office);
const struct account *accounts_at(const struct office *office, size_t index);
/* NULL when there is none. Small and capital letters are the same. */
const struct account *accounts_find(const struct office *office, const char *name);
/* Nobody can administer: the set-up code is wanted. */
bool accounts_need_setup(const struct office *office);

/* The open session at `index` (0 .. SESSIONS-1), NULL for a free place or one that is over. */
const struct session *accounts_session_at(const struct office *office, size_t index, wall_t now);
/* The open session with that hash, NULL when there is none. */
const struct session *accounts_session(const struct office *office, const char *hash, wall_t now);

size_t accounts_token_count(const struct office *office);
const struct api_token *accounts_token_at(const struct office *office, size_t index);
/* The token with that hash that may be used now, NULL when there is none. */
const struct api_token *accounts_token(const struct office *office, const char *hash, wall_t now);

/* Must this account's password be changed before anything else? */
bool accounts_password_is_over(const struct account *account, const struct site *site, wall_t now);
/* When it will have to be; {0} = never. */
wall_t accounts_password_until(const struct account *account, const struct site *site);
bool accounts_is_unused(const struct account *account, wall_t now);
/* May this clerk sit at that window? At his own, and at those of the same departments; one whose
 * code stands at no window is a substitute and may sit at any. */
bool accounts_may_sit(const struct site *site, const char *clerk, uint16_t window);
/* The clerk's own window when there is exactly one, else 0. */
uint16_t accounts_own_window(const struct site *site, const char *clerk);

/* ------------------------------------------------------------------ deciding (for hall_office) */

struct account_order {
    const char *name;
    enum role role;             /* ROLE_NOBODY = as it is (change) */
    const char *clerk, *display; /* NULL = as it is (change) */
    int active;                 /* change: 0, 1, or -1 = as it is */
    const char *verifier;       /* argon2id string */
    bool must_change;           /* the owner must change it at the next sign-in */
    bool first;                 /* add: by the set-up code, only while that is wanted */
};
int accounts_decide_add(struct office_draft *draft, const void *order);
int accounts_decide_change(struct office_draft *draft, const void *order);

struct session_order {
    const char *name;     /* account; NULL: of the session with `hash` */
    const char *hash;     /* of the session */
    const char *address;  /* where from */
    const char *verifier; /* of the new password (accounts_decide_password) */
    bool must_change;
    uint16_t window;
    const char *reason; /* of an end: "out", "idle", "ended" */
    int64_t id;         /* which to end, instead of by its hash; 0 = none */
};
/* A new session; one that `id` names ends: a browser has one. */
int accounts_decide_sign_in(struct office_draft *draft, const void *order);
/* A try that failed: counts, and locks. A name that is no account is not written down: people type
 * passwords into the wrong field. */
int accounts_decide_failed(struct office_draft *draft, const void *order);
int accounts_decide_sign_out(struct office_draft *draft, const void *order);
/* The session's clerk takes another window. */
int accounts_decide_move(struct office_draft *draft, const void *order);
/* A new password; with `hash`, a new session for who changed it. */
int accounts_decide_password(struct office_draft *draft, const void *order);
int accounts_decide_unlock(struct office_draft *draft, const void *order);

struct token_order {
    const char *name, *hash;
    enum role role;
    uint16_t window;
    int32_t days;
    int32_t id; /* of the one to end */
};
int accounts_decide_token(struct office_draft *draft, const void *order);
int accounts_decide_token_end(struct office_draft *draft, const void *order);

/* ------------------------------------------------------------------ for accounts*.c */

struct accounts {
    size_t count, token_count;
    struct account list[ACCOUNTS];
    struct session sessions[SESSIONS];
    struct api_token tokens[API_TOKENS];
};
const struct accounts *accounts_of(const struct office *office);
