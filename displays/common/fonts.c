/* fonts.c: see fonts.h. */
#define LOG_MODULE "fonts"
#include "common/fonts.h"

#include "base/log.h"
#include "base/text.h"
#include "common/linebreak.h"

#include <SDL2/SDL_ttf.h>
#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPLACEMENT = 0x3013, MISSING_KEPT = 64, LINE_BYTES = 512, BUCKETS = 512, ADVANCES = 256 };
enum { NOTO_SIMPLIFIED = 2 };

static const char *const noto_regular = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
static const char *const noto_bold = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";

struct face {
    struct font font;
    TTF_Font *ttf;
    uint64_t used;
    int16_t latin[ADVANCES]; /* advances of the first characters, -1 = not asked yet */
};

struct line {
    struct font font;
    colour_t colour;
    uint32_t hash;
    char *text;
    SDL_Surface *picture;
    size_t bytes;
    uint64_t used;
    struct line *next; /* of its bucket */
};

struct font_file {
    char path[512];
    int index;
};

struct fonts {
    struct font_file files[2]; /* regular, bold */
    size_t face_count, line_count, bytes;
    struct face faces[FONTS_OPEN];
    struct line *buckets[BUCKETS];
    uint64_t clock;
    size_t missing_count;
    uint32_t missing[MISSING_KEPT];
};

/* ------------------------------------------------------------------ which file */

static bool ask_fontconfig(bool bold, struct font_file *out)
{
    FcPattern *wanted = FcNameParse((const FcChar8 *)(bold ? "Noto Sans CJK SC:bold:lang=zh-cn"
                                                           : "Noto Sans CJK SC:lang=zh-cn"));
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result;
    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    FcChar8 *file = NULL;
    bool ok = found != NULL && FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch &&
              FcPatternGetInteger(found, FC_INDEX, 0, &out->index) == FcResultMatch;
    if (ok) {
        snprintf(out->path, sizeof out->path, "%s", (const char *)file);
        out->index &= 0xffff; /* the upper half names a variation */
    }
    FcPatternDestroy(wanted);
    if (found != NULL) {
        FcPatternDestroy(found);
    }
    return ok;
}

static bool find_file(const char *given, int index, const char *usual, bool bold,
                      struct font_file *out)
{
    const char *path = given != NULL ? given : usual;
    snprintf(out->path, sizeof out->path, "%s", path);
    out->index = given != NULL ? index : NOTO_SIMPLIFIED;
    return access(path, R_OK) == 0 || (given == NULL && ask_fontconfig(bold, out));
}

struct fonts *fonts_create(const struct font_files *files, char *why, size_t size)
{
    static const struct font_files none = {0};
    files = files != NULL ? files : &none;
    if (TTF_Init() < 0) {
        snprintf(why, size, "SDL_ttf: %s", TTF_GetError());
        return NULL;
    }
    struct fonts *fonts = calloc(1, sizeof *fonts);
    if (fonts == NULL || !find_file(files->regular, files->regular_index, noto_regular, false,
                                    &fonts->files[0]) ||
        !find_file(files->bold, files->bold_index, noto_bold, true, &fonts->files[1])) {
        snprintf(why, size, "no Chinese font found: install fonts-noto-cjk");
        free(fonts);
        TTF_Quit();
        return NULL;
    }
    return fonts;
}

static void line_free(struct fonts *fonts, struct line *line)
{
    fonts->bytes -= line->bytes;
    fonts->line_count--;
    SDL_FreeSurface(line->picture);
    free(line->text);
    free(line);
}

void fonts_destroy(struct fonts *fonts)
{
    if (fonts == NULL) {
        return;
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        while (fonts->buckets[i] != NULL) {
            struct line *line = fonts->buckets[i];
            fonts->buckets[i] = line->next;
            line_free(fonts, line);
        }
    }
    for (size_t i = 0; i < fonts->face_count; i++) {
        TTF_CloseFont(fonts->faces[i].ttf);
    }
    free(fonts);
    TTF_Quit();
}

