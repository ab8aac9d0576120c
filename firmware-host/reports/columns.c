/* columns.c: what can be read off a group of the column image. See table.h. */
#include "reports/table.h"

#include <math.h>
#include <string.h>

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static double count_of(const struct image_group *group, int which)
{
    return group->counts[which];
}

/* ------------------------------------------------------------------ ratings */

static double active(const struct image_group *group)
{
    double sum = 0;
    for (int level = 0; level <= 5; level++) {
        sum += group->counts[COUNT_RATED_ACTIVE + level];
    }
    return sum;
}

static double bad(const struct image_group *group)
{
    return (double)group->counts[COUNT_RATED_ACTIVE + 1] + group->counts[COUNT_RATED_ACTIVE + 2];
}

static double good_active(const struct image_group *group)
{
    return active(group) - bad(group) - group->counts[COUNT_RATED_ACTIVE];
}

static double rated(const struct image_group *group)
{
    return active(group) + group->counts[COUNT_RATED_DEFAULT];
}

static double services(const struct image_group *group)
{
    return rated(group) + group->counts[COUNT_RATED_NONE];
}

enum rating_figure {
    RATING_SERVICES,
    RATING_ACTIVE_COUNT,
    RATING_BAD_COUNT,
    RATE_RATED,
    RATE_ACTIVE,
    RATE_UNRATED,
    RATE_GOOD,
    RATE_GOOD_ACTIVE,
    RATE_BAD
};

static double rating_of(const struct image_group *group, int which)
{
    switch ((enum rating_figure)which) {
    case RATING_SERVICES: return services(group);
    case RATING_ACTIVE_COUNT: return active(group);
    case RATING_BAD_COUNT: return bad(group);
    case RATE_RATED: return share(rated(group), services(group));
    case RATE_ACTIVE: return share(active(group), services(group));
    case RATE_UNRATED: return share(group->counts[COUNT_RATED_NONE], services(group));
    case RATE_GOOD:
        return share(good_active(group) + group->counts[COUNT_RATED_DEFAULT], rated(group));
    case RATE_GOOD_ACTIVE: return share(good_active(group), active(group));
    case RATE_BAD: return share(bad(group), rated(group));
    }
    return NAN;
}

/* ------------------------------------------------------------------ durations */

static double duration_count(const struct image_group *group, int which)
{
    return (double)group->durations[which].count;
}

static double mean_of(const struct image_group *group, int which)
{
    const struct image_durations *d = &group->durations[which];
    return share((double)d->sum, (double)d->count);
}

static double percentile(const struct image_durations *d, uint32_t value)
{
    return d->count > 0 ? value : NAN;
}

static double p50_of(const struct image_group *group, int which)
{
    return percentile(&group->durations[which], group->durations[which].p50);
}

static double p90_of(const struct image_group *group, int which)
{
    return percentile(&group->durations[which], group->durations[which].p90);
}

static double p95_of(const struct image_group *group, int which)
{
    return percentile(&group->durations[which], group->durations[which].p95);
}

static double max_of(const struct image_group *group, int which)
{
    return percentile(&group->durations[which], group->durations[which].max);
}

static double over_count(const struct image_group *group, int which)
{
    return (double)group->durations[which].over_target;
}

static double over_share(const struct image_group *group, int which)
{
    const struct image_durations *d = &group->durations[which];
    return share((double)d->over_target, (double)d->with_target);
}

static double spread_of(const struct image_group *group, int which)
{
    return group->durations[DURATION_WAIT].spread[which];
}

/* ------------------------------------------------------------------ tickets and windows' time */

/* Of the calls: nobody came, for good or for now. */
static double no_show_share(const struct image_group *group, int which)
{
    (void)which;
    return share((double)group->counts[COUNT_NO_SHOW] + group->counts[COUNT_LEFT_NO_SHOW],
                 group->counts[COUNT_CALLED]);
}

enum time_figure {
    TIME_OPEN,
    TIME_PAUSED,
    TIME_IDLE,
    TIME_IDLE_WAITING,
    TIME_BUSY_SHARE,
    TIME_IDLE_WAITING_SHARE,
    TIME_PAUSE_MEAN,
    TIME_PAUSED_SHARE
};

