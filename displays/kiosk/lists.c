/* lists.c: the tree: subjects, departments, and the items of one of them. */
#include "kiosk/pages.h"

#include <stddef.h>

static int columns(const struct kiosk *kiosk, int tall, int wide)
{
    if (kiosk->elder) {
        return part_is_wide(kiosk) ? 2 : 1;
    }
    return part_is_wide(kiosk) ? wide : tall;
}

static SDL_Rect below(SDL_Rect area, int used)
{
    return (SDL_Rect){area.x, area.y + used, area.w, area.h - used};
}

static void count_note(struct kiosk *kiosk, struct entry *entry, size_t items)
{
    char number[NUMBER_TEXT];
    const struct hole holes[] = {{"count", kiosk_number(number, (int64_t)items)}, {NULL, NULL}};
    kiosk_fill(kiosk, entry->note, items == 1 ? "kiosk.one_item" : "kiosk.count_items", holes);
    entry->note_colour = kiosk->theme.colours->faint;
}

void categories_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static struct grid grid;
    static char signs[LIMIT_CATEGORIES][8];
    int used = part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.categories.title"), NULL);
    grid = (struct grid){.columns = columns(kiosk, 2, 4), .most = 26};
    for (uint16_t i = 0; i < kiosk->catalogue->category_count; i++) {
        const struct kiosk_category *category = &kiosk->catalogue->categories[i];
        if (category->items > 0) {
            struct entry *entry = &grid.entries[grid.count];
            *entry = (struct entry){.action = ACTION_CATEGORY, .argument = i,
                                    .title = kiosk_name_text(kiosk, &category->name)};
            entry->sign = part_first(entry->title, signs[grid.count++]);
            kiosk_wait_text(kiosk, i, entry->note, &entry->note_colour);
        }
    }
    grid_compose(kiosk, scene, below(area, used), &grid);
}

/* Also the first page of a hall whose visitors think in departments: then without a heading. */
void departments_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static struct grid grid;
    bool home = kiosk->place.page == PAGE_HOME;
    int used = home ? 0 : part_heading(kiosk, scene, area,
                                       kiosk_text(kiosk, "kiosk.departments.title"), NULL);
    grid = (struct grid){.columns = columns(kiosk, 2, 4),
                         .most = 22, .pager_inside = home};
    for (uint16_t i = 0; i < kiosk->catalogue->department_count; i++) {
        const struct kiosk_department *department = &kiosk->catalogue->departments[i];
        if (department->items > 0) {
            struct entry *entry = &grid.entries[grid.count++];
            *entry = (struct entry){.action = ACTION_DEPARTMENT, .argument = i,
                                    .title = kiosk_name_text(kiosk, &department->name)};
            count_note(kiosk, entry, department->items);
        }
    }
    grid_compose(kiosk, scene, below(area, used), &grid);
}

static bool belongs(const struct kiosk_item *item, int list)
{
    return list >= 0 ? item->category == list : item->department == -1 - list;
}

void items_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static struct grid grid;
    const struct kiosk_catalogue *catalogue = kiosk->catalogue;
    int list = kiosk->place.argument;
    const struct kiosk_name *name = list >= 0 ? &catalogue->categories[list].name
                                              : &catalogue->departments[-1 - list].name;
    int used = part_heading(kiosk, scene, area, kiosk_name_text(kiosk, name),
                            kiosk_text(kiosk, "kiosk.items.hint"));
    grid = (struct grid){.columns = columns(kiosk, 2, 3), .most = 22};
    for (uint16_t i = 0; i < catalogue->item_count && grid.count < ENTRIES; i++) {
        const struct kiosk_item *item = &catalogue->items[i];
        if (belongs(item, list)) {
            struct entry *entry = &grid.entries[grid.count++];
            *entry = (struct entry){.action = ACTION_ITEM, .argument = i,
                                    .title = kiosk_name_text(kiosk, &item->name)};
            kiosk_wait_text(kiosk, item->category, entry->note, &entry->note_colour);
        }
    }
    grid_compose(kiosk, scene, below(area, used), &grid);
}
