/* app.c: see app.h. */
#define LOG_MODULE "app"
#include "common/app.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 8 };

struct app {
    SDL_Window *window;   /* NULL when hidden */
    SDL_Surface *surface; /* the window's own */
    SDL_Surface *canvas;  /* what is painted: `surface`, or ours where its format differs */
    bool own_canvas, shown_before;
    int next; /* which of the scenes is composed */
    struct scene scenes[2];
};

/* ------------------------------------------------------------------ window */

/* The wanted size, smaller in proportion where the desktop has less room. */
static void fit_desktop(int *width, int *height)
{
    SDL_Rect room;
    if (SDL_GetDisplayUsableBounds(0, &room) < 0 || room.w <= 0 || room.h <= 0) {
        return;
    }
    if (*width > room.w) {
        *height = (int)((int64_t)*height * room.w / *width);
        *width = room.w;
    }
    if (*height > room.h) {
        *width = (int)((int64_t)*width * room.h / *height);
        *height = room.h;
    }
}

static int take_surface(struct app *app)
{
    app->surface = SDL_GetWindowSurface(app->window);
    if (app->own_canvas) {
        SDL_FreeSurface(app->canvas);
    }
    app->own_canvas = false;
    app->canvas = app->surface;
    if (app->surface != NULL && app->surface->format->format != CANVAS_FORMAT) {
        app->canvas = canvas_create(app->surface->w, app->surface->h);
        app->own_canvas = true;
    }
    app->shown_before = false;
    return app->canvas != NULL ? 0 : -1;
}

static int open_window(struct app *app, const struct app_settings *settings)
{
    int width = settings->width, height = settings->height;
    fit_desktop(&width, &height);
    uint32_t flags = settings->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    app->window = SDL_CreateWindow(settings->title, SDL_WINDOWPOS_CENTERED,
                                   SDL_WINDOWPOS_CENTERED, width, height, flags);
    if (app->window == NULL) {
        return -1;
    }
    if (settings->fullscreen) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    return take_surface(app);
}

struct app *app_create(const struct app_settings *settings, char *why, size_t size)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "0");
    struct app *app = calloc(1, sizeof *app);
    if (app == NULL || SDL_Init(settings->hidden ? SDL_INIT_EVENTS : SDL_INIT_VIDEO) < 0) {
        snprintf(why, size, "no display: %s", SDL_GetError());
        free(app);
        return NULL;
    }
    int result;
    if (settings->hidden) {
        app->canvas = canvas_create(settings->width, settings->height);
        app->own_canvas = true;
        result = app->canvas != NULL ? 0 : -1;
    } else {
        result = open_window(app, settings);
    }
    if (result < 0) {
        snprintf(why, size, "no window: %s", SDL_GetError());
        app_destroy(app);
        return NULL;
    }
    return app;
}

void app_destroy(struct app *app)
{
    if (app == NULL) {
        return;
    }
    if (app->own_canvas) {
        SDL_FreeSurface(app->canvas);
    }
    if (app->window != NULL) {
        SDL_DestroyWindow(app->window);
    }
    free(app);
    SDL_Quit();
}

int app_width(const struct app *app)
{
    return app->canvas->w;
}

int app_height(const struct app *app)
{
    return app->canvas->h;
}

void app_resize(struct app *app, int width, int height)
{
    if (app->window != NULL) {
        fit_desktop(&width, &height);
        SDL_SetWindowSize(app->window, width, height);
        return; /* the window's event follows when it has that size */
    }
    SDL_Surface *canvas = canvas_create(width, height);
    if (canvas != NULL) {
        SDL_FreeSurface(app->canvas);
        app->canvas = canvas;
        app->shown_before = false;
    }
}

/* ------------------------------------------------------------------ showing */

struct scene *app_scene(struct app *app)
{
    return &app->scenes[app->next];
}

const struct scene *app_shown(const struct app *app)
{
    return &app->scenes[1 - app->next];
}

