/* waiting.c: how many wait, by category: as many as fit, the others at the next turn. */
#include "board/page.h"

#include <stdio.h>

/* Categories that matter now: somebody waits, or a window is open for it. */
static size_t list_categories(const struct page *page, const struct board_category **out)
{
    size_t count = 0;
    for (size_t i = 0; i < page->board->category_count; i++) {
        const struct board_category *category = &page->board->categories[i];
        if (category->waiting > 0 || category->windows > 0) {
            out[count++] = category;
        }
    }
    return count;
}

static int chip_width(const struct page *page, const struct board_category *category)
{
    char number[16];
    snprintf(number, sizeof number, "%u", category->waiting);
    return page_width(page, page->type->name, page_words(page, &category->name)) +
           page->type->pad / 2 + page_width(page, page->type->number, number);
}

static void draw_chip(const struct page *page, SDL_Rect *line,
                      const struct board_category *category)
{
    const struct page_type *type = page->type;
    const char *name = page_words(page, &category->name);
    char number[16];
    snprintf(number, sizeof number, "%u", category->waiting);
    scene_line(page->scene, page_cut_left(line, page_width(page, type->name, name)), ALIGN_LEFT,
               type->name, page->colours->faint, name);
    page_cut_left(line, type->pad / 2);
    scene_line(page->scene, page_cut_left(line, page_width(page, type->number, number)),
               ALIGN_LEFT, type->number, page->colours->text, number);
}

/* How many of the categories from `first` on fit into `width`; at least one. */
static size_t fits(const struct page *page, const struct board_category **list, size_t first,
                   size_t count, int width)
{
    int used = 0;
    size_t i = first;
    for (; i < count; i++) {
        used += chip_width(page, list[i]) + (i > first ? page->type->pad * 3 / 2 : 0);
        if (used > width) {
            break;
        }
    }
    return i > first ? i - first : 1;
}

void waiting_draw(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    const struct board_category *list[LIMIT_CATEGORIES];
    size_t starts[LIMIT_CATEGORIES + 1], pages = 0, count, first = 0;
    if (page->board == NULL) {
        return;
    }
    scene_box(page->scene, box, type->radius, page->colours->header);
    count = list_categories(page, list);
    SDL_Rect line = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    const char *label = page_text(page, "board.waiting");
    scene_line(page->scene, page_cut_left(&line, page_width(page, type->strong, label)),
               ALIGN_LEFT, type->strong, page->colours->info, label);
    page_cut_left(&line, type->pad);
    while (first < count) {
        starts[pages++] = first;
        first += fits(page, list, first, count, line.w);
    }
    if (pages == 0) {
        scene_line(page->scene, line, ALIGN_LEFT, type->name, page->colours->faint,
                   page_text(page, "board.nobody_waits"));
        return;
    }
    size_t at = show_turn(page->show, pages, page->layout->page_s, page->now);
    size_t end = at + 1 < pages ? starts[at + 1] : count;
    for (size_t i = starts[at]; i < end; i++) {
        draw_chip(page, &line, list[i]);
        page_cut_left(&line, type->pad * 3 / 2);
    }
}
