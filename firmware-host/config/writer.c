/* writer.c: rows and records as YAML. See writer.h. */
#include "config/writer.h"

#include "config/reader.h"
#include "config/value.h"

#include <string.h>

typedef void write_function(struct writer *writer, const struct schema_row *row,
                            const void *field);

/* ------------------------------------------------------------------ pieces */

static void write_start(struct writer *writer, int indent)
{
    if (writer->inline_start) {
        fprintf(writer->out, "%*s- ", indent - 2, "");
        writer->inline_start = false;
    } else {
        fprintf(writer->out, "%*s", indent, "");
    }
}

static void write_indent(struct writer *writer)
{
    for (size_t i = 0; i < writer->pending_count; i++) {
        write_start(writer, writer->pending_indent[i]);
        fprintf(writer->out, "%s:\n", writer->pending[i]);
    }
    writer->pending_count = 0;
    write_start(writer, writer->indent);
}

void writer_key(struct writer *writer, const char *key)
{
    write_indent(writer);
    fprintf(writer->out, "%s: ", key);
}

void writer_block(struct writer *writer, const char *key)
{
    write_indent(writer);
    fprintf(writer->out, "%s:\n", key);
}

void writer_text(struct writer *writer, const char *text)
{
    fputc('"', writer->out);
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            fputs("\\n", writer->out);
            continue;
        }
        if (*text == '"' || *text == '\\') {
            fputc('\\', writer->out);
        }
        fputc(*text, writer->out);
    }
    fputc('"', writer->out);
}

void writer_words(struct writer *writer, const char *zh, const char *en)
{
    fputs("{zh: ", writer->out);
    writer_text(writer, zh);
    fputs(", en: ", writer->out);
    writer_text(writer, en);
    fputc('}', writer->out);
}

/* Nothing to say: an empty optional text, which reads back as nothing. */
static bool is_left_out(const struct schema_row *row, const char *text)
{
    return text[0] == '\0' && row->fallback != NULL && row->fallback[0] == '\0';
}

/* ------------------------------------------------------------------ values by type */

static void write_bool(struct writer *writer, const struct schema_row *row, const void *field)
{
    writer_key(writer, row->key);
    fprintf(writer->out, "%s\n", *(const bool *)field ? "true" : "false");
}

static void write_int(struct writer *writer, const struct schema_row *row, const void *field)
{
    writer_key(writer, row->key);
    fprintf(writer->out, "%lld\n", (long long)field_load(field, row->size));
}

static void write_duration(struct writer *writer, const struct schema_row *row, const void *field)
{
    char text[VALUE_TEXT];
    writer_key(writer, row->key);
    fprintf(writer->out, "%s\n",
            value_format_duration(field_load(field, row->size), row->unit, text));
}

static void write_time(struct writer *writer, const struct schema_row *row, const void *field)
{
    char text[VALUE_TEXT];
    writer_key(writer, row->key);
    fprintf(writer->out, "\"%s\"\n", value_format_time(field_load(field, row->size), text));
}

static void write_string(struct writer *writer, const struct schema_row *row, const char *text)
{
    if (!is_left_out(row, text)) {
        writer_key(writer, row->key);
        writer_text(writer, text);
        fputc('\n', writer->out);
    }
}

static void write_text(struct writer *writer, const struct schema_row *row, const void *field)
{
    write_string(writer, row, *(const char *const *)field);
}

static void write_characters(struct writer *writer, const struct schema_row *row,
                             const void *field)
{
    write_string(writer, row, field);
}

static void write_words(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct words *words = field;
    if (!is_left_out(row, words->zh)) {
        writer_key(writer, row->key);
        writer_words(writer, words->zh, words->en);
        fputc('\n', writer->out);
    }
}

static void write_choice(struct writer *writer, const struct schema_row *row, const void *field)
{
    char text[VALUE_TEXT];
    writer_key(writer, row->key);
    fprintf(writer->out, "%s\n", value_format_choice(field_load(field, row->size), row->words,
                                                     text, sizeof text));
}

static void write_reference(struct writer *writer, const struct schema_row *row,
                            const void *field)
{
    uint16_t index = *(const uint16_t *)field;
    if (index == UINT16_MAX) {
        return;
    }
    const char *base = (const char *)writer->site;
    const char *records = *(const char *const *)(const void *)(base + row->list->offset);
    const char *record = records + index * row->list->table->size;
    write_string(writer, row, *(const char *const *)(const void *)record);
}

