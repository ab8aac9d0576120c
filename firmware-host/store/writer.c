/* writer.c: commits, and what follows when one fails. See store.h and journal.h.
 *
 *   running --commit fails--> failed --reopen, verify, rewrite--> running
 *
 * Failed means: what was queued is forgotten, appends are refused, the loop knows from a
 * notice. Tries to reopen come with growing pauses; the reserve is given back when the disk is
 * full. Within 5 s after the cause is gone the hall takes tickets again. */
#define LOG_MODULE "store"
#include "store/writer.h"
#include "base/log.h"
#include "store/tail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    RETRY_FIRST_MS = 100,
    RETRY_LAST_MS = 2000,
    POST_PAUSE_MS = 2,
    WHY_SIZE = 300 /* a notice takes the beginning */
};

int64_t writer_next_seq(const struct store *store)
{
    int64_t last = store->journal.last_seq, seen = store->witness.state.known.seq;
    return (last > seen ? last : seen) + 1;
}

/* A full mailbox means a loop that is late: wait for it, unless it is waiting for us. */
static void post(struct store *store, enum store_notice_kind kind, const char *reason)
{
    struct store_notice notice = {.kind = kind, .seq = atomic_load(&store->last_seq)};
    snprintf(notice.reason, sizeof notice.reason, "%s", reason);
    while (mailbox_post(store->notices, &notice, sizeof notice) < 0 &&
           !atomic_load(&store->stopping)) {
        nanosleep(&(struct timespec){.tv_nsec = POST_PAUSE_MS * 1000000}, NULL);
    }
}

/* ------------------------------------------------------------------ commit */

static int add_all(struct store *store, const struct pending_view *view, char *why, size_t size)
{
    for (size_t part = 0; part < 2; part++) {
        for (size_t i = 0; i < view->count[part]; i++) {
            if (journal_add(&store->journal, &view->part[part][i], why, size) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int testify(struct store *store, const struct pending_view *view, char *why, size_t size)
{
    for (size_t part = 0; part < 2; part++) {
        for (size_t i = 0; i < view->count[part]; i++) {
            witness_note(&store->witness.state, &view->part[part][i], store->journal.last_hash);
        }
    }
    if (witness_write(&store->witness) < 0) {
        snprintf(why, size, "the witness file cannot be written: check the disk");
        return -1;
    }
    return 0;
}

static int commit(struct store *store, const struct pending_view *view, char *why, size_t size)
{
    store->journal.code = SQLITE_OK;
    if (journal_begin(&store->journal, why, size) < 0 || add_all(store, view, why, size) < 0 ||
        journal_commit(&store->journal, why, size) < 0 || testify(store, view, why, size) < 0) {
        return -1;
    }
    int64_t events = (int64_t)(view->count[0] + view->count[1]);
    atomic_store(&store->last_seq, store->journal.last_seq);
    pthread_mutex_lock(&store->figures_lock);
    store->figures.commits++;
    store->figures.events += events;
    if (events > store->figures.largest_commit) {
        store->figures.largest_commit = events;
    }
    pthread_mutex_unlock(&store->figures_lock);
    return 0;
}

/* ------------------------------------------------------------------ failure */

static int reopen(struct store *store, char *why, size_t size)
{
    struct witness_state numbers = store->witness.state;
    if (!folder_has_space(store->folder.path)) {
        snprintf(why, size, "the disk is full: free some space");
        return -1;
    }
    if (journal_open(&store->journal, store->file, why, size) < 0) {
        return -1;
    }
    if (tail_check(store->journal.db, &numbers, why, size) == STORE_OK &&
        journal_rewrite(&store->journal, why, size) == 0 &&
        journal_prove(&store->journal, why, size) == 0) {
        /* What the failed commit left may be there: then it is durable now, and witnessed. */
        store->witness.state = numbers;
        if (store->journal.last_seq >= numbers.known.seq) {
            store->witness.state.known.seq = store->journal.last_seq;
            memcpy(store->witness.state.hash, store->journal.last_hash, ROW_HASH_SIZE);
        }
        if (witness_create(store->folder.path, &store->witness) == 0) {
            return 0;
        }
        snprintf(why, size, "the witness file cannot be written: check the disk");
    }
    journal_abandon(&store->journal);
    return -1;
}

static void stop_writing(struct store *store, const char *why)
{
    pending_close(store->pending);
    caretaker_let_go(&store->care);
    bool full = (store->journal.code & 0xff) == SQLITE_FULL;
    journal_abandon(&store->journal);
    witness_close(&store->witness);
    pthread_mutex_lock(&store->figures_lock);
    store->figures.failures++;
    pthread_mutex_unlock(&store->figures_lock);
    log_error("the journal cannot be written after event %lld: %s",
              (long long)atomic_load(&store->last_seq), why);
    post(store, STORE_FAILED, why);
    if (full && folder_reserve_release(store->folder.path)) {
        log_warning("the disk is full: the reserve of %d bytes was given back",
                    STORE_RESERVE_BYTES);
    }
}

/* False when it is time to stop instead. */
static bool recover(struct store *store)
{
    struct pending_view nothing;
    char why[WHY_SIZE] = "", before[WHY_SIZE] = "";
    int64_t pause = RETRY_FIRST_MS;
    while (!atomic_load(&store->stopping)) {
        if (reopen(store, why, sizeof why) == 0) {
            atomic_store(&store->last_seq, store->journal.last_seq);
            log_info("the journal can be written again after event %lld",
                     (long long)store->journal.last_seq);
            pending_open(store->pending, writer_next_seq(store));
            post(store, STORE_RECOVERED, "");
            return true;
        }
        if (strcmp(why, before) != 0) {
            log_error("still no journal: %s", why);
            memcpy(before, why, sizeof before);
        }
        pending_take(store->pending, pause, &nothing);
        caretaker_let_go(&store->care);
        pause = pause * 2 < RETRY_LAST_MS ? pause * 2 : RETRY_LAST_MS;
    }
    return false;
}

static bool survive(struct store *store, const char *why)
{
    stop_writing(store, why);
    return recover(store);
}

/* ------------------------------------------------------------------ the thread */

/* False when the thread must end. */
static bool turn(struct store *store)
{
    struct pending_view view;
    char why[WHY_SIZE] = "";
    int64_t wait = caretaker_wait_ms(&store->care, &store->journal, mono_now());
    bool stopping = atomic_load(&store->stopping);
    size_t count = pending_take(store->pending, stopping ? 0 : wait, &view);
    if (count > 0) {
        if (commit(store, &view, why, sizeof why) < 0) {
            return survive(store, why);
        }
        pending_release(store->pending, count);
        post(store, STORE_DURABLE, "");
    } else if (stopping) {
        return false;
    }
    if (caretaker_work(&store->care, &store->journal, count > 0, mono_now(), why, sizeof why) < 0) {
        return survive(store, why);
    }
    return true;
}

void *writer_run(void *context)
{
    struct store *store = context;
    while (turn(store)) {
    }
    return NULL;
}
