/* common.h: what the drivers share: wishes by deadline, retry pauses, a queue of acts, the guard
 * against bouncing keys, and the words in which profiles state their vectors.
 *
 * Everything here is pure and takes time as an argument. Thread: as the driver that calls. */
#pragma once

#include "devices/device.h"

/* ------------------------------------------------------------------ wishes */

/* Nothing to say at all. */
struct driver_wish wish_none(void);
struct driver_wish wish_at(enum exchange_class class, mono_t due);
/* The one to answer with at `now`: of those that are due the higher class, else the sooner. */
struct driver_wish wish_better(struct driver_wish a, struct driver_wish b, mono_t now);

/* ------------------------------------------------------------------ retries */

/* A state that does not get through is tried three times at once, then after 1, 2 and at most
 * 5 s, as a health exchange: a dead board must not take the wire from the living. */
struct retry {
    uint8_t failures;
    mono_t due;
};
void retry_reset(struct retry *retry, mono_t now);
void retry_failed(struct retry *retry, mono_t now);
/* Class and due of the next try. */
struct driver_wish retry_wish(const struct retry *retry);

/* ------------------------------------------------------------------ acts */

enum { ACTS = 16, ACT_BYTES = 24 };
struct act {
    uint8_t kind; /* the driver's own */
    uint16_t value;
    uint8_t size;
    uint8_t bytes[ACT_BYTES];
};
/* First in, first out. A full queue drops the oldest: an act that waited behind 16 others is
 * news of the past. */
struct act_queue {
    uint8_t first, count;
    uint16_t dropped;
    struct act acts[ACTS];
};
void act_push(struct act_queue *queue, const struct act *act);
const struct act *act_first(const struct act_queue *queue);
void act_pop(struct act_queue *queue);
void act_clear(struct act_queue *queue);

/* ------------------------------------------------------------------ keys */

/* At most two presses a second come through, in bursts of two; a key that goes on beyond that
 * for STUCK_PRESSES raises ALARM_STUCK_KEY once, until it was quiet for 5 s
 * (reliability.md F28, D.1: a device on a bus may cause at most two events a second). A panel
 * serves one visitor after the other, who leaf through pages: a touch each TOUCH_REFILL_MS. */
enum {
    KEY_BURST = 2,
    KEY_REFILL_MS = 500,
    TOUCH_REFILL_MS = 150,
    STUCK_PRESSES = 20,
    STUCK_QUIET_MS = 5000
};
struct key_guard {
    uint16_t refill_ms; /* 0 = KEY_REFILL_MS */
    uint8_t tokens;
    mono_t refilled, last;
    uint16_t refused;
    bool started, alarmed;
};
/* May this press become an event? `*alarm` is set when the key must be reported as stuck. */
bool key_guard_allows(struct key_guard *guard, mono_t now, bool *alarm);

/* The profile's key for these code bytes, digits before them allowed or not; NULL if none. */
const struct profile_key *profile_key_find(const struct device_profile *profile,
                                           const uint8_t *code, size_t size, bool digits);

/* Being taught (DEVICE_LEARN): presses tell their code and do nothing else. */
struct teaching {
    bool on;
    mono_t until;
};
void teaching_take(struct teaching *teaching, mono_t now, const struct device_command *command);
/* True when the press was told instead of made an event: the driver refuses it. */
bool teaching_tell(const struct teaching *teaching, mono_t now, const uint8_t *code, size_t size,
                   bool digits, struct device_sink *sink);

/* A status edge: puts DEVICE_HEALTH into the sink when `status` differs from `*last`. */
void report_status(uint32_t *last, uint32_t status, struct device_sink *sink);
/* Digits of a ticket number, "A023" -> "023"; at most `size` - 1 of them, the last ones. */
void number_digits(const char *number, char *out, size_t size);

/* ------------------------------------------------------------------ vectors */

/* The command that a vector's words mean, or -1:
 *   show TEXT [red|green|yellow]   a board        waiting N | number NO | pad N NO   a pad
 *   ask [SECONDS] | thank | idle | rated          an evaluator
 *   page N [TEXT …]                a panel        print TEXT   a slip of one large line and a cut
 *   beep [MS]
 * N or NO = "-" leaves that part blank. */
int meaning_command(const char *meaning, struct device_command *out);
/* An event in the same short form: "next", "call_number 23", "rate 4", "touch 1 3",
 * "status paper_end cover_open", "printed 7 confirmed", "shown 3", "alarm stuck_key",
 * "learned 05 0F". */
void meaning_of_event(const struct device_event *event, char *out, size_t size);

/* What a healthy device answers to an exchange of this driver, for playing vectors: bytes into
 * `out` (at least 32), and how many. NULL: answers carry nothing that matters. */
typedef size_t vector_answer(const struct exchange *exchange, uint8_t *out);

/* Plays every vector of the profile through the driver itself: a command must make it say
 * exactly those bytes, received bytes must make exactly that event (for Modbus the bytes are an
 * RTU frame; a received one is the answer to a read, and before it the same answer with its
 * first register one less). 0, or -1 with a sentence and the vector's line. */
int vectors_check(const struct driver *driver, vector_answer *answer,
                  const struct device_profile *profile, char *why, size_t size, int *line);
/* Writes a refusal and gives -1. */
int refuse(char *why, size_t size, int *line, int at, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
