/* chain.h: walks the chain of hashes, a slice at a time.
 *
 * A walk of a whole year takes seconds and must neither hold a read transaction for so long
 * (the WAL could not be reset) nor keep a commit waiting; so it remembers where it was and
 * reads a number of rows at each step. Rows are only ever added, so a walk that pauses misses
 * nothing.
 *
 * Thread: that of its connection. */
#pragma once

#include "store/row.h"

struct chain_walk {
    sqlite3_stmt *select;
    uint8_t hash[ROW_HASH_SIZE]; /* of the last row that was walked */
    int64_t first, last;         /* seq of the first and last row that was walked, 0 = none */
    int64_t rows;
    int64_t broken_seq; /* the first row whose hash is wrong, 0 = none */
};

/* Starts before the first row with seq >= `from_seq`; the hash of the row before it is taken
 * as given. 0, or -1 on an SQLite error. */
int chain_begin(struct chain_walk *walk, sqlite3 *db, int64_t from_seq);
/* Checks at most `rows` rows and shows each sound one to `see` (may be NULL). 1 = there may be
 * more, 0 = the end was reached, -1 = broken_seq is set, or 0 there and SQLite reports an error. */
int chain_step(struct chain_walk *walk, int rows, void (*see)(void *, const struct row *),
               void *context);
void chain_finish(struct chain_walk *walk);
/* All of it at once. 0, or -1 as above. */
int chain_check(struct chain_walk *walk, sqlite3 *db, int64_t from_seq);
