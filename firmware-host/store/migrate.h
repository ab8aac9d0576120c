/* migrate.h: brings hall.db to the version of this program.
 *
 * Version n of the schema is what migrations/0001_….sql to n leave behind; PRAGMA user_version
 * tells which one a file has. Each migration is one transaction together with its number, so
 * that a power cut leaves the old version or the new one. A file of a newer program is not
 * touched at all, not even by opening it for writing: its version is read through a read-only
 * connection. A file of an older version is first copied to backup/.
 *
 * Thread: the loop, before store_start. */
#pragma once

#include "base/embedded.h"

#include <stddef.h>
#include <stdint.h>

/* Looks at the file: 0 with *version (0 = new or missing file), STORE_NEWER, STORE_BROKEN or
 * STORE_ERROR with a sentence in `why`. `newest` is the version of this program. */
int migrate_inspect(const char *file, int newest, int *version, char *why, size_t size);
/* Applies what is missing of `count` migrations to FOLDER/hall.db, which has `version`. 0, or
 * STORE_ERROR with `why`; then the file is at one of the versions, whole. */
int migrate_apply(const char *folder, const struct embedded_file *migrations, size_t count,
                  int version, char *why, size_t size);
