/* verify.c: store_verify, what `hallq verify` runs. See store.h.
 *
 * Reads the witness before the journal: a controller that writes meanwhile can then only make
 * the journal look newer, never older. */
#include "store/chain.h"
#include "store/database.h"
#include "store/folder.h"
#include "store/tail.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static int say(struct store_verdict *out, int result, const char *text)
{
    snprintf(out->message, sizeof out->message, "%s", text);
    return result;
}

struct watcher {
    void (*seen)(void *context, int64_t events);
    void *context;
};

enum { ROWS_A_LOOK = 10000 };

static int walk_all(struct chain_walk *walk, sqlite3 *db, const struct watcher *watcher)
{
    int more = chain_begin(walk, db, 0);
    for (more = more < 0 ? more : 1; more > 0;) {
        more = chain_step(walk, ROWS_A_LOOK, NULL, NULL);
        if (watcher->seen != NULL) {
            watcher->seen(watcher->context, walk->rows);
        }
    }
    chain_finish(walk);
    return more;
}

static int check_chain(sqlite3 *db, const struct watcher *watcher, struct store_verdict *out)
{
    struct chain_walk walk;
    int result = walk_all(&walk, db, watcher);
    out->events = walk.rows;
    out->first_seq = walk.first;
    out->last_seq = walk.last;
    out->broken_seq = walk.broken_seq;
    if (result == 0) {
        return STORE_OK;
    }
    if (walk.broken_seq == 0) {
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), out->message,
                         sizeof out->message);
    } else {
        snprintf(out->message, sizeof out->message,
                 "the chain is broken at event %lld: it or the one before was changed or damaged",
                 (long long)walk.broken_seq);
    }
    return STORE_BROKEN;
}

static int check_witness(sqlite3 *db, const struct witness *witness, struct store_verdict *out)
{
    const struct store_witness *known = &witness->state.known;
    out->witness_present = known->present;
    out->witness_seq = known->seq;
    out->witness_ahead = known->present && known->seq > out->last_seq;
    out->witness_behind = known->present && known->seq < out->last_seq;
    if (out->witness_ahead) {
        snprintf(out->message, sizeof out->message,
                 "the witness saw event %lld, the journal ends at %lld: records are lost",
                 (long long)known->seq, (long long)out->last_seq);
        return STORE_BROKEN;
    }
    return tail_compare(db, out->last_seq, &witness->state, out->message, sizeof out->message);
}

static int check_pages(sqlite3 *db, struct store_verdict *out)
{
    sqlite3_stmt *check = NULL;
    const unsigned char *text = NULL;
    if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &check, NULL) == SQLITE_OK &&
        sqlite3_step(check) == SQLITE_ROW) {
        text = sqlite3_column_text(check, 0);
    }
    bool sound = text != NULL && strcmp((const char *)text, "ok") == 0;
    if (!sound) {
        snprintf(out->message, sizeof out->message,
                 "every event verifies, but the file does not: %s",
                 text != NULL ? (const char *)text : sqlite3_errmsg(db));
    }
    sqlite3_finalize(check);
    return sound ? STORE_OK : STORE_BROKEN;
}

int store_verify(const char *folder, struct store_verdict *out)
{
    return store_verify_watched(folder, out, NULL, NULL);
}

int store_verify_watched(const char *folder, struct store_verdict *out,
                         void (*seen)(void *context, int64_t events), void *context)
{
    const struct watcher watcher = {seen, context};
    char file[STORE_PATH_SIZE];
    struct witness witness;
    sqlite3 *db = NULL;
    *out = (struct store_verdict){0};
    if (sodium_init() < 0 || folder_file(folder, "hall.db", file) < 0) {
        return say(out, STORE_ERROR, "the path of the data directory is too long");
    }
    int unread = witness_read(folder, &witness);
    if (database_open_read(file, &db, out->message, sizeof out->message) < 0) {
        return STORE_ERROR;
    }
    int result = check_chain(db, &watcher, out);
    if (result == STORE_OK) {
        result = check_witness(db, &witness, out);
    }
    if (result == STORE_OK && unread < 0) {
        result = say(out, STORE_BROKEN, "the witness file has no sound slot");
    }
    if (result == STORE_OK) {
        result = check_pages(db, out);
    }
    database_abandon(db);
    if (result == STORE_OK) {
        snprintf(out->message, sizeof out->message, "%lld events verify, the last is %lld",
                 (long long)out->events, (long long)out->last_seq);
    }
    return result;
}
