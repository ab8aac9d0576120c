/* site_saved.c: see site_saved.h. */
#include "office/site_saved.h"

#include <stdio.h>

int site_saved_decide(struct office_draft *draft, const void *order)
{
    const struct site_saved *saved = order;
    struct event *event = office_draft_event(draft, EVENT_OFFICE_SITE_SAVED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->record = event->seq;
    event->count = (int32_t)saved->changes;
    snprintf(event->subject, sizeof event->subject, "%u", saved->version);
    snprintf(event->result, sizeof event->result, "%s", saved->at_start ? "at_start" : "now");
    if (saved->restored != 0) {
        snprintf(event->reason, sizeof event->reason, "restored:%u", saved->restored);
    }
    return office_text(event->note, sizeof event->note, saved->reason, false) &&
                   office_text(event->text, sizeof event->text, saved->text, true)
               ? 0
               : OFFICE_BAD_VALUE;
}
