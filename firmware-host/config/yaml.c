/* yaml.c: libfyaml's events made into a tree with positions. See yaml.h. */
#include "config/yaml.h"

#include <libfyaml.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The tree while it grows: a stack of open maps and lists, and for a map the key that waits for
 * its value. */
struct builder {
    struct arena *arena;
    const struct source *source;
    struct yaml_mistake *mistake;
    struct yaml_node *root;
    struct yaml_node *open[YAML_DEPTH];
    const struct yaml_node *waiting[YAML_DEPTH];
    size_t depth, nodes;
    int line, column; /* of the newest event that had a place */
    bool document_seen;
};

static int fail(struct yaml_mistake *mistake, enum message message, int line, int column)
{
    *mistake = (struct yaml_mistake){.message = message, .line = line, .column = column};
    return -1;
}

/* ------------------------------------------------------------------ the text before parsing */

/* Bytes of the UTF-8 character at `text`, or 0 when it is none. Overlong forms, surrogates and
 * values above U+10FFFF are none. */
static size_t character_size(const unsigned char *text, size_t left)
{
    if (text[0] < 0x80) {
        return 1;
    }
    size_t size = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (text[0] < 0xC2 || text[0] > 0xF4 || left < size) {
        return 0;
    }
    uint32_t value = text[0] & (0xFFu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (text[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value < least[size] || value > 0x10FFFF || surrogate ? 0 : size;
}

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F;
}

static int check_text(const struct source *source, struct yaml_mistake *mistake)
{
    if (source->size > YAML_FILE_BYTES) {
        return fail(mistake, MESSAGE_FILE_TOO_LARGE, 1, 1);
    }
    const unsigned char *text = (const unsigned char *)source->text;
    int line = 1, column = 1;
    for (size_t i = 0; i < source->size;) {
        size_t size = character_size(text + i, source->size - i);
        if (size == 0) {
            return fail(mistake, MESSAGE_NOT_UTF8, line, column);
        }
        if (is_control(text[i])) {
            return fail(mistake, MESSAGE_CONTROL_CHARACTER, line, column);
        }
        column++;
        if (text[i] == '\n') {
            line++;
            column = 1;
        }
        i += size;
    }
    return 0;
}

/* ------------------------------------------------------------------ building */

static int node_add(struct builder *builder, struct yaml_node *node)
{
    if (builder->depth == 0) {
        builder->root = node;
        return 0;
    }
    struct yaml_node *parent = builder->open[builder->depth - 1];
    const struct yaml_node **waiting = &builder->waiting[builder->depth - 1];
    if (parent->kind == YAML_MAP && *waiting == NULL) {
        if (node->kind != YAML_SCALAR) {
            return fail(builder->mistake, MESSAGE_KEY_NOT_TEXT, node->line, node->column);
        }
        *waiting = node;
        return 0;
    }
    node->key = *waiting;
    *waiting = NULL;
    if (parent->last != NULL) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    parent->count++;
    return 0;
}

static struct yaml_node *node_create(struct builder *builder, enum yaml_kind kind)
{
    struct yaml_node *node = arena_take(builder->arena, sizeof *node);
    node->kind = kind;
    node->source = builder->source;
    node->line = builder->line;
    node->column = builder->column;
    node->text = "";
    builder->nodes++;
    return node;
}

/* Where a node's bytes are. A value that nobody wrote has no marks: it is behind its key. */
static void set_extent(struct builder *builder, struct yaml_node *node, size_t from, size_t to)
{
    node->from = from;
    node->to = to;
    for (size_t i = 0; i < builder->depth; i++) {
        builder->open[i]->to = to > builder->open[i]->to ? to : builder->open[i]->to;
    }
}

static size_t behind_key(const struct builder *builder)
{
    const struct yaml_node *key = builder->depth > 0 ? builder->waiting[builder->depth - 1] : NULL;
    size_t at = key != NULL ? key->to : 0;
    while (key != NULL && at < builder->source->size && builder->source->text[at] != ':') {
        at++;
    }
    return key != NULL ? at + 1 : 0;
}

static int open_node(struct builder *builder, enum yaml_kind kind, const struct fy_mark *mark)
{
    if (builder->depth == YAML_DEPTH) {
        return fail(builder->mistake, MESSAGE_TOO_DEEP, builder->line, builder->column);
    }
    struct yaml_node *node = node_create(builder, kind);
    char first = mark != NULL && mark->input_pos < builder->source->size
                     ? builder->source->text[mark->input_pos]
                     : '\0';
    node->bracket = first == '{' || first == '[';
    if (mark != NULL) {
        set_extent(builder, node, mark->input_pos, mark->input_pos);
    }
    if (node_add(builder, node) < 0) {
        return -1;
    }
    builder->open[builder->depth] = node;
    builder->waiting[builder->depth] = NULL;
    builder->depth++;
    return 0;
}

/* A bracket ends what it began; without one the last value did. */
static void close_node(struct builder *builder, const struct fy_mark *end)
{
    struct yaml_node *node = builder->open[--builder->depth];
    if (node->bracket && end != NULL) {
        set_extent(builder, node, node->from, end->input_pos);
    }
}

/* libfyaml 0.7.12 misreads (and leaks memory at) escaped quotes beside each other in single
 * quotes: 'a''''b'. `at` is the first byte after the opening quote. */
static bool has_quotes_in_a_row(const struct source *source, size_t at)
{
    const char *text = source->text;
    while (at + 1 < source->size && (text[at] != '\'' || text[at + 1] == '\'')) {
        bool escaped = text[at] == '\'';
        if (escaped && at + 3 < source->size && text[at + 2] == '\'' && text[at + 3] == '\'') {
            return true;
        }
        at += escaped ? 2 : 1;
    }
    return false;
}

static int add_scalar(struct builder *builder, struct fy_event *event, const struct fy_mark *mark)
{
    struct fy_token *token = event->scalar.value;
    enum fy_scalar_style style = fy_token_scalar_style(token);
    bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    if (quoted && mark != NULL) {
        builder->column--; /* marks of quoted text stand behind the quote */
    }
    if (style == FYSS_SINGLE_QUOTED && mark != NULL &&
        has_quotes_in_a_row(builder->source, mark->input_pos)) {
        return fail(builder->mistake, MESSAGE_QUOTES, builder->line, builder->column);
    }
    struct yaml_node *node = node_create(builder, YAML_SCALAR);
    size_t size = 0;
    const char *text = fy_token_get_text(token, &size);
    if (text != NULL && memchr(text, 0, size) != NULL) { /* written as "\0" */
        return fail(builder->mistake, MESSAGE_CONTROL_CHARACTER, builder->line, builder->column);
    }
    node->text = arena_text(builder->arena, text, text != NULL ? size : 0);
    node->plain = style == FYSS_PLAIN;
    node->block = style == FYSS_LITERAL || style == FYSS_FOLDED;
    const struct fy_mark *end = fy_event_end_mark(event);
    if (mark != NULL && end != NULL) {
        set_extent(builder, node, mark->input_pos - quoted, end->input_pos + quoted);
    } else {
        size_t at = behind_key(builder);
        set_extent(builder, node, at, at);
    }
    return node_add(builder, node);
}

static int begin_document(struct builder *builder)
{
    if (builder->document_seen) {
        return fail(builder->mistake, MESSAGE_TWO_DOCUMENTS, builder->line, builder->column);
    }
    builder->document_seen = true;
    return 0;
}

static int refuse_alias(struct builder *builder)
{
    return fail(builder->mistake, MESSAGE_ALIAS, builder->line, builder->column);
}

static int take_event(struct builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark != NULL) {
        builder->line = mark->line + 1;
        builder->column = mark->column + 1;
    }
    if (builder->nodes >= YAML_NODES) {
        return fail(builder->mistake, MESSAGE_TOO_MANY_NODES, builder->line, builder->column);
    }
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return begin_document(builder);
    case FYET_MAPPING_START:
        return event->mapping_start.anchor != NULL ? refuse_alias(builder)
                                                   : open_node(builder, YAML_MAP, mark);
    case FYET_SEQUENCE_START:
        return event->sequence_start.anchor != NULL ? refuse_alias(builder)
                                                    : open_node(builder, YAML_LIST, mark);
    case FYET_SCALAR:
        return event->scalar.anchor != NULL ? refuse_alias(builder)
                                            : add_scalar(builder, event, mark);
    case FYET_ALIAS:
        return refuse_alias(builder);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        close_node(builder, fy_event_end_mark(event));
        return 0;
    default:
        return 0;
    }
}

