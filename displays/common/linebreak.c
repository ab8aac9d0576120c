/* linebreak.c: see linebreak.h. */
#include "common/linebreak.h"

#include "base/text.h"

#include <stdbool.h>
#include <string.h>

/* Marks that may not begin a line, and those that may not end one. */
static const char *const no_start = "、。，．・：；？！）］｝〕〉》」』】’”…—～％℃,.:;?!)]}%";
static const char *const no_end = "（［｛〔〈《「『【‘“([{￥＄$";

static bool one_of(uint32_t code_point, const char *set)
{
    const char *at = set;
    uint32_t c;
    while ((c = text_next(&at)) != 0) {
        if (c == code_point) {
            return true;
        }
    }
    return false;
}

/* Letters and digits that make words: everything before the CJK blocks that is no space, and the
 * apostrophe that English is printed with. */
static bool is_word(uint32_t c)
{
    return (c > ' ' && c < 0x2000 && c != 0xa0) || c == 0x2019;
}

/* May a line end between these two? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (before == ' ' || after == ' ') {
        return after != ' ' ? !one_of(after, no_start) : true;
    }
    if (one_of(after, no_start) || one_of(before, no_end)) {
        return false;
    }
    return !(is_word(before) && is_word(after)) || before == '-';
}

static size_t spaces_at(const char *text)
{
    size_t count = strspn(text, " ");
    return text[count] == '\n' ? count + 1 : count;
}

size_t linebreak_next(const char *text, int width, linebreak_advance advance, const void *context,
                      size_t *skip)
{
    const char *at = text, *fits = NULL, *end = text;
    uint32_t before = 0;
    int used = 0;
    while (*at != '\0' && *at != '\n') {
        const char *here = at;
        uint32_t c = text_next(&at);
        if (here > text && may_break(before, c)) {
            fits = here;
        }
        used += advance(context, c);
        if (used > width && c != ' ' && here > text) {
            end = fits != NULL ? fits : here; /* a word wider than a line is cut */
            break;
        }
        end = at;
        before = c;
    }
    size_t length = (size_t)(end - text);
    *skip = spaces_at(end);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
        (*skip)++;
    }
    return length;
}
