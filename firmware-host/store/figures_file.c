/* figures_file.c: see figures_file.h. */
#define LOG_MODULE "figures"
#include "store/figures_file.h"
#include "base/log.h"
#include "store/database.h"
#include "store/folder.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FORM = 2, PAGE_SIZE = 65536 }; /* of rows, spans and tables; another one is made anew */

struct figures_file {
    sqlite3 *db;
    char path[STORE_PATH_SIZE];
    uint16_t codes_saved[IMAGE_CODES];
    uint32_t rollups_saved, epoch_saved; /* up to the so-many-eth that was made */
    bool failed;                         /* since begin */
};

static const char SCHEMA[] =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL;"
    "CREATE TABLE IF NOT EXISTS meta (id INTEGER PRIMARY KEY CHECK (id = 1), form INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS code (kind INTEGER NOT NULL, number INTEGER NOT NULL,"
    " text TEXT NOT NULL, PRIMARY KEY (kind, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS day (day INTEGER PRIMARY KEY, rows BLOB NOT NULL,"
    " spans BLOB NOT NULL, mark INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS lens (id INTEGER PRIMARY KEY CHECK (id = 1), form INTEGER NOT NULL,"
    " bytes BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS rollup (level INTEGER NOT NULL, axis INTEGER NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, days INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " figures BLOB NOT NULL, packed BLOB NOT NULL, mark INTEGER NOT NULL,"
    " PRIMARY KEY (level, axis, first)) STRICT;";

/* Blobs are long: large pages are read several times faster. A new file gets them before it has
 * anything in it. */
static int use_large_pages(sqlite3 *db)
{
    int64_t size = PAGE_SIZE;
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA journal_mode=TRUNCATE; PRAGMA page_size=%d; VACUUM;",
             PAGE_SIZE);
    int result = database_number(db, "PRAGMA page_size", 0, &size);
    return result < 0 || size == PAGE_SIZE ? SQLITE_OK : database_exec(db, sql);
}

/* Opens the file with its tables, 0 or -1; a file that SQLite will not have is -1 too. */
static int try_open(struct figures_file *file, char *why, size_t size)
{
    if (database_open_write(file->path, &file->db, why, size) < 0) {
        file->db = NULL;
        return -1;
    }
    int result = use_large_pages(file->db);
    result = result == SQLITE_OK ? database_exec(file->db, SCHEMA) : result;
    if (result != SQLITE_OK) {
        database_explain(result, sqlite3_errmsg(file->db), why, size);
        database_abandon(file->db);
        file->db = NULL;
        return -1;
    }
    return 0;
}

static void remove_files(const struct figures_file *file)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[STORE_PATH_SIZE + 16];
        snprintf(name, sizeof name, "%s%s", file->path, ends[i]);
        unlink(name);
    }
}

struct figures_file *figures_file_open(const char *folder, char *why, size_t size)
{
    struct figures_file *file = calloc(1, sizeof *file);
    if (file == NULL || folder_file(folder, "figures.db", file->path) < 0) {
        snprintf(why, size, "out of memory, or the path is too long");
        free(file);
        return NULL;
    }
    if (try_open(file, why, size) < 0) { /* derived data: begin anew rather than complain */
        remove_files(file);
        if (try_open(file, why, size) < 0) {
            free(file);
            return NULL;
        }
    }
    return file;
}

void figures_file_close(struct figures_file *file)
{
    if (file != NULL) {
        sqlite3_close(file->db);
        free(file);
    }
}

static sqlite3_stmt *prepare(struct figures_file *file, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    return sqlite3_prepare_v2(file->db, sql, -1, &statement, NULL) == SQLITE_OK ? statement : NULL;
}

/* The check value of two blobs. No secret: it tells a disk's mistake, not a forger's. */
static sqlite3_int64 mark_of(const void *first, size_t first_size, const void *second,
                             size_t second_size)
{
    static const uint8_t key[crypto_shorthash_KEYBYTES] = {0};
    uint8_t hashes[2 * crypto_shorthash_BYTES], hash[crypto_shorthash_BYTES];
    sqlite3_int64 mark;
    crypto_shorthash(hashes, first, first_size, key);
    crypto_shorthash(hashes + crypto_shorthash_BYTES, second, second_size, key);
    crypto_shorthash(hash, hashes, sizeof hashes, key);
    memcpy(&mark, hash, sizeof mark);
    return mark;
}

