/* text_rules.c: see text_rules.h. UTF-8 as in RFC 3629: no surrogates, no overlong forms. */
#include "queue/text_rules.h"

#include <string.h>

static size_t announced_length(unsigned char first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* The second byte is narrower after some first bytes (RFC 3629, section 4). */
static bool second_fits(unsigned char first, unsigned char second)
{
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

size_t text_rules_character(const char *text, size_t left)
{
    size_t length = announced_length((unsigned char)text[0]);
    if (length == 0 || length > left) {
        return 0;
    }
    if (length > 1 && !second_fits((unsigned char)text[0], (unsigned char)text[1])) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool text_rules_allow(const char *text, size_t size, bool line_breaks)
{
    size_t length = strnlen(text, size);
    if (length == size) {
        return false;
    }
    for (size_t at = 0; at < length;) {
        unsigned char c = (unsigned char)text[at];
        bool blank = line_breaks && (c == '\n' || c == '\t');
        size_t step = text_rules_character(text + at, length - at);
        if (step == 0 || c == 0x7F || (c < 0x20 && !blank)) {
            return false;
        }
        at += step;
    }
    return true;
}

void text_rules_copy(char *out, size_t size, const char *text)
{
    size_t length = strnlen(text, size);
    if (length == size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    memmove(out, text, length);
    memset(out + length, 0, size - length);
}
