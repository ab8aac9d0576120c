/* kill -9 at random moments: what was acknowledged is there, the chain holds, numbers go on;
 * and a migration that is killed leaves the old version or the new one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "store/folder.h"
#include "store/migrate.h"
#include "unit/store_testing.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 32, MIGRATION_KILLS = 8, LONGEST_US = 200000, LONGEST_MIGRATION_US = 500000 };

/* ------------------------------------------------------------------ the victim */

static void append_some(struct fixture *f, int64_t *next, uint64_t *random)
{
    struct event batch[8];
    size_t count = 1 + next_random(random) % 8;
    for (size_t i = 0; i < count; i++) {
        batch[i] = sample_issue(*next + (int64_t)i, TEST_DAY, "A", (uint16_t)(*next % 999 + 1));
    }
    if (store_append(f->store, batch, count) == 0) {
        *next += (int64_t)count;
    }
}

/* Serves until it is killed; tells the pipe each seq that a visitor could know of. */
static void serve(struct fixture *f, int acknowledged, uint64_t random)
{
    if (fixture_open(f) != STORE_OK || store_start(f->store) != 0) {
        _exit(1);
    }
    int64_t next = store_last_seq(f->store) + 1;
    for (;;) {
        append_some(f, &next, &random);
        struct pollfd p = {.fd = mailbox_descriptor(f->notices), .events = POLLIN};
        struct store_notice notice;
        poll(&p, 1, (int)(next_random(&random) % 3));
        while (mailbox_take(f->notices, &notice, sizeof notice) > 0) {
            if (notice.kind != STORE_DURABLE ||
                write(acknowledged, &notice.seq, sizeof notice.seq) != sizeof notice.seq) {
                _exit(2);
            }
        }
    }
}

static void sleep_us(uint32_t us)
{
    struct timespec time = {.tv_nsec = (long)us * 1000};
    nanosleep(&time, NULL);
}

static void kill_and_wait(pid_t child)
{
    int status = 0;
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status)); /* it must not have given up by itself */
}

/* The highest seq that was acknowledged before the kill, 0 = none. */
static int64_t run_and_kill(struct fixture *f, uint64_t *random)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    uint64_t seed = next_random(random) | 1U;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        serve(f, ends[1], seed);
    }
    close(ends[1]);
    sleep_us(next_random(random) % LONGEST_US);
    kill_and_wait(child);
    int64_t seq = 0, last = 0;
    while (read(ends[0], &seq, sizeof seq) == sizeof seq) {
        assert_true(seq > last);
        last = seq;
    }
    close(ends[0]);
    return last;
}

static void nothing_acknowledged_is_lost(void **state)
{
    struct fixture *f = *state;
    uint64_t random = test_seed();
    int64_t acknowledged = 0, kept = 0, slowest = 0;
    for (int i = 0; i < KILLS; i++) {
        int64_t told = run_and_kill(f, &random);
        acknowledged = told > acknowledged ? told : acknowledged;
        int64_t begin = mono_now_us();
        assert_int_equal(fixture_open(f), STORE_OK);
        int64_t took = mono_now_us() - begin;
        slowest = took > slowest ? took : slowest;
        int64_t last = store_last_seq(f->store);
        assert_true(last >= acknowledged);
        assert_true(last >= kept);
        assert_true(store_witness(f->store)->seq <= last);
        assert_string_equal(store_restored(f->store), "");
        fixture_close(f);
        struct store_verdict verdict;
        if (store_verify(f->folder, &verdict) != STORE_OK || verdict.events != last) {
            fail_msg("kill %d: %s", i, verdict.message);
        }
        kept = last;
    }
    assert_true(acknowledged > 0);
    print_message("%d kills: %lld events acknowledged, %lld kept, slowest start %.1f ms\n", KILLS,
                  (long long)acknowledged, (long long)kept, (double)slowest / 1000);
}

/* ------------------------------------------------------------------ a WAL that lies */

enum wal_damage { WAL_FLIPPED, WAL_CUT, WAL_OF_ANOTHER, WAL_GONE };