static double time_of(const struct image_group *group, int which)
{
    double open = (double)group->open_ms / 1000, paused = (double)group->paused_ms / 1000;
    double idle = (double)group->idle_ms / 1000, waiting = (double)group->idle_waiting_ms / 1000;
    switch ((enum time_figure)which) {
    case TIME_OPEN: return open;
    case TIME_PAUSED: return paused;
    case TIME_IDLE: return idle;
    case TIME_IDLE_WAITING: return waiting;
    case TIME_BUSY_SHARE: return share(open - idle - waiting, open);
    case TIME_IDLE_WAITING_SHARE: return share(waiting, open);
    case TIME_PAUSE_MEAN: return share(paused, group->counts[COUNT_PAUSES]);
    case TIME_PAUSED_SHARE: return share(paused, open + paused);
    }
    return NAN;
}

/* ------------------------------------------------------------------ the table */

static const struct report_column columns[] = {
    {"issued", SHEET_COUNT, count_of, COUNT_ISSUED, WANT_ENTERED},
    {"carried_in", SHEET_COUNT, count_of, COUNT_CARRIED_IN, WANT_ENTERED},
    {"called", SHEET_COUNT, count_of, COUNT_CALLED, WANT_CALLED},
    {"served", SHEET_COUNT, count_of, COUNT_SERVED, WANT_ENDED},
    {"no_show", SHEET_COUNT, count_of, COUNT_NO_SHOW, WANT_ENDED},
    {"cancelled", SHEET_COUNT, count_of, COUNT_CANCELLED, WANT_ENDED},
    {"expired", SHEET_COUNT, count_of, COUNT_EXPIRED, WANT_ENDED},
    {"carried_over", SHEET_COUNT, count_of, COUNT_CARRIED_OVER, WANT_ENDED},
    {"missed", SHEET_COUNT, count_of, COUNT_LEFT_NO_SHOW, WANT_LEFT},
    {"no_show_share", SHEET_SHARE, no_show_share, 0, WANT_ENDED | WANT_LEFT | WANT_CALLED},
    {"held", SHEET_COUNT, count_of, COUNT_HELD, WANT_LEFT},
    {"transferred", SHEET_COUNT, count_of, COUNT_TRANSFERRED, WANT_LEFT},
    {"done", SHEET_COUNT, count_of, COUNT_OUTCOME, WANT_OUTCOMES},
    {"accepted", SHEET_COUNT, count_of, COUNT_OUTCOME + 1, WANT_OUTCOMES},
    {"correction", SHEET_COUNT, count_of, COUNT_OUTCOME + 2, WANT_OUTCOMES},
    {"refused", SHEET_COUNT, count_of, COUNT_OUTCOME + 3, WANT_OUTCOMES},
    {"reported", SHEET_COUNT, count_of, COUNT_OUTCOME + 4, WANT_OUTCOMES},
    {"services", SHEET_COUNT, rating_of, RATING_SERVICES, WANT_RATINGS},
    {"rated_active", SHEET_COUNT, rating_of, RATING_ACTIVE_COUNT, WANT_RATINGS},
    {"level5", SHEET_COUNT, count_of, COUNT_RATED_ACTIVE + 5, WANT_RATINGS},
    {"level4", SHEET_COUNT, count_of, COUNT_RATED_ACTIVE + 4, WANT_RATINGS},
    {"level3", SHEET_COUNT, count_of, COUNT_RATED_ACTIVE + 3, WANT_RATINGS},
    {"level2", SHEET_COUNT, count_of, COUNT_RATED_ACTIVE + 2, WANT_RATINGS},
    {"level1", SHEET_COUNT, count_of, COUNT_RATED_ACTIVE + 1, WANT_RATINGS},
    {"rated_default", SHEET_COUNT, count_of, COUNT_RATED_DEFAULT, WANT_RATINGS},
    {"rated_none", SHEET_COUNT, count_of, COUNT_RATED_NONE, WANT_RATINGS},
    {"bad", SHEET_COUNT, rating_of, RATING_BAD_COUNT, WANT_RATINGS},
    {"rated_share", SHEET_SHARE, rating_of, RATE_RATED, WANT_RATINGS},
    {"active_share", SHEET_SHARE, rating_of, RATE_ACTIVE, WANT_RATINGS},
    {"unrated_share", SHEET_SHARE, rating_of, RATE_UNRATED, WANT_RATINGS},
    {"good_share", SHEET_SHARE, rating_of, RATE_GOOD, WANT_RATINGS},
    {"good_active_share", SHEET_SHARE, rating_of, RATE_GOOD_ACTIVE, WANT_RATINGS},
    {"bad_share", SHEET_SHARE, rating_of, RATE_BAD, WANT_RATINGS},
    {"wait_count", SHEET_COUNT, duration_count, DURATION_WAIT, WANT_WAIT},
    {"wait_mean", SHEET_SECONDS, mean_of, DURATION_WAIT, WANT_WAIT},
    {"wait_p50", SHEET_SECONDS, p50_of, DURATION_WAIT, WANT_WAIT},
    {"wait_p90", SHEET_SECONDS, p90_of, DURATION_WAIT, WANT_WAIT},
    {"wait_p95", SHEET_SECONDS, p95_of, DURATION_WAIT, WANT_WAIT},
    {"wait_max", SHEET_SECONDS, max_of, DURATION_WAIT, WANT_WAIT},
    {"wait_over", SHEET_COUNT, over_count, DURATION_WAIT, WANT_WAIT | WANT_TARGETS},
    {"wait_over_share", SHEET_SHARE, over_share, DURATION_WAIT, WANT_WAIT | WANT_TARGETS},
    {"wait_to_5", SHEET_COUNT, spread_of, 0, WANT_WAIT | WANT_TARGETS},
    {"wait_to_10", SHEET_COUNT, spread_of, 1, WANT_WAIT | WANT_TARGETS},
    {"wait_to_20", SHEET_COUNT, spread_of, 2, WANT_WAIT | WANT_TARGETS},
    {"wait_to_30", SHEET_COUNT, spread_of, 3, WANT_WAIT | WANT_TARGETS},
    {"wait_to_60", SHEET_COUNT, spread_of, 4, WANT_WAIT | WANT_TARGETS},
    {"wait_longer", SHEET_COUNT, spread_of, 5, WANT_WAIT | WANT_TARGETS},
    {"walk_count", SHEET_COUNT, duration_count, DURATION_WALK, WANT_WALK},
    {"walk_mean", SHEET_SECONDS, mean_of, DURATION_WALK, WANT_WALK},
    {"walk_p50", SHEET_SECONDS, p50_of, DURATION_WALK, WANT_WALK},
    {"walk_p90", SHEET_SECONDS, p90_of, DURATION_WALK, WANT_WALK},
    {"walk_p95", SHEET_SECONDS, p95_of, DURATION_WALK, WANT_WALK},
    {"walk_max", SHEET_SECONDS, max_of, DURATION_WALK, WANT_WALK},
    {"service_mean", SHEET_SECONDS, mean_of, DURATION_SERVICE, WANT_SERVICE},
    {"service_p50", SHEET_SECONDS, p50_of, DURATION_SERVICE, WANT_SERVICE},
    {"service_p90", SHEET_SECONDS, p90_of, DURATION_SERVICE, WANT_SERVICE},
    {"service_p95", SHEET_SECONDS, p95_of, DURATION_SERVICE, WANT_SERVICE},
    {"service_max", SHEET_SECONDS, max_of, DURATION_SERVICE, WANT_SERVICE},
    {"open", SHEET_SECONDS, time_of, TIME_OPEN, WANT_SPANS},
    {"paused", SHEET_SECONDS, time_of, TIME_PAUSED, WANT_SPANS},
    {"idle", SHEET_SECONDS, time_of, TIME_IDLE, WANT_SPANS},
    {"idle_waiting", SHEET_SECONDS, time_of, TIME_IDLE_WAITING, WANT_SPANS},
    {"busy_share", SHEET_SHARE, time_of, TIME_BUSY_SHARE, WANT_SPANS},
    {"idle_waiting_share", SHEET_SHARE, time_of, TIME_IDLE_WAITING_SHARE, WANT_SPANS},
    {"pauses", SHEET_COUNT, count_of, COUNT_PAUSES, WANT_SPANS},
    {"pause_mean", SHEET_SECONDS, time_of, TIME_PAUSE_MEAN, WANT_SPANS},
    {"paused_share", SHEET_SHARE, time_of, TIME_PAUSED_SHARE, WANT_SPANS},
};

const struct report_column *report_column(const char *key)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (strcmp(columns[i].key, key) == 0) {
            return &columns[i];
        }
    }
    return NULL;
}

/* Tickets that nobody called were at no window; windows' time belongs to no ticket. */
bool report_column_fits(const struct report_column *column, enum image_axis by)
{
    bool at_window = by == IMAGE_BY_WINDOW || by == IMAGE_BY_CLERK;
    bool of_ticket = by == IMAGE_BY_ITEM || by == IMAGE_BY_CATEGORY || by == IMAGE_BY_PRIORITY;
    bool uncalled = column->value == count_of &&
                    (column->which == COUNT_ISSUED || column->which == COUNT_CARRIED_IN ||
                     column->which == COUNT_CANCELLED || column->which == COUNT_EXPIRED ||
                     column->which == COUNT_CARRIED_OVER);
    return !(at_window && uncalled) && !(of_ticket && (column->want & WANT_SPANS) != 0);
}
