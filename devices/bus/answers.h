/* answers.h: which unit still owes an answer, and which answers unasked.
 *
 * Problem: a reply to a read carries no register address. A slave that answers after the
 * time-out would give its old value as the answer to the next read (libmodbus: 2 to 5 wrong
 * values of 6, reliability.md F23), and a second slave with the same address would do so with
 * its duplicate (F24).
 *
 * Design: a book per unit. A request that timed out leaves an answer owed, until it comes late
 * or ANSWERS_LATE_US are over; until then nothing is read from that unit, while all others are
 * served. Two equal reads from one unit keep ANSWERS_TWIN_US apart. A well-formed answer that
 * nobody is owed is counted: three within ten seconds are an alarm.
 *
 * Pure: no I/O, time comes in. Owner and thread: the line's bus thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    ANSWERS_UNITS = 256,
    ANSWERS_LATE_US = 600 * 1000, /* an answer may come this late (reliability.md B.2) */
    ANSWERS_TWIN_US = 30 * 1000,  /* a second slave's answer may come this much later */
    ANSWERS_ALARM_COUNT = 3,
    ANSWERS_ALARM_WINDOW_US = 10 * 1000 * 1000,
    ANSWERS_ALARM_AGAIN_US = 60 * 1000 * 1000
};

struct answers_unit {
    uint8_t owed;
    int64_t asked_us; /* when the oldest request that is owed was over */
    int64_t owed_until_us;
    uint8_t function; /* shape of the last read that was answered */
    uint16_t count;
    int64_t answered_us;
    uint8_t unasked;
    int64_t unasked_since_us, alarmed_us;
};
struct answers {
    struct answers_unit units[ANSWERS_UNITS];
};

enum answers_kind {
    ANSWERS_WAS_LATE, /* *late_us: how long after its request */
    ANSWERS_UNASKED,
    ANSWERS_ALARM /* unasked, and often enough to tell people */
};

void answers_init(struct answers *answers);
/* A request ended without an answer; it was over on the wire at `asked_us`. */
void answers_missed(struct answers *answers, uint8_t unit, int64_t asked_us, int64_t now_us);
/* A read of that function and count was answered. */
void answers_given(struct answers *answers, uint8_t unit, uint8_t function, uint16_t count,
                   int64_t now_us);
/* A well-formed frame of that unit that is no answer to anything outstanding. */
enum answers_kind answers_extra(struct answers *answers, uint8_t unit, int64_t now_us,
                                int64_t *late_us);
/* The earliest time at which that unit may be read in that shape. */
int64_t answers_clear_us(const struct answers *answers, uint8_t unit, uint8_t function,
                         uint16_t count);
/* Does it still owe an answer? */
bool answers_owed(const struct answers *answers, uint8_t unit, int64_t now_us);
