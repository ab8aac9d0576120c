/* stage.h: the board itself: the model it shows, its conduct in time, its window.
 *
 * It is told of new data and of time, and shows what follows; it knows no network. Whoever runs
 * it asks when to come back.
 *
 * Owner and thread: the display's main thread. */
#pragma once

#include "board/settings.h"
#include "board/show.h"
#include "common/app.h"

struct stage;

struct stage_options {
    bool hidden, fullscreen;
    const char *pictures; /* folder of the notices' pictures */
};

/* NULL with a sentence in `why`. */
struct stage *stage_create(const struct board_settings *settings,
                           const struct stage_options *options, mono_t now, char *why, size_t size);
void stage_destroy(struct stage *stage);
/* New settings; 0, or -1 with a sentence and nothing changed (no such layout). */
int stage_adopt(struct stage *stage, const struct board_settings *settings, char *why, size_t size);
/* A new picture's data, which came at `now`. Indices of its calls that are to be announced;
 * how many. -1 when the JSON is no board (`why`). */
int stage_take(struct stage *stage, const json_t *json, mono_t now, size_t announce[BOARD_CALLS],
               char *why, size_t size);
/* Composes and shows what differs; `heard` is when data last came, {0} = never. Pixels painted. */
int64_t stage_draw(struct stage *stage, mono_t heard, mono_t now);
/* Milliseconds until it can look different without new data. */
int64_t stage_wait_ms(const struct stage *stage, mono_t heard, mono_t now);

/* The model, NULL until there was one. Does this board show that window? */
const struct board *stage_board(const struct stage *stage);
bool stage_has_window(const struct stage *stage, uint16_t window);
/* The hall's clock. */
wall_t stage_clock(const struct stage *stage, mono_t now);
struct app *stage_app(struct stage *stage);
/* The texts; they live as long as the stage. */
const struct language *stage_words(const struct stage *stage);
/* Is `text` part of what is on the screen? */
bool stage_shows(struct stage *stage, const char *text);
/* What a reader from the configured distance would miss, on `out`. How many warnings. */
int stage_check(struct stage *stage, FILE *out);
