/* crowd.c: see crowd.h: planning the day, the eyes on the boards, the slips, the step. */
#include "sim/people.h"

#define LOG_MODULE "crowd"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AFTER_CLOSING_S = 6000, LIGHTS_OUT_S = 1800, LIGHTS_OUT_MS = 20000 };
enum { NO_SHOW_PERCENT = 4, RATES_PERCENT = 70 };

wall_t crowd_later(const struct crowd *crowd, double hall_s, int64_t real_ms)
{
    double ms = hall_s * 1000.0, least = (double)real_ms * crowd->speed;
    return wall_after(crowd->now, (int64_t)(ms > least ? ms : least));
}

bool crowd_is_due(const struct crowd *crowd, wall_t due)
{
    return wall_between(due, crowd->now) >= 0;
}

int crowd_holder(const struct crowd *crowd, const char *number)
{
    for (size_t i = 0; i < crowd->active_count; i++) {
        const struct visitor *v = &crowd->visitors[crowd->active[i]];
        if (v->state != VISITOR_GONE && strcmp(v->number, number) == 0) {
            return crowd->active[i];
        }
    }
    return NOBODY;
}

/* ------------------------------------------------------------------ the day */

/* Mostly very satisfied, some satisfied, one or two in a hundred bad. */
static int8_t draw_level(struct dice *dice)
{
    static const struct {
        double percent;
        int8_t level;
    } levels[] = {{74, 5}, {19, 4}, {5.5, 3}, {1.0, 2}, {0.5, 1}};
    double drawn = dice_unit(dice) * 100.0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        drawn -= levels[i].percent;
        if (drawn <= 0) {
            return levels[i].level;
        }
    }
    return 5;
}

static struct visitor new_visitor(struct crowd *crowd, wall_t arrives, uint16_t item)
{
    return (struct visitor){
        .arrives = arrives,
        .due = arrives,
        .item = item,
        .panel = NOBODY,
        .never_comes = dice_chance(&crowd->dice, NO_SHOW_PERCENT),
        .will_rate = dice_chance(&crowd->dice, RATES_PERCENT),
        .level = draw_level(&crowd->dice),
    };
}

static int plan_visitors(struct crowd *crowd)
{
    struct day_visitor *plan = calloc(DAY_VISITORS, sizeof *plan);
    crowd->visitors = calloc(DAY_VISITORS, sizeof *crowd->visitors);
    crowd->active = calloc(DAY_VISITORS, sizeof *crowd->active);
    if (plan == NULL || crowd->visitors == NULL || crowd->active == NULL) {
        free(plan);
        return -1;
    }
    const struct crowd_settings *s = &crowd->settings;
    crowd->count = day_plan(crowd->site, s->day, s->seed, s->until_s, plan, DAY_VISITORS);
    for (size_t i = 0; i < crowd->count; i++) {
        crowd->visitors[i] = new_visitor(crowd, plan[i].arrives, plan[i].item);
    }
    free(plan);
    /* Who would have come before the play began does not come. */
    while (crowd->entered < crowd->count &&
           wall_between(crowd->visitors[crowd->entered].arrives, wall_now()) > 0) {
        crowd->visitors[crowd->entered++].state = VISITOR_GONE;
    }
    return 0;
}

static void find_panels(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->site->device_count; i++) {
        const struct site_device *d = &crowd->site->devices[i];
        struct sim_device *device = stage_device(crowd->settings.stage, d->name);
        if (device != NULL && device->profile->kind == DEVICE_PANEL &&
            crowd->panel_count < PEOPLE_PANELS) {
            crowd->panels[crowd->panel_count++] = (struct panel){device, d->group, NOBODY, 0};
        }
    }
}

