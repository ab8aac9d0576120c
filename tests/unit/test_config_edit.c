/* One value of a configuration is changed and nothing else: over a table of forms that people write,
 * and over the demo hall, where each edit must leave every other value, comment and byte alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config/arena.h"
#include "config/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *role, *before;
    struct edit edit;
    int error;
    const char *after;
} by_hand[] = {
    {"hall.yaml", "policy:\n  undo: 10s   # short\n  recall_limit: 3\n",
     {EDIT_SET, "policy.undo", "15s", ""}, 0,
     "policy:\n  undo: 15s   # short\n  recall_limit: 3\n"},
    {"hall.yaml", "policy: {undo: 10s, recall_limit: 3} # one line\n",
     {EDIT_SET, "policy.recall_limit", "4", ""}, 0,
     "policy: {undo: 10s, recall_limit: 4} # one line\n"},
    {"hall.yaml", "policy:\n  undo: 10s # a\n# foot\n", {EDIT_SET, "policy.recall_limit", "4", ""},
     0, "policy:\n  undo: 10s # a\n  recall_limit: 4\n# foot\n"},
    {"hall.yaml", "policy: {undo: 10s}\n", {EDIT_SET, "policy.recall_limit", "4", ""}, 0,
     "policy: {undo: 10s, recall_limit: 4}\n"},
    {"hall.yaml", "hall:\n  code: a\n", {EDIT_SET, "evaluation.default.level", "5", ""}, 0,
     "hall:\n  code: a\nevaluation:\n  default:\n    level: 5\n"},
    {"hall.yaml", "hall:\n  code: a", {EDIT_SET, "policy.undo", "5s", ""}, 0,
     "hall:\n  code: a\npolicy:\n  undo: 5s\n"},
    {"hall.yaml", "evaluation: {ask: 30s}\n", {EDIT_SET, "evaluation.default.level", "5", ""}, 0,
     "evaluation: {ask: 30s, default: {level: 5}}\n"},
    {"hall.yaml", "policy:\n  undo: 10s # a\n  recall_limit: 3\n",
     {EDIT_RESET, "policy.undo", "", ""}, 0, "policy:\n  recall_limit: 3\n"},
    {"hall.yaml", "policy: {undo: 10s, recall_limit: 3}\n", {EDIT_RESET, "policy.undo", "", ""}, 0,
     "policy: {recall_limit: 3}\n"},
    {"hall.yaml", "policy: {undo: 10s, recall_limit: 3}\n",
     {EDIT_RESET, "policy.recall_limit", "", ""}, 0, "policy: {undo: 10s}\n"},
    {"hall.yaml", "hall:\n  name: {zh: \"甲\", en: \"A\"}\n",
     {EDIT_WORDS, "hall.name", "甲\"乙\\", "A"}, 0,
     "hall:\n  name: {zh: \"甲\\\"乙\\\\\", en: \"A\"}\n"},
    {"hall.yaml", "hall:\n  name:\n    zh: 甲 # first\n    en: A\n",
     {EDIT_WORDS, "hall.name", "乙", "B"}, 0,
     "hall:\n  name:\n    zh: \"乙\" # first\n    en: \"B\"\n"},
    {"hall.yaml", "hall:\n  name: 甲\n", {EDIT_WORDS, "hall.name", "乙", "B"}, 0,
     "hall:\n  name: {zh: \"乙\", en: \"B\"}\n"},
    {"hall.yaml", "hall:\n  name: 甲\n", {EDIT_WORDS, "hall.name", "乙", ""}, 0,
     "hall:\n  name: \"乙\"\n"},
    {"hall.yaml", "items:\n  - code: a\n    pinyin: x\n  - code: b\n    pinyin: y\n",
     {EDIT_SET, "items[b].pinyin", "z", ""}, 0,
     "items:\n  - code: a\n    pinyin: x\n  - code: b\n    pinyin: z\n"},
    {"hall.yaml", "items:\n  - code: a\n  - code: b\n", {EDIT_SET, "items[a].pinyin", "z", ""}, 0,
     "items:\n  - code: a\n    pinyin: \"z\"\n  - code: b\n"},
    {"hall.yaml", "items:\n  - {code: a}\n", {EDIT_SET, "items[a].guide.fee", "0", ""}, 0,
     "items:\n  - {code: a, guide: {fee: \"0\"}}\n"},
    {"hall.yaml", "hours:\n  - {days: [mon], from: \"09:00\", to: \"12:00\"}\n",
     {EDIT_SET, "hours[0].from", "08:30", ""}, 0,
     "hours:\n  - {days: [mon], from: \"08:30\", to: \"12:00\"}\n"},
    {"hall.yaml", "hours:\n  - {days: [mon], from: \"09:00\", to: \"12:00\"}\n",
     {EDIT_YAML, "hours[0].days", "[mon, tue]", ""}, 0,
     "hours:\n  - {days: [mon, tue], from: \"09:00\", to: \"12:00\"}\n"},
    {"hall.yaml", "holidays: [2026-01-01]\n", {EDIT_YAML, "holidays", "[2026-01-01, 2026-10-01]", ""},
     0, "holidays: [2026-01-01, 2026-10-01]\n"},
    {"hall.yaml", "hall:\n  timezone: Asia/Shanghai\n", {EDIT_SET, "hall.timezone", "x: y # z", ""},
     0, "hall:\n  timezone: \"x: y # z\"\n"},
    {"hall.yaml", "hall:\n  timezone:   # none\n", {EDIT_SET, "hall.timezone", "Asia/Shanghai", ""},
     0, "hall:\n  timezone: \"Asia/Shanghai\"   # none\n"},
    {"profiles/x.yaml", "keys:\n  - {code: \"0C\", action: next}   # first\nvectors: []\n",
     {EDIT_ADD, "keys", "{code: \"05 0F\", action: hold}", ""}, 0,
     "keys:\n  - {code: \"0C\", action: next}   # first\n  - {code: \"05 0F\", action: hold}\n"
     "vectors: []\n"},
    {"profiles/x.yaml", "keys: [{code: \"0C\", action: next}]\n",
     {EDIT_ADD, "keys", "{code: \"0D\", action: recall}", ""}, 0,
     "keys: [{code: \"0C\", action: next}, {code: \"0D\", action: recall}]\n"},
    {"profiles/x.yaml", "text: {}\n", {EDIT_ADD, "keys", "{code: \"0D\", action: recall}", ""}, 0,
     "text: {}\nkeys: [{code: \"0D\", action: recall}]\n"},
    {"profiles/x.yaml", "keys:\n  - {code: \"0C\", action: next}\n",
     {EDIT_YAML, "keys[0]", "{code: \"0C\", action: recall}", ""}, 0,
     "keys:\n  - {code: \"0C\", action: recall}\n"},
    /* not so */
    {"hall.yaml", "hall:\n  name: |\n    甲\n", {EDIT_WORDS, "hall.name", "乙", ""}, EDIT_IN_TEXT,
     NULL},
    {"hall.yaml", "items:\n  - code: a\n    pinyin: x\n", {EDIT_RESET, "items[a].code", "", ""},
     EDIT_IN_TEXT, NULL},
    {"hall.yaml", "items:\n  - code: a\n", {EDIT_SET, "items[c].pinyin", "z", ""}, EDIT_NO_SUCH,
     NULL},
    {"hall.yaml", "a: [\n", {EDIT_SET, "hall.code", "z", ""}, EDIT_UNREADABLE, NULL},
    {"hall.yaml", "holidays: []\n", {EDIT_YAML, "holidays", "[1]\nhall: {}", ""}, EDIT_NOT_YAML,
     NULL},
    {"hall.yaml", "holidays: []\n", {EDIT_YAML, "holidays", "[1], x: 2", ""}, EDIT_NOT_YAML, NULL},
    {"hall.yaml", "holidays: []\n", {EDIT_YAML, "holidays", "[1] # x", ""}, EDIT_NOT_YAML, NULL},
};

