/* health.c: what the hall knows of its devices: edges, counted and journaled.
 *
 * The bus reports a device's reachability and status bits when they change; each edge is one
 * line in the log and one event in the journal, so that "when was printer 2 out of paper" has
 * an answer next year. */
#define LOG_MODULE "health"
#include "app/hall_internal.h"

#include <stdlib.h>

struct health {
    struct hall_device devices[LIMIT_DEVICES];
};

struct health *health_create(void)
{
    return calloc(1, sizeof(struct health));
}

void health_destroy(struct health *health)
{
    free(health);
}

static const struct {
    uint32_t bit;
    const char *name;
} status_names[] = {
    {STATUS_OFFLINE, "offline"},       {STATUS_COVER_OPEN, "cover_open"},
    {STATUS_PAPER_END, "paper_end"},   {STATUS_PAPER_NEAR_END, "paper_near_end"},
    {STATUS_CUTTER, "cutter"},         {STATUS_ERROR, "error"},
    {STATUS_PANEL_FAULT, "panel_fault"}, {STATUS_TRUNCATED, "truncated"},
};

static void status_text(uint32_t status, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof status_names / sizeof *status_names; i++) {
        if ((status & status_names[i].bit) != 0) {
            text_append(out, size, &used, "%s%s", used > 0 ? " " : "", status_names[i].name);
        }
    }
}

void health_event(struct hall *hall, const struct device_event *event)
{
    struct hall_device *device = &hall->health->devices[event->device];
    if (device->health == event->health.health && device->status == event->health.status) {
        return;
    }
    device->health = event->health.health;
    device->status = event->health.status;
    device->changed = wall_now();
    struct event record = {.kind = EVENT_DEVICE_CHANGED, .count = (int32_t)device->status};
    const char *name = hall->site->devices[event->device].name;
    snprintf(record.device, sizeof record.device, "%s", name);
    snprintf(record.result, sizeof record.result, "%s", device_health_name(device->health));
    status_text(device->status, record.note, sizeof record.note);
    log_info("%s is %s %s", name, record.result, record.note);
    hall_record(hall, &record);
    if (hall->site->profiles[hall->site->devices[event->device].profile].kind ==
        DEVICE_PRINTER) {
        slips_health(hall, event->device);
        if (device->health == HEALTH_OK) {
            paper_status(hall, event->device, device->status);
        }
    }
}

void health_count(struct hall *hall, uint16_t device, bool ignored)
{
    if (ignored) {
        hall->health->devices[device].ignored++;
    } else {
        hall->health->devices[device].events++;
    }
}

void health_slip(struct hall *hall, uint16_t device)
{
    hall->health->devices[device].slips++;
}

const struct hall_device *health_of(const struct hall *hall, uint16_t device)
{
    return &hall->health->devices[device];
}
