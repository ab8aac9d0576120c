/* schema.h: every key of the configuration as a row.
 *
 * Problem: parser, check, error text, dump and manual drift apart when each knows the keys by
 * itself.
 *
 * Design: a row says the key, its type, unit, range, default and help, and where its value lives
 * in a C record. reader.c reads records by rows, dump.c writes them, manual.c prints the rows. A
 * value that fits no plain type has SCHEMA_CUSTOM with a reader and a writer of its own. A new
 * key is one row.
 *
 * The default is written as the file would write it. NULL: the key must be given. "": nothing
 * ("", an empty list, zero). A value in braces or brackets is YAML. */
#pragma once

#include "config/site.h"
#include "config/yaml.h"

#include <stddef.h>
#include <stdint.h>

struct reader;
struct writer;

enum schema_type {
    SCHEMA_BOOL,
    SCHEMA_INT,
    SCHEMA_DURATION,  /* in the row's unit */
    SCHEMA_TIME,      /* minutes of the day */
    SCHEMA_DATE,      /* yyyymmdd */
    SCHEMA_CODE,      /* const char *: letters, digits, dot, - and _ */
    SCHEMA_SERIES,    /* const char *: capital letters */
    SCHEMA_TEXT,      /* const char *; `high` = most bytes; `words` = its placeholders */
    SCHEMA_CHARACTERS, /* a text in a char array of the record */
    SCHEMA_REMARK,    /* a text that is read and not kept */
    SCHEMA_WORDS,     /* struct words; `high` and `words` as SCHEMA_TEXT */
    SCHEMA_CHOICE,    /* index of one of `words` in an integer, enum or bool */
    SCHEMA_CHOICE_CHARACTERS, /* one of `words` in a char array of the record */
    SCHEMA_REFERENCE, /* uint16_t: index of the record of `list` with this code */
    SCHEMA_MAP,       /* rows of `table` on the same record */
    SCHEMA_LIST,      /* pointer to an array of `table` records or of `element` values */
    SCHEMA_CUSTOM,
    SCHEMA_TYPE_COUNT
};

struct schema_row {
    const char *key;
    enum schema_type type;
    const char *unit;
    int64_t low, high; /* numbers: range in the unit; lists: how many; texts: bytes */
    const char *fallback;
    const char *words;
    size_t offset, size; /* of the value in the record */
    size_t count_offset; /* SCHEMA_LIST: of the size_t that counts */
    bool unique;   /* within its list */
    bool lines;    /* a text may have several lines */
    bool inherits; /* absent: the value stays as it is */
    uint8_t reserve; /* SCHEMA_LIST: so many default records come first */
    const struct schema_table *table;
    const struct schema_row *element; /* SCHEMA_LIST of plain values */
    const struct schema_row *list;    /* SCHEMA_REFERENCE: the row of what is referred to */
    /* SCHEMA_CUSTOM: `field` is the value within the record. 0, or -1 when it was reported. */
    int (*read)(struct reader *reader, const struct yaml_node *node,
                const struct schema_row *row, void *field);
    void (*write)(struct writer *writer, const struct schema_row *row, const void *field);
    enum message expected; /* SCHEMA_CUSTOM: what it must be, a MESSAGE_EXPECT_* */
    const char *example;   /* SCHEMA_CUSTOM: for the manual */
    const char *zh, *en;   /* help */
};

struct schema_table {
    const char *name;    /* in messages: "categories[]" */
    const char *zh, *en; /* what one record is */
    const struct schema_row *rows; /* ends with key NULL */
    size_t size;         /* of a record */
    /* Checks within a record that was read. */
    void (*check)(struct reader *reader, const struct yaml_node *node, void *record);
};

/* The three kinds of file. hall.yaml and lines.yaml fill struct site, a profile fills
 * struct device_profile. */
extern const struct schema_table schema_hall, schema_lines, schema_profile;

/* Parts that others look at. */
extern const struct schema_table schema_period, schema_slip_line, schema_line, schema_device;
extern const struct schema_table schema_profile_key, schema_profile_vector, schema_display;
extern const struct schema_table schema_voice, schema_notice, schema_supervision, schema_limits;
extern const struct schema_table schema_review_tag, schema_doubts, schema_reviews;
extern const char *const schema_weekdays; /* "sun|mon|…" */
/* Tags of a hall that names none. */
#define SCHEMA_REVIEW_TAGS                                                                         \
    "[{code: warm, for: good, name: {zh: 服务热情, en: Friendly}},"                                \
    " {code: efficient, for: good, name: {zh: 办事高效, en: Efficient}},"                          \
    " {code: skilled, for: good, name: {zh: 业务熟练, en: Knows the matter}},"                     \
    " {code: once, for: good, name: {zh: 一次办成, en: Done in one visit}},"                       \
    " {code: waited, for: fair, name: {zh: 等候偏久, en: A rather long wait}},"                    \
    " {code: unclear, for: fair, name: {zh: 说明不够清楚, en: Could be clearer}},"                 \
    " {code: rude, for: bad, name: {zh: 服务态度生硬, en: Unfriendly}},"                           \
    " {code: long_wait, for: bad, name: {zh: 等候时间过长, en: Waited too long}},"                 \
    " {code: slow, for: bad, name: {zh: 办理拖沓, en: Slow service}},"                             \
    " {code: unskilled, for: bad, name: {zh: 业务不熟悉, en: Does not know the matter}},"          \
    " {code: told_late, for: bad, name: {zh: 没有一次性告知, en: Not told everything at once}},"   \
    " {code: extra_papers, for: bad, name: {zh: 要求指南以外的材料, en: Papers beyond the guide}}," \
    " {code: many_trips, for: bad, name: {zh: 反复跑动, en: Had to come again}}]"

enum { SCHEMA_FRAME_BYTES = 3 }; /* data_bits, stop_bits and parity of struct profile_line */
enum { SCHEMA_HALL_DEPARTMENTS = 4, SCHEMA_HALL_CATEGORIES = 5, SCHEMA_HALL_ITEMS = 6 };
extern const struct schema_row schema_hall_rows[];
const struct schema_row *schema_find(const struct schema_table *table, const char *key);

/* Where a value lives: offset and size of a member. */
#define IN(record, member)                                                                         \
    .offset = offsetof(record, member), .size = sizeof(((record *)0)->member)
/* An array with its count. */
#define ARRAY(record, pointer, counter)                                                            \
    .offset = offsetof(record, pointer), .count_offset = offsetof(record, counter)

/* One line of the slip's template as the file writes it. */
struct slip_draft {
    const char *text, *qr;
    uint8_t feed, width, height, size;
    bool rule, cut, bold;
    enum slip_align align;
};
/* A vector as the file writes it. */
struct vector_draft {
    const char *send, *receive;
    struct profile_vector vector;
};
/* A line as the file writes it: settings that are not given come from the profiles. */
struct line_draft {
    struct site_line line;
    const struct yaml_node *devices;
};
