/* intents.c: what was asked for already, and what came of it.
 *
 * A lost reply is asked for again with the same intent id and must get the first result. The
 * table remembers LIMIT_INTENTS of them, several days' worth of a full hall in one; when it is
 * full the oldest is forgotten. A ring in order of arrival, and an open-addressing table of
 * places in that ring; deletion closes the gap (Knuth, vol. 3, 6.4, algorithm R). */
#include "queue/engine_state.h"

#include "queue/text_rules.h"

#include <string.h>

static uint32_t cell_of(const char *intent)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *intent != '\0'; intent++) {
        hash = (hash ^ (unsigned char)*intent) * UINT64_C(1099511628211);
    }
    return (uint32_t)((hash ^ (hash >> 32)) % INTENT_CELLS);
}

/* The cell that holds the intent, or the empty one where it belongs. */
static uint32_t find_cell(const struct intent_table *table, const char *intent)
{
    uint32_t cell = cell_of(intent);
    while (table->cells[cell] != 0 &&
           strcmp(table->records[table->cells[cell] - 1].intent, intent) != 0) {
        cell = (cell + 1) % INTENT_CELLS;
    }
    return cell;
}

void intents_clear(struct intent_table *table)
{
    table->first = table->count = 0;
    memset(table->cells, 0, sizeof(table->cells));
}

const struct outcome *intents_find(const struct intent_table *table, const char *intent)
{
    uint32_t place = intent[0] == '\0' ? 0 : table->cells[find_cell(table, intent)];
    return place == 0 ? NULL : &table->records[place - 1].outcome;
}

/* May the record that hashes to `home` move from `from` to `hole`? Not when its home lies
 * between them, cyclically. */
static bool may_move(uint32_t home, uint32_t hole, uint32_t from)
{
    return hole <= from ? home <= hole || home > from : home <= hole && home > from;
}

static void forget_oldest(struct intent_table *table)
{
    uint32_t hole = find_cell(table, table->records[table->first].intent);
    table->cells[hole] = 0;
    for (uint32_t cell = (hole + 1) % INTENT_CELLS; table->cells[cell] != 0;
         cell = (cell + 1) % INTENT_CELLS) {
        uint32_t home = cell_of(table->records[table->cells[cell] - 1].intent);
        if (may_move(home, hole, cell)) {
            table->cells[hole] = table->cells[cell];
            table->cells[cell] = 0;
            hole = cell;
        }
    }
    table->first = (table->first + 1) % LIMIT_INTENTS;
    table->count--;
}

uint32_t intents_add(struct intent_table *table, const char *intent)
{
    uint32_t known = table->cells[find_cell(table, intent)];
    if (known != 0) {
        return known; /* a journal that repeats itself: the later result counts */
    }
    if (table->count == LIMIT_INTENTS) {
        forget_oldest(table);
    }
    uint32_t place = (table->first + table->count) % LIMIT_INTENTS;
    struct intent_record *record = &table->records[place];
    memset(record, 0, sizeof(*record));
    text_rules_copy(record->intent, sizeof(record->intent), intent);
    table->cells[find_cell(table, record->intent)] = place + 1;
    table->count++;
    return place + 1;
}

/* A command's result is about its own window, or about the ticket it named: a ticket that is
 * handed to the window at once replaces the one that left, a new ticket learns its window. */
static bool is_result(const struct outcome *outcome, const struct event *event)
{
    if (event->part == 0) {
        return true;
    }
    bool here = event->window == outcome->window;
    bool found_a_window = outcome->window == 0 && event->ticket == outcome->ticket;
    return event->kind == EVENT_TICKET_CALLED && (here || found_a_window);
}

void outcome_take(struct outcome *outcome, const struct event *event)
{
    outcome->seq = event->seq;
    if (event->record != 0 && (event->part == 0 || outcome->record == 0)) {
        outcome->record = event->record;
    }
    if (is_result(outcome, event)) {
        outcome->ticket = event->ticket;
        outcome->window = event->window;
    }
    if (event->kind == EVENT_TICKET_CALLED && event->ticket == outcome->ticket) {
        outcome->why = event->why;
    }
    if (event->kind == EVENT_DAY_CLOSED) { /* many tickets' end is nobody's result */
        outcome->ticket = outcome->window = 0;
    }
    /* A ticket that is finished because the clerk went on is not what he asked for. */
    if (event->kind == EVENT_TICKET_FINISHED && strcmp(event->reason, "next") == 0) {
        outcome->ticket = 0;
    }
}
