/* The record of an event: JSON both ways for every kind, hostile texts, broken records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue/command.h"
#include "queue/engine.h"
#include "queue/event.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Every field as full as it gets: `fill` in each byte of every text. */
static void fill_event(struct event *event, enum event_kind kind, char fill)
{
    memset(event, 0, sizeof(*event));
    event->kind = kind;
    event->part = 7;
    char *const texts[] = {event->number, event->category, event->item,   event->priority,
                           event->token,  event->clerk,    event->device, event->note,
                           event->reason, event->result, event->subject, event->tags,
                           event->text};
    const size_t sizes[] = {LIMIT_NUMBER, LIMIT_CODE, LIMIT_CODE, LIMIT_CODE, LIMIT_TOKEN,
                            LIMIT_CODE,   LIMIT_CODE, LIMIT_NOTE, LIMIT_CODE, LIMIT_CODE,
                            LIMIT_SUBJECT, LIMIT_TAGS, LIMIT_TEXT};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        memset(texts[i], fill, sizes[i] - 1);
    }
    event->service = event->ordinal = event->series_value = event->copies = UINT16_MAX;
    event->target_window = event->return_window = 301;
    event->ahead = event->count = event->position = INT32_MIN;
    event->quote_s = -1;
    event->promised_day = 20260309;
    event->final = true;
    event->until.ms = event->rank.ms = event->since.ms = event->issued.ms = INT64_MIN;
    event->of_seq = event->record = INT64_MAX;
    event->due_day = INT32_MIN;
    event->level = -128;
    event->rating = RATING_DEFAULT;
    event->outcome = OUTCOME_CORRECTION;
    event->why = (struct why){WHY_PRIORITY, INT32_MIN, -2, 300, INT32_MAX, 5, 6, 7, INT64_MIN, -9};
}

static void every_kind_comes_back(void **state)
{
    (void)state;
    for (int kind = EVENT_NONE + 1; kind < EVENT_KIND_COUNT; kind++) {
        struct event event, back = {.kind = (enum event_kind)kind};
        char body[EVENT_BODY_SIZE];
        fill_event(&event, (enum event_kind)kind, '"');
        event_strip(&event);
        int length = event_body_write(&event, body, sizeof(body));
        assert_int_equal(length, (int)strlen(body));
        assert_int_equal(event_body_read(&back, body), 0);
        /* The structs were zeroed, and why was assigned member by member: bytes compare. */
        assert_memory_equal(&event, &back, offsetof(struct event, why));
        assert_int_equal(event.why.rule, back.why.rule);
        assert_int_equal(event.why.next_ticket, back.why.next_ticket);
        assert_int_equal(event.why.next_score, back.why.next_score);
        assert_int_equal(event.why.waited_s, back.why.waited_s);
    }
}

static void the_room_is_always_enough(void **state)
{
    (void)state;
    int longest = 0;
    for (int kind = EVENT_NONE + 1; kind < EVENT_KIND_COUNT; kind++) {
        struct event event;
        char body[EVENT_BODY_SIZE];
        fill_event(&event, (enum event_kind)kind, '\x01'); /* six bytes each in JSON */
        int length = event_body_write(&event, body, sizeof(body));
        assert_true(length > 0);
        longest = length > longest ? length : longest;
        assert_int_equal(event_body_write(&event, body, (size_t)length), -1);
        assert_int_equal(event_body_write(&event, body, (size_t)length + 1), length);
    }
    print_message("longest body: %d bytes\n", longest);
}

static void names_and_numbers_of_kinds(void **state)
{
    (void)state;
    enum event_kind kind;
    for (int i = EVENT_NONE + 1; i < EVENT_KIND_COUNT; i++) {
        assert_non_null(event_kind_name((enum event_kind)i));
        assert_int_equal(event_kind_parse(event_kind_name((enum event_kind)i), &kind), 0);
        assert_int_equal(kind, i);
    }
    assert_null(event_kind_name(EVENT_NONE));
    assert_null(event_kind_name(EVENT_KIND_COUNT));
    assert_int_equal(event_kind_parse("ticket_eaten", &kind), -1);
    enum command_kind command;
    for (int i = COMMAND_NONE + 1; i < COMMAND_KIND_COUNT; i++) {
        assert_int_equal(command_kind_parse(command_kind_name((enum command_kind)i), &command), 0);
        assert_int_equal(command, i);
    }
    assert_null(command_kind_name(COMMAND_NONE));
    for (int error = 0; error < QUEUE_ERROR_COUNT; error++) {
        assert_non_null(queue_error_name(-error));
    }
    assert_null(queue_error_name(1));
    assert_null(queue_error_name(-QUEUE_ERROR_COUNT));
    enum service_outcome outcome;
    assert_int_equal(outcome_parse("correction", &outcome), 0);
    assert_int_equal(outcome, OUTCOME_CORRECTION);
    assert_int_equal(outcome_parse("", &outcome), -1);
    assert_string_equal(rating_kind_name(RATING_DEFAULT), "default");
    assert_string_equal(why_rule_name(WHY_STARVING), "starving");
}

