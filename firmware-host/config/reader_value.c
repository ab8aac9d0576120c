/* reader_value.c: one value of each type of the schema, with what can be wrong about it. See
 * reader.h. */
#include "config/reader.h"

#include "base/text.h"
#include "config/value.h"

#include <ctype.h>
#include <string.h>

typedef int read_function(struct reader *reader, const struct yaml_node *node,
                          const struct schema_row *row, void *field);

/* ------------------------------------------------------------------ fields */

void field_store(void *field, size_t size, int64_t value)
{
    if (size == 1) {
        *(uint8_t *)field = (uint8_t)value;
    } else if (size == 2) {
        *(uint16_t *)field = (uint16_t)value;
    } else if (size == 4) {
        *(int32_t *)field = (int32_t)value;
    } else {
        *(int64_t *)field = value;
    }
}

int64_t field_load(const void *field, size_t size)
{
    if (size == 1) {
        return *(const uint8_t *)field;
    }
    if (size == 2) {
        return *(const uint16_t *)field;
    }
    return size == 4 ? *(const int32_t *)field : *(const int64_t *)field;
}

/* ------------------------------------------------------------------ what is wrong */

static int wrong_type(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row, enum message expected)
{
    const char *found = node->kind == YAML_SCALAR ? node->text
                        : node->kind == YAML_MAP  ? reader_noun(reader, MESSAGE_EXPECT_MAP)
                                                  : reader_noun(reader, MESSAGE_EXPECT_LIST);
    char quoted[80], example[96];
    snprintf(quoted, sizeof quoted, node->kind == YAML_SCALAR ? "'%.70s'" : "%.70s", found);
    message_advice(example, sizeof example, expected, reader->problems->language, NULL);
    reader_problem(reader, node, MESSAGE_WRONG_TYPE,
                   (struct message_values){
                       {row->key, reader_noun(reader, expected), quoted, example}});
    return -1;
}

static const char *format_number(const struct schema_row *row, int64_t value, char *out)
{
    if (row->type == SCHEMA_DURATION) {
        return value_format_duration(value, row->unit, out);
    }
    const char *unit = row->unit != NULL ? row->unit : "";
    snprintf(out, VALUE_TEXT, "%lld%s%s", (long long)value, unit[0] != '\0' ? " " : "", unit);
    return out;
}

static int check_range(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, int64_t value)
{
    if (value >= row->low && value <= row->high) {
        return 0;
    }
    char low[VALUE_TEXT], high[VALUE_TEXT];
    reader_problem(reader, node, MESSAGE_OUT_OF_RANGE,
                   (struct message_values){{row->key, node->text,
                                            format_number(row, row->low, low),
                                            format_number(row, row->high, high)}});
    return -1;
}

static bool scalar(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR;
}

/* ------------------------------------------------------------------ numbers */

static int read_bool(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    bool value;
    if (!scalar(node) || value_bool(node->text, &value) != VALUE_OK) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_BOOL);
    }
    *(bool *)field = value;
    return 0;
}

static int read_int(struct reader *reader, const struct yaml_node *node,
                    const struct schema_row *row, void *field)
{
    int64_t value;
    if (!scalar(node) || value_integer(node->text, &value) != VALUE_OK) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_INT);
    }
    if (check_range(reader, node, row, value) < 0) {
        return -1;
    }
    field_store(field, row->size, value);
    return 0;
}

static int report_duration(struct reader *reader, const struct yaml_node *node,
                           const struct schema_row *row, enum value_status status)
{
    if (status == VALUE_WRONG) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_DURATION);
    }
    enum message message = status == VALUE_NOT_WHOLE ? MESSAGE_NOT_WHOLE : MESSAGE_UNKNOWN_UNIT;
    reader_problem(reader, node, message,
                   (struct message_values){{row->key, node->text, row->unit}});
    return -1;
}

static int read_duration(struct reader *reader, const struct yaml_node *node,
                         const struct schema_row *row, void *field)
{
    int64_t value = 0;
    enum value_status status =
        scalar(node) ? value_duration(node->text, row->unit, &value) : VALUE_WRONG;
    if (status != VALUE_OK) {
        return report_duration(reader, node, row, status);
    }
    if (check_range(reader, node, row, value) < 0) {
        return -1;
    }
    field_store(field, row->size, value);
    return 0;
}

