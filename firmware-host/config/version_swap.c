/* version_swap.c: a version is put in place of the configuration. See versions.h. */
#include "config/version_files.h"

#include "config/problems.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char fresh_ending[] = ".hallq-new";

/* ------------------------------------------------------------------ files */

int version_write_file(const char *path, const char *text, size_t size, mode_t mode,
                       char why[VERSION_WHY])
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor < 0) {
        return version_fails(why, "cannot write", path);
    }
    bool written = fchmod(descriptor, mode) == 0;
    while (written && size > 0) {
        ssize_t count = write(descriptor, text, size);
        written = count > 0;
        text += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    written = written && fsync(descriptor) == 0;
    int rc = written ? 0 : version_fails(why, "cannot write", path);
    close(descriptor);
    return rc;
}

char *version_read_file(struct arena *arena, const char *path, size_t *size)
{
    struct stat status;
    FILE *file = fopen(path, "rbe");
    if (file == NULL || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > YAML_FILE_BYTES) {
        if (file != NULL) {
            fclose(file);
        }
        return NULL;
    }
    char *text = arena_take(arena, (size_t)status.st_size + 1);
    *size = fread(text, 1, (size_t)status.st_size, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    return failed ? NULL : text;
}

int version_sync(const char *folder, char why[VERSION_WHY])
{
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return errno == ENOENT ? 0 : version_fails(why, "cannot open", folder);
    }
    int rc = fsync(descriptor) == 0 ? 0 : version_fails(why, "cannot sync", folder);
    close(descriptor);
    return rc;
}

static void each_file(const char *folder, void (*call)(void *context, const char *name),
                      void *context)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    while (open != NULL && (entry = readdir(open)) != NULL) {
        if (entry->d_name[0] != '.') {
            call(context, entry->d_name);
        }
    }
    if (open != NULL) {
        closedir(open);
    }
}

static void remove_file(void *context, const char *name)
{
    char path[VERSION_PATH + 256];
    snprintf(path, sizeof path, "%s/%s", (const char *)context, name);
    unlink(path);
}

void version_remove_folder(const char *folder)
{
    char profiles[VERSION_PATH + 16], own[VERSION_PATH + 16];
    snprintf(own, sizeof own, "%s", folder);
    snprintf(profiles, sizeof profiles, "%s/profiles", folder);
    each_file(profiles, remove_file, profiles);
    rmdir(profiles);
    each_file(own, remove_file, own);
    rmdir(own);
}

/* ------------------------------------------------------------------ preparing */

struct swap {
    const char *config;
    struct config_files *version;
    char *why;
};

static int begin(struct swap *swap, const char *data, uint32_t number)
{
    char folder[VERSION_PATH];
    struct site_problems problems;
    problems_init(&problems, SITE_EN);
    version_folder(data, number, folder, sizeof folder);
    swap->version = config_files_read(folder, NULL, &problems);
    site_problems_finish(&problems);
    if (swap->version == NULL || swap->version->count == 0) {
        config_files_free(swap->version);
        snprintf(swap->why, VERSION_WHY, "version %" PRIu32 " cannot be read", number);
        errno = ENOENT;
        return -1;
    }
    return 0;
}

static bool is_same(const char *path, const struct load_input *input)
{
    struct arena arena = {0};
    size_t size = 0;
    const char *text = version_read_file(&arena, path, &size);
    bool same = text != NULL && size == input->size && memcmp(text, input->text, size) == 0;
    arena_finish(&arena);
    return same;
}

/* The new file may be read by whoever could read the old one. */
static mode_t mode_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_mode & 0777 : 0644;
}

static int prepare_file(const struct swap *swap, const struct load_input *input)
{
    char path[VERSION_PATH], fresh[VERSION_PATH + sizeof fresh_ending];
    snprintf(path, sizeof path, "%s/%s", swap->config, input->role);
    snprintf(fresh, sizeof fresh, "%s%s", path, fresh_ending);
    if (is_same(path, input)) {
        unlink(fresh);
        return 0;
    }
    return version_write_file(fresh, input->text, input->size, mode_of(path), swap->why);
}