static void a_body_reads_like_this(void **state)
{
    (void)state;
    struct event event = {.kind = EVENT_TICKET_HELD, .until = {1772409600000}, .service = 2};
    snprintf(event.number, sizeof(event.number), "A012");
    snprintf(event.category, sizeof(event.category), "tax");
    snprintf(event.note, sizeof(event.note), "缺\"营业执照\"\n\\");
    char body[EVENT_BODY_SIZE];
    assert_true(event_body_write(&event, body, sizeof(body)) > 0);
    assert_string_equal(body, "{\"number\":\"A012\",\"category\":\"tax\",\"clerk\":\"\","
                              "\"note\":\"缺\\\"营业执照\\\"\\u000a\\\\\",\"result\":\"\","
                              "\"service\":2,\"until_ms\":1772409600000}");
}

/* Bytes that are no UTF-8 never make a record that cannot be read. */
static void broken_text_stays_readable(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\xFF", "a\x80z", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8", "\x7F\x1B[0m",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct event event = {.kind = EVENT_DEVICE_CHANGED}, back = {.kind = EVENT_DEVICE_CHANGED};
        char body[EVENT_BODY_SIZE];
        snprintf(event.note, sizeof(event.note), "%s", texts[i]);
        assert_true(event_body_write(&event, body, sizeof(body)) > 0);
        assert_int_equal(event_body_read(&back, body), 0);
        assert_true(strlen(back.note) > 0);
    }
}

static void other_peoples_records(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        int result;
    } rows[] = {
        {"{}", 0},
        {"{\"number\":\"A001\",\"colour\":\"red\"}", 0}, /* of a newer version */
        {"{\"ahead\":-2147483648}", 0},
        {"", -1},
        {"[]", -1},
        {"null", -1},
        {"{\"number\":\"A001\"", -1},
        {"{\"number\":\"A001\"} {}", -1},
        {"{\"number\":17}", -1},
        {"{\"number\":\"A00100000000\"}", -1},
        {"{\"ahead\":\"3\"}", -1},
        {"{\"ahead\":2147483648}", -1},
        {"{\"ordinal\":-1}", -1},
        {"{\"ordinal\":65536}", -1},
        {"{\"ordinal\":1.5}", -1},
        {"{\"part\":-1}", -1},
        {"{\"number\":\"A001\",\"number\":\"A002\"}", -1},
        {"{\"token\":\"a\\u0000b\"}", -1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct event event, before;
        fill_event(&event, EVENT_TICKET_ISSUED, 'x');
        before = event;
        assert_int_equal(event_body_read(&event, rows[i].json), rows[i].result);
        if (rows[i].result < 0) {
            assert_memory_equal(&event, &before, offsetof(struct event, why));
        }
    }
    struct event called = {.kind = EVENT_TICKET_CALLED};
    assert_int_equal(event_body_read(&called, "{\"why\":{\"rule\":\"longest\",\"score\":7}}"), 0);
    assert_int_equal(called.why.rule, WHY_LONGEST);
    assert_int_equal(called.why.score, 7);
    assert_int_equal(event_body_read(&called, "{\"why\":{\"rule\":\"mood\"}}"), -1);
    assert_int_equal(event_body_read(&called, "{\"why\":7}"), -1);
}

static void a_record_without_end(void **state)
{
    (void)state;
    static char json[64 * 1024];
    memset(json, '[', sizeof(json) - 1);
    struct event event = {.kind = EVENT_TICKET_ISSUED};
    assert_int_equal(event_body_read(&event, json), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_back),      cmocka_unit_test(the_room_is_always_enough),
        cmocka_unit_test(names_and_numbers_of_kinds), cmocka_unit_test(a_body_reads_like_this),
        cmocka_unit_test(broken_text_stays_readable), cmocka_unit_test(other_peoples_records),
        cmocka_unit_test(a_record_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
