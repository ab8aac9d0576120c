/* balance.c: after the walk: what tickets, services and slips became, and whether the sums
 * close. See fold.h for why there are two ways of counting. */
#include "stats/fold.h"

/* Which figure an ending counts in. */
static const size_t ending_members[ENDING_COUNT] = {
    [ENDING_SERVED] = offsetof(struct figures, served),
    [ENDING_NO_SHOW] = offsetof(struct figures, no_show),
    [ENDING_CANCELLED] = offsetof(struct figures, cancelled),
    [ENDING_EXPIRED] = offsetof(struct figures, expired),
    [ENDING_CARRIED_OVER] = offsetof(struct figures, carried_over),
};

static void count_ticket(struct fold *fold, uint16_t at)
{
    const struct fold_ticket *ticket = &fold->tickets[at];
    if (ticket->stage == STAGE_UNKNOWN) {
        return; /* only a rating of an earlier day's service, or paper */
    }
    groups_count(&fold->groups, &ticket->entered,
                 ticket->came_in ? offsetof(struct figures, carried_in)
                                 : offsetof(struct figures, issued));
    if (ticket->stage == STAGE_ENDED) {
        groups_count(&fold->groups, &ticket->ended, ending_members[ticket->ending]);
        return;
    }
    fold->balance.open++;
    /* Who is at a window may be served to the end after the hall has closed. */
    bool stays = ticket->stage == STAGE_CALLED || ticket->stage == STAGE_SERVING;
    if (fold->balance.closed && !stays) {
        fold_differs(fold, at, DIFFERS_OPEN_AFTER_CLOSE);
        fold->balance.tickets_close = false;
    }
}

static void balance_tickets(struct fold *fold)
{
    struct day_balance *sums = &fold->balance;
    sums->tickets_close = true;
    for (uint16_t i = 0; i < fold->facts->ticket_count; i++) {
        count_ticket(fold, i);
    }
    uint32_t in = sums->issued + sums->carried_in;
    uint32_t out = sums->served + sums->no_show + sums->cancelled + sums->expired +
                   sums->carried_over + sums->open;
    sums->tickets_close = sums->tickets_close && in == out;
}

static void count_service(struct fold *fold, const struct fold_service *service)
{
    struct groups *groups = &fold->groups;
    const struct place *place = &service->place;
    fold->balance.services++;
    groups_count(groups, place, offsetof(struct figures, services));
    fold->balance.rated_active += service->active;
    fold->balance.rated_default += service->by_default;
    if (service->active > 0) {
        int level = service->level >= 1 && service->level <= 5 ? service->level : 0;
        groups_count(groups, place,
                     offsetof(struct figures, rated_active) + (size_t)level * sizeof(uint32_t));
        if (level == 1 || level == 2) {
            groups_count(groups, place, offsetof(struct figures, bad));
        }
    } else if (service->by_default > 0) {
        groups_count(groups, place, offsetof(struct figures, rated_default));
    } else {
        fold->balance.rated_none++;
        groups_count(groups, place, offsetof(struct figures, rated_none));
    }
}

static void balance_ratings(struct fold *fold)
{
    struct day_balance *sums = &fold->balance;
    for (size_t i = 0; i < fold->services.count; i++) {
        if (fold->services.list[i].ended) {
            count_service(fold, &fold->services.list[i]);
        }
    }
    sums->ratings_close =
        sums->services == sums->rated_active + sums->rated_default + sums->rated_none;
}

/* An uncertain slip is settled by its printer, by the visitor who shows it, at the close of the
 * day, or by the copy that was printed for it. */
static bool is_unsettled(const struct fold *fold, size_t at)
{
    const struct fold_slip *slip = &fold->slips.list[at];
    return (slip->paper == PAPER_PRINTING || slip->paper == PAPER_UNCERTAIN) &&
           fold->tickets[slip->ticket].last_slip == (int32_t)at;
}

static void balance_slips(struct fold *fold)
{
    struct day_balance *sums = &fold->balance;
    bool settled = true;
    for (size_t i = 0; i < fold->slips.count; i++) {
        const struct fold_slip *slip = &fold->slips.list[i];
        bool copy = slip->count > 1;
        sums->tickets_printed += slip->paper == PAPER_PRINTED && !copy;
        sums->reprints += slip->paper == PAPER_PRINTED && copy;
        sums->slips_uncertain += slip->paper == PAPER_UNCERTAIN;
        sums->slips_void += slip->paper == PAPER_VOID;
        if (sums->closed && is_unsettled(fold, i)) {
            fold_differs(fold, slip->ticket, DIFFERS_SLIP_UNSETTLED);
            settled = false;
        }
    }
    sums->slips_close = settled && sums->slips_printed == sums->tickets_printed + sums->reprints;
}

void fold_balance(struct fold *fold)
{
    balance_tickets(fold);
    balance_ratings(fold);
    balance_slips(fold);
    fold->balance.difference_count = fold->differences.count;
}
