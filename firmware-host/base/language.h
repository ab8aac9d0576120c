/* language.h: every word that a person reads, Chinese first, English second.
 *
 * Problem: strings in code are found by nobody and translated never. They live in
 * config/lang, one YAML file a concern, each key with both languages beside each other:
 *
 *   why.only: {zh: "只有 {number} 在等候", en: "{number} was the only one waiting"}
 *
 * A missing key shows itself (the key in brackets) and is logged once; a test walks all files.
 * Holes are {name}; language_fill fills them. Immutable after loading. Thread: any. */
#pragma once

#include <stddef.h>
#include <stdio.h>

enum language_code { LANGUAGE_ZH, LANGUAGE_EN, LANGUAGE_COUNT };
const char *language_code_name(enum language_code code); /* "zh", "en" */

struct language;

/* Loads all *.yaml of `folder`. NULL with a sentence in `why` (file and line). */
struct language *language_load(const char *folder, char *why, size_t size);
void language_destroy(struct language *language);
/* The text of a key; "[key]" when there is none (valid until the next such miss in the same
 * thread). English falls back to Chinese. */
const char *language_text(const struct language *language, enum language_code code,
                          const char *key);
/* Is there such a key? */
int language_has(const struct language *language, const char *key);
/* The key at `index` in sorted order, NULL past the end: for tests and for pages that want all
 * texts of a concern. */
const char *language_key(const struct language *language, size_t index);

/* One filled hole. */
struct hole {
    const char *name, *value;
};
/* Replaces {name} by its value; an unknown hole stays as it is. `holes` ends with name NULL.
 * Cut at a character's border when `size` is too small. */
void language_fill(char *out, size_t size, const char *text, const struct hole *holes);
