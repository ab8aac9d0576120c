/* config_edits.c: see config_edits.h. */
#include "http/config_edits.h"

#include "config/edit.h"
#include "config/value.h"

#include <string.h>

enum { EDITS = 200 };

/* ------------------------------------------------------------------ files of the set */

/* "hall.yaml", "lines.yaml" or "profiles/NAME.yaml" with a sound name: never another path. */
static bool is_role(const char *role)
{
    char name[LIMIT_CODE];
    size_t size = strlen(role);
    if (strcmp(role, "hall.yaml") == 0 || strcmp(role, "lines.yaml") == 0) {
        return true;
    }
    if (strncmp(role, "profiles/", 9) != 0 || size <= 14 || size - 14 >= sizeof name ||
        strcmp(role + size - 5, ".yaml") != 0) {
        return false;
    }
    snprintf(name, sizeof name, "%.*s", (int)(size - 14), role + 9);
    return value_is_code(name) && name[0] != '.';
}

/* The hall's own files stand before the shipped ones, profiles in the order of their names, as they
 * are when the folder is read. */
static struct load_input *add_file(struct config_files *files, const char *config, const char *role)
{
    char path[CONFIG_PATH + 64];
    size_t at = 0;
    if (files->count == LOAD_INPUTS) {
        return NULL;
    }
    while (at < files->count && !files->inputs[at].shipped &&
           (strncmp(role, "profiles/", 9) == 0
                ? strncmp(files->inputs[at].role, "profiles/", 9) != 0 ||
                      strcmp(files->inputs[at].role, role) < 0
                : strcmp(files->inputs[at].role, "hall.yaml") == 0)) {
        at++;
    }
    memmove(&files->inputs[at + 1], &files->inputs[at],
            (files->count - at) * sizeof files->inputs[0]);
    files->count++;
    snprintf(path, sizeof path, "%s/%s", config, role);
    files->inputs[at] = (struct load_input){
        .role = arena_text(&files->arena, role, strlen(role)),
        .file = arena_text(&files->arena, path, strlen(path)), .text = "", .first_line = 1};
    return &files->inputs[at];
}

/* The hall's own file of that role: a shipped one is copied. */
static struct load_input *own_file(struct config_work *work, struct config_files *files,
                                   const char *role)
{
    if (!is_role(role)) {
        return NULL;
    }
    struct load_input *found = config_files_find(files, role);
    if (found != NULL && !found->shipped) {
        return found;
    }
    const struct load_input shipped = found != NULL ? *found : (struct load_input){.text = ""};
    struct load_input *own = add_file(files, work->config, role);
    if (own != NULL) {
        own->text = shipped.text;
        own->size = shipped.size;
    }
    return own;
}

static void remove_file(struct config_files *files, const struct load_input *input)
{
    size_t at = (size_t)(input - files->inputs);
    memmove(&files->inputs[at], &files->inputs[at + 1],
            (files->count - at - 1) * sizeof files->inputs[0]);
    files->count--;
}

/* ------------------------------------------------------------------ single values */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static bool read_edit(const json_t *change, struct edit *out)
{
    static const char *const kinds[] = {[EDIT_SET] = "set", [EDIT_WORDS] = "words",
                                        [EDIT_YAML] = "yaml", [EDIT_ADD] = "add",
                                        [EDIT_RESET] = "reset"};
    *out = (struct edit){.path = text_of(change, "path"), .value = text_of(change, "value"),
                         .english = text_of(change, "english")};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], text_of(change, "kind")) == 0) {
            out->kind = (enum edit_kind)i;
            return out->path[0] != '\0';
        }
    }
    return false;
}

static void change_value(struct config_work *work, struct config_files *files, const json_t *change)
{
    static const char *const codes[] = {"", "config_unreadable", "config_no_value",
                                        "config_in_text", "config_not_yaml"};
    struct edit edit;
    struct load_input *input = own_file(work, files, text_of(change, "file"));
    if (input == NULL || !read_edit(change, &edit)) {
        config_work_refuse(work, 422, "config_bad_edit");
        return;
    }
    const char *text;
    size_t size;
    int error = edit_apply(&files->arena, view_table(input->role), input->text, input->size, &edit,
                           &text, &size);
    if (error != EDIT_DONE) {
        config_work_refuse(work, 422, codes[-error]);
        return;
    }
    input->text = text;
    input->size = size;
}

/* ------------------------------------------------------------------ lines and whole files */

/* Where line `number` (from 1) begins; the end for the one behind the last. SIZE_MAX: no such line. */
static size_t line_offset(const struct load_input *input, int64_t number)
{
    const char *at = input->text, *end = input->text + input->size;
    for (int64_t i = 1; i < number; i++) {
        const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        if (newline == NULL) {
            return at < end && i + 1 == number ? input->size : SIZE_MAX;
        }
        at = newline + 1;
    }
    return number >= 1 ? (size_t)(at - input->text) : SIZE_MAX;
}

static int replace_lines(struct config_files *files, struct load_input *input, const json_t *edit)
{
    size_t from = line_offset(input, json_integer_value(json_object_get(edit, "from")));
    size_t to = line_offset(input, json_integer_value(json_object_get(edit, "to")));
    const char *with = text_of(edit, "text");
    if (from == SIZE_MAX || to == SIZE_MAX || to < from) {
        return -1;
    }
    size_t size = strlen(with), total = input->size - (to - from) + size;
    char *text = arena_take(&files->arena, total + 1);
    memcpy(text, input->text, from);
    memcpy(text + from, with, size);
    memcpy(text + from + size, input->text + to, input->size - to);
    input->text = text;
    input->size = total;
    return 0;
}

/* From the last edit to the first, so that the numbers of those before stay true. */
static int replace_all_lines(struct config_files *files, struct load_input *input,
                             const json_t *edits)
{
    int result = 0;
    for (size_t i = json_array_size(edits); i > 0 && result == 0; i--) {
        result = replace_lines(files, input, json_array_get(edits, i - 1));
    }
    return result;
}

static void change_text(struct config_work *work, struct config_files *files, const json_t *text)
{
    const json_t *whole = json_object_get(text, "text"), *edits = json_object_get(text, "edits");
    const char *role = text_of(text, "file");
    struct load_input *input = own_file(work, files, role);
    if (input == NULL) {
        config_work_refuse(work, 422, "config_bad_edit");
    } else if (json_is_string(whole)) {
        input->size = json_string_length(whole);
        input->text = arena_text(&files->arena, json_string_value(whole), input->size);
    } else if (json_is_null(whole) && strncmp(role, "profiles/", 9) == 0) {
        remove_file(files, input);
    } else if (!json_is_array(edits) || replace_all_lines(files, input, edits) < 0) {
        config_work_refuse(work, 422, "config_bad_edit");
    }
}

void config_edits_apply(struct config_work *work, struct config_files *files)
{
    const json_t *changes = json_object_get(work->body, "changes");
    const json_t *texts = json_object_get(work->body, "texts");
    size_t i;
    json_t *one;
    if (json_array_size(changes) + json_array_size(texts) > EDITS) {
        config_work_refuse(work, 422, "config_bad_edit");
        return;
    }
    json_array_foreach(texts, i, one) {
        change_text(work, files, one);
    }
    json_array_foreach(changes, i, one) {
        change_value(work, files, one);
    }
}
