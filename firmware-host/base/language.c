/* language.c: see language.h. Keys are kept sorted and found by bisection. */
#define LOG_MODULE "language"
#include "base/language.h"
#include "base/log.h"

#include <dirent.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGE_KEYS = 4096, LANGUAGE_PATH = 512 };

struct entry {
    char *key;
    char *text[LANGUAGE_COUNT];
};

struct language {
    size_t count;
    struct entry entries[LANGUAGE_KEYS];
};

const char *language_code_name(enum language_code code)
{
    return code == LANGUAGE_EN ? "en" : "zh";
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static char *scalar_of(struct fy_node *map, const char *key)
{
    struct fy_node *node = fy_node_mapping_lookup_by_string(map, key, (size_t)-1);
    size_t size = 0;
    const char *text = node != NULL ? fy_node_get_scalar(node, &size) : NULL;
    return text != NULL ? strndup(text, size) : NULL;
}

static int add_pair(struct language *language, struct fy_node_pair *pair, const char *path,
                    char *why, size_t size)
{
    size_t key_size = 0;
    const char *key = fy_node_get_scalar(fy_node_pair_key(pair), &key_size);
    struct fy_node *value = fy_node_pair_value(pair);
    if (key == NULL || !fy_node_is_mapping(value) || language->count == LANGUAGE_KEYS) {
        snprintf(why, size, "%s: %.*s: expected {zh: …, en: …}", path, (int)key_size,
                 key != NULL ? key : "");
        return -1;
    }
    struct entry *entry = &language->entries[language->count];
    entry->key = strndup(key, key_size);
    entry->text[LANGUAGE_ZH] = scalar_of(value, "zh");
    entry->text[LANGUAGE_EN] = scalar_of(value, "en");
    language->count++;
    if (entry->key == NULL || entry->text[LANGUAGE_ZH] == NULL) {
        snprintf(why, size, "%s: %.*s has no Chinese text", path, (int)key_size, key);
        return -1;
    }
    return 0;
}

static int load_file(struct language *language, const char *path, char *why, size_t size)
{
    struct fy_parse_cfg settings = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG};
    struct fy_document *document = fy_document_build_from_file(&settings, path);
    struct fy_node *root = document != NULL ? fy_document_root(document) : NULL;
    if (root == NULL || !fy_node_is_mapping(root)) {
        snprintf(why, size, "%s: not a YAML mapping of keys", path);
        fy_document_destroy(document);
        return -1;
    }
    int result = 0;
    void *iterator = NULL;
    struct fy_node_pair *pair;
    while (result == 0 && (pair = fy_node_mapping_iterate(root, &iterator)) != NULL) {
        result = add_pair(language, pair, path, why, size);
    }
    fy_document_destroy(document);
    return result;
}

static int is_yaml(const struct dirent *item)
{
    size_t length = strlen(item->d_name);
    return length > 5 && strcmp(item->d_name + length - 5, ".yaml") == 0;
}

struct language *language_load(const char *folder, char *why, size_t size)
{
    struct language *language = calloc(1, sizeof *language);
    struct dirent **files = NULL;
    int count = scandir(folder, &files, is_yaml, alphasort);
    int result = language != NULL && count >= 0 ? 0 : -1;
    if (result < 0) {
        snprintf(why, size, "%s: no such folder", folder);
    }
    for (int i = 0; i < count; i++) {
        char path[LANGUAGE_PATH];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        if (result == 0) {
            result = load_file(language, path, why, size);
        }
        free(files[i]);
    }
    free(files);
    if (result < 0) {
        language_destroy(language);
        return NULL;
    }
    qsort(language->entries, language->count, sizeof *language->entries, by_key);
    return language;
}

void language_destroy(struct language *language)
{
    if (language == NULL) {
        return;
    }
    for (size_t i = 0; i < language->count; i++) {
        free(language->entries[i].key);
        free(language->entries[i].text[LANGUAGE_ZH]);
        free(language->entries[i].text[LANGUAGE_EN]);
    }
    free(language);
}

static const struct entry *find(const struct language *language, const char *key)
{
    size_t low = 0, high = language->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(language->entries[middle].key, key);
        if (order == 0) {
            return &language->entries[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const char *language_text(const struct language *language, enum language_code code,
                          const char *key)
{
    static _Thread_local char missing[96];
    const struct entry *entry = language != NULL ? find(language, key) : NULL;
    if (entry == NULL) {
        if (strncmp(missing + 1, key, sizeof missing - 3) != 0) {
            log_warning("no text for %s", key);
        }
        snprintf(missing, sizeof missing, "[%s]", key);
        return missing;
    }
    return entry->text[code] != NULL ? entry->text[code] : entry->text[LANGUAGE_ZH];
}

int language_has(const struct language *language, const char *key)
{
    return find(language, key) != NULL;
}

const char *language_key(const struct language *language, size_t index)
{
    return index < language->count ? language->entries[index].key : NULL;
}

static const char *hole_value(const struct hole *holes, const char *name, size_t length)
{
    for (; holes->name != NULL; holes++) {
        if (strlen(holes->name) == length && strncmp(holes->name, name, length) == 0) {
            return holes->value;
        }
    }
    return NULL;
}

static size_t put(char *out, size_t size, size_t used, const char *text, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t width = 1;
        while (i + width < count && ((unsigned char)text[i + width] & 0xC0) == 0x80) {
            width++;
        }
        if (used + width >= size) {
            return used;
        }
        memcpy(out + used, text + i, width);
        used += width;
        i += width;
    }
    return used;
}

void language_fill(char *out, size_t size, const char *text, const struct hole *holes)
{
    size_t used = 0;
    while (*text != '\0') {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        const char *value = end != NULL ? hole_value(holes, text + 1, (size_t)(end - text - 1))
                                        : NULL;
        if (value != NULL) {
            used = put(out, size, used, value, strlen(value));
            text = end + 1;
            continue;
        }
        size_t run = *text == '{' ? 1 : strcspn(text, "{");
        used = put(out, size, used, text, run);
        text += run;
    }
    out[used] = '\0';
}
