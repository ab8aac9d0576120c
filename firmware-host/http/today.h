/* today.h: the thread that keeps the figures of today, and the loop's way to it.
 *
 * Problem: a fold of the day costs milliseconds; at every change, in the loop, it would delay
 * calls.
 *
 * Design: the loop nudges; the thread reads what is new in the journal (a connection of its own),
 * folds, and posts struct live_figures back by value. While it works, further nudges melt into
 * one: at full load it folds, rests three times as long (60 ms at most) and folds again. Lists
 * that need the fold (late calls) are asked for the same way.
 *
 * Thread: functions for the loop. */
#pragma once

#include "http/live_day.h"

struct server;
struct request;
struct today;

/* Hears of new figures, in the loop. */
typedef void (*today_heard)(void *context, const struct live_figures *figures);

struct today *today_create(struct server *server, today_heard heard, void *context);
void today_destroy(struct today *today);
/* Something has become durable, or time has passed. */
void today_nudge(struct today *today);
/* Answers `request` with a page of the late calls, as JSON or CSV. Takes the request. */
enum { TODAY_PAGE = 1000 };
struct today_list {
    size_t count, total, offset;
    struct live_late rows[TODAY_PAGE];
};
typedef void (*today_listed)(struct request *request, const struct today_list *list);
void today_ask_late(struct today *today, struct request *request, size_t offset, size_t limit,
                    today_listed listed);
