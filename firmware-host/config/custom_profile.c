/* custom_profile.c: values of a profile that fit no plain type: options checked against the
 * driver's own rows, keys and vectors in hexadecimal. See custom.h. */
#include "config/custom.h"

#include "base/text.h"
#include "config/value.h"

#include <string.h>

/* ------------------------------------------------------------------ title and encoding */

int read_title(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
               void *field)
{
    struct device_profile *profile = field;
    struct words words = {"", ""};
    const struct schema_row text = {.key = row->key, .type = SCHEMA_WORDS, .low = row->low,
                                    .high = row->high};
    int rc = reader_value(reader, node, &text, &words);
    snprintf(profile->title_zh, sizeof profile->title_zh, "%s", words.zh);
    snprintf(profile->title_en, sizeof profile->title_en, "%s", words.en);
    return rc;
}

void write_title(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct device_profile *profile = field;
    writer_key(writer, row->key);
    writer_words(writer, profile->title_zh, profile->title_en);
    fputc('\n', writer->out);
}

int read_encoding(struct reader *reader, const struct yaml_node *node,
                  const struct schema_row *row, void *field)
{
    char name[VALUE_TEXT];
    const struct schema_row choice = {.key = row->key, .type = SCHEMA_CHOICE_CHARACTERS,
                                      .words = row->words};
    if (reader_value(reader, node, &choice, name) < 0) {
        return -1;
    }
    return text_encoding_parse(name, field);
}

void write_encoding(struct writer *writer, const struct schema_row *row, const void *field)
{
    writer_key(writer, row->key);
    fprintf(writer->out, "%s\n", text_encoding_name(*(const enum text_encoding *)field));
}

/* ------------------------------------------------------------------ options */

static const struct option_row *option_find(const struct driver *driver, const char *key)
{
    const struct option_row *row = driver != NULL ? driver->options : NULL;
    for (; row != NULL && row->key != NULL; row++) {
        if (strcmp(row->key, key) == 0) {
            return row;
        }
    }
    return NULL;
}

static void report_unknown_option(struct reader *reader, const struct yaml_node *node,
                                  const struct driver *driver, const char *key)
{
    struct suggestion suggestion = suggestion_for(key);
    char allowed[240] = "-";
    size_t used = 0;
    const struct option_row *row = driver->options;
    for (; row != NULL && row->key != NULL; row++) {
        suggestion_offer(&suggestion, row->key);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", row->key);
    }
    reader_problem_at_key(reader, node, MESSAGE_UNKNOWN_OPTION,
                          (struct message_values){
                              {key, driver->name, reader_guess(reader, &suggestion, allowed)}});
}

static bool option_fits(const struct option_row *row, const char *text)
{
    int64_t number;
    bool truth;
    switch (row->type) {
    case OPTION_INT:
        return value_integer(text, &number) == VALUE_OK && number >= row->low &&
               number <= row->high;
    case OPTION_BOOL:
        return value_bool(text, &truth) == VALUE_OK;
    case OPTION_WORD:
        return value_choice(text, row->words) >= 0;
    default:
        return true;
    }
}

static void report_option(struct reader *reader, const struct yaml_node *node,
                          const struct option_row *row)
{
    char allowed[240];
    if (row->type == OPTION_INT) {
        snprintf(allowed, sizeof allowed, "%d … %d", row->low, row->high);
    } else {
        snprintf(allowed, sizeof allowed, "%s",
                 row->type == OPTION_BOOL ? "true, false" : row->words);
    }
    bool chinese = reader->problems->language == SITE_ZH;
    reader_problem(reader, node, MESSAGE_OPTION_TYPE,
                   (struct message_values){{row->key, node->text, allowed,
                                            chinese ? row->help_zh : row->help_en}});
}

/* The value as drivers read it: yes and on are true. */
static const char *normal_value(const struct option_row *row, const char *text)
{
    bool truth;
    if (row != NULL && row->type == OPTION_BOOL && value_bool(text, &truth) == VALUE_OK) {
        return truth ? "true" : "false";
    }
    return text;
}