/* ------------------------------------------------------------------ loading */

static int load_mark(struct figures_file *file, struct figures_mark *mark)
{
    *mark = (struct figures_mark){0};
    sqlite3_stmt *select = prepare(file, "SELECT form, seq, hash FROM meta");
    int step = select != NULL ? sqlite3_step(select) : SQLITE_ERROR, result = 0;
    if (step == SQLITE_ROW) {
        mark->seq = sqlite3_column_int64(select, 1);
        bool sound = sqlite3_column_int(select, 0) == FORM &&
                     sqlite3_column_bytes(select, 2) == (int)sizeof mark->hash;
        if (sound) {
            memcpy(mark->hash, sqlite3_column_blob(select, 2), sizeof mark->hash);
        }
        result = sound ? 0 : -1;
    } else if (step != SQLITE_DONE) {
        result = -1;
    }
    sqlite3_finalize(select);
    return result;
}

static int load_codes(struct figures_file *file, struct image *image)
{
    sqlite3_stmt *select = prepare(file, "SELECT kind, number, text FROM code ORDER BY 1, 2");
    int step = SQLITE_ERROR, result = 0;
    while (result == 0 && select != NULL && (step = sqlite3_step(select)) == SQLITE_ROW) {
        int kind = sqlite3_column_int(select, 0);
        const char *text = (const char *)sqlite3_column_text(select, 2);
        uint16_t number = 0;
        bool sound = kind >= 0 && kind < IMAGE_CODES && text != NULL &&
                     image_code_number(image, (enum image_codes)kind, text, &number) == 0 &&
                     number == sqlite3_column_int(select, 1);
        result = sound ? 0 : -1;
    }
    sqlite3_finalize(select);
    for (int kind = 0; kind < IMAGE_CODES; kind++) {
        file->codes_saved[kind] = image_code_count(image, (enum image_codes)kind);
    }
    return step == SQLITE_DONE ? result : -1;
}

static int load_days(struct figures_file *file, struct image *image)
{
    sqlite3_stmt *select = prepare(file, "SELECT day, rows, spans, mark FROM day ORDER BY day");
    int step = SQLITE_ERROR, result = 0;
    while (result == 0 && select != NULL && (step = sqlite3_step(select)) == SQLITE_ROW) {
        size_t rows = (size_t)sqlite3_column_bytes(select, 1);
        size_t spans = (size_t)sqlite3_column_bytes(select, 2);
        const struct image_block block = {.day = sqlite3_column_int(select, 0),
                                          .row_count = (uint32_t)(rows / IMAGE_ROW_BYTES),
                                          .span_count =
                                              (uint32_t)(spans / sizeof(struct window_span)),
                                          .rows = sqlite3_column_blob(select, 1),
                                          .spans = sqlite3_column_blob(select, 2)};
        bool sound =
            rows % IMAGE_ROW_BYTES == 0 && spans % sizeof(struct window_span) == 0 &&
            mark_of(block.rows, rows, block.spans, spans) == sqlite3_column_int64(select, 3) &&
            image_put_block(image, &block) == 0;
        result = sound ? 0 : -1;
    }
    sqlite3_finalize(select);
    return step == SQLITE_DONE ? result : -1;
}

static int load_lens(struct figures_file *file, struct image *image)
{
    sqlite3_stmt *select = prepare(file, "SELECT form, bytes FROM lens");
    int step = select != NULL ? sqlite3_step(select) : SQLITE_ERROR;
    bool sound = step == SQLITE_ROW && sqlite3_column_int(select, 0) == ROLLUP_FORM &&
                 sqlite3_column_bytes(select, 1) == (int)sizeof(struct image_lens);
    struct image_lens *lens = sound ? malloc(sizeof *lens) : NULL;
    if (lens != NULL) {
        memcpy(lens, sqlite3_column_blob(select, 1), sizeof *lens);
        sound = lens->items < CODES && lens->categories < CODES;
    }
    if (lens != NULL && sound) {
        image_put_lens(image, lens);
    }
    free(lens);
    sqlite3_finalize(select);
    return sound ? 0 : -1;
}

