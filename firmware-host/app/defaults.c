/* defaults.c: ratings by default, for services that nobody rated in the time the place gives.
 *
 * Problem: "not rated within five working days counts as 满意" falls due when the service has long
 * left the engine, perhaps while the controller is off; each service must get it once, also over a
 * crash in the middle of a day's services; and a rule that is switched on today must not reach
 * back into years.
 *
 * Design: the journal is the judge. A thread reads one day that is due and lists its services
 * without a rating (stats/day.h counts them, so that figures and this agree). The loop issues
 * events for them, a few at a time, waits until they are durable and has the day read again; when
 * nothing is left, an event says that the day is done. Days are done in order, from the one on
 * which the rule began (office_defaults_done, "begun") to the newest that is due.
 *
 * Owner and thread: the loop; `read_day` runs in a thread that is joined before its list is
 * looked at. */
#define LOG_MODULE "defaults"
#include "app/hall_internal.h"
#include "office/calendar.h"
#include "office/reviews.h"
#include "stats/day.h"
#include "store/store_read.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { AT_A_TIME = 128, DAY_MS = 24 * 3600 * 1000, RETRY_MS = 60000 };

enum work { WORK_NONE, WORK_READING, WORK_ISSUING, WORK_SETTLING };

struct defaults {
    enum work work;
    mono_t not_before; /* after a failure */
    int32_t day;
    size_t left; /* services without a rating when the day was read before; SIZE_MAX = never */
    /* the thread's, until it is joined */
    pthread_t thread;
    atomic_bool done;
    const char *folder;
    bool failed;
    size_t count, issued;
    uint32_t by_default; /* that the day has already */
    struct unrated_service *list;
};

struct defaults *defaults_create(struct hall *hall)
{
    struct defaults *defaults = calloc(1, sizeof *defaults);
    if (defaults != NULL) {
        defaults->folder = hall->settings.data_folder;
    }
    return defaults;
}

static void drop_list(struct defaults *defaults)
{
    free(defaults->list);
    defaults->list = NULL;
    defaults->count = defaults->issued = 0;
    defaults->work = WORK_NONE;
}

void defaults_destroy(struct defaults *defaults)
{
    if (defaults != NULL) {
        if (defaults->work == WORK_READING) {
            pthread_join(defaults->thread, NULL);
        }
        free(defaults->list);
        free(defaults);
    }
}

/* ------------------------------------------------------------------ the thread */

static int add_event(void *context, const struct event *event)
{
    return day_stats_add(context, event);
}

static int list_unrated(struct defaults *defaults, const struct day_stats *stats)
{
    struct unrated_service service;
    struct day_balance balance;
    day_stats_balance(stats, &balance);
    defaults->by_default = balance.rated_default;
    defaults->list = calloc((size_t)balance.services + 1, sizeof *defaults->list);
    if (defaults->list == NULL) {
        return -1;
    }
    for (size_t at = 0; defaults->count < balance.services &&
                        day_stats_unrated(stats, &at, &service) == 0;) {
        defaults->list[defaults->count++] = service;
    }
    return 0;
}

static void *read_day(void *context)
{
    struct defaults *defaults = context;
    char why[160] = "out of memory";
    struct day_stats *stats = day_stats_create(defaults->day);
    struct store_reader *reader = store_reader_open(defaults->folder, why, sizeof why);
    defaults->failed =
        stats == NULL || reader == NULL ||
        store_read_days(reader, defaults->day, defaults->day, add_event, stats) != 0 ||
        store_read_late_ratings(reader, defaults->day, add_event, stats) != 0 ||
        list_unrated(defaults, stats) < 0;
    if (defaults->failed) {
        log_error("unrated services of %d: %s", (int)defaults->day, why);
    }
    store_reader_close(reader);
    day_stats_destroy(stats);
    atomic_store(&defaults->done, true);
    return NULL;
}

static void begin_reading(struct defaults *defaults, int32_t day, size_t left)
{
    drop_list(defaults);
    defaults->day = day;
    defaults->left = left;
    atomic_store(&defaults->done, false);
    if (pthread_create(&defaults->thread, NULL, read_day, defaults) == 0) {
        defaults->work = WORK_READING;
    } else {
        defaults->not_before = mono_after(mono_now(), RETRY_MS);
    }
}

/* ------------------------------------------------------------------ what is due */

static bool is_at_rest(const struct hall *hall)
{
    for (size_t i = 0; i < hall->site->window_count; i++) {
        const struct window *window = engine_window(hall->deciding, hall->site->windows[i].number);
        if (window != NULL && window->ticket != 0) {
            return false;
        }
    }
    return engine_day(hall->deciding) == 0;
}

static int32_t today_of(const struct hall *hall, wall_t now)
{
    int32_t day = engine_day(hall->deciding);
    return day != 0 ? day : wall_day(now);
}

