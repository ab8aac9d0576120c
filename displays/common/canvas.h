/* canvas.h: boxes with round corners on a 32-bit surface, drawn by the processor.
 *
 * Problem: SDL without a graphics card draws through OpenGL in software, which costs a hundred
 * times as much as writing the pixels oneself (architecture.md, last bullet); and SDL has no
 * round corners.
 *
 * Design: a box is filled rows and four corners whose edge pixels are mixed by how much of them
 * is covered. Everything is limited to the surface's clip rectangle, so that repainting a
 * damaged row costs that row. Colours are 0xRRGGBB. Thread: the display's main thread. */
#pragma once

#include <SDL2/SDL.h>
#include <stdint.h>

typedef uint32_t colour_t;

/* What all pictures are drawn in. */
enum { CANVAS_FORMAT = SDL_PIXELFORMAT_RGB888 };

/* An opaque surface of that format; NULL when memory is out. */
SDL_Surface *canvas_create(int width, int height);
/* Fills `rect` with corners of `radius` pixels (limited to half its height and width). */
void canvas_box(SDL_Surface *canvas, SDL_Rect rect, int radius, colour_t fill);
/* The same with an edge of `width` pixels inside the rectangle. */
void canvas_edged_box(SDL_Surface *canvas, SDL_Rect rect, int radius, colour_t fill, int width,
                      colour_t edge);
/* `over` laid on `under` with a share of 0..255. */
colour_t canvas_mix(colour_t under, colour_t over, int share);
