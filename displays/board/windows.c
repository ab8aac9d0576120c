/* windows.c: the table of windows, by area, in pages. A page that has a new call is shown while
 * it is new; notices have pages of their own in the same place. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

struct table {
    size_t count;
    const struct board_window *windows[LIMIT_WINDOWS]; /* by area */
    size_t starts[LIMIT_WINDOWS + 1];                  /* of pages */
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

/* Widths of a row: the window's number with its unit, then the name, then an arrow from the
 * ticket to the window, or a word for the state. */
struct columns {
    int number, unit, name, arrow;
};

static struct columns columns_of(const struct page *page, int width)
{
    const struct page_type *type = page->type;
    struct columns out = {
        .number = page_width(page, type->number, "88"),
        .unit = page_width(page, type->strong, page_text(page, "board.row_after")) + type->pad / 2,
        .arrow = page_width(page, type->number, "←") + type->pad / 2};
    int ticket = page_width(page, type->number, "M000") + out.arrow;
    int word = page_width(page, type->strong, "●") + type->pad / 3 +
               page_width(page, type->strong, page_text(page, "board.paused"));
    out.name = width - 3 * type->pad - out.number - out.unit - (ticket > word ? ticket : word);
    return out;
}

static bool names_need_two_lines(const struct page *page, const struct table *table)
{
    int room = columns_of(page, table->width).name;
    for (size_t i = 0; i < table->count; i++) {
        if (page_width(page, page->type->name, page_words(page, &table->windows[i]->name)) > room) {
            return true;
        }
    }
    return false;
}

/* How many windows from `first` on are of its area. */
static size_t area_length(const struct table *table, size_t first)
{
    size_t end = first + 1;
    while (end < table->count &&
           strcmp(table->windows[end]->area.zh, table->windows[first]->area.zh) == 0) {
        end++;
    }
    return end - first;
}

/* An area begins a page; its pages are of equal length, so that none has a single row. */
static void cut_pages(struct table *table)
{
    size_t room = (size_t)(table->columns * table->rows), first = 0;
    table->starts[0] = 0;
    while (first < table->count) {
        size_t length = area_length(table, first), pages = (length + room - 1) / room;
        for (size_t i = 1; i <= pages; i++) {
            table->starts[++table->pages] = first + length * i / pages;
        }
        first += length;
    }
}

static void make_table(const struct page *page, SDL_Rect box, struct table *table)
{
    const struct page_type *type = page->type;
    memset(table, 0, sizeof *table);
    list_windows(page, table);
    table->columns = page->part->columns;
    table->width = (box.w - (table->columns - 1) * type->gap) / table->columns;
    int two_lines = type->name.px * 13 / 5;
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
        [BOARD_WINDOW_CLOSED] = {"○", "board.closed"}, [BOARD_WINDOW_FREE] = {"●", "board.free"},
        [BOARD_WINDOW_CALLING] = {"", "board.free"},   [BOARD_WINDOW_SERVING] = {"", "board.free"},
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
    struct columns columns = columns_of(page, box.w);
    char digits[8];
    snprintf(digits, sizeof digits, "%u", window->number);
    scene_edged_box(page->scene, box, type->radius, tone.ground, tone.frame, tone.edge);
    SDL_Rect inner = {box.x + type->pad / 2, box.y, box.w - type->pad * 3 / 2, box.h};
    scene_line(page->scene, page_cut_left(&inner, columns.number), ALIGN_RIGHT, type->number,
               tone.text, digits);
    scene_line(page->scene, page_cut_left(&inner, columns.unit), ALIGN_CENTRE, type->strong,
               tone.name, page_text(page, "board.row_after"));
    page_cut_left(&inner, type->pad / 2);
    SDL_Rect name = page_cut_left(&inner, columns.name);
    page_two_lines(page, name, type->name, tone.name, page_words(page, &window->name));
    if (window->ticket[0] == '\0') {
        draw_state(page, inner, window);
        return;
    }
    if (is_new) {
        int ticket = page_width(page, type->number, window->ticket) + columns.arrow;
        SDL_Rect arrow = inner;
        arrow.x += arrow.w - ticket;
        scene_line(page->scene, arrow, ALIGN_LEFT, type->number, tone.text, "←");
    }
    scene_line(page->scene, inner, ALIGN_RIGHT, type->number, tone.text, window->ticket);
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
    /* Columns are of equal length; rows of a page with fewer of them are a little higher. */
    int used = ((int)(last - first) + table->columns - 1) / table->columns;
    int pitch = (box.h - table->title + type->gap / 2) / used;
    pitch = pitch < table->pitch * 4 / 3 ? pitch : table->pitch * 4 / 3;
    draw_title(page, title, area[0] != '\0' ? area : page_text(page, "board.windows"), at,
               table->pages);
    for (size_t i = first; i < last; i++) {
        int place = (int)(i - first);
        int column = place / used, row = place % used;
        SDL_Rect cell = {box.x + column * (table->width + type->gap),
                         box.y + table->title + row * pitch, table->width, pitch - type->gap / 2};
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
