/* adopt.c: a new configuration while the hall runs: whole or not at all.
 *
 * Names, categories, items, windows, policy and texts may change; lines and devices may not,
 * because their threads run on the old ones: that takes a restart, which costs half a second
 * and loses nothing. */
#include "app/hall_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same_line(const struct site_line *a, const struct site_line *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->port, b->port) == 0 &&
           memcmp(&a->settings, &b->settings, sizeof a->settings) == 0;
}

static bool same_device(const struct site *a, const struct site *b, size_t i)
{
    const struct site_device *x = &a->devices[i], *y = &b->devices[i];
    return strcmp(x->name, y->name) == 0 && x->line == y->line && x->address == y->address &&
           x->window == y->window && strcmp(x->group, y->group) == 0 &&
           strcmp(a->profiles[x->profile].name, b->profiles[y->profile].name) == 0;
}

static bool same_devices(const struct site *a, const struct site *b)
{
    if (a->line_count != b->line_count || a->device_count != b->device_count) {
        return false;
    }
    for (size_t i = 0; i < a->line_count; i++) {
        if (!same_line(&a->lines[i], &b->lines[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->device_count; i++) {
        if (!same_device(a, b, i)) {
            return false;
        }
    }
    return true;
}

int hall_adopt(struct hall *hall, const struct site *site, char *why, size_t size)
{
    if (!same_devices(hall->site, site)) {
        snprintf(why, size, "lines or devices have changed: restart hallqd to take them over");
        return -1;
    }
    struct queue_plan *plan = calloc(1, sizeof *plan);
    if (plan == NULL) {
        snprintf(why, size, "out of memory");
        return -1;
    }
    plan_from_site(site, hall_clock_speed(), plan);
    int result = engine_adopt(hall->deciding, plan);
    if (result == 0) {
        result = engine_adopt(hall->shown, plan);
        if (result < 0) { /* its tickets are a little older: the deciding engine goes back */
            struct queue_plan *old = plan;
            *old = *engine_plan(hall->shown);
            engine_adopt(hall->deciding, old);
        }
    }
    free(plan);
    if (result < 0) {
        snprintf(why, size, "a category or window that has tickets would vanish");
        return -1;
    }
    hall->site = site;
    counters_adopt(hall);
    panels_adopt(hall);
    struct event event = {.kind = EVENT_SITE_ADOPTED};
    hall_record(hall, &event);
    counters_refresh(hall);
    return 0;
}
