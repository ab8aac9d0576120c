/* api_devices.c: devices and lines: state, figures, an installer's tests, captures of a line. */
#include "http/route.h"

#include <event2/buffer.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    return json_pack("{s:s,s:s,s:i,s:b,s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:f}", "name", line->name, "port",
                     line->port, "baud", (int)line->settings.baud, "open", figures.open,
                     "tracing", figures.tracing, "exchanges", (json_int_t)figures.exchanges, "timeouts",
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

/* ------------------------------------------------------------------ captures of a line */

static uint16_t path_line(struct request *request)
{
    const struct site *site = hall_site(request->server->hall);
    for (uint16_t i = 0; i < site->line_count; i++) {
        if (strcmp(site->lines[i].name, request->parts[0]) == 0) {
            return i;
        }
    }
    reply_error(request, 404, "unknown_line");
    return UINT16_MAX;
}

static void post_trace(struct request *request)
{
    int64_t seconds;
    if (request_integer(request, "seconds", 0, HALL_TRACE_SECONDS, &seconds) <= 0) {
        reply_error(request, 422, "want_seconds");
        return;
    }
    uint16_t line = path_line(request);
    if (line == UINT16_MAX) {
        return;
    }
    if (hall_trace(request->server->hall, line, (int32_t)seconds) < 0) {
        reply_error(request, 503, "no_capture");
        return;
    }
    reply_json(request, 200, json_pack("{s:s,s:I}", "line", request->parts[0], "seconds",
                                       (json_int_t)seconds));
}

/* The kernel copies from file to socket: however long the capture, the loop holds none of it. */
static void send_capture(struct request *request, int descriptor, int64_t size)
{
    struct evbuffer *buffer = evbuffer_new();
    if (buffer == NULL || evbuffer_add_file(buffer, descriptor, 0, size) != 0) {
        if (buffer != NULL) {
            evbuffer_free(buffer);
        }
        close(descriptor);
        reply_error(request, 503, "no_capture");
        return;
    }
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->http);
    evhttp_add_header(headers, "Content-Type", "application/vnd.tcpdump.pcap");
    evhttp_add_header(headers, "Cache-Control", "no-store");
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    request_on_close(request, NULL, NULL);
    evhttp_send_reply(request->http, 200, "OK", buffer);
    evbuffer_free(buffer);
    request->http = NULL;
    request_finish(request);
}

static void get_trace(struct request *request)
{
    char file[BUS_TRACE_FILE];
    struct stat about;
    uint16_t line = path_line(request);
    if (line == UINT16_MAX) {
        return;
    }
    int descriptor = hall_trace_file(request->server->hall, line, file, sizeof file) == 0
                         ? open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
                         : -1;
    if (descriptor < 0 || fstat(descriptor, &about) != 0 || about.st_size == 0) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        reply_error(request, 404, "no_capture");
        return;
    }
    send_capture(request, descriptor, about.st_size);
}

const struct route device_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/devices", get_devices, "设备与线路", "Devices and lines", NULL, NULL,
     "Devices", 200, MAY_SHOW},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/show", post_show, "在屏上显示测试文字",
     "Show a test text on a board", "text:string*", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/print", post_print, "打印测试", "Print a test slip",
     NULL, NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/lines/{line}/trace", post_trace, "抓取线路字节（0 秒为结束）",
     "Capture a line's bytes (0 seconds ends it)", "seconds:integer*", NULL, NULL, 200, MAY_ADMINISTER},
    {EVHTTP_REQ_GET, "/api/v1/lines/{line}/trace", get_trace, "线路最近一次抓取（pcap）",
     "The line's last capture (pcap)", NULL, NULL, NULL, 200, MAY_ADMINISTER},
    {0},
};
