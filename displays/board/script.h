/* script.h: what a test or a document makes a running board do, line by line:
 *
 *   wait A001           until that text is on the screen
 *   gone A001           until it is not
 *   picture FILE.png    saves the screen as it is
 *   quit
 *
 * The script is a file, or a pipe that is written as it goes. Each line is told on the standard
 * output when it is done, with the monotonic milliseconds. A line that is not fulfilled within
 * SCRIPT_PATIENCE_MS ends the board with status 1.
 * Thread: the display's main thread. */
#pragma once

#include "board/stage.h"

enum { SCRIPT_PATIENCE_MS = 60000, SCRIPT_LOOK_MS = 20 };

struct script;
enum script_state { SCRIPT_RUNS, SCRIPT_QUITS, SCRIPT_FAILS };

/* NULL with a sentence in `why`. */
struct script *script_load(const char *path, char *why, size_t size);
void script_destroy(struct script *script);
/* After a picture was shown: goes as far as it can. */
enum script_state script_step(struct script *script, struct stage *stage, mono_t now);
