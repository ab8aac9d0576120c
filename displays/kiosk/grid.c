/* grid.c: a list as cards in columns, with leaves when there are more than fit. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

/* Where the sign of a card is: above its text, beside it, or nowhere for lack of room. */
enum look { LOOK_TILE, LOOK_BESIDE, LOOK_PLAIN, LOOKS };

struct shape { /* how the cards of a list lie */
    enum look look;
    int columns, rows, width, height, gap, pad, sign;
    int least; /* height that the fullest card needs */
};

static int text_left(const struct kiosk *kiosk, const struct shape *shape)
{
    return shape->pad + (shape->look == LOOK_BESIDE ? shape->sign + part_unit(kiosk, 2) : 0);
}

static int text_height(struct kiosk *kiosk, struct scene *scene, int width,
                       const struct entry *entry)
{
    return scene_measure(scene, width, kiosk->theme.title, entry->title) +
           scene_measure(scene, width, kiosk->theme.small, entry->note);
}

static int widest_word(const struct kiosk *kiosk, struct scene *scene, const char *text)
{
    int widest = 0;
    while (*text != '\0') {
        char word[128];
        size_t length = strcspn(text, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        int width = (unsigned char)word[0] < 0x80
                        ? fonts_width(scene->fonts, kiosk->theme.title, word)
                        : 0; /* Chinese breaks anywhere */
        widest = width > widest ? width : widest;
        text += length + strspn(text + length, " ");
    }
    return widest;
}

/* Would a word have to be cut in two? */
static bool cuts_words(const struct kiosk *kiosk, struct scene *scene, const struct shape *shape,
                       const struct grid *grid)
{
    int width = shape->width - text_left(kiosk, shape) - shape->pad;
    for (size_t i = 0; i < grid->count; i++) {
        if (widest_word(kiosk, scene, grid->entries[i].title) > width) {
            return true;
        }
    }
    return false;
}

static int least_height(struct kiosk *kiosk, struct scene *scene, const struct shape *shape,
                        const struct grid *grid)
{
    int width = shape->width - text_left(kiosk, shape) - shape->pad, least = 0;
    for (size_t i = 0; i < grid->count; i++) {
        int height = text_height(kiosk, scene, width, &grid->entries[i]);
        least = height > least ? height : least;
    }
    least += shape->look == LOOK_TILE ? shape->sign + 2 * shape->pad + part_unit(kiosk, 1)
                                      : part_unit(kiosk, 3);
    return least > kiosk->theme.target ? least : kiosk->theme.target;
}

/* A list in one of the three looks; rows and height of its cards are what `area` has room for. */
static struct shape look_at(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                            const struct grid *grid, enum look look)
{
    bool elder = kiosk->theme.elder;
    struct shape shape = {.look = look, .columns = grid->columns, .gap = kiosk->theme.gap,
                          .pad = part_unit(kiosk, 2),
                          .sign = part_unit(kiosk, look == LOOK_TILE ? (elder ? 11 : 9)
                                                                     : (elder ? 9 : 8))};
    shape.width = (area.w - (shape.columns - 1) * shape.gap) / shape.columns;
    shape.least = least_height(kiosk, scene, &shape, grid);
    shape.rows = (area.h + shape.gap) / (shape.least + shape.gap);
    shape.rows = shape.rows > 0 ? shape.rows : 1;
    int wanted = (int)(grid->count + (size_t)shape.columns - 1) / shape.columns;
    bool few = wanted > 0 && wanted < shape.rows; /* few cards do not fill the page, many do */
    int rows = few ? wanted : shape.rows;
    shape.height = (area.h + shape.gap) / rows - shape.gap;
    int most = grid->most > 0 && few ? part_unit(kiosk, grid->most) : shape.height;
    most = most > shape.least ? most : shape.least;
    shape.height = shape.height < most ? shape.height : most;
    if (look == LOOK_TILE && shape.height - shape.least >= part_unit(kiosk, 2)) {
        shape.pad = part_unit(kiosk, 3);
    }
    return shape;
}

static bool holds_all(const struct shape *shape, const struct grid *grid)
{
    return (size_t)(shape->rows * shape->columns) >= grid->count;
}

/* The first look in which everything is on one leaf; else the one with the fewest leaves. */
static struct shape shape_of(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                             const struct grid *grid)
{
    bool signs = grid->count > 0 && grid->entries[0].sign != NULL;
    struct shape beside = look_at(kiosk, scene, area, grid, signs ? LOOK_BESIDE : LOOK_PLAIN);
    struct shape plain = look_at(kiosk, scene, area, grid, LOOK_PLAIN);
    for (int look = LOOK_TILE; signs && look < LOOKS; look++) {
        struct shape shape = look_at(kiosk, scene, area, grid, (enum look)look);
        bool too_high = look == LOOK_TILE && shape.least > part_unit(kiosk, grid->most);
        if (holds_all(&shape, grid) && !too_high && !cuts_words(kiosk, scene, &shape, grid)) {
            return shape;
        }
    }
    if (grid->columns > 1 && cuts_words(kiosk, scene, &beside, grid)) {
        static struct grid fewer;
        fewer = *grid;
        fewer.columns--;
        return shape_of(kiosk, scene, area, &fewer);
    }
    return plain.rows > beside.rows ? plain : beside;
}

static void card_text(struct kiosk *kiosk, struct scene *scene, SDL_Rect box,
                      const struct entry *entry)
{
    const struct theme *theme = &kiosk->theme;
    int title = scene_measure(scene, box.w, theme->title, entry->title);
    int note = scene_measure(scene, box.w, theme->small, entry->note);
    SDL_Rect row = {box.x, box.y + (box.h - title - note) / 2, box.w, title};
    scene_paragraph(scene, row, ALIGN_LEFT, theme->title, theme->colours->text, entry->title);
    row.y += title;
    row.h = note;
    scene_paragraph(scene, row, ALIGN_LEFT, theme->small, entry->note_colour, entry->note);
}

/* Where sign and text of a card go: side by side, or one above the other where cards are high. */
static void place_card(struct kiosk *kiosk, struct scene *scene, const struct shape *shape,
                       const struct entry *entry, SDL_Rect rect, SDL_Rect *sign, SDL_Rect *text)
{
    int left = text_left(kiosk, shape);
    *sign = (SDL_Rect){rect.x + shape->pad, rect.y + (rect.h - shape->sign) / 2, shape->sign,
                       shape->sign};
    *text = (SDL_Rect){rect.x + left, rect.y, rect.w - left - shape->pad, rect.h};
    if (shape->look == LOOK_TILE) {
        int height = text_height(kiosk, scene, shape->width - 2 * shape->pad, entry);
        sign->y = rect.y + shape->pad;
        *text = (SDL_Rect){rect.x + shape->pad, rect.y + rect.h - shape->pad - height,
                           rect.w - 2 * shape->pad, height};
    }
}

static void card(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect,
                 const struct shape *shape, const struct entry *entry)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    bool pressed = part_is_pressed(kiosk, entry->action, entry->argument);
    SDL_Rect sign, text;
    scene_edged_box(scene, rect, theme->radius, pressed ? c->accent_tint : c->card, theme->hair,
                    pressed ? c->accent : c->edge);
    place_card(kiosk, scene, shape, entry, rect, &sign, &text);
    if (entry->sign != NULL && shape->look != LOOK_PLAIN) {
        part_sign(kiosk, scene, sign, pressed ? c->accent : c->accent_tint,
                  pressed ? c->accent_text : c->accent, entry->sign);
    }
    card_text(kiosk, scene, text, entry);
    scene_target(scene, rect, entry->action, entry->argument);
}

