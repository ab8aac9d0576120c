/* missed.c: the numbers that nobody answered, newest first, as many as fit. */
#include "board/page.h"

void missed_draw(const struct page *page, SDL_Rect box)
{
    const struct page_type *type = page->type;
    const struct palette *colours = page->colours;
    if (page->board == NULL) {
        return;
    }
    scene_box(page->scene, box, type->radius, colours->header);
    SDL_Rect line = {box.x + type->pad, box.y, box.w - 2 * type->pad, box.h};
    const char *label = page_text(page, "board.missed");
    scene_line(page->scene, page_cut_left(&line, page_width(page, type->strong, label)), ALIGN_LEFT,
               type->strong, colours->warn, label);
    page_cut_left(&line, type->pad);
    for (size_t i = 0; i < page->board->miss_count; i++) {
        const char *number = page->board->misses[i].number;
        int width = page_width(page, type->number, number);
        if (width > line.w) {
            return;
        }
        scene_line(page->scene, page_cut_left(&line, width), ALIGN_LEFT, type->number,
                   colours->text, number);
        page_cut_left(&line, line.w < type->pad ? line.w : type->pad);
    }
    if (page->board->miss_count == 0) {
        scene_line(page->scene, line, ALIGN_LEFT, type->name, colours->faint,
                   page_text(page, "board.nobody_missed"));
    }
}
