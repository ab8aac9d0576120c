/* text.c: see text.h.
 *
 * Design: one character at a time through three steps: UTF-8 to code point, code point to the
 * device's bytes, refuse what the device's set does not hold. The GB tables are those of the C
 * library's iconv; a converter is opened for each call, so there is nothing to share between
 * threads (about a microsecond, and a text is a line on a board).
 *
 * GB2312 is reached through GBK and then restricted to the cells that the standard fills,
 * because the C library's own EUC-CN disagrees with GBK about the dash and the middle dot.
 *
 * Source: GB 2312-80 (rows and cells), GB 18030-2005, Unicode 15 chapter 3 (well-formed UTF-8),
 * devices.md A.1. */
#include "base/text.h"

#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    REPLACEMENT = 0xFFFD, /* what invalid bytes become */
    GETA = 0x3013,        /* 〓 */
    BYTES_MAX = 4         /* of one character, in any encoding here */
};

static const char *const names[TEXT_ENCODING_COUNT] = {
    [TEXT_ASCII] = "ascii",     [TEXT_GB2312] = "gb2312",   [TEXT_GBK] = "gbk",
    [TEXT_GB18030] = "gb18030", [TEXT_UTF16BE] = "utf16be", [TEXT_UTF8] = "utf8",
};

int text_encoding_parse(const char *name, enum text_encoding *out)
{
    for (int i = 0; i < TEXT_ENCODING_COUNT; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            *out = (enum text_encoding)i;
            return 0;
        }
    }
    return -1;
}

const char *text_encoding_name(enum text_encoding encoding)
{
    return (unsigned)encoding < TEXT_ENCODING_COUNT ? names[encoding] : "unknown";
}

/* ---------------------------------------------------------------- UTF-8 */

/* Bytes that follow a first byte, the smallest code point of that length, and the first
 * byte's own bits. */
struct utf8_form {
    uint8_t mask, lead, follow;
    uint32_t least;
};
static const struct utf8_form forms[] = {
    {0x80, 0x00, 0, 0},
    {0xE0, 0xC0, 1, 0x80},
    {0xF0, 0xE0, 2, 0x800},
    {0xF8, 0xF0, 3, 0x10000},
};

static const struct utf8_form *utf8_form_of(uint8_t first)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((first & forms[i].mask) == forms[i].lead) {
            return &forms[i];
        }
    }
    return NULL;
}

