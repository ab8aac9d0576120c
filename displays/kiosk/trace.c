/* trace.c: see trace.h. */
#include "kiosk/trace.h"

#include <stdio.h>

void trace_scene(const struct scene *scene, const char *page)
{
    static unsigned count;
    count++;
    printf("page %s\n", page);
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        if (node->kind != SCENE_LINE) {
            continue;
        }
        const char *text = scene->pool + node->text;
        int target = scene_find(scene, node->rect.x + node->rect.w / 2,
                                node->rect.y + node->rect.h / 2);
        printf("line %s\n", text);
        if (target >= 0) {
            const SDL_Rect *rect = &scene->targets[target].rect;
            printf("target %u %d %d %s\n", count, rect->x + rect->w / 2, rect->y + rect->h / 2,
                   text);
        }
    }
    fflush(stdout);
}
