/* api_cases.c: promised cases: lists, one with its history, moving it, and the visitor's look at
 * how far it is.
 *
 * Staff read by filters; a visitor by the whole receipt number and nothing else: five of its digits
 * are random, and whoever tries too often is told to wait (phone_limits). What he is shown is the
 * item, the stages with their days and the promise: no window, no clerk, no remark. Thread: loop. */
#include "http/route.h"

#include "office/calendar.h"
#include "office/cases.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { CASES_A_PAGE = 50, CASES_A_PAGE_MOST = 500 };

static const struct cases *cases_of(const struct request *request)
{
    return office_cases(hall_shown_office(request->server->hall));
}

static int32_t today_of(const struct request *request)
{
    int32_t day = engine_day(hall_engine(request->server->hall));
    return day != 0 ? day : wall_day(wall_now());
}

/* ------------------------------------------------------------------ JSON */

static json_t *json_of_day(int32_t day)
{
    char text[16];
    if (day == 0) {
        return json_null();
    }
    snprintf(text, sizeof text, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
    return json_string(text);
}

static json_t *json_of_key(const struct request *request, const char *concern, const char *code)
{
    const struct language *language = request->server->language;
    char key[96], zh[128];
    snprintf(key, sizeof key, "case.%s.%s", concern, code);
    snprintf(zh, sizeof zh, "%s", language_text(language, LANGUAGE_ZH, key));
    return json_pack("{s:s,s:s,s:s}", "code", code, "zh", zh, "en",
                     language_text(language, LANGUAGE_EN, key));
}

static json_t *json_of_item_name(const struct site *site, const char *code)
{
    uint16_t item = site_item_index(site, code);
    return item != UINT16_MAX ? json_of_words(&site->items[item].name)
                              : json_pack("{s:s,s:s}", "zh", code, "en", code);
}

/* What a visitor may know of it. */
static json_t *json_of_progress(const struct request *request, const struct case_file *file)
{
    const struct site *site = hall_site(request->server->hall);
    static const enum case_stage path[] = {STAGE_ACCEPTED, STAGE_EXAMINED, STAGE_APPROVED};
    json_t *stages = json_array();
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
        json_t *stage = json_of_key(request, "stage", case_stage_name(path[i]));
        json_object_set_new(stage, "day", json_of_day(file->stage_days[path[i]]));
        json_array_append_new(stages, stage);
    }
    enum case_stage last = case_stage_is_end((enum case_stage)file->stage)
                               ? (enum case_stage)file->stage
                               : STAGE_COMPLETED;
    json_t *end = json_of_key(request, "stage", case_stage_name(last));
    json_object_set_new(end, "day", json_of_day(file->ended_day));
    json_array_append_new(stages, end);
    return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o}", "receipt", file->receipt, "item",
                     json_of_item_name(site, cases_code(cases_of(request), file->item)), "stage",
                     json_of_key(request, "stage", case_stage_name((enum case_stage)file->stage)),
                     "stages", stages, "promised", json_of_day(file->promised_day), "opened",
                     json_of_day(file->opened_day), "suspended", json_of_day(file->suspended_day));
}

static json_t *json_of_clerk(const struct site *site, const char *code)
{
    for (size_t w = 0; w < site->window_count; w++) {
        if (strcmp(site->windows[w].clerk, code) == 0) {
            return json_of_words(&site->windows[w].clerk_name);
        }
    }
    return json_pack("{s:s,s:s}", "zh", code, "en", code);
}

/* Working days to the end of the day that comes first, null when the clock stands or has ended. */
static json_t *json_of_days_left(const struct request *request, const struct case_file *file)
{
    if (case_stage_is_end((enum case_stage)file->stage) || file->suspended_day != 0 ||
        file->promised_day == 0) {
        return json_null();
    }
    return json_integer(
        calendar_between(hall_site(request->server->hall), today_of(request), file->promised_day));
}

static json_t *json_of_verbs(const struct case_file *file)
{
    json_t *verbs = json_array();
    for (int verb = 0; verb < CASE_VERBS; verb++) {
        if (case_verb_fits((enum case_verb)verb, file)) {
            json_array_append_new(verbs, json_string(case_verb_name((enum case_verb)verb)));
        }
    }
    return verbs;
}