/* ------------------------------------------------------------------ faces */

/* A place for one more: the longest unused is closed when all are taken. Its lines stay. */
static struct face *free_face(struct fonts *fonts)
{
    if (fonts->face_count < FONTS_OPEN) {
        return &fonts->faces[fonts->face_count++];
    }
    struct face *oldest = &fonts->faces[0];
    for (size_t i = 1; i < FONTS_OPEN; i++) {
        oldest = fonts->faces[i].used < oldest->used ? &fonts->faces[i] : oldest;
    }
    TTF_CloseFont(oldest->ttf);
    return oldest;
}

static struct face *open_face(struct fonts *fonts, struct font font)
{
    const struct font_file *file = &fonts->files[font.bold];
    TTF_Font *ttf = TTF_OpenFontIndex(file->path, font.px, file->index);
    if (ttf == NULL) {
        log_error("%s at %u px: %s", file->path, font.px, TTF_GetError());
        return fonts->face_count > 0 ? &fonts->faces[0] : NULL;
    }
    TTF_SetFontHinting(ttf, TTF_HINTING_LIGHT);
    TTF_SetFontKerning(ttf, 0);
    struct face *face = free_face(fonts);
    face->font = font;
    face->ttf = ttf;
    memset(face->latin, 0xff, sizeof face->latin);
    return face;
}

static struct face *face_of(struct fonts *fonts, struct font font)
{
    font.px = font.px > 0 ? font.px : 1;
    for (size_t i = 0; i < fonts->face_count; i++) {
        if (fonts->faces[i].font.px == font.px && fonts->faces[i].font.bold == font.bold) {
            fonts->faces[i].used = ++fonts->clock;
            return &fonts->faces[i];
        }
    }
    struct face *face = open_face(fonts, font);
    if (face != NULL) {
        face->used = ++fonts->clock;
    }
    return face;
}

static int glyph_advance(const struct face *face, uint32_t c)
{
    int advance = face->font.px;
    TTF_GlyphMetrics32(face->ttf, TTF_GlyphIsProvided32(face->ttf, c) ? c : REPLACEMENT, NULL, NULL,
                       NULL, NULL, &advance);
    return advance;
}

static int advance_of(const void *context, uint32_t c)
{
    const struct face *face = context;
    return c >= ADVANCES ? glyph_advance(face, c) : face->latin[c];
}

static void learn_latin(struct face *face)
{
    for (uint32_t c = ' '; face->latin[' '] < 0 || (c > ' ' && c < ADVANCES); c++) {
        face->latin[c] = (int16_t)glyph_advance(face, c);
    }
}

int fonts_width(struct fonts *fonts, struct font font, const char *text)
{
    struct face *face = face_of(fonts, font);
    int width = 0;
    uint32_t c;
    if (face == NULL) {
        return 0;
    }
    learn_latin(face);
    while ((c = text_next(&text)) != 0) {
        width += advance_of(face, c);
    }
    return width;
}

size_t fonts_break(struct fonts *fonts, struct font font, const char *text, int width,
                   size_t *skip)
{
    struct face *face = face_of(fonts, font);
    *skip = 0;
    if (face == NULL) {
        return strlen(text);
    }
    learn_latin(face);
    return linebreak_next(text, width, advance_of, face, skip);
}

int fonts_height(struct fonts *fonts, struct font font)
{
    const struct face *face = face_of(fonts, font);
    return face != NULL ? TTF_FontHeight(face->ttf) : font.px;
}

int fonts_sink(struct font font)
{
    return (font.px * 6 + 50) / 100; /* ascent 1.16 em of 1.45; digits are 0.73 em high */
}

/* ------------------------------------------------------------------ characters that no font has */

