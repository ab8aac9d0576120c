/* event.c: the JSON form of an event, both ways, from two tables.
 *
 * Problem: thirty kinds of events share one flat struct; a writer and a reader for each by hand
 * would be sixty functions that drift apart, and a field that one of them forgets is lost after
 * a restart.
 *
 * Design: `fields` says once what a field is called, where it lies and what type it has; `kinds`
 * says which fields a kind has. Writer and reader walk the same rows, so what is written is read.
 * Bytes that are not UTF-8 become U+FFFD: a journal that cannot be read back is worse than a
 * name with a replacement character.
 *
 * Thread: pure, any. */
#include "queue/event.h"

#include "queue/text_rules.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum field_type {
    FIELD_TEXT,
    FIELD_BOOL,
    FIELD_U16,
    FIELD_I8,
    FIELD_I32,
    FIELD_I64, /* also wall_t: one int64_t */
    FIELD_OUTCOME,
    FIELD_RATING,
    FIELD_RULE,
    FIELD_WHY
};

/* One bit a field: a kind's fields are a mask. */
enum field_id {
    NUMBER,
    CATEGORY,
    ITEM,
    PRIORITY,
    TOKEN,
    CLERK,
    DEVICE,
    NOTE,
    REASON,
    RESULT,
    SERVICE,
    ORDINAL,
    SERIES_VALUE,
    AHEAD,
    QUOTE,
    COUNT,
    POSITION,
    FINAL,
    TARGET,
    RETURN,
    UNTIL,
    RANK,
    SINCE,
    ISSUED,
    COPIES,
    LEVEL,
    RATING,
    OUTCOME,
    PROMISED,
    OF_SEQ,
    RECORD,
    DUE,
    SUBJECT,
    TAGS,
    TEXT,
    WHY,
    FIELD_COUNT
};

struct field {
    const char *key;
    enum field_type type;
    size_t offset, size;
};

#define FIELD(key, type, member)                                                                   \
    {                                                                                              \
        key, type, offsetof(struct event, member), sizeof(((struct event *)NULL)->member)          \
    }

static const struct field fields[FIELD_COUNT] = {
    [NUMBER] = FIELD("number", FIELD_TEXT, number),
    [CATEGORY] = FIELD("category", FIELD_TEXT, category),
    [ITEM] = FIELD("item", FIELD_TEXT, item),
    [PRIORITY] = FIELD("priority", FIELD_TEXT, priority),
    [TOKEN] = FIELD("token", FIELD_TEXT, token),
    [CLERK] = FIELD("clerk", FIELD_TEXT, clerk),
    [DEVICE] = FIELD("device", FIELD_TEXT, device),
    [NOTE] = FIELD("note", FIELD_TEXT, note),
    [REASON] = FIELD("reason", FIELD_TEXT, reason),
    [RESULT] = FIELD("result", FIELD_TEXT, result),
    [SERVICE] = FIELD("service", FIELD_U16, service),
    [ORDINAL] = FIELD("ordinal", FIELD_U16, ordinal),
    [SERIES_VALUE] = FIELD("series_value", FIELD_U16, series_value),
    [AHEAD] = FIELD("ahead", FIELD_I32, ahead),
    [QUOTE] = FIELD("quote_s", FIELD_I32, quote_s),
    [COUNT] = FIELD("count", FIELD_I32, count),
    [POSITION] = FIELD("position", FIELD_I32, position),
    [FINAL] = FIELD("final", FIELD_BOOL, final),
    [TARGET] = FIELD("target_window", FIELD_U16, target_window),
    [RETURN] = FIELD("return_window", FIELD_U16, return_window),
    [UNTIL] = FIELD("until_ms", FIELD_I64, until),
    [RANK] = FIELD("rank_ms", FIELD_I64, rank),
    [SINCE] = FIELD("since_ms", FIELD_I64, since),
    [ISSUED] = FIELD("issued_ms", FIELD_I64, issued),
    [COPIES] = FIELD("copies", FIELD_U16, copies),
    [LEVEL] = FIELD("level", FIELD_I8, level),
    [RATING] = FIELD("rating", FIELD_RATING, rating),
    [OUTCOME] = FIELD("outcome", FIELD_OUTCOME, outcome),
    [PROMISED] = FIELD("promised_day", FIELD_I32, promised_day),
    [OF_SEQ] = FIELD("of_seq", FIELD_I64, of_seq),
    [RECORD] = FIELD("record", FIELD_I64, record),
    [DUE] = FIELD("due_day", FIELD_I32, due_day),
    [SUBJECT] = FIELD("subject", FIELD_TEXT, subject),
    [TAGS] = FIELD("tags", FIELD_TEXT, tags),
    [TEXT] = FIELD("text", FIELD_TEXT, text),
    [WHY] = FIELD("why", FIELD_WHY, why),
};

