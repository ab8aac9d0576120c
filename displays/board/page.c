/* page.c: composes the parts of a layout, and what they share. See page.h. */
#include "board/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COMFORTABLE = 200, FLOOR = 250, ANNOUNCED = 82 };
static const double digit_em = 0.73; /* height of a digit of Noto Sans CJK */
static const double row_em = 1.45;

void page_type_make(struct page_type *type, const struct screen *screen)
{
    int number = theme_read_px(screen, COMFORTABLE), name = theme_read_px(screen, FLOOR);
    double announced_mm = screen->distance_tenths * 100.0 / ANNOUNCED;
    memset(type, 0, sizeof *type);
    type->number = (struct font){(uint16_t)number, true};
    type->name = (struct font){(uint16_t)name, false};
    type->strong = (struct font){(uint16_t)name, true};
    type->hero = (int)lround(announced_mm / digit_em * screen_px_per_mm(screen));
    type->row = (int)lround(number * row_em);
    type->gap = number / 5 > 2 ? number / 5 : 2;
    type->pad = number * 2 / 5;
    type->radius = number / 5;
    type->frame = number / 12 > 2 ? number / 12 : 2;
}

/* ------------------------------------------------------------------ the whole */

typedef void (*part_draw)(const struct page *page, SDL_Rect box);
static const part_draw draws[LAYOUT_KINDS] = {
    [LAYOUT_HEADER] = header_draw,   [LAYOUT_CALLS] = calls_draw,   [LAYOUT_WINDOWS] = windows_draw,
    [LAYOUT_WAITING] = waiting_draw, [LAYOUT_MISSED] = missed_draw, [LAYOUT_TICKER] = ticker_draw,
};

void page_compose(struct page *page, int width, int height)
{
    const struct layout *layout = page->layout;
    scene_begin(page->scene, page->fonts, width, height, page->colours->ground);
    for (size_t i = 0; i < layout->band_count; i++) {
        for (size_t j = 0; j < layout->bands[i].part_count; j++) {
            page->part = &layout->bands[i].parts[j];
            SDL_Rect box =
                layout_place(layout, i, j, width, height, page->type->row, page->type->gap);
            draws[page->part->kind](page, box);
        }
    }
}

/* ------------------------------------------------------------------ words */

const char *page_text(const struct page *page, const char *key)
{
    return language_text(page->language, page->code, key);
}

const char *page_words(const struct page *page, const struct board_words *words)
{
    return page->code == LANGUAGE_EN && words->en[0] != '\0' ? words->en : words->zh;
}

const char *page_notice_text(const struct page *page, const struct board_notice *notice)
{
    return page->code == LANGUAGE_EN && notice->en[0] != '\0' ? notice->en : notice->zh;
}

int page_width(const struct page *page, struct font font, const char *text)
{
    return fonts_width(page->fonts, font, text);
}

/* ------------------------------------------------------------------ shapes */

SDL_Rect page_cut_left(SDL_Rect *box, int width)
{
    SDL_Rect cut = {box->x, box->y, width, box->h};
    box->x += width;
    box->w -= width;
    return cut;
}

SDL_Rect page_cut_right(SDL_Rect *box, int width)
{
    box->w -= width;
    return (SDL_Rect){box->x + box->w, box->y, width, box->h};
}

struct page_unit page_window_unit(const struct page *page)
{
    return (struct page_unit){page_text(page, "board.window_before"),
                              page_text(page, "board.window_after")};
}

/* The unit stands on the foot of the number: its line is moved down by what the digits of the
 * number reach below those of the unit. */
static SDL_Rect on_foot(SDL_Rect box, struct font big, struct font small)
{
    box.y += (int)((big.px - small.px) * digit_em / 2);
    return box;
}

int page_number(const struct page *page, SDL_Rect box, struct page_unit unit, uint16_t number,
                struct font big, colour_t colour, colour_t unit_colour, bool draw)
{
    struct font small = page->type->strong;
    char digits[8];
    int space = small.px / 4;
    snprintf(digits, sizeof digits, "%u", number);
    int before = unit.before[0] != '\0' ? page_width(page, small, unit.before) + space : 0;
    int middle = page_width(page, big, digits);
    int after = unit.after[0] != '\0' ? page_width(page, small, unit.after) + space : 0;
    if (draw) {
        scene_line(page->scene, on_foot(page_cut_left(&box, before), big, small), ALIGN_LEFT, small,
                   unit_colour, unit.before);
        scene_line(page->scene, page_cut_left(&box, middle), ALIGN_LEFT, big, colour, digits);
        scene_line(page->scene, on_foot(page_cut_left(&box, after), big, small), ALIGN_RIGHT, small,
                   unit_colour, unit.after);
    }
    return before + middle + after;
}

void page_two_lines(const struct page *page, SDL_Rect box, struct font font, colour_t colour,
                    const char *text)
{
    char first[BOARD_WORDS];
    size_t skip, length;
    if (page_width(page, font, text) <= box.w) {
        scene_line(page->scene, box, ALIGN_LEFT, font, colour, text);
        return;
    }
    length = fonts_break(page->fonts, font, text, box.w, &skip);
    snprintf(first, sizeof first, "%.*s", (int)length, text);
    int line = font.px * 6 / 5;
    SDL_Rect upper = {box.x, box.y + box.h / 2 - line, box.w, line};
    SDL_Rect lower = {box.x, box.y + box.h / 2, box.w, line};
    scene_line(page->scene, upper, ALIGN_LEFT, font, colour, first);
    scene_line(page->scene, lower, ALIGN_LEFT, font, colour, text + length + skip);
}

/* ------------------------------------------------------------------ the model */

bool page_has_window(const struct page *page, uint16_t number)
{
    for (size_t i = 0; i < page->board->window_count; i++) {
        const struct board_window *window = &page->board->windows[i];
        if (window->number == number) {
            return page->area[0] == '\0' || strcmp(window->area.zh, page->area) == 0;
        }
    }
    return page->area[0] == '\0';
}

bool page_window_is_new(const struct page *page, const struct board_window *window, bool *bright)
{
    for (size_t i = 0; i < page->board->call_count; i++) {
        const struct board_call *call = &page->board->calls[i];
        if (call->window == window->number && strcmp(call->number, window->ticket) == 0) {
            *bright = show_is_bright(page->show, i, page->now);
            return show_is_new(page->show, i, page->now);
        }
    }
    *bright = false;
    return false;
}
