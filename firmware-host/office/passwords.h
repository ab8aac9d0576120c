/* passwords.h: which passwords the hall takes.
 *
 * Two rule books contradict each other and a hall must follow the one of its inspectors: 等保2.0
 * (GB/T 22239) asks for mixed characters and a change every 90 days, ASVS 5.0 forbids both. The
 * configuration chooses: accounts.password_profile = djbh2 | asvs.
 *
 *            length   classes   changed after   common words refused
 *   djbh2    8        3 of 4    90 days         yes
 *   asvs     8        any       never           yes
 *
 * "Common" is judged by the word's stem, not by a list of millions: case, look-alikes (P@ssw0rd)
 * and the digits and signs around it do not make a common word another one. The stems are a file
 * of words, one a line, config/passwords.txt. Runs on the keyboard, repetitions, dates and the
 * account's own name are common by themselves.
 *
 * Pure, but for loading the file. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PASSWORD_LEAST = 8,
    PASSWORD_SIZE = 129, /* bytes with terminator: longer ones are refused, not cut */
    PASSWORD_CLASSES = 3,
    PASSWORD_DAYS = 90,
};

enum password_profile { PASSWORD_DJBH2, PASSWORD_ASVS };

enum password_verdict {
    PASSWORD_GOOD,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_PLAIN,  /* too few kinds of characters */
    PASSWORD_COMMON,
    PASSWORD_NAMED,  /* it is the account's name, more or less */
    PASSWORD_ODD,    /* no UTF-8, or control characters */
};
/* "password_short" …: key of its text is error.NAME. NULL for a good one. */
const char *password_verdict_name(enum password_verdict verdict);

struct password_words;
/* NULL when the file cannot be read or holds no word. */
struct password_words *password_words_load(const char *file);
void password_words_destroy(struct password_words *words);

enum password_verdict password_judge(const char *password, const char *name,
                                     enum password_profile profile,
                                     const struct password_words *words);
/* Days after which it must be changed; 0 = never. */
int32_t password_days(enum password_profile profile);
