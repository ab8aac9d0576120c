/* speech.c: see speech.h. */
#define LOG_MODULE "speech"
#include "kiosk/speech.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct speech {
    pid_t child; /* 0 = none */
    bool told;
};

struct speech *speech_create(void)
{
    return calloc(1, sizeof(struct speech));
}

static void hush(struct speech *speech)
{
    if (speech->child > 0) {
        kill(speech->child, SIGTERM);
        waitpid(speech->child, NULL, 0);
        speech->child = 0;
    }
}

void speech_destroy(struct speech *speech)
{
    if (speech != NULL) {
        hush(speech);
        free(speech);
    }
}

/* espeak-ng with its output to nowhere: it complains at length where there is no sound device. */
static int start(struct speech *speech, enum language_code code, const char *text)
{
    char program[] = "espeak-ng", speed_flag[] = "-s", speed[] = "140", voice_flag[] = "-v";
    char chinese[] = "cmn-latn-pinyin", english[] = "en", end[] = "--";
    char *words = strdup(text);
    if (words == NULL) {
        return ENOMEM;
    }
    char *arguments[] = {program, voice_flag, code == LANGUAGE_EN ? english : chinese,
                         speed_flag, speed, end, words, NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(&speech->child, program, &files, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    free(words);
    return error;
}

void speech_say(struct speech *speech, enum language_code code, const char *text)
{
    hush(speech);
    if (text == NULL) {
        return;
    }
    int error = start(speech, code, text);
    if (error != 0) {
        speech->child = 0;
        if (!speech->told) {
            log_warning("nothing is said aloud: espeak-ng: %s", strerror(error));
            speech->told = true;
        }
    }
}
