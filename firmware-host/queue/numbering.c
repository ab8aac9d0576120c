/* numbering.c: numbers that are never given out twice on a business day.
 *
 * A number is series + zero-padded value, "A012". Each series counts upwards for itself; when
 * the category's is full its overflow series goes on, and when that is full there are no more
 * numbers. A series counts for the whole hall: categories that share one never share a number.
 * A ticket's id is (yymmdd × 100000) + ordinal of the day, for ever unique in the hall. */
#include "queue/engine_state.h"

#include "queue/text_rules.h"

#include <stdio.h>
#include <string.h>

static const struct series_record *series_find(const struct engine *engine, const char *series)
{
    for (uint16_t i = 0; i < engine->series_count; i++) {
        if (strcmp(engine->series[i].series, series) == 0) {
            return &engine->series[i];
        }
    }
    return NULL;
}

static int next_of(const struct engine *engine, const struct plan_category *category,
                   const char *series, struct next_number *out)
{
    const struct series_record *used = series_find(engine, series);
    uint32_t value = category->first;
    if (used != NULL && used->value >= value) {
        value = (uint32_t)used->value + 1;
    }
    if (value > category->last || (used == NULL && engine->series_count == SERIES_ROOM)) {
        return QUEUE_SERIES_FULL;
    }
    text_rules_copy(out->series, sizeof(out->series), series);
    out->value = (uint16_t)value;
    int length = snprintf(out->number, sizeof(out->number), "%s%0*u", series, category->digits,
                          (unsigned)value);
    return length > 0 && (size_t)length < sizeof(out->number) ? 0 : QUEUE_SERIES_FULL;
}

int numbering_next(const struct engine *engine, const struct plan_category *category,
                   struct next_number *out)
{
    memset(out, 0, sizeof(*out));
    int error = next_of(engine, category, category->series, out);
    if (error != 0 && category->overflow[0] != '\0') {
        error = next_of(engine, category, category->overflow, out);
    }
    return error;
}

void numbering_used(struct engine *engine, const char *series, uint16_t value)
{
    struct series_record *record = NULL;
    for (uint16_t i = 0; i < engine->series_count && record == NULL; i++) {
        if (strcmp(engine->series[i].series, series) == 0) {
            record = &engine->series[i];
        }
    }
    if (record == NULL) {
        if (engine->series_count == SERIES_ROOM) {
            return;
        }
        record = &engine->series[engine->series_count++];
        *record = (struct series_record){.value = 0};
        text_rules_copy(record->series, sizeof(record->series), series);
    }
    if (value > record->value) {
        record->value = value;
    }
}

void numbering_start_day(struct engine *engine, int32_t day)
{
    if (engine->number_day == day) {
        return; /* the witness told us of numbers of this very day */
    }
    engine->number_day = day;
    engine->ordinal = 0;
    engine->series_count = 0;
    memset(engine->series, 0, sizeof(engine->series));
}

int64_t numbering_ticket_id(int32_t day, uint16_t ordinal)
{
    return (int64_t)(day % 1000000) * 100000 + ordinal;
}

int32_t numbering_day_of(int64_t id)
{
    return (int32_t)(id / 100000) + 20000000;
}

void numbering_series_of(const char *number, char series[LIMIT_SERIES])
{
    size_t length = strlen(number);
    while (length > 0 && number[length - 1] >= '0' && number[length - 1] <= '9') {
        length--;
    }
    memset(series, 0, LIMIT_SERIES);
    memcpy(series, number, length < LIMIT_SERIES ? length : LIMIT_SERIES - 1);
}
