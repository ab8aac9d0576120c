/* settings.h: what one board is: its screen, its place, its language, its layout.
 *
 * Defaults, then what the controller says (GET /api/v1/displays/NAME, from hall.yaml), then the
 * command line, each over the one before. Values. Thread: any. */
#pragma once

#include "base/language.h"
#include "common/theme.h"

#include <jansson.h>

enum { SETTINGS_NAME = 64, SETTINGS_AREA = 160 };

struct board_settings {
    struct screen screen;
    char layout[SETTINGS_NAME]; /* "" = by the screen's form */
    char area[SETTINGS_AREA];   /* Chinese name; "" = the whole hall */
    enum language_code language;
};

/* 1920 × 1080, 55 inches, read from 8 m; Chinese, the whole hall. */
void board_settings_default(struct board_settings *settings);
/* Takes over what the controller's JSON has. 0, or -1 when it is of no board (a kiosk's). */
int board_settings_read(struct board_settings *settings, const json_t *json);
/* "1920x1080". 0 or -1. */
int board_settings_parse_size(const char *text, int *width, int *height);
