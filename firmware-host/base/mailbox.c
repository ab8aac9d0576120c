/* mailbox.c: see mailbox.h. A ring of slots under one mutex, and an eventfd that is readable
 * exactly while the ring is not empty. */
#include "base/mailbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct mailbox {
    pthread_mutex_t lock;
    int descriptor;
    size_t message_size, capacity, first, count;
    uint32_t *sizes;
    uint8_t *slots;
};

struct mailbox *mailbox_create(size_t message_size, size_t capacity)
{
    struct mailbox *box = calloc(1, sizeof *box);
    if (box == NULL) {
        return NULL;
    }
    box->message_size = message_size;
    box->capacity = capacity;
    box->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    box->sizes = calloc(capacity, sizeof *box->sizes);
    box->slots = calloc(capacity, message_size);
    pthread_mutex_init(&box->lock, NULL);
    if (box->descriptor < 0 || box->sizes == NULL || box->slots == NULL) {
        mailbox_destroy(box);
        return NULL;
    }
    return box;
}

void mailbox_destroy(struct mailbox *box)
{
    if (box == NULL) {
        return;
    }
    if (box->descriptor >= 0) {
        close(box->descriptor);
    }
    pthread_mutex_destroy(&box->lock);
    free(box->sizes);
    free(box->slots);
    free(box);
}

int mailbox_post(struct mailbox *box, const void *message, size_t size)
{
    if (size > box->message_size) {
        return -1;
    }
    pthread_mutex_lock(&box->lock);
    int result = -1;
    if (box->count < box->capacity) {
        size_t slot = (box->first + box->count) % box->capacity;
        memcpy(box->slots + slot * box->message_size, message, size);
        box->sizes[slot] = (uint32_t)size;
        if (box->count++ == 0) {
            uint64_t one = 1;
            ssize_t written = write(box->descriptor, &one, sizeof one);
            (void)written; /* an eventfd at 0 always takes a 1 */
        }
        result = 0;
    }
    pthread_mutex_unlock(&box->lock);
    return result;
}

int mailbox_take(struct mailbox *box, void *message, size_t size)
{
    int result = -1;
    pthread_mutex_lock(&box->lock);
    if (box->count > 0 && size >= box->sizes[box->first]) {
        memcpy(message, box->slots + box->first * box->message_size, box->sizes[box->first]);
        result = (int)box->sizes[box->first];
        box->first = (box->first + 1) % box->capacity;
        if (--box->count == 0) {
            uint64_t drained;
            ssize_t got = read(box->descriptor, &drained, sizeof drained);
            (void)got;
        }
    }
    pthread_mutex_unlock(&box->lock);
    return result;
}

int mailbox_descriptor(const struct mailbox *box)
{
    return box->descriptor;
}

size_t mailbox_count(struct mailbox *box)
{
    pthread_mutex_lock(&box->lock);
    size_t count = box->count;
    pthread_mutex_unlock(&box->lock);
    return count;
}
