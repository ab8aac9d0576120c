/* master.c: see master.h. */
#include "devices/bus/master.h"

#define LOG_MODULE "modbus"
#include "base/log.h"

#include <errno.h>
#include <modbus.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    FUNCTION_READ_HOLDING = 3,
    FUNCTION_READ_INPUT = 4,
    FUNCTION_WRITE_ONE = 6,
    FUNCTION_WRITE_MANY = 16,
    EXCEPTION_BIT = 0x80,
    WRITE_REPLY_BYTES = 8,
    UNIT_MAX = 247,
    REQUEST_HEAD = 7 /* unit, function, address, count, byte count */
};

struct master {
    modbus_t *context;
    int ours, theirs; /* the pair; libmodbus holds the second */
};

struct master *master_create(void)
{
    struct master *master = calloc(1, sizeof *master);
    int pair[2];
    if (master == NULL) {
        return NULL;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
        free(master);
        return NULL;
    }
    master->ours = pair[0];
    master->theirs = pair[1];
    /* name and line settings are never used: nothing is opened */
    master->context = modbus_new_rtu("/dev/null", 9600, 'N', 8, 1);
    if (master->context == NULL || modbus_set_socket(master->context, master->theirs) != 0 ||
        modbus_set_error_recovery(master->context, MODBUS_ERROR_RECOVERY_NONE) != 0) {
        master_destroy(master);
        return NULL;
    }
    /* the bytes are there before it looks */
    modbus_set_response_timeout(master->context, 0, 1);
    modbus_set_byte_timeout(master->context, 0, 1);
    return master;
}

void master_destroy(struct master *master)
{
    if (master == NULL) {
        return;
    }
    if (master->context != NULL) {
        modbus_free(master->context);
    }
    close(master->ours);
    close(master->theirs);
    free(master);
}

/* ------------------------------------------------------------------ requests */

static void put16(uint8_t *out, uint16_t value)
{
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)value;
}

static uint16_t get16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static bool is_read(uint8_t function)
{
    return function == FUNCTION_READ_HOLDING || function == FUNCTION_READ_INPUT;
}

static bool allowed(const struct exchange *exchange)
{
    uint16_t count = exchange->count;
    if (exchange->unit > UNIT_MAX) {
        return false;
    }
    switch (exchange->function) {
    case FUNCTION_READ_HOLDING:
    case FUNCTION_READ_INPUT:
        return exchange->unit != MODBUS_BROADCAST_ADDRESS && count >= 1 &&
               count <= MODBUS_MAX_READ_REGISTERS;
    case FUNCTION_WRITE_ONE: return count <= 1;
    case FUNCTION_WRITE_MANY: return count >= 1 && count <= MODBUS_MAX_WRITE_REGISTERS;
    default: return false;
    }
}

static int unframed(const struct exchange *exchange, uint8_t out[MASTER_FRAME])
{
    out[0] = exchange->unit;
    out[1] = exchange->function;
    put16(out + 2, exchange->address);
    if (exchange->function == FUNCTION_WRITE_ONE) {
        put16(out + 4, exchange->words[0]);
        return 6;
    }
    put16(out + 4, exchange->count);
    if (exchange->function != FUNCTION_WRITE_MANY) {
        return 6;
    }
    out[6] = (uint8_t)(2 * exchange->count);
    for (size_t i = 0; i < exchange->count; i++) {
        put16(out + REQUEST_HEAD + 2 * i, exchange->words[i]);
    }
    return REQUEST_HEAD + 2 * exchange->count;
}

int master_request(struct master *master, const struct exchange *exchange,
                   uint8_t out[MASTER_FRAME])
{
    uint8_t raw[MASTER_FRAME];
    if (!allowed(exchange)) {
        log_error("unit %u function %u count %u: no such request", exchange->unit,
                  exchange->function, exchange->count);
        return -1;
    }
    int size = unframed(exchange, raw);
    if (modbus_set_slave(master->context, exchange->unit) != 0 ||
        modbus_send_raw_request(master->context, raw, size) < 0) {
        log_error("libmodbus: %s", modbus_strerror(errno));
        return -1;
    }
    return (int)recv(master->ours, out, MASTER_FRAME, 0);
}

/* ------------------------------------------------------------------ replies */

/* Has libmodbus read `frame` whole and found its CRC good? */
static bool verified(struct master *master, const uint8_t *frame, size_t size)
{
    uint8_t reply[MODBUS_MAX_ADU_LENGTH];
    if (modbus_set_slave(master->context, frame[0]) != 0 ||
        send(master->ours, frame, size, MSG_NOSIGNAL) != (ssize_t)size) {
        return false;
    }
    bool good = modbus_receive_confirmation(master->context, reply) == (int)size;
    while (recv(master->theirs, reply, sizeof reply, MSG_DONTWAIT) > 0) {
        /* what it left after a failure must not be in front of the next */
    }
    return good;
}

