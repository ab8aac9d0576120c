/* vectors.c: plays a profile's vectors through its driver. See common.h.
 *
 * Problem: a profile is trusted with the bytes of a hall's devices, and most mistakes in one (a
 * wrong register, encoding, key code) look like a dead device on site. So the loader runs the
 * driver itself, with a device that answers everything well, and refuses a profile whose own
 * examples do not come true. Pure; no clock: time is made up here. */
#include "devices/drivers/common.h"
#include "devices/proto/checksum.h"
#include "devices/proto/modbus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 48, HEX_SHOWN = 40, START_MS = 1000000 };

struct player {
    const struct driver *driver;
    vector_answer *answer;
    const struct device_profile *profile;
    const struct profile_vector *vector;
    void *state;
    mono_t now;
    struct device_sink sink;
    /* received Modbus answer: what a read gives */
    uint16_t words[MODBUS_MAX_WORDS];
    uint16_t word_count;
};

static void hex_text(const uint8_t *bytes, size_t count, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && i < HEX_SHOWN; i++) {
        text_append(out, size, &used, i == 0 ? "%02X" : " %02X", bytes[i]);
    }
    if (count > HEX_SHOWN) {
        text_append(out, size, &used, " …");
    }
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
        memcpy(request.words, exchange->words, exchange->count * sizeof *exchange->words);
    }
    return rtu_encode_request(&request, out);
}

static int player_start(struct player *player)
{
    player->state = calloc(1, player->driver->state_size);
    struct device_setup setup = {.profile = player->profile,
                                 .address = player->vector->address,
                                 .start = 1,
                                 .name = "vector"};
    player->now = (mono_t){START_MS};
    if (player->state == NULL || player->driver->init(player->state, &setup) < 0) {
        return -1;
    }
    if (player->driver->restart != NULL) {
        player->driver->restart(player->state, player->now, &player->sink);
    }
    return 0;
}

static void answer_well(struct player *player, const struct exchange *exchange)
{
    struct exchange_result result = {.status = EXCHANGE_OK, .count = exchange->count};
    if (exchange->kind == EXCHANGE_MODBUS) {
        uint16_t known = player->word_count;
        uint16_t count = exchange->count < known ? exchange->count : known;
        memcpy(result.words, player->words, count * sizeof *result.words);
    }
    uint8_t bytes[32];
    size_t count = player->answer != NULL ? player->answer(exchange, bytes) : 0;
    if (count > 0 && player->driver->receive != NULL) {
        player->driver->receive(player->state, player->now, bytes, count, &player->sink);
    }
    player->driver->complete(player->state, player->now, exchange, &result, &player->sink);
}

/* One thing said and answered. False when there is nothing to say. */
static bool play_step(struct player *player, struct exchange *exchange)
{
    struct driver_wish wish = player->driver->wish(player->state, player->now);
    if (!wish.any) {
        return false;
    }
    if (mono_between(player->now, wish.due) > 0) {
        player->now = wish.due;
    }
    return player->driver->compose(player->state, player->now, wish.class, exchange) == 0;
}

static int play_command(struct player *player, char *why, size_t size)
{
    struct device_command command;
    if (meaning_command(player->vector->meaning, &command) < 0) {
        snprintf(why, size, "'%s' is no command that a vector can state", player->vector->meaning);
        return -1;
    }
    player->driver->command(player->state, player->now, &command, &player->sink);
    char said[HEX_SHOWN * 3 + 8] = "nothing";
    struct exchange exchange;
    for (int i = 0; i < STEPS && play_step(player, &exchange); i++) {
        uint8_t bytes[EXCHANGE_RAW_MAX];
        size_t count = wire_bytes(&exchange, bytes);
        if (count == player->vector->size && memcmp(bytes, player->vector->bytes, count) == 0) {
            return 0;
        }
        if (i == 0) {
            hex_text(bytes, count, said, sizeof said);
        }
        answer_well(player, &exchange);
    }
    snprintf(why, size, "the vector '%s' is not what the driver says: it says %s",
             player->vector->meaning, said);
    return -1;
}

/* The registers of a received RTU answer, checked. */
static int take_registers(struct player *player)
{
    const uint8_t *bytes = player->vector->bytes;
    size_t size = player->vector->size;
    if (size < 5 || size != (size_t)bytes[2] + 5) {
        return -1;
    }
    uint16_t crc = crc16_modbus(bytes, size - 2);
    if (bytes[size - 2] != (crc & 0xFF) || bytes[size - 1] != crc >> 8) {
        return -1;
    }
    player->word_count = bytes[2] / 2;
    for (size_t i = 0; i < player->word_count; i++) {
        player->words[i] = (uint16_t)(bytes[3 + 2 * i] << 8 | bytes[4 + 2 * i]);
    }
    return 0;
}

/* Polls on as the bus would until an event comes. */
static void play_polls(struct player *player)
{
    struct exchange exchange;
    for (int i = 0; i < STEPS && player->sink.count == 0 && play_step(player, &exchange); i++) {
        answer_well(player, &exchange);
    }
}

static int play_received_registers(struct player *player)
{
    if (take_registers(player) < 0) {
        return -1;
    }
    uint16_t first = player->words[0];
    player->words[0] = (uint16_t)(first - 1);
    play_polls(player);
    player->words[0] = first;
    play_polls(player);
    return 0;
}

static int play_received(struct player *player, char *why, size_t size)
{
    player->sink.count = 0;
    if (player->driver->wire == WIRE_RAW) {
        player->driver->receive(player->state, player->now, player->vector->bytes,
                                player->vector->size, &player->sink);
    } else if (play_received_registers(player) < 0) {
        snprintf(why, size, "the vector '%s' is no Modbus answer with a good CRC",
                 player->vector->meaning);
        return -1;
    }
    char got[96] = "nothing";
    if (player->sink.count > 0) {
        meaning_of_event(&player->sink.events[0], got, sizeof got);
    }
    if (strcmp(got, player->vector->meaning) == 0) {
        return 0;
    }
    snprintf(why, size, "the received vector '%s' means '%s' to the driver",
             player->vector->meaning, got);
    return -1;
}

static int play_vector(struct player *player, char *why, size_t size)
{
    int rc = -1;
    snprintf(why, size, "the driver does not start with this profile");
    if (player_start(player) == 0) {
        rc = player->vector->receive ? play_received(player, why, size)
                                     : play_command(player, why, size);
    }
    free(player->state);
    return rc;
}

int vectors_check(const struct driver *driver, vector_answer *answer,
                  const struct device_profile *profile, char *why, size_t size, int *line)
{
    for (size_t i = 0; i < profile->vector_count; i++) {
        struct player player = {
            .driver = driver, .answer = answer, .profile = profile, .vector = &profile->vectors[i]};
        if (play_vector(&player, why, size) < 0) {
            *line = profile->vectors[i].line;
            return -1;
        }
    }
    return 0;
}
