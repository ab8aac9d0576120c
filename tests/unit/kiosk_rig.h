/* kiosk_rig.h: a kiosk without window and network, for tests that walk about in it: fingers, time
 * and answers in, the scene and the requests out. One rig for the whole program; the test's thread. */
#pragma once

#include "kiosk/kiosk.h"

enum { SENT = 128 };

struct sent {
    char path[200], body[600];
};

struct kiosk_rig {
    struct language *language;
    struct fonts *fonts;
    struct kiosk *kiosk;
    struct scene *scene; /* as it was composed last */
    mono_t now;
    bool dead; /* requests cannot even be sent */
    uint32_t count;
    struct sent sent[SENT]; /* from 1: the index is the request's id */
    json_t *fixture;
};
extern struct kiosk_rig rig;

/* cmocka's: words, faces and the fixture; then for each test a kiosk whose controller has just
 * answered. */
int rig_set_up_all(void **state);
int rig_tear_down_all(void **state);
int rig_set_up(void **state);
int rig_tear_down(void **state);
/* What the kiosk sends with: its id, 0 when `dead`. */
uint32_t send_request(void *context, const char *path, const char *body);

/* ---- what a visitor does */
void show(void);
void pass(int64_t ms);
/* Is a line on the screen that contains `text`? */
bool sees(const char *text);
/* The middle of such a line that can be touched; fails when there is none. */
SDL_Point place_of(const char *text);
void tap_at(SDL_Point point);
/* Touches it, as slowly as a person. */
void tap(const char *text);
void assert_page(const char *name);

/* ---- what the controller does */
/* Of the fixture: "now", "ticket", … Borrowed. */
json_t *part(const char *name);
/* The newest request whose path contains `path`, 0 = none; and how many there have been. */
uint32_t last_request(const char *path);
uint32_t times_asked(const char *path);
void answer(const char *path, int status, json_t *body);