/* ------------------------------------------------------------------ the parser around it */

static void discard_output(struct fy_diag *diag, void *user, const char *text, size_t size)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)size;
}

/* The line of the innermost bracket that is open; 0 when the innermost map or list has none. */
static int open_bracket_line(const struct builder *builder)
{
    if (builder->depth == 0) {
        return 0;
    }
    const struct yaml_node *node = builder->open[builder->depth - 1];
    return node->bracket ? node->line : 0;
}

/* The first thing that libfyaml complained about. */
static void take_complaint(struct fy_diag *diag, struct builder *builder)
{
    void *cursor = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &cursor);
    int line = error != NULL && error->line > 0 ? error->line : builder->line;
    int column = error != NULL && error->column > 0 ? error->column : builder->column;
    fail(builder->mistake, MESSAGE_YAML_SYNTAX, line, column);
    const char *sentence = error != NULL && error->msg != NULL ? error->msg : "unreadable";
    snprintf(builder->mistake->detail, sizeof builder->mistake->detail, "%s", sentence);
    builder->mistake->open_line = open_bracket_line(builder);
}

static int parse_events(struct builder *builder, struct fy_parser *parser, struct fy_diag *diag)
{
    int rc = 0;
    struct fy_event *event;
    while (rc == 0 && (event = fy_parser_parse(parser)) != NULL) {
        rc = take_event(builder, event);
        fy_parser_event_free(parser, event);
    }
    if (rc == 0 && fy_parser_get_stream_error(parser)) {
        take_complaint(diag, builder);
        rc = -1;
    }
    return rc;
}

