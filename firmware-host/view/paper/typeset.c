/* typeset.c: text set by Pango at the printer's resolution.
 *
 * Pango breaks lines by the rules of Unicode (UAX 14), which know what may not begin or end a
 * Chinese line. The width factor of the template is the size here: factor 1 is the printer's 24
 * dots. A label hangs: further lines stand below the text, not below the label. */
#include "view/paper/paper_private.h"

#include <pango/pangocairo.h>
#include <string.h>

enum { GAP_DOTS = 5, SCALE_MOST = 8 };

static int size_of(const struct slip_element *element)
{
    int factor = element->height < 1            ? 1
                 : element->height > SCALE_MOST ? SCALE_MOST
                                                : element->height;
    return factor * EM_DOTS;
}

/* How wide the label is that further lines hang behind: `cells` cells of the text. */
static int label_width(PangoLayout *layout, const char *text, unsigned cells)
{
    const char *at = text;
    while (cells > 0 && *at != '\0') {
        unsigned taken = text_next(&at) < 0x80 ? 1 : 2;
        cells -= taken < cells ? taken : cells;
    }
    int width;
    pango_layout_set_text(layout, text, (int)(at - text));
    pango_layout_get_size(layout, &width, NULL);
    return width;
}

int paper_set_text(struct sheet *sheet, const struct slip_element *element)
{
    static const PangoAlignment aligns[] = {[SLIP_LEFT] = PANGO_ALIGN_LEFT,
                                            [SLIP_CENTRE] = PANGO_ALIGN_CENTER,
                                            [SLIP_RIGHT] = PANGO_ALIGN_RIGHT};
    PangoLayout *layout = pango_cairo_create_layout(sheet->cairo);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");
    pango_font_description_set_absolute_size(font, size_of(element) * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      element->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM);
    pango_layout_set_font_description(layout, font);
    if (element->hang > 0) {
        pango_layout_set_indent(layout, -label_width(layout, element->text, element->hang));
    }
    pango_layout_set_text(layout, element->text, -1);
    pango_layout_set_width(layout, sheet->settings->dots * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, aligns[element->align]);
    pango_layout_set_line_spacing(layout, 0.88F); /* Noto's own 1.45 is for screens */
    PangoRectangle ink, logical;
    pango_layout_get_pixel_extents(layout, &ink, &logical);
    cairo_move_to(sheet->cairo, 0, sheet->y);
    pango_cairo_show_layout(sheet->cairo, layout);
    sheet->missing += (unsigned)pango_layout_get_unknown_glyphs_count(layout);
    sheet->y += logical.height + GAP_DOTS;
    pango_font_description_free(font);
    g_object_unref(layout);
    return 0;
}
