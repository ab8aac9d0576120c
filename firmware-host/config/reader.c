/* reader.c: maps, lists and their keys, read by rows. Single values are in reader_value.c. See
 * reader.h. */
#include "config/reader.h"

#include "base/text.h"

#include <string.h>

enum { ROWS_A_TABLE = 64, ALLOWED_SIZE = 400 };

/* ------------------------------------------------------------------ reporting */

void reader_problem(struct reader *reader, const struct yaml_node *node, enum message message,
                    struct message_values values)
{
    const struct place place = {node->source, node->line, node->column};
    problems_add(reader->problems, place, message, &values);
}

void reader_problem_at_key(struct reader *reader, const struct yaml_node *node,
                           enum message message, struct message_values values)
{
    reader_problem(reader, node->key != NULL ? node->key : node, message, values);
}

const char *reader_noun(const struct reader *reader, enum message noun)
{
    return message_noun(noun, reader->problems->language);
}

const char *reader_number(struct reader *reader, int64_t value)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%lld", (long long)value);
    return arena_text(reader->arena, text, (size_t)size);
}

const char *reader_line(struct reader *reader, const struct yaml_node *node)
{
    return reader_number(reader, node->line + node->source->first_line - 1);
}

const char *reader_place(struct reader *reader, const struct yaml_node *node)
{
    char text[160];
    int line = node->line + node->source->first_line - 1;
    int size = snprintf(text, sizeof text, "%.120s:%d", node->source->file, line);
    return arena_text(reader->arena, text, (size_t)size);
}

const char *reader_guess(struct reader *reader, const struct suggestion *suggestion,
                         const char *allowed)
{
    const char *best = suggestion_best(suggestion);
    enum message noun = best != NULL ? MESSAGE_NOUN_GUESS : MESSAGE_NOUN_ALLOWED;
    const struct message_values values = {{best != NULL         ? best
                                            : allowed[0] != '\0' ? allowed
                                                                 : "-"}};
    char text[ALLOWED_SIZE];
    message_format(text, sizeof text, noun, reader->problems->language, &values);
    return arena_text(reader->arena, text, strlen(text));
}

/* ------------------------------------------------------------------ maps */

const struct schema_row *schema_find(const struct schema_table *table, const char *key)
{
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        if (strcmp(row->key, key) == 0) {
            return row;
        }
    }
    return NULL;
}

static void report_unknown_key(struct reader *reader, const struct yaml_node *node,
                               const struct schema_table *table)
{
    struct suggestion suggestion = suggestion_for(node->key->text);
    char allowed[ALLOWED_SIZE];
    size_t used = 0;
    allowed[0] = '\0';
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        suggestion_offer(&suggestion, row->key);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", row->key);
    }
    const char *advice = reader_guess(reader, &suggestion, allowed);
    reader_problem_at_key(reader, node, MESSAGE_UNKNOWN_KEY,
                          (struct message_values){{node->key->text, table->name, advice}});
}

/* Sorts the map's values by row; unknown and repeated keys are reported. */
static void sort_values(struct reader *reader, const struct yaml_node *node,
                        const struct schema_table *table, const struct yaml_node **values)
{
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        const struct schema_row *row = schema_find(table, child->key->text);
        if (row == NULL) {
            report_unknown_key(reader, child, table);
            continue;
        }
        const struct yaml_node **place = &values[row - table->rows];
        if (*place != NULL) {
            const char *first = reader_line(reader, (*place)->key);
            reader_problem_at_key(reader, child, MESSAGE_DUPLICATE_KEY,
                                  (struct message_values){{row->key, first}});
            continue;
        }
        *place = child;
    }
}

/* A default as a node: YAML when it begins with a bracket, else a scalar. */
static const struct yaml_node *fallback_node(struct reader *reader, const struct schema_row *row)
{
    struct source *source = arena_take(reader->arena, sizeof *source);
    *source = (struct source){.file = "default", .text = row->fallback, .first_line = 1,
                              .size = strlen(row->fallback)};
    struct yaml_node *node = NULL;
    struct yaml_mistake mistake;
    if ((row->fallback[0] == '{' && row->type != SCHEMA_TEXT) || row->fallback[0] == '[') {
        return yaml_read(reader->arena, source, &node, &mistake) == 0 ? node : NULL;
    }
    node = arena_take(reader->arena, sizeof *node);
    *node = (struct yaml_node){.kind = YAML_SCALAR, .line = 1, .column = 1, .source = source,
                               .text = row->fallback};
    return node;
}

