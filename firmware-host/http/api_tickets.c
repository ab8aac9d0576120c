/* api_tickets.c: taking, looking at, rating, cancelling and reprinting tickets. */
#include "http/route.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Copies intent and the caller's name; every command needs an intent. */
static int command_head(struct request *request, struct command *command)
{
    memset(command, 0, sizeof *command);
    if (request_string(request, "intent", command->intent, sizeof command->intent) < 0 ||
        command->intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return -1;
    }
    if (request_string(request, "source", command->source, sizeof command->source) < 0) {
        reply_error(request, 422, "bad_value");
        return -1;
    }
    snprintf(command->actor, sizeof command->actor, "%s", request->who.actor);
    return 0;
}

/* Path part {id}: the ticket's id, or its number of the open day ("A012"). */
static const struct ticket *path_ticket(const struct request *request)
{
    const struct engine *engine = hall_engine(request->server->hall);
    char *end;
    long long id = strtoll(request->parts[0], &end, 10);
    return *end == '\0' ? engine_ticket(engine, id)
                        : engine_ticket_by_number(engine, request->parts[0]);
}

/* What a visitor thought of a service is nothing for those who serve. */
static json_t *json_for(const struct request *request, const struct ticket *ticket)
{
    json_t *out = json_of_ticket(request->server->hall, ticket, false);
    if ((MAY_READ & request->who.may) == 0) {
        json_object_del(out, "level");
        json_object_del(out, "rating");
    }
    return out;
}

/* ------------------------------------------------------------------ take */

static void issued(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct hall *hall = request->server->hall;
    const struct ticket *ticket =
        error == 0 ? engine_ticket(hall_engine(hall), outcome->ticket) : NULL;
    if (ticket == NULL) {
        reply_hall_error(request, error != 0 ? error : QUEUE_UNKNOWN_TICKET);
        return;
    }
    json_t *out = json_of_ticket(hall, ticket, true);
    json_object_set_new(out, "ahead", json_integer(ticket->ahead_at_issue));
    reply_json(request, 201, out);
}

static void post_ticket(struct request *request)
{
    struct command command;
    char printers[LIMIT_CODE];
    if (command_head(request, &command) < 0) {
        return;
    }
    if (request_string(request, "item", command.item, sizeof command.item) < 0 ||
        request_string(request, "priority", command.priority, sizeof command.priority) < 0 ||
        request_string(request, "printers", printers, sizeof printers) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    command.kind = COMMAND_ISSUE;
    unsigned char random[16];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(command.token, sizeof command.token, random, sizeof random);
    hall_issue(request->server->hall, &command, printers, issued, request);
}

/* ------------------------------------------------------------------ look */

static void get_ticket(struct request *request)
{
    const struct ticket *ticket = path_ticket(request);
    if (ticket == NULL) {
        reply_error(request, 404, "unknown_ticket");
        return;
    }
    reply_json(request, 200, json_for(request, ticket));
}

/* ------------------------------------------------------------------ rate, cancel, reprint */

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
    reply_json(request, 200, json_for(request, ticket));
}

static int ticket_command(struct request *request, struct command *command)
{
    const struct ticket *ticket = path_ticket(request);
    if (ticket == NULL) {
        reply_error(request, 404, "unknown_ticket");
        return -1;
    }
    if (command_head(request, command) < 0) {
        return -1;
    }
    command->ticket = ticket->id;
    return 0;
}

static void post_evaluation(struct request *request)
{
    struct command command;
    if (ticket_command(request, &command) < 0 || request_rating(request, &command) < 0) {
        return;
    }
    if (command.source[0] == '\0') {
        snprintf(command.source, sizeof command.source, "phone");
    }
    snprintf(command.actor, sizeof command.actor, "visitor");
    hall_submit(request->server->hall, &command, NULL, settled, request);
}

static void post_cancel(struct request *request)
{
    struct command command;
    if (ticket_command(request, &command) < 0) {
        return;
    }
    if (request_string(request, "reason", command.reason, sizeof command.reason) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    command.kind = COMMAND_CANCEL;
    hall_submit(request->server->hall, &command, NULL, settled, request);
}

/* The printer that the body names; UINT16_MAX = any of the group that printed before. -1 when the
 * request has been answered: no such printer, or no slip yet and so no group. */
static int slip_printer(struct request *request, uint16_t *index)
{
    const struct site *site = hall_site(request->server->hall);
    const struct ticket *ticket = path_ticket(request);
    char device[LIMIT_CODE];
    *index = UINT16_MAX;
    if (request_string(request, "device", device, sizeof device) < 0) {
        reply_error(request, 422, "bad_value");
        return -1;
    }
    if (device[0] == '\0') {
        bool has_group = ticket != NULL && ticket->slip_device[0] != '\0';
        if (!has_group) {
            reply_error(request, 422, "want_printer");
        }
        return has_group ? 0 : -1;
    }
    *index = site_device_index(site, device);
    if (*index == UINT16_MAX) {
        reply_error(request, 404, "unknown_device");
        return -1;
    }
    if (site->profiles[site->devices[*index].profile].kind != DEVICE_PRINTER) {
        reply_error(request, 409, "not_a_printer");
        return -1;
    }
    return 0;
}

static void post_slip(struct request *request)
{
    struct command command;
    uint16_t index;
    if (ticket_command(request, &command) < 0 || slip_printer(request, &index) < 0) {
        return;
    }
    hall_reprint(request->server->hall, command.ticket, index, command.intent, command.actor,
                 settled, request);
}

const struct route ticket_routes[] = {
    {EVHTTP_REQ_POST, "/api/v1/tickets", post_ticket, "取号", "Take a ticket",
     "item:string* intent:string* priority:string source:string printers:string", NULL, "Ticket",
     201, MAY_TAKE},
    {EVHTTP_REQ_GET, "/api/v1/tickets/{id}", get_ticket, "查看号票", "Look at a ticket", NULL, NULL,
     "Ticket", 200, MAY_LOOK | MAY(ROLE_KIOSK)},
    {EVHTTP_REQ_POST, "/api/v1/tickets/{id}/evaluation", post_evaluation, "评价一次服务",
     "Rate a service", "level:integer* intent:string* tags:array text:string source:string", NULL,
     "Ticket", 200, MAY_LOCAL}, /* visitors rate with a token or the code on the slip */
    {EVHTTP_REQ_POST, "/api/v1/tickets/{id}/cancel", post_cancel, "弃号", "Cancel a ticket",
     "intent:string* reason:string source:string", NULL, "Ticket", 200, MAY_SERVE},
    {EVHTTP_REQ_POST, "/api/v1/tickets/{id}/slip", post_slip, "补打号票",
     "Print a copy of the slip", "intent:string* device:string source:string", NULL, "Ticket",
     200, MAY_SERVE},
    {0},
};
