/* stage.c: see stage.h. */
#include "sim/stage.h"

#define LOG_MODULE "stage"
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 32, CLAIM_CHECK_US = 1000000 };

struct stage {
    struct stage_settings settings;
    int epoll;
    int64_t claims_us; /* when exclusive claims of killed hosts are next released */
    size_t line_count;
    struct sim_line *lines[LIMIT_LINES];
    struct stage_watch watches[LIMIT_LINES]; /* of the lines */
};

static void line_ready(void *context, uint32_t events)
{
    (void)events;
    ((struct sim_line *)context)->readable = true;
}

int stage_watch(struct stage *stage, int descriptor, uint32_t events,
                const struct stage_watch *watch)
{
    union {
        const struct stage_watch *in;
        void *out;
    } pointer = {.in = watch};
    struct epoll_event event = {.events = events, .data = {.ptr = pointer.out}};
    return epoll_ctl(stage->epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static int watch_line(struct stage *stage, size_t index)
{
    struct sim_line *line = stage->lines[index];
    stage->watches[index] = (struct stage_watch){line_ready, line};
    line->readable = true;
    return stage_watch(stage, line->port.master, EPOLLIN | EPOLLET, &stage->watches[index]);
}

static int make_lines(struct stage *stage)
{
    const struct stage_settings *s = &stage->settings;
    for (size_t i = 0; i < s->site->line_count; i++) {
        struct sim_line *line = line_create(s->site, (uint16_t)i, s->folder, &s->sinks, s->seed,
                                            mono_now_us());
        if (line == NULL && errno == 0) {
            continue;
        }
        if (line == NULL) {
            log_error("line %s: %s", s->site->lines[i].name, strerror(errno));
            return -1;
        }
        stage->lines[stage->line_count++] = line;
        if (watch_line(stage, stage->line_count - 1) < 0) {
            return -1;
        }
    }
    return 0;
}

struct stage *stage_create(const struct stage_settings *settings)
{
    struct stage *stage = calloc(1, sizeof *stage);
    if (stage == NULL) {
        return NULL;
    }
    stage->settings = *settings;
    stage->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (stage->epoll < 0 || make_lines(stage) < 0) {
        stage_destroy(stage);
        return NULL;
    }
    return stage;
}

void stage_destroy(struct stage *stage)
{
    if (stage == NULL) {
        return;
    }
    for (size_t i = 0; i < stage->line_count; i++) {
        line_destroy(stage->lines[i]);
    }
    if (stage->epoll >= 0) {
        close(stage->epoll);
    }
    free(stage);
}

static int64_t next_due(const struct stage *stage, int64_t now_us, int64_t until_us)
{
    for (size_t i = 0; i < stage->line_count; i++) {
        int64_t due_us = line_next(stage->lines[i], now_us);
        until_us = due_us < until_us ? due_us : until_us;
    }
    return until_us;
}

static void release_claims(struct stage *stage, int64_t now_us)
{
    if (now_us < stage->claims_us) {
        return;
    }
    stage->claims_us = now_us + CLAIM_CHECK_US;
    for (size_t i = 0; i < stage->line_count; i++) {
        port_release_claim(&stage->lines[i]->port);
    }
}

void stage_turn(struct stage *stage, int64_t until_us)
{
    struct epoll_event events[EVENTS];
    int64_t now_us = mono_now_us();
    int64_t wait_us = next_due(stage, now_us, until_us) - now_us;
    wait_us = wait_us > 0 ? wait_us : 0;
    struct timespec wait = {.tv_sec = wait_us / 1000000, .tv_nsec = wait_us % 1000000 * 1000};
    int count = epoll_pwait2(stage->epoll, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) {
        const struct stage_watch *watch = events[i].data.ptr;
        watch->ready(watch->context, events[i].events);
    }
    now_us = mono_now_us();
    for (size_t i = 0; i < stage->line_count; i++) {
        struct sim_line *line = stage->lines[i];
        if (line->readable || line_next(line, now_us) <= now_us) {
            line_run(line, now_us);
        }
    }
    release_claims(stage, now_us);
}

const struct site *stage_site(const struct stage *stage)
{
    return stage->settings.site;
}

size_t stage_line_count(const struct stage *stage)
{
    return stage->line_count;
}

struct sim_line *stage_line_at(const struct stage *stage, size_t index)
{
    return index < stage->line_count ? stage->lines[index] : NULL;
}

struct sim_line *stage_line(const struct stage *stage, const char *name)
{
    for (size_t i = 0; i < stage->line_count; i++) {
        if (strcmp(stage->lines[i]->name, name) == 0) {
            return stage->lines[i];
        }
    }
    return NULL;
}

struct sim_device *stage_device(const struct stage *stage, const char *name)
{
    for (size_t i = 0; i < stage->line_count; i++) {
        const struct sim_line *line = stage->lines[i];
        for (size_t j = 0; j < line->device_count; j++) {
            if (strcmp(line->devices[j]->name, name) == 0) {
                return line->devices[j];
            }
        }
    }
    return NULL;
}

struct sim_device *stage_at_window(const struct stage *stage, uint16_t window,
                                   enum device_kind kind)
{
    const struct site *site = stage->settings.site;
    for (size_t i = 0; i < site->device_count; i++) {
        const struct site_device *d = &site->devices[i];
        if (d->window == window && site->profiles[d->profile].kind == kind) {
            return stage_device(stage, d->name);
        }
    }
    return NULL;
}

int stage_plug(struct stage *stage, struct sim_line *line, bool plugged)
{
    if (!plugged) {
        return line_unplug(line);
    }
    if (port_is_plugged(&line->port)) {
        return 0;
    }
    for (size_t i = 0; i < stage->line_count; i++) {
        if (stage->lines[i] == line) {
            return line_plug(line) == 0 ? watch_line(stage, i) : -1;
        }
    }
    return -1;
}
