/* fold_rows.c: see fold_rows.h and service_row.h. */
#include "stats/fold_rows.h"

#include <stdlib.h>

enum { FIRST_ROWS = 256 };

void rows_finish(struct rows *rows)
{
    free(rows->rows.list);
    free(rows->spans.list);
    *rows = (struct rows){0};
}

/* Room for one more element. False with rows->failed when memory is out. */
static bool make_room(struct rows *rows, void **list, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t more = *capacity == 0 ? FIRST_ROWS : 2 * *capacity;
    void *grown = realloc(*list, more * size);
    if (grown == NULL) {
        rows->failed = true;
        return false;
    }
    *list = grown;
    *capacity = more;
    return true;
}

static bool same_place(const struct service_row *row, const struct place *place)
{
    return row->item == place->item && row->category == place->category &&
           row->window == place->window && row->clerk == place->clerk;
}

/* A ticket that only entered stands nowhere yet: its row goes to the first window with it. */
static bool stands_nowhere(const struct service_row *row, const struct place *place)
{
    return (row->parts & ~(ROW_ENTERED | ROW_CAME_IN)) == 0 && row->window == 0 &&
           row->clerk == CODE_NONE && row->item == place->item && row->category == place->category;
}

static uint8_t hour_of(const struct place *place)
{
    return place->hour >= 0 ? (uint8_t)place->hour : ROW_NO_HOUR;
}

static struct service_row *row_for(struct rows *rows, const struct ticket_rows *ticket,
                                   const struct place *place, enum row_part part)
{
    if (ticket->last < 0) {
        return NULL;
    }
    struct service_row *row = &rows->rows.list[ticket->last];
    if (row->parts >= (unsigned)part) {
        return NULL; /* has come as far as this, or further */
    }
    bool ends = part >= ROW_SERVED, ended = (row->parts & (ROW_SERVED | ROW_LEFT)) != 0;
    if (ends && ended && row->hour_ended != hour_of(place)) {
        return NULL; /* the hour of the end is taken */
    }
    return same_place(row, place) || stands_nowhere(row, place) ? row : NULL;
}

struct service_row *rows_part(struct rows *rows, struct ticket_rows *ticket,
                              const struct place *place, enum row_part part)
{
    struct service_row *row = row_for(rows, ticket, place, part);
    if (row == NULL) {
        if (!make_room(rows, (void **)&rows->rows.list, &rows->rows.capacity, rows->rows.count,
                       sizeof *rows->rows.list)) {
            return NULL;
        }
        row = &rows->rows.list[rows->rows.count];
        *row = (struct service_row){.item = place->item,
                                    .category = place->category,
                                    .priority = ticket->priority,
                                    .hour_entered = ROW_NO_HOUR,
                                    .hour_called = ROW_NO_HOUR,
                                    .hour_walked = ROW_NO_HOUR,
                                    .hour_ended = ROW_NO_HOUR};
        ticket->last = (int32_t)rows->rows.count++;
    }
    row->window = place->window;
    row->clerk = place->clerk;
    row->parts |= (uint16_t)part;
    return row;
}

void rows_not_ended(struct rows *rows, struct ticket_rows *ticket)
{
    if (ticket->ended >= 0) {
        struct service_row *row = &rows->rows.list[ticket->ended];
        row->parts &= (uint16_t)~ROW_ENDED;
        row->ending = ROW_ENDING_NONE;
        row->outcome = 0;
        ticket->ended = -1;
    }
}

void rows_span(struct rows *rows, const struct place *place, const struct spans *spans,
               uint16_t pauses)
{
    if (!make_room(rows, (void **)&rows->spans.list, &rows->spans.capacity, rows->spans.count,
                   sizeof *rows->spans.list)) {
        return;
    }
    rows->spans.list[rows->spans.count++] =
        (struct window_span){.window = place->window,
                             .clerk = place->clerk,
                             .hour = (uint8_t)place->hour,
                             .pauses = pauses,
                             .open_ms = (uint32_t)spans->open,
                             .paused_ms = (uint32_t)spans->paused,
                             .idle_ms = (uint32_t)spans->idle,
                             .idle_waiting_ms = (uint32_t)spans->idle_waiting};
}

uint16_t rows_seconds(int64_t ms)
{
    int64_t seconds = ms > 0 ? (ms + 500) / 1000 : 0;
    return (uint16_t)(seconds < ROW_SECONDS_MAX ? seconds : ROW_SECONDS_MAX);
}

int rows_copy(struct rows *to, const struct rows *from)
{
    *to = (struct rows){.rows.capacity = from->rows.count + 1,
                        .spans.capacity = from->spans.count + 1};
    to->rows.list = calloc(to->rows.capacity, sizeof *to->rows.list);
    to->spans.list = calloc(to->spans.capacity, sizeof *to->spans.list);
    if (to->rows.list == NULL || to->spans.list == NULL) {
        rows_finish(to);
        return -1;
    }
    for (size_t i = 0; i < from->rows.count; i++) {
        if (from->rows.list[i].parts != 0) {
            to->rows.list[to->rows.count++] = from->rows.list[i];
        }
    }
    for (size_t i = 0; i < from->spans.count; i++) {
        to->spans.list[to->spans.count++] = from->spans.list[i];
    }
    return 0;
}
