/* ledger.h: the journal newest first, for whoever asks who did what: by person, kind, day and words.
 *
 * Problem: the journal of five years has eight million rows; a page must show fifty of them at once,
 * whatever it is filtered by.
 *
 * Design: a person, a kind and the office have an index each (migrations/0003_ledger.sql); the day
 * gives the row to begin at. What no index answers (a word in the text) is looked for in at most
 * LEDGER_SCAN rows; then the caller gets the place to go on from. No question reads the whole table.
 *
 * Rows are given as they stand, with the hash of the row before: what can be verified elsewhere.
 * Thread: that of the reader. */
#pragma once

#include "store/store_read.h"

enum { LEDGER_SCAN = 20000, LEDGER_TEXT = 64 };

struct ledger_filter {
    char actor[LIMIT_CODE], kind[40], text[LEDGER_TEXT]; /* "" = any */
    int32_t from_day, to_day;                            /* 0 = any */
    bool office;        /* only what is done behind the windows */
    int64_t before;     /* rows with a smaller seq; 0 = from the newest */
    int limit;
};

struct ledger_row {
    int64_t seq, at_ms, mono_ms, ticket, window;
    int32_t day;
    const char *boot, *kind, *intent, *actor, *source, *body; /* valid during the call */
    uint8_t previous[32], hash[32];
};

/* 0 with *next = where to go on (0: there is no more), or -1. `take` may stop it (non-zero). */
int store_read_ledger(struct store_reader *reader, const struct ledger_filter *filter,
                      int (*take)(void *context, const struct ledger_row *row), void *context,
                      int64_t *next, int32_t *next_day);
/* All rows of some days in order, with the hash of the row before each. 0, -1, or what `take` gave. */
int store_read_chain(struct store_reader *reader, int32_t from_day, int32_t to_day,
                     int (*take)(void *context, const struct ledger_row *row), void *context);
/* The persons, devices and programs that ever acted, by the index: at most `limit`. 0 or -1. */
int store_read_actors(struct store_reader *reader, int limit,
                      int (*take)(void *context, const char *actor), void *context);
