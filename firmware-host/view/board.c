/* board.c: a board as JSON and back. Each part of the struct is a pair of functions beside each
 * other, so that what is written is what is read. */
#include "view/board.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *board_window_state_name(enum board_window_state state)
{
    static const char *const names[BOARD_WINDOW_STATES] = {
        [BOARD_WINDOW_CLOSED] = "closed",   [BOARD_WINDOW_FREE] = "free",
        [BOARD_WINDOW_CALLING] = "calling", [BOARD_WINDOW_SERVING] = "serving",
        [BOARD_WINDOW_PAUSED] = "paused",
    };
    return names[state];
}

/* ------------------------------------------------------------------ plain values */

static int read_text(const json_t *object, const char *key, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL || strlen(text) >= size) {
        return -1;
    }
    memcpy(out, text, strlen(text) + 1);
    return 0;
}

static int64_t read_integer(const json_t *object, const char *key, int64_t high)
{
    const json_t *value = json_object_get(object, key);
    int64_t number = json_integer_value(value);
    return json_is_integer(value) && number >= 0 && number <= high ? number : -1;
}

static json_t *write_time(wall_t t)
{
    char text[WALL_TEXT_SIZE];
    return t.ms == 0 ? json_null() : json_string(wall_format(t, text));
}

static int read_time(const json_t *object, const char *key, wall_t *out)
{
    const json_t *value = json_object_get(object, key);
    *out = (wall_t){0};
    if (json_is_null(value)) {
        return 0;
    }
    return json_is_string(value) ? wall_parse(json_string_value(value), out) : -1;
}

static json_t *write_words(const struct board_words *words)
{
    return json_pack("{s:s,s:s}", "zh", words->zh, "en", words->en);
}

static int read_words(const json_t *object, const char *key, struct board_words *out)
{
    const json_t *words = json_object_get(object, key);
    return read_text(words, "zh", out->zh, sizeof out->zh) < 0 ||
                   read_text(words, "en", out->en, sizeof out->en) < 0
               ? -1
               : 0;
}

/* ------------------------------------------------------------------ calls and misses */

static json_t *write_call(const void *record)
{
    const struct board_call *call = record;
    return json_pack("{s:s,s:i,s:i,s:b,s:o,s:I}", "number", call->number, "window", call->window,
                     "recalls", call->recalls, "arrived", call->arrived, "at", write_time(call->at),
                     "seq", (json_int_t)call->seq);
}

static int read_call(const json_t *json, void *record)
{
    struct board_call *call = record;
    int64_t window = read_integer(json, "window", UINT16_MAX);
    int64_t recalls = read_integer(json, "recalls", UINT8_MAX);
    call->seq = read_integer(json, "seq", INT64_MAX);
    if (read_text(json, "number", call->number, sizeof call->number) < 0 || window < 0 ||
        recalls < 0 || call->seq < 0 || read_time(json, "at", &call->at) < 0) {
        return -1;
    }
    call->window = (uint16_t)window;
    call->recalls = (uint8_t)recalls;
    call->arrived = json_is_true(json_object_get(json, "arrived"));
    return 0;
}

static json_t *write_miss(const void *record)
{
    const struct board_miss *miss = record;
    return json_pack("{s:s,s:i,s:b,s:o}", "number", miss->number, "window", miss->window, "final",
                     miss->final, "at", write_time(miss->at));
}

static int read_miss(const json_t *json, void *record)
{
    struct board_miss *miss = record;
    int64_t window = read_integer(json, "window", UINT16_MAX);
    if (read_text(json, "number", miss->number, sizeof miss->number) < 0 || window < 0 ||
        read_time(json, "at", &miss->at) < 0) {
        return -1;
    }
    miss->window = (uint16_t)window;
    miss->final = json_is_true(json_object_get(json, "final"));
    return 0;
}

/* ------------------------------------------------------------------ windows, categories, notices */

static json_t *write_window(const void *record)
{
    const struct board_window *window = record;
    return json_pack("{s:i,s:s,s:s,s:o,s:o}", "number", window->number, "state",
                     board_window_state_name(window->state), "ticket", window->ticket, "name",
                     write_words(&window->name), "area", write_words(&window->area));
}

static int read_window(const json_t *json, void *record)
{
    struct board_window *window = record;
    const char *state = json_string_value(json_object_get(json, "state"));
    int64_t number = read_integer(json, "number", UINT16_MAX);
    int found = -1;
    for (int i = 0; state != NULL && i < BOARD_WINDOW_STATES; i++) {
        found = strcmp(state, board_window_state_name((enum board_window_state)i)) == 0 ? i : found;
    }
    if (found < 0 || number < 0 ||
        read_text(json, "ticket", window->ticket, sizeof window->ticket) < 0 ||
        read_words(json, "name", &window->name) < 0 ||
        read_words(json, "area", &window->area) < 0) {
        return -1;
    }
    window->number = (uint16_t)number;
    window->state = (enum board_window_state)found;
    return 0;
}

static json_t *write_category(const void *record)
{
    const struct board_category *category = record;
    return json_pack("{s:s,s:s,s:i,s:i,s:o}", "code", category->code, "series", category->series,
                     "waiting", (int)category->waiting, "windows", (int)category->windows, "name",
                     write_words(&category->name));
}

