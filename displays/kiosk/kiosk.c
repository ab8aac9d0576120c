/* kiosk.c: see kiosk.h. Touches, time and composing; pictures for documents are in picture.c. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_DIAGONAL = 270, DEFAULT_DISTANCE = 5, DEFAULT_WIDTH = 1080, DEFAULT_HEIGHT = 1920,
       LONG_MS = 60000 };

struct kiosk *kiosk_create(const struct kiosk_setup *setup)
{
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    if (kiosk == NULL) {
        return NULL;
    }
    kiosk->setup = *setup;
    kiosk->priority = -1;
    kiosk->shown_minute = -1;
    kiosk->now.speed = 1;
    kiosk->settings.idle_s = 45;
    kiosk->settings.ticket_s = 8;
    kiosk->place.page = PAGE_MESSAGE;
    kiosk->message = MESSAGE_STARTING;
    touch_init(&kiosk->touch);
    kiosk_resize(kiosk, DEFAULT_WIDTH, DEFAULT_HEIGHT);
    return kiosk;
}

void kiosk_destroy(struct kiosk *kiosk)
{
    if (kiosk != NULL) {
        SDL_FreeSurface(kiosk->ticket.qr);
        kiosk_catalogue_destroy(kiosk->catalogue);
        free(kiosk);
    }
}

void kiosk_resize(struct kiosk *kiosk, int width, int height)
{
    const struct kiosk_settings *settings = &kiosk->settings;
    struct screen screen = {
        .width = width,
        .height = height,
        .diagonal_tenths = kiosk->has_settings ? settings->diagonal_tenths : DEFAULT_DIAGONAL,
        .distance_tenths = kiosk->has_settings ? settings->distance_tenths : DEFAULT_DISTANCE,
    };
    kiosk->width = width;
    kiosk->height = height;
    kiosk->dirty = true;
    theme_touch(&kiosk->theme, &screen, kiosk->elder);
    if (kiosk->ticket.qr != NULL) {
        link_make_qr(kiosk);
    }
}

/* ------------------------------------------------------------------ fingers */

/* A target's identity, that stays when a page is composed anew under the finger. */
static int identity(const struct scene *shown, int x, int y)
{
    int index = scene_find(shown, x, y);
    if (index < 0) {
        return TOUCH_NONE;
    }
    const struct scene_target *target = &shown->targets[index];
    return target->action << 16 | (target->argument & 0xffff);
}

static void show_pressed(struct kiosk *kiosk)
{
    int pressed = touch_pressed(&kiosk->touch);
    int action = pressed == TOUCH_NONE ? ACTION_NONE : pressed >> 16;
    int argument = pressed == TOUCH_NONE ? 0 : (int16_t)(pressed & 0xffff);
    if (action != kiosk->pressed.action || argument != kiosk->pressed.argument) {
        kiosk->pressed.action = action;
        kiosk->pressed.argument = argument;
        kiosk->dirty = true;
    }
}

void kiosk_finger_down(struct kiosk *kiosk, const struct scene *shown, int x, int y, mono_t now)
{
    kiosk->touched = now;
    touch_down(&kiosk->touch, identity(shown, x, y), now);
    show_pressed(kiosk);
}

void kiosk_finger_move(struct kiosk *kiosk, const struct scene *shown, int x, int y)
{
    touch_move(&kiosk->touch, identity(shown, x, y));
    show_pressed(kiosk);
}

void kiosk_finger_up(struct kiosk *kiosk, const struct scene *shown, int x, int y, mono_t now)
{
    int act = touch_up(&kiosk->touch, identity(shown, x, y), now);
    kiosk->touched = now;
    show_pressed(kiosk);
    if (act != TOUCH_NONE) {
        int action = act >> 16;
        if (action == ACTION_KEY) {
            touch_was_key(&kiosk->touch);
        }
        walk_act(kiosk, action, (int16_t)(act & 0xffff), now);
        kiosk_tick(kiosk, now);
    }
}

/* ------------------------------------------------------------------ time */

static int minute_of(const struct kiosk *kiosk, mono_t now)
{
    return (int)(kiosk_wall(kiosk, now).ms / 60000 % 1440);
}

void kiosk_tick(struct kiosk *kiosk, mono_t now)
{
    link_tick(kiosk, now);
    walk_tick(kiosk, now);
    if (kiosk->has_now && minute_of(kiosk, now) != kiosk->shown_minute) {
        kiosk->dirty = true;
    }
    if (walk_seconds_left(kiosk, now) != kiosk->shown_second) {
        kiosk->dirty = true;
    }
}

static mono_t sooner(mono_t a, mono_t b)
{
    return a.ms < b.ms ? a : b;
}

mono_t kiosk_deadline(const struct kiosk *kiosk, mono_t now)
{
    mono_t due = mono_after(now, LONG_MS);
    if (kiosk->has_now && !kiosk->clock_held) {
        int64_t into = kiosk_wall(kiosk, now).ms % 60000;
        int64_t left = (int64_t)((double)(60000 - into) / kiosk->now.speed);
        due = sooner(due, mono_after(now, left + 1));
    }
    if (kiosk->has_settings && !kiosk->offline) {
        due = sooner(due, kiosk->refresh_due);
    }
    if (kiosk->retry_due.ms != 0) {
        due = sooner(due, kiosk->retry_due);
    }
    if (kiosk->place.page == PAGE_TICKET || kiosk->place.page == PAGE_IDLE) {
        due = sooner(due, mono_after(now, 100));
    }
    int64_t idle = walk_idle_ms(kiosk);
    if (idle >= 0) {
        mono_t last = kiosk->touched.ms > kiosk->page_since.ms ? kiosk->touched
                                                               : kiosk->page_since;
        due = sooner(due, mono_after(last, idle));
    }
    return due;
}

/* ------------------------------------------------------------------ what is shown */

bool kiosk_is_dirty(const struct kiosk *kiosk)
{
    return kiosk->dirty;
}

void kiosk_compose(struct kiosk *kiosk, struct scene *scene, mono_t now)
{
    kiosk->dirty = false;
    kiosk->shown_minute = minute_of(kiosk, now);
    kiosk->shown_second = walk_seconds_left(kiosk, now);
    frame_compose(kiosk, scene, now);
}

const char *kiosk_page_name(const struct kiosk *kiosk)
{
    return pages[kiosk->place.page].name;
}

const struct theme *kiosk_theme(const struct kiosk *kiosk)
{
    return &kiosk->theme;
}

void kiosk_wanted_size(const struct kiosk *kiosk, int *width, int *height)
{
    *width = kiosk->has_settings ? kiosk->settings.width : 0;
    *height = kiosk->has_settings ? kiosk->settings.height : 0;
}
