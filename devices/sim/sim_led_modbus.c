/* sim_led_modbus.c: counter boards over Modbus: the text board of our own definition and the
 * armfly LED-485 digit board (devices.md B.6, devices/proto/modbus_maps.h).
 *
 * The text board keeps what is written apart from what it shows: the commit register swaps the
 * whole picture at once. The digit board shows what was written last, at once. */
#include "devices/proto/modbus_maps.h"
#include "sim/sim_modbus.h"

#include <stdio.h>
#include <string.h>

enum { FLASH_UNIT_US = 1000000 };

struct board {
    struct sim_slave slave; /* first, see sim_modbus.h */
    uint16_t registers[0x100];
    char shown[SIGHT_TEXT];
    int64_t flash_until_us;
    bool flashing;
};

/* ------------------------------------------------------------------ text board */

static void commit(struct sim_device *device, int64_t at_us)
{
    struct board *board = device->state;
    uint16_t bytes = board->registers[LED_TEXT_BYTES];
    bool truncated = bytes > 2 * LED_TEXT_WORDS;
    if (truncated) {
        bytes = 2 * LED_TEXT_WORDS;
    }
    rtu_unpack_text(device->profile->encoding, &board->registers[LED_TEXT], bytes, board->shown,
                    sizeof board->shown);
    board->registers[LED_SHOWN] = board->registers[LED_COMMIT];
    board->registers[LED_STATUS] = truncated ? LED_STATUS_TRUNCATED : 0;
    board->flashing = board->registers[LED_MODE] == LED_MODE_FLASH;
    if (board->flashing && board->registers[LED_FLASH_S] > 0) {
        sim_slave_alarm(device, at_us + board->registers[LED_FLASH_S] * (int64_t)FLASH_UNIT_US);
    }
}

static void flash_over(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    ((struct board *)device->state)->flashing = false;
}

static bool in_text_map(uint16_t address, uint16_t count)
{
    uint32_t end = (uint32_t)address + count;
    return end <= LED_BAUD + 1 || (address >= LED_MODE && end <= LED_TEXT + LED_TEXT_WORDS) ||
           (address >= LED_COMMIT && end <= LED_END);
}

static enum rtu_exception text_read(struct sim_device *device, uint8_t function,
                                    uint16_t address, uint16_t count, uint16_t *words)
{
    const struct board *board = device->state;
    if (function != RTU_READ_HOLDING) {
        return RTU_ILLEGAL_FUNCTION;
    }
    if (!in_text_map(address, count)) {
        return RTU_ILLEGAL_ADDRESS;
    }
    memcpy(words, &board->registers[address], count * sizeof *words);
    return RTU_OK;
}

static enum rtu_exception text_write(struct sim_device *device, int64_t at_us, uint16_t address,
                                     uint16_t count, const uint16_t *words)
{
    struct board *board = device->state;
    uint32_t end = (uint32_t)address + count;
    if (!in_text_map(address, count) || address < LED_UNIT ||
        (address <= LED_STATUS && end > LED_SHOWN)) {
        return RTU_ILLEGAL_ADDRESS;
    }
    if (address <= LED_BRIGHTNESS && end > LED_BRIGHTNESS &&
        words[LED_BRIGHTNESS - address] > 7) {
        return RTU_ILLEGAL_VALUE;
    }
    memcpy(&board->registers[address], words, count * sizeof *words);
    if (address <= LED_COMMIT && end > LED_COMMIT) {
        commit(device, at_us);
    }
    return RTU_OK;
}

static const struct sim_map text_map = {text_read, text_write, flash_over};

static void text_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct board *board = device->state;
    board->registers[LED_MODEL] = 1;
    board->registers[LED_FIRMWARE] = 0x0100;
    board->registers[LED_UNIT] = device->address;
    sim_slave_start(device, &text_map);
}

static void board_look(const struct sim_device *device, struct sight *sight)
{
    const struct board *board = device->state;
    snprintf(sight->text, sizeof sight->text, "%s", board->shown);
    sight->blinking = board->flashing;
}

/* ------------------------------------------------------------------ digit board */

static bool in_digit_map(uint16_t address, uint16_t count)
{
    uint32_t end = (uint32_t)address + count;
    return (address >= ARMFLY_UNIT && end <= ARMFLY_DECIMALS + 1) ||
           (address >= ARMFLY_ASCII && end <= ARMFLY_ASCII + ARMFLY_ASCII_WORDS) ||
           (address == ARMFLY_INTEGER && count == 1) ||
           (address >= ARMFLY_VALUE && end <= ARMFLY_VALUE + 2);
}

static enum rtu_exception digit_read(struct sim_device *device, uint8_t function,
                                     uint16_t address, uint16_t count, uint16_t *words)
{
    const struct board *board = device->state;
    if (function != RTU_READ_HOLDING) {
        return RTU_ILLEGAL_FUNCTION;
    }
    if (!in_digit_map(address, count)) {
        return RTU_ILLEGAL_ADDRESS;
    }
    memcpy(words, &board->registers[address], count * sizeof *words);
    return RTU_OK;
}

static enum rtu_exception digit_write(struct sim_device *device, int64_t at_us, uint16_t address,
                                      uint16_t count, const uint16_t *words)
{
    (void)at_us;
    struct board *board = device->state;
    if (!in_digit_map(address, count)) {
        return RTU_ILLEGAL_ADDRESS;
    }
    memcpy(&board->registers[address], words, count * sizeof *words);
    if (address >= ARMFLY_ASCII && address < ARMFLY_ASCII + ARMFLY_ASCII_WORDS) {
        rtu_unpack_text(TEXT_ASCII, &board->registers[ARMFLY_ASCII], 2 * ARMFLY_ASCII_WORDS,
                        board->shown, sizeof board->shown);
    } else if (address == ARMFLY_INTEGER || address >= ARMFLY_VALUE) {
        int value = (int16_t)board->registers[address == ARMFLY_INTEGER ? ARMFLY_INTEGER
                                                                        : ARMFLY_VALUE + 1];
        snprintf(board->shown, sizeof board->shown, "%d", value);
    }
    return RTU_OK;
}

static const struct sim_map digit_map = {digit_read, digit_write, NULL};

static void digit_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    ((struct board *)device->state)->registers[ARMFLY_UNIT] = device->address;
    sim_slave_start(device, &digit_map);
}

const struct sim_kind sim_led_text = {
    .driver = "modbus_board",
    .device = DEVICE_BOARD,
    .state_size = sizeof(struct board),
    .start = text_start,
    .hear = sim_slave_hear,
    .wake = sim_slave_wake,
    .look = board_look,
};

const struct sim_kind sim_led_armfly = {
    .driver = "modbus_board",
    .device = DEVICE_BOARD,
    .state_size = sizeof(struct board),
    .start = digit_start,
    .hear = sim_slave_hear,
    .wake = sim_slave_wake,
    .look = board_look,
};
