/* rules_machine.c: rules about the controller itself: its records, its certificate, its alerts. */
#include "office/rules.h"

#include <stdio.h>

static void see(const char *object, const struct sighting *seen, sighting_take take, void *context)
{
    struct sighting sighting = *seen;
    snprintf(sighting.object, sizeof sighting.object, "%s", object);
    take(context, &sighting);
}

void walk_store_failed(const struct supervised *hall, sighting_take take, void *context)
{
    if (!hall->can_write) {
        int64_t seconds = wall_between(hall->failed_since, hall->now) / 1000;
        const struct sighting sighting = {.figure = seconds > 0 ? seconds : 1,
                                          .threshold = 1,
                                          .since = hall->failed_since};
        see("hall", &sighting, take, context);
    }
}

void walk_store_broken(const struct supervised *hall, sighting_take take, void *context)
{
    const struct sighting sighting = {.figure = hall->broken_seq != 0 ? 1 : 0, .threshold = 1};
    see("hall", &sighting, take, context);
}

void walk_backup(const struct supervised *hall, sighting_take take, void *context)
{
    const struct sighting sighting = {.figure = hall->backup_hours,
                                      .threshold = hall->site->supervision.backup_hours};
    see("hall", &sighting, take, context);
}

void walk_certificate(const struct supervised *hall, sighting_take take, void *context)
{
    if (hall->certificate_days != SUPERVISED_NO_CERTIFICATE) {
        const struct sighting sighting = {
            .figure = hall->certificate_days > 0 ? hall->certificate_days : 0,
            .threshold = hall->site->supervision.certificate_days};
        see("hall", &sighting, take, context);
    }
}

void walk_flood(const struct supervised *hall, sighting_take take, void *context)
{
    const struct sighting sighting = {.figure = hall->suppressed, .threshold = 1};
    see("hall", &sighting, take, context);
}
