/* frame.c: what stands on every page in the same place: the hall's name and clock above, back and
 * home, and the four buttons at the foot, within reach of a wheelchair. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const struct page pages[PAGE_COUNT] = {
    [PAGE_HOME] = {"home", home_compose, true, false, "kiosk.say.home"},
    [PAGE_CATEGORIES] = {"categories", categories_compose, true, true, "kiosk.say.list"},
    [PAGE_DEPARTMENTS] = {"departments", departments_compose, true, true, "kiosk.say.list"},
    [PAGE_ITEMS] = {"items", items_compose, true, true, "kiosk.say.list"},
    [PAGE_SEARCH] = {"search", search_compose, true, true, "kiosk.say.search"},
    [PAGE_GUIDE] = {"guide", guide_compose, true, true, "kiosk.say.guide"},
    [PAGE_PRIORITY] = {"priority", priority_compose, true, true, "kiosk.say.priority"},
    [PAGE_TICKET] = {"ticket", ticket_compose, true, false, "kiosk.say.ticket"},
    [PAGE_HELP] = {"help", help_compose, true, true, "kiosk.say.help"},
    [PAGE_MESSAGE] = {"message", message_compose, true, false, "kiosk.say.message"},
    [PAGE_IDLE] = {"idle", idle_compose, false, false, "kiosk.say.idle"},
    [PAGE_RATE_FIND] = {"rate-find", rate_find_compose, true, false, "kiosk.say.rate_find"},
    [PAGE_RATE] = {"rate", rate_compose, true, true, "kiosk.say.rate"},
    [PAGE_PROGRESS] = {"progress", progress_compose, true, true, "kiosk.say.progress"},
    [PAGE_STAGES] = {"stages", stages_compose, true, true, "kiosk.say.stages"},
};

/* ------------------------------------------------------------------ header */

static void date_text(const struct kiosk *kiosk, wall_t at, char out[FILLED])
{
    char month[32], day[NUMBER_TEXT], key[32];
    int32_t today = wall_day(at);
    snprintf(key, sizeof key, "kiosk.weekday.%d", wall_weekday(today));
    snprintf(month, sizeof month, "kiosk.month.%d", today / 100 % 100);
    const struct hole holes[] = {{"month", kiosk_text(kiosk, month)},
                                 {"day", kiosk_number(day, today % 100)},
                                 {"weekday", kiosk_text(kiosk, key)},
                                 {NULL, NULL}};
    kiosk_fill(kiosk, out, "kiosk.date", holes);
}

static int header(struct kiosk *kiosk, struct scene *scene, wall_t at)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int margin = part_unit(kiosk, 4), height = part_unit(kiosk, theme->elder ? 20 : 15);
    scene_box(scene, (SDL_Rect){0, 0, kiosk->width, height}, 0, c->header);
    if (!kiosk->has_settings) {
        return height;
    }
    char clock[8], date[FILLED];
    struct font big = theme->title, small = theme->small;
    int right = 0;
    if (kiosk->has_now) {
        wall_format_hhmm(at, clock);
        date_text(kiosk, at, date);
        int clock_width = fonts_width(scene->fonts, big, clock);
        int date_width = fonts_width(scene->fonts, small, date);
        right = clock_width > date_width ? clock_width : date_width;
        int upper = fonts_height(scene->fonts, big), lower = fonts_height(scene->fonts, small);
        SDL_Rect box = {kiosk->width - margin - right, (height - upper - lower) / 2, right, upper};
        scene_line(scene, box, ALIGN_RIGHT, big, c->header_text, clock);
        box.y += upper;
        box.h = lower;
        scene_line(scene, box, ALIGN_RIGHT, small, c->header_faint, date);
    }
    int width = kiosk->width - 3 * margin - right;
    const char *name = kiosk_words_text(kiosk, &kiosk->settings.hall);
    struct font font = part_fit(kiosk, scene, theme->headline, width, name);
    if (fonts_width(scene->fonts, font, name) > width) {
        font = theme->label; /* two lines */
    }
    scene_middle(scene, (SDL_Rect){margin, 0, width, height}, ALIGN_LEFT, font, c->header_text,
                 name);
    return height;
}

/* ------------------------------------------------------------------ foot */

struct fixed_button {
    int action;
    const char *label, *hint, *other_label, *other_hint; /* other: in the large-type mode */
};
static const struct fixed_button fixed[] = {
    {ACTION_GENERAL, "kiosk.fixed.general", "kiosk.fixed.general_hint", NULL, NULL},
    {ACTION_HELP, "kiosk.fixed.help", "kiosk.fixed.help_hint", NULL, NULL},
    {ACTION_ELDER, "kiosk.fixed.elder", "kiosk.fixed.elder_hint", "kiosk.fixed.normal",
     "kiosk.fixed.normal_hint"},
    {ACTION_LANGUAGE, "kiosk.fixed.language", "kiosk.fixed.language_hint", NULL, NULL},
};
enum { FIXED = sizeof fixed / sizeof *fixed };

static void fixed_button(struct kiosk *kiosk, struct scene *scene, int index, SDL_Rect rect)
{
    const struct fixed_button *row = &fixed[index];
    bool other = kiosk->elder && row->other_label != NULL;
    struct button button = {
        .rect = rect,
        .style = BUTTON_QUIET,
        .action = row->action,
        .label = kiosk_text(kiosk, other ? row->other_label : row->label),
        .hint = kiosk_text(kiosk, other ? row->other_hint : row->hint),
    };
    part_button(kiosk, scene, &button);
}