/* A child writes EVENTS, reports that they are durable and dies with its WAL. */
static void die_with_wal(struct fixture *f, int events)
{
    pid_t child = fork();
    if (child == 0) {
        fixture_start(f);
        for (int64_t seq = 1; seq <= events; seq++) {
            append_samples(f, seq, 1);
            wait_durable(f, seq);
        }
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void damage_wal(struct fixture *f, enum wal_damage damage)
{
    char wal[TEST_PATH];
    size_t size = 0;
    fixture_path(f, "hall.db-wal", wal);
    uint8_t *bytes = file_read(wal, &size);
    assert_true(size > 16384);
    bytes[size / 2] ^= damage == WAL_FLIPPED ? 0x04 : 0;
    file_write(wal, bytes, damage == WAL_CUT ? size / 2 : size);
    free(bytes);
    if (damage == WAL_GONE) {
        unlink(wal);
    } else if (damage == WAL_OF_ANOTHER) {
        void *state = NULL;
        fixture_setup(&state);
        struct fixture *other = state;
        char from[TEST_PATH];
        die_with_wal(other, 3);
        fixture_path(other, "hall.db-wal", from);
        bytes = file_read(from, &size);
        file_write(wal, bytes, size);
        free(bytes);
        fixture_teardown(&state);
    }
}

/* SQLite drops what stands behind the damage and calls the file sound; the witness does not. */
static void a_damaged_wal_is_never_passed_over(void **state)
{
    enum { EVENTS = 60 };
    (void)state;
    for (int damage = WAL_FLIPPED; damage <= WAL_GONE; damage++) {
        void *fixture = NULL;
        fixture_setup(&fixture);
        struct fixture *f = fixture;
        die_with_wal(f, EVENTS);
        damage_wal(f, (enum wal_damage)damage);
        struct store_verdict verdict;
        assert_int_not_equal(store_verify(f->folder, &verdict), STORE_OK);
        print_message("damage %d: %s\n", damage, verdict.message);
        int result = fixture_open(f);
        if (result == STORE_OK) { /* then it goes on behind what was seen */
            assert_true(store_last_seq(f->store) < EVENTS);
            assert_int_equal(store_witness(f->store)->seq, EVENTS);
            struct event reused = sample_issue(store_last_seq(f->store) + 1, TEST_DAY, "A", 1);
            assert_int_equal(store_append(f->store, &reused, 1), -1);
        } else {
            assert_int_equal(result, STORE_BROKEN);
        }
        fixture_teardown(&fixture);
    }
}

/* ------------------------------------------------------------------ migration */

#define MIGRATION(name, sql)                                                                       \
    {                                                                                              \
        name, (const unsigned char *)(sql), sizeof(sql) - 1                                        \
    }
static const struct embedded_file STEPS[] = {
    MIGRATION("0001.sql", "CREATE TABLE event (seq INTEGER PRIMARY KEY, at, mono, day, ticket,"
                          "window, boot, kind, intent, actor, source, body, hash);"),
    MIGRATION("0002.sql",
              "CREATE TABLE many AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n "
              "WHERE x < 30000) SELECT x, hex(randomblob(40)) AS y FROM n;"
              "CREATE INDEX many_y ON many (y); ALTER TABLE event ADD COLUMN extra;"),
};

static void a_killed_migration_is_old_or_new(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH], backup[TEST_PATH];
    uint64_t random = test_seed();
    int old = 0, new = 0;
    fixture_path(f, "hall.db", file);
    fixture_path(f, "backup", backup);
    assert_int_equal(fixture_open(f), STORE_OK); /* makes the folders */
    fixture_close(f);
    for (int i = 0; i < MIGRATION_KILLS; i++) {
        unlink(file);
        assert_int_equal(migrate_apply(f->folder, STEPS, 1, 0, f->why, sizeof f->why), STORE_OK);
        pid_t child = fork();
        if (child == 0) {
            migrate_apply(f->folder, STEPS, 2, 1, f->why, sizeof f->why);
            pause();
        }
        sleep_us(next_random(&random) % LONGEST_MIGRATION_US);
        kill_and_wait(child);
        int version = -1;
        assert_int_equal(migrate_inspect(file, 2, &version, f->why, sizeof f->why), STORE_OK);
        assert_true(version == 1 || version == 2);
        assert_int_equal(ask_sql(file, "SELECT count(*) FROM sqlite_schema WHERE name IN "
                                       "('many', 'many_y') OR sql LIKE '%extra%'"),
                         version == 2 ? 3 : 0);
        old += version == 1;
        new += version == 2;
        assert_int_equal(migrate_apply(f->folder, STEPS, 2, version, f->why, sizeof f->why),
                         STORE_OK);
        assert_int_equal(ask_sql(file, "SELECT count(*) FROM many"), 30000);
    }
    print_message("killed migrations: %d old, %d new\n", old, new);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    log_set_level(LOG_ERROR);
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(nothing_acknowledged_is_lost),
        cmocka_unit_test(a_damaged_wal_is_never_passed_over),
        WITH_FOLDER(a_killed_migration_is_old_or_new),
    };
    return cmocka_run_group_tests_name("store kill", tests, NULL, NULL);
}
