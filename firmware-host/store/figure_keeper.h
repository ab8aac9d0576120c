/* figure_keeper.h: the column image kept in step with the journal.
 *
 * Problem: a report over five years may not read five years of events, and a ticket that has just
 * been closed must be in today's figures when somebody looks.
 *
 * Design: at start the days come from figures.db (figures_file.h) in one fast read; what the
 * journal has beyond them is taken in step by step, a few thousand events at a time, and each day
 * that is over is folded into rows (stats/service_row.h) and saved. Today is folded anew from
 * facts in memory whenever somebody asks, so undone commands cost nothing. A rating that comes
 * days later (a default that falls due) makes its service's day be folded again.
 *
 * Roll-ups (stats/rollup.h) are made of days that are over, when there is time: until then rows
 * answer for them.
 *
 * Thread: one (reports). Opens connections of its own; never writes hall.db. */
#pragma once

#include "base/clock.h"
#include "stats/column_image.h"

#include <stddef.h>

struct day_stats;
struct figure_keeper;
struct image_lens;

struct figure_keeper_settings {
    const char *folder; /* the data directory */
    /* Tells a day which window serves what (day_stats_set_serves); may be NULL. */
    void (*serves)(void *context, struct day_stats *stats);
    /* Fills a zeroed lens from what the site says now (rollup.h); NULL = nothing is said. */
    void (*look)(void *context, const struct image *image, struct image_lens *lens);
    void *context;
};

/* NULL with a sentence in `why` when hall.db cannot be read. Without figures.db (disk full) it
 * works from memory. */
struct figure_keeper *figure_keeper_open(const struct figure_keeper_settings *settings, char *why,
                                         size_t size);
void figure_keeper_close(struct figure_keeper *keeper);
/* Takes in what the journal has beyond. 1 = there is more, call again; 0 = in step; -1 = the
 * journal cannot be read. */
int figure_keeper_step(struct figure_keeper *keeper);
/* Makes some of the roll-ups that are missing, a few milliseconds' worth, and saves them. 1 = there
 * is more to do; 0 = all is rolled up; -1 = memory is out. */
int figure_keeper_roll(struct figure_keeper *keeper);
/* Makes the newest day fresh: open windows' time ends at `now`. 0, or -1 when memory is out. */
int figure_keeper_refresh(struct figure_keeper *keeper, wall_t now);
struct image *figure_keeper_image(struct figure_keeper *keeper);
/* The newest business day, 0 = none; the last event that is in. */
int32_t figure_keeper_day(const struct figure_keeper *keeper);
int64_t figure_keeper_seq(const struct figure_keeper *keeper);
