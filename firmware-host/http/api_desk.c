/* api_desk.c: all that the clerk at one window needs to see, in one answer.
 *
 * Problem: a clerk's page must be right after one request: the ticket here and why, what may be
 * promised for its item, who waits, who is on hold with which note, what colleagues do, what the
 * window's own board and evaluator show, and until when the last key can be taken back. Asked for
 * piece by piece it would show a mixture of two moments.
 *
 * Design: one reading of the shown engine. Only the notes of hold and transfer are not in it; they
 * are read from the journal, for the few tickets that have been put aside. Thread: loop. */
#include "http/route.h"

#include "office/calendar.h"
#include "office/cases.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { DESK_WAITING = 100, DESK_QUEUE = 500 };

struct desk {
    const struct hall *hall;
    const struct site *site;
    const struct engine *engine;
    const struct window *window;
    const struct site_window *place; /* NULL when the configuration has it no more */
    struct store_reader *reader;     /* opened when a note is asked for */
};

static json_t *json_of_day(int32_t day)
{
    return day != 0 ? json_sprintf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100)
                    : json_null();
}

/* ------------------------------------------------------------------ tickets */

struct note {
    char text[LIMIT_NOTE];
    uint16_t window; /* where it was written */
};

static int take_note(void *context, const struct event *event)
{
    struct note *note = context;
    if (event->kind == EVENT_TICKET_HELD || event->kind == EVENT_TICKET_TRANSFERRED) {
        snprintf(note->text, sizeof note->text, "%s", event->note);
        note->window = event->window;
    }
    return 0;
}

/* What stood with the last hold or transfer of a ticket. */
static json_t *note_of(struct desk *desk, const struct ticket *ticket)
{
    char why[160];
    struct note note = {.text = ""};
    if (desk->reader == NULL) {
        desk->reader = store_reader_open(hall_data_folder(desk->hall), why, sizeof why);
    }
    if (desk->reader != NULL) {
        store_read_ticket(desk->reader, ticket->id, take_note, &note);
    }
    return note.text[0] == '\0' ? json_null()
                                : json_pack("{s:s,s:i}", "text", note.text, "window", note.window);
}

static json_t *json_of_priority(const struct desk *desk, const struct ticket *ticket)
{
    return ticket->priority != 0 && ticket->priority < desk->site->priority_count
               ? json_of_words(&desk->site->priorities[ticket->priority].name)
               : json_null();
}

static json_t *json_of_item(const struct desk *desk, const struct ticket *ticket)
{
    uint16_t item = site_item_index(desk->site, ticket->item);
    return item != UINT16_MAX ? json_of_words(&desk->site->items[item].name)
                              : json_pack("{s:s,s:s}", "zh", ticket->item, "en", ticket->item);
}

/* A ticket in a list: what is read at a glance. */
static json_t *json_in_list(const struct desk *desk, const struct ticket *ticket)
{
    const struct plan_category *category = engine_category(desk->engine, ticket->category);
    return json_pack("{s:I,s:s,s:s,s:o,s:o,s:o,s:b,s:b}", "id", (json_int_t)ticket->id, "number",
                     ticket->number, "category", category != NULL ? category->code : "", "item",
                     json_of_item(desk, ticket), "priority", json_of_priority(desk, ticket),
                     "since", json_of_time(ticket->waiting_since), "returned", ticket->returned,
                     "mine", ticket->bound_window == desk->window->number);
}

/* What may be promised for the item of the ticket here, in working days from today. */
static json_t *json_of_promise(const struct desk *desk, const struct ticket *ticket)
{
    static const char *const kinds[] = {"on_the_spot", "promised", "reported"};
    uint16_t index = site_item_index(desk->site, ticket->item);
    if (index == UINT16_MAX) {
        return json_null();
    }
    const struct site_item *item = &desk->site->items[index];
    int32_t today = engine_day(desk->engine);
    int32_t promised =
        item->promised_days > 0 ? calendar_add(desk->site, today, item->promised_days) : 0;
    int32_t statutory =
        item->statutory_days > 0 ? calendar_add(desk->site, today, item->statutory_days) : 0;
    return json_pack("{s:s,s:i,s:i,s:o,s:o}", "kind", kinds[item->kind], "promised_days",
                     item->promised_days, "statutory_days", item->statutory_days, "promised_day",
                     json_of_day(promised), "statutory_day", json_of_day(statutory));
}

