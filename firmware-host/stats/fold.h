/* fold.h: one walk over the day's facts makes all of its figures. Private to stats/.
 *
 *   fold.c        the walk: tickets, their waits, walks and services; ratings
 *   fold_slips.c  paper                    balance.c   sums, and who breaks them
 *   floor.c       windows over time        groups.c    figures by axis
 *   fold_rows.c   rows, for figures over years
 *
 * The sums of the balance are counted from what happened (events), the figures from what things
 * became (tickets, services, slips). Where the two ways differ, the balance does not close and
 * the ticket is listed: the check can fail.
 *
 * The day's figures (fold_create) are made anew when the facts have changed. Its rows are asked
 * for at every look at today, so a fold that is begun and not finished goes on with the facts that
 * came since, and writes its rows as of now (fold_rows); only an undone command begins it anew.
 *
 * Owner: struct day_stats. */
#pragma once

#include "stats/facts.h"
#include "stats/floor.h"
#include "stats/fold_rows.h"
#include "stats/groups.h"

enum { FOLD_DIFFERENCES = 1000 }; /* so many are listed; all are counted */

enum stage { STAGE_UNKNOWN, STAGE_WAITING, STAGE_CALLED, STAGE_SERVING, STAGE_HELD, STAGE_ENDED };
enum ending {
    ENDING_NONE,
    ENDING_SERVED,
    ENDING_NO_SHOW,
    ENDING_CANCELLED,
    ENDING_EXPIRED,
    ENDING_CARRIED_OVER,
    ENDING_COUNT
};

struct fold_ticket {
    enum stage stage;
    enum ending ending;
    bool came_in;      /* carried over from an earlier day */
    bool wait_counts;  /* not after a no-show: then nobody stood there and waited */
    uint16_t window, bound, category, item;
    uint16_t services; /* number of the last service */
    int32_t last_service, last_slip; /* position, -1 = none */
    int64_t waits_since, called_at, serving_since;
    struct place entered, ended;
    struct ticket_rows rows;
};

struct fold_service {
    uint16_t ticket, number;
    int32_t previous; /* of the same ticket, -1 = none */
    int32_t row;      /* that has it; -1 = none */
    bool ended;
    uint16_t active, by_default; /* ratings that it got: one in all, or something is wrong */
    int8_t level;
    struct place place;
};

enum paper { PAPER_PRINTING, PAPER_PRINTED, PAPER_UNCERTAIN, PAPER_VOID };
struct fold_slip {
    uint16_t ticket, count; /* 1 = the original */
    int32_t previous;
    enum paper paper;
};

struct service_list {
    size_t count, capacity;
    struct fold_service *list;
};
struct slip_list {
    size_t count, capacity;
    struct fold_slip *list;
};
struct difference_list {
    size_t count; /* all that were found; the first FOLD_DIFFERENCES are kept */
    struct day_difference *list;
};

/* What can be wrong with a ticket's day; the names are in fold.c and are public (day.h). */
enum differs {
    DIFFERS_ISSUED_TWICE,
    DIFFERS_CARRIED_IN_TWICE,
    DIFFERS_NOT_ISSUED,      /* called, served … without ever coming in */
    DIFFERS_MOVED_AFTER_END,
    DIFFERS_ENDED_TWICE,
    DIFFERS_OPEN_AFTER_CLOSE,
    DIFFERS_RATING_WITHOUT_SERVICE,
    DIFFERS_RATED_TWICE,
    DIFFERS_SLIP_TWO_ORIGINALS,
    DIFFERS_SLIP_NOT_STARTED,
    DIFFERS_SLIP_PRINTED_TWICE,
    DIFFERS_SLIP_PRINTED_THEN_NOT,
    DIFFERS_SLIP_UNSETTLED,
    DIFFERS_COUNT
};

/* What a window serves, as far as somebody said it. */
struct serves {
    uint16_t window, category; /* number of a code */
};
struct serves_list {
    size_t count, capacity;
    struct serves *list;
};

struct fold {
    const struct facts *facts;
    size_t taken;                /* facts so far */
    size_t ticket_capacity;
    uint16_t ticket_count;       /* of them are begun */
    struct fold_ticket *tickets; /* by position in facts->tickets */
    struct service_list services;
    struct slip_list slips;
    struct floor floor;
    struct groups groups;
    struct rows rows;
    struct day_balance balance;
    struct difference_list differences;
    bool failed; /* memory was out */
};

/* `until` ends what is still going on. NULL when memory is out. */
struct fold *fold_create(const struct facts *facts, const struct serves_list *serves,
                         wall_t until);
/* A fold that has taken nothing yet. NULL when memory is out. */
struct fold *fold_begin(const struct facts *facts, const struct serves_list *serves);
/* Takes the facts that came since. 0, or -1 when memory is out: the fold is of no use then. */
int fold_go_on(struct fold *fold);
/* The rows of a fold that goes on, as they are when the day ends at `until`. `out` is finished by
 * the caller (rows_finish). 0, or -1 when memory is out. */
int fold_rows(struct fold *fold, wall_t until, struct rows *out);
void fold_destroy(struct fold *fold);

/* ---- parts of the walk */
void fold_differs(struct fold *fold, uint16_t ticket, enum differs what);
/* Is the fact about paper? Then it is taken. */
bool fold_take_slip(struct fold *fold, const struct fact *fact);
/* After the walk: sums over tickets, services and slips. */
void fold_balance(struct fold *fold);
/* What happened to a ticket at a place, written into its rows (service_row.h). */
void fold_row_entered(struct fold *fold, struct fold_ticket *ticket);
void fold_row_called(struct fold *fold, const struct fact *fact, const struct place *place);
void fold_row_walked(struct fold *fold, const struct fact *fact, const struct place *place);
void fold_row_served(struct fold *fold, const struct fact *fact, struct fold_service *service);
void fold_row_left(struct fold *fold, const struct fact *fact, const struct place *place,
                   enum row_way way);
void fold_row_ended(struct fold *fold, const struct fact *fact, struct fold_ticket *ticket);
/* Ratings, as they are now, into the rows of their services. */
void fold_row_ratings(struct fold *fold);
/* Room for one more element of a growing list. 0, or -1 with fold->failed. */
int fold_grow(struct fold *fold, void **list, size_t *capacity, size_t count, size_t size);
