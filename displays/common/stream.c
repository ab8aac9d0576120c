/* stream.c: see stream.h. */
#include "common/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stream_init(struct stream *stream)
{
    memset(stream, 0, sizeof *stream);
    stream->last_id = -1;
}

static void forget_event(struct stream *stream)
{
    stream->name[0] = '\0';
    stream->data[0] = '\0';
    stream->data_used = 0;
}

void stream_restart(struct stream *stream)
{
    forget_event(stream);
    stream->line_used = 0;
    stream->line_lost = 0;
}

static void add_data(struct stream *stream, const char *value)
{
    size_t length = strlen(value);
    if (stream->data_used + length + 2 > STREAM_DATA) {
        stream->dropped++;
        return;
    }
    if (stream->data_used > 0) {
        stream->data[stream->data_used++] = '\n';
    }
    memcpy(stream->data + stream->data_used, value, length + 1);
    stream->data_used += length;
}

static void field(struct stream *stream, const char *name, const char *value)
{
    if (strcmp(name, "data") == 0) {
        add_data(stream, value);
    } else if (strcmp(name, "event") == 0) {
        snprintf(stream->name, sizeof stream->name, "%s", value);
    } else if (strcmp(name, "id") == 0) {
        stream->last_id = strtoll(value, NULL, 10);
    }
}

static void end_line(struct stream *stream, stream_event event, void *context)
{
    char *line = stream->line;
    line[stream->line_used] = '\0';
    if (stream->line_used > 0 && line[stream->line_used - 1] == '\r') {
        line[--stream->line_used] = '\0';
    }
    stream->line_used = 0;
    if (stream->line_lost) {
        stream->line_lost = 0;
        stream->dropped++;
    } else if (line[0] == '\0') {
        if (stream->data_used > 0) {
            event(context, stream->name[0] != '\0' ? stream->name : "message", stream->data);
        }
        forget_event(stream);
    } else if (line[0] != ':') {
        char *colon = strchr(line, ':');
        const char *value = "";
        if (colon != NULL) {
            *colon = '\0';
            value = colon[1] == ' ' ? colon + 2 : colon + 1;
        }
        field(stream, line, value);
    }
}

void stream_feed(struct stream *stream, const char *bytes, size_t count, stream_event event,
                 void *context)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '\n') {
            end_line(stream, event, context);
        } else if (stream->line_used + 1 < sizeof stream->line) {
            stream->line[stream->line_used++] = bytes[i];
        } else {
            stream->line_lost = 1;
        }
    }
}
