/* live_day.c: see live_day.h. */
#include "http/live_day.h"

#include "reports/day_report.h"
#include "queue/engine.h"
#include "stats/day.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUARTER_MS = 15 * 60 * 1000 };

struct live_day {
    int32_t day;
    wall_t start; /* local midnight */
    int64_t seq;
    int at; /* the quarter that passes now; -1 = none yet */
    struct day_stats *stats;
    struct engine *engine;
    uint32_t waiting; /* now */
    uint32_t most[LIVE_HOURS];
    struct live_quarter quarters[LIVE_QUARTERS];
};

struct live_day *live_day_create(const struct site *site, int32_t day)
{
    struct live_day *live = calloc(1, sizeof *live);
    struct queue_plan *plan = calloc(1, sizeof *plan); /* a replay needs none: all is retired */
    if (live != NULL && plan != NULL) {
        live->day = day;
        live->start = wall_day_start(day);
        live->at = -1;
        live->stats = day_stats_create(day);
        live->engine = engine_create(plan);
    }
    free(plan);
    if (live == NULL || live->stats == NULL || live->engine == NULL) {
        live_day_destroy(live);
        return NULL;
    }
    report_day_serves(live->stats, site);
    return live;
}

void live_day_destroy(struct live_day *live)
{
    if (live != NULL) {
        day_stats_destroy(live->stats);
        engine_destroy(live->engine);
        free(live);
    }
}

/* ------------------------------------------------------------------ the curve */

