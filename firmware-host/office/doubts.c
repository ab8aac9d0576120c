/* doubts.c: see doubts.h. */
#include "office/doubts.h"

#include <stdio.h>
#include <string.h>

static bool is_quick(const struct site_doubts *rules, const struct doubt_facts *facts)
{
    return facts->asked_ms >= 0 && facts->asked_ms < rules->quick_ms;
}

static bool is_streak(const struct site_doubts *rules, const struct doubt_facts *facts)
{
    return rules->streak > 0 && facts->streak >= rules->streak;
}

static bool has_left(const struct site_doubts *rules, const struct doubt_facts *facts)
{
    return rules->left_s > 0 && facts->ended_ms >= (int64_t)rules->left_s * 1000;
}

static bool is_paused(const struct site_doubts *rules, const struct doubt_facts *facts)
{
    return rules->paused && facts->paused;
}

static bool is_by_staff(const struct site_doubts *rules, const struct doubt_facts *facts)
{
    (void)rules;
    return facts->by_staff;
}

static const struct {
    const char *name;
    bool (*holds)(const struct site_doubts *rules, const struct doubt_facts *facts);
} doubts[] = {
    {"quick", is_quick}, {"streak", is_streak}, {"left", has_left},
    {"paused", is_paused}, {"staff", is_by_staff},
};
enum { DOUBTS = sizeof doubts / sizeof *doubts };

const char *doubt_name(size_t index)
{
    return index < DOUBTS ? doubts[index].name : NULL;
}

void doubts_of(const struct site_doubts *rules, const struct doubt_facts *facts,
               char out[LIMIT_CODE])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < DOUBTS; i++) {
        size_t needed = strlen(doubts[i].name) + (used > 0);
        if (doubts[i].holds(rules, facts) && used + needed < LIMIT_CODE) {
            snprintf(out + used, LIMIT_CODE - used, "%s%s", used > 0 ? "," : "", doubts[i].name);
            used += needed;
        }
    }
}

bool codes_have(const char *list, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = list; *at != '\0'; at += strspn(at, ",")) {
        size_t one = strcspn(at, ",");
        if (one == length && memcmp(at, code, length) == 0) {
            return true;
        }
        at += one;
    }
    return false;
}

int32_t doubt_streak_add(struct doubt_streak *streak, const struct site_doubts *rules,
                         int8_t level, int64_t now_ms)
{
    if (level != streak->level) {
        *streak = (struct doubt_streak){.level = level};
    }
    streak->at_ms[streak->count++ % DOUBT_STREAK] = now_ms;
    int32_t within = 0;
    for (int32_t i = 0; i < streak->count && i < DOUBT_STREAK; i++) {
        int64_t age = now_ms - streak->at_ms[i];
        within += age <= (int64_t)rules->streak_s * 1000;
    }
    return within;
}
