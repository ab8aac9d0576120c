/* live.c: see live.h. */
#define LOG_MODULE "board"
#include "board/live.h"

#include "base/log.h"
#include "board/script.h"
#include "common/client.h"
#include "common/screenshot.h"
#include "voice/voice.h"

#include <string.h>

enum { OLD_LOOK_MS = 250, NO_WAIT_MS = 600000, WHY_BYTES = 2048 };

struct live {
    const struct live_settings *settings;
    struct stage *stage;
    struct client *client;
    struct voice *voice; /* NULL = silent */
    struct script *script;
    uint32_t look, asked, voice_asked; /* requests: the view, the settings, the voice's */
    bool again;                        /* something happened since `look` was sent */
    mono_t due;                        /* the first event that no answer covers yet; {0} = none */
    mono_t looked;                     /* when the last look was sent */
    mono_t told; /* when the event came that the picture is waited for; for the log */
};

/* ------------------------------------------------------------------ asking */

static void look(struct live *live, mono_t now)
{
    if (live->look != 0) {
        live->again = true;
        return;
    }
    live->look = client_send(live->client, "/api/v1/views/board", NULL);
    live->again = false;
    live->looked = now;
}

static void ask_settings(struct live *live)
{
    char path[CLIENT_PATH];
    if (live->settings->id != NULL) {
        snprintf(path, sizeof path, "/api/v1/displays/%s", live->settings->id);
        live->asked = client_send(live->client, path, NULL);
    }
}

static void ask_voice(struct live *live)
{
    if (live->voice != NULL) {
        live->voice_asked = client_send(live->client, "/api/v1/views/voice", NULL);
    }
}

static void something_happened(struct live *live, mono_t now)
{
    live->due = live->due.ms == 0 ? now : live->due;
    live->told = live->told.ms == 0 ? now : live->told;
    look(live, now);
}

/* ------------------------------------------------------------------ answers */

void live_override(struct board_settings *to, const struct live_settings *settings)
{
    const struct board_settings *given = &settings->given;
    if (settings->has_size) {
        to->screen.width = given->screen.width;
        to->screen.height = given->screen.height;
    }
    if (settings->has_diagonal) {
        to->screen.diagonal_tenths = given->screen.diagonal_tenths;
    }
    if (settings->has_distance) {
        to->screen.distance_tenths = given->screen.distance_tenths;
    }
    if (settings->has_layout) {
        memcpy(to->layout, given->layout, sizeof to->layout);
    }
    if (settings->has_area) {
        memcpy(to->area, given->area, sizeof to->area);
    }
    if (settings->has_language) {
        to->language = given->language;
    }
}

static void voice_came(struct live *live, const struct client_news *news)
{
    struct voice_settings settings;
    char why[WHY_BYTES] = "";
    if (news->status != 200) {
        return; /* it speaks as before */
    }
    if (voice_settings_read(&settings, news->body, why, sizeof why) < 0) {
        log_warning("voice: %s; it speaks as if nothing were set", why);
    }
    voice_apply(live->voice, &settings);
}

static void settings_came(struct live *live, const struct client_news *news)
{
    struct board_settings settings = live->settings->board;
    char why[WHY_BYTES] = "";
    if (news->status != 200 || board_settings_read(&settings, news->body) < 0) {
        log_warning("the controller has no board \"%s\" (%d): it runs with defaults",
                    live->settings->id, news->status);
        return;
    }
    live_override(&settings, live->settings);
    if (stage_adopt(live->stage, &settings, why, sizeof why) < 0) {
        log_warning("%s; the layout stays", why);
    }
}

static void announce(struct live *live, const size_t *calls, int count, mono_t now)
{
    const struct board *board = stage_board(live->stage);
    for (int i = count - 1; i >= 0; i--) { /* the oldest first */
        const struct board_call *call = &board->calls[calls[i]];
        if (live->voice != NULL && stage_has_window(live->stage, call->window)) {
            voice_call(live->voice, call->number, call->window, now);
        }
    }
}

static void view_came(struct live *live, const struct client_news *news, mono_t now)
{
    size_t calls[BOARD_CALLS];
    char why[WHY_BYTES] = "";
    live->look = 0;
    if (news->status != 200) {
        return; /* still due: another look comes, or the picture is called old */
    }
    int count = stage_take(live->stage, news->body, now, calls, why, sizeof why);
    if (count < 0) {
        log_error("the controller's board cannot be read: %s", why);
        return;
    }
    live->due = (mono_t){0};
    announce(live, calls, count, now);
    if (live->again) {
        something_happened(live, now);
    }
}

/* Which events can change what a board shows. */
static bool matters(const char *name)
{
    return strncmp(name, "device", 6) != 0 && strncmp(name, "slip", 4) != 0;
}

