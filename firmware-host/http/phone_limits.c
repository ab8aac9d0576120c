/* phone_limits.c: how often phones may ask.
 *
 * Problem: a page that is left open by a thousand people, or by a program that tries tokens, must
 * not become the hall's work. But many phones come from one address (the hall's WLAN, a mobile
 * carrier), so an address is never shut out for what its neighbours do.
 *
 * Design: a known ticket has a bucket of TICKET_BURST requests that fills at TICKET_A_SECOND. An
 * unknown token counts against its address: after MISSES of them within a minute every further
 * unknown one is answered 429, whatever it is; a token that is known is always let through, for
 * 128 random bits are not found by trying (reliability.md D.1, D.2.10).
 *
 * Two tables of fixed size; a row that is taken by another key is begun anew, which only ever
 * forgives. Thread: loop. */
#include "http/route.h"

#include <stdlib.h>
#include <string.h>

enum {
    TICKET_ROWS = 4096,
    TICKET_BURST = 30,
    TICKET_A_SECOND = 2,
    ADDRESS_ROWS = 1024,
    ADDRESS_TEXT = 48,
    MISSES = 20,
    MISS_WINDOW_MS = 60000
};

struct ticket_row {
    int64_t ticket;
    int64_t milli; /* requests that are left, in thousandths */
    mono_t filled;
};

struct address_row {
    char address[ADDRESS_TEXT];
    mono_t since;
    uint32_t misses;
};

struct phone_limits {
    struct ticket_row tickets[TICKET_ROWS];
    struct address_row addresses[ADDRESS_ROWS];
};

struct phone_limits *phone_limits_create(void)
{
    return calloc(1, sizeof(struct phone_limits));
}

void phone_limits_destroy(struct phone_limits *limits)
{
    free(limits);
}

bool phone_limits_ticket(struct phone_limits *limits, int64_t ticket, mono_t now)
{
    struct ticket_row *row = &limits->tickets[(uint64_t)ticket % TICKET_ROWS];
    if (row->ticket != ticket) {
        *row = (struct ticket_row){.ticket = ticket, .milli = TICKET_BURST * 1000, .filled = now};
    }
    int64_t milli = row->milli + mono_between(row->filled, now) * TICKET_A_SECOND;
    row->milli = milli < TICKET_BURST * 1000 ? milli : TICKET_BURST * 1000;
    row->filled = now;
    if (row->milli < 1000) {
        return false;
    }
    row->milli -= 1000;
    return true;
}

/* FNV-1a, 32 bits. */
static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261U;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 16777619U;
    }
    return hash;
}

bool phone_limits_miss(struct phone_limits *limits, const char *address, mono_t now)
{
    struct address_row *row = &limits->addresses[hash_of(address) % ADDRESS_ROWS];
    if (strncmp(row->address, address, ADDRESS_TEXT - 1) != 0 ||
        mono_between(row->since, now) >= MISS_WINDOW_MS) {
        *row = (struct address_row){.since = now};
        snprintf(row->address, sizeof row->address, "%s", address);
    }
    row->misses += row->misses <= MISSES;
    return row->misses <= MISSES;
}
