/* trace.c: see trace.h. */
#include "devices/bus/trace.h"

#define LOG_MODULE "trace"
#include "base/clock.h"
#include "base/log.h"
#include "devices/proto/pcap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_US = 20 * 1000 }; /* ends what one side said */

struct trace {
    FILE *file;
    size_t written;
    int64_t unix_offset_us; /* from monotonic time to 1970 */
    bool ours;
    int64_t first_us, last_us;
    size_t count;
    uint8_t bytes[PCAP_FRAME];
};

static int64_t unix_offset(void)
{
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    return (int64_t)wall.tv_sec * 1000000 + wall.tv_nsec / 1000 - mono_now_us();
}

struct trace *trace_create(const char *path)
{
    if (path[0] == '\0') {
        return NULL;
    }
    struct trace *trace = calloc(1, sizeof *trace);
    if (trace == NULL) {
        return NULL;
    }
    unlink(path);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    trace->file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    if (trace->file == NULL) {
        log_error("no trace in %s: %s", path, strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
        }
        free(trace);
        return NULL;
    }
    uint8_t header[PCAP_HEADER];
    trace->written = fwrite(header, 1, pcap_header(header), trace->file);
    fflush(trace->file);
    trace->unix_offset_us = unix_offset();
    return trace;
}

static void write_record(struct trace *trace)
{
    uint8_t record[PCAP_RECORD_HEADER + PCAP_FRAME];
    if (trace->count == 0) {
        return;
    }
    size_t size = pcap_record(record, sizeof record, trace->first_us + trace->unix_offset_us,
                              trace->bytes, trace->count);
    if (trace->written + size <= TRACE_BYTES) {
        trace->written += fwrite(record, 1, size, trace->file);
        fflush(trace->file); /* whoever looks at a running line sees all but the last frame */
    }
    trace->count = 0;
}

void trace_destroy(struct trace *trace)
{
    if (trace == NULL) {
        return;
    }
    write_record(trace);
    fclose(trace->file);
    free(trace);
}

static void add(struct trace *trace, bool ours, int64_t now_us, const uint8_t *bytes, size_t count)
{
    if (trace == NULL) {
        return;
    }
    if (trace->count > 0 && (ours != trace->ours || now_us - trace->last_us > PAUSE_US)) {
        write_record(trace);
    }
    while (count > 0) {
        if (trace->count == 0) {
            trace->first_us = now_us;
            trace->ours = ours;
        }
        size_t room = sizeof trace->bytes - trace->count;
        size_t part = count < room ? count : room;
        memcpy(trace->bytes + trace->count, bytes, part);
        trace->count += part;
        bytes += part;
        count -= part;
        if (trace->count == sizeof trace->bytes) {
            write_record(trace);
        }
    }
    trace->last_us = now_us;
}

void trace_said(struct trace *trace, int64_t now_us, const uint8_t *bytes, size_t count)
{
    add(trace, true, now_us, bytes, count);
}

void trace_heard(struct trace *trace, int64_t now_us, const uint8_t *bytes, size_t count)
{
    add(trace, false, now_us, bytes, count);
}
