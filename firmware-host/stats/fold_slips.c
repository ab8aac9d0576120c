/* fold_slips.c: paper, slip by slip (reliability.md A.2). See fold.h.
 *
 * A ticket's first slip is its original, every further one a copy. What came out is counted
 * when it is said (slips_printed), and again by what each slip became (tickets_printed and
 * reprints): the sums agree only when each slip was printed once and stayed printed. */
#include "stats/fold.h"

enum { ORIGINAL = 1 };

static struct fold_slip *slip_of(struct fold *fold, const struct fact *fact)
{
    int32_t at = fold->tickets[fact->ticket].last_slip;
    while (at >= 0 && fact->count != 0 && fold->slips.list[at].count != fact->count) {
        at = fold->slips.list[at].previous;
    }
    return at >= 0 ? &fold->slips.list[at] : NULL;
}

static void started(struct fold *fold, const struct fact *fact)
{
    struct slip_list *slips = &fold->slips;
    struct fold_ticket *ticket = &fold->tickets[fact->ticket];
    if (slip_of(fold, fact) != NULL && fact->count == ORIGINAL) {
        fold_differs(fold, fact->ticket, DIFFERS_SLIP_TWO_ORIGINALS);
    }
    if (fold_grow(fold, (void **)&slips->list, &slips->capacity, slips->count,
                  sizeof *slips->list) < 0) {
        return;
    }
    slips->list[slips->count] = (struct fold_slip){
        .ticket = fact->ticket, .count = fact->count, .previous = ticket->last_slip};
    ticket->last_slip = (int32_t)slips->count++;
}

static void printed(struct fold *fold, const struct fact *fact, struct fold_slip *slip)
{
    fold->balance.slips_printed++;
    if (slip->paper == PAPER_PRINTED) {
        fold_differs(fold, fact->ticket, DIFFERS_SLIP_PRINTED_TWICE);
    }
    slip->paper = PAPER_PRINTED;
}

static void not_printed(struct fold *fold, const struct fact *fact, struct fold_slip *slip)
{
    if (slip->paper == PAPER_PRINTED) {
        fold_differs(fold, fact->ticket, DIFFERS_SLIP_PRINTED_THEN_NOT);
    }
    slip->paper = fact->kind == EVENT_SLIP_VOID ? PAPER_VOID : PAPER_UNCERTAIN;
}

bool fold_take_slip(struct fold *fold, const struct fact *fact)
{
    if (fact->kind < EVENT_SLIP_STARTED || fact->kind > EVENT_SLIP_VOID) {
        return false;
    }
    if (fact->ticket == FACT_NO_TICKET) {
        return true;
    }
    if (fact->kind == EVENT_SLIP_STARTED) {
        started(fold, fact);
        return true;
    }
    struct fold_slip *slip = slip_of(fold, fact);
    if (slip == NULL) {
        fold_differs(fold, fact->ticket, DIFFERS_SLIP_NOT_STARTED);
        fold->balance.slips_printed += fact->kind == EVENT_SLIP_PRINTED;
    } else if (fact->kind == EVENT_SLIP_PRINTED) {
        printed(fold, fact, slip);
    } else {
        not_printed(fold, fact, slip);
    }
    return true;
}
