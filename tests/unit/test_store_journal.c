/* What is appended comes back as it was, in order, in few transactions, and only when durable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/store_read.h"
#include "store_testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct collected {
    struct event events[128];
    size_t count;
};

static int collect(void *context, const struct event *event)
{
    struct collected *to = context;
    assert_true(to->count < 128);
    to->events[to->count++] = *event;
    return 0;
}

static int count_events(void *context, const struct event *event)
{
    int64_t *last = context;
    assert_true(event->seq > *last);
    *last = event->seq;
    return 0;
}

/* The form that is written must be the same before and after: names of the kind's own fields
 * are event.c's business, columns are the store's. */
static void assert_same_event(const struct event *before, const struct event *after)
{
    char left[EVENT_BODY_SIZE], right[EVENT_BODY_SIZE];
    assert_true(event_body_write(before, left, sizeof left) > 0);
    assert_true(event_body_write(after, right, sizeof right) > 0);
    assert_string_equal(left, right);
    assert_int_equal(before->seq, after->seq);
    assert_int_equal(before->at.ms, after->at.ms);
    assert_int_equal(before->mono_ms, after->mono_ms);
    assert_int_equal(before->kind, after->kind);
    assert_int_equal(before->day, after->day);
    assert_int_equal(before->ticket, after->ticket);
    assert_int_equal(before->window, after->window);
    assert_string_equal(before->intent, after->intent);
    assert_string_equal(before->actor, after->actor);
    assert_string_equal(before->source, after->source);
}

static void every_kind_comes_back(void **state)
{
    struct fixture *f = *state;
    struct event events[EVENT_KIND_COUNT];
    size_t count = 0;
    for (int kind = EVENT_NONE + 1; kind < EVENT_KIND_COUNT; kind++, count++) {
        events[count] = sample_event((enum event_kind)kind, kind);
    }
    fixture_start(f);
    assert_int_equal(store_append(f->store, events, count), 0);
    wait_durable(f, (int64_t)count);
    fixture_close(f);

    assert_int_equal(fixture_open(f), STORE_OK);
    assert_int_equal(store_last_seq(f->store), count);
    struct collected back = {.count = 0};
    assert_int_equal(store_replay(f->store, 1, 0, collect, &back), 0);
    assert_int_equal(back.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_same_event(&events[i], &back.events[i]);
    }
}

static void replay_begins_where_the_last_day_opened(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, 10);
    struct event next = {.seq = 11, .kind = EVENT_DAY_OPENED, .day = TEST_DAY + 1};
    assert_int_equal(store_append(f->store, &next, 1), 0);
    struct event ticket = sample_issue(12, TEST_DAY + 1, "A", 1);
    assert_int_equal(store_append(f->store, &ticket, 1), 0);
    wait_durable(f, 12);
    fixture_close(f);

    assert_int_equal(fixture_open(f), STORE_OK);
    assert_int_equal(store_replay_start(f->store), 11);
    static const struct {
        int64_t from_seq;
        int32_t from_day;
        size_t count;
    } rows[] = {{11, 0, 2}, {0, TEST_DAY + 1, 2}, {0, TEST_DAY, 12}, {5, 0, 8}, {13, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct collected back = {.count = 0};
        assert_int_equal(store_replay(f->store, rows[i].from_seq, rows[i].from_day, collect, &back),
                         0);
        assert_int_equal(back.count, rows[i].count);
    }
}

static void many_appends_share_few_commits(void **state)
{
    enum { EVENTS = 2000 };
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, EVENTS);
    int notices = wait_durable(f, EVENTS);
    struct store_figures figures;
    store_figures(f->store, &figures);
    assert_int_equal(figures.events, EVENTS);
    assert_int_equal(figures.commits, notices);
    assert_true(figures.commits < EVENTS / 10);
    print_message("%d events in %lld commits, the largest of %lld\n", EVENTS,
                  (long long)figures.commits, (long long)figures.largest_commit);
}

static void only_what_continues_is_taken(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, 3);
    static const int64_t wrong[] = {1, 3, 5, 100};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct event e = sample_issue(wrong[i], TEST_DAY, "A", 9);
        assert_int_equal(store_append(f->store, &e, 1), -1);
    }
    struct event gap[2] = {sample_issue(4, TEST_DAY, "A", 4), sample_issue(6, TEST_DAY, "A", 6)};
    assert_int_equal(store_append(f->store, gap, 2), -1);
    append_samples(f, 4, 1);
    wait_durable(f, 4);
    assert_int_equal(store_last_seq(f->store), 4);
}

static void a_full_queue_refuses_whole_calls(void **state)
{
    enum { BLOCK = 4096 };
    struct fixture *f = *state;
    assert_int_equal(fixture_open(f), STORE_OK); /* not started: nothing leaves the queue */
    struct event *block = calloc(BLOCK, sizeof *block);
    int64_t seq = 1;
    int result = 0;
    while (result == 0) {
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (struct event){.seq = seq + i, .kind = EVENT_CLOCK_STEPPED, .day = TEST_DAY};
        }
        result = store_append(f->store, block, BLOCK);
        seq += result == 0 ? BLOCK : 0;
        assert_true(seq < 1000000);
    }
    free(block);
    assert_true(seq > 20000); /* closing a day of 20,000 tickets is one call */
    fixture_close(f);         /* what was taken is written on the way out */
    assert_int_equal(fixture_open(f), STORE_OK);
    assert_int_equal(store_last_seq(f->store), seq - 1);
}

