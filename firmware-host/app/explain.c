/* explain.c: why this ticket now, as a sentence for clerk and visitor.
 *
 * The engine stored the facts with the call (event.h, struct why); the words are in
 * config/lang/why.yaml. */
#include "app/hall_internal.h"

static void minutes(char *out, size_t size, int32_t seconds)
{
    snprintf(out, size, "%d", (seconds + 30) / 60);
}

static void explain_in(const struct hall *hall, const struct ticket *ticket,
                       enum language_code code, char *out, size_t size)
{
    const struct why *why = &ticket->why;
    char key[64], waited[16], bonus[16], candidates[16], overtaken[16], score[16], weight[16];
    const struct ticket *next = engine_ticket(hall->shown, why->next_ticket);
    const struct plan_priority *priority = &engine_plan(hall->shown)->priorities[ticket->priority];
    const char *class_name = priority->code;
    for (size_t i = 0; i < hall->site->priority_count; i++) {
        if (ticket->priority == i) {
            class_name = hall_words(&hall->site->priorities[i].name, code);
        }
    }
    minutes(waited, sizeof waited, why->waited_s);
    minutes(bonus, sizeof bonus, why->bonus_s);
    snprintf(candidates, sizeof candidates, "%d", why->candidates);
    snprintf(overtaken, sizeof overtaken, "%d", why->overtaken);
    snprintf(score, sizeof score, "%d", why->score);
    snprintf(weight, sizeof weight, "%d", why->weight);
    const struct hole holes[] = {
        {"number", ticket->number}, {"waited", waited},         {"bonus", bonus},
        {"candidates", candidates}, {"overtaken", overtaken},   {"score", score},
        {"weight", weight},         {"class", class_name},
        {"next", next != NULL ? next->number : ""}, {NULL, NULL},
    };
    snprintf(key, sizeof key, "why.%s", why_rule_name(why->rule));
    language_fill(out, size, hall_text(hall, code, key), holes);
}

void hall_explain(const struct hall *hall, const struct ticket *ticket, struct hall_sentence *out)
{
    out->zh[0] = out->en[0] = '\0';
    if (ticket->why.rule != WHY_NONE) {
        explain_in(hall, ticket, LANGUAGE_ZH, out->zh, sizeof out->zh);
        explain_in(hall, ticket, LANGUAGE_EN, out->en, sizeof out->en);
    }
}