int live_quarter_of(wall_t t)
{
    time_t seconds = (time_t)(t.ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    return local.tm_hour * 4 + local.tm_min / 15;
}

static uint32_t waiting_now(const struct engine *engine)
{
    uint32_t waiting = 0;
    for (uint16_t c = 0; engine_category(engine, c) != NULL; c++) {
        waiting += engine_waiting(engine, c);
    }
    return waiting;
}

static void end_quarter(struct live_day *live, int quarter)
{
    struct figures hall = {0};
    wall_t end = wall_after(live->start, (int64_t)(quarter + 1) * QUARTER_MS);
    day_stats_figures(live->stats, FIGURE_HALL, end, &hall, 1);
    live->quarters[quarter] = (struct live_quarter){.known = true,
                                                    .issued = hall.issued,
                                                    .waiting = live->waiting,
                                                    .wait_count = hall.wait.count,
                                                    .wait_s = (int32_t)(hall.wait.mean + 0.5)};
}

/* Quarters and hours that have begun since the event before had `waiting` from their start. */
static void pass_time(struct live_day *live, wall_t at)
{
    int quarter = live_quarter_of(at);
    if (live->at < 0) {
        live->at = quarter;
    }
    for (; live->at < quarter; live->at++) {
        end_quarter(live, live->at);
        uint32_t *most = &live->most[(live->at + 1) / 4];
        *most = live->waiting > *most ? live->waiting : *most;
    }
}

int live_day_take(struct live_day *live, const struct event *event)
{
    if (event->seq <= live->seq) {
        return 0;
    }
    if (event->day == live->day) {
        pass_time(live, event->at);
    }
    live->seq = event->seq;
    engine_apply(live->engine, event);
    live->waiting = waiting_now(live->engine);
    int hour = live->at >= 0 ? live->at / 4 : wall_hour(event->at);
    live->most[hour] = live->waiting > live->most[hour] ? live->waiting : live->most[hour];
    return day_stats_add(live->stats, event);
}

const struct live_quarter *live_day_quarter(const struct live_day *live, int quarter)
{
    return &live->quarters[quarter];
}

/* ------------------------------------------------------------------ reading */

static void read_hall(const struct live_day *live, wall_t now, struct live_figures *out)
{
    struct figures hall = {0};
    day_stats_figures(live->stats, FIGURE_HALL, now, &hall, 1);
    out->issued = hall.issued;
    out->carried_in = hall.carried_in;
    out->services = hall.services;
    out->waiting = live->waiting;
    out->wait_count = hall.wait.count;
    out->wait_s = (int32_t)(hall.wait.mean + 0.5);
    out->p50_s = hall.wait.p50;
    out->p90_s = hall.wait.p90;
}

static void read_hours(const struct live_day *live, wall_t now, struct live_figures *out)
{
    struct figures hours[LIVE_HOURS];
    size_t count = day_stats_figures(live->stats, FIGURE_HOUR, now, hours, LIVE_HOURS);
    for (size_t i = 0; i < count && i < LIVE_HOURS; i++) {
        long hour = strtol(hours[i].key, NULL, 10);
        if (hour >= 0 && hour < LIVE_HOURS) {
            out->hours[hour].issued = hours[i].issued;
            out->hours[hour].services = hours[i].services;
        }
    }
    for (int hour = 0; hour < LIVE_HOURS; hour++) {
        out->hours[hour].waiting = live->most[hour];
    }
}

struct window_hours {
    int64_t open, busy;
};

static void add_spans(const struct day_rows *rows, const struct site *site,
                      struct window_hours (*table)[LIVE_HOURS])
{
    for (size_t i = 0; i < rows->span_count; i++) {
        const struct window_span *span = &rows->spans[i];
        for (size_t w = 0; w < site->window_count && span->hour < LIVE_HOURS; w++) {
            if (site->windows[w].number == span->window) {
                struct window_hours *cell = &table[w][span->hour];
                cell->open += span->open_ms;
                cell->busy += (int64_t)span->open_ms - span->idle_ms - span->idle_waiting_ms;
            }
        }
    }
}

static void read_windows(const struct day_rows *rows, const struct site *site,
                         struct live_figures *out)
{
    struct window_hours(*table)[LIVE_HOURS] = calloc(LIMIT_WINDOWS, sizeof *table);
    if (table == NULL) {
        return; /* the page shows no heat for a moment */
    }
    add_spans(rows, site, table);
    out->window_count = site->window_count;
    for (size_t w = 0; w < site->window_count; w++) {
        out->windows[w].number = site->windows[w].number;
        for (int hour = 0; hour < LIVE_HOURS; hour++) {
            const struct window_hours *cell = &table[w][hour];
            out->windows[w].busy[hour] =
                cell->open > 0 ? (uint8_t)(cell->busy * 100 / cell->open) : LIVE_NO_SHARE;
        }
    }
    free(table);
}

static int32_t target_of(const struct live_day *live, const struct site *site,
                         const struct service_row *row)
{
    uint16_t index = site_category_index(site, day_stats_code(live->stats, row->category));
    return index != UINT16_MAX ? site->categories[index].target_wait_s : 0;
}

static void read_targets(const struct live_day *live, const struct day_rows *rows,
                         const struct site *site, struct live_figures *out)
{
    int64_t targets = 0;
    for (size_t i = 0; i < rows->row_count; i++) {
        const struct service_row *row = &rows->rows[i];
        int32_t target = (row->parts & ROW_WAITED) != 0 ? target_of(live, site, row) : 0;
        if (target > 0) {
            out->with_target++;
            out->over_target += row->wait_s > target ? 1 : 0;
            targets += target;
        }
    }
    out->target_s = out->with_target > 0 ? (int32_t)(targets / out->with_target) : 0;
}

void live_day_read(struct live_day *live, const struct site *site, wall_t now,
                   struct live_figures *out)
{
    struct day_rows rows;
    memset(out, 0, sizeof *out);
    out->day = live->day;
    out->seq = live->seq;
    read_hall(live, now, out);
    read_hours(live, now, out);
    if (day_stats_rows(live->stats, now, &rows) == 0) {
        read_windows(&rows, site, out);
        read_targets(live, &rows, site, out);
    }
}

/* ------------------------------------------------------------------ the late ones */

static int by_wait(const void *a, const void *b)
{
    const struct live_late *one = a, *other = b;
    return one->wait_s != other->wait_s ? (one->wait_s < other->wait_s ? 1 : -1)
                                        : (one->ticket > other->ticket ? 1 : -1);
}

static void fill_late(const struct live_day *live, const struct service_row *row, int32_t target,
                      struct live_late *out)
{
    *out = (struct live_late){.window = row->window,
                              .wait_s = row->wait_s,
                              .target_s = target,
                              .hour = row->hour_called};
    day_stats_ticket(live->stats, row->ticket, &out->ticket, out->number);
    snprintf(out->category, sizeof out->category, "%s",
             day_stats_code(live->stats, row->category));
    snprintf(out->item, sizeof out->item, "%s", day_stats_code(live->stats, row->item));
    snprintf(out->clerk, sizeof out->clerk, "%s", day_stats_code(live->stats, row->clerk));
}

size_t live_day_late(struct live_day *live, const struct site *site, wall_t now, size_t offset,
                     struct live_late *out, size_t capacity, size_t *total)
{
    struct day_rows rows;
    *total = 0;
    if (day_stats_rows(live->stats, now, &rows) < 0 || rows.row_count == 0) {
        return 0;
    }
    struct live_late *all = calloc(rows.row_count, sizeof *all);
    for (size_t i = 0; all != NULL && i < rows.row_count; i++) {
        const struct service_row *row = &rows.rows[i];
        int32_t target = (row->parts & ROW_WAITED) != 0 ? target_of(live, site, row) : 0;
        if (target > 0 && row->wait_s > target) {
            fill_late(live, row, target, &all[(*total)++]);
        }
    }
    size_t count = 0;
    if (all != NULL && *total > offset) {
        qsort(all, *total, sizeof *all, by_wait);
        count = *total - offset < capacity ? *total - offset : capacity;
        memcpy(out, all + offset, count * sizeof *all);
    }
    free(all);
    return count;
}
