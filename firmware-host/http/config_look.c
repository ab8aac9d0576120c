/* config_look.c: see config_look.h. */
#include "http/config_look.h"

#include "config/problems.h"
#include "config/view.h"
#include "http/route.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LOOK_VALUES_MOST = 400, LOOK_VERSIONS_MOST = 200, LOOK_TEXT_MOST = 2000 };

static const char *const type_names[SCHEMA_TYPE_COUNT] = {
    [SCHEMA_BOOL] = "bool",         [SCHEMA_INT] = "int",
    [SCHEMA_DURATION] = "duration", [SCHEMA_TIME] = "time",
    [SCHEMA_DATE] = "date",         [SCHEMA_CODE] = "code",
    [SCHEMA_SERIES] = "series",     [SCHEMA_TEXT] = "text",
    [SCHEMA_CHARACTERS] = "text",   [SCHEMA_REMARK] = "text",
    [SCHEMA_WORDS] = "words",       [SCHEMA_CHOICE] = "choice",
    [SCHEMA_CHOICE_CHARACTERS] = "choice", [SCHEMA_REFERENCE] = "reference",
    [SCHEMA_MAP] = "map",           [SCHEMA_LIST] = "yaml",
    [SCHEMA_CUSTOM] = "yaml",
};

static json_t *both(const char *zh, const char *en)
{
    return json_pack("{s:s,s:s}", "zh", zh != NULL ? zh : "", "en", en != NULL ? en : "");
}

static void refuse(struct config_look *look, int status, const char *code)
{
    look->status = status;
    look->error = code;
}

/* ------------------------------------------------------------------ the whole */

static size_t lines_of(const struct load_input *input)
{
    size_t lines = input->size > 0 && input->text[input->size - 1] != '\n' ? 1 : 0;
    for (size_t i = 0; i < input->size; i++) {
        lines += input->text[i] == '\n' ? 1 : 0;
    }
    return lines;
}

static json_t *json_of_files(const struct config_files *files)
{
    json_t *list = json_array();
    for (size_t i = 0; i < files->count; i++) {
        const struct load_input *input = &files->inputs[i];
        bool hidden = false; /* a shipped one that the hall's own replaces */
        for (size_t j = 0; j < i && !hidden; j++) {
            hidden = strcmp(files->inputs[j].role, input->role) == 0;
        }
        if (!hidden) {
            json_array_append_new(list, json_pack("{s:s,s:s,s:b,s:I}", "file", input->role, "path",
                                                  input->file, "shipped", input->shipped, "lines",
                                                  (json_int_t)lines_of(input)));
        }
    }
    return list;
}

static json_t *json_of_sections(void)
{
    static const struct {
        const char *file;
        const struct schema_table *table;
    } rows[] = {{"hall.yaml", &schema_hall}, {"lines.yaml", &schema_lines},
                {"profiles", &schema_profile}};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (const struct schema_row *row = rows[i].table->rows; row->key != NULL; row++) {
            bool records = row->type != SCHEMA_MAP && row->table != NULL;
            json_array_append_new(list,
                                  json_pack("{s:s,s:s,s:b,s:o}", "file", rows[i].file, "section",
                                            row->key, "records", records, "title",
                                            both(row->zh, row->en)));
        }
    }
    return list;
}

static json_t *json_of_version(const struct config_version *version)
{
    json_t *out = json_pack("{s:i,s:s,s:s,s:s,s:i,s:i}", "number", (int)version->number, "mark",
                            version->mark, "actor", version->actor, "reason", version->reason,
                            "changes", (int)version->changes, "restored", (int)version->restored);
    json_object_set_new(out, "at", json_of_time(version->at));
    return out;
}

/* May the folder be written, and if not why. */
static void set_writable(const struct config_look *look, const struct config_files *files,
                         json_t *out)
{
    const char *why = !files->is_folder                   ? "one_file"
                      : access(look->config, W_OK) == 0   ? ""
                      : errno == EROFS || errno == EACCES ? "read_only"
                                                          : "missing";
    json_object_set_new(out, "writable", json_boolean(why[0] == '\0'));
    json_object_set_new(out, "why_not", json_string(why));
}

