/* office.c: the table of parts, and what they share. See office.h. */
#include "office/office.h"

#include "queue/text_rules.h"

#include <stdlib.h>
#include <string.h>

/* A new concern is a file, a row here and its place in enum office_part_id. */
static const struct office_part *const parts[OFFICE_PARTS] = {
    [OFFICE_ACCOUNTS] = &accounts_part,
    [OFFICE_REVIEWS] = &reviews_part,
    [OFFICE_CASES] = &cases_part,
    [OFFICE_ALERTS] = &alerts_part,
    [OFFICE_EQUIPMENT] = &equipment_part,
};

struct office {
    void *states[OFFICE_PARTS];
};

struct office *office_create(void)
{
    struct office *office = calloc(1, sizeof *office);
    for (size_t i = 0; office != NULL && i < OFFICE_PARTS; i++) {
        office->states[i] = parts[i]->create();
        if (office->states[i] == NULL) {
            office_destroy(office);
            return NULL;
        }
    }
    return office;
}

void office_destroy(struct office *office)
{
    for (size_t i = 0; office != NULL && i < OFFICE_PARTS; i++) {
        if (office->states[i] != NULL) {
            parts[i]->destroy(office->states[i]);
        }
    }
    free(office);
}

void office_apply(struct office *office, const struct event *event)
{
    for (size_t i = 0; event_is_office(event->kind) && i < OFFICE_PARTS; i++) {
        parts[i]->apply(office->states[i], event);
    }
}

int office_react(struct office_draft *draft, const struct event *event)
{
    int error = 0;
    for (size_t i = 0; error == 0 && i < OFFICE_PARTS; i++) {
        error = parts[i]->react != NULL ? parts[i]->react(draft, event) : 0;
    }
    return error;
}

int office_tick(struct office_draft *draft)
{
    int error = 0;
    for (size_t i = 0; error == 0 && i < OFFICE_PARTS; i++) {
        error = parts[i]->tick != NULL ? parts[i]->tick(draft) : 0;
    }
    return error;
}

const void *office_part_state(const struct office *office, enum office_part_id id)
{
    return office->states[id];
}

/* ------------------------------------------------------------------ drafting */

struct event *office_draft_event(struct office_draft *draft, enum event_kind kind)
{
    if (draft->count == OFFICE_DRAFT) {
        return NULL;
    }
    struct event *event = &draft->events[draft->count++];
    memset(event, 0, sizeof *event);
    event->kind = kind;
    event->seq = draft->next_seq++;
    event->part = draft->next_part++;
    event->at = draft->now;
    event->day = draft->day;
    memcpy(event->actor, draft->actor, sizeof event->actor);
    memcpy(event->source, draft->source, sizeof event->source);
    return event;
}

bool office_text(char *out, size_t size, const char *text, bool lines)
{
    if (!text_rules_allow(text, size, lines)) {
        return false;
    }
    text_rules_copy(out, size, text);
    return true;
}

const char *office_error_name(int error)
{
    static const char *const names[] = {
        "office_bad_value",    "office_full",
        "office_unknown",      "office_wrong_state",
        "office_not_allowed",  "office_exists",
        "office_too_late",     "office_last_administrator",
        "office_want_promise", "office_bad_promise",
        "office_want_reason",
    };
    int index = OFFICE_BAD_VALUE - error;
    return index >= 0 && index < (int)(sizeof names / sizeof *names) ? names[index] : NULL;
}
