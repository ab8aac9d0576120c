/* Recordings and packs: WAV files, trimming and levelling, what check finds, what record makes,
 * and the pack that espeak-ng renders. */
#include "voice/announcer.h"
#include "voice/recorder.h"
#include "voice/render.h"
#include "voice/voice.h"
#include "voice_testing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    test_folder_make(folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

static void path_of(const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s/%s", folder, name);
}

/* ------------------------------------------------------------------ sounds */

static void a_file_comes_back_as_it_was(void **state)
{
    char path[200], why[80];
    struct sound written = test_noise(1, 250, 9000), got;
    struct sound_format format;
    (void)state;
    path_of("a.wav", path, sizeof path);
    assert_int_equal(sound_write(&written, path), 0);
    assert_int_equal(sound_read(&got, &format, path, why, sizeof why), 0);
    assert_int_equal(format.rate, SOUND_RATE);
    assert_int_equal(format.channels, 1);
    assert_int_equal(got.count, written.count);
    assert_memory_equal(got.samples, written.samples, got.count * 2);
    sound_finish(&written);
    sound_finish(&got);
}

static void write_bytes(const char *path, const void *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    fclose(file);
}

static void broken_files_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t count;
    } rows[] = {
        {"", 0},
        {"RIFF", 4},
        {"RIFF\0\0\0\0WAVE", 12},
        {"RIFF\0\0\0\0AVI data\x02\0\0\0xx", 22},
        {"RIFF\0\0\0\0WAVEdata\x02\0\0\0xx", 22},                                  /* no format */
        {"RIFF\0\0\0\0WAVEfmt \x04\0\0\0\x01\0\x01\0", 24},                        /* cut */
        {"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x01\0\x22\x56\0\0........\x02\0\x10\0", 36},
        {"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x22\x56\0\0......\x02\0\x08\0", 36},
        {"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x09\0\x22\x56\0\0......\x02\0\x10\0", 36},
    };
    char path[200], why[80];
    (void)state;
    path_of("broken.wav", path, sizeof path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sound sound;
        struct sound_format format;
        write_bytes(path, rows[i].bytes, rows[i].count);
        why[0] = '\0';
        assert_int_equal(sound_read(&sound, &format, path, why, sizeof why), -1);
        assert_true(why[0] != '\0');
        assert_null(sound.samples);
    }
}

static void silence_around_a_word_is_cut(void **state)
{
    struct sound sound = {NULL, 0}, word = test_noise(2, 300, 3000);
    (void)state;
    sound_append_silence(&sound, 700);
    sound_append(&sound, word.samples, word.count);
    sound_append_silence(&sound, 900);
    sound_trim(&sound);
    sound_level(&sound, -3);
    assert_in_range(sound_ms(&sound), 300, 340);
    assert_true(fabs(sound_peak_db(&sound) + 3) < 0.05);
    assert_int_equal(sound.samples[0], 0); /* faded: no click where clips are joined */
    assert_int_equal(sound.samples[sound.count - 1], 0);
    sound_finish(&sound);
    sound_append_silence(&sound, 500);
    sound_trim(&sound);
    assert_int_equal(sound.count, 0);
    sound_level(&sound, -3);
    sound_finish(&word);
}

static void other_rates_become_ours(void **state)
{
    const struct sound_format cd = {44100, 2};
    struct sound sound = {NULL, 0};
    (void)state;
    sound_append(&sound, NULL, 88200);
    for (size_t i = 0; i < 44100; i++) { /* 440 Hz left, nothing right */
        sound.samples[2 * i] = (int16_t)(20000 * sin(6.283185307 * 440 * (double)i / 44100));
    }
    assert_int_equal(sound_convert(&sound, &cd), 0);
    assert_int_equal(sound_ms(&sound), 1000);
    int crossings = 0;
    for (size_t i = 1; i < sound.count; i++) {
        crossings += sound.samples[i - 1] < 0 && sound.samples[i] >= 0;
    }
    assert_in_range(crossings, 438, 441);
    assert_true(fabs(sound_peak_db(&sound) - 20 * log10(10000.0 / 32768)) < 0.1);
    sound_finish(&sound);
}

static void the_chime_has_two_tones(void **state)
{
    struct sound chime = {NULL, 0};
    (void)state;
    assert_int_equal(sound_append_chime(&chime), 0);
    assert_int_equal(sound_ms(&chime), 1200);
    assert_true(sound_peak_db(&chime) > -9 && sound_peak_db(&chime) < -0.5);
    int first = 0, second = 0; /* periods in 200 ms: 659 and 523 Hz */
    for (size_t i = 1; i < SOUND_RATE / 5; i++) {
        const int16_t *late = chime.samples + SOUND_RATE * 9 / 10;
        first += chime.samples[i - 1] < 0 && chime.samples[i] >= 0;
        second += late[i - 1] < 0 && late[i] >= 0;
    }
    assert_in_range(first, 130, 134);
    assert_in_range(second, 103, 107);
    sound_finish(&chime);
}

