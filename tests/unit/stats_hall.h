/* stats_hall.h: a small hall that plays a random day and only does what an engine may do: calls,
 * services, undo, transfers, returns, holds, no-shows, ratings, slips, and steps of the clock. */
#pragma once

#include "queue/event.h"

#include <stdio.h>
#include <string.h>

enum {
    DAY = 20260302,
    WINDOWS = 5,
    CATEGORIES = 3,
    TICKETS = 60,
    EVENTS = 3000,
    COMMANDS = 500
};

enum place { NOWHERE, QUEUE, CALLED, SERVING, HELD, GONE };

struct person {
    enum place place;
    int window, bound, back, category, services, rated_services, slips;
    size_t touched; /* events when it was last changed */
};

struct desk {
    bool open, paused, busy;
    int serves[CATEGORIES];
    /* what undo takes back */
    size_t first, count;
    int person_count, who[2];
    struct person before[2];
    bool busy_before;
};

struct day {
    uint64_t dice;
    int64_t now;      /* true seconds since 09:00 */
    int64_t wall_off; /* what the clock is wrong by */
    bool stepped;
    size_t count;
    struct event events[EVENTS];
    int64_t true_s[EVENTS];
    struct person people[TICKETS];
    struct desk desks[WINDOWS + 1];
    int issued;
};

static uint32_t dice(struct day *day, uint32_t sides)
{
    day->dice ^= day->dice << 13;
    day->dice ^= day->dice >> 7;
    day->dice ^= day->dice << 17;
    return (uint32_t)(day->dice >> 20) % sides;
}

static int64_t id_of(int who)
{
    return (DAY % 1000000) * INT64_C(100000) + who + 1;
}

/* ------------------------------------------------------------------ the small hall */

static struct event *emit(struct day *day, enum event_kind kind, int who, int window)
{
    struct event *event = &day->events[day->count];
    day->true_s[day->count] = day->now;
    *event = (struct event){.seq = (int64_t)day->count + 1, .kind = kind, .day = DAY,
                            .window = (uint16_t)window};
    event->at = wall_after(wall_day_start(DAY), (9 * 3600 + day->now + day->wall_off) * 1000);
    event->mono_ms = 5000000 + day->now * 1000;
    if (who >= 0) {
        event->ticket = id_of(who);
        snprintf(event->number, sizeof event->number, "A%03d", who + 1);
        snprintf(event->category, sizeof event->category, "c%d", day->people[who].category);
        day->people[who].touched = day->count + 1;
    }
    if (window > 0) {
        snprintf(event->clerk, sizeof event->clerk, "clerk-%d", window);
    }
    day->count++;
    return event;
}

static void remember(struct day *day, int window, int who)
{
    struct desk *desk = &day->desks[window];
    desk->who[desk->person_count] = who;
    desk->before[desk->person_count++] = day->people[who];
}

static void begin_command(struct day *day, int window)
{
    struct desk *desk = &day->desks[window];
    desk->first = day->count;
    desk->person_count = 0;
    desk->busy_before = desk->busy;
}

static void end_command(struct day *day, int window)
{
    day->desks[window].count = day->count - day->desks[window].first;
}

static int at_window(const struct day *day, int window)
{
    for (int i = 0; i < TICKETS; i++) {
        enum place place = day->people[i].place;
        if ((place == CALLED || place == SERVING) && day->people[i].window == window) {
            return i;
        }
    }
    return -1;
}

static bool may_call(const struct day *day, int window, int who)
{
    const struct person *person = &day->people[who];
    return person->place == QUEUE &&
           (person->bound != 0 ? person->bound == window
                               : day->desks[window].serves[person->category] != 0);
}

static int choose(struct day *day, int window)
{
    int start = (int)dice(day, TICKETS);
    for (int i = 0; i < TICKETS; i++) {
        int who = (start + i) % TICKETS;
        if (may_call(day, window, who)) {
            return who;
        }
    }
    return -1;
}

static void issue(struct day *day)
{
    if (day->issued == TICKETS) {
        return;
    }
    int who = day->issued++;
    bool carried = dice(day, 12) == 0;
    day->people[who].place = QUEUE;
    day->people[who].category = (int)dice(day, CATEGORIES);
    struct event *event =
        emit(day, carried ? EVENT_TICKET_CARRIED : EVENT_TICKET_ISSUED, who, 0);
    if (carried) {
        snprintf(event->reason, sizeof event->reason, "in");
    }
    snprintf(event->item, sizeof event->item, "i%d", who % 7);
}