static int read_category(const json_t *json, void *record)
{
    struct board_category *category = record;
    int64_t waiting = read_integer(json, "waiting", UINT32_MAX);
    int64_t windows = read_integer(json, "windows", LIMIT_WINDOWS);
    if (read_text(json, "code", category->code, sizeof category->code) < 0 ||
        read_text(json, "series", category->series, sizeof category->series) < 0 ||
        read_words(json, "name", &category->name) < 0 || waiting < 0 || windows < 0) {
        return -1;
    }
    category->waiting = (uint32_t)waiting;
    category->windows = (uint32_t)windows;
    return 0;
}

static json_t *write_notice(const void *record)
{
    const struct board_notice *notice = record;
    return json_pack("{s:b,s:s,s:s,s:s}", "page", notice->page, "zh", notice->zh, "en", notice->en,
                     "picture", notice->picture);
}

static int read_notice(const json_t *json, void *record)
{
    struct board_notice *notice = record;
    notice->page = json_is_true(json_object_get(json, "page"));
    return read_text(json, "zh", notice->zh, sizeof notice->zh) < 0 ||
                   read_text(json, "en", notice->en, sizeof notice->en) < 0 ||
                   read_text(json, "picture", notice->picture, sizeof notice->picture) < 0
               ? -1
               : 0;
}

/* ------------------------------------------------------------------ the whole */

struct part {
    const char *key;
    size_t list, count, size, capacity; /* offsets in struct board; size of a record */
    json_t *(*write)(const void *record);
    int (*read)(const json_t *json, void *record);
};

static const struct part parts[] = {
    {"calls", offsetof(struct board, calls), offsetof(struct board, call_count),
     sizeof(struct board_call), BOARD_CALLS, write_call, read_call},
    {"misses", offsetof(struct board, misses), offsetof(struct board, miss_count),
     sizeof(struct board_miss), BOARD_MISSES, write_miss, read_miss},
    {"windows", offsetof(struct board, windows), offsetof(struct board, window_count),
     sizeof(struct board_window), LIMIT_WINDOWS, write_window, read_window},
    {"categories", offsetof(struct board, categories), offsetof(struct board, category_count),
     sizeof(struct board_category), LIMIT_CATEGORIES, write_category, read_category},
    {"notices", offsetof(struct board, notices), offsetof(struct board, notice_count),
     sizeof(struct board_notice), BOARD_NOTICES, write_notice, read_notice},
};

static json_t *write_part(const struct board *board, const struct part *part)
{
    json_t *list = json_array();
    const char *record = (const char *)board + part->list;
    size_t count;
    memcpy(&count, (const char *)board + part->count, sizeof count);
    for (size_t i = 0; i < count; i++, record += part->size) {
        json_array_append_new(list, part->write(record));
    }
    return list;
}

json_t *board_write(const struct board *board)
{
    char revision[20];
    snprintf(revision, sizeof revision, "%016" PRIx64, board->revision);
    json_t *out =
        json_pack("{s:s,s:o,s:f,s:s,s:b,s:o}", "revision", revision, "now", write_time(board->now),
                  "speed", board->speed, "timezone", board->timezone, "day_open", board->day_open,
                  "hall", write_words(&board->hall));
    for (size_t i = 0; out != NULL && i < sizeof parts / sizeof *parts; i++) {
        json_object_set_new(out, parts[i].key, write_part(board, &parts[i]));
    }
    return out;
}

static int read_part(const json_t *list, struct board *board, const struct part *part)
{
    char *record = (char *)board + part->list;
    size_t count = json_array_size(list);
    count = count < part->capacity ? count : part->capacity;
    for (size_t i = 0; i < count; i++, record += part->size) {
        if (part->read(json_array_get(list, i), record) < 0) {
            return -1;
        }
    }
    memcpy((char *)board + part->count, &count, sizeof count);
    return json_is_array(list) ? 0 : -1;
}

static const char *read_head(const json_t *json, struct board *out)
{
    const json_t *speed = json_object_get(json, "speed");
    out->speed = json_number_value(speed);
    out->day_open = json_is_true(json_object_get(json, "day_open"));
    if (!(out->speed > 0)) {
        return "speed";
    }
    if (read_time(json, "now", &out->now) < 0 || out->now.ms == 0) {
        return "now";
    }
    if (read_text(json, "timezone", out->timezone, sizeof out->timezone) < 0) {
        return "timezone";
    }
    return read_words(json, "hall", &out->hall) < 0 ? "hall" : NULL;
}

int board_read(const json_t *json, struct board *out, char *why, size_t size)
{
    memset(out, 0, sizeof *out);
    const char *fault = read_head(json, out);
    for (size_t i = 0; fault == NULL && i < sizeof parts / sizeof *parts; i++) {
        if (read_part(json_object_get(json, parts[i].key), out, &parts[i]) < 0) {
            fault = parts[i].key;
        }
    }
    if (fault != NULL) {
        snprintf(why, size, "%s: missing or not of its form", fault);
        return -1;
    }
    out->revision = board_revision(out);
    return 0;
}