static void take_news(struct live *live, const struct client_news *news, mono_t now)
{
    switch (news->kind) {
    case CLIENT_EVENT:
        if (strcmp(news->name, "site_adopted") == 0) {
            ask_settings(live);
            ask_voice(live);
        }
        if (matters(news->name)) {
            something_happened(live, now);
        }
        break;
    case CLIENT_ONLINE:
        ask_settings(live);
        ask_voice(live);
        something_happened(live, now);
        break;
    case CLIENT_ANSWER:
        if (news->id == live->look) {
            view_came(live, news, now);
        } else if (news->id == live->asked) {
            settings_came(live, news);
        } else if (news->id == live->voice_asked) {
            voice_came(live, news);
        }
        break;
    case CLIENT_READONLY:
    case CLIENT_OFFLINE: break; /* the clock tells */
    }
}

/* ------------------------------------------------------------------ loop */

/* When the data on the screen was last known to be right. */
static mono_t heard(struct live *live)
{
    mono_t heard = client_heard(live->client);
    if (stage_board(live->stage) == NULL) {
        return (mono_t){0};
    }
    return live->due.ms != 0 && live->due.ms < heard.ms ? live->due : heard;
}

static void draw(struct live *live)
{
    mono_t now = mono_now();
    int64_t pixels = stage_draw(live->stage, heard(live), now);
    if (pixels > 0 && live->told.ms != 0 && live->due.ms == 0) {
        log_debug("on the screen %lld ms after its event, %lld pixels painted",
                  (long long)mono_between(live->told, mono_now()), (long long)pixels);
    }
    if (live->due.ms == 0) {
        live->told = (mono_t){0};
    }
}

static unsigned minute_of(const struct live *live, mono_t now)
{
    wall_t clock = stage_clock(live->stage, now);
    return (unsigned)(wall_between(wall_day_start(wall_day(clock)), clock) / 60000 % 1440);
}

static int64_t least(int64_t a, int64_t b)
{
    return b >= 0 && b < a ? b : a;
}

static int64_t wait_ms(struct live *live, mono_t now)
{
    mono_t last = heard(live);
    int64_t wait = stage_wait_ms(live->stage, last, now);
    if (stage_board(live->stage) == NULL || mono_between(last, now) >= SHOW_SILENCE_MS) {
        wait = least(wait, OLD_LOOK_MS);
    }
    wait = least(wait, LIVE_LOOK_MS - mono_between(live->looked, now));
    if (live->voice != NULL) {
        wait = least(wait, voice_tick(live->voice, now, minute_of(live, now)));
    }
    return live->script != NULL ? least(wait, SCRIPT_LOOK_MS) : wait;
}

/* Takes everything that has come; false when the window is to be closed. */
static bool take_events(struct live *live, mono_t until)
{
    SDL_Event event;
    while (app_wait(stage_app(live->stage), until, &event)) {
        struct client_news *news = client_take(&event);
        bool escape = event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE &&
                      !live->settings->stage.fullscreen;
        if (event.type == SDL_QUIT || escape) {
            return false;
        }
        if (news != NULL) {
            take_news(live, news, mono_now());
            client_news_free(news);
        }
        until = mono_now(); /* what else is there already, and then the picture */
    }
    return true;
}

static int loop(struct live *live)
{
    for (;;) {
        mono_t now = mono_now();
        if (mono_between(live->looked, now) >= LIVE_LOOK_MS && live->look == 0) {
            look(live, now);
        }
        draw(live);
        enum script_state state =
            live->script != NULL ? script_step(live->script, live->stage, mono_now()) : SCRIPT_RUNS;
        if (state != SCRIPT_RUNS) {
            return state == SCRIPT_FAILS;
        }
        if (live->settings->screenshot != NULL && stage_board(live->stage) != NULL) {
            return screenshot_save(app_picture(stage_app(live->stage)),
                                   live->settings->screenshot) < 0;
        }
        if (!take_events(live, mono_after(now, wait_ms(live, now)))) {
            return 0;
        }
    }
}

/* ------------------------------------------------------------------ life */

static int begin(struct live *live, char *why, size_t size)
{
    const struct live_settings *settings = live->settings;
    struct board_settings board = settings->board;
    struct voice_settings voice;
    live_override(&board, settings);
    live->stage = stage_create(&board, &settings->stage, mono_now(), why, size);
    if (live->stage == NULL) {
        return -1;
    }
    const struct client_settings client = {
        .url = settings->url, .ca_file = settings->ca_file, .token_file = settings->token_file,
        .role = "board", .words = stage_words(live->stage), .follow = true,
        .language = language_code_name(board.language)};
    live->client = client_create(&client, why, size);
    if (live->client == NULL ||
        (settings->script != NULL &&
         (live->script = script_load(settings->script, why, size)) == NULL)) {
        return -1;
    }
    voice_settings_default(&voice);
    live->voice = settings->silent ? NULL : voice_create(&voice);
    return 0;
}

int live_run(const struct live_settings *settings)
{
    struct live live = {.settings = settings};
    char why[WHY_BYTES] = "";
    int status = 1;
    if (begin(&live, why, sizeof why) < 0) {
        log_error("%s", why);
    } else {
        status = loop(&live);
    }
    voice_destroy(live.voice);
    script_destroy(live.script);
    client_destroy(live.client);
    stage_destroy(live.stage);
    return status;
}
