/* migrate.c: see migrate.h. */
#define LOG_MODULE "store"
#include "store/migrate.h"
#include "base/log.h"
#include "store/backup.h"
#include "store/database.h"
#include "store/folder.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* SQLite file format, section 1.3: "SQLite format 3\0", write and read version at 18 and 19. */
enum { HEADER_BYTES = 100, AT_WRITE_VERSION = 18, AT_READ_VERSION = 19, KNOWN_FORMAT = 2 };

/* Bytes read, 0 = missing or empty, -1 = it cannot be read. */
static ssize_t read_header(const char *file, uint8_t header[HEADER_BYTES])
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return access(file, F_OK) < 0 ? 0 : -1;
    }
    ssize_t length = read(descriptor, header, HEADER_BYTES);
    close(descriptor);
    return length;
}

static int inspect_header(const uint8_t header[HEADER_BYTES], ssize_t length, char *why,
                          size_t size)
{
    if (length < HEADER_BYTES || memcmp(header, "SQLite format 3", 16) != 0) {
        snprintf(why, size, "hall.db is not a database: restore a backup");
        return STORE_BROKEN;
    }
    if (header[AT_WRITE_VERSION] > KNOWN_FORMAT || header[AT_READ_VERSION] > KNOWN_FORMAT) {
        snprintf(why, size,
                 "hall.db has file format %d, this program knows %d: install the newer program",
                 header[AT_READ_VERSION], KNOWN_FORMAT);
        return STORE_NEWER;
    }
    return STORE_OK;
}

int migrate_inspect(const char *file, int newest, int *version, char *why, size_t size)
{
    uint8_t header[HEADER_BYTES];
    *version = 0;
    ssize_t length = read_header(file, header);
    if (length <= 0) {
        snprintf(why, size, "%s cannot be read", file);
        return length == 0 ? STORE_OK : STORE_ERROR;
    }
    int result = inspect_header(header, length, why, size);
    if (result != STORE_OK) {
        return result;
    }
    sqlite3 *db = NULL;
    int64_t found = 0;
    if (database_open_read(file, &db, why, size) < 0) {
        return STORE_BROKEN;
    }
    int failed = database_number(db, "PRAGMA user_version", 0, &found);
    if (failed != 0) {
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), why, size);
    }
    sqlite3_close_v2(db);
    if (failed != 0) {
        return STORE_BROKEN;
    }
    *version = (int)found;
    if (found > newest) {
        snprintf(why, size,
                 "hall.db has version %d, this program knows %d: install the newer "
                 "program; the file was not touched",
                 (int)found, newest);
        return STORE_NEWER;
    }
    return STORE_OK;
}

static int apply_one(sqlite3 *db, const struct embedded_file *migration, int version, char *why,
                     size_t size)
{
    char stamp[64];
    snprintf(stamp, sizeof stamp, "PRAGMA user_version=%d; COMMIT;", version);
    if (database_exec(db, "BEGIN EXCLUSIVE") != SQLITE_OK ||
        database_exec(db, (const char *)migration->bytes) != SQLITE_OK ||
        database_exec(db, stamp) != SQLITE_OK) {
        int length = snprintf(why, size, "migration %s: ", migration->name);
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), why + length,
                         size - (size_t)length);
        return STORE_ERROR;
    }
    log_info("hall.db is now at version %d (%s)", version, migration->name);
    return STORE_OK;
}

/* A new file needs no copy. */
static int keep_copy(const char *folder, sqlite3 *db, int version, char *why, size_t size)
{
    char name[64], copy[STORE_PATH_SIZE];
    snprintf(name, sizeof name, "backup/before-version-%d.db", version + 1);
    if (version == 0 || folder_file(folder, name, copy) < 0) {
        return version == 0 ? STORE_OK : STORE_ERROR;
    }
    return backup_copy(db, copy, why, size) < 0 ? STORE_ERROR : STORE_OK;
}

int migrate_apply(const char *folder, const struct embedded_file *migrations, size_t count,
                  int version, char *why, size_t size)
{
    char file[STORE_PATH_SIZE];
    sqlite3 *db = NULL;
    if ((size_t)version == count) {
        return STORE_OK;
    }
    if (folder_file(folder, "hall.db", file) < 0 || database_open_write(file, &db, why, size) < 0) {
        return STORE_ERROR;
    }
    int result = keep_copy(folder, db, version, why, size);
    for (size_t next = (size_t)version; result == STORE_OK && next < count; next++) {
        result = apply_one(db, &migrations[next], (int)next + 1, why, size);
    }
    if (result == STORE_OK) {
        sqlite3_close_v2(db);
        return folder_sync(folder) < 0 ? STORE_ERROR : STORE_OK;
    }
    database_abandon(db);
    return result;
}
