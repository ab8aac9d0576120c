/* pack.c: see pack.h. */
#include "voice/pack.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *pack_fault_name(enum pack_fault fault)
{
    static const char *const names[PACK_FAULTS] = {
        [PACK_FINE] = "fine",   [PACK_MISSING] = "missing", [PACK_UNUSABLE] = "unusable",
        [PACK_EMPTY] = "empty", [PACK_LOUD] = "loud",       [PACK_QUIET] = "quiet",
        [PACK_LONG] = "long"};
    return names[fault];
}

void pack_folder(const char *setting, char *out, size_t size)
{
    if (setting[0] == '\0') {
        snprintf(out, size, "%s", HALLQ_VOICE_PACK);
    } else if (strchr(setting, '/') != NULL) {
        snprintf(out, size, "%s", setting);
    } else {
        snprintf(out, size, "%s/voice/%s", HALLQ_CONFIG_DIR, setting);
    }
}

/* ------------------------------------------------------------------ judging */

static enum pack_fault judge(int clip, const struct sound *sound)
{
    double peak = sound_peak_db(sound);
    if (sound_ms(sound) < PACK_SHORTEST_MS) {
        return PACK_EMPTY;
    }
    if (sound_ms(sound) > voice_clips[clip].longest_ms) {
        return PACK_LONG;
    }
    if (peak > PACK_LOUD_DB) {
        return PACK_LOUD;
    }
    return peak < PACK_QUIET_DB || sound_rms_db(sound) < PACK_FAINT_DB ? PACK_QUIET : PACK_FINE;
}

/* What was recorded is judged before it is levelled: levelling hides clipping and raises noise. */
enum pack_fault pack_prepare(int clip, struct sound *sound)
{
    enum { FAINT_PEAK_DB = -30 };
    double peak = sound_peak_db(sound);
    sound_trim(sound);
    sound_level(sound, PACK_PEAK_DB);
    enum pack_fault fault = judge(clip, sound);
    if (fault != PACK_FINE) {
        return fault;
    }
    return peak > -0.01 ? PACK_LOUD : peak < FAINT_PEAK_DB ? PACK_QUIET : PACK_FINE;
}

static void measure(struct voice_pack *pack, int clip)
{
    struct pack_clip *entry = &pack->clips[clip];
    entry->peak_db = sound_peak_db(&entry->sound);
    entry->rms_db = sound_rms_db(&entry->sound);
    entry->fault = judge(clip, &entry->sound);
}

static bool needed(int clip, enum voice_language language)
{
    enum voice_language own = voice_clips[clip].language;
    return language == VOICE_BOTH || own == VOICE_BOTH || own == language;
}

size_t pack_faults(const struct voice_pack *pack, enum voice_language language)
{
    size_t count = 0;
    for (int i = 0; i < VOICE_CLIPS; i++) {
        count += pack->clips[i].fault != PACK_FINE && needed(i, language);
    }
    return count;
}

/* ------------------------------------------------------------------ loading */

static void clip_path(const struct voice_pack *pack, const char *file, char *out, size_t size)
{
    snprintf(out, size, "%s/%s", pack->folder, file);
}

static void load_sound(struct voice_pack *pack, int clip)
{
    struct pack_clip *entry = &pack->clips[clip];
    char path[PACK_PATH + PACK_FILE + 2];
    struct sound_format format;
    clip_path(pack, entry->file, path, sizeof path);
    errno = 0;
    if (sound_read(&entry->sound, &format, path, entry->why, sizeof entry->why) < 0) {
        entry->fault = errno == ENOENT ? PACK_MISSING : PACK_UNUSABLE;
    } else if (format.rate != SOUND_RATE || format.channels != 1) {
        snprintf(entry->why, sizeof entry->why, "%u Hz, %u channels", format.rate,
                 format.channels);
        sound_finish(&entry->sound);
        entry->fault = PACK_UNUSABLE;
    } else {
        measure(pack, clip);
    }
}

static void copy_text(struct fy_node *map, const char *key, char *out, size_t size)
{
    struct fy_node *node = fy_node_mapping_lookup_by_string(map, key, FY_NT);
    size_t length = 0;
    const char *text = node != NULL ? fy_node_get_scalar(node, &length) : NULL;
    snprintf(out, size, "%.*s", (int)length, text != NULL ? text : "");
}

/* A file of a pack lies in its folder: no path leads out of it. */
static bool is_plain_name(const char *file)
{
    return file[0] != '\0' && file[0] != '.' && strchr(file, '/') == NULL;
}

static void load_clip(struct voice_pack *pack, struct fy_node *map)
{
    char id[PACK_FILE], file[PACK_FILE];
    copy_text(map, "id", id, sizeof id);
    copy_text(map, "file", file, sizeof file);
    int clip = voice_clip_find(id);
    if (clip < 0 || !is_plain_name(file)) {
        pack->unknown++;
        return;
    }
    struct pack_clip *entry = &pack->clips[clip];
    if (entry->file[0] != '\0') {
        return; /* listed twice: the first holds */
    }
    strcpy(entry->file, file);
    copy_text(map, "licence", entry->licence, sizeof entry->licence);
    load_sound(pack, clip);
}

