/* kinds.c: the named reports over groups, one row each. See table.h. */
#include "reports/table.h"

#include <string.h>

static const struct report_kind kinds[] = {
    {"window_load",
     "work",
     IMAGE_BY_WINDOW,
     {"called", "services", "served", "transferred", "held", "missed", "service_mean",
      "service_p50", "service_p90", "service_p95", "open", "busy_share"},
     .chart = {CHART_BARS, {"services"}}},
    {"clerk_load",
     "work",
     IMAGE_BY_CLERK,
     {"called", "services", "served", "transferred", "held", "missed", "service_mean",
      "service_p50", "service_p90", "service_p95", "open", "busy_share"},
     .chart = {CHART_BARS, {"services"}}},
    {"item_volume",
     "work",
     IMAGE_BY_ITEM,
     {"issued", "served", "services", "done", "accepted", "correction", "refused", "reported",
      "service_mean", "service_p50", "service_p90", "service_p95"},
     "served",
     .chart = {CHART_STACKED, {"done", "accepted", "correction", "refused", "reported"}}},
    {"mean_wait",
     "time",
     IMAGE_BY_CATEGORY,
     {"wait_count", "wait_mean", "wait_p50", "wait_p90", "wait_p95", "wait_max", "wait_over",
      "wait_over_share"},
     .chart = {CHART_BARS, {"wait_mean", "wait_p50", "wait_p90"}}},
    {"wait_distribution",
     "time",
     IMAGE_BY_CATEGORY,
     {"wait_count", "wait_to_5", "wait_to_10", "wait_to_20", "wait_to_30", "wait_to_60",
      "wait_longer", "wait_mean", "wait_p50", "wait_p90", "wait_p95", "wait_over",
      "wait_over_share"},
     .chart = {CHART_STACKED,
               {"wait_to_5", "wait_to_10", "wait_to_20", "wait_to_30", "wait_to_60",
                "wait_longer"}}},
    {"mean_service",
     "time",
     IMAGE_BY_ITEM,
     {"services", "service_mean", "service_p50", "service_p90", "service_p95", "service_max"},
     .chart = {CHART_BARS, {"service_mean", "service_p50", "service_p90"}}},
    {"walk",
     "time",
     IMAGE_BY_WINDOW,
     {"walk_count", "walk_mean", "walk_p50", "walk_p90", "walk_p95", "walk_max"},
     .chart = {CHART_BARS, {"walk_mean", "walk_p50", "walk_p90"}}},
    {"no_shows",
     "flow",
     IMAGE_BY_CATEGORY,
     {"called", "missed", "no_show", "no_show_share", "cancelled", "expired"},
     .chart = {CHART_STACKED, {"missed", "no_show", "cancelled", "expired"}}},
    {"transfers",
     "flow",
     IMAGE_BY_WINDOW,
     {"called", "services", "transferred", "held"},
     .chart = {CHART_STACKED, {"transferred", "held"}}},
    {"hourly",
     "flow",
     IMAGE_BY_HOUR,
     {"issued", "called", "services", "wait_mean", "wait_p50", "wait_p90", "wait_p95",
      "wait_over_share"},
     .chart = {CHART_BARS, {"issued", "called", "services"}}},
    {"window_idle",
     "windows",
     IMAGE_BY_WINDOW,
     {"open", "idle", "idle_waiting", "idle_waiting_share", "busy_share"},
     .chart = {CHART_STACKED, {"idle_waiting", "idle"}}},
    {"pauses",
     "windows",
     IMAGE_BY_WINDOW,
     {"open", "pauses", "paused", "pause_mean", "paused_share"},
     .chart = {CHART_BARS, {"paused"}}},
    {"priority",
     "flow",
     IMAGE_BY_PRIORITY,
     {"issued", "called", "served", "wait_mean", "wait_p50", "wait_p90", "wait_p95",
      "wait_over_share", "no_show"},
     .only_by = true,
     .chart = {CHART_BARS, {"wait_mean", "wait_p50", "wait_p90"}}},
    {"satisfaction",
     "reviews",
     IMAGE_BY_WINDOW,
     {"services", "rated_active", "level5", "level4", "level3", "level2", "level1",
      "rated_default", "rated_none", "bad", "good_share", "good_active_share", "bad_share"},
     .chart = {CHART_STACKED, {"level5", "level4", "level3", "level2", "level1"}}},
    {"rating_rates",
     "reviews",
     IMAGE_BY_WINDOW,
     {"services", "rated_active", "rated_default", "rated_none", "rated_share", "active_share",
      "unrated_share"},
     .chart = {CHART_STACKED, {"rated_active", "rated_default", "rated_none"}}},
    {"departments",
     "work",
     IMAGE_BY_DEPARTMENT,
     {"issued", "served", "services", "wait_mean", "wait_p50", "wait_p90", "wait_p95",
      "wait_over_share", "service_mean", "service_p50", "service_p90", "service_p95", "rated_active",
      "good_active_share", "bad"},
     "served",
     .only_by = true,
     .chart = {CHART_BARS, {"served"}}},
};

const struct report_kind *report_kind(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? &kinds[index] : NULL;
}

const struct report_kind *report_kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* A report is about its first column; where that means nothing, the others only surround it. */
bool report_kind_fits(const struct report_kind *kind, enum image_axis by,
                      const struct report_filter *filter)
{
    if (kind->only_by && by != kind->by) {
        return kind->by == IMAGE_BY_PRIORITY && filter->priority[0] != '\0';
    }
    const struct report_column *first = report_column(kind->columns[0]);
    return report_column_fits(first, by) || (first->want & WANT_SPANS) == 0;
}

bool report_kind_takes_items(const struct report_kind *kind)
{
    return (report_column(kind->columns[0])->want & WANT_SPANS) == 0;
}