static int seat_clerks(struct crowd *crowd)
{
    crowd->clerks = calloc(crowd->site->window_count + 1, sizeof *crowd->clerks);
    if (crowd->clerks == NULL) {
        return -1;
    }
    for (size_t i = 0; i < crowd->site->window_count; i++) {
        struct clerk *clerk = &crowd->clerks[crowd->clerk_count];
        struct stage *stage = crowd->settings.stage;
        clerk->window = &crowd->site->windows[i];
        clerk->visitor = NOBODY;
        clerk->pad = stage_at_window(stage, clerk->window->number, DEVICE_PAD);
        clerk->board = stage_at_window(stage, clerk->window->number, DEVICE_BOARD);
        clerk->evaluator = stage_at_window(stage, clerk->window->number, DEVICE_EVALUATOR);
        if (clerk->evaluator == NULL) {
            clerk->evaluator =
                stage_at_window(stage, clerk->window->number, DEVICE_TOUCH_EVALUATOR);
        }
        int64_t opens_s = crowd->periods[0].from_s + dice_between(&crowd->dice, 0, 60);
        clerk->due = wall_after(wall_day_start(crowd->settings.day), opens_s * 1000);
        crowd->clerk_count += clerk->pad != NULL; /* without a pad nobody can work here */
    }
    return 0;
}

struct crowd *crowd_create(const struct crowd_settings *settings)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);
    if (crowd == NULL) {
        return NULL;
    }
    crowd->settings = *settings;
    crowd->site = stage_site(settings->stage);
    crowd->speed = hall_clock_speed();
    crowd->period_count = day_periods(crowd->site, settings->day, crowd->periods);
    dice_init(&crowd->dice, settings->seed, "crowd");
    if (crowd->period_count == 0 || plan_visitors(crowd) < 0 || seat_clerks(crowd) < 0) {
        crowd_destroy(crowd);
        return NULL;
    }
    find_panels(crowd);
    int64_t closing_s = crowd->periods[crowd->period_count - 1].to_s;
    if (settings->until_s >= 0 && settings->until_s < closing_s) {
        closing_s = settings->until_s;
    }
    crowd->closing = wall_after(wall_day_start(settings->day), closing_s * 1000);
    crowd->last_chance = wall_after(crowd->closing, AFTER_CLOSING_S * 1000LL);
    crowd->now = crowd->last_chance;
    crowd->lights_out = crowd_later(crowd, LIGHTS_OUT_S, LIGHTS_OUT_MS);
    return crowd;
}

void crowd_destroy(struct crowd *crowd)
{
    if (crowd == NULL) {
        return;
    }
    free(crowd->visitors);
    free(crowd->active);
    free(crowd->clerks);
    free(crowd);
}

size_t crowd_size(const struct crowd *crowd)
{
    return crowd->count;
}

int crowd_visitor(struct crowd *crowd, uint16_t item)
{
    if (crowd->count == DAY_VISITORS) {
        return -1;
    }
    /* Kept in order of arrival: the newcomer stands before those who are still to come. */
    struct visitor *at = &crowd->visitors[crowd->entered];
    memmove(at + 1, at, (crowd->count - crowd->entered) * sizeof *at);
    *at = new_visitor(crowd, wall_now(), item);
    at->never_comes = false;
    crowd->count++;
    return 0;
}

/* ------------------------------------------------------------------ slips */

static const char *group_of(const struct crowd *crowd, const char *printer)
{
    uint16_t index = site_device_index(crowd->site, printer);
    return index != UINT16_MAX ? crowd->site->devices[index].group : "";
}

/* Who stands before a printer of this group and has seen no number yet; the longest waiting. */
static int who_waits_for_paper(const struct crowd *crowd, const char *group)
{
    for (size_t i = 0; i < crowd->active_count; i++) {
        const struct visitor *v = &crowd->visitors[crowd->active[i]];
        if (v->state == VISITOR_CHOOSING && v->asked && v->number[0] == '\0' &&
            strcmp(crowd->panels[v->panel].group, group) == 0) {
            return crowd->active[i];
        }
    }
    return NOBODY;
}

void crowd_slip(struct crowd *crowd, const char *printer, const char *number, bool complete)
{
    if (number[0] == '\0' || !complete) {
        return;
    }
    int index = crowd_holder(crowd, number);
    if (index == NOBODY) {
        index = who_waits_for_paper(crowd, group_of(crowd, printer));
    }
    if (index == NOBODY) {
        return;
    }
    struct visitor *v = &crowd->visitors[index];
    if (v->number[0] == '\0') {
        snprintf(v->number, sizeof v->number, "%s", number);
        crowd->settings.totals->numbers++;
    }
    crowd->settings.totals->slips_missing -= v->gave_up_slip && !v->slip;
    v->slip = true;
}

