/* journal.h: the one connection that writes hall.db, and the tip of the chain.
 *
 * A transaction is begin, add for each event, commit. Any failure leaves the connection to be
 * abandoned: a failed fsync must never be tried again in place, because the kernel may have
 * marked the pages clean although they never reached the disk.
 *
 * For the same reason two steps follow each opening, before anybody is told what the journal
 * holds: what the WAL seems to hold may stand in the page cache only, after a failed fsync or
 * after a kill between write and fsync. journal_rewrite copies it into hall.db, makes that
 * durable and begins an empty WAL, so that no later commit stands behind a hole; journal_prove
 * commits an empty write: the WAL of now is durable, and commits work.
 *
 * Thread: the loop until store_start, then the writer. */
#pragma once

#include "store/row.h"

#include <stdbool.h>

struct journal {
    sqlite3 *db;
    sqlite3_stmt *insert;
    char boot[40];
    int64_t last_seq; /* durable */
    uint8_t last_hash[ROW_HASH_SIZE];
    int64_t tip_seq; /* with the open transaction */
    uint8_t tip_hash[ROW_HASH_SIZE];
    int wal_pages; /* since the last checkpoint */
    int code;      /* SQLite's, of the last failure */
};

/* Opens hall.db (its schema must be there) and finds the tip. 0 or -1 with `why`. */
int journal_open(struct journal *journal, const char *file, char *why, size_t size);
/* Orderly: checkpoints and removes the WAL. */
void journal_close(struct journal *journal);
/* After a failure: leaves everything on disk as it is. */
void journal_abandon(struct journal *journal);

/* Each 0, or -1 with `why`; then nothing but journal_abandon is allowed. */
int journal_begin(struct journal *journal, char *why, size_t size);
int journal_add(struct journal *journal, const struct event *event, char *why, size_t size);
int journal_commit(struct journal *journal, char *why, size_t size);
int journal_rewrite(struct journal *journal, char *why, size_t size);
int journal_prove(struct journal *journal, char *why, size_t size);

/* Moves WAL pages into hall.db as far as readers allow. 0, or -1 with `why`. */
int journal_checkpoint(struct journal *journal, char *why, size_t size);
