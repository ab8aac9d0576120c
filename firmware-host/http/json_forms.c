/* json_forms.c: the hall's things as JSON, in one place. Durations are seconds, times RFC 3339,
 * texts {zh, en}. A ticket's token is in the answer to whoever took it and nowhere else. */
#include "http/route.h"

#include <math.h>

json_t *json_of_words(const struct words *words)
{
    return json_pack("{s:s,s:s}", "zh", words->zh, "en",
                     words->en[0] != '\0' ? words->en : words->zh);
}

json_t *json_of_time(wall_t t)
{
    char text[WALL_TEXT_SIZE];
    return t.ms == 0 ? json_null() : json_string(wall_format(t, text));
}

/* The spread of a sum of `ahead` service times that vary as much as their mean: the estimate
 * stands for the middle, the others for one visitor in five and one in ten who wait longer. */
json_t *json_of_wait(int32_t quote_s, int32_t ahead)
{
    if (quote_s < 0) {
        return json_null();
    }
    double spread = ahead > 0 ? quote_s / sqrt((double)ahead) : 0;
    return json_pack("{s:i,s:i,s:i}", "p50", quote_s, "p80", (int)(quote_s + 0.84 * spread),
                     "p90", (int)(quote_s + 1.28 * spread));
}

static const char *const ticket_states[TICKET_STATE_COUNT] = {
    [TICKET_FREE] = "free",         [TICKET_WAITING] = "waiting",
    [TICKET_CALLED] = "called",     [TICKET_SERVING] = "serving",
    [TICKET_HELD] = "held",         [TICKET_FINISHED] = "finished",
    [TICKET_MISSED] = "missed",     [TICKET_CANCELLED] = "cancelled",
    [TICKET_EXPIRED] = "expired",
};
static const char *const slip_states[SLIP_STATE_COUNT] = {
    [SLIP_NONE] = "none",           [SLIP_PRINTING] = "printing",
    [SLIP_PRINTED] = "printed",     [SLIP_UNCERTAIN] = "uncertain",
    [SLIP_VOID] = "void",
};
static const char *const window_states[WINDOW_STATE_COUNT] = {
    [WINDOW_CLOSED] = "closed",
    [WINDOW_OPEN] = "open",
    [WINDOW_PAUSED] = "paused",
};

json_t *json_of_why(const struct hall *hall, const struct ticket *ticket)
{
    const struct why *why = &ticket->why;
    if (why->rule == WHY_NONE) {
        return json_null();
    }
    struct hall_sentence sentence;
    hall_explain(hall, ticket, &sentence);
    return json_pack("{s:s,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:I,s:i,s:{s:s,s:s}}", "rule",
                     why_rule_name(why->rule), "waited", why->waited_s, "bonus", why->bonus_s,
                     "weight", why->weight, "score", why->score, "candidates", why->candidates,
                     "overtakes", why->overtakes, "overtaken", why->overtaken, "next",
                     (json_int_t)why->next_ticket, "next_score", why->next_score, "sentence",
                     "zh", sentence.zh, "en", sentence.en);
}

json_t *json_of_ticket(const struct hall *hall, const struct ticket *ticket, bool with_token)
{
    const struct engine *engine = hall_engine(hall);
    const struct plan_category *category = engine_category(engine, ticket->category);
    const struct queue_plan *plan = engine_plan(engine);
    json_t *out = json_pack(
        "{s:I,s:s,s:s,s:s,s:s,s:s,s:i,s:b,s:i,s:o}", "id", (json_int_t)ticket->id, "number",
        ticket->number, "state", ticket_states[ticket->state], "category",
        category != NULL ? category->code : "", "item", ticket->item, "priority",
        plan->priorities[ticket->priority].code, "day", ticket->day, "carried", ticket->carried,
        "ahead", (int)engine_ahead(engine, ticket->id, wall_now()), "wait",
        json_of_wait(ticket->quote_s, ticket->ahead_at_issue));
    json_object_set_new(out, "window", ticket->window != 0 ? json_integer(ticket->window)
                                                           : json_null());
    json_object_set_new(out, "issued", json_of_time(ticket->issued));
    json_object_set_new(out, "called", json_of_time(ticket->called));
    json_object_set_new(out, "arrived", json_of_time(ticket->arrived));
    json_object_set_new(out, "ended", json_of_time(ticket->ended));
    json_object_set_new(out, "recalls", json_integer(ticket->recalls));
    json_object_set_new(out, "no_shows", json_integer(ticket->no_shows));
    json_object_set_new(out, "slip", json_string(slip_states[ticket->slip]));
    json_object_set_new(out, "slips", json_integer(ticket->slips));
    json_object_set_new(out, "level", ticket->rating != RATING_NONE ? json_integer(ticket->level)
                                                                    : json_null());
    json_object_set_new(out, "rating", json_string(rating_kind_name(ticket->rating)));
    json_object_set_new(out, "why", json_of_why(hall, ticket));
    if (with_token) {
        json_object_set_new(out, "token", json_string(ticket->token));
    }
    return out;
}

