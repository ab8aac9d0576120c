/* exported.c: see exported.h. */
#include "office/exported.h"

#include <stdio.h>

int exported_decide(struct office_draft *draft, const void *order)
{
    const struct exported *exported = order;
    char note[LIMIT_NOTE];
    int size = snprintf(note, sizeof note, "%s: %s", exported->parameters, exported->reason);
    struct event *event = office_draft_event(draft, EVENT_OFFICE_EXPORTED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->record = event->seq;
    return size < (int)sizeof note &&
                   office_text(event->subject, sizeof event->subject, exported->what, false) &&
                   office_text(event->note, sizeof event->note, note, false)
               ? 0
               : OFFICE_BAD_VALUE;
}
