/* player.c: see player.h. SDL 2: SDL_OpenAudioDevice with a callback; the callback and the
 * callers exclude each other by SDL_LockAudioDevice. */
#define LOG_MODULE "voice"
#include "voice/player.h"

#include "base/log.h"

#include <SDL2/SDL.h>
#include <stdlib.h>

enum { CHANNELS = 2, BLOCK = 1024 }; /* a block is 46 ms */

struct track {
    struct sound sound;
    size_t at;
    enum voice_output output;
    uint8_t percent;
};

struct player {
    SDL_AudioDeviceID device; /* 0 = none */
    bool missing;             /* the log has been told */
    bool tried;
    mono_t retry;             /* no attempt to open before */
    struct track tracks[VOICE_ZONES];
};

static int16_t add_clipped(int a, int b)
{
    int sum = a + b;
    return (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
}

static void mix(struct track *track, int16_t *out, size_t frames)
{
    size_t left = track->sound.count - track->at, count = left < frames ? left : frames;
    for (size_t i = 0; i < count; i++) {
        int value = track->sound.samples[track->at + i] * track->percent / 100;
        for (unsigned c = 0; c < CHANNELS; c++) {
            int16_t *sample = &out[i * CHANNELS + c];
            *sample = (track->output >> c & 1) != 0 ? add_clipped(*sample, value) : *sample;
        }
    }
    track->at += count;
}

static void SDLCALL fill(void *context, Uint8 *bytes, int length)
{
    struct player *player = context;
    int16_t block[BLOCK * CHANNELS];
    SDL_memset(bytes, 0, (size_t)length);
    for (int done = 0; done < length;) {
        int size = length - done < (int)sizeof block ? length - done : (int)sizeof block;
        SDL_memset(block, 0, sizeof block);
        for (size_t i = 0; i < VOICE_ZONES; i++) {
            mix(&player->tracks[i], block, (size_t)size / sizeof *block / CHANNELS);
        }
        SDL_memcpy(bytes + done, block, (size_t)size);
        done += size;
    }
}

/* ------------------------------------------------------------------ the device */

static void close_device(struct player *player)
{
    if (player->device != 0) {
        SDL_CloseAudioDevice(player->device);
        player->device = 0;
    }
    if (SDL_WasInit(SDL_INIT_AUDIO) != 0) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
}

static int open_device(struct player *player, mono_t now)
{
    const SDL_AudioSpec wanted = {.freq = SOUND_RATE, .format = AUDIO_S16SYS,
                                  .channels = CHANNELS, .samples = BLOCK, .callback = fill,
                                  .userdata = player};
    if (player->tried && mono_between(now, player->retry) > 0) {
        return -1;
    }
    player->tried = true;
    player->retry = mono_after(now, PLAYER_RETRY_MS);
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        player->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    }
    if (player->device == 0) {
        if (!player->missing) {
            log_warning("no sound device (%s): calls are shown and not spoken", SDL_GetError());
        }
        player->missing = true;
        close_device(player);
        return -1;
    }
    log_info("sound by %s%s", SDL_GetCurrentAudioDriver(),
             player->missing ? ": calls are spoken again" : "");
    player->missing = false;
    return 0;
}

/* A card that was pulled out leaves its device stopped. */
static bool is_usable(const struct player *player)
{
    return player->device != 0 && SDL_GetAudioDeviceStatus(player->device) != SDL_AUDIO_STOPPED;
}

/* ------------------------------------------------------------------ tracks */

struct player *player_create(void)
{
    return calloc(1, sizeof(struct player));
}

void player_destroy(struct player *player)
{
    if (player == NULL) {
        return;
    }
    close_device(player);
    for (size_t i = 0; i < VOICE_ZONES; i++) {
        sound_finish(&player->tracks[i].sound);
    }
    free(player);
}

static void lock(struct player *player)
{
    if (player->device != 0) {
        SDL_LockAudioDevice(player->device);
    }
}

static void unlock(struct player *player)
{
    if (player->device != 0) {
        SDL_UnlockAudioDevice(player->device);
    }
}

int player_play(struct player *player, size_t zone, struct sound *sound,
                enum voice_output output, uint8_t percent, mono_t now)
{
    struct track *track = &player->tracks[zone];
    if (!is_usable(player)) {
        close_device(player);
        if (open_device(player, now) < 0) {
            sound_finish(sound);
            player_stop(player, zone);
            return -1;
        }
    }
    lock(player);
    sound_finish(&track->sound);
    *track = (struct track){.sound = *sound, .output = output, .percent = percent};
    unlock(player);
    *sound = (struct sound){NULL, 0};
    SDL_PauseAudioDevice(player->device, 0);
    return 0;
}

bool player_is_playing(struct player *player, size_t zone)
{
    bool any = false;
    if (!is_usable(player)) {
        return false;
    }
    lock(player);
    for (size_t i = 0; i < VOICE_ZONES; i++) {
        any = any || player->tracks[i].at < player->tracks[i].sound.count;
    }
    bool mine = player->tracks[zone].at < player->tracks[zone].sound.count;
    unlock(player);
    if (!any) {
        SDL_PauseAudioDevice(player->device, 1);
    }
    return mine;
}

void player_stop(struct player *player, size_t zone)
{
    lock(player);
    sound_finish(&player->tracks[zone].sound);
    player->tracks[zone].at = 0;
    unlock(player);
}
