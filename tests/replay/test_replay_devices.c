/* test_replay_devices.c: plays every capture of this folder through its profile's driver.
 *
 * Problem: a device is supported when a talk with it is on record and still understood. Unit
 * tests say what we think of; a capture says what was on the wire.
 *
 * A capture NAME.cap is text:
 *
 *   # device: …  origin: …  date: …      header, and remarks anywhere
 *   profile NAME ADDRESS
 *   @1200                                time in ms since the start, never backwards
 *   ! show 请A023号 red                  the application orders (words of the vectors)
 *   ! acknowledge                        … the verdict on the newest event: it is durable
 *   > A0 90 02 A5 …                      the host says exactly this now
 *   < A0 90 02 A5 AA                     the device says this
 *   ~                                    the device says nothing: the time to answer is over
 *   ^                                    the device answers again after a silence
 *
 * The host's lines are compared with what the driver says at that moment, and the events with
 * NAME.expect, one a line with its time. `--rebuild` writes both anew for review. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/drivers/common.h"
#include "devices/proto/checksum.h"
#include "driver_bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 4096, CAPTURES = 64, TEXT = 65536 };

static bool rebuild;

struct replay {
    struct bench bench;
    mono_t start;
    bool started;
    uint32_t revision;
    uint64_t newest; /* sequence of the newest event */
    const char *file;
    int line;
    char cap[TEXT]; /* the capture as it is played */
    size_t cap_used;
    char events[TEXT];
    size_t events_used;
};

static void put(char *text, size_t *used, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void put(char *text, size_t *used, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text + *used, TEXT - *used, format, arguments);
    va_end(arguments);
    assert_true(n >= 0 && *used + (size_t)n < TEXT);
    *used += (size_t)n;
}

static void note_events(struct replay *r)
{
    struct bench *b = &r->bench;
    for (; b->event_seen < b->sink.count; b->event_seen++) {
        char meaning[160];
        const struct device_event *event = &b->sink.events[b->event_seen];
        meaning_of_event(event, meaning, sizeof meaning);
        put(r->events, &r->events_used, "@%lld %s\n", (long long)mono_between(r->start, b->now),
            meaning);
        r->newest = event->sequence != 0 ? event->sequence : r->newest;
    }
}

/* ------------------------------------------------------------------ the kinds of lines */

static void play_profile(struct replay *r, char *rest)
{
    char name[64];
    unsigned address;
    assert_int_equal(sscanf(rest, "rofile %63s %u", name, &address), 2);
    bench_start(&r->bench, name, (uint8_t)address);
    r->start = r->bench.now;
    r->started = true;
}

static void play_time(struct replay *r, char *rest)
{
    mono_t at = mono_after(r->start, strtoll(rest, NULL, 10));
    if (mono_between(r->bench.now, at) < 0) {
        fail_msg("%s:%d: time runs backwards", r->file, r->line);
    }
    r->bench.now = at;
}

static void play_order(struct replay *r, char *rest)
{
    rest += strspn(rest, " ");
    if (strcmp(rest, "acknowledge") == 0) {
        acknowledge(&r->bench, r->newest, true);
    } else {
        order(&r->bench, ++r->revision, rest);
    }
}

/* What was said stays open until it is answered; what awaits no answer is over. */
static void play_said(struct replay *r, char *rest)
{
    static char said[LINE];
    rest += strspn(rest, " ");
    if (r->bench.is_open) {
        fail_msg("%s:%d: the exchange before has not ended", r->file, r->line);
    }
    if (!speaks(&r->bench)) {
        fail_msg("%s:%d: the driver says nothing, not %s", r->file, r->line, rest);
    }
    hex_of(&r->bench.open, said, sizeof said);
    if (!rebuild && strcmp(said, rest) != 0) {
        fail_msg("%s:%d: the driver says %s, not %s", r->file, r->line, said, rest);
    }
    put(r->cap, &r->cap_used, "> %s\n", said);
    if (r->bench.open.kind == EXCHANGE_RAW && r->bench.open.reply_ms == 0) {
        done(&r->bench);
    }
}

