/* api_phone.c: what the visitor's own page may ask: its ticket, and nothing else.
 *
 * The ticket's token is a capability of 128 random bits. It stands in the fragment of the page's
 * address, which browsers never send, and comes here as the header X-Ticket-Token: so it is in no
 * request line and no log. Whoever has it may look, cancel and rate once; there is no list, no
 * search, no other ticket. It ends a day after the ticket's business day (reliability.md D.1).
 *
 * An intent is kept under the ticket's own id, so that a guessed intent of somebody else yields
 * nothing of theirs. Unknown and expired tokens look alike. Thread: loop. */
#include "http/route.h"

#include "office/cases.h"
#include "view/wait_range.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_HOURS = 24, INTENT_MOST = 44 };

/* ------------------------------------------------------------------ whose page */

static bool is_token(const char *text)
{
    return text != NULL && strlen(text) == LIMIT_TOKEN - 1 &&
           strspn(text, "0123456789abcdef") == LIMIT_TOKEN - 1;
}

static bool is_over(const struct ticket *ticket, wall_t now)
{
    wall_t end = wall_after(wall_day_start(day_next(ticket->day)), TOKEN_HOURS * 3600 * 1000);
    return wall_between(end, now) > 0;
}

static const struct ticket *ticket_of_token(const struct request *request, const char *token)
{
    if (!is_token(token)) {
        return NULL;
    }
    const struct ticket *ticket = engine_ticket_by_token(hall_engine(request->server->hall), token);
    bool same = ticket != NULL && sodium_memcmp(ticket->token, token, LIMIT_TOKEN - 1) == 0;
    return same && !is_over(ticket, wall_now()) ? ticket : NULL;
}

void reply_miss(struct request *request, const char *code)
{
    char *address = NULL;
    ev_uint16_t port;
    evhttp_connection_get_peer(evhttp_request_get_connection(request->http), &address, &port);
    bool again = phone_limits_miss(request->server->phone_limits, address != NULL ? address : "",
                                   mono_now());
    reply_error(request, again ? 404 : 429, again ? code : "too_often");
}

/* The ticket whose page asks, or NULL when the request has been answered. */
static const struct ticket *own_ticket(struct request *request)
{
    const char *token =
        evhttp_find_header(evhttp_request_get_input_headers(request->http), "X-Ticket-Token");
    const struct ticket *ticket = ticket_of_token(request, token);
    if (ticket == NULL) {
        reply_miss(request, "unknown_ticket");
        return NULL;
    }
    if (!phone_limits_ticket(request->server->phone_limits, ticket->id, mono_now())) {
        evhttp_add_header(evhttp_request_get_output_headers(request->http), "Retry-After", "5");
        reply_error(request, 429, "too_often");
        return NULL;
    }
    return ticket;
}

/* ------------------------------------------------------------------ what it sees */

static const char *state_of(const struct ticket *ticket)
{
    static const char *const names[TICKET_STATE_COUNT] = {
        [TICKET_FREE] = "expired",    [TICKET_WAITING] = "waiting",
        [TICKET_CALLED] = "called",   [TICKET_SERVING] = "serving",
        [TICKET_HELD] = "held",       [TICKET_FINISHED] = "finished",
        [TICKET_MISSED] = "missed",   [TICKET_CANCELLED] = "cancelled",
        [TICKET_EXPIRED] = "expired",
    };
    return names[ticket->state];
}

static json_t *json_of_place(const struct site *site, uint16_t number)
{
    const struct site_window *window = site_window(site, number);
    if (window == NULL) {
        return json_null();
    }
    return json_pack("{s:i,s:o,s:o}", "number", (int)number, "name", json_of_words(&window->name),
                     "area", json_of_words(&window->area));
}

static json_t *json_of_windows(const struct site *site, uint16_t category)
{
    json_t *list = json_array();
    for (size_t w = 0; w < site->window_count; w++) {
        const struct site_window *window = &site->windows[w];
        for (uint16_t k = 0; k < window->serves_count; k++) {
            if (window->serves[k].category == category) {
                json_array_append_new(list, json_integer(window->number));
            }
        }
    }
    return list;
}

static json_t *json_of_minutes(const struct engine *engine, const struct ticket *ticket,
                               int32_t ahead)
{
    struct wait_range range;
    if (ticket->state != TICKET_WAITING ||
        !wait_range_of(engine_estimate_s(engine, ticket->category, ahead), ahead, &range)) {
        return json_null();
    }
    return json_pack("{s:i,s:i}", "low", (int)range.low_min, "high", (int)range.high_min);
}

static bool can_cancel(const struct ticket *ticket)
{
    return ticket->state == TICKET_WAITING || ticket->state == TICKET_CALLED ||
           ticket->state == TICKET_HELD;
}

static bool can_rate(const struct ticket *ticket)
{
    return ticket->state == TICKET_FINISHED && ticket->service > 0 && ticket->rating == RATING_NONE;
}

