/* check_lines.c: serial lines, their devices, and the windows that these belong to. See check.h. */
#include "config/check.h"

#include "base/text.h"
#include "config/line_plan.h"

#include <string.h>

/* ------------------------------------------------------------------ helpers */

/* NULL when the device's profile is unknown. */
static const struct device_profile *profile_of(const struct site *site, size_t device)
{
    uint16_t profile = site->devices[device].profile;
    return profile < site->profile_count ? &site->profiles[profile] : NULL;
}

static const struct driver *driver_of(const struct site *site, size_t device)
{
    const struct device_profile *profile = profile_of(site, device);
    return profile != NULL ? driver_find(profile->driver) : NULL;
}

static bool is_kind(const struct site *site, size_t device, enum device_kind kind)
{
    const struct device_profile *profile = profile_of(site, device);
    return profile != NULL && profile->kind == kind;
}

static const struct yaml_node *child_or_self(const struct yaml_node *node, const char *key)
{
    const struct yaml_node *child = yaml_get(node, key);
    return child != NULL ? child : node;
}

static const char *copy(struct reader *reader, const char *text)
{
    return arena_text(reader->arena, text, strlen(text));
}

/* ------------------------------------------------------------------ names and ports */

static void check_line_names(struct reader *reader, size_t index)
{
    const struct site *site = reader->site;
    const struct site_line *mine = &site->lines[index];
    for (size_t i = 0; i < index; i++) {
        const struct site_line *other = &site->lines[i];
        if (mine->name[0] != '\0' && strcmp(mine->name, other->name) == 0) {
            reader_problem(reader, child_or_self(reader->line_nodes[index], "name"),
                           MESSAGE_DUPLICATE_VALUE,
                           (struct message_values){
                               {"name", mine->name, reader_place(reader, reader->line_nodes[i])}});
        }
        if (mine->port[0] != '\0' && strcmp(mine->port, other->port) == 0) {
            reader_problem(reader, child_or_self(reader->line_nodes[index], "port"),
                           MESSAGE_PORT_TAKEN, (struct message_values){{mine->port, other->name}});
        }
    }
}

static void check_device_name(struct reader *reader, size_t index)
{
    const struct site *site = reader->site;
    const char *name = site->devices[index].name;
    for (size_t i = 0; i < index && name[0] != '\0'; i++) {
        if (strcmp(site->devices[i].name, name) == 0) {
            reader_problem(reader, child_or_self(reader->device_nodes[index], "name"),
                           MESSAGE_DUPLICATE_VALUE,
                           (struct message_values){
                               {"name", name, reader_place(reader, reader->device_nodes[i])}});
            return;
        }
    }
}

/* ------------------------------------------------------------------ two devices on a line */

/* Same wire and same protocol: a Modbus line has one space of addresses, other protocols share a
 * wire by their frames. */
static bool share_addresses(const struct driver *a, const struct driver *b)
{
    return a != NULL && b != NULL && a->wire == b->wire && (a->wire == WIRE_MODBUS || a == b);
}

static void check_address_taken(struct reader *reader, size_t index, size_t other)
{
    const struct site *site = reader->site;
    const struct site_device *mine = &site->devices[index], *theirs = &site->devices[other];
    bool printer = is_kind(site, index, DEVICE_PRINTER);
    if (mine->address != theirs->address || printer ||
        !share_addresses(driver_of(site, index), driver_of(site, other))) {
        return;
    }
    reader_problem(reader, child_or_self(reader->device_nodes[index], "address"),
                   MESSAGE_ADDRESS_TAKEN,
                   (struct message_values){{reader_number(reader, mine->address),
                                            site->lines[mine->line].name, theirs->name,
                                            mine->name}});
}

static void check_wires(struct reader *reader, size_t index, size_t other)
{
    const struct site *site = reader->site;
    const struct driver *mine = driver_of(site, index), *theirs = driver_of(site, other);
    if (mine == NULL || theirs == NULL || mine->wire == theirs->wire) {
        return;
    }
    bool modbus = mine->wire == WIRE_MODBUS;
    reader_problem(reader, child_or_self(reader->device_nodes[index], "profile"),
                   MESSAGE_WIRES_MIXED,
                   (struct message_values){{site->lines[site->devices[index].line].name,
                                            site->devices[modbus ? index : other].name,
                                            site->devices[modbus ? other : index].name}});
}

