/* guide.c: the service guide of an item: who waits and how long, the seven public facts (七公开),
 * and the button that takes the ticket. Facts that do not fit go on further leaves. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ the seven facts */

struct fact_shape {
    int label, text, pad; /* widths of the two columns; space above and below */
};

static const char *fact_label(const struct kiosk *kiosk, int fact)
{
    char key[48];
    snprintf(key, sizeof key, "kiosk.fact.%s", kiosk_fact_names[fact]);
    return kiosk_text(kiosk, key);
}

static struct fact_shape fact_shape(const struct kiosk *kiosk, struct scene *scene, int width)
{
    struct fact_shape shape = {.pad = part_unit(kiosk, 1) + kiosk->theme.unit / 2};
    for (int i = 0; i < KIOSK_FACTS; i++) {
        int label = fonts_width(scene->fonts, kiosk->theme.label, fact_label(kiosk, i));
        shape.label = label > shape.label ? label : shape.label;
    }
    shape.label += part_unit(kiosk, 3);
    shape.text = width - shape.label - part_unit(kiosk, 6);
    return shape;
}

/* What stands of a fact on one leaf: all of it, or so many lines of a long one. */
struct piece {
    int fact, leaf, height;
    const char *text;
    size_t length;
};
enum { PIECES = 64 };

static int line_height(const struct kiosk *kiosk, struct scene *scene)
{
    return fonts_height(scene->fonts, kiosk->theme.body);
}

static int piece_height(const struct kiosk *kiosk, struct scene *scene,
                        const struct fact_shape *shape, int lines)
{
    int label = fonts_height(scene->fonts, kiosk->theme.label);
    int height = lines * line_height(kiosk, scene);
    return (height > label ? height : label) + 2 * shape->pad;
}

/* Bytes of at most `lines` lines from `text`; how many lines in *taken. */
static size_t take_lines(const struct kiosk *kiosk, struct scene *scene,
                         const struct fact_shape *shape, const char *text, int lines, int *taken)
{
    const char *at = text;
    for (*taken = 0; *taken < lines && *at != '\0'; (*taken)++) {
        size_t skip;
        at += fonts_break(scene->fonts, kiosk->theme.body, at, shape->text, &skip);
        at += skip;
    }
    return (size_t)(at - text);
}

/* Divides the facts among leaves of `room`; a fact goes on a new leaf rather than be divided,
 * unless no leaf could hold it. How many pieces. */
static int divide(const struct kiosk *kiosk, struct scene *scene, const struct fact_shape *shape,
                  int room, struct piece pieces[PIECES])
{
    const struct kiosk_item *item = &kiosk->catalogue->items[kiosk->item];
    int count = 0, leaf = 0, used = 0;
    int most = (room - 2 * shape->pad) / line_height(kiosk, scene);
    most = most > 0 ? most : 1;
    for (int i = 0; i < KIOSK_FACTS; i++) {
        const char *text = kiosk_name_text(kiosk, &item->facts[i]);
        while (*text != '\0' && count < PIECES) {
            int lines;
            size_t length = take_lines(kiosk, scene, shape, text, most, &lines);
            int height = piece_height(kiosk, scene, shape, lines);
            if (used > 0 && used + height > room) {
                leaf++;
                used = 0;
            }
            pieces[count++] = (struct piece){i, leaf, height, text, length};
            used += height;
            text += length;
        }
    }
    return count;
}

static void fact(struct kiosk *kiosk, struct scene *scene, SDL_Rect row,
                 const struct fact_shape *shape, const struct piece *piece)
{
    const struct theme *theme = &kiosk->theme;
    int x = row.x + part_unit(kiosk, 3), y = row.y + shape->pad;
    SDL_Rect label = {x, y, shape->label, fonts_height(scene->fonts, theme->label)};
    SDL_Rect body = {x + shape->label, y, shape->text, row.h - 2 * shape->pad};
    int drop = label.h - line_height(kiosk, scene); /* on one base line */
    body.y += drop > 0 ? drop / 2 : 0;
    scene_line(scene, label, ALIGN_LEFT, theme->label, theme->colours->accent,
               fact_label(kiosk, piece->fact));
    const char *at = piece->text, *end = piece->text + piece->length;
    while (at < end) {
        size_t skip, length = fonts_break(scene->fonts, theme->body, at, shape->text, &skip);
        char line[FILLED];
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        body.h = line_height(kiosk, scene);
        scene_line(scene, body, ALIGN_LEFT, theme->body, theme->colours->text, line);
        body.y += body.h;
        at += length + skip;
    }
}

/* What is left of a single leaf is shared out as space above and below each fact. */
static void spread(const struct kiosk *kiosk, struct fact_shape *shape, int room,
                   struct piece *pieces, int count)
{
    int used = 0;
    for (int i = 0; i < count; i++) {
        used += pieces[i].height;
    }
    int more = count > 0 ? (room - used) / (2 * count) : 0, most = part_unit(kiosk, 2);
    more = more > most ? most : more > 0 ? more : 0;
    shape->pad += more;
    for (int i = 0; i < count; i++) {
        pieces[i].height += 2 * more;
    }
}

