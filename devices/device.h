/* device.h: the contract between a hall device's driver, the bus that carries its bytes, and
 * the application that knows what they mean.
 *
 * Problem: halls buy whatever pads, boards, evaluators, panels and printers a tender brings.
 * A new model must be a data file, a new protocol one driver file, and neither may slow or
 * confuse the others on the same wire.
 *
 * Design: a driver is a protocol state machine without I/O, clock or knowledge of tickets. The
 * bus (bus/bus.h) owns the port, its thread and the time; it asks each driver what it wants to
 * say, carries out the exchange, and hands back what came. Drivers report edges: one event per
 * key press. A model is a profile (config/profiles/NAME.yaml): line settings, addresses and
 * registers, text encoding, key map, and vectors that the loader runs; a profile that fails its
 * own vectors is refused.
 *
 *   states are shown   (a board's text): only the newest counts, may be sent again at any time
 *   acts are done once (a slip, a beep, an acknowledgement): queued, never merged, never replayed
 *
 * Thread: a driver's state belongs to its line's thread. Commands and events are values. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "devices/slip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ what a device is */

enum device_kind {
    DEVICE_PRINTER,
    DEVICE_BOARD,
    DEVICE_PAD,
    DEVICE_EVALUATOR,
    DEVICE_PANEL, /* serial touch screen where tickets are taken */
    DEVICE_TOUCH_EVALUATOR, /* serial touch screen at a window that rates and shows */
    DEVICE_KIND_COUNT
};
/* "printer" … as configuration and API write it. */
const char *device_kind_name(enum device_kind kind);
int device_kind_parse(const char *name, enum device_kind *out);

/* Keys mean verbs; which code is which verb is in the profile's key map. */
enum key_action {
    KEY_NONE,
    KEY_NEXT,
    KEY_CALL_NUMBER, /* digits: the number to call */
    KEY_RECALL,
    KEY_ARRIVE,
    KEY_EVALUATE, /* open the evaluator for the visitor */
    KEY_FINISH,
    KEY_NO_SHOW,
    KEY_HOLD,
    KEY_RESUME,
    KEY_TRANSFER, /* digits: target window */
    KEY_PAUSE,
    KEY_OPEN,
    KEY_CLOSE,
    KEY_UNDO,
    KEY_ACTION_COUNT
};
const char *key_action_name(enum key_action action);
int key_action_parse(const char *name, enum key_action *out);

/* ------------------------------------------------------------------ profiles: models as data */

enum {
    PROFILE_OPTIONS = 96,
    PROFILE_KEYS = 64,
    PROFILE_VECTORS = 48,
    PROFILE_VALUE = 96,
    PROFILE_HEX = 1024,
    KEY_CODE = 8 /* bytes of a key's code */
};

struct profile_option {
    char key[48]; /* dotted path in the file: "registers.text" */
    char value[PROFILE_VALUE];
    int line;     /* in the file, for messages */
};

struct profile_key {
    uint8_t code[KEY_CODE]; /* raw bytes or one u16 code, as the driver reads them */
    uint8_t size;
    bool digits;     /* any digits 0-9 may stand before the code */
    enum key_action action; /* pads */
    int8_t level;           /* evaluators: 1..5, 0 = none */
    uint16_t number;        /* panels: which button of a page, 1.. */
};

/* A command in short text form and the bytes it must give, or bytes and the event that must
 * come of them: "show 请A023号 red" <-> hex. Drivers define the words (see the driver). */
struct profile_vector {
    bool receive; /* true: bytes in, event out */
    uint8_t address;
    char meaning[PROFILE_VALUE];
    uint16_t size;
    uint8_t bytes[PROFILE_HEX];
    int line;
};

