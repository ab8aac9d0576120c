/* theme.c: see theme.h. */
#include "common/theme.h"

#include <math.h>
#include <string.h>

static const double mm_per_inch = 25.4;
static const double grid_mm = 2.5, target_mm = 20, elder_target_mm = 30, gap_mm = 3;
static const double elder_type = 1.4;
static const double han_em = 0.92, capital_em = 0.73; /* of Noto Sans CJK (ux.md, SDL2) */
static const double usual_distance_m = 0.5;
static const double least_degrees = 0.7; /* of a capital's height, EN 301 549 5.1.4 */

/* Tokens of ux.md 2; tints are the same hue, far lighter, to lie under text of full colour. */
const struct palette palette_light = {
    .ground = 0xF3F6FA, .card = 0xFFFFFF, .edge = 0xD5DEE8,
    .header = 0x0A3B73, .header_text = 0xFFFFFF, .header_faint = 0xC3D8EF,
    .text = 0x14202C, .faint = 0x47525F,
    .accent = 0x0B5CAB, .accent_pressed = 0x084580, .accent_text = 0xFFFFFF,
    .accent_tint = 0xE7F0FA,
    .ok = 0x1B6E53, .info = 0x0B5CAB, .warn = 0xA34A00, .bad = 0xB3261E, .off = 0x47525F,
    .call = 0x0A3B73,
    .ok_tint = 0xE5F3ED, .info_tint = 0xE7F0FA, .warn_tint = 0xFDF1E3, .bad_tint = 0xFCEBE9,
    .off_tint = 0xECEFF3,
};
const struct palette palette_dark = {
    .ground = 0x071727, .card = 0x133352, .edge = 0x24496E,
    .header = 0x0B2440, .header_text = 0xFFFFFF, .header_faint = 0xA9C3DE,
    .text = 0xF4F8FC, .faint = 0xB5C7DA,
    .accent = 0x6CB8FF, .accent_pressed = 0x9CCFFF, .accent_text = 0x071727,
    .accent_tint = 0x1B4269,
    .ok = 0x4CC38A, .info = 0x6CB8FF, .warn = 0xFFB224, .bad = 0xFF8A80, .off = 0xB5C7DA,
    .call = 0xFFD60A,
    .ok_tint = 0x123F3C, .info_tint = 0x1B4269, .warn_tint = 0x3D3420, .bad_tint = 0x402A3A,
    .off_tint = 0x1B3550,
};

double screen_px_per_mm(const struct screen *screen)
{
    double diagonal_px = sqrt((double)screen->width * screen->width +
                              (double)screen->height * screen->height);
    return diagonal_px / (screen->diagonal_tenths / 10.0 * mm_per_inch);
}

int screen_px(const struct screen *screen, double mm)
{
    return (int)ceil(mm * screen_px_per_mm(screen) - 1e-9);
}

static double least_capital_mm(const struct screen *screen)
{
    return tan(least_degrees * acos(-1) / 180) * screen->distance_tenths * 100;
}

static struct font type_of(const struct theme *theme, double mm, bool bold)
{
    double distance = theme->screen.distance_tenths / 10.0 / usual_distance_m;
    double scale = (theme->elder ? elder_type : 1) * (distance > 1 ? distance : 1);
    return (struct font){(uint16_t)lround(mm * scale * theme->px_per_mm), bold};
}

void theme_touch(struct theme *theme, const struct screen *screen, bool elder)
{
    memset(theme, 0, sizeof *theme);
    theme->screen = *screen;
    theme->elder = elder;
    theme->px_per_mm = screen_px_per_mm(screen);
    theme->unit = (int)lround(grid_mm * theme->px_per_mm);
    theme->unit = theme->unit > 0 ? theme->unit : 1;
    theme->target = screen_px(screen, elder ? elder_target_mm : target_mm);
    theme->gap = screen_px(screen, gap_mm);
    theme->gap = theme->gap > 2 * theme->unit ? theme->gap : 2 * theme->unit;
    theme->radius = 2 * theme->unit;
    theme->hair = theme->unit >= 8 ? theme->unit / 4 : 1;
    theme->least_px = screen_px(screen, least_capital_mm(screen) / capital_em);
    theme->small = type_of(theme, 9.0, false);
    theme->body = type_of(theme, 10.6, false);
    theme->label = type_of(theme, 11.8, true);
    theme->title = type_of(theme, 14, true);
    theme->headline = type_of(theme, 18, true);
    theme->display = type_of(theme, elder ? 56 : 80, true);
    theme->colours = &palette_light;
}

