/* show.h: what a board does in time: which calls are new, when they blink, which page is seen.
 *
 * Problem: a call must catch the eye of somebody who looks away, and a screen that moves all the
 * time is looked at by nobody. ux.md 4: a new call is marked for at least 10 s and blinks three
 * times at most, once a second; everything else stands still and pages turn.
 *
 * Design: pure; time comes in. A call is new when its announcement (the call's place in the
 * journal and its number of recalls) has not been seen before. What was called before the board
 * was started is not news, but what was called just before is still marked. While a call is
 * new, the page of windows that has it is shown: notices never cover it.
 *
 * Thread: the display's main thread. */
#pragma once

#include "view/board.h"

enum {
    SHOW_HOLD_MS = 10000, /* a new call is marked so long */
    SHOW_BLINK_MS = 1000, /* one blink */
    SHOW_BLINKS = 3,
    SHOW_SILENCE_MS = 5000 /* without any data the picture is called old */
};

struct show_call {
    int64_t seq;
    uint8_t recalls;
    mono_t since;
};

struct show {
    bool begun; /* a board has been seen */
    size_t call_count;
    struct show_call calls[BOARD_CALLS]; /* those of the board, in its order */
    mono_t started;
    size_t page;
    mono_t page_since;
};

void show_init(struct show *show, mono_t now);
/* A new board. Indices of its calls that are to be announced go to `announce`; how many. */
size_t show_update(struct show *show, const struct board *board, mono_t now,
                   size_t announce[BOARD_CALLS]);
/* Is the board's call at `index` still marked? In its bright half of a blink? */
bool show_is_new(const struct show *show, size_t index, mono_t now);
bool show_is_bright(const struct show *show, size_t index, mono_t now);
/* Indices of the board's calls, the latest announcement first. */
size_t show_order(const struct show *show, size_t order[BOARD_CALLS]);
/* The page to show of `count`; `forced` >= 0 holds that one. */
size_t show_page(struct show *show, size_t count, int forced, int page_s, mono_t now);
/* The turn of things that rotate on their own: 0, 1, 2 … every `page_s`. */
size_t show_turn(const struct show *show, size_t count, int page_s, mono_t now);
/* When the picture can differ by time alone: milliseconds, at least 1. `heard` is the last data,
 * {0} = none yet; `clock_ms` until the clock's next minute. */
int64_t show_wait_ms(const struct show *show, int page_s, mono_t heard, int64_t clock_ms,
                     mono_t now);
/* Has nothing been heard for SHOW_SILENCE_MS? */
bool show_is_old(const struct show *show, mono_t heard, mono_t now);