/* Rows of the leaf that is shown, with a thin line between two. Where they end. */
static int rows(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                const struct fact_shape *shape, const struct piece *pieces, int count)
{
    int y = area.y, inset = part_unit(kiosk, 3);
    for (int i = 0; i < count; i++) {
        if (pieces[i].leaf != kiosk->place.leaf) {
            continue;
        }
        if (y > area.y) {
            scene_box(scene, (SDL_Rect){area.x + inset, y, area.w - 2 * inset,
                                        kiosk->theme.hair / 2 + 1}, 0,
                      kiosk->theme.colours->edge);
        }
        fact(kiosk, scene, (SDL_Rect){area.x, y, area.w, pieces[i].height}, shape, &pieces[i]);
        y += pieces[i].height;
    }
    return y;
}

static void facts(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    struct fact_shape shape = fact_shape(kiosk, scene, area.w);
    struct piece pieces[PIECES];
    int edge = part_unit(kiosk, 1), gap = kiosk->theme.gap;
    int count = divide(kiosk, scene, &shape, area.h - 2 * edge, pieces);
    kiosk->leaves = count > 0 ? pieces[count - 1].leaf + 1 : 1;
    if (kiosk->leaves > 1 && part_is_wide(kiosk)) { /* its own pager: none is beside back */
        SDL_Rect pager = {area.x, 0, area.w, grid_pager_height(kiosk)};
        area.h -= pager.h + gap;
        pager.y = area.y + area.h + gap;
        count = divide(kiosk, scene, &shape, area.h - 2 * edge, pieces);
        kiosk->leaves = pieces[count - 1].leaf + 1;
        grid_pager(kiosk, scene, pager);
    }
    if (kiosk->place.leaf >= kiosk->leaves) {
        kiosk->place.leaf = kiosk->leaves - 1;
    }
    if (kiosk->leaves == 1) {
        spread(kiosk, &shape, area.h - 2 * edge, pieces, count);
    }
    size_t ground = scene->node_count;
    part_card(kiosk, scene, area);
    SDL_Rect inner = {area.x, area.y + edge, area.w, area.h - 2 * edge};
    int end = rows(kiosk, scene, inner, &shape, pieces, count);
    if (kiosk->leaves == 1 && ground < scene->node_count) {
        scene->nodes[ground].rect.h = end + edge - area.y; /* no emptier than it must be */
    }
}

/* ------------------------------------------------------------------ how it stands */

static void tiles(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, int columns)
{
    const struct kiosk_item *item = &kiosk->catalogue->items[kiosk->item];
    const struct kiosk_category *category = &kiosk->catalogue->categories[item->category];
    const struct kiosk_count *count = kiosk_now_category(&kiosk->now, category->code);
    char number[NUMBER_TEXT], minutes[NUMBER_TEXT], people[FILLED], wait[FILLED];
    const struct hole holes[] = {
        {"count", kiosk_number(number, count != NULL ? count->waiting : 0)},
        {"minutes", kiosk_number(minutes, kiosk_minutes(count != NULL ? count->estimate_s : 0))},
        {NULL, NULL},
    };
    bool unknown = count == NULL || count->open_windows == 0 || count->estimate_s < 0;
    const char *wait_key = unknown               ? "kiosk.guide.minutes_unknown"
                           : count->waiting == 0 ? "kiosk.guide.minutes_none"
                                                 : "kiosk.guide.minutes_value";
    const char *labels[] = {kiosk_text(kiosk, "kiosk.guide.waiting"),
                            kiosk_text(kiosk, "kiosk.guide.minutes"),
                            kiosk_text(kiosk, "kiosk.guide.area")};
    const char *values[] = {kiosk_fill(kiosk, people, "kiosk.guide.waiting_value", holes),
                            kiosk_fill(kiosk, wait, wait_key, holes),
                            kiosk_name_text(kiosk, &category->area)};
    int gap = kiosk->theme.gap, rows = (3 + columns - 1) / columns;
    int width = (area.w - (columns - 1) * gap) / columns;
    int height = (area.h - (rows - 1) * gap) / rows;
    struct font font = kiosk->theme.title; /* one size for all three */
    for (int i = 0; i < 3; i++) {
        font = part_fit(kiosk, scene, font, width - part_unit(kiosk, 4), values[i]);
    }
    for (int i = 0; i < 3; i++) {
        SDL_Rect rect = {area.x + i % columns * (width + gap),
                         area.y + i / columns * (height + gap), width, height};
        part_fact_tile(kiosk, scene, rect, font, labels[i], values[i]);
    }
}

/* ------------------------------------------------------------------ priority and taking */

