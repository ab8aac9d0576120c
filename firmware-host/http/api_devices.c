/* api_devices.c: devices and lines: state, figures, paper, captures of a line. What a person tries
 * with a device is in api_device_tests.c. */
#include "http/route.h"

#include "config/line_plan.h"

#include <event2/buffer.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------------ what there is */

static json_t *json_of_status(uint32_t status)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } names[] = {
        {STATUS_OFFLINE, "offline"},         {STATUS_COVER_OPEN, "cover_open"},
        {STATUS_PAPER_END, "paper_end"},     {STATUS_PAPER_NEAR_END, "paper_near_end"},
        {STATUS_CUTTER, "cutter"},           {STATUS_ERROR, "error"},
        {STATUS_PANEL_FAULT, "panel_fault"}, {STATUS_TRUNCATED, "truncated"},
    };
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((status & names[i].bit) != 0) {
            json_array_append_new(list, json_string(names[i].name));
        }
    }
    return list;
}

static json_t *json_of_unknown(int64_t value)
{
    return value < 0 ? json_null() : json_integer((json_int_t)value);
}

/* Until when the paper lasts, and whether that is the end of today's hours. */
static void set_until(const struct hall *hall, const struct hall_paper *paper, json_t *out)
{
    uint16_t from_min, to_min;
    wall_t now = wall_now();
    int32_t today = wall_day(now);
    if (paper->lasts_s < 0) {
        json_object_set_new(out, "until", json_null());
        return;
    }
    wall_t until = {now.ms + paper->lasts_s * 1000};
    bool enough = site_day_open(hall_site(hall), today, &from_min, &to_min) &&
                  wall_between(wall_day_start(today), until) >= (int64_t)to_min * 60000;
    json_object_set_new(out, "until", json_of_time(until));
    json_object_set_new(out, "enough_today", json_boolean(enough));
}

static json_t *json_of_paper(const struct hall *hall, uint16_t index)
{
    struct hall_paper paper;
    if (hall_paper(hall, index, &paper) < 0) {
        return json_null();
    }
    json_t *out = json_pack("{s:b,s:b,s:o,s:I,s:I,s:f,s:f,s:o,s:o}", "known", paper.known, "seen",
                            paper.seen, "changed", json_of_time(paper.changed), "slips",
                            (json_int_t)paper.slips, "today", (json_int_t)paper.today, "roll_mm",
                            paper.roll_mm, "slip_mm", paper.slip_mm, "left",
                            json_of_unknown(paper.left), "lasts_s",
                            json_of_unknown(paper.lasts_s));
    set_until(hall, &paper, out);
    return out;
}

static void set_figures(const struct hall *hall, uint16_t index, json_t *out)
{
    struct bus_device_figures figures = {0};
    bus_device_figures(hall_bus(hall, hall_site(hall)->devices[index].line),
                       hall_device_position(hall, index), &figures);
    json_object_set_new(out, "health", json_string(device_health_name(figures.health)));
    json_object_set_new(out, "exchanges", json_integer((json_int_t)figures.exchanges));
    json_object_set_new(out, "timeouts", json_integer((json_int_t)figures.timeouts));
    json_object_set_new(out, "garbled", json_integer((json_int_t)figures.garbled));
    json_object_set_new(out, "answer_us", json_integer(figures.answer_us_mean));
    json_object_set_new(out, "answer_us_max", json_integer(figures.answer_us_max));
    json_object_set_new(out, "heard_s",
                        figures.last_heard.ms == 0
                            ? json_null()
                            : json_integer(mono_between(figures.last_heard, mono_now()) / 1000));
}

static json_t *json_of_device(const struct hall *hall, uint16_t index)
{
    const struct site *site = hall_site(hall);
    const struct site_device *device = &site->devices[index];
    const struct device_profile *profile = &site->profiles[device->profile];
    struct hall_device known;
    hall_device(hall, index, &known);
    json_t *out = json_pack(
        "{s:s,s:s,s:s,s:s,s:i,s:i,s:s,s:I,s:I,s:I}", "name", device->name, "kind",
        device_kind_name(profile->kind), "profile", profile->name, "line",
        site->lines[device->line].name, "address", device->address, "status", (int)known.status,
        "showing", known.showing, "events", (json_int_t)known.events, "ignored",
        (json_int_t)known.ignored, "slips", (json_int_t)known.slips);
    json_object_set_new(out, "window",
                        device->window != 0 ? json_integer(device->window) : json_null());
    json_object_set_new(out, "title", json_of_words(&device->title));
    json_object_set_new(out, "model",
                        json_pack("{s:s,s:s}", "zh", profile->title_zh, "en", profile->title_en));
    json_object_set_new(out, "changed", json_of_time(known.changed));
    json_object_set_new(out, "signs", json_of_status(known.status));
    json_object_set_new(out, "tests", json_of_device_tests(profile->kind));
    json_object_set_new(out, "paper", json_of_paper(hall, index));
    set_figures(hall, index, out);
    return out;
}

static json_t *json_of_plan(const struct hall *hall, uint16_t index)
{
    struct line_plan plan;
    line_plan(hall_site(hall), index, &plan);
    return json_pack("{s:f,s:f,s:f,s:f,s:f,s:i,s:i}", "load_percent", plan.load_percent, "key_ms",
                     plan.key_ms, "round_ms", plan.round_ms, "board_ms", plan.board_ms, "slip_ms",
                     plan.slip_ms, "key_goal_ms", LINE_KEY_GOAL_MS, "key_limit_ms",
                     LINE_KEY_LIMIT_MS);
}

static json_t *json_of_line(const struct hall *hall, uint16_t index)
{
    const struct site_line *line = &hall_site(hall)->lines[index];
    struct bus_figures figures = {0};
    bus_figures(hall_bus(hall, index), &figures);
    double load = figures.elapsed_us > 0
                      ? (double)figures.busy_us * 100.0 / (double)figures.elapsed_us
                      : 0.0;
    json_t *out = json_pack("{s:s,s:s,s:i,s:b,s:b,s:b,s:f}", "name", line->name, "port",
                            line->port, "baud", (int)line->settings.baud, "open", figures.open,
                            "tracing", figures.tracing, "babbling", figures.babbling,
                            "load_percent", load);
    const struct {
        const char *name;
        uint64_t value;
    } counts[] = {{"exchanges", figures.exchanges},     {"timeouts", figures.timeouts},
                  {"garbled", figures.garbled},         {"exceptions", figures.exceptions},
                  {"unsolicited", figures.unsolicited}, {"reopened", figures.reopened},
                  {"dropped_events", figures.dropped_events}, {"bytes_in", figures.bytes_in},
                  {"bytes_out", figures.bytes_out},     {"busy_us", figures.busy_us},
                  {"elapsed_us", figures.elapsed_us}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        json_object_set_new(out, counts[i].name, json_integer((json_int_t)counts[i].value));
    }
    json_object_set_new(out, "plan", json_of_plan(hall, index));
    return out;
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
    {EVHTTP_REQ_POST, "/api/v1/lines/{line}/trace", post_trace, "抓取线路字节（0 秒为结束）",
     "Capture a line's bytes (0 seconds ends it)", "seconds:integer*", NULL, NULL, 200, MAY_ADMINISTER},
    {EVHTTP_REQ_GET, "/api/v1/lines/{line}/trace", get_trace, "线路最近一次抓取（pcap）",
     "The line's last capture (pcap)", NULL, NULL, NULL, 200, MAY_ADMINISTER},
    {0},
};