static void an_intent_stands_once_a_day(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, 2);
    wait_durable(f, 2);
    struct event again = sample_issue(3, TEST_DAY, "A", 3);
    snprintf(again.intent, sizeof again.intent, "touch-2");
    assert_int_equal(store_append(f->store, &again, 1), 0);
    assert_int_equal(wait_kind(f, STORE_FAILED).seq, 2);
    assert_int_equal(wait_kind(f, STORE_RECOVERED).seq, 2);
    again.day = TEST_DAY + 1; /* a panel that counts from 1 again is another day's business */
    assert_int_equal(store_append(f->store, &again, 1), 0);
    wait_durable(f, 3);
}

static void readers_see_what_is_committed_and_change_nothing(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH], wal[TEST_PATH];
    fixture_path(f, "hall.db", file);
    fixture_path(f, "hall.db-wal", wal);
    fixture_start(f);
    append_samples(f, 1, 20);
    wait_durable(f, 20);
    struct stat before, after, log_before, log_after;
    assert_int_equal(stat(file, &before), 0);
    assert_int_equal(stat(wal, &log_before), 0);

    struct store_reader *reader = store_reader_open(f->folder, f->why, sizeof f->why);
    assert_non_null(reader);
    struct collected back = {.count = 0};
    assert_int_equal(store_read_days(reader, TEST_DAY, TEST_DAY, collect, &back), 0);
    assert_int_equal(back.count, 20);
    back.count = 0;
    assert_int_equal(store_read_after(reader, 15, 3, collect, &back), 0);
    assert_int_equal(back.count, 3);
    assert_int_equal(back.events[0].seq, 16);
    back.count = 0;
    assert_int_equal(store_read_ticket(reader, 26030200007, collect, &back), 0);
    assert_int_equal(back.count, 1);
    assert_int_equal(back.events[0].seq, 7);
    store_reader_close(reader);

    assert_int_equal(stat(file, &after), 0);
    assert_int_equal(stat(wal, &log_after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(log_before.st_size, log_after.st_size);
    assert_true(log_after.st_size > 0);
}

static void files_are_private(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *name;
        mode_t mode;
    } rows[] = {{"", 0700},        {"backup", 0700}, {"hall.db", 0600}, {"hall.db-wal", 0600},
                {"witness", 0600}, {"lock", 0600},   {"reserve", 0600}};
    chmod(f->folder, 0755);
    mode_t mask = umask(0);
    fixture_start(f);
    append_samples(f, 1, 2);
    wait_durable(f, 2);
    umask(mask);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[TEST_PATH];
        struct stat info;
        fixture_path(f, rows[i].name, path);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, rows[i].mode);
    }
}

static void a_second_controller_is_refused_and_told_who(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    pid_t child = fork();
    if (child == 0) {
        struct store *second = NULL;
        struct store_settings settings = {.folder = f->folder, .notices = f->notices};
        char why[256];
        int pid = 0;
        int64_t begin = mono_now().ms;
        int result = store_open(&settings, &second, why, sizeof why, &pid);
        bool right = result == STORE_IN_USE && pid == getppid() && mono_now().ms - begin < 100;
        _exit(right ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    fixture_close(f);
    assert_int_equal(fixture_open(f), STORE_OK); /* and it is free again */
}

static void a_day_is_replayed_fast(void **state)
{
    enum { EVENTS = 5000 };
    struct fixture *f = *state;
    fixture_start(f);
    append_samples(f, 1, EVENTS);
    wait_durable(f, EVENTS);
    fixture_close(f);
    int64_t begin = mono_now_us();
    assert_int_equal(fixture_open(f), STORE_OK);
    int64_t opened = mono_now_us();
    int64_t last = 0;
    assert_int_equal(store_replay(f->store, store_replay_start(f->store), 0, count_events, &last),
                     0);
    assert_int_equal(last, EVENTS);
    print_message("open and verify %.1f ms, replay %.1f ms for %d events\n",
                  (double)(opened - begin) / 1000, (double)(mono_now_us() - opened) / 1000, EVENTS);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(every_kind_comes_back),
        WITH_FOLDER(replay_begins_where_the_last_day_opened),
        WITH_FOLDER(many_appends_share_few_commits),
        WITH_FOLDER(only_what_continues_is_taken),
        WITH_FOLDER(a_full_queue_refuses_whole_calls),
        WITH_FOLDER(an_intent_stands_once_a_day),
        WITH_FOLDER(readers_see_what_is_committed_and_change_nothing),
        WITH_FOLDER(files_are_private),
        WITH_FOLDER(a_second_controller_is_refused_and_told_who),
        WITH_FOLDER(a_day_is_replayed_fast),
    };
    return cmocka_run_group_tests_name("store journal", tests, NULL, NULL);
}
