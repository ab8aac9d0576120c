/* clock.h: two clocks with two types, and the hall's own time.
 *
 * Problem: time that is waited for must never jump, time that is shown must be the wall's.
 * A program that compares the two is wrong on the day somebody sets the clock. So they are
 * two types that do not mix: mono_t for waiting (serial lines, time-outs), wall_t for people
 * (tickets, reports).
 *
 * A demo hall runs up to 60 times faster than the wall. Then wall_t is the hall's time: it
 * starts at an anchor and advances with the monotonic clock times the speed. Serial lines
 * wait on mono_t and keep their true pace. The anchor is a file `hall-clock` in the run
 * folder, so that a controller that is killed and started again is still in the same hall.
 *
 * Thread: the anchor is set once before threads start; reading is safe from every thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Milliseconds of CLOCK_MONOTONIC. */
typedef struct {
    int64_t ms;
} mono_t;

/* Hall time: milliseconds since 1970-01-01T00:00:00Z. */
typedef struct {
    int64_t ms;
} wall_t;

mono_t mono_now(void);
/* Monotonic time in microseconds, for the pacing of serial lines. */
int64_t mono_now_us(void);
wall_t wall_now(void);

static inline mono_t mono_after(mono_t t, int64_t ms)
{
    return (mono_t){t.ms + ms};
}

static inline wall_t wall_after(wall_t t, int64_t ms)
{
    return (wall_t){t.ms + ms};
}

/* Milliseconds from `from` to `to`; negative when `to` is earlier. */
static inline int64_t mono_between(mono_t from, mono_t to)
{
    return to.ms - from.ms;
}

static inline int64_t wall_between(wall_t from, wall_t to)
{
    return to.ms - from.ms;
}

/* How many times faster than the wall the hall's time runs; 1 in a real hall. */
double hall_clock_speed(void);
bool hall_clock_is_simulated(void);
/* Sets the anchor: hall time is `start` now and runs `speed` times as fast. */
void hall_clock_set(wall_t start, double speed);
/* Writes the anchor to, or reads it from, `folder`/hall-clock. 0, or -1 (no such file, or it
 * does not parse; the clock then stays as it is). */
int hall_clock_save(const char *folder);
int hall_clock_load(const char *folder);
/* Monotonic milliseconds at the hall's pace: what events carry for durations. */
int64_t hall_mono_ms(void);
/* Milliseconds of the monotonic clock until hall time reaches `due`; at least 0. */
int64_t hall_clock_wait_ms(wall_t due);

/* A business day as the number yyyymmdd in local time (TZ). */
int32_t wall_day(wall_t t);
/* Local midnight at which `day` (yyyymmdd) begins, and local hour 0..23. */
wall_t wall_day_start(int32_t day);
int wall_hour(wall_t t);
/* 0 = Sunday .. 6 = Saturday. */
int wall_weekday(int32_t day);
int32_t day_next(int32_t day);

/* RFC 3339 with milliseconds and offset, e.g. 2026-03-02T09:15:04.120+08:00. */
enum { WALL_TEXT_SIZE = 32 };
const char *wall_format(wall_t t, char text[WALL_TEXT_SIZE]);
/* Parses what wall_format writes (fraction and offset optional). 0 or -1. */
int wall_parse(const char *text, wall_t *out);
/* Local HH:MM. */
const char *wall_format_hhmm(wall_t t, char text[8]);
