/* site.c: look-ups in a configured hall, its opening days, its end. See site.h. */
#include "config/site.h"

#include "config/loaded.h"

#include <stdlib.h>
#include <string.h>

void site_destroy(struct site *site)
{
    struct loaded_site *loaded = (struct loaded_site *)site;
    if (loaded != NULL) {
        arena_finish(&loaded->arena);
        free(loaded);
    }
}

/* ------------------------------------------------------------------ look-ups */

/* Records begin with their code or name. */
static uint16_t index_of(const void *records, size_t count, size_t size, const char *code)
{
    const char *record = records;
    for (size_t i = 0; i < count; i++, record += size) {
        if (strcmp(*(const char *const *)(const void *)record, code) == 0) {
            return (uint16_t)i;
        }
    }
    return UINT16_MAX;
}

_Static_assert(offsetof(struct site_item, code) == 0, "look-ups read the code at the start");
_Static_assert(offsetof(struct site_category, code) == 0, "look-ups read the code at the start");
_Static_assert(offsetof(struct site_department, code) == 0, "look-ups read the code at the start");
_Static_assert(offsetof(struct site_device, name) == 0, "look-ups read the name at the start");

uint16_t site_item_index(const struct site *site, const char *code)
{
    return index_of(site->items, site->item_count, sizeof *site->items, code);
}

uint16_t site_category_index(const struct site *site, const char *code)
{
    return index_of(site->categories, site->category_count, sizeof *site->categories, code);
}

uint16_t site_device_index(const struct site *site, const char *name)
{
    return index_of(site->devices, site->device_count, sizeof *site->devices, name);
}

const struct site_window *site_window(const struct site *site, uint16_t number)
{
    for (size_t i = 0; i < site->window_count; i++) {
        if (site->windows[i].number == number) {
            return &site->windows[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ opening days */

static bool is_listed(const int32_t *days, size_t count, int32_t day)
{
    for (size_t i = 0; i < count; i++) {
        if (days[i] == day) {
            return true;
        }
    }
    return false;
}

/* First opening and last closing of a weekday; false when it has no period. */
static bool weekday_hours(const struct site *site, int weekday, uint16_t *from_min,
                          uint16_t *to_min)
{
    bool any = false;
    for (size_t i = 0; i < site->period_count; i++) {
        const struct site_period *period = &site->periods[i];
        if ((period->weekdays >> weekday & 1) == 0) {
            continue;
        }
        *from_min = !any || period->from_min < *from_min ? period->from_min : *from_min;
        *to_min = !any || period->to_min > *to_min ? period->to_min : *to_min;
        any = true;
    }
    return any;
}

/* A worked weekend has the hours of its own weekday when there are any, else those of the first
 * weekday from Monday on that has some. */
static bool workday_hours(const struct site *site, int weekday, uint16_t *from_min,
                          uint16_t *to_min)
{
    if (weekday_hours(site, weekday, from_min, to_min)) {
        return true;
    }
    for (int day = 1; day < 7; day++) {
        if (weekday_hours(site, day, from_min, to_min)) {
            return true;
        }
    }
    return false;
}

bool site_day_open(const struct site *site, int32_t day, uint16_t *from_min, uint16_t *to_min)
{
    uint16_t from = 0, to = 0;
    bool open;
    if (is_listed(site->workdays, site->workday_count, day)) {
        open = workday_hours(site, wall_weekday(day), &from, &to);
    } else {
        open = !is_listed(site->holidays, site->holiday_count, day) &&
               weekday_hours(site, wall_weekday(day), &from, &to);
    }
    if (open) {
        *from_min = from;
        *to_min = to;
    }
    return open;
}
