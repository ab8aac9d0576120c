/* files.c: the folder of a configuration, read into memory. See site.h (site_load) and load.h. */
#include "config/load.h"
#include "config/loaded.h"
#include "config/problems.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 512 };

struct gathered {
    struct arena arena; /* paths and texts */
    struct load_input inputs[LOAD_INPUTS];
    size_t count;
};

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

static int gather_file(struct gathered *gathered, const char *path, const char *role, bool shipped)
{
    if (gathered->count == LOAD_INPUTS) {
        return -1;
    }
    struct load_input input = {.first_line = 1, .shipped = shipped};
    input.text = read_file(&gathered->arena, path, &input.size);
    if (input.text == NULL) {
        return -1;
    }
    input.file = arena_text(&gathered->arena, path, strlen(path));
    input.role = arena_text(&gathered->arena, role, strlen(role));
    gathered->inputs[gathered->count++] = input;
    return 0;
}

static int is_yaml(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".yaml") == 0;
}

static void gather_profiles(struct gathered *gathered, const char *folder, bool shipped)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_yaml, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES], role[PATH_BYTES];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        snprintf(role, sizeof role, "profiles/%s", entries[i]->d_name);
        gather_file(gathered, path, role, shipped);
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

static void gather_folder(struct gathered *gathered, const char *folder,
                          struct site_problems *problems)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/hall.yaml", folder);
    if (gather_file(gathered, path, "hall.yaml", false) < 0) {
        report_file(problems, path, MESSAGE_NO_FILE, "hall.yaml");
    }
    snprintf(path, sizeof path, "%s/lines.yaml", folder);
    if (gather_file(gathered, path, "lines.yaml", false) < 0) {
        report_file(problems, path, MESSAGE_NO_DEVICES_FILE, "lines.yaml");
    }
    snprintf(path, sizeof path, "%s/profiles", folder);
    gather_profiles(gathered, path, false);
}

static void gather_dump(struct gathered *gathered, const char *path,
                        struct site_problems *problems)
{
    size_t size;
    char *text = read_file(&gathered->arena, path, &size);
    const char *name = arena_text(&gathered->arena, path, strlen(path));
    int count = text != NULL ? load_split(text, size, name, gathered->inputs) : -1;
    if (count < 0) {
        report_file(problems, path, text != NULL ? MESSAGE_NOT_A_DUMP : MESSAGE_NO_FOLDER, path);
        return;
    }
    gathered->count = (size_t)count;
}

int site_load(const char *folder, const char *shipped_profiles, enum site_language language,
              struct site **out, struct site_problems *problems)
{
    problems_init(problems, language);
    *out = NULL;
    struct stat status;
    if (stat(folder, &status) != 0) {
        report_file(problems, folder, MESSAGE_NO_FOLDER, folder);
        return -1;
    }
    struct gathered *gathered = calloc(1, sizeof *gathered);
    if (gathered == NULL) {
        report_file(problems, folder, MESSAGE_NO_MEMORY, NULL);
        return -1;
    }
    if (S_ISDIR(status.st_mode)) {
        gather_folder(gathered, folder, problems);
    } else {
        gather_dump(gathered, folder, problems);
    }
    if (shipped_profiles != NULL) {
        gather_profiles(gathered, shipped_profiles, true);
    }
    int rc = load_inputs(gathered->inputs, gathered->count, folder, out, problems);
    arena_finish(&gathered->arena);
    free(gathered);
    return rc;
}