/* ------------------------------------------------------------------ packs */

static void a_whole_pack_has_no_faults(void **state)
{
    struct voice_pack pack;
    char why[200], path[200];
    (void)state;
    test_pack_write(folder, -1);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), 0);
    pack_finish(&pack);
    path_of("out.txt", path, sizeof path);
    assert_int_equal(test_run_hallq(path, (const char *const[]){"voice", "check", folder, NULL}),
                     0);
}

static void no_pack_is_told(void **state)
{
    struct voice_pack pack;
    char why[200] = "", path[200];
    (void)state;
    assert_int_equal(pack_load(&pack, "/nonexistent", why, sizeof why), -1);
    assert_true(strstr(why, "/nonexistent") != NULL);
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), VOICE_CLIPS);
    pack_finish(&pack);
    path_of("out.txt", path, sizeof path);
    assert_int_equal(
        test_run_hallq(path, (const char *const[]){"voice", "check", "/nonexistent", NULL}), 1);
}

/* Spoils one clip of a good pack. */
static void write_clip(const char *id, unsigned ms, int peak)
{
    char path[200], name[80];
    struct sound sound = test_noise(7, ms, peak);
    snprintf(name, sizeof name, "%s.wav", id);
    path_of(name, path, sizeof path);
    assert_int_equal(sound_write(&sound, path), 0);
    sound_finish(&sound);
}

static void check_finds_each_fault(void **state)
{
    static const struct {
        const char *id;
        enum pack_fault fault;
    } rows[] = {{"zh.1", PACK_LOUD},     {"zh.2", PACK_QUIET},   {"zh.3", PACK_LONG},
                {"zh.4", PACK_EMPTY},    {"zh.5", PACK_MISSING}, {"zh.6", PACK_UNUSABLE},
                {"letter.a", PACK_FINE}, {"en.5", PACK_FINE}};
    struct voice_pack pack;
    char why[200], path[200];
    (void)state;
    test_pack_write(folder, -1);
    write_clip("zh.1", 200, 32767);
    write_clip("zh.2", 200, 300);
    write_clip("zh.3", 3000, 16000);
    write_clip("zh.4", 20, 16000);
    path_of("zh.5.wav", path, sizeof path);
    assert_int_equal(remove(path), 0);
    path_of("zh.6.wav", path, sizeof path);
    write_bytes(path, "not a sound", 11);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(pack.clips[voice_clip_find(rows[i].id)].fault, rows[i].fault);
    }
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), 6);
    assert_int_equal(pack_faults(&pack, VOICE_ENGLISH), 0);
    pack_finish(&pack);
    path_of("out.txt", path, sizeof path);
    assert_int_equal(test_run_hallq(path, (const char *const[]){"--lang", "en", "voice", "check",
                                                                folder, NULL}),
                     1);
    const char *text = test_read_text(path);
    assert_non_null(strstr(text, "too loud"));
    assert_non_null(strstr(text, "too quiet"));
    assert_non_null(strstr(text, "too long"));
    assert_non_null(strstr(text, "missing"));
}

static void a_manifest_reaches_no_other_folder(void **state)
{
    static const char manifest[] = "name: x\nclips:\n"
                                   "  - {id: zh.1, file: ../../etc/passwd}\n"
                                   "  - {id: zh.2, file: /etc/passwd}\n"
                                   "  - {id: zh.3, file: .hidden}\n"
                                   "  - {id: zh.ghost, file: a.wav}\n"
                                   "  - 7\n";
    struct voice_pack pack;
    char why[200], path[200];
    (void)state;
    path_of("manifest.yaml", path, sizeof path);
    write_bytes(path, manifest, sizeof manifest - 1);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    assert_int_equal(pack.unknown, 5);
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), VOICE_CLIPS);
    pack_finish(&pack);
    write_bytes(path, "a: [b", 5);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), -1);
    pack_finish(&pack);
}

/* ------------------------------------------------------------------ record and build */

static void write_take(const char *from, int clip, int peak)
{
    char path[200];
    struct sound take = {NULL, 0}, word = test_noise((unsigned)clip, 300, peak);
    snprintf(path, sizeof path, "%s/%s.wav", from, voice_clips[clip].id);
    sound_append_silence(&take, 400);
    sound_append(&take, word.samples, word.count);
    sound_append_silence(&take, 400);
    assert_int_equal(sound_write(&take, path), 0);
    sound_finish(&word);
    sound_finish(&take);
}

