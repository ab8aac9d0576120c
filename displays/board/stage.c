/* stage.c: see stage.h. */
#include "board/stage.h"

#include "board/page.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct stage {
    struct app *app;
    struct fonts *fonts;
    struct language *language;
    struct pictures *pictures;
    struct board_settings settings;
    struct layout layout;
    struct page_type type;
    struct show show;
    bool known;
    struct board board, coming;
    mono_t taken; /* when `board` came: the clock goes on from there */
};

/* Sizes for the window as it is: the desktop may have made it smaller than the screen. */
static void measure(struct stage *stage)
{
    struct screen screen = stage->settings.screen;
    screen.width = app_width(stage->app);
    screen.height = app_height(stage->app);
    page_type_make(&stage->type, &screen);
}

static int load(struct stage *stage, const struct stage_options *options, char *why, size_t size)
{
    const struct screen *screen = &stage->settings.screen;
    if (layout_load(&stage->layout, HALLQ_CONFIG_DIR "/theme", stage->settings.layout,
                    screen->width, screen->height, why, size) < 0) {
        return -1;
    }
    stage->language = language_load(HALLQ_CONFIG_DIR "/lang", why, size);
    if (stage->language == NULL) {
        return -1;
    }
    const struct app_settings window = {.title = "hallq-board",
                                        .width = screen->width,
                                        .height = screen->height,
                                        .fullscreen = options->fullscreen,
                                        .hidden = options->hidden};
    stage->app = app_create(&window, why, size);
    if (stage->app == NULL) {
        return -1;
    }
    stage->fonts = fonts_create(NULL, why, size);
    stage->pictures = pictures_create(options->pictures);
    return stage->fonts != NULL && stage->pictures != NULL ? 0 : -1;
}

