/* answers.c: see answers.h. */
#include "devices/bus/answers.h"

#include <string.h>

void answers_init(struct answers *answers)
{
    memset(answers, 0, sizeof *answers);
    for (int i = 0; i < ANSWERS_UNITS; i++) {
        answers->units[i].answered_us = -ANSWERS_TWIN_US;
        answers->units[i].alarmed_us = -ANSWERS_ALARM_AGAIN_US;
    }
}

void answers_missed(struct answers *answers, uint8_t unit, int64_t asked_us, int64_t now_us)
{
    struct answers_unit *u = &answers->units[unit];
    if (now_us >= u->owed_until_us) {
        u->owed = 0;
    }
    if (u->owed == 0) {
        u->asked_us = asked_us;
    }
    if (u->owed < UINT8_MAX) {
        u->owed++;
    }
    u->owed_until_us = asked_us + ANSWERS_LATE_US;
    if (u->owed_until_us < now_us) {
        u->owed_until_us = now_us;
    }
}

void answers_given(struct answers *answers, uint8_t unit, uint8_t function, uint16_t count,
                   int64_t now_us)
{
    struct answers_unit *u = &answers->units[unit];
    u->function = function;
    u->count = count;
    u->answered_us = now_us;
}

static enum answers_kind note_unasked(struct answers_unit *u, int64_t now_us)
{
    if (u->unasked == 0 || now_us - u->unasked_since_us > ANSWERS_ALARM_WINDOW_US) {
        u->unasked = 0;
        u->unasked_since_us = now_us;
    }
    if (u->unasked < ANSWERS_ALARM_COUNT) {
        u->unasked++;
    }
    if (u->unasked < ANSWERS_ALARM_COUNT || now_us - u->alarmed_us < ANSWERS_ALARM_AGAIN_US) {
        return ANSWERS_UNASKED;
    }
    u->alarmed_us = now_us;
    u->unasked = 0;
    return ANSWERS_ALARM;
}

enum answers_kind answers_extra(struct answers *answers, uint8_t unit, int64_t now_us,
                                int64_t *late_us)
{
    struct answers_unit *u = &answers->units[unit];
    *late_us = 0;
    if (!answers_owed(answers, unit, now_us)) {
        return note_unasked(u, now_us);
    }
    *late_us = now_us - u->asked_us;
    u->owed--;
    u->asked_us = now_us; /* of a second one only this much is known */
    return ANSWERS_WAS_LATE;
}

bool answers_owed(const struct answers *answers, uint8_t unit, int64_t now_us)
{
    const struct answers_unit *u = &answers->units[unit];
    return u->owed > 0 && now_us < u->owed_until_us;
}

int64_t answers_clear_us(const struct answers *answers, uint8_t unit, uint8_t function,
                         uint16_t count)
{
    const struct answers_unit *u = &answers->units[unit];
    int64_t clear = u->owed > 0 ? u->owed_until_us : 0;
    if (u->function == function && u->count == count && u->answered_us + ANSWERS_TWIN_US > clear) {
        clear = u->answered_us + ANSWERS_TWIN_US;
    }
    return clear;
}
