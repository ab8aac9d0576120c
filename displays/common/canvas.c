/* canvas.c: see canvas.h. */
#include "common/canvas.h"

#include <math.h>

enum { OPAQUE = 255 };

SDL_Surface *canvas_create(int width, int height)
{
    return SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, CANVAS_FORMAT);
}

colour_t canvas_mix(colour_t under, colour_t over, int share)
{
    colour_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int low = (int)(under >> shift & 0xff), high = (int)(over >> shift & 0xff);
        out |= (colour_t)(low + ((high - low) * share + OPAQUE / 2) / OPAQUE) << shift;
    }
    return out;
}

static uint32_t *row_of(const SDL_Surface *canvas, int y)
{
    return (uint32_t *)(void *)((uint8_t *)canvas->pixels + (size_t)y * (size_t)canvas->pitch);
}

static void span(const SDL_Surface *canvas, int y, int from, int to, colour_t fill)
{
    const SDL_Rect *clip = &canvas->clip_rect;
    from = from > clip->x ? from : clip->x;
    to = to < clip->x + clip->w ? to : clip->x + clip->w;
    uint32_t *row = row_of(canvas, y);
    for (int x = from; x < to; x++) {
        row[x] = fill;
    }
}

static void dot(const SDL_Surface *canvas, int x, int y, colour_t fill, int share)
{
    const SDL_Rect *clip = &canvas->clip_rect;
    if (x >= clip->x && x < clip->x + clip->w) {
        uint32_t *pixel = &row_of(canvas, y)[x];
        *pixel = canvas_mix(*pixel & 0xffffff, fill, share);
    }
}

/* How much of the pixel at (dx, dy) from the corner's centre lies within the radius: the distance
 * of its middle to the arc, as far as that is less than a pixel. */
static int coverage(double dx, double dy, int radius)
{
    double inside = radius - sqrt(dx * dx + dy * dy) + 0.5;
    return inside <= 0 ? 0 : inside >= 1 ? OPAQUE : (int)(inside * OPAQUE);
}

/* One row within the round part: mixed pixels at both ends, whole ones between. */
static void round_row(const SDL_Surface *canvas, const SDL_Rect *rect, int y, int radius,
                      colour_t fill)
{
    int from_edge = y - rect->y < radius ? y - rect->y : rect->y + rect->h - 1 - y;
    double dy = radius - from_edge - 0.5;
    int whole = radius;
    for (int x = 0; x < radius; x++) {
        int share = coverage(radius - x - 0.5, dy, radius);
        if (share == OPAQUE) {
            whole = x;
            break;
        }
        if (share > 0) {
            dot(canvas, rect->x + x, y, fill, share);
            dot(canvas, rect->x + rect->w - 1 - x, y, fill, share);
        }
    }
    span(canvas, y, rect->x + whole, rect->x + rect->w - whole, fill);
}

void canvas_box(SDL_Surface *canvas, SDL_Rect rect, int radius, colour_t fill)
{
    const SDL_Rect *clip = &canvas->clip_rect;
    int limit = (rect.w < rect.h ? rect.w : rect.h) / 2;
    radius = radius < limit ? radius : limit;
    int from = rect.y > clip->y ? rect.y : clip->y;
    int to = rect.y + rect.h < clip->y + clip->h ? rect.y + rect.h : clip->y + clip->h;
    for (int y = from; y < to; y++) {
        if (y < rect.y + radius || y >= rect.y + rect.h - radius) {
            round_row(canvas, &rect, y, radius, fill);
        } else {
            span(canvas, y, rect.x, rect.x + rect.w, fill);
        }
    }
}

void canvas_edged_box(SDL_Surface *canvas, SDL_Rect rect, int radius, colour_t fill, int width,
                      colour_t edge)
{
    canvas_box(canvas, rect, radius, edge);
    SDL_Rect inner = {rect.x + width, rect.y + width, rect.w - 2 * width, rect.h - 2 * width};
    if (inner.w > 0 && inner.h > 0) {
        canvas_box(canvas, inner, radius > width ? radius - width : 0, fill);
    }
}
