/* value.h: single values as people write them: "15min", "09:00", 2026-10-01, "A0 90 02".
 *
 * Pure functions from text to number and back. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_status {
    VALUE_OK = 0,
    VALUE_WRONG = -1,        /* not of that type at all */
    VALUE_UNKNOWN_UNIT = -2, /* a number with a unit nobody knows */
    VALUE_NOT_WHOLE = -3     /* not a whole number of the unit */
};

/* Decimal, or hexadecimal after 0x; a leading zero is decimal. */
enum value_status value_integer(const char *text, int64_t *out);
enum value_status value_bool(const char *text, bool *out);
/* "15min", "1.5s", "250ms", "2h", or a number alone, which is in `unit` ("ms", "s", "min"). The
 * result is in `unit`. */
enum value_status value_duration(const char *text, const char *unit, int64_t *out);
/* "09:00" to "24:00" as minutes of the day. */
enum value_status value_time(const char *text, int64_t *minutes);
/* "2026-10-01" as 20261001; only days that exist, 2000 to 2199. */
enum value_status value_date(const char *text, int64_t *yyyymmdd);
/* Position of `text` in "pull|push"; -1 when it is not one of them. */
int value_choice(const char *text, const char *choices);
/* Pairs of hexadecimal digits, blanks between them allowed. Bytes, or -1 (none, odd digits, more
 * than `size`). */
int value_hex(const char *text, uint8_t *bytes, size_t size);

/* 1 to LIMIT_CODE - 1 letters, digits, dots, - or _. */
bool value_is_code(const char *text);

/* The other way; `out` has room for VALUE_TEXT bytes. */
enum { VALUE_TEXT = 32 };
const char *value_format_duration(int64_t value, const char *unit, char *out);
const char *value_format_time(int64_t minutes, char *out);
const char *value_format_date(int64_t yyyymmdd, char *out);
/* The choice at `index` of "pull|push"; "" when there is none. `out` has room for `size`. */
const char *value_format_choice(int64_t index, const char *choices, char *out, size_t size);