static json_t *json_of_case(const struct request *request, const struct case_file *file)
{
    const struct site *site = hall_site(request->server->hall);
    const struct cases *cases = cases_of(request);
    const char *item = cases_code(cases, file->item), *clerk = cases_code(cases, file->clerk);
    uint16_t index = site_item_index(site, item);
    json_t *out = json_of_progress(request, file);
    json_object_set_new(out, "id", json_integer(file->id));
    json_object_set_new(out, "ticket", json_integer(file->ticket));
    json_object_set_new(out, "item_code", json_string(item));
    json_object_set_new(out, "department",
                        index != UINT16_MAX
                            ? json_of_words(&site->departments[site->items[index].department].name)
                            : json_null());
    json_object_set_new(out, "window", json_integer(file->window));
    json_object_set_new(out, "clerk", json_string(clerk));
    json_object_set_new(out, "clerk_name", json_of_clerk(site, clerk));
    json_object_set_new(out, "kind",
                        json_string(file->kind == CASE_REPORTED ? "reported" : "promised"));
    json_object_set_new(out, "statutory", json_of_day(file->statutory_day));
    json_object_set_new(out, "ended", json_of_day(file->ended_day));
    json_object_set_new(out, "days_left", json_of_days_left(request, file));
    enum case_warning standing = case_standing(file, site, today_of(request));
    json_object_set_new(out, "standing", json_string(case_warning_name(standing)));
    json_object_set_new(out, "early", json_boolean(case_is_early(file)));
    json_object_set_new(out, "verbs", json_of_verbs(file));
    return out;
}

/* ------------------------------------------------------------------ list */

struct case_filter {
    const char *state, *item, *clerk, *text;
    uint16_t department, window;
    int32_t from, to; /* of the opening; 0 = open */
};

static bool state_fits(const struct request *request, const struct case_file *file,
                       const char *state)
{
    static const struct {
        const char *name;
        enum case_warning least;
    } standings[] = {
        {"near", WARNED_NEAR}, {"overdue", WARNED_BROKEN}, {"unlawful", WARNED_UNLAWFUL}};
    bool ended = case_stage_is_end((enum case_stage)file->stage);
    for (size_t i = 0; i < sizeof standings / sizeof *standings; i++) {
        if (strcmp(state, standings[i].name) == 0) {
            return case_standing(file, hall_site(request->server->hall), today_of(request)) >=
                   standings[i].least;
        }
    }
    return strcmp(state, "all") == 0 || (strcmp(state, "open") == 0 && !ended) ||
           (strcmp(state, "ended") == 0 && ended) ||
           (strcmp(state, "suspended") == 0 && file->suspended_day != 0) ||
           strcmp(state, case_stage_name((enum case_stage)file->stage)) == 0;
}

static bool fits(const struct request *request, const struct case_file *file,
                 const struct case_filter *filter)
{
    const struct site *site = hall_site(request->server->hall);
    const struct cases *cases = cases_of(request);
    uint16_t item = site_item_index(site, cases_code(cases, file->item));
    uint16_t department = item != UINT16_MAX ? site->items[item].department : UINT16_MAX;
    return file->stage != STAGE_VOID &&
           (filter->department == UINT16_MAX || filter->department == department) &&
           (filter->window == 0 || filter->window == file->window) &&
           (filter->item == NULL || strcmp(filter->item, cases_code(cases, file->item)) == 0) &&
           (filter->clerk == NULL || strcmp(filter->clerk, cases_code(cases, file->clerk)) == 0) &&
           (filter->text == NULL || strstr(file->receipt, filter->text) != NULL) &&
           (filter->from == 0 || file->opened_day >= filter->from) &&
           (filter->to == 0 || file->opened_day <= filter->to) &&
           state_fits(request, file, filter->state);
}

static uint16_t department_named(const struct site *site, const char *code)
{
    for (uint16_t d = 0; code != NULL && d < site->department_count; d++) {
        if (strcmp(site->departments[d].code, code) == 0) {
            return d;
        }
    }
    return UINT16_MAX;
}

