/* settings.h: how a hall speaks, as the controller tells the board.
 *
 * The `voice:` part of hall.yaml reaches a board as JSON:
 *
 *   {"enabled": true, "english": true, "repeat": 2, "yao": false, "pack": "",
 *    "zones":  [{"name": "east", "windows": [1, 2, 3], "output": "left"}],
 *    "volume": [{"from": "08:00", "percent": 70}],
 *    "silent": [{"from": "12:00", "to": "13:30"}]}
 *
 * Zones are areas with a loudspeaker of their own: one sound card serves two (left and right
 * channel) or one (both). No zones: every window is spoken on both channels. A board that
 * speaks for a part of the hall names only that part's windows. A volume holds until the next
 * one begins, over midnight too. A silent period may pass midnight. Every key may be left out.
 *
 * Values, no pointers: safe to copy. Thread: any. */
#pragma once

#include "base/limits.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VOICE_ZONES = 8,
    VOICE_PERIODS = 12,
    VOICE_REPEAT_MAX = 3,
    VOICE_NAME = 48,
    VOICE_PACK_PATH = 256
};

/* Channels of the sound card; both = LEFT | RIGHT. */
enum voice_output { VOICE_LEFT = 1, VOICE_RIGHT = 2, VOICE_EVERYWHERE = 3 };

struct voice_zone {
    char name[VOICE_NAME];
    enum voice_output output;
    size_t window_count; /* 0 = all windows */
    uint16_t windows[LIMIT_WINDOWS];
};

struct voice_volume {
    uint16_t from_min; /* minutes of the day */
    uint8_t percent;   /* 0 … 100 */
};

struct voice_silence {
    uint16_t from_min, to_min;
};

struct voice_settings {
    bool enabled, english, yao;
    uint8_t repeat; /* how often the Chinese sentence is said, 1 … VOICE_REPEAT_MAX */
    char pack[VOICE_PACK_PATH]; /* "" = built in; else a name in config/voice or a path */
    size_t zone_count, volume_count, silence_count;
    struct voice_zone zones[VOICE_ZONES]; /* at least one */
    struct voice_volume volumes[VOICE_PERIODS];
    struct voice_silence silences[VOICE_PERIODS];
};

/* Enabled, English, twice, built-in pack, one zone for all, full volume, never silent. */
void voice_settings_default(struct voice_settings *settings);
/* Reads the JSON above over the defaults. 0, or -1 with the key at fault in `why`; `settings`
 * then holds the defaults. NULL or null JSON is the defaults. */
int voice_settings_read(struct voice_settings *settings, const json_t *json, char *why,
                        size_t size);
/* What holds at a minute of the day (0 … 1439). */
uint8_t voice_settings_volume(const struct voice_settings *settings, unsigned minute);
bool voice_settings_silent(const struct voice_settings *settings, unsigned minute);
/* The zone that speaks for a window, or -1. The first that names it wins, then the first for
 * all windows. */
int voice_settings_zone(const struct voice_settings *settings, uint16_t window);
