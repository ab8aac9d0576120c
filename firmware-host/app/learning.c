/* learning.c: a device is taught: its presses tell their codes and do nothing else.
 *
 * Problem: a pad of a make that nobody has a profile for arrives with sixteen keys. Which code is
 * which key is found by pressing them, and while that is done no visitor may be called.
 *
 * Design: the driver itself is told (DEVICE_LEARN), so that a press under test can never become a
 * verb or a rating; here the last codes of each device are kept for the page that asks.
 * Thread: loop. */
#include "app/hall_internal.h"

#include <stdlib.h>
#include <string.h>

struct lesson {
    mono_t until;
    struct hall_lesson told;
};

struct learning {
    struct lesson lessons[LIMIT_DEVICES];
};

struct learning *learning_create(void)
{
    return calloc(1, sizeof(struct learning));
}

void learning_destroy(struct learning *learning)
{
    free(learning);
}

int hall_learn(struct hall *hall, uint16_t device, int32_t seconds)
{
    static const bool can[DEVICE_KIND_COUNT] = {[DEVICE_PAD] = true,
                                                [DEVICE_EVALUATOR] = true,
                                                [DEVICE_PANEL] = true,
                                                [DEVICE_TOUCH_EVALUATOR] = true};
    if (device >= hall->site->device_count || seconds < 0 || seconds > HALL_LEARN_SECONDS ||
        !can[hall->site->profiles[hall->site->devices[device].profile].kind]) {
        return -1;
    }
    struct device_command command = {.device = device, .kind = DEVICE_LEARN};
    command.learn.seconds = (uint16_t)seconds;
    if (hall_command(hall, &command) < 0) {
        return -1;
    }
    struct lesson *lesson = &hall->learning->lessons[device];
    lesson->until = mono_after(mono_now(), (int64_t)seconds * 1000);
    if (seconds > 0) {
        lesson->told = (struct hall_lesson){0};
    }
    return 0;
}

void learning_event(struct hall *hall, const struct device_event *event)
{
    struct hall_lesson *told = &hall->learning->lessons[event->device].told;
    if (told->count == HALL_LESSON_KEYS) {
        memmove(&told->keys[0], &told->keys[1], (HALL_LESSON_KEYS - 1) * sizeof told->keys[0]);
        told->count--;
    }
    struct hall_learned_key *key = &told->keys[told->count++];
    memset(key, 0, sizeof *key);
    memcpy(key->code, event->learned.code, sizeof key->code);
    key->size = event->learned.size;
    key->digits = event->learned.digits;
    key->number = ++told->presses;
}

void hall_lesson(const struct hall *hall, uint16_t device, struct hall_lesson *out)
{
    const struct lesson *lesson = &hall->learning->lessons[device];
    int64_t left = mono_between(mono_now(), lesson->until);
    *out = lesson->told;
    out->left_s = lesson->until.ms != 0 && left > 0 ? (int32_t)((left + 999) / 1000) : 0;
}
