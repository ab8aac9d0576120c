/* versions.c: the list of versions, and keeping one. Putting one in place is in version_swap.c. See
 * versions.h. */
#include "config/versions.h"

#include "config/version_files.h"
#include "config/yaml.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int version_fails(char why[VERSION_WHY], const char *what, const char *path)
{
    int error = errno;
    snprintf(why, VERSION_WHY, "%s %s: %s", what, path, strerror(error));
    errno = error;
    return -1;
}

void version_join(char out[VERSION_PATH], const char *folder, const char *name)
{
    snprintf(out, VERSION_PATH, "%s/%s", folder, name);
}

void version_folder(const char *data, uint32_t number, char *out, size_t size)
{
    snprintf(out, size, "%s/config-versions/%06" PRIu32, data, number);
}

/* ------------------------------------------------------------------ about.yaml */

static const char *text_of(const struct yaml_node *root, const char *key)
{
    const struct yaml_node *node = yaml_get(root, key);
    return node != NULL && node->kind == YAML_SCALAR ? node->text : "";
}

static void take_about(const struct yaml_node *root, struct config_version *out)
{
    out->at.ms = strtoll(text_of(root, "at_ms"), NULL, 10);
    out->restored = (uint32_t)strtoul(text_of(root, "restored"), NULL, 10);
    out->changes = (uint32_t)strtoul(text_of(root, "changes"), NULL, 10);
    snprintf(out->mark, sizeof out->mark, "%s", text_of(root, "mark"));
    snprintf(out->actor, sizeof out->actor, "%s", text_of(root, "actor"));
    snprintf(out->reason, sizeof out->reason, "%s", text_of(root, "reason"));
}

int version_about(const char *data, uint32_t number, struct config_version *out)
{
    char folder[VERSION_PATH], path[VERSION_PATH];
    struct arena arena = {0};
    struct source source = {.file = "about.yaml", .first_line = 1};
    struct yaml_node *root;
    struct yaml_mistake mistake;
    version_folder(data, number, folder, sizeof folder);
    version_join(path, folder, "about.yaml");
    *out = (struct config_version){.number = number};
    source.text = version_read_file(&arena, path, &source.size);
    int rc = source.text != NULL && yaml_read(&arena, &source, &root, &mistake) == 0 ? 0 : -1;
    if (rc == 0) {
        take_about(root, out);
    }
    arena_finish(&arena);
    return rc;
}

static void write_quoted(FILE *out, const char *key, const char *text)
{
    fprintf(out, "%s: \"", key);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            fputc('\\', out);
        }
        fputc(*text, out);
    }
    fputs("\"\n", out);
}

static int write_about(const char *folder, const struct config_version *about,
                       char why[VERSION_WHY])
{
    char path[VERSION_PATH], *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return version_fails(why, "cannot write", folder);
    }
    fprintf(out, "number: %" PRIu32 "\nat_ms: %" PRId64 "\nchanges: %" PRIu32 "\nrestored: %" PRIu32
                 "\n",
            about->number, about->at.ms, about->changes, about->restored);
    write_quoted(out, "mark", about->mark);
    write_quoted(out, "actor", about->actor);
    write_quoted(out, "reason", about->reason);
    fclose(out);
    version_join(path, folder, "about.yaml");
    int rc = version_write_file(path, text, size, 0600, why);
    free(text);
    return rc;
}

/* ------------------------------------------------------------------ the list */

static uint32_t number_of(const char *name)
{
    return strlen(name) == 6 && strspn(name, "0123456789") == 6
               ? (uint32_t)strtoul(name, NULL, 10)
               : 0;
}

static int newest_first(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* All numbers, newest first. */
static size_t numbers_of(const char *data, uint32_t out[VERSIONS])
{
    char path[VERSION_PATH];
    version_join(path, data, "config-versions");
    DIR *folder = opendir(path);
    size_t count = 0;
    struct dirent *entry;
    while (folder != NULL && count < VERSIONS && (entry = readdir(folder)) != NULL) {
        uint32_t number = number_of(entry->d_name);
        if (number != 0) {
            out[count++] = number;
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    qsort(out, count, sizeof *out, newest_first);
    return count;
}

size_t versions_list(const char *data, struct config_version *out, size_t room)
{
    uint32_t *numbers = calloc(VERSIONS, sizeof *numbers);
    size_t count = numbers != NULL ? numbers_of(data, numbers) : 0, used = 0;
    for (size_t i = 0; i < count && used < room; i++) {
        if (version_about(data, numbers[i], &out[used]) == 0) {
            used++;
        }
    }
    free(numbers);
    return used;
}

/* ------------------------------------------------------------------ keeping one */

/* The number of the next one; 0 = there are too many. */
static uint32_t next_number(const char *data)
{
    uint32_t *numbers = calloc(VERSIONS, sizeof *numbers);
    size_t count = numbers != NULL ? numbers_of(data, numbers) : VERSIONS;
    uint32_t next = count == 0 ? 1 : count < VERSIONS ? numbers[0] + 1 : 0;
    free(numbers);
    return next;
}

static int make_folder(const char *path, char why[VERSION_WHY])
{
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : version_fails(why, "cannot make", path);
}

static int write_version(const char *folder, const struct config_files *files,
                         const struct config_version *about, char why[VERSION_WHY])
{
    char path[VERSION_PATH];
    version_remove_folder(folder); /* of an attempt that was cut off */
    version_join(path, folder, "profiles");
    if (make_folder(folder, why) < 0 || make_folder(path, why) < 0) {
        return -1;
    }
    for (size_t i = 0; i < files->count; i++) {
        const struct load_input *input = &files->inputs[i];
        version_join(path, folder, input->role);
        if (!input->shipped &&
            version_write_file(path, input->text, input->size, 0600, why) < 0) {
            return -1;
        }
    }
    version_join(path, folder, "profiles");
    return write_about(folder, about, why) < 0 || version_sync(path, why) < 0 ||
                   version_sync(folder, why) < 0
               ? -1
               : 0;
}

int version_keep(const char *data, const struct config_files *files, struct config_version *about,
                 char why[VERSION_WHY])
{
    char all[VERSION_PATH], folder[VERSION_PATH], fresh[VERSION_PATH];
    char name[40];
    version_join(all, data, "config-versions");
    if (make_folder(all, why) < 0) {
        return -1;
    }
    about->number = next_number(data);
    if (about->number == 0) {
        errno = ENOSPC;
        snprintf(why, VERSION_WHY, "there are %d versions: move old ones away", VERSIONS);
        return -1;
    }
    config_files_mark(files, about->mark);
    version_folder(data, about->number, folder, sizeof folder);
    snprintf(name, sizeof name, "config-versions/%06" PRIu32 ".new", about->number);
    version_join(fresh, data, name);
    if (write_version(fresh, files, about, why) < 0) {
        return -1;
    }
    if (rename(fresh, folder) != 0) {
        return version_fails(why, "cannot rename", fresh);
    }
    return version_sync(all, why);
}