static void read_option(struct reader *reader, const struct yaml_node *node,
                        struct device_profile *profile, const char *key)
{
    const struct driver *driver = driver_find(profile->driver);
    const struct option_row *row = option_find(driver, key);
    struct profile_option option = {.line = node->line + node->source->first_line - 1};
    if (driver != NULL && row == NULL) {
        report_unknown_option(reader, node, driver, key);
        return;
    }
    if (node->kind != YAML_SCALAR || strlen(node->text) >= sizeof option.value) {
        reader_problem(reader, node, MESSAGE_OPTION_NOT_A_VALUE, (struct message_values){{key}});
        return;
    }
    if (row != NULL && !option_fits(row, node->text)) {
        report_option(reader, node, row);
        return;
    }
    for (uint16_t i = 0; i < profile->option_count; i++) {
        if (strcmp(profile->options[i].key, key) == 0) {
            const char *line = reader_number(reader, profile->options[i].line);
            reader_problem_at_key(reader, node, MESSAGE_DUPLICATE_KEY,
                                  (struct message_values){{key, line}});
            return;
        }
    }
    if (profile->option_count == PROFILE_OPTIONS) {
        reader_problem_at_key(reader, node, MESSAGE_TOO_MANY,
                              (struct message_values){
                                  {"options", reader_number(reader, PROFILE_OPTIONS + 1),
                                   reader_number(reader, PROFILE_OPTIONS)}});
        return;
    }
    snprintf(option.key, sizeof option.key, "%s", key);
    snprintf(option.value, sizeof option.value, "%s", normal_value(row, node->text));
    profile->options[profile->option_count++] = option;
}

/* Nested maps flatten: {registers: {text: 16}} is registers.text: 16. */
static void read_option_map(struct reader *reader, const struct yaml_node *node,
                            struct device_profile *profile, const char *prefix)
{
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        char key[sizeof profile->options[0].key];
        int size = snprintf(key, sizeof key, "%s%s%s", prefix, prefix[0] != '\0' ? "." : "",
                            child->key->text);
        if (size >= (int)sizeof key) {
            reader_problem_at_key(reader, child, MESSAGE_TEXT_TOO_LONG,
                                  (struct message_values){
                                      {"options", reader_number(reader, size),
                                       reader_number(reader, (int64_t)sizeof key - 1)}});
        } else if (child->kind == YAML_MAP) {
            read_option_map(reader, child, profile, key);
        } else {
            read_option(reader, child, profile, key);
        }
    }
}

int read_options(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                 void *field)
{
    if (!reader_is(reader, node, YAML_MAP, row)) {
        return -1;
    }
    read_option_map(reader, node, field, "");
    return 0;
}

void write_options(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct device_profile *profile = field;
    if (profile->option_count == 0) {
        return;
    }
    writer_block(writer, row->key);
    for (uint16_t i = 0; i < profile->option_count; i++) {
        fprintf(writer->out, "%*s", writer->indent + 2, "");
        writer_text(writer, profile->options[i].key);
        fputs(": ", writer->out);
        writer_text(writer, profile->options[i].value);
        fputc('\n', writer->out);
    }
}

/* ------------------------------------------------------------------ keys */

static int read_hex(struct reader *reader, const struct yaml_node *node,
                    const struct schema_row *row, uint8_t *bytes)
{
    int size = node->kind == YAML_SCALAR ? value_hex(node->text, bytes, (size_t)row->high) : -1;
    if (size < 0) {
        reader_problem(reader, node, MESSAGE_BAD_HEX,
                       (struct message_values){{row->key, reader_number(reader, row->high)}});
    }
    return size;
}

static void write_hex(struct writer *writer, const struct schema_row *row, const uint8_t *bytes,
                      size_t size)
{
    writer_key(writer, row->key);
    fputc('"', writer->out);
    for (size_t i = 0; i < size; i++) {
        fprintf(writer->out, "%s%02X", i > 0 ? " " : "", bytes[i]);
    }
    fputs("\"\n", writer->out);
}

