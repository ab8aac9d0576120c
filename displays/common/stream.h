/* stream.h: server-sent events out of a stream of bytes.
 *
 * Pure: bytes in, events out; any cut of the stream gives the same events. Only id, event and
 * data are looked at (WHATWG HTML, 9.2.6); an event whose data is longer than STREAM_DATA is
 * dropped and counted. Thread: any, one at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { STREAM_DATA = 16384, STREAM_NAME = 32 };

typedef void (*stream_event)(void *context, const char *name, const char *data);

struct stream {
    char line[STREAM_DATA + 16];
    size_t line_used;
    int line_lost;
    char name[STREAM_NAME];
    char data[STREAM_DATA];
    size_t data_used;
    int64_t last_id; /* to ask for what follows; -1 = none yet */
    unsigned dropped;
};

void stream_init(struct stream *stream);
/* A new connection: what was half read is forgotten, last_id stays. */
void stream_restart(struct stream *stream);
void stream_feed(struct stream *stream, const char *bytes, size_t count, stream_event event,
                 void *context);
