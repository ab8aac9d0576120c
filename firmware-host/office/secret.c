/* secret.c: see secret.h. */
#include "office/secret.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { SECRET_BYTES = 32, CODE_LETTERS = 12, CODE_GROUP = 4, SALT_BYTES = 16 };

/* 32 of them: five random bits each. */
static const char code_letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

void secret_make(char out[SECRET_SIZE])
{
    unsigned char random[SECRET_BYTES];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(out, SECRET_SIZE, random, sizeof random);
    sodium_memzero(random, sizeof random);
}

void secret_hash(const char *secret, char out[SECRET_HASH_SIZE])
{
    unsigned char hash[SECRET_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)secret, strlen(secret), NULL, 0);
    sodium_bin2hex(out, SECRET_HASH_SIZE, hash, sizeof hash);
}

void secret_setup_code(char out[SETUP_CODE_SIZE])
{
    size_t at = 0;
    for (size_t i = 0; i < CODE_LETTERS; i++) {
        if (i > 0 && i % CODE_GROUP == 0) {
            out[at++] = '-';
        }
        out[at++] = code_letters[randombytes_uniform(sizeof code_letters - 1)];
    }
    out[at] = '\0';
}

int secret_is_code(const char *typed, const char *code)
{
    char given[SETUP_CODE_SIZE] = {0};
    size_t at = 0;
    for (; *typed != '\0' && at + 1 < sizeof given; typed++) {
        if (isalnum((unsigned char)*typed)) {
            given[at++] = (char)toupper((unsigned char)*typed);
            if (at == CODE_GROUP || at == CODE_GROUP * 2 + 1) {
                given[at++] = '-';
            }
        }
    }
    return code[0] != '\0' && *typed == '\0' && sodium_memcmp(given, code, SETUP_CODE_SIZE) == 0;
}

void secret_dummy_verifier(char out[VERIFIER_SIZE])
{
    unsigned char random[SALT_BYTES + SECRET_BYTES];
    char salt[24], hash[48];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(salt, sizeof salt, random, SALT_BYTES,
                      sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    sodium_bin2base64(hash, sizeof hash, random + SALT_BYTES, SECRET_BYTES,
                      sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    snprintf(out, VERIFIER_SIZE, "$argon2id$v=19$m=65536,t=3,p=1$%s$%s", salt, hash);
}
