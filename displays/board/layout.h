/* layout.h: where things stand on a board, as data (config/theme/board-*.yaml).
 *
 * A stack of bands, each of parts side by side. A band's height is so many rows of the type that
 * the screen's distance asks for, or a share of what is left: a layout serves every size of
 * screen and every distance without a number of pixels in it. board-landscape.yaml explains the
 * keys. Immutable after loading. Thread: any. */
#pragma once

#include <SDL2/SDL_rect.h>
#include <stdbool.h>
#include <stddef.h>

enum { LAYOUT_BANDS = 12, LAYOUT_PARTS = 4 };

enum layout_fits { LAYOUT_WIDE, LAYOUT_TALL, LAYOUT_NAMED };

enum layout_kind {
    LAYOUT_HEADER,
    LAYOUT_CALLS,
    LAYOUT_WINDOWS,
    LAYOUT_WAITING,
    LAYOUT_MISSED,
    LAYOUT_TICKER,
    LAYOUT_KINDS
};

struct layout_part {
    enum layout_kind kind;
    int width;   /* share of the band's width */
    int hero;    /* calls: percent of the height for the newest */
    int columns; /* windows: 1 to 3 */
    bool closed; /* windows: closed ones have rows too */
};

struct layout_band {
    double rows; /* height in rows of type; 0 = `share` of the rest */
    int share;
    size_t part_count;
    struct layout_part parts[LAYOUT_PARTS];
};

struct layout {
    enum layout_fits fits;
    int page_s; /* how long a page of windows, counts or news stays */
    size_t band_count;
    struct layout_band bands[LAYOUT_BANDS];
};

/* Loads `folder`/board-NAME.yaml; name "" takes the one for the screen's form. 0, or -1 with the
 * file and what is wrong in `why`. */
int layout_load(struct layout *layout, const char *folder, const char *name, int width, int height,
                char *why, size_t size);
/* Where a part stands on a screen, given the height of a row and of the gap between parts. */
SDL_Rect layout_place(const struct layout *layout, size_t band, size_t part, int width, int height,
                      int row, int gap);
