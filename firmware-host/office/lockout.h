/* lockout.h: how long somebody who guesses passwords must wait. (reliability.md D.2.2)
 *
 * LOCKOUT_FREE failures cost nothing; each one after that doubles the time in which nothing more
 * is tried: 1 s, 2 s, 4 s … up to 15 minutes. Who has been quiet for as long again begins anew.
 * That is at most a score of tries an hour, however many are sent.
 *
 * One record a name and one an address. Milliseconds of any one clock; a clock that was set back
 * never locks longer than LOCKOUT_MOST_MS.
 *
 * Pure. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { LOCKOUT_FREE = 5, LOCKOUT_FIRST_MS = 1000, LOCKOUT_MOST_MS = 15 * 60 * 1000 };

struct lockout {
    int32_t failures; /* in a row */
    int64_t until_ms; /* nothing is tried before; 0 = never failed */
};

/* Milliseconds after the failure number `failures` in which nothing is tried. */
int64_t lockout_wait_ms(int32_t failures);
bool lockout_holds(const struct lockout *lockout, int64_t now_ms);
/* The record after one more failure. */
struct lockout lockout_failed(const struct lockout *lockout, int64_t now_ms);
/* May one more be tried now, while `under_way` others are not answered yet? Otherwise ten guesses
 * at the same moment would be ten tries. */
bool lockout_lets(const struct lockout *lockout, int under_way, int64_t now_ms);