static void look_whole(struct config_look *look, struct config_files *files, const char *mark)
{
    struct site_problems problems;
    struct config_version last;
    problems_init(&problems, SITE_EN);
    config_files_load(files, look->config, &look->site, &problems);
    look->reply = json_pack("{s:s,s:s,s:o,s:o,s:i,s:i}", "mark", mark, "folder", look->config,
                            "files", json_of_files(files), "sections", json_of_sections(), "errors",
                            (int)problems.errors, "warnings",
                            (int)(problems.total - problems.errors));
    site_problems_finish(&problems);
    bool known = versions_list(look->data, &last, 1) == 1 && strcmp(last.mark, mark) == 0;
    json_object_set_new(look->reply, "version",
                        known ? json_of_version(&last) : json_null());
    set_writable(look, files, look->reply);
}

/* ------------------------------------------------------------------ values */

struct listing {
    struct config_look *look;
    const char *file;
    bool shipped;
    json_t *values, *tables;
    size_t more;
};

static json_t *json_of_row(const struct schema_row *row)
{
    json_t *out = json_pack("{s:s,s:o,s:b}", "type", type_names[row->type], "help",
                            both(row->zh, row->en), "required", row->fallback == NULL);
    if (row->unit != NULL) {
        json_object_set_new(out, "unit", json_string(row->unit));
    }
    if (row->type == SCHEMA_INT || row->type == SCHEMA_DURATION || row->high > 0) {
        json_object_set_new(out, "low", json_integer((json_int_t)row->low));
        json_object_set_new(out, "high", json_integer((json_int_t)row->high));
    }
    if (row->words != NULL) {
        json_object_set_new(out, "words", json_string(row->words));
    }
    if (row->fallback != NULL) {
        json_object_set_new(out, "default", json_string(row->fallback));
    }
    if (row->example != NULL) {
        json_object_set_new(out, "example", json_string(row->example));
    }
    if (row->lines) {
        json_object_set_new(out, "lines", json_true());
    }
    if (row->type == SCHEMA_REFERENCE) {
        json_object_set_new(out, "list", json_string(row->list->key));
    }
    return out;
}

/* Each row of the schema once, by table and key. */
static void set_row(struct listing *listing, const struct view_entry *entry, json_t *value)
{
    char name[160];
    snprintf(name, sizeof name, "%s:%s", entry->table->name, entry->row->key);
    if (json_object_get(listing->tables, name) == NULL) {
        json_object_set_new(listing->tables, name, json_of_row(entry->row));
    }
    json_object_set_new(value, "row", json_string(name));
}

static json_t *cut_text(const char *text, size_t size)
{
    char out[LOOK_TEXT_MOST + 4];
    char *whole = strndup(text, size);
    if (whole == NULL) {
        return json_string("");
    }
    text_cut(out, sizeof out, whole, LOOK_TEXT_MOST);
    free(whole);
    return json_string(out);
}

/* The text that was meant: without quotes; of both languages, each. */
static void set_value(const struct view_entry *entry, json_t *value)
{
    const struct yaml_node *node = entry->node;
    const struct yaml_node *zh = yaml_get(node, "zh"), *en = yaml_get(node, "en");
    if (entry->row->type == SCHEMA_WORDS && !entry->element) {
        const char *text = zh != NULL                              ? zh->text
                           : node != NULL && node->kind == YAML_SCALAR ? node->text
                                                                       : "";
        json_object_set_new(value, "value", json_string(text));
        json_object_set_new(value, "english", json_string(en != NULL ? en->text : ""));
    } else if (node != NULL && node->kind == YAML_SCALAR) {
        json_object_set_new(value, "value", cut_text(node->text, strlen(node->text)));
    } else {
        json_object_set_new(value, "value", cut_text(entry->value, entry->size));
    }
    bool lines = node != NULL && memchr(entry->value, '\n', entry->size) != NULL;
    bool by_hand = node != NULL && (node->block || (lines && !node->bracket &&
                                                    entry->row->type != SCHEMA_WORDS &&
                                                    node->kind != YAML_SCALAR));
    json_object_set_new(value, "by_hand", json_boolean(by_hand));
}

