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

/* The height that the four buttons take at the foot. */
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
        bool other = kiosk->elder && fixed[i].other_label != NULL;
        struct button button = {
            .rect = {margin + i * (width + gap), top + part_unit(kiosk, 3), width, height},
            .style = BUTTON_QUIET,
            .action = fixed[i].action,
            .label = kiosk_text(kiosk, other ? fixed[i].other_label : fixed[i].label),
            .hint = kiosk_text(kiosk, other ? fixed[i].other_hint : fixed[i].hint),
        };
        part_button(kiosk, scene, &button);
    }
    return band;
}

/* Back and home on the left, leaves on the right; above the foot at `bottom`. */
static int nav_height(const struct kiosk *kiosk)
{
    return kiosk->theme.target + part_unit(kiosk, 2);
}

static void nav(struct kiosk *kiosk, struct scene *scene, int bottom)
{
    const struct theme *theme = &kiosk->theme;
    int margin = part_unit(kiosk, 4), gap = theme->gap, height = nav_height(kiosk);
    int room = kiosk->width - 2 * margin;
    int width = part_is_wide(kiosk) ? room / 8 : room / 5;
    SDL_Rect rect = {margin, bottom - height - part_unit(kiosk, 2), width, height};
    struct button back = {.rect = rect, .style = BUTTON_PLAIN, .action = ACTION_BACK,
                          .label = kiosk_text(kiosk, "kiosk.nav.back")};
    part_button(kiosk, scene, &back);
    rect.x += width + gap;
    struct button home = {.rect = rect, .style = BUTTON_PLAIN, .action = ACTION_HOME,
                          .label = kiosk_text(kiosk, "kiosk.nav.home")};
    part_button(kiosk, scene, &home);
    int left = rect.x + width + 2 * gap;
    int pager = part_is_wide(kiosk) ? room / 3 : margin + room - left;
    grid_pager(kiosk, scene, (SDL_Rect){margin + room - pager, rect.y, pager, height});
}

void frame_compose(struct kiosk *kiosk, struct scene *scene, mono_t now)
{
    const struct page *page = &pages[kiosk->place.page];
    int margin = part_unit(kiosk, 4);
    scene_begin(scene, kiosk->setup.fonts, kiosk->width, kiosk->height,
                kiosk->theme.colours->ground);
    kiosk->leaves = 1;
    int top = header(kiosk, scene, kiosk_wall(kiosk, now)) + part_unit(kiosk, 3);
    int bottom = kiosk->height;
    if (page->fixed && kiosk->catalogue != NULL) {
        bottom -= foot(kiosk, scene);
    }
    int end = bottom - part_unit(kiosk, 3);
    if (page->nav) {
        end = bottom - nav_height(kiosk) - part_unit(kiosk, 4);
    }
    page->compose(kiosk, scene, (SDL_Rect){margin, top, kiosk->width - 2 * margin, end - top});
    if (page->nav) {
        nav(kiosk, scene, bottom);
    }
}
