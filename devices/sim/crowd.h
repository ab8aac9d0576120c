/* crowd.h: the people of a day: visitors who come with an errand, clerks at their windows.
 *
 * They perceive only what devices show (labels of a panel, text of a board, digits of a pad,
 * the lamp of an evaluator, ink on a slip) and act only on keys and touch screens. All their
 * times are the hall's; where they wait for a device they also grant it real time, for a wire
 * does not run faster because a demo does.
 *
 * Owner: the play; one thread. */
#pragma once

#include "sim/paper.h"
#include "sim/stage.h"
#include "sim/totals.h"

struct crowd;

struct crowd_settings {
    struct stage *stage;
    struct totals *totals;
    uint64_t seed;
    int32_t day;       /* yyyymmdd */
    int32_t until_s;   /* last arrivals at this second of the day, -1 = the hall's closing */
};

/* Plans the day. NULL when memory is out or the hall is closed on that day. */
struct crowd *crowd_create(const struct crowd_settings *settings);
void crowd_destroy(struct crowd *crowd);
/* Lets everybody look and act. */
void crowd_step(struct crowd *crowd);
/* A slip, or a torn one, lies in a printer's mouth; `number` is "" when none can be read. */
void crowd_slip(struct crowd *crowd, const char *printer, const char *number, bool complete);
/* One more visitor comes in now, for this item. 0, or -1 when the hall is full. */
int crowd_visitor(struct crowd *crowd, uint16_t item);
/* Has everybody left? */
bool crowd_is_gone(const struct crowd *crowd);
/* Visitors planned for the day. */
size_t crowd_size(const struct crowd *crowd);
