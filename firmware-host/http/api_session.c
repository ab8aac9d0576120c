/* api_session.c: who asks, and what he may. (reliability.md D.1)
 *
 * The server listens on the loopback interface: whoever reaches it is this machine's own user, who
 * can read the data folder anyway, and counts as a local administrator. Thread: loop. */
#include "http/route.h"

#include <string.h>

void principal_of(struct request *request)
{
    request->who = (struct principal){
        .role = ROLE_ADMINISTRATOR, .name = "local", .actor = "local", .local = true};
}

int request_office_head(struct request *request, struct office_head *head)
{
    memset(head, 0, sizeof *head);
    if (request_string(request, "intent", head->intent, sizeof head->intent) < 0 ||
        head->intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return -1;
    }
    snprintf(head->actor, sizeof head->actor, "%s", request->who.actor);
    snprintf(head->source, sizeof head->source, "page");
    return 0;
}

static void get_session(struct request *request)
{
    const struct principal *who = &request->who;
    reply_json(request, 200,
               json_pack("{s:s,s:{s:s,s:s},s:s,s:s,s:o,s:n,s:f,s:n}", "name", who->name, "display",
                         "zh", who->name, "en", who->name, "role", role_name(who->role), "clerk",
                         who->clerk, "window",
                         who->window != 0 ? json_integer(who->window) : json_null(), "until",
                         "clock_speed", hall_clock_speed(), "password_expires"));
}

const struct route session_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/session", get_session, "谁登录了", "Who is signed in", NULL, NULL,
     "Session", 200, MAY_ANYBODY & ~MAY(ROLE_NOBODY)},
    {0},
};
