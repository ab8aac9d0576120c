/* script.c: see script.h. */
#define LOG_MODULE "script"
#include "kiosk/script.h"

#include "base/log.h"
#include "common/screenshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 256, STEP_BYTES = 256, GUARD_MS = TOUCH_GUARD_MS + 50 };

struct script {
    size_t count, at;
    char steps[STEPS][STEP_BYTES];
    bool waiting, down;
    mono_t until, tapped;
    int x, y;
};

struct script *script_load(const char *path)
{
    FILE *file = fopen(path, "r");
    struct script *script = calloc(1, sizeof *script);
    if (file == NULL || script == NULL) {
        log_error("%s cannot be read", path);
        if (file != NULL) {
            fclose(file);
        }
        free(script);
        return NULL;
    }
    char line[STEP_BYTES];
    while (script->count < STEPS && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#') {
            memcpy(script->steps[script->count++], line, sizeof line);
        }
    }
    fclose(file);
    return script;
}

void script_destroy(struct script *script)
{
    free(script);
}

/* ------------------------------------------------------------------ looking at the scene */

static const struct scene_node *find_line(const struct scene *scene, const char *text)
{
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        if (node->kind == SCENE_LINE && strstr(scene->pool + node->text, text) != NULL) {
            return node;
        }
    }
    return NULL;
}

/* The middle of the target on which a line contains `text`. */
static bool find_target(const struct scene *scene, const char *text, int *x, int *y)
{
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        if (node->kind != SCENE_LINE || strstr(scene->pool + node->text, text) == NULL) {
            continue;
        }
        int target = scene_find(scene, node->rect.x + node->rect.w / 2,
                                node->rect.y + node->rect.h / 2);
        if (target >= 0) {
            const SDL_Rect *rect = &scene->targets[target].rect;
            *x = rect->x + rect->w / 2;
            *y = rect->y + rect->h / 2;
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ steps */

/* Splits "TEXT SECONDS"; the seconds are 5 when there are none. */
static int seconds_of(char *text)
{
    char *space = strrchr(text, ' ');
    int seconds = space != NULL ? atoi(space + 1) : 0;
    if (seconds <= 0) {
        return 5;
    }
    *space = '\0';
    return seconds;
}

static enum script_state wait_for(struct script *script, bool there, const char *what, int seconds,
                                  mono_t now)
{
    if (!script->waiting) {
        script->waiting = true;
        script->until = mono_after(now, seconds * 1000);
    }
    if (there) {
        script->waiting = false;
        script->at++;
        return SCRIPT_GOES_ON;
    }
    if (mono_between(script->until, now) < 0) {
        return SCRIPT_GOES_ON;
    }
    log_error("step %zu: %s did not come within %d s", script->at + 1, what, seconds);
    return SCRIPT_FAILED;
}

/* Down now, up at the next step: the pressed button is shown between the two. */
static enum script_state tap(struct script *script, struct app *app, struct kiosk *kiosk,
                             const char *text, mono_t now)
{
    const struct scene *shown = app_shown(app);
    if (script->down) {
        script->down = false;
        script->tapped = now;
        script->at++;
        kiosk_finger_up(kiosk, shown, script->x, script->y, now);
        return SCRIPT_GOES_ON;
    }
    if (script->tapped.ms != 0 && mono_between(script->tapped, now) < GUARD_MS) {
        return SCRIPT_GOES_ON; /* as a person would be */
    }
    if (!find_target(shown, text, &script->x, &script->y)) {
        return wait_for(script, false, text, 5, now);
    }
    script->waiting = false;
    script->down = true;
    kiosk_finger_down(kiosk, shown, script->x, script->y, now);
    return SCRIPT_GOES_ON;
}

static enum script_state shoot(struct script *script, struct app *app, const char *path)
{
    script->at++;
    return screenshot_save(app_picture(app), path) < 0 ? SCRIPT_FAILED : SCRIPT_GOES_ON;
}

enum script_state script_step(struct script *script, struct app *app, struct kiosk *kiosk,
                              mono_t now)
{
    char step[STEP_BYTES];
    if (script->at == script->count) {
        return SCRIPT_DONE;
    }
    memcpy(step, script->steps[script->at], sizeof step);
    char *text = step + strcspn(step, " ");
    if (*text != '\0') {
        *text++ = '\0';
    }
    if (strcmp(step, "tap") == 0) {
        return tap(script, app, kiosk, text, now);
    }
    if (strcmp(step, "shot") == 0) {
        return shoot(script, app, text);
    }
    if (strcmp(step, "wait") == 0) {
        int seconds = seconds_of(text);
        bool there = strcmp(kiosk_page_name(kiosk), text) == 0;
        return wait_for(script, there, text, seconds, now);
    }
    if (strcmp(step, "see") == 0) {
        int seconds = seconds_of(text);
        return wait_for(script, find_line(app_shown(app), text) != NULL, text, seconds, now);
    }
    log_error("step %zu: no such step '%s'", script->at + 1, step);
    return SCRIPT_FAILED;
}
