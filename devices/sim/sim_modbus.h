/* sim_modbus.h: what every played Modbus slave has: a strict ear and a register map.
 *
 * A slave takes what it heard for a frame when the line was silent for 3.5 characters, and only
 * then; a request that begins earlier melts into what was said before and is dropped ("Modbus
 * over Serial Line V1.02", 2.5.1.1). Framing is our own: see devices.md F.2-5.
 *
 * The map of a kind reads and writes ranges; it answers a Modbus exception code or 0. The
 * state of such a kind begins with a struct sim_slave. */
#pragma once

#include "devices/proto/modbus.h"
#include "sim/sim_device.h"

struct sim_map {
    /* `function` is RTU_READ_HOLDING or RTU_READ_INPUT. */
    enum rtu_exception (*read)(struct sim_device *device, uint8_t function, uint16_t address,
                               uint16_t count, uint16_t *words);
    enum rtu_exception (*write)(struct sim_device *device, int64_t at_us, uint16_t address,
                                uint16_t count, const uint16_t *words);
    /* The kind's own alarm, see sim_slave.alarm_us; may be NULL. */
    void (*alarm)(struct sim_device *device, int64_t at_us);
};

struct sim_slave {
    const struct sim_map *map;
    uint8_t heard[RTU_FRAME];
    size_t count;
    bool too_long;
    int64_t frame_us; /* when the silence that ends the frame is over */
    int64_t alarm_us; /* when the kind wants to be woken, WIRE_NEVER = not */
};

void sim_slave_start(struct sim_device *device, const struct sim_map *map);
void sim_slave_hear(struct sim_device *device, int64_t at_us, uint8_t byte);
void sim_slave_wake(struct sim_device *device, int64_t at_us);
/* Sets the kind's alarm. */
void sim_slave_alarm(struct sim_device *device, int64_t at_us);
