/* printer_slip.c: see printer_slip.h. */
#include "devices/drivers/printer_slip.h"

#include <string.h>

static unsigned word_index(const char *const words[], size_t count, const char *word)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return 0;
}

void slip_style(const struct device_profile *profile, const struct option_row *rows,
                struct escpos_style *out)
{
    static const char *const scales[] = {
        [ESCPOS_SCALE_GS] = "gs_bang", [ESCPOS_SCALE_FS] = "fs_bang", [ESCPOS_SCALE_FS_W] = "fs_w"};
    static const char *const cuts[] = {
        [ESCPOS_CUT_NONE] = "none", [ESCPOS_CUT_FULL] = "full", [ESCPOS_CUT_PARTIAL] = "partial"};
    *out = (struct escpos_style){
        .encoding = profile->encoding,
        .scale = (enum escpos_kanji_scale)word_index(scales, 3,
                                                     profile_text(profile, rows, "kanji_scale")),
        .kanji_mode = profile_bool(profile, rows, "kanji_mode"),
        .qr_raster = strcmp(profile_text(profile, rows, "qr"), "raster") == 0,
        .ecc = ESCPOS_ECC_M,
        .dots = (uint16_t)profile_int(profile, rows, "dots"),
        .columns = (uint8_t)profile_int(profile, rows, "columns"),
        .cut = (enum escpos_cut)word_index(cuts, 3, profile_text(profile, rows, "cut")),
        .cut_dots = (uint8_t)profile_int(profile, rows, "cut_dots"),
    };
}

static struct escpos_line line_of(const struct slip_element *element, uint8_t widest_module)
{
    static const enum escpos_line_kind kinds[] = {[SLIP_TEXT_LINE] = ESCPOS_LINE_TEXT,
                                                  [SLIP_QR] = ESCPOS_LINE_QR,
                                                  [SLIP_FEED] = ESCPOS_LINE_FEED,
                                                  [SLIP_RULE] = ESCPOS_LINE_RULE,
                                                  [SLIP_CUT] = ESCPOS_LINE_CUT};
    static const enum escpos_align aligns[] = {
        [SLIP_LEFT] = ESCPOS_LEFT, [SLIP_CENTRE] = ESCPOS_CENTRE, [SLIP_RIGHT] = ESCPOS_RIGHT};
    struct escpos_line line = {.kind = kinds[element->kind],
                               .align = aligns[element->align],
                               .width = element->width,
                               .height = element->height,
                               .bold = element->bold,
                               .lines = element->lines,
                               .text = element->text};
    if (element->kind == SLIP_QR && line.width > widest_module) {
        line.width = widest_module;
    }
    return line;
}

/* Where the tail begins: the last QR code, else the last cut, else nowhere. */
static uint16_t tail_start(const struct slip *slip)
{
    uint16_t cut = slip->count;
    for (uint16_t i = slip->count; i > 0; i--) {
        if (slip->elements[i - 1].kind == SLIP_QR) {
            return (uint16_t)(i - 1);
        }
        if (slip->elements[i - 1].kind == SLIP_CUT && cut == slip->count) {
            cut = (uint16_t)(i - 1);
        }
    }
    return cut;
}

static int encode(const struct escpos_style *style, const struct slip *slip, uint8_t module,
                  struct slip_bytes *out)
{
    struct escpos_line lines[SLIP_ELEMENTS];
    uint16_t count = slip->count < SLIP_ELEMENTS ? slip->count : SLIP_ELEMENTS;
    for (uint16_t i = 0; i < count; i++) {
        lines[i] = line_of(&slip->elements[i], module);
    }
    uint16_t tail = tail_start(slip);
    struct escpos_writer writer;
    escpos_begin(&writer, out->bytes, sizeof out->bytes);
    if (escpos_slip(&writer, style, lines, tail) < 0) {
        return -1;
    }
    out->head = (uint32_t)writer.count;
    if (tail < count && escpos_slip(&writer, style, lines + tail, (size_t)(count - tail)) < 0) {
        return -1;
    }
    out->total = (uint32_t)writer.count;
    return 0;
}

int slip_encode(const struct escpos_style *style, const struct slip *slip, struct slip_bytes *out)
{
    static const uint8_t modules[] = {16, 5, 4, 3, 2};
    for (size_t i = 0; i < sizeof modules; i++) {
        if (encode(style, slip, modules[i], out) == 0) {
            return 0;
        }
    }
    return -1;
}
