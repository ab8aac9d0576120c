/* hash.c: a fingerprint of the whole state, field by field in a fixed order: equal after a
 * replay, on every machine. Texts are zero-filled (text_rules_copy), so whole fields count. */
#include "queue/engine_state.h"

#include <sodium.h>

struct part {
    size_t offset, size;
};

#define PART(type, member)                                                                         \
    {                                                                                              \
        offsetof(struct type, member), sizeof(((struct type *)NULL)->member)                       \
    }

static const struct part why_parts[] = {
    PART(why, rule),        PART(why, waited_s),   PART(why, bonus_s),   PART(why, weight),
    PART(why, score),       PART(why, candidates), PART(why, overtakes), PART(why, overtaken),
    PART(why, next_ticket), PART(why, next_score),
};

static const struct part ticket_parts[] = {
    PART(ticket, id),
    PART(ticket, state),
    PART(ticket, day),
    PART(ticket, carried),
    PART(ticket, number),
    PART(ticket, item),
    PART(ticket, token),
    PART(ticket, category),
    PART(ticket, priority),
    PART(ticket, window),
    PART(ticket, bound_window),
    PART(ticket, return_window),
    PART(ticket, return_category),
    PART(ticket, served_window),
    PART(ticket, served_category),
    PART(ticket, served_clerk),
    PART(ticket, served_item),
    PART(ticket, service),
    PART(ticket, recalls),
    PART(ticket, no_shows),
    PART(ticket, overtaken),
    PART(ticket, returned),
    PART(ticket, issued),
    PART(ticket, waiting_since),
    PART(ticket, called),
    PART(ticket, arrived),
    PART(ticket, ended),
    PART(ticket, until),
    PART(ticket, rank),
    PART(ticket, ahead_at_issue),
    PART(ticket, quote_s),
    PART(ticket, issued_seq),
    PART(ticket, called_seq),
    PART(ticket, slip),
    PART(ticket, slips),
    PART(ticket, slip_device),
    PART(ticket, level),
    PART(ticket, rating),
    PART(ticket, outcome),
};

static const struct part window_parts[] = {
    PART(window, number),
    PART(window, state),
    PART(window, clerk),
    PART(window, pause_reason),
    PART(window, ticket),
    PART(window, last_ticket),
    PART(window, last_service),
    PART(window, last_ended),
    PART(window, since),
    PART(window, last_call),
    PART(window, last_command_seq),
    PART(window, served),
};

static const struct part engine_parts[] = {
    PART(engine, day),          PART(engine, last_day),       PART(engine, last_seq),
    PART(engine, latest),       PART(engine, number_day),     PART(engine, ordinal),
    PART(engine, series_count), PART(engine, ticket_count),   PART(engine, carried_count),
    PART(engine, window_count), PART(engine, category_count),
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void add(crypto_generichash_state *hash, const void *bytes, size_t size)
{
    crypto_generichash_update(hash, bytes, size);
}

static void add_parts(crypto_generichash_state *hash, const void *base, const struct part *parts,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(hash, (const char *)base + parts[i].offset, parts[i].size);
    }
}

static void add_ticket(crypto_generichash_state *hash, const struct ticket *ticket)
{
    add_parts(hash, ticket, ticket_parts, COUNT_OF(ticket_parts));
    add_parts(hash, &ticket->why, why_parts, COUNT_OF(why_parts));
}

static void add_window(crypto_generichash_state *hash, const struct window_record *record)
{
    const struct undo *undo = &record->undo;
    add_parts(hash, &record->window, window_parts, COUNT_OF(window_parts));
    add(hash, &undo->first_seq, sizeof(undo->first_seq));
    add(hash, &undo->last_seq, sizeof(undo->last_seq));
    add(hash, &undo->at, sizeof(undo->at));
    add_parts(hash, &undo->window, window_parts, COUNT_OF(window_parts));
    for (uint8_t i = 0; i < undo->ticket_count; i++) {
        add_ticket(hash, &undo->tickets[i]);
    }
}

static void add_list(crypto_generichash_state *hash, const struct engine *engine,
                     const struct ticket_list *list)
{
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        add(hash, &slot, sizeof(slot));
    }
    add(hash, &list->count, sizeof(list->count));
}

static void add_category(crypto_generichash_state *hash, const struct engine *engine,
                         const struct category_record *category)
{
    add(hash, category->plan.code, sizeof(category->plan.code));
    add(hash, &category->issued, sizeof(category->issued));
    add_list(hash, engine, &category->waiting);
    for (uint8_t i = 0; i < category->recent.count; i++) {
        add(hash, &category->recent.last[i].seq, sizeof(category->recent.last[i].seq));
        add(hash, &category->recent.last[i].seconds, sizeof(category->recent.last[i].seconds));
    }
}

static void add_intents(crypto_generichash_state *hash, const struct intent_table *table)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const struct intent_record *record = &table->records[(table->first + i) % LIMIT_INTENTS];
        const struct outcome *outcome = &record->outcome;
        add(hash, record->intent, sizeof(record->intent));
        add(hash, &outcome->ticket, sizeof(outcome->ticket));
        add(hash, &outcome->window, sizeof(outcome->window));
        add(hash, &outcome->record, sizeof(outcome->record));
        add(hash, &outcome->seq, sizeof(outcome->seq));
        add_parts(hash, &outcome->why, why_parts, COUNT_OF(why_parts));
    }
}

void engine_hash(const struct engine *engine, uint8_t out[32])
{
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, 32);
    add_parts(&hash, engine, engine_parts, COUNT_OF(engine_parts));
    for (uint16_t i = 0; i < engine->series_count; i++) {
        add(&hash, engine->series[i].series, sizeof(engine->series[i].series));
        add(&hash, &engine->series[i].value, sizeof(engine->series[i].value));
    }
    for (uint16_t i = 0; i < engine->category_count; i++) {
        add_category(&hash, engine, &engine->categories[i]);
    }
    add_list(&hash, engine, &engine->held);
    for (uint16_t i = 0; i < engine->window_count; i++) {
        add_window(&hash, &engine->windows[i]);
    }
    for (uint16_t i = 0; i < engine->ticket_count; i++) {
        add_ticket(&hash, &engine->records[i].ticket);
        add(&hash, &engine->records[i].touched_seq, sizeof(engine->records[i].touched_seq));
    }
    add_intents(&hash, &engine->intents);
    crypto_generichash_final(&hash, out, 32);
}
