/* pictures.h: the pictures of notices, loaded once and made to fit.
 *
 * Names come from the controller; files lie in one folder on the board's machine, so that a
 * notice stays when the network goes. A name that leaves the folder is refused. A picture that
 * is missing is told once and the notice's text is shown without it.
 *
 * Owner and thread: the display's main thread. */
#pragma once

#include <SDL2/SDL.h>
#include <stdint.h>

struct pictures;

enum { PICTURES_KEPT = 24, PICTURE_PIXELS = 7680 };

/* NULL when memory is out. */
struct pictures *pictures_create(const char *folder);
void pictures_destroy(struct pictures *pictures);
/* The picture within `width` × `height`, in proportion; owned by `pictures`. NULL: no such
 * picture. */
SDL_Surface *pictures_fit(struct pictures *pictures, const char *name, int width, int height);
