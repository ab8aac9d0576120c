/* day.c: the seam of stats: keeps the facts, and folds them when somebody asks. See day.h.
 *
 * A fold of a whole day costs a few milliseconds and is kept until the next fact or another
 * `until`: asking for six axes and the balance folds once. Rows come from a second fold, which
 * goes on where it was: what has just happened costs what has just happened. */
#include "stats/day.h"

#include "stats/fold.h"

#include <stdlib.h>
#include <string.h>

/* A fold and what it was made of. */
struct folded {
    struct fold *fold;
    size_t facts, serves;
    uint32_t undone;
    wall_t until;
};

/* A fold that goes on, and the rows that it wrote last. */
struct going {
    struct fold *fold;
    size_t facts, serves;
    uint32_t undone;
    struct rows rows;
};

struct day_stats {
    struct facts facts;
    struct serves_list serves;
    struct folded *folded; /* caches: they change although the figures do not */
    struct going *going;
};

static const char *const axis_names[FIGURE_AXIS_COUNT] = {
    [FIGURE_HALL] = "hall",     [FIGURE_ITEM] = "item",   [FIGURE_CATEGORY] = "category",
    [FIGURE_WINDOW] = "window", [FIGURE_CLERK] = "clerk", [FIGURE_HOUR] = "hour",
};

const char *figure_axis_name(enum figure_axis axis)
{
    return (unsigned)axis < FIGURE_AXIS_COUNT ? axis_names[axis] : NULL;
}

int figure_axis_parse(const char *name, enum figure_axis *out)
{
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        if (strcmp(name, axis_names[axis]) == 0) {
            *out = (enum figure_axis)axis;
            return 0;
        }
    }
    return -1;
}

struct day_stats *day_stats_create(int32_t day)
{
    struct day_stats *stats = calloc(1, sizeof *stats);
    if (stats == NULL) {
        return NULL;
    }
    stats->folded = calloc(1, sizeof *stats->folded);
    stats->going = calloc(1, sizeof *stats->going);
    if (facts_init(&stats->facts, day) < 0 || stats->folded == NULL || stats->going == NULL) {
        day_stats_destroy(stats);
        return NULL;
    }
    return stats;
}

void day_stats_destroy(struct day_stats *stats)
{
    if (stats == NULL) {
        return;
    }
    if (stats->folded != NULL) {
        fold_destroy(stats->folded->fold);
    }
    if (stats->going != NULL) {
        fold_destroy(stats->going->fold);
        rows_finish(&stats->going->rows);
    }
    free(stats->folded);
    free(stats->going);
    free(stats->serves.list);
    facts_finish(&stats->facts);
    free(stats);
}

int day_stats_set_serves(struct day_stats *stats, uint16_t window, const char *category)
{
    struct serves_list *serves = &stats->serves;
    struct serves one = {.window = window};
    if (codes_number(&stats->facts.codes, category, &one.category) < 0) {
        return -1;
    }
    if (serves->count == serves->capacity) {
        size_t capacity = serves->capacity + LIMIT_CATEGORIES;
        struct serves *list = realloc(serves->list, capacity * sizeof *list);
        if (list == NULL) {
            return -1;
        }
        serves->list = list;
        serves->capacity = capacity;
    }
    serves->list[serves->count++] = one;
    return 0;
}

int day_stats_add(struct day_stats *stats, const struct event *event)
{
    return facts_add(&stats->facts, event);
}

/* ------------------------------------------------------------------ asking */

static bool is_fresh(const struct day_stats *stats, wall_t until)
{
    const struct folded *folded = stats->folded;
    return folded->fold != NULL && folded->facts == stats->facts.count &&
           folded->serves == stats->serves.count && folded->undone == stats->facts.undone &&
           folded->until.ms == until.ms;
}

/* The fold as of now, or NULL when memory is out. */
static struct fold *fold_now(const struct day_stats *stats, wall_t until)
{
    if (is_fresh(stats, until)) {
        return stats->folded->fold;
    }
    fold_destroy(stats->folded->fold);
    *stats->folded = (struct folded){.fold = fold_create(&stats->facts, &stats->serves, until),
                                     .facts = stats->facts.count,
                                     .serves = stats->serves.count,
                                     .undone = stats->facts.undone,
                                     .until = until};
    return stats->folded->fold;
}

