/* database.h: how hall.db is opened, by whom, and with which promises.
 *
 * One connection writes and checkpoints: WAL with synchronous=FULL, because NORMAL lost
 * acknowledged work at 11 of 40 power cuts and FULL at none of 400 (reliability.md, fact 1).
 * All others are read-only and never checkpoint, also not when they close: SQLite 3.40.1 can
 * lose a WAL that two connections reset at once (fact 3). No memory mapping: a failing disk
 * must be an error code, not SIGBUS.
 *
 * Thread: a connection belongs to one thread at a time. */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DATABASE_BUSY_MS = 2000 };

/* The writing connection; creates the file 0600 when missing. 0 or -1 with `why`. */
int database_open_write(const char *file, sqlite3 **out, char *why, size_t size);
/* A reading connection. 0 or -1 with `why`. */
int database_open_read(const char *file, sqlite3 **out, char *why, size_t size);
/* Closes after a failure: neither checkpoints nor removes the WAL. NULL is fine. */
void database_abandon(sqlite3 *db);

/* Runs statements without results. SQLite's code. */
int database_exec(sqlite3 *db, const char *sql);
/* The first column of the first row; `none` when there is no row. 0 or -1. */
int database_number(sqlite3 *db, const char *sql, int64_t none, int64_t *out);
/* A sentence about an SQLite code that an operator can act on. */
void database_explain(int code, const char *detail, char *why, size_t size);
