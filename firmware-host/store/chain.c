/* chain.c: see chain.h. */
#include "store/chain.h"

#include <string.h>

static const char SELECT_BEFORE[] =
    "SELECT seq, hash FROM event WHERE seq < ? ORDER BY seq DESC LIMIT 1";
static const char SELECT_AFTER[] =
    "SELECT " ROW_COLUMNS " FROM event WHERE seq > ? ORDER BY seq LIMIT ?";

/* The row before `from_seq`, or seq 0 and zero bytes before the first. */
static int load_before(struct chain_walk *walk, sqlite3 *db, int64_t from_seq)
{
    sqlite3_stmt *before = NULL;
    if (sqlite3_prepare_v2(db, SELECT_BEFORE, -1, &before, NULL) != SQLITE_OK) {
        return -1;
    }
    sqlite3_bind_int64(before, 1, from_seq);
    int result = sqlite3_step(before);
    if (result == SQLITE_ROW && sqlite3_column_bytes(before, 1) == ROW_HASH_SIZE) {
        walk->last = sqlite3_column_int64(before, 0);
        memcpy(walk->hash, sqlite3_column_blob(before, 1), ROW_HASH_SIZE);
    }
    sqlite3_finalize(before);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

int chain_begin(struct chain_walk *walk, sqlite3 *db, int64_t from_seq)
{
    memset(walk, 0, sizeof *walk);
    if (load_before(walk, db, from_seq) < 0 ||
        sqlite3_prepare_v2(db, SELECT_AFTER, -1, &walk->select, NULL) != SQLITE_OK) {
        chain_finish(walk);
        return -1;
    }
    return 0;
}

/* 0, or -1 with broken_seq set. */
static int check_row(struct chain_walk *walk, struct row *row)
{
    uint8_t expected[ROW_HASH_SIZE];
    if (row_load(walk->select, row) < 0) {
        walk->broken_seq = walk->last + 1; /* its own seq may be what is wrong */
        return -1;
    }
    row_hash(row, walk->hash, expected);
    if (memcmp(expected, row->hash, ROW_HASH_SIZE) != 0) {
        walk->broken_seq = row->number[ROW_SEQ];
        return -1;
    }
    walk->last = row->number[ROW_SEQ];
    memcpy(walk->hash, row->hash, ROW_HASH_SIZE);
    walk->first = walk->rows == 0 ? walk->last : walk->first;
    walk->rows++;
    return 0;
}

int chain_step(struct chain_walk *walk, int rows, void (*see)(void *, const struct row *),
               void *context)
{
    sqlite3_bind_int64(walk->select, 1, walk->last);
    sqlite3_bind_int(walk->select, 2, rows);
    int result = SQLITE_ROW, count = 0;
    while (walk->broken_seq == 0 && (result = sqlite3_step(walk->select)) == SQLITE_ROW) {
        struct row row;
        if (check_row(walk, &row) == 0 && see != NULL) {
            see(context, &row);
        }
        count++;
    }
    sqlite3_reset(walk->select);
    if (walk->broken_seq != 0 || result != SQLITE_DONE) {
        return -1;
    }
    return count == rows ? 1 : 0;
}

void chain_finish(struct chain_walk *walk)
{
    sqlite3_finalize(walk->select);
    walk->select = NULL;
}

int chain_check(struct chain_walk *walk, sqlite3 *db, int64_t from_seq)
{
    enum { ROWS_A_STEP = 4096 };
    int result = chain_begin(walk, db, from_seq) < 0 ? -1 : 1;
    while (result > 0) {
        result = chain_step(walk, ROWS_A_STEP, NULL, NULL);
    }
    chain_finish(walk);
    return result;
}
