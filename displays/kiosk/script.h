/* script.h: a walk without fingers: touches, waits and pictures from a file.
 *
 *   tap TEXT            touches the button or card that shows TEXT
 *   wait PAGE SECONDS   until that page is shown ("home", "guide", "ticket" …)
 *   see TEXT SECONDS    until a line on the page contains TEXT
 *   shot FILE           a picture of what is shown
 *   # …                 a remark
 * The touch is a real one: down, shown, up. Thread: main. */
#pragma once

#include "common/app.h"
#include "kiosk/kiosk.h"

struct script;

enum script_state { SCRIPT_GOES_ON, SCRIPT_DONE, SCRIPT_FAILED };

/* NULL when the file cannot be read (logged). */
struct script *script_load(const char *path);
void script_destroy(struct script *script);
/* Does what is due; to be called after each picture and at least every SCRIPT_LOOK_MS. */
enum { SCRIPT_LOOK_MS = 5 };
enum script_state script_step(struct script *script, struct app *app, struct kiosk *kiosk,
                              mono_t now);
