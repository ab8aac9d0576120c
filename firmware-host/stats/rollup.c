/* rollup.c: the roll-ups of an image: finding, placing, dropping, and as they are stored. See
 * rollup.h; they are made in image_roll.c. */
#include "stats/image_private.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROLLUPS = 64 };

/* ------------------------------------------------------------------ one */

struct rollup *rollup_create(uint32_t group_count, uint32_t byte_count)
{
    size_t groups = group_count * sizeof(struct rollup_group);
    struct rollup *rollup = calloc(1, sizeof *rollup + groups + byte_count);
    if (rollup != NULL) {
        rollup->group_count = group_count;
        rollup->byte_count = byte_count;
        rollup->groups = (struct rollup_group *)(void *)(rollup + 1);
        rollup->bytes = (uint8_t *)(rollup + 1) + groups;
    }
    return rollup;
}

static size_t size_of(const struct rollup *rollup)
{
    return sizeof *rollup + rollup->group_count * sizeof *rollup->groups + rollup->byte_count;
}

/* ------------------------------------------------------------------ lists */

/* Position of the first that ends on `day` or later. */
static size_t search(const struct rollup_list *rollups, int32_t day)
{
    size_t low = 0, high = rollups->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rollups->list[middle]->last < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct rollup *rollup_find(const struct image *image, enum rollup_level level,
                                 enum image_axis axis, int32_t first, int32_t to)
{
    const struct rollup_list *rollups = &image->rollups.lists[level][axis];
    size_t at = search(rollups, first);
    bool fits =
        at < rollups->count && rollups->list[at]->first == first && rollups->list[at]->last <= to;
    return fits ? rollups->list[at] : NULL;
}

static void drop_between(struct rollup_list *rollups, int32_t first, int32_t last)
{
    size_t at = search(rollups, first), end = at;
    while (end < rollups->count && rollups->list[end]->first <= last) {
        free(rollups->list[end++]);
    }
    if (end > at) {
        memmove(&rollups->list[at], &rollups->list[end],
                (rollups->count - end) * sizeof *rollups->list);
        rollups->count -= end - at;
    }
}

int rollup_place(struct image *image, struct rollup *rollup)
{
    struct rollup_list *rollups = &image->rollups.lists[rollup->level][rollup->axis];
    drop_between(rollups, rollup->first, rollup->last);
    if (rollups->count == rollups->capacity) {
        size_t capacity = rollups->capacity == 0 ? FIRST_ROLLUPS : 2 * rollups->capacity;
        struct rollup **list = realloc(rollups->list, capacity * sizeof(struct rollup *));
        if (list == NULL) {
            free(rollup);
            return -1;
        }
        rollups->list = list;
        rollups->capacity = capacity;
    }
    size_t at = search(rollups, rollup->first);
    memmove(&rollups->list[at + 1], &rollups->list[at],
            (rollups->count - at) * sizeof *rollups->list);
    rollups->list[at] = rollup;
    rollups->count++;
    rollup->made = ++image->rollups.made;
    return 0;
}

void rollups_drop_day(struct image *image, int32_t day)
{
    for (int level = 0; level < ROLLUP_LEVELS; level++) {
        for (int axis = 0; axis < IMAGE_AXES; axis++) {
            drop_between(&image->rollups.lists[level][axis], day, day);
        }
    }
    if (day < image->rollups.rolled_before) {
        image->rollups.rolled_before = 0;
    }
}

void rollups_drop(struct image *image)
{
    for (int level = 0; level < ROLLUP_LEVELS; level++) {
        for (int axis = 0; axis < IMAGE_AXES; axis++) {
            struct rollup_list *rollups = &image->rollups.lists[level][axis];
            drop_between(rollups, INT32_MIN, INT32_MAX);
            free(rollups->list);
            *rollups = (struct rollup_list){0};
        }
    }
    image->rollups.epoch++;
    image->rollups.rolled_before = 0;
}

/* ------------------------------------------------------------------ the lens */

/* A map that is not given knows nothing. */
static bool same_map(const uint16_t *lens, const uint16_t *query, size_t count)
{
    for (size_t i = 0; query == NULL && i < count; i++) {
        if (lens[i] != 0) {
            return false;
        }
    }
    return query == NULL || memcmp(lens, query, count * sizeof *lens) == 0;
}

/* Codes that came after the lens are in no roll-up. */
bool rollups_see_alike(const struct image *image, const struct image_query *query)
{
    const struct image_lens *lens = &image->rollups.lens;
    bool targets =
        (query->want & WANT_TARGETS) == 0 ||
        same_map(lens->target_of_category, query->target_of_category, lens->categories + 1u);
    bool departments =
        query->by != IMAGE_BY_DEPARTMENT ||
        (same_map(lens->department_of_item, query->department_of_item, lens->items + 1u) &&
         same_map(lens->department_of_window, query->department_of_window, UINT16_MAX + 1u));
    return targets && departments;
}

/* ------------------------------------------------------------------ as they are stored */

size_t rollup_group_size(void)
{
    return sizeof(struct rollup_group);
}

size_t image_rollup_count(const struct image *image)
{
    size_t count = 0;
    for (int level = 0; level < ROLLUP_LEVELS; level++) {
        for (int axis = 0; axis < IMAGE_AXES; axis++) {
            count += image->rollups.lists[level][axis].count;
        }
    }
    return count;
}

size_t image_rollup_bytes(const struct image *image)
{
    size_t bytes = 0;
    for (int level = 0; level < ROLLUP_LEVELS; level++) {
        for (int axis = 0; axis < IMAGE_AXES; axis++) {
            const struct rollup_list *rollups = &image->rollups.lists[level][axis];
            for (size_t i = 0; i < rollups->count; i++) {
                bytes += size_of(rollups->list[i]);
            }
        }
    }
    return bytes;
}

uint32_t image_rollup_epoch(const struct image *image)
{
    return image->rollups.epoch;
}

const struct image_lens *image_rollup_lens(const struct image *image)
{
    return &image->rollups.lens;
}

void image_put_lens(struct image *image, const struct image_lens *lens)
{
    image->rollups.lens = *lens;
}

uint32_t image_rollups_made(const struct image *image)
{
    return image->rollups.made;
}

static struct rollup_block block_of(const struct rollup *rollup)
{
    return (struct rollup_block){.level = rollup->level,
                                 .axis = rollup->axis,
                                 .first = rollup->first,
                                 .last = rollup->last,
                                 .days = rollup->days,
                                 .rows = rollup->rows,
                                 .group_count = rollup->group_count,
                                 .byte_count = rollup->byte_count,
                                 .groups = rollup->groups,
                                 .bytes = rollup->bytes};
}

static int take_since(const struct rollup_list *rollups, uint32_t after,
                      int (*take)(void *context, const struct rollup_block *block), void *context)
{
    int result = 0;
    for (size_t i = 0; i < rollups->count && result == 0; i++) {
        if (rollups->list[i]->made > after) {
            const struct rollup_block block = block_of(rollups->list[i]);
            result = take(context, &block);
        }
    }
    return result;
}

int image_rollups_since(const struct image *image, uint32_t after,
                        int (*take)(void *context, const struct rollup_block *block), void *context)
{
    int result = 0;
    for (int level = 0; level < ROLLUP_LEVELS; level++) {
        for (int axis = 0; axis < IMAGE_AXES && result == 0; axis++) {
            result = take_since(&image->rollups.lists[level][axis], after, take, context);
        }
    }
    return result;
}

/* Does it speak of the days that are there, and of places within itself? */
static bool fits(const struct image *image, const struct rollup *rollup)
{
    uint64_t days = 0, rows = 0;
    size_t at = image_search(image, rollup->first);
    bool first = at < image->count && image->blocks[at].day == rollup->first;
    for (; at < image->count && image->blocks[at].day <= rollup->last; at++, days++) {
        rows += image->blocks[at].row_count;
    }
    bool last = at > 0 && image->blocks[at - 1].day == rollup->last;
    for (uint32_t g = 0; g < rollup->group_count; g++) {
        for (int k = 0; k < IMAGE_DURATIONS; k++) {
            const struct rollup_durations *durations = &rollup->groups[g].durations[k];
            if ((uint64_t)durations->at + durations->size > rollup->byte_count) {
                return false;
            }
        }
    }
    return first && last && days == rollup->days && rows == rollup->rows;
}

int image_put_rollup(struct image *image, const struct rollup_block *block)
{
    bool known = block->level < ROLLUP_LEVELS && block->axis < IMAGE_AXES;
    struct rollup *rollup = known ? rollup_create(block->group_count, block->byte_count) : NULL;
    if (rollup == NULL) {
        return -1;
    }
    rollup->level = (enum rollup_level)block->level;
    rollup->axis = (enum image_axis)block->axis;
    rollup->first = block->first;
    rollup->last = block->last;
    rollup->days = block->days;
    rollup->rows = block->rows;
    if (block->group_count > 0) {
        memcpy(rollup->groups, block->groups, block->group_count * sizeof *rollup->groups);
    }
    if (block->byte_count > 0) {
        memcpy(rollup->bytes, block->bytes, block->byte_count);
    }
    if (!fits(image, rollup)) {
        free(rollup);
        return -1;
    }
    return rollup_place(image, rollup);
}