static int load_rollup(sqlite3_stmt *select, struct image *image)
{
    size_t figures = (size_t)sqlite3_column_bytes(select, 6);
    size_t packed = (size_t)sqlite3_column_bytes(select, 7);
    const struct rollup_block block = {.level = (uint32_t)sqlite3_column_int(select, 0),
                                       .axis = (uint32_t)sqlite3_column_int(select, 1),
                                       .first = sqlite3_column_int(select, 2),
                                       .last = sqlite3_column_int(select, 3),
                                       .days = (uint32_t)sqlite3_column_int(select, 4),
                                       .rows = (uint32_t)sqlite3_column_int(select, 5),
                                       .group_count = (uint32_t)(figures / rollup_group_size()),
                                       .byte_count = (uint32_t)packed,
                                       .groups = sqlite3_column_blob(select, 6),
                                       .bytes = sqlite3_column_blob(select, 7)};
    bool sound =
        figures % rollup_group_size() == 0 &&
        mark_of(block.groups, figures, block.bytes, packed) == sqlite3_column_int64(select, 8);
    return sound ? image_put_rollup(image, &block) : -1;
}

/* What does not fit is left out: it is made again. */
static void load_rollups(struct figures_file *file, struct image *image)
{
    sqlite3_stmt *select = prepare(file, "SELECT level, axis, first, last, days, rows, figures,"
                                         " packed, mark FROM rollup");
    uint32_t left_out = 0;
    bool known = load_lens(file, image) == 0;
    while (select != NULL && known && sqlite3_step(select) == SQLITE_ROW) {
        left_out += load_rollup(select, image) < 0;
    }
    sqlite3_finalize(select);
    if (left_out > 0) {
        log_info("%u roll-ups of figures.db do not hold together: made anew", left_out);
    }
    file->rollups_saved = image_rollups_made(image);
    file->epoch_saved = image_rollup_epoch(image);
}

int figures_file_load(struct figures_file *file, struct image *image, struct figures_mark *mark)
{
    if (load_mark(file, mark) == 0 && load_codes(file, image) == 0 && load_days(file, image) == 0) {
        load_rollups(file, image);
        return 0;
    }
    image_clear(image);
    *mark = (struct figures_mark){0};
    return -1;
}

int figures_file_clear(struct figures_file *file)
{
    memset(file->codes_saved, 0, sizeof file->codes_saved);
    file->rollups_saved = file->epoch_saved = 0;
    sqlite3_close(file->db);
    file->db = NULL;
    remove_files(file);
    char why[160];
    return try_open(file, why, sizeof why);
}

/* ------------------------------------------------------------------ saving */

int figures_file_begin(struct figures_file *file)
{
    file->failed = database_exec(file->db, "BEGIN IMMEDIATE") != SQLITE_OK;
    return file->failed ? -1 : 0;
}

/* Runs a statement that gives nothing back, and notes whether it worked. */
static int finish(struct figures_file *file, sqlite3_stmt *statement)
{
    file->failed = file->failed || statement == NULL || sqlite3_step(statement) != SQLITE_DONE;
    sqlite3_finalize(statement);
    return file->failed ? -1 : 0;
}

/* A block without rows is an empty blob, not NULL. */
static void bind_bytes(sqlite3_stmt *statement, int at, const void *bytes, size_t size)
{
    sqlite3_bind_blob64(statement, at, size > 0 ? bytes : "", size, SQLITE_STATIC);
}

static void put_codes(struct figures_file *file, const struct image *image)
{
    for (int kind = 0; kind < IMAGE_CODES; kind++) {
        uint16_t count = image_code_count(image, (enum image_codes)kind);
        for (int number = file->codes_saved[kind] + 1; number <= count; number++) {
            sqlite3_stmt *put = prepare(file, "INSERT OR REPLACE INTO code VALUES (?,?,?)");
            sqlite3_bind_int(put, 1, kind);
            sqlite3_bind_int(put, 2, number);
            sqlite3_bind_text(put, 3, image_code(image, (enum image_codes)kind, (uint16_t)number),
                              -1, SQLITE_STATIC);
            finish(file, put);
        }
        file->codes_saved[kind] = count;
    }
}

/* Roll-ups that the day is in: it is another day now. */
static void forget_rollups(struct figures_file *file, int32_t day)
{
    sqlite3_stmt *forget = prepare(file, "DELETE FROM rollup WHERE first <= ?1 AND last >= ?1");
    sqlite3_bind_int(forget, 1, day);
    finish(file, forget);
}

