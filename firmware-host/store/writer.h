/* writer.h: the store's inside, and the thread that writes.
 *
 * Owner: store.c creates and destroys it. Before store_start everything is the loop's; after
 * it `journal`, `witness` and `care` are the writer's, `pending`, `last_seq` and `stopping`
 * are shared (each safe by itself), and the rest does not change. */
#pragma once

#include "store/caretaker.h"
#include "store/folder.h"
#include "store/journal.h"
#include "store/pending.h"
#include "store/witness.h"

#include <stdatomic.h>

struct store {
    struct folder folder;
    char file[STORE_PATH_SIZE];
    char restored[400];
    struct mailbox *notices;
    int32_t backup_minutes;
    struct store_witness at_start;

    struct journal journal;
    struct witness witness;
    struct caretaker care;

    struct pending *pending;
    _Atomic int64_t last_seq; /* durable and witnessed */
    atomic_bool stopping;
    pthread_t thread;
    bool started;

    struct store_figures figures;
    pthread_mutex_t figures_lock;
};

/* The thread: writes what is pending until `stopping` and nothing is left. */
void *writer_run(void *store);
/* The seq of the first event that may be appended now. */
int64_t writer_next_seq(const struct store *store);