struct profile_line {
    uint32_t baud;
    uint8_t data_bits, stop_bits;
    char parity;           /* 'N', 'E', 'O' */
    char flow[12];         /* none | rtscts | xonxoff */
    char rs485[12];        /* off | auto | kernel */
    bool local_echo;
    uint16_t response_ms;  /* how long an answer may take */
    uint16_t byte_ms;      /* pause that ends a frame, >= 20 on USB adapters */
    uint16_t turnaround_ms; /* quiet time before a request beyond 3.5 characters */
};

struct device_profile {
    char name[LIMIT_CODE];
    char file[256];
    char title_zh[96], title_en[96];
    enum device_kind kind;
    char driver[LIMIT_CODE]; /* name in devices/registry.c */
    struct profile_line line;
    enum text_encoding encoding;
    uint16_t option_count, key_count, vector_count;
    struct profile_option options[PROFILE_OPTIONS];
    struct profile_key keys[PROFILE_KEYS];
    struct profile_vector *vectors; /* vector_count of them, owned by the site */
};

/* An option a driver understands: one row is parser, check, help and manual. */
enum option_type { OPTION_INT, OPTION_BOOL, OPTION_WORD, OPTION_TEXT };
struct option_row {
    const char *key;
    enum option_type type;
    int32_t low, high;       /* OPTION_INT */
    const char *words;       /* OPTION_WORD: "gs_r|gs_h|none" */
    const char *fallback;    /* default, as the file would write it */
    const char *help_zh, *help_en;
};

/* Values with the driver's default where the profile is silent. `row` must be in the driver's
 * table; the loader has checked type and range. */
int32_t profile_int(const struct device_profile *profile, const struct option_row *rows,
                    const char *key);
bool profile_bool(const struct device_profile *profile, const struct option_row *rows,
                  const char *key);
const char *profile_text(const struct device_profile *profile, const struct option_row *rows,
                         const char *key);

/* ------------------------------------------------------------------ commands: app -> device */

enum device_command_kind {
    /* states */
    DEVICE_SHOW_BOARD,     /* board */
    DEVICE_SHOW_PAD,       /* pad */
    DEVICE_SHOW_EVALUATOR, /* evaluator and touch evaluator */
    DEVICE_SHOW_PANEL,     /* panel */
    /* acts */
    DEVICE_PRINT,
    DEVICE_BEEP,
    DEVICE_ACKNOWLEDGE, /* the event with this sequence is durable (or refused): tell the device */
    DEVICE_RESET,       /* forget what was shown and show all again (test button, replaced unit);
                           a printer: what it was given before may have broken off */
    DEVICE_LEARN,       /* pads and evaluators: for `learn.seconds` a press does nothing but tell its
                           code (DEVICE_LEARNED); 0 ends that */
    DEVICE_COMMAND_COUNT
};

enum board_effect { BOARD_STEADY, BOARD_FLASH }; /* flash for `flash_s`, then steady */
enum board_colour { BOARD_RED, BOARD_GREEN, BOARD_YELLOW };
enum evaluator_state { EVALUATOR_IDLE, EVALUATOR_ASK, EVALUATOR_THANK, EVALUATOR_RATED_ALREADY };

enum { BOARD_TEXT = 96, PANEL_SLOTS = 16, PANEL_TEXT = 64 };

struct device_command {
    uint16_t device; /* index into the site's devices */
    enum device_command_kind kind;
    uint32_t revision; /* of a state: grows with each change */
    union {
        struct {
            char text[BOARD_TEXT]; /* UTF-8 */
            enum board_effect effect;
            enum board_colour colour;
            uint8_t flash_s;
        } board;
        struct {
            uint16_t waiting;          /* UINT16_MAX: not shown (a closed window) */
            char number[LIMIT_NUMBER]; /* "" = blank */
            bool calling, paused;
        } pad;
        struct {
            enum evaluator_state state;
            uint16_t ask_s;            /* how long it asks; the device goes idle by itself */
            char number[LIMIT_NUMBER];
            char clerk[LIMIT_CODE];
            char text[PANEL_TEXT];     /* touch evaluators: a line for the visitor */
        } evaluator;
        struct {
            uint16_t page;             /* the profile's page number */
            uint8_t slots;             /* texts used */
            char text[PANEL_SLOTS][PANEL_TEXT];
        } panel;
        struct slip slip;
        struct {
            uint64_t sequence;         /* of the device_event */
            bool accepted;
        } acknowledge;
        struct {
            uint16_t ms;
        } beep;
        struct {
            uint16_t seconds;
        } learn;
    };
};
/* Bytes of a command that must cross to the line's thread (a slip is large, the rest is not). */
size_t device_command_size(const struct device_command *command);