static const struct field part_field = FIELD("part", FIELD_U16, part);

#define WHY_FIELD(key, type, member)                                                               \
    {                                                                                              \
        key, type, offsetof(struct why, member), sizeof(((struct why *)NULL)->member)              \
    }

static const struct field why_fields[] = {
    WHY_FIELD("rule", FIELD_RULE, rule),
    WHY_FIELD("waited_s", FIELD_I32, waited_s),
    WHY_FIELD("bonus_s", FIELD_I32, bonus_s),
    WHY_FIELD("weight", FIELD_I32, weight),
    WHY_FIELD("score", FIELD_I32, score),
    WHY_FIELD("candidates", FIELD_I32, candidates),
    WHY_FIELD("overtakes", FIELD_I32, overtakes),
    WHY_FIELD("overtaken", FIELD_I32, overtaken),
    WHY_FIELD("next_ticket", FIELD_I64, next_ticket),
    WHY_FIELD("next_score", FIELD_I32, next_score),
};
enum { WHY_FIELD_COUNT = sizeof(why_fields) / sizeof(why_fields[0]) };

#define BIT(field) (UINT64_C(1) << (field))

/* Most events of a ticket at a window say whose number it is and who sat there. */
#define AT_WINDOW (BIT(NUMBER) | BIT(CATEGORY) | BIT(CLERK))
#define AS_TICKET                                                                                  \
    (BIT(NUMBER) | BIT(CATEGORY) | BIT(ITEM) | BIT(PRIORITY) | BIT(TOKEN) | BIT(ORDINAL) |         \
     BIT(AHEAD) | BIT(QUOTE) | BIT(RANK))
#define OF_WINDOW (BIT(CLERK) | BIT(REASON))
#define OF_SLIP   (BIT(NUMBER) | BIT(DEVICE) | BIT(COUNT) | BIT(REASON))
/* Whose, and how it stands; and a file (review, case, alert …) with what was done to it. */
#define OF_ACCOUNT (BIT(SUBJECT) | BIT(RESULT) | BIT(REASON))
#define OF_FILE    (BIT(RECORD) | BIT(SUBJECT) | BIT(RESULT) | BIT(REASON) | BIT(DUE) | BIT(NOTE))
#define OF_HALL   (BIT(DEVICE) | BIT(RESULT) | BIT(REASON) | BIT(NOTE) | BIT(COUNT) | BIT(OF_SEQ))