/* Is the time for rating a service of `day` over? */
static bool is_due(const struct hall *hall, int32_t day, int32_t today)
{
    int32_t last = calendar_add(hall->site, day, hall->site->policy.default_after_days);
    return last != 0 &&
           (last < today || (last == today && hall->last_day == today && is_at_rest(hall)));
}

static int32_t day_before(int32_t day)
{
    return wall_day(wall_after(wall_day_start(day), -DAY_MS / 2));
}

static void mark(struct hall *hall, int32_t day, uint32_t count, const char *result)
{
    const struct office_head head = {.actor = "system", .source = "default"};
    const struct reviews_defaults_order order = {
        .day = day, .count = (int32_t)count, .result = result};
    hall_office(hall, &head, reviews_decide_defaults, &order, NULL, NULL);
}

/* The rule begins: what is due on that day already is left as it is. */
static void begin_rule(struct hall *hall, int32_t today)
{
    int32_t day = today;
    for (int i = 0; i < CALENDAR_DAYS && !is_due(hall, day, today); i++) {
        day = day_before(day);
    }
    mark(hall, day, 0, "begun");
}

static void look_for_work(struct hall *hall, struct defaults *defaults, wall_t now)
{
    int32_t done = reviews_defaulted_day(hall->office_deciding), today = today_of(hall, now);
    if (!hall->site->policy.default_rating) {
        if (done != 0) {
            mark(hall, done, 0, "ended");
        }
        return;
    }
    if (done == 0) {
        begin_rule(hall, today);
    } else if (is_due(hall, day_next(done), today)) {
        begin_reading(defaults, day_next(done), SIZE_MAX);
    }
}

/* ------------------------------------------------------------------ issuing */

static void fill(const struct hall *hall, const struct unrated_service *from, wall_t now,
                 struct event *event)
{
    memset(event, 0, sizeof *event);
    event->kind = EVENT_TICKET_RATED;
    event->at = now;
    event->day = today_of(hall, now);
    event->ticket = from->ticket;
    event->window = from->window;
    event->service = from->service;
    event->level = (int8_t)hall->site->policy.default_level;
    event->rating = RATING_DEFAULT;
    memcpy(event->number, from->number, sizeof event->number);
    memcpy(event->category, from->category, sizeof event->category);
    memcpy(event->item, from->item, sizeof event->item);
    memcpy(event->clerk, from->clerk, sizeof event->clerk);
    snprintf(event->actor, sizeof event->actor, "system");
    snprintf(event->source, sizeof event->source, "default");
}

/* A visitor may have rated since the day was read: while the engine holds the ticket it knows. */
static bool was_rated_meanwhile(const struct hall *hall, const struct unrated_service *service)
{
    const struct ticket *ticket = engine_ticket(hall->deciding, service->ticket);
    return ticket != NULL && ticket->service == service->service &&
           ticket->rating != RATING_NONE;
}

static void issue_some(struct hall *hall, struct defaults *defaults, wall_t now)
{
    struct event *events = hall->scratch.events;
    int64_t seq = engine_last_seq(hall->deciding);
    size_t count = 0, at = defaults->issued;
    for (; at < defaults->count && count < AT_A_TIME; at++) {
        if (!was_rated_meanwhile(hall, &defaults->list[at])) {
            fill(hall, &defaults->list[at], now, &events[count]);
            events[count++].seq = ++seq;
        }
    }
    if (count > 0 && hall_journal(hall, events, count) < 0) {
        return; /* no room now: the same ones at the next tick */
    }
    defaults->issued = at;
    if (at == defaults->count) {
        defaults->work = WORK_SETTLING;
    }
}

static void finish_day(struct hall *hall, struct defaults *defaults)
{
    if (defaults->count > 0) {
        log_error("business day %d: %zu services cannot be given a rating", (int)defaults->day,
                  defaults->count);
    }
    log_info("business day %d: %u ratings by default", (int)defaults->day, defaults->by_default);
    mark(hall, defaults->day, defaults->by_default, "done");
    drop_list(defaults);
}

static void take_list(struct hall *hall, struct defaults *defaults)
{
    if (!atomic_load(&defaults->done)) {
        return;
    }
    pthread_join(defaults->thread, NULL);
    defaults->work = WORK_ISSUING;
    if (defaults->failed) {
        drop_list(defaults);
        defaults->not_before = mono_after(mono_now(), RETRY_MS);
    } else if (defaults->count == 0 || defaults->count >= defaults->left) {
        finish_day(hall, defaults);
    }
}

void defaults_tick(struct hall *hall, wall_t now)
{
    struct defaults *defaults = hall->defaults;
    if (mono_between(mono_now(), defaults->not_before) > 0) {
        return;
    }
    switch (defaults->work) {
    case WORK_NONE: look_for_work(hall, defaults, now); break;
    case WORK_READING: take_list(hall, defaults); break;
    case WORK_ISSUING: issue_some(hall, defaults, now); break;
    case WORK_SETTLING:
        if (engine_last_seq(hall->deciding) <= hall->durable_seq) {
            begin_reading(defaults, defaults->day, defaults->count);
        }
        break;
    }
}
