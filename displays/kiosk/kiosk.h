/* kiosk.h: the kiosk as a machine: touches, answers and time come in; pages and requests go out.
 *
 * Problem: a visitor of any age must get a number in at most three touches, and whatever fails
 * (paper, network, controller, the hour) must end in plain words with a next step.
 *
 * Design: no window and no network here. main.c feeds it with what SDL and the client say and
 * shows the scene that it composes; tests feed it without either. Each page is a file with a
 * `compose` function (pages.h). A request for a ticket keeps its intent until it is answered or
 * the visitor leaves, so that trying again can never give two tickets.
 *
 * Owner and thread: the display's main thread. */
#pragma once

#include "base/language.h"
#include "common/theme.h"
#include "common/touch.h"
#include "view/kiosk.h"

#include <jansson.h>

struct kiosk;

/* Sends a request (client.h): its id, or 0 when it cannot be sent. */
typedef uint32_t (*kiosk_send)(void *context, const char *path, const char *body);
/* Says something aloud, pinyin or English; NULL text = be silent. */
typedef void (*kiosk_say)(void *context, enum language_code code, const char *text);

struct kiosk_setup {
    const char *name; /* of the display in hall.yaml */
    const struct language *language;
    struct fonts *fonts;
    kiosk_send send; /* may be NULL: no network */
    kiosk_say say;   /* may be NULL: silence */
    void *context;
};

/* NULL when memory is out. What `setup` names must outlive it. */
struct kiosk *kiosk_create(const struct kiosk_setup *setup);
void kiosk_destroy(struct kiosk *kiosk);

/* ---- what comes in */
/* The window's pixels; the diagonal is the configured one (27 inch until it is known). */
void kiosk_resize(struct kiosk *kiosk, int width, int height);
/* The link: asks for everything again when it comes back. */
void kiosk_online(struct kiosk *kiosk, bool online, bool can_write, mono_t now);
/* An answer to a request; `status` 0 = none came. */
void kiosk_answer(struct kiosk *kiosk, uint32_t id, int status, json_t *body, mono_t now);
/* An event of the live stream. */
void kiosk_event(struct kiosk *kiosk, const char *name, const json_t *body, mono_t now);
/* Finger on the scene that was composed last. */
void kiosk_finger_down(struct kiosk *kiosk, const struct scene *shown, int x, int y, mono_t now);
void kiosk_finger_move(struct kiosk *kiosk, const struct scene *shown, int x, int y);
void kiosk_finger_up(struct kiosk *kiosk, const struct scene *shown, int x, int y, mono_t now);
/* Time passes: asks, resets, refreshes what is due. */
void kiosk_tick(struct kiosk *kiosk, mono_t now);

/* ---- what goes out */
/* Has something changed since the last kiosk_compose? */
bool kiosk_is_dirty(const struct kiosk *kiosk);
void kiosk_compose(struct kiosk *kiosk, struct scene *scene, mono_t now);
/* When kiosk_tick is due next. */
mono_t kiosk_deadline(const struct kiosk *kiosk, mono_t now);
/* The page that is shown: "home", "guide", … */
const char *kiosk_page_name(const struct kiosk *kiosk);
const struct theme *kiosk_theme(const struct kiosk *kiosk);
/* Width and height that hall.yaml gives this display; 0 until they are known. */
void kiosk_wanted_size(const struct kiosk *kiosk, int *width, int *height);

/* ---- pictures for documents and tests */
/* Takes settings, items, now (and ticket) from one JSON object instead of the network. 0 or -1. */
int kiosk_load_fixture(struct kiosk *kiosk, json_t *fixture, mono_t now);
/* Goes to a picture by its name: a page, or "message:closed" and the like. 0 or -1. */
int kiosk_show(struct kiosk *kiosk, const char *picture, mono_t now);
void kiosk_choose(struct kiosk *kiosk, enum language_code code, bool elder);
/* Holds the hall's clock at `at`. */
void kiosk_hold_clock(struct kiosk *kiosk, wall_t at);
/* Names of all pictures, NULL past the end. */
const char *kiosk_picture_name(size_t index);