static const uint64_t kind_fields[EVENT_KIND_COUNT] = {
    [EVENT_TICKET_ISSUED] = AS_TICKET | BIT(SERIES_VALUE),
    [EVENT_TICKET_CARRIED] = AS_TICKET | BIT(SERVICE) | BIT(COUNT) | BIT(SINCE) | BIT(ISSUED) |
                             BIT(COPIES) | BIT(RESULT) | BIT(DEVICE) | BIT(REASON),
    [EVENT_TICKET_CALLED] = AT_WINDOW | BIT(REASON) | BIT(WHY),
    [EVENT_TICKET_RECALLED] = AT_WINDOW | BIT(COUNT),
    [EVENT_TICKET_ARRIVED] = AT_WINDOW | BIT(SERVICE) | BIT(REASON),
    [EVENT_TICKET_FINISHED] =
        AT_WINDOW | BIT(ITEM) | BIT(SERVICE) | BIT(REASON) | BIT(OUTCOME) | BIT(PROMISED) |
        BIT(NOTE),
    [EVENT_TICKET_NO_SHOW] = AT_WINDOW | BIT(COUNT) | BIT(FINAL) | BIT(POSITION) | BIT(RANK),
    [EVENT_TICKET_HELD] = AT_WINDOW | BIT(SERVICE) | BIT(RESULT) | BIT(UNTIL) | BIT(NOTE),
    [EVENT_TICKET_RESUMED] = AT_WINDOW | BIT(REASON) | BIT(TARGET) | BIT(RANK),
    [EVENT_TICKET_TRANSFERRED] = AT_WINDOW | BIT(ITEM) | BIT(SERVICE) | BIT(RESULT) | BIT(TARGET) |
                                 BIT(RETURN) | BIT(RANK) | BIT(NOTE),
    [EVENT_TICKET_RETURNED] = AT_WINDOW | BIT(TARGET) | BIT(RANK),
    [EVENT_TICKET_RATED] =
        AT_WINDOW | BIT(ITEM) | BIT(SERVICE) | BIT(LEVEL) | BIT(RATING) | BIT(RESULT) | BIT(NOTE) |
        BIT(TAGS) | BIT(TEXT),
    [EVENT_TICKET_CANCELLED] = BIT(NUMBER) | BIT(CATEGORY) | BIT(REASON),
    [EVENT_TICKET_EXPIRED] = BIT(NUMBER) | BIT(CATEGORY) | BIT(REASON),
    [EVENT_COMMAND_UNDONE] = AT_WINDOW | BIT(OF_SEQ) | BIT(COUNT),
    [EVENT_WINDOW_OPENED] = OF_WINDOW,
    [EVENT_WINDOW_CLOSED] = OF_WINDOW,
    [EVENT_WINDOW_PAUSED] = OF_WINDOW,
    [EVENT_WINDOW_RESUMED] = OF_WINDOW,
    [EVENT_SLIP_STARTED] = OF_SLIP,
    [EVENT_SLIP_PRINTED] = OF_SLIP,
    [EVENT_SLIP_UNCERTAIN] = OF_SLIP,
    [EVENT_SLIP_VOID] = OF_SLIP,
    [EVENT_CONTROLLER_STARTED] = OF_HALL,
    [EVENT_CONTROLLER_STOPPED] = OF_HALL,
    [EVENT_SITE_ADOPTED] = OF_HALL,
    [EVENT_DEVICE_CHANGED] = OF_HALL,
    [EVENT_CLOCK_STEPPED] = OF_HALL,
    [EVENT_RECORD_LOST] = OF_HALL,
    [EVENT_OFFICE_ACCOUNT_SET] = OF_ACCOUNT | BIT(CLERK) | BIT(NOTE) | BIT(TEXT),
    [EVENT_OFFICE_PASSWORD_SET] = OF_ACCOUNT | BIT(TEXT),
    [EVENT_OFFICE_TOKEN_MADE] = OF_ACCOUNT | BIT(TEXT) | BIT(UNTIL) | BIT(NOTE) | BIT(TAGS),
    [EVENT_OFFICE_TOKEN_ENDED] = OF_ACCOUNT,
    [EVENT_OFFICE_SIGNED_IN] = OF_ACCOUNT | BIT(TEXT) | BIT(UNTIL) | BIT(NOTE),
    [EVENT_OFFICE_SIGNED_OUT] = OF_ACCOUNT | BIT(TEXT),
    [EVENT_OFFICE_SIGN_IN_FAILED] = OF_ACCOUNT | BIT(COUNT) | BIT(UNTIL) | BIT(NOTE),
    [EVENT_OFFICE_UNLOCKED] = OF_ACCOUNT,
    [EVENT_OFFICE_REVIEW_OPENED] = OF_FILE | AT_WINDOW | BIT(ITEM) | BIT(SERVICE) | BIT(LEVEL) |
                                   BIT(TAGS) | BIT(TEXT) | BIT(OF_SEQ) | BIT(PROMISED),
    [EVENT_OFFICE_REVIEW_STEP] =
        OF_FILE | BIT(CLERK) | BIT(LEVEL) | BIT(COUNT) | BIT(PROMISED) | BIT(TEXT),
    [EVENT_OFFICE_REVIEW_ATTACHED] = OF_FILE | BIT(COUNT) | BIT(TEXT),
    [EVENT_OFFICE_DEFAULTS_DONE] = BIT(DUE) | BIT(COUNT) | BIT(RESULT),
    [EVENT_OFFICE_CASE_OPENED] = OF_FILE | AT_WINDOW | BIT(ITEM) | BIT(SERVICE) | BIT(OUTCOME) |
                                 BIT(PROMISED) | BIT(OF_SEQ) | BIT(TEXT),
    [EVENT_OFFICE_CASE_MOVED] = OF_FILE | BIT(ITEM) | BIT(CLERK) | BIT(PROMISED) |
                                 BIT(TEXT) | BIT(COUNT),
    [EVENT_OFFICE_CASE_WARNED] = OF_FILE | BIT(ITEM) | BIT(PROMISED) | BIT(COUNT),
    [EVENT_OFFICE_ALERT_RAISED] = OF_FILE | BIT(NUMBER) | BIT(CATEGORY) | BIT(DEVICE) |
                                  BIT(COUNT) | BIT(POSITION) | BIT(FINAL) | BIT(SINCE) |
                                  BIT(OF_SEQ),
    [EVENT_OFFICE_ALERT_ACKNOWLEDGED] = OF_FILE | BIT(TEXT),
    [EVENT_OFFICE_ALERT_ENDED] = OF_FILE | BIT(COUNT),
    [EVENT_OFFICE_SITE_SAVED] = OF_FILE | BIT(COUNT) | BIT(TEXT),
    [EVENT_OFFICE_EXPORTED] = OF_FILE,
    [EVENT_OFFICE_REPORT_FILED] = OF_FILE,
    [EVENT_OFFICE_DEVICE_TESTED] = OF_FILE | BIT(DEVICE) | BIT(TEXT),
};

