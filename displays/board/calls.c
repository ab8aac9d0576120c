/* calls.c: the newest call as large as it must be read (0.7° at the hall's distance), those
 * before it below. A new one is yellow, framed and has an arrow; when it is no longer new it
 * stays, in white. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

/* Colours of one call by its age. */
struct tone {
    colour_t ground, edge, number, small, arrow;
    int frame;
};

static struct tone tone_of(const struct page *page, size_t call)
{
    const struct palette *c = page->colours;
    if (!show_is_new(page->show, call, page->now)) {
        return (struct tone){c->card, c->edge, c->text, c->faint, c->accent, page->type->frame / 3};
    }
    if (show_is_bright(page->show, call, page->now)) {
        return (struct tone){c->call, c->call, c->ground, c->ground, c->ground, page->type->frame};
    }
    return (struct tone){c->warn_tint, c->call, c->call, c->text, c->call, page->type->frame};
}

/* ------------------------------------------------------------------ the newest */

struct hero_sizes {
    int arrow, window, number; /* widths */
    bool one_line;
    struct font font;
};

static void measure(const struct page *page, const struct board_call *call, struct font font,
                    struct hero_sizes *out)
{
    SDL_Rect none = {0};
    out->font = font;
    out->number = page_width(page, font, call->number);
    out->arrow = page_width(page, font, "→");
    out->window = page_number(page, none, page_window_unit(page), call->window, font, 0, 0, false);
}

/* The widest call that a hall has every day: type that changed with each number would dance. */
static void measure_usual(const struct page *page, const struct board_call *call,
                          struct hero_sizes *out)
{
    static const struct board_call usual = {.number = "M000", .window = 88};
    struct hero_sizes widest;
    measure(page, call, page->type->number, out);
    measure(page, &usual, page->type->number, &widest);
    out->number = out->number > widest.number ? out->number : widest.number;
    out->window = out->window > widest.window ? out->window : widest.window;
}

/* Pixels of type at which `width` (measured in row type, with `fixed` pixels that do not grow)
 * fits into `room`. */
