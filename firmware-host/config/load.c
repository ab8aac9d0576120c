/* load.c: texts in, a site out, or every mistake. See load.h and site.h.
 *
 * Order: all texts are parsed; profiles are read first as devices refer to them; then the hall,
 * then the lines; last the cross-checks (check.c), as far as there is something to check. */
#include "config/load.h"

#include "config/check.h"
#include "config/loaded.h"
#include "config/syntax.h"
#include "config/value.h"

#include <stdlib.h>
#include <string.h>

/* A text with what became of it. */
struct part {
    const struct load_input *input;
    struct source source;
    struct yaml_node *root; /* NULL: not readable */
    char profile[LIMIT_CODE]; /* name, "" for the two other files */
};

struct loading {
    struct loaded_site *loaded;
    struct reader reader;
    size_t part_count;
    struct part *parts;
};

/* ------------------------------------------------------------------ parsing */

static void report_mistake(struct reader *reader, const struct source *source,
                           const struct yaml_mistake *mistake)
{
    enum site_language language = reader->problems->language;
    struct message_values values = {{NULL}};
    char bracket[96];
    if (mistake->message == MESSAGE_YAML_SYNTAX) {
        syntax_explain(mistake->detail, language, &values.value[0], &values.value[1]);
    }
    if (mistake->open_line > 0 && mistake->open_line < mistake->line) {
        int line = mistake->open_line + source->first_line - 1;
        const struct message_values opened = {{reader_number(reader, line)}};
        message_format(bracket, sizeof bracket, MESSAGE_NOUN_OPEN_BRACKET, language, &opened);
        values.value[2] = bracket;
    }
    const struct place place = {source, mistake->line, mistake->column};
    problems_add(reader->problems, place, mistake->message, &values);
}

static struct source source_of(const struct load_input *input)
{
    struct source source = {.file = input->file, .text = input->text, .size = input->size,
                            .first_line = input->first_line};
    static const char mark[] = "\xEF\xBB\xBF"; /* some editors begin a file with this */
    if (source.size >= 3 && memcmp(source.text, mark, 3) == 0) {
        source.text += 3;
        source.size -= 3;
    }
    return source;
}

static void parse_part(struct reader *reader, struct part *part)
{
    struct yaml_mistake mistake;
    if (yaml_read(reader->arena, &part->source, &part->root, &mistake) < 0) {
        report_mistake(reader, &part->source, &mistake);
        part->root = NULL;
    }
}

