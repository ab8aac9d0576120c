/* column_image.c: days, blocks and codes; questions are in image_ask.c. See column_image.h. */
#include "stats/image_private.h"

#include "stats/day.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCKS = 64 };

struct image *image_create(void)
{
    return calloc(1, sizeof(struct image));
}

static void block_finish(struct block *block)
{
    free(block->memory);
    free(block->spans);
    *block = (struct block){0};
}

void image_clear(struct image *image)
{
    for (size_t i = 0; i < image->count; i++) {
        block_finish(&image->blocks[i]);
    }
    image->count = 0;
    rollups_drop(image);
    image->rollups.lens = (struct image_lens){0};
    memset(image->codes, 0, sizeof image->codes);
}

void image_destroy(struct image *image)
{
    if (image != NULL) {
        image_clear(image);
        free(image->blocks);
        free(image);
    }
}

/* ------------------------------------------------------------------ blocks */

static int block_init(struct block *block, int32_t day, uint32_t rows, uint32_t spans)
{
    *block = (struct block){.day = day, .row_count = rows, .span_count = spans};
    block->memory = malloc((size_t)rows * IMAGE_ROW_BYTES + 1);
    block->spans = calloc((size_t)spans + 1, sizeof *block->spans);
    if (block->memory == NULL || block->spans == NULL) {
        block_finish(block);
        return -1;
    }
    uint32_t *wide = block->memory;
    uint16_t *narrow = (uint16_t *)(void *)(wide + 2 * (size_t)rows);
    block->columns = (struct columns){.hours = wide,
                                      .marks = wide + rows,
                                      .item = narrow,
                                      .category = narrow + rows,
                                      .window = narrow + 2 * (size_t)rows,
                                      .clerk = narrow + 3 * (size_t)rows,
                                      .wait = narrow + 4 * (size_t)rows,
                                      .walk = narrow + 5 * (size_t)rows,
                                      .service = narrow + 6 * (size_t)rows};
    return 0;
}

