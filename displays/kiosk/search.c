/* search.c: finding an item by the first letters of its pinyin or of an English word, on a
 * keyboard on the screen. On a tall screen the large-type mode has fewer, larger keys in
 * alphabetical order. */
#include "kiosk/pages.h"

#include "common/search.h"

#include <stdio.h>
#include <string.h>

enum { RANKS = 4 };

/* ------------------------------------------------------------------ keyboard */

void search_key(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, int character)
{
    char label[2] = {(char)character, '\0'};
    struct button button = {.rect = rect, .style = BUTTON_PLAIN, .action = ACTION_KEY,
                            .argument = character, .label = label};
    if (character == KEY_DELETE || character == KEY_CLEAR) {
        button.style = BUTTON_QUIET;
        button.off = kiosk->typed[0] == '\0';
        button.label = kiosk_text(kiosk, character == KEY_DELETE ? "kiosk.search.delete"
                                                                 : "kiosk.search.clear");
    }
    part_button(kiosk, scene, &button);
}

static void letter_keys(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static const char *const rows[] = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
    int gap = kiosk->theme.gap;
    int width = (area.w - 9 * gap) / 10, height = (area.h - 2 * gap) / 3, x = 0;
    for (int row = 0; row < 3; row++) {
        x = area.x + (row == 1 ? (width + gap) / 2 : 0);
        int y = area.y + row * (height + gap);
        for (const char *c = rows[row]; *c != '\0'; c++) {
            search_key(kiosk, scene, (SDL_Rect){x, y, width, height}, *c);
            x += width + gap;
        }
    }
    int y = area.y + 2 * (height + gap), rest = area.x + area.w - x;
    int half = (rest - gap) / 2;
    search_key(kiosk, scene, (SDL_Rect){x, y, half, height}, KEY_DELETE);
    search_key(kiosk, scene, (SDL_Rect){x + half + gap, y, rest - half - gap, height}, KEY_CLEAR);
}

static void alphabet_keys(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    enum { COLUMNS = 7, ROWS = 4 };
    int gap = kiosk->theme.gap;
    int width = (area.w - (COLUMNS - 1) * gap) / COLUMNS;
    int height = (area.h - (ROWS - 1) * gap) / ROWS;
    for (int i = 0; i < COLUMNS * ROWS; i++) {
        SDL_Rect rect = {area.x + i % COLUMNS * (width + gap),
                         area.y + i / COLUMNS * (height + gap), width, height};
        search_key(kiosk, scene, rect, i < 26 ? 'A' + i : i == 26 ? KEY_DELETE : KEY_CLEAR);
    }
}

/* Height of the keys: what is left on a wide screen, else not much more than a finger needs. */
static int keyboard_height(const struct kiosk *kiosk, int room)
{
    bool wide = part_is_wide(kiosk);
    int rows = kiosk->elder && !wide ? 4 : 3;
    int key = kiosk->theme.target + (kiosk->elder ? 0 : part_unit(kiosk, 2));
    int height = rows * key + (rows - 1) * kiosk->theme.gap;
    int most = rows * part_unit(kiosk, 16) + (rows - 1) * kiosk->theme.gap;
    return !wide || kiosk->elder || room < height ? height : room < most ? room : most;
}

static void keyboard(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (kiosk->elder && !part_is_wide(kiosk)) {
        alphabet_keys(kiosk, scene, area);
    } else {
        letter_keys(kiosk, scene, area);
    }
}

/* ------------------------------------------------------------------ results */

/* Items in order of rank; how many. */
static size_t find(const struct kiosk *kiosk, uint16_t found[ENTRIES])
{
    size_t count = 0;
    for (int rank = 0; rank < RANKS; rank++) {
        for (uint16_t i = 0; i < kiosk->catalogue->item_count && count < ENTRIES; i++) {
            const struct kiosk_item *item = &kiosk->catalogue->items[i];
            if (search_rank(kiosk->typed, item->pinyin, item->name.en) == rank &&
                (kiosk->typed[0] != '\0' || item->popular)) {
                found[count++] = i;
            }
        }
    }
    return count;
}

