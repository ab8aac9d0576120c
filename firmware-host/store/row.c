/* row.c: see row.h. */
#include "store/row.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(sqlite3_int64) == sizeof(int64_t), "numbers are bound as they are");

static void set_text(struct row *row, enum row_text which, const char *text)
{
    row->text[which] = text;
    row->length[which] = strlen(text);
}

int row_from_event(struct row *row, const struct event *event, const char *boot,
                   char body[EVENT_BODY_SIZE])
{
    const char *kind = event_kind_name(event->kind);
    if (kind == NULL || event_body_write(event, body, EVENT_BODY_SIZE) < 0) {
        return -1;
    }
    *row = (struct row){.number = {[ROW_SEQ] = event->seq,
                                   [ROW_AT] = event->at.ms,
                                   [ROW_MONO] = event->mono_ms,
                                   [ROW_DAY] = event->day,
                                   [ROW_TICKET] = event->ticket,
                                   [ROW_WINDOW] = event->window}};
    set_text(row, ROW_BOOT, boot);
    set_text(row, ROW_KIND, kind);
    set_text(row, ROW_INTENT, event->intent);
    set_text(row, ROW_ACTOR, event->actor);
    set_text(row, ROW_SOURCE, event->source);
    set_text(row, ROW_BODY, body);
    return 0;
}

static int get_text(const struct row *row, enum row_text which, char *out, size_t size)
{
    if (row->length[which] >= size) {
        return -1;
    }
    memcpy(out, row->text[which], row->length[which]);
    out[row->length[which]] = '\0';
    return 0;
}

int row_to_event(const struct row *row, struct event *event)
{
    memset(event, 0, sizeof *event);
    event->seq = row->number[ROW_SEQ];
    event->at.ms = row->number[ROW_AT];
    event->mono_ms = row->number[ROW_MONO];
    event->day = (int32_t)row->number[ROW_DAY];
    event->ticket = row->number[ROW_TICKET];
    event->window = (uint16_t)row->number[ROW_WINDOW];
    if (event_kind_parse(row->text[ROW_KIND], &event->kind) < 0) {
        event->kind = EVENT_NONE;
    }
    if (get_text(row, ROW_INTENT, event->intent, sizeof event->intent) < 0 ||
        get_text(row, ROW_ACTOR, event->actor, sizeof event->actor) < 0 ||
        get_text(row, ROW_SOURCE, event->source, sizeof event->source) < 0) {
        return -1;
    }
    return event->kind == EVENT_NONE ? 0 : event_body_read(event, row->text[ROW_BODY]);
}

static void little_endian(uint8_t *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        out[i] = (uint8_t)(value >> (8 * i));
    }
}

void row_hash(const struct row *row, const uint8_t previous[ROW_HASH_SIZE],
              uint8_t out[ROW_HASH_SIZE])
{
    crypto_generichash_state state;
    uint8_t field[8];
    crypto_generichash_init(&state, NULL, 0, ROW_HASH_SIZE);
    crypto_generichash_update(&state, previous, ROW_HASH_SIZE);
    for (size_t i = 0; i < ROW_NUMBERS; i++) {
        little_endian(field, (uint64_t)row->number[i], 8);
        crypto_generichash_update(&state, field, 8);
    }
    for (size_t i = 0; i < ROW_TEXTS; i++) {
        little_endian(field, row->length[i], 4);
        crypto_generichash_update(&state, field, 4);
        crypto_generichash_update(&state, (const uint8_t *)row->text[i], row->length[i]);
    }
    crypto_generichash_final(&state, out, ROW_HASH_SIZE);
}

int row_bind(sqlite3_stmt *insert, const struct row *row)
{
    int column = 1, failed = 0;
    for (size_t i = 0; i < ROW_NUMBERS; i++) {
        failed |= sqlite3_bind_int64(insert, column++, row->number[i]);
    }
    for (size_t i = 0; i < ROW_TEXTS; i++) {
        failed |=
            sqlite3_bind_text(insert, column++, row->text[i], (int)row->length[i], SQLITE_STATIC);
    }
    failed |= sqlite3_bind_blob(insert, column, row->hash, ROW_HASH_SIZE, SQLITE_STATIC);
    return failed == 0 ? 0 : -1;
}

int row_load(sqlite3_stmt *select, struct row *row)
{
    int column = 0;
    for (size_t i = 0; i < ROW_NUMBERS; i++, column++) {
        if (sqlite3_column_type(select, column) != SQLITE_INTEGER) {
            return -1;
        }
        row->number[i] = sqlite3_column_int64(select, column);
    }
    for (size_t i = 0; i < ROW_TEXTS; i++, column++) {
        if (sqlite3_column_type(select, column) != SQLITE_TEXT) {
            return -1;
        }
        row->text[i] = (const char *)sqlite3_column_text(select, column);
        row->length[i] = (size_t)sqlite3_column_bytes(select, column);
    }
    if (sqlite3_column_type(select, column) != SQLITE_BLOB ||
        sqlite3_column_bytes(select, column) != ROW_HASH_SIZE) {
        return -1;
    }
    memcpy(row->hash, sqlite3_column_blob(select, column), ROW_HASH_SIZE);
    return 0;
}
