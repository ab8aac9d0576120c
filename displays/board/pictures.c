/* pictures.c: see pictures.h. */
#define LOG_MODULE "pictures"
#include "board/pictures.h"

#include "base/log.h"
#include "common/canvas.h"

#include <SDL2/SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 128, PATH_BYTES = 640 };

struct picture {
    char name[NAME_BYTES];
    int width, height;    /* of the room it was made for */
    SDL_Surface *surface; /* NULL: there is none */
};

struct pictures {
    char folder[512];
    size_t count;
    struct picture list[PICTURES_KEPT];
};

struct pictures *pictures_create(const char *folder)
{
    struct pictures *pictures = calloc(1, sizeof *pictures);
    if (pictures != NULL) {
        snprintf(pictures->folder, sizeof pictures->folder, "%s", folder);
    }
    return pictures;
}

void pictures_destroy(struct pictures *pictures)
{
    if (pictures == NULL) {
        return;
    }
    for (size_t i = 0; i < pictures->count; i++) {
        SDL_FreeSurface(pictures->list[i].surface);
    }
    free(pictures);
}

static SDL_Surface *load(const struct pictures *pictures, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", pictures->folder, name);
    SDL_Surface *loaded = name[0] != '.' && strchr(name, '/') == NULL ? IMG_Load(path) : NULL;
    if (loaded == NULL || loaded->w > PICTURE_PIXELS || loaded->h > PICTURE_PIXELS) {
        log_warning("notice without its picture: %s: %s", path,
                    loaded == NULL ? IMG_GetError() : "too large");
        SDL_FreeSurface(loaded);
        return NULL;
    }
    SDL_Surface *plain = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0);
    SDL_FreeSurface(loaded);
    return plain;
}

/* Averages the source pixels under each target pixel when it shrinks; repeats when it grows. */
static uint32_t sample(const SDL_Surface *from, int x0, int x1, int y0, int y1)
{
    uint32_t sum[4] = {0}, count = 0, out = 0;
    for (int y = y0; y < y1; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)((const char *)from->pixels +
                                                               (ptrdiff_t)y * from->pitch);
        for (int x = x0; x < x1; x++, count++) {
            for (int c = 0; c < 4; c++) {
                sum[c] += row[x] >> 8 * c & 0xff;
            }
        }
    }
    for (int c = 0; c < 4; c++) {
        out |= (sum[c] + count / 2) / count << 8 * c;
    }
    return out;
}

static SDL_Surface *scale(const SDL_Surface *from, int width, int height)
{
    SDL_Surface *to =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int y = 0; to != NULL && y < height; y++) {
        uint32_t *row = (uint32_t *)(void *)((char *)to->pixels + (ptrdiff_t)y * to->pitch);
        int y0 = (int)((int64_t)y * from->h / height);
        int y1 = (int)((int64_t)(y + 1) * from->h / height);
        for (int x = 0; x < width; x++) {
            int x0 = (int)((int64_t)x * from->w / width);
            int x1 = (int)((int64_t)(x + 1) * from->w / width);
            row[x] = sample(from, x0, x1 > x0 ? x1 : x0 + 1, y0, y1 > y0 ? y1 : y0 + 1);
        }
    }
    return to;
}

static SDL_Surface *make(const struct pictures *pictures, const char *name, int width, int height)
{
    SDL_Surface *loaded = load(pictures, name);
    if (loaded == NULL) {
        return NULL;
    }
    int w = width, h = (int)((int64_t)loaded->h * width / loaded->w);
    if (h > height) {
        h = height;
        w = (int)((int64_t)loaded->w * height / loaded->h);
    }
    SDL_Surface *scaled = scale(loaded, w > 0 ? w : 1, h > 0 ? h : 1);
    SDL_FreeSurface(loaded);
    return scaled;
}

SDL_Surface *pictures_fit(struct pictures *pictures, const char *name, int width, int height)
{
    for (size_t i = 0; i < pictures->count; i++) {
        struct picture *picture = &pictures->list[i];
        if (strcmp(picture->name, name) == 0 && picture->width == width &&
            picture->height == height) {
            return picture->surface;
        }
    }
    if (pictures->count == PICTURES_KEPT || width <= 0 || height <= 0) {
        return NULL;
    }
    struct picture *picture = &pictures->list[pictures->count++];
    snprintf(picture->name, sizeof picture->name, "%s", name);
    picture->width = width;
    picture->height = height;
    picture->surface = make(pictures, name, width, height);
    return picture->surface;
}
