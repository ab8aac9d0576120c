/* worker.c: see worker.h. */
#include "http/worker.h"

#include "base/mailbox.h"

#include <event2/event.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct worker {
    struct mailbox *pieces, *finished;
    struct event *ready;
    pthread_t thread;
    bool running;
    atomic_bool closing; /* what has not been begun is not */
    size_t away; /* pieces that have not come back */
};

static void *run(void *context)
{
    struct worker *worker = context;
    struct pollfd ready = {.fd = mailbox_descriptor(worker->pieces), .events = POLLIN};
    for (;;) {
        struct worker_piece piece;
        poll(&ready, 1, -1);
        if (mailbox_take(worker->pieces, &piece, sizeof piece) <= 0) {
            continue;
        }
        if (piece.work == NULL) {
            return NULL;
        }
        if (!atomic_load(&worker->closing)) {
            piece.work(piece.context);
        }
        mailbox_post(worker->finished, &piece, sizeof piece); /* has room for all that are away */
    }
}

static void on_finished(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct worker *worker = context;
    struct worker_piece piece;
    while (mailbox_take(worker->finished, &piece, sizeof piece) > 0) {
        worker->away--;
        piece.done(piece.context, false);
    }
}

struct worker *worker_create(struct event_base *loop)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        return NULL;
    }
    worker->pieces = mailbox_create(sizeof(struct worker_piece), WORKER_WAITING + 1);
    worker->finished = mailbox_create(sizeof(struct worker_piece), WORKER_WAITING + 1);
    if (worker->pieces == NULL || worker->finished == NULL) {
        worker_destroy(worker);
        return NULL;
    }
    worker->ready = event_new(loop, mailbox_descriptor(worker->finished), EV_READ | EV_PERSIST,
                            on_finished, worker);
    if (worker->ready == NULL || event_add(worker->ready, NULL) < 0 ||
        pthread_create(&worker->thread, NULL, run, worker) != 0) {
        worker_destroy(worker);
        return NULL;
    }
    worker->running = true;
    return worker;
}

int worker_give(struct worker *worker, const struct worker_piece *piece)
{
    if (worker->away == WORKER_WAITING || mailbox_post(worker->pieces, piece, sizeof *piece) < 0) {
        return -1;
    }
    worker->away++;
    return 0;
}

void worker_destroy(struct worker *worker)
{
    static const struct worker_piece quit;
    struct worker_piece piece;
    if (worker == NULL) {
        return;
    }
    atomic_store(&worker->closing, true);
    if (worker->running) {
        mailbox_post(worker->pieces, &quit, sizeof quit);
        pthread_join(worker->thread, NULL);
    }
    while (worker->finished != NULL && mailbox_take(worker->finished, &piece, sizeof piece) > 0) {
        piece.done(piece.context, true);
    }
    if (worker->ready != NULL) {
        event_free(worker->ready);
    }
    mailbox_destroy(worker->pieces);
    mailbox_destroy(worker->finished);
    free(worker);
}
