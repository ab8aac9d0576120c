/* trace.h: what was on the wire, as a capture file that Wireshark opens (devices.md G).
 *
 * One record is what one side said without a pause. A frame is written when the other side
 * speaks, when the line was silent, or at the end. The file is bounded: it ends at TRACE_BYTES,
 * so that a forgotten trace never fills a disk. A file of that name from before is put aside, not
 * overwritten: whoever is still reading it reads it to its end.
 *
 * Owner and thread: the line's bus thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { TRACE_BYTES = 16 * 1024 * 1024 };

struct trace;

/* Creates the file anew, readable by its owner only. NULL when `path` is "" or on error (logged). */
struct trace *trace_create(const char *path);
void trace_destroy(struct trace *trace);
/* Both accept NULL. */
void trace_said(struct trace *trace, int64_t now_us, const uint8_t *bytes, size_t count);
void trace_heard(struct trace *trace, int64_t now_us, const uint8_t *bytes, size_t count);
