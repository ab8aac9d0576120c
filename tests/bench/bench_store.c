/* How fast facts become durable on this machine, against the bare disk; and what a backup
 * beside them costs. The checks are coarse: grouping must pay, and a backup must not stall. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "unit/store_testing.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUN_MS = 700, GROUP = 32, LATENCIES = 4096, BASE_EVENTS = 20000 };

static int64_t next_seq = 1;

static void commit_group(struct fixture *f, int size)
{
    struct event group[GROUP];
    for (int i = 0; i < size; i++, next_seq++) {
        group[i] = sample_issue(next_seq, TEST_DAY, "A", (uint16_t)(next_seq % 999 + 1));
    }
    assert_int_equal(store_append(f->store, group, (size_t)size), 0);
    wait_durable(f, next_seq - 1);
}

static double commits_per_second(struct fixture *f, int size)
{
    int64_t begin = mono_now_us(), count = 0;
    for (; mono_now_us() - begin < RUN_MS * 1000; count++) {
        commit_group(f, size);
    }
    return (double)count * 1e6 / (double)(mono_now_us() - begin);
}

static double syncs_per_second(struct fixture *f)
{
    char file[TEST_PATH], bytes[4096] = {0};
    fixture_path(f, "raw", file);
    int descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(descriptor >= 0);
    int64_t begin = mono_now_us(), count = 0;
    for (; mono_now_us() - begin < RUN_MS * 1000; count++) {
        assert_int_equal(write(descriptor, bytes, sizeof bytes), sizeof bytes);
        assert_int_equal(fdatasync(descriptor), 0);
    }
    close(descriptor);
    return (double)count * 1e6 / (double)(mono_now_us() - begin);
}

static void groups_share_the_disk(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    next_seq = 1;
    double raw = syncs_per_second(f);
    double single = commits_per_second(f, 1);
    double grouped = commits_per_second(f, GROUP) * GROUP;
    print_message("fdatasync %.0f/s; events one at a time %.0f/s (with the witness: 2 syncs), in "
                  "groups of %d %.0f/s\n",
                  raw, single, GROUP, grouped);
    assert_true(grouped > 3 * single);
}

static int ascending(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

struct percentiles {
    double p50, p99;
};

static struct percentiles latencies(struct fixture *f, int count)
{
    static int64_t took[LATENCIES];
    for (int i = 0; i < count; i++) {
        int64_t begin = mono_now_us();
        commit_group(f, 1);
        took[i] = mono_now_us() - begin;
    }
    qsort(took, (size_t)count, sizeof *took, ascending);
    return (struct percentiles){(double)took[count / 2] / 1000,
                                (double)took[count * 99 / 100] / 1000};
}

static void *back_up(void *context)
{
    struct fixture *f = context;
    char file[TEST_PATH], why[256];
    fixture_path(f, "copy.db", file);
    for (int i = 0; i < 3; i++) {
        if (store_backup(f->store, file, why, sizeof why) != 0) {
            return NULL;
        }
    }
    return context;
}

static void a_backup_does_not_stall_commits(void **state)
{
    struct fixture *f = *state;
    pthread_t thread;
    void *done = NULL;
    fixture_start(f);
    next_seq = 1;
    while (next_seq < BASE_EVENTS) {
        commit_group(f, GROUP);
    }
    struct percentiles alone = latencies(f, 1000);
    assert_int_equal(pthread_create(&thread, NULL, back_up, f), 0);
    struct percentiles beside = latencies(f, 1000);
    pthread_join(thread, &done);
    assert_non_null(done);
    print_message("one event: p50 %.2f ms, p99 %.2f ms; beside a backup p50 %.2f ms, p99 %.2f ms\n",
                  alone.p50, alone.p99, beside.p50, beside.p99);
    assert_true(beside.p99 < 250);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    log_set_level(LOG_ERROR);
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(groups_share_the_disk),
        WITH_FOLDER(a_backup_does_not_stall_commits),
    };
    return cmocka_run_group_tests_name("store bench", tests, NULL, NULL);
}