/* Strings are never NULL and references never point at the first by accident. */
static void set_empty(const struct schema_row *row, void *record)
{
    void *field = (char *)record + row->offset;
    switch (row->type) {
    case SCHEMA_CODE:
    case SCHEMA_SERIES:
    case SCHEMA_TEXT:
        *(const char **)field = "";
        break;
    case SCHEMA_WORDS:
        *(struct words *)field = (struct words){"", ""};
        break;
    case SCHEMA_REFERENCE:
        *(uint16_t *)field = UINT16_MAX;
        break;
    default:
        break;
    }
}

static void report_missing(struct reader *reader, const struct yaml_node *node,
                           const struct schema_table *table, const struct schema_row *row)
{
    bool chinese = reader->problems->language == SITE_ZH;
    reader_problem(reader, node, MESSAGE_MISSING_KEY,
                   (struct message_values){{row->key, table->name, chinese ? row->zh : row->en}});
}

static void read_absent(struct reader *reader, const struct yaml_node *node,
                        const struct schema_table *table, const struct schema_row *row,
                        void *record)
{
    if (row->inherits) {
        return;
    }
    set_empty(row, record);
    if (row->type == SCHEMA_MAP) {
        reader_map(reader, NULL, row->table, record, NULL);
    }
    if (row->fallback == NULL) {
        if (node != NULL) {
            report_missing(reader, node, table, row);
        }
        return;
    }
    if (row->fallback[0] == '\0' || row->type == SCHEMA_REMARK || row->type == SCHEMA_MAP) {
        return;
    }
    const struct yaml_node *value = fallback_node(reader, row);
    if (value != NULL) {
        reader_value(reader, value, row, record);
    }
}

static void report_empty(struct reader *reader, const struct yaml_node *value,
                         const struct schema_row *row)
{
    bool chinese = reader->problems->language == SITE_ZH;
    reader_problem_at_key(reader, value, MESSAGE_EMPTY_VALUE,
                          (struct message_values){{row->key, chinese ? row->zh : row->en}});
}

void reader_map(struct reader *reader, const struct yaml_node *node,
                const struct schema_table *table, void *record, uint64_t *seen)
{
    const struct yaml_node *values[ROWS_A_TABLE] = {NULL};
    if (node != NULL && node->kind != YAML_MAP) {
        const struct schema_row whole = {.key = table->name};
        reader_is(reader, node, YAML_MAP, &whole);
        node = NULL;
    }
    if (node != NULL) {
        sort_values(reader, node, table, values);
    }
    for (size_t i = 0; table->rows[i].key != NULL && i < ROWS_A_TABLE; i++) {
        const struct schema_row *row = &table->rows[i];
        bool empty = values[i] != NULL && yaml_is_empty(values[i]);
        bool allowed = row->type == SCHEMA_MAP && row->fallback != NULL;
        if (empty && !allowed) {
            report_empty(reader, values[i], row);
        }
        if (values[i] == NULL || empty) {
            read_absent(reader, empty ? NULL : node, table, row, record);
            continue;
        }
        if (seen != NULL) {
            *seen |= UINT64_C(1) << i;
        }
        set_empty(row, record);
        if (reader_value(reader, values[i], row, record) < 0) {
            read_absent(reader, NULL, table, row, record);
        }
    }
    if (table->check != NULL && node != NULL) {
        table->check(reader, node, record);
    }
}

bool reader_is(struct reader *reader, const struct yaml_node *node, enum yaml_kind kind,
               const struct schema_row *row)
{
    static const enum message nouns[] = {
        [YAML_SCALAR] = MESSAGE_EXPECT_TEXT,
        [YAML_MAP] = MESSAGE_EXPECT_MAP,
        [YAML_LIST] = MESSAGE_EXPECT_LIST,
    };
    if (node->kind == kind) {
        return true;
    }
    enum site_language language = reader->problems->language;
    const char *found = node->kind == YAML_SCALAR ? node->text
                                                  : reader_noun(reader, nouns[node->kind]);
    char example[96];
    message_advice(example, sizeof example, nouns[kind], language, NULL);
    reader_problem(reader, node, MESSAGE_WRONG_TYPE,
                   (struct message_values){
                       {row->key, reader_noun(reader, nouns[kind]), found, example}});
    return false;
}
