/* paper_picture.c: draws a slip with Cairo and Pango: hanzi in 24-dot cells, the QR code as
 * modules of whole dots, all of it at 203 dpi, so that an outside decoder can judge it. */
#include "sim/paper.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

enum { EDGE = 32, EM = 24 };

/* Fontconfig keeps its caches for the life of the process; a leak checker need not tell. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\n";
}

static void draw_text(cairo_t *cr, const struct paper_piece *piece, int width, int height)
{
    if (piece->reverse) {
        cairo_rectangle(cr, piece->x, piece->y, width, height);
        cairo_fill(cr);
        cairo_set_source_rgb(cr, 1, 1, 1);
    }
    PangoLayout *layout = pango_cairo_create_layout(cr);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans Mono CJK SC");
    pango_font_description_set_absolute_size(font, EM * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      piece->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, piece->text, -1);
    int baseline = pango_layout_get_baseline(layout) / PANGO_SCALE;
    cairo_save(cr);
    cairo_translate(cr, piece->x, piece->y);
    cairo_scale(cr, piece->width, piece->height);
    cairo_move_to(cr, 0, EM - 3 - baseline);
    pango_cairo_show_layout(cr, layout);
    cairo_restore(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    pango_font_description_free(font);
    g_object_unref(layout);
}

static void draw_qr(cairo_t *cr, const struct paper_piece *piece)
{
    uint8_t *modules = NULL;
    int side = paper_qr_modules(piece, &modules);
    for (int i = 0; i < side * side; i++) {
        if (modules[i]) {
            cairo_rectangle(cr, piece->x + i % side * piece->width,
                            piece->y + i / side * piece->width, piece->width, piece->width);
        }
    }
    cairo_fill(cr);
    free(modules);
}

static void draw_bitmap(cairo_t *cr, const struct paper_piece *piece,
                        const struct paper_bitmap *bitmap)
{
    for (int row = 0; row < bitmap->rows; row++) {
        for (int x = 0; x < bitmap->bytes_a_row * 8; x++) {
            uint8_t byte = bitmap->bits[row * bitmap->bytes_a_row + x / 8];
            if (byte & (0x80 >> (x % 8))) {
                cairo_rectangle(cr, piece->x + x, piece->y + row, 1, 1);
            }
        }
    }
    cairo_fill(cr);
}

int paper_picture(const struct paper *paper, const char *path)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, paper->width_dots + 2 * EDGE, paper->height_dots + 2 * EDGE);
    cairo_t *cr = cairo_create(surface);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_translate(cr, EDGE, EDGE);
    for (size_t i = 0; i < paper->piece_count; i++) {
        const struct paper_piece *piece = &paper->pieces[i];
        int width, height;
        paper_piece_size(paper, piece, &width, &height);
        switch (piece->kind) {
        case PIECE_TEXT: draw_text(cr, piece, width, height); break;
        case PIECE_QR: draw_qr(cr, piece); break;
        case PIECE_BITMAP: draw_bitmap(cr, piece, &paper->bitmaps[piece->bitmap]); break;
        }
    }
    cairo_status_t status = cairo_surface_write_to_png(surface, path);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}
