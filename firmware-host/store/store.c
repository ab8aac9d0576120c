/* store.c: opening and closing the journal, and the loop's side of it. See store.h. */
#define LOG_MODULE "store"
#include "store/store.h"
#include "base/log.h"
#include "store/database.h"
#include "store/migrate.h"
#include "store/restore.h"
#include "store/scan.h"
#include "store/tail.h"
#include "store/writer.h"

#include "store_migrations.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ------------------------------------------------------------------ open */

/* SQLITE_ERROR: the schema lacks what its version promises. */
static bool is_damage(int code)
{
    int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_ERROR;
}

/* What was found must be durable before anybody sees it. A reader that holds the WAL at start
 * (hallq verify) is no reason to wait: after a proper fsync nothing needs to be rewritten. */
static int settle(struct store *store, char *why, size_t size)
{
    if ((journal_rewrite(&store->journal, why, size) < 0 &&
         (store->journal.code & 0xff) != SQLITE_BUSY) ||
        journal_prove(&store->journal, why, size) < 0) {
        journal_abandon(&store->journal);
        return STORE_ERROR;
    }
    return STORE_OK;
}

/* Opens, migrates and verifies once. */
static int open_journal(struct store *store, char *why, size_t size)
{
    int version = 0;
    int result = migrate_inspect(store->file, (int)store_migrations_count, &version, why, size);
    if (result != STORE_OK ||
        (result = migrate_apply(store->folder.path, store_migrations, store_migrations_count,
                                version, why, size)) != STORE_OK) {
        return result;
    }
    if (journal_open(&store->journal, store->file, why, size) < 0) {
        return is_damage(store->journal.code) ? STORE_BROKEN : STORE_ERROR;
    }
    struct witness_state numbers = store->witness.state;
    result = tail_check(store->journal.db, &numbers, why, size);
    if (result == STORE_OK) {
        result = tail_compare(store->journal.db, store->journal.last_seq, &store->witness.state,
                              why, size);
    }
    if (result != STORE_OK) {
        journal_abandon(&store->journal);
        return result;
    }
    store->witness.state = numbers;
    return settle(store, why, size);
}

/* The journal ends before what the witness saw: a backup may hold some of it. */
static int fill_up(struct store *store, char *why, size_t size)
{
    journal_close(&store->journal);
    int64_t taken = restore_missing(store->folder.path);
    if (taken > 0) {
        snprintf(store->restored, sizeof store->restored,
                 "hall.db lacked its newest events; %lld of them were in a backup",
                 (long long)taken);
        log_warning("%s", store->restored);
    }
    return open_journal(store, why, size);
}

/* A broken file is put aside for a backup; without a sound one it stays and a person decides. */
static int open_or_restore(struct store *store, char *why, size_t size)
{
    int result = open_journal(store, why, size);
    if (result == STORE_OK && store->journal.last_seq < store->witness.state.known.seq) {
        return fill_up(store, why, size);
    }
    if (result != STORE_BROKEN) {
        return result;
    }
    log_error("%s", why);
    char report[sizeof store->restored];
    if (restore_newest(store->folder.path, report, sizeof report) < 0) {
        size_t length = strlen(why);
        snprintf(why + length, size - length, "; %s", report);
        return STORE_BROKEN;
    }
    memcpy(store->restored, report, sizeof report);
    log_warning("%s", report);
    return open_journal(store, why, size);
}

/* A missing or empty hall.db beside a witness that saw events is a lost one. Without a backup the hall
 * begins a new journal, behind all numbers that the witness saw: it must go on serving. */
static void replace_lost(struct store *store)
{
    struct stat info;
    int64_t seen = store->witness.state.known.seq;
    if (seen == 0 || (stat(store->file, &info) == 0 && info.st_size > 0)) {
        return;
    }
    char report[sizeof store->restored - 64];
    if (restore_newest(store->folder.path, report, sizeof report) < 0) {
        snprintf(report, sizeof report, "a new journal begins after event %lld", (long long)seen);
    }
    snprintf(store->restored, sizeof store->restored, "hall.db was missing: %s", report);
    log_error("%s", store->restored);
}

/* From here on the witness holds at least what the journal holds. */
static int take_witness(struct store *store, char *why, size_t size)
{
    struct witness_state *state = &store->witness.state;
    if (store->journal.last_seq >= state->known.seq) {
        state->known.seq = store->journal.last_seq;
        memcpy(state->hash, store->journal.last_hash, ROW_HASH_SIZE);
    }
    state->known.present = true;
    if (witness_create(store->folder.path, &store->witness) < 0) {
        snprintf(why, size, "the witness file cannot be written in %s", store->folder.path);
        return STORE_ERROR;
    }
    return STORE_OK;
}

