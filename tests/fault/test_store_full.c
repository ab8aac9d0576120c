/* A disk that is really full: a small tmpfs of the test's own, where the kernel lets an
 * ordinary user mount one (else the test is skipped and the shim's tests stand for it). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "unit/store_testing.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { BLOCK = 16, NOTICE_LIMIT_MS = 5000 };

static bool can_mount;

static int setup(void **state)
{
    fixture_setup(state);
    struct fixture *f = *state;
    can_mount = mount("tmpfs", f->folder, "tmpfs", 0, "size=24m,mode=0700") == 0 ||
                (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
                 mount("tmpfs", f->folder, "tmpfs", 0, "size=24m,mode=0700") == 0);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    fixture_close(f);
    if (can_mount) {
        umount(f->folder);
    }
    return fixture_teardown(state);
}

static void fill(struct fixture *f)
{
    static const char zeros[4096];
    char file[TEST_PATH];
    fixture_path(f, "filler", file);
    int descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(descriptor >= 0);
    while (write(descriptor, zeros, sizeof zeros) > 0) {
    }
    close(descriptor);
}

/* Appends until the store fails; the last seq that was acknowledged. */
static int64_t append_until_failed(struct fixture *f, int64_t last)
{
    for (;;) {
        struct event batch[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int64_t seq = last + 1 + i;
            batch[i] = sample_issue(seq, TEST_DAY, "A", (uint16_t)(seq % 999 + 1));
        }
        /* refused when the store has failed meanwhile: its notice is on the way then */
        bool refused = store_append(f->store, batch, BLOCK) < 0;
        struct store_notice notice = next_notice(f);
        assert_true(!refused || notice.kind == STORE_FAILED);
        if (notice.kind == STORE_FAILED) {
            assert_int_equal(notice.seq, last);
            print_message("failed after %lld: %s\n", (long long)last, notice.reason);
            return last;
        }
        assert_int_equal(notice.kind, STORE_DURABLE);
        last = notice.seq;
    }
}

static void wait_for_file(const char *file)
{
    int64_t until = mono_now().ms + TEST_DEADLINE_MS;
    while (!file_exists(file)) {
        assert_true(mono_now().ms < until);
        poll(NULL, 0, 20);
    }
}

static void calling_goes_on_from_the_reserve_and_recovers(void **state)
{
    struct fixture *f = *state;
    char reserve[TEST_PATH], filler[TEST_PATH];
    if (!can_mount) {
        skip();
    }
    fixture_path(f, "reserve", reserve);
    fixture_path(f, "filler", filler);
    fixture_start(f);
    assert_true(file_exists(reserve));
    append_samples(f, 1, 10);
    wait_durable(f, 10);
    fill(f);
    int64_t last = append_until_failed(f, 10);
    assert_int_equal(wait_kind(f, STORE_RECOVERED).seq, last); /* the reserve was given back */
    assert_false(file_exists(reserve));

    last = append_until_failed(f, last); /* now that is used up, too */
    assert_true(last > 1000);
    assert_int_equal(store_append(f->store, NULL, 0), -1);
    assert_int_equal(unlink(filler), 0);
    int64_t freed = mono_now().ms;
    assert_int_equal(wait_kind(f, STORE_RECOVERED).seq, last);
    assert_true(mono_now().ms - freed < NOTICE_LIMIT_MS);

    /* A controller that starts on a full disk gives the reserve back by itself. */
    wait_for_file(reserve);
    fill(f);
    fixture_close(f);
    fill(f);
    fixture_start(f);
    assert_false(file_exists(reserve));
    append_samples(f, last + 1, 1);
    wait_durable(f, ++last);
    fixture_close(f);
    struct store_verdict verdict;
    assert_int_equal(store_verify(f->folder, &verdict), STORE_OK);
    assert_int_equal(verdict.last_seq, last);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(calling_goes_on_from_the_reserve_and_recovers, setup,
                                        teardown),
    };
    return cmocka_run_group_tests_name("store full", tests, NULL, NULL);
}