static bool is_scalar(uint32_t code_point)
{
    return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

/* Reads one code point; `*valid` is false when the byte begins none. */
static uint32_t next_checked(const char **text, bool *valid)
{
    const uint8_t *at = (const uint8_t *)*text;
    *valid = true;
    if (*at == 0) {
        return 0;
    }
    const struct utf8_form *form = utf8_form_of(*at);
    uint32_t code_point = form != NULL ? *at & (uint8_t)~form->mask : 0;
    bool good = form != NULL;
    for (uint8_t i = 1; good && i <= form->follow; i++) {
        good = (at[i] & 0xC0) == 0x80; /* the terminator is none, so nothing is read past it */
        code_point = code_point << 6 | (at[i] & 0x3F);
    }
    if (!good || code_point < form->least || !is_scalar(code_point)) {
        *valid = false;
        *text += 1;
        return REPLACEMENT;
    }
    *text += form->follow + 1;
    return code_point;
}

uint32_t text_next(const char **text)
{
    bool valid;
    return next_checked(text, &valid);
}

size_t text_put(uint32_t code_point, char out[4])
{
    uint32_t c = is_scalar(code_point) ? code_point : REPLACEMENT;
    uint8_t follow = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    for (size_t i = follow; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(forms[follow].lead | c);
    return follow + 1u;
}

/* C0, DEL, C1, and the invisible ones that turn a line round or break it. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

bool text_is_clean(const char *text)
{
    while (*text != '\0') {
        bool valid;
        uint32_t c = next_checked(&text, &valid);
        if (!valid || is_control(c)) {
            return false;
        }
    }
    return true;
}

void text_clean(char *text)
{
    const char *from = text;
    char *to = text;
    while (*from != '\0') {
        bool valid;
        uint32_t c = next_checked(&from, &valid);
        to += text_put(!valid || is_control(c) ? ' ' : c, to);
    }
    *to = '\0';
}

/* ---------------------------------------------------------------- cells */

static size_t cells_of(uint32_t code_point)
{
    return code_point < 0x80 ? 1 : 2;
}

size_t text_cells(const char *text)
{
    size_t cells = 0;
    while (*text != '\0') {
        cells += cells_of(text_next(&text));
    }
    return cells;
}

size_t text_cut(char *out, size_t size, const char *text, size_t cells)
{
    if (size == 0) {
        return 0;
    }
    size_t used = 0;
    while (*text != '\0') {
        char character[BYTES_MAX];
        uint32_t c = text_next(&text);
        size_t count = text_put(c, character);
        if (cells_of(c) > cells || used + count >= size) {
            break;
        }
        memcpy(out + used, character, count);
        used += count;
        cells -= cells_of(c);
    }
    out[used] = '\0';
    return used;
}

/* ---------------------------------------------------------------- the GB family */

/* Cells of GB 2312-80 that hold a character, where a row is not full. */
static const struct {
    uint8_t row, first, last;
} partial_rows[] = {
    {2, 17, 66}, {2, 69, 78}, {2, 81, 92}, {4, 1, 83}, {5, 1, 86},  {6, 1, 24},  {6, 33, 56},
    {7, 1, 33},  {7, 49, 81}, {8, 1, 26},  {8, 37, 73}, {9, 4, 79}, {55, 1, 89},
};

static bool is_gb2312(uint8_t high, uint8_t low)
{
    if (high < 0xA1 || low < 0xA1 || low == 0xFF) {
        return false;
    }
    uint8_t row = high - 0xA0, cell = low - 0xA0;
    if (row > 87 || (row > 9 && row < 16)) {
        return false;
    }
    bool listed = false;
    for (size_t i = 0; i < sizeof partial_rows / sizeof *partial_rows; i++) {
        if (partial_rows[i].row == row) {
            listed = true;
            if (cell >= partial_rows[i].first && cell <= partial_rows[i].last) {
                return true;
            }
        }
    }
    return !listed;
}

static bool is_gb(enum text_encoding encoding)
{
    return encoding == TEXT_GB2312 || encoding == TEXT_GBK || encoding == TEXT_GB18030;
}

static const char *iconv_name(enum text_encoding encoding)
{
    return encoding == TEXT_GB18030 ? "GB18030" : "GBK";
}

static bool in_set(enum text_encoding encoding, const uint8_t *bytes, size_t count)
{
    return encoding != TEXT_GB2312 || count == 1 || (count == 2 && is_gb2312(bytes[0], bytes[1]));
}

/* Converts one character. Bytes written, 0 when there is no form. */
static size_t convert(iconv_t converter, const char *from, size_t from_count, char *to,
                      size_t to_size)
{
    char copy[BYTES_MAX]; /* iconv's argument is not const */
    if (converter == (iconv_t)-1 || from_count > sizeof copy) {
        return 0;
    }
    memcpy(copy, from, from_count);
    char *in = copy, *out = to;
    size_t in_left = from_count, out_left = to_size;
    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &in, &in_left, &out, &out_left) != 0 || in_left != 0) {
        return 0;
    }
    return to_size - out_left;
}

/* ---------------------------------------------------------------- encoding */

static size_t put_utf16be(uint32_t c, uint8_t out[BYTES_MAX])
{
    uint32_t units[2] = {c, 0};
    size_t count = 1;
    if (c >= 0x10000) {
        units[0] = 0xD800 | (c - 0x10000) >> 10;
        units[1] = 0xDC00 | ((c - 0x10000) & 0x3FF);
        count = 2;
    }
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = (uint8_t)(units[i] >> 8);
        out[2 * i + 1] = (uint8_t)units[i];
    }
    return 2 * count;
}

/* One code point in `encoding`; 0 when it has no form there. */
static size_t encode_one(enum text_encoding encoding, iconv_t converter, uint32_t c,
                         uint8_t out[BYTES_MAX])
{
    if (encoding == TEXT_UTF16BE) {
        return put_utf16be(c, out);
    }
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (encoding == TEXT_UTF8) {
        return text_put(c, (char *)out);
    }
    if (!is_gb(encoding)) {
        return 0;
    }
    char utf8[BYTES_MAX];
    size_t count = convert(converter, utf8, text_put(c, utf8), (char *)out, BYTES_MAX);
    return in_set(encoding, out, count) ? count : 0;
}

static size_t put_replacement(enum text_encoding encoding, iconv_t converter,
                              uint8_t out[BYTES_MAX])
{
    return encode_one(encoding, converter, encoding == TEXT_ASCII ? '?' : GETA, out);
}

