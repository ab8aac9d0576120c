/* api_live.c: the live page's snapshot, and the lists behind its figures.
 *
 *   waiting  tickets that wait now, the longest wait first, and what they wait for
 *   issued   tickets of today, the newest first
 *   late     calls of today whose wait was longer than the target (made by today's thread)
 *   devices  devices that do not answer or report a fault
 *
 * Each is a table of columns: the same rows as JSON in pages, or as CSV whole. Thread: loop. */
#include "reports/csv.h"
#include "http/live_page.h"
#include "http/live_parts.h"
#include "http/route.h"
#include "http/today.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MOST = 500, COLUMNS_MOST = 10 };

static void get_live(struct request *request)
{
    char *body = live_page_body(request->server->live_page);
    reply_text(request, body != NULL ? 200 : 500, "application/json; charset=utf-8",
               body != NULL ? body : "{}");
    free(body);
}

/* ------------------------------------------------------------------ lists */

/* What is asked for. */
struct asked {
    struct request *request;
    bool csv;
    size_t offset, limit;
};

/* A column of a list: key in JSON, words live.column.KEY in both languages. */
enum column_type {
    COLUMN_TEXT,
    COLUMN_WORDS,   /* {zh, en} */
    COLUMN_TIME,    /* RFC 3339; a CSV has HH:MM */
    COLUMN_SECONDS, /* a CSV has minutes */
    COLUMN_NUMBER,
};
struct column {
    const char *key;
    enum column_type type;
};

/* A list: its columns, and what fills rows in; `total` counts all. NULL: answers by itself. */
struct list {
    const char *name;
    struct column columns[COLUMNS_MOST]; /* ends with key NULL */
    json_t *(*rows)(const struct asked *asked, size_t *total);
    void (*ask)(const struct asked *asked);
};

static void put_cell(struct csv *csv, const struct asked *asked, const struct column *column,
                     const json_t *row)
{
    char text[64];
    wall_t time;
    const json_t *value = json_object_get(row, column->key);
    const char *language = language_code_name(asked->request->language);
    if (value == NULL || json_is_null(value)) {
        csv_put(csv, "");
    } else if (column->type == COLUMN_WORDS) {
        csv_put(csv, json_string_value(json_object_get(value, language)));
    } else if (column->type == COLUMN_TIME && wall_parse(json_string_value(value), &time) == 0) {
        csv_put(csv, wall_format_hhmm(time, text));
    } else if (column->type == COLUMN_SECONDS) {
        snprintf(text, sizeof text, "%.1f", (double)json_integer_value(value) / 60);
        csv_put(csv, text);
    } else if (json_is_integer(value)) {
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
        csv_put(csv, text);
    } else {
        csv_put(csv, json_string_value(value));
    }
}

static const char *head_of(const struct asked *asked, const struct column *column)
{
    char key[64];
    snprintf(key, sizeof key, "live.column.%s%s", column->key,
             column->type == COLUMN_SECONDS ? "_minutes" : "");
    return language_text(asked->request->server->language, asked->request->language, key);
}

static void reply_csv(const struct asked *asked, const struct list *list, const json_t *rows)
{
    char *bytes = NULL, disposition[96];
    size_t size, i;
    const json_t *row;
    struct csv csv;
    if (csv_begin(&csv, open_memstream(&bytes, &size)) < 0) {
        reply_error(asked->request, 500, "report_failed");
        return;
    }
    for (const struct column *column = list->columns; column->key != NULL; column++) {
        csv_put(&csv, head_of(asked, column));
    }
    csv_end_line(&csv);
    json_array_foreach(rows, i, row)
    {
        for (const struct column *column = list->columns; column->key != NULL; column++) {
            put_cell(&csv, asked, column, row);
        }
        csv_end_line(&csv);
    }
    fclose(csv.out);
    if (asked->request->http != NULL) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s.csv\"", list->name);
        evhttp_add_header(evhttp_request_get_output_headers(asked->request->http),
                          "Content-Disposition", disposition);
    }
    reply_bytes(asked->request, 200, "text/csv; charset=utf-8", bytes, size);
    free(bytes);
}