static int read_time(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    int64_t value;
    if (!scalar(node) || value_time(node->text, &value) != VALUE_OK) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TIME);
    }
    field_store(field, row->size, value);
    return 0;
}

static int read_date(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    int64_t value;
    if (!scalar(node) || value_date(node->text, &value) != VALUE_OK) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_DATE);
    }
    field_store(field, row->size, value);
    return 0;
}

/* ------------------------------------------------------------------ texts */

static int read_code(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    if (!value_is_code(node->text)) {
        reader_problem(reader, node, MESSAGE_BAD_CODE,
                       (struct message_values){{row->key, node->text}});
        return -1;
    }
    *(const char **)field = node->text;
    return 0;
}

static int read_series(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, void *field)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    size_t size = strspn(node->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (size == 0 || size >= LIMIT_SERIES || node->text[size] != '\0') {
        reader_problem(reader, node, MESSAGE_BAD_SERIES,
                       (struct message_values){{row->key, node->text}});
        return -1;
    }
    *(const char **)field = node->text;
    return 0;
}

/* Is this word between braces a placeholder of the row? */
static int check_hole(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row, const char *name)
{
    if (value_choice(name, row->words) >= 0) {
        return 0;
    }
    struct suggestion suggestion = suggestion_for(name);
    char one[VALUE_TEXT], holes[240];
    size_t used = 0;
    for (int i = 0; value_format_choice(i, row->words, one, sizeof one)[0] != '\0'; i++) {
        const char *copy = arena_text(reader->arena, one, strlen(one));
        suggestion_offer(&suggestion, copy);
        text_append(holes, sizeof holes, &used, "%s{%s}", i > 0 ? " " : "", copy);
    }
    const char *advice = reader_guess(reader, &suggestion, holes);
    reader_problem(reader, node, MESSAGE_UNKNOWN_HOLE,
                   (struct message_values){{row->key, name, advice}});
    return -1;
}

static int check_holes(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row)
{
    int rc = 0;
    const char *open = node->text;
    while (row->words != NULL && rc == 0 && (open = strchr(open, '{')) != NULL) {
        const char *close = strpbrk(open + 1, "{}");
        if (close == NULL || *close == '{') {
            open++;
            continue;
        }
        size_t size = (size_t)(close - open - 1);
        rc = check_hole(reader, node, row, arena_text(reader->arena, open + 1, size));
        open = close;
    }
    return rc;
}

static bool has_control(const char *text, bool lines)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((byte < 0x20 && !(lines && byte == '\n')) || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

/* A text without control characters, not too long, with known placeholders. */
static int check_text(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    size_t size = strlen(node->text);
    if (size > (size_t)row->high) {
        reader_problem(reader, node, MESSAGE_TEXT_TOO_LONG,
                       (struct message_values){{row->key, reader_number(reader, (int64_t)size),
                                                reader_number(reader, row->high)}});
        return -1;
    }
    if (has_control(node->text, row->lines)) {
        reader_problem(reader, node, MESSAGE_TEXT_CONTROL, (struct message_values){{row->key}});
        return -1;
    }
    if (size < (size_t)row->low) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    return check_holes(reader, node, row);
}

static int read_text(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    if (check_text(reader, node, row) < 0) {
        return -1;
    }
    *(const char **)field = node->text;
    return 0;
}

static int read_characters(struct reader *reader, const struct yaml_node *node,
                           const struct schema_row *row, void *field)
{
    if (check_text(reader, node, row) < 0) {
        return -1;
    }
    memcpy(field, node->text, strlen(node->text) + 1);
    return 0;
}

static int read_remark(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, void *field)
{
    (void)field;
    return check_text(reader, node, row);
}

/* {zh: …, en: …} as a table of its own, or a plain text that is Chinese. */
static int read_words(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row, void *field)
{
    struct words *words = field;
    if (scalar(node)) {
        if (check_text(reader, node, row) < 0) {
            return -1;
        }
        *words = (struct words){node->text, node->text};
        return 0;
    }
    if (node->kind != YAML_MAP) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_WORDS);
    }
    struct schema_row languages[] = {
        {.key = "zh", .type = SCHEMA_TEXT, .offset = offsetof(struct words, zh)},
        {.key = "en", .type = SCHEMA_TEXT, .offset = offsetof(struct words, en), .fallback = ""},
        {.key = NULL},
    };
    for (int i = 0; i < 2; i++) {
        languages[i].low = row->low;
        languages[i].high = row->high;
        languages[i].words = row->words;
        languages[i].lines = row->lines;
        languages[i].zh = "中文文字";
        languages[i].en = "text in Chinese";
    }
    const struct schema_table table = {.name = row->key, .rows = languages};
    reader_map(reader, node, &table, words, NULL);
    if (words->en[0] == '\0') {
        words->en = words->zh;
    }
    return 0;
}

