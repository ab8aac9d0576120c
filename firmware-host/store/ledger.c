/* ledger.c: see ledger.h. */
#define LOG_MODULE "store"
#include "store/ledger.h"

#include "base/log.h"
#include "store/reader_private.h"
#include "store/row.h"

#include <stdio.h>
#include <string.h>

/* The newest row of a day or of the days before it. */
static const char LAST_OF_DAY[] =
    "SELECT seq FROM event WHERE day <= ?1 ORDER BY day DESC, seq DESC LIMIT 1";
static const char ANY[] = "SELECT " ROW_COLUMNS " FROM event WHERE seq < ?1 ORDER BY seq DESC";
static const char BY_ACTOR[] = "SELECT " ROW_COLUMNS " FROM event INDEXED BY event_actor "
                               "WHERE actor = ?2 AND seq < ?1 ORDER BY seq DESC";
static const char BY_KIND[] = "SELECT " ROW_COLUMNS " FROM event INDEXED BY event_kind "
                              "WHERE kind = ?2 AND seq < ?1 ORDER BY seq DESC";
static const char OFFICE[] =
    "SELECT " ROW_COLUMNS " FROM event INDEXED BY event_office "
    "WHERE kind >= 'office_' AND kind < 'office`' AND seq < ?1 ORDER BY seq DESC";
static const char CHAIN[] = "SELECT " ROW_COLUMNS " FROM event WHERE day >= ?1 AND day <= ?2 "
                            "ORDER BY day, seq";
static const char PREVIOUS[] = "SELECT hash FROM event WHERE seq < ?1 ORDER BY seq DESC LIMIT 1";

static int64_t one_number(sqlite3 *db, const char *sql, int64_t key)
{
    sqlite3_stmt *select = NULL;
    int64_t number = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &select, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(select, 1, key);
        if (sqlite3_step(select) == SQLITE_ROW) {
            number = sqlite3_column_int64(select, 0);
        }
    }
    sqlite3_finalize(select);
    return number;
}

static void previous_hash(sqlite3 *db, int64_t seq, uint8_t out[ROW_HASH_SIZE])
{
    sqlite3_stmt *select = NULL;
    memset(out, 0, ROW_HASH_SIZE);
    if (sqlite3_prepare_v2(db, PREVIOUS, -1, &select, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(select, 1, seq);
        if (sqlite3_step(select) == SQLITE_ROW && sqlite3_column_bytes(select, 0) == ROW_HASH_SIZE) {
            memcpy(out, sqlite3_column_blob(select, 0), ROW_HASH_SIZE);
        }
    }
    sqlite3_finalize(select);
}

static void fill_row(const struct row *row, struct ledger_row *out)
{
    out->seq = row->number[ROW_SEQ];
    out->at_ms = row->number[ROW_AT];
    out->mono_ms = row->number[ROW_MONO];
    out->day = (int32_t)row->number[ROW_DAY];
    out->ticket = row->number[ROW_TICKET];
    out->window = row->number[ROW_WINDOW];
    out->boot = row->text[ROW_BOOT];
    out->kind = row->text[ROW_KIND];
    out->intent = row->text[ROW_INTENT];
    out->actor = row->text[ROW_ACTOR];
    out->source = row->text[ROW_SOURCE];
    out->body = row->text[ROW_BODY];
    memcpy(out->hash, row->hash, sizeof out->hash);
}

/* A word is looked for in what may be told: never in secrets, or a search would find them out letter
 * by letter. */
static bool has_word(const struct ledger_row *row, const char *word)
{
    static const char *const secret[] = {"office_password", "office_token", "office_signed"};
    static const char token[] = "\"token\":\"";
    if (strstr(row->actor, word) != NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++) {
        if (strncmp(row->kind, secret[i], strlen(secret[i])) == 0) {
            return false;
        }
    }
    const char *hidden = strstr(row->body, token);
    const char *found = strstr(row->body, word);
    while (found != NULL && hidden != NULL && found + strlen(word) > hidden + sizeof token - 1 &&
           found < hidden + sizeof token - 1 + LIMIT_TOKEN) {
        found = strstr(found + 1, word);
    }
    return found != NULL;
}

static bool matches(const struct ledger_filter *filter, const struct ledger_row *row)
{
    bool office = strncmp(row->kind, "office_", 7) == 0;
    return (!filter->office || office) &&
           (filter->actor[0] == '\0' || strcmp(filter->actor, row->actor) == 0) &&
           (filter->kind[0] == '\0' || strcmp(filter->kind, row->kind) == 0) &&
           (filter->to_day == 0 || row->day <= filter->to_day) &&
           (filter->text[0] == '\0' || has_word(row, filter->text));
}

static sqlite3_stmt *prepare(sqlite3 *db, const struct ledger_filter *filter, int64_t before)
{
    const char *key = filter->kind[0] != '\0' ? filter->kind : filter->actor;
    const char *sql = filter->kind[0] != '\0'    ? BY_KIND
                      : filter->actor[0] != '\0' ? BY_ACTOR
                      : filter->office           ? OFFICE
                                                 : ANY;
    sqlite3_stmt *select = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &select, NULL) != SQLITE_OK) {
        log_error("the ledger cannot be asked: %s", sqlite3_errmsg(db));
        return NULL;
    }
    sqlite3_bind_int64(select, 1, before);
    if (key[0] != '\0') {
        sqlite3_bind_text(select, 2, key, -1, SQLITE_STATIC);
    }
    return select;
}

