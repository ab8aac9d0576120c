/* caretaker.h: what the writer does while nothing is queued, a slice at a time.
 *
 *   checkpoint   WAL pages into hall.db; not inside a commit, whose caller waits for it
 *   backup       every N minutes when there is anything new, and on request
 *   verification the whole chain, slowly, then again after a day
 *   reserve      allocated again once there is space
 *
 * A slice takes about a millisecond, so a commit never waits longer than that.
 *
 * Thread: the writer's, except caretaker_ask. */
#pragma once

#include "store/backup.h"
#include "store/journal.h"
#include "store/store.h"

#include <pthread.h>

struct backup_request; /* private */

struct caretaker {
    const char *folder;
    int64_t backup_every_ms; /* 0 = none */
    mono_t checkpoint_due, backup_due, verify_due, reserve_due;
    bool verifying;
    struct chain_walk walk;
    struct backup backup;
    int64_t backup_seq; /* tip when the running or last backup began */
    bool backup_is_routine;
    pthread_mutex_t lock; /* of `request` */
    pthread_cond_t answered;
    struct backup_request *request;
    bool request_runs;
    struct store_figures *figures;
    pthread_mutex_t *figures_lock;
};

void caretaker_init(struct caretaker *care, const char *folder, int32_t backup_minutes,
                    struct store_figures *figures, pthread_mutex_t *figures_lock);
void caretaker_finish(struct caretaker *care);
/* Milliseconds until it wants to work again. */
int64_t caretaker_wait_ms(const struct caretaker *care, const struct journal *journal, mono_t now);
/* One slice; `busy`: events were just written and more may wait. 0, or -1 with `why` when the
 * journal's connection has failed. */
int caretaker_work(struct caretaker *care, struct journal *journal, bool busy, mono_t now,
                   char *why, size_t size);
/* Lets go of the connection: what runs is given up, a requested backup fails. */
void caretaker_let_go(struct caretaker *care);
/* From another thread: a backup to `file`, now. Blocks until `wake` made the writer do it.
 * 0, or -1 with `why`. */
int caretaker_ask(struct caretaker *care, const char *file, void (*wake)(void *), void *context,
                  char *why, size_t size);
