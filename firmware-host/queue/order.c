/* order.c: who is next, and why.
 *
 * Of the tickets that wait and that a window may call:
 *   1. one that was overtaken as often as the hall allows, the one issued first (starving);
 *   2. one that comes back to this very window from a hold or a transfer;
 *   3. the highest score: waited × the window's weight for its category / 100 + bonus.
 * Equal scores: the one issued first. The bonus is how much earlier the ticket's rank is than
 * the moment it began to wait; class, return and re-insertion behind k all come down to a rank.
 *
 * Every candidate is looked at: the figures in `struct why` need that anyway (how many there
 * were, how many are overtaken), and some hundred waiting tickets take microseconds. */
#include "queue/draft.h"

#include <limits.h>
#include <string.h>

struct candidate {
    const struct ticket *ticket;
    bool starving, returns;
    int64_t score_ms;
    uint16_t weight;
};

static bool is_starving(const struct engine *engine, const struct ticket *ticket)
{
    uint16_t limit = engine->plan.policy.overtaken_limit;
    return limit > 0 && ticket->overtaken >= limit;
}

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->starving != b->starving) {
        return a->starving;
    }
    if (!a->starving && a->returns != b->returns) {
        return a->returns;
    }
    if (!a->starving && a->score_ms != b->score_ms) {
        return a->score_ms > b->score_ms;
    }
    return a->ticket->issued_seq < b->ticket->issued_seq;
}

static int64_t waited_ms(const struct draft *draft, const struct ticket *ticket)
{
    int64_t ms = wall_between(ticket->waiting_since, draft->since);
    return ms > 0 ? ms : 0;
}

static int64_t bonus_ms(const struct ticket *ticket)
{
    return wall_between(ticket->rank, ticket->waiting_since);
}

/* A look at all that a window may call; `visit` sees each once. */
struct survey {
    const struct draft *draft;
    const struct window_record *window;
    void (*visit)(struct survey *, const struct candidate *);
    struct candidate best, next; /* ticket NULL = none */
    int64_t chosen;              /* the clerk's choice is the best, 0 = the policy's is */
    int64_t issued_before;
    int32_t candidates, earlier;
};

static bool may_call(const struct window_record *window, const struct ticket *ticket)
{
    return ticket->bound_window == 0 || ticket->bound_window == window->window.number;
}

static void consider(struct survey *survey, const struct ticket *ticket)
{
    uint16_t number = survey->window->window.number;
    const struct engine *engine = survey->draft->engine;
    uint16_t weight = engine_weight(engine, survey->window, ticket->category);
    if (weight == 0 || !may_call(survey->window, ticket)) {
        return;
    }
    struct candidate candidate = {.ticket = ticket,
                                  .starving = is_starving(engine, ticket),
                                  .returns = ticket->returned && ticket->bound_window == number,
                                  .score_ms = waited_ms(survey->draft, ticket) * weight / 100 +
                                              bonus_ms(ticket),
                                  .weight = weight};
    survey->visit(survey, &candidate);
}

static void survey_list(struct survey *survey, const struct ticket_list *list)
{
    const struct engine *engine = survey->draft->engine;
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (!draft_has_ticket(survey->draft, ticket->id)) {
            consider(survey, ticket);
        }
    }
}

static void survey_all(struct survey *survey)
{
    const struct draft *draft = survey->draft;
    const struct engine *engine = draft->engine;
    for (uint16_t i = 0; i < engine->plan.category_count; i++) {
        if (engine_weight(engine, survey->window, i) > 0) {
            survey_list(survey, &engine->categories[i].waiting);
        }
    }
    for (size_t i = 0; i < draft->ticket_count; i++) {
        if (draft->tickets[i].state == TICKET_WAITING) {
            consider(survey, &draft->tickets[i]);
        }
    }
}

static void find_best(struct survey *survey, const struct candidate *candidate)
{
    survey->candidates++;
    if (candidate->ticket->id == survey->chosen) {
        survey->best = *candidate;
    } else if (survey->chosen == 0 &&
               (survey->best.ticket == NULL || is_better(candidate, &survey->best))) {
        survey->next = survey->best;
        survey->best = *candidate;
    } else if (survey->next.ticket == NULL || is_better(candidate, &survey->next)) {
        survey->next = *candidate;
    }
}

