/* stats_script.h: hand-made days as tables of events. A step says when (seconds after 09:00 of
 * Monday 2026-03-02 in Shanghai), what, which ticket (ordinal of the day) and which window; the
 * rest of the event is given where it matters. Seq numbers are the positions, from 1. */
#pragma once

#include "queue/event.h"
#include "stats/day.h"

#include <stdio.h>
#include <string.h>

enum { SCRIPT_DAY = 20260302, SCRIPT_NEXT_DAY = 20260303 };

struct step {
    int second;
    enum event_kind kind;
    int ticket;
    uint16_t window;
    struct event more;
};

static inline wall_t script_time(int second)
{
    return wall_after(wall_day_start(SCRIPT_DAY), (9 * 3600 + second) * INT64_C(1000));
}

static inline int64_t script_ticket(int ordinal)
{
    return ordinal == 0 ? 0 : (SCRIPT_DAY % 1000000) * INT64_C(100000) + ordinal;
}

static inline struct event script_event(const struct step *step, int64_t seq)
{
    struct event event = step->more;
    event.seq = seq;
    event.kind = step->kind;
    event.at = event.at.ms != 0 ? event.at : script_time(step->second);
    event.day = event.day != 0 ? event.day : SCRIPT_DAY;
    event.ticket = event.ticket != 0 ? event.ticket : script_ticket(step->ticket);
    event.window = step->window;
    if (step->ticket != 0) {
        snprintf(event.number, sizeof event.number, "A%03d", step->ticket);
    }
    return event;
}

static inline struct day_stats *script_play(const struct step *steps, size_t count)
{
    struct day_stats *stats = day_stats_create(SCRIPT_DAY);
    for (size_t i = 0; stats != NULL && i < count; i++) {
        struct event event = script_event(&steps[i], (int64_t)i + 1);
        if (day_stats_add(stats, &event) < 0) {
            day_stats_destroy(stats);
            return NULL;
        }
    }
    return stats;
}

/* The group `key` of an axis; all zero with key "" when there is none. */
static inline struct figures script_figures(const struct day_stats *stats, enum figure_axis axis,
                                            const char *key, int until)
{
    static struct figures groups[64];
    size_t count = day_stats_figures(stats, axis, script_time(until), groups, 64);
    for (size_t i = 0; i < count && i < 64; i++) {
        if (strcmp(groups[i].key, key) == 0) {
            return groups[i];
        }
    }
    return (struct figures){0};
}
