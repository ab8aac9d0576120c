/* restore.c: see restore.h. */
#define LOG_MODULE "store"
#include "store/restore.h"
#include "base/log.h"
#include "store/backup.h"
#include "store/database.h"
#include "store/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CANDIDATES = 64 };

struct candidate {
    char name[BACKUP_NAME_SIZE];
    int64_t last_seq;
};

struct salvage {
    struct chain_walk walk; /* over the broken file */
    sqlite3_stmt *insert;   /* into the restored one */
    int64_t taken;
    bool failed;
};

/* Its highest seq; -1 when the file cannot even be asked. */
static int64_t ask_last_seq(const char *file)
{
    sqlite3 *db = NULL;
    int64_t last = -1;
    char why[256];
    if (database_open_read(file, &db, why, sizeof why) < 0) {
        return -1;
    }
    if (database_number(db, "SELECT max(seq) FROM event", 0, &last) < 0) {
        last = -1;
    }
    sqlite3_close_v2(db);
    return last;
}

static int newest_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    return (left->last_seq < right->last_seq) - (left->last_seq > right->last_seq);
}

static size_t list_candidates(const char *directory, struct candidate list[CANDIDATES])
{
    size_t count = 0;
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    while (entries != NULL && count < CANDIDATES && (entry = readdir(entries)) != NULL) {
        char file[STORE_PATH_SIZE];
        size_t length = strlen(entry->d_name);
        if (length < 4 || length >= sizeof list->name ||
            strcmp(entry->d_name + length - 3, ".db") != 0 ||
            folder_file(directory, entry->d_name, file) < 0) {
            continue;
        }
        memcpy(list[count].name, entry->d_name, length + 1);
        list[count].last_seq = ask_last_seq(file);
        count += list[count].last_seq >= 0;
    }
    if (entries != NULL) {
        closedir(entries);
    }
    qsort(list, count, sizeof *list, newest_first);
    return count;
}

static int copy_candidate(const char *file, const char *to, char *why, size_t size)
{
    sqlite3 *db = NULL;
    if (database_open_read(file, &db, why, size) < 0) {
        return -1;
    }
    int result = backup_copy(db, to, why, size); /* walks the chain of the copy */
    sqlite3_close_v2(db);
    return result;
}

static void take_over(void *context, const struct row *row)
{
    struct salvage *salvage = context;
    if (salvage->failed || row_bind(salvage->insert, row) < 0 ||
        sqlite3_step(salvage->insert) != SQLITE_DONE) {
        salvage->failed = true;
        return;
    }
    sqlite3_reset(salvage->insert);
    salvage->taken++;
}

/* The chain of the broken file is walked on from the restored one's tip, not from its own. */
static int64_t salvage_rows(sqlite3 *broken, sqlite3 *restored)
{
    enum { ROWS_A_STEP = 1024 };
    struct salvage salvage = {0};
    struct chain_walk tip;
    bool ready = chain_begin(&tip, restored, INT64_MAX) == 0 &&
                 chain_begin(&salvage.walk, broken, 0) == 0 &&
                 sqlite3_prepare_v2(restored, ROW_INSERT, -1, &salvage.insert, NULL) == SQLITE_OK &&
                 database_exec(restored, "BEGIN") == SQLITE_OK;
    if (ready) {
        salvage.walk.last = tip.last;
        memcpy(salvage.walk.hash, tip.hash, ROW_HASH_SIZE);
    }
    int more = ready ? 1 : 0;
    while (more > 0 && !salvage.failed) {
        more = chain_step(&salvage.walk, ROWS_A_STEP, take_over, &salvage);
    }
    sqlite3_finalize(salvage.insert);
    if (ready && database_exec(restored, "COMMIT") != SQLITE_OK) {
        database_exec(restored, "ROLLBACK");
        salvage.taken = 0;
    }
    chain_finish(&salvage.walk);
    chain_finish(&tip);
    return salvage.taken;
}

/* Takes over what in `from` continues the chain of `to`. */
static int64_t salvage(const char *from, const char *to)
{
    sqlite3 *broken = NULL, *restored = NULL;
    char why[256];
    int64_t taken = 0;
    if (access(from, F_OK) == 0 && database_open_read(from, &broken, why, sizeof why) == 0 &&
        sqlite3_open_v2(to, &restored, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        taken = salvage_rows(broken, restored);
    }
    database_abandon(broken);
    sqlite3_close_v2(restored);
    return taken;
}

/* The WAL goes first: found beside another hall.db it would be taken for that one's. */
static int put_aside(const char *file)
{
    char stamp[WALL_TEXT_SIZE], from[2 * STORE_PATH_SIZE], to[2 * STORE_PATH_SIZE];
    static const char *const parts[] = {"-wal", ""};
    wall_format(wall_now(), stamp);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        snprintf(from, sizeof from, "%s%s", file, parts[i]);
        snprintf(to, sizeof to, "%s.broken-%.19s%s", file, stamp, parts[i]);
        if (access(from, F_OK) == 0 && rename(from, to) < 0) {
            return -1;
        }
    }
    snprintf(from, sizeof from, "%s-shm", file);
    unlink(from);
    return 0;
}

static int use_candidate(const char *folder, const struct candidate *candidate, char *report,
                         size_t size)
{
    char file[STORE_PATH_SIZE], fresh[STORE_PATH_SIZE], from[STORE_PATH_SIZE], why[256] = "";
    char name[BACKUP_NAME_SIZE + 8];
    snprintf(name, sizeof name, "backup/%.*s", BACKUP_NAME_SIZE - 1, candidate->name);
    if (folder_file(folder, "hall.db", file) < 0 || folder_file(folder, name, from) < 0 ||
        folder_file(folder, "hall.db.restored", fresh) < 0) {
        return -1;
    }
    if (copy_candidate(from, fresh, why, sizeof why) < 0) {
        log_error("backup %s is not usable: %s", candidate->name, why);
        return -1;
    }
    int64_t taken = salvage(file, fresh);
    if (put_aside(file) < 0 || rename(fresh, file) < 0 || folder_sync(folder) < 0) {
        log_error("%s cannot take the place of hall.db", candidate->name);
        return -1;
    }
    snprintf(report, size,
             "hall.db was restored from backup/%s and %lld later events that still verify; the "
             "broken file is kept as hall.db.broken-…",
             candidate->name, (long long)taken);
    return 0;
}

int restore_newest(const char *folder, char *report, size_t size)
{
    char directory[STORE_PATH_SIZE];
    struct candidate list[CANDIDATES];
    if (folder_file(folder, "backup", directory) < 0) {
        return -1;
    }
    size_t count = list_candidates(directory, list);
    for (size_t i = 0; i < count; i++) {
        if (use_candidate(folder, &list[i], report, size) == 0) {
            return 0;
        }
    }
    snprintf(report, size, "backup/ holds no sound copy (%zu looked at)", count);
    return -1;
}

int64_t restore_missing(const char *folder)
{
    char directory[STORE_PATH_SIZE], file[STORE_PATH_SIZE], from[STORE_PATH_SIZE];
    struct candidate list[CANDIDATES];
    if (folder_file(folder, "backup", directory) < 0 || folder_file(folder, "hall.db", file) < 0) {
        return 0;
    }
    size_t count = list_candidates(directory, list);
    int64_t taken = 0;
    for (size_t i = 0; i < count && taken == 0; i++) {
        if (folder_file(directory, list[i].name, from) == 0) {
            taken = salvage(from, file);
        }
    }
    return taken;
}