struct stage *stage_create(const struct board_settings *settings,
                           const struct stage_options *options, mono_t now, char *why, size_t size)
{
    struct stage *stage = calloc(1, sizeof *stage);
    if (stage == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    stage->settings = *settings;
    show_init(&stage->show, now);
    if (load(stage, options, why, size) < 0) {
        stage_destroy(stage);
        return NULL;
    }
    measure(stage);
    return stage;
}

void stage_destroy(struct stage *stage)
{
    if (stage == NULL) {
        return;
    }
    pictures_destroy(stage->pictures);
    fonts_destroy(stage->fonts);
    app_destroy(stage->app);
    language_destroy(stage->language);
    free(stage);
}

int stage_adopt(struct stage *stage, const struct board_settings *settings, char *why, size_t size)
{
    struct layout layout;
    if (layout_load(&layout, HALLQ_CONFIG_DIR "/theme", settings->layout, settings->screen.width,
                    settings->screen.height, why, size) < 0) {
        return -1;
    }
    if (settings->screen.width != stage->settings.screen.width ||
        settings->screen.height != stage->settings.screen.height) {
        app_resize(stage->app, settings->screen.width, settings->screen.height);
    }
    stage->layout = layout;
    stage->settings = *settings;
    return 0;
}

/* ------------------------------------------------------------------ data */

static void use_timezone(const char *name)
{
    const char *now = getenv("TZ");
    if (name[0] != '\0' && (now == NULL || strcmp(now, name) != 0)) {
        setenv("TZ", name, 1);
        tzset();
    }
}

int stage_take(struct stage *stage, const json_t *json, mono_t now, size_t announce[BOARD_CALLS],
               char *why, size_t size)
{
    if (board_read(json, &stage->coming, why, size) < 0) {
        return -1;
    }
    stage->board = stage->coming;
    stage->known = true;
    stage->taken = now;
    use_timezone(stage->board.timezone);
    return (int)show_update(&stage->show, &stage->board, now, announce);
}

const struct board *stage_board(const struct stage *stage)
{
    return stage->known ? &stage->board : NULL;
}

wall_t stage_clock(const struct stage *stage, mono_t now)
{
    double passed = (double)mono_between(stage->taken, now) * stage->board.speed;
    return stage->known ? wall_after(stage->board.now, (int64_t)passed) : (wall_t){0};
}

struct app *stage_app(struct stage *stage)
{
    return stage->app;
}

const struct language *stage_words(const struct stage *stage)
{
    return stage->language;
}

/* ------------------------------------------------------------------ picture */

static void fill_page(struct stage *stage, struct page *page, mono_t heard, mono_t now)
{
    *page = (struct page){.scene = app_scene(stage->app),
                          .fonts = stage->fonts,
                          .pictures = stage->pictures,
                          .board = stage_board(stage),
                          .layout = &stage->layout,
                          .type = &stage->type,
                          .colours = &palette_dark,
                          .language = stage->language,
                          .code = stage->settings.language,
                          .area = stage->settings.area,
                          .show = &stage->show,
                          .now = now,
                          .hall_now = stage_clock(stage, now),
                          .old = show_is_old(&stage->show, heard, now)};
    if (stage->known) {
        page->last_data = stage_clock(stage, heard);
    }
}

int64_t stage_draw(struct stage *stage, mono_t heard, mono_t now)
{
    struct page page;
    measure(stage);
    fill_page(stage, &page, heard, now);
    page_compose(&page, app_width(stage->app), app_height(stage->app));
    return app_show(stage->app);
}

bool stage_has_window(const struct stage *stage, uint16_t window)
{
    const struct page page = {.board = &stage->board, .area = stage->settings.area};
    return stage->known && page_has_window(&page, window);
}

int64_t stage_wait_ms(const struct stage *stage, mono_t heard, mono_t now)
{
    enum { MINUTE_MS = 60000, HOUR_MS = 3600000 };
    int64_t clock_ms = HOUR_MS;
    if (stage->known) {
        int64_t left = MINUTE_MS - stage_clock(stage, now).ms % MINUTE_MS;
        clock_ms = (int64_t)((double)left / stage->board.speed) + 1;
    }
    return show_wait_ms(&stage->show, stage->layout.page_s, heard, clock_ms, now);
}

bool stage_shows(struct stage *stage, const char *text)
{
    const struct scene *scene = app_shown(stage->app);
    for (size_t i = 0; i < scene->node_count; i++) {
        if (scene->nodes[i].kind == SCENE_LINE &&
            strstr(scene->pool + scene->nodes[i].text, text) != NULL) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ --check */

static int check_bands(const struct stage *stage, FILE *out)
{
    int width = app_width(stage->app), height = app_height(stage->app), warnings = 0;
    for (size_t i = 0; i < stage->layout.band_count; i++) {
        SDL_Rect box =
            layout_place(&stage->layout, i, 0, width, height, stage->type.row, stage->type.gap);
        bool shared = stage->layout.bands[i].share > 0;
        if (box.y + box.h > height || (shared && box.h < 4 * stage->type.row)) {
            fprintf(out,
                    "band %zu has no room for type that is read from %.1f m: a larger screen, "
                    "another layout, or one area only\n",
                    i + 1, stage->settings.screen.distance_tenths / 10.0);
            warnings++;
        }
    }
    return warnings;
}

int stage_check(struct stage *stage, FILE *out)
{
    const struct scene *scene = app_shown(stage->app);
    int warnings = check_bands(stage, out), largest = 0;
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        if (node->kind != SCENE_LINE) {
            continue;
        }
        largest = node->font.px > largest ? node->font.px : largest;
        if (node->font.px < stage->type.name.px) {
            fprintf(out, "type of %d px is below the floor of %d px: \"%s\"\n", node->font.px,
                    stage->type.name.px, scene->pool + node->text);
            warnings++;
        }
    }
    if (stage->known && stage->board.call_count > 0 && largest < stage->type.hero) {
        fprintf(out,
                "the called number has %d px of type, %d are needed for 0.7 degrees at %.1f m\n",
                largest, stage->type.hero, stage->settings.screen.distance_tenths / 10.0);
        warnings++;
    }
    if (scene->cut + scene->lost > 0) {
        fprintf(out, "%u texts are cut, %u parts have no room\n", scene->cut, scene->lost);
        warnings++;
    }
    return warnings;
}