static void priority_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    char text[FILLED];
    const char *name =
        kiosk->priority >= 0
            ? kiosk_words_text(kiosk, &kiosk->settings.priorities[kiosk->priority].name)
            : "";
    const struct hole holes[] = {{"name", name}, {NULL, NULL}};
    struct button button = {
        .rect = rect,
        .style = kiosk->priority >= 0 ? BUTTON_QUIET : BUTTON_PLAIN,
        .action = ACTION_ASK_PRIORITY,
        .label = kiosk->priority >= 0
                     ? kiosk_fill(kiosk, text, "kiosk.guide.priority_change", holes)
                     : kiosk_text(kiosk, "kiosk.guide.priority"),
    };
    part_button(kiosk, scene, &button);
}

static void take_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    char text[FILLED];
    bool busy = kiosk->intent[0] != '\0';
    struct button button = {.rect = rect, .style = BUTTON_MAIN, .action = ACTION_TAKE,
                            .large = true, .off = busy || walk_trouble(kiosk) >= 0,
                            .label = kiosk_text(kiosk, busy ? "kiosk.guide.taking"
                                                            : "kiosk.guide.take")};
    if (kiosk->priority >= 0 && !busy) {
        const struct hole holes[] = {
            {"name", kiosk_words_text(kiosk, &kiosk->settings.priorities[kiosk->priority].name)},
            {NULL, NULL},
        };
        button.label = kiosk_fill(kiosk, text, "kiosk.guide.take_priority", holes);
    }
    part_button(kiosk, scene, &button);
}

/* The two buttons at the end of `area`; the height used. */
static int buttons(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int take = part_unit(kiosk, kiosk->elder ? 19 : 15), gap = kiosk->theme.gap;
    int other = kiosk->theme.target + part_unit(kiosk, 2);
    bool asks = kiosk->settings.priority_count > 0;
    int y = area.y + area.h - take;
    take_button(kiosk, scene, (SDL_Rect){area.x, y, area.w, take});
    if (asks) {
        priority_button(kiosk, scene, (SDL_Rect){area.x, y - gap - other, area.w, other});
    }
    return take + (asks ? other + gap : 0);
}

static int trouble_banner(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int trouble = walk_trouble(kiosk);
    const struct kiosk_item *item = &kiosk->catalogue->items[kiosk->item];
    const struct kiosk_count *count = kiosk_now_category(
        &kiosk->now, kiosk->catalogue->categories[item->category].code);
    const char *key = trouble == MESSAGE_PAUSED        ? "kiosk.banner.paused"
                      : trouble == MESSAGE_UNREACHABLE ? "kiosk.banner.unreachable"
                      : trouble >= 0                   ? "kiosk.banner.closed"
                      : kiosk->now.paper == KIOSK_PAPER_OUT ? "kiosk.banner.paper"
                      : count != NULL && count->open_windows == 0 ? "kiosk.guide.closed_window"
                                                                  : NULL;
    return key != NULL ? part_banner(kiosk, scene, area, kiosk_text(kiosk, key)) : 0;
}

static int heading(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct kiosk_item *item = &kiosk->catalogue->items[kiosk->item];
    char hint[FILLED];
    const char *department =
        kiosk_name_text(kiosk, &kiosk->catalogue->departments[item->department].name);
    const char *category =
        kiosk_name_text(kiosk, &kiosk->catalogue->categories[item->category].name);
    snprintf(hint, sizeof hint, "%s · %s", department, category);
    bool low = part_is_wide(kiosk) && kiosk->elder; /* no room for a second line */
    return part_heading(kiosk, scene, area, kiosk_name_text(kiosk, &item->name),
                        low ? NULL : hint);
}

static void tall(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = kiosk->theme.gap, tile = part_unit(kiosk, kiosk->elder ? 20 : 16);
    int columns = 3;
    int y = area.y + heading(kiosk, scene, area), end = area.y + area.h;
    y += trouble_banner(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    tiles(kiosk, scene, (SDL_Rect){area.x, y, area.w, tile}, columns);
    y += tile + gap;
    int used = buttons(kiosk, scene, area);
    facts(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - used - part_unit(kiosk, 3) - y});
}

static void wide(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = part_unit(kiosk, 4), left = area.w * 62 / 100;
    int used = heading(kiosk, scene, (SDL_Rect){area.x, area.y, left, area.h});
    facts(kiosk, scene, (SDL_Rect){area.x, area.y + used, left, area.h - used});
    SDL_Rect right = {area.x + left + gap, area.y, area.w - left - gap, area.h};
    int banner = trouble_banner(kiosk, scene, right);
    int low = buttons(kiosk, scene, right);
    SDL_Rect middle = {right.x, right.y + banner, right.w,
                       right.h - banner - low - part_unit(kiosk, 3)};
    int most = 3 * part_unit(kiosk, 18) + 2 * kiosk->theme.gap;
    middle.h = middle.h < most ? middle.h : most;
    tiles(kiosk, scene, middle, 1);
}

void guide_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (part_is_wide(kiosk)) {
        wide(kiosk, scene, area);
    } else {
        tall(kiosk, scene, area);
    }
}
