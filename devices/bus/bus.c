/* bus.c: what the application sees of a line. The thread is in line.c. See bus.h. */
#include "devices/bus/bus_private.h"

#define LOG_MODULE "bus"
#include "base/log.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct bus *bus_create(const struct bus_settings *settings)
{
    struct bus *bus = calloc(1, sizeof *bus);
    if (bus == NULL || settings->device_count > LIMIT_DEVICES_A_LINE) {
        free(bus);
        return NULL;
    }
    bus->settings = *settings;
    bus->active = BUS_NOBODY;
    bus->port.descriptor = -1;
    pthread_mutex_init(&bus->lock, NULL);
    atomic_init(&bus->stop, false);
    sched_init(&bus->sched, settings->device_count);
    answers_init(&bus->answers);
    port_watch_init(&bus->watch, settings->port);
    bus->stop_descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bus->commands = mailbox_create(sizeof(struct device_command), BUS_COMMANDS);
    bus->traces = mailbox_create(BUS_TRACE_FILE, BUS_TRACES);
    bus->master = master_create();
    if (bus->stop_descriptor < 0 || bus->commands == NULL || bus->traces == NULL ||
        bus->master == NULL || drivers_init(bus) != 0) {
        bus_destroy(bus);
        return NULL;
    }
    bus->trace = trace_create(settings->trace);
    return bus;
}

int bus_start(struct bus *bus)
{
    sigset_t all, before; /* signals are for the main thread */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bus->started = pthread_create(&bus->thread, NULL, bus_run, bus) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return bus->started ? 0 : -1;
}

int bus_command(struct bus *bus, const struct device_command *command)
{
    return mailbox_post(bus->commands, command, device_command_size(command));
}

int bus_trace(struct bus *bus, const char *file)
{
    size_t size = strlen(file) + 1;
    return size <= BUS_TRACE_FILE ? mailbox_post(bus->traces, file, size) : -1;
}

void bus_destroy(struct bus *bus)
{
    if (bus == NULL) {
        return;
    }
    if (bus->started) {
        uint64_t one = 1;
        atomic_store(&bus->stop, true);
        ssize_t written = write(bus->stop_descriptor, &one, sizeof one);
        (void)written; /* an eventfd at 0 always takes a 1 */
        pthread_join(bus->thread, NULL);
    }
    port_close(&bus->port);
    drivers_finish(bus);
    port_watch_finish(&bus->watch);
    trace_destroy(bus->trace);
    master_destroy(bus->master);
    mailbox_destroy(bus->commands);
    mailbox_destroy(bus->traces);
    if (bus->stop_descriptor >= 0) {
        close(bus->stop_descriptor);
    }
    pthread_mutex_destroy(&bus->lock);
    free(bus);
}

void bus_figures(struct bus *bus, struct bus_figures *out)
{
    pthread_mutex_lock(&bus->lock);
    *out = bus->shared.figures;
    pthread_mutex_unlock(&bus->lock);
}

int bus_device_figures(struct bus *bus, size_t position, struct bus_device_figures *out)
{
    if (position >= bus->settings.device_count) {
        return -1;
    }
    pthread_mutex_lock(&bus->lock);
    *out = bus->shared.devices[position];
    pthread_mutex_unlock(&bus->lock);
    return 0;
}
