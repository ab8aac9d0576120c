/* queue_rig.h: a small hall for tests of the queue, spoken to in short sentences.
 *
 *   {5, "1 next", "A001 longest"}     five seconds later window 1 presses NEXT, and gets A001
 *   {0, "issue tax elder", "B001"}    {0, "2 transfer tax", "A001"}     {0, "1 next", "too_soon"}
 *
 * Said:  day-open D · day-close · tick · issue ITEM [PRIORITY] · cancel NUMBER ·
 *        slip NUMBER · slip-result NUMBER WORD · rate NUMBER LEVEL [default] ·
 *        W open [CLERK] · W next|recall|arrive|finish|no-show|pause|close|undo · W call NUMBER ·
 *        W hold [SECONDS] · W resume [NUMBER] · W transfer CATEGORY|window=N [back] [item=I] ·
 *        W rate LEVEL
 * Heard: the number of the ticket it came to and why it was called, "-" for none, or an error.
 * Asked: "? NUMBER" its state, window and slip · "? queue CATEGORY" numbers in calling order ·
 *        "? window N" state and ticket · "? events" kinds of the last command's events. */
#pragma once

#include "queue/engine.h"

struct queue_rig {
    struct engine *engine;
    struct queue_plan plan;
    wall_t now;
    int intents; /* one after the other, unless rig_command is given its own */
    struct event_list last;
    struct event *journal;
    size_t journal_count, journal_capacity;
};

struct rig_step {
    int seconds; /* pass before it is said */
    const char *said;
    const char *heard;
};

/* 2026-03-02 08:00 in Shanghai. Categories business A001-A005 then X, tax B001-, housing C001-
 * with a quota of 3; items licence, seal (business), tax, deed (housing); windows 1 business, 2
 * business and tax, 3 tax and housing, 4 all; priorities elder 300 s and green 1800 s. */
void rig_start(struct queue_rig *rig);
/* After rig->plan was changed, before anything is said. */
void rig_restart(struct queue_rig *rig);
void rig_stop(struct queue_rig *rig);
/* Says it and writes what is heard. */
void rig_say(struct queue_rig *rig, const char *said, char *heard, size_t size);
/* Says each and fails the test when another thing is heard, or an invariant breaks; at the end
 * a replay of all events must give the same state. */
void rig_walk(struct queue_rig *rig, const struct rig_step *steps, size_t count);
/* Decides and applies; events stay in rig->last. */
int rig_command(struct queue_rig *rig, const struct command *command, struct outcome *outcome);
void rig_replays_alike(struct queue_rig *rig);
/* Of today's or a carried ticket; fails the test when there is none. */
int64_t rig_ticket(const struct queue_rig *rig, const char *number);