static void arrive(struct day *day, int who, bool implied)
{
    struct person *person = &day->people[who];
    person->place = SERVING;
    person->services++;
    struct event *event = emit(day, EVENT_TICKET_ARRIVED, who, person->window);
    event->service = (uint16_t)person->services;
    snprintf(event->reason, sizeof event->reason, "%s", implied ? "implied" : "");
}

static void finish(struct day *day, int who)
{
    struct person *person = &day->people[who];
    int window = person->window;
    if (person->place == CALLED) {
        arrive(day, who, true);
    }
    person->place = GONE;
    emit(day, EVENT_TICKET_FINISHED, who, window)->service = (uint16_t)person->services;
    day->desks[window].busy = false;
    if (person->back != 0) {
        person->place = QUEUE;
        person->bound = person->back;
        person->back = 0;
        emit(day, EVENT_TICKET_RETURNED, who, window)->target_window = (uint16_t)person->bound;
    }
}

static void next(struct day *day, int window)
{
    struct desk *desk = &day->desks[window];
    int current = at_window(day, window);
    if (!desk->open || desk->paused) {
        return;
    }
    begin_command(day, window);
    if (current >= 0) {
        remember(day, window, current);
        finish(day, current);
    }
    int who = choose(day, window);
    if (who >= 0) {
        if (who != current) {
            remember(day, window, who);
        }
        day->people[who].place = CALLED;
        day->people[who].window = window;
        desk->busy = true;
        emit(day, EVENT_TICKET_CALLED, who, window);
    }
    end_command(day, window);
}

static void no_show(struct day *day, int who)
{
    struct person *person = &day->people[who];
    struct event *event = emit(day, EVENT_TICKET_NO_SHOW, who, person->window);
    event->final = dice(day, 3) == 0;
    event->count = 1;
    day->desks[person->window].busy = false;
    person->place = event->final ? GONE : QUEUE;
}

static void transfer(struct day *day, int who)
{
    struct person *person = &day->people[who];
    int window = person->window;
    struct event *event = emit(day, EVENT_TICKET_TRANSFERRED, who, window);
    event->service = person->place == SERVING ? (uint16_t)person->services : 0;
    person->category = (int)dice(day, CATEGORIES);
    person->bound = (int)dice(day, WINDOWS + 1);
    person->back = dice(day, 2) == 0 ? window : 0;
    snprintf(event->category, sizeof event->category, "c%d", person->category);
    snprintf(event->item, sizeof event->item, "i%u", dice(day, 7));
    event->target_window = (uint16_t)person->bound;
    person->place = QUEUE;
    day->desks[window].busy = false;
}

static void hold(struct day *day, int who)
{
    struct person *person = &day->people[who];
    struct event *event = emit(day, EVENT_TICKET_HELD, who, person->window);
    event->service = person->place == SERVING ? (uint16_t)person->services : 0;
    person->place = HELD;
    day->desks[person->window].busy = false;
}

/* One verb for whoever is at the window. */
static void verb(struct day *day, int window)
{
    int who = at_window(day, window);
    if (who < 0) {
        return;
    }
    begin_command(day, window);
    remember(day, window, who);
    bool is_called = day->people[who].place == CALLED;
    switch (dice(day, 5)) {
    case 0: transfer(day, who); break;
    case 1: hold(day, who); break;
    case 2: finish(day, who); break;
    default:
        if (!is_called) {
            finish(day, who);
        } else if (dice(day, 4) == 0) {
            no_show(day, who);
        } else {
            arrive(day, who, false);
        }
    }
    end_command(day, window);
}

static void undo(struct day *day, int window)
{
    struct desk *desk = &day->desks[window];
    for (int i = 0; i < desk->person_count; i++) {
        if (day->people[desk->who[i]].touched > desk->first + desk->count) {
            return; /* something happened to it since */
        }
    }
    if (desk->count == 0) {
        return;
    }
    for (int i = 0; i < desk->person_count; i++) {
        day->people[desk->who[i]] = desk->before[i];
    }
    desk->busy = desk->busy_before;
    struct event *event = emit(day, EVENT_COMMAND_UNDONE, -1, window);
    event->of_seq = (int64_t)desk->first + 1;
    event->count = (int32_t)desk->count;
    desk->count = 0;
}

