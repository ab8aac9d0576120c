/* worker.h: work for pages that would keep the loop waiting: files, hashes, years of events.
 *
 * One thread, one piece of work at a time, a few may wait. A piece is given away whole with its
 * message, worked on in the worker's thread, and comes back to the loop, where it is finished. While it
 * is away the loop touches nothing of it.
 *
 * Owner: server.c. Thread: loop, but for `work`. */
#pragma once

#include <stdbool.h>

struct worker;
struct event_base;

enum { WORKER_WAITING = 32 };

/* `work` runs in the worker's thread. `done` runs in the loop, exactly once; `closing` when the server
 * goes down: then it only frees. */
struct worker_piece {
    void (*work)(void *context);
    void (*done)(void *context, bool closing);
    void *context;
};

struct worker *worker_create(struct event_base *loop);
/* Waits for the piece that is being worked on. NULL is fine. */
void worker_destroy(struct worker *worker);
/* 0, or -1: too much waits, nothing was taken. */
int worker_give(struct worker *worker, const struct worker_piece *piece);
