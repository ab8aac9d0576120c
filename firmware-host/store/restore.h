/* restore.h: what happens when hall.db turns out to be broken or gone.
 *
 * The backup with the highest seq whose whole chain verifies becomes the new journal. Then every
 * later event of the broken file that still continues the chain is taken over: the hashes prove
 * that it is genuine, so one damaged page of last year costs nothing of today. The broken file
 * is kept beside as hall.db.broken-TIME. What is lost all the same, the witness knows: the
 * caller skips behind it.
 *
 * Thread: the loop, before store_start, with the folder locked and no connection open. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* 0 with a sentence in `report`; -1 with a sentence when there is no sound backup, and hall.db
 * is as it was. */
int restore_newest(const char *folder, char *report, size_t size);

/* hall.db is sound and ends before what the witness saw (a WAL that was cut or lost): takes over
 * from the newest backup what continues its chain. The number of events. */
int64_t restore_missing(const char *folder);
