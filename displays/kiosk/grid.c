/* grid.c: a list as cards in columns, with leaves when there are more than fit. */
#include "kiosk/pages.h"

struct shape { /* how the cards of a list lie */
    int columns, rows, width, height, gap, pad, sign;
    bool tiles; /* the sign above the text, not beside it */
};

static int text_left(const struct kiosk *kiosk, const struct shape *shape, bool sign)
{
    return shape->pad + (sign ? shape->sign + part_unit(kiosk, 2) : 0);
}

static int text_height(struct kiosk *kiosk, struct scene *scene, int width,
                       const struct entry *entry)
{
    return scene_measure(scene, width, kiosk->theme.title, entry->title) +
           scene_measure(scene, width, kiosk->theme.small, entry->note);
}

/* Height that an entry needs at the cards' width. */
static int needed(struct kiosk *kiosk, struct scene *scene, const struct shape *shape,
                  const struct entry *entry)
{
    int width = shape->width - text_left(kiosk, shape, entry->sign != NULL) - shape->pad;
    return text_height(kiosk, scene, width, entry) + part_unit(kiosk, 3);
}

/* Cards that are high enough carry their sign above the text: all of them or none. */
static void try_tiles(struct kiosk *kiosk, struct scene *scene, const struct grid *grid,
                      struct shape *shape)
{
    struct shape tile = *shape;
    tile.tiles = grid->count > 0;
    tile.sign = part_unit(kiosk, kiosk->theme.elder ? 11 : 9);
    int room = 0;
    for (size_t i = 0; i < grid->count; i++) {
        int height = text_height(kiosk, scene, tile.width - 2 * tile.pad, &grid->entries[i]);
        room = height > room ? height : room;
        tile.tiles = tile.tiles && grid->entries[i].sign != NULL;
    }
    int spare = tile.height - tile.sign - room;
    if (tile.tiles && spare >= 2 * tile.pad + part_unit(kiosk, 1)) {
        tile.pad = spare >= part_unit(kiosk, 3 + 3 + 1) ? part_unit(kiosk, 3) : tile.pad;
        *shape = tile;
    }
}

static struct shape shape_of(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                             const struct grid *grid)
{
    const struct theme *theme = &kiosk->theme;
    struct shape shape = {.columns = grid->columns, .gap = theme->gap,
                          .pad = part_unit(kiosk, 2), .sign = part_unit(kiosk, theme->elder ? 9 : 8)};
    shape.width = (area.w - (shape.columns - 1) * shape.gap) / shape.columns;
    int least = theme->target;
    for (size_t i = 0; i < grid->count; i++) {
        int height = needed(kiosk, scene, &shape, &grid->entries[i]);
        least = height > least ? height : least;
    }
    shape.rows = (area.h + shape.gap) / (least + shape.gap);
    shape.rows = shape.rows > 0 ? shape.rows : 1;
    int wanted = (int)(grid->count + (size_t)shape.columns - 1) / shape.columns;
    int rows = wanted > 0 && wanted < shape.rows ? wanted : shape.rows;
    shape.height = (area.h + shape.gap) / rows - shape.gap;
    int most = grid->most > 0 ? part_unit(kiosk, grid->most) : shape.height;
    most = most > least ? most : least;
    shape.height = shape.height < most ? shape.height : most;
    try_tiles(kiosk, scene, grid, &shape);
    return shape;
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
    int left = text_left(kiosk, shape, entry->sign != NULL);
    *sign = (SDL_Rect){rect.x + shape->pad, rect.y + (rect.h - shape->sign) / 2, shape->sign,
                       shape->sign};
    *text = (SDL_Rect){rect.x + left, rect.y, rect.w - left - shape->pad, rect.h};
    if (shape->tiles) {
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
    if (entry->sign != NULL) {
        part_sign(kiosk, scene, sign, pressed ? c->accent : c->accent_tint,
                  pressed ? c->accent_text : c->accent, entry->sign);
    }
    card_text(kiosk, scene, text, entry);
    scene_target(scene, rect, entry->action, entry->argument);
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
    int button = (area.w - slot) / 2;
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
    if (grid->pager_inside && (size_t)(shape.rows * shape.columns) < grid->count) {
        int strip = kiosk->theme.target + part_unit(kiosk, 2);
        area.h -= strip + kiosk->theme.gap;
        shape = shape_of(kiosk, scene, area, grid);
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
    if (grid->pager_inside) {
        grid_pager(kiosk, scene, (SDL_Rect){area.x, area.y + area.h + kiosk->theme.gap, area.w,
                                            kiosk->theme.target + part_unit(kiosk, 2)});
    }
}
