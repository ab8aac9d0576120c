/* linebreak.h: where a text may be broken into lines: Chinese by character, English by word.
 *
 * Problem: SDL_ttf breaks at spaces only; Chinese has none. And 、 or ） at the start of a line,
 * or （ at its end, reads like a mistake (禁则, GB/T 15834-2011 5.1).
 *
 * Design: pure. The caller tells how wide a character is. A run of Latin letters and digits is
 * kept whole unless it is wider than a line; marks that may not begin a line stay with what
 * stands before them, marks that may not end a line go with what follows; a newline ends a line.
 * Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int (*linebreak_advance)(const void *context, uint32_t code_point);

/* Bytes of `text` that make up the next line of at most `width`, and in *skip how many bytes
 * follow that belong to no line (spaces, the newline). At least one character, so that it ends
 * even where nothing fits; 0 at the end of the text. */
size_t linebreak_next(const char *text, int width, linebreak_advance advance, const void *context,
                      size_t *skip);
