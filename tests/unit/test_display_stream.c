/* test_display_stream.c: server-sent events, whatever the network cuts them into. */
#include "common/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char heard[1024];

static void hear(void *context, const char *name, const char *data)
{
    (void)context;
    size_t used = strlen(heard);
    snprintf(heard + used, sizeof heard - used, "%s=%s;", name, data);
}

static const char sample[] = "retry: 1000\n\n"
                             ":\n\n"
                             "id: 41\nevent: ticket_issued\ndata: {\"number\":\"A001\"}\n\n"
                             "data: one\ndata: two\n\n"
                             "id:42\r\nevent:ticket_called\r\ndata:{}\r\n\r\n"
                             "event: nothing\n\n";
static const char expected[] =
    "ticket_issued={\"number\":\"A001\"};message=one\ntwo;ticket_called={};";

static void any_cut_gives_the_same_events(void **state)
{
    (void)state;
    struct stream *stream = malloc(sizeof *stream);
    assert_non_null(stream);
    for (size_t piece = 1; piece < sizeof sample; piece++) {
        stream_init(stream);
        assert_int_equal(stream->last_id, -1);
        heard[0] = '\0';
        for (size_t at = 0; at < sizeof sample - 1; at += piece) {
            size_t left = sizeof sample - 1 - at;
            stream_feed(stream, sample + at, left < piece ? left : piece, hear, NULL);
        }
        assert_string_equal(heard, expected);
        assert_int_equal(stream->last_id, 42);
    }
    free(stream);
}

static void a_new_connection_forgets_half_an_event(void **state)
{
    (void)state;
    struct stream *stream = malloc(sizeof *stream);
    assert_non_null(stream);
    stream_init(stream);
    heard[0] = '\0';
    stream_feed(stream, "id: 7\nevent: a\nda", 17, hear, NULL);
    stream_restart(stream);
    stream_feed(stream, "data: x\n\n", 9, hear, NULL);
    assert_string_equal(heard, "message=x;");
    assert_int_equal(stream->last_id, 7);
    free(stream);
}

static void what_is_too_long_is_dropped_and_counted(void **state)
{
    (void)state;
    enum { LONG = STREAM_DATA + 100 };
    struct stream *stream = malloc(sizeof *stream);
    char *text = malloc(LONG);
    assert_non_null(stream);
    assert_non_null(text);
    stream_init(stream);
    heard[0] = '\0';
    memset(text, 'x', LONG);
    stream_feed(stream, "data: ", 6, hear, NULL);
    stream_feed(stream, text, LONG, hear, NULL);
    stream_feed(stream, "\n\ndata: after\n\n", 15, hear, NULL);
    assert_string_equal(heard, "message=after;");
    assert_int_equal(stream->dropped, 1);
    free(text);
    free(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_cut_gives_the_same_events),
        cmocka_unit_test(a_new_connection_forgets_half_an_event),
        cmocka_unit_test(what_is_too_long_is_dropped_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
