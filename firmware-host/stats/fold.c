/* fold.c: the walk over the facts. See fold.h. */
#include "stats/fold.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ELEMENTS = 64 };

int fold_grow(struct fold *fold, void **list, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return 0;
    }
    size_t more = *capacity == 0 ? FIRST_ELEMENTS : 2 * *capacity;
    void *grown = realloc(*list, more * size);
    if (grown == NULL) {
        fold->failed = true;
        return -1;
    }
    *list = grown;
    *capacity = more;
    return 0;
}

static const char *const names[DIFFERS_COUNT] = {
    [DIFFERS_ISSUED_TWICE] = "issued_twice",
    [DIFFERS_CARRIED_IN_TWICE] = "carried_in_twice",
    [DIFFERS_NOT_ISSUED] = "not_issued",
    [DIFFERS_MOVED_AFTER_END] = "moved_after_end",
    [DIFFERS_ENDED_TWICE] = "ended_twice",
    [DIFFERS_OPEN_AFTER_CLOSE] = "open_after_close",
    [DIFFERS_RATING_WITHOUT_SERVICE] = "rating_without_service",
    [DIFFERS_RATED_TWICE] = "rated_twice",
    [DIFFERS_SLIP_TWO_ORIGINALS] = "slip_two_originals",
    [DIFFERS_SLIP_NOT_STARTED] = "slip_not_started",
    [DIFFERS_SLIP_PRINTED_TWICE] = "slip_printed_twice",
    [DIFFERS_SLIP_PRINTED_THEN_NOT] = "slip_printed_then_not",
    [DIFFERS_SLIP_UNSETTLED] = "slip_unsettled",
};

const char *day_difference_name(size_t index)
{
    return index < DIFFERS_COUNT ? names[index] : NULL;
}

void fold_differs(struct fold *fold, uint16_t ticket, enum differs what)
{
    struct difference_list *differences = &fold->differences;
    if (differences->count < FOLD_DIFFERENCES) {
        struct day_difference *one = &differences->list[differences->count];
        const struct fact_ticket *known = &fold->facts->tickets[ticket];
        *one = (struct day_difference){.ticket = known->id};
        memcpy(one->number, known->number, sizeof one->number);
        snprintf(one->what, sizeof one->what, "%s", names[what]);
    }
    differences->count++;
}

/* ------------------------------------------------------------------ places */

static struct fold_ticket *ticket_of(struct fold *fold, const struct fact *fact)
{
    return &fold->tickets[fact->ticket];
}

/* Where a fact happened: the ticket's category and item before the fact changes them. */
static struct place place_of(struct fold *fold, const struct fact *fact)
{
    const struct fold_ticket *ticket = ticket_of(fold, fact);
    uint16_t number = fact->window != 0 ? fact->window : ticket->window;
    const struct floor_window *window = floor_window(&fold->floor, number);
    uint16_t clerk = fact->clerk;
    if (clerk == CODE_NONE && window != NULL) {
        clerk = window->clerk;
    }
    return (struct place){.item = ticket->item,
                          .category = ticket->category,
                          .clerk = clerk,
                          .window = number,
                          .hour = fact->hour};
}

/* ------------------------------------------------------------------ stages */

static void leave_stage(struct fold *fold, struct fold_ticket *ticket)
{
    if (ticket->stage == STAGE_WAITING) {
        floor_waits(&fold->floor, ticket->category, ticket->bound, -1);
    }
    struct floor_window *window = floor_window(&fold->floor, ticket->window);
    if (window != NULL) {
        window->busy = false;
    }
    ticket->window = 0;
}

static void enter_queue(struct fold *fold, struct fold_ticket *ticket, const struct fact *fact,
                        bool wait_counts)
{
    ticket->stage = STAGE_WAITING;
    ticket->waits_since = fact->line_ms;
    ticket->wait_counts = wait_counts;
    floor_waits(&fold->floor, ticket->category, ticket->bound, 1);
}

static void occupy(struct fold *fold, struct fold_ticket *ticket, uint16_t number,
                   enum stage stage)
{
    leave_stage(fold, ticket);
    struct floor_window *window = floor_window(&fold->floor, number);
    if (window != NULL) {
        window->busy = true;
    }
    ticket->window = number;
    ticket->stage = stage;
}