static void check_printers(struct reader *reader, size_t index, size_t other)
{
    const struct site *site = reader->site;
    bool mine = is_kind(site, index, DEVICE_PRINTER), theirs = is_kind(site, other, DEVICE_PRINTER);
    if ((!mine && !theirs) || profile_of(site, index) == NULL || profile_of(site, other) == NULL) {
        return;
    }
    const char *line = site->lines[site->devices[index].line].name;
    const char *first = site->devices[other].name, *second = site->devices[index].name;
    if (mine && theirs) {
        reader_problem(reader, reader->device_nodes[index], MESSAGE_TWO_PRINTERS,
                       (struct message_values){{line, first, second}});
    } else {
        reader_problem(reader, reader->device_nodes[index], MESSAGE_PRINTER_SHARES_BUS,
                       (struct message_values){{line, mine ? second : first}});
    }
}

static const char *speed_text(struct reader *reader, size_t device)
{
    const struct profile_line *line = &profile_of(reader->site, device)->line;
    char text[96];
    snprintf(text, sizeof text, "%s %u %u%c%u", reader->site->devices[device].name, line->baud,
             line->data_bits, line->parity, line->stop_bits);
    return copy(reader, text);
}

/* Devices that want different speeds need a line that says which it is. */
static void check_speeds(struct reader *reader, size_t index, size_t other)
{
    const struct site *site = reader->site;
    const struct device_profile *mine = profile_of(site, index), *theirs = profile_of(site, other);
    if (mine == NULL || theirs == NULL) {
        return;
    }
    const struct yaml_node *line = reader->line_nodes[site->devices[index].line];
    bool frames = mine->line.data_bits == theirs->line.data_bits &&
                  mine->line.parity == theirs->line.parity &&
                  mine->line.stop_bits == theirs->line.stop_bits;
    if ((mine->line.baud != theirs->line.baud && yaml_get(line, "baud") == NULL) ||
        (!frames && yaml_get(line, "frame") == NULL)) {
        reader_problem(reader, child_or_self(reader->device_nodes[index], "profile"),
                       MESSAGE_SPEEDS_MIXED,
                       (struct message_values){{site->lines[site->devices[index].line].name,
                                                speed_text(reader, other),
                                                speed_text(reader, index)}});
    }
}

static void check_neighbours(struct reader *reader, size_t index)
{
    const struct site *site = reader->site;
    bool first = true;
    for (size_t i = 0; i < index; i++) {
        if (site->devices[i].line != site->devices[index].line) {
            continue;
        }
        check_address_taken(reader, index, i);
        if (first) { /* against the line's first device: one complaint is enough */
            check_wires(reader, index, i);
            check_printers(reader, index, i);
            check_speeds(reader, index, i);
            first = false;
        }
    }
}

/* ------------------------------------------------------------------ one device */

static void check_address(struct reader *reader, size_t index)
{
    const struct site_device *device = &reader->site->devices[index];
    const struct driver *driver = driver_of(reader->site, index);
    if (driver == NULL || driver->wire != WIRE_MODBUS ||
        (device->address >= 1 && device->address <= 247)) {
        return;
    }
    reader_problem(reader, child_or_self(reader->device_nodes[index], "address"),
                   MESSAGE_ADDRESS_MISSING, (struct message_values){{device->name}});
}

static void check_belonging(struct reader *reader, size_t index)
{
    const struct site_device *device = &reader->site->devices[index];
    const struct device_profile *profile = profile_of(reader->site, index);
    if (profile == NULL || device->window != 0 || profile->kind == DEVICE_PRINTER ||
        profile->kind == DEVICE_PANEL) {
        return;
    }
    reader_problem(reader, child_or_self(reader->device_nodes[index], "window"),
                   MESSAGE_DEVICE_WITHOUT_WINDOW,
                   (struct message_values){{device->name, device_kind_name(profile->kind)}});
}

