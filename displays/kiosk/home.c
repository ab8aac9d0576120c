/* home.c: the first page: the items that most people come for, or the departments; search; and
 * the whole tree. */
#include "kiosk/pages.h"

#include <string.h>

static int banner(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int trouble = walk_trouble(kiosk);
    if (trouble == MESSAGE_PAUSED) {
        return part_banner(kiosk, scene, area, kiosk_text(kiosk, "kiosk.banner.paused"));
    }
    if (trouble >= 0) {
        return part_banner(kiosk, scene, area, kiosk_text(kiosk, "kiosk.banner.closed"));
    }
    if (kiosk->now.paper == KIOSK_PAPER_OUT) {
        return part_banner(kiosk, scene, area, kiosk_text(kiosk, "kiosk.banner.paper"));
    }
    return 0;
}

/* The field that opens the search, as it will look there. */
static void search_field(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    bool pressed = part_is_pressed(kiosk, ACTION_SEARCH, 0);
    int unit = theme->unit, lens = rect.h * 38 / 100;
    scene_edged_box(scene, rect, rect.h / 2, pressed ? c->accent_tint : c->card, theme->hair,
                    pressed ? c->accent : c->edge);
    SDL_Rect ring = {rect.x + 3 * unit, rect.y + (rect.h - lens) / 2, lens, lens};
    scene_edged_box(scene, ring, lens / 2, pressed ? c->accent_tint : c->card, lens / 7,
                    c->accent);
    int dot = lens / 6;
    for (int i = 0; i < 4; i++) { /* its handle */
        int at = lens * (84 + 9 * i) / 100;
        scene_box(scene, (SDL_Rect){ring.x + at, ring.y + at, dot, dot}, dot / 2, c->accent);
    }
    int left = rect.x + 5 * unit + lens, right = rect.x + rect.w - 3 * unit;
    const char *text = kiosk_text(kiosk, "kiosk.home.search");
    const char *example = kiosk_text(kiosk, "kiosk.home.search_example");
    struct font font = part_fit(kiosk, scene, theme->label, right - left, text);
    SDL_Rect box = {left, rect.y, right - left, rect.h};
    scene_line(scene, box, ALIGN_LEFT, font, c->text, text);
    int used = fonts_width(scene->fonts, font, text) + 4 * unit;
    if (used + fonts_width(scene->fonts, theme->small, example) <= box.w) {
        scene_line(scene, box, ALIGN_RIGHT, theme->small, c->faint, example);
    }
    scene_target(scene, rect, ACTION_SEARCH, 0);
}

void home_tree_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, bool departments)
{
    char number[NUMBER_TEXT], hint[FILLED];
    size_t count = departments ? kiosk->catalogue->department_count
                               : kiosk->catalogue->category_count;
    const struct hole holes[] = {{"count", kiosk_number(number, (int64_t)count)}, {NULL, NULL}};
    struct button button = {
        .rect = rect,
        .style = BUTTON_PLAIN,
        .action = departments ? ACTION_DEPARTMENTS : ACTION_CATEGORIES,
        .label = kiosk_text(kiosk, departments ? "kiosk.home.departments"
                                               : "kiosk.home.categories"),
        .hint = kiosk_fill(kiosk, hint, departments ? "kiosk.home.count_departments"
                                                    : "kiosk.home.count_categories", holes),
    };
    part_button(kiosk, scene, &button);
}

void home_progress_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    struct button button = {.rect = rect,
                            .style = BUTTON_PLAIN,
                            .action = ACTION_PROGRESS,
                            .label = kiosk_text(kiosk, "kiosk.home.progress"),
                            .hint = kiosk_text(kiosk, "kiosk.home.progress_hint")};
    part_button(kiosk, scene, &button);
}

static void add_item(struct kiosk *kiosk, struct grid *grid, uint16_t index, char sign[8])
{
    const struct kiosk_item *item = &kiosk->catalogue->items[index];
    struct entry *entry = &grid->entries[grid->count++];
    *entry = (struct entry){.action = ACTION_ITEM, .argument = index,
                            .title = kiosk_name_text(kiosk, &item->name)};
    entry->sign = part_first(entry->title, sign);
    kiosk_wait_text(kiosk, item->category, entry->note, &entry->note_colour);
}

static void popular(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static struct grid grid;
    static char signs[ENTRIES][8];
    bool wide = part_is_wide(kiosk);
    grid = (struct grid){.columns = wide ? (kiosk->elder ? 2 : 4) : kiosk->elder ? 1 : 2,
                         .most = 48, .pager_inside = true};
    for (uint16_t i = 0; i < kiosk->catalogue->item_count && grid.count < 8; i++) {
        if (kiosk->catalogue->items[i].popular) {
            add_item(kiosk, &grid, i, signs[grid.count]);
        }
    }
    grid_compose(kiosk, scene, area, &grid);
}

static void offers(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (kiosk->settings.departments_first) {
        departments_compose(kiosk, scene, area);
    } else {
        popular(kiosk, scene, area);
    }
}

/* Greeting above the search and the offers, the ways into the tree and to a case
 * below. */
static void tall(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct theme *theme = &kiosk->theme;
    int field = part_unit(kiosk, theme->elder ? 14 : 12), gap = part_unit(kiosk, 3);
    int tree = part_unit(kiosk, theme->elder ? 18 : 14);
    int end = area.y + area.h, y = area.y;
    y += part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.home.title"),
                      kiosk_text(kiosk, "kiosk.home.hint"));
    search_field(kiosk, scene, (SDL_Rect){area.x, y, area.w, field});
    y += field + gap;
    y += banner(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    int third = (area.w - 2 * theme->gap) / 3, bottom = end - tree;
    SDL_Rect way = {area.x, bottom, third, tree};
    home_tree_button(kiosk, scene, way, false);
    way.x += third + theme->gap;
    home_tree_button(kiosk, scene, way, true);
    way.x += third + theme->gap;
    home_progress_button(kiosk, scene, way);
    offers(kiosk, scene, (SDL_Rect){area.x, y, area.w, bottom - theme->gap - y});
}

/* Greeting and search in one row, the offers below; the tree is in the rail (frame.c). */
static void wide(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = kiosk->theme.gap, row = part_unit(kiosk, 14), left = area.w * 54 / 100;
    int used = part_heading(kiosk, scene, (SDL_Rect){area.x, area.y, left, area.h},
                            kiosk_text(kiosk, "kiosk.home.title"),
                            kiosk->elder ? NULL : kiosk_text(kiosk, "kiosk.home.hint"));
    used = used > row + gap ? used : row + gap;
    search_field(kiosk, scene, (SDL_Rect){area.x + left + gap, area.y + (used - gap - row) / 2,
                                          area.w - left - gap, row});
    SDL_Rect rest = {area.x, area.y + used, area.w, area.h - used};
    int strip = banner(kiosk, scene, rest);
    rest.y += strip;
    rest.h -= strip;
    offers(kiosk, scene, rest);
}

void home_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (part_is_wide(kiosk)) {
        wide(kiosk, scene, area);
    } else {
        tall(kiosk, scene, area);
    }
}
