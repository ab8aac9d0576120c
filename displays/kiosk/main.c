/* main.c: hallq-kiosk, the touch screen where a visitor takes a ticket: options, start, stop.
 * The loop is in run.c, the kiosk in kiosk.c. */
#define LOG_MODULE "kiosk"
#include "kiosk/options.h"
#include "kiosk/run.h"
#include "kiosk/speech.h"

#include "base/log.h"
#include "common/screenshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READY_MS = 10000, DEFAULT_WIDTH = 1080, DEFAULT_HEIGHT = 1920 };

struct program {
    struct options options;
    struct language *language;
    struct fonts *fonts;
    struct speech *speech;
    struct run run;
};

static uint32_t send_request(void *context, const char *path, const char *body)
{
    const struct program *program = context;
    return program->run.client != NULL ? client_send(program->run.client, path, body) : 0;
}

static void say(void *context, enum language_code code, const char *text)
{
    const struct program *program = context;
    speech_say(program->speech, code, text);
}

/* ------------------------------------------------------------------ pictures and --check */

static int load_fixture(struct program *program)
{
    json_error_t error;
    json_t *fixture = json_load_file(program->options.fixture, 0, &error);
    int result = fixture != NULL
                     ? kiosk_load_fixture(program->run.kiosk, fixture, mono_now())
                     : -1;
    if (result < 0) {
        fprintf(stderr, "hallq-kiosk: %s: %s\n", program->options.fixture,
                fixture != NULL ? "not a fixture" : error.text);
    }
    json_decref(fixture);
    return result;
}

static int list_pictures(void)
{
    const char *name;
    for (size_t i = 0; (name = kiosk_picture_name(i)) != NULL; i++) {
        printf("%s\n", name);
    }
    return 2;
}

static int take_picture(struct program *program)
{
    struct run *run = &program->run;
    const struct options *options = &program->options;
    if (options->has_now) {
        kiosk_hold_clock(run->kiosk, options->now);
    }
    kiosk_choose(run->kiosk, options->has_code ? options->code : LANGUAGE_ZH, options->elder);
    if (options->screen != NULL && kiosk_show(run->kiosk, options->screen, mono_now()) < 0) {
        return list_pictures();
    }
    run_show(run);
    return screenshot_save(app_picture(run->app), options->screenshot) < 0 ? 1 : 0;
}

static int check_mode(struct program *program, enum language_code code, bool elder)
{
    struct kiosk *kiosk = program->run.kiosk;
    const char *picture;
    int warnings = 0;
    kiosk_choose(kiosk, code, elder);
    for (size_t i = 0; (picture = kiosk_picture_name(i)) != NULL; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s %s%s", picture, language_code_name(code),
                 elder ? " large" : "");
        kiosk_show(kiosk, picture, mono_now());
        struct scene *scene = app_scene(program->run.app);
        kiosk_compose(kiosk, scene, mono_now());
        warnings += theme_check(kiosk_theme(kiosk), scene, name, stdout);
    }
    return warnings;
}

static int check(struct program *program)
{
    int warnings = 0;
    for (int mode = 0; mode < 4; mode++) {
        warnings += check_mode(program, mode & 1 ? LANGUAGE_EN : LANGUAGE_ZH, mode >= 2);
    }
    const struct theme *theme = kiosk_theme(program->run.kiosk);
    printf("%d x %d px, %.1f inch, %.2f px/mm: %d warnings\n", theme->screen.width,
           theme->screen.height, theme->screen.diagonal_tenths / 10.0, theme->px_per_mm, warnings);
    return warnings > 0 ? 1 : 0;
}

/* ------------------------------------------------------------------ start and stop */

static int fail(const char *why)
{
    fprintf(stderr, "hallq-kiosk: %s\n", why);
    return -1;
}

static int start_screen(struct program *program)
{
    const struct options *options = &program->options;
    char why[256];
    struct app_settings app = {
        .title = "hallq-kiosk",
        .width = options->width > 0 ? options->width : DEFAULT_WIDTH,
        .height = options->height > 0 ? options->height : DEFAULT_HEIGHT,
        .fullscreen = options->fullscreen,
        .hidden = options->screenshot != NULL || options->check,
    };
    struct font_files files = {options->font, options->bold_font, options->font_index,
                               options->font_index};
    program->language = language_load(options->language_folder, why, sizeof why);
    if (program->language == NULL) {
        return fail(why);
    }
    program->run.app = app_create(&app, why, sizeof why);
    if (program->run.app == NULL) {
        return fail(why);
    }
    program->fonts = fonts_create(&files, why, sizeof why);
    return program->fonts != NULL ? 0 : fail(why);
}

static int start_kiosk(struct program *program)
{
    const struct options *options = &program->options;
    program->speech = options->screenshot == NULL && !options->check ? speech_create() : NULL;
    struct kiosk_setup setup = {.name = options->name, .language = program->language,
                                .fonts = program->fonts, .send = send_request,
                                .say = program->speech != NULL ? say : NULL, .context = program};
    program->run.kiosk = kiosk_create(&setup);
    if (program->run.kiosk == NULL) {
        return fail("out of memory");
    }
    kiosk_resize(program->run.kiosk, app_width(program->run.app), app_height(program->run.app));
    if (options->fixture != NULL) {
        return load_fixture(program);
    }
    char why[2048];
    struct client_settings link = {.url = options->url, .ca_file = options->ca_file,
                                   .token_file = options->token_file, .role = "kiosk",
                                   .words = program->language, .follow = true,
                                   .language = "zh"};
    program->run.client = client_create(&link, why, sizeof why);
    return program->run.client != NULL ? 0 : fail(why);
}

static int work(struct program *program)
{
    const struct options *options = &program->options;
    struct run *run = &program->run;
    run_show(run); /* something is on the screen before the network answers */
    if ((options->screenshot != NULL || options->check) && run->client != NULL) {
        run_until_ready(run, READY_MS);
    }
    if (options->check) {
        return check(program);
    }
    if (options->screenshot != NULL && options->script == NULL) {
        return take_picture(program);
    }
    if (options->script != NULL) {
        run->script = script_load(options->script);
        if (run->script == NULL) {
            return 1;
        }
    }
    return run_loop(run);
}

static void stop(struct program *program)
{
    script_destroy(program->run.script);
    client_destroy(program->run.client);
    kiosk_destroy(program->run.kiosk);
    speech_destroy(program->speech);
    fonts_destroy(program->fonts);
    app_destroy(program->run.app);
    language_destroy(program->language);
}

int main(int count, char **words)
{
    static struct program program;
    mono_t started = mono_now();
    int read = options_read(count, words, &program.options);
    if (read != 0) {
        return read > 0 ? 0 : 2;
    }
    log_set_level(program.options.verbose ? LOG_DEBUG : LOG_INFO);
    program.run.started = started;
    program.run.figures = program.options.figures;
    program.run.trace = program.options.trace;
    int result = 1;
    if (start_screen(&program) == 0 && start_kiosk(&program) == 0) {
        result = work(&program);
    }
    stop(&program);
    return result;
}
