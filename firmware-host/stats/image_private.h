/* image_private.h: the columns of a day. Private to stats/. */
#pragma once

#include "stats/codes.h"
#include "stats/column_image.h"

/* marks: parts in bits 0–8, then the small fields. */
enum {
    MARK_WAY = 9,       /* 2 bits */
    MARK_ENDING = 11,   /* 3 */
    MARK_LEVEL = 14,    /* 3 */
    MARK_RATING = 17,   /* 2 */
    MARK_OUTCOME = 19,  /* 3 */
    MARK_PRIORITY = 22, /* 5 */
};
/* hours: 5 bits each. */
enum { HOUR_ENTERED = 0, HOUR_CALLED = 5, HOUR_WALKED = 10, HOUR_ENDED = 15, HOUR_MASK = 31 };

/* One allocation: the columns with four bytes first, so that each is aligned. */
struct columns {
    uint32_t *hours, *marks;
    uint16_t *item, *category, *window, *clerk, *wait, *walk, *service;
};

struct block {
    int32_t day;
    uint32_t row_count, span_count;
    void *memory;
    struct columns columns; /* into memory */
    struct window_span *spans;
};

struct image {
    size_t count, capacity;
    struct block *blocks; /* by day */
    struct codes codes[IMAGE_CODES];
};

/* Position of the first block with block.day >= day. */
size_t image_search(const struct image *image, int32_t day);
