/* make_history.h: years of a busy hall, made up: rows for the image, at any size.
 *
 * The hall is Xinmi's (reference-hall.md): 35 windows, 122 items, 35 departments, about 1,100
 * tickets a working day for five years; more rows make busier days, not more years. Waits are
 * skewed as real ones are: most short, a tail of hours. Deterministic by its seed. */
#pragma once

#include "stats/column_image.h"

enum { HISTORY_XINMI = 968367, HISTORY_LARGE = 10000000 };
enum { HISTORY_ITEMS = 122, HISTORY_CATEGORIES = 20 };

struct history {
    uint64_t dice;
    int32_t first_day;  /* yyyymmdd */
    uint32_t day_count; /* working days */
    uint64_t row_count; /* of all days */
    /* Codes that a site knows; NULL = made up. */
    const char *items[HISTORY_ITEMS], *categories[HISTORY_CATEGORIES];
};

/* Puts the whole history into `image`. 0, or -1 when memory is out. */
int history_make(struct history *history, struct image *image);
