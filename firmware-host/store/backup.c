/* backup.c: see backup.h. */
#define LOG_MODULE "store"
#include "store/backup.h"
#include "base/log.h"
#include "store/database.h"
#include "store/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_A_STEP = 32, ROWS_A_STEP = 256 };

_Static_assert(sizeof((struct backup *)0)->file == STORE_PATH_SIZE, "paths have one size");

static int fail(struct backup *backup, sqlite3 *db, char *why, size_t size)
{
    if (db != NULL) {
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), why, size);
    }
    backup_abort(backup);
    return -1;
}

int backup_begin(struct backup *backup, sqlite3 *db, const char *file, char *why, size_t size)
{
    *backup = (struct backup){.phase = BACKUP_COPYING, .descriptor = -1};
    int length = snprintf(backup->partial, sizeof backup->partial, "%s.partial", file);
    if (length < 0 || (size_t)length >= sizeof backup->partial) {
        snprintf(why, size, "the path of the backup is too long");
        backup->phase = BACKUP_IDLE;
        return -1;
    }
    snprintf(backup->file, sizeof backup->file, "%s", file);
    unlink(backup->partial); /* of a run that was killed */
    if (folder_touch(backup->partial) < 0) {
        snprintf(why, size, "%s cannot be created", backup->partial);
        return fail(backup, NULL, why, size);
    }
    if (sqlite3_open_v2(backup->partial, &backup->target,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        return fail(backup, backup->target, why, size);
    }
    backup->descriptor = open(backup->partial, O_RDWR | O_CLOEXEC);
    /* Nobody depends on a partial file: SQLite need not make each of its writes durable. */
    database_exec(backup->target, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF");
    backup->copy = sqlite3_backup_init(backup->target, "main", db, "main");
    return backup->copy == NULL ? fail(backup, backup->target, why, size) : 0;
}

/* One self-contained file: out of WAL mode, then the walk begins. */
static int seal(struct backup *backup, char *why, size_t size)
{
    sqlite3_backup_finish(backup->copy);
    backup->copy = NULL;
    if (database_exec(backup->target, "PRAGMA journal_mode=DELETE") != SQLITE_OK ||
        chain_begin(&backup->walk, backup->target, 0) < 0) {
        return fail(backup, backup->target, why, size);
    }
    backup->phase = BACKUP_VERIFYING;
    return 1;
}

static int copy_some(struct backup *backup, char *why, size_t size)
{
    int result = sqlite3_backup_step(backup->copy, PAGES_A_STEP);
    if (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED) {
        /* A little now: one fsync of a whole year at the end would stop the hall for seconds. */
        fdatasync(backup->descriptor);
        return 1;
    }
    return result == SQLITE_DONE ? seal(backup, why, size)
                                 : fail(backup, backup->target, why, size);
}

static int make_durable(struct backup *backup)
{
    char folder[STORE_PATH_SIZE];
    snprintf(folder, sizeof folder, "%s", backup->file);
    int result = fsync(backup->descriptor);
    close(backup->descriptor);
    backup->descriptor = -1;
    return result == 0 && rename(backup->partial, backup->file) == 0 ? folder_sync(dirname(folder))
                                                                     : -1;
}

static int verify_some(struct backup *backup, char *why, size_t size)
{
    int result = chain_step(&backup->walk, ROWS_A_STEP, NULL, NULL);
    if (result > 0) {
        return 1;
    }
    if (result < 0 && backup->walk.broken_seq != 0) {
        snprintf(why, size, "the copy is broken at event %lld", (long long)backup->walk.broken_seq);
        return fail(backup, NULL, why, size);
    }
    if (result < 0) {
        return fail(backup, backup->target, why, size);
    }
    chain_finish(&backup->walk);
    sqlite3_close_v2(backup->target);
    backup->target = NULL;
    if (make_durable(backup) < 0) {
        snprintf(why, size, "%s cannot be made durable", backup->file);
        return fail(backup, NULL, why, size);
    }
    backup->phase = BACKUP_IDLE;
    return 0;
}

int backup_step(struct backup *backup, char *why, size_t size)
{
    return backup->phase == BACKUP_COPYING ? copy_some(backup, why, size)
                                           : verify_some(backup, why, size);
}

void backup_abort(struct backup *backup)
{
    if (backup->phase == BACKUP_IDLE) {
        return;
    }
    chain_finish(&backup->walk);
    if (backup->copy != NULL) {
        sqlite3_backup_finish(backup->copy);
    }
    sqlite3_close_v2(backup->target);
    if (backup->descriptor >= 0) {
        close(backup->descriptor);
    }
    unlink(backup->partial);
    *backup = (struct backup){.phase = BACKUP_IDLE};
}

int backup_copy(sqlite3 *db, const char *file, char *why, size_t size)
{
    struct backup backup;
    int result = backup_begin(&backup, db, file, why, size) < 0 ? -1 : 1;
    while (result > 0) {
        result = backup_step(&backup, why, size);
    }
    return result;
}

int backup_name(const char *folder, char *out, size_t size)
{
    char hhmm[8];
    wall_t now = wall_now();
    wall_format_hhmm(now, hhmm);
    int length = snprintf(out, size, "%s/backup/hall-%08d-%.2s%.2s.db", folder, wall_day(now), hhmm,
                          hhmm + 3);
    return length > 0 && (size_t)length < size ? 0 : -1;
}

static int is_backup(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 8 && length < BACKUP_NAME_SIZE && strncmp(entry->d_name, "hall-", 5) == 0 &&
           strcmp(entry->d_name + length - 3, ".db") == 0;
}

void backup_prune(const char *folder, const char *keep)
{
    char directory[STORE_PATH_SIZE], file[STORE_PATH_SIZE];
    struct dirent **entries = NULL;
    if (folder_file(folder, "backup", directory) < 0) {
        return;
    }
    int count = scandir(directory, &entries, is_backup, alphasort);
    for (int i = 0; i < count; i++) {
        if (i < count - BACKUP_KEEP && folder_file(directory, entries[i]->d_name, file) == 0 &&
            strcmp(file, keep) != 0 && unlink(file) == 0) {
            log_info("removed the old backup %s", entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
}