/* ------------------------------------------------------------------ services */

static struct fold_service *begin_service(struct fold *fold, const struct fact *fact,
                                          int64_t since)
{
    struct service_list *services = &fold->services;
    struct fold_ticket *ticket = ticket_of(fold, fact);
    if (fold_grow(fold, (void **)&services->list, &services->capacity, services->count,
                  sizeof *services->list) < 0) {
        return NULL;
    }
    struct fold_service *service = &services->list[services->count];
    ticket->services = fact->service != 0 ? fact->service : (uint16_t)(ticket->services + 1);
    *service = (struct fold_service){.ticket = fact->ticket,
                                     .number = ticket->services,
                                     .previous = ticket->last_service,
                                     .row = -1};
    ticket->last_service = (int32_t)services->count++;
    ticket->serving_since = since;
    return service;
}

/* Ends what is going on between ticket and window: a service if one has begun. */
static void end_service(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    if (ticket->stage == STAGE_SERVING && ticket->last_service >= 0) {
        struct fold_service *service = &fold->services.list[ticket->last_service];
        service->ended = true;
        service->place = place_of(fold, fact);
        groups_duration(&fold->groups, &service->place, offsetof(struct group, service),
                        fact->line_ms - ticket->serving_since);
        fold_row_served(fold, fact, service);
    }
    leave_stage(fold, ticket);
}

/* ------------------------------------------------------------------ what happens to tickets */

static void issued(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    fold->balance.issued++;
    if (ticket->stage != STAGE_UNKNOWN) {
        fold_differs(fold, fact->ticket, DIFFERS_ISSUED_TWICE);
        return;
    }
    ticket->category = fact->category;
    ticket->item = fact->item;
    ticket->entered = place_of(fold, fact);
    ticket->rows.priority = fact->priority;
    fold_row_entered(fold, ticket);
    enter_queue(fold, ticket, fact, true);
}

static void called(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    struct place place = place_of(fold, fact);
    groups_count(&fold->groups, &place, offsetof(struct figures, called));
    if (ticket->stage == STAGE_WAITING && ticket->wait_counts) {
        groups_duration(&fold->groups, &place, offsetof(struct group, wait),
                        fact->line_ms - ticket->waits_since);
    }
    fold_row_called(fold, fact, &place);
    ticket->called_at = fact->line_ms;
    occupy(fold, ticket, fact->window, STAGE_CALLED);
}

/* Nobody keyed an implied arrival: the walk is unknown, and the service is all the time since
 * the call. */
static void arrived(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    bool keyed = ticket->stage == STAGE_CALLED && !fact->implied;
    if (keyed) {
        struct place place = place_of(fold, fact);
        groups_duration(&fold->groups, &place, offsetof(struct group, walk),
                        fact->line_ms - ticket->called_at);
        fold_row_walked(fold, fact, &place);
    }
    bool since_call = ticket->stage == STAGE_CALLED && fact->implied;
    if (begin_service(fold, fact, since_call ? ticket->called_at : fact->line_ms) != NULL) {
        occupy(fold, ticket, fact->window, STAGE_SERVING);
    }
}

static void end_ticket(struct fold *fold, const struct fact *fact, enum ending ending)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    if (ticket->stage == STAGE_ENDED) {
        fold_differs(fold, fact->ticket, DIFFERS_ENDED_TWICE);
    }
    struct place place = place_of(fold, fact);
    end_service(fold, fact);
    ticket->stage = STAGE_ENDED;
    ticket->ending = ending;
    ticket->ended = place;
    fold_row_ended(fold, fact, ticket);
}

static void finished(struct fold *fold, const struct fact *fact)
{
    const struct fold_ticket *ticket = ticket_of(fold, fact);
    if (ticket->stage == STAGE_CALLED &&
        begin_service(fold, fact, ticket->called_at) != NULL) {
        occupy(fold, ticket_of(fold, fact), fact->window, STAGE_SERVING);
    }
    fold->balance.served++;
    end_ticket(fold, fact, ENDING_SERVED);
}