/* ------------------------------------------------------------------ events: device -> app */

enum device_event_kind {
    DEVICE_KEY,    /* pad */
    DEVICE_RATING, /* evaluator */
    DEVICE_TOUCH,  /* panel */
    DEVICE_HEALTH, /* an edge of reachability or of a status bit */
    DEVICE_PRINTED, /* the outcome of a slip */
    DEVICE_SHOWN,  /* the device proved that it shows revision r */
    DEVICE_ALARM,  /* twin, babbling, stuck key: see `alarm` */
    DEVICE_LEARNED, /* the raw code of a press while the device is being taught */
    DEVICE_EVENT_COUNT
};

enum device_health {
    HEALTH_UNKNOWN, /* nothing heard yet, or a device that never answers */
    HEALTH_OK,
    HEALTH_STALE,   /* missed its last looks */
    HEALTH_DEAD,    /* silent for 15 s */
    HEALTH_UNPLUGGED, /* its port is gone */
    HEALTH_COUNT
};
const char *device_health_name(enum device_health health);

enum device_status_bit { /* normal names, whatever the model calls them */
    STATUS_OFFLINE = 1 << 0,
    STATUS_COVER_OPEN = 1 << 1,
    STATUS_PAPER_NEAR_END = 1 << 2,
    STATUS_PAPER_END = 1 << 3,
    STATUS_CUTTER = 1 << 4,
    STATUS_ERROR = 1 << 5,
    STATUS_PANEL_FAULT = 1 << 6,
    STATUS_TRUNCATED = 1 << 7
};

enum print_result {
    PRINT_CONFIRMED, /* the printer said that everything before the mark is on paper */
    PRINT_SENT,      /* drained; this model cannot say more */
    PRINT_UNCERTAIN, /* paper may be half out */
    PRINT_REFUSED    /* no byte left for the printer: it can go elsewhere without a copy mark */
};

enum device_alarm { ALARM_TWIN, ALARM_BABBLING, ALARM_STUCK_KEY, ALARM_FOREIGN };

struct device_event {
    uint16_t device; /* index into the site's devices */
    enum device_event_kind kind;
    mono_t at;
    uint64_t sequence; /* of this press at this device: makes the intent id. Boot counter and
                        * device sequence where the device has them; else the controller's
                        * start in the high half and a count of edges */
    union {
        struct {
            enum key_action action;
            char digits[8];
        } key;
        struct {
            int8_t level;
        } rating;
        struct {
            uint16_t page, button; /* button 1.. of that page */
        } touch;
        struct {
            enum device_health health;
            uint32_t status; /* device_status_bit */
        } health;
        struct {
            uint32_t job;
            enum print_result result;
            uint32_t status; /* why, when it is not confirmed */
        } printed;
        struct {
            uint32_t revision;
        } shown;
        struct {
            enum device_alarm alarm;
            uint8_t address;
        } alarm;
        struct {
            uint8_t code[KEY_CODE]; /* as a profile's key row writes it */
            uint8_t size;
            bool digits;            /* digits came before it */
        } learned;
    };
};

/* Where a driver puts its events; the bus stamps device and time. */
enum { DEVICE_SINK = 16 };
struct device_sink {
    size_t count, dropped;
    struct device_event events[DEVICE_SINK];
};
/* The next free event of the sink, zeroed, or NULL when it is full (counted). */
struct device_event *device_sink_add(struct device_sink *sink, enum device_event_kind kind);

