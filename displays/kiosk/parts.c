/* parts.c: what pages are made of: buttons, cards, headings, tiles, signs. All sizes come from the
 * theme's grid of 2.5 mm. */
#include "kiosk/pages.h"

#include "base/text.h"

#include <string.h>

int part_unit(const struct kiosk *kiosk, int count)
{
    return kiosk->theme.unit * count;
}

bool part_is_wide(const struct kiosk *kiosk)
{
    return kiosk->width > kiosk->height;
}

bool part_is_pressed(const struct kiosk *kiosk, int action, int argument)
{
    return kiosk->pressed.action == action && kiosk->pressed.argument == argument;
}

struct font part_fit(const struct kiosk *kiosk, struct scene *scene, struct font font, int width,
                     const char *text)
{
    int least = font.px * 7 / 10;
    least = least > kiosk->theme.least_px ? least : kiosk->theme.least_px;
    enum { STEP = 4 }; /* few sizes, so that few fonts are open */
    int wide = fonts_width(scene->fonts, font, text);
    if (wide > width && width > 0) {
        int px = font.px * width / wide / STEP * STEP;
        px = px > least ? px : least;
        font.px = (uint16_t)(px < font.px ? px : font.px);
    }
    return font;
}

const char *part_first(const char *text, char out[8])
{
    const char *at = text;
    text_next(&at);
    size_t length = (size_t)(at - text);
    memcpy(out, text, length < 8 ? length : 0);
    out[length < 8 ? length : 0] = '\0';
    return out;
}

void part_card(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    const struct theme *theme = &kiosk->theme;
    scene_edged_box(scene, rect, theme->radius, theme->colours->card, theme->hair,
                    theme->colours->edge);
}

void part_sign(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, colour_t ground,
               colour_t ink, const char *character)
{
    (void)kiosk;
    struct font font = {(uint16_t)(rect.h * 52 / 100), true};
    scene_box(scene, rect, rect.h / 2, ground);
    scene_line(scene, rect, ALIGN_CENTRE, font, ink, character);
}

/* ------------------------------------------------------------------ buttons */

struct button_look {
    colour_t fill, edge, label, hint;
};

static struct button_look look_of(const struct kiosk *kiosk, const struct button *button)
{
    const struct palette *c = kiosk->theme.colours;
    bool pressed = !button->off && part_is_pressed(kiosk, button->action, button->argument);
    if (button->off) {
        return (struct button_look){c->off_tint, c->edge, c->off, c->off};
    }
    switch (button->style) {
    case BUTTON_MAIN: {
        colour_t fill = pressed ? c->accent_pressed : c->accent;
        return (struct button_look){fill, fill, c->accent_text, c->header_faint};
    }
    case BUTTON_QUIET:
        return (struct button_look){pressed ? c->edge : c->accent_tint, c->accent_tint, c->accent,
                                    c->faint};
    default:
        return (struct button_look){pressed ? c->accent_tint : c->card,
                                    pressed ? c->accent : c->edge, c->text, c->faint};
    }
}

void part_button(struct kiosk *kiosk, struct scene *scene, const struct button *button)
{
    const struct theme *theme = &kiosk->theme;
    struct button_look look = look_of(kiosk, button);
    SDL_Rect rect = button->rect;
    struct font font = button->large ? theme->headline : theme->label;
    scene_edged_box(scene, rect, theme->radius, look.fill, theme->hair, look.edge);
    SDL_Rect inner = {rect.x + theme->unit, rect.y, rect.w - 2 * theme->unit, rect.h};
    int both = fonts_height(scene->fonts, font) + fonts_height(scene->fonts, theme->small);
    if (button->hint == NULL || both > rect.h) {
        struct font fit = part_fit(kiosk, scene, font, inner.w, button->label);
        if (fonts_width(scene->fonts, fit, button->label) <= inner.w) {
            scene_line(scene, inner, ALIGN_CENTRE, fit, look.label, button->label);
        } else {
            scene_middle(scene, inner, ALIGN_CENTRE, fit, look.label, button->label);
        }
    } else {
        struct font small = part_fit(kiosk, scene, theme->small, inner.w, button->hint);
        font = part_fit(kiosk, scene, font, inner.w, button->label);
        int upper = fonts_height(scene->fonts, font), lower = fonts_height(scene->fonts, small);
        int top = rect.y + (rect.h - upper - lower) / 2;
        scene_line(scene, (SDL_Rect){inner.x, top, inner.w, upper}, ALIGN_CENTRE, font,
                   look.label, button->label);
        scene_line(scene, (SDL_Rect){inner.x, top + upper, inner.w, lower}, ALIGN_CENTRE, small,
                   look.hint, button->hint);
    }
    if (!button->off) {
        scene_target(scene, rect, button->action, button->argument);
    }
}

/* ------------------------------------------------------------------ headings and tiles */

int part_heading(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const char *title,
                 const char *hint)
{
    const struct theme *theme = &kiosk->theme;
    int used = scene_paragraph(scene, area, ALIGN_LEFT, theme->headline, theme->colours->text,
                               title);
    if (hint != NULL && hint[0] != '\0') {
        SDL_Rect below = {area.x, area.y + used, area.w, area.h - used};
        used += scene_paragraph(scene, below, ALIGN_LEFT, theme->body, theme->colours->faint,
                                hint);
    }
    return used + part_unit(kiosk, 2);
}

void part_fact_tile(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, struct font font,
                    const char *label, const char *value)
{
    const struct theme *theme = &kiosk->theme;
    int pad = part_unit(kiosk, 2);
    part_card(kiosk, scene, rect);
    SDL_Rect inner = {rect.x + pad, rect.y, rect.w - 2 * pad, rect.h};
    int upper = fonts_height(scene->fonts, theme->small);
    int lower = scene_measure(scene, inner.w, font, value);
    int top = rect.y + (rect.h - upper - lower) / 2;
    scene_line(scene, (SDL_Rect){inner.x, top, inner.w, upper}, ALIGN_LEFT,
               part_fit(kiosk, scene, theme->small, inner.w, label), theme->colours->faint, label);
    scene_paragraph(scene, (SDL_Rect){inner.x, top + upper, inner.w, lower}, ALIGN_LEFT, font,
                    theme->colours->text, value);
}

int part_banner(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const char *text)
{
    const struct theme *theme = &kiosk->theme;
    int pad = part_unit(kiosk, 2), sign = fonts_height(scene->fonts, theme->body);
    int width = area.w - sign - 3 * pad;
    int height = scene_measure(scene, width, theme->body, text) + 2 * pad;
    SDL_Rect rect = {area.x, area.y, area.w, height};
    scene_box(scene, rect, theme->radius, theme->colours->warn_tint);
    scene_line(scene, (SDL_Rect){rect.x + pad, rect.y, sign, height}, ALIGN_LEFT, theme->body,
               theme->colours->warn, "▲");
    scene_middle(scene, (SDL_Rect){rect.x + 2 * pad + sign, rect.y, width, height}, ALIGN_LEFT,
                 theme->body, theme->colours->warn, text);
    return height + pad;
}