static void tell_missing(struct fonts *fonts, uint32_t c)
{
    for (size_t i = 0; i < fonts->missing_count; i++) {
        if (fonts->missing[i] == c) {
            return;
        }
    }
    if (fonts->missing_count < MISSING_KEPT) {
        fonts->missing[fonts->missing_count++] = c;
        log_warning("no font has U+%04X: shown as 〓", c);
    }
}

size_t fonts_missing(const struct fonts *fonts)
{
    return fonts->missing_count;
}

/* Copies `text` with 〓 for what the face lacks. */
static void replace_missing(struct fonts *fonts, const struct face *face, const char *text,
                            char out[LINE_BYTES])
{
    size_t used = 0;
    uint32_t c;
    while ((c = text_next(&text)) != 0 && used + 5 < LINE_BYTES) {
        if (!TTF_GlyphIsProvided32(face->ttf, c)) {
            tell_missing(fonts, c);
            c = REPLACEMENT;
        }
        used += text_put(c, out + used);
    }
    out[used] = '\0';
}

/* ------------------------------------------------------------------ lines */

static uint32_t hash_of(struct font font, colour_t colour, const char *text)
{
    uint32_t hash = 2166136261u ^ font.px ^ (uint32_t)font.bold << 16 ^ colour * 31;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    }
    return hash;
}

static struct line **oldest(struct fonts *fonts)
{
    struct line **found = NULL;
    for (size_t i = 0; i < BUCKETS; i++) {
        for (struct line **at = &fonts->buckets[i]; *at != NULL; at = &(*at)->next) {
            if (found == NULL || (*at)->used < (*found)->used) {
                found = at;
            }
        }
    }
    return found;
}

static void make_room(struct fonts *fonts)
{
    while (fonts->line_count >= FONTS_LINES || fonts->bytes > FONTS_CACHE_BYTES) {
        struct line **at = oldest(fonts);
        struct line *line = *at;
        *at = line->next;
        line_free(fonts, line);
    }
}

static struct line *find_line(struct fonts *fonts, struct font font, colour_t colour,
                              const char *text, uint32_t hash)
{
    struct line *line = fonts->buckets[hash % BUCKETS];
    while (line != NULL && (line->hash != hash || line->colour != colour ||
                            line->font.px != font.px || line->font.bold != font.bold ||
                            strcmp(line->text, text) != 0)) {
        line = line->next;
    }
    return line;
}

static struct line *render(struct fonts *fonts, struct font font, colour_t colour,
                           const char *text)
{
    const struct face *face = face_of(fonts, font);
    struct line *line = calloc(1, sizeof *line);
    if (line == NULL || face == NULL) {
        free(line);
        return NULL;
    }
    char clean[LINE_BYTES];
    replace_missing(fonts, face, text, clean);
    SDL_Color ink = {(uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour, 255};
    line->picture = TTF_RenderUTF8_Blended(face->ttf, clean, ink);
    line->text = strdup(text);
    if (line->picture == NULL || line->text == NULL) {
        SDL_FreeSurface(line->picture);
        free(line->text);
        free(line);
        return NULL;
    }
    line->font = font;
    line->colour = colour;
    line->bytes = (size_t)line->picture->pitch * (size_t)line->picture->h;
    return line;
}

SDL_Surface *fonts_line(struct fonts *fonts, struct font font, colour_t colour, const char *text)
{
    if (text[0] == '\0') {
        return NULL; /* SDL_ttf renders nothing and calls it an error */
    }
    uint32_t hash = hash_of(font, colour, text);
    struct line *line = find_line(fonts, font, colour, text, hash);
    if (line == NULL) {
        make_room(fonts);
        line = render(fonts, font, colour, text);
        if (line == NULL) {
            return NULL;
        }
        line->hash = hash;
        line->next = fonts->buckets[hash % BUCKETS];
        fonts->buckets[hash % BUCKETS] = line;
        fonts->line_count++;
        fonts->bytes += line->bytes;
    }
    line->used = ++fonts->clock;
    return line->picture;
}
