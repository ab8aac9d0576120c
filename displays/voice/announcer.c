/* announcer.c: see announcer.h. A zone's calls lie in the order of their first call. */
#include "voice/announcer.h"

#include <stdlib.h>
#include <string.h>

struct lane {
    size_t count;
    struct voice_call calls[ANNOUNCER_CALLS];
    bool speaking;
    mono_t until;     /* speaking: when it counts as stalled */
    mono_t free_from; /* not speaking: the gap after the last one */
};

struct announcer {
    struct voice_settings settings;
    struct announcer_counts counts;
    struct lane lanes[VOICE_ZONES];
};

struct announcer *announcer_create(const struct voice_settings *settings)
{
    struct announcer *announcer = calloc(1, sizeof *announcer);
    if (announcer == NULL) {
        return NULL;
    }
    announcer->settings = *settings;
    for (size_t i = 0; i < VOICE_ZONES; i++) {
        announcer->lanes[i].free_from.ms = INT64_MIN;
    }
    return announcer;
}

void announcer_destroy(struct announcer *announcer)
{
    free(announcer);
}

static void drop(struct lane *lane, size_t index)
{
    lane->count--;
    memmove(&lane->calls[index], &lane->calls[index + 1],
            (lane->count - index) * sizeof *lane->calls);
}

/* ------------------------------------------------------------------ calls come in */

static struct voice_call *find(struct lane *lane, const char *number, uint16_t window)
{
    for (size_t i = 0; i < lane->count; i++) {
        if (lane->calls[i].window == window && strcmp(lane->calls[i].number, number) == 0) {
            return &lane->calls[i];
        }
    }
    return NULL;
}

void announcer_call(struct announcer *announcer, const char *number, uint16_t window, mono_t now)
{
    int zone = voice_settings_zone(&announcer->settings, window);
    if (zone < 0 || !announcer->settings.enabled) {
        announcer->counts.elsewhere++;
        return;
    }
    struct lane *lane = &announcer->lanes[zone];
    struct voice_call call = {.window = window, .called = now};
    strncpy(call.number, number, sizeof call.number - 1);
    announcer->counts.called++;
    struct voice_call *waiting = find(lane, call.number, window);
    if (waiting != NULL) {
        waiting->called = now;
        announcer->counts.merged++;
        return;
    }
    if (lane->count == ANNOUNCER_CALLS) {
        drop(lane, 0);
        announcer->counts.crowded++;
    }
    lane->calls[lane->count++] = call;
}

/* ------------------------------------------------------------------ time passes */

static void drop_old(struct announcer *announcer, struct lane *lane, mono_t now)
{
    for (size_t i = lane->count; i > 0; i--) {
        if (mono_between(lane->calls[i - 1].called, now) > ANNOUNCER_OLDEST_MS) {
            drop(lane, i - 1);
            announcer->counts.aged++;
        }
    }
}

static void pass_time(struct announcer *announcer, mono_t now, unsigned minute)
{
    bool silent = voice_settings_silent(&announcer->settings, minute) ||
                  voice_settings_volume(&announcer->settings, minute) == 0;
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        struct lane *lane = &announcer->lanes[i];
        if (lane->speaking && now.ms >= lane->until.ms) {
            announcer->counts.stalled++;
            announcer_finished(announcer, i, now);
        }
        drop_old(announcer, lane, now);
        if (silent) {
            announcer->counts.silenced += lane->count;
            lane->count = 0;
        }
    }
}

/* ------------------------------------------------------------------ what is next */

static bool shares(const struct announcer *announcer, size_t a, size_t b)
{
    return (announcer->settings.zones[a].output & announcer->settings.zones[b].output) != 0;
}

static bool is_free(const struct announcer *announcer, size_t zone, mono_t now)
{
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        const struct lane *lane = &announcer->lanes[i];
        if (shares(announcer, zone, i) && (lane->speaking || now.ms < lane->free_from.ms)) {
            return false;
        }
    }
    return true;
}