static uint64_t fields_of(enum event_kind kind)
{
    return kind > EVENT_NONE && kind < EVENT_KIND_COUNT ? kind_fields[kind] : 0;
}

/* ------------------------------------------------------------------------------- writing */

struct writer {
    char *out;
    size_t size, used;
    bool full;
};

static void put(struct writer *writer, const char *bytes, size_t count)
{
    if (writer->used + count >= writer->size) {
        writer->full = true;
        return;
    }
    memcpy(writer->out + writer->used, bytes, count);
    writer->used += count;
}

static void put_text(struct writer *writer, const char *text)
{
    put(writer, text, strlen(text));
}

static void put_number(struct writer *writer, int64_t number)
{
    char digits[24];
    int count = snprintf(digits, sizeof(digits), "%" PRId64, number);
    put(writer, digits, (size_t)count);
}

/* One character of `text` as JSON; returns how many bytes of `text` that was. */
static size_t put_character(struct writer *writer, const char *text, size_t left)
{
    unsigned char first = (unsigned char)text[0];
    size_t length = text_rules_character(text, left);
    if (length == 0) {
        put_text(writer, "\\ufffd");
        return 1;
    }
    if (first == '"' || first == '\\') {
        const char escaped[2] = {'\\', (char)first};
        put(writer, escaped, 2);
    } else if (first < 0x20) {
        char escaped[8];
        snprintf(escaped, sizeof(escaped), "\\u%04x", first);
        put_text(writer, escaped);
    } else {
        put(writer, text, length);
    }
    return length;
}

