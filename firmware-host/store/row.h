/* row.h: one event as a row of the journal, and the bytes that its hash is made of.
 *
 * Canonical bytes of a row: the six numbers as 8 bytes each, then the six texts as 4 bytes of
 * length and the bytes, all little-endian, in the order of the two enums below. hash =
 * BLAKE2b-256(hash of the row before ‖ canonical bytes). Whoever wants to check a journal with
 * another program needs no more than this.
 *
 * Texts of a loaded row point into the statement and live until its next step.
 * Thread: values, the thread of their connection. */
#pragma once

#include "queue/event.h"

#include <sqlite3.h>

enum row_number { ROW_SEQ, ROW_AT, ROW_MONO, ROW_DAY, ROW_TICKET, ROW_WINDOW, ROW_NUMBERS };
enum row_text { ROW_BOOT, ROW_KIND, ROW_INTENT, ROW_ACTOR, ROW_SOURCE, ROW_BODY, ROW_TEXTS };
enum { ROW_HASH_SIZE = 32 };

/* Columns in the order of the enums, then the hash. */
#define ROW_COLUMNS                                                                                \
    "seq, at, mono, day, ticket, window, boot, kind, intent, actor, source, body, hash"
#define ROW_INSERT "INSERT INTO event (" ROW_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"

struct row {
    int64_t number[ROW_NUMBERS];
    const char *text[ROW_TEXTS];
    size_t length[ROW_TEXTS];
    uint8_t hash[ROW_HASH_SIZE];
};

/* The row of an event, without its hash. `body` receives the JSON and must live as long as the
 * row. 0, or -1 when the event has no name or does not fit. */
int row_from_event(struct row *row, const struct event *event, const char *boot,
                   char body[EVENT_BODY_SIZE]);
/* 0, or -1 when the body does not parse or a text is too long. A kind that this version does
 * not know becomes EVENT_NONE. */
int row_to_event(const struct row *row, struct event *event);
void row_hash(const struct row *row, const uint8_t previous[ROW_HASH_SIZE],
              uint8_t out[ROW_HASH_SIZE]);
/* Binds to ROW_INSERT; the texts must live until the statement has been stepped. 0 or -1. */
int row_bind(sqlite3_stmt *insert, const struct row *row);
/* Reads the current result row of a SELECT of ROW_COLUMNS. 0, or -1 when a column has another
 * type than the schema says (a flipped bit in the record's head). */
int row_load(sqlite3_stmt *select, struct row *row);
