/* floor.c: see floor.h. */
#include "stats/floor.h"

#include <string.h>

/* Everywhere on earth the local hour changes at a multiple of this. */
enum { QUARTER_MS = 15 * 60 * 1000 };

struct floor_window *floor_window(struct floor *floor, uint16_t number)
{
    for (uint16_t i = 0; i < floor->window_count; i++) {
        if (floor->windows[i].number == number) {
            return &floor->windows[i];
        }
    }
    if (number == 0 || floor->window_count == FLOOR_WINDOWS) {
        return NULL;
    }
    struct floor_window *window = &floor->windows[floor->window_count++];
    *window = (struct floor_window){.number = number};
    return window;
}

/* Position of a category's bit, or -1. */
static int bit_of(struct floor *floor, uint16_t category)
{
    for (uint16_t i = 0; i < floor->bit_count; i++) {
        if (floor->bits[i] == category) {
            return i;
        }
    }
    if (category == CODE_NONE || floor->bit_count == LIMIT_CATEGORIES) {
        return -1;
    }
    floor->bits[floor->bit_count] = category;
    return floor->bit_count++;
}

uint64_t floor_category(struct floor *floor, uint16_t category)
{
    int bit = bit_of(floor, category);
    return bit < 0 ? 0 : UINT64_C(1) << bit;
}

void floor_waits(struct floor *floor, uint16_t category, uint16_t bound, int change)
{
    struct floor_window *window = floor_window(floor, bound);
    if (window != NULL) {
        window->bound += (uint32_t)change;
        return;
    }
    int bit = bit_of(floor, category);
    if (bit < 0) {
        return;
    }
    floor->waiting[bit] += (uint32_t)change;
    uint64_t mask = UINT64_C(1) << bit;
    floor->anybody = floor->waiting[bit] > 0 ? floor->anybody | mask : floor->anybody & ~mask;
}

/* ------------------------------------------------------------------ time */

static void pass_window(const struct floor *floor, struct floor_window *window, int hour,
                        int64_t ms)
{
    struct spans *spans = &window->hours[hour];
    if (!window->open) {
        return;
    }
    if (window->paused && !window->busy) {
        spans->paused += ms;
        return;
    }
    spans->open += ms;
    if (window->busy) {
        return;
    }
    if (window->bound > 0 || (window->serves & floor->anybody) != 0) {
        spans->idle_waiting += ms;
    } else {
        spans->idle += ms;
    }
}

/* Asking for the local hour is slow, and thousands of facts share a quarter of an hour. */
static int hour_of(struct floor *floor, wall_t at)
{
    int64_t quarter = at.ms / QUARTER_MS;
    if (quarter != floor->quarter) {
        floor->quarter = quarter;
        floor->hour = wall_hour(at);
    }
    return floor->hour;
}

void floor_pass(struct floor *floor, wall_t from, int64_t ms)
{
    while (ms > 0) {
        int64_t to_quarter = QUARTER_MS - from.ms % QUARTER_MS;
        int64_t piece = ms < to_quarter ? ms : to_quarter;
        int hour = hour_of(floor, from);
        for (uint16_t i = 0; i < floor->window_count; i++) {
            pass_window(floor, &floor->windows[i], hour, piece);
        }
        from = wall_after(from, piece);
        ms -= piece;
    }
}

void floor_gather(struct floor_window *window, struct groups *groups, struct rows *rows)
{
    for (int hour = 0; hour < HOURS_A_DAY; hour++) {
        const struct spans *spans = &window->hours[hour];
        if (spans->open == 0 && spans->paused == 0 && window->pauses[hour] == 0) {
            continue;
        }
        const struct place place = {
            .window = window->number, .clerk = window->clerk, .hour = (int8_t)hour};
        if (groups != NULL) {
            groups_spans(groups, &place, spans);
        }
        rows_span(rows, &place, spans, window->pauses[hour]);
    }
    memset(window->hours, 0, sizeof window->hours);
    memset(window->pauses, 0, sizeof window->pauses);
}
