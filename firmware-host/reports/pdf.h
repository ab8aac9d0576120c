/* pdf.h: A4 pages with Pango type. Private to reports/.
 *
 * Lengths are points (1/72 inch), y grows downwards. One face for both languages, Noto Sans CJK SC,
 * whose digits all have one width. Owner: who called pdf_begin. Thread: reports. */
#pragma once

#include "reports/forms.h"

#include <cairo.h>
#include <pango/pangocairo.h>

enum pdf_align { PDF_LEFT, PDF_CENTRE, PDF_RIGHT };
struct pdf_style {
    double size;
    bool bold;
    enum pdf_align align;
    uint32_t colour; /* 0xRRGGBB */
};

/* The tokens of ux.md. */
enum {
    PDF_INK = 0x071727,
    PDF_QUIET = 0x47525F,
    PDF_RULE = 0xB8C2CC,
    PDF_BAND = 0xF2F5F8,
    PDF_HEAD = 0xE6EDF5,
    PDF_WARN = 0xA34A00,
    PDF_OK = 0x1B6E53,
    PDF_BAD = 0xB3261E,
    PDF_INFO = 0x0B5CAB
};
enum { PDF_SHORT_SIDE = 595, PDF_LONG_SIDE = 842, PDF_MARGIN = 40 };

struct pdf {
    FILE *out;
    struct form_bytes *bytes;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    double width, height;
};

/* 0, or -1 when memory is out. The bytes are complete after pdf_end, which frees everything else:
 * 0, or -1 with no bytes. */
int pdf_begin(struct pdf *pdf, bool landscape, struct form_bytes *bytes);
void pdf_title(struct pdf *pdf, const char *title);
int pdf_end(struct pdf *pdf);
void pdf_next_page(struct pdf *pdf);

/* Draws a text from its upper left corner, wrapped at `width`; returns its height. */
double pdf_text(struct pdf *pdf, const struct pdf_style *style, double x, double y, double width,
                const char *text);
/* As it would be drawn: on one line, or wrapped. */
double pdf_text_width(struct pdf *pdf, const struct pdf_style *style, const char *text);
double pdf_text_height(struct pdf *pdf, const struct pdf_style *style, double width,
                       const char *text);
/* The width of its longest part that cannot be broken. */
double pdf_word_width(struct pdf *pdf, const struct pdf_style *style, const char *text);
void pdf_fill(struct pdf *pdf, uint32_t colour, double x, double y, double width, double height);
void pdf_line(struct pdf *pdf, uint32_t colour, double x, double y, double to_x, double to_y);

/* "2026-03-02 17:30 制表" left, "2 / 7" right, at the foot of the page. */
void pdf_foot(struct pdf *pdf, const char *made, const char *page);

/* pdf_chart.c: the sheet's chart from (x, y) on; returns its height, 0 when there is nothing to
 * draw. */
double pdf_chart(struct pdf *pdf, const struct sheet *sheet, const struct language *language,
                 enum language_code code, double x, double y, double width);

/* ---- pdf_table.c */
enum { PDF_TABLE_COLUMNS = SHEET_COLUMNS + 1 };
struct pdf_table {
    const struct sheet *sheet;
    const struct language *language;
    enum language_code code;
    size_t count; /* columns, the name's included */
    double size;  /* of the type */
    double widths[PDF_TABLE_COLUMNS];
    double total_width;
};
/* Chooses the type's size, the widths and whether the sheet must lie on its side. */
void pdf_table_plan(struct pdf *pdf, struct pdf_table *table, bool *landscape);
double pdf_table_head(struct pdf *pdf, const struct pdf_table *table, double x, double y);
/* A row, drawn or only measured; returns its height. `index` shades every second one. */
double pdf_table_row(struct pdf *pdf, const struct pdf_table *table, const struct sheet_row *row,
                     size_t index, double x, double y, bool draw);
double pdf_table_head_height(struct pdf *pdf, const struct pdf_table *table);