/* The balance knows no `until`: whatever was folded last will do. */
static const struct fold *fold_any(const struct day_stats *stats)
{
    return fold_now(stats,
                    stats->folded->fold != NULL ? stats->folded->until : stats->facts.last_at);
}

void day_stats_balance(const struct day_stats *stats, struct day_balance *out)
{
    const struct fold *fold = fold_any(stats);
    *out = fold != NULL ? fold->balance : (struct day_balance){.day = stats->facts.day};
}

int day_stats_difference(const struct day_stats *stats, size_t index, struct day_difference *out)
{
    const struct fold *fold = fold_any(stats);
    if (fold == NULL || index >= fold->differences.count || index >= FOLD_DIFFERENCES) {
        return -1;
    }
    *out = fold->differences.list[index];
    return 0;
}

size_t day_stats_figures(const struct day_stats *stats, enum figure_axis axis, wall_t until,
                         struct figures *out, size_t capacity)
{
    struct fold *fold = fold_now(stats, until);
    if (fold == NULL || (unsigned)axis >= FIGURE_AXIS_COUNT) {
        return 0;
    }
    return groups_figures(&fold->groups, axis, &stats->facts.codes, out, capacity);
}

static void copy_code(const struct day_stats *stats, uint16_t number, char out[LIMIT_CODE])
{
    snprintf(out, LIMIT_CODE, "%s", codes_text(&stats->facts.codes, number));
}

int day_stats_unrated(const struct day_stats *stats, size_t *cursor, struct unrated_service *out)
{
    const struct fold *fold = fold_any(stats);
    while (fold != NULL && *cursor < fold->services.count) {
        const struct fold_service *service = &fold->services.list[(*cursor)++];
        if (!service->ended || service->active + service->by_default > 0) {
            continue;
        }
        const struct fact_ticket *ticket = &stats->facts.tickets[service->ticket];
        *out = (struct unrated_service){.ticket = ticket->id,
                                        .service = service->number,
                                        .window = service->place.window};
        memcpy(out->number, ticket->number, sizeof out->number);
        copy_code(stats, service->place.item, out->item);
        copy_code(stats, service->place.category, out->category);
        copy_code(stats, service->place.clerk, out->clerk);
        return 0;
    }
    return -1;
}

/* What it took so far reads as it did then: nothing was undone, and no window has learnt from its
 * calls what it serves. */
static bool may_go_on(const struct day_stats *stats)
{
    const struct going *going = stats->going;
    bool same_serves = going->serves == stats->serves.count &&
                       (going->serves > 0 || going->facts == stats->facts.count);
    return going->fold != NULL && same_serves && going->undone == stats->facts.undone;
}

int day_stats_rows(const struct day_stats *stats, wall_t until, struct day_rows *out)
{
    struct going *going = stats->going;
    rows_finish(&going->rows);
    if (!may_go_on(stats)) {
        fold_destroy(going->fold);
        going->fold = fold_begin(&stats->facts, &stats->serves);
    }
    going->facts = stats->facts.count;
    going->serves = stats->serves.count;
    going->undone = stats->facts.undone;
    if (going->fold == NULL || fold_go_on(going->fold) < 0 ||
        fold_rows(going->fold, until, &going->rows) < 0) {
        fold_destroy(going->fold);
        going->fold = NULL;
        return -1;
    }
    *out = (struct day_rows){.row_count = going->rows.rows.count,
                             .span_count = going->rows.spans.count,
                             .rows = going->rows.rows.list,
                             .spans = going->rows.spans.list};
    return 0;
}

const char *day_stats_code(const struct day_stats *stats, uint16_t number)
{
    return codes_text(&stats->facts.codes, number);
}

int day_stats_ticket(const struct day_stats *stats, uint16_t ticket, int64_t *id,
                     char number[LIMIT_NUMBER])
{
    if (ticket >= stats->facts.ticket_count) {
        return -1;
    }
    *id = stats->facts.tickets[ticket].id;
    memcpy(number, stats->facts.tickets[ticket].number, LIMIT_NUMBER);
    return 0;
}

wall_t day_stats_last(const struct day_stats *stats)
{
    return stats->facts.last_at;
}
