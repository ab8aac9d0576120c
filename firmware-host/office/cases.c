/* cases.c: promised cases, from the receipt to their end. See office.h. */
#include "office/office.h"

#include <stdlib.h>

struct cases {
    int64_t last_seq; /* of its last event */
};

static void *create(void)
{
    return calloc(1, sizeof(struct cases));
}

static void apply(void *state, const struct event *event)
{
    struct cases *cases = state;
    cases->last_seq = event->seq;
}

const struct office_part cases_part = {
    .name = "cases",
    .create = create,
    .destroy = free,
    .apply = apply,
};
