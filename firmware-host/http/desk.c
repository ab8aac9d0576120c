/* desk.c: see desk.h. */
#include "http/desk.h"

#include "base/mailbox.h"

#include <event2/event.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct desk {
    struct mailbox *pieces, *finished;
    struct event *ready;
    pthread_t thread;
    bool running;
    atomic_bool closing; /* what has not been begun is not */
    size_t away; /* pieces that have not come back */
};

static void *run(void *context)
{
    struct desk *desk = context;
    struct pollfd ready = {.fd = mailbox_descriptor(desk->pieces), .events = POLLIN};
    for (;;) {
        struct desk_piece piece;
        poll(&ready, 1, -1);
        if (mailbox_take(desk->pieces, &piece, sizeof piece) <= 0) {
            continue;
        }
        if (piece.work == NULL) {
            return NULL;
        }
        if (!atomic_load(&desk->closing)) {
            piece.work(piece.context);
        }
        mailbox_post(desk->finished, &piece, sizeof piece); /* has room for all that are away */
    }
}

static void on_finished(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct desk *desk = context;
    struct desk_piece piece;
    while (mailbox_take(desk->finished, &piece, sizeof piece) > 0) {
        desk->away--;
        piece.done(piece.context, false);
    }
}

struct desk *desk_create(struct event_base *loop)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (desk == NULL) {
        return NULL;
    }
    desk->pieces = mailbox_create(sizeof(struct desk_piece), DESK_WAITING + 1);
    desk->finished = mailbox_create(sizeof(struct desk_piece), DESK_WAITING + 1);
    if (desk->pieces == NULL || desk->finished == NULL) {
        desk_destroy(desk);
        return NULL;
    }
    desk->ready = event_new(loop, mailbox_descriptor(desk->finished), EV_READ | EV_PERSIST,
                            on_finished, desk);
    if (desk->ready == NULL || event_add(desk->ready, NULL) < 0 ||
        pthread_create(&desk->thread, NULL, run, desk) != 0) {
        desk_destroy(desk);
        return NULL;
    }
    desk->running = true;
    return desk;
}

int desk_give(struct desk *desk, const struct desk_piece *piece)
{
    if (desk->away == DESK_WAITING || mailbox_post(desk->pieces, piece, sizeof *piece) < 0) {
        return -1;
    }
    desk->away++;
    return 0;
}

void desk_destroy(struct desk *desk)
{
    static const struct desk_piece quit;
    struct desk_piece piece;
    if (desk == NULL) {
        return;
    }
    atomic_store(&desk->closing, true);
    if (desk->running) {
        mailbox_post(desk->pieces, &quit, sizeof quit);
        pthread_join(desk->thread, NULL);
    }
    while (desk->finished != NULL && mailbox_take(desk->finished, &piece, sizeof piece) > 0) {
        piece.done(piece.context, true);
    }
    if (desk->ready != NULL) {
        event_free(desk->ready);
    }
    mailbox_destroy(desk->pieces);
    mailbox_destroy(desk->finished);
    free(desk);
}
