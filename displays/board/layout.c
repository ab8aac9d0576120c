/* layout.c: see layout.h. */
#include "board/layout.h"

#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 512, PAGE_S = 8, PAGE_LEAST_S = 3, PAGE_MOST_S = 120 };

static const char *const kind_names[LAYOUT_KINDS] = {
    [LAYOUT_HEADER] = "header",   [LAYOUT_CALLS] = "calls",   [LAYOUT_WINDOWS] = "windows",
    [LAYOUT_WAITING] = "waiting", [LAYOUT_MISSED] = "missed", [LAYOUT_TICKER] = "ticker",
};
static const char *const fits_names[] = {
    [LAYOUT_WIDE] = "wide", [LAYOUT_TALL] = "tall", [LAYOUT_NAMED] = "named"};

/* ------------------------------------------------------------------ reading */

static struct fy_node *child(struct fy_node *map, const char *key)
{
    return map != NULL && fy_node_is_mapping(map)
               ? fy_node_mapping_lookup_by_string(map, key, (size_t)-1)
               : NULL;
}

static double number_of(struct fy_node *map, const char *key, double otherwise)
{
    struct fy_node *node = child(map, key);
    size_t size = 0;
    const char *text = node != NULL ? fy_node_get_scalar(node, &size) : NULL;
    char copy[32];
    if (text == NULL || size >= sizeof copy) {
        return otherwise;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    return strtod(copy, NULL);
}

/* Index of the key's word in `names`, or -1. */
static int choice_of(struct fy_node *map, const char *key, const char *const *names, int count)
{
    struct fy_node *node = child(map, key);
    size_t size = 0;
    const char *text = node != NULL ? fy_node_get_scalar(node, &size) : NULL;
    for (int i = 0; text != NULL && i < count; i++) {
        if (strlen(names[i]) == size && memcmp(names[i], text, size) == 0) {
            return i;
        }
    }
    return -1;
}

static int within(double value, int low, int high)
{
    return value < low ? low : value > high ? high : (int)value;
}

static int read_part(struct fy_node *node, struct layout_part *part)
{
    static const char *const answers[] = {"false", "true"};
    int kind = choice_of(node, "part", kind_names, LAYOUT_KINDS);
    part->kind = (enum layout_kind)kind;
    part->width = within(number_of(node, "width", 1), 1, 1000);
    part->hero = within(number_of(node, "hero", 60), 20, 100);
    part->columns = within(number_of(node, "columns", 1), 1, 3);
    part->closed = choice_of(node, "closed", answers, 2) == 1;
    return kind < 0 ? -1 : 0;
}

static int read_band(struct fy_node *node, struct layout_band *band)
{
    struct fy_node *parts = child(node, "parts"), *part;
    void *iterator = NULL;
    band->rows = number_of(node, "rows", 0);
    band->share = within(number_of(node, "share", 0), 0, 1000);
    while (parts != NULL && (part = fy_node_sequence_iterate(parts, &iterator)) != NULL) {
        if (band->part_count == LAYOUT_PARTS ||
            read_part(part, &band->parts[band->part_count++]) < 0) {
            return -1;
        }
    }
    return band->part_count > 0 && (band->rows > 0) != (band->share > 0) ? 0 : -1;
}

static const char *read_layout(struct fy_node *root, struct layout *layout)
{
    struct fy_node *bands = child(root, "bands"), *band;
    void *iterator = NULL;
    int fits = choice_of(root, "fits", fits_names, 3);
    layout->fits = (enum layout_fits)fits;
    layout->page_s = within(number_of(root, "page_s", PAGE_S), PAGE_LEAST_S, PAGE_MOST_S);
    while (bands != NULL && (band = fy_node_sequence_iterate(bands, &iterator)) != NULL) {
        if (layout->band_count == LAYOUT_BANDS ||
            read_band(band, &layout->bands[layout->band_count++]) < 0) {
            return "a band needs `rows` or `share`, and `parts` that a board has";
        }
    }
    return fits < 0 ? "fits: wide, tall or named" : layout->band_count == 0 ? "no bands" : NULL;
}

int layout_load(struct layout *layout, const char *folder, const char *name, int width, int height,
                char *why, size_t size)
{
    char path[PATH_BYTES];
    struct fy_parse_cfg settings = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG};
    memset(layout, 0, sizeof *layout);
    if (name[0] == '\0') {
        name = width >= height ? "landscape" : "portrait";
    }
    snprintf(path, sizeof path, "%s/board-%s.yaml", folder, name);
    struct fy_document *document =
        access(path, R_OK) == 0 ? fy_document_build_from_file(&settings, path) : NULL;
    struct fy_node *root = document != NULL ? fy_document_root(document) : NULL;
    const char *fault = root == NULL ? "no such layout, or not YAML" : read_layout(root, layout);
    fy_document_destroy(document);
    if (fault != NULL) {
        snprintf(why, size, "%s: %s", path, fault);
        return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------ places */

static int fixed_height(const struct layout_band *band, int row)
{
    return (int)(band->rows * row + 0.5);
}

/* Height of a band; shares divide what the fixed bands and the gaps leave. */
static int band_height(const struct layout *layout, size_t index, int height, int row, int gap)
{
    int left = height - gap * (int)layout->band_count, shares = 0;
    for (size_t i = 0; i < layout->band_count; i++) {
        left -= fixed_height(&layout->bands[i], row);
        shares += layout->bands[i].share;
    }
    const struct layout_band *band = &layout->bands[index];
    return band->share == 0 ? fixed_height(band, row) : left > 0 ? left * band->share / shares : 0;
}

SDL_Rect layout_place(const struct layout *layout, size_t band, size_t part, int width, int height,
                      int row, int gap)
{
    const struct layout_band *b = &layout->bands[band];
    int y = 0, shares = 0, before = 0;
    for (size_t i = 0; i < band; i++) {
        y += band_height(layout, i, height, row, gap) + gap;
    }
    for (size_t i = 0; i < b->part_count; i++) {
        shares += b->parts[i].width;
        before += i < part ? b->parts[i].width : 0;
    }
    int room = width - gap * ((int)b->part_count + 1);
    int x = gap * ((int)part + 1) + room * before / shares;
    return (SDL_Rect){x, y, room * b->parts[part].width / shares,
                      band_height(layout, band, height, row, gap)};
}
