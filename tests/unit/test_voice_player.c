/* What is really played: SDL's disk driver writes the PCM, and the clips of made-up noise are
 * found in it again, in order and on the right channel. Also: no sound device, a missing clip. */
#include "voice/grammar.h"
#include "voice/player.h"
#include "voice/voice.h"
#include "voice_testing.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOON = 12 * 60, DEADLINE_MS = 60000 };

static char folder[64], pcm_path[100], log_path[100];
static int real_stderr;

static int prepare(void **state)
{
    (void)state;
    test_folder_make(folder);
    snprintf(pcm_path, sizeof pcm_path, "%s/played.pcm", folder);
    snprintf(log_path, sizeof log_path, "%s/log.txt", folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", pcm_path, 1);
    setenv("SDL_DISKAUDIODELAY", "2", 1); /* a block of 46 ms every 2 ms */
    fflush(stderr);
    real_stderr = dup(2);
    int file = open(log_path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    dup2(file, 2);
    close(file);
    return 0;
}

static int clean_up(void **state)
{
    (void)state;
    dup2(real_stderr, 2);
    close(real_stderr);
    test_folder_remove(folder);
    return 0;
}

/* ------------------------------------------------------------------ what was played */

struct played {
    int16_t *frames; /* left, right, left … */
    size_t count;
};

static struct played read_played(void)
{
    struct played played = {NULL, 0};
    FILE *file = fopen(pcm_path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t bytes = (size_t)ftell(file);
    rewind(file);
    played.frames = malloc(bytes);
    played.count = fread(played.frames, 4, bytes / 4, file);
    fclose(file);
    return played;
}

static bool matches(const struct played *played, size_t at, unsigned channel,
                    const struct sound *sound, int percent)
{
    for (size_t i = 0; i < sound->count; i++) {
        if (played->frames[(at + i) * 2 + channel] != sound->samples[i] * percent / 100) {
            return false;
        }
    }
    return true;
}

/* The frame behind `sound` in what was played from `from`; fails when it is not there. */
static size_t find(const struct played *played, size_t from, unsigned channel,
                   const struct sound *sound, int percent)
{
    for (size_t at = from; at + sound->count <= played->count; at++) {
        if (matches(played, at, channel, sound, percent)) {
            return at + sound->count;
        }
    }
    fail_msg("a clip was not played after frame %zu of %zu", from, played->count);
    return 0;
}

/* Finds every clip of a sentence, in order and without others between. */
static size_t find_sentence(const struct played *played, size_t from, unsigned channel,
                            const struct voice_sentence *sentence, int percent)
{
    for (size_t i = 0; i < sentence->count; i++) {
        struct sound clip = test_noise(sentence->words[i].clip, TEST_CLIP_MS, 16000);
        size_t behind = find(played, from, channel, &clip, percent);
        size_t gap = behind - clip.count - from;
        if (i > 0) {
            assert_int_equal(gap, sentence->words[i - 1].pause_ms * SOUND_RATE / 1000);
        }
        from = behind;
        sound_finish(&clip);
    }
    return from;
}

static void check_silent(const struct played *played, unsigned channel)
{
    for (size_t i = 0; i < played->count; i++) {
        assert_int_equal(played->frames[i * 2 + channel], 0);
    }
}

/* Frames from the first to the last sound. */
static size_t heard_frames(const struct played *played)
{
    size_t first = played->count, last = 0;
    for (size_t i = 0; i < played->count; i++) {
        if (played->frames[i * 2] != 0 || played->frames[i * 2 + 1] != 0) {
            first = first < i ? first : i;
            last = i;
        }
    }
    return first <= last ? last - first + 1 : 0;
}

/* ------------------------------------------------------------------ the voice */

static struct voice *create(const char *zones)
{
    struct voice_settings settings;
    char text[600], why[80];
    snprintf(text, sizeof text, "{\"pack\": \"%s\"%s}", folder, zones);
    json_t *json = json_loads(text, 0, NULL);
    assert_int_equal(voice_settings_read(&settings, json, why, sizeof why), 0);
    json_decref(json);
    struct voice *voice = voice_create(&settings);
    assert_non_null(voice);
    return voice;
}

/* Ticks until nothing is left to say. */
static void speak_all(struct voice *voice)
{
    mono_t deadline = mono_after(mono_now(), DEADLINE_MS);
    while (voice_tick(voice, mono_now(), NOON) >= 0) {
        assert_true(mono_between(mono_now(), deadline) > 0);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
}

static void two_calls_are_heard_one_after_the_other(void **state)
{
    struct voice_sentence zh[2], en[2];
    struct sound chime = {NULL, 0};
    (void)state;
    test_pack_write(folder, -1);
    struct voice *voice = create("");
    voice_call(voice, "A001", 3, mono_now());
    voice_call(voice, "B120", 12, mono_now());
    speak_all(voice);
    assert_int_equal(voice_counts(voice)->spoken, 2);
    voice_destroy(voice);
    struct played played = read_played();
    sound_append_chime(&chime);
    voice_say_chinese(&zh[0], "A001", 3, false);
    voice_say_english(&en[0], "A001", 3);
    voice_say_chinese(&zh[1], "B120", 12, false);
    voice_say_english(&en[1], "B120", 12);
    size_t at = 0;
    for (int i = 0; i < 2; i++) {
        at = find(&played, at, 0, &chime, 100);
        at = find_sentence(&played, at, 0, &zh[i], 100);
        at = find_sentence(&played, at, 1, &zh[i], 100); /* the second time, heard on the right */
        at = find_sentence(&played, at, 0, &en[i], 100);
    }
    free(played.frames);
    sound_finish(&chime);
}

static void the_length_is_that_of_the_announcement(void **state)
{
    const struct announcement announcement = {
        .call = {.number = "A001", .window = 3}, .chinese = 2, .english = 1};
    struct voice_pack pack;
    struct sound expected;
    char why[200];
    (void)state;
    test_pack_write(folder, -1);
    struct voice *voice = create("");
    voice_call(voice, "A001", 3, mono_now());
    speak_all(voice);
    voice_destroy(voice);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    assert_int_equal(voice_render(&pack, &announcement, false, &expected, NULL), 0);
    struct played played = read_played();
    size_t heard = heard_frames(&played);
    assert_in_range(heard, expected.count - SOUND_RATE / 20, expected.count); /* ends in a pause */
    free(played.frames);
    sound_finish(&expected);
    pack_finish(&pack);
}

static void zones_are_heard_on_their_channels(void **state)
{
    static const char zones[] =
        ", \"zones\": [{\"name\": \"east\", \"windows\": [1], \"output\": \"left\"},"
        " {\"name\": \"west\", \"windows\": [2], \"output\": \"right\"}],"
        " \"volume\": [{\"from\": \"00:00\", \"percent\": 50}], \"english\": false";
    struct voice_sentence east, west;
    (void)state;
    test_pack_write(folder, -1);
    struct voice *voice = create(zones);
    voice_call(voice, "A001", 1, mono_now());
    voice_call(voice, "B002", 2, mono_now());
    voice_call(voice, "C003", 3, mono_now()); /* not for this board */
    speak_all(voice);
    voice_destroy(voice);
    struct played played = read_played();
    voice_say_chinese(&east, "A001", 1, false);
    voice_say_chinese(&west, "B002", 2, false);
    find_sentence(&played, 0, 0, &east, 50);
    find_sentence(&played, 0, 1, &west, 50);
    assert_true(heard_frames(&played) < SOUND_RATE * 8); /* both at once */
    free(played.frames);
}

static void one_side_leaves_the_other_silent(void **state)
{
    static const char zones[] =
        ", \"zones\": [{\"name\": \"east\", \"windows\": [1], \"output\": \"left\"}]";
    struct voice_sentence east;
    (void)state;
    test_pack_write(folder, -1);
    struct voice *voice = create(zones);
    voice_call(voice, "A001", 1, mono_now());
    speak_all(voice);
    voice_destroy(voice);
    struct played played = read_played();
    voice_say_chinese(&east, "A001", 1, false);
    find_sentence(&played, 0, 0, &east, 100);
    check_silent(&played, 1);
    free(played.frames);
}

static void a_missing_clip_is_logged_once_and_left_out(void **state)
{
    struct voice_sentence sentence, without = {0};
    (void)state;
    test_pack_write(folder, CLIP_ZH_TO);
    struct voice *voice = create("");
    voice_call(voice, "A001", 3, mono_now());
    voice_call(voice, "A002", 4, mono_now());
    speak_all(voice);
    voice_destroy(voice);
    voice_say_chinese(&sentence, "A001", 3, false);
    for (size_t i = 0; i < sentence.count; i++) {
        if (sentence.words[i].clip != CLIP_ZH_TO) {
            without.words[without.count++] = sentence.words[i];
        }
    }
    struct played played = read_played();
    find_sentence(&played, 0, 0, &without, 100);
    free(played.frames);
    assert_int_equal(test_count(test_read_text(log_path), "lacks zh.to"), 1);
}

static void without_a_device_the_hall_goes_on(void **state)
{
    (void)state;
    test_pack_write(folder, -1);
    setenv("SDL_AUDIODRIVER", "none-such", 1);
    struct voice *voice = create("");
    for (int i = 0; i < 3; i++) {
        char number[8];
        snprintf(number, sizeof number, "A%03d", i % 1000);
        voice_call(voice, number, 3, mono_now());
    }
    speak_all(voice);
    assert_int_equal(voice_counts(voice)->spoken, 3);
    voice_destroy(voice);
    assert_int_equal(test_count(test_read_text(log_path), "no sound device"), 1);
}

/* More calls than a queue holds: the board shows them all, the log says so once. */
static void too_many_calls_are_told_once(void **state)
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "none-such", 1);
    struct voice *voice = create("");
    mono_t now = {1000};
    for (int i = 0; i < 2 * ANNOUNCER_CALLS; i++) {
        char number[8];
        snprintf(number, sizeof number, "A%03d", i % 1000);
        voice_call(voice, number, 3, now);
    }
    voice_tick(voice, now, NOON);
    voice_tick(voice, mono_after(now, 10), NOON);
    voice_destroy(voice);
    assert_int_equal(test_count(test_read_text(log_path), "32 calls were shown and not spoken"), 1);
}

/* A device that comes later is found, and that too is told. Time is handed in. */
static void a_device_that_comes_is_used(void **state)
{
    struct sound sound = test_noise(1, 50, 1000), again = test_noise(1, 50, 1000);
    struct sound third = test_noise(1, 50, 1000);
    struct player *player = player_create();
    mono_t start = {1000};
    (void)state;
    setenv("SDL_AUDIODRIVER", "none-such", 1);
    assert_int_equal(player_play(player, 0, &sound, VOICE_EVERYWHERE, 100, start), -1);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    assert_int_equal(player_play(player, 0, &again, VOICE_EVERYWHERE, 100,
                                 mono_after(start, PLAYER_RETRY_MS - 1)),
                     -1); /* not asked at every call */
    assert_int_equal(player_play(player, 0, &third, VOICE_EVERYWHERE, 100,
                                 mono_after(start, PLAYER_RETRY_MS)),
                     0);
    player_destroy(player);
    assert_int_equal(test_count(test_read_text(log_path), "no sound device"), 1);
    assert_int_equal(test_count(test_read_text(log_path), "spoken again"), 1);
}

static void without_a_pack_it_chimes(void **state)
{
    struct sound chime = {NULL, 0};
    (void)state;
    struct voice *voice = create("");
    voice_call(voice, "A001", 3, mono_now());
    speak_all(voice);
    voice_destroy(voice);
    struct played played = read_played();
    sound_append_chime(&chime);
    find(&played, 0, 0, &chime, 100);
    assert_in_range(heard_frames(&played), chime.count - SOUND_RATE / 10, chime.count);
    assert_int_equal(test_count(test_read_text(log_path), "calls are only chimed"), 1);
    assert_int_equal(test_count(test_read_text(log_path), "lacks"), 0);
    free(played.frames);
    sound_finish(&chime);
}

static void new_settings_end_what_is_said(void **state)
{
    struct voice_settings settings;
    char why[80];
    (void)state;
    test_pack_write(folder, -1);
    setenv("SDL_DISKAUDIODELAY", "46", 1);
    struct voice *voice = create("");
    voice_call(voice, "A001", 3, mono_now());
    assert_int_equal(voice_tick(voice, mono_now(), NOON), VOICE_TICK_MS);
    json_t *same = json_pack("{s:s}", "pack", folder);
    json_t *other = json_pack("{s:s,s:b}", "pack", folder, "enabled", 0);
    assert_int_equal(voice_settings_read(&settings, same, why, sizeof why), 0);
    voice_apply(voice, &settings);
    assert_int_equal(voice_tick(voice, mono_now(), NOON), VOICE_TICK_MS); /* still talking */
    assert_int_equal(voice_settings_read(&settings, other, why, sizeof why), 0);
    voice_apply(voice, &settings);
    assert_int_equal(voice_tick(voice, mono_now(), NOON), -1);
    json_decref(same);
    json_decref(other);
    voice_destroy(voice);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean_up)
    const struct CMUnitTest tests[] = {
        TEST(two_calls_are_heard_one_after_the_other),
        TEST(the_length_is_that_of_the_announcement),
        TEST(zones_are_heard_on_their_channels),
        TEST(one_side_leaves_the_other_silent),
        TEST(a_missing_clip_is_logged_once_and_left_out),
        TEST(without_a_device_the_hall_goes_on),
        TEST(too_many_calls_are_told_once),
        TEST(a_device_that_comes_is_used),
        TEST(without_a_pack_it_chimes),
        TEST(new_settings_end_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
