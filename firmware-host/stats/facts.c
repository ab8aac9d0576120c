/* facts.c: events become facts. See facts.h. */
#include "stats/facts.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_FACTS = 1024 };

int facts_init(struct facts *facts, int32_t day)
{
    *facts = (struct facts){.day = day};
    facts->tickets = calloc(FACT_TICKETS, sizeof *facts->tickets);
    facts->cells = calloc(FACT_TICKET_CELLS, sizeof *facts->cells);
    if (facts->tickets == NULL || facts->cells == NULL) {
        facts_finish(facts);
        return -1;
    }
    return 0;
}

void facts_finish(struct facts *facts)
{
    free(facts->list);
    free(facts->tickets);
    free(facts->cells);
    *facts = (struct facts){0};
}

/* ------------------------------------------------------------------ tickets */

/* The cell of an id: its own, or the empty one where it belongs. */
static uint32_t ticket_cell(const struct facts *facts, int64_t id)
{
    uint32_t cell = (uint32_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 40);
    for (cell %= FACT_TICKET_CELLS; facts->cells[cell] != 0;
         cell = (cell + 1) % FACT_TICKET_CELLS) {
        if (facts->tickets[facts->cells[cell] - 1].id == id) {
            break;
        }
    }
    return cell;
}

static int ticket_position(struct facts *facts, const struct event *event, uint16_t *out)
{
    if (event->ticket == 0) {
        *out = FACT_NO_TICKET;
        return 0;
    }
    uint32_t cell = ticket_cell(facts, event->ticket);
    if (facts->cells[cell] == 0) {
        if (facts->ticket_count == FACT_TICKETS) {
            return -1;
        }
        facts->tickets[facts->ticket_count].id = event->ticket;
        facts->cells[cell] = ++facts->ticket_count;
    }
    *out = (uint16_t)(facts->cells[cell] - 1);
    struct fact_ticket *ticket = &facts->tickets[*out];
    if (ticket->number[0] == '\0') {
        memcpy(ticket->number, event->number, sizeof ticket->number);
        ticket->number[sizeof ticket->number - 1] = '\0';
    }
    return 0;
}

/* ------------------------------------------------------------------ time */

/* Moves the time line on to the event. A controller that starts may run after another boot:
 * its monotonic clock says nothing about the time before. */
static void move_line(struct facts *facts, const struct event *event)
{
    int64_t step = wall_between(facts->last_at, event->at);
    bool one_run = event->kind != EVENT_CONTROLLER_STARTED && event->mono_ms > 0 &&
                   facts->last_mono > 0 && event->mono_ms >= facts->last_mono;
    if (one_run) {
        step = event->mono_ms - facts->last_mono;
    }
    if (facts->count > 0 && step > 0) {
        facts->line_ms += step;
    }
    facts->last_at = event->at;
    facts->last_mono = event->mono_ms;
}

/* ------------------------------------------------------------------ facts */

static void undo(struct facts *facts, int64_t first, int64_t count)
{
    for (size_t i = facts->count; i-- > 0 && facts->list[i].seq >= first;) {
        if (facts->list[i].seq < first + count) {
            facts->list[i].undone = true;
        }
    }
    facts->undone++;
}

static int make_room(struct facts *facts)
{
    if (facts->count < facts->capacity) {
        return 0;
    }
    size_t capacity = facts->capacity == 0 ? FIRST_FACTS : 2 * facts->capacity;
    struct fact *list = capacity <= FACTS ? realloc(facts->list, capacity * sizeof *list) : NULL;
    if (list == NULL) {
        return -1;
    }
    facts->list = list;
    facts->capacity = capacity;
    return 0;
}

/* Ratings of a later day belong to the day of their service (a default that falls due). */
static bool concerns(const struct facts *facts, const struct event *event)
{
    if (event->kind <= EVENT_NONE || event->kind >= EVENT_KIND_COUNT ||
        event_is_office(event->kind)) {
        return false;
    }
    if (event->day == facts->day) {
        return true;
    }
    return event->kind == EVENT_TICKET_RATED && event->day > facts->day && event->ticket != 0 &&
           facts->cells[ticket_cell(facts, event->ticket)] != 0;
}

int facts_add(struct facts *facts, const struct event *event)
{
    if (!concerns(facts, event)) {
        return 0;
    }
    struct fact fact = {
        .seq = event->seq,
        .at = event->at,
        .kind = (uint8_t)event->kind,
        .hour = (int8_t)wall_hour(event->at),
        .window = event->window,
        .target = event->target_window,
        .service = event->service,
        .count = event->kind == EVENT_TICKET_CARRIED ? event->copies : (uint16_t)event->count,
        .level = event->level,
        .outcome = (uint8_t)event->outcome,
        .final = event->final,
        .implied = strcmp(event->reason, "implied") == 0,
        .comes_in = strcmp(event->reason, "in") == 0,
        .by_default = event->rating == RATING_DEFAULT,
    };
    if (make_room(facts) < 0 || ticket_position(facts, event, &fact.ticket) < 0 ||
        codes_number(&facts->codes, event->category, &fact.category) < 0 ||
        codes_number(&facts->codes, event->item, &fact.item) < 0 ||
        codes_number(&facts->codes, event->clerk, &fact.clerk) < 0 ||
        codes_number(&facts->codes, event->priority, &fact.priority) < 0) {
        return -1;
    }
    if (event->day == facts->day) {
        move_line(facts, event);
    }
    fact.line_ms = facts->line_ms;
    if (event->kind == EVENT_COMMAND_UNDONE) {
        undo(facts, event->of_seq, event->count > 0 ? event->count : 1);
    }
    facts->list[facts->count++] = fact;
    return 0;
}
