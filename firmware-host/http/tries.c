/* tries.c: see tries.h. */
#include "http/tries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 2048, NEIGHBOURS = 8 };

struct tries {
    struct try_row rows[ROWS];
};

struct tries *tries_create(void)
{
    return calloc(1, sizeof(struct tries));
}

void tries_destroy(struct tries *tries)
{
    free(tries);
}

/* FNV-1a, 32 bits. */
static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261U;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 16777619U;
    }
    return hash;
}

/* Of the rows where the key may stand: its own, or the one whose loss forgives least. */
struct try_row *tries_row(struct tries *tries, const char *key)
{
    char wanted[sizeof tries->rows->key];
    snprintf(wanted, sizeof wanted, "%s", key);
    uint32_t hash = hash_of(wanted);
    struct try_row *least = NULL;
    for (uint32_t i = 0; i < NEIGHBOURS; i++) {
        struct try_row *row = &tries->rows[(hash + i) % ROWS];
        if (strcmp(row->key, wanted) == 0) {
            return row;
        }
        if (row->under_way == 0 &&
            (least == NULL || row->lockout.failures < least->lockout.failures)) {
            least = row;
        }
    }
    if (least == NULL) { /* eight tries under way just here: the key shares their limit */
        return &tries->rows[hash % ROWS];
    }
    *least = (struct try_row){0};
    snprintf(least->key, sizeof least->key, "%s", wanted);
    return least;
}
