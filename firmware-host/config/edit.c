/* edit.c: see edit.h. */
#include "config/edit.h"

#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What is done to the text: bytes [from, to) give way to `with`. */
struct cut {
    size_t from, to;
    const char *with;
};

struct editing {
    struct arena *arena;
    struct source source;
    const struct edit *edit;
    struct view_entry found; /* its path is the edit's */
    bool is_found;
};

/* ------------------------------------------------------------------ finding */

static int compare_path(void *context, const struct view_entry *entry)
{
    struct editing *editing = context;
    if (strcmp(entry->path, editing->edit->path) != 0) {
        return 0;
    }
    editing->found = *entry;
    size_t below = strlen(entry->below != NULL ? entry->below : "");
    editing->found.path = editing->edit->path;
    editing->found.below = editing->edit->path + strlen(editing->edit->path) - below;
    editing->is_found = true;
    return 1;
}

/* A list that has records is not told by itself; it stands around its first record. */
struct list_search {
    const char *path;
    size_t size;
    const struct yaml_node *list;
};

static int compare_list(void *context, const struct view_entry *entry)
{
    struct list_search *search = context;
    if (!entry->element || strncmp(entry->path, search->path, search->size) != 0 ||
        entry->path[search->size] != '[' || strstr(entry->path + search->size, "].") != NULL) {
        return 0;
    }
    search->list = entry->parent;
    return 1;
}

/* ------------------------------------------------------------------ writing values */

static const char *printed(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *printed(struct arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = arena_take(arena, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

static const char *quoted(struct arena *arena, const char *text)
{
    char *out = arena_take(arena, 2 * strlen(text) + 3), *at = out;
    *at++ = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            *at++ = '\\';
        }
        if (*text == '\n' || *text == '\t') {
            *at++ = '\\';
            *at++ = *text == '\n' ? 'n' : 't';
        } else {
            *at++ = *text;
        }
    }
    *at++ = '"';
    return out;
}

/* Letters, digits, dot, - and _ need no quotes, unless YAML takes the word for something else. */
static bool is_plain(const char *text)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(text, words[i]) == 0) {
            return false;
        }
    }
    return isalnum((unsigned char)text[0]) &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] ==
               '\0';
}

static bool is_number_like(enum schema_type type)
{
    return type == SCHEMA_BOOL || type == SCHEMA_INT || type == SCHEMA_DURATION ||
           type == SCHEMA_DATE || type == SCHEMA_CHOICE || type == SCHEMA_CHOICE_CHARACTERS;
}

/* As the file would write it: what was quoted stays quoted, a number of words stays plain. */
static const char *written(const struct editing *editing, const char *text)
{
    const struct view_entry *entry = &editing->found;
    bool number = is_number_like(entry->row->type);
    bool was_plain = entry->node != NULL ? entry->node->plain
                                         : number || entry->row->type == SCHEMA_CODE ||
                                               entry->row->type == SCHEMA_REFERENCE;
    bool safe = is_plain(text) || (number && (strcmp(text, "true") == 0 ||
                                              strcmp(text, "false") == 0 || strcmp(text, "no") == 0 ||
                                              strcmp(text, "none") == 0 || strcmp(text, "off") == 0));
    return was_plain && safe ? text : quoted(editing->arena, text);
}

/* YAML in one line that reads as one value. */
static bool is_yaml_value(struct arena *arena, const char *text)
{
    struct source source = {.file = "value", .first_line = 1};
    struct yaml_node *root;
    struct yaml_mistake mistake;
    if (strchr(text, '\n') != NULL || text[0] == '\0') {
        return false;
    }
    source.text = printed(arena, "- %s\n", text);
    source.size = strlen(source.text);
    return yaml_read(arena, &source, &root, &mistake) == 0 && root->kind == YAML_LIST &&
           root->count == 1 && (root->first->bracket || root->first->kind == YAML_SCALAR) &&
           root->first->to == source.size - 1;
}

static const char *both_languages(const struct editing *editing)
{
    const struct edit *edit = editing->edit;
    if (edit->english[0] == '\0') {
        return quoted(editing->arena, edit->value);
    }
    return printed(editing->arena, "{zh: %s, en: %s}", quoted(editing->arena, edit->value),
                   quoted(editing->arena, edit->english));
}

static const char *value_text(const struct editing *editing)
{
    switch (editing->edit->kind) {
    case EDIT_SET: return written(editing, editing->edit->value);
    case EDIT_WORDS: return both_languages(editing);
    default: return editing->edit->value;
    }
}

/* ------------------------------------------------------------------ places in the text */

static size_t line_begin(const struct source *source, size_t at)
{
    while (at > 0 && source->text[at - 1] != '\n') {
        at--;
    }
    return at;
}

