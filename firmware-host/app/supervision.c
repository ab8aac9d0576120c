/* supervision.c: where the rules of office/rules.h meet the hall: once a second.
 *
 * What the rules see is put together here: the shown engine, the devices, the store. What they
 * want to raise or end is decided and journaled like every other act of the office; its actor is
 * "system". While the store has failed nothing is decided: the watch keeps what it wants, pages
 * show it, and it is written when the store is back. Nothing here scans events or asks a disk. */
#define LOG_MODULE "alerts"
#include "app/hall_internal.h"

#include "office/watch.h"

#include <stdlib.h>
#include <time.h>

enum { ROUND_MS = 1000, HOUR_MS = 3600 * 1000 };

struct supervision {
    struct watch *watch;
    struct supervised seen;
    struct alert_changes changes;
    struct supervised_device devices[LIMIT_DEVICES];
    mono_t last_round, last_backup;
    int64_t backups;
    wall_t failed_since; /* {0} = the store writes */
    struct hall_rounds rounds;
};

struct supervision *supervision_create(void)
{
    struct supervision *supervision = calloc(1, sizeof *supervision);
    if (supervision == NULL) {
        return NULL;
    }
    supervision->watch = watch_create();
    supervision->last_backup = mono_now();
    supervision->seen.certificate_days = SUPERVISED_NO_CERTIFICATE;
    for (size_t i = 0; i < LIMIT_DEVICES; i++) {
        supervision->devices[i].slips_left = -1;
    }
    if (supervision->watch == NULL) {
        supervision_destroy(supervision);
        return NULL;
    }
    return supervision;
}

void supervision_destroy(struct supervision *supervision)
{
    if (supervision != NULL) {
        watch_destroy(supervision->watch);
        free(supervision);
    }
}

const struct watch *hall_watch(const struct hall *hall)
{
    return hall->supervision->watch;
}

void hall_certificate(struct hall *hall, int32_t days)
{
    hall->supervision->seen.certificate_days = days;
}

void hall_rounds(const struct hall *hall, struct hall_rounds *out)
{
    *out = hall->supervision->rounds;
}

void supervision_settle(struct hall *hall)
{
    watch_settle(hall->supervision->watch, office_alerts(hall->office_deciding));
}

void supervision_alarm(struct hall *hall, uint16_t device, enum device_alarm alarm)
{
    hall->supervision->devices[device].alarm = alarm;
    hall->supervision->devices[device].alarmed = wall_now();
}

/* ------------------------------------------------------------------ what the rules see */

static bool is_silent(enum device_health health)
{
    return health != HEALTH_OK && health != HEALTH_UNKNOWN;
}

static void see_device(struct supervised_device *seen, const struct hall_device *known, wall_t now)
{
    if (!is_silent(known->health)) {
        seen->silent_since = (wall_t){0};
    } else if (!is_silent(seen->health)) {
        seen->silent_since = known->changed.ms != 0 ? known->changed : now;
    }
    if (seen->status != known->status) {
        seen->status_since = known->changed;
    }
    seen->health = known->health;
    seen->status = known->status;
}

static void see_store(struct hall *hall, struct supervised *seen, mono_t now)
{
    struct supervision *supervision = hall->supervision;
    struct store_figures figures;
    store_figures(hall->store, &figures);
    if (figures.backups != supervision->backups) {
        supervision->backups = figures.backups;
        supervision->last_backup = now;
    }
    if (hall->writable) {
        supervision->failed_since = (wall_t){0};
    } else if (supervision->failed_since.ms == 0) {
        supervision->failed_since = seen->now;
    }
    seen->can_write = hall->writable;
    seen->failed_since = supervision->failed_since;
    seen->broken_seq = figures.broken_seq;
    seen->backup_hours = (int32_t)(mono_between(supervision->last_backup, now) / HOUR_MS);
}

static bool is_open_now(const struct site *site, wall_t now)
{
    uint16_t from, to;
    time_t seconds = (time_t)(now.ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    int minute = local.tm_hour * 60 + local.tm_min;
    return site_day_open(site, wall_day(now), &from, &to) && minute >= from && minute < to;
}

static void see_hall(struct hall *hall, mono_t now)
{
    struct supervision *supervision = hall->supervision;
    struct supervised *seen = &supervision->seen;
    seen->site = hall->site;
    seen->engine = hall->shown;
    seen->office = hall->office_shown;
    seen->now = wall_now();
    seen->devices = supervision->devices;
    seen->in_hours = is_open_now(hall->site, seen->now);
    seen->suppressed = watch_suppressed(supervision->watch);
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        see_device(&supervision->devices[i], health_of(hall, i), seen->now);
    }
    supervised_find_waits(seen);
    supervised_count_cases(seen);
    see_store(hall, seen, now);
}

/* ------------------------------------------------------------------ a round */

static void decide(struct hall *hall)
{
    static const struct office_head head = {.actor = "system"};
    struct supervision *supervision = hall->supervision;
    int error = hall_office(hall, &head, alerts_decide_changes, &supervision->changes, NULL, NULL);
    if (error != 0) {
        log_warning("%zu changes of alerts wait: error %d", supervision->changes.count, error);
    }
    supervision_settle(hall);
}

static void count_round(struct hall_rounds *rounds, int64_t took_us)
{
    rounds->rounds++;
    rounds->total_us += (uint64_t)took_us;
    rounds->longest_us = took_us > rounds->longest_us ? (uint32_t)took_us : rounds->longest_us;
}

void supervision_tick(struct hall *hall, mono_t now)
{
    struct supervision *supervision = hall->supervision;
    if (mono_between(supervision->last_round, now) < ROUND_MS) {
        return;
    }
    supervision->last_round = now;
    int64_t from = mono_now_us();
    see_hall(hall, now);
    watch_round(supervision->watch, &supervision->seen, hall_mono_ms(),
                office_alerts(hall->office_deciding), &supervision->changes);
    count_round(&supervision->rounds, mono_now_us() - from);
    if (supervision->changes.count > 0 && hall->writable) {
        decide(hall);
    }
}
