/* board_build.h: a board out of the shown engine.
 *
 * The caller has filled in what the configuration knows (hall, windows' numbers, names and
 * areas, categories' codes, series and names, notices, time zone); this adds what the queue
 * knows and the revision. Only tickets that are at a window count as calls: a finished or undone
 * call leaves the board with the event that ends it.
 *
 * Not for displays: it knows the queue. Pure. Thread: the engine's owner. */
#pragma once

#include "queue/engine.h"
#include "view/board.h"

void board_build(struct board *board, const struct engine *engine, wall_t now);
