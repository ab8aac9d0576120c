/* witness.c: see witness.h. */
#include "store/witness.h"
#include "store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    WITNESS_VERSION = 1,
    AT_VERSION = 4,
    AT_SERIES_COUNT = 6,
    AT_COUNTER = 8,
    AT_SEQ = 16,
    AT_HASH = 24,
    AT_DAY = 56,
    AT_ORDINAL = 60,
    AT_SERIES = 64,
    SERIES_BYTES = 8,
    SERIES_LIMIT = LIMIT_CATEGORIES * 2,
    AT_CHECKSUM = AT_SERIES + SERIES_LIMIT * SERIES_BYTES,
    CHECKSUM_BYTES = 32
};
static const char MAGIC[4] = {'H', 'Q', 'W', 'T'};

_Static_assert(AT_CHECKSUM + CHECKSUM_BYTES <= WITNESS_SLOT_SIZE, "a slot holds all series");
_Static_assert(LIMIT_SERIES <= 4, "letters of a series have four bytes");

static void put(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint64_t get(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

static void checksum(const uint8_t *slot, uint8_t out[CHECKSUM_BYTES])
{
    crypto_generichash(out, CHECKSUM_BYTES, slot, AT_CHECKSUM, NULL, 0);
}

static void encode(const struct witness *witness, uint8_t slot[WITNESS_SLOT_SIZE])
{
    const struct store_witness *known = &witness->state.known;
    memset(slot, 0, WITNESS_SLOT_SIZE);
    memcpy(slot, MAGIC, sizeof MAGIC);
    put(slot + AT_VERSION, WITNESS_VERSION, 2);
    put(slot + AT_SERIES_COUNT, known->series_count, 2);
    put(slot + AT_COUNTER, witness->counter, 8);
    put(slot + AT_SEQ, (uint64_t)known->seq, 8);
    memcpy(slot + AT_HASH, witness->state.hash, ROW_HASH_SIZE);
    put(slot + AT_DAY, (uint32_t)known->day, 4);
    put(slot + AT_ORDINAL, known->ordinal, 2);
    for (size_t i = 0; i < known->series_count; i++) {
        uint8_t *entry = slot + AT_SERIES + i * SERIES_BYTES;
        memcpy(entry, known->series[i].series, LIMIT_SERIES);
        put(entry + 4, known->series[i].value, 2);
    }
    checksum(slot, slot + AT_CHECKSUM);
}

/* True when the slot is sound. */
static bool decode(const uint8_t slot[WITNESS_SLOT_SIZE], struct witness *out)
{
    uint8_t sum[CHECKSUM_BYTES];
    checksum(slot, sum);
    size_t count = get(slot + AT_SERIES_COUNT, 2);
    if (memcmp(slot, MAGIC, sizeof MAGIC) != 0 || get(slot + AT_VERSION, 2) != WITNESS_VERSION ||
        count > SERIES_LIMIT || memcmp(sum, slot + AT_CHECKSUM, sizeof sum) != 0) {
        return false;
    }
    struct store_witness *known = &out->state.known;
    out->counter = get(slot + AT_COUNTER, 8);
    memcpy(out->state.hash, slot + AT_HASH, ROW_HASH_SIZE);
    *known = (struct store_witness){.present = true,
                                    .seq = (int64_t)get(slot + AT_SEQ, 8),
                                    .day = (int32_t)get(slot + AT_DAY, 4),
                                    .ordinal = (uint16_t)get(slot + AT_ORDINAL, 2),
                                    .series_count = (uint16_t)count};
    for (size_t i = 0; i < count; i++) {
        const uint8_t *entry = slot + AT_SERIES + i * SERIES_BYTES;
        memcpy(known->series[i].series, entry, LIMIT_SERIES);
        known->series[i].series[LIMIT_SERIES - 1] = '\0';
        known->series[i].value = (uint16_t)get(entry + 4, 2);
    }
    return true;
}

int witness_read(const char *folder, struct witness *out)
{
    char file[STORE_PATH_SIZE];
    memset(out, 0, sizeof *out);
    out->descriptor = -1;
    if (folder_file(folder, "witness", file) < 0) {
        return -1;
    }
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    for (int i = 0; i < WITNESS_SLOTS; i++) {
        uint8_t slot[WITNESS_SLOT_SIZE];
        struct witness found = {.descriptor = -1};
        ssize_t length = pread(descriptor, slot, sizeof slot, (off_t)i * WITNESS_SLOT_DISTANCE);
        if (length == (ssize_t)sizeof slot && decode(slot, &found) &&
            (!out->state.known.present || found.counter > out->counter)) {
            *out = found;
        }
    }
    close(descriptor);
    return out->state.known.present ? 0 : -1;
}

static int write_slot(const struct witness *witness, int slot)
{
    uint8_t bytes[WITNESS_SLOT_SIZE];
    encode(witness, bytes);
    ssize_t written =
        pwrite(witness->descriptor, bytes, sizeof bytes, (off_t)slot * WITNESS_SLOT_DISTANCE);
    return written == (ssize_t)sizeof bytes ? 0 : -1;
}

int witness_create(const char *folder, struct witness *witness)
{
    char file[STORE_PATH_SIZE], fresh[STORE_PATH_SIZE];
    if (folder_file(folder, "witness", file) < 0 || folder_file(folder, "witness.new", fresh) < 0) {
        return -1;
    }
    witness_close(witness);
    witness->descriptor = open(fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (witness->descriptor < 0) {
        return -1;
    }
    witness->counter++;
    if (posix_fallocate(witness->descriptor, 0, WITNESS_SLOTS * WITNESS_SLOT_DISTANCE) != 0 ||
        write_slot(witness, 0) < 0 || write_slot(witness, 1) < 0 ||
        fsync(witness->descriptor) < 0 || rename(fresh, file) < 0 || folder_sync(folder) < 0) {
        witness_close(witness);
        return -1;
    }
    return 0;
}

void witness_close(struct witness *witness)
{
    if (witness->descriptor >= 0) {
        close(witness->descriptor);
        witness->descriptor = -1;
    }
}

/* A new business day begins with no numbers given out. */
static void turn_day(struct store_witness *known, int32_t day)
{
    if (day > known->day) {
        known->day = day;
        known->ordinal = 0;
        known->series_count = 0;
    }
}

/* The letters before the digits: "A" of "A012". */
static void series_of(const char *number, char series[LIMIT_SERIES])
{
    size_t length = strcspn(number, "0123456789");
    length = length < LIMIT_SERIES ? length : LIMIT_SERIES - 1;
    memset(series, 0, LIMIT_SERIES);
    memcpy(series, number, length);
}

static void raise_series(struct store_witness *known, const char *number, uint16_t value)
{
    char series[LIMIT_SERIES];
    series_of(number, series);
    size_t i = 0;
    while (i < known->series_count && strcmp(known->series[i].series, series) != 0) {
        i++;
    }
    if (i == SERIES_LIMIT) {
        return; /* every category has at most its series and its overflow: cannot be */
    }
    if (i == known->series_count) {
        known->series_count++;
        memcpy(known->series[i].series, series, LIMIT_SERIES);
        known->series[i].value = 0;
    }
    if (value > known->series[i].value) {
        known->series[i].value = value;
    }
}

void witness_note(struct witness_state *state, const struct event *event,
                  const uint8_t hash[ROW_HASH_SIZE])
{
    struct store_witness *known = &state->known;
    known->present = true;
    if (event->seq >= known->seq) {
        known->seq = event->seq;
        memcpy(state->hash, hash, ROW_HASH_SIZE);
    }
    if (event->kind == EVENT_DAY_OPENED || event->kind == EVENT_TICKET_ISSUED) {
        turn_day(known, event->day);
    }
    if (event->kind == EVENT_TICKET_ISSUED && event->day == known->day) {
        known->ordinal = event->ordinal > known->ordinal ? event->ordinal : known->ordinal;
        raise_series(known, event->number, event->series_value);
    }
}

int witness_write(struct witness *witness)
{
    witness->counter++;
    int slot = (int)(witness->counter % WITNESS_SLOTS);
    return write_slot(witness, slot) == 0 && fdatasync(witness->descriptor) == 0 ? 0 : -1;
}