static void way_button(struct kiosk *kiosk, struct scene *scene, int action, SDL_Rect rect)
{
    struct button button = {.rect = rect, .style = BUTTON_PLAIN, .action = action,
                            .label = kiosk_text(kiosk, action == ACTION_BACK ? "kiosk.nav.back"
                                                                             : "kiosk.nav.home")};
    part_button(kiosk, scene, &button);
}

/* A tall screen: the four buttons in a row at the foot. The height that they take. */
static int foot(struct kiosk *kiosk, struct scene *scene)
{
    const struct theme *theme = &kiosk->theme;
    int margin = part_unit(kiosk, 4), gap = theme->gap;
    int height = part_unit(kiosk, theme->elder ? 18 : 14);
    int band = height + part_unit(kiosk, 6);
    int width = (kiosk->width - 2 * margin - (FIXED - 1) * gap) / FIXED;
    int top = kiosk->height - band;
    scene_box(scene, (SDL_Rect){0, top, kiosk->width, band}, 0, theme->colours->card);
    scene_box(scene, (SDL_Rect){0, top, kiosk->width, theme->hair}, 0, theme->colours->edge);
    for (int i = 0; i < FIXED; i++) {
        fixed_button(kiosk, scene, i, (SDL_Rect){margin + i * (width + gap),
                                                 top + part_unit(kiosk, 3), width, height});
    }
    return band;
}

/* And above it: back and home on the left, leaves on the right. */
static void nav(struct kiosk *kiosk, struct scene *scene, int bottom)
{
    int margin = part_unit(kiosk, 4), gap = kiosk->theme.gap, room = kiosk->width - 2 * margin;
    int height = kiosk->theme.target + part_unit(kiosk, 2), width = room / 5;
    SDL_Rect rect = {margin, bottom - height - part_unit(kiosk, 2), width, height};
    way_button(kiosk, scene, ACTION_BACK, rect);
    rect.x += width + gap;
    way_button(kiosk, scene, ACTION_HOME, rect);
    int left = rect.x + width + 2 * gap;
    grid_pager(kiosk, scene, (SDL_Rect){left, rect.y, margin + room - left, height});
}

static int nav_height(const struct kiosk *kiosk)
{
    return kiosk->theme.target + part_unit(kiosk, 2 + 4);
}

/* A wide screen: all of them in a column at the right, as height is what it lacks. The width. */
static int rail(struct kiosk *kiosk, struct scene *scene, int top, bool ways)
{
    enum { PLACES = FIXED + 3 }; /* the first page has three ways; all pages the same places */
    const struct theme *theme = &kiosk->theme;
    int pad = part_unit(kiosk, 3), gap = theme->gap;
    int width = part_unit(kiosk, theme->elder ? 44 : 34);
    int left = kiosk->width - width - 2 * pad;
    int most = part_unit(kiosk, theme->elder ? 18 : 16);
    int height = (kiosk->height - top - 2 * pad - (PLACES - 1) * gap) / PLACES;
    height = height < most ? height : most;
    scene_box(scene, (SDL_Rect){left, top, kiosk->width - left, kiosk->height - top}, 0,
              theme->colours->card);
    scene_box(scene, (SDL_Rect){left, top, theme->hair, kiosk->height - top}, 0,
              theme->colours->edge);
    SDL_Rect rect = {left + pad, top + pad, width, height};
    for (int i = 0; i < FIXED; i++) {
        fixed_button(kiosk, scene, i, rect);
        rect.y += height + gap;
    }
    rect.y = kiosk->height - pad - height;
    SDL_Rect above = {rect.x, rect.y - height - gap, width, height};
    if (ways) {
        way_button(kiosk, scene, ACTION_BACK, above);
        way_button(kiosk, scene, ACTION_HOME, rect);
    } else if (kiosk->place.page == PAGE_HOME) {
        SDL_Rect first = {rect.x, above.y - height - gap, width, height};
        home_progress_button(kiosk, scene, rect);
        home_tree_button(kiosk, scene, first, false);
        home_tree_button(kiosk, scene, above, true);
    }
    return width + 2 * pad;
}

void frame_compose(struct kiosk *kiosk, struct scene *scene, mono_t now)
{
    const struct page *page = &pages[kiosk->place.page];
    bool fixed_there = page->fixed && kiosk->catalogue != NULL, wide = part_is_wide(kiosk);
    int margin = part_unit(kiosk, 4), edge = part_unit(kiosk, 3);
    scene_begin(scene, kiosk->setup.fonts, kiosk->width, kiosk->height,
                kiosk->theme.colours->ground);
    kiosk->leaves = 1;
    int top = header(kiosk, scene, kiosk_wall(kiosk, now));
    int right = kiosk->width, bottom = kiosk->height;
    if (fixed_there && wide) {
        right -= rail(kiosk, scene, top, page->nav);
    } else if (fixed_there) {
        bottom -= foot(kiosk, scene);
    }
    bool ways = page->nav && !wide;
    int end = ways ? bottom - nav_height(kiosk) : bottom - edge;
    page->compose(kiosk, scene, (SDL_Rect){margin, top + edge, right - 2 * margin,
                                           end - top - edge});
    if (ways) {
        nav(kiosk, scene, bottom);
    }
}