static void no_show(struct fold *fold, const struct fact *fact)
{
    if (fact->final) {
        fold->balance.no_show++;
        end_ticket(fold, fact, ENDING_NO_SHOW);
        return;
    }
    struct fold_ticket *ticket = ticket_of(fold, fact);
    struct place place = place_of(fold, fact);
    fold_row_left(fold, fact, &place, ROW_WAY_NO_SHOW);
    leave_stage(fold, ticket);
    enter_queue(fold, ticket, fact, false);
}

static void cancelled(struct fold *fold, const struct fact *fact)
{
    fold->balance.cancelled++;
    end_ticket(fold, fact, ENDING_CANCELLED);
}

static void expired(struct fold *fold, const struct fact *fact)
{
    fold->balance.expired++;
    end_ticket(fold, fact, ENDING_EXPIRED);
}

/* A carried ticket comes in at the opening of its new day, and waits from then on. */
static void carried(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    if (!fact->comes_in) {
        fold->balance.carried_over++;
        end_ticket(fold, fact, ENDING_CARRIED_OVER);
        return;
    }
    fold->balance.carried_in++;
    if (ticket->stage != STAGE_UNKNOWN) {
        fold_differs(fold, fact->ticket, DIFFERS_CARRIED_IN_TWICE);
        return;
    }
    ticket->came_in = true;
    ticket->category = fact->category;
    ticket->item = fact->item;
    ticket->services = fact->service;
    ticket->entered = place_of(fold, fact);
    ticket->rows.priority = fact->priority;
    fold_row_entered(fold, ticket);
    enter_queue(fold, ticket, fact, true);
}

static void held(struct fold *fold, const struct fact *fact)
{
    struct place place = place_of(fold, fact);
    end_service(fold, fact);
    fold_row_left(fold, fact, &place, ROW_WAY_HELD);
    ticket_of(fold, fact)->stage = STAGE_HELD;
}

/* Back into the queue after hold, transfer or a service elsewhere. */
static void waits_again(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    struct place place = place_of(fold, fact);
    end_service(fold, fact);
    if (fact->kind == EVENT_TICKET_TRANSFERRED) {
        fold_row_left(fold, fact, &place, ROW_WAY_TRANSFERRED);
    }
    if (ticket->ending == ENDING_SERVED) { /* finished, and comes back: not served yet */
        fold->balance.served--;
        ticket->ending = ENDING_NONE;
        rows_not_ended(&fold->rows, &ticket->rows);
    }
    ticket->bound = fact->target;
    ticket->category = fact->category != CODE_NONE ? fact->category : ticket->category;
    ticket->item = fact->item != CODE_NONE ? fact->item : ticket->item;
    enter_queue(fold, ticket, fact, true);
}

/* ------------------------------------------------------------------ ratings */

static struct fold_service *service_of(struct fold *fold, const struct fact *fact)
{
    int32_t at = ticket_of(fold, fact)->last_service;
    while (at >= 0 && fact->service != 0 && fold->services.list[at].number != fact->service) {
        at = fold->services.list[at].previous;
    }
    return at >= 0 ? &fold->services.list[at] : NULL;
}

/* Was the ticket's number given on this day? (engine.h: how an id is made) */
static bool is_of_this_day(const struct fold *fold, uint16_t ticket)
{
    return fold->facts->tickets[ticket].id / 100000 == fold->facts->day % 1000000;
}

static void rated(struct fold *fold, const struct fact *fact)
{
    struct fold_service *service = service_of(fold, fact);
    if (service == NULL) {
        if (is_of_this_day(fold, fact->ticket)) {
            fold_differs(fold, fact->ticket, DIFFERS_RATING_WITHOUT_SERVICE);
            fold->balance.rated_active += !fact->by_default;
            fold->balance.rated_default += fact->by_default;
        }
        return; /* of a service on an earlier day: counted there */
    }
    if (fact->by_default) {
        service->by_default++;
    } else {
        service->active++;
    }
    if (service->active + service->by_default > 1) {
        fold_differs(fold, fact->ticket, DIFFERS_RATED_TWICE);
    }
    service->level = fact->level;
}

