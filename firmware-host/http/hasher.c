/* hasher.c: see hasher.h. */
#include "http/hasher.h"

#include "base/mailbox.h"

#include <event2/event.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { QUIT = HASH_JOBS };

struct slot {
    struct hash_job job;       /* the worker's, while it is under way */
    struct hash_result result; /* likewise */
    hash_done done;            /* the loop's; NULL = free */
    void *context;
    uint32_t worker;
};

struct worker {
    struct hasher *hasher;
    struct mailbox *jobs;
    pthread_t thread;
    bool running;
    uint32_t under_way; /* the loop's */
};

struct hasher {
    struct mailbox *results;
    struct event *ready;
    struct worker workers[HASH_WORKERS];
    struct slot slots[HASH_JOBS];
};

/* ------------------------------------------------------------------ the workers */

static void do_job(struct slot *slot)
{
    const struct hash_job *job = &slot->job;
    slot->result = (struct hash_result){.fits = true};
    if (job->known[0] != '\0') {
        slot->result.fits = crypto_pwhash_str_verify(job->known, job->password,
                                                     strlen(job->password)) == 0;
    }
    char verifier[crypto_pwhash_STRBYTES] = "";
    if (slot->result.fits && job->fresh[0] != '\0' &&
        crypto_pwhash_str_alg(verifier, job->fresh, strlen(job->fresh), HASH_PASSES, HASH_MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) == 0) {
        memcpy(slot->result.verifier, verifier, sizeof slot->result.verifier);
    }
    sodium_memzero(&slot->job, sizeof slot->job);
}

static void *run(void *context)
{
    struct worker *worker = context;
    struct pollfd ready = {.fd = mailbox_descriptor(worker->jobs), .events = POLLIN};
    for (;;) {
        uint32_t number;
        poll(&ready, 1, -1);
        if (mailbox_take(worker->jobs, &number, sizeof number) < 0) {
            continue;
        }
        if (number == QUIT) {
            return NULL;
        }
        do_job(&worker->hasher->slots[number]);
        mailbox_post(worker->hasher->results, &number, sizeof number); /* has room for all */
    }
}

/* ------------------------------------------------------------------ the loop's side */

static void answer(struct slot *slot, const struct hash_result *result)
{
    hash_done done = slot->done;
    slot->done = NULL;
    done(slot->context, result);
    if (slot->done == NULL) {
        sodium_memzero(slot, sizeof *slot);
    }
}

static void on_result(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct hasher *hasher = context;
    uint32_t number;
    while (mailbox_take(hasher->results, &number, sizeof number) > 0) {
        struct slot *slot = &hasher->slots[number];
        struct hash_result result = slot->result;
        hasher->workers[slot->worker].under_way--;
        answer(slot, &result);
        sodium_memzero(&result, sizeof result);
    }
}

static uint32_t least_busy(const struct hasher *hasher)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < HASH_WORKERS; i++) {
        if (hasher->workers[i].under_way < hasher->workers[best].under_way) {
            best = i;
        }
    }
    return best;
}

int hasher_submit(struct hasher *hasher, struct hash_job *job, hash_done done, void *context)
{
    uint32_t number = 0;
    while (number < HASH_JOBS && hasher->slots[number].done != NULL) {
        number++;
    }
    int result = -1;
    if (number < HASH_JOBS) {
        uint32_t worker = least_busy(hasher);
        hasher->slots[number] =
            (struct slot){.job = *job, .done = done, .context = context, .worker = worker};
        hasher->workers[worker].under_way++;
        result = mailbox_post(hasher->workers[worker].jobs, &number, sizeof number);
    }
    sodium_memzero(job, sizeof *job);
    return result;
}

/* ------------------------------------------------------------------ life */

static int start_worker(struct hasher *hasher, struct worker *worker)
{
    worker->hasher = hasher;
    worker->jobs = mailbox_create(sizeof(uint32_t), HASH_JOBS + 1);
    worker->running = worker->jobs != NULL &&
                      pthread_create(&worker->thread, NULL, run, worker) == 0;
    return worker->running ? 0 : -1;
}

struct hasher *hasher_create(struct event_base *loop)
{
    struct hasher *hasher = calloc(1, sizeof *hasher);
    if (hasher == NULL) {
        return NULL;
    }
    hasher->results = mailbox_create(sizeof(uint32_t), HASH_JOBS);
    hasher->ready = hasher->results != NULL
                        ? event_new(loop, mailbox_descriptor(hasher->results), EV_READ | EV_PERSIST,
                                    on_result, hasher)
                        : NULL;
    int result = hasher->ready != NULL ? event_add(hasher->ready, NULL) : -1;
    for (size_t i = 0; result == 0 && i < HASH_WORKERS; i++) {
        result = start_worker(hasher, &hasher->workers[i]);
    }
    if (result < 0) {
        hasher_destroy(hasher);
        return NULL;
    }
    return hasher;
}

void hasher_destroy(struct hasher *hasher)
{
    static const uint32_t quit = QUIT;
    if (hasher == NULL) {
        return;
    }
    for (size_t i = 0; i < HASH_WORKERS; i++) {
        struct worker *worker = &hasher->workers[i];
        if (worker->running) {
            mailbox_post(worker->jobs, &quit, sizeof quit);
            pthread_join(worker->thread, NULL);
        }
        mailbox_destroy(worker->jobs);
    }
    for (size_t i = 0; i < HASH_JOBS; i++) {
        if (hasher->slots[i].done != NULL) {
            answer(&hasher->slots[i], NULL);
        }
    }
    if (hasher->ready != NULL) {
        event_free(hasher->ready);
    }
    mailbox_destroy(hasher->results);
    sodium_memzero(hasher, sizeof *hasher);
    free(hasher);
}
