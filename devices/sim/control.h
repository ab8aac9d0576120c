/* control.h: RUN/sim.sock: sentences line by line, an answer each.
 *
 * An answer is "ok", "ok ...", or "err ..."; an answer of several lines ends with a line ".".
 * A line that waits (expect) is answered when it is decided; order is kept within one asker
 * only as far as answers come at once. Owner: main; one thread. */
#pragma once

#include "sim/play.h"

struct control;

/* Listens on FOLDER/sim.sock. NULL with errno. */
struct control *control_create(struct play *play, const struct site *site, const char *folder);
void control_destroy(struct control *control);
