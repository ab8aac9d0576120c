/* image_axis.c: axes by name, and the dates of those that go by dates. See image_private.h. */
#include "stats/image_private.h"

#include <string.h>

static const char *const axis_names[IMAGE_AXES] = {
    [IMAGE_BY_ALL] = "all",
    [IMAGE_BY_DAY] = "day",
    [IMAGE_BY_WEEK] = "week",
    [IMAGE_BY_MONTH] = "month",
    [IMAGE_BY_ITEM] = "item",
    [IMAGE_BY_CATEGORY] = "category",
    [IMAGE_BY_DEPARTMENT] = "department",
    [IMAGE_BY_WINDOW] = "window",
    [IMAGE_BY_CLERK] = "clerk",
    [IMAGE_BY_HOUR] = "hour",
    [IMAGE_BY_PRIORITY] = "priority",
};

const char *image_axis_name(enum image_axis axis)
{
    return (unsigned)axis < IMAGE_AXES ? axis_names[axis] : NULL;
}

int image_axis_parse(const char *name, enum image_axis *out)
{
    for (int axis = 0; axis < IMAGE_AXES; axis++) {
        if (strcmp(name, axis_names[axis]) == 0) {
            *out = (enum image_axis)axis;
            return 0;
        }
    }
    return -1;
}

bool image_by_date(enum image_axis axis)
{
    return axis <= IMAGE_BY_MONTH;
}

/* Days since 0000-03-01 of the Gregorian calendar, and back. */
static int32_t day_number(int32_t day)
{
    int32_t month = day / 100 % 100, year = day / 10000 - (month <= 2);
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day % 100 - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + of_year;
}

static int32_t day_of_number(int32_t number)
{
    int32_t era = number / 146097, of_era = number % 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153, date = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    return (year + era * 400 + (month <= 2)) * 10000 + month * 100 + date;
}

uint32_t image_date_key(enum image_axis axis, int32_t day)
{
    int32_t number = day_number(day);
    switch (axis) {
    case IMAGE_BY_DAY: return (uint32_t)day;
    case IMAGE_BY_WEEK: /* 0000-03-01 was a Wednesday */
        return (uint32_t)day_of_number(number - (number + 2) % 7);
    case IMAGE_BY_MONTH: return (uint32_t)(day / 100 * 100);
    default: return 0;
    }
}
