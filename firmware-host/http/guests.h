/* guests.h: who is connected, and how many may be.
 *
 * Problem: one careless or hostile machine must not take all connections, nobody may hold one
 * for ever by sending a byte now and then, and the tools of this machine must get in even then.
 *
 * Design: a table indexed by descriptor: an open descriptor is one connection. At most
 * GUESTS_MOST are let in, the last GUESTS_RESERVE of them only from this machine; from any other
 * address at most GUESTS_AN_ADDRESS. Keys must be agreed upon within GUESTS_SHAKE_MS, a request
 * must be whole within GUESTS_REQUEST_MS after the connection or the last answer, however its
 * bytes trickle. A request that is being answered, and a follower of the live stream, have time.
 *
 * No I/O; time is an argument. Owner: listener.c. Thread: loop. */
#pragma once

#include "base/clock.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GUESTS_SLOTS = 4096, /* descriptors */
    GUESTS_MOST = 2560,  /* the live stream's followers, and room for requests */
    GUESTS_RESERVE = 64,
    GUESTS_AN_ADDRESS = 64,
    GUESTS_SHAKE_MS = 10000,
    GUESTS_REQUEST_MS = 20000,
};

enum guests_verdict { GUESTS_WELCOME, GUESTS_FULL, GUESTS_FULL_FROM_ADDRESS };

struct guests;

/* Lets at most `most` in; NULL: out of memory. */
struct guests *guests_create(size_t most);
void guests_destroy(struct guests *guests);
/* A connection has come; IPv4 as a mapped address. Only a welcome one takes its slot; whoever
 * was in it before has left unseen. `secure`: keys must be agreed upon first. */
enum guests_verdict guests_enter(struct guests *guests, int slot, const struct in6_addr *address,
                                 bool secure, mono_t now);
void guests_leave(struct guests *guests, int slot);
bool guests_is_here(const struct guests *guests, int slot);
/* Its keys are agreed upon. */
void guests_shaken(struct guests *guests, int slot);
/* Its request is whole and being answered; it waits for the next one. */
void guests_busy(struct guests *guests, int slot);
void guests_waits(struct guests *guests, int slot, mono_t now);
/* Is this one without keys yet? */
bool guests_is_shaking(const struct guests *guests, int slot);
/* Has it taken too long? */
bool guests_is_late(const struct guests *guests, int slot, mono_t now);
size_t guests_count(const struct guests *guests);
/* One past the highest slot ever taken: for walks over all. */
int guests_end(const struct guests *guests);
/* How many were turned away, or shown the door for being late. */
uint64_t guests_refused(const struct guests *guests);
/* Counts one that is shown the door. */
void guests_count_refused(struct guests *guests);
