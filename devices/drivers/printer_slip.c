/* printer_slip.c: see printer_slip.h. */
#include "devices/drivers/printer_slip.h"

#include "base/wrap.h"

#include <string.h>

/* A line of the paper is at most 64 cells: 32 characters of four bytes and a terminator. */
enum { PAPER_LINES = 96, PAPER_LINE_TEXT = 136 };

/* A slip's elements as lines of the paper. */
struct paper_lines {
    size_t count;
    struct escpos_line lines[PAPER_LINES];
    char texts[PAPER_LINES][PAPER_LINE_TEXT];
};

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

/* One text as lines that fit the paper, at most `most` of them. */
static void add_text(struct paper_lines *paper, const struct escpos_style *style,
                     const struct slip_element *element, size_t most)
{
    struct escpos_line line = line_of(element, 0);
    struct text_wrap wrap;
    uint8_t scale = line.width > 1 ? line.width : 1;
    text_wrap_begin(&wrap, element->text, style->columns / scale, element->hang);
    for (size_t i = 0; i < most; i++) {
        char *text = paper->texts[paper->count];
        if (!text_wrap_line(&wrap, text, PAPER_LINE_TEXT)) {
            return;
        }
        line.text = text;
        paper->lines[paper->count++] = line;
    }
}

static void add_elements(struct paper_lines *paper, const struct escpos_style *style,
                         const struct slip_element *elements, uint16_t count, uint8_t module)
{
    paper->count = 0;
    for (uint16_t i = 0; i < count; i++) {
        if (elements[i].kind == SLIP_TEXT_LINE) {
            /* However long a text is, what stands behind it keeps its place. */
            add_text(paper, style, &elements[i], PAPER_LINES - paper->count - (count - i - 1U));
        } else {
            paper->lines[paper->count++] = line_of(&elements[i], module);
        }
    }
}

static int encode(const struct escpos_style *style, const struct slip *slip, uint8_t module,
                  struct slip_bytes *out)
{
    struct paper_lines paper;
    uint16_t count = slip->count < SLIP_ELEMENTS ? slip->count : SLIP_ELEMENTS;
    uint16_t tail = tail_start(slip);
    struct escpos_writer writer;
    escpos_begin(&writer, out->bytes, sizeof out->bytes);
    add_elements(&paper, style, slip->elements, tail, module);
    if (escpos_slip(&writer, style, paper.lines, paper.count) < 0) {
        return -1;
    }
    out->head = (uint32_t)writer.count;
    add_elements(&paper, style, slip->elements + tail, (uint16_t)(count - tail), module);
    if (tail < count && escpos_slip(&writer, style, paper.lines, paper.count) < 0) {
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
