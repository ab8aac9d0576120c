/* naive_figures.c: see naive_figures.h. */
#include "property/naive_figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ things */

static struct naive_thing *add(struct naive_figures *figures, const struct naive_thing *thing)
{
    if (figures->count == figures->capacity) {
        figures->capacity = 2 * figures->capacity + 1024;
        figures->things = realloc(figures->things, figures->capacity * sizeof *figures->things);
        assert_non_null(figures->things);
    }
    figures->things[figures->count] = *thing;
    return &figures->things[figures->count++];
}

void naive_finish(struct naive_figures *figures)
{
    free(figures->things);
    *figures = (struct naive_figures){0};
}

static int digit(const char *code)
{
    return code[0] != '\0' ? atoi(code + 1) : -1;
}

/* ------------------------------------------------------------------ one ticket's day */

struct life {
    struct naive_figures *figures;
    const struct event *began; /* waiting, called or serving since; NULL = none of them */
    const struct event *call;
    int item, category, service;
    long ended; /* the thing that says how the ticket ended; -1 = none */
};

static struct naive_thing at(const struct life *life, const struct event *event)
{
    return (struct naive_thing){.day = event->day,
                                .hour = wall_hour(event->at),
                                .item = life->item,
                                .category = life->category,
                                .window = event->window,
                                .count = NAIVE_DURATION};
}

static void happened(struct life *life, const struct event *event, int count)
{
    struct naive_thing thing = at(life, event);
    thing.count = count;
    add(life->figures, &thing);
}

static void lasted(struct life *life, const struct event *event, int duration,
                   const struct event *since)
{
    struct naive_thing thing = at(life, event);
    thing.duration = duration;
    thing.seconds = (event->mono_ms - since->mono_ms) / 1000;
    add(life->figures, &thing);
}

static void served(struct life *life, const struct event *event)
{
    if (life->began == NULL || life->began->kind != EVENT_TICKET_ARRIVED) {
        return;
    }
    bool implied = strcmp(life->began->reason, "implied") == 0;
    lasted(life, event, DURATION_SERVICE, implied ? life->call : life->began);
    struct naive_thing rating = at(life, event);
    rating.count = COUNT_RATED_NONE;
    rating.ticket = event->ticket;
    rating.service = life->service;
    add(life->figures, &rating);
}

static void ended(struct life *life, const struct event *event, int count)
{
    served(life, event);
    happened(life, event, count);
    life->ended = (long)life->figures->count - 1;
    if (count == COUNT_SERVED) {
        happened(life, event, COUNT_OUTCOME);
    }
    life->began = NULL;
}

/* Finished, and sent back to another window: it was not the end. */
static void not_ended(struct life *life)
{
    if (life->ended >= 0) {
        life->figures->things[life->ended].count = NAIVE_TAKEN_BACK;
        life->figures->things[life->ended + 1].count = NAIVE_TAKEN_BACK; /* its outcome */
        life->ended = -1;
    }
}

static void live(struct life *life, const struct event *event)
{
    switch (event->kind) {
    case EVENT_TICKET_CARRIED:
        if (strcmp(event->reason, "over") == 0) {
            ended(life, event, COUNT_CARRIED_OVER);
            break;
        }
        life->service = event->service;
        /* fall through */
    case EVENT_TICKET_ISSUED:
        life->item = digit(event->item);
        life->category = digit(event->category);
        happened(life, event, event->kind == EVENT_TICKET_ISSUED ? COUNT_ISSUED : COUNT_CARRIED_IN);
        life->began = event;
        break;
    case EVENT_TICKET_CALLED:
        happened(life, event, COUNT_CALLED);
        if (life->began != NULL && life->began->kind != EVENT_TICKET_NO_SHOW) {
            lasted(life, event, DURATION_WAIT, life->began);
        }
        life->began = life->call = event;
        break;
    case EVENT_TICKET_ARRIVED:
        if (strcmp(event->reason, "implied") != 0) {
            lasted(life, event, DURATION_WALK, life->call);
        }
        life->service = event->service;
        life->began = event;
        break;
    case EVENT_TICKET_FINISHED: ended(life, event, COUNT_SERVED); break;
    case EVENT_TICKET_CANCELLED: ended(life, event, COUNT_CANCELLED); break;
    case EVENT_TICKET_NO_SHOW:
        if (event->final) {
            ended(life, event, COUNT_NO_SHOW);
        } else {
            happened(life, event, COUNT_LEFT_NO_SHOW);
            life->began = event;
        }
        break;
    case EVENT_TICKET_HELD:
        served(life, event);
        happened(life, event, COUNT_HELD);
        life->began = NULL;
        break;
    case EVENT_TICKET_TRANSFERRED:
        served(life, event);
        happened(life, event, COUNT_TRANSFERRED);
        life->item = digit(event->item);
        life->category = digit(event->category);
        life->began = event;
        break;
    case EVENT_TICKET_RETURNED:
    case EVENT_TICKET_RESUMED:
        not_ended(life);
        life->began = event;
        break;
    default: break;
    }
}

/* ------------------------------------------------------------------ a day */