json_t *json_of_window(const struct hall *hall, const struct window *window)
{
    const struct engine *engine = hall_engine(hall);
    const struct site_window *site = site_window(hall_site(hall), window->number);
    json_t *out = json_pack("{s:i,s:s,s:s,s:s,s:i,s:i}", "number", window->number, "state",
                            window_states[window->state], "clerk", window->clerk, "pause_reason",
                            window->pause_reason, "waiting",
                            (int)engine_waiting_for_window(engine, window->number), "served",
                            (int)window->served);
    json_object_set_new(out, "since", json_of_time(window->since));
    const struct ticket *ticket =
        window->ticket != 0 ? engine_ticket(engine, window->ticket) : NULL;
    json_object_set_new(out, "ticket",
                        ticket != NULL ? json_of_ticket(hall, ticket, false) : json_null());
    json_object_del(json_object_get(out, "ticket"), "level"); /* not for those who serve */
    json_object_del(json_object_get(out, "ticket"), "rating");
    if (site != NULL) {
        json_object_set_new(out, "name", json_of_words(&site->name));
        json_object_set_new(out, "area", json_of_words(&site->area));
        json_object_set_new(out, "integrated", json_boolean(site->integrated));
        json_object_set_new(out, "usual", json_string(site->clerk)); /* who usually sits there */
    }
    return out;
}

bool event_is_of_accounts(enum event_kind kind)
{
    return event_is_office(kind) && kind < EVENT_OFFICE_REVIEW_OPENED;
}

bool event_may_be_seen(const struct event *event, unsigned may)
{
    if (event_is_of_accounts(event->kind)) {
        return ((MAY_READ | MAY_ADMINISTER) & may) != 0;
    }
    return (!event_is_office(event->kind) && event->kind != EVENT_TICKET_RATED) ||
           (MAY_READ & may) != 0;
}

json_t *json_of_event(const struct hall *hall, const struct event *event)
{
    char body[EVENT_BODY_SIZE];
    json_t *out = NULL;
    if (event_body_write(event, body, sizeof body) >= 0) {
        out = json_loads(body, 0, NULL);
    }
    if (out == NULL) {
        out = json_object();
    }
    json_object_del(out, "token"); /* a capability of the visitor, not news */
    if (event_is_of_accounts(event->kind)) {
        json_object_del(out, "text"); /* hashes of passwords, tokens and sessions */
    }
    json_object_set_new(out, "seq", json_integer(event->seq));
    json_object_set_new(out, "at", json_of_time(event->at));
    json_object_set_new(out, "kind", json_string(event_kind_name(event->kind)));
    json_object_set_new(out, "day", json_integer(event->day));
    if (event->ticket != 0) {
        const struct ticket *ticket = engine_ticket(hall_engine(hall), event->ticket);
        json_object_set_new(out, "ticket", json_integer(event->ticket));
        if (ticket != NULL) {
            json_object_set_new(out, "number", json_string(ticket->number));
        }
    }
    if (event->window != 0) {
        json_object_set_new(out, "window", json_integer(event->window));
    }
    if (event->actor[0] != '\0') {
        json_object_set_new(out, "actor", json_string(event->actor));
    }
    return out;
}
