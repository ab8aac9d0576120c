/* folder.h: the data directory: who may use it, what lies in it, and the reserve.
 *
 *   hall.db     the journal          witness     what the journal must at least hold
 *   lock        flock and a pid      reserve     8 MiB to give back when the disk is full
 *   backup/     copies of hall.db    figures.db  derived, may be deleted (figures_file.h)
 *
 * The directory is 0700 and files are 0600 whatever the umask is. One controller owns it: a
 * second one is refused by flock at once, because SQLite's own locks would only show as
 * "database is locked" now and then. The kernel frees the lock when the process dies.
 *
 * Thread: open and close the loop's; the reserve the writer's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORE_PATH_SIZE = 1024,
    STORE_RESERVE_BYTES = 8 * 1024 * 1024, /* an afternoon's events and their WAL */
    STORE_SPACE_MIN = 1024 * 1024          /* less free than this counts as full */
};

struct folder {
    char path[STORE_PATH_SIZE];
    int lock; /* descriptor, -1 = not held */
};

/* Creates the folder when missing, tightens its mode, takes the lock. STORE_OK, STORE_IN_USE
 * (then *pid, 0 = unknown) or STORE_ERROR with a sentence in `why`. */
int folder_open(struct folder *folder, const char *path, char *why, size_t size, int *pid);
void folder_close(struct folder *folder);
/* PATH/name. 0, or -1 when it is too long. */
int folder_file(const char *path, const char *name, char out[STORE_PATH_SIZE]);
/* Makes renames, new and removed names in a directory durable. 0 or -1. */
int folder_sync(const char *path);
/* Creates an empty file unless it exists; in either case its mode becomes 0600. 0 or -1. */
int folder_touch(const char *file);

/* At least STORE_SPACE_MIN bytes are free, or nobody can tell. */
bool folder_has_space(const char *path);
/* Allocates the reserve if it is not there and `slack` bytes would remain free. 0 = it is there. */
int folder_reserve_make(const char *path, int64_t slack);
/* Gives the space back. True when there was a reserve. */
bool folder_reserve_release(const char *path);
