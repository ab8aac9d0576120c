/* outbox.c: what has been decided and waits to be durable.
 *
 * Two rings in the order of seq: events, which are applied to the shown engine and heard by
 * listeners when their commit is on disk, and answers, which are given afterwards. Both are
 * allocated at the start; a command that would not fit is refused before it is applied. */
#include "app/hall_internal.h"

#include <stdlib.h>

enum { OUTBOX_EVENTS = EVENTS_A_COMMAND + 8192, OUTBOX_ANSWERS = 16384 };

struct outbox {
    struct event *events;
    struct answer *answers;
    size_t event_first, event_count, answer_first, answer_count;
};

struct outbox *outbox_create(void)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);
    if (outbox == NULL) {
        return NULL;
    }
    outbox->events = calloc(OUTBOX_EVENTS, sizeof *outbox->events);
    outbox->answers = calloc(OUTBOX_ANSWERS, sizeof *outbox->answers);
    if (outbox->events == NULL || outbox->answers == NULL) {
        outbox_destroy(outbox);
        return NULL;
    }
    return outbox;
}

void outbox_destroy(struct outbox *outbox)
{
    if (outbox == NULL) {
        return;
    }
    free(outbox->events);
    free(outbox->answers);
    free(outbox);
}

bool outbox_has_room(const struct outbox *outbox, size_t events)
{
    return outbox->event_count + events <= OUTBOX_EVENTS &&
           outbox->answer_count + 1 < OUTBOX_ANSWERS;
}

void outbox_add_event(struct outbox *outbox, const struct event *event)
{
    outbox->events[(outbox->event_first + outbox->event_count++) % OUTBOX_EVENTS] = *event;
}

void outbox_add_answer(struct outbox *outbox, int64_t seq, hall_done done, void *context,
                       int error, const struct outcome *outcome)
{
    if (done == NULL) {
        return;
    }
    if (outbox->answer_count == OUTBOX_ANSWERS) {
        log_error("more than %d answers wait; one is not given", OUTBOX_ANSWERS);
        return;
    }
    outbox->answers[(outbox->answer_first + outbox->answer_count++) % OUTBOX_ANSWERS] =
        (struct answer){seq, done, context, error, *outcome};
}

bool outbox_take_event(struct outbox *outbox, int64_t durable, struct event *out)
{
    if (outbox->event_count == 0 || outbox->events[outbox->event_first].seq > durable) {
        return false;
    }
    *out = outbox->events[outbox->event_first];
    outbox->event_first = (outbox->event_first + 1) % OUTBOX_EVENTS;
    outbox->event_count--;
    return true;
}

bool outbox_take_answer(struct outbox *outbox, int64_t durable, struct answer *out)
{
    if (outbox->answer_count == 0 || outbox->answers[outbox->answer_first].seq > durable) {
        return false;
    }
    *out = outbox->answers[outbox->answer_first];
    outbox->answer_first = (outbox->answer_first + 1) % OUTBOX_ANSWERS;
    outbox->answer_count--;
    return true;
}

void outbox_drop_events(struct outbox *outbox)
{
    outbox->event_count = 0;
}
