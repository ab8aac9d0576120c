/* board.h: what a hall board shows, as plain values: JSON both ways.
 *
 * Problem: twenty boards and a browser show the same hall; each of them must know whether its
 * picture is still the right one without comparing pictures.
 *
 * Design: one flat struct without pointers. Its revision is a hash over everything that can be
 * seen, so it changes exactly when the picture does (but for 2^-64), is the same after a restart
 * of the controller, and needs no memory of what was sent before. The clock is not part of it:
 * a display turns its own clock on from `now` at `speed`.
 *
 * Knows no queue: displays include this file. board_build.h fills it from the engine.
 * No personal data: numbers and windows only. Pure. Thread: any. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BOARD_CALLS = 16,  /* latest calls whose tickets are at a window */
    BOARD_MISSES = 16, /* latest numbers that nobody answered */
    BOARD_NOTICES = LIMIT_NOTICES,
    BOARD_WORDS = 160, /* bytes of a name */
    BOARD_SENTENCE = 480,
    BOARD_PICTURE = 128,
    BOARD_ZONE = 48
};

struct board_words {
    char zh[BOARD_WORDS], en[BOARD_WORDS];
};

enum board_window_state {
    BOARD_WINDOW_CLOSED,
    BOARD_WINDOW_FREE, /* open, nobody there */
    BOARD_WINDOW_CALLING,
    BOARD_WINDOW_SERVING,
    BOARD_WINDOW_PAUSED,
    BOARD_WINDOW_STATES
};
/* "closed" … "paused". */
const char *board_window_state_name(enum board_window_state state);

struct board_window {
    uint16_t number;
    enum board_window_state state;
    char ticket[LIMIT_NUMBER]; /* called or served here, or "" */
    struct board_words name, area;
};

struct board_call {
    char number[LIMIT_NUMBER];
    uint16_t window;
    uint8_t recalls;
    bool arrived; /* its visitor is there: no longer announced */
    wall_t at;    /* of the call */
    int64_t seq;  /* of the call in the journal: with `recalls` it names one announcement */
};

struct board_miss {
    char number[LIMIT_NUMBER];
    uint16_t window; /* that called it, or 0 */
    bool final;      /* void; else it waits again further back */
    wall_t at;       /* of its last call */
};

struct board_category {
    char code[LIMIT_CODE], series[LIMIT_SERIES];
    uint32_t waiting, windows; /* windows that are open for it */
    struct board_words name;
};

/* A text of the foot line, or a page of its own between the windows; when it is shown is the
 * controller's business. */
struct board_notice {
    bool page;
    char zh[BOARD_SENTENCE], en[BOARD_SENTENCE];
    char picture[BOARD_PICTURE]; /* file name, or "" */
};

struct board {
    uint64_t revision;
    wall_t now;   /* the hall's time when this was made */
    double speed; /* of the hall's clock; 1 in a real hall */
    char timezone[BOARD_ZONE];
    bool day_open; /* numbers are given and called */
    struct board_words hall;
    size_t call_count, miss_count, window_count, category_count, notice_count;
    struct board_call calls[BOARD_CALLS];   /* newest first */
    struct board_miss misses[BOARD_MISSES]; /* newest first */
    struct board_window windows[LIMIT_WINDOWS];
    struct board_category categories[LIMIT_CATEGORIES];
    struct board_notice notices[BOARD_NOTICES];
};

/* The hash of what can be seen; whoever changed the struct sets `revision` to it. */
uint64_t board_revision(const struct board *board);

/* A new reference; NULL when memory is out. */
json_t *board_write(const struct board *board);
/* Reads what board_write wrote; unknown keys are passed over, lists that are too long are cut.
 * 0, or -1 with the key at fault in `why`; *out is then undefined. The revision is computed
 * again: a picture never claims another one's. */
int board_read(const json_t *json, struct board *out, char *why, size_t size);
