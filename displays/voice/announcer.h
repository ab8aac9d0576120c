/* announcer.h: decides which call is spoken next, where, and how much of it.
 *
 * Problem: ten windows call within a minute and one announcement takes twelve seconds. A second
 * call must never cut the first, two voices on one loudspeaker are understood by nobody, and a
 * call that is spoken two minutes late sends people to a window that has moved on.
 *
 * Design: a bounded queue a zone. A zone begins when every channel it uses is free; zones on
 * different channels speak at once. The more calls wait for the same channels, the less is said
 * of each (ux.md 4):
 *
 *   up to 3   chime, Chinese `repeat` times, English once
 *   over 3    chime, Chinese once, English once
 *   over 6    chime, Chinese once
 *   over 10   chime; the board carries the call
 *
 * A call older than ANNOUNCER_OLDEST_MS is dropped, a full queue drops its oldest (reliability
 * F36), a call repeated while it still waits is said once, a silent period empties the queue. A
 * player that does not report an end is given up ANNOUNCER_SLACK_MS after it was due: speech may
 * stall, the hall goes on.
 *
 * Pure: no sound and no clock, time comes in. Thread: its owner's. */
#pragma once

#include "base/clock.h"
#include "voice/settings.h"

enum {
    ANNOUNCER_CALLS = 32,          /* waiting calls a zone */
    ANNOUNCER_OLDEST_MS = 60000,
    ANNOUNCER_LONGEST_MS = 40000,  /* of an announcement whose length nobody told */
    ANNOUNCER_SLACK_MS = 3000,     /* later than its length: it has stalled */
    ANNOUNCER_GAP_MS = 400,        /* silence between two announcements */
    ANNOUNCER_ONCE_OVER = 3,
    ANNOUNCER_CHINESE_OVER = 6,
    ANNOUNCER_CHIME_OVER = 10
};

struct voice_call {
    char number[LIMIT_NUMBER];
    uint16_t window;
    mono_t called;
};

/* What to play now. The chime is always there. */
struct announcement {
    size_t zone;
    enum voice_output output;
    struct voice_call call;
    uint8_t chinese, english; /* how often each sentence is said */
    uint8_t volume;           /* percent */
    size_t backlog;           /* calls that waited for these channels, this one included */
};

/* What happened since creation. called = spoken + merged + aged + crowded + silenced + waiting;
 * elsewhere counts calls of windows for which this announcer does not speak. */
struct announcer_counts {
    uint64_t called, spoken, merged, aged, crowded, silenced, elsewhere, stalled;
};

struct announcer;

/* Copies the settings. NULL when memory is out. */
struct announcer *announcer_create(const struct voice_settings *settings);
void announcer_destroy(struct announcer *announcer);

/* A ticket was called to a window at `now`. */
void announcer_call(struct announcer *announcer, const char *number, uint16_t window, mono_t now);
/* Is there something to say now? True with *out: its channels are then taken until
 * announcer_finished. Ask again until false. `minute` is the hall's minute of the day. */
bool announcer_next(struct announcer *announcer, mono_t now, unsigned minute,
                    struct announcement *out);
/* What `zone` began at `now` will last so long. */
void announcer_begun(struct announcer *announcer, size_t zone, mono_t now, unsigned length_ms);
/* The announcement of `zone` was played (or could not be). */
void announcer_finished(struct announcer *announcer, size_t zone, mono_t now);
/* Milliseconds until announcer_next can have a new answer by time alone; -1 = not before a call
 * or an end. */
int64_t announcer_wait_ms(const struct announcer *announcer, mono_t now);
size_t announcer_waiting(const struct announcer *announcer);
const struct announcer_counts *announcer_counts(const struct announcer *announcer);
