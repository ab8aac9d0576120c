/* local_token.h: trust between programs of one machine, without set-up.
 *
 * Problem: hallq, a kiosk or a board beside the controller must work when it is installed, and
 * yet not everybody who can reach 127.0.0.1 may command the hall.
 *
 * Design: at its start the controller makes one 256-bit token a role and puts them into files
 * that only its own user (and root) can read: RUNTIME/PORT/ROLE. A program that is given a
 * loopback address and no token reads the file of its own role. Files go when the controller
 * stops in order; after a crash they are stale, and the next start replaces them.
 *
 *   RUNTIME is the first of these that can be used: the first folder of $RUNTIME_DIRECTORY,
 *   /run/hallq, $XDG_RUNTIME_DIR/hallq, /tmp/hallq-UID. A reader also looks in /run/hall, which
 *   systemd makes for the controller's unit. Folders must be ours, 0700 (RUNTIME itself: not
 *   writable by others) and no symbolic link; files ours or root's, 0600 and regular; root reads
 *   everybody's.
 *
 * No network, no HTTP here. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOCAL_TOKEN_BYTES = 32,
    LOCAL_TOKEN_SIZE = 2 * LOCAL_TOKEN_BYTES + 1, /* as hexadecimal, with terminator */
    LOCAL_TOKEN_ROLES = 3,
    LOCAL_TOKEN_PORTS = 16,
    LOCAL_TOKEN_PATH = 512,
    LINK_TOKEN = 256, /* a token of any kind, with terminator */
};

struct local_tokens {
    char folder[LOCAL_TOKEN_PATH]; /* RUNTIME; "" = none found */
    uint16_t ports[LOCAL_TOKEN_PORTS];
    size_t port_count;
    char values[LOCAL_TOKEN_ROLES][LOCAL_TOKEN_SIZE];
};

/* The roles that have such a token: "administrator", "kiosk", "board"; NULL past the end. */
const char *local_token_role(size_t index);

/* Makes new tokens and finds RUNTIME. 0, or -1 with a sentence in `why`. */
int local_tokens_create(struct local_tokens *tokens, char *why, size_t size);
/* Writes the files of one port. 0, or -1 with a sentence in `why`. */
int local_tokens_write(struct local_tokens *tokens, uint16_t port, char *why, size_t size);
/* Removes the files that were written and forgets the tokens. */
void local_tokens_remove(struct local_tokens *tokens);
/* The role whose token this is, or NULL. Takes the same time whatever is wrong. */
const char *local_tokens_match(const struct local_tokens *tokens, const char *token);

/* The token of `role` of the controller that listens on `port`. 0 or -1. */
int local_token_find(const char *role, uint16_t port, char out[LINK_TOKEN]);

/* Reads a token file that a person made: white space around it is dropped. `*open_to_others`
 * tells that others may read it. 0, or -1: unreadable, empty, too long, or not printable. */
int token_file_read(const char *file, char *out, size_t size, bool *open_to_others);
