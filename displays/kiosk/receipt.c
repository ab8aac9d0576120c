/* receipt.c: entering the number of a receipt: fifteen digits in the groups in which they are
 * printed, number keys as on a telephone, and one button. What went wrong is said between the
 * field and the keys, and the digits stay, for most often one of them is mistyped. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 3, ROWS = 4 };

/* ------------------------------------------------------------------ keys */

static void key(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, int character)
{
    char label[2] = {(char)character, '\0'};
    struct button button = {.rect = rect, .style = BUTTON_PLAIN, .action = ACTION_DIGIT,
                            .argument = character, .label = label, .large = true};
    if (character == KEY_DELETE || character == KEY_CLEAR) {
        button.style = BUTTON_QUIET;
        button.large = false;
        button.off = kiosk->inquiry.digits[0] == '\0';
        button.label = kiosk_text(kiosk, character == KEY_DELETE ? "kiosk.receipt.delete"
                                                                 : "kiosk.receipt.clear");
    }
    part_button(kiosk, scene, &button);
}

static void keys(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static const int characters[ROWS * COLUMNS] = {
        '1', '2', '3', '4', '5', '6', '7', '8', '9', KEY_CLEAR, '0', KEY_DELETE};
    int gap = kiosk->theme.gap;
    int width = (area.w - (COLUMNS - 1) * gap) / COLUMNS;
    int height = (area.h - (ROWS - 1) * gap) / ROWS;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        SDL_Rect rect = {area.x + i % COLUMNS * (width + gap),
                         area.y + i / COLUMNS * (height + gap), width, height};
        key(kiosk, scene, rect, characters[i]);
    }
}

static void ask_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    bool busy = inquiry_is_busy(kiosk);
    bool whole = strlen(kiosk->inquiry.digits) == RECEIPT_DIGITS;
    struct button button = {.rect = rect, .style = BUTTON_MAIN, .action = ACTION_INQUIRE,
                            .large = true, .off = busy || !whole,
                            .label = kiosk_text(kiosk, busy ? "kiosk.receipt.asking"
                                                            : "kiosk.receipt.ask")};
    part_button(kiosk, scene, &button);
}

/* Keys and the button below them, in the lower part of `area`; where they begin. */
static int keyboard(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, int most)
{
    int gap = kiosk->theme.gap, ask = part_unit(kiosk, kiosk->elder ? 18 : 15);
    int room = area.h - ask - gap, high = ROWS * most + (ROWS - 1) * gap;
    high = high < room ? high : room;
    int end = area.y + area.h;
    ask_button(kiosk, scene, (SDL_Rect){area.x, end - ask, area.w, ask});
    int top = end - ask - gap - high;
    keys(kiosk, scene, (SDL_Rect){area.x, top, area.w, high});
    return top;
}

/* ------------------------------------------------------------------ field */

struct digits_look {
    struct font font;
    int digit, dash, left; /* widths of a digit and of what is between groups; where they begin */
};

/* Type as large as a whole number of fifteen digits allows. */
static struct digits_look digits_look(const struct kiosk *kiosk, struct scene *scene,
                                      SDL_Rect inner)
{
    enum { STEP = 4, ALL = RECEIPT_DIGITS + 2 * (RECEIPT_GROUPS - 1) };
    struct digits_look look = {.font = kiosk->theme.headline};
    int most = look.font.px * 14 / 10;
    int wide = fonts_width(scene->fonts, look.font, "0") * ALL;
    int px = wide > 0 ? look.font.px * inner.w / wide / STEP * STEP : most;
    look.font.px = (uint16_t)(px < most ? px : most);
    look.digit = fonts_width(scene->fonts, look.font, "0");
    look.dash = 2 * look.digit;
    look.left = inner.x + (inner.w - ALL * look.digit) / 2;
    return look;
}

