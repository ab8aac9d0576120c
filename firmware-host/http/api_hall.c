/* api_hall.c: what the hall offers and how it stands: items, categories, the queue. */
#include "http/route.h"

#include <string.h>

enum { QUEUE_LIST = 500 };

static json_t *json_of_item(const struct site *site, const struct site_item *item, bool guide)
{
    static const char *const kinds[] = {"on_the_spot", "promised", "reported"};
    json_t *out = json_pack("{s:s,s:o,s:s,s:s,s:s,s:s,s:i,s:i,s:b}", "code", item->code, "name",
                            json_of_words(&item->name), "pinyin", item->pinyin, "department",
                            site->departments[item->department].code, "category",
                            site->categories[item->category].code, "kind", kinds[item->kind],
                            "promised_days", item->promised_days, "statutory_days",
                            item->statutory_days, "popular", item->popular);
    if (guide) {
        const struct site_guide *g = &item->guide;
        json_object_set_new(
            out, "guide",
            json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "basis", json_of_words(&g->basis),
                      "procedure", json_of_words(&g->procedure), "conditions",
                      json_of_words(&g->conditions), "papers", json_of_words(&g->papers), "fee",
                      json_of_words(&g->fee), "limit", json_of_words(&g->limit), "complaints",
                      json_of_words(&g->complaints)));
    }
    return out;
}

static json_t *json_of_category(const struct hall *hall, uint16_t index)
{
    const struct site *site = hall_site(hall);
    const struct engine *engine = hall_engine(hall);
    const struct site_category *category = &site->categories[index];
    uint32_t waiting = engine_waiting(engine, index);
    int32_t estimate = engine_estimate_s(engine, index, (int32_t)waiting);
    return json_pack("{s:s,s:s,s:o,s:o,s:i,s:i,s:o}", "code", category->code, "series",
                     category->series, "name", json_of_words(&category->name), "area",
                     json_of_words(&category->area), "waiting", (int)waiting, "open_windows",
                     (int)engine_open_windows(engine, index), "estimate",
                     estimate < 0 ? json_null() : json_integer(estimate));
}

static json_t *categories(const struct hall *hall)
{
    json_t *list = json_array();
    for (uint16_t i = 0; i < hall_site(hall)->category_count; i++) {
        json_array_append_new(list, json_of_category(hall, i));
    }
    return list;
}

static void get_items(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct site *site = hall_site(hall);
    json_t *items = json_array(), *departments = json_array();
    for (size_t i = 0; i < site->item_count; i++) {
        json_array_append_new(items, json_of_item(site, &site->items[i], true));
    }
    for (size_t i = 0; i < site->department_count; i++) {
        json_array_append_new(departments,
                              json_pack("{s:s,s:o}", "code", site->departments[i].code, "name",
                                        json_of_words(&site->departments[i].name)));
    }
    reply_json(request, 200, json_pack("{s:o,s:o,s:o}", "departments", departments, "categories",
                                       categories(hall), "items", items));
}

static void get_queue(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct engine *engine = hall_engine(hall);
    json_t *waiting = json_array();
    int64_t ids[QUEUE_LIST];
    for (uint16_t c = 0; c < hall_site(hall)->category_count; c++) {
        size_t count = engine_waiting_list(engine, c, wall_now(), ids, QUEUE_LIST);
        for (size_t i = 0; i < count; i++) {
            const struct ticket *ticket = engine_ticket(engine, ids[i]);
            json_array_append_new(
                waiting, json_pack("{s:I,s:s,s:s,s:o}", "id", (json_int_t)ticket->id, "number",
                                   ticket->number, "category",
                                   hall_site(hall)->categories[c].code, "issued",
                                   json_of_time(ticket->issued)));
        }
    }
    reply_json(request, 200,
               json_pack("{s:i,s:I,s:o,s:o,s:o}", "day", engine_day(engine), "seq",
                         (json_int_t)hall_durable_seq(hall), "now", json_of_time(wall_now()),
                         "categories", categories(hall), "waiting", waiting));
}

static void get_hall(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct site *site = hall_site(hall);
    json_t *priorities = json_array();
    for (size_t i = 0; i < site->priority_count; i++) {
        json_array_append_new(priorities,
                              json_pack("{s:s,s:o}", "code", site->priorities[i].code, "name",
                                        json_of_words(&site->priorities[i].name)));
    }
    reply_json(request, 200,
               json_pack("{s:s,s:o,s:o,s:i,s:o,s:b,s:f,s:o}", "code", site->code, "name",
                         json_of_words(&site->name), "address", json_of_words(&site->address),
                         "day", engine_day(hall_engine(hall)), "now", json_of_time(wall_now()),
                         "taking_tickets", hall_can_write(hall), "clock_speed",
                         hall_clock_speed(), "priorities", priorities));
}

static void day_closed(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct request *request = context;
    if (error != 0) {
        reply_hall_error(request, error);
        return;
    }
    reply_json(request, 200, json_pack("{s:b}", "closed", true));
}

static void post_day_close(struct request *request)
{
    char intent[LIMIT_INTENT];
    if (request_string(request, "intent", intent, sizeof intent) < 0 || intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return;
    }
    hall_close_day(request->server->hall, intent, request->who.actor, day_closed, request);
}

const struct route hall_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/hall", get_hall, "大厅", "The hall", NULL, NULL, "Hall", 200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/api/v1/items", get_items, "事项、部门与类别", "Items, departments, categories",
     NULL, NULL, "Items", 200, MAY_SHOW},
    {EVHTTP_REQ_GET, "/api/v1/queue", get_queue, "排队情况", "The queue", NULL, NULL, "Queue", 200, MAY_SHOW},
    {EVHTTP_REQ_POST, "/api/v1/day/close", post_day_close, "日结", "Close the business day",
     "intent:string*", NULL, NULL, 200, MAY_RUN},
    {0},
};
