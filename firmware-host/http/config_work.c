/* config_work.c: see config_work.h. */
#include "http/config_work.h"

#include "config/edit.h"
#include "config/problems.h"
#include "http/config_edits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct config_work *config_work_create(void)
{
    struct config_work *work = calloc(1, sizeof *work);
    if (work != NULL) {
        work->status = 200;
    }
    return work;
}

void config_work_free(struct config_work *work)
{
    if (work != NULL) {
        json_decref(work->body);
        json_decref(work->located);
        site_problems_finish(&work->problems);
        site_destroy(work->site);
        arena_finish(&work->arena);
        free(work);
    }
}

void config_work_refuse(struct config_work *work, int status, const char *code)
{
    if (work->error[0] == '\0') {
        work->status = status;
        snprintf(work->error, sizeof work->error, "%s", code);
    }
}

static bool refused(const struct config_work *work)
{
    return work->error[0] != '\0';
}

/* ------------------------------------------------------------------ what a manager may */

bool config_manager_may(const char *role, const char *path)
{
    static const char *const allowed[] = {
        "hall.name", "hall.address", "hall.ticket_notice", "hours", "holidays", "workdays",
        "notices", "boards.texts", "boards.flash", "boards.thanks", "voice", "alerts",
        "evaluation.ask", "ticket",
    };
    for (size_t i = 0; strcmp(role, "hall.yaml") == 0 && i < sizeof allowed / sizeof *allowed;
         i++) {
        size_t size = strlen(allowed[i]);
        if (strncmp(path, allowed[i], size) == 0 &&
            (path[size] == '\0' || path[size] == '.' || path[size] == '[')) {
            return true;
        }
    }
    const char *last = strrchr(path, '.');
    static const char *const anywhere[] = {".target_wait", ".guide"};
    for (size_t i = 0; last != NULL && i < sizeof anywhere / sizeof *anywhere; i++) {
        if (strcmp(role, "hall.yaml") == 0 && strstr(path, anywhere[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void check_permission(struct config_work *work)
{
    size_t count = work->change_count < CONFIG_WORK_CHANGES ? work->change_count
                                                            : CONFIG_WORK_CHANGES;
    bool all = work->change_count <= CONFIG_WORK_CHANGES;
    for (size_t i = 0; work->manager && all && i < count; i++) {
        all = config_manager_may(work->changes[i].role, work->changes[i].path);
    }
    if (work->manager && !all) {
        config_work_refuse(work, 403, "config_not_yours");
    }
}

/* ------------------------------------------------------------------ problems, and where they are */

/* The deepest value that begins at or before a place and ends behind it, or is on its line. */
struct location {
    int line, column;
    char path[VIEW_PATH];
    size_t size;
};

static int locate(void *context, const struct view_entry *entry)
{
    struct location *location = context;
    const struct yaml_node *node = entry->node;
    if (node == NULL) {
        return 0;
    }
    const struct yaml_node *from = node->key != NULL ? node->key : node;
    bool begun = from->line < location->line ||
                 (from->line == location->line && from->column <= location->column);
    int last = node->line;
    for (const char *at = entry->value; at < entry->value + entry->size; at++) {
        last += *at == '\n' ? 1 : 0;
    }
    bool over = last < location->line;
    if (begun && !over) {
        snprintf(location->path, sizeof location->path, "%s", entry->path);
        location->size = entry->size;
    }
    return 0;
}

static void find_path(const struct config_files *files, const struct site_problem *problem,
                      const char **role, struct location *location)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct load_input *input = &files->inputs[i];
        if (strcmp(input->file, problem->file) != 0) {
            continue;
        }
        struct arena arena = {0};
        struct source source = {.file = input->file, .text = input->text, .size = input->size,
                                .first_line = 1};
        struct yaml_node *root;
        struct yaml_mistake mistake;
        *role = input->role;
        if (view_table(input->role) != NULL && yaml_read(&arena, &source, &root, &mistake) == 0) {
            view_walk(view_table(input->role), root, locate, location);
        }
        arena_finish(&arena);
        return;
    }
}

enum { LOCATED = 50 }; /* each costs a walk over its file */

static void tell_problems(struct config_work *work, const struct config_files *files)
{
    work->located = json_array();
    for (size_t i = 0; i < work->problems.count; i++) {
        const struct site_problem *problem = &work->problems.list[i];
        struct location location = {.line = problem->line, .column = problem->column};
        const char *role = "";
        if (i < LOCATED) {
            find_path(files, problem, &role, &location);
        }
        json_array_append_new(
            work->located,
            json_pack("{s:b,s:s,s:s,s:i,s:i,s:s,s:s,s:s,s:i}", "warning", problem->warning, "file",
                      role, "path", location.path, "line", problem->line, "column",
                      problem->column, "message", problem->message, "advice", problem->advice,
                      "excerpt", problem->excerpt, "caret", problem->caret));
    }
}

/* ------------------------------------------------------------------ the steps */

static struct config_files *read_files(struct config_work *work, const char *folder)
{
    struct site_problems problems;
    problems_init(&problems, SITE_EN);
    struct config_files *files =
        config_files_read(folder, HALLQ_CONFIG_DIR "/profiles", &problems);
    site_problems_finish(&problems);
    if (files == NULL) {
        config_work_refuse(work, 503, "config_unreadable");
    }
    return files;
}

/* What the configuration is to be: the files with the edits, or an old version. */
static struct config_files *make_after(struct config_work *work)
{
    char folder[CONFIG_PATH];
    snprintf(folder, sizeof folder, "%s", work->config);
    if (work->restore != 0) {
        struct config_version about;
        if (version_about(work->data, work->restore, &about) < 0) {
            config_work_refuse(work, 404, "config_no_version");
            return NULL;
        }
        version_folder(work->data, work->restore, folder, sizeof folder);
    }
    struct config_files *after = read_files(work, folder);
    if (after != NULL && work->restore == 0) {
        config_edits_apply(work, after);
    }
    return after;
}

static void check(struct config_work *work, struct config_files *after)
{
    problems_init(&work->problems, work->language == LANGUAGE_EN ? SITE_EN : SITE_ZH);
    int rc = config_files_load(after, work->config, &work->site, &work->problems);
    tell_problems(work, after);
    if (rc < 0) {
        config_work_refuse(work, 422, "config_problems");
    }
}

/* What somebody changed by hand since the last version is kept as one of its own, so that nothing is
 * ever overwritten without a copy. */
static int keep_before(struct config_work *work, const struct config_files *before)
{
    struct config_version last, found = {.at = work->now};
    bool known = versions_list(work->data, &last, 1) == 1 && strcmp(last.mark, work->mark) == 0;
    return known ? 0 : version_keep(work->data, before, &found, work->why);
}

static void keep(struct config_work *work, const struct config_files *before,
                 const struct config_files *after)
{
    struct config_version *kept = &work->kept;
    *kept = (struct config_version){.at = work->now,
                                    .restored = work->restore,
                                    .changes = (uint32_t)work->change_count};
    memcpy(kept->actor, work->actor, sizeof kept->actor);
    memcpy(kept->reason, work->reason, sizeof kept->reason);
    if (keep_before(work, before) < 0 || version_keep(work->data, after, kept, work->why) < 0) {
        config_work_refuse(work, 503, "config_not_kept");
        return;
    }
    if (version_prepare(work->config, work->data, kept->number, work->why) < 0) {
        bool closed = errno == EROFS || errno == EACCES || errno == EPERM;
        config_work_refuse(work, closed ? 409 : 503,
                           closed ? "config_read_only" : "config_not_written");
    }
}

static void compare(struct config_work *work, const struct config_files *before,
                    const struct config_files *after)
{
    char mark[CONFIG_MARK];
    work->change_count = config_compare(&work->arena, before, after, work->changes,
                                        CONFIG_WORK_CHANGES);
    config_files_mark(after, mark);
    if (strcmp(mark, work->mark) == 0) {
        config_work_refuse(work, 409, "config_same");
    }
}

void config_work_try(void *context)
{
    struct config_work *work = context;
    struct config_files *before = read_files(work, work->config), *after = NULL;
    if (before != NULL) {
        config_files_mark(before, work->mark);
        if (work->base[0] != '\0' && strcmp(work->base, work->mark) != 0) {
            config_work_refuse(work, 409, "config_changed");
        } else if (!before->is_folder) {
            config_work_refuse(work, 409, "config_one_file");
        } else {
            after = make_after(work);
        }
    }
    if (after != NULL && !refused(work)) {
        compare(work, before, after);
        check_permission(work);
        check(work, after);
    }
    if (after != NULL && !refused(work) && work->keep) {
        keep(work, before, after);
    }
    config_files_free(before);
    config_files_free(after);
}

void config_work_commit(void *context)
{
    struct config_work *work = context;
    if (version_commit(work->config, work->data, work->kept.number, work->why) < 0) {
        config_work_refuse(work, 503, "config_not_written");
    }
}

/* ------------------------------------------------------------------ changes, told */

static json_t *json_of_value(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

json_t *config_changes_json(const struct config_change *changes, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_pack("{s:s,s:s,s:o,s:o}", "file", changes[i].role, "path",
                                              changes[i].path, "before",
                                              json_of_value(changes[i].before), "after",
                                              json_of_value(changes[i].after)));
    }
    return list;
}

void config_changes_text(const struct config_change *changes, size_t count, char *out, size_t size)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    out[0] = '\0';
    if (stream == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        bool hall = strcmp(changes[i].role, "hall.yaml") == 0;
        fprintf(stream, "%s%s%s%s: %s -> %s", i > 0 ? "; " : "", hall ? "" : changes[i].role,
                hall ? "" : " ", changes[i].path,
                changes[i].before != NULL ? changes[i].before : "-",
                changes[i].after != NULL ? changes[i].after : "-");
    }
    fclose(stream);
    for (char *at = text; *at != '\0'; at++) {
        *at = (unsigned char)*at < 0x20 ? ' ' : *at;
    }
    text_cut(out, size, text, size);
    free(text);
}
