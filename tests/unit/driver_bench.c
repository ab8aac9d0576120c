/* driver_bench.c: see driver_bench.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "driver_bench.h"

#include "config/site.h"
#include "devices/drivers/common.h"
#include "devices/proto/modbus.h"

#include <stdlib.h>
#include <string.h>

static struct site *site;

static void unload(void)
{
    site_destroy(site);
}

static const struct device_profile *shipped(const char *name)
{
    if (site == NULL) {
        struct site_problems problems = {0};
        if (site_load(HALLQ_CONFIG_DIR "/demo", HALLQ_CONFIG_DIR "/profiles", SITE_EN, &site,
                      &problems) < 0) {
            site_problems_print(&problems, stderr);
            fail_msg("the shipped profiles do not load");
        }
        site_problems_finish(&problems);
        atexit(unload);
    }
    for (size_t i = 0; i < site->profile_count; i++) {
        if (strcmp(site->profiles[i].name, name) == 0) {
            return &site->profiles[i];
        }
    }
    fail_msg("there is no profile %s", name);
    return NULL;
}

struct device_profile *bench_profile(const char *name)
{
    struct device_profile *copy = malloc(sizeof *copy);
    assert_non_null(copy);
    *copy = *shipped(name);
    return copy;
}

void set_option(struct device_profile *profile, const char *key, const char *value)
{
    struct profile_option *option = NULL;
    for (size_t i = 0; i < profile->option_count; i++) {
        if (strcmp(profile->options[i].key, key) == 0) {
            option = &profile->options[i];
        }
    }
    if (option == NULL) {
        assert_true(profile->option_count < PROFILE_OPTIONS);
        option = &profile->options[profile->option_count++];
    }
    snprintf(option->key, sizeof option->key, "%s", key);
    snprintf(option->value, sizeof option->value, "%s", value);
}

void bench_start_with(struct bench *bench, const struct device_profile *profile, uint8_t address)
{
    memset(bench, 0, sizeof *bench);
    bench->profile = profile;
    bench->driver = driver_find(profile->driver);
    assert_non_null(bench->driver);
    bench->state = calloc(1, bench->driver->state_size);
    bench->now = (mono_t){5000000};
    struct device_setup setup = {
        .profile = profile, .address = address, .start = 7, .name = "bench"};
    assert_int_equal(bench->driver->init(bench->state, &setup), 0);
    restarts(bench);
}

void bench_start(struct bench *bench, const char *profile, uint8_t address)
{
    bench_start_with(bench, shipped(profile), address);
}

void bench_end(struct bench *bench)
{
    assert_int_equal(bench->sink.dropped, 0);
    event(bench, "");
    free(bench->state);
    bench->state = NULL;
}

void later(struct bench *bench, int64_t ms)
{
    bench->now = mono_after(bench->now, ms);
}

/* Events are looked at in order; room is made for new ones. */
static struct device_sink *sink_of(struct bench *bench)
{
    memmove(bench->sink.events, bench->sink.events + bench->event_seen,
            (bench->sink.count - bench->event_seen) * sizeof *bench->sink.events);
    bench->sink.count -= bench->event_seen;
    bench->event_seen = 0;
    return &bench->sink;
}

void order_command(struct bench *bench, const struct device_command *command)
{
    bench->driver->command(bench->state, bench->now, command, sink_of(bench));
}

void order(struct bench *bench, uint32_t revision, const char *meaning)
{
    struct device_command command;
    assert_int_equal(meaning_command(meaning, &command), 0);
    command.revision = revision;
    order_command(bench, &command);
}

void acknowledge(struct bench *bench, uint64_t sequence, bool accepted)
{
    struct device_command command = {.kind = DEVICE_ACKNOWLEDGE};
    command.acknowledge.sequence = sequence;
    command.acknowledge.accepted = accepted;
    order_command(bench, &command);
}

bool wants(struct bench *bench)
{
    struct driver_wish wish = bench->driver->wish(bench->state, bench->now);
    return wish.any && mono_between(wish.due, bench->now) >= 0;
}

