/* live_parts.c: see live_parts.h. Times are given as times: a page counts the seconds itself, so
 * that time that passes is no change. */
#include "http/live_parts.h"

#include "http/route.h"

#include <string.h>

json_t *live_part_hall(const struct hall *hall, const struct live_figures *figures)
{
    uint16_t from = 0, to = 0;
    bool works = site_day_open(hall_site(hall), wall_day(wall_now()), &from, &to);
    return json_pack("{s:i,s:b,s:b,s:i,s:i,s:i}", "day",
                     figures->day != 0 ? figures->day : wall_day(wall_now()), "open",
                     engine_day(hall_engine(hall)) != 0, "can_write", hall_can_write(hall),
                     "compared_day", figures->compared_day, "from_hour", works ? from / 60 : 9,
                     "to_hour", works ? (to + 59) / 60 : 17);
}

/* ------------------------------------------------------------------ four figures */

static json_t *compared(const struct live_figures *figures, int64_t value)
{
    return figures->compared_day != 0 && figures->compared.known ? json_integer(value)
                                                                 : json_null();
}

static json_t *issued(const struct live_figures *figures)
{
    return json_pack("{s:i,s:i,s:i,s:o}", "count", (int)figures->issued, "carried_in",
                     (int)figures->carried_in, "services", (int)figures->services, "compared",
                     compared(figures, figures->compared.issued));
}

/* Who waits now, whose wait is longest, and how many wait longer than their target. */
static json_t *waiting(const struct hall *hall, const struct live_figures *figures)
{
    const struct site *site = hall_site(hall);
    const struct engine *engine = hall_engine(hall);
    const struct ticket *longest = NULL;
    uint32_t count = 0;
    for (uint16_t c = 0; engine_category(engine, c) != NULL; c++) {
        const struct ticket *ticket = engine_longest_wait(engine, c);
        count += engine_waiting(engine, c);
        if (ticket != NULL &&
            (longest == NULL || ticket->waiting_since.ms < longest->waiting_since.ms)) {
            longest = ticket;
        }
    }
    json_t *out = json_pack("{s:i,s:o}", "count", (int)count, "compared",
                            compared(figures, figures->compared.waiting));
    const struct plan_category *category =
        longest != NULL ? engine_category(engine, longest->category) : NULL;
    uint16_t index = category != NULL ? site_category_index(site, category->code) : UINT16_MAX;
    json_object_set_new(out, "since", longest != NULL ? json_of_time(longest->waiting_since)
                                                      : json_null());
    json_object_set_new(out, "number", longest != NULL ? json_string(longest->number)
                                                       : json_null());
    json_object_set_new(out, "category", index != UINT16_MAX
                                             ? json_of_words(&site->categories[index].name)
                                             : json_null());
    json_object_set_new(out, "target", index != UINT16_MAX
                                           ? json_integer(site->categories[index].target_wait_s)
                                           : json_null());
    return out;
}

static json_t *waits(const struct live_figures *figures)
{
    return json_pack("{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:o}", "count", (int)figures->wait_count, "mean",
                     figures->wait_s, "p50", figures->p50_s, "p90", figures->p90_s, "target",
                     figures->target_s, "over", (int)figures->over_target, "with_target",
                     (int)figures->with_target, "compared",
                     compared(figures, figures->compared.wait_count > 0 ? figures->compared.wait_s
                                                                        : 0));
}

bool live_device_is_well(const struct hall *hall, uint16_t index)
{
    enum { FAULTS = STATUS_OFFLINE | STATUS_COVER_OPEN | STATUS_PAPER_END | STATUS_CUTTER |
                    STATUS_ERROR | STATUS_PANEL_FAULT };
    struct hall_device device;
    hall_device(hall, index, &device);
    return (device.health == HEALTH_OK || device.health == HEALTH_UNKNOWN) &&
           (device.status & FAULTS) == 0;
}

static json_t *devices(const struct hall *hall)
{
    int well = 0, all = (int)hall_site(hall)->device_count;
    for (uint16_t i = 0; i < all; i++) {
        well += live_device_is_well(hall, i) ? 1 : 0;
    }
    return json_pack("{s:i,s:i}", "well", well, "all", all);
}