/* Words of what the ticket is for: its item, or only its category. */
static void add_matter(json_t *out, const struct site *site, const struct ticket *ticket)
{
    uint16_t item = site_item_index(site, ticket->item);
    uint16_t category = item != UINT16_MAX ? site->items[item].category : ticket->category;
    bool known = category < site->category_count;
    json_object_set_new(out, "item",
                        item != UINT16_MAX ? json_of_words(&site->items[item].name) : json_null());
    json_object_set_new(out, "papers",
                        item != UINT16_MAX ? json_of_words(&site->items[item].guide.papers)
                                           : json_null());
    json_object_set_new(out, "category",
                        known ? json_of_words(&site->categories[category].name) : json_null());
    json_object_set_new(out, "area",
                        known ? json_of_words(&site->categories[category].area) : json_null());
    json_object_set_new(out, "windows", json_of_windows(site, category));
}

/* No clock in it: the same state is the same bytes, and the page is answered 304. */
static json_t *json_of_own(const struct hall *hall, const struct ticket *ticket)
{
    const struct site *site = hall_site(hall);
    const struct engine *engine = hall_engine(hall);
    int32_t ahead = engine_ahead(engine, ticket->id, wall_now());
    json_t *out = json_pack("{s:s,s:s,s:o,s:o,s:i,s:o,s:i,s:i,s:b,s:b}", "number", ticket->number,
                            "state", state_of(ticket), "hall", json_of_words(&site->name), "notice",
                            json_of_words(&site->ticket_notice), "ahead", (int)ahead, "minutes",
                            json_of_minutes(engine, ticket, ahead), "recalls", (int)ticket->recalls,
                            "no_shows", (int)ticket->no_shows, "can_cancel", can_cancel(ticket),
                            "can_rate", can_rate(ticket));
    uint16_t window = ticket->window != 0 ? ticket->window : ticket->served_window;
    json_object_set_new(out, "window", json_of_place(site, window));
    json_object_set_new(out, "issued", json_of_time(ticket->issued));
    json_object_set_new(out, "called", json_of_time(ticket->called));
    json_object_set_new(out, "level",
                        ticket->rating != RATING_NONE ? json_integer(ticket->level) : json_null());
    const struct case_file *file = cases_of_ticket(office_cases(hall_shown_office(hall)), ticket->id);
    json_object_set_new(out, "receipt", file != NULL ? json_string(file->receipt) : json_null());
    add_matter(out, site, ticket);
    if (can_rate(ticket)) {
        json_object_set_new(out, "tags", json_of_review_tags(site));
    }
    return out;
}

static void get_my_ticket(struct request *request)
{
    const struct ticket *ticket = own_ticket(request);
    if (ticket != NULL) {
        reply_tagged_json(request, json_of_own(request->server->hall, ticket));
    }
}

/* ------------------------------------------------------------------ what it may do */

static void settled(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct hall *hall = request->server->hall;
    const struct ticket *ticket =
        error == 0 ? engine_ticket(hall_engine(hall), outcome->ticket) : NULL;
    if (ticket == NULL) {
        reply_hall_error(request, error != 0 ? error : QUEUE_UNKNOWN_TICKET);
        return;
    }
    reply_json(request, 200, json_of_own(hall, ticket));
}

/* A visitor's command on the own ticket. 0, or -1 when the request has been answered. */
static int own_command(struct request *request, struct command *command)
{
    char intent[INTENT_MOST];
    const struct ticket *ticket = own_ticket(request);
    if (ticket == NULL) {
        return -1;
    }
    if (request_string(request, "intent", intent, sizeof intent) < 0 || intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return -1;
    }
    memset(command, 0, sizeof *command);
    snprintf(command->intent, sizeof command->intent, "phone:%" PRId64 ":%s", ticket->id, intent);
    snprintf(command->actor, sizeof command->actor, "visitor");
    snprintf(command->source, sizeof command->source, "phone");
    command->ticket = ticket->id;
    return 0;
}

static void post_cancel(struct request *request)
{
    struct command command;
    if (own_command(request, &command) < 0) {
        return;
    }
    command.kind = COMMAND_CANCEL;
    snprintf(command.reason, sizeof command.reason, "visitor");
    hall_submit(request->server->hall, &command, NULL, settled, request);
}

static void post_evaluation(struct request *request)
{
    struct command command;
    if (own_command(request, &command) < 0 || request_rating(request, &command) < 0) {
        return;
    }
    hall_submit(request->server->hall, &command, NULL, settled, request);
}

const struct route phone_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/my-ticket", get_my_ticket, "自己的号票（请求头 X-Ticket-Token）",
     "The own ticket (header X-Ticket-Token)", NULL, NULL, NULL, 200, MAY_ANYBODY},
    {EVHTTP_REQ_POST, "/api/v1/my-ticket/cancel", post_cancel, "自己弃号", "Give up the own ticket",
     "intent:string*", NULL, NULL, 200, MAY_ANYBODY},
    {EVHTTP_REQ_POST, "/api/v1/my-ticket/evaluation", post_evaluation, "评价自己的一次办理",
     "Rate the own service", "level:integer* intent:string* tags:array text:string", NULL, NULL, 200,
     MAY_ANYBODY},
    {0},
};