/* ------------------------------------------------------------------ boards */

/* A pad without letters: the clerk calls the number aloud, for the series of this window. */
static void read_digits(const struct crowd *crowd, const struct clerk *clerk, const char *digits,
                        char number[LIMIT_NUMBER])
{
    for (size_t i = 0; i < crowd->active_count; i++) {
        const struct visitor *v = &crowd->visitors[crowd->active[i]];
        size_t length = strlen(v->number), tail = strlen(digits);
        uint16_t category = crowd->site->items[v->item].category;
        bool mine = false;
        for (size_t s = 0; s < clerk->window->serves_count; s++) {
            mine |= clerk->window->serves[s].category == category;
        }
        if (mine && v->state != VISITOR_GONE && length > tail &&
            strcmp(v->number + length - tail, digits) == 0) {
            memcpy(number, v->number, LIMIT_NUMBER);
            return;
        }
    }
}

static void read_number(const struct crowd *crowd, const struct clerk *clerk,
                        char number[LIMIT_NUMBER])
{
    struct sight sight;
    number[0] = '\0';
    const struct sim_device *devices[] = {clerk->board, clerk->pad};
    for (size_t i = 0; i < 2; i++) {
        if (devices[i] == NULL) {
            continue;
        }
        sim_device_look(devices[i], &sight);
        if (paper_find_number(sight.text, number)) {
            return;
        }
        if (i == 0 && sight.on && sight.text[0] != '\0') {
            return; /* the board works and shows no number */
        }
    }
    if (sight.text[0] >= '0' && sight.text[0] <= '9') {
        read_digits(crowd, clerk, sight.text, number);
    }
}

/* What each window shows now; who waits compares it with the own slip. */
static void watch_windows(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        read_number(crowd, &crowd->clerks[i], crowd->clerks[i].shown);
    }
}

/* ------------------------------------------------------------------ the step */

static void let_in(struct crowd *crowd)
{
    while (crowd->entered < crowd->count &&
           crowd_is_due(crowd, crowd->visitors[crowd->entered].arrives)) {
        crowd->visitors[crowd->entered].state = VISITOR_QUEUEING;
        crowd->visitors[crowd->entered].due = crowd->now;
        crowd->active[crowd->active_count++] = (int)crowd->entered++;
        crowd->settings.totals->visitors++;
    }
}

static void let_out(struct crowd *crowd)
{
    size_t kept = 0;
    for (size_t i = 0; i < crowd->active_count; i++) {
        if (crowd->visitors[crowd->active[i]].state != VISITOR_GONE) {
            crowd->active[kept++] = crowd->active[i];
        }
    }
    crowd->active_count = kept;
}

/* A controller that does not come back must not keep the hall open for ever. */
static void lock_doors(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->active_count; i++) {
        crowd->visitors[crowd->active[i]].state = VISITOR_GONE;
        crowd->settings.totals->walked_off++;
    }
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        crowd->clerks[i].state = CLERK_LEFT;
    }
}

static bool clerks_left(const struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        if (crowd->clerks[i].state != CLERK_LEFT) {
            return false;
        }
    }
    return true;
}

void crowd_step(struct crowd *crowd)
{
    crowd->now = wall_now();
    crowd->now_us = mono_now_us();
    let_in(crowd);
    bool over = crowd_is_due(crowd, crowd->closing) && clerks_left(crowd);
    if (over || crowd_is_due(crowd, crowd->lights_out)) {
        lock_doors(crowd); /* nobody is left who could serve those who are still here */
    }
    watch_windows(crowd);
    for (size_t i = 0; i < crowd->active_count; i++) {
        visitor_step(crowd, crowd->active[i]);
    }
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        clerk_step(crowd, &crowd->clerks[i]);
    }
    let_out(crowd);
}

bool crowd_is_gone(const struct crowd *crowd)
{
    return crowd->entered == crowd->count && crowd->active_count == 0 && clerks_left(crowd);
}