size_t text_encode(enum text_encoding encoding, const char *text, uint8_t *out, size_t size,
                   unsigned *missing)
{
    iconv_t converter =
        is_gb(encoding) ? iconv_open(iconv_name(encoding), "UTF-8") : (iconv_t)-1;
    size_t used = 0;
    unsigned lost = 0;
    while (*text != '\0') {
        uint8_t bytes[BYTES_MAX];
        bool valid;
        uint32_t c = next_checked(&text, &valid);
        size_t count = valid ? encode_one(encoding, converter, c, bytes) : 0;
        bool replaced = count == 0;
        if (replaced) {
            count = put_replacement(encoding, converter, bytes);
        }
        if (used + count > size) {
            break;
        }
        memcpy(out + used, bytes, count);
        used += count;
        lost += replaced;
    }
    if (converter != (iconv_t)-1) {
        iconv_close(converter);
    }
    if (missing != NULL) {
        *missing = lost;
    }
    return used;
}

/* ---------------------------------------------------------------- decoding */

/* How many bytes the character at `bytes` has, at most `count`. */
static size_t gb_length(enum text_encoding encoding, const uint8_t *bytes, size_t count)
{
    if (bytes[0] < 0x80 || count < 2) {
        return 1;
    }
    bool four = encoding == TEXT_GB18030 && bytes[1] >= 0x30 && bytes[1] <= 0x39;
    return four ? (count < 4 ? 1 : 4) : 2;
}

static size_t decode_gb(enum text_encoding encoding, iconv_t converter, const uint8_t *bytes,
                        size_t count, uint32_t *c)
{
    size_t length = gb_length(encoding, bytes, count);
    if (bytes[0] < 0x80) {
        *c = bytes[0];
        return 1;
    }
    char utf8[BYTES_MAX + 1] = "";
    if (length > 1 && in_set(encoding, bytes, length) &&
        convert(converter, (const char *)bytes, length, utf8, BYTES_MAX) > 0) {
        const char *at = utf8;
        *c = text_next(&at);
        return length;
    }
    *c = REPLACEMENT;
    return 1;
}

static size_t decode_utf16be(const uint8_t *bytes, size_t count, uint32_t *c)
{
    *c = REPLACEMENT;
    if (count < 2) {
        return count;
    }
    uint32_t high = (uint32_t)bytes[0] << 8 | bytes[1];
    if (is_scalar(high)) {
        *c = high;
        return 2;
    }
    uint32_t low = count >= 4 ? (uint32_t)bytes[2] << 8 | bytes[3] : 0;
    if (high >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) {
        return 2;
    }
    *c = 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
    return 4;
}

static size_t decode_utf8(const uint8_t *bytes, size_t count, uint32_t *c)
{
    char copy[BYTES_MAX + 1] = "";
    memcpy(copy, bytes, count < BYTES_MAX ? count : BYTES_MAX);
    const char *at = copy;
    *c = text_next(&at);
    return at == copy ? 1 : (size_t)(at - copy);
}

static size_t decode_one(enum text_encoding encoding, iconv_t converter, const uint8_t *bytes,
                         size_t count, uint32_t *c)
{
    switch (encoding) {
    case TEXT_GB2312:
    case TEXT_GBK:
    case TEXT_GB18030:
        return decode_gb(encoding, converter, bytes, count, c);
    case TEXT_UTF16BE:
        return decode_utf16be(bytes, count, c);
    case TEXT_UTF8:
        return decode_utf8(bytes, count, c);
    case TEXT_ASCII:
    case TEXT_ENCODING_COUNT:
        break;
    }
    *c = bytes[0] < 0x80 ? bytes[0] : REPLACEMENT;
    return 1;
}

size_t text_decode(enum text_encoding encoding, const uint8_t *bytes, size_t count, char *out,
                   size_t size)
{
    if (size == 0) {
        return 0;
    }
    iconv_t converter =
        is_gb(encoding) ? iconv_open("UTF-8", iconv_name(encoding)) : (iconv_t)-1;
    size_t used = 0;
    for (size_t at = 0; at < count;) {
        uint32_t c;
        char character[BYTES_MAX];
        at += decode_one(encoding, converter, bytes + at, count - at, &c);
        size_t length = text_put(c == 0 ? REPLACEMENT : c, character);
        if (used + length >= size) {
            break;
        }
        memcpy(out + used, character, length);
        used += length;
    }
    if (converter != (iconv_t)-1) {
        iconv_close(converter);
    }
    out[used] = '\0';
    return used;
}

/* ---------------------------------------------------------------- building texts */

void text_append(char *out, size_t size, size_t *used, const char *format, ...)
{
    if (*used >= size) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(out + *used, size - *used, format, arguments);
    va_end(arguments);
    if (count > 0) {
        size_t room = size - *used - 1;
        *used += (size_t)count < room ? (size_t)count : room;
    }
}