/* Takes `rows`. */
static void reply_list(const struct asked *asked, const struct list *list, json_t *rows,
                       size_t total)
{
    if (asked->csv) {
        reply_csv(asked, list, rows);
        json_decref(rows);
        return;
    }
    reply_json(asked->request, 200,
               json_pack("{s:s,s:I,s:I,s:o}", "list", list->name, "total", (json_int_t)total,
                         "offset", (json_int_t)asked->offset, "rows", rows));
}

static json_t *category_words(const struct site *site, const char *code)
{
    uint16_t index = site_category_index(site, code);
    return index != UINT16_MAX ? json_of_words(&site->categories[index].name)
                               : json_pack("{s:s,s:s}", "zh", code, "en", code);
}

static json_t *item_words(const struct site *site, const char *code)
{
    uint16_t index = site_item_index(site, code);
    return index != UINT16_MAX ? json_of_words(&site->items[index].name)
                               : json_pack("{s:s,s:s}", "zh", code, "en", code);
}

static bool is_on_page(const struct asked *asked, size_t position)
{
    return asked->csv || (position >= asked->offset && position < asked->offset + asked->limit);
}

/* ------------------------------------------------------------------ who waits, and why */

/* {zh, en}: what keeps it from being called. */
static json_t *why_of(const struct request *request, const struct ticket *ticket)
{
    const struct hall *hall = request->server->hall;
    const struct engine *engine = hall_engine(hall);
    char ahead[16], window[16], open[16], zh[200], en[200];
    uint32_t windows = engine_open_windows(engine, ticket->category);
    const char *key = ticket->bound_window != 0 ? "live.why.bound"
                      : windows == 0            ? "live.why.no_window"
                      : ticket->returned        ? "live.why.returned"
                      : ticket->no_shows > 0    ? "live.why.missed"
                                                : "live.why.queue";
    snprintf(ahead, sizeof ahead, "%d", engine_ahead(engine, ticket->id, wall_now()));
    snprintf(window, sizeof window, "%u", ticket->bound_window);
    snprintf(open, sizeof open, "%u", windows);
    const struct hole holes[] = {
        {"ahead", ahead}, {"window", window}, {"open", open}, {NULL, NULL}};
    language_fill(zh, sizeof zh, language_text(request->server->language, LANGUAGE_ZH, key),
                  holes);
    language_fill(en, sizeof en, language_text(request->server->language, LANGUAGE_EN, key),
                  holes);
    return json_pack("{s:s,s:s}", "zh", zh, "en", en);
}

static int by_wait(const void *a, const void *b)
{
    const struct ticket *one = *(const struct ticket *const *)a;
    const struct ticket *other = *(const struct ticket *const *)b;
    int64_t difference = one->waiting_since.ms - other->waiting_since.ms;
    return difference != 0 ? (difference < 0 ? -1 : 1) : (one->id < other->id ? -1 : 1);
}

static json_t *row_of_waiting(const struct asked *asked, const struct ticket *ticket)
{
    const struct hall *hall = asked->request->server->hall;
    const struct site *site = hall_site(hall);
    const struct plan_category *category = engine_category(hall_engine(hall), ticket->category);
    uint16_t index = site_category_index(site, category->code);
    return json_pack("{s:s,s:o,s:o,s:o,s:i,s:o,s:o}", "number", ticket->number, "category",
                     category_words(site, category->code), "item", item_words(site, ticket->item),
                     "since", json_of_time(ticket->waiting_since), "wait",
                     (int)(wall_between(ticket->waiting_since, wall_now()) / 1000), "target",
                     index != UINT16_MAX ? json_integer(site->categories[index].target_wait_s)
                                         : json_null(),
                     "why", why_of(asked->request, ticket));
}

static json_t *waiting_rows(const struct asked *asked, size_t *total)
{
    const struct engine *engine = hall_engine(asked->request->server->hall);
    size_t count = engine_ticket_count(engine);
    const struct ticket **list = calloc(count + 1, sizeof *list);
    json_t *rows = json_array();
    *total = 0;
    for (size_t i = 0; list != NULL && i < count; i++) {
        const struct ticket *ticket = engine_ticket_at(engine, i);
        if (ticket->state == TICKET_WAITING) {
            list[(*total)++] = ticket;
        }
    }
    if (*total > 0) {
        qsort(list, *total, sizeof *list, by_wait);
    }
    for (size_t i = 0; i < *total; i++) {
        if (is_on_page(asked, i)) {
            json_array_append_new(rows, row_of_waiting(asked, list[i]));
        }
    }
    free(list);
    return rows;
}

