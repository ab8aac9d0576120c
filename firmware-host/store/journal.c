/* journal.c: see journal.h. */
#include "store/journal.h"
#include "store/database.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Times of two boots are not comparable; the id says which boot `mono` belongs to. */
static void read_boot(char boot[40])
{
    ssize_t length = -1;
    int file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        length = read(file, boot, 39);
        close(file);
    }
    boot[length > 0 ? length : 0] = '\0';
    boot[strcspn(boot, "\n")] = '\0';
}

static int fail(struct journal *journal, char *why, size_t size)
{
    journal->code = sqlite3_extended_errcode(journal->db);
    database_explain(journal->code, sqlite3_errmsg(journal->db), why, size);
    return -1;
}

static int find_tip(struct journal *journal)
{
    sqlite3_stmt *last = NULL;
    if (sqlite3_prepare_v2(journal->db, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", -1,
                           &last, NULL) != SQLITE_OK) {
        return -1;
    }
    int result = sqlite3_step(last);
    if (result == SQLITE_ROW && sqlite3_column_bytes(last, 1) == ROW_HASH_SIZE) {
        journal->last_seq = sqlite3_column_int64(last, 0);
        memcpy(journal->last_hash, sqlite3_column_blob(last, 1), ROW_HASH_SIZE);
    }
    sqlite3_finalize(last);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

static int count_pages(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    struct journal *journal = context;
    journal->wal_pages = pages;
    return SQLITE_OK;
}

int journal_open(struct journal *journal, const char *file, char *why, size_t size)
{
    *journal = (struct journal){0};
    read_boot(journal->boot);
    if (database_open_write(file, &journal->db, why, size) < 0) {
        return -1;
    }
    sqlite3_wal_hook(journal->db, count_pages, journal);
    if (find_tip(journal) < 0 ||
        sqlite3_prepare_v3(journal->db, ROW_INSERT, -1, SQLITE_PREPARE_PERSISTENT, &journal->insert,
                           NULL) != SQLITE_OK) {
        fail(journal, why, size);
        journal_abandon(journal);
        return -1;
    }
    return 0;
}

void journal_close(struct journal *journal)
{
    sqlite3_finalize(journal->insert);
    sqlite3_close_v2(journal->db);
    journal->insert = NULL;
    journal->db = NULL;
}

void journal_abandon(struct journal *journal)
{
    sqlite3_finalize(journal->insert);
    database_abandon(journal->db);
    journal->insert = NULL;
    journal->db = NULL;
}

int journal_begin(struct journal *journal, char *why, size_t size)
{
    journal->tip_seq = journal->last_seq;
    memcpy(journal->tip_hash, journal->last_hash, ROW_HASH_SIZE);
    if (database_exec(journal->db, "BEGIN IMMEDIATE") != SQLITE_OK) {
        return fail(journal, why, size);
    }
    return 0;
}

int journal_add(struct journal *journal, const struct event *event, char *why, size_t size)
{
    struct row row;
    char body[EVENT_BODY_SIZE];
    if (row_from_event(&row, event, journal->boot, body) < 0) {
        snprintf(why, size, "event %lld has no written form", (long long)event->seq);
        return -1;
    }
    row_hash(&row, journal->tip_hash, row.hash);
    if (row_bind(journal->insert, &row) < 0 || sqlite3_step(journal->insert) != SQLITE_DONE) {
        return fail(journal, why, size);
    }
    sqlite3_reset(journal->insert);
    journal->tip_seq = event->seq;
    memcpy(journal->tip_hash, row.hash, ROW_HASH_SIZE);
    return 0;
}

int journal_commit(struct journal *journal, char *why, size_t size)
{
    if (database_exec(journal->db, "COMMIT") != SQLITE_OK) {
        return fail(journal, why, size);
    }
    journal->last_seq = journal->tip_seq;
    memcpy(journal->last_hash, journal->tip_hash, ROW_HASH_SIZE);
    return 0;
}

int journal_rewrite(struct journal *journal, char *why, size_t size)
{
    int log = 0, done = 0;
    if (sqlite3_wal_checkpoint_v2(journal->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &log, &done) !=
        SQLITE_OK) {
        return fail(journal, why, size);
    }
    return 0;
}

int journal_prove(struct journal *journal, char *why, size_t size)
{
    int64_t version = 0;
    char sql[80];
    if (database_number(journal->db, "PRAGMA user_version", 0, &version) < 0) {
        return fail(journal, why, size);
    }
    snprintf(sql, sizeof sql, "BEGIN IMMEDIATE; PRAGMA user_version=%d; COMMIT", (int)version);
    if (database_exec(journal->db, sql) != SQLITE_OK) {
        return fail(journal, why, size);
    }
    return 0;
}

int journal_checkpoint(struct journal *journal, char *why, size_t size)
{
    int log = 0, done = 0;
    int result =
        sqlite3_wal_checkpoint_v2(journal->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &log, &done);
    journal->wal_pages = log - done;
    if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY) {
        return fail(journal, why, size);
    }
    return 0;
}