static void count_earlier(struct survey *survey, const struct candidate *candidate)
{
    if (candidate->ticket->issued_seq < survey->issued_before) {
        survey->earlier++;
    }
}

static int32_t whole_seconds(int64_t ms)
{
    int64_t seconds = ms / 1000;
    return seconds > INT32_MAX ? INT32_MAX : seconds < INT32_MIN ? INT32_MIN : (int32_t)seconds;
}

static enum why_rule rule_of(const struct survey *survey)
{
    const struct candidate *best = &survey->best;
    if (survey->chosen != 0) {
        return WHY_CHOSEN;
    }
    if (best->returns && !best->starving) {
        return WHY_RETURNED;
    }
    if (survey->candidates == 1) {
        return WHY_ONLY;
    }
    if (best->starving) {
        return WHY_STARVING;
    }
    struct candidate bare = *best; /* as if its class were the normal one */
    bare.score_ms -= bonus_ms(best->ticket);
    bool lifted = best->ticket->priority != 0 && is_better(&survey->next, &bare);
    return lifted ? WHY_PRIORITY : WHY_LONGEST;
}

static void explain(struct survey *survey, struct why *why)
{
    const struct candidate *best = &survey->best;
    survey->visit = count_earlier;
    survey->issued_before = best->ticket->issued_seq;
    survey_all(survey);
    *why = (struct why){.rule = rule_of(survey),
                        .waited_s = whole_seconds(waited_ms(survey->draft, best->ticket)),
                        .bonus_s = whole_seconds(bonus_ms(best->ticket)),
                        .weight = best->weight,
                        .score = whole_seconds(best->score_ms),
                        .candidates = survey->candidates,
                        .overtakes = survey->earlier,
                        .overtaken = best->ticket->overtaken};
    if (survey->next.ticket != NULL) {
        why->next_ticket = survey->next.ticket->id;
        why->next_score = whole_seconds(survey->next.score_ms);
    }
}

static int64_t survey_for(const struct draft *draft, uint16_t window, int64_t chosen,
                          struct why *why)
{
    struct survey survey = {.draft = draft,
                            .window = engine_find_window(draft->engine, window),
                            .visit = find_best,
                            .chosen = chosen};
    survey_all(&survey);
    if (survey.best.ticket == NULL) {
        return 0;
    }
    explain(&survey, why);
    return survey.best.ticket->id;
}

int64_t order_choose(const struct draft *draft, uint16_t window, struct why *why)
{
    return survey_for(draft, window, 0, why);
}

void order_explain(const struct draft *draft, uint16_t window, int64_t ticket, struct why *why)
{
    survey_for(draft, window, ticket, why);
}

int32_t order_ahead(const struct engine *engine, const struct ticket *ticket)
{
    int32_t ahead = 0;
    bool starving = is_starving(engine, ticket);
    const struct ticket_list *list = &engine->categories[ticket->category].waiting;
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *other = &engine->records[slot].ticket;
        bool first = is_starving(engine, other);
        if (other->id == ticket->id) {
            continue;
        }
        if (first != starving) {
            ahead += first ? 1 : 0;
        } else if (starving) {
            ahead += other->issued_seq < ticket->issued_seq ? 1 : 0;
        } else {
            ahead += lists_before(other, ticket) ? 1 : 0;
        }
    }
    return ahead;
}

void order_count_overtaken(struct engine *engine, const struct ticket *called, uint16_t window)
{
    const struct window_record *record = engine_find_window(engine, window);
    if (record == NULL) {
        return;
    }
    for (uint16_t i = 0; i < engine->plan.category_count; i++) {
        uint16_t slot =
            engine_weight(engine, record, i) > 0 ? engine->categories[i].waiting.head : NO_SLOT;
        for (; slot != NO_SLOT; slot = engine->records[slot].next) {
            struct ticket *other = &engine->records[slot].ticket;
            if (other->issued_seq < called->issued_seq && may_call(record, other) &&
                other->overtaken < UINT16_MAX) {
                other->overtaken++;
            }
        }
    }
}

wall_t order_rank(const struct engine *engine, const struct ticket *ticket, wall_t since,
                  bool returns)
{
    int32_t bonus_s = engine->plan.priorities[ticket->priority].bonus_s;
    if (returns && engine->plan.policy.return_bonus_s > bonus_s) {
        bonus_s = engine->plan.policy.return_bonus_s;
    }
    return wall_after(since, -(int64_t)bonus_s * 1000);
}
