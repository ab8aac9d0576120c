/* live.h: a board that follows the controller: what comes in, what is spoken, what is shown.
 *
 * Design: the live stream tells that something happened, one GET of the board's view tells what
 * the hall looks like then. While an answer is on its way further events only mark that another
 * look is needed, so that a rush of a hundred events costs two looks. A look every
 * LIVE_LOOK_MS finds what no event tells (notices by time of day) or an event lost. When
 * nothing has come for 5 s, or a look that is due has no answer for so long, the picture is
 * called old.
 *
 * Owner and thread: the display's main thread; the client has its own. */
#pragma once

#include "board/stage.h"

enum { LIVE_LOOK_MS = 10000 };

struct live_settings {
    const char *url, *ca_file, *token_file;
    const char *id;              /* NULL: no settings from the controller */
    struct board_settings board; /* defaults */
    struct board_settings given; /* by the command line … */
    bool has_size, has_diagonal, has_distance, has_layout, has_area, has_language; /* … where set */
    struct stage_options stage;
    bool silent;                     /* no voice */
    const char *script, *screenshot; /* NULL = none */
};

/* Puts what the command line set over `to`. */
void live_override(struct board_settings *to, const struct live_settings *settings);
/* Runs until the window is closed, the script ends or a signal comes. The exit status. */
int live_run(const struct live_settings *settings);