/* ------------------------------------------------------------------ windows and the day */

static void window_changed(struct fold *fold, const struct fact *fact)
{
    struct floor_window *window = floor_window(&fold->floor, fact->window);
    if (window == NULL) {
        return;
    }
    if (fact->clerk != CODE_NONE && fact->clerk != window->clerk) {
        floor_gather(window, &fold->groups, &fold->rows);
        window->clerk = fact->clerk;
    }
    if (fact->kind == EVENT_WINDOW_PAUSED && !window->paused && fact->hour >= 0) {
        window->pauses[fact->hour]++;
    }
    window->open = fact->kind != EVENT_WINDOW_CLOSED;
    window->paused = fact->kind == EVENT_WINDOW_PAUSED;
}

static void day_changed(struct fold *fold, const struct fact *fact)
{
    fold->balance.closed = fact->kind == EVENT_DAY_CLOSED;
}

/* ------------------------------------------------------------------ the walk */

typedef void (*taker)(struct fold *fold, const struct fact *fact);

static const taker ticket_takers[EVENT_KIND_COUNT] = {
    [EVENT_TICKET_ISSUED] = issued,
    [EVENT_TICKET_CALLED] = called,
    [EVENT_TICKET_ARRIVED] = arrived,
    [EVENT_TICKET_FINISHED] = finished,
    [EVENT_TICKET_NO_SHOW] = no_show,
    [EVENT_TICKET_HELD] = held,
    [EVENT_TICKET_RESUMED] = waits_again,
    [EVENT_TICKET_TRANSFERRED] = waits_again,
    [EVENT_TICKET_RETURNED] = waits_again,
    [EVENT_TICKET_CANCELLED] = cancelled,
    [EVENT_TICKET_EXPIRED] = expired,
    [EVENT_TICKET_CARRIED] = carried,
    [EVENT_TICKET_RATED] = rated,
};

static const taker other_takers[EVENT_KIND_COUNT] = {
    [EVENT_WINDOW_OPENED] = window_changed,  [EVENT_WINDOW_CLOSED] = window_changed,
    [EVENT_WINDOW_PAUSED] = window_changed,  [EVENT_WINDOW_RESUMED] = window_changed,
    [EVENT_DAY_OPENED] = day_changed,        [EVENT_DAY_CLOSED] = day_changed,
};

/* Things that only happen to a ticket that is in the hall. */
static void check_order(struct fold *fold, const struct fact *fact)
{
    struct fold_ticket *ticket = ticket_of(fold, fact);
    bool enters = fact->kind == EVENT_TICKET_ISSUED ||
                  (fact->kind == EVENT_TICKET_CARRIED && fact->comes_in);
    if (enters || fact->kind == EVENT_TICKET_RATED) {
        return;
    }
    if (ticket->stage == STAGE_UNKNOWN) {
        fold_differs(fold, fact->ticket, DIFFERS_NOT_ISSUED);
        ticket->category = fact->category;
        ticket->item = fact->item;
        ticket->entered.hour = NO_HOUR;
        fold_row_entered(fold, ticket);
        enter_queue(fold, ticket, fact, false);
    } else if (ticket->stage == STAGE_ENDED && (fact->kind == EVENT_TICKET_CALLED ||
                                                fact->kind == EVENT_TICKET_ARRIVED)) {
        fold_differs(fold, fact->ticket, DIFFERS_MOVED_AFTER_END);
    }
}

static void take(struct fold *fold, const struct fact *fact)
{
    if (fact->undone || fold_take_slip(fold, fact)) {
        return;
    }
    if (other_takers[fact->kind] != NULL) {
        other_takers[fact->kind](fold, fact);
    } else if (ticket_takers[fact->kind] != NULL && fact->ticket != FACT_NO_TICKET) {
        check_order(fold, fact);
        ticket_takers[fact->kind](fold, fact);
    }
}

