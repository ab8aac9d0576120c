/* ticket.c: the ticket on the screen: number, people ahead, minutes, where to wait, the code for a
 * phone, and what the paper does. The number is valid with or without paper. */
#include "kiosk/pages.h"

struct slip_text {
    const char *key;
    bool good;
};
static const struct slip_text slips[SLIP_LOOKS] = {
    [SLIP_PRINTING] = {"kiosk.slip.printing", true},
    [SLIP_PRINTED] = {"kiosk.slip.printed", true},
    [SLIP_UNCERTAIN] = {"kiosk.slip.uncertain", false},
    [SLIP_OUT] = {"kiosk.slip.out", false},
    [SLIP_NO_PAPER] = {"kiosk.slip.none", false},
    [SLIP_AGAIN] = {"kiosk.slip.again", true},
    [SLIP_FAILED] = {"kiosk.slip.failed", false},
};

/* ------------------------------------------------------------------ paper and buttons */

/* The strip that says how the paper stands, at the end of `area`; the height used. */
static int slip_strip(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct theme *theme = &kiosk->theme;
    const struct slip_text *slip = &slips[kiosk->ticket.slip];
    char text[FILLED];
    const struct hole holes[] = {{"help", kiosk_help_place(kiosk)}, {NULL, NULL}};
    kiosk_fill(kiosk, text, slip->key, holes);
    int pad = part_unit(kiosk, 2), sign = fonts_height(scene->fonts, theme->label);
    int width = area.w - sign - 3 * pad;
    int height = scene_measure(scene, width, theme->label, text) + 2 * pad;
    colour_t ink = slip->good ? theme->colours->ok : theme->colours->warn;
    SDL_Rect rect = {area.x, area.y + area.h - height, area.w, height};
    scene_box(scene, rect, theme->radius, slip->good ? theme->colours->ok_tint
                                                     : theme->colours->warn_tint);
    scene_line(scene, (SDL_Rect){rect.x + pad, rect.y, sign, height}, ALIGN_LEFT, theme->body, ink,
               slip->good ? "●" : "▲");
    scene_middle(scene, (SDL_Rect){rect.x + 2 * pad + sign, rect.y, width, height}, ALIGN_LEFT,
                 theme->label, ink, text);
    return height + theme->gap;
}

static int buttons(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int height = part_unit(kiosk, kiosk->elder ? 18 : 14), gap = kiosk->theme.gap;
    int half = (area.w - gap) / 2, y = area.y + area.h - height;
    char seconds[NUMBER_TEXT], text[FILLED];
    const struct hole holes[] = {
        {"seconds", kiosk_number(seconds, kiosk->shown_second)}, {NULL, NULL}};
    bool busy = kiosk->ticket.slip == SLIP_PRINTING || kiosk->ticket.slip == SLIP_AGAIN;
    struct button reprint = {.rect = {area.x, y, half, height}, .style = BUTTON_PLAIN,
                             .action = ACTION_REPRINT,
                             .off = busy || kiosk->now.paper != KIOSK_PAPER_OK,
                             .label = kiosk_text(kiosk, "kiosk.ticket.reprint")};
    struct button done = {.rect = {area.x + half + gap, y, area.w - half - gap, height},
                          .style = BUTTON_MAIN, .action = ACTION_DONE,
                          .label = kiosk_fill(kiosk, text, "kiosk.ticket.done", holes)};
    part_button(kiosk, scene, &reprint);
    part_button(kiosk, scene, &done);
    return height + gap;
}

/* ------------------------------------------------------------------ the ticket itself */

