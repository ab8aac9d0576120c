/* day.c: see day.h. */
#include "sim/day.h"

#include "sim/dice.h"

#include <math.h>
#include <stdlib.h>

enum { POPULAR = 4, LAST_MINUTES = 20, SLICE_S = 60 };
/* Share of the windows' time that visitors take. */
static const double LOAD = 0.77;

size_t day_periods(const struct site *site, int32_t day, struct day_period out[DAY_PERIODS])
{
    uint16_t from, to;
    if (!site_day_open(site, day, &from, &to)) {
        return 0;
    }
    size_t count = 0;
    unsigned today = 1u << wall_weekday(day);
    for (size_t i = 0; i < site->period_count && count < DAY_PERIODS; i++) {
        if (site->periods[i].weekdays & today) {
            out[count++] = (struct day_period){site->periods[i].from_min * 60,
                                               site->periods[i].to_min * 60};
        }
    }
    if (count == 0) { /* a weekend day that is worked: one period from opening to closing */
        out[count++] = (struct day_period){from * 60, to * 60};
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0 && out[j].from_s < out[j - 1].from_s; j--) {
            struct day_period swap = out[j];
            out[j] = out[j - 1];
            out[j - 1] = swap;
        }
    }
    return count;
}

static double bell(double at_min, double middle, double width)
{
    double x = (at_min - middle) / width;
    return exp(-x * x);
}

/* How eager people are to come, at a minute after the beginning of a period. */
static double eagerness(size_t period, double at_min, double length_min)
{
    double base = period == 0 ? 0.7 + 0.9 * bell(at_min, 60, 45) : 0.6 + 0.5 * bell(at_min, 70, 60);
    double left = length_min - at_min;
    return left < 45 ? base * (0.3 + 0.7 * left / 45) : base;
}

/* A moment of the day: a slice drawn by eagerness, a second within it. */
static int32_t draw_moment(struct dice *dice, const struct day_period *periods, size_t count)
{
    double total = 0;
    for (size_t p = 0; p < count; p++) {
        for (int32_t s = periods[p].from_s; s < periods[p].to_s; s += SLICE_S) {
            total += eagerness(p, (s - periods[p].from_s) / 60.0,
                               (periods[p].to_s - periods[p].from_s) / 60.0);
        }
    }
    double drawn = dice_unit(dice) * total;
    for (size_t p = 0; p < count; p++) {
        for (int32_t s = periods[p].from_s; s < periods[p].to_s; s += SLICE_S) {
            drawn -= eagerness(p, (s - periods[p].from_s) / 60.0,
                               (periods[p].to_s - periods[p].from_s) / 60.0);
            if (drawn <= 0) {
                return s + (int32_t)dice_between(dice, 0, SLICE_S - 1);
            }
        }
    }
    return periods[count - 1].to_s - 1;
}

/* Services of a category that the windows can give in `seconds`: a window that serves many
 * shares its time among them by weight. */
static double capacity_of(const struct site *site, uint16_t category, double seconds)
{
    double services = 0;
    for (size_t w = 0; w < site->window_count; w++) {
        const struct site_window *window = &site->windows[w];
        double all = 0, mine = 0;
        for (size_t s = 0; s < window->serves_count; s++) {
            all += window->serves[s].weight;
            mine += window->serves[s].category == category ? window->serves[s].weight : 0;
        }
        if (all > 0) {
            services += mine / all * seconds / site->categories[category].service_s;
        }
    }
    return services;
}

static double item_weight(const struct site_item *item, uint16_t category)
{
    return item->category != category ? 0 : item->popular ? POPULAR : 1;
}

static uint16_t draw_item(const struct site *site, struct dice *dice, uint16_t category)
{
    double total = 0;
    uint16_t last = UINT16_MAX;
    for (size_t i = 0; i < site->item_count; i++) {
        total += item_weight(&site->items[i], category);
    }
    double drawn = dice_unit(dice) * total;
    for (size_t i = 0; i < site->item_count; i++) {
        double weight = item_weight(&site->items[i], category);
        drawn -= weight;
        if (weight > 0) {
            last = (uint16_t)i;
            if (drawn <= 0) {
                break;
            }
        }
    }
    return last;
}

static int by_arrival(const void *a, const void *b)
{
    const struct day_visitor *x = a, *y = b;
    if (x->arrives.ms != y->arrives.ms) {
        return x->arrives.ms < y->arrives.ms ? -1 : 1;
    }
    return (int)x->item - (int)y->item;
}

size_t day_plan(const struct site *site, int32_t day, uint64_t seed, int32_t until_s,
                struct day_visitor *out, size_t capacity)
{
    struct day_period periods[DAY_PERIODS];
    size_t period_count = day_periods(site, day, periods), count = 0;
    struct dice dice;
    dice_init(&dice, seed + (uint64_t)day, "visitors");
    double seconds = 0;
    for (size_t p = 0; p < period_count; p++) {
        seconds += periods[p].to_s - periods[p].from_s;
    }
    int32_t last_s = period_count > 0 ? periods[period_count - 1].to_s - LAST_MINUTES * 60 : 0;
    last_s = until_s >= 0 && until_s < last_s ? until_s : last_s;
    for (uint16_t c = 0; period_count > 0 && c < site->category_count; c++) {
        double wanted = capacity_of(site, c, seconds) * LOAD;
        size_t many = (size_t)(wanted + dice_unit(&dice));
        for (size_t i = 0; i < many && count < capacity; i++) {
            uint16_t item = draw_item(site, &dice, c);
            int32_t at_s = draw_moment(&dice, periods, period_count);
            if (item != UINT16_MAX && at_s <= last_s) {
                out[count++] = (struct day_visitor){
                    wall_after(wall_day_start(day), at_s * 1000LL), item};
            }
        }
    }
    qsort(out, count, sizeof *out, by_arrival);
    return count;
}
