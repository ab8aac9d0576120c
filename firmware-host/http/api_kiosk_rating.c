/* api_kiosk_rating.c: rating at a screen in the hall, without a clerk and without a phone.
 *
 * Problem: whoever stands at the screen knows a number from the board and could rate for somebody
 * else, or try numbers to see what others came for.
 *
 * Design: only the slip gives access: its number and the check code that is printed on it, the last
 * four characters of the ticket's secret. They open one rating of a finished service and nothing
 * else; the other 112 bits stay on the paper's QR code. An unknown number and a wrong code look
 * alike, and wrong tries are counted by screen and by number (phone_limits.c), so that nobody gets
 * through the 65,536 codes of a number in the day that it lives. Thread: loop. */
#include "http/route.h"

#include <inttypes.h>
#include <sodium.h>
#include <ctype.h>
#include <string.h>

enum { CHECK = 4, INTENT_MOST = 44 };

static bool fits(const struct ticket *ticket, const char *check)
{
    char lower[CHECK + 1] = "";
    if (ticket == NULL || strlen(ticket->token) != LIMIT_TOKEN - 1 || strlen(check) != CHECK) {
        return false;
    }
    for (size_t i = 0; i < CHECK; i++) {
        lower[i] = (char)tolower((unsigned char)check[i]);
    }
    return sodium_memcmp(ticket->token + LIMIT_TOKEN - 1 - CHECK, lower, CHECK) == 0;
}

static void refuse_miss(struct request *request, const char *number)
{
    char *address = NULL;
    ev_uint16_t port;
    evhttp_connection_get_peer(evhttp_request_get_connection(request->http), &address, &port);
    struct phone_limits *limits = request->server->phone_limits;
    char key[LIMIT_NUMBER + 8];
    snprintf(key, sizeof key, "slip:%s", number);
    bool again = phone_limits_miss(limits, key, mono_now()) &&
                 phone_limits_miss(limits, address != NULL ? address : "", mono_now());
    reply_error(request, again ? 404 : 429, again ? "unknown_slip" : "too_often");
}

/* The finished, unrated service of the slip, or NULL when the request has been answered. */
static const struct ticket *slip_ticket(struct request *request)
{
    char number[LIMIT_NUMBER], check[LIMIT_NUMBER];
    if (request_string(request, "number", number, sizeof number) < 0 ||
        request_string(request, "check", check, sizeof check) < 0) {
        reply_error(request, 404, "unknown_slip");
        return NULL;
    }
    for (char *at = number; *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    const struct ticket *ticket =
        engine_ticket_by_number(hall_engine(request->server->hall), number);
    if (!fits(ticket, check)) {
        refuse_miss(request, number);
        return NULL;
    }
    if (ticket->rating != RATING_NONE) {
        reply_error(request, 409, "already_rated");
        return NULL;
    }
    if (ticket->state != TICKET_FINISHED || ticket->service == 0) {
        reply_error(request, 409, "not_served_yet");
        return NULL;
    }
    return ticket;
}

static void post_service(struct request *request)
{
    const struct ticket *ticket = slip_ticket(request);
    if (ticket == NULL) {
        return;
    }
    const struct site *site = hall_site(request->server->hall);
    uint16_t item = site_item_index(site, ticket->served_item);
    reply_json(request, 200,
               json_pack("{s:s,s:i,s:o,s:o}", "number", ticket->number, "window",
                         (int)ticket->served_window, "item",
                         item != UINT16_MAX ? json_of_words(&site->items[item].name) : json_null(),
                         "tags", json_of_review_tags(site)));
}

static void rated(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct request *request = context;
    if (error != 0) {
        reply_hall_error(request, error);
    } else {
        reply_json(request, 200, json_pack("{s:b}", "rated", true));
    }
}

static void post_evaluation(struct request *request)
{
    struct command command = {.kind = COMMAND_RATE};
    struct outcome known;
    char intent[INTENT_MOST], source[LIMIT_CODE];
    if (request_string(request, "intent", intent, sizeof intent) < 0 || intent[0] == '\0' ||
        request_string(request, "source", source, sizeof source) < 0) {
        reply_error(request, 422, "want_intent");
        return;
    }
    snprintf(command.intent, sizeof command.intent, "slip:%s", intent);
    if (engine_intent(hall_engine(request->server->hall), command.intent, &known)) {
        rated(request, 0, &known); /* asked again, as no answer came: it has been rated */
        return;
    }
    const struct ticket *ticket = slip_ticket(request);
    if (ticket == NULL || request_rating(request, &command) < 0) {
        return;
    }
    command.ticket = ticket->id;
    snprintf(command.actor, sizeof command.actor, "visitor");
    snprintf(command.source, sizeof command.source, "%s", source[0] != '\0' ? source : "kiosk");
    hall_submit(request->server->hall, &command, NULL, rated, request);
}

const struct route kiosk_rating_routes[] = {
    {EVHTTP_REQ_POST, "/api/v1/slip-service", post_service, "凭号票和评价码找到自己的一次办理",
     "The service of a slip, by its number and check code", "number:string* check:string*", NULL,
     NULL, 200, MAY(ROLE_KIOSK)},
    {EVHTTP_REQ_POST, "/api/v1/slip-evaluation", post_evaluation, "凭号票和评价码评价",
     "Rate the service of a slip",
     "number:string* check:string* level:integer* intent:string* tags:array text:string "
     "source:string",
     NULL, NULL, 200, MAY(ROLE_KIOSK)},
    {0},
};
