/* api_alerts.c: what needs a person: the list, and that somebody has seen it.
 *
 * Open alerts come whole (at most ALERTS_OPEN); those that ended in pages, the newest first: the
 * office keeps the last ALERTS_KEPT of them from the journal, and says when it knows of no more.
 * Thread: loop. */
#include "http/alert_forms.h"
#include "http/route.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MOST = 200 };

struct alert_filter {
    const char *rule, *category, *device;
    uint16_t window;
    int32_t from, to; /* business days of raising, 0 = any */
};

static bool passes(const struct alert_filter *filter, const struct alert *alert)
{
    int32_t day = wall_day(alert->raised);
    size_t length = filter->rule != NULL ? strlen(filter->rule) : 0;
    return (filter->rule == NULL || (strncmp(alert->subject, filter->rule, length) == 0 &&
                                     alert->subject[length] == ':')) &&
           (filter->category == NULL || strcmp(alert->category, filter->category) == 0) &&
           (filter->device == NULL || strcmp(alert->device, filter->device) == 0) &&
           (filter->window == 0 || alert->window == filter->window) &&
           (filter->from == 0 || day >= filter->from) && (filter->to == 0 || day <= filter->to);
}

static int query_number(struct request *request, const char *name, int64_t low, int64_t high,
                        int64_t *out)
{
    const char *text = request_query(request, name);
    char *end;
    if (text == NULL) {
        return 0;
    }
    *out = strtoll(text, &end, 10);
    return *end == '\0' && end != text && *out >= low && *out <= high ? 0 : -1;
}

static int query_day(struct request *request, const char *name, int32_t *out)
{
    int year, month, date;
    const char *text = request_query(request, name);
    if (text == NULL) {
        return 0;
    }
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &date) != 3) {
        return -1;
    }
    *out = year * 10000 + month * 100 + date;
    return 0;
}

static json_t *ended_page(const struct request *request, const struct alert_filter *filter,
                          int64_t before, int64_t limit, bool *more)
{
    const struct hall *hall = request->server->hall;
    const struct alerts *alerts = office_alerts(hall_shown_office(hall));
    json_t *list = json_array();
    const struct alert *alert;
    *more = false;
    for (size_t i = 0; (alert = alerts_ended_at(alerts, i)) != NULL; i++) {
        if ((before != 0 && alert->record >= before) || !passes(filter, alert)) {
            continue;
        }
        if ((int64_t)json_array_size(list) == limit) {
            *more = true;
            break;
        }
        json_array_append_new(list,
                              json_of_alert(hall, request->server->language, alert, NULL));
    }
    return list;
}

static json_t *open_list(const struct request *request, const struct alert_filter *filter,
                         const char *state)
{
    json_t *all = json_of_open_alerts(request->server->hall, request->server->language,
                                      ALERTS_OPEN);
    json_t *list = json_array(), *one;
    size_t i;
    const struct alerts *alerts = office_alerts(hall_shown_office(request->server->hall));
    json_array_foreach(all, i, one)
    {
        const struct alert *alert =
            alerts_find(alerts, json_integer_value(json_object_get(one, "record")));
        if ((state == NULL ||
             strcmp(state, json_string_value(json_object_get(one, "state"))) == 0) &&
            (alert == NULL || passes(filter, alert))) {
            json_array_append(list, one);
        }
    }
    json_decref(all);
    return list;
}

static void get_alerts(struct request *request)
{
    int64_t window = 0, before = 0, limit = PAGE;
    struct alert_filter filter = {.rule = request_query(request, "rule"),
                                  .category = request_query(request, "category"),
                                  .device = request_query(request, "device")};
    const char *state = request_query(request, "state");
    bool ended = state != NULL && strcmp(state, "ended") == 0, more = false;
    if (query_number(request, "window", 1, UINT16_MAX, &window) < 0 ||
        query_number(request, "before", 1, INT64_MAX, &before) < 0 ||
        query_number(request, "limit", 1, PAGE_MOST, &limit) < 0 ||
        query_day(request, "from", &filter.from) < 0 || query_day(request, "to", &filter.to) < 0 ||
        (state != NULL && !ended && strcmp(state, "open") != 0 &&
         strcmp(state, "acknowledged") != 0)) {
        reply_error(request, 422, "bad_filter");
        return;
    }
    filter.window = (uint16_t)window;
    json_t *list = ended ? ended_page(request, &filter, before, limit, &more)
                         : open_list(request, &filter, state);
    reply_json(request, 200, json_pack("{s:o,s:b}", "alerts", list, "more", more));
}

/* Every rule, with its title: for filters, and for who sets thresholds. */
static void get_rules(struct request *request)
{
    const struct language *language = request->server->language;
    json_t *list = json_array();
    const struct alert_rule *rule;
    for (size_t i = 0; (rule = alert_rule_at(i)) != NULL; i++) {
        char key[80], zh[160];
        snprintf(key, sizeof key, "alert.%s.title", rule->name);
        snprintf(zh, sizeof zh, "%s", language_text(language, LANGUAGE_ZH, key));
        json_array_append_new(list,
                              json_pack("{s:s,s:s,s:{s:s,s:s}}", "rule", rule->name, "weight",
                                        rule->weight == WEIGHT_BAD ? "bad" : "warn", "title", "zh",
                                        zh, "en", language_text(language, LANGUAGE_EN, key)));
    }
    reply_json(request, 200, json_pack("{s:o}", "rules", list));
}

static void acknowledged(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct hall *hall = request->server->hall;
    if (error != 0) {
        reply_hall_error(request, error);
        return;
    }
    const struct alert *alert =
        alerts_find(office_alerts(hall_shown_office(hall)), outcome->record);
    reply_json(request, 200,
               alert != NULL ? json_of_alert(hall, request->server->language, alert,
                                             watch_find(hall_watch(hall), alert->subject))
                             : json_object());
}

static void post_acknowledge(struct request *request)
{
    struct office_head head;
    struct alert_acknowledgement order = {0};
    char *end;
    order.record = strtoll(request->parts[0], &end, 10);
    if (*end != '\0' || order.record <= 0) {
        reply_error(request, 404, "office_unknown");
        return;
    }
    if (request_string(request, "note", order.note, sizeof order.note) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    if (request_office_head(request, &head) == 0) {
        hall_office(request->server->hall, &head, alerts_decide_acknowledge, &order, acknowledged,
                    request);
    }
}

const struct route alert_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/alerts", get_alerts, "预警（进行中、已确认、已结束）",
     "Alerts: open, acknowledged, ended", NULL,
     "state:string rule:string category:string device:string window:integer from:date to:date "
     "before:integer limit:integer",
     "Alerts", 200, MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/alerts/rules", get_rules, "预警规则", "The rules of alerts", NULL, NULL,
     NULL, 200, MAY_READ},
    {EVHTTP_REQ_POST, "/api/v1/alerts/{id}/acknowledge", post_acknowledge, "确认预警",
     "Acknowledge an alert", "intent:string* note:string", NULL, "Alert", 200, MAY_RUN},
    {0},
};