static void write_map(struct writer *writer, const struct schema_row *row, const void *field)
{
    size_t before = writer->pending_count;
    writer->pending[before] = row->key;
    writer->pending_indent[before] = writer->indent;
    writer->pending_count++;
    writer->indent += 2;
    writer_map(writer, row->table, (const char *)field - row->offset);
    writer->indent -= 2;
    writer->pending_count = writer->pending_count > before ? before : 0;
}

static const char *format_element(const struct schema_row *element, int64_t value, char *out)
{
    if (element->type == SCHEMA_DATE) {
        return value_format_date(value, out);
    }
    snprintf(out, VALUE_TEXT, "%lld", (long long)value);
    return out;
}

/* Plain values of a list: dates and numbers. */
static void write_elements(struct writer *writer, const struct schema_row *row,
                           const char *values, size_t count)
{
    writer_key(writer, row->key);
    fputc('[', writer->out);
    for (size_t i = 0; i < count; i++) {
        char text[VALUE_TEXT];
        int64_t value = field_load(values + i * row->element->size, row->element->size);
        fprintf(writer->out, "%s%s", i > 0 ? ", " : "",
                format_element(row->element, value, text));
    }
    fputs("]\n", writer->out);
}

static void write_list(struct writer *writer, const struct schema_row *row, const void *field)
{
    const char *records = *(const char *const *)field;
    size_t count = *(const size_t *)(const void *)((const char *)field - row->offset +
                                                   row->count_offset);
    if (row->element != NULL) {
        write_elements(writer, row, records, count);
        return;
    }
    if (count == row->reserve) {
        writer_key(writer, row->key);
        fputs("[]\n", writer->out);
        return;
    }
    writer_block(writer, row->key);
    for (size_t i = row->reserve; i < count; i++) {
        writer_item(writer, row->table, records + i * row->table->size);
    }
}

static void write_custom(struct writer *writer, const struct schema_row *row, const void *field)
{
    row->write(writer, row, field);
}

static write_function *const writers[SCHEMA_TYPE_COUNT] = {
    [SCHEMA_BOOL] = write_bool,
    [SCHEMA_INT] = write_int,
    [SCHEMA_DURATION] = write_duration,
    [SCHEMA_TIME] = write_time,
    [SCHEMA_DATE] = NULL, /* only within lists */
    [SCHEMA_CODE] = write_text,
    [SCHEMA_SERIES] = write_text,
    [SCHEMA_TEXT] = write_text,
    [SCHEMA_CHARACTERS] = write_characters,
    [SCHEMA_REMARK] = NULL, /* not kept */
    [SCHEMA_WORDS] = write_words,
    [SCHEMA_CHOICE] = write_choice,
    [SCHEMA_CHOICE_CHARACTERS] = write_characters,
    [SCHEMA_REFERENCE] = write_reference,
    [SCHEMA_MAP] = write_map,
    [SCHEMA_LIST] = write_list,
    [SCHEMA_CUSTOM] = write_custom,
};

/* ------------------------------------------------------------------ records */

void writer_map(struct writer *writer, const struct schema_table *table, const void *record)
{
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        if (writers[row->type] != NULL) {
            writers[row->type](writer, row, (const char *)record + row->offset);
        }
    }
}

void writer_item(struct writer *writer, const struct schema_table *table, const void *record)
{
    writer->indent += 4;
    writer->inline_start = true;
    writer_map(writer, table, record);
    writer->inline_start = false;
    writer->indent -= 4;
}

/* ------------------------------------------------------------------ the whole site */

void site_dump(const struct site *site, FILE *out)
{
    struct writer writer = {.out = out, .site = site};
    fputs("--- # hall.yaml\n", out);
    writer_map(&writer, &schema_hall, site);
    fputs("--- # lines.yaml\n", out);
    writer_map(&writer, &schema_lines, site);
    for (size_t i = 0; i < site->profile_count; i++) {
        fprintf(out, "--- # profiles/%s.yaml\n", site->profiles[i].name);
        writer_map(&writer, &schema_profile, &site->profiles[i]);
    }
}