/* The department of a clerk's window, UINT16_MAX for who sits at none. */
static uint16_t department_of_clerk(const struct site *site, const struct principal *who)
{
    const struct site_window *window = site_window(site, who->window);
    for (size_t w = 0; window == NULL && who->clerk[0] != '\0' && w < site->window_count; w++) {
        window = strcmp(site->windows[w].clerk, who->clerk) == 0 ? &site->windows[w] : NULL;
    }
    return window != NULL ? window->department : UINT16_MAX;
}

static int query_number(const struct request *request, const char *name, long low, long high,
                        long fallback, long *out)
{
    const char *text = request_query(request, name);
    char *end;
    *out = fallback;
    if (text == NULL || text[0] == '\0') {
        return 0;
    }
    *out = strtol(text, &end, 10);
    return *end == '\0' && *out >= low && *out <= high ? 0 : -1;
}

static int read_filter(const struct request *request, struct case_filter *filter)
{
    const struct site *site = hall_site(request->server->hall);
    const char *state = request_query(request, "state");
    const char *department = request_query(request, "department");
    long window;
    *filter = (struct case_filter){.state = state != NULL ? state : "open",
                                   .item = request_query(request, "item"),
                                   .clerk = request_query(request, "clerk"),
                                   .text = request_query(request, "receipt"),
                                   .department = department_named(site, department)};
    if (query_number(request, "window", 1, UINT16_MAX, 0, &window) < 0 ||
        request_day(request, "from", &filter->from) < 0 ||
        request_day(request, "to", &filter->to) < 0 ||
        (department != NULL && filter->department == UINT16_MAX)) {
        return -1;
    }
    filter->window = (uint16_t)window;
    if (request->who.role == ROLE_CLERK) { /* the work of the own department */
        filter->department = department_of_clerk(site, &request->who);
    }
    return 0;
}

static json_t *json_of_counts(const struct case_counts *counts)
{
    return json_pack(
        "{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "promised", (int)counts->promised,
        "reported", (int)counts->reported, "completed", (int)counts->completed, "early",
        (int)counts->early, "on_time", (int)counts->on_time, "late", (int)counts->late, "refused",
        (int)counts->refused, "withdrawn", (int)counts->withdrawn, "open", (int)counts->open,
        "suspended", (int)counts->suspended, "overdue", (int)counts->overdue);
}

static void get_cases(struct request *request)
{
    struct case_filter filter;
    long offset, limit;
    if (read_filter(request, &filter) < 0 ||
        query_number(request, "offset", 0, CASES, 0, &offset) < 0 ||
        query_number(request, "limit", 1, CASES_A_PAGE_MOST, CASES_A_PAGE, &limit) < 0) {
        reply_error(request, 422, "bad_filter");
        return;
    }
    const struct cases *cases = cases_of(request);
    json_t *list = json_array();
    long total = 0;
    for (size_t i = cases_count(cases); i-- > 0;) { /* the newest first */
        const struct case_file *file = cases_at(cases, i);
        if (!fits(request, file, &filter)) {
            continue;
        }
        if (total >= offset && total < offset + limit) {
            json_array_append_new(list, json_of_case(request, file));
        }
        total++;
    }
    struct case_counts counts;
    int32_t today = today_of(request);
    cases_sum(cases, hall_site(request->server->hall), filter.from != 0 ? filter.from : today,
              filter.to != 0 ? filter.to : today, today, filter.department, &counts);
    reply_json(request, 200,
               json_pack("{s:o,s:i,s:o}", "cases", list, "total", (int)total, "counts",
                         json_of_counts(&counts)));
}

/* ------------------------------------------------------------------ one case */

static const struct case_file *path_case(const struct request *request)
{
    char *end;
    long long id = strtoll(request->parts[0], &end, 10);
    const struct cases *cases = cases_of(request);
    const struct case_file *file =
        *end == '\0' ? cases_find(cases, id) : cases_by_receipt(cases, request->parts[0]);
    return file != NULL && file->stage != STAGE_VOID ? file : NULL;
}

struct history {
    const struct request *request;
    int64_t record;
    json_t *list;
};

