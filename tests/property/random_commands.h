/* random_commands.h: what visitors, clerks and devices of a small hall might do.
 *
 * A step is a command in general ("cancel some ticket that waits"), so that a sequence from which
 * steps were dropped still makes sense; it becomes a command when it is that far. */
#pragma once

#include "queue/engine.h"

struct step {
    enum command_kind kind;
    int64_t now;
    uint32_t pick;   /* which of the tickets in question */
    bool any_ticket; /* of all, not only of those the command fits */
    int intent;      /* number, repeated ones point back */
    uint16_t window, target;
    uint8_t item, category, priority, word;
    bool return_to_me;
    int32_t until_ms;
    int8_t level;
    int32_t day;
};

void random_plan(struct queue_plan *plan, enum plan_mode mode, enum plan_day_end day_end,
                 uint64_t seed);
void random_steps(struct step *steps, size_t count, uint64_t seed);
void random_command_resolve(const struct step *step, const struct engine *engine,
                            struct command *command);
void random_command_print(const struct step *step);
