/* ticker.c: one line of news at the foot. It does not crawl: it changes, so that the screen stands
 * still and a text can be read at once. A text wider than the line is told in pieces. When the
 * data is old, this line says so and nothing else: news can wait, a wrong number cannot. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

enum { PIECES = 64 };

struct piece {
    const char *text;
    size_t length;
};

static size_t cut_pieces(const struct page *page, int width, struct piece out[PIECES])
{
    size_t count = 0, skip;
    for (size_t i = 0; i < page->board->notice_count; i++) {
        const struct board_notice *notice = &page->board->notices[i];
        const char *text = notice->page ? "" : page_notice_text(page, notice);
        while (*text != '\0' && count < PIECES) {
            size_t length = fonts_break(page->fonts, page->type->name, text, width, &skip);
            out[count++] = (struct piece){text, length};
            text += length + skip;
        }
    }
    return count;
}

static void draw_old(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    const struct palette *colours = page->colours;
    char text[200], time[8];
    wall_format_hhmm(page->last_data, time);
    language_fill(text, sizeof text,
                  page_text(page, page->last_data.ms != 0 ? "board.delayed" : "board.never"),
                  (const struct hole[]){{"time", time}, {NULL, NULL}});
    scene_edged_box(page->scene, box, type->radius, colours->warn, 0, 0);
    SDL_Rect line = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    scene_line(page->scene, page_cut_left(&line, type->name.px + type->pad / 2), ALIGN_LEFT,
               type->strong, colours->ground, "▲");
    scene_line(page->scene, line, ALIGN_LEFT, type->strong, colours->ground, text);
}

void ticker_draw(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    struct piece pieces[PIECES];
    char text[BOARD_SENTENCE];
    if (page->old) {
        draw_old(page, box);
        return;
    }
    if (page->board == NULL) {
        return;
    }
    SDL_Rect line = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    size_t count = cut_pieces(page, line.w, pieces);
    if (count == 0) {
        return;
    }
    const struct piece *piece =
        &pieces[show_turn(page->show, count, page->layout->page_s, page->now)];
    snprintf(text, sizeof text, "%.*s", (int)piece->length, piece->text);
    scene_line(page->scene, line, ALIGN_LEFT, type->name, page->colours->faint, text);
}
