/* recorder.h: takes sound from the microphone while a clerk reads a clip.
 *
 * SDL_AUDIODRIVER=disk reads SDL_DISKAUDIOFILEIN instead of a microphone (tests).
 * Thread: its owner's. */
#pragma once

#include "voice/sound.h"

enum { RECORDER_LONGEST_MS = 6000 };

struct recorder;

/* Opens the default microphone at SOUND_RATE, mono. NULL with a sentence when there is none. */
struct recorder *recorder_create(char *why, size_t size);
void recorder_destroy(struct recorder *recorder);
/* Forgets what was heard so far and listens. */
void recorder_start(struct recorder *recorder);
/* Moves what was heard into `sound`. Milliseconds in `sound` now; call every 200 ms or so. */
unsigned recorder_collect(struct recorder *recorder, struct sound *sound);
void recorder_stop(struct recorder *recorder);
