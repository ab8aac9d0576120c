/* sentence.h: what can be said to the simulator, in a scenario file or over its socket.
 *
 *   10:32 window 3 presses NEXT            12:00 controller is killed
 *   10:33 window 3 rates 5                 09:15 visitor takes 企业设立登记
 *   11:00 printer printer-1 runs out of paper
 *   11:10 printer printer-1 gets paper     10:00 line bus-3 is unplugged
 *   09:30 device pad-07 dies               10:20 line bus-2 has noise 0.5%
 *   10:00 expect board-03 shows A012 within 2s
 *
 * A time is the hall's, HH:MM or HH:MM:SS; without one it means now. "#" begins a comment.
 * A table holds every form; parser, error text and `help` come from its rows. Names of windows,
 * devices, lines and items are checked against the site. Pure. Thread: any. */
#pragma once

#include "config/site.h"

enum sentence_kind {
    SAY_PRESS,     /* window, action, digits */
    SAY_RATE,      /* window, number = level */
    SAY_TOUCH,     /* device, number = button */
    SAY_PAPER_OUT, /* device */
    SAY_PAPER_LOW,
    SAY_PAPER_IN,
    SAY_COVER_OPEN,
    SAY_COVER_CLOSE,
    SAY_JAM,
    SAY_UNJAM,
    SAY_DIE, /* device */
    SAY_REVIVE,
    SAY_BABBLE,   /* device: random bytes without end, until it revives */
    SAY_ADDRESS,  /* device, number: answers to another address, perhaps another's */
    SAY_STICK,    /* device: a key stays down */
    SAY_LATE,     /* device, number = ms */
    SAY_UNPLUG,   /* line */
    SAY_PLUG,
    SAY_NOISE,    /* line, number = bytes in a million */
    SAY_LATENCY,  /* line, number = ms */
    SAY_VISITOR,  /* item */
    SAY_KILLED,
    SAY_RESTARTED,
    SAY_EXPECT,   /* device, text, number = ms of real time */
    SAY_SHOW,     /* device */
    SAY_SLIPS,
    SAY_KEYS,
    SAY_TOTALS,
    SAY_HELP,
    SAY_KIND_COUNT
};

enum { SENTENCE_TEXT = 160 };

struct sentence {
    enum sentence_kind kind;
    int32_t at_s;         /* seconds of the hall's day, -1 = now */
    uint16_t window;
    uint16_t item;
    int64_t number;
    enum key_action action;
    char digits[8];
    char name[LIMIT_CODE]; /* device or line */
    char text[SENTENCE_TEXT];
    int line;             /* in the file, 0 = none */
};

/* Reads one sentence. 0; 1 for an empty line or comment; or -1 with what is wrong and what to
 * do in `why`. */
int sentence_read(const struct site *site, const char *line, struct sentence *out, char *why,
                  size_t size);
/* All forms, one a line. */
void sentence_help(char *out, size_t size);

struct scenario {
    size_t count;
    struct sentence *sentences; /* in order of time; those without come first */
};
/* Reads a file. 0, or -1: every mistake was written to `out` as FILE:LINE: what, and advice. */
int scenario_load(const struct site *site, const char *path, struct scenario *out, FILE *errors);
void scenario_finish(struct scenario *scenario);
