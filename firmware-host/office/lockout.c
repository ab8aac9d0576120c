/* lockout.c: see lockout.h. */
#include "office/lockout.h"

int64_t lockout_wait_ms(int32_t failures)
{
    if (failures < LOCKOUT_FREE) {
        return 0;
    }
    int64_t wait = LOCKOUT_FIRST_MS;
    for (int32_t i = LOCKOUT_FREE; i < failures && wait < LOCKOUT_MOST_MS; i++) {
        wait *= 2;
    }
    return wait < LOCKOUT_MOST_MS ? wait : LOCKOUT_MOST_MS;
}

bool lockout_holds(const struct lockout *lockout, int64_t now_ms)
{
    int64_t left = lockout->until_ms - now_ms;
    return lockout->failures >= LOCKOUT_FREE && left > 0 && left <= LOCKOUT_MOST_MS;
}

/* Quiet for so long that the next failure is a first one. */
static bool is_forgotten(const struct lockout *lockout, int64_t now_ms)
{
    return now_ms - lockout->until_ms >= LOCKOUT_MOST_MS;
}

struct lockout lockout_failed(const struct lockout *lockout, int64_t now_ms)
{
    int32_t failures = is_forgotten(lockout, now_ms) ? 1 : lockout->failures + 1;
    return (struct lockout){.failures = failures,
                            .until_ms = now_ms + lockout_wait_ms(failures)};
}

bool lockout_lets(const struct lockout *lockout, int under_way, int64_t now_ms)
{
    if (lockout_holds(lockout, now_ms)) {
        return false;
    }
    int32_t failures = is_forgotten(lockout, now_ms) ? 0 : lockout->failures;
    return under_way == 0 || failures + under_way < LOCKOUT_FREE;
}
