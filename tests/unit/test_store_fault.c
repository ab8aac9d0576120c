/* A disk that is full, fails or is held by somebody else: no acknowledgement, an alarm, and
 * recovery by itself. The disk is a shim around SQLite's own file layer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store_testing.h"

#include <poll.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ------------------------------------------------------------------ the shim */

static struct {
    atomic_int write_code, sync_code; /* SQLite's code to return; 0 = work */
    atomic_int left;                  /* failures before it heals, -1 = never */
    atomic_int met;
} fault;
static sqlite3_vfs shim;
/* SQLite locks the database but not its WAL: two tables of methods. */
static struct methods {
    const sqlite3_io_methods *original;
    sqlite3_io_methods patched;
} of_database, of_wal;

static int consult(atomic_int *code)
{
    int result = atomic_load(code);
    if (result == 0 || atomic_load(&fault.left) == 0) {
        return SQLITE_OK;
    }
    if (atomic_load(&fault.left) > 0) {
        atomic_fetch_sub(&fault.left, 1);
    }
    atomic_fetch_add(&fault.met, 1);
    return result;
}

static const sqlite3_io_methods *original(const sqlite3_file *file)
{
    return file->pMethods == &of_wal.patched ? of_wal.original : of_database.original;
}

static int shim_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    int result = consult(&fault.write_code);
    return result != SQLITE_OK ? result : original(file)->xWrite(file, bytes, count, at);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    int result = consult(&fault.sync_code);
    return result != SQLITE_OK ? result : original(file)->xSync(file, flags);
}

static void patch(sqlite3_file *file, struct methods *methods)
{
    if (methods->original == NULL) {
        methods->original = file->pMethods;
        methods->patched = *file->pMethods;
        methods->patched.xWrite = shim_write;
        methods->patched.xSync = shim_sync;
    }
    assert_ptr_equal(methods->original, file->pMethods);
    file->pMethods = &methods->patched;
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sqlite3_vfs *base = vfs->pAppData;
    int result = base->xOpen(base, name, file, flags, out);
    if (result == SQLITE_OK && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0) {
        patch(file, (flags & SQLITE_OPEN_WAL) != 0 ? &of_wal : &of_database);
    }
    return result;
}

static int install_shim(void **state)
{
    (void)state;
    sqlite3_vfs *base = sqlite3_vfs_find(NULL);
    shim = *base;
    shim.zName = "fault";
    shim.pAppData = base;
    shim.xOpen = shim_open;
    return sqlite3_vfs_register(&shim, 1);
}

static void break_disk(int write_code, int sync_code, int times)
{
    atomic_store(&fault.met, 0);
    atomic_store(&fault.left, times);
    atomic_store(&fault.write_code, write_code);
    atomic_store(&fault.sync_code, sync_code);
}

static void heal_disk(void)
{
    break_disk(0, 0, 0);
}

/* ------------------------------------------------------------------ tests */

static void wait_until_met(int times)
{
    int64_t until = mono_now().ms + TEST_DEADLINE_MS;
    while (atomic_load(&fault.met) < times) {
        assert_true(mono_now().ms < until);
        poll(NULL, 0, 5);
    }
}

static const struct disk_fault {
    const char *name;
    int write_code, sync_code, times;
    const char *reason;
} FAULTS[] = {
    {"full once", SQLITE_FULL, 0, 1, "full"},
    {"full for a while", SQLITE_FULL, 0, -1, "full"},
    {"write error once", SQLITE_IOERR_WRITE, 0, 1, "disk reports an error"},
    {"write error for a while", SQLITE_IOERR_WRITE, 0, -1, "disk reports an error"},
    {"fsync error once", 0, SQLITE_IOERR_FSYNC, 1, "disk reports an error"},
    {"fsync error for a while", 0, SQLITE_IOERR_FSYNC, -1, "disk reports an error"},
};

