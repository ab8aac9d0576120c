/* kiosk_rig.c: see kiosk_rig.h. */
#include "kiosk_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct kiosk_rig rig;

uint32_t send_request(void *context, const char *path, const char *body)
{
    (void)context;
    if (rig.dead || rig.count + 1 >= SENT) {
        return 0;
    }
    struct sent *sent = &rig.sent[++rig.count];
    snprintf(sent->path, sizeof sent->path, "%s", path);
    snprintf(sent->body, sizeof sent->body, "%s", body != NULL ? body : "");
    return rig.count;
}

void show(void)
{
    kiosk_compose(rig.kiosk, rig.scene, rig.now);
}

void pass(int64_t ms)
{
    rig.now = mono_after(rig.now, ms);
    kiosk_tick(rig.kiosk, rig.now);
    show();
}

/* ------------------------------------------------------------------ what a visitor does */

bool sees(const char *text)
{
    for (size_t i = 0; i < rig.scene->node_count; i++) {
        const struct scene_node *node = &rig.scene->nodes[i];
        if (node->kind == SCENE_LINE && strstr(rig.scene->pool + node->text, text) != NULL) {
            return true;
        }
    }
    return false;
}

SDL_Point place_of(const char *text)
{
    for (size_t i = 0; i < rig.scene->node_count; i++) {
        const struct scene_node *node = &rig.scene->nodes[i];
        SDL_Point middle = {node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
        if (node->kind == SCENE_LINE && strstr(rig.scene->pool + node->text, text) != NULL &&
            scene_find(rig.scene, middle.x, middle.y) >= 0) {
            return middle;
        }
    }
    print_error("nothing to touch shows '%s' on page %s\n", text, kiosk_page_name(rig.kiosk));
    fail();
    return (SDL_Point){0, 0};
}

void tap_at(SDL_Point point)
{
    kiosk_finger_down(rig.kiosk, rig.scene, point.x, point.y, rig.now);
    pass(60);
    kiosk_finger_up(rig.kiosk, rig.scene, point.x, point.y, rig.now);
    show();
}

void tap(const char *text)
{
    pass(700); /* as slowly as a person */
    tap_at(place_of(text));
}

void assert_page(const char *name)
{
    assert_string_equal(kiosk_page_name(rig.kiosk), name);
}

/* ------------------------------------------------------------------ what the controller does */

json_t *part(const char *name)
{
    return json_object_get(rig.fixture, name);
}

uint32_t last_request(const char *path)
{
    for (uint32_t i = rig.count; i > 0; i--) {
        if (strstr(rig.sent[i].path, path) != NULL) {
            return i;
        }
    }
    return 0;
}

void answer(const char *path, int status, json_t *body)
{
    uint32_t id = last_request(path);
    assert_true(id != 0);
    kiosk_answer(rig.kiosk, id, status, body, rig.now);
    show();
}

uint32_t times_asked(const char *path)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i <= rig.count; i++) {
        count += strstr(rig.sent[i].path, path) != NULL;
    }
    return count;
}

/* ------------------------------------------------------------------ the rig */

int rig_set_up_all(void **state)
{
    (void)state;
    char why[256];
    rig.language = language_load(SOURCE_DIR "/config/lang", why, sizeof why);
    rig.fonts = fonts_create(NULL, why, sizeof why);
    rig.scene = calloc(1, sizeof *rig.scene);
    rig.fixture = json_load_file(TESTS_DIR "/golden/fixtures/kiosk.json", 0, NULL);
    return rig.language != NULL && rig.fonts != NULL && rig.fixture != NULL ? 0 : -1;
}

int rig_tear_down_all(void **state)
{
    (void)state;
    json_decref(rig.fixture);
    free(rig.scene);
    fonts_destroy(rig.fonts);
    language_destroy(rig.language);
    return 0;
}

/* A kiosk whose controller has just answered. */
int rig_set_up(void **state)
{
    (void)state;
    rig.now = (mono_t){5000};
    rig.count = 0;
    rig.dead = false;
    struct kiosk_setup setup = {.name = "kiosk-1", .language = rig.language, .fonts = rig.fonts,
                                .send = send_request};
    rig.kiosk = kiosk_create(&setup);
    show();
    kiosk_online(rig.kiosk, true, true, rig.now);
    answer("/now", 200, part("now"));
    answer("/api/v1/items", 200, part("items"));
    kiosk_answer(rig.kiosk, 1, 200, part("settings"), rig.now);
    show();
    return 0;
}

int rig_tear_down(void **state)
{
    (void)state;
    kiosk_destroy(rig.kiosk);
    return 0;
}
