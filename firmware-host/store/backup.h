/* backup.h: online copies of hall.db (restore.h: the way back).
 *
 * A copy is made by the writer's own connection, some pages at a time between two commits, so
 * that calling goes on; SQLite keeps pages that change meanwhile up to date. The copy becomes a
 * single file without WAL, its whole chain is walked (again in slices), and only then does it
 * get its name: whatever is called hall-….db has been verified.
 *
 * Thread: that of the connection. */
#pragma once

#include "store/chain.h"

enum { BACKUP_KEEP = 8, BACKUP_NAME_SIZE = 64 };

enum backup_phase { BACKUP_IDLE, BACKUP_COPYING, BACKUP_VERIFYING };

struct backup {
    enum backup_phase phase;
    sqlite3 *target;
    sqlite3_backup *copy;
    int descriptor; /* of the partial file: to make it durable bit by bit */
    struct chain_walk walk;
    char file[1024], partial[1024]; /* STORE_PATH_SIZE */
};

/* Starts a copy of `db` to `file`. 0, or -1 with `why`. */
int backup_begin(struct backup *backup, sqlite3 *db, const char *file, char *why, size_t size);
/* One slice, about a millisecond. 1 = more to do, 0 = done and verified, -1 = failed with `why`;
 * after 0 and -1 it is idle. */
int backup_step(struct backup *backup, char *why, size_t size);
/* Gives up and removes the partial file. Idle is fine. */
void backup_abort(struct backup *backup);
/* All of it at once. */
int backup_copy(sqlite3 *db, const char *file, char *why, size_t size);

/* FOLDER/backup/hall-YYYYMMDD-HHMM.db for now. 0 or -1. */
int backup_name(const char *folder, char *out, size_t size);
/* Removes all but the newest BACKUP_KEEP of FOLDER/backup/hall-*.db, never `keep`. */
void backup_prune(const char *folder, const char *keep);
