/* store_testing.c: see store_testing.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store_testing.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/hallq-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->notices = mailbox_create(sizeof(struct store_notice), 256);
    assert_non_null(f->notices);
    *state = f;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    fixture_close(f);
    mailbox_destroy(f->notices);
    nftw(f->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(f);
    return 0;
}

int fixture_open(struct fixture *f)
{
    struct store_settings settings = {.folder = f->folder, .notices = f->notices};
    struct store_notice stale;
    while (mailbox_take(f->notices, &stale, sizeof stale) > 0) {
    }
    f->why[0] = '\0';
    return store_open(&settings, &f->store, f->why, sizeof f->why, &f->pid);
}

void fixture_start(struct fixture *f)
{
    int result = fixture_open(f);
    if (result != STORE_OK) {
        fail_msg("store_open: %d %s", result, f->why);
    }
    assert_int_equal(store_start(f->store), 0);
}

void fixture_close(struct fixture *f)
{
    store_destroy(f->store);
    f->store = NULL;
}

void fixture_path(const struct fixture *f, const char *name, char out[TEST_PATH])
{
    assert_true(snprintf(out, TEST_PATH, "%s/%s", f->folder, name) < TEST_PATH);
}

struct event sample_issue(int64_t seq, int32_t day, const char *series, uint16_t value)
{
    struct event e = {.seq = seq,
                      .at = {1772413200000 + seq * 1000},
                      .mono_ms = seq * 1000,
                      .kind = EVENT_TICKET_ISSUED,
                      .day = day,
                      .ticket = 26030200000 + seq,
                      .service = 1,
                      .ordinal = (uint16_t)seq,
                      .series_value = value,
                      .ahead = 7,
                      .quote_s = 840,
                      .actor = "visitor",
                      .source = "kiosk-1",
                      .category = "business",
                      .item = "licence",
                      .priority = "",
                      .token = "00112233445566778899aabbccddeeff"};
    snprintf(e.number, sizeof e.number, "%s%03d", series, value);
    snprintf(e.intent, sizeof e.intent, "touch-%lld", (long long)seq);
    return e;
}

struct event sample_event(enum event_kind kind, int64_t seq)
{
    struct event e = sample_issue(seq, TEST_DAY, "A", (uint16_t)(seq % 999 + 1));
    e.kind = kind;
    e.window = 3;
    snprintf(e.clerk, sizeof e.clerk, "wang");
    snprintf(e.device, sizeof e.device, "printer-1");
    snprintf(e.note, sizeof e.note, "补正 \"quoted\" \\ 材料");
    snprintf(e.reason, sizeof e.reason, "material");
    snprintf(e.result, sizeof e.result, "online");
    e.count = 2;
    e.position = 3;
    e.final = true;
    e.target_window = 5;
    e.return_window = 3;
    e.until = (wall_t){1772413200000 + 600000};
    e.level = 5;
    e.rating = RATING_ACTIVE;
    e.outcome = OUTCOME_ACCEPTED;
    e.promised_day = 20260309;
    e.of_seq = seq > 1 ? seq - 1 : 1;
    e.why = (struct why){.rule = WHY_LONGEST,
                         .waited_s = 700,
                         .bonus_s = 60,
                         .weight = 100,
                         .score = 760,
                         .candidates = 9,
                         .overtakes = 1,
                         .overtaken = 2,
                         .next_ticket = 26030200009,
                         .next_score = 640};
    return e;
}

void append_samples(struct fixture *f, int64_t from, int count)
{
    for (int64_t seq = from; seq < from + count; seq++) {
        struct event e = sample_issue(seq, TEST_DAY, "A", (uint16_t)seq);
        if (seq == 1) {
            e = (struct event){.seq = 1,
                               .kind = EVENT_DAY_OPENED,
                               .day = TEST_DAY,
                               .at = {1772413200000},
                               .actor = "system"};
        }
        assert_int_equal(store_append(f->store, &e, 1), 0);
    }
}

struct store_notice next_notice(struct fixture *f)
{
    struct store_notice notice;
    struct pollfd p = {.fd = mailbox_descriptor(f->notices), .events = POLLIN};
    assert_int_equal(poll(&p, 1, TEST_DEADLINE_MS), 1);
    assert_int_equal(mailbox_take(f->notices, &notice, sizeof notice), sizeof notice);
    return notice;
}

int wait_durable(struct fixture *f, int64_t seq)
{
    int count = 0;
    struct store_notice notice;
    do {
        notice = next_notice(f);
        assert_int_equal(notice.kind, STORE_DURABLE);
        count++;
    } while (notice.seq < seq);
    return count;
}

struct store_notice wait_kind(struct fixture *f, enum store_notice_kind kind)
{
    struct store_notice notice;
    do {
        notice = next_notice(f);
    } while (notice.kind != kind);
    return notice;
}

uint8_t *file_read(const char *file, size_t *size)
{
    FILE *stream = fopen(file, "rb");
    assert_non_null(stream);
    struct stat info;
    assert_int_equal(fstat(fileno(stream), &info), 0);
    *size = (size_t)info.st_size;
    uint8_t *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, stream), *size);
    fclose(stream);
    return bytes;
}

void file_write(const char *file, const uint8_t *bytes, size_t size)
{
    FILE *stream = fopen(file, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

int file_exists(const char *file)
{
    return access(file, F_OK) == 0;
}

void run_sql(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int64_t ask_sql(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *ask = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &ask, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(ask), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(ask, 0);
    sqlite3_finalize(ask);
    sqlite3_close(db);
    return value;
}

uint64_t test_seed(void)
{
    const char *given = getenv("HALLQ_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)mono_now_us();
    print_message("HALLQ_SEED=%llu\n", (unsigned long long)seed);
    return seed | 1;
}

uint32_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}
