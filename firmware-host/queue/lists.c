/* lists.c: the waiting lists, one a category, and the list of held tickets.
 *
 * A waiting list is in order of rank, then of issue: first come, first served within a class,
 * and a bonus is a place further to the front. New tickets belong at or near the end, so places
 * are looked for from there. The held list is in the order of the calls: at one window that is
 * the order in which they were held, and an undo finds its old place. */
#include "queue/engine_state.h"

static void list_clear(struct ticket_list *list)
{
    *list = (struct ticket_list){NO_SLOT, NO_SLOT, 0};
}

void lists_clear(struct engine *engine)
{
    for (int i = 0; i < CATEGORY_ROOM; i++) {
        list_clear(&engine->categories[i].waiting);
    }
    list_clear(&engine->held);
}

bool lists_before(const struct ticket *a, const struct ticket *b)
{
    if (a->state == TICKET_HELD) {
        return a->called_seq < b->called_seq;
    }
    if (a->rank.ms != b->rank.ms) {
        return a->rank.ms < b->rank.ms;
    }
    return a->issued_seq < b->issued_seq;
}

static struct ticket_list *list_of(struct engine *engine, const struct ticket *ticket)
{
    switch (ticket->state) {
    case TICKET_WAITING: return &engine->categories[ticket->category].waiting;
    case TICKET_HELD: return &engine->held;
    default: return NULL;
    }
}

/* The slot behind which the record belongs, NO_SLOT = at the head. */
static uint16_t place_for(const struct engine *engine, const struct ticket_list *list,
                          const struct ticket *ticket)
{
    uint16_t behind = list->tail;
    while (behind != NO_SLOT && lists_before(ticket, &engine->records[behind].ticket)) {
        behind = engine->records[behind].prev;
    }
    return behind;
}

void lists_link(struct engine *engine, struct record *record)
{
    struct ticket_list *list = list_of(engine, &record->ticket);
    if (list == NULL) {
        return;
    }
    uint16_t slot = (uint16_t)(record - engine->records);
    record->prev = place_for(engine, list, &record->ticket);
    record->next = record->prev == NO_SLOT ? list->head : engine->records[record->prev].next;
    if (record->prev == NO_SLOT) {
        list->head = slot;
    } else {
        engine->records[record->prev].next = slot;
    }
    if (record->next == NO_SLOT) {
        list->tail = slot;
    } else {
        engine->records[record->next].prev = slot;
    }
    list->count++;
}

void lists_unlink(struct engine *engine, struct record *record)
{
    struct ticket_list *list = list_of(engine, &record->ticket);
    if (list == NULL) {
        return;
    }
    if (record->prev == NO_SLOT) {
        list->head = record->next;
    } else {
        engine->records[record->prev].next = record->next;
    }
    if (record->next == NO_SLOT) {
        list->tail = record->prev;
    } else {
        engine->records[record->next].prev = record->prev;
    }
    record->prev = record->next = NO_SLOT;
    list->count--;
}
