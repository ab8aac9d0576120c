/* render.c: see render.h. */
#include "voice/render.h"

#include "base/clock.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

const char *render_voice(enum voice_language language)
{
    return language == VOICE_CHINESE ? "cmn-latn-pinyin" : "en";
}

/* Waits for a child that must end by itself; one that does not is killed. Its exit code or -1. */
static int await(pid_t child)
{
    const struct timespec nap = {.tv_nsec = 2000000};
    mono_t deadline = mono_after(mono_now(), RENDER_LONGEST_MS);
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (mono_between(mono_now(), deadline) < 0) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        nanosleep(&nap, NULL);
    }
    return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int render_clip(int clip, const char *path, char *why, size_t size)
{
    const struct voice_clip *row = &voice_clips[clip];
    char speed[16], loudness[16], voice[32], text[64], file[PACK_PATH + PACK_FILE];
    char program[] = "espeak-ng", v[] = "-v", s[] = "-s", a[] = "-a", w[] = "-w", end[] = "--";
    snprintf(speed, sizeof speed, "%d", RENDER_WORDS_A_MINUTE);
    snprintf(loudness, sizeof loudness, "%d", RENDER_LOUDNESS);
    snprintf(voice, sizeof voice, "%s", render_voice(row->language));
    snprintf(text, sizeof text, "%s", row->say);
    snprintf(file, sizeof file, "%s", path);
    char *words[] = {program, v, voice, s, speed, a, loudness, w, file, end, text, NULL};
    pid_t child;
    int rc = posix_spawnp(&child, program, NULL, NULL, words, environ);
    if (rc != 0) {
        snprintf(why, size, "espeak-ng does not start: %s", strerror(rc));
        return -1;
    }
    if (await(child) != 0) {
        snprintf(why, size, "espeak-ng failed on %s (\"%s\")", row->id, row->say);
        return -1;
    }
    return 0;
}

static int render_into(struct voice_pack *pack, int clip, char *why, size_t size)
{
    char path[PACK_PATH + PACK_FILE];
    struct sound sound = {NULL, 0};
    struct sound_format format;
    snprintf(path, sizeof path, "%s/.rendered.wav", pack->folder);
    int rc = render_clip(clip, path, why, size);
    if (rc == 0) {
        rc = sound_read(&sound, &format, path, why, size);
    }
    unlink(path);
    if (rc < 0 || sound_convert(&sound, &format) < 0) {
        sound_finish(&sound);
        return -1;
    }
    enum pack_fault fault = pack_prepare(clip, &sound);
    if (fault != PACK_FINE) {
        snprintf(why, size, "%s came out %s", voice_clips[clip].id, pack_fault_name(fault));
        rc = -1;
    } else if (pack_put(pack, clip, &sound) < 0) {
        snprintf(why, size, "%s: %s", pack->folder, strerror(errno));
        rc = -1;
    }
    sound_finish(&sound);
    return rc;
}

int render_pack(const char *folder, char *why, size_t size)
{
    struct voice_pack pack;
    int rc = 0;
    pack_load(&pack, folder, why, size); /* an old one is replaced clip by clip */
    snprintf(pack.name, sizeof pack.name, "Built-in voice, rendered by espeak-ng");
    snprintf(pack.licence, sizeof pack.licence,
             "Made on this machine by the espeak-ng program; free to use in the hall");
    if (pack_make_folder(&pack) < 0) {
        snprintf(why, size, "%s: %s", folder, strerror(errno));
        rc = -1;
    }
    for (int i = 0; i < VOICE_CLIPS && rc == 0; i++) {
        rc = render_into(&pack, i, why, size);
    }
    pack_finish(&pack);
    return rc;
}