static void resume(struct day *day)
{
    int start = (int)dice(day, TICKETS);
    for (int i = 0; i < TICKETS; i++) {
        struct person *person = &day->people[(start + i) % TICKETS];
        if (person->place == HELD) {
            person->place = QUEUE;
            person->bound = dice(day, 2) == 0 ? person->window : 0;
            emit(day, EVENT_TICKET_RESUMED, (start + i) % TICKETS, person->window)
                ->target_window = (uint16_t)person->bound;
            return;
        }
    }
}

static void window_state(struct day *day, int window)
{
    struct desk *desk = &day->desks[window];
    if (!desk->open) {
        desk->open = true;
        emit(day, EVENT_WINDOW_OPENED, -1, window);
    } else if (desk->paused) {
        desk->paused = false;
        emit(day, EVENT_WINDOW_RESUMED, -1, window);
    } else if (dice(day, 2) == 0) {
        desk->paused = true;
        emit(day, EVENT_WINDOW_PAUSED, -1, window);
    } else if (!desk->busy) {
        desk->open = false;
        emit(day, EVENT_WINDOW_CLOSED, -1, window);
    }
    desk->count = 0;
}

static void rate(struct day *day)
{
    int who = (int)dice(day, TICKETS);
    struct person *person = &day->people[who];
    if (person->services == 0 || person->rated_services == person->services) {
        return;
    }
    person->rated_services = person->services;
    struct event *event = emit(day, EVENT_TICKET_RATED, who, person->window);
    event->service = (uint16_t)person->services;
    event->rating = dice(day, 4) == 0 ? RATING_DEFAULT : RATING_ACTIVE;
    event->level = (int8_t)(1 + dice(day, 5));
}

static void slip(struct day *day)
{
    int who = (int)dice(day, TICKETS);
    struct person *person = &day->people[who];
    if (person->place == NOWHERE) {
        return;
    }
    static const enum event_kind ends[] = {EVENT_SLIP_PRINTED, EVENT_SLIP_PRINTED,
                                           EVENT_SLIP_UNCERTAIN, EVENT_SLIP_VOID};
    emit(day, EVENT_SLIP_STARTED, who, 0)->count = ++person->slips;
    day->now += dice(day, 3);
    emit(day, ends[dice(day, 4)], who, 0)->count = person->slips;
}

static void cancel(struct day *day)
{
    int who = (int)dice(day, TICKETS);
    if (day->people[who].place == QUEUE || day->people[who].place == HELD) {
        day->people[who].place = GONE;
        emit(day, EVENT_TICKET_CANCELLED, who, 0);
    }
}

static void one_command(struct day *day)
{
    int window = 1 + (int)dice(day, WINDOWS);
    day->now += dice(day, 4) == 0 ? dice(day, 120) : dice(day, 6);
    switch (dice(day, 16)) {
    case 0: window_state(day, window); break;
    case 1: undo(day, window); break;
    case 2: resume(day); break;
    case 3: rate(day); break;
    case 4: slip(day); break;
    case 5: cancel(day); break;
    case 6:
        if (day->stepped) {
            day->wall_off += (int64_t)dice(day, 2000) - 1000;
            emit(day, EVENT_CLOCK_STEPPED, -1, 0);
        }
        break;
    case 7:
    case 8:
    case 9: issue(day); break;
    case 10:
    case 11:
    case 12: verb(day, window); break;
    default: next(day, window); break;
    }
}

static inline void play(struct day *day, uint64_t seed, bool stepped)
{
    memset(day, 0, sizeof *day);
    day->dice = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    day->stepped = stepped;
    for (int w = 1; w <= WINDOWS; w++) {
        for (int c = 0; c < CATEGORIES; c++) {
            day->desks[w].serves[c] = dice(day, 2) == 0;
        }
    }
    for (int i = 0; i < COMMANDS && day->count + 16 < EVENTS; i++) {
        one_command(day);
    }
}
