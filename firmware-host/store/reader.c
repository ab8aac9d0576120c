/* reader.c: see store_read.h. */
#include "store/store_read.h"
#include "store/database.h"
#include "store/folder.h"
#include "store/reader_private.h"
#include "store/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct store_reader *store_reader_open(const char *folder, char *why, size_t size)
{
    char file[STORE_PATH_SIZE];
    struct store_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL || folder_file(folder, "hall.db", file) < 0) {
        snprintf(why, size, "out of memory, or the path is too long");
        free(reader);
        return NULL;
    }
    if (database_open_read(file, &reader->db, why, size) < 0) {
        free(reader);
        return NULL;
    }
    return reader;
}

void store_reader_close(struct store_reader *reader)
{
    if (reader != NULL) {
        database_abandon(reader->db);
        free(reader);
    }
}

int store_read_days(struct store_reader *reader, int32_t from_day, int32_t to_day,
                    int (*take)(void *context, const struct event *event), void *context)
{
    struct scan_range range = {.from_day = from_day, .to_day = to_day, .limit = -1};
    return scan_events(reader->db, &range, take, context);
}

int store_read_after(struct store_reader *reader, int64_t after_seq, int limit,
                     int (*take)(void *context, const struct event *event), void *context)
{
    struct scan_range range = {.from_seq = after_seq + 1, .limit = limit};
    return scan_events(reader->db, &range, take, context);
}

int store_read_office(struct store_reader *reader, int64_t after_seq,
                      int (*take)(void *context, const struct event *event), void *context)
{
    struct scan_range range = {.office = true, .from_seq = after_seq + 1, .limit = -1};
    return scan_events(reader->db, &range, take, context);
}

int store_read_ticket(struct store_reader *reader, int64_t ticket,
                      int (*take)(void *context, const struct event *event), void *context)
{
    struct scan_range range = {.ticket = ticket, .limit = -1};
    return scan_events(reader->db, &range, take, context);
}

int store_read_late_ratings(struct store_reader *reader, int32_t day,
                            int (*take)(void *context, const struct event *event), void *context)
{
    struct scan_range range = {.late_ratings_of = day, .limit = -1};
    return scan_events(reader->db, &range, take, context);
}

int store_read_ratings(struct store_reader *reader, int32_t from_day, int32_t to_day,
                       int64_t before, int (*take)(void *context, const struct event *event),
                       void *context)
{
    struct scan_range range = {.ratings = true, .from_seq = before, .from_day = from_day,
                               .to_day = to_day, .limit = -1};
    return scan_events(reader->db, &range, take, context);
}

struct counted {
    int (*take)(void *context, const struct event *event);
    void *context;
    int count;
};

static int take_counted(void *context, const struct event *event)
{
    struct counted *counted = context;
    counted->count++;
    return counted->take(counted->context, event);
}

int store_read_kind(struct store_reader *reader, enum event_kind kind, int64_t after_seq, int limit,
                    int (*take)(void *context, const struct event *event), void *context)
{
    struct counted counted = {.take = take, .context = context};
    struct scan_range range = {
        .kind = event_kind_name(kind), .from_seq = after_seq + 1, .limit = limit};
    return scan_events(reader->db, &range, take_counted, &counted) < 0 ? -1 : counted.count;
}

int store_read_hash(struct store_reader *reader, int64_t seq, uint8_t hash[32])
{
    sqlite3_stmt *select = NULL;
    int result = -1;
    if (sqlite3_prepare_v2(reader->db, "SELECT hash FROM event WHERE seq = ?1", -1, &select,
                           NULL) == SQLITE_OK) {
        sqlite3_bind_int64(select, 1, seq);
        if (sqlite3_step(select) == SQLITE_ROW && sqlite3_column_bytes(select, 0) == 32) {
            memcpy(hash, sqlite3_column_blob(select, 0), 32);
            result = 0;
        }
    }
    sqlite3_finalize(select);
    return result;
}