bool speaks(struct bench *bench)
{
    assert_false(bench->is_open);
    struct driver_wish wish = bench->driver->wish(bench->state, bench->now);
    if (!wish.any || mono_between(wish.due, bench->now) < 0) {
        return false;
    }
    bench->is_open =
        bench->driver->compose(bench->state, bench->now, wish.class, &bench->open) == 0;
    return bench->is_open;
}

static size_t wire_bytes(const struct exchange *exchange, uint8_t *out)
{
    if (exchange->kind == EXCHANGE_RAW) {
        memcpy(out, exchange->bytes, exchange->size);
        return exchange->size;
    }
    struct rtu_request request = {.unit = exchange->unit,
                                  .function = exchange->function,
                                  .address = exchange->address,
                                  .count = exchange->count};
    if (exchange->count <= RTU_WRITE_WORDS) {
        memcpy(request.words, exchange->words, exchange->count * sizeof *request.words);
    }
    return rtu_encode_request(&request, out);
}

void hex_of(const struct exchange *exchange, char *out, size_t size)
{
    uint8_t bytes[EXCHANGE_RAW_MAX];
    size_t count = wire_bytes(exchange, bytes), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used + 4 < size; i++) {
        used += (size_t)snprintf(out + used, size - used, i == 0 ? "%02X" : " %02X", bytes[i]);
    }
}

size_t hex_bytes(const char *hex, uint8_t *out, size_t size)
{
    size_t count = 0;
    while (*hex != '\0' && count < size) {
        char *end;
        out[count++] = (uint8_t)strtoul(hex, &end, 16);
        hex = end + strspn(end, " ");
    }
    return count;
}

void says(struct bench *bench, const char *hex)
{
    static char said[EXCHANGE_RAW_MAX * 3 + 1];
    if (!speaks(bench)) {
        fail_msg("it says nothing, not: %s", hex);
    }
    hex_of(&bench->open, said, sizeof said);
    assert_string_equal(said, hex);
}

void silent(struct bench *bench)
{
    assert_false(wants(bench));
}

void ends(struct bench *bench, enum exchange_status status, uint16_t sent)
{
    assert_true(bench->is_open);
    struct exchange_result result = {.status = status, .sent = sent, .count = bench->open.count};
    bench->is_open = false;
    bench->driver->complete(bench->state, bench->now, &bench->open, &result, sink_of(bench));
}

void done(struct bench *bench)
{
    ends(bench, EXCHANGE_OK, bench->open.size);
}

void times_out(struct bench *bench)
{
    uint16_t reply_ms = bench->open.reply_ms;
    later(bench, reply_ms > 0 ? reply_ms : bench->profile->line.response_ms);
    ends(bench, EXCHANGE_TIMEOUT, bench->open.size);
}

void hears_bytes(struct bench *bench, const uint8_t *bytes, size_t count)
{
    bool answer = bench->driver->receive(bench->state, bench->now, bytes, count, sink_of(bench));
    if (answer && bench->is_open && bench->open.reply_ms > 0) {
        done(bench);
    }
}

void hears(struct bench *bench, const char *hex)
{
    uint8_t bytes[512];
    size_t count = hex_bytes(hex, bytes, sizeof bytes);
    hears_bytes(bench, bytes, count);
}

void answers_words(struct bench *bench, const uint16_t *words, uint16_t count)
{
    assert_true(bench->is_open);
    assert_int_equal(bench->open.count, count);
    struct exchange_result result = {.status = EXCHANGE_OK, .count = count};
    memcpy(result.words, words, count * sizeof *words);
    bench->is_open = false;
    bench->driver->complete(bench->state, bench->now, &bench->open, &result, sink_of(bench));
}

void restarts(struct bench *bench)
{
    if (bench->driver->restart != NULL) {
        bench->driver->restart(bench->state, bench->now, sink_of(bench));
    }
}

void event(struct bench *bench, const char *meaning)
{
    char got[160] = "";
    if (bench->event_seen < bench->sink.count) {
        meaning_of_event(&bench->sink.events[bench->event_seen++], got, sizeof got);
    }
    assert_string_equal(got, meaning);
}

const struct device_event *last_event(const struct bench *bench)
{
    assert_true(bench->event_seen > 0);
    return &bench->sink.events[bench->event_seen - 1];
}
