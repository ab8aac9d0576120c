/* test_language.c: every word that a person reads exists, in both languages.
 *
 * The files of config/lang are walked key by key; then the C sources are read as text, and every
 * key they ask for must be there: literals that begin with a concern ("panel.hint"), codes given
 * to reply_error (error.CODE), the queue's errors, and patterns ("panel.%s.title"), which must
 * fit at least one key. */
#include "base/language.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LITERAL = 256, CONCERNS = 64, FOLDERS_OPEN = 16 };

static struct language *language;
static char concerns[CONCERNS][32]; /* "panel": what stands before the first dot of a key */
static size_t concern_count;
static size_t asked, failures;

static int load(void **state)
{
    (void)state;
    char why[256] = "";
    language = language_load(SOURCE_FOLDER "/config/lang", why, sizeof why);
    if (language == NULL) {
        print_error("%s\n", why);
        return -1;
    }
    const char *key;
    for (size_t i = 0; (key = language_key(language, i)) != NULL; i++) {
        size_t length = strcspn(key, ".");
        bool known = concern_count > 0 && strlen(concerns[concern_count - 1]) == length &&
                     strncmp(concerns[concern_count - 1], key, length) == 0;
        if (!known && concern_count < CONCERNS && length < sizeof concerns[0]) {
            memcpy(concerns[concern_count++], key, length);
        }
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    language_destroy(language);
    return 0;
}

static void complain(const char *key, const char *what)
{
    print_error("%s: %s\n", key, what);
    failures++;
}

/* ------------------------------------------------------------------ the files */

static bool has_chinese(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        if (*c >= 0xE4 && *c <= 0xE9) { /* U+4000 to U+9FFF begin with these */
            return true;
        }
    }
    return false;
}

/* Every {hole} of `text` stands in `other` too; {month} and {month_name} are the same. */
static bool has_holes_of(const char *other, const char *text)
{
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        char hole[LITERAL];
        size_t length = strcspn(open, "}_");
        if (length >= sizeof hole) {
            return false;
        }
        memcpy(hole, open, length);
        hole[length] = '\0';
        if (strstr(other, hole) == NULL) {
            return false;
        }
    }
    return true;
}

