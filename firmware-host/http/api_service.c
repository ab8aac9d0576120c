/* api_service.c: what machines ask: is the hall well, its figures, its own description. */
#include "http/identity.h"
#include "http/live_page.h"
#include "http/route.h"
#include "office/alerts.h"

#include <event2/buffer.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { METRICS_SIZE = 256 * 1024 };

/* null without TLS. Its end is told in days of the real clock, and `ending` says when to act. */
static json_t *json_of_certificate(const struct certificate_facts *facts)
{
    if (facts == NULL) {
        return json_null();
    }
    int64_t days = certificate_days_left(facts, time(NULL));
    return json_pack("{s:o,s:I,s:b,s:s}", "ends", json_of_time((wall_t){facts->ends * 1000}),
                     "days_left", (json_int_t)days, "ending", days <= CERTIFICATE_WARN_DAYS,
                     "fingerprint", facts->fingerprint);
}

static void get_health(struct request *request)
{
    const struct hall *hall = request->server->hall;
    size_t dead = 0;
    for (uint16_t i = 0; i < hall_site(hall)->device_count; i++) {
        struct hall_device device;
        hall_device(hall, i, &device);
        dead += device.health == HEALTH_DEAD || device.health == HEALTH_UNPLUGGED;
    }
    bool writes = hall_can_write(hall);
    reply_json(request, writes ? 200 : 503,
               json_pack("{s:s,s:i,s:I,s:i,s:s,s:o}", "status", writes ? "ok" : "not_durable",
                         "day", engine_day(hall_engine(hall)), "seq",
                         (json_int_t)hall_durable_seq(hall), "devices_dead", (int)dead,
                         "version", HALLQ_VERSION, "certificate",
                         json_of_certificate(listeners_certificate(request->server->listeners))));
}

struct metric {
    const char *name, *type, *help;
    double value;
};

static void add_metric(char *out, size_t *used, const struct metric *metric)
{
    text_append(out, METRICS_SIZE, used, "# HELP hallq_%s %s\n# TYPE hallq_%s %s\nhallq_%s %.17g\n",
                metric->name, metric->help, metric->name, metric->type, metric->name,
                metric->value);
}

static void hall_metrics(const struct server *server, char *out, size_t *used)
{
    const struct engine *engine = hall_engine(server->hall);
    uint32_t states[TICKET_STATE_COUNT] = {0};
    for (size_t i = 0; i < engine_ticket_count(engine); i++) {
        const struct ticket *ticket = engine_ticket_at(engine, i);
        if (ticket != NULL) {
            states[ticket->state]++;
        }
    }
    const struct metric metrics[] = {
        {"durable_seq", "counter", "Last durable event", (double)hall_durable_seq(server->hall)},
        {"writable", "gauge", "1 while the journal can be written",
         hall_can_write(server->hall) ? 1 : 0},
        {"tickets_waiting", "gauge", "Tickets that wait", states[TICKET_WAITING]},
        {"tickets_called", "gauge", "Tickets called, not yet arrived", states[TICKET_CALLED]},
        {"tickets_serving", "gauge", "Tickets in service", states[TICKET_SERVING]},
        {"tickets_held", "gauge", "Tickets on hold", states[TICKET_HELD]},
        {"tickets_finished", "gauge", "Tickets served today", states[TICKET_FINISHED]},
        {"http_requests_total", "counter", "HTTP requests", (double)server->requests},
        {"http_refused_total", "counter", "HTTP requests of foreign origin",
         (double)server->refused},
        {"tries_refused_total", "counter", "Tries with a password that were not looked at",
         (double)server->identity->refused},
        {"http_connections", "gauge", "Open connections",
         (double)listeners_connections(server->listeners)},
        {"http_turned_away_total", "counter", "Connections over a limit, or too slow",
         (double)listeners_refused(server->listeners)},
        {"live_clients", "gauge", "Followers of the live stream",
         (double)live_count(server->live)},
    };
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        add_metric(out, used, &metrics[i]);
    }
}

