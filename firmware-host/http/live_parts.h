/* live_parts.h: the sections of the live page as JSON. (live_page.h) Thread: loop. */
#pragma once

#include "app/hall.h"
#include "http/live_day.h"

#include <jansson.h>

/* The day, the weekday that it is compared with, whether tickets can be taken. */
json_t *live_part_hall(const struct hall *hall, const struct live_figures *figures);
/* The four figures, each with its target and what it was on the compared day. */
json_t *live_part_tiles(const struct hall *hall, const struct live_figures *figures);
json_t *live_part_hours(const struct live_figures *figures);
/* One row a window: {number, busy: [percent or null for each hour]}. */
json_t *live_part_heat(const struct live_figures *figures, size_t window);
/* One window as it is now. */
json_t *live_part_window(const struct hall *hall, uint16_t number);
/* Devices that do not answer or report a fault. */
bool live_device_is_well(const struct hall *hall, uint16_t index);
