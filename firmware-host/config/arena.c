/* arena.c: blocks of memory that are freed together. See arena.h. */
#include "config/arena.h"

#define LOG_MODULE "config"
#include "base/log.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_create(struct arena_block *older, size_t size)
{
    struct arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL) {
        log_error("out of memory while reading the configuration");
        abort();
    }
    block->older = older;
    block->size = size;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    size_t rounded = (size + step - 1) / step * step;
    if (rounded == 0) {
        rounded = step;
    }
    struct arena_block *block = arena->newest;
    if (block == NULL || block->size - block->used < rounded) {
        block = block_create(block, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
        arena->newest = block;
    }
    void *memory = block->bytes + block->used;
    block->used += rounded;
    return memory;
}

const char *arena_text(struct arena *arena, const char *text, size_t size)
{
    char *copy = arena_take(arena, size + 1);
    if (size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

void arena_finish(struct arena *arena)
{
    struct arena_block *block = arena->newest;
    while (block != NULL) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}
