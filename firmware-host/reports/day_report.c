/* day_report.c: the end-of-day balance and the day's figures, from events only. */
#include "reports/day_report.h"

#include "stats/report_day.h"

#include <stdlib.h>

enum { GROUPS = LIMIT_ITEMS + LIMIT_WINDOWS };

static int take(void *context, const struct event *event)
{
    return day_stats_add(context, event);
}

static json_t *json_of_durations(const struct duration_figures *d)
{
    return json_pack("{s:i,s:f,s:i,s:i,s:i,s:i}", "count", (int)d->count, "mean", d->mean, "p50",
                     d->p50, "p90", d->p90, "p95", d->p95, "max", d->max);
}

static json_t *json_of_figures(const struct figures *f)
{
    json_t *levels = json_array();
    for (size_t level = 1; level <= 5; level++) {
        json_array_append_new(levels, json_integer(f->rated_active[level]));
    }
    json_t *out = json_pack("{s:s,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "key", f->key, "issued",
                            (int)f->issued, "called", (int)f->called, "served", (int)f->served,
                            "no_show", (int)f->no_show, "cancelled", (int)f->cancelled, "expired",
                            (int)f->expired, "carried_in", (int)f->carried_in, "carried_over",
                            (int)f->carried_over, "services", (int)f->services);
    json_object_set_new(out, "wait", json_of_durations(&f->wait));
    json_object_set_new(out, "walk", json_of_durations(&f->walk));
    json_object_set_new(out, "service", json_of_durations(&f->service));
    json_object_set_new(out, "idle", json_integer(f->idle_s));
    json_object_set_new(out, "idle_waiting", json_integer(f->idle_waiting_s));
    json_object_set_new(out, "open", json_integer(f->open_s));
    json_object_set_new(out, "paused", json_integer(f->paused_s));
    json_object_set_new(out, "rated_active", levels);
    json_object_set_new(out, "rated_default", json_integer(f->rated_default));
    json_object_set_new(out, "rated_none", json_integer(f->rated_none));
    json_object_set_new(out, "bad", json_integer(f->bad));
    return out;
}

/* Rates as they are printed: [{label, value}], labels are keys of config/lang. */
static json_t *json_of_rates(const struct day_stats *stats, wall_t until)
{
    struct figures hall = {0};
    struct report_row rows[REPORT_DAY_ROWS];
    json_t *list = json_array();
    day_stats_figures(stats, FIGURE_HALL, until, &hall, 1);
    report_day_rows(&hall, rows);
    for (size_t i = 0; i < REPORT_DAY_ROWS; i++) {
        json_array_append_new(
            list, json_pack("{s:s,s:s}", "label", rows[i].label, "value", rows[i].value));
    }
    return list;
}

static json_t *json_of_balance(const struct day_balance *b)
{
    json_t *out = json_pack(
        "{s:i,s:b,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "day", b->day, "closed", b->closed,
        "carried_in", (int)b->carried_in, "issued", (int)b->issued, "served", (int)b->served,
        "no_show", (int)b->no_show, "cancelled", (int)b->cancelled, "expired", (int)b->expired,
        "carried_over", (int)b->carried_over, "open", (int)b->open);
    json_t *slips = json_pack("{s:i,s:i,s:i,s:i,s:i}", "tickets_printed",
                              (int)b->tickets_printed, "reprints", (int)b->reprints,
                              "slips_printed", (int)b->slips_printed, "slips_uncertain",
                              (int)b->slips_uncertain, "slips_void", (int)b->slips_void);
    json_t *ratings =
        json_pack("{s:i,s:i,s:i,s:i}", "services", (int)b->services, "rated_active",
                  (int)b->rated_active, "rated_default", (int)b->rated_default, "rated_none",
                  (int)b->rated_none);
    json_object_update(out, slips);
    json_object_update(out, ratings);
    json_decref(slips);
    json_decref(ratings);
    json_object_set_new(out, "tickets_close", json_boolean(b->tickets_close));
    json_object_set_new(out, "slips_close", json_boolean(b->slips_close));
    json_object_set_new(out, "ratings_close", json_boolean(b->ratings_close));
    return out;
}

static json_t *differences(const struct day_stats *stats, size_t count)
{
    json_t *list = json_array();
    struct day_difference difference;
    for (size_t i = 0; i < count; i++) {
        if (day_stats_difference(stats, i, &difference) == 0) {
            json_array_append_new(list, json_pack("{s:I,s:s,s:s}", "ticket",
                                                  (json_int_t)difference.ticket, "number",
                                                  difference.number, "what", difference.what));
        }
    }
    return list;
}

static json_t *all_axes(const struct day_stats *stats, wall_t until)
{
    json_t *out = json_object();
    struct figures *groups = calloc(GROUPS, sizeof *groups);
    for (int axis = 0; groups != NULL && axis < FIGURE_AXIS_COUNT; axis++) {
        json_t *list = json_array();
        size_t count = day_stats_figures(stats, (enum figure_axis)axis, until, groups, GROUPS);
        for (size_t i = 0; i < count && i < GROUPS; i++) {
            json_array_append_new(list, json_of_figures(&groups[i]));
        }
        json_object_set_new(out, figure_axis_name((enum figure_axis)axis), list);
    }
    free(groups);
    return out;
}

void report_day_serves(struct day_stats *stats, const struct site *site)
{
    for (size_t w = 0; w < site->window_count; w++) {
        for (uint16_t k = 0; k < site->windows[w].serves_count; k++) {
            day_stats_set_serves(stats, site->windows[w].number,
                                 site->categories[site->windows[w].serves[k].category].code);
        }
    }
}

struct day_stats *report_day_stats(struct store_reader *reader, const struct site *site,
                                   int32_t day)
{
    struct day_stats *stats = day_stats_create(day);
    if (stats == NULL) {
        return NULL;
    }
    report_day_serves(stats, site);
    if (store_read_days(reader, day, day, take, stats) != 0) {
        day_stats_destroy(stats);
        return NULL;
    }
    return stats;
}

json_t *report_day_make(struct store_reader *reader, const struct site *site, int32_t day,
                        wall_t now)
{
    struct day_stats *stats = report_day_stats(reader, site, day);
    if (stats == NULL) {
        return NULL;
    }
    struct day_balance balance;
    day_stats_balance(stats, &balance);
    json_t *out = json_pack("{s:o,s:o,s:o,s:o}", "balance", json_of_balance(&balance),
                            "differences", differences(stats, balance.difference_count), "rates",
                            json_of_rates(stats, now), "figures", all_axes(stats, now));
    day_stats_destroy(stats);
    return out;
}
