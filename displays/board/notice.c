/* notice.c: a notice as a page: its picture, or its text, or the picture with the text below. */
#include "board/page.h"

void notice_draw(const struct page *page, SDL_Rect box, const struct board_notice *notice)
{
    const struct page_type *type = page->type;
    const struct palette *colours = page->colours;
    const char *text = page_notice_text(page, notice);
    scene_edged_box(page->scene, box, type->radius, colours->card, type->frame / 3, colours->edge);
    SDL_Rect inner = rect_inset(box, type->pad);
    int words = text[0] != '\0' ? scene_measure(page->scene, inner.w, type->strong, text) : 0;
    SDL_Surface *picture = NULL;
    if (notice->picture[0] != '\0') {
        picture = pictures_fit(page->pictures, notice->picture, inner.w,
                               inner.h - words - (words > 0 ? type->pad : 0));
    }
    if (picture != NULL) {
        scene_picture(page->scene, inner.x + (inner.w - picture->w) / 2, inner.y, picture, 0);
        inner.y += picture->h;
        inner.h -= picture->h;
    }
    scene_middle(page->scene, inner, words > type->row * 2 ? ALIGN_LEFT : ALIGN_CENTRE,
                 type->strong, colours->text, text);
}