/* ------------------------------------------------------------------ choices and references */

static int report_choice(struct reader *reader, const struct yaml_node *node,
                         const struct schema_row *row)
{
    struct suggestion suggestion = suggestion_for(node->text);
    char one[VALUE_TEXT], allowed[240];
    size_t used = 0;
    for (int i = 0; value_format_choice(i, row->words, one, sizeof one)[0] != '\0'; i++) {
        const char *copy = arena_text(reader->arena, one, strlen(one));
        suggestion_offer(&suggestion, copy);
        text_append(allowed, sizeof allowed, &used, "%s%s", i > 0 ? ", " : "", copy);
    }
    const char *advice = reader_guess(reader, &suggestion, allowed);
    reader_problem(reader, node, MESSAGE_UNKNOWN_WORD,
                   (struct message_values){{row->key, node->text, advice}});
    return -1;
}

static int read_choice(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, void *field)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    int index = value_choice(node->text, row->words);
    if (index < 0) {
        return report_choice(reader, node, row);
    }
    field_store(field, row->size, index);
    return 0;
}

static int read_choice_characters(struct reader *reader, const struct yaml_node *node,
                                  const struct schema_row *row, void *field)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    if (value_choice(node->text, row->words) < 0) {
        return report_choice(reader, node, row);
    }
    memcpy(field, node->text, strlen(node->text) + 1);
    return 0;
}

/* Records that can be referred to begin with their code. */
static int read_reference(struct reader *reader, const struct yaml_node *node,
                          const struct schema_row *row, void *field)
{
    if (!scalar(node)) {
        return wrong_type(reader, node, row, MESSAGE_EXPECT_TEXT);
    }
    const char *base = (const char *)reader->site;
    size_t count = *(const size_t *)(base + row->list->count_offset);
    const char *records = *(const char *const *)(base + row->list->offset);
    struct suggestion suggestion = suggestion_for(node->text);
    char allowed[240];
    size_t used = 0;
    allowed[0] = '\0';
    bool sound = count > 0;
    for (size_t i = 0; i < count; i++) {
        const char *code = *(const char *const *)(records + i * row->list->table->size);
        if (strcmp(code, node->text) == 0) {
            *(uint16_t *)field = (uint16_t)i;
            return 0;
        }
        sound = sound && code[0] != '\0';
        suggestion_offer(&suggestion, code);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", code);
    }
    if (!sound) {
        return -1; /* what is referred to has mistakes of its own, which are reported there */
    }
    reader_problem(reader, node, MESSAGE_UNKNOWN_REFERENCE,
                   (struct message_values){
                       {row->key, node->text, reader_guess(reader, &suggestion, allowed)}});
    return -1;
}

/* ------------------------------------------------------------------ lists */

static bool is_number(const struct schema_row *row)
{
    return row->type == SCHEMA_INT;
}

/* Text of a value that must be unique; NULL when it is empty or wrong. */
static const char *unique_text(const struct schema_row *row, const void *record, char *out)
{
    const void *field = (const char *)record + row->offset;
    if (is_number(row)) {
        snprintf(out, VALUE_TEXT, "%lld", (long long)field_load(field, row->size));
        return strcmp(out, "0") != 0 ? out : NULL;
    }
    const char *text = *(const char *const *)field;
    return text[0] != '\0' ? text : NULL;
}