int read_code_bytes(struct reader *reader, const struct yaml_node *node,
                    const struct schema_row *row, void *field)
{
    struct profile_key *key = field;
    int size = read_hex(reader, node, row, key->code);
    key->size = (uint8_t)(size > 0 ? size : 0);
    return size > 0 ? 0 : -1;
}

void write_code_bytes(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct profile_key *key = field;
    write_hex(writer, row, key->code, key->size);
}

void check_key(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct profile_key *key = record;
    const struct yaml_node *code = yaml_get(node, "code"), *action = yaml_get(node, "action");
    bool nothing = key->action == KEY_NONE && key->level == 0 && key->number == 0;
    if (code != NULL && nothing && (action == NULL || strcmp(action->text, "none") == 0)) {
        reader_problem(reader, node, MESSAGE_KEY_MEANS_NOTHING,
                       (struct message_values){{code->text}});
    }
}

static int check_room(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row)
{
    if (!reader_is(reader, node, YAML_LIST, row)) {
        return -1;
    }
    if (node->count <= (size_t)row->high) {
        return 0;
    }
    reader_problem(reader, node, MESSAGE_TOO_MANY,
                   (struct message_values){{row->key, reader_number(reader, (int64_t)node->count),
                                            reader_number(reader, row->high)}});
    return -1;
}

int read_keys(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
              void *field)
{
    struct device_profile *profile = field;
    if (check_room(reader, node, row) < 0) {
        return -1;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct profile_key *key = &profile->keys[profile->key_count++];
        reader_map(reader, child, &schema_profile_key, key, NULL);
    }
    return 0;
}

void write_keys(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct device_profile *profile = field;
    if (profile->key_count == 0) {
        return;
    }
    writer_block(writer, row->key);
    for (uint16_t i = 0; i < profile->key_count; i++) {
        writer_item(writer, &schema_profile_key, &profile->keys[i]);
    }
}

/* ------------------------------------------------------------------ vectors */

int read_vector_bytes(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row, void *field)
{
    struct vector_draft *draft = field;
    int size = read_hex(reader, node, row, draft->vector.bytes);
    draft->vector.size = (uint16_t)(size > 0 ? size : 0);
    return size > 0 ? 0 : -1;
}

void write_vector_bytes(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct vector_draft *draft = field;
    write_hex(writer, row, draft->vector.bytes, draft->vector.size);
}

void check_vector(struct reader *reader, const struct yaml_node *node, void *record)
{
    struct vector_draft *draft = record;
    bool send = draft->send[0] != '\0', receive = draft->receive[0] != '\0';
    if (send == receive) {
        reader_problem(reader, node, MESSAGE_VECTOR_KIND, (struct message_values){{NULL}});
    }
    draft->vector.receive = receive;
    draft->vector.line = node->line + node->source->first_line - 1;
    snprintf(draft->vector.meaning, sizeof draft->vector.meaning, "%s",
             receive ? draft->receive : draft->send);
}

int read_vectors(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                 void *field)
{
    struct device_profile *profile = field;
    if (check_room(reader, node, row) < 0) {
        return -1;
    }
    profile->vectors = arena_take(reader->arena, (node->count + 1) * sizeof *profile->vectors);
    struct vector_draft *draft = arena_take(reader->arena, sizeof *draft);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        *draft = (struct vector_draft){.send = ""};
        reader_map(reader, child, &schema_profile_vector, draft, NULL);
        profile->vectors[profile->vector_count++] = draft->vector;
    }
    return 0;
}

void write_vectors(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct device_profile *profile = field;
    if (profile->vector_count == 0) {
        return;
    }
    writer_block(writer, row->key);
    for (uint16_t i = 0; i < profile->vector_count; i++) {
        const struct profile_vector *vector = &profile->vectors[i];
        const struct vector_draft draft = {.send = vector->receive ? "" : vector->meaning,
                                           .receive = vector->receive ? vector->meaning : "",
                                           .vector = *vector};
        writer_item(writer, &schema_profile_vector, &draft);
    }
}