static int parse(struct builder *builder)
{
    struct fy_diag_cfg settings;
    fy_diag_cfg_default(&settings);
    settings.fp = NULL;
    settings.output_fn = discard_output;
    settings.colorize = false;
    struct fy_diag *diag = fy_diag_create(&settings);
    if (diag == NULL) {
        return fail(builder->mistake, MESSAGE_NO_MEMORY, 1, 1);
    }
    fy_diag_set_collect_errors(diag, true);
    const struct fy_parse_cfg how = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&how);
    int rc;
    if (parser == NULL ||
        fy_parser_set_string(parser, builder->source->text, builder->source->size) != 0) {
        rc = fail(builder->mistake, MESSAGE_NO_MEMORY, 1, 1);
    } else {
        rc = parse_events(builder, parser, diag);
    }
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return rc;
}

int yaml_read(struct arena *arena, const struct source *source, struct yaml_node **root,
              struct yaml_mistake *mistake)
{
    if (check_text(source, mistake) < 0) {
        return -1;
    }
    struct builder builder = {
        .arena = arena, .source = source, .mistake = mistake, .line = 1, .column = 1};
    if (source->size > 0 && parse(&builder) < 0) {
        return -1;
    }
    if (builder.root == NULL) {
        builder.line = builder.column = 1;
        builder.root = node_create(&builder, YAML_MAP);
    }
    *root = builder.root;
    return 0;
}

/* ------------------------------------------------------------------ walking */

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    if (node == NULL || node->kind != YAML_MAP) {
        return NULL;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        if (strcmp(child->key->text, key) == 0) {
            return child;
        }
    }
    return NULL;
}

const struct yaml_node *yaml_at(const struct yaml_node *node, size_t index)
{
    if (node == NULL || node->kind != YAML_LIST) {
        return NULL;
    }
    const struct yaml_node *child = node->first;
    while (child != NULL && index-- > 0) {
        child = child->next;
    }
    return child;
}

bool yaml_is_empty(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && node->plain &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0);
}