/* The dark part: what for, and the number as large as it gets. */
static void head(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int pad = part_unit(kiosk, 4), width = area.w - 2 * pad;
    const struct kiosk_item *item = &kiosk->catalogue->items[kiosk->ticket.item];
    const char *name = kiosk_name_text(kiosk, &item->name);
    struct font font = part_fit(kiosk, scene, theme->display, width, kiosk->ticket.number);
    int label = fonts_height(scene->fonts, theme->label), number = font.px * 112 / 100;
    int lines = scene_measure(scene, width, theme->title, name);
    int total = label + number + lines;
    SDL_Rect row = {area.x + pad, area.y + (area.h - total) / 2, width, label};
    scene_line(scene, row, ALIGN_CENTRE, theme->label, c->header_faint,
               kiosk_text(kiosk, "kiosk.ticket.number"));
    row.y += label;
    row.h = number;
    scene_line(scene, row, ALIGN_CENTRE, font, c->header_text, kiosk->ticket.number);
    row.y += number;
    row.h = lines;
    scene_paragraph(scene, row, ALIGN_CENTRE, theme->title, c->header_text, name);
}

struct figure_type {
    struct font label, value;
};

/* Type in which all labels, and all values, are one line of `width`: one size for all of them. */
static struct figure_type figure_type(const struct kiosk *kiosk, struct scene *scene, int width,
                                      const char *const labels[3], const char *const values[3])
{
    struct figure_type type = {kiosk->theme.small, kiosk->theme.headline};
    for (int i = 0; i < 3; i++) {
        type.label = part_fit(kiosk, scene, type.label, width, labels[i]);
        type.value = part_fit(kiosk, scene, type.value, width, values[i]);
    }
    return type;
}

static void label_and_value(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect,
                            const struct figure_type *type, const char *label, const char *value)
{
    const struct theme *theme = &kiosk->theme;
    struct font small = type->label, large = type->value;
    int upper = scene_measure(scene, rect.w, small, label);
    int lower = scene_measure(scene, rect.w, large, value);
    int top = rect.y + (rect.h - upper - lower) / 2;
    scene_paragraph(scene, (SDL_Rect){rect.x, top, rect.w, upper}, ALIGN_CENTRE, small,
                    theme->colours->faint, label);
    scene_paragraph(scene, (SDL_Rect){rect.x, top + upper, rect.w, lower}, ALIGN_CENTRE, large,
                    theme->colours->text, value);
}

/* People ahead, minutes, where to wait, side by side. */
static void figures(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct shown_ticket *ticket = &kiosk->ticket;
    const struct kiosk_item *item = &kiosk->catalogue->items[ticket->item];
    char count[NUMBER_TEXT], minutes[NUMBER_TEXT], ahead[FILLED], wait[FILLED];
    const struct hole holes[] = {
        {"count", kiosk_number(count, ticket->ahead)},
        {"minutes", kiosk_number(minutes, kiosk_minutes(ticket->estimate_s))},
        {NULL, NULL},
    };
    const char *wait_key = ticket->estimate_s < 0 ? "kiosk.guide.minutes_unknown"
                           : ticket->ahead == 0   ? "kiosk.guide.minutes_none"
                                                  : "kiosk.guide.minutes_value";
    const char *labels[] = {kiosk_text(kiosk, "kiosk.ticket.ahead"),
                            kiosk_text(kiosk, "kiosk.ticket.minutes"),
                            kiosk_text(kiosk, "kiosk.ticket.area")};
    const char *values[] = {kiosk_fill(kiosk, ahead, "kiosk.ticket.ahead_value", holes),
                            kiosk_fill(kiosk, wait, wait_key, holes),
                            kiosk_name_text(kiosk,
                                            &kiosk->catalogue->categories[item->category].area)};
    int pad = part_unit(kiosk, 2), width = area.w / 3;
    struct figure_type type = figure_type(kiosk, scene, width - 2 * pad, labels, values);
    for (int i = 0; i < 3; i++) {
        SDL_Rect column = {area.x + i * width + pad, area.y, width - 2 * pad, area.h};
        label_and_value(kiosk, scene, column, &type, labels[i], values[i]);
        if (i > 0) {
            scene_box(scene, (SDL_Rect){area.x + i * width, area.y + area.h / 5,
                                        kiosk->theme.hair, area.h * 3 / 5}, 0,
                      kiosk->theme.colours->edge);
        }
    }
}

