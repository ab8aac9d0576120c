/* api_windows.c: the verbs of a window. A verb is a row: name, command, fields of its body. */
#include "http/identity.h"

#include "office/cases.h"

#include <stdlib.h>
#include <string.h>

typedef int (*verb_fields)(struct request *request, struct command *command);

static int wants_ticket(struct request *request, struct command *command)
{
    char number[LIMIT_NUMBER];
    int64_t id;
    if (request_integer(request, "ticket", 1, INT64_MAX, &id) > 0) {
        command->ticket = id;
        return 0;
    }
    if (request_string(request, "ticket", number, sizeof number) < 0) {
        return -1;
    }
    if (number[0] != '\0') {
        const struct ticket *ticket =
            engine_ticket_by_number(hall_engine(request->server->hall), number);
        command->ticket = ticket != NULL ? ticket->id : -1;
    }
    return 0;
}

static int wants_outcome(struct request *request, struct command *command)
{
    char outcome[LIMIT_CODE];
    int64_t day;
    if (request_string(request, "outcome", outcome, sizeof outcome) < 0 ||
        request_string(request, "note", command->note, sizeof command->note) < 0 ||
        request_integer(request, "promised_day", 20000101, 29991231, &day) < 0) {
        return -1;
    }
    command->promised_day = (int32_t)day;
    return outcome[0] == '\0' ? 0 : outcome_parse(outcome, &command->outcome);
}

static int wants_hold(struct request *request, struct command *command)
{
    int64_t minutes;
    if (request_integer(request, "minutes", 1, 600, &minutes) < 0 ||
        request_string(request, "note", command->note, sizeof command->note) < 0) {
        return -1;
    }
    if (minutes > 0) {
        command->until = wall_after(wall_now(), minutes * 60000);
    }
    return 0;
}

static int wants_target(struct request *request, struct command *command)
{
    int64_t window;
    if (request_integer(request, "to_window", 1, UINT16_MAX, &window) < 0 ||
        request_string(request, "category", command->category, sizeof command->category) < 0 ||
        request_string(request, "item", command->item, sizeof command->item) < 0 ||
        request_string(request, "note", command->note, sizeof command->note) < 0) {
        return -1;
    }
    command->target_window = (uint16_t)window;
    command->return_to_me = json_is_true(json_object_get(request->body, "return_to_me"));
    return 0;
}

static int wants_reason(struct request *request, struct command *command)
{
    return request_string(request, "reason", command->reason, sizeof command->reason);
}

static int wants_clerk(struct request *request, struct command *command)
{
    if (request_string(request, "clerk", command->clerk, sizeof command->clerk) < 0) {
        return -1;
    }
    const struct site_window *window =
        site_window(hall_site(request->server->hall), command->window);
    if (request->who.clerk[0] != '\0' && request->who.role == ROLE_CLERK) {
        memcpy(command->clerk, request->who.clerk, sizeof command->clerk); /* as himself */
    } else if (command->clerk[0] == '\0' && window != NULL) {
        snprintf(command->clerk, sizeof command->clerk, "%s", window->clerk);
    }
    return 0;
}

/* What the page showed at the window: a ticket's id, or 0 for nobody. */
static int wants_seen(struct request *request, struct command *command)
{
    int64_t seen;
    int said = request_integer(request, "seen", 0, INT64_MAX, &seen);
    command->seen = said > 0 && seen == 0 ? SEEN_NONE : seen;
    return said;
}

static const struct {
    const char *verb;
    enum command_kind kind;
    verb_fields fields;
} verbs[] = {
    {"arrive", COMMAND_ARRIVE, NULL},       {"call", COMMAND_CALL, wants_ticket},
    {"close", COMMAND_CLOSE, NULL},         {"finish", COMMAND_FINISH, wants_outcome},
    {"hold", COMMAND_HOLD, wants_hold},     {"next", COMMAND_NEXT, wants_outcome},
    {"no-show", COMMAND_NO_SHOW, NULL},     {"open", COMMAND_OPEN, wants_clerk},
    {"pause", COMMAND_PAUSE, wants_reason}, {"recall", COMMAND_RECALL, NULL},
    {"resume", COMMAND_RESUME, wants_ticket}, {"transfer", COMMAND_TRANSFER, wants_target},
    {"undo", COMMAND_UNDO, NULL},
};

