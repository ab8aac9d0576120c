/* notice.c: a notice as a page: its picture, or its text, or the picture with the text below. The
 * first line of a text that has several is its heading. */
#include "board/page.h"

#include <stdio.h>
#include <string.h>

struct words {
    char heading[BOARD_SENTENCE];
    const char *body;
    int heading_height, body_height, gap;
};

static void split(const struct page *page, const char *text, int width, struct words *out)
{
    const char *end = strchr(text, '\n');
    size_t length = end != NULL ? (size_t)(end - text) : 0;
    snprintf(out->heading, sizeof out->heading, "%.*s", (int)length, text);
    out->body = end != NULL ? end + strspn(end, "\n") : text;
    out->heading_height = scene_measure(page->scene, width, page->type->number, out->heading);
    out->body_height = scene_measure(page->scene, width, page->type->name, out->body);
    out->gap = length > 0 ? page->type->pad : 0;
}

static void draw_words(const struct page *page, SDL_Rect box, const struct words *words)
{
    const struct palette *colours = page->colours;
    int height = words->heading_height + words->gap + words->body_height;
    enum scene_align align = words->gap > 0 ? ALIGN_LEFT : ALIGN_CENTRE;
    int above = box.h > height ? (box.h - height) / 2 : 0;
    SDL_Rect heading = {box.x, box.y + above, box.w, words->heading_height};
    SDL_Rect body = {box.x, heading.y + heading.h + words->gap, box.w, 0};
    body.h = box.y + box.h - body.y;
    scene_paragraph(page->scene, heading, align, page->type->number, colours->accent,
                    words->heading);
    scene_paragraph(page->scene, body, align, page->type->name, colours->text, words->body);
}

void notice_draw(const struct page *page, SDL_Rect box, const struct board_notice *notice)
{
    const struct page_type *type = page->type;
    struct words words;
    SDL_Surface *picture = NULL;
    scene_edged_box(page->scene, box, type->radius, page->colours->card, type->frame / 3,
                    page->colours->edge);
    SDL_Rect inner = rect_inset(box, type->pad);
    split(page, page_notice_text(page, notice), inner.w, &words);
    if (notice->picture[0] != '\0') {
        int text = words.heading_height + words.gap + words.body_height;
        picture = pictures_fit(page->pictures, notice->picture, inner.w,
                               inner.h - text - (text > 0 ? type->pad : 0));
    }
    if (picture != NULL) {
        scene_picture(page->scene, inner.x + (inner.w - picture->w) / 2, inner.y, picture, 0);
        inner.y += picture->h;
        inner.h -= picture->h;
    }
    draw_words(page, inner, &words);
}
