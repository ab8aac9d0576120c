/* voice.h: the voice of a hall board: calls in, speech out.
 *
 *   struct voice_settings settings;
 *   voice_settings_read(&settings, json, why, sizeof why);
 *   struct voice *voice = voice_create(&settings);
 *   each call:          voice_call(voice, "A001", 3, mono_now());
 *   in the main loop:   wait = voice_tick(voice, mono_now(), minute of the hall's day);
 *   new settings:       voice_apply(voice, &settings);
 *
 * It joins announcer.h (what is next), grammar.h (which clips), pack.h (the clips) and player.h
 * (the sound card). No call of it waits. Without a pack it chimes, without a sound card it is
 * silent; both are logged once.
 *
 * Thread: the display's main thread. */
#pragma once

#include "voice/announcer.h"
#include "voice/pack.h"

enum { VOICE_TICK_MS = 100 }; /* how often a playing announcement wants a tick */

struct voice;

/* NULL when memory is out. */
struct voice *voice_create(const struct voice_settings *settings);
void voice_destroy(struct voice *voice);
/* New settings: waiting calls are forgotten, what is being said ends; nothing happens when they
 * are the same. */
void voice_apply(struct voice *voice, const struct voice_settings *settings);
/* A ticket was called (or called again). */
void voice_call(struct voice *voice, const char *number, uint16_t window, mono_t now);
/* Moves on. Milliseconds until the next tick is wanted, -1 = not before the next call. `minute`
 * is the hall's local time in minutes of the day. */
int64_t voice_tick(struct voice *voice, mono_t now, unsigned minute);
const struct announcer_counts *voice_counts(const struct voice *voice);

/* The announcement as one recording: chime, Chinese `chinese` times, English `english` times,
 * pauses between. Clips the pack lacks are left out; those are added to `lacking` (may be NULL),
 * a flag a clip. 0, or -1 when memory is out. For tests and for measuring. */
int voice_render(const struct voice_pack *pack, const struct announcement *announcement, bool yao,
                 struct sound *out, bool lacking[VOICE_CLIPS]);
