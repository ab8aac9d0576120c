/* mailbox.h: the only way from one thread to another.
 *
 * Problem: values cross threads and pointers do not, and no thread may wait for another's
 * lock while a serial line is due. A mailbox is a bounded queue of messages, each copied in
 * and copied out; its file descriptor is readable while it holds any, so every thread waits
 * where it already waits (libevent, ppoll).
 *
 * Full means full: mailbox_post refuses, and the sender decides (a state is dropped because a
 * newer one follows; an act is reported as failed). Nothing blocks.
 *
 * Thread: any number of senders, one receiver. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct mailbox;

/* A mailbox of at most `capacity` messages of at most `message_size` bytes each, allocated
 * now. NULL when memory or descriptors are out. */
struct mailbox *mailbox_create(size_t message_size, size_t capacity);
void mailbox_destroy(struct mailbox *box);

/* Copies `size` bytes in. 0, or -1 when the mailbox is full or the message too large. */
int mailbox_post(struct mailbox *box, const void *message, size_t size);
/* Copies the oldest message out. Its size, or -1 when there is none. `size` must be at least
 * the message size of the mailbox. */
int mailbox_take(struct mailbox *box, void *message, size_t size);
/* Readable while a message waits. Owned by the mailbox; never read it yourself. */
int mailbox_descriptor(const struct mailbox *box);
size_t mailbox_count(struct mailbox *box);
