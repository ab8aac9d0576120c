/* site_saved.h: somebody saved the configuration: who, which version, what changed and why. Pure. */
#pragma once

#include "office/office.h"

struct site_saved {
    uint32_t version, changes, restored; /* restored: it brings that version back; 0 = no */
    bool at_start;      /* takes effect when the controller starts next */
    const char *reason; /* in the person's words */
    char text[LIMIT_TEXT]; /* "policy.undo: 10s -> 15s; …" */
};
/* OFFICE_BAD_VALUE: the reason may not enter the record. */
int site_saved_decide(struct office_draft *draft, const void *order);
