/* player.h: plays finished announcements on the sound card, two channels for two zones.
 *
 * Problem: the screen must never wait for sound, and a board without a sound card (or with one
 * that was unplugged) must go on in silence and say so once in its log.
 *
 * Design: the caller hands over whole recordings; SDL's audio thread mixes what is playing, each
 * into its channels. The device is paused while nothing plays. Without a device, playing fails
 * at once; another attempt is made when PLAYER_RETRY_MS have passed.
 *
 * Tests: SDL_AUDIODRIVER=disk writes the PCM to SDL_DISKAUDIOFILE (22,050 Hz, stereo, 16 bit).
 * Thread: the display's main thread; SDL's audio thread runs inside. */
#pragma once

#include "base/clock.h"
#include "voice/settings.h"
#include "voice/sound.h"

enum { PLAYER_RETRY_MS = 30000 };

struct player;

/* Opens no device yet. NULL when memory is out. */
struct player *player_create(void);
/* Stops what plays and closes the device. */
void player_destroy(struct player *player);
/* Plays `sound` (taken over in any case) for `zone` (below VOICE_ZONES) at `percent` of its
 * level; what that zone still played is ended. 0, or -1 without a device. */
int player_play(struct player *player, size_t zone, struct sound *sound,
                enum voice_output output, uint8_t percent, mono_t now);
/* Is something of that zone still to be heard? */
bool player_is_playing(struct player *player, size_t zone);
/* Ends what a zone plays. */
void player_stop(struct player *player, size_t zone);
