/* report_thread.h: the thread that makes reports and backups.
 *
 * The loop hands a job over by value and goes on; the thread makes the report (reports/maker.h) and
 * posts the finished bytes back. The bytes are the one pointer that crosses: they are given away whole
 * with their message. One job at a time; a few may wait; more get "busy". Between jobs the thread
 * takes in what the journal has beyond the figures that it knows, and does what the schedule asks for
 * (reports/schedule.h).
 *
 * A site is immutable and lives until the server is gone, so a job may point at it. */
#pragma once

#include "reports/maker.h"
#include "reports/schedule.h"

#include <stdbool.h>

struct event_base;
struct report_thread;
struct server;

enum { REPORT_JOBS = 8, REPORT_PATH = 512, REPORT_SLOT_NONE = REPORT_JOBS };

struct report_job {
    bool quit;
    uint32_t slot;
    char backup[REPORT_PATH]; /* a file: a backup and no report */
    const struct site *site;
    struct report_order order;
    int32_t closed_day; /* REPORT_SLOT_NONE: nothing but news: the newest day that was closed */
};

struct report_finished {
    uint32_t slot; /* REPORT_SLOT_NONE: the schedule filed it */
    struct order_error error; /* code NULL = none */
    struct report_order order;
    char file[SCHEDULE_PATH], why[160]; /* of the schedule; why it failed, "" = it is there */
    struct form_bytes bytes; /* given away */
};

/* `done` hears what is finished, in the loop. NULL when there is no thread to be had. */
struct report_thread *report_thread_create(struct server *server,
                                           void (*done)(void *context,
                                                        struct report_finished *finished),
                                           void *context);
/* Waits for the job that is being done. */
void report_thread_destroy(struct report_thread *thread);
/* 0, or -1 when too many wait. */
int report_thread_post(struct report_thread *thread, const struct report_job *job);
