/* scan.c: see scan.h. One statement for each kind of question, so that each has its index. The
 * business day never goes back, so the order of (day, seq) is the order of seq, without a sort. */
#define LOG_MODULE "store"
#include "store/scan.h"
#include "base/log.h"
#include "store/row.h"

static const char BY_SEQ[] =
    "SELECT " ROW_COLUMNS " FROM event WHERE seq >= ?1 ORDER BY seq LIMIT ?2";
static const char BY_DAY[] = "SELECT " ROW_COLUMNS " FROM event WHERE day >= ?1 AND day <= ?3 "
                             "ORDER BY day, seq LIMIT ?2";
static const char BY_TICKET[] =
    "SELECT " ROW_COLUMNS " FROM event WHERE ticket = ?1 AND ticket <> 0 ORDER BY seq LIMIT ?2";

static const char LATE_RATINGS[] =
    "SELECT " ROW_COLUMNS " FROM event WHERE kind = 'ticket_rated' AND day > ?1 AND ticket <> 0 "
    "AND ticket IN (SELECT ticket FROM event WHERE day = ?1 AND ticket <> 0) "
    "ORDER BY seq LIMIT ?2";

/* The condition stands in the partial index event_office word for word. */
static const char OFFICE[] =
    "SELECT " ROW_COLUMNS " FROM event INDEXED BY event_office "
    "WHERE kind >= 'office_' AND kind < 'office`' AND seq >= ?1 ORDER BY seq LIMIT ?2";

static const char RATINGS[] =
    "SELECT " ROW_COLUMNS " FROM event INDEXED BY event_rated "
    "WHERE kind = 'ticket_rated' AND day >= ?4 AND day <= ?3 AND seq < ?1 "
    "ORDER BY day DESC, seq DESC LIMIT ?2";
static const char BY_KIND[] =
    "SELECT " ROW_COLUMNS " FROM event WHERE kind = ?3 AND seq >= ?1 ORDER BY seq LIMIT ?2";

static sqlite3_stmt *prepare(sqlite3 *db, const struct scan_range *range)
{
    const char *sql = BY_SEQ;
    int64_t key = range->from_seq;
    if (range->office) {
        sql = OFFICE;
    } else if (range->ratings) {
        sql = RATINGS;
    } else if (range->kind != NULL) {
        sql = BY_KIND;
    } else if (range->ticket != 0) {
        sql = BY_TICKET;
        key = range->ticket;
    } else if (range->late_ratings_of != 0) {
        sql = LATE_RATINGS;
        key = range->late_ratings_of;
    } else if (range->from_day != 0) {
        sql = BY_DAY;
        key = range->from_day;
    }
    sqlite3_stmt *select = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &select, NULL) != SQLITE_OK) {
        return NULL;
    }
    sqlite3_bind_int64(select, 1, key);
    sqlite3_bind_int64(select, 2, range->limit);
    if (sql == BY_DAY || sql == RATINGS) {
        sqlite3_bind_int64(select, 3, range->to_day != 0 ? range->to_day : INT32_MAX);
    } else if (sql == BY_KIND) {
        sqlite3_bind_text(select, 3, range->kind, -1, SQLITE_STATIC);
    }
    if (sql == RATINGS) {
        sqlite3_bind_int64(select, 4, range->from_day);
    }
    return select;
}

static int take_row(sqlite3_stmt *select, int (*take)(void *, const struct event *), void *context)
{
    struct row row;
    struct event event;
    if (row_load(select, &row) < 0 || row_to_event(&row, &event) < 0) {
        log_error("a row of the journal is no event: run hallq verify");
        return -1;
    }
    return take(context, &event);
}

int scan_events(sqlite3 *db, const struct scan_range *range,
                int (*take)(void *context, const struct event *event), void *context)
{
    sqlite3_stmt *select = prepare(db, range);
    int step = SQLITE_ERROR, result = 0;
    while (result == 0 && select != NULL && (step = sqlite3_step(select)) == SQLITE_ROW) {
        result = take_row(select, take, context);
    }
    if (result == 0 && step != SQLITE_DONE) {
        log_error("reading the journal: %s", sqlite3_errmsg(db));
        result = -1;
    }
    sqlite3_finalize(select);
    return result;
}