static void supervision_metrics(const struct server *server, char *out, size_t *used)
{
    struct hall_rounds rounds;
    struct live_page_figures page;
    hall_rounds(server->hall, &rounds);
    live_page_figures(server->live_page, &page);
    const struct metric metrics[] = {
        {"alerts_open", "gauge", "Alerts that are open",
         (double)alerts_open_count(office_alerts(hall_shown_office(server->hall)))},
        {"alert_rounds_total", "counter", "Rounds of the rules of alerts", (double)rounds.rounds},
        {"alert_rounds_seconds_total", "counter", "Time that they took",
         (double)rounds.total_us / 1e6},
        {"live_pages", "gauge", "Followers of the live page",
         (double)live_page_readers(server->live)},
        {"live_snapshots_total", "counter", "Snapshots of the live page that were made",
         (double)page.made},
        {"live_snapshots_seconds_total", "counter", "Time that they took",
         (double)page.total_us / 1e6},
        {"live_frames_total", "counter", "Frames that went to all of its followers",
         (double)page.sent},
    };
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        add_metric(out, used, &metrics[i]);
    }
}

static void line_metrics(const struct hall *hall, char *out, size_t *used)
{
    static const char *const names[] = {"exchanges", "timeouts", "garbled", "reopened", "bytes_in",
                                        "bytes_out", "busy_us"};
    for (size_t m = 0; m < sizeof names / sizeof *names; m++) {
        text_append(out, METRICS_SIZE, used, "# TYPE hallq_line_%s_total counter\n", names[m]);
        for (uint16_t i = 0; i < hall_site(hall)->line_count; i++) {
            struct bus_figures f = {0};
            bus_figures(hall_bus(hall, i), &f);
            const uint64_t values[] = {f.exchanges, f.timeouts, f.garbled, f.reopened,
                                       f.bytes_in, f.bytes_out, f.busy_us};
            text_append(out, METRICS_SIZE, used, "hallq_line_%s_total{line=\"%s\"} %llu\n",
                        names[m], hall_site(hall)->lines[i].name,
                        (unsigned long long)values[m]);
        }
    }
}

static void device_metrics(const struct hall *hall, char *out, size_t *used)
{
    text_append(out, METRICS_SIZE, used,
                "# HELP hallq_device_ok 1 while the device answers\n"
                "# TYPE hallq_device_ok gauge\n");
    for (uint16_t i = 0; i < hall_site(hall)->device_count; i++) {
        const struct site_device *device = &hall_site(hall)->devices[i];
        struct hall_device known;
        hall_device(hall, i, &known);
        text_append(out, METRICS_SIZE, used, "hallq_device_ok{device=\"%s\",line=\"%s\"} %d\n",
                    device->name, hall_site(hall)->lines[device->line].name,
                    known.health == HEALTH_OK || known.health == HEALTH_UNKNOWN);
    }
}

static void get_metrics(struct request *request)
{
    char *out = malloc(METRICS_SIZE);
    if (out == NULL) {
        reply_error(request, 503, "full");
        return;
    }
    size_t used = 0;
    out[0] = '\0';
    hall_metrics(request->server, out, &used);
    supervision_metrics(request->server, out, &used);
    line_metrics(request->server->hall, out, &used);
    device_metrics(request->server->hall, out, &used);
    reply_text(request, 200, "text/plain; version=0.0.4; charset=utf-8", out);
    free(out);
}

static void get_openapi(struct request *request)
{
    reply_json(request, 200, openapi_make());
}

const struct route service_routes[] = {
    {EVHTTP_REQ_GET, "/healthz", get_health, "是否正常", "Is the hall well", NULL, NULL, "Health",
     200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/metrics", get_metrics, "运行指标", "Figures for Prometheus", NULL, NULL, NULL,
     200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/api/v1/openapi.json", get_openapi, "接口说明", "This description", NULL, NULL,
     NULL, 200, MAY_ANYBODY},
    {0},
};