static bool matches(const struct view_entry *entry, const char *search)
{
    char *value = strndup(entry->value, entry->size);
    bool found = strcasestr(entry->path, search) != NULL ||
                 (value != NULL && strcasestr(value, search) != NULL) ||
                 strcasestr(entry->row->zh, search) != NULL ||
                 strcasestr(entry->row->en, search) != NULL;
    free(value);
    return found;
}

/* Is the path in the section; of a section of records only the records, or the values of one. */
static bool is_wanted(const struct config_look *look, const struct view_entry *entry)
{
    size_t section = strlen(look->section), record = strlen(look->record);
    if (look->search[0] != '\0') {
        bool record_itself = entry->element && entry->node->kind == YAML_MAP;
        return !record_itself && matches(entry, look->search);
    }
    if (strncmp(entry->path, look->section, section) != 0 ||
        (entry->path[section] != '\0' && entry->path[section] != '.' &&
         entry->path[section] != '[')) {
        return false;
    }
    if (record > 0) {
        return strncmp(entry->path, look->record, record) == 0 && entry->path[record] == '.';
    }
    bool inside = strchr(entry->path + section, '[') != NULL;
    return !inside || (entry->element && strchr(strchr(entry->path + section, ']'), '.') == NULL);
}

static int list_value(void *context, const struct view_entry *entry)
{
    static const char *const origins[] = {[VIEW_FILE] = "file", [VIEW_DEFAULT] = "default",
                                          [VIEW_PROFILE] = "profile"};
    struct listing *listing = context;
    if (!is_wanted(listing->look, entry)) {
        return 0;
    }
    if (json_array_size(listing->values) == LOOK_VALUES_MOST) {
        listing->more++;
        return 0;
    }
    json_t *value = json_pack("{s:s,s:s,s:s,s:b,s:b}", "path", entry->path, "file", listing->file,
                              "origin", origins[entry->origin], "element", entry->element,
                              "shipped", listing->shipped);
    set_row(listing, entry, value);
    set_value(entry, value);
    if (entry->origin == VIEW_PROFILE && listing->look->site != NULL) {
        char inherited[64];
        view_inherited(listing->look->site, entry, inherited, sizeof inherited);
        json_object_set_new(value, "value", json_string(inherited));
    }
    if (entry->node != NULL) {
        json_object_set_new(value, "line", json_integer(entry->node->line));
    }
    if (entry->element && entry->node->kind == YAML_MAP) {
        const struct yaml_node *name = yaml_get(entry->node, "name");
        const struct yaml_node *title = yaml_get(entry->node, "title");
        const struct yaml_node *words = title != NULL ? title : name;
        const struct yaml_node *zh = yaml_get(words, "zh"), *en = yaml_get(words, "en");
        json_object_set_new(value, "title",
                            both(zh != NULL ? zh->text : words != NULL ? words->text : "",
                                 en != NULL ? en->text : ""));
    }
    json_array_append_new(listing->values, value);
    return 0;
}

static void list_file(struct listing *listing, const struct load_input *input)
{
    struct arena arena = {0};
    struct source source = {
        .file = input->file, .text = input->text, .size = input->size, .first_line = 1};
    struct yaml_node *root;
    struct yaml_mistake mistake;
    const struct schema_table *table = view_table(input->role);
    listing->file = input->role;
    listing->shipped = input->shipped;
    if (table != NULL && yaml_read(&arena, &source, &root, &mistake) == 0) {
        view_walk(table, root, list_value, listing);
    }
    arena_finish(&arena);
}

static void look_values(struct config_look *look, struct config_files *files, const char *mark)
{
    struct listing listing = {.look = look, .values = json_array(), .tables = json_object()};
    if (strcmp(look->file, "lines.yaml") == 0) { /* what its lines inherit */
        struct site_problems problems;
        problems_init(&problems, SITE_EN);
        config_files_load(files, look->config, &look->site, &problems);
        site_problems_finish(&problems);
    }
    if (look->search[0] != '\0') {
        for (size_t i = 0; i < files->count; i++) {
            if (!files->inputs[i].shipped) {
                list_file(&listing, &files->inputs[i]);
            }
        }
    } else {
        const struct load_input *input = config_files_find(files, look->file);
        if (input == NULL) {
            refuse(look, 404, "config_no_file");
        } else {
            list_file(&listing, input);
        }
    }
    look->reply = json_pack("{s:s,s:o,s:o,s:I}", "mark", mark, "values", listing.values, "rows",
                            listing.tables, "more", (json_int_t)listing.more);
}

