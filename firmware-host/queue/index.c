/* index.c: finds a ticket by id, by number of a day, by token.
 *
 * Open addressing with linear probing over slots of the ticket table. Tickets never leave during
 * a day, so there is no deletion; a new day clears all. */
#include "queue/engine_state.h"

#include <string.h>

void index_clear(struct ticket_index *index)
{
    memset(index->cells, 0xFF, sizeof(index->cells));
}

/* FNV-1a: keys are our own numbers and random tokens. */
static uint32_t hash_bytes(const void *bytes, size_t count, uint32_t hash)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ at[i]) * 16777619u;
    }
    return hash;
}

static uint32_t id_hash(int64_t id)
{
    return hash_bytes(&id, sizeof(id), 2166136261u);
}

static uint32_t number_hash(int32_t day, const char *number)
{
    return hash_bytes(number, strlen(number), hash_bytes(&day, sizeof(day), 2166136261u));
}

static uint32_t token_hash(const char *token)
{
    return hash_bytes(token, strlen(token), 2166136261u);
}

static uint32_t cell_of(uint32_t hash)
{
    return (hash ^ (hash >> 16)) % INDEX_CELLS;
}

static void put(struct ticket_index *index, uint32_t hash, uint16_t slot)
{
    uint32_t cell = cell_of(hash);
    while (index->cells[cell] != NO_SLOT) {
        cell = (cell + 1) % INDEX_CELLS;
    }
    index->cells[cell] = slot;
}

void index_add(struct engine *engine, uint16_t slot)
{
    const struct ticket *ticket = &engine->records[slot].ticket;
    put(&engine->by_id, id_hash(ticket->id), slot);
    put(&engine->by_number, number_hash(ticket->day, ticket->number), slot);
    if (ticket->token[0] != '\0') {
        put(&engine->by_token, token_hash(ticket->token), slot);
    }
}

uint16_t index_find_id(const struct engine *engine, int64_t id)
{
    for (uint32_t cell = cell_of(id_hash(id));; cell = (cell + 1) % INDEX_CELLS) {
        uint16_t slot = engine->by_id.cells[cell];
        if (slot == NO_SLOT || engine->records[slot].ticket.id == id) {
            return slot;
        }
    }
}

uint16_t index_find_number(const struct engine *engine, int32_t day, const char *number)
{
    for (uint32_t cell = cell_of(number_hash(day, number));; cell = (cell + 1) % INDEX_CELLS) {
        uint16_t slot = engine->by_number.cells[cell];
        if (slot == NO_SLOT || (engine->records[slot].ticket.day == day &&
                                strcmp(engine->records[slot].ticket.number, number) == 0)) {
            return slot;
        }
    }
}

uint16_t index_find_token(const struct engine *engine, const char *token)
{
    if (token[0] == '\0') {
        return NO_SLOT;
    }
    for (uint32_t cell = cell_of(token_hash(token));; cell = (cell + 1) % INDEX_CELLS) {
        uint16_t slot = engine->by_token.cells[cell];
        if (slot == NO_SLOT || strcmp(engine->records[slot].ticket.token, token) == 0) {
            return slot;
        }
    }
}
