/* pdf.c: pages and type. See pdf.h. */
#include "reports/pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

static cairo_status_t put_bytes(void *context, const unsigned char *bytes, unsigned count)
{
    return fwrite(bytes, 1, count, context) == count ? CAIRO_STATUS_SUCCESS
                                                     : CAIRO_STATUS_WRITE_ERROR;
}

int pdf_begin(struct pdf *pdf, bool landscape, struct form_bytes *bytes)
{
    *pdf = (struct pdf){.bytes = bytes, .width = landscape ? PDF_LONG_SIDE : PDF_SHORT_SIDE,
                        .height = landscape ? PDF_SHORT_SIDE : PDF_LONG_SIDE};
    pdf->out = open_memstream(&bytes->bytes, &bytes->size);
    if (pdf->out == NULL) {
        return -1;
    }
    pdf->surface =
        cairo_pdf_surface_create_for_stream(put_bytes, pdf->out, pdf->width, pdf->height);
    pdf->cairo = cairo_create(pdf->surface);
    pdf->layout = pango_cairo_create_layout(pdf->cairo);
    return 0; /* Cairo remembers what went wrong until pdf_end asks */
}

void pdf_title(struct pdf *pdf, const char *title)
{
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
}

int pdf_end(struct pdf *pdf)
{
    cairo_show_page(pdf->cairo);
    g_object_unref(pdf->layout);
    cairo_destroy(pdf->cairo);
    cairo_surface_finish(pdf->surface);
    bool sound = cairo_surface_status(pdf->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(pdf->surface);
    if (fclose(pdf->out) == 0 && sound) {
        return 0;
    }
    free(pdf->bytes->bytes);
    *pdf->bytes = (struct form_bytes){0};
    return -1;
}

void pdf_next_page(struct pdf *pdf)
{
    cairo_show_page(pdf->cairo);
}

/* ------------------------------------------------------------------ type */

static void set_style(struct pdf *pdf, const struct pdf_style *style)
{
    static const PangoAlignment aligns[] = {[PDF_LEFT] = PANGO_ALIGN_LEFT,
                                            [PDF_CENTRE] = PANGO_ALIGN_CENTER,
                                            [PDF_RIGHT] = PANGO_ALIGN_RIGHT};
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD
                                                        : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(pdf->layout, font);
    pango_font_description_free(font);
    pango_layout_set_alignment(pdf->layout, aligns[style->align]);
    pango_layout_set_wrap(pdf->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(pdf->layout, 0.92F); /* Noto's own 1.45 is for screens */
}

static void set_colour(struct pdf *pdf, uint32_t colour)
{
    cairo_set_source_rgb(pdf->cairo, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
                         (colour & 255) / 255.0);
}

static void lay_out(struct pdf *pdf, const struct pdf_style *style, double width, const char *text)
{
    set_style(pdf, style);
    pango_layout_set_width(pdf->layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    pango_layout_set_text(pdf->layout, text, -1);
}

static void extent(struct pdf *pdf, double *width, double *height)
{
    int w, h;
    pango_layout_get_size(pdf->layout, &w, &h);
    *width = (double)w / PANGO_SCALE;
    *height = (double)h / PANGO_SCALE;
}

double pdf_text(struct pdf *pdf, const struct pdf_style *style, double x, double y, double width,
                const char *text)
{
    double wide, high;
    lay_out(pdf, style, width, text);
    set_colour(pdf, style->colour);
    cairo_move_to(pdf->cairo, x, y);
    pango_cairo_show_layout(pdf->cairo, pdf->layout);
    extent(pdf, &wide, &high);
    return high;
}

double pdf_text_width(struct pdf *pdf, const struct pdf_style *style, const char *text)
{
    double wide, high;
    lay_out(pdf, style, 0, text);
    extent(pdf, &wide, &high);
    return wide;
}

double pdf_text_height(struct pdf *pdf, const struct pdf_style *style, double width,
                       const char *text)
{
    double wide, high;
    lay_out(pdf, style, width, text);
    extent(pdf, &wide, &high);
    return high;
}

double pdf_word_width(struct pdf *pdf, const struct pdf_style *style, const char *text)
{
    double wide, high;
    lay_out(pdf, style, 1, text);
    pango_layout_set_wrap(pdf->layout, PANGO_WRAP_WORD);
    extent(pdf, &wide, &high);
    return wide;
}

/* ------------------------------------------------------------------ shapes */

void pdf_fill(struct pdf *pdf, uint32_t colour, double x, double y, double width, double height)
{
    set_colour(pdf, colour);
    cairo_rectangle(pdf->cairo, x, y, width, height);
    cairo_fill(pdf->cairo);
}

void pdf_line(struct pdf *pdf, uint32_t colour, double x, double y, double to_x, double to_y)
{
    set_colour(pdf, colour);
    cairo_set_line_width(pdf->cairo, 0.5);
    cairo_move_to(pdf->cairo, x, y);
    cairo_line_to(pdf->cairo, to_x, to_y);
    cairo_stroke(pdf->cairo);
}

void pdf_foot(struct pdf *pdf, const char *made, const char *page)
{
    struct pdf_style style = {.size = 8, .colour = PDF_QUIET};
    double y = pdf->height - PDF_MARGIN + 8, width = pdf->width - 2 * PDF_MARGIN;
    pdf_line(pdf, PDF_RULE, PDF_MARGIN, y - 4, PDF_MARGIN + width, y - 4);
    pdf_text(pdf, &style, PDF_MARGIN, y, width, made);
    style.align = PDF_RIGHT;
    pdf_text(pdf, &style, PDF_MARGIN, y, width, page);
}
