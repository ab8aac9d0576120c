/* exported.h: somebody took figures or records out of the hall. Pure. */
#pragma once

#include "office/office.h"

struct exported {
    const char *what, *parameters, *reason; /* "audit", "2026-03-01 to 2026-03-31 csv", in words */
};
/* OFFICE_BAD_VALUE: a text may not enter the record. */
int exported_decide(struct office_draft *draft, const void *order);
