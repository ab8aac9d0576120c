/* Versions of the file: newer is left alone, older is copied and brought up, and a migration
 * that fails leaves what was there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/migrate.h"
#include "store_testing.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIGRATION(name, sql)                                                                       \
    {                                                                                              \
        name, (const unsigned char *)(sql), sizeof(sql) - 1                                        \
    }

static void make_journal(struct fixture *f)
{
    fixture_start(f);
    append_samples(f, 1, 5);
    wait_durable(f, 5);
    fixture_close(f);
}

static void set_format(const char *file, uint8_t format)
{
    size_t size = 0;
    uint8_t *bytes = file_read(file, &size);
    bytes[18] = bytes[19] = format;
    file_write(file, bytes, size);
    free(bytes);
}

static void assert_untouched(struct fixture *f, const char *const names[2], const char *both)
{
    uint8_t *before[2], *after[2];
    size_t size[2], again[2];
    for (int i = 0; i < 2; i++) {
        before[i] = file_exists(names[i]) ? file_read(names[i], &size[i]) : NULL;
    }
    assert_int_equal(fixture_open(f), STORE_NEWER);
    assert_non_null(strstr(f->why, both));
    for (int i = 0; i < 2; i++) {
        after[i] = before[i] != NULL ? file_read(names[i], &again[i]) : NULL;
        if (before[i] != NULL) {
            assert_int_equal(size[i], again[i]);
            assert_memory_equal(before[i], after[i], size[i]);
        }
        free(before[i]);
        free(after[i]);
    }
}

static void a_newer_file_is_left_alone(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH], wal[TEST_PATH];
    make_journal(f);
    fixture_path(f, "hall.db", file);
    fixture_path(f, "hall.db-wal", wal);
    const char *const names[2] = {file, wal};
    run_sql(file, "PRAGMA user_version=999");
    assert_untouched(f, names, "version 999, this program knows 3");

    /* The version may stand in a WAL that a killed program left. */
    run_sql(file, "PRAGMA user_version=3");
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db = NULL;
        sqlite3_open(file, &db);
        sqlite3_exec(db, "PRAGMA user_version=998", NULL, NULL, NULL);
        _exit(0); /* without closing */
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(file_exists(wal));
    assert_untouched(f, names, "version 998, this program knows 3");

    unlink(wal);
    set_format(file, 3);
    assert_untouched(f, names, "format 3");
}

static const struct embedded_file STEPS[] = {
    MIGRATION("0001_a.sql", "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);"),
    MIGRATION("0002_b.sql", "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1;"),
    MIGRATION("0003_wrong.sql", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1);"),
};

static void an_older_file_is_brought_up_or_stays(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH], backup[TEST_PATH];
    int version = -1;
    fixture_path(f, "hall.db", file);
    fixture_path(f, "backup", backup);
    assert_int_equal(fixture_open(f), STORE_OK); /* makes the folders */
    fixture_close(f);
    assert_int_equal(unlink(file), 0);

    assert_int_equal(migrate_apply(f->folder, STEPS, 2, 0, f->why, sizeof f->why), STORE_OK);
    assert_int_equal(ask_sql(file, "SELECT y FROM a"), 2);
    assert_int_equal(migrate_inspect(file, 2, &version, f->why, sizeof f->why), STORE_OK);
    assert_int_equal(version, 2);
    assert_int_equal(migrate_inspect(file, 1, &version, f->why, sizeof f->why), STORE_NEWER);
    assert_int_equal(migrate_apply(f->folder, STEPS, 2, 2, f->why, sizeof f->why), STORE_OK);

    assert_int_equal(migrate_apply(f->folder, STEPS, 3, 2, f->why, sizeof f->why), STORE_ERROR);
    assert_int_equal(ask_sql(file, "PRAGMA user_version"), 2);
    assert_int_equal(ask_sql(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
}

static void a_copy_is_kept_before_an_upgrade(void **state)
{
    struct fixture *f = *state;
    char copy[TEST_PATH], file[TEST_PATH];
    static const struct embedded_file next[] = {
        MIGRATION("0001_journal.sql", ""),
        MIGRATION("0002_office.sql", ""),
        MIGRATION("0003_ledger.sql", ""),
        MIGRATION("0004_more.sql", "CREATE TABLE more (x INTEGER);"),
    };
    make_journal(f);
    fixture_path(f, "hall.db", file);
    fixture_path(f, "backup/before-version-4.db", copy);
    assert_int_equal(migrate_apply(f->folder, next, 4, 3, f->why, sizeof f->why), STORE_OK);
    assert_int_equal(ask_sql(file, "PRAGMA user_version"), 4);
    assert_int_equal(ask_sql(file, "SELECT count(*) FROM event"), 5);
    assert_int_equal(ask_sql(copy, "PRAGMA user_version"), 3);
    assert_int_equal(ask_sql(copy, "SELECT count(*) FROM event"), 5);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_newer_file_is_left_alone),
        WITH_FOLDER(an_older_file_is_brought_up_or_stays),
        WITH_FOLDER(a_copy_is_kept_before_an_upgrade),
    };
    return cmocka_run_group_tests_name("store migrate", tests, NULL, NULL);
}
