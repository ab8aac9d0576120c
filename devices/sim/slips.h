/* slips.h: the tray where printed slips lie: each as text and as picture, with an index.
 *
 * Problem: drawing a slip takes tens of milliseconds, a byte on the wire takes one. So a thread
 * of its own writes the files; the loop only hands papers over.
 *
 *   FOLDER/printer-1-0007.txt   as a person reads it
 *   FOLDER/printer-1-0007.png   as a scanner sees it, 203 dpi
 *   FOLDER/index.txt            one line a slip: time printer ordinal number complete|half
 *
 * More than SLIPS_WAITING papers behind, a slip gets its text but no picture.
 * Thread: slips_give from one thread; the files belong to the tray's own. */
#pragma once

#include "sim/paper.h"

enum { SLIPS_WAITING = 512 };

struct slips;

/* Makes the folder and starts the thread. NULL with errno. */
struct slips *slips_create(const char *folder);
/* Takes ownership of the paper. */
void slips_give(struct slips *slips, struct paper *paper);
/* Writes what still waits, ends the thread. */
void slips_destroy(struct slips *slips);