static void put_string(struct writer *writer, const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    put(writer, "\"", 1);
    for (size_t at = 0; at < length;) {
        at += put_character(writer, text + at, length - at);
    }
    put(writer, "\"", 1);
}

static void put_name(struct writer *writer, const char *name)
{
    put_string(writer, name != NULL ? name : "none", SIZE_MAX);
}

static int64_t field_integer(const struct field *field, const void *base)
{
    const char *at = (const char *)base + field->offset;
    switch (field->type) {
    case FIELD_U16: {
        uint16_t value;
        memcpy(&value, at, sizeof(value));
        return value;
    }
    case FIELD_I8: return *(const int8_t *)at;
    case FIELD_BOOL: return *(const bool *)at;
    case FIELD_I64: {
        int64_t value;
        memcpy(&value, at, sizeof(value));
        return value;
    }
    default: {
        int32_t value; /* FIELD_I32 and the enums */
        memcpy(&value, at, sizeof(value));
        return value;
    }
    }
}

static void put_why(struct writer *writer, const struct why *why);

static void put_value(struct writer *writer, const struct field *field, const void *base)
{
    const char *at = (const char *)base + field->offset;
    int64_t number =
        field->type == FIELD_TEXT || field->type == FIELD_WHY ? 0 : field_integer(field, base);
    switch (field->type) {
    case FIELD_TEXT: put_string(writer, at, field->size); break;
    case FIELD_BOOL: put_text(writer, number != 0 ? "true" : "false"); break;
    case FIELD_OUTCOME: put_name(writer, outcome_name((enum service_outcome)number)); break;
    case FIELD_RATING: put_name(writer, rating_kind_name((enum rating_kind)number)); break;
    case FIELD_RULE: put_name(writer, why_rule_name((enum why_rule)number)); break;
    case FIELD_WHY: put_why(writer, (const struct why *)(const void *)at); break;
    default: put_number(writer, number); break;
    }
}

static void put_member(struct writer *writer, const struct field *field, const void *base)
{
    if (writer->used > 0 && writer->out[writer->used - 1] != '{') {
        put(writer, ",", 1);
    }
    put_name(writer, field->key);
    put(writer, ":", 1);
    put_value(writer, field, base);
}

static void put_why(struct writer *writer, const struct why *why)
{
    put(writer, "{", 1);
    for (int i = 0; i < WHY_FIELD_COUNT; i++) {
        put_member(writer, &why_fields[i], why);
    }
    put(writer, "}", 1);
}

void event_strip(struct event *event)
{
    uint64_t mask = fields_of(event->kind);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if ((mask & BIT(i)) == 0) {
            memset((char *)event + fields[i].offset, 0, fields[i].size);
        }
    }
}

int event_body_write(const struct event *event, char *out, size_t size)
{
    struct writer writer = {.out = out, .size = size};
    uint64_t mask = fields_of(event->kind);
    put(&writer, "{", 1);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if ((mask & BIT(i)) != 0) {
            put_member(&writer, &fields[i], event);
        }
    }
    if (event->part != 0) {
        put_member(&writer, &part_field, event);
    }
    put(&writer, "}", 1);
    if (writer.full) {
        return -1;
    }
    out[writer.used] = '\0';
    return (int)writer.used;
}

/* ------------------------------------------------------------------------------- reading */

static const struct {
    int64_t least, most;
} ranges[] = {
    [FIELD_U16] = {0, UINT16_MAX},
    [FIELD_I8] = {INT8_MIN, INT8_MAX},
    [FIELD_I32] = {INT32_MIN, INT32_MAX},
    [FIELD_I64] = {INT64_MIN, INT64_MAX},
};

