/* fold_visits.c: what the walk knows, written into rows as it happens. See service_row.h. */
#include "stats/fold.h"

static uint8_t hour_of(int8_t hour)
{
    return hour >= 0 ? (uint8_t)hour : ROW_NO_HOUR;
}

void fold_row_entered(struct fold *fold, struct fold_ticket *ticket)
{
    const struct place *place = &ticket->entered;
    struct service_row *row = rows_part(&fold->rows, &ticket->rows, place, ROW_ENTERED);
    if (row != NULL) {
        bool at_window = place->window != 0 || place->clerk != CODE_NONE;
        row->parts |= (uint16_t)((ticket->came_in ? ROW_CAME_IN : 0) |
                                 (at_window ? ROW_ENTERED_AT_WINDOW : 0));
        row->hour_entered = hour_of(place->hour);
    }
}

/* Before the call changes the ticket: a wait counts once, and not after a no-show. */
void fold_row_called(struct fold *fold, const struct fact *fact, const struct place *place)
{
    struct fold_ticket *ticket = &fold->tickets[fact->ticket];
    struct service_row *row = rows_part(&fold->rows, &ticket->rows, place, ROW_CALLED);
    if (row == NULL) {
        return;
    }
    row->hour_called = hour_of(place->hour);
    row->ticket = fact->ticket;
    if (ticket->stage == STAGE_WAITING && ticket->wait_counts) {
        row->parts |= ROW_WAITED;
        row->wait_s = rows_seconds(fact->line_ms - ticket->waits_since);
    }
}

void fold_row_walked(struct fold *fold, const struct fact *fact, const struct place *place)
{
    struct fold_ticket *ticket = &fold->tickets[fact->ticket];
    struct service_row *row = rows_part(&fold->rows, &ticket->rows, place, ROW_WALKED);
    if (row != NULL) {
        row->hour_walked = hour_of(place->hour);
        row->walk_s = rows_seconds(fact->line_ms - ticket->called_at);
    }
}

void fold_row_served(struct fold *fold, const struct fact *fact, struct fold_service *service)
{
    struct fold_ticket *ticket = &fold->tickets[fact->ticket];
    struct service_row *row =
        rows_part(&fold->rows, &ticket->rows, &service->place, ROW_SERVED);
    if (row != NULL) {
        row->hour_ended = hour_of(service->place.hour);
        row->service_s = rows_seconds(fact->line_ms - ticket->serving_since);
        service->row = ticket->rows.last;
    }
}

void fold_row_left(struct fold *fold, const struct fact *fact, const struct place *place,
                   enum row_way way)
{
    struct fold_ticket *ticket = &fold->tickets[fact->ticket];
    struct service_row *row = rows_part(&fold->rows, &ticket->rows, place, ROW_LEFT);
    if (row != NULL) {
        row->hour_ended = hour_of(place->hour);
        row->way = (uint8_t)way;
    }
}

static const uint8_t endings[ENDING_COUNT] = {
    [ENDING_SERVED] = ROW_ENDING_SERVED,       [ENDING_NO_SHOW] = ROW_ENDING_NO_SHOW,
    [ENDING_CANCELLED] = ROW_ENDING_CANCELLED, [ENDING_EXPIRED] = ROW_ENDING_EXPIRED,
    [ENDING_CARRIED_OVER] = ROW_ENDING_CARRIED_OVER,
};

void fold_row_ended(struct fold *fold, const struct fact *fact, struct fold_ticket *ticket)
{
    rows_not_ended(&fold->rows, &ticket->rows);
    struct service_row *row = rows_part(&fold->rows, &ticket->rows, &ticket->ended, ROW_ENDED);
    if (row != NULL) {
        row->hour_ended = hour_of(ticket->ended.hour);
        row->ending = endings[ticket->ending];
        row->outcome = ticket->ending == ENDING_SERVED ? fact->outcome : 0;
        ticket->rows.ended = ticket->rows.last;
    }
}

void fold_row_ratings(struct fold *fold)
{
    for (size_t i = 0; i < fold->services.count; i++) {
        const struct fold_service *service = &fold->services.list[i];
        if (!service->ended || service->row < 0) {
            continue;
        }
        struct service_row *row = &fold->rows.rows.list[service->row];
        bool known = service->level >= 1 && service->level <= 5;
        row->rating = service->active > 0       ? ROW_RATED_ACTIVE
                      : service->by_default > 0 ? ROW_RATED_DEFAULT
                                                : ROW_UNRATED;
        row->level = known ? (uint8_t)service->level : 0;
    }
}
