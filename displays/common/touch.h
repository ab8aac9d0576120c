/* touch.h: when a touch is an act: the finger leaves the button that it came down on.
 *
 * Problem: fingers slip, tremble and tap twice. Acting when the finger comes down gives tickets
 * nobody wanted; acting twice gives two.
 *
 * Design: pure; time comes in. Down on a target presses it; sliding off lets go without an act,
 * sliding back presses again; up within it acts. What comes within TOUCH_GUARD_MS after an act
 * is the same finger and is ignored (ux.md 3.2); only after a key of a keyboard, where the same key
 * is touched again and quickly on purpose, TOUCH_KEY_GUARD_MS. A second finger is ignored while one
 * is down.
 * Thread: the display's main thread. */
#pragma once

#include "base/clock.h"

enum { TOUCH_GUARD_MS = 600, TOUCH_KEY_GUARD_MS = 120, TOUCH_NONE = -1 };

struct touch {
    int down;     /* target under the finger when it came down, or TOUCH_NONE */
    bool inside;  /* the finger is within it now */
    bool acted;
    mono_t act;   /* when the last act was */
    int guard_ms; /* for how long after it nothing counts */
};

void touch_init(struct touch *touch);
/* `target` is what lies under the finger, or TOUCH_NONE. */
void touch_down(struct touch *touch, int target, mono_t now);
void touch_move(struct touch *touch, int target);
/* The target to act on, or TOUCH_NONE. */
int touch_up(struct touch *touch, int target, mono_t now);
/* The last act was a key of a keyboard. */
void touch_was_key(struct touch *touch);
/* The page has changed under the finger: no act comes of it. */
void touch_forget(struct touch *touch);
/* The target to show as pressed, or TOUCH_NONE. */
int touch_pressed(const struct touch *touch);
