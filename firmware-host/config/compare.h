/* compare.h: what differs between two configurations, value by value, as a person would say it:
 * "hall.yaml policy.undo: 10s -> 15s". Comments, order and spacing are no difference.
 *
 * Thread: any. */
#pragma once

#include "config/files.h"

enum { COMPARE_VALUE = 400 }; /* bytes of a value that is told; longer ones are cut */

struct config_change {
    const char *role, *path;
    const char *before, *after; /* as the files write them; NULL = not there */
};

/* Up to `room` changes, in the order of role and path, in the arena. How many there are. Files that
 * are no YAML count as empty. */
size_t config_compare(struct arena *arena, const struct config_files *before,
                      const struct config_files *after, struct config_change *out, size_t room);