static int prepare_all(const struct swap *swap)
{
    char profiles[VERSION_PATH];
    bool has_profiles = false;
    for (size_t i = 0; i < swap->version->count; i++) {
        has_profiles = has_profiles || strncmp(swap->version->inputs[i].role, "profiles/", 9) == 0;
    }
    snprintf(profiles, sizeof profiles, "%s/profiles", swap->config);
    if (has_profiles && mkdir(profiles, 0755) != 0 && errno != EEXIST) {
        return version_fails(swap->why, "cannot make", profiles);
    }
    for (size_t i = 0; i < swap->version->count; i++) {
        if (prepare_file(swap, &swap->version->inputs[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

int version_prepare(const char *config, const char *data, uint32_t number, char why[VERSION_WHY])
{
    struct swap swap = {.config = config, .why = why};
    if (begin(&swap, data, number) < 0) {
        return -1;
    }
    int rc = prepare_all(&swap);
    int error = errno;
    config_files_free(swap.version);
    errno = error;
    return rc;
}

/* ------------------------------------------------------------------ committing */

static void mark_path(const char *data, char out[VERSION_PATH])
{
    snprintf(out, VERSION_PATH, "%s/config-versions/in-place", data);
}

static int rename_file(const struct swap *swap, const struct load_input *input)
{
    char path[VERSION_PATH], fresh[VERSION_PATH + sizeof fresh_ending];
    snprintf(path, sizeof path, "%s/%s", swap->config, input->role);
    snprintf(fresh, sizeof fresh, "%s%s", path, fresh_ending);
    if (rename(fresh, path) != 0 && !(errno == ENOENT && is_same(path, input))) {
        return version_fails(swap->why, "cannot rename", fresh);
    }
    return 0;
}

/* A profile that the version does not have; and what was prepared and is not needed. */
static void remove_stranger(void *context, const char *name)
{
    const struct swap *swap = context;
    char role[300], path[VERSION_PATH + 300];
    size_t size = strlen(name);
    snprintf(role, sizeof role, "profiles/%.255s", name);
    snprintf(path, sizeof path, "%s/%s", swap->config, role);
    bool yaml = size > 5 && strcmp(name + size - 5, ".yaml") == 0;
    if (yaml && config_files_find(swap->version, role) == NULL) {
        unlink(path);
    }
}

static int rename_all(const struct swap *swap)
{
    char profiles[VERSION_PATH];
    snprintf(profiles, sizeof profiles, "%s/profiles", swap->config);
    for (size_t i = 0; i < swap->version->count; i++) {
        if (rename_file(swap, &swap->version->inputs[i]) < 0) {
            return -1;
        }
    }
    struct swap copy = *swap;
    each_file(profiles, remove_stranger, &copy);
    return version_sync(profiles, swap->why) < 0 ? -1 : version_sync(swap->config, swap->why);
}

static int set_mark(const char *data, uint32_t number, char why[VERSION_WHY])
{
    char path[VERSION_PATH], fresh[VERSION_PATH + 8], folder[VERSION_PATH], text[16];
    mark_path(data, path);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    snprintf(folder, sizeof folder, "%s/config-versions", data);
    int size = snprintf(text, sizeof text, "%" PRIu32 "\n", number);
    if (version_write_file(fresh, text, (size_t)size, 0600, why) < 0) {
        return -1;
    }
    return rename(fresh, path) == 0 ? version_sync(folder, why)
                                    : version_fails(why, "cannot rename", fresh);
}

int version_commit(const char *config, const char *data, uint32_t number, char why[VERSION_WHY])
{
    char path[VERSION_PATH];
    struct swap swap = {.config = config, .why = why};
    mark_path(data, path);
    if (begin(&swap, data, number) < 0) {
        return -1;
    }
    int rc = set_mark(data, number, why);
    rc = rc < 0 ? rc : rename_all(&swap);
    if (rc == 0) {
        unlink(path);
    }
    config_files_free(swap.version);
    return rc;
}

/* ------------------------------------------------------------------ recovering */

static uint32_t marked(const char *data)
{
    char path[VERSION_PATH];
    struct arena arena = {0};
    size_t size;
    mark_path(data, path);
    const char *text = version_read_file(&arena, path, &size);
    uint32_t number = text != NULL ? (uint32_t)strtoul(text, NULL, 10) : 0;
    arena_finish(&arena);
    return number;
}

static void remove_fresh(void *context, const char *name)
{
    size_t size = strlen(name), ending = sizeof fresh_ending - 1;
    if (size > ending && strcmp(name + size - ending, fresh_ending) == 0) {
        remove_file(context, name);
    }
}

static void remove_prepared(const char *config)
{
    char own[VERSION_PATH], profiles[VERSION_PATH + 16];
    snprintf(own, sizeof own, "%s", config);
    snprintf(profiles, sizeof profiles, "%s/profiles", config);
    each_file(own, remove_fresh, own);
    each_file(profiles, remove_fresh, profiles);
}

int version_recover(const char *config, const char *data, char why[VERSION_WHY])
{
    uint32_t number = marked(data);
    if (number == 0) {
        remove_prepared(config);
        return 0;
    }
    if (version_prepare(config, data, number, why) < 0 ||
        version_commit(config, data, number, why) < 0) {
        return -1;
    }
    remove_prepared(config);
    return (int)number;
}
