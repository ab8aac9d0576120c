/* traces.c: captures of serial lines, as files that Wireshark opens (contract.md, bus trace).
 *
 * An installer asks for a line's bytes for some seconds. The line's own thread writes them; here
 * it is only decided where, and when it is enough: a capture that nobody ends ends by itself. One
 * file a line, replaced by the next capture and bounded by trace.h, so that captures can never
 * fill the disk that holds the journal.
 *
 * Thread: loop. */
#define LOG_MODULE "trace"
#include "app/hall_internal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int hall_trace_file(const struct hall *hall, uint16_t line, char *out, size_t size)
{
    if (line >= hall->site->line_count) {
        return -1;
    }
    int length = snprintf(out, size, "%s/trace/%s.pcap", hall->settings.data_folder,
                          hall->site->lines[line].name);
    return length > 0 && (size_t)length < size ? 0 : -1;
}

static int make_folder(const struct hall *hall)
{
    char folder[BUS_TRACE_FILE];
    snprintf(folder, sizeof folder, "%s/trace", hall->settings.data_folder);
    if (mkdir(folder, 0700) == 0 || errno == EEXIST) {
        return 0;
    }
    log_error("%s: %s", folder, strerror(errno));
    return -1;
}

int hall_trace(struct hall *hall, uint16_t line, int32_t seconds)
{
    char file[BUS_TRACE_FILE] = "";
    if (line >= hall->site->line_count || seconds < 0 || seconds > HALL_TRACE_SECONDS) {
        return -1;
    }
    if (seconds > 0 && (hall_trace_file(hall, line, file, sizeof file) < 0 ||
                        make_folder(hall) < 0)) {
        return -1;
    }
    if (bus_trace(hall->buses[line], file) < 0) {
        return -1;
    }
    hall->trace_ends[line] = (mono_t){0};
    if (seconds > 0) {
        hall->trace_ends[line] = mono_after(mono_now(), seconds * INT64_C(1000));
        log_info("%s: capturing for %d s into %s", hall->site->lines[line].name, (int)seconds,
                 file);
    }
    return 0;
}

void traces_tick(struct hall *hall, mono_t now)
{
    for (uint16_t i = 0; i < hall->site->line_count; i++) {
        if (hall->trace_ends[i].ms != 0 && now.ms >= hall->trace_ends[i].ms) {
            hall_trace(hall, i, 0);
        }
    }
}
