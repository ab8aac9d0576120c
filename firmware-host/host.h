/* host.h: the controller as a process: its options and its life. */
#pragma once

#include "http/listener.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_options {
    const char *config_folder, *data_folder, *run_folder;
    struct listener_place places[LISTENERS_MOST]; /* none of a kind: host.c's default */
    size_t place_count;
    bool check, dump, english;
};

enum host_exit {
    HOST_OK = 0,
    HOST_FAILED = 1,
    HOST_NEWER_DATABASE = 3,
    HOST_USAGE = 64,
    HOST_IN_USE = 75,
    HOST_BAD_CONFIG = 78
};

/* Runs the controller until SIGTERM or SIGINT. An exit code. */
int host_run(const struct host_options *options);
/* Reads the configuration, prints every mistake (and the whole of it with `dump`). */
int host_check(const struct host_options *options);