static int take_history(void *context, const struct event *event)
{
    struct history *history = context;
    const struct hall *hall = history->request->server->hall;
    if (event_is_office(event->kind) && event->record == history->record &&
        event->seq <= hall_durable_seq(hall)) {
        json_array_append_new(history->list, json_of_event(hall, event));
    }
    return 0;
}

/* The events of one ticket, by their index: a few dozen rows. */
static json_t *history_of(const struct request *request, const struct case_file *file)
{
    char why[160];
    struct history history = {.request = request, .record = file->id, .list = json_array()};
    struct store_reader *reader =
        store_reader_open(hall_data_folder(request->server->hall), why, sizeof why);
    if (reader != NULL) {
        store_read_ticket(reader, file->ticket, take_history, &history);
        store_reader_close(reader);
    }
    return history.list;
}

static void get_case(struct request *request)
{
    const struct case_file *file = path_case(request);
    if (file == NULL) {
        reply_error(request, 404, "unknown_case");
        return;
    }
    json_t *out = json_of_case(request, file);
    json_object_set_new(out, "history", history_of(request, file));
    reply_json(request, 200, out);
}

static void moved(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct case_file *file =
        error == 0 ? cases_find(cases_of(request), outcome->record) : NULL;
    if (file == NULL) {
        reply_hall_error(request, error != 0 ? error : OFFICE_UNKNOWN);
        return;
    }
    reply_json(request, 200, json_of_case(request, file));
}

static int read_order(struct request *request, struct case_order *order)
{
    const struct principal *who = &request->who;
    char day[16];
    order->may = who->may;
    snprintf(order->clerk, sizeof order->clerk, "%s", who->clerk);
    order->department = department_of_clerk(hall_site(request->server->hall), who);
    return request_string(request, "reason", order->reason, sizeof order->reason) < 0 ||
                   request_lines(request, "text", order->text, sizeof order->text) < 0 ||
                   request_string(request, "promised", day, sizeof day) < 0 ||
                   day_parse(day[0] != '\0' ? day : NULL, &order->promised_day) < 0
               ? -1
               : 0;
}

static void post_move(struct request *request)
{
    struct case_order order = {0};
    struct office_head head;
    const struct case_file *file = path_case(request);
    if (file == NULL || case_verb_parse(request->parts[1], &order.verb) < 0) {
        reply_error(request, 404, file == NULL ? "unknown_case" : "no_such_page");
        return;
    }
    order.id = file->id;
    if (request_office_head(request, &head) < 0) {
        return;
    }
    if (read_order(request, &order) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    hall_office(request->server->hall, &head, cases_decide_move, &order, moved, request);
}

/* ------------------------------------------------------------------ the visitor's look */

static void get_progress(struct request *request)
{
    const struct case_file *file = strlen(request->parts[0]) < CASE_RECEIPT
                                       ? cases_by_receipt(cases_of(request), request->parts[0])
                                       : NULL;
    if (file == NULL) {
        reply_miss(request, "unknown_case");
        return;
    }
    reply_tagged_json(request, json_of_progress(request, file));
}

const struct route case_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/cases", get_cases, "承诺件", "Promised cases", NULL,
     "state:string department:string item:string window:integer clerk:string receipt:string "
     "from:date to:date offset:integer limit:integer",
     NULL, 200, MAY_LOOK},
    {EVHTTP_REQ_GET, "/api/v1/cases/{case}", get_case, "一个承诺件及其经过",
     "A case with its history", NULL, NULL, NULL, 200, MAY_LOOK},
    {EVHTTP_REQ_POST, "/api/v1/cases/{case}/{verb}", post_move,
     "推进承诺件：examine approve complete refuse withdraw suspend resume extend remark reopen",
     "Move a case: examine approve complete refuse withdraw suspend resume extend remark reopen",
     "intent:string* reason:string text:string promised:date", NULL, NULL, 200, MAY_SERVE},
    {EVHTTP_REQ_GET, "/api/v1/progress/{receipt}", get_progress, "凭受理回执号查询办理进度",
     "How far a case is, by the number of its receipt", NULL, NULL, NULL, 200, MAY_ANYBODY},
    {0},
};
