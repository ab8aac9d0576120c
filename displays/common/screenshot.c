/* screenshot.c: see screenshot.h. */
#define LOG_MODULE "screenshot"
#include "common/screenshot.h"

#include "base/log.h"

#include <SDL2/SDL_image.h>
#include <string.h>

int screenshot_save(SDL_Surface *picture, const char *path)
{
    const char *dot = strrchr(path, '.');
    bool bmp = dot != NULL && strcmp(dot, ".bmp") == 0;
    SDL_Surface *plain = SDL_ConvertSurfaceFormat(picture, SDL_PIXELFORMAT_RGB24, 0);
    int result = plain == NULL ? -1 : bmp ? SDL_SaveBMP(plain, path) : IMG_SavePNG(plain, path);
    if (result < 0) {
        log_error("%s: %s", path, SDL_GetError());
    }
    SDL_FreeSurface(plain);
    return result;
}
