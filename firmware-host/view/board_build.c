/* board_build.c: see board_build.h. One walk over the day's tickets: 20,000 take 0.1 ms. */
#include "view/board_build.h"

#include <stdio.h>
#include <string.h>

/* The latest first, by the journal's order. Returns where to put a record called at `seq`, with
 * room made for it, or `capacity`. */
static size_t make_room(const int64_t *seqs, size_t count, size_t capacity, int64_t seq)
{
    size_t at = count;
    while (at > 0 && seqs[at - 1] < seq) {
        at--;
    }
    return at < capacity ? at : capacity;
}

struct latest {
    size_t count, capacity;
    const struct ticket *tickets[BOARD_CALLS > BOARD_MISSES ? BOARD_CALLS : BOARD_MISSES];
    int64_t seqs[BOARD_CALLS > BOARD_MISSES ? BOARD_CALLS : BOARD_MISSES];
};

static void keep_latest(struct latest *latest, const struct ticket *ticket)
{
    size_t at = make_room(latest->seqs, latest->count, latest->capacity, ticket->called_seq);
    if (at == latest->capacity) {
        return;
    }
    latest->count += latest->count < latest->capacity;
    size_t moved = latest->count - at - 1;
    memmove(&latest->seqs[at + 1], &latest->seqs[at], moved * sizeof *latest->seqs);
    memmove(&latest->tickets[at + 1], &latest->tickets[at], moved * sizeof *latest->tickets);
    latest->seqs[at] = ticket->called_seq;
    latest->tickets[at] = ticket;
}

static bool is_called(const struct ticket *ticket)
{
    return ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING;
}

/* Nobody came and it has not been called again since. */
static bool is_missed(const struct ticket *ticket)
{
    return ticket->state == TICKET_MISSED ||
           (ticket->state == TICKET_WAITING && ticket->no_shows > 0);
}

static void copy_calls(struct board *board, const struct latest *latest)
{
    board->call_count = latest->count;
    for (size_t i = 0; i < latest->count; i++) {
        const struct ticket *ticket = latest->tickets[i];
        struct board_call *call = &board->calls[i];
        memset(call, 0, sizeof *call);
        memcpy(call->number, ticket->number, sizeof call->number);
        call->window = ticket->window;
        call->recalls = ticket->recalls;
        call->arrived = ticket->state == TICKET_SERVING;
        call->at = ticket->called;
        call->seq = ticket->called_seq;
    }
}

static void copy_misses(struct board *board, const struct latest *latest)
{
    board->miss_count = latest->count;
    for (size_t i = 0; i < latest->count; i++) {
        const struct ticket *ticket = latest->tickets[i];
        struct board_miss *miss = &board->misses[i];
        memset(miss, 0, sizeof *miss);
        memcpy(miss->number, ticket->number, sizeof miss->number);
        miss->window = ticket->window;
        miss->final = ticket->state == TICKET_MISSED;
        miss->at = ticket->called;
    }
}

static void build_lists(struct board *board, const struct engine *engine)
{
    struct latest calls = {.capacity = BOARD_CALLS}, misses = {.capacity = BOARD_MISSES};
    for (size_t i = 0; i < engine_ticket_count(engine); i++) {
        const struct ticket *ticket = engine_ticket_at(engine, i);
        if (is_called(ticket)) {
            keep_latest(&calls, ticket);
        } else if (is_missed(ticket)) {
            keep_latest(&misses, ticket);
        }
    }
    copy_calls(board, &calls);
    copy_misses(board, &misses);
}

static void build_window(struct board_window *out, const struct engine *engine)
{
    const struct window *window = engine_window(engine, out->number);
    const struct ticket *ticket =
        window != NULL && window->ticket != 0 ? engine_ticket(engine, window->ticket) : NULL;
    memset(out->ticket, 0, sizeof out->ticket);
    out->state = BOARD_WINDOW_CLOSED;
    if (ticket != NULL) {
        memcpy(out->ticket, ticket->number, sizeof out->ticket);
        out->state = ticket->state == TICKET_CALLED ? BOARD_WINDOW_CALLING : BOARD_WINDOW_SERVING;
    } else if (window != NULL && window->state != WINDOW_CLOSED) {
        out->state = window->state == WINDOW_PAUSED ? BOARD_WINDOW_PAUSED : BOARD_WINDOW_FREE;
    }
}

/* Categories of the plan stand in the plan's order, which may be another than the board's. */
static void build_category(struct board_category *out, const struct engine *engine)
{
    const struct plan_category *category;
    out->waiting = out->windows = 0;
    for (uint16_t i = 0; (category = engine_category(engine, i)) != NULL; i++) {
        if (strcmp(category->code, out->code) == 0) {
            out->waiting = engine_waiting(engine, i);
            out->windows = engine_open_windows(engine, i);
            return;
        }
    }
}

void board_build(struct board *board, const struct engine *engine, wall_t now)
{
    board->now = now;
    board->speed = hall_clock_speed();
    board->day_open = engine_day(engine) != 0;
    build_lists(board, engine);
    for (size_t i = 0; i < board->window_count; i++) {
        build_window(&board->windows[i], engine);
    }
    for (size_t i = 0; i < board->category_count; i++) {
        build_category(&board->categories[i], engine);
    }
    board->revision = board_revision(board);
}
