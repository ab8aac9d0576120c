/* guests.c: see guests.h. */
#include "http/guests.h"

#include <stdlib.h>
#include <string.h>

struct guest {
    bool here, shaking, busy;
    struct in6_addr address;
    mono_t since; /* connected, or answered last */
};

struct guests {
    size_t most, count;
    int end;
    uint64_t refused;
    struct guest slots[GUESTS_SLOTS];
};

struct guests *guests_create(size_t most)
{
    struct guests *guests = calloc(1, sizeof *guests);
    if (guests != NULL) {
        guests->most = most < GUESTS_MOST ? most : GUESTS_MOST;
    }
    return guests;
}

void guests_destroy(struct guests *guests)
{
    free(guests);
}

static bool is_loopback(const struct in6_addr *address)
{
    return IN6_IS_ADDR_LOOPBACK(address) ||
           (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == 127);
}

static size_t count_from(const struct guests *guests, const struct in6_addr *address)
{
    size_t count = 0;
    for (int i = 0; i < guests->end; i++) {
        const struct guest *guest = &guests->slots[i];
        count += guest->here && memcmp(&guest->address, address, sizeof *address) == 0;
    }
    return count;
}

static enum guests_verdict judge(const struct guests *guests, const struct in6_addr *address)
{
    if (is_loopback(address)) {
        return guests->count < guests->most ? GUESTS_WELCOME : GUESTS_FULL;
    }
    if (guests->count + GUESTS_RESERVE >= guests->most) {
        return GUESTS_FULL;
    }
    return count_from(guests, address) < GUESTS_AN_ADDRESS ? GUESTS_WELCOME
                                                           : GUESTS_FULL_FROM_ADDRESS;
}

enum guests_verdict guests_enter(struct guests *guests, int slot, const struct in6_addr *address,
                                 bool secure, mono_t now)
{
    if (slot < 0 || slot >= GUESTS_SLOTS) {
        guests->refused++;
        return GUESTS_FULL;
    }
    guests_leave(guests, slot);
    enum guests_verdict verdict = judge(guests, address);
    if (verdict != GUESTS_WELCOME) {
        guests->refused++;
        return verdict;
    }
    guests->slots[slot] =
        (struct guest){.here = true, .shaking = secure, .address = *address, .since = now};
    guests->count++;
    guests->end = slot >= guests->end ? slot + 1 : guests->end;
    return GUESTS_WELCOME;
}

bool guests_is_here(const struct guests *guests, int slot)
{
    return slot >= 0 && slot < GUESTS_SLOTS && guests->slots[slot].here;
}

void guests_leave(struct guests *guests, int slot)
{
    if (guests_is_here(guests, slot)) {
        guests->slots[slot].here = false;
        guests->count--;
    }
}

void guests_shaken(struct guests *guests, int slot)
{
    if (guests_is_here(guests, slot)) {
        guests->slots[slot].shaking = false;
    }
}

void guests_busy(struct guests *guests, int slot)
{
    if (guests_is_here(guests, slot)) {
        guests->slots[slot].busy = true;
        guests->slots[slot].shaking = false;
    }
}

void guests_waits(struct guests *guests, int slot, mono_t now)
{
    if (guests_is_here(guests, slot)) {
        guests->slots[slot].busy = false;
        guests->slots[slot].since = now;
    }
}

bool guests_is_shaking(const struct guests *guests, int slot)
{
    return guests_is_here(guests, slot) && guests->slots[slot].shaking;
}

bool guests_is_late(const struct guests *guests, int slot, mono_t now)
{
    if (!guests_is_here(guests, slot) || guests->slots[slot].busy) {
        return false;
    }
    const struct guest *guest = &guests->slots[slot];
    return mono_between(guest->since, now) >=
           (guest->shaking ? GUESTS_SHAKE_MS : GUESTS_REQUEST_MS);
}

size_t guests_count(const struct guests *guests)
{
    return guests->count;
}

int guests_end(const struct guests *guests)
{
    return guests->end;
}

uint64_t guests_refused(const struct guests *guests)
{
    return guests->refused;
}

void guests_count_refused(struct guests *guests)
{
    guests->refused++;
}
