/* wrap.c: see wrap.h. One pass a line: the last place where a break is allowed is remembered. */
#include "base/wrap.h"
#include "base/text.h"

#include <string.h>

/* Characters that no line may begin with, and such that no line may end with. */
static const char never_first[] = "、，。；：？！）》」』】〕〉”’…—·～％℃,.;:?!)]}%";
static const char never_last[] = "（《「『【〔〈“‘￥￡([{$#";

static bool is_one_of(const char *set, uint32_t c)
{
    while (*set != '\0') {
        if (text_next(&set) == c) {
            return true;
        }
    }
    return false;
}

static size_t cells_of(uint32_t c)
{
    return c < 0x80 ? 1 : 2;
}

/* May a line end behind `before` and the next begin with `after`? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (before == ' ' || after == ' ') {
        return true;
    }
    if (is_one_of(never_last, before) || is_one_of(never_first, after)) {
        return false;
    }
    return before >= 0x80 || after >= 0x80 || before == '-' || before == '/' || before == ',';
}

/* Where the line that starts at `text` ends: behind its last byte, at most `cells` wide and
 * `bytes` long. At least one character, so that a caller always gets on. */
static const char *line_end(const char *text, size_t cells, size_t bytes)
{
    const char *at = text, *allowed = NULL;
    uint32_t before = 0;
    size_t used = 0;
    while (*at != '\0') {
        const char *next = at;
        uint32_t c = text_next(&next);
        if (before != 0 && may_break(before, c)) {
            allowed = at;
        }
        bool room = used + cells_of(c) <= cells && (size_t)(next - text) <= bytes;
        if (!room && c != ' ' && at > text) {
            return allowed != NULL ? allowed : at;
        }
        if (!room && c == ' ') {
            return at; /* a space at the end of a line takes no room */
        }
        used += cells_of(c);
        before = c;
        at = next;
    }
    return at;
}

void text_wrap_begin(struct text_wrap *wrap, const char *text, size_t cells, size_t hang)
{
    size_t width = cells > 2 ? cells : 2;
    *wrap = (struct text_wrap){.rest = text, .cells = width, .hang = 2 * hang < width ? hang : 0};
}

bool text_wrap_line(struct text_wrap *wrap, char *out, size_t size)
{
    out[0] = '\0';
    if (wrap->begun && *wrap->rest == '\0') {
        return false;
    }
    size_t indent = wrap->begun && wrap->hang + 8 < size ? wrap->hang : 0;
    const char *end = line_end(wrap->rest, wrap->cells - indent, size - 1 - indent);
    size_t length = (size_t)(end - wrap->rest);
    while (length > 0 && wrap->rest[length - 1] == ' ') {
        length--;
    }
    memset(out, ' ', indent);
    memcpy(out + indent, wrap->rest, length);
    out[indent + length] = '\0';
    wrap->rest = end + strspn(end, " ");
    wrap->begun = true;
    return true;
}