/* ------------------------------------------------------------------ today's tickets */

static json_t *state_words(const struct request *request, enum ticket_state state)
{
    static const char *const names[TICKET_STATE_COUNT] = {
        [TICKET_FREE] = "free",           [TICKET_WAITING] = "waiting",
        [TICKET_CALLED] = "called",       [TICKET_SERVING] = "serving",
        [TICKET_HELD] = "held",           [TICKET_FINISHED] = "finished",
        [TICKET_MISSED] = "missed",       [TICKET_CANCELLED] = "cancelled",
        [TICKET_EXPIRED] = "expired"};
    char key[64], zh[64];
    snprintf(key, sizeof key, "live.ticket.%s", names[state]);
    snprintf(zh, sizeof zh, "%s", language_text(request->server->language, LANGUAGE_ZH, key));
    return json_pack("{s:s,s:s}", "zh", zh, "en",
                     language_text(request->server->language, LANGUAGE_EN, key));
}

static json_t *row_of_issued(const struct asked *asked, const struct ticket *ticket)
{
    const struct hall *hall = asked->request->server->hall;
    const struct site *site = hall_site(hall);
    const struct plan_category *category = engine_category(hall_engine(hall), ticket->category);
    uint16_t window = ticket->window != 0 ? ticket->window : ticket->served_window;
    return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "number", ticket->number, "category",
                     category_words(site, category->code), "item", item_words(site, ticket->item),
                     "issued", json_of_time(ticket->issued), "state",
                     state_words(asked->request, ticket->state), "window",
                     window != 0 ? json_integer(window) : json_null(), "called",
                     json_of_time(ticket->called), "ended", json_of_time(ticket->ended));
}

static json_t *issued_rows(const struct asked *asked, size_t *total)
{
    const struct engine *engine = hall_engine(asked->request->server->hall);
    json_t *rows = json_array();
    *total = 0;
    for (size_t i = engine_ticket_count(engine); i > 0; i--) {
        const struct ticket *ticket = engine_ticket_at(engine, i - 1);
        if (!ticket->carried && ticket->state != TICKET_FREE && is_on_page(asked, (*total)++)) {
            json_array_append_new(rows, row_of_issued(asked, ticket));
        }
    }
    return rows;
}

/* ------------------------------------------------------------------ devices */

static json_t *health_words(const struct request *request, const struct hall_device *device)
{
    char key[64], zh[96];
    bool answers = device->health == HEALTH_OK || device->health == HEALTH_UNKNOWN;
    snprintf(key, sizeof key, "live.device.%s",
             answers ? (device->status & STATUS_PAPER_END) != 0 ? "paper_end" : "fault"
                     : device_health_name(device->health));
    snprintf(zh, sizeof zh, "%s", language_text(request->server->language, LANGUAGE_ZH, key));
    return json_pack("{s:s,s:s}", "zh", zh, "en",
                     language_text(request->server->language, LANGUAGE_EN, key));
}

static json_t *device_rows(const struct asked *asked, size_t *total)
{
    const struct hall *hall = asked->request->server->hall;
    const struct site *site = hall_site(hall);
    json_t *rows = json_array();
    *total = 0;
    for (uint16_t i = 0; i < site->device_count; i++) {
        struct hall_device device;
        if (live_device_is_well(hall, i) || !is_on_page(asked, (*total)++)) {
            continue;
        }
        hall_device(hall, i, &device);
        json_array_append_new(
            rows, json_pack("{s:s,s:o,s:o,s:s,s:o,s:o}", "device", site->devices[i].name, "title",
                            json_of_words(&site->devices[i].title), "window",
                            site->devices[i].window != 0 ? json_integer(site->devices[i].window)
                                                         : json_null(),
                            "line", site->lines[site->devices[i].line].name, "state",
                            health_words(asked->request, &device), "since",
                            json_of_time(device.changed)));
    }
    return rows;
}

/* ------------------------------------------------------------------ the late ones */

static void ask_late(const struct asked *asked);

