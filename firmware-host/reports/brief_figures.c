/* brief_figures.c: findings from the day's figures: volume, waits, idle windows, no-shows, reviews.
 * See brief.h. */
#include "reports/brief_private.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ volume */

enum { WEEKS = 8, DAY_MS = 24 * 3600 * 1000 };
/* What a manager would call much more or much less than usual; shares that want attention. */
static const double UNUSUAL = 0.15, OVER_MUCH = 0.10, IDLE_MUCH = 0.05, MISSED_MUCH = 0.10;

static int32_t days_before(int32_t day, int days)
{
    return wall_day(wall_after(wall_day_start(day), -(int64_t)days * DAY_MS + DAY_MS / 2));
}

/* Mean of the same weekday in the weeks before; the number of such days in *count. */
static double usual_volume(struct brief_making *making, size_t *count)
{
    struct image_answer days;
    int32_t day = making->question->day;
    double sum = 0;
    *count = 0;
    if (brief_ask(making, IMAGE_BY_DAY, days_before(day, 7 * WEEKS), days_before(day, 1),
                  WANT_ENTERED, &days) < 0) {
        return 0;
    }
    for (size_t i = 0; i < days.count; i++) {
        uint32_t issued = days.groups[i].counts[COUNT_ISSUED];
        if (wall_weekday((int32_t)days.groups[i].key) == wall_weekday(day) && issued > 0) {
            sum += issued;
            ++*count;
        }
    }
    image_answer_finish(&days);
    return *count > 0 ? sum / (double)*count : 0;
}

void brief_volume(struct brief_making *making)
{
    size_t weeks;
    double issued = making->hall.total.counts[COUNT_ISSUED];
    double usual = usual_volume(making, &weeks);
    struct saying saying = {0};
    saying_count(&saying, "issued", issued);
    saying_count(&saying, "services", brief_figure(&making->hall.total, "services"));
    if (issued == 0) {
        brief_say(making, "volume", BRIEF_LOOK, "volume.none", issued, NULL, &saying);
        return;
    }
    if (weeks == 0) {
        brief_say(making, "volume", BRIEF_FINE, "volume", issued, NULL, &saying);
        return;
    }
    double change = issued / usual - 1;
    char weekday[32];
    snprintf(weekday, sizeof weekday, "brief.weekday.%d", wall_weekday(making->question->day));
    saying_count(&saying, "weeks", (double)weeks);
    saying_part(making, &saying, "weekday", weekday);
    saying_count(&saying, "usual", usual);
    saying_percent(&saying, "change", fabs(change));
    const char *key = fabs(change) < 0.0005 ? "volume.same"
                      : change > 0          ? "volume.more"
                                            : "volume.less";
    brief_say(making, "volume", fabs(change) > UNUSUAL ? BRIEF_LOOK : BRIEF_FINE, key, issued,
              change > UNUSUAL ? "volume" : NULL, &saying);
}

/* ------------------------------------------------------------------ waits */

static double over_share(const struct image_group *group)
{
    return brief_figure(group, "wait_over_share");
}

/* The hour in which people had waited longest, on the average; -1 = none. */
static int worst_hour(struct brief_making *making, double *mean)
{
    struct image_answer hours;
    int day = making->question->day, worst = -1;
    *mean = 0;
    if (brief_ask(making, IMAGE_BY_HOUR, day, day, WANT_WAIT, &hours) < 0) {
        return -1;
    }
    for (size_t i = 0; i < hours.count; i++) {
        double own = brief_figure(&hours.groups[i], "wait_mean");
        if (!isnan(own) && own > *mean) {
            *mean = own;
            worst = (int)hours.groups[i].key;
        }
    }
    image_answer_finish(&hours);
    return worst;
}

/* Names the category in which most waits passed their target. */
static bool worst_category(struct brief_making *making, struct saying *saying)
{
    struct image_answer categories;
    const struct brief_question *question = making->question;
    if (brief_ask(making, IMAGE_BY_CATEGORY, question->day, question->day,
                  WANT_WAIT | WANT_TARGETS, &categories) < 0) {
        return false;
    }
    const struct image_group *worst = NULL;
    for (size_t i = 0; i < categories.count; i++) {
        const struct image_group *group = &categories.groups[i];
        uint64_t over = group->durations[DURATION_WAIT].over_target;
        if (over > 0 && (worst == NULL || over > worst->durations[DURATION_WAIT].over_target)) {
            worst = group;
        }
    }
    if (worst != NULL) {
        const char *code = image_code(question->image, IMAGE_CATEGORIES, (uint16_t)worst->key);
        struct ledger_name name = ledger_category(question->site, code);
        saying_name(saying, "category", name.zh, name.en);
        saying_count(saying, "over", (double)worst->durations[DURATION_WAIT].over_target);
        saying_percent(saying, "over_share", over_share(worst));
    }
    image_answer_finish(&categories);
    return worst != NULL;
}

