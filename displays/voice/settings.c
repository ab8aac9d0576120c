/* settings.c: see settings.h. */
#include "voice/settings.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MIN = 24 * 60 };

void voice_settings_default(struct voice_settings *settings)
{
    memset(settings, 0, sizeof *settings); /* the padding too: voice_apply compares bytes */
    settings->enabled = true;
    settings->english = true;
    settings->repeat = 2;
    settings->zone_count = 1;
    settings->zones[0].output = VOICE_EVERYWHERE;
}

/* ------------------------------------------------------------------ JSON */

/* "HH:MM" (24:00 as an end). 0 or -1. */
static int read_minute(const json_t *json, const char *key, uint16_t *out)
{
    const char *text = json_string_value(json_object_get(json, key));
    unsigned hour, minute;
    int used = 0;
    if (text == NULL || sscanf(text, "%2u:%2u%n", &hour, &minute, &used) != 2 ||
        text[used] != '\0' || minute > 59 || hour * 60 + minute > DAY_MIN) {
        return -1;
    }
    *out = (uint16_t)(hour * 60 + minute);
    return 0;
}

static int read_whole(const json_t *json, int low, int high, int *out)
{
    json_int_t value = json_integer_value(json);
    if (!json_is_integer(json) || value < low || value > high) {
        return -1;
    }
    *out = (int)value;
    return 0;
}

static int read_text(const json_t *json, char *out, size_t size)
{
    const char *text = json_string_value(json);
    if (text == NULL || strlen(text) >= size) {
        return -1;
    }
    strcpy(out, text);
    return 0;
}

static int read_output(const json_t *json, enum voice_output *out)
{
    static const char *const names[] = {
        [VOICE_LEFT] = "left", [VOICE_RIGHT] = "right", [VOICE_EVERYWHERE] = "both"};
    const char *text = json == NULL ? "both" : json_string_value(json);
    for (int i = VOICE_LEFT; text != NULL && i <= VOICE_EVERYWHERE; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum voice_output)i;
            return 0;
        }
    }
    return -1;
}

static int read_zone(struct voice_settings *settings, size_t index, const json_t *json)
{
    struct voice_zone *zone = &settings->zones[index];
    const json_t *windows = json_object_get(json, "windows"), *window;
    size_t i;
    memset(zone, 0, sizeof *zone);
    if (!json_is_object(json) ||
        read_text(json_object_get(json, "name"), zone->name, sizeof zone->name) < 0 ||
        read_output(json_object_get(json, "output"), &zone->output) < 0 ||
        json_array_size(windows) > LIMIT_WINDOWS) {
        return -1;
    }
    json_array_foreach(windows, i, window) {
        int number;
        if (read_whole(window, 1, UINT16_MAX, &number) < 0) {
            return -1;
        }
        zone->windows[zone->window_count++] = (uint16_t)number;
    }
    settings->zone_count = index + 1;
    return 0;
}

static int read_volume(struct voice_settings *settings, size_t index, const json_t *json)
{
    int percent;
    if (read_minute(json, "from", &settings->volumes[index].from_min) < 0 ||
        read_whole(json_object_get(json, "percent"), 0, 100, &percent) < 0) {
        return -1;
    }
    settings->volumes[index].percent = (uint8_t)percent;
    settings->volume_count = index + 1;
    return 0;
}

static int read_silence(struct voice_settings *settings, size_t index, const json_t *json)
{
    struct voice_silence *silence = &settings->silences[index];
    if (read_minute(json, "from", &silence->from_min) < 0 ||
        read_minute(json, "to", &silence->to_min) < 0) {
        return -1;
    }
    settings->silence_count = index + 1;
    return 0;
}

typedef int read_record(struct voice_settings *settings, size_t index, const json_t *json);