/* What stands around a number may be nothing in one language: "{n} 号窗口", "Window {n}". */
static bool may_be_nothing(const char *key)
{
    static const char *const endings[] = {"_before", "_after", "_unit"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(key), ending = strlen(endings[i]);
        if (length > ending && strcmp(key + length - ending, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void every_key_has_both_languages(void **state)
{
    (void)state;
    const char *key;
    size_t count = 0;
    failures = 0;
    for (; (key = language_key(language, count)) != NULL; count++) {
        const char *zh = language_text(language, LANGUAGE_ZH, key);
        const char *en = language_text(language, LANGUAGE_EN, key);
        if ((zh[0] == '\0' || en[0] == '\0') && !may_be_nothing(key)) {
            complain(key, "a language is empty");
        } else if (has_chinese(en) && strcmp(zh, en) == 0) {
            complain(key, "there is no English");
        } else if (!has_holes_of(zh, en) || !has_holes_of(en, zh)) {
            complain(key, "the languages have different holes");
        }
    }
    assert_true(count > 100);
    assert_int_equal(failures, 0);
}

static void a_missing_key_shows_itself(void **state)
{
    (void)state;
    assert_false(language_has(language, "panel.no_such_key"));
    assert_string_equal(language_text(language, LANGUAGE_ZH, "panel.no_such_key"),
                        "[panel.no_such_key]");
}

/* ------------------------------------------------------------------ the sources */

static bool is_key_shaped(const char *literal)
{
    static const char *const endings[] = {".yaml", ".html", ".css", ".js", ".svg", ".png",
                                          ".txt",  ".json", ".c",   ".h",  ".db",  ".csv",
                                          ".xlsx", ".pdf"};
    size_t length = strlen(literal), concern = strcspn(literal, ".");
    if (literal[concern] != '.' || literal[concern + 1] == '\0' || literal[length - 1] == '.' ||
        strspn(literal, "abcdefghijklmnopqrstuvwxyz0123456789_.%-") != length) {
        return false;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(literal + length - ending, endings[i]) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < concern_count; i++) {
        if (strlen(concerns[i]) == concern && strncmp(concerns[i], literal, concern) == 0) {
            return true;
        }
    }
    return false;
}

/* "panel.%s.title" fits "panel.closed.title": what stands before and behind the holes. */
static bool fits_a_key(const char *pattern)
{
    size_t before = strcspn(pattern, "%");
    const char *key;
    for (size_t i = 0; (key = language_key(language, i)) != NULL; i++) {
        if (strncmp(key, pattern, before) == 0 && key[before] != '\0') {
            return true;
        }
    }
    return false;
}

static void want(const char *path, const char *key)
{
    asked++;
    bool there = strchr(key, '%') != NULL ? fits_a_key(key) : language_has(language, key) != 0;
    if (!there) {
        complain(key, path + strlen(SOURCE_FOLDER) + 1);
    }
}

/* Copies the literal whose opening quote is at `quote`; the character behind it, or NULL. */
static const char *read_literal(const char *quote, char out[LITERAL])
{
    size_t count = 0;
    const char *c = quote + 1;
    for (; *c != '"' && *c != '\0' && *c != '\n'; c++) {
        if (*c == '\\' && c[1] != '\0') {
            c++;
        }
        if (count + 1 < LITERAL) {
            out[count++] = *c;
        }
    }
    out[count] = '\0';
    return *c == '"' ? c + 1 : NULL;
}

static void read_literals(const char *path, const char *text)
{
    char literal[LITERAL];
    for (const char *at = strchr(text, '"'); at != NULL; at = strchr(at, '"')) {
        const char *behind = read_literal(at, literal);
        if (behind != NULL && is_key_shaped(literal)) {
            want(path, literal);
        }
        at = behind != NULL ? behind : at + 1;
    }
}

/* Literals between `begin` and the next `end` are codes of errors. */
static void read_codes(const char *path, const char *text, const char *begin, const char *end)
{
    for (const char *call = strstr(text, begin); call != NULL; call = strstr(call + 1, begin)) {
        const char *stop = strstr(call, end);
        for (const char *at = strchr(call, '"'); at != NULL && stop != NULL && at < stop;) {
            char literal[LITERAL], key[LITERAL + 8];
            const char *behind = read_literal(at, literal);
            if (behind == NULL) {
                break;
            }
            snprintf(key, sizeof key, "error.%s", literal);
            if (strcmp(literal, "ok") != 0) { /* success needs no words */
                want(path, key);
            }
            at = strchr(behind, '"');
        }
    }
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

static int read_source(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)where;
    size_t length = strlen(path);
    if (kind != FTW_F || length < 2 || strcmp(path + length - 2, ".c") != 0) {
        return 0;
    }
    char *text = read_file(path);
    if (text == NULL) {
        complain(path, "cannot be read");
        return 0;
    }
    read_literals(path, text);
    read_codes(path, text, " reply_error(request,", ");");
    if (strstr(path, "/queue_errors.c") != NULL) {
        read_codes(path, text, "[-QUEUE_", ",\n");
    }
    free(text);
    return 0;
}

static void every_key_that_is_asked_for_exists(void **state)
{
    (void)state;
    failures = 0;
    asked = 0;
    assert_int_equal(nftw(SOURCE_FOLDER "/firmware-host", read_source, FOLDERS_OPEN, FTW_PHYS), 0);
    assert_int_equal(nftw(SOURCE_FOLDER "/displays", read_source, FOLDERS_OPEN, FTW_PHYS), 0);
    print_message("%zu keys are asked for\n", asked);
    assert_true(asked > 80);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_both_languages),
        cmocka_unit_test(a_missing_key_shows_itself),
        cmocka_unit_test(every_key_that_is_asked_for_exists),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
