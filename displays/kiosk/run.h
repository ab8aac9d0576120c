/* run.h: the kiosk in its window: the loop that brings SDL, the network, a script and the kiosk
 * together. Thread: main. */
#pragma once

#include "common/app.h"
#include "common/client.h"
#include "kiosk/kiosk.h"
#include "kiosk/script.h"

struct run {
    struct app *app;
    struct kiosk *kiosk;
    struct client *client; /* NULL: pictures from a fixture */
    struct script *script; /* may be NULL */
    mono_t started;
    bool figures, trace;   /* prints times, and what is shown, on standard output */
    /* figures */
    bool usable_told;
    mono_t finger_down, finger_up;
};

/* Until the window is closed or the script ends. 0, or 1 when the script failed. */
int run_loop(struct run *run);
/* Until everything is there that the first page needs, `ms` at most, and paints it. 0 or -1. */
int run_until_ready(struct run *run, int ms);
/* Composes and paints what has changed. */
void run_show(struct run *run);