static int read_list(struct voice_settings *settings, const json_t *json, size_t limit,
                     read_record *read)
{
    const json_t *record;
    size_t i;
    if (!json_is_array(json) || json_array_size(json) > limit) {
        return -1;
    }
    json_array_foreach(json, i, record) {
        if (read(settings, i, record) < 0) {
            return -1;
        }
    }
    return 0;
}

static int read_zones(struct voice_settings *settings, const json_t *json)
{
    return read_list(settings, json, VOICE_ZONES, read_zone);
}

static int read_volumes(struct voice_settings *settings, const json_t *json)
{
    return read_list(settings, json, VOICE_PERIODS, read_volume);
}

static int read_silences(struct voice_settings *settings, const json_t *json)
{
    return read_list(settings, json, VOICE_PERIODS, read_silence);
}

static int read_enabled(struct voice_settings *settings, const json_t *json)
{
    settings->enabled = json_is_true(json);
    return json_is_boolean(json) ? 0 : -1;
}

static int read_english(struct voice_settings *settings, const json_t *json)
{
    settings->english = json_is_true(json);
    return json_is_boolean(json) ? 0 : -1;
}

static int read_yao(struct voice_settings *settings, const json_t *json)
{
    settings->yao = json_is_true(json);
    return json_is_boolean(json) ? 0 : -1;
}

static int read_repeat(struct voice_settings *settings, const json_t *json)
{
    int repeat;
    if (read_whole(json, 1, VOICE_REPEAT_MAX, &repeat) < 0) {
        return -1;
    }
    settings->repeat = (uint8_t)repeat;
    return 0;
}

static int read_pack(struct voice_settings *settings, const json_t *json)
{
    return read_text(json, settings->pack, sizeof settings->pack);
}

int voice_settings_read(struct voice_settings *settings, const json_t *json, char *why,
                        size_t size)
{
    static const struct {
        const char *key;
        int (*read)(struct voice_settings *settings, const json_t *json);
    } rows[] = {
        {"enabled", read_enabled}, {"english", read_english}, {"yao", read_yao},
        {"repeat", read_repeat},   {"pack", read_pack},       {"zones", read_zones},
        {"volume", read_volumes},  {"silent", read_silences},
    };
    voice_settings_default(settings);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const json_t *value = json_object_get(json, rows[i].key);
        if (value != NULL && rows[i].read(settings, value) < 0) {
            snprintf(why, size, "voice.%s", rows[i].key);
            voice_settings_default(settings);
            return -1;
        }
    }
    return 0;
}

/* ------------------------------------------------------------------ questions */

uint8_t voice_settings_volume(const struct voice_settings *settings, unsigned minute)
{
    const struct voice_volume *best = NULL;
    unsigned best_age = 0;
    for (size_t i = 0; i < settings->volume_count; i++) {
        const struct voice_volume *volume = &settings->volumes[i];
        unsigned age = (minute + DAY_MIN - volume->from_min % DAY_MIN) % DAY_MIN;
        if (best == NULL || age < best_age) {
            best = volume;
            best_age = age;
        }
    }
    return best != NULL ? best->percent : 100;
}

bool voice_settings_silent(const struct voice_settings *settings, unsigned minute)
{
    for (size_t i = 0; i < settings->silence_count; i++) {
        const struct voice_silence *silence = &settings->silences[i];
        bool after = minute >= silence->from_min, before = minute < silence->to_min;
        if (silence->from_min <= silence->to_min ? after && before : after || before) {
            return true;
        }
    }
    return false;
}

static bool zone_names(const struct voice_zone *zone, uint16_t window)
{
    for (size_t i = 0; i < zone->window_count; i++) {
        if (zone->windows[i] == window) {
            return true;
        }
    }
    return false;
}

int voice_settings_zone(const struct voice_settings *settings, uint16_t window)
{
    int for_all = -1;
    for (int i = 0; i < (int)settings->zone_count; i++) {
        if (zone_names(&settings->zones[i], window)) {
            return i;
        }
        if (for_all < 0 && settings->zones[i].window_count == 0) {
            for_all = i;
        }
    }
    return for_all;
}