static void find_undone(const struct event *events, size_t count, bool *gone)
{
    for (size_t i = 0; i < count; i++) {
        bool undoes = events[i].kind == EVENT_COMMAND_UNDONE;
        for (size_t k = 0; k < i && undoes; k++) {
            int64_t first = events[i].of_seq;
            gone[k] = gone[k] ||
                      (events[k].seq >= first && events[k].seq < first + events[i].count);
        }
    }
}

void naive_rate(struct naive_figures *figures, const struct event *event)
{
    for (size_t i = 0; i < figures->count; i++) {
        struct naive_thing *thing = &figures->things[i];
        if (thing->ticket == event->ticket && thing->service == event->service) {
            thing->count = event->rating == RATING_ACTIVE ? COUNT_RATED_ACTIVE + event->level
                                                          : COUNT_RATED_DEFAULT;
        }
    }
}

void naive_add_day(struct naive_figures *figures, const struct event *events, size_t count)
{
    bool *gone = calloc(count + 1, sizeof *gone), *done = calloc(count + 1, sizeof *done);
    find_undone(events, count, gone);
    for (size_t i = 0; i < count; i++) { /* a ticket: its first event that was not looked at */
        struct life life = {.figures = figures, .item = -1, .category = -1, .ended = -1};
        bool first = events[i].ticket != 0 && !gone[i] && !done[i];
        for (size_t k = i; k < count && first; k++) {
            if (events[k].ticket == events[i].ticket && !gone[k]) {
                live(&life, &events[k]);
                done[k] = true;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (events[i].kind == EVENT_TICKET_RATED && !gone[i]) {
            naive_rate(figures, &events[i]);
        }
    }
    free(gone);
    free(done);
}

/* ------------------------------------------------------------------ questions */

/* The Monday of a day's week, by the C library's calendar. */
static uint32_t monday_of(int32_t day)
{
    struct tm tm = {.tm_year = day / 10000 - 1900,
                    .tm_mon = day / 100 % 100 - 1,
                    .tm_mday = day % 100,
                    .tm_hour = 12};
    timegm(&tm);
    tm.tm_mday -= (tm.tm_wday + 6) % 7;
    timegm(&tm);
    return (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
}

bool naive_key(const struct naive_thing *thing, const struct naive_query *query, uint32_t *key)
{
    int value = 0;
    switch (query->by) {
    case IMAGE_BY_DAY: value = thing->day; break;
    case IMAGE_BY_WEEK: value = (int)monday_of(thing->day); break;
    case IMAGE_BY_MONTH: value = thing->day / 100 * 100; break;
    case IMAGE_BY_ITEM: value = thing->item; break;
    case IMAGE_BY_CATEGORY: value = thing->category; break;
    case IMAGE_BY_DEPARTMENT: value = query->department_of(thing->item); break;
    case IMAGE_BY_WINDOW:
    case IMAGE_BY_CLERK: value = thing->window != 0 ? thing->window : -1; break;
    case IMAGE_BY_HOUR: value = thing->hour; break;
    default: break;
    }
    *key = (uint32_t)value;
    return value >= 0 && thing->day >= query->from && thing->day <= query->to;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Up to 5, 10, 20, 30, 60 minutes, and longer. */
static int class_of(int64_t seconds)
{
    static const int minutes[] = {5, 10, 20, 30, 60};
    int class = 0;
    while (class < 5 && seconds > minutes[class] * 60) {
        class ++;
    }
    return class;
}

static void read_durations(uint32_t *values, struct naive_durations *out)
{
    uint64_t n = out->count;
    qsort(values, n, sizeof *values, ascending);
    if (n > 0) {
        out->p50 = values[(n * 50 + 99) / 100 - 1];
        out->p90 = values[(n * 90 + 99) / 100 - 1];
        out->p95 = values[(n * 95 + 99) / 100 - 1];
        out->max = values[n - 1];
    }
}

bool naive_group(const struct naive_figures *figures, const struct naive_query *query,
                 struct naive_group *out)
{
    uint32_t *values[IMAGE_DURATIONS], key;
    bool any = false;
    *out = (struct naive_group){0};
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        values[k] = calloc(figures->count + 1, sizeof **values);
    }
    for (size_t i = 0; i < figures->count; i++) {
        const struct naive_thing *thing = &figures->things[i];
        if (thing->count == NAIVE_TAKEN_BACK || !naive_key(thing, query, &key) ||
            key != query->key) {
            continue;
        }
        any = true;
        if (thing->count >= 0) {
            out->counts[thing->count]++;
            continue;
        }
        struct naive_durations *to = &out->durations[thing->duration];
        uint32_t target = thing->duration == DURATION_WAIT ? query->target_of(thing->category) : 0;
        values[thing->duration][to->count++] = (uint32_t)thing->seconds;
        to->sum += (uint64_t)thing->seconds;
        to->spread[class_of(thing->seconds)]++;
        to->with_target += target != 0;
        to->over_target += target != 0 && thing->seconds > target;
    }
    for (int k = 0; k < IMAGE_DURATIONS; k++) {
        read_durations(values[k], &out->durations[k]);
        free(values[k]);
    }
    return any;
}
