/* scene_paint.c: what differs between two scenes, and painting it. See scene.h. */
#include "common/scene.h"

#include <string.h>

static bool same_rect(const SDL_Rect *a, const SDL_Rect *b)
{
    return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

static bool same_node(const struct scene *one, const struct scene_node *a,
                      const struct scene *other, const struct scene_node *b)
{
    return a->kind == b->kind && same_rect(&a->rect, &b->rect) && a->radius == b->radius &&
           a->width == b->width && a->fill == b->fill && a->edge == b->edge &&
           a->font.px == b->font.px && a->font.bold == b->font.bold && a->picture == b->picture &&
           a->version == b->version &&
           (a->kind != SCENE_LINE || strcmp(one->pool + a->text, other->pool + b->text) == 0);
}

static int64_t area_of(const SDL_Rect *rect)
{
    return (int64_t)rect->w * rect->h;
}

/* Adds a rectangle; joins it with one that it nearly shares, or with any when the list is full. */
static size_t add_damage(SDL_Rect damage[SCENE_DAMAGE], size_t count, SDL_Rect rect)
{
    size_t best = 0;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < count; i++) {
        SDL_Rect both;
        SDL_UnionRect(&damage[i], &rect, &both);
        int64_t wasted = area_of(&both) - area_of(&damage[i]) - area_of(&rect);
        if (wasted < least) {
            least = wasted;
            best = i;
        }
    }
    if (count > 0 && (least <= 0 || count == SCENE_DAMAGE)) {
        SDL_Rect both;
        SDL_UnionRect(&damage[best], &rect, &both);
        damage[best] = both;
        return count;
    }
    damage[count] = rect;
    return count + 1;
}

/* Nodes that both scenes have at their end: what stands behind an inserted one is no change. */
static size_t common_tail(const struct scene *before, const struct scene *after, size_t from)
{
    size_t tail = 0;
    while (before->node_count - tail > from && after->node_count - tail > from &&
           same_node(before, &before->nodes[before->node_count - 1 - tail], after,
                     &after->nodes[after->node_count - 1 - tail])) {
        tail++;
    }
    return tail;
}

static size_t within_picture(const struct scene *scene, SDL_Rect damage[SCENE_DAMAGE],
                             size_t count)
{
    const SDL_Rect all = {0, 0, scene->width, scene->height};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        SDL_Rect seen;
        if (SDL_IntersectRect(&damage[i], &all, &seen)) {
            damage[kept++] = seen;
        }
    }
    return kept;
}

size_t scene_compare(const struct scene *before, const struct scene *after,
                     SDL_Rect damage[SCENE_DAMAGE])
{
    if (before == NULL || before->width != after->width || before->height != after->height) {
        damage[0] = (SDL_Rect){0, 0, after->width, after->height};
        return 1;
    }
    size_t first = 0, count = 0;
    while (first < before->node_count && first < after->node_count &&
           same_node(before, &before->nodes[first], after, &after->nodes[first])) {
        first++;
    }
    size_t tail = common_tail(before, after, first);
    size_t old_end = before->node_count - tail, new_end = after->node_count - tail;
    for (size_t i = first; i < old_end || i < new_end; i++) {
        const struct scene_node *a = i < old_end ? &before->nodes[i] : NULL;
        const struct scene_node *b = i < new_end ? &after->nodes[i] : NULL;
        if (a != NULL && b != NULL && same_node(before, a, after, b)) {
            continue;
        }
        if (a != NULL) {
            count = add_damage(damage, count, a->rect);
        }
        if (b != NULL) {
            count = add_damage(damage, count, b->rect);
        }
    }
    return within_picture(after, damage, count);
}

static void paint_node(const struct scene *scene, const struct scene_node *node,
                       SDL_Surface *canvas)
{
    SDL_Rect to = node->rect;
    SDL_Surface *picture = node->picture;
    switch (node->kind) {
    case SCENE_BOX:
        if (node->width > 0) {
            canvas_edged_box(canvas, node->rect, node->radius, node->fill, node->width,
                             node->edge);
        } else {
            canvas_box(canvas, node->rect, node->radius, node->fill);
        }
        return;
    case SCENE_LINE:
        picture = fonts_line(scene->fonts, node->font, node->fill, scene->pool + node->text);
        break;
    case SCENE_PICTURE: break;
    }
    if (picture != NULL) {
        SDL_BlitSurface(picture, NULL, canvas, &to);
    }
}

void scene_paint(const struct scene *scene, SDL_Surface *canvas, const SDL_Rect *clip)
{
    SDL_SetClipRect(canvas, clip);
    for (size_t i = 0; i < scene->node_count; i++) {
        if (clip == NULL || SDL_HasIntersection(&scene->nodes[i].rect, clip)) {
            paint_node(scene, &scene->nodes[i], canvas);
        }
    }
    SDL_SetClipRect(canvas, NULL);
}
