/* reviews.c: bad reviews, from the key press to the closing of the file. See office.h. */
#include "office/office.h"

#include <stdlib.h>

struct reviews {
    int64_t last_seq; /* of its last event */
};

static void *create(void)
{
    return calloc(1, sizeof(struct reviews));
}

static void apply(void *state, const struct event *event)
{
    struct reviews *reviews = state;
    reviews->last_seq = event->seq;
}

const struct office_part reviews_part = {
    .name = "reviews",
    .create = create,
    .destroy = free,
    .apply = apply,
};