static int64_t begin_before(sqlite3 *db, const struct ledger_filter *filter)
{
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    if (filter->to_day != 0) {
        int64_t last = one_number(db, LAST_OF_DAY, filter->to_day);
        before = last + 1 < before ? last + 1 : before;
    }
    return before;
}

int store_read_ledger(struct store_reader *reader, const struct ledger_filter *filter,
                      int (*take)(void *context, const struct ledger_row *row), void *context,
                      int64_t *next, int32_t *next_day)
{
    sqlite3_stmt *select = prepare(reader->db, filter, begin_before(reader->db, filter));
    int looked = 0, taken = 0, result = select != NULL ? 0 : -1;
    *next = 0;
    *next_day = 0;
    while (result == 0 && sqlite3_step(select) == SQLITE_ROW) {
        struct row row;
        struct ledger_row out;
        if (row_load(select, &row) < 0) {
            result = -1;
            break;
        }
        fill_row(&row, &out);
        if (filter->from_day != 0 && out.day < filter->from_day) {
            break;
        }
        if (taken == filter->limit || looked == LEDGER_SCAN) {
            *next = out.seq + 1;
            *next_day = out.day;
            break;
        }
        looked++;
        if (matches(filter, &out)) {
            taken++;
            previous_hash(reader->db, out.seq, out.previous);
            result = take(context, &out);
        }
    }
    sqlite3_finalize(select);
    return result;
}

int store_read_chain(struct store_reader *reader, int32_t from_day, int32_t to_day,
                     int (*take)(void *context, const struct ledger_row *row), void *context)
{
    sqlite3_stmt *select = NULL;
    struct ledger_row out = {0};
    bool first = true;
    int result = 0;
    if (sqlite3_prepare_v2(reader->db, CHAIN, -1, &select, NULL) != SQLITE_OK) {
        return -1;
    }
    sqlite3_bind_int64(select, 1, from_day);
    sqlite3_bind_int64(select, 2, to_day);
    while (result == 0 && sqlite3_step(select) == SQLITE_ROW) {
        struct row row;
        if (row_load(select, &row) < 0) {
            result = -1;
            break;
        }
        if (first) {
            previous_hash(reader->db, row.number[ROW_SEQ], out.previous);
        } else {
            memcpy(out.previous, out.hash, sizeof out.previous);
        }
        first = false;
        fill_row(&row, &out);
        result = take(context, &out);
    }
    sqlite3_finalize(select);
    return result;
}

/* From one actor to the next by the index: as many steps as there are actors. */
int store_read_actors(struct store_reader *reader, int limit,
                      int (*take)(void *context, const char *actor), void *context)
{
    char actor[256] = "";
    int result = 0;
    sqlite3_stmt *select = NULL;
    if (sqlite3_prepare_v2(reader->db, "SELECT min(actor) FROM event WHERE actor > ?1", -1, &select,
                           NULL) != SQLITE_OK) {
        return -1;
    }
    for (int i = 0; i < limit && result == 0; i++) {
        sqlite3_reset(select);
        sqlite3_bind_text(select, 1, actor, -1, SQLITE_TRANSIENT);
        if (sqlite3_step(select) != SQLITE_ROW || sqlite3_column_text(select, 0) == NULL) {
            break;
        }
        snprintf(actor, sizeof actor, "%s", (const char *)sqlite3_column_text(select, 0));
        result = take(context, actor);
    }
    sqlite3_finalize(select);
    return result;
}
