/* figures_file.h: figures.db: the days and roll-ups of the column image, kept over a restart.
 *
 * Everything in it is derived from hall.db and can be made again, so it is a file of its own: the
 * rule of one writer for hall.db stays untouched, and whoever deletes the file loses nothing but
 * the minutes that making it again takes. A file that is broken, of another form, or that belongs
 * to another journal is deleted and begun anew. Roll-ups that do not hold together are left out:
 * rows answer for them until they are made again.
 *
 *   meta    form, seq and hash of the last event that is in the days
 *   code    the image's dictionaries           day   a block a day, as image_block gives it
 *   rollup  as image_rollups_since gives them  lens  what the site said when they were made
 *
 * Blocks and roll-ups carry a check value (SipHash), so that a flipped bit is no figure.
 *
 * Thread: reports. */
#pragma once

#include "stats/rollup.h"

#include <stdint.h>

struct figures_file;

struct figures_mark { /* how far the journal is in the file */
    int64_t seq;      /* 0 = nothing */
    uint8_t hash[32];
};

/* Opens or creates FOLDER/figures.db. NULL with a sentence in `why`. */
struct figures_file *figures_file_open(const char *folder, char *why, size_t size);
void figures_file_close(struct figures_file *file);
/* Reads everything into an empty image. 0, or -1 when the file does not hold together (the image
 * is then empty; figures_file_clear and begin anew). */
int figures_file_load(struct figures_file *file, struct image *image, struct figures_mark *mark);
/* Empties it. 0 or -1. */
int figures_file_clear(struct figures_file *file);
/* Between begin and commit: days, and how far they go. A failure shows at the latest in commit;
 * the file is then as before. 0 or -1. */
int figures_file_begin(struct figures_file *file);
int figures_file_put(struct figures_file *file, const struct image *image, int32_t day);
/* Roll-ups that were made since the last time, or since the load. */
int figures_file_put_rollups(struct figures_file *file, const struct image *image);
int figures_file_mark(struct figures_file *file, const struct figures_mark *mark);
int figures_file_commit(struct figures_file *file);
