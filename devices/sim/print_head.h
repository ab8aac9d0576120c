/* print_head.h: turns printer commands into pieces on paper, and says how far the paper moved.
 *
 * Everything a print job can do to paper, without time and status: those are the printer's
 * (sim_printer.c). Written from devices.md A.1. Pure but for the heap. Owner: the printer. */
#pragma once

#include "base/text.h"
#include "devices/proto/escpos_decode.h"
#include "sim/paper.h"

enum { HEAD_LINE_PIECES = 16, HEAD_QR_TEXT = 256, HEAD_DEFAULT_SPACING = 30 };

struct head_style {
    uint8_t width, height;       /* GS ! */
    bool bold, reverse;
    bool hanzi_wide, hanzi_tall; /* FS ! */
    bool hanzi_quad;             /* FS W */
};

struct print_head {
    char printer[LIMIT_CODE];
    uint16_t width_dots;
    enum text_encoding encoding;
    struct head_style style;
    uint16_t align, margin, area, spacing;
    uint16_t qr_size;
    char qr_level;
    char qr_text[HEAD_QR_TEXT];
    struct paper_piece line[HEAD_LINE_PIECES]; /* not on paper yet */
    size_t line_count;
    int line_width, line_height;
    struct paper_bitmap bitmap; /* being received */
    uint32_t bitmap_have;
    uint32_t papers;            /* begun so far */
    struct paper *paper;        /* in the printer, NULL = a clean edge */
    int y;
};

void head_init(struct print_head *head, const char *printer, uint16_t width_dots,
               enum text_encoding encoding);
void head_finish(struct print_head *head);
/* ESC @: modes as at power-up; what is on paper stays. */
void head_reset(struct print_head *head);
/* Carries a command out. Dots that the paper moves; 0 for commands that move nothing. A cut
 * is the printer's: the head only feeds before it. */
int head_obey(struct print_head *head, const struct escpos_command *command);
/* Takes the paper out of the printer: NULL when there is nothing on it. The caller owns it. */
struct paper *head_tear(struct print_head *head, bool complete);