/* ------------------------------------------------------------------ the wire: bus <-> driver */

enum exchange_class { EXCHANGE_COMMAND, EXCHANGE_POLL, EXCHANGE_HEALTH, EXCHANGE_CLASSES };
enum exchange_kind { EXCHANGE_NONE, EXCHANGE_MODBUS, EXCHANGE_RAW };
enum { MODBUS_MAX_WORDS = 125, EXCHANGE_RAW_MAX = 1024 };

/* One thing said on the line, and what is awaited. */
struct exchange {
    enum exchange_kind kind;
    uint32_t tag;       /* the driver's own mark, comes back with the result */
    uint16_t reply_ms;  /* raw: how long an answer is awaited, 0 = none; Modbus: 0 = the
                         * profile's response_ms */
    /* Modbus */
    uint8_t unit, function; /* 3, 4 read; 6, 16 write; unit 0 = broadcast, no answer */
    uint16_t address, count;
    uint16_t words[MODBUS_MAX_WORDS];
    /* raw */
    uint16_t size;
    uint8_t bytes[EXCHANGE_RAW_MAX];
};

enum exchange_status {
    EXCHANGE_OK,
    EXCHANGE_TIMEOUT,
    EXCHANGE_GARBLED,   /* bytes came, but not an answer to this */
    EXCHANGE_EXCEPTION, /* Modbus exception, see code */
    EXCHANGE_LOST       /* the port went away */
};

struct exchange_result {
    enum exchange_status status;
    uint8_t exception;
    uint16_t sent; /* bytes that surely left: with TIMEOUT (flow control held us) and LOST */
    uint16_t count;
    uint16_t words[MODBUS_MAX_WORDS];
};

/* What a driver would like to say next. */
struct driver_wish {
    bool any;
    enum exchange_class class;
    mono_t due; /* commands: now or earlier; polls: the deadline */
};

struct device_setup {
    const struct device_profile *profile; /* outlives the driver */
    uint8_t address;
    uint32_t start; /* differs at each start of the controller */
    char name[LIMIT_CODE];
};

enum driver_wire { WIRE_MODBUS, WIRE_RAW };

/* A driver: one const struct a protocol, in devices/registry.c. A NULL method means: nothing. */
struct driver {
    const char *name;
    enum driver_wire wire;
    size_t state_size;
    const struct option_row *options; /* ends with key NULL */
    /* Is the profile sound, vectors included? 0, or -1 with a sentence and the line in the
     * file. Called by the loader, on any thread, without a state. */
    int (*check)(const struct device_profile *profile, char *why, size_t size, int *line);
    /* `state` is zeroed memory of state_size. 0 or -1. */
    int (*init)(void *state, const struct device_setup *setup);
    /* Takes a command in: keeps the newest of a state, queues an act. */
    void (*command)(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink);
    /* What to say next, in order of class. */
    struct driver_wish (*wish)(const void *state, mono_t now);
    /* Makes the exchange for the wish. 0, or -1: nothing after all. */
    int (*compose)(void *state, mono_t now, enum exchange_class class, struct exchange *out);
    /* How it ended. Raw exchanges without reply_ms are OK when the bytes have left. */
    void (*complete)(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink);
    /* Raw lines: bytes that came in, also unasked; every device of the line sees all of them.
     * True when they were the answer that the outstanding exchange awaits. */
    bool (*receive)(void *state, mono_t now, const uint8_t *bytes, size_t count,
                    struct device_sink *sink);
    /* So many of the bytes that came in were the answer that a neighbour was asked for. */
    void (*overheard)(void *state, uint32_t count);
    /* The port is open (again), or the device answers after a silence: setup and states must
     * be said anew; old keys are not replayed. */
    void (*restart)(void *state, mono_t now, struct device_sink *sink);
};

/* The table of drivers, sorted by name. NULL for an unknown name. */
const struct driver *driver_find(const char *name);
const struct driver *driver_at(size_t index);
