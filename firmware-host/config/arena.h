/* arena.h: memory that lives exactly as long as one site.
 *
 * A site is thousands of small strings and arrays that all die together, so they are taken from
 * blocks and freed as one. The input is bounded (config/yaml.h), so is the arena; when memory is
 * out nevertheless the process ends with a sentence, as there is nothing it could run.
 *
 * Owner: the site. Thread: one at a time. */
#pragma once

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *newest;
};

/* Zeroed memory, aligned for every type, until arena_finish. Never NULL. */
void *arena_take(struct arena *arena, size_t size);
/* A terminated copy of `size` bytes. */
const char *arena_text(struct arena *arena, const char *text, size_t size);
void arena_finish(struct arena *arena);
