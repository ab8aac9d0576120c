/* play.h: the performance: the stage, the slips, the scenario, and, if wanted, the people.
 *
 * Everything that can be asked of the simulator passes here as a sentence, whether it stands in
 * a scenario file or comes over the control socket, so that a test presses one key exactly as a
 * clerk does: through the device's bytes.
 *
 *   RUN/scenario-events   one line for each sentence that was carried out: hall time, sentence's
 *                         line, outcome. "controller is killed" is only written there: whoever
 *                         started the controller acts on it.
 *   RUN/sim-totals        at the end: "key value" lines
 *
 * Owner: main; one thread. */
#pragma once

#include "sim/sentence.h"
#include "sim/stage.h"

struct play;

struct play_settings {
    const struct site *site;
    const char *folder;       /* run folder */
    const char *slips;        /* folder of the slips */
    uint64_t seed;
    bool visitors;
    struct scenario scenario; /* the play takes it over */
    int32_t until_s;          /* seconds of the day after which everybody leaves, -1 = the hall's */
};

/* NULL with a logged reason. */
struct play *play_create(const struct play_settings *settings);
void play_destroy(struct play *play);
struct stage *play_stage(struct play *play);
/* One turn: waits for what is due next and carries it out. */
void play_turn(struct play *play);
/* Has everybody left, and is the scenario over? Never without visitors. */
bool play_is_over(const struct play *play);
/* Writes RUN/sim-totals and copies it to `out` (may be NULL). 0 or -1. */
int play_write_totals(struct play *play, FILE *out);

/* Where an answer goes: called once, perhaps later (an expectation waits). */
struct play_answer {
    void (*tell)(void *context, uint64_t asker, const char *text);
    void *context;
    uint64_t asker;
};
/* Carries a sentence out now. The answer is "ok", "ok ..." or "err ...", lines of one answer
 * separated by line feeds. */
void play_say(struct play *play, const struct sentence *sentence,
              const struct play_answer *answer);