/* Windows serve what somebody said, or else what they called today. */
static void learn_serves(struct fold *fold, const struct serves_list *serves)
{
    for (size_t i = 0; i < serves->count; i++) {
        struct floor_window *window = floor_window(&fold->floor, serves->list[i].window);
        if (window != NULL) {
            window->serves |= floor_category(&fold->floor, serves->list[i].category);
        }
    }
    for (size_t i = 0; serves->count == 0 && i < fold->facts->count; i++) {
        const struct fact *fact = &fold->facts->list[i];
        struct floor_window *window = fact->kind == EVENT_TICKET_CALLED && !fact->undone
                                          ? floor_window(&fold->floor, fact->window)
                                          : NULL;
        if (window != NULL) {
            window->serves |= floor_category(&fold->floor, fact->category);
        }
    }
}

/* Room for the tickets that the facts know. */
static int know_tickets(struct fold *fold)
{
    uint16_t count = fold->facts->ticket_count;
    while (fold->ticket_capacity < count) {
        if (fold_grow(fold, (void **)&fold->tickets, &fold->ticket_capacity,
                      fold->ticket_capacity, sizeof *fold->tickets) < 0) {
            return -1;
        }
    }
    for (; fold->ticket_count < count; fold->ticket_count++) {
        fold->tickets[fold->ticket_count] = (struct fold_ticket){
            .last_service = -1, .last_slip = -1, .rows = {.last = -1, .ended = -1}};
    }
    return 0;
}

int fold_go_on(struct fold *fold)
{
    const struct facts *facts = fold->facts;
    if (know_tickets(fold) < 0) {
        return -1;
    }
    for (; fold->taken < facts->count; fold->taken++) {
        const struct fact *fact = &facts->list[fold->taken];
        if (fold->taken > 0) {
            const struct fact *before = fact - 1;
            floor_pass(&fold->floor, before->at, fact->line_ms - before->line_ms);
        }
        take(fold, fact);
    }
    return fold->failed || fold->groups.failed || fold->rows.failed ? -1 : 0;
}

/* The time from the last fact to the end of what is asked. */
static void pass_until(const struct fold *fold, struct floor *floor, wall_t until)
{
    if (fold->taken > 0) {
        wall_t last = fold->facts->list[fold->taken - 1].at;
        floor_pass(floor, last, wall_between(last, until));
    }
}

struct fold *fold_begin(const struct facts *facts, const struct serves_list *serves)
{
    struct fold *fold = calloc(1, sizeof *fold);
    if (fold == NULL) {
        return NULL;
    }
    fold->facts = facts;
    fold->differences.list = calloc(FOLD_DIFFERENCES, sizeof *fold->differences.list);
    if (fold->differences.list == NULL) {
        fold_destroy(fold);
        return NULL;
    }
    fold->balance.day = facts->day;
    learn_serves(fold, serves);
    return fold;
}

struct fold *fold_create(const struct facts *facts, const struct serves_list *serves,
                         wall_t until)
{
    struct fold *fold = fold_begin(facts, serves);
    if (fold == NULL || fold_go_on(fold) < 0) {
        fold_destroy(fold);
        return NULL;
    }
    pass_until(fold, &fold->floor, until);
    for (uint16_t i = 0; i < fold->floor.window_count; i++) {
        floor_gather(&fold->floor.windows[i], &fold->groups, &fold->rows);
    }
    fold_balance(fold);
    if (fold->failed || fold->groups.failed || fold->rows.failed) {
        fold_destroy(fold);
        return NULL;
    }
    return fold;
}

int fold_rows(struct fold *fold, wall_t until, struct rows *out)
{
    struct floor *floor = malloc(sizeof *floor);
    fold_row_ratings(fold);
    if (floor == NULL || rows_copy(out, &fold->rows) < 0) {
        free(floor);
        return -1;
    }
    *floor = fold->floor;
    pass_until(fold, floor, until);
    for (uint16_t i = 0; i < floor->window_count; i++) {
        floor_gather(&floor->windows[i], NULL, out);
    }
    free(floor);
    return out->failed ? -1 : 0;
}

void fold_destroy(struct fold *fold)
{
    if (fold == NULL) {
        return;
    }
    groups_finish(&fold->groups);
    rows_finish(&fold->rows);
    free(fold->services.list);
    free(fold->slips.list);
    free(fold->differences.list);
    free(fold->tickets);
    free(fold);
}
