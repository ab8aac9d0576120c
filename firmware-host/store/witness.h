/* witness.h: a second memory of how far the journal has come.
 *
 * Problem: a flipped bit in a live WAL makes SQLite drop every later commit without a word,
 * and a database put back from an old copy looks perfectly sound. Both end with a number given
 * out twice. So a second file remembers the last seq, its hash, and the highest number of each
 * series of the day (reliability.md A.4).
 *
 * Layout: two slots, written in turn, so that a torn write spoils one and the other still
 * stands. A slot needs room for 2 × 64 series of 8 bytes besides its head and checksum, 1,120
 * bytes: four blocks of 512, written at once. The slots begin 4,096 bytes apart so that no
 * sector or file-system block holds a part of both. The file is written whole when it is made,
 * so a full disk cannot stop it later. All numbers little-endian:
 *
 *   0 "HQWT" · 4 version u16 · 6 series count u16 · 8 counter u64 · 16 seq i64 · 24 hash[32]
 *   56 day i32 · 60 ordinal u16 · 62 zero u16 · 64 series[128] {letters[4] value u16 zero u16}
 *   1088 BLAKE2b-256 of the 1088 bytes before
 *
 * Thread: the loop until store_start, then the writer. */
#pragma once

#include "store/row.h"
#include "store/store.h"

enum { WITNESS_SLOT_SIZE = 2048, WITNESS_SLOT_DISTANCE = 4096, WITNESS_SLOTS = 2 };

struct witness_state {
    struct store_witness known; /* .present: something was read or noted */
    uint8_t hash[ROW_HASH_SIZE];
};

struct witness {
    int descriptor; /* -1 = closed */
    uint64_t counter;
    struct witness_state state;
};

/* Reads the newest sound slot without changing anything; state.known.present tells whether
 * there is one. 0, or -1 when the file exists and has no sound slot. */
int witness_read(const char *folder, struct witness *out);
/* Writes a new file with `witness`'s state in both slots and opens it. 0 or -1. */
int witness_create(const char *folder, struct witness *witness);
void witness_close(struct witness *witness);
/* What an event adds to the state: seq, the day, ordinal and series of issued tickets. Nothing
 * in the state ever goes back. */
void witness_note(struct witness_state *state, const struct event *event,
                  const uint8_t hash[ROW_HASH_SIZE]);
/* Writes the state into the slot whose turn it is; durable on return. 0 or -1. */
int witness_write(struct witness *witness);
