/* port_watch.h: when to try again to open a port that is gone.
 *
 * Problem: an adapter that was pulled out comes back after a second or after a week, perhaps
 * under another node; the line must work again within a second of that (reliability.md F20),
 * and a port that is missing for good must not cost anything.
 *
 * Design: inotify on the nearest existing folder of the port's path (/dev/serial/by-path itself
 * vanishes with the last port), and tries of our own: every 0.5 s for 30 s, then ever more
 * rarely, up to every 10 s. While the port is open nothing is watched.
 *
 * Owner and thread: the line's bus thread. Time comes in. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct port_watch {
    int descriptor; /* inotify; -1 when the system has none left: then tries alone serve */
    int mark;       /* of the watched folder, -1 = none */
    char path[256];
    int64_t gone_us, next_us, pause_us;
};

void port_watch_init(struct port_watch *watch, const char *path);
void port_watch_finish(struct port_watch *watch);
/* The port is gone: watch its folder; the first try is due at once. */
void port_watch_begin(struct port_watch *watch, int64_t now_us);
/* A try failed: says when the next is due. */
void port_watch_failed(struct port_watch *watch, int64_t now_us);
/* The port is open. */
void port_watch_end(struct port_watch *watch);
/* The descriptor was readable: something appeared, a try is due soon. */
void port_watch_changed(struct port_watch *watch, int64_t now_us);
/* When the next try is due. */
int64_t port_watch_due(const struct port_watch *watch);
