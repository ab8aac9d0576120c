/* wrap.h: a long text as lines of so many cells.
 *
 * Problem: a printer cuts a long line wherever its paper ends: in the middle of a word, or so
 * that the next line begins with a comma. Chinese breaks between any two characters, but no line
 * may begin with 、，。） or end with （《“ (行首行尾禁则, JIS X 4051, GB/T 15834); Latin words and
 * numbers stay whole while they fit.
 *
 * Cells as in text.h: ASCII one, everything else two. Pure. Owner: the caller. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct text_wrap {
    const char *rest;
    size_t cells, hang;
    bool begun;
};

/* Lines of at most `cells` cells; all but the first begin with `hang` spaces, so that they stand
 * below the text behind a label. A `hang` of half a line or more is none. */
void text_wrap_begin(struct text_wrap *wrap, const char *text, size_t cells, size_t hang);
/* The next line, terminated; false when there is none. An empty text is one empty line. A word
 * that is longer than a line is broken. A line that does not fit in `size` bytes is cut between
 * characters, and goes on in the next. `size` at least 8. */
bool text_wrap_line(struct text_wrap *wrap, char *out, size_t size);
