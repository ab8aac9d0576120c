/* tail.h: what is verified each time hall.db is opened: the last business day's chain, and the
 * journal against the witness.
 *
 * Thread: that of the connection. */
#pragma once

#include "store/witness.h"

/* Seq of the last day_opened, 0 = none. 0 or -1. */
int tail_start(sqlite3 *db, int64_t *seq);
/* Walks the chain from there and notes the numbers given out into `state`. STORE_OK,
 * STORE_BROKEN or STORE_ERROR with `why`. */
int tail_check(sqlite3 *db, struct witness_state *state, char *why, size_t size);
/* Does the journal hold what the witness saw? STORE_OK also when the journal lacks the newest
 * events (the caller skips them), STORE_BROKEN when it holds something else in their place. */
int tail_compare(sqlite3 *db, int64_t last_seq, const struct witness_state *witnessed, char *why,
                 size_t size);
