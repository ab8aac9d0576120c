/* looks.c: what others may see of the hall: durable state, and who serves it. See hall.h. */
#include "app/hall_internal.h"

int hall_listen(struct hall *hall, hall_listener listener, void *context)
{
    if (hall->listener_count == HALL_LISTENERS) {
        return -1;
    }
    hall->listeners[hall->listener_count++] = (struct listener){listener, context};
    return 0;
}

const struct engine *hall_engine(const struct hall *hall)
{
    return hall->shown;
}

const struct site *hall_site(const struct hall *hall)
{
    return hall->site;
}

int64_t hall_durable_seq(const struct hall *hall)
{
    return hall->durable_seq;
}

int32_t hall_closed_day(const struct hall *hall)
{
    return engine_day(hall->shown) == 0 ? hall->last_day : 0;
}

bool hall_can_write(const struct hall *hall)
{
    return hall->writable;
}

struct store *hall_store(const struct hall *hall)
{
    return hall->store;
}

const char *hall_data_folder(const struct hall *hall)
{
    return hall->settings.data_folder;
}

struct bus *hall_bus(const struct hall *hall, uint16_t line)
{
    return line < hall->site->line_count ? hall->buses[line] : NULL;
}

size_t hall_device_position(const struct hall *hall, uint16_t device)
{
    return hall->positions[device];
}

int hall_device(const struct hall *hall, uint16_t device, struct hall_device *out)
{
    if (device >= hall->site->device_count) {
        return -1;
    }
    *out = *health_of(hall, device);
    snprintf(out->showing, sizeof out->showing, "%s", counters_showing(hall, device));
    return 0;
}