int grid_pager_height(const struct kiosk *kiosk)
{
    return kiosk->theme.target + part_unit(kiosk, kiosk->theme.elder ? 1 : 2);
}

void grid_pager(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct theme *theme = &kiosk->theme;
    if (kiosk->leaves < 2) {
        return;
    }
    char page[NUMBER_TEXT], pages_text[NUMBER_TEXT], text[FILLED];
    const struct hole holes[] = {{"page", kiosk_number(page, kiosk->place.leaf + 1)},
                                 {"pages", kiosk_number(pages_text, kiosk->leaves)},
                                 {NULL, NULL}};
    int slot = fonts_width(scene->fonts, theme->label, "00 / 00") + part_unit(kiosk, 2);
    int most = part_unit(kiosk, 60), button = (area.w - slot) / 2;
    button = button < most ? button : most;
    area = (SDL_Rect){area.x + area.w - slot - 2 * button, area.y, slot + 2 * button, area.h};
    struct button previous = {.rect = {area.x, area.y, button, area.h}, .style = BUTTON_PLAIN,
                              .action = ACTION_LEAF, .argument = -1,
                              .label = kiosk_text(kiosk, "kiosk.nav.previous"),
                              .off = kiosk->place.leaf == 0};
    struct button next = {.rect = {area.x + area.w - button, area.y, button, area.h},
                          .style = BUTTON_PLAIN, .action = ACTION_LEAF, .argument = 1,
                          .label = kiosk_text(kiosk, "kiosk.nav.next"),
                          .off = kiosk->place.leaf + 1 >= kiosk->leaves};
    part_button(kiosk, scene, &previous);
    part_button(kiosk, scene, &next);
    scene_line(scene, (SDL_Rect){area.x + button, area.y, area.w - 2 * button, area.h},
               ALIGN_CENTRE, theme->label, theme->colours->faint,
               kiosk_fill(kiosk, text, "kiosk.nav.page", holes));
}

void grid_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const struct grid *grid)
{
    struct shape shape = shape_of(kiosk, scene, area, grid);
    bool pager = (grid->pager_inside || part_is_wide(kiosk)) && !holds_all(&shape, grid);
    if (pager) {
        area.h -= grid_pager_height(kiosk) + kiosk->theme.gap;
        static struct grid same;
        same = *grid;
        same.columns = shape.columns;
        shape = look_at(kiosk, scene, area, &same, shape.look);
    }
    int leaf_size = shape.rows * shape.columns;
    kiosk->leaves = ((int)grid->count + leaf_size - 1) / leaf_size;
    if (kiosk->place.leaf >= kiosk->leaves) {
        kiosk->place.leaf = kiosk->leaves > 0 ? kiosk->leaves - 1 : 0;
    }
    for (int i = 0; i < leaf_size; i++) {
        size_t index = (size_t)(kiosk->place.leaf * leaf_size + i);
        if (index >= grid->count) {
            break;
        }
        SDL_Rect rect = {area.x + i % shape.columns * (shape.width + shape.gap),
                         area.y + i / shape.columns * (shape.height + shape.gap), shape.width,
                         shape.height};
        card(kiosk, scene, rect, &shape, &grid->entries[index]);
    }
    if (pager) {
        grid_pager(kiosk, scene, (SDL_Rect){area.x, area.y + area.h + kiosk->theme.gap, area.w,
                                            grid_pager_height(kiosk)});
    }
}
