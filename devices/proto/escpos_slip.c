/* escpos_slip.c: a whole slip as ESC/POS (escpos.h, last part).
 *
 * Modes are sent when they change, not for each line: a slip of 400 bytes takes 0.4 s at 9600.
 * Chinese is scaled by one method only; two of them sent together scale twice on some models
 * (devices.md A.1), so with FS ! and FS W a line is split into runs and the other method is
 * switched off before each. */
#include "devices/proto/escpos.h"

#include <string.h>

struct slip_state {
    struct escpos_writer *writer;
    const struct escpos_style *style;
    enum escpos_align align;
    bool bold;
    uint8_t width, height;             /* by GS ! */
    uint8_t kanji_width, kanji_height; /* by FS ! or FS W */
};

static void set_align(struct slip_state *slip, enum escpos_align align)
{
    if (slip->align != align) {
        slip->align = align;
        escpos_align(slip->writer, align);
    }
}

static void set_bold(struct slip_state *slip, bool bold)
{
    if (slip->bold != bold) {
        slip->bold = bold;
        escpos_bold(slip->writer, bold);
    }
}

static void set_size(struct slip_state *slip, uint8_t width, uint8_t height)
{
    if (slip->width != width || slip->height != height) {
        slip->width = width;
        slip->height = height;
        escpos_size(slip->writer, width, height);
    }
}

static void set_kanji_size(struct slip_state *slip, uint8_t width, uint8_t height)
{
    if (slip->kanji_width == width && slip->kanji_height == height) {
        return;
    }
    slip->kanji_width = width;
    slip->kanji_height = height;
    if (slip->style->scale == ESCPOS_SCALE_FS_W) {
        escpos_kanji_quadruple(slip->writer, width > 1 && height > 1);
    } else {
        escpos_kanji_style(slip->writer, width > 1, height > 1, false);
    }
}

static uint8_t scale_of(uint8_t wanted)
{
    return wanted < 1 ? 1 : wanted > 8 ? 8 : wanted;
}

/* ---------------------------------------------------------------- text */

static void write_run(struct slip_state *slip, const struct escpos_line *line, const char *run,
                      bool chinese)
{
    uint8_t width = scale_of(line->width), height = scale_of(line->height);
    bool by_fs = chinese && slip->style->scale != ESCPOS_SCALE_GS;
    if (by_fs) {
        bool both = slip->style->scale == ESCPOS_SCALE_FS || (width > 1 && height > 1);
        set_size(slip, 1, 1);
        set_kanji_size(slip, both && width > 1 ? 2 : 1, both && height > 1 ? 2 : 1);
    } else {
        set_kanji_size(slip, 1, 1);
        set_size(slip, width, height);
    }
    escpos_text(slip->writer, slip->style->encoding, run);
}

/* Writes the text in runs of one kind; with GS ! the whole text is one run. */
static void write_runs(struct slip_state *slip, const struct escpos_line *line)
{
    enum { RUN = 128 };
    char run[RUN];
    size_t used = 0;
    bool kind = false;
    bool split = slip->style->scale != ESCPOS_SCALE_GS;
    for (const char *at = line->text; *at != '\0';) {
        uint32_t c = text_next(&at);
        bool chinese = split && c >= 0x80;
        if (used > 0 && (chinese != kind || used + 5 > sizeof run)) {
            run[used] = '\0';
            write_run(slip, line, run, kind);
            used = 0;
        }
        kind = chinese;
        used += text_put(c, run + used);
    }
    if (used > 0) {
        run[used] = '\0';
        write_run(slip, line, run, kind);
    }
}

static int write_text(struct slip_state *slip, const struct escpos_line *line)
{
    set_align(slip, line->align);
    set_bold(slip, line->bold);
    write_runs(slip, line);
    escpos_line_end(slip->writer);
    return 0;
}

/* ---------------------------------------------------------------- the other elements */

static int write_qr(struct slip_state *slip, const struct escpos_line *line)
{
    set_align(slip, line->align);
    if (slip->style->qr_raster) {
        return escpos_qr_raster(slip->writer, line->width, slip->style->ecc, line->text,
                                slip->style->dots);
    }
    escpos_qr(slip->writer, line->width, slip->style->ecc, line->text);
    return 0;
}

static int write_feed(struct slip_state *slip, const struct escpos_line *line)
{
    escpos_feed_lines(slip->writer, line->lines);
    return 0;
}

static int write_rule(struct slip_state *slip, const struct escpos_line *line)
{
    (void)line;
    char dashes[256];
    memset(dashes, '-', slip->style->columns);
    dashes[slip->style->columns] = '\0';
    const struct escpos_line rule = {.width = 1, .height = 1, .text = dashes};
    return write_text(slip, &rule);
}

static int write_cut(struct slip_state *slip, const struct escpos_line *line)
{
    (void)line;
    escpos_cut(slip->writer, slip->style->cut, slip->style->cut_dots);
    return 0;
}

typedef int line_writer(struct slip_state *slip, const struct escpos_line *line);
static line_writer *const line_writers[] = {
    [ESCPOS_LINE_TEXT] = write_text, [ESCPOS_LINE_QR] = write_qr, [ESCPOS_LINE_FEED] = write_feed,
    [ESCPOS_LINE_RULE] = write_rule, [ESCPOS_LINE_CUT] = write_cut,
};

int escpos_slip(struct escpos_writer *writer, const struct escpos_style *style,
                const struct escpos_line *lines, size_t count)
{
    struct slip_state slip = {.writer = writer, .style = style, .width = 1, .height = 1,
                              .kanji_width = 1, .kanji_height = 1};
    escpos_initialise(writer);
    if (style->kanji_mode) {
        escpos_kanji(writer, true);
    }
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)lines[i].kind > ESCPOS_LINE_CUT ||
            line_writers[lines[i].kind](&slip, &lines[i]) < 0) {
            return -1;
        }
    }
    return writer->full ? -1 : 0;
}
