/* reader.h: reads YAML into records by the rows of the schema.
 *
 * A record is always complete afterwards: what is missing or wrong has its default or is empty,
 * so reading goes on and finds the next mistake. Thread: one at a time. */
#pragma once

#include "config/problems.h"
#include "config/schema.h"

struct reader {
    struct site *site;
    struct arena *arena;
    struct site_problems *problems;
    /* lines.yaml: where each line and device stands, and each line's own settings */
    size_t device_room;
    const struct yaml_node **line_nodes, **device_nodes;
};

/* Reads a map into a record. `node` NULL: only defaults. `seen` (may be NULL) gets a bit for each
 * row that the file gives. */
void reader_map(struct reader *reader, const struct yaml_node *node,
                const struct schema_table *table, void *record, uint64_t *seen);
/* Reads one value. 0, or -1 when it is wrong: it is reported and the field is as it was. */
int reader_value(struct reader *reader, const struct yaml_node *node,
                  const struct schema_row *row, void *record);
/* Is it of that kind? Else the mistake is reported. */
bool reader_is(struct reader *reader, const struct yaml_node *node, enum yaml_kind kind,
               const struct schema_row *row);

/* Reports at a node. */
void reader_problem(struct reader *reader, const struct yaml_node *node, enum message message,
                    struct message_values values);
/* Reports at the key of a value. */
void reader_problem_at_key(struct reader *reader, const struct yaml_node *node,
                           enum message message, struct message_values values);
/* "did you mean 'x'?" when something is near, else the list of what is allowed. */
const char *reader_guess(struct reader *reader, const struct suggestion *suggestion,
                         const char *allowed);
/* A number as text that lives as long as the site. */
const char *reader_number(struct reader *reader, int64_t value);
/* The line of a node in its file, as text. */
const char *reader_line(struct reader *reader, const struct yaml_node *node);
/* What people would call the place of a node: "hall.yaml:12". */
const char *reader_place(struct reader *reader, const struct yaml_node *node);
/* A MESSAGE_EXPECT_* or noun in the reader's language. */
const char *reader_noun(const struct reader *reader, enum message noun);

/* Stores an integer in a field of 1, 2, 4 or 8 bytes, and reads an unsigned one of 1 or 2, else a
 * signed one. */
void field_store(void *field, size_t size, int64_t value);
int64_t field_load(const void *field, size_t size);
