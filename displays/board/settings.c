/* settings.c: see settings.h. */
#include "board/settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SIDE_LEAST = 320, SIDE_MOST = 7680 };

void board_settings_default(struct board_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    settings->screen = (struct screen){1920, 1080, 550, 80};
    settings->language = LANGUAGE_ZH;
}

static bool is_side(int64_t pixels)
{
    return pixels >= SIDE_LEAST && pixels <= SIDE_MOST;
}

int board_settings_parse_size(const char *text, int *width, int *height)
{
    char rest;
    return sscanf(text, "%dx%d%c", width, height, &rest) == 2 && is_side(*width) && is_side(*height)
               ? 0
               : -1;
}

static void take_tenths(const json_t *json, const char *key, int *out)
{
    double value = json_number_value(json_object_get(json, key));
    if (value > 0 && value < 1000) {
        *out = (int)lround(value * 10);
    }
}

static void take_text(const json_t *json, const char *key, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(json, key));
    if (text != NULL && strlen(text) < size) {
        memcpy(out, text, strlen(text) + 1);
    }
}

int board_settings_read(struct board_settings *settings, const json_t *json)
{
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const char *language = json_string_value(json_object_get(json, "language"));
    const json_t *size = json_object_get(json, "size");
    if (kind == NULL || strcmp(kind, "board") != 0) {
        return -1;
    }
    int64_t width = json_integer_value(json_array_get(size, 0));
    int64_t height = json_integer_value(json_array_get(size, 1));
    if (is_side(width) && is_side(height)) {
        settings->screen.width = (int)width;
        settings->screen.height = (int)height;
    }
    take_tenths(json, "diagonal", &settings->screen.diagonal_tenths);
    take_tenths(json, "distance", &settings->screen.distance_tenths);
    take_text(json, "layout", settings->layout, sizeof settings->layout);
    take_text(json_object_get(json, "area"), "zh", settings->area, sizeof settings->area);
    if (language != NULL) {
        settings->language = strcmp(language, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
    }
    return 0;
}
