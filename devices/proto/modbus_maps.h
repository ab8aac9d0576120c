/* modbus_maps.h: the register maps that drivers, simulators and profiles share.
 *
 * No public map of a polled pad, an evaluator or a Chinese text board exists (devices.md B.6,
 * C.2), so those three are our own definition and claim no vendor's compatibility; a vendor's
 * map is a profile with other numbers. The armfly LED-485 digit board is public. */
#pragma once

/* ---- pad and evaluator, our own definition (devices.md C.2) */
enum {
    /* input registers */
    PAD_EVENT_SEQUENCE = 0x0000, /* of the newest event; wraps at 65536 */
    PAD_BOOT_COUNTER = 0x0001,
    PAD_DROPPED_EVENTS = 0x0002,
    PAD_STATUS = 0x0003,         /* PAD_STATUS_… bits */
    PAD_RING = 0x0010,           /* PAD_RING_EVENTS times sequence, code, argument: an event's
                                  * place is its sequence modulo PAD_RING_EVENTS */
    PAD_RING_EVENTS = 8,
    PAD_RING_WORDS = 3 * PAD_RING_EVENTS,
    /* holding registers */
    PAD_HANDLED = 0x0100,        /* last sequence handled by the host */
    PAD_WAITING = 0x0110,        /* shown waiting count */
    PAD_TICKET = 0x0111,         /* shown ticket digits, as a number */
    PAD_FLAGS = 0x0112,          /* PAD_FLAG_… bits */
    EVALUATOR_LED = 0x0120,      /* prompt light, 0 or 1 */
    EVALUATOR_VOICE = 0x0121,    /* EVALUATOR_VOICE_…, 0 = none */
    EVALUATOR_BEEP_MS = 0x0122,
    EVALUATOR_REQUEST = 0x0123,  /* 0 = idle, else open: seconds it asks, 1..3600 */
    PAD_HOLDING_END = 0x0124
};

enum {
    PAD_STATUS_STUCK_KEY = 1 << 0,
    PAD_STATUS_RING_LOST = 1 << 1, /* events were overwritten before the host handled them */
    PAD_STATUS_PANEL_FAULT = 1 << 2
};

enum {
    PAD_FLAG_BLANK = 1 << 0,
    PAD_FLAG_BLINK = 1 << 1,
    PAD_FLAG_PAUSED = 1 << 2
};

/* Event codes: PAD_KEY + key of the pad (argument: digits typed as a number, PAD_NO_DIGITS for
 * none), EVALUATOR_RESULT with argument 1..5. */
enum {
    PAD_KEY = 0x0100,
    PAD_KEY_NEXT = PAD_KEY + 1,
    PAD_KEY_CALL_NUMBER,
    PAD_KEY_RECALL,
    PAD_KEY_ARRIVE,
    PAD_KEY_EVALUATE,
    PAD_KEY_FINISH,
    PAD_KEY_NO_SHOW,
    PAD_KEY_HOLD,
    PAD_KEY_RESUME,
    PAD_KEY_TRANSFER,
    PAD_KEY_PAUSE,
    PAD_KEY_OPEN,
    PAD_KEY_CLOSE,
    PAD_KEY_UNDO,
    PAD_NO_DIGITS = 0xFFFF,
    EVALUATOR_RESULT = 0x0200
};

enum {
    EVALUATOR_VOICE_ASK = 1,  /* 请对我的服务进行评价 */
    EVALUATOR_VOICE_THANK = 2 /* 谢谢 */
};

/* ---- text board, our own definition (devices.md B.6); holding registers */
enum {
    LED_MODEL = 0x0000,
    LED_FIRMWARE = 0x0001,
    LED_UNIT = 0x0002,
    LED_BAUD = 0x0003,
    LED_MODE = 0x0010,       /* LED_MODE_… */
    LED_COLOUR = 0x0011,     /* LED_RED … */
    LED_BRIGHTNESS = 0x0012, /* 0..7 */
    LED_SPEED = 0x0013,
    LED_FLASH_S = 0x0014,    /* seconds, then steady */
    LED_TEXT_BYTES = 0x0015,
    LED_TEXT = 0x0016,       /* GB2312 or GBK, high byte first, zero padded */
    LED_TEXT_WORDS = 64,
    LED_COMMIT = 0x0060,     /* write a sequence: the board swaps its text at once */
    LED_SHOWN = 0x0061,      /* read only: sequence on display */
    LED_STATUS = 0x0062,     /* LED_STATUS_… bits */
    LED_END = 0x0063
};
enum { LED_MODE_STATIC, LED_MODE_LEFT, LED_MODE_FLASH, LED_MODE_UP };
enum { LED_RED = 1, LED_GREEN = 2, LED_YELLOW = 3 };
enum { LED_STATUS_BUSY = 1 << 0, LED_STATUS_TRUNCATED = 1 << 1, LED_STATUS_FAULT = 1 << 2 };

/* ---- armfly LED-485 digit board (devices.md B.6: armfly/H7-TOOL, sman-dk/LED-485_setuptool) */
enum {
    ARMFLY_UNIT = 0x0023,
    ARMFLY_BRIGHTNESS = 0x0024, /* 0..7 */
    ARMFLY_DECIMALS = 0x0025,
    ARMFLY_INTEGER = 0x0088,    /* int16, function 6 */
    ARMFLY_VALUE = 0x0090,      /* two registers: sign and point, value; function 16 */
    ARMFLY_ASCII = 0x0070,      /* six registers: 12 ASCII bytes, zero padded; function 16 */
    ARMFLY_ASCII_WORDS = 6
};