static int open_all(struct store *store, char *why, size_t size)
{
    folder_file(store->folder.path, "hall.db", store->file); /* folder_open checked the length */
    if (!folder_has_space(store->folder.path) && folder_reserve_release(store->folder.path)) {
        log_warning("the disk is full: the reserve of %d bytes was given back",
                    STORE_RESERVE_BYTES);
    }
    if (witness_read(store->folder.path, &store->witness) < 0) {
        log_error("the witness file has no sound slot: it is made new from the journal");
    }
    store->at_start = store->witness.state.known;
    replace_lost(store);
    int result = open_or_restore(store, why, size);
    if (result == STORE_OK && (result = take_witness(store, why, size)) != STORE_OK) {
        journal_abandon(&store->journal);
    }
    return result;
}

static void dispose(struct store *store)
{
    folder_close(&store->folder);
    pending_destroy(store->pending);
    pthread_mutex_destroy(&store->figures_lock);
    free(store);
}

int store_open(const struct store_settings *settings, struct store **out, char *why, size_t size,
               int *pid)
{
    struct store *store = calloc(1, sizeof *store);
    *pid = 0;
    if (store == NULL || sodium_init() < 0) {
        snprintf(why, size, "out of memory");
        free(store);
        return STORE_ERROR;
    }
    pthread_mutex_init(&store->figures_lock, NULL);
    store->notices = settings->notices;
    store->backup_minutes = settings->backup_minutes;
    int result = folder_open(&store->folder, settings->folder, why, size, pid);
    store->witness.descriptor = -1;
    if (result == STORE_OK && (store->pending = pending_create()) == NULL) {
        snprintf(why, size, "out of memory");
        result = STORE_ERROR;
    }
    if (result != STORE_OK || (result = open_all(store, why, size)) != STORE_OK) {
        dispose(store);
        return result;
    }
    folder_reserve_make(store->folder.path, STORE_RESERVE_BYTES);
    atomic_store(&store->last_seq, store->journal.last_seq);
    pending_open(store->pending, writer_next_seq(store));
    caretaker_init(&store->care, store->folder.path, store->backup_minutes, &store->figures,
                   &store->figures_lock);
    *out = store;
    return STORE_OK;
}

/* ------------------------------------------------------------------ the loop's side */

int store_start(struct store *store)
{
    if (pthread_create(&store->thread, NULL, writer_run, store) != 0) {
        return -1;
    }
    store->started = true;
    return 0;
}

int store_append(struct store *store, const struct event *events, size_t count)
{
    return pending_add(store->pending, events, count);
}

void store_destroy(struct store *store)
{
    if (store == NULL) {
        return;
    }
    if (store->started || store_start(store) == 0) { /* what is queued must still be written */
        atomic_store(&store->stopping, true);
        pending_wake(store->pending);
        pthread_join(store->thread, NULL);
    }
    caretaker_finish(&store->care);
    if (store->journal.db != NULL) {
        journal_close(&store->journal);
    }
    witness_close(&store->witness);
    dispose(store);
}

const struct store_witness *store_witness(const struct store *store)
{
    return &store->at_start;
}

const char *store_restored(const struct store *store)
{
    return store->restored;
}

int64_t store_last_seq(const struct store *store)
{
    return atomic_load(&store->last_seq);
}

void store_figures(struct store *store, struct store_figures *out)
{
    pthread_mutex_lock(&store->figures_lock);
    *out = store->figures;
    pthread_mutex_unlock(&store->figures_lock);
}

int64_t store_replay_start(struct store *store)
{
    sqlite3 *db = NULL;
    char why[256];
    int64_t seq = 0;
    if (database_open_read(store->file, &db, why, sizeof why) < 0 || tail_start(db, &seq) < 0) {
        seq = 0;
    }
    database_abandon(db);
    return seq;
}

static int replay(struct store *store, const struct scan_range *range,
                  int (*take)(void *context, const struct event *event), void *context)
{
    sqlite3 *db = NULL;
    char why[256];
    if (database_open_read(store->file, &db, why, sizeof why) < 0) {
        log_error("%s", why);
        return -1;
    }
    int result = scan_events(db, range, take, context);
    database_abandon(db);
    return result < 0 ? -1 : 0;
}

int store_replay(struct store *store, int64_t from_seq, int32_t from_day,
                 int (*take)(void *context, const struct event *event), void *context)
{
    const struct scan_range range = {.from_seq = from_seq, .from_day = from_day, .limit = -1};
    return replay(store, &range, take, context);
}

int store_replay_office(struct store *store, int (*take)(void *context, const struct event *event),
                        void *context)
{
    const struct scan_range range = {.office = true, .limit = -1};
    return replay(store, &range, take, context);
}

static void wake(void *context)
{
    pending_wake(context);
}

int store_backup(struct store *store, const char *file, char *why, size_t size)
{
    if (!store->started) {
        return backup_copy(store->journal.db, file, why, size);
    }
    return caretaker_ask(&store->care, file, wake, store->pending, why, size);
}