/* A panel's slips must come out somewhere. */
static void check_panel(struct reader *reader, size_t index)
{
    const struct site *site = reader->site;
    const char *group = site->devices[index].group;
    if (!is_kind(site, index, DEVICE_PANEL) || group[0] == '\0') {
        return;
    }
    struct suggestion suggestion = suggestion_for(group);
    char allowed[240] = "-";
    size_t used = 0;
    for (size_t i = 0; i < site->device_count; i++) {
        const char *other = site->devices[i].group;
        if (!is_kind(site, i, DEVICE_PRINTER)) {
            continue;
        }
        if (strcmp(other, group) == 0) {
            return;
        }
        suggestion_offer(&suggestion, other);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", other);
    }
    reader_problem(reader, child_or_self(reader->device_nodes[index], "group"),
                   MESSAGE_PANEL_WITHOUT_PRINTER,
                   (struct message_values){{site->devices[index].name, group,
                                            reader_guess(reader, &suggestion, allowed)}});
}

void check_lines(struct reader *reader)
{
    const struct site *site = reader->site;
    for (size_t i = 0; i < site->line_count; i++) {
        check_line_names(reader, i);
    }
    for (size_t i = 0; i < site->device_count; i++) {
        check_device_name(reader, i);
        check_address(reader, i);
        check_belonging(reader, i);
        check_panel(reader, i);
        check_neighbours(reader, i);
    }
}

/* ------------------------------------------------------------------ windows and devices */

void check_window_exists(struct reader *reader, const struct yaml_node *node, const char *key,
                         uint16_t window)
{
    const struct site *site = reader->site;
    if (site_window(site, window) != NULL) {
        return;
    }
    const char *number = reader_number(reader, window);
    struct suggestion suggestion = suggestion_for("");
    char allowed[240] = "-";
    size_t used = 0;
    for (size_t i = 0; i < site->window_count; i++) {
        if (i > 0 && site->windows[i].number == site->windows[i - 1].number) {
            continue;
        }
        text_append(allowed, sizeof allowed, &used, "%s%u", used > 0 ? ", " : "",
                    site->windows[i].number);
    }
    reader_problem(reader, node, MESSAGE_UNKNOWN_REFERENCE,
                   (struct message_values){
                       {key, number, reader_guess(reader, &suggestion, allowed)}});
}

static void check_window_number(struct reader *reader, size_t index)
{
    uint16_t window = reader->site->devices[index].window;
    if (window != 0) {
        check_window_exists(reader, child_or_self(reader->device_nodes[index], "window"),
                            "window", window);
    }
}

static bool has_board(const struct site *site, uint16_t window)
{
    for (size_t i = 0; i < site->device_count; i++) {
        const struct device_profile *profile = profile_of(site, i);
        if (site->devices[i].window == window &&
            (profile == NULL || profile->kind == DEVICE_BOARD)) {
            return true;
        }
    }
    return false;
}

static void check_boards(struct reader *reader, const struct yaml_node *windows)
{
    const struct site *site = reader->site;
    bool devices = windows != NULL && site->device_count > 0;
    const struct yaml_node *node = devices ? windows->first : NULL;
    for (size_t i = 0; i < site->window_count && node != NULL; i++, node = node->next) {
        uint16_t number = site->windows[i].number;
        if (number != 0 && !has_board(site, number)) {
            reader_problem(reader, child_or_self(node, "number"), MESSAGE_WINDOW_WITHOUT_BOARD,
                           (struct message_values){{reader_number(reader, number)}});
        }
    }
}

/* ------------------------------------------------------------------ texts on boards */

/* Cells of a board by its profile; 0 when the driver does not say, or shows digits only. */
static size_t board_cells(const struct site *site, size_t device)
{
    const struct device_profile *profile = profile_of(site, device);
    const struct driver *driver = driver_of(site, device);
    const struct option_row *row = driver != NULL ? driver->options : NULL;
    size_t cells = 0;
    for (; row != NULL && row->key != NULL; row++) {
        if (strcmp(row->key, "cells") == 0) {
            cells = (size_t)profile_int(profile, driver->options, "cells");
        }
        if (strcmp(row->key, "digits_only") == 0 &&
            profile_bool(profile, driver->options, "digits_only")) {
            return 0;
        }
    }
    return cells;
}

