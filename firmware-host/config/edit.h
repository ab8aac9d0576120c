/* edit.h: one value of a configuration file is changed, and nothing else: comments, order and
 * spacing stay byte for byte.
 *
 * Problem: a configuration that a program reads and writes back loses its comments, its order and
 * the trust of whoever wrote it by hand.
 *
 * Design: the loader's tree knows the bytes of every value (config/yaml.h), so an edit is surgery on
 * the text: the value's bytes are replaced; a value that was not there is a new line at the end of
 * its map; one that goes takes its line along. What cannot be done so (a value of several lines, a
 * record's first key) is left to the text editor and says so. Whether the new text is a sound
 * configuration is the checker's to say, not this file's.
 *
 * Pure. Thread: any. */
#pragma once

#include "config/view.h"

enum edit_kind {
    EDIT_SET,   /* a plain value */
    EDIT_WORDS, /* a text in both languages: `value` Chinese, `english` may be "" */
    EDIT_YAML,  /* `value` is YAML in brackets or a scalar, on one line */
    EDIT_ADD,   /* a record at the end of a list: `value` as EDIT_YAML */
    EDIT_RESET, /* to its default: the file no longer gives it */
};

struct edit {
    enum edit_kind kind;
    const char *path; /* as config/view.h names it */
    const char *value, *english;
};

enum edit_error {
    EDIT_DONE = 0,
    EDIT_UNREADABLE = -1, /* the text is no YAML */
    EDIT_NO_SUCH = -2,    /* no such path */
    EDIT_IN_TEXT = -3,    /* only by hand */
    EDIT_NOT_YAML = -4,   /* `value` is none, or not on one line */
};

/* *out is the new text, in the arena. 0 or an edit_error. */
int edit_apply(struct arena *arena, const struct schema_table *table, const char *text, size_t size,
               const struct edit *edit, const char **out, size_t *out_size);
