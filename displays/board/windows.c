/* windows.c: the table of windows, by area, in pages. A page that has a new call is shown while
 * it is new; notices have pages of their own in the same place. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

struct table {
    size_t count;
    const struct board_window *windows[LIMIT_WINDOWS]; /* by area */
    size_t starts[LIMIT_WINDOWS + 1]; /* of pages */
    size_t pages;
    int columns, rows, pitch, width; /* of a page; a row's height and width */
    int title;
};

/* ------------------------------------------------------------------ which windows, which pages */

static bool is_listed(const struct page *page, const struct board_window *window, bool any_open)
{
    return (page->area[0] == '\0' || strcmp(window->area.zh, page->area) == 0) &&
           (page->part->closed || !any_open || window->state != BOARD_WINDOW_CLOSED);
}

/* Windows in the hall's order, those of one area together. */
static void list_windows(const struct page *page, struct table *table)
{
    const struct board *board = page->board;
    bool taken[LIMIT_WINDOWS] = {false}, any_open = false;
    for (size_t i = 0; i < board->window_count; i++) {
        any_open = any_open || board->windows[i].state != BOARD_WINDOW_CLOSED;
    }
    for (size_t i = 0; i < board->window_count; i++) {
        for (size_t j = i; j < board->window_count && !taken[i]; j++) {
            const struct board_window *window = &board->windows[j];
            if (!taken[j] && strcmp(window->area.zh, board->windows[i].area.zh) == 0 && j != i) {
                taken[j] = true;
                if (is_listed(page, window, any_open)) {
                    table->windows[table->count++] = window;
                }
            } else if (j == i && is_listed(page, window, any_open)) {
                table->windows[table->count++] = window;
            }
        }
    }
}

/* Width that a name has, beside the window's number and the ticket's. */
static int name_room(const struct page *page, int width)
{
    const struct page_type *type = page->type;
    int window = page_width(page, type->number, "→88") + type->pad / 2 +
                 page_width(page, type->strong, page_text(page, "board.row_after"));
    int ticket = page_width(page, type->number, "A000");
    int word = page_width(page, type->strong, "●") + type->pad / 3 +
               page_width(page, type->strong, page_text(page, "board.paused"));
    return width - window - (ticket > word ? ticket : word) - 3 * type->pad;
}

static bool names_need_two_lines(const struct page *page, const struct table *table)
{
    int room = name_room(page, table->width);
    for (size_t i = 0; i < table->count; i++) {
        if (page_width(page, page->type->name, page_words(page, &table->windows[i]->name)) >
            room) {
            return true;
        }
    }
    return false;
}

/* A page ends where it is full, and where another area begins. */
static void cut_pages(struct table *table)
{
    size_t room = (size_t)(table->columns * table->rows), first = 0;
    table->starts[0] = 0;
    for (size_t i = 1; i <= table->count; i++) {
        bool ends = i == table->count || i - first == room ||
                    strcmp(table->windows[i]->area.zh, table->windows[first]->area.zh) != 0;
        if (ends) {
            table->starts[++table->pages] = i;
            first = i;
        }
    }
}

static void make_table(const struct page *page, SDL_Rect box, struct table *table)
{
    const struct page_type *type = page->type;
    memset(table, 0, sizeof *table);
    list_windows(page, table);
    table->columns = page->part->columns;
    table->width = (box.w - (table->columns - 1) * type->gap) / table->columns;
    int two_lines = type->name.px * 27 / 10;
    int row = names_need_two_lines(page, table) && two_lines > type->row ? two_lines : type->row;
    table->title = type->name.px * 29 / 20;
    table->rows = (box.h - table->title + type->gap / 2) / (row + type->gap / 2);
    table->rows = table->rows > 0 ? table->rows : 1;
    /* What is left over is shared out, so that the table ends where its neighbour does. */
    table->pitch = (box.h - table->title + type->gap / 2) / table->rows;
    cut_pages(table);
}