/* A line below each place; the next one to be filled in the accent's colour. */
static void places(struct kiosk *kiosk, struct scene *scene, const struct digits_look *look,
                   SDL_Rect group, int first, int count)
{
    const struct theme *theme = &kiosk->theme;
    int next = (int)strlen(kiosk->inquiry.digits), thick = theme->hair + 1;
    int y = group.y + (group.h + look->font.px * 11 / 10) / 2, inset = look->digit / 10;
    for (int i = 0; i < count; i++) {
        SDL_Rect line = {group.x + i * look->digit + inset, y, look->digit - 2 * inset, thick};
        scene_box(scene, line, 0, first + i == next ? theme->colours->accent
                                                    : theme->colours->edge);
    }
}

static void field(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    struct digits_look look = digits_look(kiosk, scene, rect_inset(rect, part_unit(kiosk, 2)));
    const char *digits = kiosk->inquiry.digits;
    int typed = (int)strlen(digits), first = 0, x = look.left;
    scene_edged_box(scene, rect, theme->radius, c->card, theme->hair, c->accent);
    for (int g = 0; g < RECEIPT_GROUPS; g++) {
        char text[RECEIPT_DIGITS + 1] = "";
        int count = receipt_groups[g], width = count * look.digit;
        SDL_Rect group = {x, rect.y, width, rect.h};
        if (typed > first) {
            snprintf(text, sizeof text, "%.*s", count, digits + first);
            scene_line(scene, (SDL_Rect){x, rect.y, width + look.digit / 2, rect.h}, ALIGN_LEFT,
                       look.font, c->text, text);
        }
        places(kiosk, scene, &look, group, first, count);
        x += width;
        if (g + 1 < RECEIPT_GROUPS) {
            scene_line(scene, (SDL_Rect){x, rect.y, look.dash, rect.h}, ALIGN_CENTRE, look.font,
                       c->faint, "-");
        }
        x += look.dash;
        first += count;
    }
}

/* ------------------------------------------------------------------ the page */

static const char *const trouble_keys[INQUIRY_TROUBLES] = {
    [INQUIRY_WELL] = NULL,
    [INQUIRY_UNKNOWN] = "kiosk.receipt.unknown",
    [INQUIRY_TOO_OFTEN] = "kiosk.receipt.too_often",
    [INQUIRY_NO_ANSWER] = "kiosk.receipt.no_answer",
    [INQUIRY_FAILED] = "kiosk.receipt.failed",
};

/* Heading, field, and what went wrong. */
static void upper_part(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int height = part_unit(kiosk, kiosk->elder ? 16 : 14);
    const char *wrong = trouble_keys[kiosk->inquiry.trouble];
    bool low = kiosk->elder && wrong != NULL; /* the hint has served, and there is little room */
    int y = area.y + part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.receipt.title"),
                                  low ? NULL : kiosk_text(kiosk, "kiosk.receipt.hint"));
    field(kiosk, scene, (SDL_Rect){area.x, y, area.w, height});
    y += height + part_unit(kiosk, 2);
    if (wrong != NULL) {
        char text[FILLED];
        const struct hole holes[] = {{"help", kiosk_help_place(kiosk)}, {NULL, NULL}};
        part_banner(kiosk, scene, (SDL_Rect){area.x, y, area.w, area.y + area.h - y},
                    kiosk_fill(kiosk, text, wrong, holes));
    }
}

void receipt_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int most = part_unit(kiosk, kiosk->elder ? 16 : 23);
    if (part_is_wide(kiosk)) {
        int gap = part_unit(kiosk, 4), left = area.w * 56 / 100;
        SDL_Rect right = {area.x + left + gap, area.y, area.w - left - gap, area.h};
        upper_part(kiosk, scene, (SDL_Rect){area.x, area.y, left, area.h});
        keyboard(kiosk, scene, right, right.h);
    } else {
        int top = keyboard(kiosk, scene, area, most);
        upper_part(kiosk, scene, (SDL_Rect){area.x, area.y, area.w, top - area.y});
    }
}
