/* custom_lines.c: lines.yaml: lines take what they do not say from the profiles of their devices.
 * See custom.h. */
#include "config/custom.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* ------------------------------------------------------------------ the frame of a character */

int read_frame(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
               void *field)
{
    const char *text = node->kind == YAML_SCALAR ? node->text : "…";
    bool sound = strlen(text) == 3 && (text[0] == '7' || text[0] == '8') &&
                 strchr("NEO", text[1]) != NULL && (text[2] == '1' || text[2] == '2');
    if (!sound) {
        reader_problem(reader, node, MESSAGE_BAD_FRAME, (struct message_values){{row->key, text}});
        return -1;
    }
    uint8_t *frame = field;
    frame[0] = (uint8_t)(text[0] - '0');
    frame[1] = (uint8_t)(text[2] - '0');
    frame[2] = (uint8_t)text[1];
    return 0;
}

_Static_assert(offsetof(struct profile_line, stop_bits) ==
                       offsetof(struct profile_line, data_bits) + 1 &&
                   offsetof(struct profile_line, parity) ==
                       offsetof(struct profile_line, data_bits) + 2,
               "a frame is three bytes in this order");

void write_frame(struct writer *writer, const struct schema_row *row, const void *field)
{
    const uint8_t *frame = field;
    writer_key(writer, row->key);
    fprintf(writer->out, "%u%c%u\n", frame[0], frame[2], frame[1]);
}

/* ------------------------------------------------------------------ devices */

int read_profile_name(struct reader *reader, const struct yaml_node *node,
                      const struct schema_row *row, void *field)
{
    const struct site *site = reader->site;
    uint16_t *profile = field;
    *profile = UINT16_MAX;
    if (!reader_is(reader, node, YAML_SCALAR, row)) {
        return -1;
    }
    struct suggestion suggestion = suggestion_for(node->text);
    char allowed[240] = "";
    size_t used = 0;
    for (size_t i = 0; i < site->profile_count; i++) {
        const char *name = site->profiles[i].name;
        if (strcmp(name, node->text) == 0) {
            *profile = (uint16_t)i;
            return 0;
        }
        suggestion_offer(&suggestion, name);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", name);
    }
    reader_problem(reader, node, MESSAGE_UNKNOWN_REFERENCE,
                   (struct message_values){
                       {row->key, node->text, reader_guess(reader, &suggestion, allowed)}});
    return -1;
}

void write_profile_name(struct writer *writer, const struct schema_row *row, const void *field)
{
    uint16_t profile = *(const uint16_t *)field;
    writer_key(writer, row->key);
    writer_text(writer, writer->site->profiles[profile].name);
    fputc('\n', writer->out);
}

/* Only notes where they stand: read_lines reads them when the line has its index. */
int read_devices(struct reader *reader, const struct yaml_node *node,
                 const struct schema_row *row, void *field)
{
    struct line_draft *draft = field;
    if (!reader_is(reader, node, YAML_LIST, row)) {
        return -1;
    }
    if (node->count > (size_t)row->high) {
        reader_problem(reader, node, MESSAGE_TOO_MANY,
                       (struct message_values){{row->key,
                                                reader_number(reader, (int64_t)node->count),
                                                reader_number(reader, row->high)}});
        return -1;
    }
    draft->devices = node;
    return 0;
}

void write_devices(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct line_draft *draft = field;
    const struct site *site = writer->site;
    bool any = false;
    for (size_t i = 0; i < site->device_count; i++) {
        if (strcmp(site->lines[site->devices[i].line].name, draft->line.name) == 0) {
            if (!any) {
                writer_block(writer, row->key);
                any = true;
            }
            writer_item(writer, &schema_device, &site->devices[i]);
        }
    }
}

static void read_line_devices(struct reader *reader, const struct yaml_node *list, uint16_t line)
{
    struct site *site = reader->site;
    const struct yaml_node *child = list != NULL ? list->first : NULL;
    for (; child != NULL && site->device_count < reader->device_room; child = child->next) {
        struct site_device *device = &site->devices[site->device_count];
        device->profile = UINT16_MAX;
        reader_map(reader, child, &schema_device, device, NULL);
        device->line = line;
        reader->device_nodes[site->device_count++] = child;
    }
}

/* ------------------------------------------------------------------ lines */

void check_line(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct line_draft *draft = record;
    const struct yaml_node *port = yaml_get(node, "port");
    const char *text = draft->line.port;
    if (port == NULL || text[0] == '\0') {
        return;
    }
    const char *colon = strrchr(text, ':');
    bool tcp = strncmp(text, "tcp:", 4) == 0 && colon > text + 4 && colon[1] != '\0' &&
               colon[1 + strspn(colon + 1, "0123456789")] == '\0';
    bool simulated = strncmp(text, "sim:", 4) == 0 && text[4] != '\0' &&
                     strchr(text + 4, '/') == NULL && text[4] != '.';
    if (text[0] != '/' && !tcp && !simulated) {
        reader_problem(reader, port, MESSAGE_BAD_PORT, (struct message_values){{text}});
    }
}