json_t *live_part_tiles(const struct hall *hall, const struct live_figures *figures)
{
    return json_pack("{s:o,s:o,s:o,s:o}", "issued", issued(figures), "waiting",
                     waiting(hall, figures), "wait", waits(figures), "devices", devices(hall));
}

/* ------------------------------------------------------------------ over the day */

json_t *live_part_hours(const struct live_figures *figures)
{
    json_t *list = json_array();
    for (int hour = 0; hour < LIVE_HOURS; hour++) {
        const struct live_hour *one = &figures->hours[hour];
        if (one->issued + one->services + one->waiting > 0) {
            json_array_append_new(list, json_pack("{s:i,s:i,s:i,s:i}", "hour", hour, "issued",
                                                  (int)one->issued, "services",
                                                  (int)one->services, "waiting",
                                                  (int)one->waiting));
        }
    }
    return list;
}

json_t *live_part_heat(const struct live_figures *figures, size_t window)
{
    const struct live_window *row = &figures->windows[window];
    json_t *busy = json_array();
    for (int hour = 0; hour < LIVE_HOURS; hour++) {
        json_array_append_new(busy, row->busy[hour] == LIVE_NO_SHARE ? json_null()
                                                                     : json_integer(row->busy[hour]));
    }
    return json_pack("{s:i,s:o}", "number", row->number, "busy", busy);
}

/* ------------------------------------------------------------------ windows */

/* serving, called, idle, paused, closed: what a manager wants to know of it. */
static const char *state_of(const struct window *window, const struct ticket *ticket)
{
    if (ticket != NULL) {
        return ticket->state == TICKET_SERVING ? "serving" : "called";
    }
    static const char *const states[WINDOW_STATE_COUNT] = {
        [WINDOW_CLOSED] = "closed", [WINDOW_OPEN] = "idle", [WINDOW_PAUSED] = "paused"};
    return states[window->state];
}

static wall_t since_of(const struct window *window, const struct ticket *ticket)
{
    if (ticket == NULL) {
        return window->since;
    }
    return ticket->state == TICKET_SERVING ? ticket->arrived : ticket->called;
}

static json_t *ticket_of(const struct hall *hall, const struct ticket *ticket)
{
    if (ticket == NULL) {
        return json_null();
    }
    const struct site *site = hall_site(hall);
    const struct plan_category *category = engine_category(hall_engine(hall), ticket->category);
    uint16_t index = category != NULL ? site_category_index(site, category->code) : UINT16_MAX;
    return json_pack("{s:s,s:I,s:o,s:i}", "number", ticket->number, "id", (json_int_t)ticket->id,
                     "category",
                     index != UINT16_MAX ? json_of_words(&site->categories[index].name)
                                         : json_null(),
                     "expected", index != UINT16_MAX ? site->categories[index].service_s : 0);
}

json_t *live_part_window(const struct hall *hall, uint16_t number)
{
    const struct engine *engine = hall_engine(hall);
    const struct site_window *site = site_window(hall_site(hall), number);
    const struct window *window = engine_window(engine, number);
    if (site == NULL || window == NULL) {
        return json_null();
    }
    const struct ticket *ticket =
        window->ticket != 0 ? engine_ticket(engine, window->ticket) : NULL;
    json_t *out = json_pack(
        "{s:i,s:s,s:s,s:s,s:i,s:i,s:o,s:o,s:o}", "number", number, "state",
        state_of(window, ticket), "clerk", window->clerk, "reason", window->pause_reason,
        "waiting",
        window->state == WINDOW_CLOSED ? 0 : (int)engine_waiting_for_window(engine, number),
        "served", (int)window->served, "name", json_of_words(&site->name), "since",
        json_of_time(since_of(window, ticket)), "ticket", ticket_of(hall, ticket));
    bool usual = window->clerk[0] != '\0' && site->clerk != NULL;
    json_object_set_new(out, "clerk_name",
                        usual && strcmp(window->clerk, site->clerk) == 0
                            ? json_of_words(&site->clerk_name)
                            : json_null());
    return out;
}
