/* api_displays.c: what kiosks ask for: their settings, and how the hall stands now.
 *
 * A kiosk needs a few hundred bytes after each event, not the queue: counts by category, whether
 * tickets are given at all and, if not, whether they will be later today, and whether a printer
 * of its group can print. */
#include "http/route.h"
#include "view/kiosk.h"

#include <string.h>

/* ------------------------------------------------------------------ settings */

static const struct site_display *path_display(struct request *request)
{
    const struct site *site = hall_site(request->server->hall);
    for (size_t i = 0; i < site->display_count; i++) {
        if (strcmp(site->displays[i].name, request->parts[0]) == 0) {
            return &site->displays[i];
        }
    }
    reply_error(request, 404, "unknown_display");
    return NULL;
}

static void copy_words(struct kiosk_words *out, const struct words *words)
{
    snprintf(out->zh, sizeof out->zh, "%s", words->zh);
    snprintf(out->en, sizeof out->en, "%s", words->en[0] != '\0' ? words->en : words->zh);
}

static void fill_hall(struct kiosk_settings *out, const struct site *site)
{
    copy_words(&out->hall, &site->name);
    snprintf(out->timezone, sizeof out->timezone, "%s", site->timezone);
    if (site->public_url[0] != '\0') {
        snprintf(out->ticket_url, sizeof out->ticket_url, "%s/t/#", site->public_url);
    }
    for (size_t i = 1; i < site->priority_count; i++) { /* 0 is everybody else */
        struct kiosk_priority *priority = &out->priorities[out->priority_count++];
        snprintf(priority->code, sizeof priority->code, "%s", site->priorities[i].code);
        copy_words(&priority->name, &site->priorities[i].name);
    }
}

static void get_display(struct request *request)
{
    const struct site_display *display = path_display(request);
    if (display == NULL) {
        return;
    }
    const struct site *site = hall_site(request->server->hall);
    struct kiosk_settings settings = {.width = display->width, .height = display->height,
                                      .diagonal_tenths = display->diagonal_tenths,
                                      .distance_tenths = display->distance_tenths,
                                      .english = display->english, .idle_s = display->idle_s,
                                      .ticket_s = display->ticket_s};
    snprintf(settings.name, sizeof settings.name, "%s", display->name);
    snprintf(settings.printers, sizeof settings.printers, "%s", display->printers);
    settings.departments_first = strcmp(display->layout, "departments") == 0;
    settings.reviews = strcmp(display->layout, "reviews") == 0;
    if (display->general != UINT16_MAX) {
        snprintf(settings.general, sizeof settings.general, "%s",
                 site->items[display->general].code);
    }
    copy_words(&settings.help, &display->help);
    fill_hall(&settings, site);
    json_t *out = kiosk_settings_to_json(&settings);
    if (display->kind == SITE_BOARD) {
        json_object_set_new(out, "kind", json_string("board"));
        json_object_set_new(out, "layout", json_string(display->layout));
        json_object_set_new(out, "area", json_of_words(&display->area));
    }
    reply_json(request, 200, out);
}

/* ------------------------------------------------------------------ now */

static void fill_periods(struct kiosk_now *out, const struct site *site, int32_t day)
{
    uint16_t from, to;
    if (!site_day_open(site, day, &from, &to)) {
        return;
    }
    for (size_t i = 0; i < site->period_count && out->period_count < KIOSK_PERIODS; i++) {
        const struct site_period *period = &site->periods[i];
        if ((period->weekdays >> wall_weekday(day) & 1) != 0) {
            out->periods[out->period_count++] =
                (struct kiosk_period){period->from_min, period->to_min};
        }
    }
    if (out->period_count == 0) { /* a worked weekend has the hours of another weekday */
        out->periods[out->period_count++] = (struct kiosk_period){from, to};
    }
}

/* Tickets are given from the opening of the day to the hall's last closing time, also during the
 * noon break: that is what panels do. */
static void fill_hours(struct kiosk_now *out, const struct hall *hall)
{
    uint16_t from, to;
    int32_t day = wall_day(out->at);
    int64_t minute = wall_between(wall_day_start(day), out->at) / 60000;
    bool works = site_day_open(hall_site(hall), day, &from, &to);
    fill_periods(out, hall_site(hall), day);
    out->open = works && minute < to && engine_day(hall_engine(hall)) == day;
    out->before = works && !out->open && minute < from;
}

static bool can_print(const struct hall *hall, uint16_t device)
{
    enum { STOPPED = STATUS_OFFLINE | STATUS_COVER_OPEN | STATUS_PAPER_END | STATUS_CUTTER |
                     STATUS_ERROR };
    struct hall_device known;
    hall_device(hall, device, &known);
    return known.health != HEALTH_DEAD && known.health != HEALTH_UNPLUGGED &&
           (known.status & STOPPED) == 0;
}

static enum kiosk_paper paper_of(const struct hall *hall, const char *group)
{
    const struct site *site = hall_site(hall);
    enum kiosk_paper paper = KIOSK_PAPER_NONE;
    for (uint16_t i = 0; i < site->device_count && group[0] != '\0'; i++) {
        const struct site_device *device = &site->devices[i];
        if (site->profiles[device->profile].kind == DEVICE_PRINTER &&
            strcmp(device->group, group) == 0) {
            if (can_print(hall, i)) {
                return KIOSK_PAPER_OK;
            }
            paper = KIOSK_PAPER_OUT;
        }
    }
    return paper;
}

static void fill_categories(struct kiosk_now *out, const struct hall *hall)
{
    const struct site *site = hall_site(hall);
    const struct engine *engine = hall_engine(hall);
    for (uint16_t i = 0; i < site->category_count; i++) {
        struct kiosk_count *count = &out->categories[out->count++];
        snprintf(count->code, sizeof count->code, "%s", site->categories[i].code);
        count->waiting = (int32_t)engine_waiting(engine, i);
        count->open_windows = (int32_t)engine_open_windows(engine, i);
        count->estimate_s = engine_estimate_s(engine, i, count->waiting);
    }
}

static void get_display_now(struct request *request)
{
    const struct site_display *display = path_display(request);
    if (display == NULL) {
        return;
    }
    const struct hall *hall = request->server->hall;
    struct kiosk_now now = {.at = wall_now(), .speed = hall_clock_speed(),
                            .taking = hall_can_write(hall),
                            .paper = paper_of(hall, display->printers)};
    fill_hours(&now, hall);
    fill_categories(&now, hall);
    reply_json(request, 200, kiosk_now_to_json(&now));
}

const struct route display_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/displays/{name}", get_display, "一台屏幕的设置",
     "Settings of a kiosk or board", NULL, NULL, NULL, 200, MAY_SHOW},
    {EVHTTP_REQ_GET, "/api/v1/displays/{name}/now", get_display_now, "取号机要显示的现状",
     "What a kiosk shows of the hall now", NULL, NULL, NULL, 200, MAY_SHOW},
    {0},
};
