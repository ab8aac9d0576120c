/* grid.c: text as the printer's own font sets it: fixed cells, whole factors, nothing between.
 *
 * A printer has one font of 24 dots; width 3 is every dot three times. So the line is drawn once
 * at 24 dots, without grey, and enlarged dot by dot. */
#include "view/paper/paper_private.h"
#include "base/wrap.h"

#include <pango/pangocairo.h>
#include <string.h>

enum { LINE_BYTES = 136, ASCENT_DOTS = 21, SCALE_MOST = 8 };

static PangoLayout *layout_of(cairo_t *cairo, bool bold)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans Mono CJK SC");
    pango_font_description_set_absolute_size(font, EM_DOTS * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    return layout;
}

/* Each character in its own cell: a printer knows no kerning. */
static void draw_cells(cairo_t *cairo, PangoLayout *layout, const char *text)
{
    int x = 0;
    for (const char *at = text; *at != '\0';) {
        const char *start = at;
        uint32_t c = text_next(&at);
        int cell = c < 0x80 ? EM_DOTS / 2 : EM_DOTS, width;
        pango_layout_set_text(layout, start, (int)(at - start));
        pango_layout_get_pixel_size(layout, &width, NULL);
        cairo_move_to(cairo, x + (cell - width) / 2,
                      ASCENT_DOTS - pango_layout_get_baseline(layout) / PANGO_SCALE);
        pango_cairo_show_layout(cairo, layout);
        x += cell;
    }
}

static int clamp(int value)
{
    return value < 1 ? 1 : value > SCALE_MOST ? SCALE_MOST : value;
}

/* What the printer's font makes of the text: 〓 for what it lacks. */
static void as_printed(struct sheet *sheet, const char *text, char *out, size_t size)
{
    uint8_t bytes[2 * LINE_BYTES];
    unsigned missing = 0;
    size_t count = text_encode(sheet->settings->encoding, text, bytes, sizeof bytes, &missing);
    text_decode(sheet->settings->encoding, bytes, count, out, size);
    sheet->missing += missing;
}

static int draw_line(struct sheet *sheet, const struct slip_element *element, const char *text)
{
    int wide = clamp(element->width), tall = clamp(element->height);
    int width = (int)text_cells(text) * EM_DOTS / 2, room = sheet->settings->dots - width * wide;
    int left = element->align == SLIP_LEFT ? 0 : element->align == SLIP_CENTRE ? room / 2 : room;
    cairo_surface_t *line =
        cairo_image_surface_create(CAIRO_FORMAT_A8, width > 0 ? width : 1, EM_DOTS + 4);
    cairo_t *cairo = cairo_create(line);
    PangoLayout *layout = layout_of(cairo, element->bold);
    draw_cells(cairo, layout, text);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, left, sheet->y + LINE_DOTS - EM_DOTS - 3);
    cairo_scale(sheet->cairo, wide, tall);
    cairo_set_source_surface(sheet->cairo, line, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(sheet->cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(sheet->cairo);
    cairo_restore(sheet->cairo);
    cairo_set_source_rgba(sheet->cairo, 0, 0, 0, 1);
    cairo_status_t status = cairo_surface_status(line);
    cairo_surface_destroy(line);
    sheet->y += tall * EM_DOTS + LINE_DOTS - EM_DOTS;
    return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}

int paper_grid_text(struct sheet *sheet, const struct slip_element *element)
{
    struct text_wrap wrap;
    char line[LINE_BYTES], shown[2 * LINE_BYTES];
    text_wrap_begin(&wrap, element->text,
                    (size_t)(sheet->settings->columns / clamp(element->width)), element->hang);
    while (text_wrap_line(&wrap, line, sizeof line)) {
        as_printed(sheet, line, shown, sizeof shown);
        if (draw_line(sheet, element, shown) < 0) {
            return -1;
        }
    }
    return 0;
}
