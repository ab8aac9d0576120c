/* sim_modbus.c: see sim_modbus.h. */
#include "sim/sim_modbus.h"

enum { TURNAROUND_US = 4000 }; /* a small controller thinks this long */

static void plan_wake(struct sim_device *device)
{
    struct sim_slave *slave = device->state;
    int64_t at_us = slave->frame_us < slave->alarm_us ? slave->frame_us : slave->alarm_us;
    wire_wake_at(device->wire, device->endpoint, at_us);
}

void sim_slave_start(struct sim_device *device, const struct sim_map *map)
{
    struct sim_slave *slave = device->state;
    slave->map = map;
    slave->frame_us = slave->alarm_us = WIRE_NEVER;
}

void sim_slave_alarm(struct sim_device *device, int64_t at_us)
{
    struct sim_slave *slave = device->state;
    slave->alarm_us = at_us;
    plan_wake(device);
}

void sim_slave_hear(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct sim_slave *slave = device->state;
    if (slave->count < sizeof slave->heard) {
        slave->heard[slave->count++] = byte;
    } else {
        slave->too_long = true;
    }
    slave->frame_us = at_us + wire_gap_us(device->wire);
    plan_wake(device);
}

/* The request that the whole of what was heard is; false when it is anything else. */
static bool read_request(const struct sim_slave *slave, struct rtu_request *request)
{
    struct rtu_deframer deframer;
    rtu_init(&deframer, 1);
    struct byte_stream in = {slave->heard, slave->count};
    return !slave->too_long && rtu_take(&deframer, 1, &in, request) && in.left == 0 &&
           deframer.deframer.dropped == 0 && deframer.deframer.taken == slave->count;
}

static size_t answer(struct sim_device *device, int64_t at_us, const struct rtu_request *request,
                     uint8_t bytes[RTU_FRAME])
{
    const struct sim_map *map = ((struct sim_slave *)device->state)->map;
    enum rtu_exception bad = request->exception;
    uint16_t words[RTU_READ_WORDS] = {0};
    bool reads = request->function == RTU_READ_HOLDING || request->function == RTU_READ_INPUT;
    bool writes = request->function == RTU_WRITE_REGISTER ||
                  request->function == RTU_WRITE_REGISTERS;
    if (bad == RTU_OK && reads) {
        bad = map->read(device, request->function, request->address, request->count, words);
    } else if (bad == RTU_OK && writes) {
        bad = map->write(device, at_us, request->address, request->count, request->words);
    } else if (bad == RTU_OK) {
        bad = RTU_ILLEGAL_FUNCTION;
    }
    if (bad != RTU_OK) {
        return rtu_reply_exception(request, bad, bytes);
    }
    return reads ? rtu_reply_words(request, words, bytes) : rtu_reply_written(request, bytes);
}

static void end_frame(struct sim_device *device, int64_t at_us)
{
    struct sim_slave *slave = device->state;
    struct rtu_request request;
    bool good = read_request(slave, &request);
    slave->count = 0;
    slave->too_long = false;
    slave->frame_us = WIRE_NEVER;
    if (!good || (request.unit != device->address && request.unit != RTU_BROADCAST)) {
        return;
    }
    uint8_t bytes[RTU_FRAME];
    size_t count = answer(device, at_us, &request, bytes);
    if (request.unit != RTU_BROADCAST) {
        sim_device_say(device, at_us + TURNAROUND_US, bytes, count);
    }
}

void sim_slave_wake(struct sim_device *device, int64_t at_us)
{
    struct sim_slave *slave = device->state;
    if (slave->frame_us <= at_us) {
        end_frame(device, at_us);
    }
    if (slave->alarm_us <= at_us) {
        slave->alarm_us = WIRE_NEVER;
        if (slave->map->alarm != NULL) {
            slave->map->alarm(device, at_us);
        }
    }
    plan_wake(device);
}