/* Length of the reply that begins here, 0 when none does, -1 when more bytes must tell. */
static int reply_length(const uint8_t *bytes, size_t count)
{
    if (count < 2) {
        return count == 1 && bytes[0] >= 1 && bytes[0] <= UNIT_MAX ? -1 : 0;
    }
    if (bytes[0] < 1 || bytes[0] > UNIT_MAX) {
        return 0;
    }
    switch (bytes[1]) {
    case FUNCTION_READ_HOLDING:
    case FUNCTION_READ_INPUT:
        if (count < 3) {
            return -1;
        }
        return bytes[2] % 2 == 0 && bytes[2] > 0 && bytes[2] <= 2 * MODBUS_MAX_READ_REGISTERS
                   ? 5 + bytes[2]
                   : 0;
    case FUNCTION_WRITE_ONE:
    case FUNCTION_WRITE_MANY: return WRITE_REPLY_BYTES;
    case FUNCTION_READ_HOLDING | EXCEPTION_BIT:
    case FUNCTION_READ_INPUT | EXCEPTION_BIT:
    case FUNCTION_WRITE_ONE | EXCEPTION_BIT:
    case FUNCTION_WRITE_MANY | EXCEPTION_BIT: return MASTER_EXCEPTION_BYTES;
    default: return 0;
    }
}

/* Does what is here so far agree with the answer to `exchange`, and how long must it be?
 * 0 when it does not agree. Fields that have not come yet agree. */
static size_t answer_length(const struct exchange *exchange, const uint8_t *bytes, size_t count)
{
    if (bytes[0] != exchange->unit) {
        return 0;
    }
    if (count > 1 && bytes[1] == (exchange->function | EXCEPTION_BIT)) {
        return MASTER_EXCEPTION_BYTES;
    }
    if (count > 1 && bytes[1] != exchange->function) {
        return 0;
    }
    if (is_read(exchange->function)) {
        bool fits = count < 3 || bytes[2] == 2 * exchange->count;
        return fits ? 5 + 2 * (size_t)exchange->count : 0;
    }
    uint16_t second =
        exchange->function == FUNCTION_WRITE_ONE ? exchange->words[0] : exchange->count;
    bool fits = (count < 4 || get16(bytes + 2) == exchange->address) &&
                (count < 6 || get16(bytes + 4) == second);
    return fits ? WRITE_REPLY_BYTES : 0;
}

static void take(const struct exchange *exchange, const uint8_t *answer,
                 struct exchange_result *result)
{
    memset(result, 0, sizeof *result);
    if ((answer[1] & EXCEPTION_BIT) != 0) {
        result->status = EXCHANGE_EXCEPTION;
        result->exception = answer[2];
        return;
    }
    result->status = EXCHANGE_OK;
    result->count = exchange->count;
    for (size_t i = 0; is_read(exchange->function) && i < exchange->count; i++) {
        result->words[i] = get16(answer + 3 + 2 * i);
    }
}

enum master_finding master_find(struct master *master, const struct exchange *exchange,
                                const uint8_t *heard, size_t count, struct master_place *place,
                                struct exchange_result *result)
{
    enum master_finding finding = MASTER_NOTHING;
    for (size_t from = 0; from < count; from++) {
        size_t rest = count - from;
        size_t size = answer_length(exchange, heard + from, rest);
        if (size == 0) {
            continue;
        }
        if (rest < size) {
            finding = rest > 1 ? MASTER_PARTIAL : finding;
        } else if (verified(master, heard + from, size)) {
            *place = (struct master_place){.from = from, .size = size};
            take(exchange, heard + from, result);
            return MASTER_ANSWER;
        } else if (finding == MASTER_NOTHING) {
            finding = MASTER_DAMAGED;
        }
    }
    return finding;
}

bool master_sift(struct master *master, const uint8_t *heard, size_t count, uint8_t *unit,
                 struct master_place *place)
{
    size_t begins_nothing = 0;
    bool all_so_far = true;
    for (size_t from = 0; from < count; from++) {
        int size = reply_length(heard + from, count - from);
        bool whole = size >= 0 && (size_t)size <= count - from;
        if (size > 0 && whole && verified(master, heard + from, (size_t)size)) {
            *unit = heard[from];
            *place = (struct master_place){.from = from, .size = (size_t)size};
            return true;
        }
        all_so_far = all_so_far && whole;
        begins_nothing += all_so_far ? 1 : 0;
    }
    *place = (struct master_place){.from = begins_nothing};
    return false;
}
