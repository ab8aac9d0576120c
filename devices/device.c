/* device.c: the parts of the driver contract that are the same for every driver: names, option
 * values with their defaults, the event sink, and how large a command really is.
 *
 * Pure; thread: any. See device.h. */
#include "devices/device.h"

#include <stdlib.h>
#include <string.h>

static int name_index(const char *const names[], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ names */

static const char *const kind_names[DEVICE_KIND_COUNT] = {
    [DEVICE_PRINTER] = "printer", [DEVICE_BOARD] = "board",
    [DEVICE_PAD] = "pad",         [DEVICE_EVALUATOR] = "evaluator",
    [DEVICE_PANEL] = "panel",     [DEVICE_TOUCH_EVALUATOR] = "touch_evaluator",
};

const char *device_kind_name(enum device_kind kind)
{
    return (unsigned)kind < DEVICE_KIND_COUNT ? kind_names[kind] : "";
}

int device_kind_parse(const char *name, enum device_kind *out)
{
    int i = name_index(kind_names, DEVICE_KIND_COUNT, name);
    if (i < 0) {
        return -1;
    }
    *out = (enum device_kind)i;
    return 0;
}

static const char *const action_names[KEY_ACTION_COUNT] = {
    [KEY_NONE] = "none",     [KEY_NEXT] = "next",         [KEY_CALL_NUMBER] = "call_number",
    [KEY_RECALL] = "recall", [KEY_ARRIVE] = "arrive",     [KEY_EVALUATE] = "evaluate",
    [KEY_FINISH] = "finish", [KEY_NO_SHOW] = "no_show",   [KEY_HOLD] = "hold",
    [KEY_RESUME] = "resume", [KEY_TRANSFER] = "transfer", [KEY_PAUSE] = "pause",
    [KEY_OPEN] = "open",     [KEY_CLOSE] = "close",       [KEY_UNDO] = "undo",
};

const char *key_action_name(enum key_action action)
{
    return (unsigned)action < KEY_ACTION_COUNT ? action_names[action] : "";
}

int key_action_parse(const char *name, enum key_action *out)
{
    int i = name_index(action_names, KEY_ACTION_COUNT, name);
    if (i < 0) {
        return -1;
    }
    *out = (enum key_action)i;
    return 0;
}

static const char *const health_names[HEALTH_COUNT] = {
    [HEALTH_UNKNOWN] = "unknown",     [HEALTH_OK] = "ok",
    [HEALTH_STALE] = "stale",         [HEALTH_DEAD] = "dead",
    [HEALTH_UNPLUGGED] = "unplugged",
};

const char *device_health_name(enum device_health health)
{
    return (unsigned)health < HEALTH_COUNT ? health_names[health] : "";
}

/* ------------------------------------------------------------------ option values */

static const char *option_value(const struct device_profile *profile, const struct option_row *rows,
                                const char *key)
{
    for (size_t i = 0; i < profile->option_count; i++) {
        if (strcmp(profile->options[i].key, key) == 0) {
            return profile->options[i].value;
        }
    }
    for (const struct option_row *row = rows; row->key != NULL; row++) {
        if (strcmp(row->key, key) == 0) {
            return row->fallback != NULL ? row->fallback : "";
        }
    }
    return "";
}

/* Register addresses are written 0x0016 or 22; a leading zero does not mean octal. */
static int32_t number_of(const char *text)
{
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    return (int32_t)strtol(text, NULL, hex ? 16 : 10);
}

int32_t profile_int(const struct device_profile *profile, const struct option_row *rows,
                    const char *key)
{
    return number_of(option_value(profile, rows, key));
}

bool profile_bool(const struct device_profile *profile, const struct option_row *rows,
                  const char *key)
{
    return strcmp(option_value(profile, rows, key), "true") == 0;
}

const char *profile_text(const struct device_profile *profile, const struct option_row *rows,
                         const char *key)
{
    return option_value(profile, rows, key);
}

/* ------------------------------------------------------------------ commands and events */

/* Bytes up to the end of a member of the command's union. */
#define SIZE_UP_TO(member)                                                                         \
    (offsetof(struct device_command, member) + sizeof(((struct device_command *)0)->member))

size_t device_command_size(const struct device_command *command)
{
    switch (command->kind) {
    case DEVICE_SHOW_BOARD: return SIZE_UP_TO(board);
    case DEVICE_SHOW_PAD: return SIZE_UP_TO(pad);
    case DEVICE_SHOW_EVALUATOR: return SIZE_UP_TO(evaluator);
    case DEVICE_SHOW_PANEL: return SIZE_UP_TO(panel);
    case DEVICE_PRINT: return SIZE_UP_TO(slip);
    case DEVICE_BEEP: return SIZE_UP_TO(beep);
    case DEVICE_ACKNOWLEDGE: return SIZE_UP_TO(acknowledge);
    case DEVICE_LEARN: return SIZE_UP_TO(learn);
    case DEVICE_RESET:
    case DEVICE_COMMAND_COUNT: break;
    }
    return offsetof(struct device_command, board);
}

struct device_event *device_sink_add(struct device_sink *sink, enum device_event_kind kind)
{
    if (sink->count == DEVICE_SINK) {
        sink->dropped++;
        return NULL;
    }
    struct device_event *event = &sink->events[sink->count++];
    memset(event, 0, sizeof *event);
    event->kind = kind;
    return event;
}
