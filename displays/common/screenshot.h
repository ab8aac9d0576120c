/* screenshot.h: a picture into a file: PNG, or BMP when its name ends so. 0, or -1 (logged). */
#pragma once

#include <SDL2/SDL.h>

int screenshot_save(SDL_Surface *picture, const char *path);
