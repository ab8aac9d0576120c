/* paper.c: how many slips each printer has printed since its roll was new.
 *
 * The office remembers when a roll was new (office/equipment.h); the slips since are counted from
 * the journal once, at the start, and from then on as they become durable. A roll that the journal
 * has never heard of is unknown until a person says so or a sensor sees one; so is one that is
 * older than PAPER_SLIPS slips of the whole hall.
 *
 * A new roll is seen when paper was out and is not any more; or when it was near its end, the
 * cover was opened, and it is not any more: a sensor that only flickers proves nothing.
 * Thread: loop. */
#define LOG_MODULE "paper"
#include "app/hall_internal.h"

#include "config/line_plan.h"
#include "office/equipment.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { PAPER_SLIPS = 100000 };

struct printer_paper {
    uint32_t low;   /* STATUS_PAPER_… bits that it last reported while it was well */
    bool opened;    /* the cover, since then */
    uint32_t slips; /* since the roll was new */
    int32_t day;
    uint32_t today;
    wall_t first;   /* slip of today */
};

struct paper {
    bool counted; /* the journal's slips could be read */
    struct printer_paper printers[LIMIT_DEVICES];
};

struct paper *paper_create(void)
{
    return calloc(1, sizeof(struct paper));
}

void paper_destroy(struct paper *paper)
{
    free(paper);
}

static bool is_printer(const struct hall *hall, uint16_t device)
{
    return hall->site->profiles[hall->site->devices[device].profile].kind == DEVICE_PRINTER;
}

/* ------------------------------------------------------------------ counting */

static void count_slip(struct hall *hall, const struct event *event)
{
    uint16_t device = site_device_index(hall->site, event->device);
    if (device == UINT16_MAX) {
        return;
    }
    struct printer_paper *printer = &hall->paper->printers[device];
    struct paper_change roll = equipment_paper(hall->office_shown, event->device);
    printer->slips += event->seq > roll.seq ? 1 : 0;
    if (event->day > printer->day) {
        printer->day = event->day;
        printer->today = 0;
        printer->first = event->at;
    }
    printer->today += event->day == printer->day ? 1 : 0;
}

void paper_durable_event(struct hall *hall, const struct event *event)
{
    if (event->kind == EVENT_SLIP_PRINTED || event->kind == EVENT_SLIP_UNCERTAIN) {
        count_slip(hall, event);
    } else if (event->kind == EVENT_OFFICE_PAPER_CHANGED) {
        uint16_t device = site_device_index(hall->site, event->device);
        if (device != UINT16_MAX) {
            hall->paper->printers[device].slips = 0;
        }
    }
}

static int take_slip(void *context, const struct event *event)
{
    count_slip(context, event);
    return 0;
}

/* The oldest roll that any printer works on; 0 = none is known. */
static int64_t oldest_roll(const struct hall *hall)
{
    int64_t oldest = 0;
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        struct paper_change roll = equipment_paper(hall->office_shown, hall->site->devices[i].name);
        if (is_printer(hall, i) && roll.seq > 0 && (oldest == 0 || roll.seq < oldest)) {
            oldest = roll.seq;
        }
    }
    return oldest;
}

void paper_start(struct hall *hall)
{
    char why[160];
    int64_t from = oldest_roll(hall), day = store_replay_start(hall->store);
    struct store_reader *reader =
        store_reader_open(hall->settings.data_folder, why, sizeof why);
    if (reader == NULL) {
        log_warning("paper is not counted: %s", why);
        return;
    }
    int64_t after = from > 0 && from < day ? from : day; /* today's rate needs today's slips */
    int printed = store_read_kind(reader, EVENT_SLIP_PRINTED, after, PAPER_SLIPS, take_slip, hall);
    int unsure = store_read_kind(reader, EVENT_SLIP_UNCERTAIN, after, PAPER_SLIPS, take_slip, hall);
    hall->paper->counted =
        printed >= 0 && printed < PAPER_SLIPS && unsure >= 0 && unsure < PAPER_SLIPS;
    store_reader_close(reader);
}

/* ------------------------------------------------------------------ a new roll is seen */

void paper_status(struct hall *hall, uint16_t device, uint32_t status)
{
    struct printer_paper *printer = &hall->paper->printers[device];
    uint32_t low = status & (STATUS_PAPER_END | STATUS_PAPER_NEAR_END);
    printer->opened = printer->low != 0 && (printer->opened || (status & STATUS_COVER_OPEN) != 0);
    if (low == 0 && ((printer->low & STATUS_PAPER_END) != 0 || printer->opened)) {
        const struct office_head head = {.actor = "system"};
        const struct equipment_paper order = {.device = device, .seen = true};
        hall_office(hall, &head, equipment_decide_paper, &order, NULL, NULL);
    }
    printer->low = low;
}

/* ------------------------------------------------------------------ looks */

static void fill_use(const struct hall *hall, uint16_t device, const struct paper_change *roll,
                     struct paper_use *use)
{
    const struct printer_paper *printer = &hall->paper->printers[device];
    const struct hall_device *known = health_of(hall, device);
    struct line_plan plan;
    line_plan(hall->site, hall->site->devices[device].line, &plan);
    *use = (struct paper_use){
        .known = hall->paper->counted && roll->seq > 0,
        .slips = printer->slips,
        .roll_mm = plan.roll_mm,
        .slip_mm = plan.slip_mm,
        .near_end = (known->status & STATUS_PAPER_NEAR_END) != 0,
        .out = (known->status & STATUS_PAPER_END) != 0,
    };
    if (printer->day != 0 && printer->day == engine_day(hall->shown)) {
        use->today = printer->today;
        use->today_s = wall_between(printer->first, wall_now()) / 1000;
    }
}

int hall_paper(const struct hall *hall, uint16_t device, struct hall_paper *out)
{
    if (device >= hall->site->device_count || !is_printer(hall, device)) {
        return -1;
    }
    struct paper_change roll =
        equipment_paper(hall->office_shown, hall->site->devices[device].name);
    struct paper_use use;
    struct paper_forecast forecast;
    fill_use(hall, device, &roll, &use);
    paper_forecast(&use, &forecast);
    *out = (struct hall_paper){.known = use.known,
                               .slips = use.slips,
                               .today = use.today,
                               .roll_mm = use.roll_mm,
                               .slip_mm = use.slip_mm,
                               .left = forecast.left,
                               .lasts_s = forecast.lasts_s,
                               .changed = roll.at,
                               .seen = roll.seen};
    return 0;
}
