/* ticker.c: one line of news at the foot. It does not crawl: it changes, so that the screen stands
 * still and a text can be read at once. A text wider than the line is told in pieces. When the
 * data is old, this line says so and nothing else: news can wait, a wrong number cannot. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

enum { PIECES = 64, CLOCK_AT = 11, CLOCK_LENGTH = 8 /* of 2026-03-02T09:15:04 */ };

struct piece {
    const char *text;
    size_t length;
};

/* Where a piece of `length` bytes better ends: behind its last mark, when that is in its latter
 * half and the text goes on. */
static size_t end_at_mark(const char *text, size_t length)
{
    static const char *const marks[] = {"。", "；", "，", "、", ". ", "; ", ", "};
    size_t best = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && text[length] != '\0'; i++) {
        for (const char *at = strstr(text, marks[i]); at != NULL; at = strstr(at + 1, marks[i])) {
            size_t end = (size_t)(at - text) + strlen(marks[i]);
            best = end <= length && end > best ? end : best;
        }
    }
    return best > length / 2 ? best : length;
}

static size_t cut_pieces(const struct page *page, int width, struct piece out[PIECES])
{
    size_t count = 0, skip;
    for (size_t i = 0; i < page->board->notice_count; i++) {
        const struct board_notice *notice = &page->board->notices[i];
        const char *text = notice->page ? "" : page_notice_text(page, notice);
        while (*text != '\0' && count < PIECES) {
            size_t length = fonts_break(page->fonts, page->type->name, text, width, &skip);
            size_t end = end_at_mark(text, length);
            out[count++] = (struct piece){text, end};
            text += end < length ? end : length + skip;
        }
    }
    return count;
}

static void draw_old(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    const struct palette *colours = page->colours;
    char text[200], time[WALL_TEXT_SIZE];
    wall_format(page->last_data, time);
    memmove(time, time + CLOCK_AT, CLOCK_LENGTH);
    time[CLOCK_LENGTH] = '\0';
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
