/* recorder.c: see recorder.h. */
#include "voice/recorder.h"

#include <SDL2/SDL.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 512 };

struct recorder {
    SDL_AudioDeviceID device;
};

struct recorder *recorder_create(char *why, size_t size)
{
    const SDL_AudioSpec wanted = {
        .freq = SOUND_RATE, .format = AUDIO_S16SYS, .channels = 1, .samples = BLOCK};
    struct recorder *recorder = calloc(1, sizeof *recorder);
    if (recorder != NULL && SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        recorder->device = SDL_OpenAudioDevice(NULL, 1, &wanted, NULL, 0);
    }
    if (recorder == NULL || recorder->device == 0) {
        snprintf(why, size, "%s", SDL_GetError());
        recorder_destroy(recorder);
        return NULL;
    }
    return recorder;
}

void recorder_destroy(struct recorder *recorder)
{
    if (recorder == NULL) {
        return;
    }
    if (recorder->device != 0) {
        SDL_CloseAudioDevice(recorder->device);
    }
    if (SDL_WasInit(SDL_INIT_AUDIO) != 0) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    free(recorder);
}

void recorder_start(struct recorder *recorder)
{
    SDL_ClearQueuedAudio(recorder->device);
    SDL_PauseAudioDevice(recorder->device, 0);
}

unsigned recorder_collect(struct recorder *recorder, struct sound *sound)
{
    int16_t block[BLOCK];
    Uint32 bytes;
    while (sound_ms(sound) < RECORDER_LONGEST_MS &&
           (bytes = SDL_DequeueAudio(recorder->device, block, sizeof block)) > 0) {
        if (sound_append(sound, block, bytes / sizeof *block) < 0) {
            break;
        }
    }
    return sound_ms(sound);
}

void recorder_stop(struct recorder *recorder)
{
    SDL_PauseAudioDevice(recorder->device, 1);
}
