/* messages.h: what the configuration's reader says, in Chinese and English.
 *
 * These few texts are needed before any file can be read, so they are rows here and not in
 * config/lang. A row is a sentence that says what is wrong and an advice that says what to do;
 * {0} to {3} are filled in. Pure; thread: any. */
#pragma once

#include "config/site.h"

enum message {
    /* files and YAML */
    MESSAGE_NO_FOLDER,
    MESSAGE_NO_FILE,
    MESSAGE_FILE_TOO_LARGE,
    MESSAGE_NOT_UTF8,
    MESSAGE_CONTROL_CHARACTER,
    MESSAGE_TOO_DEEP,
    MESSAGE_TOO_MANY_NODES,
    MESSAGE_KEY_NOT_TEXT,
    MESSAGE_TWO_DOCUMENTS,
    MESSAGE_ALIAS,
    MESSAGE_QUOTES,
    MESSAGE_NO_MEMORY,
    MESSAGE_YAML_SYNTAX,
    MESSAGE_NAME_TOO_LONG,
    MESSAGE_TOO_MANY_PROFILES,
    MESSAGE_NOT_A_DUMP,
    /* keys and values */
    MESSAGE_UNKNOWN_KEY,
    MESSAGE_DUPLICATE_KEY,
    MESSAGE_MISSING_KEY,
    MESSAGE_EMPTY_VALUE,
    MESSAGE_WRONG_TYPE,
    MESSAGE_OUT_OF_RANGE,
    MESSAGE_NOT_WHOLE,
    MESSAGE_UNKNOWN_UNIT,
    MESSAGE_UNKNOWN_WORD,
    MESSAGE_BAD_CODE,
    MESSAGE_BAD_SERIES,
    MESSAGE_TEXT_TOO_LONG,
    MESSAGE_TEXT_CONTROL,
    MESSAGE_UNKNOWN_HOLE,
    MESSAGE_TOO_MANY,
    MESSAGE_TOO_FEW,
    MESSAGE_DUPLICATE_VALUE,
    MESSAGE_UNKNOWN_REFERENCE,
    MESSAGE_BAD_FRAME,
    MESSAGE_BAD_HEX,
    /* what a type expects, for MESSAGE_WRONG_TYPE */
    MESSAGE_EXPECT_BOOL,
    MESSAGE_EXPECT_INT,
    MESSAGE_EXPECT_DURATION,
    MESSAGE_EXPECT_TIME,
    MESSAGE_EXPECT_DATE,
    MESSAGE_EXPECT_TEXT,
    MESSAGE_EXPECT_WORDS,
    MESSAGE_EXPECT_MAP,
    MESSAGE_EXPECT_LIST,
    MESSAGE_EXPECT_NUMBERS,
    MESSAGE_EXPECT_TENTHS,
    MESSAGE_EXPECT_PIXELS,
    /* one record against itself */
    MESSAGE_PERIOD_BACKWARDS,
    MESSAGE_PERIODS_OVERLAP,
    MESSAGE_TOO_MANY_PERIODS,
    MESSAGE_DIGITS_TOO_FEW,
    MESSAGE_OVERFLOW_TAKEN,
    MESSAGE_PROMISE_WITHOUT_DAYS,
    MESSAGE_PROMISE_TOO_LONG,
    MESSAGE_SLIP_LINE_KIND,
    MESSAGE_KEY_MEANS_NOTHING,
    MESSAGE_VECTOR_KIND,
    MESSAGE_HOLIDAY_AND_WORKDAY,
    MESSAGE_BAD_TIMEZONE,
    MESSAGE_BAD_URL,
    MESSAGE_BAD_PORT,
    MESSAGE_FOLDER_NOT_WHOLE,
    MESSAGE_REPORT_FORM,
    MESSAGE_BRIEF_DAILY,
    MESSAGE_REPORT_NO_AXES,
    /* cross-checks */
    MESSAGE_WINDOW_SERVES_NOTHING,
    MESSAGE_CATEGORY_WITHOUT_WINDOW,
    MESSAGE_CATEGORY_WITHOUT_ITEM,
    MESSAGE_WINDOW_WITHOUT_BOARD,
    MESSAGE_DEVICE_WITHOUT_WINDOW,
    MESSAGE_PANEL_WITHOUT_PRINTER,
    MESSAGE_ADDRESS_TAKEN,
    MESSAGE_ADDRESS_MISSING,
    MESSAGE_PORT_TAKEN,
    MESSAGE_WIRES_MIXED,
    MESSAGE_SPEEDS_MIXED,
    MESSAGE_TWO_PRINTERS,
    MESSAGE_PRINTER_SHARES_BUS,
    MESSAGE_BOARD_TEXT_TOO_LONG,
    MESSAGE_LINE_SLOW,
    MESSAGE_LINE_TOO_SLOW,
    MESSAGE_SLIP_SLOW,
    MESSAGE_SLIP_WITHOUT_NUMBER,
    MESSAGE_NO_DEVICES_FILE,
    /* profiles */
    MESSAGE_UNKNOWN_DRIVER,
    MESSAGE_UNKNOWN_OPTION,
    MESSAGE_OPTION_NOT_A_VALUE,
    MESSAGE_OPTION_TYPE,
    MESSAGE_PROFILE_FAILS,
    /* nouns */
    MESSAGE_NOUN_ERROR,
    MESSAGE_NOUN_WARNING,
    MESSAGE_NOUN_ALLOWED,
    MESSAGE_NOUN_GUESS,
    MESSAGE_NOUN_UNUSED_PROFILE,
    MESSAGE_NOUN_OPEN_BRACKET,
    MESSAGE_NOUN_FEWER,
    MESSAGE_NOUN_SUMMARY,
    MESSAGE_COUNT
};

/* What stands in {0} .. {3}; NULL for none. */
struct message_values {
    const char *value[4];
};

bool message_is_warning(enum message message);
/* Fills sentence or advice; cut at a character's border when `size` is too small. */
void message_format(char *out, size_t size, enum message message, enum site_language language,
                    const struct message_values *values);
void message_advice(char *out, size_t size, enum message message, enum site_language language,
                    const struct message_values *values);
/* The sentence of a row without holes. */
const char *message_noun(enum message message, enum site_language language);
