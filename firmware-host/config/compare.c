/* compare.c: see compare.h. Both sides become lists of (role, path, value), sorted and merged. */
#include "config/compare.h"

#include "base/text.h"
#include "config/view.h"

#include <stdlib.h>
#include <string.h>

struct value {
    const char *role, *path, *text;
};

struct side {
    struct arena *arena;
    const char *role;
    size_t count, room;
    struct value *values;
};

static void grow(struct side *side)
{
    size_t room = side->room == 0 ? 1024 : side->room * 2;
    struct value *values = arena_take(side->arena, room * sizeof *values);
    if (side->count > 0) {
        memcpy(values, side->values, side->count * sizeof *values);
    }
    side->values = values;
    side->room = room;
}

static int take(void *context, const struct view_entry *entry)
{
    struct side *side = context;
    bool has_values = entry->element && entry->node->kind == YAML_MAP;
    if (entry->node == NULL || has_values) {
        return 0;
    }
    if (side->count == side->room) {
        grow(side);
    }
    side->values[side->count++] =
        (struct value){side->role, arena_text(side->arena, entry->path, strlen(entry->path)),
                       arena_text(side->arena, entry->value, entry->size)};
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    int order = strcmp(x->role, y->role);
    return order != 0 ? order : strcmp(x->path, y->path);
}

static void flatten(struct side *side, const struct config_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct load_input *input = &files->inputs[i];
        const struct schema_table *table = view_table(input->role);
        struct source *source = arena_take(side->arena, sizeof *source);
        struct yaml_node *root;
        struct yaml_mistake mistake;
        *source = (struct source){
            .file = input->role, .text = input->text, .size = input->size, .first_line = 1};
        if (input->shipped || table == NULL ||
            yaml_read(side->arena, source, &root, &mistake) < 0) {
            continue;
        }
        side->role = arena_text(side->arena, input->role, strlen(input->role));
        view_walk(table, root, take, side);
    }
    qsort(side->values, side->count, sizeof *side->values, by_name);
}

static const char *shortened(struct arena *arena, const char *text)
{
    char out[COMPARE_VALUE];
    if (text == NULL || strlen(text) < sizeof out) {
        return text;
    }
    size_t used = text_cut(out, sizeof out - sizeof "…", text, sizeof out);
    text_append(out, sizeof out, &used, "…");
    return arena_text(arena, out, used);
}

size_t config_compare(struct arena *arena, const struct config_files *before,
                      const struct config_files *after, struct config_change *out, size_t room)
{
    struct side a = {.arena = arena}, b = {.arena = arena};
    flatten(&a, before);
    flatten(&b, after);
    size_t i = 0, j = 0, count = 0;
    while (i < a.count || j < b.count) {
        int order = i == a.count ? 1 : j == b.count ? -1 : by_name(&a.values[i], &b.values[j]);
        const struct value *x = order <= 0 ? &a.values[i++] : NULL;
        const struct value *y = order >= 0 ? &b.values[j++] : NULL;
        if (x != NULL && y != NULL && strcmp(x->text, y->text) == 0) {
            continue;
        }
        if (count < room) {
            const struct value *named = x != NULL ? x : y;
            out[count] = (struct config_change){
                named->role, named->path, shortened(arena, x != NULL ? x->text : NULL),
                shortened(arena, y != NULL ? y->text : NULL)};
        }
        count++;
    }
    return count;
}
