/* voice_testing.c: see voice_testing.h. */
#include "voice_testing.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

void test_folder_make(char path[64])
{
    snprintf(path, 64, "/tmp/hallq-voice-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void test_folder_remove(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char file[400];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        unlink(file);
    }
    closedir(folder);
    rmdir(path);
}

struct sound test_noise(unsigned which, unsigned ms, int peak)
{
    struct sound sound = {NULL, 0};
    uint32_t state = which * 2654435761u + 12345;
    assert_int_equal(sound_append_silence(&sound, ms), 0);
    for (size_t i = 0; i < sound.count; i++) {
        state = state * 1664525u + 1013904223u;
        int value = (int)((int64_t)(state >> 16) * 2 * peak / 65535) - peak;
        sound.samples[i] = (int16_t)(value == 0 ? 1 : value); /* never 0: ends can be found */
    }
    sound.samples[0] = (int16_t)peak;
    return sound;
}

void test_pack_write(const char *folder, int without)
{
    struct voice_pack pack;
    char why[200];
    pack_load(&pack, folder, why, sizeof why);
    for (int i = 0; i < VOICE_CLIPS; i++) {
        struct sound sound = test_noise((unsigned)i, TEST_CLIP_MS, 16000);
        if (i != without) {
            assert_int_equal(pack_put(&pack, i, &sound), 0);
        }
        sound_finish(&sound);
    }
    pack_finish(&pack);
}

int test_run_hallq(const char *output, const char *const words[])
{
    char copies[8][400], *arguments[10];
    size_t count = 0;
    snprintf(copies[0], sizeof copies[0], "%s/bin/hallq", BINARY_DIR);
    for (; count + 1 < 8 && words[count] != NULL; count++) {
        snprintf(copies[count + 1], sizeof copies[0], "%s", words[count]);
    }
    for (size_t i = 0; i <= count; i++) {
        arguments[i] = copies[i];
    }
    arguments[count + 1] = NULL;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    pid_t child;
    int status = -1;
    assert_int_equal(posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *test_read_text(const char *path)
{
    static char text[65536];
    FILE *file = fopen(path, "r");
    size_t got = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    text[got] = '\0';
    return text;
}

size_t test_count(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        count++;
    }
    return count;
}
