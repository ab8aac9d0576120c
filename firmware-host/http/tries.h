/* tries.h: how often each address and each name has been tried with a password; in memory.
 *
 * A known account's failures are events (office/accounts.h); here are the addresses, the names that
 * no account has, and, for all of them, how many tries are not answered yet. A row that is taken by
 * another key is begun anew, unless a try is under way there. Pure. Thread: loop. */
#pragma once

#include "office/lockout.h"

#include <stddef.h>

struct tries;

struct try_row {
    char key[64];
    struct lockout lockout; /* monotonic milliseconds */
    int under_way;
};

struct tries *tries_create(void);
void tries_destroy(struct tries *tries);
/* The row of a key ("a:192.168.1.20", "n:wang"). */
struct try_row *tries_row(struct tries *tries, const char *key);
