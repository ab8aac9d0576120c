/* codes.h: short codes as small numbers, so that a fact is small and a comparison is cheap.
 *
 * Problem: a day has 50,000 events and a few hundred different codes (items, categories,
 * clerks); keeping each code with each event would cost a hundred times the memory.
 *
 * Design: open addressing over a table of fixed size. 0 is the empty code. Codes are never
 * forgotten. Pure. Owner: the day's facts. */
#pragma once

#include "base/limits.h"

#include <stdint.h>

enum { CODES = 2048, CODE_CELLS = 4096, CODE_NONE = 0 };

struct codes {
    uint16_t count; /* 0 is in use: "" */
    char text[CODES][LIMIT_CODE];
    uint16_t cells[CODE_CELLS]; /* number of a code, 0 = empty cell */
};

/* The number of a code, a new one when it is not known. 0 with *out, or -1 when there are
 * CODES already. */
int codes_number(struct codes *codes, const char *text, uint16_t *out);
/* The code of a number; "" for one that was never given. */
const char *codes_text(const struct codes *codes, uint16_t number);