size_t image_search(const struct image *image, int32_t day)
{
    size_t low = 0, high = image->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (image->blocks[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Puts a finished block in its place and owns it. 0, or -1 (the block is then freed). */
static int place_block(struct image *image, struct block *block)
{
    size_t at = image_search(image, block->day);
    rollups_drop_day(image, block->day);
    if (at < image->count && image->blocks[at].day == block->day) {
        block_finish(&image->blocks[at]);
        image->blocks[at] = *block;
        return 0;
    }
    if (image->count == image->capacity) {
        size_t capacity = image->capacity == 0 ? FIRST_BLOCKS : 2 * image->capacity;
        struct block *blocks = realloc(image->blocks, capacity * sizeof *blocks);
        if (blocks == NULL) {
            block_finish(block);
            return -1;
        }
        image->blocks = blocks;
        image->capacity = capacity;
    }
    memmove(&image->blocks[at + 1], &image->blocks[at],
            (image->count - at) * sizeof *image->blocks);
    image->blocks[at] = *block;
    image->count++;
    return 0;
}

/* ------------------------------------------------------------------ a day of rows */

/* The day's codes as the image numbers them. */
struct translation {
    struct image *image;
    const struct day_stats *stats;
    uint16_t known[IMAGE_CODES][CODES];
    bool failed;
};

static uint16_t translate(struct translation *translation, enum image_codes which,
                          uint16_t number)
{
    if (number == CODE_NONE || number >= CODES) {
        return CODE_NONE;
    }
    uint16_t *known = &translation->known[which][number];
    if (*known == CODE_NONE &&
        image_code_number(translation->image, which, day_stats_code(translation->stats, number),
                          known) < 0) {
        translation->failed = true;
    }
    return *known;
}

static uint32_t pack_hours(const struct service_row *row)
{
    return (uint32_t)row->hour_entered << HOUR_ENTERED |
           (uint32_t)row->hour_called << HOUR_CALLED | (uint32_t)row->hour_walked << HOUR_WALKED |
           (uint32_t)row->hour_ended << HOUR_ENDED;
}

static uint32_t pack_marks(const struct service_row *row, uint16_t priority)
{
    return row->parts | (uint32_t)row->way << MARK_WAY | (uint32_t)row->ending << MARK_ENDING |
           (uint32_t)row->level << MARK_LEVEL | (uint32_t)row->rating << MARK_RATING |
           (uint32_t)row->outcome << MARK_OUTCOME | (uint32_t)priority << MARK_PRIORITY;
}

static void pack_row(const struct columns *to, size_t i, const struct service_row *row,
                     struct translation *translation)
{
    uint16_t priority = translate(translation, IMAGE_PRIORITIES, row->priority);
    translation->failed = translation->failed || priority > IMAGE_PRIORITY_MAX;
    to->hours[i] = pack_hours(row);
    to->marks[i] = pack_marks(row, priority);
    to->item[i] = translate(translation, IMAGE_ITEMS, row->item);
    to->category[i] = translate(translation, IMAGE_CATEGORIES, row->category);
    to->clerk[i] = translate(translation, IMAGE_CLERKS, row->clerk);
    to->window[i] = row->window;
    to->wait[i] = row->wait_s;
    to->walk[i] = row->walk_s;
    to->service[i] = row->service_s;
}

int image_put_day(struct image *image, int32_t day, const struct day_rows *rows,
                  const struct day_stats *stats)
{
    struct block block;
    struct translation *translation = calloc(1, sizeof *translation);
    if (translation == NULL) {
        return -1;
    }
    *translation = (struct translation){.image = image, .stats = stats};
    if (block_init(&block, day, (uint32_t)rows->row_count, (uint32_t)rows->span_count) < 0) {
        free(translation);
        return -1;
    }
    for (size_t i = 0; i < rows->row_count; i++) {
        pack_row(&block.columns, i, &rows->rows[i], translation);
    }
    for (size_t i = 0; i < rows->span_count; i++) {
        block.spans[i] = rows->spans[i];
        block.spans[i].clerk = translate(translation, IMAGE_CLERKS, rows->spans[i].clerk);
    }
    bool failed = translation->failed;
    free(translation);
    if (failed) {
        block_finish(&block);
        return -1;
    }
    return place_block(image, &block);
}

/* ------------------------------------------------------------------ as it is stored */

size_t image_day_count(const struct image *image)
{
    return image->count;
}

size_t image_row_count(const struct image *image)
{
    size_t rows = 0;
    for (size_t i = 0; i < image->count; i++) {
        rows += image->blocks[i].row_count;
    }
    return rows;
}

int image_block(const struct image *image, size_t index, struct image_block *out)
{
    if (index >= image->count) {
        return -1;
    }
    const struct block *block = &image->blocks[index];
    *out = (struct image_block){.day = block->day,
                                .row_count = block->row_count,
                                .span_count = block->span_count,
                                .rows = block->memory,
                                .spans = block->spans};
    return 0;
}

int image_block_of(const struct image *image, int32_t day, struct image_block *out)
{
    size_t at = image_search(image, day);
    bool known = at < image->count && image->blocks[at].day == day;
    return known ? image_block(image, at, out) : -1;
}

int image_put_block(struct image *image, const struct image_block *from)
{
    struct block block;
    if (block_init(&block, from->day, from->row_count, from->span_count) < 0) {
        return -1;
    }
    if (from->row_count > 0) {
        memcpy(block.memory, from->rows, (size_t)from->row_count * IMAGE_ROW_BYTES);
    }
    if (from->span_count > 0) {
        memcpy(block.spans, from->spans, from->span_count * sizeof *block.spans);
    }
    return place_block(image, &block);
}

uint16_t image_code_count(const struct image *image, enum image_codes which)
{
    return image->codes[which].count;
}

const char *image_code(const struct image *image, enum image_codes which, uint16_t number)
{
    return codes_text(&image->codes[which], number);
}

int image_code_number(struct image *image, enum image_codes which, const char *code,
                      uint16_t *out)
{
    return codes_number(&image->codes[which], code, out);
}
