/* fonts.h: lines of text as pictures, rendered once.
 *
 * Problem: rendering a Chinese line costs 0.2 to 4 ms, a page has sixty of them, and a display
 * without a graphics card must show a touch within 50 ms. The face must be the Simplified
 * Chinese one (index 2 of Noto Sans CJK; 0 is Japanese), the same everywhere, and a rare
 * character of a name that no font has must show 〓 and be told of.
 *
 * Design: fonts by weight and size, opened when first used; lines by font, colour and text in a
 * cache that drops the longest unused beyond FONTS_CACHE_BYTES. No kerning, so that a line is as
 * wide as its characters and breaking it needs no rendering.
 *
 * Owner and thread: the display's main thread. */
#pragma once

#include "common/canvas.h"

#include <stdbool.h>
#include <stddef.h>

struct fonts;

enum { FONTS_CACHE_BYTES = 24 * 1024 * 1024, FONTS_OPEN = 24, FONTS_LINES = 1024 };

/* A size of the type: pixels of an em, which is also the width of a Chinese character. */
struct font {
    uint16_t px;
    bool bold;
};

struct font_files {
    const char *regular, *bold; /* NULL: Noto Sans CJK SC where the system has it */
    int regular_index, bold_index;
};

/* NULL with a sentence in `why` when no font is found or SDL_ttf fails. */
struct fonts *fonts_create(const struct font_files *files, char *why, size_t size);
void fonts_destroy(struct fonts *fonts);

/* The line as a picture, NULL for "". Owned by the cache, valid until the next call. */
SDL_Surface *fonts_line(struct fonts *fonts, struct font font, colour_t colour, const char *text);
/* Width in pixels of a line. */
int fonts_width(struct fonts *fonts, struct font font, const char *text);
/* Height of a line: about 1.45 em; and how far below the middle of a line its Chinese characters
 * and digits have theirs. */
int fonts_height(struct fonts *fonts, struct font font);
int fonts_sink(struct font font);
/* Breaks off the next line (linebreak.h). */
size_t fonts_break(struct fonts *fonts, struct font font, const char *text, int width,
                   size_t *skip);
/* Characters that were replaced by 〓 so far (each counted once). */
size_t fonts_missing(const struct fonts *fonts);