void brief_waits(struct brief_making *making)
{
    const struct image_group *hall = &making->hall.total;
    struct saying saying = {0};
    double mean_of_worst, count = brief_figure(hall, "wait_count"), over = over_share(hall);
    if (count == 0) {
        return;
    }
    saying_count(&saying, "count", count);
    saying_minutes(&saying, "mean", brief_figure(hall, "wait_mean"));
    saying_minutes(&saying, "p50", brief_figure(hall, "wait_p50"));
    saying_minutes(&saying, "p90", brief_figure(hall, "wait_p90"));
    int hour = worst_hour(making, &mean_of_worst);
    char text[40];
    snprintf(text, sizeof text, "%02d:00–%02d:00", hour, hour + 1);
    saying_text(&saying, "hour", text);
    snprintf(text, sizeof text, "%02d:00", hour);
    saying_text(&saying, "begin", text);
    saying_minutes(&saying, "hour_mean", mean_of_worst);
    bool named = worst_category(making, &saying);
    bool much = !isnan(over) && over > OVER_MUCH;
    saying_percent(&saying, "all_over", isnan(over) ? 0 : over);
    brief_say(making, "waits", much ? BRIEF_ACT : BRIEF_FINE,
              named ? "waits.over" : "waits", count, much && named ? "waits" : NULL, &saying);
}

/* ------------------------------------------------------------------ idle while people wait */

void brief_idle(struct brief_making *making)
{
    struct image_answer windows;
    const struct image_group *hall = &making->hall.total, *worst = NULL;
    int32_t day = making->question->day;
    double idle = brief_figure(hall, "idle_waiting");
    double share = brief_figure(hall, "idle_waiting_share");
    if (isnan(share) || idle < 60 ||
        brief_ask(making, IMAGE_BY_WINDOW, day, day, WANT_SPANS, &windows) < 0) {
        return;
    }
    for (size_t i = 0; i < windows.count; i++) {
        if (worst == NULL || windows.groups[i].idle_waiting_ms > worst->idle_waiting_ms) {
            worst = &windows.groups[i];
        }
    }
    if (worst != NULL) {
        struct saying saying = {0};
        saying_minutes(&saying, "idle", idle);
        saying_percent(&saying, "share", share);
        brief_window(making, &saying, "window", (uint16_t)worst->key);
        saying_minutes(&saying, "most", brief_figure(worst, "idle_waiting"));
        bool much = share > IDLE_MUCH;
        brief_say(making, "idle", much ? BRIEF_LOOK : BRIEF_FINE, "idle", 0,
                  much ? "idle" : NULL, &saying);
    }
    image_answer_finish(&windows);
}

/* ------------------------------------------------------------------ no-shows and reviews */

void brief_no_shows(struct brief_making *making)
{
    const struct image_group *hall = &making->hall.total;
    double share = brief_figure(hall, "no_show_share");
    struct saying saying = {0};
    if (isnan(share)) {
        return;
    }
    double final = brief_figure(hall, "no_show");
    saying_count(&saying, "final", final);
    saying_count(&saying, "missed", brief_figure(hall, "missed"));
    saying_percent(&saying, "share", share);
    saying_count(&saying, "cancelled", brief_figure(hall, "cancelled"));
    bool much = share > MISSED_MUCH;
    brief_say(making, "no_shows", much ? BRIEF_LOOK : BRIEF_FINE, "no_shows", final,
              much ? "no_shows" : NULL, &saying);
}

enum { NAMED = 5 };

/* The numbers of the first few bad reviews, to be found again. */
static void name_bad(const struct brief_making *making, struct saying *saying)
{
    char text[SAYING_TEXT] = "";
    size_t used = 0, named = 0;
    for (size_t i = 0; i < making->count && named < NAMED; i++) {
        const struct moment *m = &making->moments[i];
        if (m->kind == EVENT_TICKET_RATED && m->active && !m->undone && m->level >= 1 &&
            m->level <= 2) {
            text_append(text, sizeof text, &used, "%s%s", named > 0 ? ", " : "", m->number);
            named++;
        }
    }
    saying_text(saying, "numbers", text);
}

void brief_reviews(struct brief_making *making)
{
    const struct image_group *hall = &making->hall.total;
    double services = brief_figure(hall, "services"), bad = brief_figure(hall, "bad");
    double active = brief_figure(hall, "rated_active");
    struct saying saying = {0};
    if (services == 0) {
        return;
    }
    saying_count(&saying, "active", active);
    saying_percent(&saying, "active_share", brief_figure(hall, "active_share"));
    if (active == 0) {
        brief_say(making, "reviews", BRIEF_LOOK, "reviews.none", 0, "reviews.none", &saying);
        return;
    }
    saying_percent(&saying, "good", brief_figure(hall, "good_active_share"));
    saying_count(&saying, "bad", bad);
    name_bad(making, &saying);
    brief_say(making, "reviews", bad > 0 ? BRIEF_ACT : BRIEF_FINE,
              bad > 0 ? "reviews.bad" : "reviews", bad, bad > 0 ? "reviews" : NULL, &saying);
}