static json_t *json_of_here(struct desk *desk)
{
    const struct ticket *ticket = engine_ticket(desk->engine, desk->window->ticket);
    if (desk->window->ticket == 0 || ticket == NULL) {
        return json_null();
    }
    json_t *out = json_of_ticket(desk->hall, ticket, false);
    json_object_set_new(out, "item_name", json_of_item(desk, ticket));
    json_object_set_new(out, "priority_name", json_of_priority(desk, ticket));
    json_object_set_new(out, "waited",
                        json_integer(wall_between(ticket->waiting_since, ticket->called) / 1000));
    json_object_set_new(out, "recalls_left",
                        json_integer(desk->site->policy.recall_limit - ticket->recalls));
    json_object_set_new(out, "promise", json_of_promise(desk, ticket));
    json_object_set_new(out, "note", ticket->returned || ticket->service > 1
                                         ? note_of(desk, ticket) : json_null());
    return out;
}

/* Whose service ended last: the receipt that was given, and the review if it is there. */
static json_t *json_of_last(const struct desk *desk)
{
    const struct ticket *ticket = engine_ticket(desk->engine, desk->window->last_ticket);
    if (desk->window->last_ticket == 0 || ticket == NULL) {
        return json_null();
    }
    const struct case_file *file =
        cases_of_ticket(office_cases(hall_shown_office(desk->hall)), ticket->id);
    bool finished = ticket->state == TICKET_FINISHED;
    return json_pack("{s:s,s:s,s:o,s:o,s:o,s:s,s:i}", "number", ticket->number, "outcome",
                     finished ? outcome_name(ticket->outcome) : "", "ended",
                     json_of_time(desk->window->last_ended), "receipt",
                     finished && file != NULL && file->stage != STAGE_VOID
                         ? json_string(file->receipt) : json_null(),
                     "promised",
                     finished && file != NULL ? json_of_day(file->promised_day) : json_null(),
                     "rating", rating_kind_name(ticket->rating), "level", ticket->level);
}

static json_t *json_of_held(struct desk *desk)
{
    int64_t ids[LIMIT_HELD_A_WINDOW];
    json_t *list = json_array();
    size_t count =
        engine_held_list(desk->engine, desk->window->number, ids, LIMIT_HELD_A_WINDOW);
    for (size_t i = 0; i < count; i++) {
        const struct ticket *ticket = engine_ticket(desk->engine, ids[i]);
        json_t *out = json_in_list(desk, ticket);
        json_object_set_new(out, "until", json_of_time(ticket->until));
        json_object_set_new(out, "note", note_of(desk, ticket));
        json_array_append_new(list, out);
    }
    return list;
}

/* ------------------------------------------------------------------ who waits */

static int by_rank(const void *a, const void *b)
{
    const struct ticket *x = *(const struct ticket *const *)a, *y = *(const struct ticket *const *)b;
    if (x->rank.ms != y->rank.ms) {
        return x->rank.ms < y->rank.ms ? -1 : 1;
    }
    return x->issued_seq < y->issued_seq ? -1 : x->issued_seq > y->issued_seq;
}

static size_t add_category(const struct desk *desk, uint16_t category,
                           const struct ticket **tickets, size_t count, size_t room)
{
    int64_t ids[DESK_QUEUE];
    size_t found = engine_waiting_list(desk->engine, category, wall_now(), ids, DESK_QUEUE);
    for (size_t i = 0; i < found && count < room; i++) {
        const struct ticket *ticket = engine_ticket(desk->engine, ids[i]);
        if (ticket->bound_window == 0 || ticket->bound_window == desk->window->number) {
            tickets[count++] = ticket;
        }
    }
    return count;
}

/* All that this window may call, those whose turn is nearest first. */
static json_t *json_of_waiting(const struct desk *desk)
{
    const struct ticket *tickets[4 * DESK_QUEUE];
    size_t count = 0;
    json_t *list = json_array();
    for (uint16_t i = 0; desk->place != NULL && i < desk->place->serves_count; i++) {
        if (desk->place->serves[i].weight > 0) {
            count = add_category(desk, desk->place->serves[i].category, tickets, count,
                                 sizeof tickets / sizeof *tickets);
        }
    }
    qsort(tickets, count, sizeof *tickets, by_rank);
    for (size_t i = 0; i < count && i < DESK_WAITING; i++) {
        json_array_append_new(list, json_in_list(desk, tickets[i]));
    }
    return list;
}

