/* touch.c: see touch.h. */
#include "common/touch.h"

void touch_init(struct touch *touch)
{
    *touch = (struct touch){.down = TOUCH_NONE};
}

void touch_down(struct touch *touch, int target, mono_t now)
{
    bool same_finger = touch->acted && mono_between(touch->act, now) < touch->guard_ms;
    if (touch->down == TOUCH_NONE && !same_finger) {
        touch->down = target;
        touch->inside = target != TOUCH_NONE;
    }
}

void touch_move(struct touch *touch, int target)
{
    touch->inside = touch->down != TOUCH_NONE && touch->down == target;
}

int touch_up(struct touch *touch, int target, mono_t now)
{
    touch_move(touch, target);
    int act = touch->inside ? touch->down : TOUCH_NONE;
    touch_forget(touch);
    if (act != TOUCH_NONE) {
        touch->acted = true;
        touch->act = now;
        touch->guard_ms = TOUCH_GUARD_MS;
    }
    return act;
}

void touch_was_key(struct touch *touch)
{
    touch->guard_ms = TOUCH_KEY_GUARD_MS;
}

void touch_forget(struct touch *touch)
{
    touch->down = TOUCH_NONE;
    touch->inside = false;
}

int touch_pressed(const struct touch *touch)
{
    return touch->inside ? touch->down : TOUCH_NONE;
}
