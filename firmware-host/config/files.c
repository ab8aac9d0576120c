/* files.c: the folder of a configuration, read into memory. See site.h (site_load), load.h and
 * files.h. */
#include "config/files.h"
#include "config/loaded.h"
#include "config/problems.h"

#include <dirent.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 512 };

/* A whole file, terminated, one byte more than the limit at most: the parser then says that it is
 * too large. NULL when it cannot be read. */
static char *read_file(struct arena *arena, const char *path, size_t *size)
{
    struct stat status;
    FILE *file = stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "rb") : NULL;
    if (file == NULL) {
        return NULL;
    }
    size_t room = (size_t)status.st_size < YAML_FILE_BYTES ? (size_t)status.st_size
                                                           : (size_t)YAML_FILE_BYTES + 1;
    char *text = arena_take(arena, room + 1);
    *size = fread(text, 1, room, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    return failed ? NULL : text;
}

static int gather_file(struct config_files *files, const char *path, const char *role, bool shipped)
{
    if (files->count == LOAD_INPUTS) {
        return -1;
    }
    struct load_input input = {.first_line = 1, .shipped = shipped};
    input.text = read_file(&files->arena, path, &input.size);
    if (input.text == NULL) {
        return -1;
    }
    input.file = arena_text(&files->arena, path, strlen(path));
    input.role = arena_text(&files->arena, role, strlen(role));
    files->inputs[files->count++] = input;
    return 0;
}

static int is_yaml(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".yaml") == 0;
}

static void gather_profiles(struct config_files *files, const char *folder, bool shipped)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_yaml, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES], role[PATH_BYTES];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        snprintf(role, sizeof role, "profiles/%s", entries[i]->d_name);
        gather_file(files, path, role, shipped);
        free(entries[i]);
    }
    free(entries);
}

static void report_file(struct site_problems *problems, const char *path, enum message message,
                        const char *name)
{
    const struct source source = {.file = path, .text = "", .first_line = 1};
    const struct place place = {&source, 1, 1};
    const struct message_values values = {{name}};
    problems_add(problems, place, message, &values);
}

static void gather_folder(struct config_files *files, const char *folder,
                          struct site_problems *problems)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/hall.yaml", folder);
    if (gather_file(files, path, "hall.yaml", false) < 0) {
        report_file(problems, path, MESSAGE_NO_FILE, "hall.yaml");
    }
    snprintf(path, sizeof path, "%s/lines.yaml", folder);
    if (gather_file(files, path, "lines.yaml", false) < 0) {
        report_file(problems, path, MESSAGE_NO_DEVICES_FILE, "lines.yaml");
    }
    snprintf(path, sizeof path, "%s/profiles", folder);
    gather_profiles(files, path, false);
}

static void gather_dump(struct config_files *files, const char *path,
                        struct site_problems *problems)
{
    size_t size;
    char *text = read_file(&files->arena, path, &size);
    const char *name = arena_text(&files->arena, path, strlen(path));
    int count = text != NULL ? load_split(text, size, name, files->inputs) : -1;
    if (count < 0) {
        report_file(problems, path, text != NULL ? MESSAGE_NOT_A_DUMP : MESSAGE_NO_FOLDER, path);
        return;
    }
    files->count = (size_t)count;
}

/* ------------------------------------------------------------------ the whole */

static void hash_text(crypto_generichash_state *state, const char *text, size_t size)
{
    uint64_t length = size;
    crypto_generichash_update(state, (const unsigned char *)&length, sizeof length);
    crypto_generichash_update(state, (const unsigned char *)text, size);
}

void config_files_mark(const struct config_files *files, char out[CONFIG_MARK])
{
    unsigned char hash[(CONFIG_MARK - 1) / 2];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (size_t i = 0; i < files->count; i++) {
        const struct load_input *input = &files->inputs[i];
        if (!input->shipped) {
            hash_text(&state, input->role, strlen(input->role));
            hash_text(&state, input->text, input->size);
        }
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(out, CONFIG_MARK, hash, sizeof hash);
}

struct load_input *config_files_find(struct config_files *files, const char *role)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->inputs[i].role, role) == 0) {
            return &files->inputs[i];
        }
    }
    return NULL;
}

struct config_files *config_files_read(const char *folder, const char *shipped_profiles,
                                       struct site_problems *problems)
{
    struct stat status;
    if (stat(folder, &status) != 0) {
        report_file(problems, folder, MESSAGE_NO_FOLDER, folder);
        return NULL;
    }
    struct config_files *files = calloc(1, sizeof *files);
    if (files == NULL) {
        report_file(problems, folder, MESSAGE_NO_MEMORY, NULL);
        return NULL;
    }
    files->is_folder = S_ISDIR(status.st_mode);
    if (files->is_folder) {
        gather_folder(files, folder, problems);
    } else {
        gather_dump(files, folder, problems);
    }
    if (shipped_profiles != NULL) {
        gather_profiles(files, shipped_profiles, true);
    }
    return files;
}

void config_files_free(struct config_files *files)
{
    if (files != NULL) {
        arena_finish(&files->arena);
        free(files);
    }
}

int config_files_load(const struct config_files *files, const char *folder, struct site **out,
                      struct site_problems *problems)
{
    int rc = load_inputs(files->inputs, files->count, folder, out, problems);
    if (rc == 0) {
        char mark[CONFIG_MARK];
        struct loaded_site *loaded = (struct loaded_site *)*out;
        config_files_mark(files, mark);
        loaded->site.mark = arena_text(&loaded->arena, mark, strlen(mark));
    }
    return rc;
}

int site_load(const char *folder, const char *shipped_profiles, enum site_language language,
              struct site **out, struct site_problems *problems)
{
    problems_init(problems, language);
    *out = NULL;
    struct config_files *files = config_files_read(folder, shipped_profiles, problems);
    int rc = files != NULL ? config_files_load(files, folder, out, problems) : -1;
    config_files_free(files);
    return rc;
}