static json_t *json_of_categories(const struct desk *desk)
{
    json_t *list = json_array();
    for (uint16_t i = 0; desk->place != NULL && i < desk->place->serves_count; i++) {
        const struct site_serves *serves = &desk->place->serves[i];
        const struct site_category *category = &desk->site->categories[serves->category];
        json_array_append_new(
            list, json_pack("{s:s,s:s,s:o,s:i,s:i}", "code", category->code, "series",
                            category->series, "name", json_of_words(&category->name), "waiting",
                            (int)engine_waiting(desk->engine, serves->category), "weight",
                            serves->weight));
    }
    return list;
}

/* ------------------------------------------------------------------ colleagues, devices */

static json_t *json_of_colleague(const struct desk *desk, const struct site_window *place,
                                 const struct window *window)
{
    static const char *const states[] = {[WINDOW_CLOSED] = "closed", [WINDOW_OPEN] = "open",
                                         [WINDOW_PAUSED] = "paused"};
    const struct ticket *ticket =
        window->ticket != 0 ? engine_ticket(desk->engine, window->ticket) : NULL;
    return json_pack("{s:i,s:o,s:o,s:s,s:o,s:o,s:b}", "number", place->number, "name",
                     json_of_words(&place->name), "clerk", json_of_words(&place->clerk_name),
                     "state", states[window->state], "ticket",
                     ticket != NULL ? json_string(ticket->number) : json_null(), "since",
                     ticket != NULL ? json_of_time(ticket->state == TICKET_SERVING
                                                       ? ticket->arrived : ticket->called)
                                    : json_of_time(window->since),
                     "serving", ticket != NULL && ticket->state == TICKET_SERVING);
}

static json_t *json_of_colleagues(const struct desk *desk)
{
    json_t *list = json_array();
    for (size_t i = 0; i < desk->site->window_count; i++) {
        const struct site_window *place = &desk->site->windows[i];
        const struct window *window = engine_window(desk->engine, place->number);
        if (window != NULL && window != desk->window) {
            json_array_append_new(list, json_of_colleague(desk, place, window));
        }
    }
    return list;
}

static json_t *json_of_devices(const struct desk *desk)
{
    json_t *list = json_array();
    for (uint16_t i = 0; i < desk->site->device_count; i++) {
        const struct site_device *device = &desk->site->devices[i];
        struct hall_device known;
        if (device->window != desk->window->number || hall_device(desk->hall, i, &known) < 0) {
            continue;
        }
        enum device_kind kind = desk->site->profiles[device->profile].kind;
        json_array_append_new(
            list, json_pack("{s:s,s:s,s:s,s:s}", "name", device->name, "kind",
                            device_kind_name(kind), "health", device_health_name(known.health),
                            "showing", known.showing));
    }
    return list;
}

/* ------------------------------------------------------------------ the answer */

static json_t *json_of_desk(struct desk *desk)
{
    json_t *window = json_of_window(desk->hall, desk->window);
    json_object_set_new(window, "clerk_name",
                        desk->place != NULL ? json_of_words(&desk->place->clerk_name)
                                            : json_null());
    json_object_del(window, "ticket");
    json_t *out = json_pack("{s:I,s:i,s:o,s:o}", "seq", (json_int_t)hall_durable_seq(desk->hall),
                            "day", engine_day(desk->engine), "now", json_of_time(wall_now()),
                            "window", window);
    json_object_set_new(out, "ticket", json_of_here(desk));
    json_object_set_new(out, "last", json_of_last(desk));
    json_object_set_new(out, "undo_until",
                        json_of_time(engine_undo_until(desk->engine, desk->window->number)));
    json_object_set_new(out, "held", json_of_held(desk));
    json_object_set_new(out, "categories", json_of_categories(desk));
    json_object_set_new(out, "waiting", json_of_waiting(desk));
    json_object_set_new(out, "colleagues", json_of_colleagues(desk));
    json_object_set_new(out, "devices", json_of_devices(desk));
    return out;
}

static void get_desk(struct request *request)
{
    const struct hall *hall = request->server->hall;
    struct desk desk = {.hall = hall,
                        .site = hall_site(hall),
                        .engine = hall_engine(hall),
                        .window = engine_window(hall_engine(hall), path_window(request)),
                        .place = site_window(hall_site(hall), path_window(request))};
    if (desk.window == NULL) {
        reply_error(request, 404, "unknown_window");
        return;
    }
    json_t *out = json_of_desk(&desk);
    if (desk.reader != NULL) {
        store_reader_close(desk.reader);
    }
    reply_json(request, 200, out);
}

const struct route desk_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/windows/{window}/desk", get_desk, "窗口工作台所需的全部信息",
     "All that a clerk's page shows", NULL, NULL, NULL, 200, MAY_LOOK},
    {0},
};