static void results(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                    const uint16_t *found, size_t count)
{
    static struct grid grid;
    grid = (struct grid){.columns = kiosk->elder == part_is_wide(kiosk) ? 2 : 1, .most = 22};
    for (size_t i = 0; i < count; i++) {
        const struct kiosk_item *item = &kiosk->catalogue->items[found[i]];
        struct entry *entry = &grid.entries[grid.count++];
        *entry = (struct entry){.action = ACTION_ITEM, .argument = found[i],
                                .title = kiosk_name_text(kiosk, &item->name)};
        snprintf(entry->note, sizeof entry->note, "%s",
                 kiosk_name_text(kiosk, &kiosk->catalogue->departments[item->department].name));
        entry->note_colour = kiosk->theme.colours->faint;
    }
    grid_compose(kiosk, scene, area, &grid);
}

static void field(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, size_t count)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int pad = part_unit(kiosk, 3);
    SDL_Rect inner = {rect.x + pad, rect.y, rect.w - 2 * pad, rect.h};
    scene_edged_box(scene, rect, theme->radius, c->card, theme->hair, c->accent);
    if (kiosk->typed[0] == '\0') {
        const char *hint = kiosk_text(kiosk, "kiosk.search.hint");
        struct font font = part_fit(kiosk, scene, theme->body, inner.w, hint);
        scene_line(scene, inner, ALIGN_LEFT, font, c->faint, hint);
        return;
    }
    char number[NUMBER_TEXT], text[FILLED];
    const struct hole holes[] = {{"count", kiosk_number(number, (int64_t)count)}, {NULL, NULL}};
    scene_line(scene, inner, ALIGN_LEFT, theme->headline, c->text, kiosk->typed);
    scene_line(scene, inner, ALIGN_RIGHT, theme->body, c->faint,
               kiosk_fill(kiosk, text, count == 1 ? "kiosk.search.found_one"
                                                  : "kiosk.search.found", holes));
}

static void result_list(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                        const uint16_t *found, size_t count)
{
    if (count > 0) {
        results(kiosk, scene, area, found, count);
    } else {
        scene_middle(scene, area, ALIGN_CENTRE, kiosk->theme.body, kiosk->theme.colours->faint,
                     kiosk_text(kiosk, "kiosk.search.empty"));
    }
}

/* Field, results and keys below each other: a tall screen, or large type. */
static void stacked(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                    const uint16_t *found, size_t count)
{
    bool wide = part_is_wide(kiosk);
    int gap = part_unit(kiosk, wide ? 2 : 3), keys = keyboard_height(kiosk, 0), used = 0;
    if (!wide) { /* a low screen has no room for a heading and large keys */
        used = part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.search.title"), NULL);
    }
    int height = part_unit(kiosk, kiosk->elder && !wide ? 15 : 12);
    SDL_Rect box = {area.x, area.y + used, area.w, height};
    SDL_Rect board = {area.x, area.y + area.h - keys, area.w, keys};
    int top = box.y + height + gap;
    field(kiosk, scene, box, count);
    keyboard(kiosk, scene, board);
    result_list(kiosk, scene, (SDL_Rect){area.x, top, area.w, board.y - top - gap}, found, count);
}

/* Field and keys on the left, results on the right. */
static void side_by_side(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                         const uint16_t *found, size_t count)
{
    int gap = part_unit(kiosk, 3), left = area.w * 58 / 100, height = part_unit(kiosk, 12);
    int used = part_heading(kiosk, scene, (SDL_Rect){area.x, area.y, left, area.h},
                            kiosk_text(kiosk, "kiosk.search.title"), NULL);
    SDL_Rect box = {area.x, area.y + used, left, height};
    int top = box.y + height + gap;
    SDL_Rect board = {area.x, top, left, keyboard_height(kiosk, area.y + area.h - top)};
    field(kiosk, scene, box, count);
    keyboard(kiosk, scene, board);
    result_list(kiosk, scene,
                (SDL_Rect){area.x + left + gap, area.y, area.w - left - gap, area.h}, found,
                count);
}

void search_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    uint16_t found[ENTRIES];
    size_t count = find(kiosk, found);
    if (part_is_wide(kiosk) && !kiosk->elder) {
        side_by_side(kiosk, scene, area, found, count);
    } else {
        stacked(kiosk, scene, area, found, count);
    }
}
