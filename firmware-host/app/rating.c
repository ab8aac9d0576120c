/* rating.c: a press of an evaluator becomes a rating, with what speaks against it (office/doubts.h).
 *
 * Here it is known when the evaluator asked, whether its window is paused, and what was pressed
 * before. How many equal presses came in a row is not remembered over a restart: a streak is a
 * matter of minutes. */
#include "app/hall_internal.h"
#include "office/doubts.h"

#include <stdlib.h>

struct rating {
    struct doubt_streak streaks[LIMIT_DEVICES];
};

struct rating *rating_create(void)
{
    return calloc(1, sizeof(struct rating));
}

void rating_destroy(struct rating *rating)
{
    free(rating);
}

static void facts_of(const struct hall *hall, uint16_t number, mono_t at, struct doubt_facts *out)
{
    const struct window *window = engine_window(hall->deciding, number);
    *out = (struct doubt_facts){.asked_ms = counters_asked_ms(hall, number, at), .ended_ms = -1};
    if (window == NULL) {
        return;
    }
    const struct ticket *ticket =
        window->ticket != 0 ? engine_ticket(hall->deciding, window->ticket) : NULL;
    out->paused = window->state == WINDOW_PAUSED;
    if ((ticket == NULL || ticket->state != TICKET_SERVING) && window->last_ended.ms != 0) {
        out->ended_ms = wall_between(window->last_ended, wall_now());
    }
}

int rating_submit(struct hall *hall, const struct device_event *event, struct command *command,
                  hall_done done, void *context)
{
    struct doubt_streak *streak = &hall->rating->streaks[event->device], next = *streak;
    const struct site_doubts *rules = &hall->site->doubts;
    struct doubt_facts facts;
    struct outcome outcome;
    facts_of(hall, command->window, event->at, &facts);
    facts.streak = doubt_streak_add(&next, rules, event->rating.level, hall_mono_ms());
    doubts_of(rules, &facts, command->result);
    command->kind = COMMAND_RATE;
    command->level = event->rating.level;
    command->rating = RATING_ACTIVE;
    snprintf(command->actor, sizeof command->actor, "visitor");
    int error = hall_submit(hall, command, &outcome, done, context);
    if (error == 0 && !outcome.repeated) {
        *streak = next; /* what was refused is no review, and part of no streak */
    }
    return error;
}
