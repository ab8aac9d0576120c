/* store_read.h: reading the journal beside the writer, for reports, verification and the API.
 *
 * A reader opens its own read-only connection and never checkpoints (reliability.md, fact 3).
 * Thread: one reader, one thread. */
#pragma once

#include "queue/event.h"

struct store_reader;

/* NULL with a sentence in `why` when the database cannot be opened. */
struct store_reader *store_reader_open(const char *folder, char *why, size_t size);
void store_reader_close(struct store_reader *reader);
/* Events of the business days `from_day`..`to_day`, in order. 0, -1 on an error, or what `take`
 * returned to stop. */
int store_read_days(struct store_reader *reader, int32_t from_day, int32_t to_day,
                    int (*take)(void *context, const struct event *event), void *context);
/* Events after `after_seq`, at most `limit`, in order: for a client that resumes. */
int store_read_after(struct store_reader *reader, int64_t after_seq, int limit,
                     int (*take)(void *context, const struct event *event), void *context);
/* Events of the office (event_is_office) with seq > `after_seq`, in order. */
int store_read_office(struct store_reader *reader, int64_t after_seq,
                      int (*take)(void *context, const struct event *event), void *context);
/* All events of one ticket. */
int store_read_ticket(struct store_reader *reader, int64_t ticket,
                      int (*take)(void *context, const struct event *event), void *context);
/* Ratings after business day `day` of tickets that were in the hall on it: a default that fell
 * due, a visitor who rated at home. They belong to the day of their service. */
int store_read_late_ratings(struct store_reader *reader, int32_t day,
                            int (*take)(void *context, const struct event *event), void *context);
/* Ratings of the business days `from_day`..`to_day` with seq < `before`, the newest first. */
int store_read_ratings(struct store_reader *reader, int32_t from_day, int32_t to_day,
                       int64_t before, int (*take)(void *context, const struct event *event),
                       void *context);
/* Events of one kind with seq > `after_seq`, at most `limit`, in order. How many, or -1. */
int store_read_kind(struct store_reader *reader, enum event_kind kind, int64_t after_seq, int limit,
                    int (*take)(void *context, const struct event *event), void *context);
/* The hash of event `seq` (row.h): tells whether a journal is still the one that somebody knew.
 * 0, or -1 when there is no such event. */
int store_read_hash(struct store_reader *reader, int64_t seq, uint8_t hash[32]);
