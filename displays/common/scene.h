/* scene.h: a picture as a list of things to draw, compared with the one before.
 *
 * Problem: a display must cost nothing while nothing changes, and little when a number does;
 * and a page must be judged by a program: is every target large enough, is any text cut?
 *
 * Design: a page is composed anew into a scene (boxes, lines of text, pictures) whenever
 * something may have changed. Comparing it with the scene on the screen gives the damaged
 * rectangles; only they are painted, by walking the list with a clip. Touch targets are part of
 * the scene. Composing draws nothing and takes some 100 µs.
 *
 * A scene has room for SCENE_NODES things; what does not fit is left out and counted (`lost`),
 * which tests forbid. Owner and thread: the display's main thread. */
#pragma once

#include "common/fonts.h"

enum { SCENE_NODES = 768, SCENE_TEXT_BYTES = 48 * 1024, SCENE_TARGETS = 96, SCENE_DAMAGE = 24 };

enum scene_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

enum scene_kind { SCENE_BOX, SCENE_LINE, SCENE_PICTURE };

struct scene_node {
    enum scene_kind kind;
    SDL_Rect rect; /* what it covers */
    int radius, width;
    colour_t fill, edge; /* box; fill is a line's colour */
    struct font font;
    uint32_t text;        /* line: offset into the pool */
    SDL_Surface *picture; /* not owned; must live as long as a scene shows it */
    uint32_t version;     /* picture: of its content */
};

/* Where a finger may touch. `action` and `argument` are the page's own. */
struct scene_target {
    SDL_Rect rect;
    int action, argument;
};

struct scene {
    struct fonts *fonts;
    int width, height;
    size_t node_count, target_count, text_used;
    unsigned lost; /* nodes, targets or texts that had no room */
    unsigned cut;  /* texts that had to be shortened */
    struct scene_node nodes[SCENE_NODES];
    struct scene_target targets[SCENE_TARGETS];
    char pool[SCENE_TEXT_BYTES];
};

/* Empties the scene and lays its ground: one colour over the whole picture. */
void scene_begin(struct scene *scene, struct fonts *fonts, int width, int height,
                 colour_t ground);
void scene_box(struct scene *scene, SDL_Rect rect, int radius, colour_t fill);
void scene_edged_box(struct scene *scene, SDL_Rect rect, int radius, colour_t fill, int width,
                     colour_t edge);
/* One line, in the middle of the height of `box`; shortened by … when it is too wide. */
void scene_line(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                colour_t colour, const char *text);
/* Lines from the top of `box`, broken by fonts_break; at most as many as fit, the last shortened
 * by … when there is more. The height used. */
int scene_paragraph(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                    colour_t colour, const char *text);
/* The same in the middle of the height. */
void scene_middle(struct scene *scene, SDL_Rect box, enum scene_align align, struct font font,
                  colour_t colour, const char *text);
/* Height that scene_paragraph needs at that width, and its lines. */
int scene_measure(struct scene *scene, int width, struct font font, const char *text);
/* A picture at its own size; `version` differs when its pixels do. */
void scene_picture(struct scene *scene, int x, int y, SDL_Surface *picture, uint32_t version);
void scene_target(struct scene *scene, SDL_Rect rect, int action, int argument);

/* The topmost target at a point, or -1. */
int scene_find(const struct scene *scene, int x, int y);

/* What differs between two scenes, as at most SCENE_DAMAGE rectangles within the picture.
 * `before` NULL: everything. How many. */
size_t scene_compare(const struct scene *before, const struct scene *after,
                     SDL_Rect damage[SCENE_DAMAGE]);
/* Paints what lies within `clip`. */
void scene_paint(const struct scene *scene, SDL_Surface *canvas, const SDL_Rect *clip);

/* `rect` without `by` pixels at each side. */
SDL_Rect rect_inset(SDL_Rect rect, int by);
