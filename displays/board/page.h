/* page.h: what the parts of a board share while a picture is composed.
 *
 * A part is one file and one function: it gets its rectangle and draws into the scene from the
 * model; it keeps nothing. Sizes come from the screen's distance (ux.md 1): where a part has not
 * room for all, it shows less or turns pages, and never uses smaller type.
 *
 * Thread: the display's main thread. */
#pragma once

#include "base/language.h"
#include "board/layout.h"
#include "board/pictures.h"
#include "board/show.h"
#include "common/theme.h"

/* Type by distance. */
struct page_type {
    struct font number; /* rows: D/200, bold */
    struct font name;   /* the floor, D/250 */
    struct font strong; /* the same, bold */
    int hero;           /* em of a number whose digits are D/82 high (0.7°) */
    int row, gap, pad, radius, frame;
};
void page_type_make(struct page_type *type, const struct screen *screen);

struct page {
    struct scene *scene;
    struct fonts *fonts;
    struct pictures *pictures;
    const struct board *board; /* NULL until there was one */
    const struct layout *layout;
    const struct layout_part *part;
    const struct page_type *type;
    const struct palette *colours;
    const struct language *language;
    enum language_code code;
    const char *area; /* Chinese name of the area whose windows are shown, "" = all */
    struct show *show;
    mono_t now;
    wall_t hall_now;  /* the clock */
    wall_t last_data; /* of the hall's clock, {0} = never */
    bool old;
};

/* Composes the whole picture. */
void page_compose(struct page *page, int width, int height);

/* The parts. */
void header_draw(const struct page *page, SDL_Rect box);
void calls_draw(const struct page *page, SDL_Rect box);
void windows_draw(const struct page *page, SDL_Rect box);
void waiting_draw(const struct page *page, SDL_Rect box);
void missed_draw(const struct page *page, SDL_Rect box);
void ticker_draw(const struct page *page, SDL_Rect box);
/* A notice in place of a page of windows. */
void notice_draw(const struct page *page, SDL_Rect box, const struct board_notice *notice);

/* ---- words */
const char *page_text(const struct page *page, const char *key);
const char *page_words(const struct page *page, const struct board_words *words);
const char *page_notice_text(const struct page *page, const struct board_notice *notice);
int page_width(const struct page *page, struct font font, const char *text);

/* ---- shapes */
/* Removes `width` from the left of `box` and returns it; the same from the right. */
SDL_Rect page_cut_left(SDL_Rect *box, int width);
SDL_Rect page_cut_right(SDL_Rect *box, int width);
/* "3 号窗口" or "Window 3" from the left of `box`: the number in `big`, its unit small beside it.
 * Width used. With `draw` false it is only measured. */
struct page_unit {
    const char *before, *after;
};
struct page_unit page_window_unit(const struct page *page);
int page_number(const struct page *page, SDL_Rect box, struct page_unit unit, uint16_t number,
                struct font big, colour_t colour, colour_t unit_colour, bool draw);
/* A text in one line, or two where it is wider than the box. */
void page_two_lines(const struct page *page, SDL_Rect box, struct font font, colour_t colour,
                    const char *text);
/* Is the call of this window marked as new; and bright now? */
bool page_window_is_new(const struct page *page, const struct board_window *window, bool *bright);
/* Does the window belong to this board? */
bool page_has_window(const struct page *page, uint16_t number);