static struct part *part_of(struct loading *loading, const char *role)
{
    for (size_t i = 0; i < loading->part_count; i++) {
        if (strcmp(loading->parts[i].input->role, role) == 0) {
            return &loading->parts[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ profiles */

/* "profiles/NAME.yaml" -> NAME; false when that is no name. */
static bool profile_name(const char *role, char name[LIMIT_CODE])
{
    const char *from = strrchr(role, '/');
    from = from != NULL ? from + 1 : role;
    size_t size = strlen(from);
    if (size <= 5 || size - 5 >= LIMIT_CODE || strcmp(from + size - 5, ".yaml") != 0) {
        return false;
    }
    snprintf(name, LIMIT_CODE, "%.*s", (int)(size - 5), from);
    return value_is_code(name);
}

static bool is_used(const struct yaml_node *lines_root, const char *name)
{
    const struct yaml_node *lines = yaml_get(lines_root, "lines");
    const struct yaml_node *line = lines != NULL ? lines->first : NULL;
    for (; line != NULL; line = line->next) {
        const struct yaml_node *devices = yaml_get(line, "devices");
        const struct yaml_node *device = devices != NULL ? devices->first : NULL;
        for (; device != NULL; device = device->next) {
            const struct yaml_node *profile = yaml_get(device, "profile");
            if (profile != NULL && strcmp(profile->text, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void report_unknown_driver(struct reader *reader, const struct yaml_node *root,
                                  const char *name)
{
    const struct yaml_node *node = yaml_get(yaml_get(root, "profile"), "driver");
    if (node == NULL || name[0] == '\0') {
        return; /* reported as missing or wrong */
    }
    struct suggestion suggestion = suggestion_for(name);
    char allowed[240] = "-";
    size_t used = 0;
    for (size_t i = 0; driver_at(i) != NULL; i++) {
        suggestion_offer(&suggestion, driver_at(i)->name);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "",
                    driver_at(i)->name);
    }
    reader_problem(reader, node, MESSAGE_UNKNOWN_DRIVER,
                   (struct message_values){
                       {name, NULL, reader_guess(reader, &suggestion, allowed)}});
}

/* The driver plays the profile's vectors. */
static void check_profile(struct reader *reader, const struct part *part,
                          const struct device_profile *profile)
{
    const struct driver *driver = driver_find(profile->driver);
    if (driver == NULL) {
        report_unknown_driver(reader, part->root, profile->driver);
        return;
    }
    char why[200] = "";
    int line = 0;
    if (driver->check == NULL || driver->check(profile, why, sizeof why, &line) == 0) {
        return;
    }
    line -= part->source.first_line - 1;
    const struct place place = {&part->source, line > 0 ? line : 1, 1};
    const struct message_values values = {{profile->name, why}};
    problems_add(reader->problems, place, MESSAGE_PROFILE_FAILS, &values);
}

static void read_profile(struct reader *reader, struct part *part, bool used)
{
    struct site *site = reader->site;
    size_t before = reader->problems->total;
    struct device_profile *profile = &site->profiles[site->profile_count];
    part->source.softened = part->input->shipped && !used;
    parse_part(reader, part);
    if (part->root == NULL && !used) {
        return;
    }
    memset(profile, 0, sizeof *profile);
    profile->kind = DEVICE_KIND_COUNT; /* none, unless the file says */
    snprintf(profile->name, sizeof profile->name, "%s", part->profile);
    snprintf(profile->file, sizeof profile->file, "%s", part->input->file);
    if (part->root != NULL) {
        reader_map(reader, part->root, &schema_profile, profile, NULL);
    }
    if (reader->problems->total == before) {
        check_profile(reader, part, profile);
    }
    bool refused = reader->problems->total != before && !used;
    site->profile_count += refused ? 0 : 1;
}

static void report_profile_file(struct reader *reader, const struct part *part,
                                enum message message)
{
    const struct place place = {&part->source, 1, 1};
    const struct message_values values = {
        {message == MESSAGE_NAME_TOO_LONG ? part->input->role
                                          : reader_number(reader, LIMIT_PROFILES)}};
    problems_add(reader->problems, place, message, &values);
}

static bool already_there(const struct loading *loading, const struct part *part)
{
    for (const struct part *other = loading->parts; other < part; other++) {
        if (strcmp(other->profile, part->profile) == 0) {
            return true;
        }
    }
    return false;
}

/* The hall's own come before the shipped ones and win. */
static void read_profiles(struct loading *loading, const struct yaml_node *lines_root)
{
    struct reader *reader = &loading->reader;
    struct site *site = reader->site;
    size_t room = loading->part_count < LIMIT_PROFILES ? loading->part_count : LIMIT_PROFILES;
    site->profiles = arena_take(reader->arena, (room + 1) * sizeof *site->profiles);
    for (size_t i = 0; i < loading->part_count; i++) {
        struct part *part = &loading->parts[i];
        if (strncmp(part->input->role, "profiles/", 9) != 0) {
            continue;
        }
        if (!profile_name(part->input->role, part->profile)) {
            part->profile[0] = '\0';
            report_profile_file(reader, part, MESSAGE_NAME_TOO_LONG);
        } else if (already_there(loading, part)) {
            continue;
        } else if (site->profile_count == room) {
            report_profile_file(reader, part, MESSAGE_TOO_MANY_PROFILES);
            return;
        } else {
            read_profile(reader, part, is_used(lines_root, part->profile));
        }
    }
}

/* ------------------------------------------------------------------ the whole */

static void report_no_hall(struct reader *reader)
{
    const struct source source = {.file = reader->site->folder, .text = "", .first_line = 1};
    const struct place place = {&source, 1, 1};
    const struct message_values values = {{"hall.yaml"}};
    problems_add(reader->problems, place, MESSAGE_NO_FILE, &values);
}

static void read_site(struct loading *loading)
{
    struct reader *reader = &loading->reader;
    struct part *hall = part_of(loading, "hall.yaml"), *lines = part_of(loading, "lines.yaml");
    if (hall != NULL) {
        parse_part(reader, hall);
    } else if (reader->problems->errors == 0) { /* else the folder said so */
        report_no_hall(reader);
    }
    if (lines != NULL) {
        parse_part(reader, lines);
    }
    const struct yaml_node *hall_root = hall != NULL ? hall->root : NULL;
    const struct yaml_node *lines_root = lines != NULL ? lines->root : NULL;
    read_profiles(loading, lines_root);
    if (hall_root != NULL) {
        reader_map(reader, hall_root, &schema_hall, reader->site, NULL);
        check_hall(reader, hall_root);
    }
    if (lines_root != NULL) {
        reader_map(reader, lines_root, &schema_lines, reader->site, NULL);
        check_lines(reader);
    }
    if (hall_root != NULL && lines_root != NULL) {
        check_windows_and_devices(reader, hall_root);
    }
}

int load_inputs(const struct load_input *inputs, size_t count, const char *folder,
                struct site **out, struct site_problems *problems)
{
    struct loaded_site *loaded = calloc(1, sizeof *loaded);
    struct part *parts = calloc(count + 1, sizeof *parts);
    *out = NULL;
    if (loaded == NULL || parts == NULL) {
        abort();
    }
    struct loading loading = {.loaded = loaded, .part_count = count, .parts = parts};
    loading.reader = (struct reader){
        .site = &loaded->site, .arena = &loaded->arena, .problems = problems};
    for (size_t i = 0; i < count; i++) {
        parts[i].input = &inputs[i];
        parts[i].source = source_of(&inputs[i]);
    }
    loaded->site.folder = arena_text(&loaded->arena, folder, strlen(folder));
    read_site(&loading);
    problems_sort(problems);
    free(parts);
    if (problems->errors > 0) {
        site_destroy(&loaded->site);
        return -1;
    }
    *out = &loaded->site;
    return 0;
}

int load_split(char *text, size_t size, const char *file, struct load_input *inputs)
{
    static const char mark[] = "--- # ";
    int count = 0, line = 1;
    for (char *at = text; at < text + size; line++) {
        char *newline = memchr(at, '\n', (size_t)(text + size - at));
        char *next = newline != NULL ? newline + 1 : text + size;
        if ((size_t)(next - at) > sizeof mark && memcmp(at, mark, sizeof mark - 1) == 0) {
            if (count == LOAD_INPUTS || newline == NULL) {
                return -1;
            }
            *newline = '\0';
            inputs[count++] = (struct load_input){.role = at + sizeof mark - 1, .file = file,
                                                  .text = next, .first_line = line + 1};
        } else if (count == 0) {
            return -1;
        } else {
            inputs[count - 1].size = (size_t)(next - inputs[count - 1].text);
        }
        at = next;
    }
    return count > 0 ? count : -1;
}
