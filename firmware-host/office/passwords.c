/* passwords.c: see passwords.h. */
#include "office/passwords.h"

#include "queue/text_rules.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 4096, WORD_SIZE = 32, STEM_LEAST = 3, RUN_LEAST = 4 };

struct password_words {
    size_t count;
    char list[WORDS][WORD_SIZE];
};

const char *password_verdict_name(enum password_verdict verdict)
{
    static const char *const names[] = {
        [PASSWORD_SHORT] = "password_short",   [PASSWORD_LONG] = "password_long",
        [PASSWORD_PLAIN] = "password_plain",   [PASSWORD_COMMON] = "password_common",
        [PASSWORD_NAMED] = "password_named",   [PASSWORD_ODD] = "password_odd",
    };
    return names[verdict];
}

int32_t password_days(enum password_profile profile)
{
    return profile == PASSWORD_DJBH2 ? PASSWORD_DAYS : 0;
}

/* ------------------------------------------------------------------ words */

/* Small letters; i is written as l, for a 1 may mean either. */
static void make_small(char *text)
{
    for (; *text != '\0'; text++) {
        char small = (char)tolower((unsigned char)*text);
        *text = small == 'i' ? 'l' : small;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

struct password_words *password_words_load(const char *file)
{
    FILE *from = fopen(file, "re");
    struct password_words *words = from != NULL ? calloc(1, sizeof *words) : NULL;
    char line[256];
    while (words != NULL && words->count < WORDS && fgets(line, sizeof line, from) != NULL) {
        size_t length = strcspn(line, "\r\n");
        if (length > 0 && length < WORD_SIZE && line[0] != '#') {
            memcpy(words->list[words->count], line, length);
            make_small(words->list[words->count++]);
        }
    }
    if (from != NULL) {
        fclose(from);
    }
    if (words != NULL && words->count == 0) {
        free(words);
        return NULL;
    }
    if (words != NULL) {
        qsort(words->list, words->count, WORD_SIZE, by_text);
    }
    return words;
}

void password_words_destroy(struct password_words *words)
{
    free(words);
}

static bool is_word(const struct password_words *words, const char *stem)
{
    return bsearch(stem, words->list, words->count, WORD_SIZE, by_text) != NULL;
}

/* ------------------------------------------------------------------ stems */

/* What letter is meant by the digit or sign that somebody had to put in. */
static char plain_letter(char c)
{
    static const char pairs[][2] = {{'@', 'a'}, {'4', 'a'}, {'3', 'e'}, {'0', 'o'}, {'1', 'l'},
                                    {'!', 'l'}, {'5', 's'}, {'$', 's'}, {'7', 't'}, {'+', 't'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == c) {
            return pairs[i][1];
        }
    }
    return c;
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Without what is no letter at both ends. */
static void cut_ends(char *text)
{
    size_t from = 0, to = strlen(text);
    while (to > 0 && !is_letter(text[to - 1])) {
        to--;
    }
    while (from < to && !is_letter(text[from])) {
        from++;
    }
    memmove(text, text + from, to - from);
    text[to - from] = '\0';
}

static void make_plain(char *text)
{
    for (; *text != '\0'; text++) {
        *text = plain_letter(*text);
    }
}

static void keep_letters(char *text)
{
    char *out = text;
    for (; *text != '\0'; text++) {
        if (is_letter(*text)) {
            *out++ = *text;
        }
    }
    *out = '\0';
}

/* "adminadmin" is "admin". */
static void cut_repetition(char *text)
{
    size_t length = strlen(text), half = length / 2;
    if (length >= 2 * STEM_LEAST && length % 2 == 0 && memcmp(text, text + half, half) == 0) {
        text[half] = '\0';
    }
}

/* The ways to look through a disguise, each from the word in small letters. */
enum { STEMS = 4 };

static void make_stems(const char *password, char stems[STEMS][PASSWORD_SIZE])
{
    for (size_t s = 0; s < STEMS; s++) {
        snprintf(stems[s], sizeof stems[s], "%s", password);
        make_small(stems[s]);
        cut_repetition(stems[s]);
    }
    cut_ends(stems[1]);
    make_plain(stems[1]);
    make_plain(stems[2]);
    cut_ends(stems[2]);
    keep_letters(stems[3]);
    for (size_t s = 1; s < STEMS; s++) {
        cut_repetition(stems[s]);
    }
}

/* Most neighbours differ by the same step: aaaa, 1234, dcba. */
static bool is_run(const char *text)
{
    size_t length = strlen(text), even = 0;
    for (size_t i = 1; i < length; i++) {
        int step = text[i] - text[i - 1];
        even += step >= -1 && step <= 1;
    }
    return length >= RUN_LEAST && even * 10 >= (length - 1) * 7;
}

/* ------------------------------------------------------------------ judging */

static int classes_of(const char *password)
{
    bool small = false, capital = false, digit = false, other = false;
    for (; *password != '\0'; password++) {
        unsigned char c = (unsigned char)*password;
        small |= islower(c) != 0;
        capital |= isupper(c) != 0;
        digit |= isdigit(c) != 0;
        other |= !isalnum(c);
    }
    return small + capital + digit + other;
}

static bool is_common(char stems[STEMS][PASSWORD_SIZE], const struct password_words *words)
{
    bool only_digits = strspn(stems[0], "0123456789") == strlen(stems[0]);
    bool found = only_digits || is_run(stems[0]);
    for (size_t s = 0; s < STEMS; s++) {
        found |= is_word(words, stems[s]);
    }
    return found;
}

static bool is_named(char stems[STEMS][PASSWORD_SIZE], const char *account)
{
    char name[PASSWORD_SIZE];
    snprintf(name, sizeof name, "%s", account);
    make_small(name);
    size_t length = strlen(name);
    bool found = length >= STEM_LEAST && strstr(stems[0], name) != NULL &&
                 strlen(stems[0]) - length < PASSWORD_LEAST - 2;
    for (size_t s = 0; s < STEMS; s++) {
        found |= length > 0 && strcmp(stems[s], name) == 0;
    }
    return found;
}

enum password_verdict password_judge(const char *password, const char *name,
                                     enum password_profile profile,
                                     const struct password_words *words)
{
    char stems[STEMS][PASSWORD_SIZE];
    size_t length = strnlen(password, PASSWORD_SIZE);
    if (length >= PASSWORD_SIZE) {
        return PASSWORD_LONG;
    }
    if (!text_rules_allow(password, PASSWORD_SIZE, false)) {
        return PASSWORD_ODD;
    }
    if (length < PASSWORD_LEAST) {
        return PASSWORD_SHORT;
    }
    if (profile == PASSWORD_DJBH2 && classes_of(password) < PASSWORD_CLASSES) {
        return PASSWORD_PLAIN;
    }
    make_stems(password, stems);
    enum password_verdict verdict = is_named(stems, name)      ? PASSWORD_NAMED
                                    : is_common(stems, words) ? PASSWORD_COMMON
                                                               : PASSWORD_GOOD;
    explicit_bzero(stems, sizeof stems);
    return verdict;
}
