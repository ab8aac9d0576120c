/* hasher.h: passwords are hashed and checked in threads of their own.
 *
 * Problem: argon2id takes a tenth of a second and 64 MiB, on purpose. In the loop it would hold up
 * every call; without a bound a hundred sign-ins at once would take the machine's memory.
 *
 * Design: HASH_WORKERS threads, so as many hashes at once and no more; HASH_JOBS may be under way
 * or wait, the next one is refused and the caller says 429. A job's passwords lie in one place
 * only, its slot, which belongs to the loop before and after and to one worker in between; the
 * mailboxes carry the slot's number. The slot is wiped as soon as its answer is given.
 *
 * Thread: loop for every function. */
#pragma once

#include "office/passwords.h"
#include "office/secret.h"

struct event_base;
struct hasher;

enum {
    HASH_WORKERS = 2,
    HASH_JOBS = 16,
    HASH_PASSES = 3,
    HASH_MEMORY = 64 * 1024 * 1024
};

/* What is wanted: does `password` fit `known`, and, unless it does not, the verifier of `fresh`.
 * Either half may be left out (""). */
struct hash_job {
    char known[VERIFIER_SIZE];
    char password[PASSWORD_SIZE], fresh[PASSWORD_SIZE];
};

struct hash_result {
    bool fits;                     /* true when nothing was to be compared */
    char verifier[VERIFIER_SIZE]; /* "" when none was wanted, or memory was out */
};

/* Called once, from the loop; `result` is NULL when the hasher ends before. */
typedef void (*hash_done)(void *context, const struct hash_result *result);

struct hasher *hasher_create(struct event_base *loop);
/* Every job that is not answered is answered with NULL. */
void hasher_destroy(struct hasher *hasher);
/* Copies the job and wipes it. 0, or -1 when too many are under way. */
int hasher_submit(struct hasher *hasher, struct hash_job *job, hash_done done, void *context);
