/* paper_private.h: the sheet that the two ways of drawing share. */
#pragma once

#include "view/paper/paper.h"

#include <cairo.h>

enum { PAPER_HEIGHT = 6000, EM_DOTS = 24, LINE_DOTS = 30 };

struct sheet {
    const struct paper_settings *settings;
    cairo_surface_t *surface; /* A8: 255 = black */
    cairo_t *cairo;
    int y; /* where the next element begins */
    unsigned missing;
};

/* One text element, from sheet->y on. 0 or -1. */
int paper_grid_text(struct sheet *sheet, const struct slip_element *element);
int paper_set_text(struct sheet *sheet, const struct slip_element *element);
