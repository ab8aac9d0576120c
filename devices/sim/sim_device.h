/* sim_device.h: one played device: what it hears, what it says, what people see and do at it.
 *
 * Problem: a controller is only proven against devices that were written from the device's own
 * documents by somebody who did not read the driver.
 *
 * Design: a kind is a const struct of methods (one file each, table in sim_device.c), chosen by
 * the profile's driver name and device kind. A device hears every byte of its line, one at a
 * time with its exact moment, and speaks by wire_send. People look (struct sight) and act
 * (struct act); faults are acts too. Nothing here knows tickets or the controller.
 *
 * All times are microseconds of the line's clock, passed in. Owner: the sim_line it hangs on;
 * one thread. Facts: devices.md A-D; layouts: comments of config/profiles. */
#pragma once

#include "devices/device.h"
#include "sim/dice.h"
#include "sim/wire.h"

#include <stdbool.h>
#include <stdint.h>

struct paper;
struct sim_device;

enum { SIGHT_TEXT = 192, SIGHT_LABELS = 16, SIGHT_LABEL = 96 };

/* What a person in front of the device perceives. */
struct sight {
    bool on;                /* it has power */
    char text[SIGHT_TEXT];  /* board: its text; pad: the number's digits, with series if it shows one */
    int waiting;            /* pad: the count, -1 = blank */
    bool blinking, paused;  /* pad */
    bool asking, thanking;  /* evaluator */
    bool confirmed;         /* pad, evaluator: the newest press was taken by the hall */
    uint16_t page;          /* panel, touch evaluator */
    char labels[SIGHT_LABELS][SIGHT_LABEL];
    bool paper_low, paper_out, cover_open, jammed; /* printer */
};

enum act_kind {
    ACT_PRESS,  /* pad: action, digits */
    ACT_RATE,   /* evaluator: level */
    ACT_TOUCH,  /* panel: number = button of the page */
    ACT_PAPER_OUT,
    ACT_PAPER_LOW,
    ACT_PAPER_IN,
    ACT_COVER_OPEN,
    ACT_COVER_CLOSE,
    ACT_JAM,
    ACT_UNJAM,
    ACT_STICK,  /* pad: a key stays down */
    ACT_KIND_COUNT
};
struct act {
    enum act_kind kind;
    enum key_action action;
    char digits[8];
    int8_t level;
    uint16_t number;
};

/* Where devices put what leaves them other than by wire. */
struct sim_sinks {
    void *context;
    /* A slip, or a part of one, lies in the printer's mouth. The paper changes owner. */
    void (*slip)(void *context, struct sim_device *printer, struct paper *paper);
};

struct sim_kind {
    const char *driver;     /* as in the profile */
    enum device_kind device;
    size_t state_size;
    /* Power comes on; the state is zeroed before. */
    void (*start)(struct sim_device *device, int64_t at_us);
    void (*hear)(struct sim_device *device, int64_t at_us, uint8_t byte);
    void (*wake)(struct sim_device *device, int64_t at_us);
    /* 0, or -1: there is no such key, button or part. */
    int (*act)(struct sim_device *device, int64_t at_us, const struct act *act);
    void (*look)(const struct sim_device *device, struct sight *sight);
    /* Frees what the state owns; NULL when nothing. */
    void (*stop)(struct sim_device *device);
};

struct sim_device {
    const struct sim_kind *kind;
    const struct device_profile *profile;
    char name[LIMIT_CODE];
    uint8_t address;
    uint16_t boots;       /* power-ups so far */
    bool dead;            /* no power, or no heart */
    bool babbling;        /* says random bytes and nothing else */
    int64_t late_us;      /* it answers this much later than a healthy one */
    uint64_t presses;     /* keys, touches and ratings people gave */
    struct wire *wire;
    int endpoint;
    struct dice dice;
    struct sim_sinks sinks;
    void *state;
};

/* Puts a device on a wire with power on. NULL when no kind plays its driver or memory is out. */
struct sim_device *sim_device_create(const struct device_profile *profile, const char *name,
                                     uint8_t address, struct wire *wire,
                                     const struct sim_sinks *sinks, uint64_t seed,
                                     int64_t at_us);
void sim_device_destroy(struct sim_device *device);

/* Power off: it forgets everything; power on: as from its box. */
void sim_device_kill(struct sim_device *device);
void sim_device_revive(struct sim_device *device, int64_t at_us);
/* Says about 4,000 random bytes a second, as the line allows, until it is killed or revived. */
void sim_device_babble(struct sim_device *device, int64_t at_us);
int sim_device_act(struct sim_device *device, int64_t at_us, const struct act *act);
void sim_device_look(const struct sim_device *device, struct sight *sight);
/* What it shows in one line for people who test: "A012 waiting 3 calling". */
void sim_device_describe(const struct sim_device *device, char *out, size_t size);

/* For the kinds. Says bytes at `at_us` plus its lateness. */
void sim_device_say(struct sim_device *device, int64_t at_us, const uint8_t *bytes, size_t count);
/* An option of the profile, or the fallback. */
int32_t sim_option_int(const struct device_profile *profile, const char *key, int32_t fallback);
const char *sim_option(const struct device_profile *profile, const char *key,
                       const char *fallback);
/* The profile's key for an action, level or button; NULL when it has none. */
const struct profile_key *sim_key_action(const struct device_profile *profile,
                                         enum key_action action);
const struct profile_key *sim_key_level(const struct device_profile *profile, int8_t level);
const struct profile_key *sim_key_number(const struct device_profile *profile, uint16_t page,
                                         uint16_t number);

extern const struct sim_kind sim_escpos, sim_a090, sim_led_text, sim_led_armfly, sim_ff68_pad,
    sim_ff68_evaluator, sim_modbus_pad, sim_modbus_evaluator, sim_dgus_panel,
    sim_dgus_evaluator;
