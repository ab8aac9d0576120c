/* database.c: see database.h. */
#include "store/database.h"
#include "store/folder.h"

#include <stdio.h>
#include <string.h>

enum { WAL_KEEP_BYTES = 16 * 1024 * 1024 }; /* a WAL that grew beyond is cut after a checkpoint */

static const struct {
    int code;
    const char *text;
} EXPLANATIONS[] = {
    {SQLITE_FULL, "the disk is full: free some space"},
    {SQLITE_BUSY, "another program holds the database: close it"},
    {SQLITE_IOERR, "the disk reports an error: check the disk and its cable, then the backups"},
    {SQLITE_CORRUPT, "a page of the database is damaged: restore a backup"},
    {SQLITE_NOTADB, "this is not a database: restore a backup"},
    {SQLITE_CANTOPEN, "the database cannot be opened: check owner and mode of the data directory"},
    {SQLITE_READONLY, "the database cannot be written: check owner, mode and mount options"},
    {SQLITE_CONSTRAINT, "an event contradicts the journal (its seq or intent is there already)"},
    {SQLITE_NOMEM, "out of memory"},
};

void database_explain(int code, const char *detail, char *why, size_t size)
{
    const char *text = sqlite3_errstr(code);
    for (size_t i = 0; i < sizeof EXPLANATIONS / sizeof EXPLANATIONS[0]; i++) {
        if (EXPLANATIONS[i].code == (code & 0xff)) {
            text = EXPLANATIONS[i].text;
        }
    }
    snprintf(why, size, "%s (%s, code %d)", text, detail, code);
}

int database_exec(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int database_number(sqlite3 *db, const char *sql, int64_t none, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return -1;
    }
    int result = sqlite3_step(statement);
    *out = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : none;
    sqlite3_finalize(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

static int open_with(const char *file, int flags, const char *pragmas, sqlite3 **out, char *why,
                     size_t size)
{
    sqlite3 *db = NULL;
    int result = sqlite3_open_v2(file, &db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (result == SQLITE_OK) {
        sqlite3_extended_result_codes(db, 1);
        sqlite3_busy_timeout(db, DATABASE_BUSY_MS);
        result = database_exec(db, pragmas);
    }
    if (result != SQLITE_OK) {
        database_explain(result, db != NULL ? sqlite3_errmsg(db) : "", why, size);
        database_abandon(db);
        return -1;
    }
    *out = db;
    return 0;
}

int database_open_write(const char *file, sqlite3 **out, char *why, size_t size)
{
    if (folder_touch(file) < 0) { /* SQLite itself would create it 0644 */
        database_explain(SQLITE_CANTOPEN, file, why, size);
        return -1;
    }
    char pragmas[256];
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA mmap_size=0; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=%d;"
             "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;",
             WAL_KEEP_BYTES);
    return open_with(file, SQLITE_OPEN_READWRITE, pragmas, out, why, size);
}

int database_open_read(const char *file, sqlite3 **out, char *why, size_t size)
{
    if (open_with(file, SQLITE_OPEN_READONLY,
                  "PRAGMA mmap_size=0; PRAGMA query_only=ON; PRAGMA trusted_schema=OFF;", out, why,
                  size) < 0) {
        return -1;
    }
    sqlite3_db_config(*out, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return 0;
}

void database_abandon(sqlite3 *db)
{
    if (db != NULL) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        sqlite3_close_v2(db);
    }
}
