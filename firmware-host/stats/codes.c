/* codes.c: see codes.h. The hash is FNV-1a; the table is at most half full, so probes are short. */
#include "stats/codes.h"

#include <stdio.h>
#include <string.h>

static uint32_t hash(const char *text)
{
    uint32_t h = 2166136261u;
    for (; *text != '\0'; text++) {
        h = (h ^ (uint8_t)*text) * 16777619u;
    }
    return h;
}

int codes_number(struct codes *codes, const char *text, uint16_t *out)
{
    if (text[0] == '\0') {
        *out = CODE_NONE;
        return 0;
    }
    uint32_t cell = hash(text) % CODE_CELLS;
    while (codes->cells[cell] != 0) {
        if (strcmp(codes->text[codes->cells[cell]], text) == 0) {
            *out = codes->cells[cell];
            return 0;
        }
        cell = (cell + 1) % CODE_CELLS;
    }
    if (codes->count + 1 >= CODES) {
        return -1;
    }
    uint16_t number = ++codes->count;
    snprintf(codes->text[number], LIMIT_CODE, "%s", text);
    codes->cells[cell] = number;
    *out = number;
    return 0;
}

const char *codes_text(const struct codes *codes, uint16_t number)
{
    return number <= codes->count ? codes->text[number] : "";
}
