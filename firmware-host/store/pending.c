/* pending.c: see pending.h. */
#include "store/pending.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pending {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open, woken;
    int64_t next; /* the seq that continues */
    size_t first, count;
    struct event *ring;
};

struct pending *pending_create(void)
{
    struct pending *pending = calloc(1, sizeof *pending);
    if (pending == NULL) {
        return NULL;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pending->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&pending->lock, NULL);
    pending->ring = calloc(PENDING_EVENTS, sizeof *pending->ring);
    if (pending->ring == NULL) {
        pending_destroy(pending);
        return NULL;
    }
    return pending;
}

void pending_destroy(struct pending *pending)
{
    if (pending == NULL) {
        return;
    }
    pthread_cond_destroy(&pending->changed);
    pthread_mutex_destroy(&pending->lock);
    free(pending->ring);
    free(pending);
}

static bool continues(const struct pending *pending, const struct event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (events[i].seq != pending->next + (int64_t)i) {
            return false;
        }
    }
    return true;
}

int pending_add(struct pending *pending, const struct event *events, size_t count)
{
    int result = -1;
    pthread_mutex_lock(&pending->lock);
    if (pending->open && count <= PENDING_EVENTS - pending->count &&
        continues(pending, events, count)) {
        for (size_t i = 0; i < count; i++) {
            size_t slot = (pending->first + pending->count + i) % PENDING_EVENTS;
            pending->ring[slot] = events[i];
        }
        pending->count += count;
        pending->next += (int64_t)count;
        pthread_cond_signal(&pending->changed);
        result = 0;
    }
    pthread_mutex_unlock(&pending->lock);
    return result;
}

void pending_wake(struct pending *pending)
{
    pthread_mutex_lock(&pending->lock);
    pending->woken = true;
    pthread_cond_signal(&pending->changed);
    pthread_mutex_unlock(&pending->lock);
}

void pending_open(struct pending *pending, int64_t next)
{
    pthread_mutex_lock(&pending->lock);
    pending->open = true;
    pending->next = next;
    pthread_mutex_unlock(&pending->lock);
}

void pending_close(struct pending *pending)
{
    pthread_mutex_lock(&pending->lock);
    pending->open = false;
    pending->first = pending->count = 0;
    pthread_mutex_unlock(&pending->lock);
}

static struct timespec deadline_in(int64_t wait_ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += wait_ms / 1000;
    at.tv_nsec += (wait_ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

size_t pending_take(struct pending *pending, int64_t wait_ms, struct pending_view *view)
{
    struct timespec until = deadline_in(wait_ms);
    int timed_out = wait_ms <= 0;
    pthread_mutex_lock(&pending->lock);
    while (pending->count == 0 && !pending->woken && timed_out == 0) {
        timed_out = pthread_cond_timedwait(&pending->changed, &pending->lock, &until);
    }
    pending->woken = false;
    size_t count = pending->count, straight = PENDING_EVENTS - pending->first;
    view->part[0] = pending->ring + pending->first;
    view->count[0] = count < straight ? count : straight;
    view->part[1] = pending->ring;
    view->count[1] = count - view->count[0];
    pthread_mutex_unlock(&pending->lock);
    return count;
}

void pending_release(struct pending *pending, size_t count)
{
    pthread_mutex_lock(&pending->lock);
    pending->count -= count;
    pending->first = pending->count == 0 ? 0 : (pending->first + count) % PENDING_EVENTS;
    pthread_mutex_unlock(&pending->lock);
}
