/* view.c: see view.h. Schema rows and the file's tree are walked side by side. */
#include "config/view.h"

#include "config/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    view_take take;
    void *context;
};

const struct schema_table *view_table(const char *role)
{
    if (strcmp(role, "hall.yaml") == 0) {
        return &schema_hall;
    }
    if (strcmp(role, "lines.yaml") == 0) {
        return &schema_lines;
    }
    return strncmp(role, "profiles/", 9) == 0 ? &schema_profile : NULL;
}

/* A map that may not be there: the nearest one that is, and how it goes on from that. */
struct scope {
    const struct yaml_node *map;
    const char *path;  /* from the file's root */
    size_t map_path;   /* bytes of it that lead to `map`, with the dot behind */
    bool there;
};

static int walk_map(const struct walk *walk, const struct schema_table *table,
                    const struct scope *scope);

/* The key by which people know a record: 0 = none. */
static const char *name_of_record(const struct schema_table *table, const struct yaml_node *record)
{
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        if (row->unique || row->type == SCHEMA_CODE) {
            const struct yaml_node *value = yaml_get(record, row->key);
            return value != NULL && value->kind == YAML_SCALAR ? value->text : NULL;
        }
    }
    return NULL;
}

static void fill_value(struct view_entry *entry)
{
    const struct yaml_node *node = entry->node;
    entry->origin = node != NULL           ? VIEW_FILE
                    : entry->row->inherits ? VIEW_PROFILE
                                           : VIEW_DEFAULT;
    if (node != NULL) {
        entry->value = node->source->text + node->from;
        entry->size = node->to - node->from;
    } else {
        entry->value = entry->row->fallback != NULL && !entry->row->inherits ? entry->row->fallback
                                                                             : "";
        entry->size = strlen(entry->value);
    }
}

static int tell(const struct walk *walk, struct view_entry *entry)
{
    fill_value(entry);
    return walk->take(walk->context, entry);
}

static int walk_records(const struct walk *walk, const struct view_entry *list)
{
    int result = 0, place = 0;
    const struct yaml_node *child = list->node->first;
    for (; child != NULL && result == 0; child = child->next, place++) {
        char path[VIEW_PATH];
        const char *name = name_of_record(list->row->table, child);
        int size = name != NULL ? snprintf(path, sizeof path, "%s[%s]", list->path, name)
                                : snprintf(path, sizeof path, "%s[%d]", list->path, place);
        if (size >= (int)sizeof path) {
            continue; /* no name of a sound record is that long */
        }
        struct view_entry record = {.path = path, .table = list->table, .row = list->row,
                                    .node = child, .parent = list->node, .element = true};
        result = tell(walk, &record);
        const struct scope scope = {child, path, (size_t)size + 1, true};
        if (result == 0 && child->kind == YAML_MAP) {
            result = walk_map(walk, list->row->table, &scope);
        }
    }
    return result;
}

static int walk_row(const struct walk *walk, struct view_entry *entry, const struct scope *outer)
{
    const struct schema_row *row = entry->row;
    const struct yaml_node *node = entry->node;
    if (row->type == SCHEMA_MAP) {
        struct scope scope = {outer->map, entry->path, outer->map_path, false};
        if (node != NULL && node->kind == YAML_MAP) {
            scope.map = node;
            scope.map_path = strlen(entry->path) + 1;
            scope.there = true;
        }
        return walk_map(walk, row->table, &scope);
    }
    if (row->table != NULL && node != NULL && node->kind == YAML_LIST && node->count > 0) {
        return walk_records(walk, entry);
    }
    return tell(walk, entry);
}

static int walk_map(const struct walk *walk, const struct schema_table *table,
                    const struct scope *scope)
{
    int result = 0;
    for (const struct schema_row *row = table->rows; row->key != NULL && result == 0; row++) {
        char own[VIEW_PATH];
        int size = snprintf(own, sizeof own, "%s%s%s", scope->path,
                            scope->path[0] != '\0' ? "." : "", row->key);
        if (size >= (int)sizeof own) {
            continue;
        }
        struct view_entry entry = {.path = own, .table = table, .row = row, .parent = scope->map,
                                   .below = own + scope->map_path,
                                   .node = scope->there ? yaml_get(scope->map, row->key) : NULL};
        result = walk_row(walk, &entry, scope);
    }
    return result;
}

int view_walk(const struct schema_table *table, const struct yaml_node *root, view_take take,
              void *context)
{
    const struct walk walk = {take, context};
    const struct scope scope = {root, "", 0, true};
    return walk_map(&walk, table, &scope);
}

/* ------------------------------------------------------------------ inherited values */

/* "key: value" as the writer says it, without the key. */
static void write_one(const struct site *site, const struct schema_row *row, const void *record,
                      char *out, size_t size)
{
    const struct schema_row rows[] = {*row, {.key = NULL}};
    const struct schema_table table = {.rows = rows};
    char *text = NULL;
    size_t length = 0;
    struct writer writer = {.out = open_memstream(&text, &length), .site = site};
    if (writer.out == NULL) {
        return;
    }
    writer_map(&writer, &table, record);
    fclose(writer.out);
    const char *value = strstr(text, ": ");
    if (value != NULL) {
        snprintf(out, size, "%.*s", (int)strcspn(value + 2, "\n"), value + 2);
    }
    free(text);
}

void view_inherited(const struct site *site, const struct view_entry *entry, char *out, size_t size)
{
    const char *open = strchr(entry->path, '['), *close = strchr(entry->path, ']');
    out[0] = '\0';
    if (open == NULL || close == NULL || strncmp(entry->path, "lines[", 6) != 0) {
        return;
    }
    size_t length = (size_t)(close - open) - 1;
    for (size_t i = 0; i < site->line_count; i++) {
        const struct line_draft draft = {.line = site->lines[i]};
        if (strlen(draft.line.name) == length && memcmp(draft.line.name, open + 1, length) == 0) {
            write_one(site, entry->row, &draft, out, size);
        }
    }
}
