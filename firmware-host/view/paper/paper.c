/* paper.c: the sheet, its codes and rules, and the dots that come of it. See paper.h. */
#include "view/paper/paper_private.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum { BLACK_FROM = 128, RULE_DOTS = 3, QUIET_DOTS = 12, MODULE_MOST = 16 };

/* ------------------------------------------------------------------ elements */

static int draw_text(struct sheet *sheet, const struct slip_element *element)
{
    return sheet->settings->mode == PAPER_RASTER ? paper_set_text(sheet, element)
                                                 : paper_grid_text(sheet, element);
}

static int left_of(const struct sheet *sheet, const struct slip_element *element, int width)
{
    int room = sheet->settings->dots - width;
    return element->align == SLIP_LEFT ? 0 : element->align == SLIP_CENTRE ? room / 2 : room;
}

static int draw_qr(struct sheet *sheet, const struct slip_element *element)
{
    QRcode *code = QRcode_encodeString8bit(element->text, 0, QR_ECLEVEL_M);
    if (code == NULL) {
        return -1;
    }
    int module = element->width < 1             ? 1
                 : element->width > MODULE_MOST ? MODULE_MOST
                                                : element->width;
    while (module > 1 && code->width * module > sheet->settings->dots) {
        module--;
    }
    int left = left_of(sheet, element, code->width * module), top = sheet->y + QUIET_DOTS;
    for (int i = 0; i < code->width * code->width; i++) {
        if (code->data[i] & 1) {
            cairo_rectangle(sheet->cairo, left + i % code->width * module,
                            top + i / code->width * module, module, module);
        }
    }
    cairo_fill(sheet->cairo);
    sheet->y = top + code->width * module + QUIET_DOTS;
    QRcode_free(code);
    return 0;
}

static int draw_feed(struct sheet *sheet, const struct slip_element *element)
{
    sheet->y += element->lines * LINE_DOTS;
    return 0;
}

static int draw_rule(struct sheet *sheet, const struct slip_element *element)
{
    (void)element;
    if (sheet->settings->mode == PAPER_TEXT) {
        struct slip_element line = {.kind = SLIP_TEXT_LINE, .width = 1, .height = 1};
        size_t dashes = sheet->settings->columns;
        memset(line.text, '-', dashes < SLIP_TEXT ? dashes : SLIP_TEXT - 1);
        return paper_grid_text(sheet, &line);
    }
    cairo_rectangle(sheet->cairo, 0, sheet->y + LINE_DOTS / 2 - 1, sheet->settings->dots,
                    RULE_DOTS);
    cairo_fill(sheet->cairo);
    sheet->y += LINE_DOTS;
    return 0;
}

static int draw_cut(struct sheet *sheet, const struct slip_element *element)
{
    (void)sheet;
    (void)element;
    return 0;
}

typedef int element_drawer(struct sheet *sheet, const struct slip_element *element);
static element_drawer *const drawers[] = {
    [SLIP_TEXT_LINE] = draw_text, [SLIP_QR] = draw_qr,   [SLIP_FEED] = draw_feed,
    [SLIP_RULE] = draw_rule,      [SLIP_CUT] = draw_cut,
};

/* ------------------------------------------------------------------ dots */

static int to_bits(const struct sheet *sheet, struct paper_bitmap *out)
{
    const unsigned char *grey = cairo_image_surface_get_data(sheet->surface);
    int stride = cairo_image_surface_get_stride(sheet->surface);
    int height = sheet->y < PAPER_HEIGHT ? sheet->y : PAPER_HEIGHT;
    *out = (struct paper_bitmap){.width = sheet->settings->dots,
                                 .height = (uint16_t)height,
                                 .row_bytes = (uint16_t)((sheet->settings->dots + 7) / 8)};
    out->bits = calloc((size_t)height + 1, out->row_bytes);
    if (out->bits == NULL) {
        return -1;
    }
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < out->width; x++) {
            if (grey[y * stride + x] >= BLACK_FROM) {
                out->bits[y * out->row_bytes + x / 8] |= (uint8_t)(0x80 >> (x % 8));
            }
        }
    }
    return 0;
}

int paper_draw(const struct slip *slip, const struct paper_settings *settings,
               struct paper_bitmap *out, unsigned *missing)
{
    struct sheet sheet = {.settings = settings};
    sheet.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, settings->dots, PAPER_HEIGHT);
    sheet.cairo = cairo_create(sheet.surface);
    cairo_set_source_rgba(sheet.cairo, 0, 0, 0, 1);
    int result = cairo_status(sheet.cairo) == CAIRO_STATUS_SUCCESS ? 0 : -1;
    for (uint16_t i = 0; i < slip->count && result == 0; i++) {
        result = (unsigned)slip->elements[i].kind <= SLIP_CUT
                     ? drawers[slip->elements[i].kind](&sheet, &slip->elements[i])
                     : -1;
    }
    if (result == 0) {
        cairo_surface_flush(sheet.surface);
        result = to_bits(&sheet, out);
    }
    if (missing != NULL) {
        *missing = sheet.missing;
    }
    cairo_destroy(sheet.cairo);
    cairo_surface_destroy(sheet.surface);
    return result;
}

void paper_bitmap_finish(struct paper_bitmap *bitmap)
{
    free(bitmap->bits);
    bitmap->bits = NULL;
}