int theme_read_px(const struct screen *screen, int divisor)
{
    double high_mm = screen->distance_tenths * 100.0 / divisor;
    return (int)lround(high_mm / han_em * screen_px_per_mm(screen));
}

/* ------------------------------------------------------------------ contrast */

static double luminance(colour_t colour)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126}; /* blue, green, red */
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = (colour >> 8 * i & 0xff) / 255.0;
        sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double theme_contrast(colour_t a, colour_t b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

/* ------------------------------------------------------------------ --check */

static int check_targets(const struct theme *theme, const struct scene *scene, const char *name,
                         FILE *out)
{
    double wanted = theme->elder ? elder_target_mm : target_mm;
    int warnings = 0;
    for (size_t i = 0; i < scene->target_count; i++) {
        const SDL_Rect *rect = &scene->targets[i].rect;
        double w = rect->w / theme->px_per_mm, h = rect->h / theme->px_per_mm;
        if (w < wanted || h < wanted) {
            fprintf(out, "%s: target %zu is %.1f x %.1f mm; %.0f mm are needed\n", name, i, w, h,
                    wanted);
            warnings++;
        }
    }
    return warnings;
}

/* Pixels between two rectangles; negative when they overlap. */
static int between(const SDL_Rect *a, const SDL_Rect *b)
{
    int x = a->x < b->x ? b->x - a->x - a->w : a->x - b->x - b->w;
    int y = a->y < b->y ? b->y - a->y - a->h : a->y - b->y - b->h;
    return x > y ? x : y;
}

static int check_gaps(const struct theme *theme, const struct scene *scene, const char *name,
                      FILE *out)
{
    int warnings = 0;
    for (size_t i = 0; i < scene->target_count; i++) {
        for (size_t j = 0; j < i; j++) {
            double gap = between(&scene->targets[i].rect, &scene->targets[j].rect) /
                         theme->px_per_mm;
            if (gap < gap_mm - 0.05) {
                fprintf(out, "%s: targets %zu and %zu are %.1f mm apart; %.0f mm are needed\n",
                        name, j, i, gap, gap_mm);
                warnings++;
            }
        }
    }
    return warnings;
}

static int check_type(const struct theme *theme, const struct scene *scene, const char *name,
                      FILE *out)
{
    double wanted = least_capital_mm(&theme->screen);
    int warnings = 0, told = 0;
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        double high = node->font.px * capital_em / theme->px_per_mm;
        if (node->kind == SCENE_LINE && high < wanted && told != node->font.px) {
            told = node->font.px;
            fprintf(out, "%s: type of %d px has capitals of %.1f mm; %.1f mm are needed: \"%s\"\n",
                    name, told, high, wanted, scene->pool + node->text);
            warnings++;
        }
    }
    return warnings;
}

static int check_cut(const struct scene *scene, const char *name, FILE *out)
{
    static const char dots[] = "…";
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct scene_node *node = &scene->nodes[i];
        const char *text = scene->pool + node->text;
        size_t length = node->kind == SCENE_LINE ? strlen(text) : 0;
        if (scene->cut > 0 && length > sizeof dots &&
            strcmp(text + length - (sizeof dots - 1), dots) == 0) {
            fprintf(out, "%s: a text is cut: \"%s\"\n", name, text);
        }
    }
    if (scene->lost > 0) {
        fprintf(out, "%s: %u parts have no room\n", name, scene->lost);
    }
    return (int)(scene->cut + scene->lost);
}

int theme_check(const struct theme *theme, const struct scene *scene, const char *name, FILE *out)
{
    return check_targets(theme, scene, name, out) + check_gaps(theme, scene, name, out) +
           check_type(theme, scene, name, out) + check_cut(scene, name, out);
}
