/* app.h: a window that shows scenes and hears fingers.
 *
 * Problem: kiosks run for years on small fanless machines, often without a graphics card.
 *
 * Design: SDL's software window surface (no renderer, no OpenGL). Two scenes: the one on the
 * screen and the one that is composed; app_show paints what differs and tells the window of
 * those rectangles only. The loop sleeps in SDL until an event or a deadline comes. Without a
 * display (`hidden`) all works on a surface in memory: pictures for documents and tests.
 *
 * Owner and thread: main. */
#pragma once

#include "base/clock.h"
#include "common/scene.h"

struct app;

struct app_settings {
    const char *title;
    int width, height; /* wanted; made smaller in proportion when the desktop is */
    bool fullscreen;   /* the desktop's size then */
    bool hidden;       /* no window at all */
};

/* NULL with a sentence in `why`. */
struct app *app_create(const struct app_settings *settings, char *why, size_t size);
void app_destroy(struct app *app);

/* Pixels of the window now. */
int app_width(const struct app *app);
int app_height(const struct app *app);
/* Another size, wanted as at creation; the next app_show paints everything. */
void app_resize(struct app *app, int width, int height);
/* The scene to compose; what was in it is the picture before the last. */
struct scene *app_scene(struct app *app);
/* The scene that is on the screen. */
const struct scene *app_shown(const struct app *app);
/* Shows app_scene: paints the difference. How many pixels were painted: 0 = nothing changed. */
int64_t app_show(struct app *app);
/* The whole picture as it is, owned by the app. */
SDL_Surface *app_picture(struct app *app);

/* Waits for an event until `until` at most. False when the time is over. A resized or uncovered
 * window is repaired before its event is returned. */
bool app_wait(struct app *app, mono_t until, SDL_Event *out);

enum pointer_phase { POINTER_DOWN, POINTER_MOVE, POINTER_UP };
struct pointer {
    enum pointer_phase phase;
    int x, y;
};
/* A finger or the left mouse button in pixels of the window; -1 for any other event (and for the
 * mouse that SDL makes of a finger). */
int app_pointer(const struct app *app, const SDL_Event *event, struct pointer *out);
