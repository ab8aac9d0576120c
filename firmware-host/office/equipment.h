/* equipment.h: what people do to devices: tests, new rolls of paper; and how long a roll lasts.
 *
 * Problem: a printer that runs out at half past nine sends forty people to the desk. Most printers
 * say "near end" a few metres before, or nothing at all; but the hall knows how many slips it has
 * printed since the last roll, and how long a slip of its template is.
 *
 * Design: a new roll is an event: seen (paper was out, and is not any more) or told by a person.
 * The part keeps each device's last one. How many slips followed is counted by app/paper.c; the
 * forecast is arithmetic over these figures, and says so when it does not know enough.
 *
 * Pure. Thread: loop. */
#pragma once

#include "office/office.h"

/* ------------------------------------------------------------------ orders */

/* Somebody tries a device: `test` is "print", "show", "beep", "ask", "learn". OFFICE_BAD_VALUE for
 * texts that may not enter the record, OFFICE_UNKNOWN for a device that is not there. */
struct equipment_test {
    uint16_t device; /* index into the site's devices */
    const char *test;
    const char *text; /* what was shown, or "" */
};
int equipment_decide_test(struct office_draft *draft, const void *order);

/* A printer has a new roll: OFFICE_UNKNOWN when that device is no printer. */
struct equipment_paper {
    uint16_t device;
    bool seen; /* by its sensor; else a person says so */
};
int equipment_decide_paper(struct office_draft *draft, const void *order);

/* ------------------------------------------------------------------ state */

struct paper_change {
    int64_t seq; /* of the event; 0 = the hall has never heard of a new roll */
    wall_t at;
    bool seen;
};
/* Of the device with this name. */
struct paper_change equipment_paper(const struct office *office, const char *device);

/* ------------------------------------------------------------------ forecast */

/* What is known of a printer's paper. */
struct paper_use {
    bool known;            /* the roll's beginning and the slips since */
    uint32_t slips;        /* since the roll was new */
    double roll_mm, slip_mm;
    bool near_end, out;    /* what its sensors say now */
    uint32_t today;        /* slips of today */
    int64_t today_s;       /* seconds since the first of them */
};
enum { PAPER_NEAR_END_MM = 3000 }; /* at most so much is left when a sensor says "near end" */
enum { PAPER_RATE_SLIPS = 10, PAPER_RATE_S = 15 * 60 }; /* less than this is no rate */

struct paper_forecast {
    int32_t left;    /* tickets; -1 = not known */
    int64_t lasts_s; /* at today's rate; -1 = not known */
};
void paper_forecast(const struct paper_use *use, struct paper_forecast *out);
