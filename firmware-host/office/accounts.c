/* accounts.c: who may sign in, and who has. See office.h. */
#include "office/office.h"

#include <stdlib.h>

struct accounts {
    int64_t last_seq; /* of its last event */
};

static void *create(void)
{
    return calloc(1, sizeof(struct accounts));
}

static void apply(void *state, const struct event *event)
{
    struct accounts *accounts = state;
    accounts->last_seq = event->seq;
}

const struct office_part accounts_part = {
    .name = "accounts",
    .create = create,
    .destroy = free,
    .apply = apply,
};