static uint16_t larger(uint16_t a, uint16_t b)
{
    return a > b ? a : b;
}

/* What a line must be for one more device: the slowest answer of all counts. */
static void merge_settings(struct profile_line *line, const struct profile_line *device)
{
    line->response_ms = larger(line->response_ms, device->response_ms);
    line->byte_ms = larger(line->byte_ms, device->byte_ms);
    line->turnaround_ms = larger(line->turnaround_ms, device->turnaround_ms);
    line->local_echo = line->local_echo || device->local_echo;
    if (strcmp(line->rs485, "off") == 0) {
        memcpy(line->rs485, device->rs485, sizeof line->rs485);
    }
    if (strcmp(line->flow, "none") == 0) {
        memcpy(line->flow, device->flow, sizeof line->flow);
    }
}

static void default_settings(struct reader *reader, struct profile_line *out)
{
    struct device_profile *blank = arena_take(reader->arena, sizeof *blank);
    reader_map(reader, NULL, schema_find(&schema_profile, "line")->table, blank, NULL);
    *out = blank->line;
}

static void settle_settings(struct reader *reader, uint16_t index, size_t first_device,
                            const struct line_draft *draft, uint64_t given)
{
    const struct site *site = reader->site;
    struct site_line *line = &site->lines[index];
    bool any = false;
    for (size_t i = first_device; i < site->device_count; i++) {
        if (site->devices[i].profile == UINT16_MAX) {
            continue;
        }
        const struct profile_line *device = &site->profiles[site->devices[i].profile].line;
        if (any) {
            merge_settings(&line->settings, device);
        } else {
            line->settings = *device;
        }
        any = true;
    }
    if (!any) {
        default_settings(reader, &line->settings);
    }
    for (size_t i = 0; schema_line.rows[i].key != NULL; i++) {
        const struct schema_row *row = &schema_line.rows[i];
        if (row->inherits && (given >> i & 1) != 0) {
            memcpy((char *)line + row->offset, (const char *)draft + row->offset, row->size);
        }
    }
}

_Static_assert(offsetof(struct line_draft, line) == 0, "rows of a draft's line fit a site's line");

static void read_line(struct reader *reader, const struct yaml_node *node)
{
    struct site *site = reader->site;
    uint16_t index = (uint16_t)site->line_count;
    size_t first_device = site->device_count;
    struct line_draft draft = {.devices = NULL};
    uint64_t given = 0;
    default_settings(reader, &draft.line.settings);
    reader_map(reader, node, &schema_line, &draft, &given);
    site->lines[index] = draft.line;
    reader->line_nodes[index] = node;
    site->line_count++;
    read_line_devices(reader, draft.devices, index);
    settle_settings(reader, index, first_device, &draft, given);
}

static size_t count_devices(const struct yaml_node *lines)
{
    size_t count = 0;
    for (const struct yaml_node *line = lines->first; line != NULL; line = line->next) {
        const struct yaml_node *devices = yaml_get(line, "devices");
        count += devices != NULL ? devices->count : 0;
    }
    return count;
}

int read_lines(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
               void *field)
{
    struct site *site = field;
    if (!reader_is(reader, node, YAML_LIST, row)) {
        return -1;
    }
    size_t devices = count_devices(node);
    bool many_lines = node->count > (size_t)row->high;
    if (many_lines || devices > LIMIT_DEVICES) {
        int64_t found = (int64_t)(many_lines ? node->count : devices);
        reader_problem(reader, node, MESSAGE_TOO_MANY,
                       (struct message_values){
                           {many_lines ? row->key : "devices", reader_number(reader, found),
                            reader_number(reader, many_lines ? row->high : LIMIT_DEVICES)}});
        return -1;
    }
    struct arena *arena = reader->arena;
    reader->device_room = devices;
    site->lines = arena_take(arena, (node->count + 1) * sizeof *site->lines);
    site->devices = arena_take(arena, (devices + 1) * sizeof *site->devices);
    reader->line_nodes = arena_take(arena, (node->count + 1) * sizeof *reader->line_nodes);
    reader->device_nodes = arena_take(arena, (devices + 1) * sizeof *reader->device_nodes);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        read_line(reader, child);
    }
    return 0;
}

void write_lines(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct site *site = field;
    if (site->line_count == 0) {
        writer_key(writer, row->key);
        fputs("[]\n", writer->out);
        return;
    }
    writer_block(writer, row->key);
    for (size_t i = 0; i < site->line_count; i++) {
        const struct line_draft draft = {.line = site->lines[i]};
        writer_item(writer, &schema_line, &draft);
    }
}
