/* fold_rows.h: the rows that a fold writes (service_row.h). Private to stats/.
 *
 * Owner: the fold. */
#pragma once

#include "stats/groups.h"
#include "stats/service_row.h"

#include <stdbool.h>

struct row_list {
    size_t count, capacity;
    struct service_row *list;
};
struct span_list {
    size_t count, capacity;
    struct window_span *list;
};

/* What rows remember of a ticket: its last row, and the one that says how it ended; -1 = none. */
struct ticket_rows {
    int32_t last, ended;
    uint16_t priority;
};

struct rows {
    struct row_list rows;
    struct span_list spans;
    bool failed; /* memory was out */
};

void rows_finish(struct rows *rows);
/* The row to which `part` of a ticket that is at `place` belongs: its last one when that stands at
 * the same place and has not come so far yet, or else a new one. `part` is set in it. NULL with
 * rows->failed when memory is out; valid until the next call. */
struct service_row *rows_part(struct rows *rows, struct ticket_rows *ticket,
                              const struct place *place, enum row_part part);
/* The ticket is back after all: it did not end. */
void rows_not_ended(struct rows *rows, struct ticket_rows *ticket);
/* A piece of a window's time. */
void rows_span(struct rows *rows, const struct place *place, const struct spans *spans,
               uint16_t pauses);
/* Milliseconds as a row keeps them. */
uint16_t rows_seconds(int64_t ms);
/* A copy without the rows of which nothing is left. 0, or -1 when memory is out. */
int rows_copy(struct rows *to, const struct rows *from);