/* Behind the line that holds the last byte before `at`. */
static size_t line_end(const struct source *source, size_t at)
{
    while (at > 0 && (source->text[at - 1] == '\n' || source->text[at - 1] == '\r')) {
        at--;
    }
    const char *newline = memchr(source->text + at, '\n', source->size - at);
    return newline != NULL ? (size_t)(newline - source->text) + 1 : source->size;
}

static bool ends_with_newline(const struct source *source, size_t at)
{
    return at == 0 || source->text[at - 1] == '\n';
}

/* Of a map without brackets: where its keys begin. */
static int indent_of(const struct yaml_node *map)
{
    return map->first != NULL ? map->first->key->column - 1 : map->column - 1;
}

/* ------------------------------------------------------------------ the surgery */

static void cut_text(const struct editing *editing, const struct cut *cut, const char **out,
                     size_t *out_size)
{
    const struct source *source = &editing->source;
    size_t with = strlen(cut->with);
    *out_size = source->size - (cut->to - cut->from) + with;
    char *text = arena_take(editing->arena, *out_size + 1);
    memcpy(text, source->text, cut->from);
    memcpy(text + cut->from, cut->with, with);
    memcpy(text + cut->from + with, source->text + cut->to, source->size - cut->to);
    *out = text;
}

static int replace(const struct editing *editing, struct cut *cut)
{
    const struct yaml_node *node = editing->found.node;
    bool lines = memchr(editing->source.text + node->from, '\n', node->to - node->from) != NULL;
    if (node->block || (lines && !node->bracket && node->kind != YAML_SCALAR)) {
        return EDIT_IN_TEXT;
    }
    const char *with = value_text(editing);
    bool nothing = node->from == node->to; /* "key:" */
    *cut = (struct cut){node->from, node->to, nothing ? printed(editing->arena, " %s", with) : with};
    return 0;
}

/* "{zh: a, en: b}" keeps its form when only one of the two changes. */
static int replace_words(const struct editing *editing, struct cut *cut)
{
    const struct yaml_node *node = editing->found.node;
    const struct yaml_node *zh = yaml_get(node, "zh"), *en = yaml_get(node, "en");
    const struct edit *edit = editing->edit;
    if (zh == NULL || en == NULL || node->count != 2 || zh->block || en->block) {
        return replace(editing, cut);
    }
    bool same_zh = strcmp(zh->text, edit->value) == 0, same_en = strcmp(en->text, edit->english) == 0;
    if (!same_zh && !same_en && zh->from < en->from) { /* both: what stands between them stays */
        const char *between = arena_text(editing->arena, editing->source.text + zh->to,
                                         en->from - zh->to);
        *cut = (struct cut){zh->from, en->to,
                            printed(editing->arena, "%s%s%s", quoted(editing->arena, edit->value),
                                    between, quoted(editing->arena, edit->english))};
        return 0;
    }
    const struct yaml_node *changed = same_zh ? en : zh;
    *cut = (struct cut){changed->from, changed->to,
                        quoted(editing->arena, same_zh ? edit->english : edit->value)};
    return same_zh || same_en ? 0 : replace(editing, cut);
}

/* A key that the map in brackets does not have yet, before the bracket that closes it. */
static void insert_in_brackets(const struct editing *editing, const struct yaml_node *map,
                               const char *text, struct cut *cut)
{
    size_t at = map->to - 1;
    if (map->last != NULL) {
        at = map->last->to;
    }
    *cut = (struct cut){at, at, printed(editing->arena, "%s%s", map->first != NULL ? ", " : "", text)};
}

/* Lines at the end of a map or list without brackets. */
static void insert_lines(const struct editing *editing, const struct yaml_node *parent,
                         const char *lines, struct cut *cut)
{
    size_t at = parent->first != NULL ? line_end(&editing->source, parent->to)
                                      : editing->source.size;
    *cut = (struct cut){
        at, at,
        printed(editing->arena, "%s%s", ends_with_newline(&editing->source, at) ? "" : "\n", lines)};
}

/* "a.b: 5" as lines below each other, or in brackets. */
static const char *nested(const struct editing *editing, const char *keys, const char *value,
                          int indent, bool bracket)
{
    struct arena *arena = editing->arena;
    const char *dot = strchr(keys, '.');
    if (dot == NULL) {
        return bracket ? printed(arena, "%s: %s", keys, value)
                       : printed(arena, "%*s%s: %s\n", indent, "", keys, value);
    }
    const char *inner = nested(editing, dot + 1, value, indent + 2, bracket);
    return bracket ? printed(arena, "%.*s: {%s}", (int)(dot - keys), keys, inner)
                   : printed(arena, "%*s%.*s:\n%s", indent, "", (int)(dot - keys), keys, inner);
}

