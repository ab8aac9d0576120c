/* rules_queue.c: rules about people who wait and windows that serve them. See rules.h. */
#include "office/rules.h"

#include <stdio.h>

void supervised_find_waits(struct supervised *hall)
{
    for (uint16_t c = 0; c < LIMIT_CATEGORIES; c++) {
        hall->waits[c] = (struct supervised_wait){0};
        const struct ticket *ticket = engine_longest_wait(hall->engine, c);
        if (ticket != NULL) {
            hall->waits[c].since = ticket->waiting_since;
            hall->waits[c].ticket = ticket->id;
        }
    }
}

static int64_t seconds_since(const struct supervised *hall, wall_t since)
{
    int64_t ms = since.ms == 0 ? 0 : wall_between(since, hall->now);
    return ms > 0 ? ms / 1000 : 0;
}

/* The category's own limit, or `percent` of what the hall promises or expects. */
static int64_t limit_of(int32_t own, int32_t base, int32_t percent)
{
    return own > 0 ? own : (int64_t)base * percent / 100;
}

/* The plan's categories are the site's, in its order. */
static const struct site_category *category_of(const struct supervised *hall, uint16_t index)
{
    return index < hall->site->category_count ? &hall->site->categories[index] : NULL;
}

static void name_object(struct sighting *sighting, const char *object)
{
    snprintf(sighting->object, sizeof sighting->object, "%s", object);
}

void walk_wait(const struct supervised *hall, sighting_take take, void *context)
{
    for (uint16_t c = 0; c < hall->site->category_count; c++) {
        const struct site_category *category = &hall->site->categories[c];
        if (hall->waits[c].since.ms == 0) {
            continue;
        }
        const struct ticket *ticket = engine_ticket(hall->engine, hall->waits[c].ticket);
        struct sighting sighting = {
            .figure = seconds_since(hall, hall->waits[c].since),
            .threshold = limit_of(category->alerts.wait_s, category->target_wait_s,
                                  hall->site->supervision.wait_percent),
            .since = hall->waits[c].since,
            .category = category->code,
            .number = ticket != NULL ? ticket->number : NULL,
        };
        name_object(&sighting, category->code);
        take(context, &sighting);
    }
}

void walk_queue(const struct supervised *hall, sighting_take take, void *context)
{
    for (uint16_t c = 0; c < hall->site->category_count; c++) {
        const struct site_category *category = &hall->site->categories[c];
        struct sighting sighting = {
            .figure = engine_waiting(hall->engine, c),
            .threshold = category->alerts.queue > 0 ? category->alerts.queue
                                                    : hall->site->supervision.queue,
            .category = category->code,
        };
        name_object(&sighting, category->code);
        take(context, &sighting);
    }
}

/* ------------------------------------------------------------------ windows */

static void see_window(const struct sighting *seen, uint16_t number, sighting_take take,
                       void *context)
{
    struct sighting sighting = *seen;
    sighting.window = number;
    snprintf(sighting.object, sizeof sighting.object, "%u", number);
    take(context, &sighting);
}

void walk_service(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->window_count; i++) {
        uint16_t number = hall->site->windows[i].number;
        const struct window *window = engine_window(hall->engine, number);
        const struct ticket *ticket =
            window != NULL && window->ticket != 0 ? engine_ticket(hall->engine, window->ticket)
                                                  : NULL;
        const struct site_category *category =
            ticket != NULL ? category_of(hall, ticket->category) : NULL;
        if (category == NULL || ticket->state != TICKET_SERVING) {
            continue;
        }
        const struct sighting sighting = {
            .figure = seconds_since(hall, ticket->arrived),
            .threshold = limit_of(category->alerts.service_s, category->service_s,
                                  hall->site->supervision.service_percent),
            .since = ticket->arrived,
            .category = category->code,
            .number = ticket->number,
        };
        see_window(&sighting, number, take, context);
    }
}

/* Since when somebody has waited whom the window could call: {0} = nobody does. */
static wall_t waits_for(const struct supervised *hall, const struct site_window *window)
{
    wall_t first = {0};
    for (uint16_t i = 0; i < window->serves_count; i++) {
        wall_t since = hall->waits[window->serves[i].category].since;
        if (window->serves[i].weight > 0 && since.ms != 0 &&
            (first.ms == 0 || since.ms < first.ms)) {
            first = since;
        }
    }
    return first;
}

void walk_idle(const struct supervised *hall, sighting_take take, void *context)
{
    int32_t threshold = hall->site->supervision.idle_s;
    for (size_t i = 0; i < hall->site->window_count; i++) {
        const struct site_window *site = &hall->site->windows[i];
        const struct window *window = engine_window(hall->engine, site->number);
        wall_t waits = waits_for(hall, site);
        if (window == NULL || window->state != WINDOW_OPEN || window->ticket != 0 ||
            waits.ms == 0) {
            continue;
        }
        const struct sighting sighting = {
            .figure = seconds_since(hall, waits.ms > window->since.ms ? waits : window->since),
            .threshold = threshold,
            .since = waits.ms > window->since.ms ? waits : window->since,
        };
        /* The longest one may wait for another window only: looked at closely, because rarely. */
        if (sighting.figure >= threshold &&
            engine_waits_for_window(hall->engine, site->number)) {
            see_window(&sighting, site->number, take, context);
        }
    }
}

void walk_pause(const struct supervised *hall, sighting_take take, void *context)
{
    for (size_t i = 0; i < hall->site->window_count; i++) {
        uint16_t number = hall->site->windows[i].number;
        const struct window *window = engine_window(hall->engine, number);
        if (window == NULL || window->state != WINDOW_PAUSED || window->ticket != 0) {
            continue;
        }
        const struct sighting sighting = {
            .figure = seconds_since(hall, window->since),
            .threshold = hall->site->supervision.pause_s,
            .since = window->since,
        };
        see_window(&sighting, number, take, context);
    }
}
