/* pending.h: events between the loop and the writer, in order, and nothing else.
 *
 * Problem: the loop must never wait for the disk, and what arrives while one fsync runs should
 * share the next one. So: a bounded ring under one mutex. The loop copies events in; the
 * writer takes a view of all there is, works on it without the lock (the ring does not touch
 * what has been taken), and gives it back.
 *
 * A call's events are taken together or not yet. The ring holds more than the largest call
 * (closing a day); full means refused. When it runs empty it starts again at its first slot,
 * so that a quiet hall touches only a few pages of it.
 *
 * The sequence is checked here: only the event that continues it is taken. After a failure
 * whatever the loop still sends from its old state is refused by that, too.
 *
 * Thread: pending_add any one sender, the rest the writer's; pending_wake any. */
#pragma once

#include "base/clock.h"
#include "queue/event.h"

enum { PENDING_EVENTS = 32768 };

struct pending;

struct pending_view {
    const struct event *part[2]; /* the ring may wrap once */
    size_t count[2];
};

struct pending *pending_create(void);
void pending_destroy(struct pending *pending);

/* Copies events in. 0, or -1 when closed, full or out of sequence; nothing is copied then. */
int pending_add(struct pending *pending, const struct event *events, size_t count);
/* Makes the writer look up from its wait. */
void pending_wake(struct pending *pending);

/* Takes events again, the first one of seq `next`. */
void pending_open(struct pending *pending, int64_t next);
/* Refuses events from now on and forgets those that are there. */
void pending_close(struct pending *pending);
/* Waits at most `wait_ms` for events or a wake-up and takes all there are. The number of
 * events, 0 = none. */
size_t pending_take(struct pending *pending, int64_t wait_ms, struct pending_view *view);
/* Gives the taken ones back. */
void pending_release(struct pending *pending, size_t count);
