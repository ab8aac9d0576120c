/* line_plan.h: how busy a serial line will be, before anything is wired.
 *
 * Problem: thirty pads on one 9600 line look fine on paper and feel broken at the counter. The
 * checker must say so, and `hallq bus plan` must show the figures.
 *
 * Model (devices.md A.4, C.2, F.1): an exchange takes its bytes at the line's speed, 3.5
 * characters of silence before and after (1.75 ms each above 19200), the device's own time and
 * the line's turnaround. A polled key is seen after one round of short looks at all devices with
 * keys and the fetch of the ring. Pads that speak unasked wait for the longest frame of the host.
 * A slip takes its bytes at the line's speed.
 *
 * Pure; thread: any. */
#pragma once

#include "config/site.h"

enum { LINE_KEY_GOAL_MS = 400, LINE_KEY_LIMIT_MS = 1000, LINE_SLIP_GOAL_MS = 2000 };

struct line_plan {
    size_t devices, keyed;  /* keyed: pads and evaluators that must be looked at for keys */
    size_t printers;
    uint32_t baud;
    double look_ms;         /* one short look at a device with keys */
    double round_ms;        /* one look at each */
    double key_ms;          /* worst time from a press until it is known here; 0 = no keys */
    double board_ms;        /* telling one board its text */
    double slip_ms;         /* a ticket of this hall; 0 = no printer */
    uint32_t slip_bytes;
    double slip_mm;         /* of paper that a ticket of this hall takes */
    double roll_mm;         /* of paper on a new roll, from the printer's profile; 0 = no printer */
    double load_percent;    /* of the wire, with all polls at their periods */
    size_t keyed_at_goal;   /* so many devices with keys this speed can carry within the goal */
    uint32_t baud_at_goal;  /* the lowest usual speed that carries what is there; 0 = none does */
};

/* The plan of a line; of lines without devices all zero but `baud`. */
void line_plan(const struct site *site, size_t line, struct line_plan *out);
