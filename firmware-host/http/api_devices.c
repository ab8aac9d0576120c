/* api_devices.c: devices and lines: state, figures, and an installer's tests. */
#include "http/route.h"

#include <string.h>

static json_t *json_of_device(const struct hall *hall, uint16_t index)
{
    const struct site *site = hall_site(hall);
    const struct site_device *device = &site->devices[index];
    const struct device_profile *profile = &site->profiles[device->profile];
    struct hall_device known;
    struct bus_device_figures figures = {0};
    hall_device(hall, index, &known);
    bus_device_figures(hall_bus(hall, device->line), hall_device_position(hall, index), &figures);
    json_t *out = json_pack(
        "{s:s,s:s,s:s,s:s,s:i,s:s,s:i,s:s,s:I,s:I,s:I}", "name", device->name, "kind",
        device_kind_name(profile->kind), "profile", profile->name, "line",
        site->lines[device->line].name, "address", device->address, "health",
        device_health_name(figures.health), "status", (int)known.status, "showing", known.showing,
        "events", (json_int_t)known.events, "ignored", (json_int_t)known.ignored, "slips",
        (json_int_t)known.slips);
    json_object_set_new(out, "window",
                        device->window != 0 ? json_integer(device->window) : json_null());
    json_object_set_new(out, "title", json_of_words(&device->title));
    json_object_set_new(out, "changed", json_of_time(known.changed));
    json_object_set_new(out, "exchanges", json_integer((json_int_t)figures.exchanges));
    json_object_set_new(out, "timeouts", json_integer((json_int_t)figures.timeouts));
    json_object_set_new(out, "garbled", json_integer((json_int_t)figures.garbled));
    json_object_set_new(out, "answer_us", json_integer(figures.answer_us_mean));
    return out;
}

static json_t *json_of_line(const struct hall *hall, uint16_t index)
{
    const struct site_line *line = &hall_site(hall)->lines[index];
    struct bus_figures figures = {0};
    bus_figures(hall_bus(hall, index), &figures);
    double load = figures.elapsed_us > 0
                      ? (double)figures.busy_us * 100.0 / (double)figures.elapsed_us
                      : 0.0;
    return json_pack("{s:s,s:s,s:i,s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:f}", "name", line->name, "port",
                     line->port, "baud", (int)line->settings.baud, "open", figures.open,
                     "exchanges", (json_int_t)figures.exchanges, "timeouts",
                     (json_int_t)figures.timeouts, "garbled", (json_int_t)figures.garbled,
                     "reopened", (json_int_t)figures.reopened, "bytes_in",
                     (json_int_t)figures.bytes_in, "bytes_out", (json_int_t)figures.bytes_out,
                     "load_percent", load);
}

static void get_devices(struct request *request)
{
    const struct hall *hall = request->server->hall;
    json_t *devices = json_array(), *lines = json_array();
    for (uint16_t i = 0; i < hall_site(hall)->device_count; i++) {
        json_array_append_new(devices, json_of_device(hall, i));
    }
    for (uint16_t i = 0; i < hall_site(hall)->line_count; i++) {
        json_array_append_new(lines, json_of_line(hall, i));
    }
    reply_json(request, 200, json_pack("{s:o,s:o}", "devices", devices, "lines", lines));
}

static uint16_t path_device(struct request *request)
{
    uint16_t device = site_device_index(hall_site(request->server->hall), request->parts[0]);
    if (device == UINT16_MAX) {
        reply_error(request, 404, "unknown_device");
    }
    return device;
}

static void post_show(struct request *request)
{
    char text[BOARD_TEXT];
    if (request_string(request, "text", text, sizeof text) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    uint16_t device = path_device(request);
    if (device == UINT16_MAX) {
        return;
    }
    if (hall_test_show(request->server->hall, device, text) < 0) {
        reply_error(request, 409, "not_a_board");
        return;
    }
    reply_json(request, 200, json_pack("{s:s}", "shown", text));
}

static void post_print(struct request *request)
{
    uint16_t device = path_device(request);
    if (device == UINT16_MAX) {
        return;
    }
    if (hall_test_print(request->server->hall, device) < 0) {
        reply_error(request, 409, "not_a_printer");
        return;
    }
    reply_json(request, 200, json_pack("{s:b}", "sent", true));
}

const struct route device_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/devices", get_devices, "设备与线路", "Devices and lines", NULL, NULL,
     "Devices", 200},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/show", post_show, "在屏上显示测试文字",
     "Show a test text on a board", "text:string*", NULL, NULL, 200},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/print", post_print, "打印测试", "Print a test slip",
     NULL, NULL, NULL, 200},
    {0},
};
