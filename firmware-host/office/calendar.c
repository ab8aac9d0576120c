/* calendar.c: see calendar.h. */
#include "office/calendar.h"

bool calendar_works(const struct site *site, int32_t day)
{
    uint16_t from, to;
    return site_day_open(site, day, &from, &to);
}

int32_t calendar_add(const struct site *site, int32_t day, int32_t n)
{
    for (int walked = 0; n > 0 && walked < CALENDAR_DAYS; walked++) {
        day = day_next(day);
        n -= calendar_works(site, day) ? 1 : 0;
    }
    return n == 0 ? day : 0;
}

int32_t calendar_between(const struct site *site, int32_t from, int32_t to)
{
    if (to < from) {
        return -calendar_between(site, to, from);
    }
    int32_t count = 0;
    for (int walked = 0; from < to && walked < CALENDAR_DAYS; walked++) {
        from = day_next(from);
        count += calendar_works(site, from) ? 1 : 0;
    }
    return count;
}