/* The page that has the latest new call, or -1. */
static int page_of_new(const struct page *page, const struct table *table)
{
    size_t order[BOARD_CALLS], count = show_order(page->show, order);
    for (size_t i = 0; i < count && show_is_new(page->show, order[i], page->now); i++) {
        for (size_t p = 0; p < table->pages; p++) {
            for (size_t w = table->starts[p]; w < table->starts[p + 1]; w++) {
                if (table->windows[w]->number == page->board->calls[order[i]].window) {
                    return (int)p;
                }
            }
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ a row */

static void draw_state(const struct page *page, SDL_Rect box, const struct board_window *window)
{
    const struct palette *c = page->colours;
    static const struct {
        const char *shape, *key;
    } states[BOARD_WINDOW_STATES] = {
        [BOARD_WINDOW_CLOSED] = {"○", "board.closed"},
        [BOARD_WINDOW_FREE] = {"●", "board.free"},
        [BOARD_WINDOW_CALLING] = {"", "board.free"},
        [BOARD_WINDOW_SERVING] = {"", "board.free"},
        [BOARD_WINDOW_PAUSED] = {"▲", "board.paused"},
    };
    colour_t colour = window->state == BOARD_WINDOW_FREE     ? c->ok
                      : window->state == BOARD_WINDOW_PAUSED ? c->warn
                                                             : c->off;
    struct font font = page->type->strong;
    const char *word = page_text(page, states[window->state].key);
    scene_line(page->scene, page_cut_right(&box, page_width(page, font, word)), ALIGN_LEFT, font,
               colour, word);
    page_cut_right(&box, page->type->pad / 3);
    scene_line(page->scene, box, ALIGN_RIGHT, font, colour, states[window->state].shape);
}

struct row_tone {
    colour_t ground, edge, text, name;
    int frame;
};

static struct row_tone row_tone_of(const struct page *page, const struct board_window *window,
                                   bool is_new, bool bright)
{
    const struct palette *c = page->colours;
    if (is_new && bright) {
        return (struct row_tone){c->call, c->call, c->ground, c->ground, page->type->frame};
    }
    if (is_new) {
        return (struct row_tone){c->warn_tint, c->call, c->call, c->text, page->type->frame};
    }
    bool off = window->state == BOARD_WINDOW_CLOSED;
    return (struct row_tone){off ? c->header : c->card, off ? c->header : c->card,
                             off ? c->off : c->text, off ? c->off : c->text, 0};
}

static void draw_row(const struct page *page, SDL_Rect box, const struct board_window *window)
{
    const struct page_type *type = page->type;
    bool bright, is_new = page_window_is_new(page, window, &bright);
    struct row_tone tone = row_tone_of(page, window, is_new, bright);
    char digits[8];
    const char *unit = page_text(page, "board.row_after");
    scene_edged_box(page->scene, box, type->radius, tone.ground, tone.frame, tone.edge);
    SDL_Rect inner = {box.x + type->pad / 2, box.y, box.w - type->pad * 3 / 2, box.h};
    snprintf(digits, sizeof digits, "%u", window->number);
    SDL_Rect arrow = page_cut_left(&inner, page_width(page, type->number, "→"));
    scene_line(page->scene, arrow, ALIGN_LEFT, type->number, tone.text, is_new ? "→" : "");
    SDL_Rect number = page_cut_left(&inner, page_width(page, type->number, "88"));
    scene_line(page->scene, number, ALIGN_RIGHT, type->number, tone.text, digits);
    page_cut_left(&inner, type->pad / 4);
    SDL_Rect after = page_cut_left(&inner, page_width(page, type->strong, unit) + type->pad / 4);
    scene_line(page->scene, after, ALIGN_LEFT, type->strong, tone.name, unit);
    page_cut_left(&inner, type->pad / 2);
    int room = name_room(page, box.w);
    SDL_Rect name = page_cut_left(&inner, room);
    page_two_lines(page, name, type->name, tone.name, page_words(page, &window->name));
    if (window->ticket[0] != '\0') {
        scene_line(page->scene, inner, ALIGN_RIGHT, type->number, tone.text, window->ticket);
    } else {
        draw_state(page, inner, window);
    }
}

/* ------------------------------------------------------------------ a page */

static void draw_title(const struct page *page, SDL_Rect box, const char *name, size_t at,
                       size_t pages)
{
    const struct page_type *type = page->type;
    char count[48];
    box.x += type->pad / 2;
    box.w -= type->pad;
    if (pages > 1) {
        snprintf(count, sizeof count, "%zu / %zu", at + 1, pages);
        SDL_Rect right = page_cut_right(&box, page_width(page, type->name, count));
        scene_line(page->scene, right, ALIGN_RIGHT, type->name, page->colours->faint, count);
        page_cut_right(&box, type->pad);
    }
    scene_line(page->scene, box, ALIGN_LEFT, type->strong, page->colours->accent, name);
}

static void draw_page(const struct page *page, SDL_Rect box, const struct table *table, size_t at)
{
    const struct page_type *type = page->type;
    size_t first = table->starts[at], last = table->starts[at + 1];
    const char *area = page_words(page, &table->windows[first]->area);
    SDL_Rect title = {box.x, box.y, box.w, table->title};
    draw_title(page, title, area[0] != '\0' ? area : page_text(page, "board.windows"), at,
               table->pages);
    for (size_t i = first; i < last; i++) {
        int place = (int)(i - first);
        int column = place / table->rows, row = place % table->rows;
        SDL_Rect cell = {box.x + column * (table->width + type->gap),
                         box.y + table->title + row * table->pitch, table->width,
                         table->pitch - type->gap / 2};
        draw_row(page, cell, table->windows[i]);
    }
}

void windows_draw(const struct page *page, SDL_Rect box)
{
    struct table table;
    const struct board_notice *notices[BOARD_NOTICES];
    size_t notice_count = 0;
    if (page->board == NULL) {
        return;
    }
    make_table(page, box, &table);
    for (size_t i = 0; i < page->board->notice_count; i++) {
        if (page->board->notices[i].page) {
            notices[notice_count++] = &page->board->notices[i];
        }
    }
    size_t at = show_page(page->show, table.pages + notice_count, page_of_new(page, &table),
                          page->layout->page_s, page->now);
    if (at < table.pages) {
        draw_page(page, box, &table, at);
    } else if (notice_count > 0) {
        notice_draw(page, box, notices[at - table.pages]);
    } else {
        scene_middle(page->scene, box, ALIGN_CENTRE, page->type->number, page->colours->faint,
                     page_text(page, "board.no_windows"));
    }
}
