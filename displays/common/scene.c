/* scene.c: composing a scene and measuring its texts. Comparing and painting: scene_paint.c. */
#include "common/scene.h"

#include <stdio.h>
#include <string.h>

static const char *const ellipsis = "…";
enum { LINE_BYTES = 512 };

SDL_Rect rect_inset(SDL_Rect rect, int by)
{
    return (SDL_Rect){rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by};
}

static struct scene_node *add_node(struct scene *scene, enum scene_kind kind, SDL_Rect rect)
{
    if (scene->node_count == SCENE_NODES) {
        scene->lost++;
        return NULL;
    }
    struct scene_node *node = &scene->nodes[scene->node_count++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->rect = rect;
    return node;
}

void scene_begin(struct scene *scene, struct fonts *fonts, int width, int height,
                 colour_t ground)
{
    scene->fonts = fonts;
    scene->width = width;
    scene->height = height;
    scene->node_count = scene->target_count = scene->text_used = 0;
    scene->lost = scene->cut = 0;
    scene_box(scene, (SDL_Rect){0, 0, width, height}, 0, ground);
}

void scene_box(struct scene *scene, SDL_Rect rect, int radius, colour_t fill)
{
    scene_edged_box(scene, rect, radius, fill, 0, 0);
}

void scene_edged_box(struct scene *scene, SDL_Rect rect, int radius, colour_t fill, int width,
                     colour_t edge)
{
    struct scene_node *node =
        rect.w > 0 && rect.h > 0 ? add_node(scene, SCENE_BOX, rect) : NULL;
    if (node != NULL) {
        node->radius = radius;
        node->fill = fill;
        node->width = width;
        node->edge = edge;
    }
}

void scene_picture(struct scene *scene, int x, int y, SDL_Surface *picture, uint32_t version)
{
    struct scene_node *node =
        add_node(scene, SCENE_PICTURE, (SDL_Rect){x, y, picture->w, picture->h});
    if (node != NULL) {
        node->picture = picture;
        node->version = version;
    }
}

void scene_target(struct scene *scene, SDL_Rect rect, int action, int argument)
{
    if (scene->target_count == SCENE_TARGETS) {
        scene->lost++;
        return;
    }
    scene->targets[scene->target_count++] = (struct scene_target){rect, action, argument};
}

int scene_find(const struct scene *scene, int x, int y)
{
    SDL_Point point = {x, y};
    for (size_t i = scene->target_count; i-- > 0;) {
        if (SDL_PointInRect(&point, &scene->targets[i].rect)) {
            return (int)i;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ text */

/* A line whose left edge and middle are known. `length` bytes of `text`. */
static void place_line(struct scene *scene, int x, int middle, struct font font, colour_t colour,
                       const char *text, size_t length)
{
    int height = fonts_height(scene->fonts, font);
    if (length == 0) {
        return;
    }
    if (length >= LINE_BYTES || scene->text_used + length + 1 > SCENE_TEXT_BYTES) {
        scene->lost++;
        return;
    }
    char *copy = scene->pool + scene->text_used;
    memcpy(copy, text, length);
    copy[length] = '\0';
    SDL_Rect rect = {x, middle - height / 2 - fonts_sink(font),
                     fonts_width(scene->fonts, font, copy), height};
    struct scene_node *node = add_node(scene, SCENE_LINE, rect);
    if (node != NULL) {
        node->font = font;
        node->fill = colour;
        node->text = (uint32_t)scene->text_used;
        scene->text_used += length + 1;
    }
}

static int aligned(SDL_Rect box, enum scene_align align, int width)
{
    switch (align) {
    case ALIGN_CENTRE: return box.x + (box.w - width) / 2;
    case ALIGN_RIGHT: return box.x + box.w - width;
    default: return box.x;
    }
}

/* Bytes of the longest beginning of `text` that fits with … behind it. */
static size_t shortened(struct scene *scene, struct font font, const char *text, int width,
                        char out[LINE_BYTES])
{
    size_t end = strlen(text);
    end = end < LINE_BYTES - 8 ? end : LINE_BYTES - 8;
    do {
        while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80) {
            end--;
        }
        snprintf(out, LINE_BYTES, "%.*s%s", (int)end, text, ellipsis);
    } while (fonts_width(scene->fonts, font, out) > width && end-- > 0);
    scene->cut++;
    return strlen(out);
}

void scene_line(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                colour_t colour, const char *text)
{
    char cut[LINE_BYTES];
    int width = fonts_width(scene->fonts, font, text);
    if (width > box.w) {
        shortened(scene, font, text, box.w, cut);
        text = cut;
        width = fonts_width(scene->fonts, font, text);
    }
    place_line(scene, aligned(box, align, width), box.y + box.h / 2, font, colour, text,
               strlen(text));
}

int scene_measure(struct scene *scene, int width, struct font font, const char *text)
{
    int height = 0;
    size_t skip, length;
    while (*text != '\0') {
        length = fonts_break(scene->fonts, font, text, width, &skip);
        height += fonts_height(scene->fonts, font);
        text += length + skip;
    }
    return height;
}

int scene_paragraph(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                    colour_t colour, const char *text)
{
    int pitch = fonts_height(scene->fonts, font), y = 0;
    while (*text != '\0') {
        size_t skip, length = fonts_break(scene->fonts, font, text, box.w, &skip);
        char line[LINE_BYTES];
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        text += length + skip;
        bool last = y + 2 * pitch > box.h && *text != '\0';
        if (last) {
            text -= skip; /* with what follows, so that it is cut */
            shortened(scene, font, text - length, box.w, line);
        }
        SDL_Rect row = {box.x, box.y + y, box.w, pitch};
        int x = aligned(row, align, fonts_width(scene->fonts, font, line));
        place_line(scene, x, row.y + pitch / 2, font, colour, line, strlen(line));
        y += pitch;
        if (last) {
            break;
        }
    }
    return y;
}

void scene_middle(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                  colour_t colour, const char *text)
{
    int height = scene_measure(scene, box.w, font, text);
    if (height < box.h) {
        box.y += (box.h - height) / 2;
        box.h = height;
    }
    scene_paragraph(scene, box, align, font, colour, text);
}