/* A zone on both channels would starve between two busy ones: who waits longer goes first. */
static bool is_first(const struct announcer *announcer, size_t zone)
{
    const struct lane *mine = &announcer->lanes[zone];
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        const struct lane *other = &announcer->lanes[i];
        if (other->count > 0 && shares(announcer, zone, i) &&
            other->calls[0].called.ms < mine->calls[0].called.ms) {
            return false;
        }
    }
    return true;
}

static bool may_begin(const struct announcer *announcer, size_t zone, mono_t now)
{
    return announcer->lanes[zone].count > 0 && is_free(announcer, zone, now) &&
           is_first(announcer, zone);
}

static size_t backlog(const struct announcer *announcer, size_t zone)
{
    size_t count = 0;
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        count += shares(announcer, zone, i) ? announcer->lanes[i].count : 0;
    }
    return count;
}

static void begin(struct announcer *announcer, size_t zone, mono_t now, unsigned minute,
                  struct announcement *out)
{
    const struct voice_settings *settings = &announcer->settings;
    struct lane *lane = &announcer->lanes[zone];
    size_t waiting = backlog(announcer, zone);
    *out = (struct announcement){
        .zone = zone,
        .output = settings->zones[zone].output,
        .call = lane->calls[0],
        .chinese = waiting > ANNOUNCER_CHIME_OVER  ? 0
                   : waiting > ANNOUNCER_ONCE_OVER ? 1
                                                   : settings->repeat,
        .english = settings->english && waiting <= ANNOUNCER_CHINESE_OVER,
        .volume = voice_settings_volume(settings, minute),
        .backlog = waiting,
    };
    drop(lane, 0);
    lane->speaking = true;
    lane->until = mono_after(now, ANNOUNCER_LONGEST_MS);
    announcer->counts.spoken++;
}

bool announcer_next(struct announcer *announcer, mono_t now, unsigned minute,
                    struct announcement *out)
{
    pass_time(announcer, now, minute);
    for (size_t zone = 0; zone < announcer->settings.zone_count; zone++) {
        if (may_begin(announcer, zone, now)) {
            begin(announcer, zone, now, minute, out);
            return true;
        }
    }
    return false;
}

void announcer_begun(struct announcer *announcer, size_t zone, mono_t now, unsigned length_ms)
{
    announcer->lanes[zone].until = mono_after(now, (int64_t)length_ms + ANNOUNCER_SLACK_MS);
}

void announcer_finished(struct announcer *announcer, size_t zone, mono_t now)
{
    struct lane *lane = &announcer->lanes[zone];
    if (lane->speaking) {
        lane->speaking = false;
        lane->free_from = mono_after(now, ANNOUNCER_GAP_MS);
    }
}

/* ------------------------------------------------------------------ questions */

static int64_t sooner(int64_t a, int64_t b)
{
    return a < 0 || b < a ? b : a;
}

int64_t announcer_wait_ms(const struct announcer *announcer, mono_t now)
{
    int64_t wait = -1;
    if (announcer_waiting(announcer) == 0) {
        return wait;
    }
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        const struct lane *lane = &announcer->lanes[i];
        mono_t due = lane->speaking ? lane->until : lane->free_from;
        if (lane->speaking || due.ms > now.ms) {
            wait = sooner(wait, due.ms > now.ms ? mono_between(now, due) : 0);
        } else if (may_begin(announcer, i, now)) {
            return 0;
        }
    }
    return wait;
}

size_t announcer_waiting(const struct announcer *announcer)
{
    size_t count = 0;
    for (size_t i = 0; i < announcer->settings.zone_count; i++) {
        count += announcer->lanes[i].count;
    }
    return count;
}

const struct announcer_counts *announcer_counts(const struct announcer *announcer)
{
    return &announcer->counts;
}
