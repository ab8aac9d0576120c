/* tail.c: see tail.h. */
#define LOG_MODULE "store"
#include "store/tail.h"
#include "base/log.h"
#include "store/chain.h"
#include "store/database.h"

#include <stdio.h>
#include <string.h>

int tail_start(sqlite3 *db, int64_t *seq)
{
    return database_number(
        db, "SELECT seq FROM event WHERE kind = 'day_opened' ORDER BY seq DESC LIMIT 1", 0, seq);
}

/* Only events that give out numbers or open a day are parsed: the rest is hashed. */
static void note_numbers(void *context, const struct row *row)
{
    struct event event;
    const char *kind = row->text[ROW_KIND];
    if ((strcmp(kind, event_kind_name(EVENT_TICKET_ISSUED)) == 0 ||
         strcmp(kind, event_kind_name(EVENT_DAY_OPENED)) == 0) &&
        row_to_event(row, &event) == 0) {
        witness_note(context, &event, row->hash);
    }
}

int tail_check(sqlite3 *db, struct witness_state *state, char *why, size_t size)
{
    enum { ROWS_A_STEP = 4096 };
    struct chain_walk walk;
    int64_t from = 0;
    if (tail_start(db, &from) < 0 || chain_begin(&walk, db, from) < 0) {
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), why, size);
        return STORE_BROKEN;
    }
    int result = 1;
    while (result > 0) {
        result = chain_step(&walk, ROWS_A_STEP, note_numbers, state);
    }
    if (result < 0 && walk.broken_seq == 0) {
        database_explain(sqlite3_extended_errcode(db), sqlite3_errmsg(db), why, size);
    } else if (result < 0) {
        snprintf(why, size,
                 "the journal was changed or damaged at event %lld: restore a backup from backup/",
                 (long long)walk.broken_seq);
    }
    chain_finish(&walk);
    return result < 0 ? STORE_BROKEN : STORE_OK;
}

int tail_compare(sqlite3 *db, int64_t last_seq, const struct witness_state *witnessed, char *why,
                 size_t size)
{
    int64_t seq = witnessed->known.seq;
    if (!witnessed->known.present || seq == 0) {
        return STORE_OK;
    }
    if (seq > last_seq) {
        log_error("the witness saw event %lld, the journal ends at %lld: records are lost",
                  (long long)seq, (long long)last_seq);
        return STORE_OK;
    }
    sqlite3_stmt *find = NULL;
    bool differs = true;
    if (sqlite3_prepare_v2(db, "SELECT hash FROM event WHERE seq = ?", -1, &find, NULL) ==
        SQLITE_OK) {
        sqlite3_bind_int64(find, 1, seq);
        int result = sqlite3_step(find);
        /* No such row: the gap of an earlier loss, which the chain spans. */
        differs = result != SQLITE_DONE &&
                  (result != SQLITE_ROW || sqlite3_column_bytes(find, 0) != ROW_HASH_SIZE ||
                   memcmp(sqlite3_column_blob(find, 0), witnessed->hash, ROW_HASH_SIZE) != 0);
        sqlite3_finalize(find);
    }
    if (differs) {
        snprintf(why, size,
                 "event %lld is not the one that the witness saw: the journal was replaced or "
                 "rewritten; restore a backup from backup/",
                 (long long)seq);
    }
    return differs ? STORE_BROKEN : STORE_OK;
}