int figures_file_put(struct figures_file *file, const struct image *image, int32_t day)
{
    struct image_block block;
    if (image_block_of(image, day, &block) < 0) {
        file->failed = true;
        return -1;
    }
    size_t rows = (size_t)block.row_count * IMAGE_ROW_BYTES;
    size_t spans = block.span_count * sizeof *block.spans;
    put_codes(file, image);
    forget_rollups(file, day);
    sqlite3_stmt *put = prepare(file, "INSERT OR REPLACE INTO day VALUES (?,?,?,?)");
    sqlite3_bind_int(put, 1, day);
    bind_bytes(put, 2, block.rows, rows);
    bind_bytes(put, 3, block.spans, spans);
    sqlite3_bind_int64(put, 4, mark_of(block.rows, rows, block.spans, spans));
    return finish(file, put);
}

/* ------------------------------------------------------------------ saving roll-ups */

static void put_lens(struct figures_file *file, const struct image *image)
{
    sqlite3_stmt *put = prepare(file, "INSERT OR REPLACE INTO lens VALUES (1,?,?)");
    sqlite3_bind_int(put, 1, ROLLUP_FORM);
    bind_bytes(put, 2, image_rollup_lens(image), sizeof(struct image_lens));
    finish(file, put);
}

/* Those that stand where this one stands now: a month that was longer or shorter. */
static void forget_overlap(struct figures_file *file, const struct rollup_block *block)
{
    sqlite3_stmt *forget = prepare(file, "DELETE FROM rollup WHERE level = ?1 AND axis = ?2 AND "
                                         "first <= ?4 AND last >= ?3");
    sqlite3_bind_int(forget, 1, (int)block->level);
    sqlite3_bind_int(forget, 2, (int)block->axis);
    sqlite3_bind_int(forget, 3, block->first);
    sqlite3_bind_int(forget, 4, block->last);
    finish(file, forget);
}

static int put_rollup(void *context, const struct rollup_block *block)
{
    struct figures_file *file = context;
    size_t figures = block->group_count * rollup_group_size();
    forget_overlap(file, block);
    sqlite3_stmt *put = prepare(file, "INSERT INTO rollup VALUES (?,?,?,?,?,?,?,?,?)");
    sqlite3_bind_int(put, 1, (int)block->level);
    sqlite3_bind_int(put, 2, (int)block->axis);
    sqlite3_bind_int(put, 3, block->first);
    sqlite3_bind_int(put, 4, block->last);
    sqlite3_bind_int(put, 5, (int)block->days);
    sqlite3_bind_int(put, 6, (int)block->rows);
    bind_bytes(put, 7, block->groups, figures);
    bind_bytes(put, 8, block->bytes, block->byte_count);
    sqlite3_bind_int64(put, 9, mark_of(block->groups, figures, block->bytes, block->byte_count));
    return finish(file, put);
}

int figures_file_put_rollups(struct figures_file *file, const struct image *image)
{
    uint32_t made = image_rollups_made(image), epoch = image_rollup_epoch(image);
    if (made == file->rollups_saved && epoch == file->epoch_saved) {
        return 0;
    }
    if (epoch != file->epoch_saved) {
        finish(file, prepare(file, "DELETE FROM rollup"));
    }
    put_lens(file, image);
    image_rollups_since(image, file->rollups_saved, put_rollup, file);
    file->rollups_saved = made;
    file->epoch_saved = epoch;
    return file->failed ? -1 : 0;
}

int figures_file_mark(struct figures_file *file, const struct figures_mark *mark)
{
    sqlite3_stmt *put = prepare(file, "INSERT OR REPLACE INTO meta VALUES (1,?,?,?)");
    sqlite3_bind_int(put, 1, FORM);
    sqlite3_bind_int64(put, 2, mark->seq);
    bind_bytes(put, 3, mark->hash, sizeof mark->hash);
    return finish(file, put);
}

int figures_file_commit(struct figures_file *file)
{
    if (!file->failed && database_exec(file->db, "COMMIT") == SQLITE_OK) {
        return 0;
    }
    database_exec(file->db, "ROLLBACK");
    return -1;
}