/* ------------------------------------------------------------------ texts and versions */

static void look_text(struct config_look *look, struct config_files *files, const char *mark)
{
    const struct load_input *input = config_files_find(files, look->file);
    if (input == NULL) {
        refuse(look, 404, "config_no_file");
        return;
    }
    json_t *text = json_stringn(input->text, input->size);
    if (text == NULL) {
        refuse(look, 409, "config_unreadable");
        return;
    }
    look->reply = json_pack("{s:s,s:s,s:b,s:o}", "mark", mark, "file", input->role, "shipped",
                            input->shipped, "text", text);
}

static void look_versions(struct config_look *look, const char *mark)
{
    struct config_version *list = calloc(LOOK_VERSIONS_MOST, sizeof *list);
    size_t count = list != NULL ? versions_list(look->data, list, LOOK_VERSIONS_MOST) : 0;
    json_t *versions = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(versions, json_of_version(&list[i]));
    }
    free(list);
    look->reply = json_pack("{s:s,s:o}", "mark", mark, "versions", versions);
}

static struct config_files *files_of_version(const struct config_look *look, uint32_t number)
{
    char folder[CONFIG_PATH];
    struct site_problems problems;
    problems_init(&problems, SITE_EN);
    if (number == 0) {
        snprintf(folder, sizeof folder, "%s", look->config);
    } else {
        version_folder(look->data, number, folder, sizeof folder);
    }
    struct config_files *files = config_files_read(folder, NULL, &problems);
    site_problems_finish(&problems);
    return files;
}

/* What changed from `against` (0: what is in place) to the version. */
static void look_version(struct config_look *look)
{
    struct config_version about;
    struct arena arena = {0};
    if (version_about(look->data, look->version, &about) < 0) {
        refuse(look, 404, "config_no_version");
        return;
    }
    struct config_files *from = files_of_version(look, look->against);
    struct config_files *to = files_of_version(look, look->version);
    struct config_change *changes = calloc(CONFIG_WORK_CHANGES, sizeof *changes);
    if (from == NULL || to == NULL || changes == NULL) {
        refuse(look, 404, "config_no_version");
    } else {
        size_t count = config_compare(&arena, from, to, changes, CONFIG_WORK_CHANGES);
        size_t told = count < CONFIG_WORK_CHANGES ? count : CONFIG_WORK_CHANGES;
        look->reply = json_of_version(&about);
        json_object_set_new(look->reply, "against", json_integer((json_int_t)look->against));
        json_object_set_new(look->reply, "differs", json_integer((json_int_t)count));
        json_object_set_new(look->reply, "values", config_changes_json(changes, told));
        json_object_set_new(look->reply, "files", json_of_files(to));
    }
    free(changes);
    config_files_free(from);
    config_files_free(to);
    arena_finish(&arena);
}

void config_look_work(void *context)
{
    struct config_look *look = context;
    struct site_problems problems;
    char mark[CONFIG_MARK];
    look->status = 200;
    if (look->kind == LOOK_VERSION) {
        look_version(look);
        return;
    }
    problems_init(&problems, SITE_EN);
    struct config_files *files =
        config_files_read(look->config, HALLQ_CONFIG_DIR "/profiles", &problems);
    site_problems_finish(&problems);
    if (files == NULL) {
        refuse(look, 503, "config_unreadable");
        return;
    }
    config_files_mark(files, mark);
    switch (look->kind) {
    case LOOK_WHOLE: look_whole(look, files, mark); break;
    case LOOK_VALUES: look_values(look, files, mark); break;
    case LOOK_TEXT: look_text(look, files, mark); break;
    default: look_versions(look, mark); break;
    }
    config_files_free(files);
}
