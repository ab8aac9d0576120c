/* paper.h: what is on a slip of paper: pieces at places, in dots of 203 dpi.
 *
 * Problem: "a slip was printed" must be something that can be looked at, read and scanned, not
 * a counter: a person reads its text, zbarimg decodes its QR code.
 *
 * The printer places pieces; the picture (paper_picture.c) is drawn from them in a thread of
 * its own, for drawing takes longer than a byte on the wire. A paper is on the heap and has
 * one owner at a time. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAPER_PIECES = 96, PAPER_PIECE_TEXT = 256, PAPER_BITMAPS = 12, PAPER_MAX_DOTS = 8000 };

enum piece_kind { PIECE_TEXT, PIECE_QR, PIECE_BITMAP };

struct paper_piece {
    enum piece_kind kind;
    int16_t x, y;           /* left and top */
    uint8_t width, height;  /* text: scale; QR: dots of a module (width) */
    bool bold, reverse;
    char level;             /* QR: error correction 'L' 'M' 'Q' 'H' */
    uint8_t bitmap;         /* index */
    char text[PAPER_PIECE_TEXT]; /* UTF-8, or the QR code's content */
};

struct paper_bitmap {
    uint16_t bytes_a_row, rows;
    uint8_t *bits; /* MSB left, 1 = black */
};

struct paper {
    char printer[LIMIT_CODE];
    uint32_t ordinal;      /* of this printer since the simulator started */
    uint16_t width_dots, height_dots;
    bool complete;         /* from a clean edge to its own cut */
    wall_t when;           /* hall time at which it came out */
    size_t piece_count, bitmap_count;
    struct paper_piece pieces[PAPER_PIECES];
    struct paper_bitmap bitmaps[PAPER_BITMAPS];
};

struct paper *paper_create(const char *printer, uint32_t ordinal, uint16_t width_dots);
void paper_destroy(struct paper *paper);
/* The next free piece, zeroed, or NULL when the paper holds no more. */
struct paper_piece *paper_add(struct paper *paper, enum piece_kind kind);
/* Width and height of a piece in dots. */
void paper_piece_size(const struct paper *paper, const struct paper_piece *piece, int *width,
                      int *height);

/* Modules of a QR piece, a byte each (1 = black), to be freed; their number on a side, or 0. */
int paper_qr_modules(const struct paper_piece *piece, uint8_t **modules);

/* The text as a person reads it, line by line; a QR code as [QR content]. */
void paper_read(const struct paper *paper, char *out, size_t size);
/* The ticket number: the largest text that is letters then digits ("A012"). 0, or -1. */
int paper_number(const struct paper *paper, char number[LIMIT_NUMBER]);
/* The first ticket number in a text: one to three capitals and two or more digits, alone. */
bool paper_find_number(const char *text, char number[LIMIT_NUMBER]);
/* Draws it as a PNG, white edge around, as a scanner would see it. 0 or -1. */
int paper_picture(const struct paper *paper, const char *path);