static void load_manifest(struct voice_pack *pack, struct fy_node *root)
{
    struct fy_node *list = fy_node_mapping_lookup_by_string(root, "clips", FY_NT), *item;
    void *iterator = NULL;
    copy_text(root, "name", pack->name, sizeof pack->name);
    copy_text(root, "licence", pack->licence, sizeof pack->licence);
    while (list != NULL && (item = fy_node_sequence_iterate(list, &iterator)) != NULL) {
        load_clip(pack, item);
    }
}

int pack_load(struct voice_pack *pack, const char *folder, char *why, size_t size)
{
    static const struct fy_parse_cfg quiet = {.flags = FYPCF_QUIET};
    char path[PACK_PATH + PACK_FILE];
    memset(pack, 0, sizeof *pack);
    snprintf(pack->folder, sizeof pack->folder, "%s", folder);
    for (int i = 0; i < VOICE_CLIPS; i++) {
        pack->clips[i].fault = PACK_MISSING;
    }
    clip_path(pack, "manifest.yaml", path, sizeof path);
    bool there = access(path, R_OK) == 0; /* else libfyaml complains in words of its own */
    struct fy_document *document = there ? fy_document_build_from_file(&quiet, path) : NULL;
    struct fy_node *root = document != NULL ? fy_document_root(document) : NULL;
    bool good = root != NULL && fy_node_is_mapping(root);
    if (good) {
        load_manifest(pack, root);
    } else {
        snprintf(why, size, "%s: no voice pack (missing or no YAML)", path);
    }
    fy_document_destroy(document);
    return good ? 0 : -1;
}

void pack_finish(struct voice_pack *pack)
{
    for (int i = 0; i < VOICE_CLIPS; i++) {
        sound_finish(&pack->clips[i].sound);
    }
}

/* ------------------------------------------------------------------ writing */

/* A YAML text in double quotes. */
static void write_quoted(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            fputc('\\', file);
        }
        fputc((unsigned char)*text < ' ' ? ' ' : *text, file);
    }
    fputc('"', file);
}

static void write_clip(FILE *file, int clip, const struct pack_clip *entry)
{
    const struct voice_clip *row = &voice_clips[clip];
    fprintf(file, "  - {id: %s, file: %s, text: ", row->id, entry->file);
    write_quoted(file, voice_clip_text(clip));
    fprintf(file, ", language: %s, peak_db: %.1f, rms_db: %.1f, ms: %u, licence: ",
            voice_language_name(row->language), entry->peak_db, entry->rms_db,
            sound_ms(&entry->sound));
    write_quoted(file, entry->licence);
    fputs("}\n", file);
}

static void write_manifest(const struct voice_pack *pack, FILE *file)
{
    fputs("name: ", file);
    write_quoted(file, pack->name);
    fputs("\nlicence: ", file);
    write_quoted(file, pack->licence);
    fprintf(file, "\nrate: %d\nclips:\n", SOUND_RATE);
    for (int i = 0; i < VOICE_CLIPS; i++) {
        if (pack->clips[i].file[0] != '\0') {
            write_clip(file, i, &pack->clips[i]);
        }
    }
}

static int save_manifest(const struct voice_pack *pack)
{
    char path[PACK_PATH + PACK_FILE], draft[PACK_PATH + PACK_FILE];
    clip_path(pack, "manifest.yaml", path, sizeof path);
    clip_path(pack, "manifest.yaml.new", draft, sizeof draft);
    FILE *file = fopen(draft, "w");
    if (file == NULL) {
        return -1;
    }
    write_manifest(pack, file);
    bool good = ferror(file) == 0;
    return fclose(file) == 0 && good ? rename(draft, path) : -1;
}

int pack_make_folder(const struct voice_pack *pack)
{
    return mkdir(pack->folder, 0755) < 0 && errno != EEXIST ? -1 : 0;
}

int pack_put(struct voice_pack *pack, int clip, struct sound *sound)
{
    struct pack_clip *entry = &pack->clips[clip];
    char path[PACK_PATH + PACK_FILE];
    if (pack_make_folder(pack) < 0) {
        return -1;
    }
    snprintf(entry->file, sizeof entry->file, "%s.wav", voice_clips[clip].id);
    snprintf(entry->licence, sizeof entry->licence, "%s", pack->licence);
    clip_path(pack, entry->file, path, sizeof path);
    sound_finish(&entry->sound);
    entry->sound = *sound;
    *sound = (struct sound){NULL, 0};
    measure(pack, clip);
    return sound_write(&entry->sound, path) < 0 ? -1 : save_manifest(pack);
}
