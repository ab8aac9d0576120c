/* port_watch.c: see port_watch.h. */
#include "devices/bus/port_watch.h"

#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
    PAUSE_FIRST_US = 500 * 1000,
    PAUSE_LAST_US = 10 * 1000 * 1000,
    EAGER_US = 30 * 1000 * 1000, /* how long every 0.5 s */
    SETTLE_US = 5 * 1000         /* a node appears with a burst of changes */
};

void port_watch_init(struct port_watch *watch, const char *path)
{
    memset(watch, 0, sizeof *watch);
    watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch->mark = -1;
    snprintf(watch->path, sizeof watch->path, "%s", path);
}

void port_watch_finish(struct port_watch *watch)
{
    if (watch->descriptor >= 0) {
        close(watch->descriptor);
    }
    watch->descriptor = -1;
}

static void unmark(struct port_watch *watch)
{
    if (watch->mark >= 0) {
        inotify_rm_watch(watch->descriptor, watch->mark);
    }
    watch->mark = -1;
}

/* Marks the nearest folder of the path that exists. */
static void mark(struct port_watch *watch)
{
    char folder[sizeof watch->path];
    snprintf(folder, sizeof folder, "%s", watch->path);
    char *slash;
    unmark(watch);
    while (watch->descriptor >= 0 && watch->mark < 0 && (slash = strrchr(folder, '/')) != NULL) {
        slash[slash == folder ? 1 : 0] = '\0';
        watch->mark = inotify_add_watch(watch->descriptor, folder,
                                        IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR);
        if (slash == folder) {
            break; /* that was the root */
        }
    }
}

static void drain(struct port_watch *watch)
{
    char events[4096];
    while (watch->descriptor >= 0 && read(watch->descriptor, events, sizeof events) > 0) {
    }
}

void port_watch_begin(struct port_watch *watch, int64_t now_us)
{
    watch->gone_us = now_us;
    watch->next_us = now_us;
    watch->pause_us = PAUSE_FIRST_US;
    mark(watch);
}

void port_watch_failed(struct port_watch *watch, int64_t now_us)
{
    if (now_us - watch->gone_us > EAGER_US) {
        watch->pause_us *= 2;
    }
    if (watch->pause_us > PAUSE_LAST_US) {
        watch->pause_us = PAUSE_LAST_US;
    }
    watch->next_us = now_us + watch->pause_us;
}

void port_watch_end(struct port_watch *watch)
{
    unmark(watch);
    drain(watch);
}

void port_watch_changed(struct port_watch *watch, int64_t now_us)
{
    drain(watch);
    mark(watch); /* a deeper folder may be there now */
    watch->gone_us = now_us;
    watch->pause_us = PAUSE_FIRST_US;
    if (watch->next_us > now_us + SETTLE_US) {
        watch->next_us = now_us + SETTLE_US;
    }
}

int64_t port_watch_due(const struct port_watch *watch)
{
    return watch->next_us;
}
