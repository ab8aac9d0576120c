/* rollup.h: what days, weeks, months and years come to, remembered.
 *
 * Problem: the column image answers anything at 3 to 14 ns a row, but ten million rows are then a
 * fifth of a second, and a report that everybody opens every morning should cost nothing.
 *
 * Design: a roll-up is the remembered answer to a question: all counts and durations of one
 * period by one axis. image_ask takes whole periods from roll-ups and what is ragged from rows;
 * where a roll-up is missing, rows answer. So a roll-up is never wrong, only absent: a day that is
 * replaced takes its roll-ups away with it, and image_roll makes them again when there is time.
 *
 *   day, week   of the hall (axes all, day, week)     month, year   by every axis without dates
 *
 * Percentiles do not add, so a roll-up keeps the durations themselves: exact values while a group
 * has up to IMAGE_EXACT of them (one to two bytes a value), buckets above (0.8 %; one to four bytes
 * a bucket). Both merge: the answer is the one that the rows would give, to the last count.
 *
 * Questions with a filter are answered from rows. Targets and departments are the site's, not the
 * day's: they are in the roll-ups as the lens says, and when a question sees them differently
 * (the configuration was changed a moment ago), rows answer until all is rolled up anew.
 *
 * Memory: a group is 328 bytes and its values; a month of Xinmi's hall is about 280 groups.
 *
 * Pure. Owner and thread: those of the image. */
#pragma once

#include "stats/codes.h"
#include "stats/column_image.h"

enum rollup_level { ROLLUP_DAY, ROLLUP_WEEK, ROLLUP_MONTH, ROLLUP_YEAR, ROLLUP_LEVELS };
enum { ROLLUP_FORM = 1 }; /* of stored bytes; others are made anew */

/* What the site says about codes and windows, by their numbers; 0 = none. */
struct image_lens {
    uint16_t items, categories; /* so many codes does it know */
    uint16_t department_of_item[CODES], target_of_category[CODES];
    uint16_t department_of_window[UINT16_MAX + 1];
};

/* Makes what is missing for days before `before` (the newest day still changes), until at least
 * `most_rows` rows were read. A lens that is not the last one takes all roll-ups away first.
 * 1 = there is more to do, call again; 0 = all is rolled up; -1 = memory is out. */
int image_roll(struct image *image, const struct image_lens *lens, int32_t before,
               size_t most_rows);
/* How many there are, and the memory that they take. */
size_t image_rollup_count(const struct image *image);
size_t image_rollup_bytes(const struct image *image);

/* ---- as they are stored */
struct rollup_block {
    uint32_t level, axis; /* enum rollup_level, image_axis */
    int32_t first, last;  /* its first and last day that have a block */
    uint32_t days, rows;  /* in it */
    uint32_t group_count, byte_count;
    const void *groups, *bytes;
};
/* Grows whenever all roll-ups are taken away: those that were stored are void. */
uint32_t image_rollup_epoch(const struct image *image);
const struct image_lens *image_rollup_lens(const struct image *image);
/* How many were ever made: the number of the last one. */
uint32_t image_rollups_made(const struct image *image);
/* Those that were made after the `after`th and are still there; the pointers live until the image
 * changes. 0, or what `take` returned to stop. */
int image_rollups_since(const struct image *image, uint32_t after,
                        int (*take)(void *context, const struct rollup_block *block),
                        void *context);
size_t rollup_group_size(void); /* bytes of one of `groups` */
/* Before the first image_put_rollup: the lens that stored roll-ups were made with. */
void image_put_lens(struct image *image, const struct image_lens *lens);
/* Takes a copy. 0, or -1 when it does not fit the days that are there, or memory is out. */
int image_put_rollup(struct image *image, const struct rollup_block *block);
