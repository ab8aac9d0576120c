/* store.h: the journal: where a fact becomes durable.
 *
 * Problem: nothing that was acknowledged may be lost or doubled, not by kill -9, not by a power
 * cut, not by a full or failing disk; and a silent loss must be noticed.
 *
 * Design: one thread, one connection that writes and checkpoints (WAL, synchronous=FULL). The
 * loop appends events to a batch; whatever arrived while the last commit ran goes into the next
 * transaction. When it is durable the store posts the highest durable seq to the loop's
 * mailbox, and the outbox lets the effects go. Each row carries the hash of the row before it
 * and itself; a witness file of two slots, written in turn after each commit, remembers the
 * last seq, its hash and the highest number of each series (reliability.md A.4).
 *
 * A commit that fails is never retried in place: the store reports STORE_FAILED, closes,
 * reopens, verifies the chain, and says what the last durable seq is; the loop then rebuilds
 * its engine from the journal and refuses what was pending.
 *
 * Owner: app/. Thread: store_append and store_destroy from the loop; reads open a connection
 * of their own (store_read.h). */
#pragma once

#include "base/mailbox.h"
#include "queue/event.h"

#include <stdbool.h>

struct store;

enum store_notice_kind {
    STORE_DURABLE,  /* everything up to `seq` is on disk */
    STORE_FAILED,   /* the batch was not written; `seq` is the last durable one; reason says why */
    STORE_RECOVERED /* reopened and verified; appends are taken again after `seq` */
};
struct store_notice {
    enum store_notice_kind kind;
    int64_t seq;
    char reason[128];
};

struct store_witness { /* what the witness file knew at start */
    bool present;
    int64_t seq;
    int32_t day;
    uint16_t ordinal;
    uint16_t series_count;
    struct {
        char series[LIMIT_SERIES];
        uint16_t value;
    } series[LIMIT_CATEGORIES * 2];
};

enum store_error {
    STORE_OK = 0,
    STORE_ERROR = -1,
    STORE_NEWER = -3,  /* the database is of a newer version: exit code 3, file untouched */
    STORE_BROKEN = -4, /* the chain does not verify, or a page is corrupt */
    STORE_IN_USE = -75 /* the data directory is in use; *pid says by whom */
};

struct store_settings {
    const char *folder;      /* the data directory: created 0700 when missing */
    struct mailbox *notices; /* of struct store_notice; outlives the store */
    int32_t backup_minutes;  /* 0 = none */
};

/* Locks the folder, opens and migrates hall.db, verifies the last day's chain and the witness. A
 * broken hall.db is put aside and the newest sound backup takes its place (store_restored).
 * 0 or a store_error with a sentence in `why`. */
int store_open(const struct store_settings *settings, struct store **out, char *why, size_t size,
               int *pid);
/* What store_open had to do to a broken hall.db, in a sentence; "" when it was sound. */
const char *store_restored(const struct store *store);
/* Events with seq >= `from_seq`, or of business day >= `from_day`, whichever is given (the
 * other 0), in order, to `take`; stops when it returns non-zero. 0 or -1. Before store_start,
 * and again after STORE_RECOVERED (it reads on a connection of its own). */
int store_replay(struct store *store, int64_t from_seq, int32_t from_day,
                 int (*take)(void *context, const struct event *event), void *context);
/* All events of the office (event_is_office), likewise. */
int store_replay_office(struct store *store, int (*take)(void *context, const struct event *event),
                        void *context);
int64_t store_last_seq(const struct store *store);
/* The seq of the last event that opened a day, 0 = none: where a replay begins. */
int64_t store_replay_start(struct store *store);
const struct store_witness *store_witness(const struct store *store);
/* Starts the writer thread. 0 or -1. */
int store_start(struct store *store);
/* Queues events for the next transaction: all of this call in one. Their seq must follow the
 * last one without a gap; the first is max(store_last_seq, witness.seq) + 1, and again after
 * STORE_RECOVERED. 0, or -1 with nothing queued: the store has failed, its queue is full, or
 * the sequence does not continue (a loop that has not seen STORE_FAILED yet). */
int store_append(struct store *store, const struct event *events, size_t count);
/* Writes what is queued, makes it durable, stops the thread, closes. NULL is fine. */
void store_destroy(struct store *store);

struct store_figures { /* since store_open; for health and metrics */
    int64_t commits, events, failures;
    int64_t largest_commit; /* events in one transaction */
    int64_t backups, backups_failed;
    int64_t backup_seq;      /* the newest backup holds everything up to here */
    int64_t verifications;   /* background walks of the whole chain that found it sound */
    int64_t verified_events; /* in the last one */
    int64_t broken_seq;      /* what the last one found, 0 = nothing */
};
void store_figures(struct store *store, struct store_figures *out);

/* An online copy of the database to `file`, made by the writer's connection; verified by
 * opening it and walking the chain. Blocks; call it from a worker or the command line. 0 or -1. */
int store_backup(struct store *store, const char *file, char *why, size_t size);

/* Walks the whole chain of a database, read-only, also while a controller runs; then lets SQLite
 * check its pages. 0 = sound; STORE_BROKEN, or STORE_ERROR when it cannot be read; the verdict's
 * message says it in a sentence. */
struct store_verdict {
    int64_t events, first_seq, last_seq;
    int64_t broken_seq; /* first event whose hash is wrong, 0 = none */
    bool witness_present, witness_behind, witness_ahead;
    int64_t witness_seq;
    char message[200];
};
int store_verify(const char *folder, struct store_verdict *out);
/* The same; `seen` hears how many events have been walked, now and then. Thread: the caller's. */
int store_verify_watched(const char *folder, struct store_verdict *out,
                         void (*seen)(void *context, int64_t events), void *context);