static void edits_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++) {
        struct arena arena = {0};
        const char *out = NULL;
        size_t size = 0;
        int error = edit_apply(&arena, view_table(by_hand[i].role), by_hand[i].before,
                               strlen(by_hand[i].before), &by_hand[i].edit, &out, &size);
        if (error != by_hand[i].error) {
            print_error("row %zu (%s): %d\n", i, by_hand[i].edit.path, error);
        }
        assert_int_equal(error, by_hand[i].error);
        if (error == 0) {
            assert_string_equal(out, by_hand[i].after);
            assert_int_equal(size, strlen(by_hand[i].after));
        }
        arena_finish(&arena);
    }
}

/* ------------------------------------------------------------------ the demo hall */

enum { ENTRIES = 8000, EVERY = 61 };

struct kept {
    char path[VIEW_PATH];
    const struct schema_row *row;
    const struct yaml_node *node;
    const char *value;
    size_t size;
};

struct list {
    size_t count;
    struct kept *entries;
};

static int keep(void *context, const struct view_entry *entry)
{
    struct list *list = context;
    assert_true(list->count < ENTRIES);
    struct kept *kept = &list->entries[list->count++];
    snprintf(kept->path, sizeof kept->path, "%s", entry->path);
    *kept = (struct kept){.row = entry->row, .node = entry->node, .value = entry->value,
                          .size = entry->size};
    snprintf(kept->path, sizeof kept->path, "%s", entry->path);
    return 0;
}