static void present(struct app *app, const SDL_Rect *damage, size_t count)
{
    if (app->window == NULL || count == 0) {
        return;
    }
    for (size_t i = 0; i < count && app->canvas != app->surface; i++) {
        SDL_Rect to = damage[i];
        SDL_BlitSurface(app->canvas, &damage[i], app->surface, &to);
    }
    SDL_UpdateWindowSurfaceRects(app->window, damage, (int)count);
}

int64_t app_show(struct app *app)
{
    SDL_Rect damage[SCENE_DAMAGE];
    int64_t pixels = 0;
    const struct scene *scene = &app->scenes[app->next];
    size_t count = scene_compare(app->shown_before ? app_shown(app) : NULL, scene, damage);
    for (size_t i = 0; i < count; i++) {
        scene_paint(scene, app->canvas, &damage[i]);
        pixels += (int64_t)damage[i].w * damage[i].h;
    }
    present(app, damage, count);
    app->shown_before = true;
    app->next = 1 - app->next;
    return pixels;
}

SDL_Surface *app_picture(struct app *app)
{
    return app->canvas;
}

/* ------------------------------------------------------------------ events */

static void mend(struct app *app, const SDL_WindowEvent *event)
{
    if (event->event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        if (take_surface(app) < 0) {
            log_error("the window has no surface: %s", SDL_GetError());
        }
    } else if (event->event == SDL_WINDOWEVENT_EXPOSED && app->shown_before) {
        const SDL_Rect all = {0, 0, app->canvas->w, app->canvas->h};
        present(app, &all, 1);
    }
}

/* Where SDL cannot sleep until an event comes (no window, KMSDRM) it looks a thousand times a
 * second, which costs 2 % of a core; a look in 8 ms is early enough for an eye. */
static bool wait_event(const struct app *app, int64_t left, SDL_Event *out)
{
    const char *driver = app->window != NULL ? SDL_GetCurrentVideoDriver() : NULL;
    if (driver != NULL && (strcmp(driver, "x11") == 0 || strcmp(driver, "wayland") == 0)) {
        return SDL_WaitEventTimeout(out, (int)left);
    }
    const mono_t end = mono_after(mono_now(), left);
    while (!SDL_PollEvent(out)) {
        left = mono_between(mono_now(), end);
        if (left <= 0) {
            return false;
        }
        SDL_Delay(left < LOOK_MS ? (uint32_t)left : LOOK_MS);
    }
    return true;
}

bool app_wait(struct app *app, mono_t until, SDL_Event *out)
{
    int64_t left = mono_between(mono_now(), until);
    left = left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : left;
    if (!wait_event(app, left, out)) {
        return false;
    }
    if (out->type == SDL_WINDOWEVENT && app->window != NULL) {
        mend(app, &out->window);
    }
    return true;
}

static int finger(const struct app *app, const SDL_TouchFingerEvent *event, struct pointer *out)
{
    out->x = (int)(event->x * (float)app_width(app));
    out->y = (int)(event->y * (float)app_height(app));
    return 0;
}

static int mouse(uint32_t which, int x, int y, struct pointer *out)
{
    out->x = x;
    out->y = y;
    return which == SDL_TOUCH_MOUSEID ? -1 : 0;
}

int app_pointer(const struct app *app, const SDL_Event *event, struct pointer *out)
{
    switch (event->type) {
    case SDL_FINGERDOWN: out->phase = POINTER_DOWN; return finger(app, &event->tfinger, out);
    case SDL_FINGERMOTION: out->phase = POINTER_MOVE; return finger(app, &event->tfinger, out);
    case SDL_FINGERUP: out->phase = POINTER_UP; return finger(app, &event->tfinger, out);
    case SDL_MOUSEMOTION:
        out->phase = POINTER_MOVE;
        return mouse(event->motion.which, event->motion.x, event->motion.y, out);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        out->phase = event->type == SDL_MOUSEBUTTONDOWN ? POINTER_DOWN : POINTER_UP;
        return event->button.button != SDL_BUTTON_LEFT
                   ? -1
                   : mouse(event->button.which, event->button.x, event->button.y, out);
    default: return -1;
    }
}
