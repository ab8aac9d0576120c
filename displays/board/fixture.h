/* fixture.h: a board's picture without a controller: for documents and golden pictures.
 *
 * A fixture is a file with the JSON of GET /api/v1/views/board and three keys of its own:
 * "after_ms" (how long the board has shown it: which page is seen), "silence_ms" (how long
 * nothing has been heard), "settings" (as GET /api/v1/displays/NAME). The same fixture and
 * options give the same bytes on every machine with the same font. */
#pragma once

#include "board/live.h"

/* Draws it and saves it to settings->screenshot; with `check` tells what a reader would miss.
 * `now` may be NULL, else the hall's time. The exit status. */
int fixture_run(const struct live_settings *settings, const char *path, const char *now,
                bool check);
