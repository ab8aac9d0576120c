/* What the writer does beside writing: backups in time and not too many, verification in the
 * background, checkpoints. Time is given, not waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/writer.h"
#include "store_testing.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { BACKUP_MINUTES = 15 };

/* A store with `count` events whose writer does not run: the test does its idle work. */
static void open_idle(struct fixture *f, int count)
{
    fixture_start(f);
    append_samples(f, 1, count);
    wait_durable(f, count);
    fixture_close(f);
    struct store_settings settings = {
        .folder = f->folder, .notices = f->notices, .backup_minutes = BACKUP_MINUTES};
    assert_int_equal(store_open(&settings, &f->store, f->why, sizeof f->why, &f->pid), STORE_OK);
}

static void work_at(struct fixture *f, mono_t now)
{
    assert_int_equal(
        caretaker_work(&f->store->care, &f->store->journal, false, now, f->why, sizeof f->why), 0);
}

static void write_one(struct fixture *f, int64_t seq)
{
    struct event e = sample_issue(seq, TEST_DAY, "A", (uint16_t)seq);
    struct journal *journal = &f->store->journal;
    assert_int_equal(journal_begin(journal, f->why, sizeof f->why), 0);
    assert_int_equal(journal_add(journal, &e, f->why, sizeof f->why), 0);
    assert_int_equal(journal_commit(journal, f->why, sizeof f->why), 0);
}

static int count_backups(const struct fixture *f, const char *name)
{
    char path[TEST_PATH];
    int count = 0;
    fixture_path(f, "backup", path);
    DIR *entries = opendir(path);
    assert_non_null(entries);
    const struct dirent *entry;
    while ((entry = readdir(entries)) != NULL) {
        count += strstr(entry->d_name, name) != NULL;
    }
    closedir(entries);
    return count;
}

static void backups_come_in_time_and_the_newest_stay(void **state)
{
    enum { ROUNDS = 12, SLICES = 50 };
    struct fixture *f = *state;
    open_idle(f, 20);
    wall_t noon = {1772424000000};
    mono_t now = mono_now();
    for (int round = 1; round <= ROUNDS; round++) {
        hall_clock_set(wall_after(noon, (int64_t)round * BACKUP_MINUTES * 60000), 1);
        now = mono_after(now, (int64_t)BACKUP_MINUTES * 60000 + 1000);
        for (int slice = 0; slice < SLICES; slice++) {
            work_at(f, now);
        }
        assert_int_equal(f->store->figures.backups, round);
        assert_int_equal(f->store->figures.backup_seq, 19 + round);
        assert_int_equal(count_backups(f, "partial"), 0);
        assert_int_equal(count_backups(f, "hall-"), round < BACKUP_KEEP ? round : BACKUP_KEEP);
        write_one(f, 20 + round);
    }
    char newest[TEST_PATH];
    hall_clock_set(wall_after(noon, (int64_t)ROUNDS * BACKUP_MINUTES * 60000), 1);
    assert_int_equal(backup_name(f->folder, newest, sizeof newest), 0);
    assert_true(file_exists(newest));
    assert_int_equal(ask_sql(newest, "SELECT max(seq) FROM event"), 19 + ROUNDS);
}

static void no_backup_when_nothing_is_new(void **state)
{
    enum { SLICES = 50 };
    struct fixture *f = *state;
    open_idle(f, 20);
    mono_t now = mono_now();
    for (int round = 1; round <= 3; round++) {
        now = mono_after(now, (int64_t)BACKUP_MINUTES * 60000 + 1000);
        for (int slice = 0; slice < SLICES; slice++) {
            work_at(f, now);
        }
    }
    assert_int_equal(f->store->figures.backups, 1);
}

static void verify_all(struct fixture *f, mono_t from)
{
    enum { SLICES = 40, SLICE_MS = 100 };
    for (int slice = 0; slice < SLICES; slice++) {
        work_at(f, mono_after(from, slice * SLICE_MS));
    }
}

static void the_background_pass_finds_a_changed_event(void **state)
{
    enum { EVENTS = 3000, A_DAY_MS = 25 * 3600 * 1000 };
    struct fixture *f = *state;
    char file[TEST_PATH];
    open_idle(f, EVENTS);
    mono_t now = mono_now();
    verify_all(f, now);
    assert_int_equal(f->store->figures.verifications, 1);
    assert_int_equal(f->store->figures.verified_events, EVENTS);
    assert_int_equal(f->store->figures.broken_seq, 0);
    fixture_path(f, "hall.db", file);
    run_sql(file, "UPDATE event SET at = at + 1 WHERE seq = 1234");
    verify_all(f, mono_after(now, A_DAY_MS));
    assert_int_equal(f->store->figures.verifications, 1);
    assert_int_equal(f->store->figures.broken_seq, 1234);
}

static void the_wal_is_emptied_while_idle(void **state)
{
    struct fixture *f = *state;
    open_idle(f, 1);
    for (int64_t seq = 2; f->store->journal.wal_pages < 1000; seq++) {
        write_one(f, seq);
        assert_true(seq < 2000);
    }
    assert_int_equal(caretaker_wait_ms(&f->store->care, &f->store->journal, mono_now()), 0);
    work_at(f, mono_now());
    assert_int_equal(f->store->journal.wal_pages, 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(backups_come_in_time_and_the_newest_stay),
        WITH_FOLDER(no_backup_when_nothing_is_new),
        WITH_FOLDER(the_background_pass_finds_a_changed_event),
        WITH_FOLDER(the_wal_is_emptied_while_idle),
    };
    return cmocka_run_group_tests_name("store care", tests, NULL, NULL);
}
