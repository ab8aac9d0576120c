/* priority.c: who may go before others says so here; the window may ask to see a document. */
#include "kiosk/pages.h"

void priority_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static struct grid grid;
    static char signs[LIMIT_PRIORITIES][8];
    int used = part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.priority.title"),
                            kiosk_text(kiosk, "kiosk.priority.hint"));
    grid = (struct grid){.columns = part_is_wide(kiosk) ? 2 : 1, .most = 20};
    for (int i = -1; i < (int)kiosk->settings.priority_count; i++) {
        struct entry *entry = &grid.entries[grid.count];
        *entry = (struct entry){
            .action = ACTION_PRIORITY,
            .argument = i,
            .title = i < 0 ? kiosk_text(kiosk, "kiosk.priority.none")
                           : kiosk_words_text(kiosk, &kiosk->settings.priorities[i].name),
        };
        entry->sign = i == kiosk->priority ? "✓" : part_first(entry->title, signs[grid.count]);
        grid.count++;
    }
    area.y += used;
    area.h -= used;
    grid_compose(kiosk, scene, area, &grid);
}
