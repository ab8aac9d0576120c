/* writer.h: writes records as YAML by the rows of the schema: the other half of reader.h.
 *
 * Maps and lists of records are in block style; texts are always quoted, so that nothing that a
 * person can type reads back as something else. Thread: any. */
#pragma once

#include "config/schema.h"

#include <stdio.h>

enum { WRITER_DEPTH = 8 };

struct writer {
    FILE *out;
    const struct site *site;
    int indent;
    bool inline_start; /* the next line follows "- " */
    /* Maps whose "key:" is written once something stands in them. */
    size_t pending_count;
    const char *pending[WRITER_DEPTH];
    int pending_indent[WRITER_DEPTH];
};

/* All rows of a table at the writer's indent. */
void writer_map(struct writer *writer, const struct schema_table *table, const void *record);
/* "- " and the rows below each other. */
void writer_item(struct writer *writer, const struct schema_table *table, const void *record);
/* "key: " after the indent. */
void writer_key(struct writer *writer, const char *key);
/* "key:" and a new line: what follows stands below it. */
void writer_block(struct writer *writer, const char *key);
/* A text in double quotes. */
void writer_text(struct writer *writer, const char *text);
void writer_words(struct writer *writer, const char *zh, const char *en);
