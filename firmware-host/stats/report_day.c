/* report_day.c: see report_day.h. A rate is a row: what is counted, of how many. */
#include "stats/report_day.h"

#include <inttypes.h>

static int64_t active(const struct figures *f)
{
    int64_t sum = 0;
    for (int level = 1; level <= 5; level++) {
        sum += f->rated_active[level];
    }
    return sum;
}

static int64_t rated(const struct figures *f)
{
    return active(f) + f->rated_default;
}

static int64_t unrated(const struct figures *f)
{
    return f->rated_none;
}

static int64_t services(const struct figures *f)
{
    return f->services;
}

static int64_t good_active(const struct figures *f)
{
    return active(f) - f->bad;
}

static int64_t good(const struct figures *f)
{
    return good_active(f) + f->rated_default;
}

static int64_t bad(const struct figures *f)
{
    return f->bad;
}

static int64_t no_show(const struct figures *f)
{
    return f->no_show;
}

static int64_t came(const struct figures *f)
{
    return (int64_t)f->issued + f->carried_in;
}

static int64_t open_time(const struct figures *f)
{
    return f->open_s;
}

static int64_t busy_time(const struct figures *f)
{
    return f->open_s - f->idle_s - f->idle_waiting_s;
}

static int64_t idle_waiting_time(const struct figures *f)
{
    return f->idle_waiting_s;
}

static const struct {
    const char *label;
    int64_t (*part)(const struct figures *);
    int64_t (*whole)(const struct figures *);
} rates[REPORT_DAY_ROWS] = {
    {"report.rate.rated", rated, services},
    {"report.rate.active", active, services},
    {"report.rate.unrated", unrated, services},
    {"report.rate.good", good, rated},
    {"report.rate.good_active", good_active, active},
    {"report.rate.bad", bad, rated},
    {"report.rate.no_show", no_show, came},
    {"report.rate.busy", busy_time, open_time},
    {"report.rate.idle_waiting", idle_waiting_time, open_time},
};

void report_day_rows(const struct figures *figures, struct report_row out[REPORT_DAY_ROWS])
{
    for (int i = 0; i < REPORT_DAY_ROWS; i++) {
        int64_t whole = rates[i].whole(figures);
        int64_t tenths = whole > 0 ? (rates[i].part(figures) * 1000 + whole / 2) / whole : 0;
        out[i].label = rates[i].label;
        if (whole > 0) {
            snprintf(out[i].value, sizeof out[i].value, "%" PRId64 ".%d %%", tenths / 10,
                     (int)(tenths % 10));
        } else {
            snprintf(out[i].value, sizeof out[i].value, "-");
        }
    }
}
