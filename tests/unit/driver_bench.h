/* driver_bench.h: a driver on the bench: no bus, no port, time in the hand of the test.
 *
 * The bench plays the bus: it asks the driver for its wish at the moment, lets it compose, and
 * hands back what the test says came. Tests read as a talk: says(), hears(), event(). The
 * profile is the shipped one, read by the program's own loader. One bench at a time. */
#pragma once

#include "devices/device.h"

struct bench {
    const struct device_profile *profile;
    const struct driver *driver;
    void *state;
    mono_t now;
    struct exchange open; /* what was said last */
    bool is_open;
    struct device_sink sink;
    size_t event_seen;
};

/* Opens the port: init, restart. */
void bench_start(struct bench *bench, const char *profile, uint8_t address);
void bench_end(struct bench *bench);
/* A copy of a shipped profile whose options the test may change. */
struct device_profile *bench_profile(const char *name);
void bench_start_with(struct bench *bench, const struct device_profile *profile, uint8_t address);
void set_option(struct device_profile *profile, const char *key, const char *value);

void later(struct bench *bench, int64_t ms);
/* A command in the vectors' words; `revision` of a state. */
void order(struct bench *bench, uint32_t revision, const char *meaning);
void order_command(struct bench *bench, const struct device_command *command);
void acknowledge(struct bench *bench, uint64_t sequence, bool accepted);

/* Does the driver want to say something now? */
bool wants(struct bench *bench);
/* It says exactly these bytes now (hex; Modbus as an RTU frame). */
void says(struct bench *bench, const char *hex);
/* It says something now, whatever it is; false when nothing. */
bool speaks(struct bench *bench);
void silent(struct bench *bench); /* nothing to say now */
/* What comes: bytes unasked or as the answer (then the exchange ends well). */
void hears(struct bench *bench, const char *hex);
void hears_bytes(struct bench *bench, const uint8_t *bytes, size_t count);
void answers_words(struct bench *bench, const uint16_t *words, uint16_t count);
void done(struct bench *bench);      /* the bytes have left, or the write was answered */
void times_out(struct bench *bench); /* after the time that the exchange allows */
void ends(struct bench *bench, enum exchange_status status, uint16_t sent);
void restarts(struct bench *bench); /* the device answers after a silence */

/* The next event of the driver in the vectors' words; "" = none is left. */
void event(struct bench *bench, const char *meaning);
const struct device_event *last_event(const struct bench *bench);

size_t hex_bytes(const char *hex, uint8_t *out, size_t size);
void hex_of(const struct exchange *exchange, char *out, size_t size);