/* The code and what it is for; where the hall has no phone page, only what to do next. */
static void phone(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct theme *theme = &kiosk->theme;
    SDL_Surface *qr = kiosk->ticket.qr;
    int pad = part_unit(kiosk, 4);
    SDL_Rect text = {area.x + pad, area.y, area.w - 2 * pad, area.h};
    if (qr != NULL && qr->h <= area.h) {
        scene_picture(scene, area.x + pad, area.y + (area.h - qr->h) / 2, qr,
                      kiosk->ticket.qr_version);
        text.x += qr->w + pad;
        text.w -= qr->w + pad;
    }
    const char *listen = kiosk_text(kiosk, "kiosk.ticket.listen");
    const char *scan = qr != NULL ? kiosk_text(kiosk, "kiosk.ticket.scan") : "";
    struct font first = theme->label, second = theme->body;
    int between = qr != NULL ? part_unit(kiosk, 2) : 0;
    if (scene_measure(scene, text.w, first, listen) + scene_measure(scene, text.w, second, scan) +
            between > area.h) { /* a low screen */
        first = theme->body;
        second = theme->small;
    }
    int upper = scene_measure(scene, text.w, first, listen);
    int lower = scene_measure(scene, text.w, second, scan);
    text.y += (text.h - upper - lower - between) / 2;
    text.h = upper;
    scene_paragraph(scene, text, ALIGN_LEFT, first, theme->colours->text, listen);
    text.y += upper + between;
    text.h = lower;
    scene_paragraph(scene, text, ALIGN_LEFT, second, theme->colours->faint, scan);
}

/* Where a paper ticket would be torn off: a notch at each end of the line. */
static void notches(struct kiosk *kiosk, struct scene *scene, SDL_Rect line)
{
    bool upright = line.h > line.w;
    int notch = part_unit(kiosk, 6);
    for (int end = 0; end < 2; end++) {
        int x = upright ? line.x : line.x + end * line.w;
        int y = upright ? line.y + end * line.h : line.y;
        scene_box(scene, (SDL_Rect){x - notch / 2, y - notch / 2, notch, notch}, notch / 2,
                  kiosk->theme.colours->ground);
    }
}

/* Head and body as one piece of paper; where the body is. */
static SDL_Rect paper(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, SDL_Rect head_rect)
{
    const struct theme *theme = &kiosk->theme;
    bool wide = part_is_wide(kiosk);
    int radius = theme->radius * 3 / 2;
    scene_box(scene, area, radius, theme->colours->card);
    scene_box(scene, head_rect, radius, theme->colours->header);
    SDL_Rect square = wide ? (SDL_Rect){head_rect.x + head_rect.w - radius, head_rect.y, radius,
                                        head_rect.h}
                           : (SDL_Rect){head_rect.x, head_rect.y + head_rect.h - radius,
                                        head_rect.w, radius};
    scene_box(scene, square, 0, theme->colours->header);
    SDL_Rect body = area;
    SDL_Rect line = head_rect;
    if (wide) {
        body.x += head_rect.w;
        body.w -= head_rect.w;
        line = (SDL_Rect){body.x, body.y, theme->hair, body.h};
    } else {
        body.y += head_rect.h;
        body.h -= head_rect.h;
        line = (SDL_Rect){body.x, body.y, body.w, theme->hair};
    }
    notches(kiosk, scene, line);
    return body;
}

void ticket_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    bool wide = part_is_wide(kiosk);
    area.h -= buttons(kiosk, scene, area);
    area.h -= slip_strip(kiosk, scene, area);
    SDL_Rect top = area;
    if (wide) {
        top.w = area.w * 40 / 100;
    } else {
        top.h = area.h * 46 / 100;
    }
    SDL_Rect body = paper(kiosk, scene, area, top);
    head(kiosk, scene, top);
    SDL_Rect upper = {body.x, body.y, body.w, body.h * (kiosk->elder ? 38 : 42) / 100};
    figures(kiosk, scene, upper);
    int pad = part_unit(kiosk, 4);
    scene_box(scene, (SDL_Rect){body.x + pad, body.y + upper.h, body.w - 2 * pad,
                                kiosk->theme.hair / 2 + 1}, 0, kiosk->theme.colours->edge);
    phone(kiosk, scene, (SDL_Rect){body.x, body.y + upper.h, body.w, body.h - upper.h});
}