/* "default:" with nothing behind it stands there already and is no map. */
static bool is_named(const struct yaml_node *map, const char *below)
{
    char key[VIEW_PATH];
    snprintf(key, sizeof key, "%.*s", (int)strcspn(below, "."), below);
    return yaml_get(map, key) != NULL;
}

static int insert(const struct editing *editing, const struct yaml_node *root, const char *value,
                  struct cut *cut)
{
    const struct yaml_node *parent = editing->found.parent;
    if (parent == NULL || parent->kind != YAML_MAP || is_named(parent, editing->found.below)) {
        return EDIT_IN_TEXT;
    }
    int indent = parent == root && root->first == NULL ? 0 : indent_of(parent);
    const char *text = nested(editing, editing->found.below, value, indent, parent->bracket);
    if (parent->bracket) {
        insert_in_brackets(editing, parent, text, cut);
    } else {
        insert_lines(editing, parent, text, cut);
    }
    return 0;
}

static int remove_from_brackets(const struct editing *editing, const struct yaml_node *node,
                                struct cut *cut)
{
    const struct yaml_node *map = editing->found.parent, *before = NULL;
    for (const struct yaml_node *child = map->first; child != node; child = child->next) {
        before = child;
    }
    *cut = (struct cut){before != NULL ? before->to : node->key->from,
                        before == NULL && node->next != NULL ? node->next->key->from : node->to, ""};
    return 0;
}

static int remove_value(const struct editing *editing, struct cut *cut)
{
    const struct yaml_node *node = editing->found.node;
    const struct source *source = &editing->source;
    if (node == NULL) {
        *cut = (struct cut){0, 0, ""};
        return 0;
    }
    if (editing->found.element) {
        return EDIT_IN_TEXT;
    }
    if (editing->found.parent->bracket) {
        return remove_from_brackets(editing, node, cut);
    }
    size_t from = line_begin(source, node->key->from);
    for (size_t i = from; i < node->key->from; i++) {
        if (source->text[i] != ' ') {
            return EDIT_IN_TEXT; /* "- key: value": the record's first line */
        }
    }
    *cut = (struct cut){from, line_end(source, node->to), ""};
    return 0;
}

static int add_record(struct editing *editing, const struct schema_table *table,
                      const struct yaml_node *root, struct cut *cut)
{
    const struct edit *edit = editing->edit;
    struct list_search search = {.path = edit->path, .size = strlen(edit->path)};
    view_walk(table, root, compare_list, &search);
    const struct yaml_node *list = search.list;
    if (list == NULL && editing->is_found && editing->found.node == NULL) {
        return insert(editing, root, printed(editing->arena, "[%s]", edit->value), cut);
    }
    if (list == NULL) {
        bool empty = editing->is_found && editing->found.node->bracket;
        if (!empty) {
            return editing->is_found ? EDIT_IN_TEXT : EDIT_NO_SUCH;
        }
        list = editing->found.node;
    }
    if (list->bracket) {
        insert_in_brackets(editing, list, edit->value, cut);
    } else {
        size_t dash = line_begin(&editing->source, list->first->from);
        int indent = (int)strspn(editing->source.text + dash, " ");
        insert_lines(editing, list, printed(editing->arena, "%*s- %s\n", indent, "", edit->value),
                     cut);
    }
    return 0;
}

static int decide_cut(struct editing *editing, const struct schema_table *table,
                      const struct yaml_node *root, struct cut *cut)
{
    const struct edit *edit = editing->edit;
    bool yaml = edit->kind == EDIT_YAML || edit->kind == EDIT_ADD;
    if (yaml && !is_yaml_value(editing->arena, edit->value)) {
        return EDIT_NOT_YAML;
    }
    view_walk(table, root, compare_path, editing);
    if (edit->kind == EDIT_ADD) {
        return add_record(editing, table, root, cut);
    }
    if (!editing->is_found) {
        return EDIT_NO_SUCH;
    }
    if (edit->kind == EDIT_RESET) {
        return remove_value(editing, cut);
    }
    if (editing->found.node == NULL) {
        return insert(editing, root, value_text(editing), cut);
    }
    return edit->kind == EDIT_WORDS ? replace_words(editing, cut) : replace(editing, cut);
}

int edit_apply(struct arena *arena, const struct schema_table *table, const char *text, size_t size,
               const struct edit *edit, const char **out, size_t *out_size)
{
    struct editing editing = {.arena = arena, .edit = edit};
    editing.source = (struct source){.file = "", .text = text, .size = size, .first_line = 1};
    struct yaml_node *root;
    struct yaml_mistake mistake;
    struct cut cut;
    if (yaml_read(arena, &editing.source, &root, &mistake) < 0) {
        return EDIT_UNREADABLE;
    }
    int result = decide_cut(&editing, table, root, &cut);
    if (result == 0) {
        cut_text(&editing, &cut, out, out_size);
    }
    return result;
}
