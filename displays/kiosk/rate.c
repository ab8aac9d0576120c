/* rate.c: a screen to rate at, without a clerk: the slip's number and check code are typed, then a
 * level and what fits it are touched. The check code is on the slip only, so that nobody can rate
 * for somebody whose number was read off a board (http/api_kiosk_rating.c). */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

enum { LEVELS = 5, SHORTEST = CHECK_CODE + 2, TAGS_SHOWN = 6 };

/* ------------------------------------------------------------------ typing */

static bool enough(const struct kiosk *kiosk)
{
    return strlen(kiosk->typed) >= SHORTEST;
}

static void keys(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static const char all[] = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    enum { KEYS = sizeof all - 1 };
    int columns = part_is_wide(kiosk) ? 13 : 7, rows = (KEYS + 2 + columns - 1) / columns;
    int gap = kiosk->theme.gap, width = (area.w - (columns - 1) * gap) / columns;
    int height = (area.h - (rows - 1) * gap) / rows;
    for (int i = 0; i < KEYS + 2; i++) {
        SDL_Rect rect = {area.x + i % columns * (width + gap),
                         area.y + i / columns * (height + gap), width, height};
        search_key(kiosk, scene, rect, i < KEYS ? all[i] : i == KEYS ? KEY_DELETE : KEY_CLEAR);
    }
}

static void field(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int pad = part_unit(kiosk, 3);
    SDL_Rect inner = {rect.x + pad, rect.y, rect.w - 2 * pad, rect.h};
    scene_edged_box(scene, rect, theme->radius, c->card, theme->hair, c->accent);
    bool empty = kiosk->typed[0] == '\0';
    const char *hint = kiosk_text(kiosk, "kiosk.rate.example");
    scene_line(scene, inner, ALIGN_LEFT,
               empty ? part_fit(kiosk, scene, theme->body, inner.w, hint) : theme->headline,
               empty ? c->faint : c->text, empty ? hint : kiosk->typed);
}

static void next_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    struct button button = {.rect = rect,
                            .style = BUTTON_MAIN,
                            .action = ACTION_FIND,
                            .label = kiosk_text(kiosk, "kiosk.rate.next"),
                            .off = !enough(kiosk) || kiosk->rating.asked != 0};
    part_button(kiosk, scene, &button);
}

/* What was refused, in the visitor's language; the height used. */
static int refusal(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    char key[64];
    if (kiosk->rating.refusal[0] == '\0') {
        return 0;
    }
    snprintf(key, sizeof key, "error.%s", kiosk->rating.refusal);
    return part_banner(kiosk, scene, area,
                       language_has(kiosk->setup.language, key)
                           ? kiosk_text(kiosk, key)
                           : kiosk_text(kiosk, "kiosk.rate.no_answer"));
}

void rate_find_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    bool wide = part_is_wide(kiosk);
    int gap = part_unit(kiosk, wide ? 2 : 3), box = part_unit(kiosk, kiosk->elder ? 15 : 12);
    int y = area.y, end = area.y + area.h;
    y += part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.rate.title"),
                      kiosk->elder && wide ? NULL : kiosk_text(kiosk, "kiosk.rate.hint"));
    y += refusal(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    int button = part_unit(kiosk, 34);
    field(kiosk, scene, (SDL_Rect){area.x, y, area.w - button - kiosk->theme.gap, box});
    next_button(kiosk, scene, (SDL_Rect){area.x + area.w - button, y, button, box});
    y += box + gap;
    int rows = wide ? 3 : 6, most = rows * part_unit(kiosk, 20) + (rows - 1) * kiosk->theme.gap;
    int height = end - y < most ? end - y : most;
    keys(kiosk, scene, (SDL_Rect){area.x, y, area.w, height});
}

/* ------------------------------------------------------------------ rating */

enum rate_group rate_group_of(int level)
{
    return level <= 2 ? RATE_BAD : level == 3 ? RATE_FAIR : RATE_GOOD;
}

static void level_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, int level)
{
    char key[40], label[FILLED];
    bool chosen = kiosk->rating.level == level;
    snprintf(key, sizeof key, "kiosk.rate.level.%d", level);
    snprintf(label, sizeof label, "%s%s", chosen ? "✓ " : "", kiosk_text(kiosk, key));
    struct button button = {.rect = rect,
                            .style = chosen ? BUTTON_MAIN : BUTTON_PLAIN,
                            .action = ACTION_LEVEL,
                            .argument = level,
                            .label = label};
    part_button(kiosk, scene, &button);
}

/* Best first: side by side on a wide screen, else below each other. The height used. */
static int levels(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = kiosk->theme.gap, height = part_unit(kiosk, kiosk->elder ? 17 : 14);
    bool row = part_is_wide(kiosk);
    int width = row ? (area.w - (LEVELS - 1) * gap) / LEVELS : area.w;
    for (int i = 0; i < LEVELS; i++) {
        int x = row ? area.x + i * (width + gap) : area.x;
        int y = row ? area.y : area.y + i * (height + gap);
        level_button(kiosk, scene, (SDL_Rect){x, y, width, height}, LEVELS - i);
    }
    return (row ? height : LEVELS * height + (LEVELS - 1) * gap) + part_unit(kiosk, 3);
}

static void tags(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = kiosk->theme.gap, columns = part_is_wide(kiosk) && !kiosk->elder ? 3 : 2;
    int height = kiosk->theme.target + part_unit(kiosk, 1), shown = 0;
    int width = (area.w - (columns - 1) * gap) / columns;
    for (size_t i = 0; i < kiosk->rating.tag_count && shown < TAGS_SHOWN; i++) {
        const struct rate_tag *tag = &kiosk->rating.tags[i];
        if (kiosk->rating.level == 0 || tag->group != rate_group_of(kiosk->rating.level)) {
            continue;
        }
        char label[KIOSK_TEXT + 8];
        snprintf(label, sizeof label, "%s%s", tag->ticked ? "✓ " : "",
                 kiosk_words_text(kiosk, &tag->name));
        struct button button = {
            .rect = {area.x + shown % columns * (width + gap),
                     area.y + shown / columns * (height + gap), width, height},
            .style = tag->ticked ? BUTTON_MAIN : BUTTON_PLAIN,
            .action = ACTION_TAG,
            .argument = (int)i,
            .label = label};
        part_button(kiosk, scene, &button);
        shown++;
    }
}

void rate_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    char title[FILLED];
    const struct hole holes[] = {{"number", kiosk->rating.number},
                                 {"item", kiosk_words_text(kiosk, &kiosk->rating.item)},
                                 {NULL, NULL}};
    int height = part_unit(kiosk, kiosk->elder ? 17 : 14), end = area.y + area.h, y = area.y;
    y += part_heading(kiosk, scene, area, kiosk_fill(kiosk, title, "kiosk.rate.ask", holes), NULL);
    y += refusal(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    y += levels(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    tags(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - height - y});
    struct button send = {.rect = {area.x, end - height, area.w, height},
                          .style = BUTTON_MAIN,
                          .action = ACTION_SEND,
                          .label = kiosk_text(kiosk, "kiosk.rate.send"),
                          .off = kiosk->rating.level == 0 || kiosk->rating.asked != 0};
    part_button(kiosk, scene, &send);
}
