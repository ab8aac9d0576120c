/* secret.h: the secrets that the hall gives out: sessions, tokens, set-up codes.
 *
 * 256 random bits, shown to their owner once and kept as a hash. A fast hash is enough for what
 * nobody can guess; passwords, which people choose, get argon2id (http/hasher.h).
 *
 * Thread: any. */
#pragma once

#include <stddef.h>

enum {
    SECRET_SIZE = 65,      /* 256 bits as hexadecimal, with terminator */
    SECRET_HASH_SIZE = 65,
    SETUP_CODE_SIZE = 15,  /* "7KQM-2XRD-9HWT": 60 bits */
    VERIFIER_SIZE = 128,   /* of an argon2id string with terminator */
};

void secret_make(char out[SECRET_SIZE]);
/* BLAKE2b of the secret, as hexadecimal. */
void secret_hash(const char *secret, char out[SECRET_HASH_SIZE]);
/* Letters and digits that nobody confuses on paper. */
void secret_setup_code(char out[SETUP_CODE_SIZE]);
/* Is what somebody typed that code? Case, spaces and dashes do not matter. Same time whatever
 * differs. */
int secret_is_code(const char *typed, const char *code);
/* A verifier of the right form that no password has: who signs in with an unknown name must wait
 * as long as everybody. */
void secret_dummy_verifier(char out[VERIFIER_SIZE]);