static void record_walks_through_the_list(void **state)
{
    char from[64], out[200], why[200];
    struct voice_pack pack;
    const char *const words[] = {"--lang", "en", "voice", "record", folder, "--from-folder", from,
                                 NULL};
    (void)state;
    test_folder_make(from);
    for (int i = 0; i < VOICE_CLIPS; i++) {
        write_take(from, i, i == CLIP_ZH_TO ? 100 : 5000);
    }
    path_of("out.txt", out, sizeof out);
    assert_int_equal(test_run_hallq(out, words), 1); /* one was too quiet */
    assert_int_equal(test_count(test_read_text(out), "too quiet"), 1);
    assert_non_null(strstr(test_read_text(out), "still to do: 1"));
    write_take(from, CLIP_ZH_TO, 5000);
    assert_int_equal(test_run_hallq(out, words), 0); /* goes on where it was */
    assert_int_equal(test_count(test_read_text(out), "good"), 1);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), 0);
    assert_string_equal(pack.name, "The hall's own voice");
    for (int i = 0; i < VOICE_CLIPS; i++) {
        assert_in_range(sound_ms(&pack.clips[i].sound), 300, 340);
        assert_true(fabs(pack.clips[i].peak_db - PACK_PEAK_DB) < 0.1);
        assert_true(pack.clips[i].licence[0] != '\0');
    }
    pack_finish(&pack);
    test_folder_remove(from);
}

/* SDL's disk driver is the microphone: what is in the file is what is heard. */
static void the_microphone_is_heard(void **state)
{
    char path[200], why[200];
    struct sound spoken = test_noise(3, 2000, 5000), heard = {NULL, 0};
    (void)state;
    path_of("microphone.pcm", path, sizeof path);
    write_bytes(path, spoken.samples, spoken.count * 2);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILEIN", path, 1);
    struct recorder *recorder = recorder_create(why, sizeof why);
    assert_non_null(recorder);
    recorder_start(recorder);
    mono_t deadline = mono_after(mono_now(), 20000);
    while (recorder_collect(recorder, &heard) < 500) {
        assert_true(mono_between(mono_now(), deadline) > 0);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    recorder_stop(recorder);
    recorder_destroy(recorder);
    size_t from = 0; /* blocks read before listening began are forgotten */
    while (from < spoken.count && spoken.samples[from] != heard.samples[0]) {
        from++;
    }
    assert_true(from < spoken.count);
    assert_memory_equal(heard.samples, spoken.samples + from, 1000);
    sound_finish(&spoken);
    sound_finish(&heard);
}

static void no_microphone_is_told(void **state)
{
    char out[200];
    (void)state;
    setenv("SDL_AUDIODRIVER", "none-such", 1);
    path_of("out.txt", out, sizeof out);
    assert_int_equal(test_run_hallq(out, (const char *const[]){"--lang", "en", "voice", "record",
                                                               folder, NULL}),
                     1);
    assert_non_null(strstr(test_read_text(out), "no microphone"));
    unsetenv("SDL_AUDIODRIVER");
}

static unsigned length_of(const struct voice_pack *pack, const char *number, uint16_t window,
                          uint8_t chinese, uint8_t english)
{
    struct announcement announcement = {.chinese = chinese, .english = english};
    bool lacking[VOICE_CLIPS] = {false};
    struct sound sound;
    snprintf(announcement.call.number, sizeof announcement.call.number, "%s", number);
    announcement.call.window = window;
    assert_int_equal(voice_render(pack, &announcement, false, &sound, lacking), 0);
    for (int i = 0; i < VOICE_CLIPS; i++) {
        assert_false(lacking[i]);
    }
    unsigned ms = sound_ms(&sound);
    sound_finish(&sound);
    return ms;
}

static void espeak_renders_a_whole_pack(void **state)
{
    struct voice_pack pack;
    char why[200] = "";
    (void)state;
    assert_int_equal(render_pack(folder, why, sizeof why), 0);
    assert_int_equal(pack_load(&pack, folder, why, sizeof why), 0);
    assert_int_equal(pack_faults(&pack, VOICE_BOTH), 0);
    unsigned once = length_of(&pack, "A001", 3, 1, 0), whole = length_of(&pack, "A001", 3, 2, 1);
    unsigned longest = length_of(&pack, "WW77777", 777, 3, 1);
    print_message("A001 to window 3: chime + Chinese %u ms, twice and English %u ms; "
                  "longest %u ms\n", once, whole, longest);
    assert_in_range(once, 4000, 7500);
    assert_in_range(whole, 11000, 18000);
    assert_in_range(longest, whole, 60000);
    pack_finish(&pack);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(a_file_comes_back_as_it_was),
        TEST(broken_files_are_refused),
        TEST(silence_around_a_word_is_cut),
        TEST(other_rates_become_ours),
        TEST(the_chime_has_two_tones),
        TEST(a_whole_pack_has_no_faults),
        TEST(no_pack_is_told),
        TEST(check_finds_each_fault),
        TEST(a_manifest_reaches_no_other_folder),
        TEST(record_walks_through_the_list),
        TEST(the_microphone_is_heard),
        TEST(no_microphone_is_told),
        TEST(espeak_renders_a_whole_pack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
