/* search.c: see search.h. */
#include "common/search.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

static bool word_begins(const char *text, const char *with)
{
    bool at_word = true;
    for (; *text != '\0'; text++) {
        if (at_word && begins(text, with)) {
            return true;
        }
        at_word = !isalnum((unsigned char)*text);
    }
    return false;
}

static bool in_a_row(const char *text, const char *part)
{
    for (; *text != '\0'; text++) {
        if (begins(text, part)) {
            return true;
        }
    }
    return false;
}

static bool in_order(const char *text, const char *letters)
{
    for (; *text != '\0' && *letters != '\0'; text++) {
        letters += tolower((unsigned char)*text) == tolower((unsigned char)*letters);
    }
    return *letters == '\0';
}

int search_rank(const char *typed, const char *initials, const char *english)
{
    if (begins(initials, typed)) {
        return 0;
    }
    if (word_begins(english, typed)) {
        return 1;
    }
    if (in_a_row(initials, typed)) {
        return 2;
    }
    return in_order(initials, typed) ? 3 : -1;
}
