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

static bool same_options(const struct device_profile *x, const struct device_profile *y)
{
    for (uint16_t i = 0; i < x->option_count; i++) {
        if (strcmp(x->options[i].key, y->options[i].key) != 0 ||
            strcmp(x->options[i].value, y->options[i].value) != 0) {
            return false;
        }
    }
    return true;
}

/* What the drivers run on: the model's settings and keys, not its vectors or titles. */
static bool same_profile(const struct device_profile *x, const struct device_profile *y)
{
    return strcmp(x->name, y->name) == 0 && strcmp(x->driver, y->driver) == 0 &&
           x->kind == y->kind && x->encoding == y->encoding && x->key_count == y->key_count &&
           memcmp(x->keys, y->keys, x->key_count * sizeof x->keys[0]) == 0 &&
           x->option_count == y->option_count && same_options(x, y);
}

static bool same_device(const struct site *a, const struct site *b, size_t i)
{
    const struct site_device *x = &a->devices[i], *y = &b->devices[i];
    return strcmp(x->name, y->name) == 0 && x->line == y->line && x->address == y->address &&
           x->window == y->window && strcmp(x->group, y->group) == 0 &&
           same_profile(&a->profiles[x->profile], &b->profiles[y->profile]);
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

static struct queue_plan *plan_of(const struct site *site)
{
    struct queue_plan *plan = calloc(1, sizeof *plan);
    if (plan != NULL) {
        plan_from_site(site, hall_clock_speed(), plan);
    }
    return plan;
}

enum hall_adoption hall_can_adopt(const struct hall *hall, const struct site *site)
{
    if (!same_devices(hall->settings.site, site)) {
        return HALL_ADOPT_RESTART;
    }
    struct queue_plan *plan = plan_of(site);
    bool fits = plan != NULL && engine_can_adopt(hall->deciding, plan) &&
                engine_can_adopt(hall->shown, plan);
    free(plan);
    return fits ? HALL_ADOPT_NOW : HALL_ADOPT_TICKETS;
}

int hall_adopt(struct hall *hall, const struct site *site, char *why, size_t size)
{
    enum hall_adoption can = hall_can_adopt(hall, site);
    if (can != HALL_ADOPT_NOW) {
        snprintf(why, size, "%s",
                 can == HALL_ADOPT_RESTART
                     ? "lines or devices have changed: restart hallqd to take them over"
                     : "a category or window that has tickets would vanish");
        return -1;
    }
    struct queue_plan *plan = plan_of(site);
    if (plan == NULL) {
        snprintf(why, size, "out of memory");
        return -1;
    }
    engine_adopt(hall->deciding, plan);
    engine_adopt(hall->shown, plan);
    free(plan);
    hall->site = site;
    counters_adopt(hall);
    panels_adopt(hall);
    struct event event = {.kind = EVENT_SITE_ADOPTED};
    if (site->mark != NULL) {
        snprintf(event.note, sizeof event.note, "%s", site->mark);
    }
    hall_record(hall, &event);
    counters_refresh(hall);
    return 0;
}

/* ------------------------------------------------------------------ the host's part */

const struct site *hall_first_site(const struct hall *hall)
{
    return hall->settings.site;
}

int hall_take_over(struct hall *hall, struct site *site, char *why, size_t size)
{
    if (hall->settings.take_over == NULL) {
        snprintf(why, size, "this hall cannot change its configuration while it runs");
        return -1;
    }
    return hall->settings.take_over(hall->settings.host, site, why, size);
}