static void read_all(struct arena *arena, const struct schema_table *table, const char *text,
                     size_t size, struct list *list)
{
    struct source *source = arena_take(arena, sizeof *source);
    struct yaml_node *root;
    struct yaml_mistake mistake;
    *source = (struct source){.file = "f", .text = text, .size = size, .first_line = 1};
    assert_int_equal(yaml_read(arena, source, &root, &mistake), 0);
    list->count = 0;
    list->entries = arena_take(arena, ENTRIES * sizeof *list->entries);
    view_walk(table, root, keep, list);
}

static bool is_scalar(const struct kept *kept)
{
    return kept->node != NULL && kept->node->kind == YAML_SCALAR && !kept->node->block;
}

/* After the edit: the bytes before and behind the value are the same, and every other value. */
static void edit_one(const struct schema_table *table, const char *text, size_t size,
                     const struct list *before, size_t which)
{
    struct arena arena = {0};
    const struct kept *kept = &before->entries[which];
    const struct edit edit = {EDIT_SET, kept->path, "xyzzy", ""};
    const char *out;
    size_t out_size;
    struct list after;
    assert_int_equal(edit_apply(&arena, table, text, size, &edit, &out, &out_size), 0);
    assert_memory_equal(out, text, kept->node->from);
    assert_memory_equal(out + out_size - (size - kept->node->to), text + kept->node->to,
                        size - kept->node->to);
    assert_int_equal(out_size - size + (kept->node->to - kept->node->from),
                     kept->node->plain ? 5 : 7);
    read_all(&arena, table, out, out_size, &after);
    assert_int_equal(after.count, before->count);
    for (size_t i = 0; i < after.count; i++) {
        const struct kept *a = &before->entries[i], *b = &after.entries[i];
        bool around = a->node != NULL && a->node->from <= kept->node->from &&
                      a->node->to >= kept->node->to;
        if (i != which && !around) {
            assert_int_equal(a->size, b->size);
            assert_memory_equal(a->value, b->value, a->size);
        }
    }
    assert_string_equal(after.entries[which].node->text, "xyzzy");
    arena_finish(&arena);
}

static void every_value_of_a_file(const char *role)
{
    char path[400];
    struct arena arena = {0};
    snprintf(path, sizeof path, "%s/config/demo/%s", SOURCE_DIR, role);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = arena_take(&arena, 400000);
    size_t size = fread(text, 1, 400000 - 1, file);
    fclose(file);
    struct list before;
    const struct schema_table *table = view_table(role);
    read_all(&arena, table, text, size, &before);
    assert_true(before.count > 500);
    size_t edited = 0, scalars = 0;
    for (size_t i = 0; i < before.count; i++) {
        bool names = strcmp(before.entries[i].row->key, "code") == 0 ||
                     strcmp(before.entries[i].row->key, "name") == 0 ||
                     strcmp(before.entries[i].row->key, "number") == 0; /* its path would change */
        if (is_scalar(&before.entries[i]) && !names && scalars++ % EVERY == 0) {
            edit_one(table, text, size, &before, i);
            edited++;
        }
    }
    assert_true(edited >= 5);
    arena_finish(&arena);
}

static void every_value_of_the_demo_hall(void **state)
{
    (void)state;
    every_value_of_a_file("hall.yaml");
    every_value_of_a_file("lines.yaml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_by_hand),
        cmocka_unit_test(every_value_of_the_demo_hall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