static int px_for(const struct page *page, int width, int fixed, int room)
{
    return width > fixed ? (int)((int64_t)page->type->number.px * (room - fixed) / (width - fixed))
                         : room;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The largest type, up to a third above what the distance asks for, at which number, arrow and
 * window fit: the number above the window, or all in one line where that is larger. */
static void fit(const struct page *page, const struct board_call *call, SDL_Rect box,
                struct hero_sizes *out)
{
    const struct page_type *type = page->type;
    struct page_unit unit = page_window_unit(page);
    struct hero_sizes usual;
    measure_usual(page, call, &usual);
    int fixed = page_width(page, type->strong, unit.before) +
                page_width(page, type->strong, unit.after) + 2 * type->pad;
    int all = usual.number + usual.arrow + usual.window + 2 * type->pad;
    int lower = usual.arrow + usual.window + type->pad;
    int one = least(px_for(page, all, fixed, box.w), box.h);
    int two = least(px_for(page, usual.number, 0, box.w),
                    least(px_for(page, lower, fixed, box.w), box.h * 10 / 19));
    int most = type->hero * 4 / 3, px = least(one > two ? one : two, most);
    measure(page, call, (struct font){(uint16_t)(px > 1 ? px : 1), true}, out);
    out->one_line = one >= least(two, most);
}

static void draw_window(const struct page *page, SDL_Rect line, const struct board_call *call,
                        const struct hero_sizes *sizes, const struct tone *tone)
{
    scene_line(page->scene, page_cut_left(&line, sizes->arrow), ALIGN_LEFT, sizes->font,
               tone->arrow, "→");
    page_cut_left(&line, page->type->pad);
    page_number(page, line, page_window_unit(page), call->window, sizes->font, tone->number,
                tone->small, true);
}

static void draw_label(const struct page *page, SDL_Rect box, size_t index, const struct tone *tone)
{
    const struct board_call *call = &page->board->calls[index];
    char time[8];
    bool is_new = show_is_new(page->show, index, page->now);
    const char *key = call->arrived                 ? "board.at_window"
                      : is_new && call->recalls > 0 ? "board.recalled"
                                                    : "board.please";
    wall_format_hhmm(call->at, time);
    SDL_Rect right = page_cut_right(&box, page_width(page, page->type->name, "00:00"));
    scene_line(page->scene, right, ALIGN_RIGHT, page->type->name, tone->small, time);
    scene_line(page->scene, box, ALIGN_LEFT, page->type->strong, tone->small, page_text(page, key));
}

static void draw_hero(const struct page *page, SDL_Rect box, size_t index)
{
    const struct page_type *type = page->type;
    const struct board_call *call = &page->board->calls[index];
    struct tone tone = tone_of(page, index);
    struct hero_sizes sizes;
    scene_edged_box(page->scene, box, type->radius, tone.ground, tone.frame, tone.edge);
    SDL_Rect inner = rect_inset(box, type->pad);
    if (inner.h >= type->row + type->hero * 19 / 10) { /* never at the number's expense */
        SDL_Rect label = {inner.x, inner.y, inner.w, type->row};
        draw_label(page, label, index, &tone);
        inner.y += type->row;
        inner.h -= type->row;
    }
    fit(page, call, inner, &sizes);
    if (sizes.one_line) {
        int used = sizes.number + sizes.arrow + sizes.window + 2 * type->pad;
        inner.x += (inner.w - used) / 2;
        inner.w = used;
        scene_line(page->scene, page_cut_left(&inner, sizes.number), ALIGN_LEFT, sizes.font,
                   tone.number, call->number);
        page_cut_left(&inner, type->pad);
        draw_window(page, inner, call, &sizes, &tone);
        return;
    }
    SDL_Rect upper = {inner.x, inner.y, inner.w, inner.h / 2}, lower = upper;
    lower.y += inner.h / 2;
    int window = sizes.arrow + type->pad + sizes.window;
    lower.x += (lower.w - window) / 2;
    lower.w = window;
    scene_line(page->scene, upper, ALIGN_CENTRE, sizes.font, tone.number, call->number);
    draw_window(page, lower, call, &sizes, &tone);
}

/* ------------------------------------------------------------------ those before */

static void draw_row(const struct page *page, SDL_Rect box, size_t index)
{
    const struct page_type *type = page->type;
    const struct board_call *call = &page->board->calls[index];
    struct tone tone = tone_of(page, index);
    char time[8];
    scene_edged_box(page->scene, box, type->radius, tone.ground, tone.frame, tone.edge);
    SDL_Rect inner = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    int number = page_width(page, type->number, "M0000");
    number = number < inner.w / 2 ? number : inner.w / 2;
    SDL_Rect left = page_cut_left(&inner, number);
    int arrow = page_width(page, type->number, "→");
    scene_line(page->scene, left, ALIGN_LEFT, type->number, tone.number, call->number);
    scene_line(page->scene, page_cut_left(&inner, arrow), ALIGN_LEFT, type->number, tone.arrow,
               "→");
    page_cut_left(&inner, type->pad);
    int window = page_number(page, inner, page_window_unit(page), call->window, type->number,
                             tone.number, tone.small, true);
    wall_format_hhmm(call->at, time);
    int clock = page_width(page, type->name, time);
    if (inner.w >= window + clock + type->pad) {
        scene_line(page->scene, inner, ALIGN_RIGHT, type->name, tone.small, time);
    }
}

/* Calls of this board's windows, the latest announcement first. */
static size_t own_calls(const struct page *page, size_t out[BOARD_CALLS])
{
    size_t order[BOARD_CALLS], count = 0, all = show_order(page->show, order);
    for (size_t i = 0; i < all; i++) {
        if (page_has_window(page, page->board->calls[order[i]].window)) {
            out[count++] = order[i];
        }
    }
    return count;
}

static void draw_nothing(const struct page *page, SDL_Rect box)
{
    const struct palette *colours = page->colours;
    const char *key = page->board != NULL && page->board->day_open ? "board.watch"
                      : page->board != NULL                        ? "board.not_open"
                                                                   : "board.never";
    scene_edged_box(page->scene, box, page->type->radius, colours->card, page->type->frame / 3,
                    colours->edge);
    scene_middle(page->scene, rect_inset(box, page->type->pad), ALIGN_CENTRE, page->type->number,
                 colours->faint, page_text(page, key));
}

void calls_draw(const struct page *page, SDL_Rect box)
{
    size_t calls[BOARD_CALLS], count = page->board != NULL ? own_calls(page, calls) : 0;
    const struct page_type *type = page->type;
    int pitch = type->row + type->gap / 2, hero = box.h * page->part->hero / 100;
    int rows = (box.h - hero) / pitch;
    SDL_Rect top = {box.x, box.y, box.w, box.h - rows * pitch};
    if (count == 0) {
        draw_nothing(page, box);
        return;
    }
    draw_hero(page, top, calls[0]);
    for (int i = 0; i < rows && (size_t)i + 1 < count; i++) {
        SDL_Rect row = {box.x, top.y + top.h + i * pitch + type->gap / 2, box.w, type->row};
        draw_row(page, row, calls[i + 1]);
    }
}
