/* office_gate.c: the office behind the same gate as the queue: decided, durable, then shown.
 *
 *   a command of the office   decide on the deciding office -> journal -> durable -> shown, answer
 *   an event of the queue     what the office drafts to it stands behind it in one transaction
 *
 * Two offices, as there are two engines: pages see the shown one only. When a commit fails the
 * deciding one is made anew from the journal, which is the judge of what happened. */
#define LOG_MODULE "office"
#include "app/hall_internal.h"

#include <sodium.h>
#include <string.h>

enum { OFFICE_TICK_MS = 1000 };

int office_gate_create(struct hall *hall)
{
    hall->office_deciding = office_create();
    hall->office_shown = office_create();
    return hall->office_deciding != NULL && hall->office_shown != NULL ? 0 : -1;
}

void office_gate_destroy(struct hall *hall)
{
    office_destroy(hall->office_deciding);
    office_destroy(hall->office_shown);
}

const struct office *hall_shown_office(const struct hall *hall)
{
    return hall->office_shown;
}

static int take(void *context, const struct event *event)
{
    struct hall *hall = context;
    office_apply(hall->office_deciding, event);
    office_apply(hall->office_shown, event);
    return 0;
}

int office_gate_load(struct hall *hall)
{
    office_gate_destroy(hall);
    return office_gate_create(hall) < 0 ? -1 : store_replay_office(hall->store, take, hall);
}

/* ------------------------------------------------------------------ deciding */

static uint64_t dice(void)
{
    uint64_t out;
    randombytes_buf(&out, sizeof out);
    return out;
}

static void begin(const struct hall *hall, struct office_draft *draft, struct event *events,
                  int64_t next_seq, uint16_t next_part)
{
    *draft = (struct office_draft){.office = hall->office_deciding,
                                   .site = hall->site,
                                   .now = wall_now(),
                                   .dice = dice(),
                                   .next_seq = next_seq,
                                   .next_part = next_part,
                                   .events = events};
    draft->day = engine_day(hall->deciding);
    if (draft->day == 0) {
        draft->day = wall_day(draft->now);
    }
}

/* What was drafted, stripped to what its kind keeps: nobody may see live what would be gone after
 * a restart. */
static int finish(struct hall *hall, struct office_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++) {
        event_strip(&draft->events[i]);
    }
    return draft->count == 0 ? 0 : hall_journal(hall, draft->events, draft->count);
}

static int decide_new(struct hall *hall, const struct office_head *head, office_decide decide,
                      const void *order, struct outcome *outcome)
{
    struct office_draft draft;
    if (!hall->writable) {
        return HALL_NOT_DURABLE;
    }
    begin(hall, &draft, hall->scratch.events, engine_last_seq(hall->deciding) + 1, 0);
    memcpy(draft.actor, head->actor, sizeof draft.actor);
    memcpy(draft.source, head->source, sizeof draft.source);
    int error = decide(&draft, order);
    if (error != 0 || draft.count == 0) {
        return error;
    }
    struct event *first = &draft.events[0];
    memcpy(first->intent, head->intent, sizeof first->intent);
    *outcome = (struct outcome){.record = first->record,
                                .ticket = first->ticket,
                                .window = first->window,
                                .seq = draft.events[draft.count - 1].seq};
    return finish(hall, &draft) < 0 ? HALL_NOT_DURABLE : 0;
}

int hall_office(struct hall *hall, const struct office_head *head, office_decide decide,
                const void *order, hall_done done, void *context)
{
    struct outcome outcome = {0};
    int error = 0;
    if (head->intent[0] == '\0' || !engine_intent(hall->deciding, head->intent, &outcome)) {
        error = decide_new(hall, head, decide, order, &outcome);
    }
    hall_answer_later(hall, error, &outcome, done, context);
    return error;
}

/* ------------------------------------------------------------------ reacting */

/* The draft stands behind the queue's own events in the scratch list. */
int office_gate_react(struct hall *hall, struct outcome *outcome)
{
    struct event_list *list = &hall->scratch;
    size_t queue_events = list->count;
    if (queue_events == 0 || list->capacity - queue_events < OFFICE_DRAFT) {
        return queue_events == 0 ? 0 : QUEUE_FULL;
    }
    const struct event *last = &list->events[queue_events - 1];
    struct office_draft draft;
    begin(hall, &draft, &list->events[queue_events], last->seq + 1, (uint16_t)(last->part + 1));
    for (size_t i = 0; i < queue_events; i++) {
        const struct event *event = &list->events[i];
        memcpy(draft.actor, event->actor, sizeof draft.actor);
        memcpy(draft.source, event->source, sizeof draft.source);
        draft.day = event->day;
        int error = office_react(&draft, event);
        if (error != 0) {
            return error;
        }
    }
    for (size_t i = 0; i < draft.count; i++) {
        event_strip(&draft.events[i]);
        outcome->record = outcome->record != 0 ? outcome->record : draft.events[i].record;
        outcome->seq = draft.events[i].seq;
    }
    list->count += draft.count;
    return 0;
}

void office_gate_tick(struct hall *hall, mono_t now)
{
    if (mono_between(hall->office_ticked, now) < OFFICE_TICK_MS) {
        return;
    }
    hall->office_ticked = now;
    struct office_draft draft;
    begin(hall, &draft, hall->scratch.events, engine_last_seq(hall->deciding) + 1, 0);
    snprintf(draft.actor, sizeof draft.actor, "system");
    int error = office_tick(&draft);
    for (size_t i = 0; i < draft.count; i++) {
        draft.events[i].part = 0; /* nobody's command: each stands for itself */
    }
    if (error != 0 || finish(hall, &draft) < 0) {
        log_warning("the office's deadlines could not be looked at: error %d", error);
    }
}
