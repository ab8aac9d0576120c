/* picture.c: the dots as a PNG: paper with its margins, on a desk, one dot a pixel. */
#include "view/paper/paper.h"

#include <cairo.h>

enum { MARGIN_DOTS = 32, DESK_DOTS = 24, TOP_DOTS = 28 };

static void draw_dots(cairo_t *cairo, const struct paper_bitmap *bitmap)
{
    for (int y = 0; y < bitmap->height; y++) {
        for (int x = 0; x < bitmap->width; x++) {
            if (bitmap->bits[y * bitmap->row_bytes + x / 8] & (0x80 >> (x % 8))) {
                cairo_rectangle(cairo, x, y, 1, 1);
            }
        }
    }
    cairo_set_source_rgb(cairo, 0.11, 0.11, 0.13);
    cairo_fill(cairo);
}

int paper_write_png(const struct paper_bitmap *bitmap, const char *path)
{
    int width = bitmap->width + 2 * MARGIN_DOTS, height = bitmap->height + 2 * TOP_DOTS;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width + 2 * DESK_DOTS,
                                                          height + 2 * DESK_DOTS);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(cairo, 0.90, 0.91, 0.93);
    cairo_paint(cairo);
    cairo_rectangle(cairo, DESK_DOTS + 4, DESK_DOTS + 4, width, height);
    cairo_set_source_rgb(cairo, 0.80, 0.81, 0.84);
    cairo_fill(cairo);
    cairo_rectangle(cairo, DESK_DOTS, DESK_DOTS, width, height);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill(cairo);
    cairo_translate(cairo, DESK_DOTS + MARGIN_DOTS, DESK_DOTS + TOP_DOTS);
    draw_dots(cairo, bitmap);
    cairo_status_t status = cairo_surface_write_to_png(surface, path);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}
