/* paper.h: a slip as dots, the way it leaves the printer.
 *
 * Problem: an installer wants to see the ticket before paper is spent, for both widths, and it
 * must be what the printer will do: the same wrapping, the same font cells, 〓 where the printer
 * lacks a character.
 *
 * Design: two ways of drawing from one slip. PAPER_TEXT is the printer's own font grid: half-width
 * characters of 12 x 24 dots, Chinese of 24 x 24, enlarged by whole factors, lines wrapped by the
 * same function as in the printer driver. PAPER_RASTER sets type with Pango at the printer's
 * resolution: sizes between the whole factors, proportional Latin, rare characters as they are.
 * Both end as one bit a dot, for a thermal head knows no grey.
 *
 * Fontconfig and Pango read files and take milliseconds: never in the loop thread. No state is
 * shared. Owner: the caller. Thread: any, one call at a time. */
#pragma once

#include "base/text.h"
#include "devices/slip.h"

#include <stddef.h>
#include <stdint.h>

enum paper_mode { PAPER_TEXT, PAPER_RASTER };

enum { PAPER_DOTS_80 = 576, PAPER_COLUMNS_80 = 48, PAPER_DOTS_58 = 384, PAPER_COLUMNS_58 = 32 };

struct paper_settings {
    enum paper_mode mode;
    uint16_t dots;               /* printable width at 203 dpi */
    uint8_t columns;             /* PAPER_TEXT: half-width characters a line */
    enum text_encoding encoding; /* PAPER_TEXT: what the printer's font has */
};

/* Rows of `row_bytes` bytes, most significant bit left, 1 = black: what GS v 0 takes. */
struct paper_bitmap {
    uint16_t width, height, row_bytes;
    uint8_t *bits;
};

/* 0, or -1: out of memory, or a QR code's content is too long. The bitmap's bits are the
 * caller's; *missing (may be NULL) counts the characters that became 〓. */
int paper_draw(const struct slip *slip, const struct paper_settings *settings,
               struct paper_bitmap *out, unsigned *missing);
void paper_bitmap_finish(struct paper_bitmap *bitmap);
/* As a person sees it: the paper with its margins on a desk. 0 or -1. */
int paper_write_png(const struct paper_bitmap *bitmap, const char *path);
