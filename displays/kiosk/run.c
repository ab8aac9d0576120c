/* run.c: see run.h. */
#include "kiosk/run.h"

#include "kiosk/trace.h"

#include <string.h>

static bool is_usable(const struct kiosk *kiosk)
{
    return strcmp(kiosk_page_name(kiosk), "message") != 0;
}

static void tell(const struct run *run, const char *what, mono_t from)
{
    if (run->figures && from.ms != 0) {
        printf("%s: %lld ms\n", what, (long long)mono_between(from, mono_now()));
        fflush(stdout);
    }
}

void run_show(struct run *run)
{
    if (!kiosk_is_dirty(run->kiosk)) {
        return;
    }
    char page[32];
    snprintf(page, sizeof page, "%s", kiosk_page_name(run->kiosk));
    kiosk_compose(run->kiosk, app_scene(run->app), mono_now());
    app_show(run->app);
    if (run->trace) {
        trace_scene(app_shown(run->app), page);
    }
    if (run->finger_down.ms != 0) {
        tell(run, "touch shown", run->finger_down);
        run->finger_down = (mono_t){0};
    }
    if (run->finger_up.ms != 0 && strcmp(page, "ticket") == 0) {
        tell(run, "ticket shown after the finger left", run->finger_up);
        run->finger_up = (mono_t){0};
    }
    if (!run->usable_told && is_usable(run->kiosk)) {
        run->usable_told = true;
        tell(run, "usable after start", run->started);
    }
}

static void take_news(struct run *run, struct client_news *news)
{
    mono_t now = mono_now();
    switch (news->kind) {
    case CLIENT_ANSWER:
        kiosk_answer(run->kiosk, news->id, news->status, news->body, now);
        break;
    case CLIENT_EVENT: kiosk_event(run->kiosk, news->name, news->body, now); break;
    case CLIENT_ONLINE: kiosk_online(run->kiosk, true, true, now); break;
    case CLIENT_READONLY: kiosk_online(run->kiosk, true, false, now); break;
    case CLIENT_OFFLINE: kiosk_online(run->kiosk, false, false, now); break;
    }
    client_news_free(news);
}

static void take_pointer(struct run *run, const struct pointer *pointer)
{
    mono_t now = mono_now();
    const struct scene *shown = app_shown(run->app);
    switch (pointer->phase) {
    case POINTER_DOWN:
        kiosk_finger_down(run->kiosk, shown, pointer->x, pointer->y, now);
        run->finger_down = kiosk_is_dirty(run->kiosk) ? now : (mono_t){0};
        break;
    case POINTER_MOVE: kiosk_finger_move(run->kiosk, shown, pointer->x, pointer->y); break;
    case POINTER_UP:
        run->finger_up = now;
        kiosk_finger_up(run->kiosk, shown, pointer->x, pointer->y, now);
        break;
    }
}

/* False when the window is closed. */
static bool take_event(struct run *run, const SDL_Event *event)
{
    struct client_news *news = client_take(event);
    struct pointer pointer;
    if (news != NULL) {
        take_news(run, news);
    } else if (app_pointer(run->app, event, &pointer) == 0) {
        take_pointer(run, &pointer);
    } else if (event->type == SDL_WINDOWEVENT &&
               event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        kiosk_resize(run->kiosk, app_width(run->app), app_height(run->app));
    }
    return event->type != SDL_QUIT;
}

/* Waits for one event and takes what else is there already. False when the window is closed. */
static bool take_events(struct run *run, mono_t until)
{
    SDL_Event event;
    while (app_wait(run->app, until, &event)) {
        if (!take_event(run, &event)) {
            return false;
        }
        until = (mono_t){0};
        if (run->finger_down.ms != 0) {
            break; /* the touch is shown before anything else happens */
        }
    }
    return true;
}

int run_loop(struct run *run)
{
    enum script_state state = SCRIPT_GOES_ON;
    while (state == SCRIPT_GOES_ON) {
        mono_t now = mono_now();
        kiosk_tick(run->kiosk, now);
        run_show(run);
        mono_t until = kiosk_deadline(run->kiosk, now);
        if (run->script != NULL) {
            state = script_step(run->script, run->app, run->kiosk, now);
            run_show(run);
            until = mono_after(now, SCRIPT_LOOK_MS);
        }
        if (!take_events(run, until)) {
            return 0;
        }
    }
    return state == SCRIPT_FAILED;
}

int run_until_ready(struct run *run, int ms)
{
    mono_t end = mono_after(mono_now(), ms);
    while (!is_usable(run->kiosk) && mono_between(mono_now(), end) > 0) {
        kiosk_tick(run->kiosk, mono_now());
        if (!take_events(run, mono_after(mono_now(), 20))) {
            return -1;
        }
    }
    run_show(run);
    return 0;
}
