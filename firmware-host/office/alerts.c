/* alerts.c: what needs a person now. See office.h. */
#include "office/office.h"

#include <stdlib.h>

struct alerts {
    int64_t last_seq; /* of its last event */
};

static void *create(void)
{
    return calloc(1, sizeof(struct alerts));
}

static void apply(void *state, const struct event *event)
{
    struct alerts *alerts = state;
    alerts->last_seq = event->seq;
}

const struct office_part alerts_part = {
    .name = "alerts",
    .create = create,
    .destroy = free,
    .apply = apply,
};