/* A board's text as it will be: the longest number, this window. */
static void fill_board_text(char *out, size_t size, const struct site_window *window,
                            const char *text)
{
    size_t used = 0;
    out[0] = '\0';
    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), hole = strcspn(text + plain, "}");
        text_append(out, size, &used, "%.*s", (int)plain, text);
        text += plain;
        if (strncmp(text, "{name}", 6) == 0) {
            text_append(out, size, &used, "%s", window->name.zh);
        } else if (strncmp(text, "{window}", 8) == 0) {
            text_append(out, size, &used, "%u", window->number);
        } else if (hole > 0) {
            text_append(out, size, &used, "A000");
        }
        text += hole + (text[hole] == '}' ? 1 : 0);
    }
}

static void check_board_texts(struct reader *reader, size_t device)
{
    const struct site *site = reader->site;
    const struct site_board_texts *board = &site->board;
    const char *texts[] = {board->idle.zh, board->calling.zh, board->serving.zh,
                           board->paused.zh, board->closed.zh};
    const struct site_window *window = site_window(site, site->devices[device].window);
    size_t room = board_cells(site, device);
    for (size_t i = 0; window != NULL && room > 0 && i < sizeof texts / sizeof *texts; i++) {
        char text[BOARD_TEXT + 160];
        fill_board_text(text, sizeof text, window, texts[i]);
        if (text_cells(text) > room) {
            const char *cells = reader_number(reader, (int64_t)text_cells(text));
            reader_problem(reader, reader->device_nodes[device], MESSAGE_BOARD_TEXT_TOO_LONG,
                           (struct message_values){{site->devices[device].name,
                                                    reader_number(reader, (int64_t)room), text,
                                                    cells}});
            return;
        }
    }
}

/* ------------------------------------------------------------------ time on the line */

static void check_line_time(struct reader *reader, size_t index)
{
    struct line_plan plan;
    line_plan(reader->site, index, &plan);
    if (plan.keyed == 0 || plan.key_ms <= LINE_KEY_GOAL_MS) {
        return;
    }
    enum message message = plan.key_ms > LINE_KEY_LIMIT_MS ? MESSAGE_LINE_TOO_SLOW
                                                           : MESSAGE_LINE_SLOW;
    const struct yaml_node *node = reader->line_nodes[index];
    char fewer[96] = "";
    if (plan.keyed_at_goal > 0) {
        const struct message_values at_most = {
            {reader_number(reader, (int64_t)plan.keyed_at_goal)}};
        message_format(fewer, sizeof fewer, MESSAGE_NOUN_FEWER, reader->problems->language,
                       &at_most);
    }
    uint32_t baud = plan.baud_at_goal > 0 ? plan.baud_at_goal : 115200;
    reader_problem(reader, child_or_self(node, "baud"), message,
                   (struct message_values){{reader->site->lines[index].name,
                                            reader_number(reader, (int64_t)plan.key_ms),
                                            fewer, reader_number(reader, baud)}});
}

static void check_slip_time(struct reader *reader, size_t device)
{
    const struct site *site = reader->site;
    struct line_plan plan;
    line_plan(site, site->devices[device].line, &plan);
    if (plan.slip_ms <= LINE_SLIP_GOAL_MS) {
        return;
    }
    char seconds[24];
    snprintf(seconds, sizeof seconds, "%.1f", plan.slip_ms / 1000);
    reader_problem(reader, reader->device_nodes[device], MESSAGE_SLIP_SLOW,
                   (struct message_values){
                       {site->devices[device].name, copy(reader, seconds)}});
}

void check_windows_and_devices(struct reader *reader, const struct yaml_node *hall_root)
{
    const struct site *site = reader->site;
    check_boards(reader, yaml_get(hall_root, "windows"));
    for (size_t i = 0; i < site->line_count; i++) {
        check_line_time(reader, i);
    }
    for (size_t i = 0; i < site->device_count; i++) {
        check_window_number(reader, i);
        if (is_kind(site, i, DEVICE_PRINTER)) {
            check_slip_time(reader, i);
        } else if (is_kind(site, i, DEVICE_BOARD)) {
            check_board_texts(reader, i);
        }
    }
    check_displays(reader, yaml_get(hall_root, "displays"));
}