static void check_unique(struct reader *reader, const struct yaml_node *node,
                         const struct schema_table *table, const struct schema_row *row,
                         const char *records)
{
    const struct yaml_node *later = node->first;
    for (size_t i = 0; later != NULL; i++, later = later->next) {
        char mine[VALUE_TEXT], other[VALUE_TEXT];
        const char *value = unique_text(row, records + i * table->size, mine);
        const struct yaml_node *earlier = node->first;
        for (size_t j = 0; value != NULL && j < i; j++, earlier = earlier->next) {
            const char *taken = unique_text(row, records + j * table->size, other);
            if (taken != NULL && strcmp(taken, value) == 0) {
                const struct yaml_node *here = yaml_get(later, row->key);
                const struct yaml_node *there = yaml_get(earlier, row->key);
                reader_problem(reader, here != NULL ? here : later, MESSAGE_DUPLICATE_VALUE,
                               (struct message_values){
                                   {row->key, value,
                                    reader_place(reader, there != NULL ? there : earlier)}});
                break;
            }
        }
    }
}

static int check_count(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row)
{
    bool many = node->count > (size_t)row->high;
    if (!many && node->count >= (size_t)row->low) {
        return 0;
    }
    const char *count = reader_number(reader, many ? (int64_t)node->count : row->low);
    reader_problem(reader, node, many ? MESSAGE_TOO_MANY : MESSAGE_TOO_FEW,
                   (struct message_values){{row->key, count, reader_number(reader, row->high)}});
    return many ? -1 : 0;
}

/* field points to the array's pointer; the count stands elsewhere in the same record. */
static int read_list(struct reader *reader, const struct yaml_node *node,
                     const struct schema_row *row, void *field)
{
    if (!reader_is(reader, node, YAML_LIST, row) || check_count(reader, node, row) < 0) {
        return -1;
    }
    size_t size = row->table != NULL ? row->table->size : row->element->size;
    size_t count = row->reserve + node->count, at = 0;
    char *records = arena_take(reader->arena, (count + 1) * size);
    for (; at < row->reserve; at++) {
        reader_map(reader, NULL, row->table, records + at * size, NULL);
    }
    *(void **)field = records;
    *(size_t *)((char *)field - row->offset + row->count_offset) = count;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next, at++) {
        if (row->table != NULL) {
            reader_map(reader, child, row->table, records + at * size, NULL);
        } else {
            struct schema_row element = *row->element;
            element.key = row->key;
            reader_value(reader, child, &element, records + at * size);
        }
    }
    for (const struct schema_row *key = row->table != NULL ? row->table->rows : row->element;
         key->key != NULL && row->table != NULL; key++) {
        if (key->unique) {
            check_unique(reader, node, row->table, key, records + row->reserve * size);
        }
    }
    return 0;
}

static int read_map_value(struct reader *reader, const struct yaml_node *node,
                          const struct schema_row *row, void *field)
{
    reader_map(reader, node, row->table, (char *)field - row->offset, NULL);
    return 0;
}

static int read_custom(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, void *field)
{
    return row->read(reader, node, row, field);
}

static read_function *const readers[SCHEMA_TYPE_COUNT] = {
    [SCHEMA_BOOL] = read_bool,
    [SCHEMA_INT] = read_int,
    [SCHEMA_DURATION] = read_duration,
    [SCHEMA_TIME] = read_time,
    [SCHEMA_DATE] = read_date,
    [SCHEMA_CODE] = read_code,
    [SCHEMA_SERIES] = read_series,
    [SCHEMA_TEXT] = read_text,
    [SCHEMA_CHARACTERS] = read_characters,
    [SCHEMA_REMARK] = read_remark,
    [SCHEMA_WORDS] = read_words,
    [SCHEMA_CHOICE] = read_choice,
    [SCHEMA_CHOICE_CHARACTERS] = read_choice_characters,
    [SCHEMA_REFERENCE] = read_reference,
    [SCHEMA_MAP] = read_map_value,
    [SCHEMA_LIST] = read_list,
    [SCHEMA_CUSTOM] = read_custom,
};

int reader_value(struct reader *reader, const struct yaml_node *node,
                 const struct schema_row *row, void *record)
{
    return readers[row->type](reader, node, row, (char *)record + row->offset);
}
