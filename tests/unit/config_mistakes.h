/* config_mistakes.h: what an installer can write wrong, and what he must be told. */
#pragma once

struct mistake {
    const char *name;
    const char *role, *find, *put; /* the change: struct change */
    const char *expect;            /* every problem, "file:line:column: message", one a line */
    const char *advice;            /* of the first */
};

/* Both end with name NULL. */
extern const struct mistake mistakes_of_values[], mistakes_of_records[];
