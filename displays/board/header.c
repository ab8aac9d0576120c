/* header.c: the hall's name, the date and the clock, in one line or two. */
#include "board/page.h"

#include <stdio.h>
#include <time.h>

enum { DATE_BYTES = 96 };

static void format_date(const struct page *page, char out[DATE_BYTES])
{
    char key[24], month[16], day[16];
    time_t seconds = (time_t)(page->hall_now.ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    snprintf(key, sizeof key, "board.month_%d", local.tm_mon + 1);
    const char *month_name = page_text(page, key);
    snprintf(key, sizeof key, "board.day_%d", local.tm_wday);
    snprintf(month, sizeof month, "%d", local.tm_mon + 1);
    snprintf(day, sizeof day, "%d", local.tm_mday);
    language_fill(out, DATE_BYTES, page_text(page, "board.date"),
                  (const struct hole[]){{"month", month},
                                        {"month_name", month_name},
                                        {"day", day},
                                        {"weekday", page_text(page, key)},
                                        {NULL, NULL}});
}

static void draw_clock(const struct page *page, SDL_Rect box, const char *date, const char *clock)
{
    int room = page_width(page, page->type->number, "00:00");
    scene_line(page->scene, page_cut_right(&box, room), ALIGN_RIGHT, page->type->number,
               page->colours->header_text, clock);
    page_cut_right(&box, page->type->pad);
    scene_line(page->scene, box, ALIGN_RIGHT, page->type->name, page->colours->header_faint, date);
}

void header_draw(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    const struct palette *colours = page->colours;
    char date[DATE_BYTES], clock[8];
    const char *name = page->board != NULL ? page_words(page, &page->board->hall) : "";
    SDL_Rect ground = {0, 0, page->scene->width, box.h + box.y};
    scene_box(page->scene, ground, 0, colours->header);
    scene_box(page->scene, (SDL_Rect){0, ground.h - type->frame, ground.w, type->frame}, 0,
              colours->edge);
    if (page->board == NULL) {
        return;
    }
    box = (SDL_Rect){type->gap + type->pad, box.y, page->scene->width - 2 * (type->gap + type->pad),
                     box.h};
    format_date(page, date);
    wall_format_hhmm(page->hall_now, clock);
    int right =
        page_width(page, type->number, "00:00") + type->pad + page_width(page, type->name, date);
    if (page_width(page, type->number, name) + 2 * type->pad + right <= box.w) {
        draw_clock(page, page_cut_right(&box, right), date, clock);
        scene_line(page->scene, box, ALIGN_LEFT, type->number, colours->header_text, name);
        return;
    }
    SDL_Rect upper = {box.x, box.y, box.w, box.h / 2}, lower = upper;
    lower.y += box.h / 2;
    struct font font = page_width(page, type->number, name) <= box.w ? type->number : type->strong;
    scene_line(page->scene, upper, ALIGN_LEFT, font, colours->header_text, name);
    draw_clock(page, lower, date, clock);
}
