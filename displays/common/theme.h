/* theme.h: colours and sizes, computed from the screen's millimetres (ux.md 1 and 2).
 *
 * Problem: a button of 64 pixels is 20 mm on one screen and 9 mm on another.
 *
 * Design: a screen is its pixels, its diagonal and how far away people stand. Sizes are wanted in
 * millimetres and computed once; `--check` compares what a scene really has with what a finger
 * and an eye need. Immutable values; thread: any. */
#pragma once

#include "common/scene.h"

#include <stdio.h>

struct screen {
    int width, height;      /* pixels */
    int diagonal_tenths;    /* of an inch */
    int distance_tenths;    /* of a metre */
};

/* Contrasts against their ground are in ux.md 2; text_on_* at least 4.5:1. */
struct palette {
    colour_t ground, card, edge, header, header_text, header_faint;
    colour_t text, faint, accent, accent_pressed, accent_text, accent_tint;
    colour_t ok, info, warn, bad, off, call;
    colour_t ok_tint, info_tint, warn_tint, bad_tint, off_tint;
};
extern const struct palette palette_light, palette_dark;

struct theme {
    struct screen screen;
    double px_per_mm;
    bool elder;              /* type 40 % larger, targets of 30 mm */
    int unit;                /* 2.5 mm: the grid */
    int target, gap, radius; /* smallest touch target; gap between two; corners */
    int hair;                /* thin edges */
    int least_px;            /* no type below this em: capitals of 0.7 degrees */
    struct font small, body, label, title, headline, display; /* from 9 mm of an em upward */
    const struct palette *colours;
};

double screen_px_per_mm(const struct screen *screen);
/* Pixels of so many millimetres, rounded up: a target is never smaller than what it claims. */
int screen_px(const struct screen *screen, double mm);
/* Sizes for a touch screen at arm's length. */
void theme_touch(struct theme *theme, const struct screen *screen, bool elder);
/* Em in pixels of type to be read from the screen's distance, whose Chinese characters are
 * distance / `divisor` high: 250 is the floor, 200 comfortable, 82 for a called number. */
int theme_read_px(const struct screen *screen, int divisor);

/* Contrast of two colours by WCAG 2.1: 1 to 21. */
double theme_contrast(colour_t a, colour_t b);

/* Tells on `out` which targets are smaller than 20 mm (30 mm in elder mode), nearer than 3 mm to
 * one another, which type is below 0.7° of capital height at the distance, and which texts were
 * cut. How many warnings. `name` is the page's. */
int theme_check(const struct theme *theme, const struct scene *scene, const char *name,
                FILE *out);
