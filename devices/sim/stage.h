/* stage.h: all played lines of a hall, and the loop that keeps them in time.
 *
 * One thread waits in epoll for every pty and for whoever else registers (the control socket),
 * until the moment when the next byte or wake-up is due; then it runs what is due. Names find
 * lines and devices. Owner: main; one thread, for every function here. */
#pragma once

#include "sim/line.h"

struct stage;

/* Somebody else's descriptor in the loop. The watch outlives its registration. */
struct stage_watch {
    void (*ready)(void *context, uint32_t events);
    void *context;
};

struct stage_settings {
    const struct site *site;
    const char *folder; /* run folder: ports/ appear here */
    uint64_t seed;
    struct sim_sinks sinks;
};

/* Makes all "sim:" lines of the site. NULL with a logged reason. */
struct stage *stage_create(const struct stage_settings *settings);
void stage_destroy(struct stage *stage);

int stage_watch(struct stage *stage, int descriptor, uint32_t events,
                const struct stage_watch *watch);
/* Waits until something is due, a descriptor is ready or `until_us` has come, and runs it. */
void stage_turn(struct stage *stage, int64_t until_us);

const struct site *stage_site(const struct stage *stage);
size_t stage_line_count(const struct stage *stage);
struct sim_line *stage_line_at(const struct stage *stage, size_t index);
struct sim_line *stage_line(const struct stage *stage, const char *name);
struct sim_device *stage_device(const struct stage *stage, const char *name);
/* The device of a kind at a window, NULL when there is none. */
struct sim_device *stage_at_window(const struct stage *stage, uint16_t window,
                                   enum device_kind kind);
/* Pulls or puts back a line's plug. 0 or -1. */
int stage_plug(struct stage *stage, struct sim_line *line, bool plugged);
