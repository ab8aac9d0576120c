/* common.c: see common.h. Wishes, retries, acts and the guard against bouncing keys. */
#include "devices/drivers/common.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct driver_wish wish_none(void)
{
    return (struct driver_wish){.any = false};
}

struct driver_wish wish_at(enum exchange_class class, mono_t due)
{
    return (struct driver_wish){.any = true, .class = class, .due = due};
}

struct driver_wish wish_better(struct driver_wish a, struct driver_wish b, mono_t now)
{
    if (!a.any || !b.any) {
        return a.any ? a : b;
    }
    bool a_due = mono_between(a.due, now) >= 0, b_due = mono_between(b.due, now) >= 0;
    if (a_due && b_due) {
        return b.class < a.class ? b : a;
    }
    return mono_between(a.due, b.due) >= 0 ? a : b;
}

enum { RETRIES_AT_ONCE = 3, RETRY_FIRST_MS = 1000, RETRY_MOST_MS = 5000 };

void retry_reset(struct retry *retry, mono_t now)
{
    *retry = (struct retry){.due = now};
}

void retry_failed(struct retry *retry, mono_t now)
{
    if (retry->failures < UINT8_MAX) {
        retry->failures++;
    }
    if (retry->failures < RETRIES_AT_ONCE) {
        retry->due = now;
        return;
    }
    int doubled = retry->failures - RETRIES_AT_ONCE;
    int64_t pause = doubled > 2 ? RETRY_MOST_MS : RETRY_FIRST_MS << doubled;
    retry->due = mono_after(now, pause < RETRY_MOST_MS ? pause : RETRY_MOST_MS);
}

struct driver_wish retry_wish(const struct retry *retry)
{
    bool fresh = retry->failures < RETRIES_AT_ONCE;
    return wish_at(fresh ? EXCHANGE_COMMAND : EXCHANGE_HEALTH, retry->due);
}

void act_push(struct act_queue *queue, const struct act *act)
{
    if (queue->count == ACTS) {
        act_pop(queue);
        queue->dropped++;
    }
    queue->acts[(queue->first + queue->count) % ACTS] = *act;
    queue->count++;
}

const struct act *act_first(const struct act_queue *queue)
{
    return queue->count > 0 ? &queue->acts[queue->first] : NULL;
}

void act_pop(struct act_queue *queue)
{
    if (queue->count > 0) {
        queue->first = (uint8_t)((queue->first + 1) % ACTS);
        queue->count--;
    }
}

void act_clear(struct act_queue *queue)
{
    queue->first = queue->count = 0;
}

/* ------------------------------------------------------------------ keys */

static void guard_refill(struct key_guard *guard, mono_t now)
{
    int64_t passed = mono_between(guard->refilled, now);
    int64_t refill = guard->refill_ms != 0 ? guard->refill_ms : KEY_REFILL_MS;
    if (!guard->started || passed >= KEY_BURST * refill) {
        guard->tokens = KEY_BURST;
        guard->refilled = now;
        guard->started = true;
        return;
    }
    while (passed >= refill && guard->tokens < KEY_BURST) {
        guard->tokens++;
        guard->refilled = mono_after(guard->refilled, refill);
        passed -= refill;
    }
}

bool key_guard_allows(struct key_guard *guard, mono_t now, bool *alarm)
{
    *alarm = false;
    if (guard->started && mono_between(guard->last, now) >= STUCK_QUIET_MS) {
        guard->refused = 0;
        guard->alarmed = false;
    }
    guard_refill(guard, now);
    guard->last = now;
    if (guard->tokens > 0) {
        if (guard->tokens == KEY_BURST) {
            guard->refilled = now;
        }
        guard->tokens--;
        return true;
    }
    guard->refused++;
    if (guard->refused >= STUCK_PRESSES && !guard->alarmed) {
        guard->alarmed = *alarm = true;
    }
    return false;
}

const struct profile_key *profile_key_find(const struct device_profile *profile,
                                           const uint8_t *code, size_t size, bool digits)
{
    for (size_t i = 0; i < profile->key_count; i++) {
        const struct profile_key *key = &profile->keys[i];
        if (key->digits == digits && key->size == size && memcmp(key->code, code, size) == 0) {
            return key;
        }
    }
    return NULL;
}

void report_status(uint32_t *last, uint32_t status, struct device_sink *sink)
{
    if (status == *last) {
        return;
    }
    struct device_event *event = device_sink_add(sink, DEVICE_HEALTH);
    if (event != NULL) {
        event->health.health = HEALTH_OK;
        event->health.status = status;
        *last = status; /* a full sink leaves the edge for the next look */
    }
}

void number_digits(const char *number, char *out, size_t size)
{
    char digits[LIMIT_NUMBER];
    size_t count = 0;
    for (const char *p = number; *p != '\0' && count + 1 < sizeof digits; p++) {
        if (isdigit((unsigned char)*p)) {
            digits[count++] = *p;
        }
    }
    size_t skip = count >= size ? count - (size - 1) : 0;
    memcpy(out, digits + skip, count - skip);
    out[count - skip] = '\0';
}

int refuse(char *why, size_t size, int *line, int at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, size, format, arguments);
    va_end(arguments);
    *line = at;
    return -1;
}

/* ------------------------------------------------------------------ teaching */

void teaching_take(struct teaching *teaching, mono_t now, const struct device_command *command)
{
    teaching->on = command->learn.seconds > 0;
    teaching->until = mono_after(now, (int64_t)command->learn.seconds * 1000);
}

bool teaching_tell(const struct teaching *teaching, mono_t now, const uint8_t *code, size_t size,
                   bool digits, struct device_sink *sink)
{
    if (!teaching->on || mono_between(now, teaching->until) <= 0) {
        return false;
    }
    struct device_event *event = size <= KEY_CODE ? device_sink_add(sink, DEVICE_LEARNED) : NULL;
    if (event != NULL) {
        memcpy(event->learned.code, code, size);
        event->learned.size = (uint8_t)size;
        event->learned.digits = digits;
    }
    return true;
}
