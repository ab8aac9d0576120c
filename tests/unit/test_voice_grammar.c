/* What is said for a number and a window, in both languages, and how espeak-ng reads the words. */
#include "voice/grammar.h"
#include "voice/render.h"

#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

static void check_chinese(const char *number, unsigned window, bool yao, const char *expected)
{
    struct voice_sentence sentence;
    char text[400];
    assert_int_equal(voice_say_chinese(&sentence, number, window, yao), 0);
    voice_sentence_text(&sentence, text, sizeof text);
    assert_string_equal(text, expected);
}

static void says_chinese(void **state)
{
    static const struct {
        const char *number;
        unsigned window;
        bool yao;
        const char *text;
    } rows[] = {
        {"A001", 3, false, "请 A 零 零 一 号 到 三 号窗口 办理"},
        {"A012", 12, false, "请 A 零 一 二 号 到 十 二 号窗口 办理"},
        {"A012", 12, true, "请 A 零 幺 二 号 到 十 二 号窗口 办理"},
        {"B117", 11, true, "请 B 幺 幺 七 号 到 十 一 号窗口 办理"},
        {"AA945", 10, false, "请 A A 九 四 五 号 到 十 号窗口 办理"},
        {"z-68", 1, false, "请 Z 六 八 号 到 一 号窗口 办理"},
        {"3007", 35, false, "请 三 零 零 七 号 到 三 十 五 号窗口 办理"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_chinese(rows[i].number, rows[i].window, rows[i].yao, rows[i].text);
    }
}

static void reads_windows_as_numbers(void **state)
{
    static const struct {
        unsigned window;
        const char *zh, *en;
    } rows[] = {
        {2, "二", "two"},
        {10, "十", "ten"},
        {12, "十 二", "twelve"},
        {19, "十 九", "nineteen"},
        {20, "二 十", "twenty"},
        {21, "二 十 一", "twenty one"},
        {99, "九 十 九", "ninety nine"},
        {100, "一 百", "one hundred"},
        {105, "一 百 零 五", "one hundred and five"},
        {110, "一 百 一 十", "one hundred and ten"},
        {112, "一 百 一 十 二", "one hundred and twelve"},
        {200, "二 百", "two hundred"},
        {999, "九 百 九 十 九", "nine hundred and ninety nine"},
        {1000, "一 千", "one thousand"},
        {1005, "一 千 零 五", "one thousand and five"},
        {1015, "一 千 零 一 十 五", "one thousand and fifteen"},
        {1100, "一 千 一 百", "one thousand one hundred"},
        {2002, "两 千 零 二", "two thousand and two"},
        {2222, "两 千 二 百 二 十 二", "two thousand two hundred and twenty two"},
        {3040, "三 千 零 四 十", "three thousand and forty"},
        {9909, "九 千 九 百 零 九", "nine thousand nine hundred and nine"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[400], text[400];
        struct voice_sentence english;
        snprintf(expected, sizeof expected, "请 A 零 号 到 %s 号窗口 办理", rows[i].zh);
        check_chinese("A0", rows[i].window, false, expected);
        snprintf(expected, sizeof expected, "number A zero please go to window %s", rows[i].en);
        assert_int_equal(voice_say_english(&english, "A0", rows[i].window), 0);
        voice_sentence_text(&english, text, sizeof text);
        assert_string_equal(text, expected);
    }
}

static void says_english(void **state)
{
    static const struct {
        const char *number;
        unsigned window;
        const char *text;
    } rows[] = {
        {"A012", 12, "number A zero one two please go to window twelve"},
        {"A001", 3, "number A zero zero one please go to window three"},
        {"BB340", 45, "number B B three four zero please go to window forty five"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct voice_sentence sentence;
        char text[400];
        assert_int_equal(voice_say_english(&sentence, rows[i].number, rows[i].window), 0);
        voice_sentence_text(&sentence, text, sizeof text);
        assert_string_equal(text, rows[i].text);
    }
}

static void refuses_what_cannot_be_said(void **state)
{
    static const struct {
        const char *number;
        unsigned window;
    } rows[] = {{"", 3}, {"号", 3}, {"--", 3}, {"A001", 0}, {"A001", 10000},
                {"A0123456789012345678901234567890123456789", 3}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct voice_sentence sentence;
        assert_int_equal(voice_say_chinese(&sentence, rows[i].number, rows[i].window, false), -1);
        assert_int_equal(sentence.count, 0);
        assert_int_equal(voice_say_english(&sentence, rows[i].number, rows[i].window), -1);
        assert_int_equal(sentence.count, 0);
    }
}

static void longest_sentence_fits(void **state)
{
    struct voice_sentence sentence;
    (void)state;
    assert_int_equal(voice_say_chinese(&sentence, "YY123456789", 9999, false), 0);
    assert_true(sentence.count <= VOICE_WORDS);
    assert_int_equal(voice_say_english(&sentence, "YY123456789", 9999), 0);
    assert_true(sentence.count <= VOICE_WORDS);
}

static void breathes_between_the_parts(void **state)
{
    struct voice_sentence sentence;
    (void)state;
    voice_say_chinese(&sentence, "A001", 3, false);
    for (size_t i = 0; i < sentence.count; i++) {
        bool end_of_part = sentence.words[i].clip == CLIP_ZH_NUMBER;
        assert_int_equal(sentence.words[i].pause_ms > 100, end_of_part);
    }
}

static void every_clip_is_told_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < VOICE_CLIPS; i++) {
        const struct voice_clip *row = &voice_clips[i];
        assert_non_null(row->id);
        assert_true(row->zh[0] != '\0' && row->en[0] != '\0' && row->say[0] != '\0');
        assert_true(row->longest_ms > 0);
        assert_int_equal(voice_clip_find(row->id), i); /* so no id is there twice */
        assert_string_equal(voice_clip_text(i),
                            row->language == VOICE_CHINESE ? row->zh : row->en);
    }
    assert_int_equal(voice_clip_find("zh.nothing"), -1);
}

/* ------------------------------------------------------------------ phonemes */

/* espeak-ng's phonemes of a clip, as `espeak-ng -q -x` prints them. */
static void phonemes(int clip, char *out, size_t size)
{
    char program[] = "espeak-ng", q[] = "-q", x[] = "-x", v[] = "-v", voice[32], text[64];
    snprintf(voice, sizeof voice, "%s", render_voice(voice_clips[clip].language));
    snprintf(text, sizeof text, "%s", voice_clips[clip].say);
    char *words[] = {program, q, x, v, voice, text, NULL};
    int ends[2], status;
    pid_t child;
    posix_spawn_file_actions_t actions;
    assert_int_equal(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    assert_int_equal(posix_spawnp(&child, program, &actions, NULL, words, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    size_t used = 0;
    ssize_t got;
    while ((got = read(ends[0], out + used, size - 1 - used)) > 0) {
        used += (size_t)got;
    }
    out[used] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    char *text_start = out + strspn(out, " \n");
    memmove(out, text_start, strlen(text_start) + 1);
    out[strcspn(out, "\n")] = '\0';
}

/* Initial, final and tone (55 high, 35 rising, 214 low, 51 falling) of each syllable, checked by
 * ear and by the book: a wrong tone says another word. */
static void espeak_reads_the_words_right(void **state)
{
    static const struct {
        int clip;
        const char *phonemes;
    } rows[] = {
        {CLIP_ZH_PLEASE, "tS;h'i214N_|"},
        {CLIP_ZH_NUMBER, "X'Au51_|"},
        {CLIP_ZH_TO, "t'Au51_|"},
        {CLIP_ZH_WINDOW, "X'Au51ts.hw'A55Nkh'ou214_|"},
        {CLIP_ZH_SERVICE, "p'a51nl'i214_|"},
        {CLIP_ZH_0 + 0, "l'i35N_|"},
        {CLIP_ZH_0 + 1, "j'i55_|"},
        {CLIP_ZH_0 + 2, "'@r51_|"},
        {CLIP_ZH_0 + 3, "s'a55n_|"},
        {CLIP_ZH_0 + 4, "s'i[51_|"},
        {CLIP_ZH_0 + 5, "w'u214_|"},
        {CLIP_ZH_0 + 6, "l'iou51_|"},
        {CLIP_ZH_0 + 7, "tS;h'i55_|"},
        {CLIP_ZH_0 + 8, "p'A55_|"},
        {CLIP_ZH_0 + 9, "tS;'iou214_|"},
        {CLIP_ZH_YAO, "j'Au55_|"},
        {CLIP_ZH_LIANG, "l'iA214N_|"},
        {CLIP_ZH_TEN, "s.'i.35_|"},
        {CLIP_ZH_HUNDRED, "p'ai214_|"},
        {CLIP_ZH_THOUSAND, "tS;h'iE55n_|"},
        {CLIP_LETTER_A, "'eI"},
        {CLIP_LETTER_A + 22, "d'Vb@Lj,u:"},
        {CLIP_LETTER_A + 25, "z'Ed"},
        {CLIP_EN_NUMBER, "n'Vmb3"},
        {CLIP_EN_WINDOW, "pl'i:z g,oU t@ w'IndoU"},
        {CLIP_EN_0, "z'i@roU"},
        {CLIP_EN_0 + 12, "tw'Elv"},
        {CLIP_EN_0 + 19, "n'aInti:n"},
        {CLIP_EN_20, "tw'Enti"},
        {CLIP_EN_20 + 7, "n'aInti"},
        {CLIP_EN_HUNDRED, "h'VndrI2d"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char heard[200];
        phonemes(rows[i].clip, heard, sizeof heard);
        assert_string_equal(heard, rows[i].phonemes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_chinese),
        cmocka_unit_test(reads_windows_as_numbers),
        cmocka_unit_test(says_english),
        cmocka_unit_test(refuses_what_cannot_be_said),
        cmocka_unit_test(longest_sentence_fits),
        cmocka_unit_test(breathes_between_the_parts),
        cmocka_unit_test(every_clip_is_told_in_both_languages),
        cmocka_unit_test(espeak_reads_the_words_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