static int take_integer(const struct field *field, void *base, const json_t *value)
{
    char *at = (char *)base + field->offset;
    if (!json_is_integer(value)) {
        return -1;
    }
    int64_t number = json_integer_value(value);
    if (number < ranges[field->type].least || number > ranges[field->type].most) {
        return -1;
    }
    uint16_t u16 = (uint16_t)number;
    int8_t i8 = (int8_t)number;
    int32_t i32 = (int32_t)number;
    switch (field->type) {
    case FIELD_U16: memcpy(at, &u16, sizeof(u16)); break;
    case FIELD_I8: memcpy(at, &i8, sizeof(i8)); break;
    case FIELD_I32: memcpy(at, &i32, sizeof(i32)); break;
    default: memcpy(at, &number, sizeof(number)); break;
    }
    return 0;
}

static int take_text(const struct field *field, void *base, const json_t *value)
{
    if (!json_is_string(value) || json_string_length(value) >= field->size) {
        return -1;
    }
    char *at = (char *)base + field->offset;
    memset(at, 0, field->size);
    memcpy(at, json_string_value(value), json_string_length(value));
    return 0;
}

/* An enum by its name, among the names that `name_of` knows below `count`. */
static int take_name(const struct field *field, void *base, const json_t *value)
{
    static const int counts[] = {[FIELD_OUTCOME] = OUTCOME_COUNT,
                                 [FIELD_RATING] = RATING_DEFAULT + 1,
                                 [FIELD_RULE] = WHY_RULE_COUNT};
    if (!json_is_string(value)) {
        return -1;
    }
    for (int32_t i = 0; i < counts[field->type]; i++) {
        const char *name = field->type == FIELD_OUTCOME  ? outcome_name((enum service_outcome)i)
                           : field->type == FIELD_RATING ? rating_kind_name((enum rating_kind)i)
                                                         : why_rule_name((enum why_rule)i);
        if (strcmp(name, json_string_value(value)) == 0) {
            memcpy((char *)base + field->offset, &i, sizeof(i));
            return 0;
        }
    }
    return -1;
}

static int take_why(struct why *why, const json_t *object);

static int take_value(const struct field *field, void *base, const json_t *value)
{
    char *at = (char *)base + field->offset;
    switch (field->type) {
    case FIELD_TEXT: return take_text(field, base, value);
    case FIELD_BOOL:
        if (!json_is_boolean(value)) {
            return -1;
        }
        *(bool *)at = json_is_true(value);
        return 0;
    case FIELD_OUTCOME:
    case FIELD_RATING:
    case FIELD_RULE: return take_name(field, base, value);
    case FIELD_WHY: return take_why((struct why *)(void *)at, value);
    default: return take_integer(field, base, value);
    }
}

/* A key that is missing keeps its zero: older records lack newer fields. */
static int take_member(const struct field *field, void *base, const json_t *object)
{
    const json_t *value = json_object_get(object, field->key);
    return value == NULL ? 0 : take_value(field, base, value);
}

static int take_why(struct why *why, const json_t *object)
{
    if (!json_is_object(object)) {
        return -1;
    }
    for (int i = 0; i < WHY_FIELD_COUNT; i++) {
        if (take_member(&why_fields[i], why, object) < 0) {
            return -1;
        }
    }
    return 0;
}

static int take_body(struct event *event, const json_t *object)
{
    uint64_t mask = fields_of(event->kind);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if ((mask & BIT(i)) == 0) {
            continue;
        }
        memset((char *)event + fields[i].offset, 0, fields[i].size);
        if (take_member(&fields[i], event, object) < 0) {
            return -1;
        }
    }
    event->part = 0;
    return take_member(&part_field, event, object);
}

int event_body_read(struct event *event, const char *json)
{
    size_t length = strnlen(json, (size_t)2 * EVENT_BODY_SIZE + 1);
    if (length > (size_t)2 * EVENT_BODY_SIZE) {
        return -1; /* no version of us wrote that */
    }
    json_error_t error;
    json_t *object = json_loadb(json, length, JSON_REJECT_DUPLICATES, &error);
    struct event read = *event;
    int result = json_is_object(object) ? take_body(&read, object) : -1;
    json_decref(object);
    if (result == 0) {
        *event = read;
    }
    return result;
}