static void verb_done(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct hall *hall = request->server->hall;
    if (error != 0) {
        reply_hall_error(request, error);
        return;
    }
    const struct engine *engine = hall_engine(hall);
    const struct window *window = engine_window(engine, outcome->window);
    const struct ticket *ticket =
        outcome->ticket != 0 ? engine_ticket(engine, outcome->ticket) : NULL;
    json_t *out = json_object();
    json_object_set_new(out, "window", window != NULL ? json_of_window(hall, window)
                                                      : json_null());
    json_object_set_new(out, "ticket",
                        ticket != NULL ? json_of_ticket(hall, ticket, false) : json_null());
    json_object_set_new(out, "why", ticket != NULL ? json_of_why(hall, ticket) : json_null());
    json_object_set_new(out, "repeated", json_boolean(outcome->repeated));
    const struct case_file *file =
        cases_find(office_cases(hall_shown_office(hall)), outcome->record);
    json_object_set_new(out, "receipt", file != NULL ? json_string(file->receipt) : json_null());
    reply_json(request, 200, out);
}

uint16_t path_window(const struct request *request)
{
    char *end;
    unsigned long number = strtoul(request->parts[0], &end, 10);
    return *end == '\0' && number <= UINT16_MAX ? (uint16_t)number : 0;
}

static void post_verb(struct request *request)
{
    struct command command;
    memset(&command, 0, sizeof command);
    command.window = path_window(request);
    if (!identity_at_window(request, command.window)) {
        return;
    }
    verb_fields fields = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].verb, request->parts[1]) == 0) {
            command.kind = verbs[i].kind;
            fields = verbs[i].fields;
        }
    }
    if (command.kind == COMMAND_NONE) {
        reply_error(request, 404, "no_such_page");
        return;
    }
    if (request_string(request, "intent", command.intent, sizeof command.intent) < 0 ||
        command.intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return;
    }
    if (request_string(request, "source", command.source, sizeof command.source) < 0 ||
        wants_seen(request, &command) < 0 || (fields != NULL && fields(request, &command) < 0)) {
        reply_error(request, 422, "bad_value");
        return;
    }
    snprintf(command.actor, sizeof command.actor, "%s", request->who.actor);
    hall_submit(request->server->hall, &command, NULL, verb_done, request);
}

static void post_ask(struct request *request)
{
    if (!identity_at_window(request, path_window(request))) {
        return;
    }
    int error = hall_ask_evaluation(request->server->hall, path_window(request));
    if (error != 0) {
        reply_hall_error(request, error);
        return;
    }
    reply_json(request, 200, json_pack("{s:b}", "asked", true));
}

static void get_window(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct engine *engine = hall_engine(hall);
    const struct window *window = engine_window(engine, path_window(request));
    if (window == NULL) {
        reply_error(request, 404, "unknown_window");
        return;
    }
    json_t *out = json_of_window(hall, window), *held = json_array();
    int64_t ids[LIMIT_HELD_A_WINDOW];
    size_t count = engine_held_list(engine, window->number, ids, LIMIT_HELD_A_WINDOW);
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(held, json_of_ticket(hall, engine_ticket(engine, ids[i]), false));
    }
    json_object_set_new(out, "held", held);
    reply_json(request, 200, out);
}

static void get_windows(struct request *request)
{
    const struct hall *hall = request->server->hall;
    json_t *list = json_array();
    for (size_t i = 0; i < hall_site(hall)->window_count; i++) {
        const struct window *window =
            engine_window(hall_engine(hall), hall_site(hall)->windows[i].number);
        if (window != NULL) {
            json_array_append_new(list, json_of_window(hall, window));
        }
    }
    reply_json(request, 200, json_pack("{s:o}", "windows", list));
}

const struct route window_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/windows", get_windows, "全部窗口", "All windows", NULL, NULL,
     "Windows", 200, MAY_SHOW},
    {EVHTTP_REQ_GET, "/api/v1/windows/{window}", get_window, "一个窗口", "One window", NULL, NULL,
     "Window", 200, MAY_LOOK},
    {EVHTTP_REQ_POST, "/api/v1/windows/{window}/evaluation-request", post_ask, "请来访者评价",
     "Ask the visitor for a rating", NULL, NULL, NULL, 200, MAY_SERVE},
    {EVHTTP_REQ_POST, "/api/v1/windows/{window}/{verb}", post_verb,
     "窗口操作：next recall arrive finish no-show hold resume transfer pause open close undo call",
     "Verb of a window: next recall arrive finish no-show hold resume transfer pause open close "
     "undo call",
     "intent:string* source:string seen:integer ticket:ticket outcome:string promised_day:integer note:string "
     "minutes:integer to_window:integer category:string item:string return_to_me:boolean "
     "reason:string clerk:string",
     NULL, "Call", 200, MAY_SERVE},
    {0},
};