static void suffer(struct fixture *f, const struct disk_fault *row)
{
    print_message("%s\n", row->name);
    fixture_start(f);
    append_samples(f, 1, 5);
    wait_durable(f, 5);
    break_disk(row->write_code, row->sync_code, row->times);
    struct event lost[3] = {sample_issue(6, TEST_DAY, "A", 6), sample_issue(7, TEST_DAY, "A", 7),
                            sample_issue(8, TEST_DAY, "A", 8)};
    assert_int_equal(store_append(f->store, lost, 3), 0);
    struct store_notice notice = next_notice(f);
    assert_int_equal(notice.kind, STORE_FAILED);
    assert_int_equal(notice.seq, 5);
    assert_non_null(strstr(notice.reason, row->reason));
    if (row->times < 0) {
        wait_until_met(4); /* it tries, and goes on refusing */
        struct event more = sample_issue(9, TEST_DAY, "A", 9);
        assert_int_equal(store_append(f->store, &more, 1), -1);
        assert_int_equal(mailbox_count(f->notices), 0);
        assert_int_equal(store_last_seq(f->store), 5);
    }
    heal_disk();
    int64_t healed = mono_now().ms;
    notice = next_notice(f);
    assert_int_equal(notice.kind, STORE_RECOVERED);
    assert_true(mono_now().ms - healed < 5000);
    assert_true(notice.seq == 5 || notice.seq == 8); /* never half of a transaction */

    struct event stale = sample_issue(notice.seq + 2, TEST_DAY, "A", 99);
    assert_int_equal(store_append(f->store, &stale, 1), -1);
    append_samples(f, notice.seq + 1, 4);
    wait_durable(f, notice.seq + 4);
    fixture_close(f);
    struct store_verdict verdict;
    assert_int_equal(store_verify(f->folder, &verdict), STORE_OK);
    assert_int_equal(verdict.events, notice.seq + 4);
}

static void a_failing_disk_is_survived(void **state)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        void *fixture = NULL;
        fixture_setup(&fixture);
        suffer(fixture, &FAULTS[i]);
        fixture_teardown(&fixture);
    }
    (void)state;
}

static void the_reserve_is_given_back_and_made_again(void **state)
{
    struct fixture *f = *state;
    char reserve[TEST_PATH];
    fixture_path(f, "reserve", reserve);
    fixture_start(f);
    assert_true(file_exists(reserve));
    break_disk(SQLITE_FULL, 0, -1);
    append_samples(f, 1, 1);
    wait_kind(f, STORE_FAILED);
    wait_until_met(3);
    assert_false(file_exists(reserve));
    heal_disk();
    wait_kind(f, STORE_RECOVERED);
    int64_t until = mono_now().ms + TEST_DEADLINE_MS;
    while (!file_exists(reserve)) {
        assert_true(mono_now().ms < until);
        poll(NULL, 0, 20);
    }
}

static void a_lock_from_outside_ends_in_an_alarm(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    sqlite3 *other = NULL;
    fixture_start(f);
    append_samples(f, 1, 2);
    wait_durable(f, 2);
    fixture_path(f, "hall.db", file);
    assert_int_equal(sqlite3_open(file, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    int64_t begin = mono_now().ms;
    append_samples(f, 3, 1);
    struct store_notice notice = next_notice(f);
    assert_int_equal(notice.kind, STORE_FAILED);
    assert_true(mono_now().ms - begin < 3000);
    assert_non_null(strstr(notice.reason, "another program"));
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_int_equal(wait_kind(f, STORE_RECOVERED).seq, 2);
    append_samples(f, 3, 1);
    wait_durable(f, 3);
}

static void stopping_while_failed_does_not_hang(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, 3);
    wait_durable(f, 3);
    break_disk(0, SQLITE_IOERR_FSYNC, -1);
    append_samples(f, 4, 1);
    wait_kind(f, STORE_FAILED);
    int64_t begin = mono_now().ms;
    fixture_close(f);
    assert_true(mono_now().ms - begin < 3000);
    heal_disk();
    assert_int_equal(fixture_open(f), STORE_OK);
    assert_true(store_last_seq(f->store) >= 3);
}

static void a_backup_that_is_waited_for_ends_when_the_disk_fails(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    fixture_path(f, "copy.db", file);
    fixture_start(f);
    append_samples(f, 1, 3);
    wait_durable(f, 3);
    break_disk(0, SQLITE_IOERR_FSYNC, -1);
    append_samples(f, 4, 1);
    wait_kind(f, STORE_FAILED);
    assert_int_not_equal(store_backup(f->store, file, f->why, sizeof f->why), 0);
    assert_false(file_exists(file));
    heal_disk();
    wait_kind(f, STORE_RECOVERED);
    assert_int_equal(store_backup(f->store, file, f->why, sizeof f->why), 0);
    assert_true(file_exists(file));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failing_disk_is_survived),
        WITH_FOLDER(the_reserve_is_given_back_and_made_again),
        WITH_FOLDER(a_lock_from_outside_ends_in_an_alarm),
        WITH_FOLDER(stopping_while_failed_does_not_hang),
        WITH_FOLDER(a_backup_that_is_waited_for_ends_when_the_disk_fails),
    };
    return cmocka_run_group_tests_name("store fault", tests, install_shim, NULL);
}
