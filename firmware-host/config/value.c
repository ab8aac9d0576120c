/* value.c: single values as people write them. See value.h. */
#include "config/value.h"

#include "base/limits.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INTEGER_DIGITS = 15 };

enum value_status value_integer(const char *text, int64_t *out)
{
    const char *digits = text + (*text == '-' || *text == '+' ? 1 : 0);
    bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    digits += hex ? 2 : 0;
    size_t count = 0;
    while (hex ? isxdigit((unsigned char)digits[count]) : isdigit((unsigned char)digits[count])) {
        count++;
    }
    if (count == 0 || count > INTEGER_DIGITS || digits[count] != '\0') {
        return VALUE_WRONG;
    }
    int64_t value = (int64_t)strtoll(digits, NULL, hex ? 16 : 10);
    *out = *text == '-' ? -value : value;
    return VALUE_OK;
}

enum value_status value_bool(const char *text, bool *out)
{
    if (strcmp(text, "true") == 0 || strcmp(text, "yes") == 0 || strcmp(text, "on") == 0) {
        *out = true;
        return VALUE_OK;
    }
    if (strcmp(text, "false") == 0 || strcmp(text, "no") == 0 || strcmp(text, "off") == 0) {
        *out = false;
        return VALUE_OK;
    }
    return VALUE_WRONG;
}

/* ------------------------------------------------------------------ lengths of time */

static const struct {
    const char *name;
    int64_t ms;
} units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}};
enum { UNIT_COUNT = sizeof units / sizeof *units };

static int64_t unit_ms(const char *name)
{
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (strcmp(units[i].name, name) == 0) {
            return units[i].ms;
        }
    }
    return 0;
}

/* Reads "12.345" as thousandths. NULL when there is no number or too large a one, else where
 * it ends. More than three decimals set `*fine`. */
static const char *read_thousandths(const char *text, int64_t *out, bool *fine)
{
    int64_t value = 0;
    int digits = 0, decimals = 0;
    for (; isdigit((unsigned char)*text); text++, digits++) {
        value = digits < 12 ? value * 10 + (*text - '0') : value;
    }
    if (digits == 0 || digits > 12) {
        return NULL;
    }
    if (*text == '.') {
        for (text++; isdigit((unsigned char)*text); text++, decimals++) {
            value = decimals < 3 ? value * 10 + (*text - '0') : value;
        }
    }
    *fine = decimals > 3;
    for (; decimals < 3; decimals++) {
        value *= 10;
    }
    *out = value;
    return text;
}

enum value_status value_duration(const char *text, const char *unit, int64_t *out)
{
    int64_t thousandths;
    bool fine = false;
    const char *rest = read_thousandths(text, &thousandths, &fine);
    if (rest == NULL) {
        return VALUE_WRONG;
    }
    rest += strspn(rest, " ");
    int64_t scale = unit_ms(*rest != '\0' ? rest : unit);
    if (scale == 0) {
        return VALUE_UNKNOWN_UNIT;
    }
    if (thousandths > INT64_MAX / scale) {
        return VALUE_WRONG;
    }
    int64_t per_unit = 1000 * unit_ms(unit);
    if (fine || thousandths * scale % per_unit != 0) {
        return VALUE_NOT_WHOLE;
    }
    *out = thousandths * scale / per_unit;
    return VALUE_OK;
}

const char *value_format_duration(int64_t value, const char *unit, char *out)
{
    int64_t ms = value * unit_ms(unit);
    size_t best = 0;
    for (size_t i = 1; i < UNIT_COUNT && ms != 0; i++) {
        if (ms % units[i].ms == 0) {
            best = i;
        }
    }
    if (ms == 0) {
        snprintf(out, VALUE_TEXT, "0%s", unit);
    } else {
        snprintf(out, VALUE_TEXT, "%lld%s", (long long)(ms / units[best].ms), units[best].name);
    }
    return out;
}

/* ------------------------------------------------------------------ times and dates */

/* Exactly `count` digits; -1 otherwise. */
static int digits_at(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)text[i])) {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

enum value_status value_time(const char *text, int64_t *minutes)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL || colon == text || colon - text > 2 || strlen(colon) != 3) {
        return VALUE_WRONG;
    }
    int hour = digits_at(text, (size_t)(colon - text)), minute = digits_at(colon + 1, 2);
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
        return VALUE_WRONG;
    }
    *minutes = hour * 60 + minute;
    return VALUE_OK;
}

const char *value_format_time(int64_t minutes, char *out)
{
    snprintf(out, VALUE_TEXT, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
    return out;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

enum value_status value_date(const char *text, int64_t *yyyymmdd)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return VALUE_WRONG;
    }
    int year = digits_at(text, 4), month = digits_at(text + 5, 2), day = digits_at(text + 8, 2);
    if (year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month)) {
        return VALUE_WRONG;
    }
    *yyyymmdd = year * 10000 + month * 100 + day;
    return VALUE_OK;
}

const char *value_format_date(int64_t yyyymmdd, char *out)
{
    int day = (int)yyyymmdd;
    snprintf(out, VALUE_TEXT, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
    return out;
}

/* ------------------------------------------------------------------ choices and bytes */

int value_choice(const char *text, const char *choices)
{
    size_t size = strlen(text);
    for (int index = 0; *choices != '\0'; index++) {
        size_t length = strcspn(choices, "|");
        if (length == size && memcmp(text, choices, size) == 0) {
            return index;
        }
        choices += length + (choices[length] == '|' ? 1 : 0);
    }
    return -1;
}

const char *value_format_choice(int64_t index, const char *choices, char *out, size_t size)
{
    for (int64_t i = 0; i < index && *choices != '\0'; i++) {
        choices += strcspn(choices, "|");
        choices += *choices == '|' ? 1 : 0;
    }
    snprintf(out, size, "%.*s", (int)strcspn(choices, "|"), choices);
    return out;
}

bool value_is_code(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.-_";
    size_t size = strspn(text, allowed);
    return size > 0 && size < LIMIT_CODE && text[size] == '\0';
}

static int nibble(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int value_hex(const char *text, uint8_t *bytes, size_t size)
{
    size_t count = 0;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        int high = nibble(text[0]);
        int low = high >= 0 ? nibble(text[1]) : -1;
        if (low < 0 || count == size) {
            return -1;
        }
        bytes[count++] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    return count > 0 ? (int)count : -1;
}