static const struct list lists[] = {
    {"waiting",
     {{"number", COLUMN_TEXT},
      {"category", COLUMN_WORDS},
      {"item", COLUMN_WORDS},
      {"since", COLUMN_TIME},
      {"wait", COLUMN_SECONDS},
      {"target", COLUMN_SECONDS},
      {"why", COLUMN_WORDS}},
     waiting_rows,
     NULL},
    {"issued",
     {{"number", COLUMN_TEXT},
      {"category", COLUMN_WORDS},
      {"item", COLUMN_WORDS},
      {"issued", COLUMN_TIME},
      {"state", COLUMN_WORDS},
      {"window", COLUMN_NUMBER},
      {"called", COLUMN_TIME},
      {"ended", COLUMN_TIME}},
     issued_rows,
     NULL},
    {"late",
     {{"number", COLUMN_TEXT},
      {"category", COLUMN_WORDS},
      {"item", COLUMN_WORDS},
      {"wait", COLUMN_SECONDS},
      {"target", COLUMN_SECONDS},
      {"hour", COLUMN_NUMBER},
      {"window", COLUMN_NUMBER},
      {"clerk", COLUMN_TEXT}},
     NULL,
     ask_late},
    {"devices",
     {{"device", COLUMN_TEXT},
      {"title", COLUMN_WORDS},
      {"state", COLUMN_WORDS},
      {"since", COLUMN_TIME},
      {"window", COLUMN_NUMBER},
      {"line", COLUMN_TEXT}},
     device_rows,
     NULL},
};

/* "waiting.csv": list and form. NULL for a name that is none. */
static const struct list *list_named(const char *name, bool *csv)
{
    const char *dot = strchr(name, '.');
    size_t length = dot != NULL ? (size_t)(dot - name) : strlen(name);
    *csv = dot != NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strlen(lists[i].name) == length && strncmp(lists[i].name, name, length) == 0 &&
            (dot == NULL || strcmp(dot, ".csv") == 0)) {
            return &lists[i];
        }
    }
    return NULL;
}

static void late_listed(struct request *request, const struct today_list *late)
{
    struct asked asked = {.request = request, .offset = late->offset};
    const struct list *list = list_named(request->parts[0], &asked.csv);
    const struct site *site = hall_site(request->server->hall);
    json_t *rows = json_array();
    for (size_t i = 0; i < late->count; i++) {
        const struct live_late *one = &late->rows[i];
        json_array_append_new(
            rows, json_pack("{s:s,s:o,s:o,s:i,s:i,s:i,s:o,s:s}", "number", one->number, "category",
                            category_words(site, one->category), "item",
                            item_words(site, one->item), "wait", one->wait_s, "target",
                            one->target_s, "hour", one->hour, "window",
                            one->window != 0 ? json_integer(one->window) : json_null(), "clerk",
                            one->clerk));
    }
    reply_list(&asked, list, rows, late->total);
}

static void ask_late(const struct asked *asked)
{
    today_ask_late(live_page_today(asked->request->server->live_page), asked->request,
                   asked->csv ? 0 : asked->offset, asked->csv ? TODAY_PAGE : asked->limit,
                   late_listed);
}

static int query_size(struct request *request, const char *name, size_t most, size_t *out)
{
    const char *text = request_query(request, name);
    char *end;
    if (text == NULL) {
        return 0;
    }
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value > most) {
        return -1;
    }
    *out = (size_t)value;
    return 0;
}

static void get_list(struct request *request)
{
    struct asked asked = {.request = request, .limit = PAGE};
    const struct list *list = list_named(request->parts[0], &asked.csv);
    if (list == NULL) {
        reply_error(request, 404, "no_such_page");
        return;
    }
    if (query_size(request, "offset", LIMIT_TICKETS_A_DAY, &asked.offset) < 0 ||
        query_size(request, "limit", PAGE_MOST, &asked.limit) < 0 || asked.limit == 0) {
        reply_error(request, 422, "bad_filter");
        return;
    }
    if (list->ask != NULL) {
        list->ask(&asked);
        return;
    }
    size_t total;
    json_t *rows = list->rows(&asked, &total);
    reply_list(&asked, list, rows, total);
}

const struct route live_page_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/live", get_live, "管理页：四项指标、客流、热力图、窗口、预警",
     "The manager's page: figures, load, heat map, windows, alerts", NULL, NULL, "Live", 200,
     MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/live/lists/{list}", get_list,
     "指标背后的名单：waiting、issued、late、devices（.csv 为导出）",
     "Lists behind the figures: waiting, issued, late, devices (.csv exports)", NULL,
     "offset:integer limit:integer", "LiveList", 200, MAY_READ},
    {0},
};
