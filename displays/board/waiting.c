/* waiting.c: how many wait, by category: as many as fit, the others at the next turn. Where names
 * are so long that this would take many turns, the letters of the numbers stand for them. */
#include "board/page.h"

#include <stdio.h>

enum { TURNS_MOST = 6 };

struct chips {
    const struct page *page;
    bool letters;
    size_t count, pages;
    const struct board_category *list[LIMIT_CATEGORIES];
    size_t starts[LIMIT_CATEGORIES + 1]; /* of pages */
};

/* Categories that matter now: somebody waits, or a window is open for it. */
static void list_categories(struct chips *chips)
{
    const struct board *board = chips->page->board;
    for (size_t i = 0; i < board->category_count; i++) {
        const struct board_category *category = &board->categories[i];
        if (category->waiting > 0 || category->windows > 0) {
            chips->list[chips->count++] = category;
        }
    }
}

static const char *name_of(const struct chips *chips, const struct board_category *category)
{
    return chips->letters ? category->series : page_words(chips->page, &category->name);
}

/* Draws from the left of `line` and cuts that off; with `draw` false only the width is told. */
static int chip(const struct chips *chips, const struct board_category *category, SDL_Rect *line,
                bool draw)
{
    const struct page *page = chips->page;
    const struct page_type *type = page->type;
    struct font font = chips->letters ? type->strong : type->name;
    const char *name = name_of(chips, category);
    char number[16];
    snprintf(number, sizeof number, "%u", category->waiting);
    int left = page_width(page, font, name), right = page_width(page, type->number, number);
    if (draw) {
        scene_line(page->scene, page_cut_left(line, left), ALIGN_LEFT, font, page->colours->faint,
                   name);
        page_cut_left(line, type->pad / 2);
        scene_line(page->scene, page_cut_left(line, right), ALIGN_LEFT, type->number,
                   page->colours->text, number);
        page_cut_left(line, type->pad * 3 / 2);
    }
    return left + type->pad / 2 + right;
}

/* How many of the categories from `first` on fit into `width`; at least one. */
static size_t fits(const struct chips *chips, size_t first, int width)
{
    int used = 0;
    size_t i = first;
    for (; i < chips->count; i++) {
        used += chip(chips, chips->list[i], NULL, false);
        if (used > width) {
            break;
        }
        used += chips->page->type->pad * 3 / 2;
    }
    return i > first ? i - first : 1;
}

static void cut_pages(struct chips *chips, int width)
{
    size_t first = 0;
    chips->pages = 0;
    while (first < chips->count) {
        chips->starts[chips->pages++] = first;
        first += fits(chips, first, width);
    }
    chips->starts[chips->pages] = chips->count;
}

void waiting_draw(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    struct chips chips = {.page = page};
    if (page->board == NULL) {
        return;
    }
    scene_box(page->scene, box, type->radius, page->colours->header);
    SDL_Rect line = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    const char *label = page_text(page, "board.waiting");
    scene_line(page->scene, page_cut_left(&line, page_width(page, type->strong, label)), ALIGN_LEFT,
               type->strong, page->colours->info, label);
    page_cut_left(&line, type->pad);
    list_categories(&chips);
    cut_pages(&chips, line.w);
    if (chips.pages > TURNS_MOST) {
        chips.letters = true;
        cut_pages(&chips, line.w);
    }
    if (chips.pages == 0) {
        scene_line(page->scene, line, ALIGN_LEFT, type->name, page->colours->faint,
                   page_text(page, "board.nobody_waits"));
        return;
    }
    size_t at = show_turn(page->show, chips.pages, page->layout->page_s, page->now);
    for (size_t i = chips.starts[at]; i < chips.starts[at + 1]; i++) {
        chip(&chips, chips.list[i], &line, true);
    }
}