/* An RTU answer: CRC right, exception, registers, or the echo of a write. */
static void answer_rtu(struct replay *r, const uint8_t *bytes, size_t count)
{
    assert_true(count >= 5);
    uint16_t crc = crc16_modbus(bytes, count - 2);
    if (bytes[count - 2] != (crc & 0xFF) || bytes[count - 1] != crc >> 8) {
        ends(&r->bench, EXCHANGE_GARBLED, 0);
    } else if ((bytes[1] & 0x80) != 0) {
        ends(&r->bench, EXCHANGE_EXCEPTION, 0);
    } else if (bytes[1] == 3 || bytes[1] == 4) {
        uint16_t words[MODBUS_MAX_WORDS];
        for (size_t i = 0; i < bytes[2] / 2u; i++) {
            words[i] = (uint16_t)(bytes[3 + 2 * i] << 8 | bytes[4 + 2 * i]);
        }
        answers_words(&r->bench, words, bytes[2] / 2);
    } else {
        done(&r->bench);
    }
}

static void play_heard(struct replay *r, char *rest)
{
    uint8_t bytes[512];
    size_t count = hex_bytes(rest + strspn(rest, " "), bytes, sizeof bytes);
    if (r->bench.driver->wire == WIRE_RAW) {
        hears_bytes(&r->bench, bytes, count);
    } else {
        answer_rtu(r, bytes, count);
    }
}

static void play_silence(struct replay *r, char *rest)
{
    (void)rest;
    ends(&r->bench, EXCHANGE_TIMEOUT, r->bench.open.size); /* the capture has its own time */
}

static void play_return(struct replay *r, char *rest)
{
    (void)rest;
    restarts(&r->bench);
}

static void play_line(struct replay *r, char *line)
{
    static const struct {
        char sign;
        void (*play)(struct replay *r, char *rest);
    } signs[] = {{'p', play_profile}, {'@', play_time},    {'!', play_order}, {'>', play_said},
                 {'<', play_heard},   {'~', play_silence}, {'^', play_return}};
    if (line[0] != '>') {
        put(r->cap, &r->cap_used, "%s\n", line);
    }
    if (line[0] == '#' || line[0] == '\0') {
        return;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (line[0] == signs[i].sign) {
            assert_true(r->started || line[0] == 'p');
            signs[i].play(r, line + 1);
            note_events(r);
            return;
        }
    }
    fail_msg("%s:%d: what is '%s'?", r->file, r->line, line);
}

/* ------------------------------------------------------------------ files */

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void play_file(struct replay *r, const char *path)
{
    static char line[LINE];
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        r->line++;
        play_line(r, line);
    }
    fclose(f);
    assert_true(r->started);
    free(r->bench.state);
}

static void compare_events(const struct replay *r, const char *path)
{
    static char expected[TEXT];
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        fail_msg("%s is missing: run with --rebuild and review it", path);
    }
    size_t count = fread(expected, 1, sizeof expected - 1, f);
    expected[count] = '\0';
    fclose(f);
    assert_string_equal(r->events, expected);
}

static void replay(void **state)
{
    const char *path = *state;
    struct replay *r = calloc(1, sizeof *r);
    assert_non_null(r);
    char expect[512];
    snprintf(expect, sizeof expect, "%.*s.expect", (int)(strlen(path) - strlen(".cap")), path);
    r->file = path;
    play_file(r, path);
    if (rebuild) {
        write_file(path, r->cap);
        write_file(expect, r->events);
    } else {
        compare_events(r, expect);
    }
    free(r);
}

static int is_capture(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return size > 4 && strcmp(entry->d_name + size - 4, ".cap") == 0;
}

int main(int argc, char **argv)
{
    static char paths[CAPTURES][512];
    struct CMUnitTest tests[CAPTURES] = {{0}};
    struct dirent **entries = NULL;
    rebuild = argc > 1 && strcmp(argv[1], "--rebuild") == 0;
    int count = scandir(TESTS_DIR "/replay", &entries, is_capture, alphasort);
    if (count <= 0 || count > CAPTURES) {
        fprintf(stderr, "no captures, or too many, in " TESTS_DIR "/replay\n");
        return 1;
    }
    for (int i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], TESTS_DIR "/replay/%s", entries[i]->d_name);
        tests[i] = (struct CMUnitTest){
            .name = strrchr(paths[i], '/') + 1, .test_func = replay, .initial_state = paths[i]};
        free(entries[i]);
    }
    free(entries);
    return _cmocka_run_group_tests("device captures", tests, (size_t)count, NULL, NULL);
}
