/* Nothing in the journal can be changed, removed or added without the chain or the witness
 * telling; and what can be saved is saved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/witness.h"
#include "store_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EVENTS = 6 };

static void write_samples(struct fixture *f, int64_t from, int count)
{
    fixture_start(f);
    append_samples(f, from, count);
    wait_durable(f, from + count - 1);
    fixture_close(f);
}

static void keep(struct fixture *f, const char *name, const char *as)
{
    char from[TEST_PATH], to[TEST_PATH];
    fixture_path(f, name, from);
    fixture_path(f, as, to);
    size_t size = 0;
    uint8_t *bytes = file_read(from, &size);
    file_write(to, bytes, size);
    free(bytes);
}

static void every_change_of_a_row_is_found(void **state)
{
    static const struct {
        const char *sql;
        int64_t broken_seq;
    } rows[] = {
        {"UPDATE event SET at = at + 1 WHERE seq = 3", 3},
        {"UPDATE event SET mono = mono - 1 WHERE seq = 3", 3},
        {"UPDATE event SET boot = 'x' || substr(boot, 2) WHERE seq = 3", 3},
        {"UPDATE event SET day = day + 1 WHERE seq = 3", 3},
        {"UPDATE event SET kind = 'ticket_called' WHERE seq = 3", 3},
        {"UPDATE event SET ticket = ticket + 1 WHERE seq = 3", 3},
        {"UPDATE event SET window = 1 WHERE seq = 3", 3},
        {"UPDATE event SET intent = '' WHERE seq = 3", 3},
        {"UPDATE event SET actor = 'visitos' WHERE seq = 3", 3},
        {"UPDATE event SET source = 'kiosk-2' WHERE seq = 3", 3},
        {"UPDATE event SET body = replace(body, '003', '004') WHERE seq = 3", 3},
        {"UPDATE event SET actor = actor || substr(source, 1, 1), source = substr(source, 2) "
         "WHERE seq = 3",
         3}, /* the same bytes, cut elsewhere */
        {"UPDATE event SET hash = zeroblob(32) WHERE seq = 3", 3},
        {"DELETE FROM event WHERE seq = 3", 4},
        {"DELETE FROM event WHERE seq = 1", 2},
        {"UPDATE event SET seq = 30 WHERE seq = 3", 4},
        {"INSERT INTO event SELECT 7, at, mono, boot, day, kind, ticket, window, 'new', actor, "
         "source, body, hash FROM event WHERE seq = 6",
         7},
    };
    struct fixture *f = *state;
    char file[TEST_PATH];
    struct store_verdict verdict;
    write_samples(f, 1, EVENTS);
    fixture_path(f, "hall.db", file);
    keep(f, "hall.db", "sound");
    assert_int_equal(store_verify(f->folder, &verdict), STORE_OK);
    assert_int_equal(verdict.events, EVENTS);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        keep(f, "sound", "hall.db");
        run_sql(file, rows[i].sql);
        assert_int_equal(store_verify(f->folder, &verdict), STORE_BROKEN);
        assert_int_equal(verdict.broken_seq, rows[i].broken_seq);
        assert_int_equal(fixture_open(f), STORE_BROKEN); /* there is no backup */
        assert_non_null(strstr(f->why, "backup"));
    }
}

static void every_flipped_byte_of_the_rows_is_found(void **state)
{
    enum { PAGE = 4096 };
    struct fixture *f = *state;
    char file[TEST_PATH];
    size_t size = 0, by_chain = 0, by_pages = 0, meaningless = 0;
    uint64_t random = test_seed();
    write_samples(f, 1, EVENTS);
    fixture_path(f, "hall.db", file);
    size_t page = (size_t)ask_sql(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'event'");
    uint8_t *bytes = file_read(file, &size);
    uint8_t *leaf = bytes + (page - 1) * PAGE;
    assert_int_equal(leaf[0], 0x0d); /* all rows on one leaf: SQLite file format, section 1.6 */
    assert_int_equal(leaf[4], EVENTS);
    for (size_t at = (size_t)leaf[5] << 8 | leaf[6]; at < PAGE; at++) {
        uint8_t flip = (uint8_t)(1U << next_random(&random) % 8);
        struct store_verdict verdict;
        leaf[at] ^= flip;
        file_write(file, bytes, size);
        leaf[at] ^= flip;
        bool sound = store_verify(f->folder, &verdict) == STORE_OK;
        /* The type of `seq` in a record: NULL, for the number is the row's key. As "constant 0"
         * it is passed over just the same: nothing that can be read has changed. */
        if (sound && leaf[at] == 0 && flip == 0x08) {
            meaningless++;
        } else if (sound) {
            fail_msg("byte %zu ^ %02x was not noticed", at, flip);
        }
        by_chain += verdict.broken_seq != 0;
        by_pages += !sound && verdict.broken_seq == 0;
    }
    free(bytes);
    print_message("%zu flips found by the chain, %zu by SQLite\n", by_chain, by_pages);
    assert_true(meaningless <= EVENTS);
    assert_true(by_chain > 1000);
}

static void spoil(struct fixture *f, const char *name, long at)
{
    char file[TEST_PATH];
    size_t size = 0;
    fixture_path(f, name, file);
    uint8_t *bytes = file_read(file, &size);
    assert_true((size_t)at < size);
    bytes[at] ^= 0x10;
    file_write(file, bytes, size);
    free(bytes);
}

static void a_torn_witness_slot_leaves_the_other(void **state)
{
    struct fixture *f = *state;
    struct witness newest, other;
    fixture_start(f);
    for (int64_t seq = 1; seq <= 3; seq++) { /* one commit each */
        append_samples(f, seq, 1);
        wait_durable(f, seq);
    }
    fixture_close(f);
    assert_int_equal(witness_read(f->folder, &newest), 0);
    assert_int_equal(newest.state.known.seq, 3);
    spoil(f, "witness", (long)(newest.counter % WITNESS_SLOTS) * WITNESS_SLOT_DISTANCE + 300);
    assert_int_equal(witness_read(f->folder, &other), 0);
    assert_int_equal(other.state.known.seq, 2);
    assert_int_equal(fixture_open(f), STORE_OK); /* the journal is newer: fine */
    assert_int_equal(store_witness(f->store)->seq, 2);
    fixture_close(f);
    assert_int_equal(witness_read(f->folder, &other), 0); /* and whole again */
    assert_int_equal(other.state.known.seq, 3);

    spoil(f, "witness", 300);
    spoil(f, "witness", WITNESS_SLOT_DISTANCE + 300);
    assert_int_equal(witness_read(f->folder, &other), -1);
    assert_int_equal(fixture_open(f), STORE_OK);
    assert_false(store_witness(f->store)->present);
}

static uint16_t witnessed_value(const struct store_witness *witness, const char *series)
{
    for (size_t i = 0; i < witness->series_count; i++) {
        if (strcmp(witness->series[i].series, series) == 0) {
            return witness->series[i].value;
        }
    }
    return 0;
}

static void numbers_are_known_without_the_database(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    fixture_start(f);
    static const struct {
        int32_t day;
        const char *series;
        uint16_t value;
    } rows[] = {{TEST_DAY, "Z", 9},     {TEST_DAY + 1, "A", 1},  {TEST_DAY + 1, "A", 12},
                {TEST_DAY + 1, "B", 4}, {TEST_DAY + 1, "YY", 7}, {TEST_DAY + 1, "A", 3}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct event e = sample_issue((int64_t)i + 1, rows[i].day, rows[i].series, rows[i].value);
        assert_int_equal(store_append(f->store, &e, 1), 0);
    }
    wait_durable(f, 6);
    fixture_close(f);
    fixture_path(f, "hall.db", file);
    assert_int_equal(unlink(file), 0);

    assert_int_equal(fixture_open(f), STORE_OK);
    assert_non_null(strstr(store_restored(f->store), "missing"));
    const struct store_witness *witness = store_witness(f->store);
    assert_int_equal(witness->seq, 6);
    assert_int_equal(witness->day, TEST_DAY + 1);
    assert_int_equal(witness->ordinal, 6);
    assert_int_equal(witness->series_count, 3); /* Z was yesterday's */
    assert_int_equal(witnessed_value(witness, "A"), 12);
    assert_int_equal(witnessed_value(witness, "B"), 4);
    assert_int_equal(witnessed_value(witness, "YY"), 7);
    struct event reused = sample_issue(1, TEST_DAY + 1, "A", 1);
    assert_int_equal(store_append(f->store, &reused, 1), -1);
}

static void a_journal_behind_the_witness_goes_on_after_it(void **state)
{
    struct fixture *f = *state;
    struct store_verdict verdict;
    write_samples(f, 1, 4);
    keep(f, "hall.db", "old");
    write_samples(f, 5, 4);
    keep(f, "old", "hall.db");
    assert_int_equal(store_verify(f->folder, &verdict), STORE_BROKEN);
    assert_true(verdict.witness_ahead);
    assert_int_equal(verdict.last_seq, 4);
    assert_int_equal(verdict.witness_seq, 8);

    fixture_start(f);
    assert_int_equal(store_last_seq(f->store), 4);
    assert_int_equal(store_witness(f->store)->seq, 8);
    struct event lost = {.seq = 9, .kind = EVENT_RECORD_LOST, .day = TEST_DAY, .count = 4};
    assert_int_equal(store_append(f->store, &lost, 1), 0);
    wait_durable(f, 9);
    fixture_close(f);
    assert_int_equal(store_verify(f->folder, &verdict), STORE_OK); /* the chain spans the gap */
    assert_int_equal(verdict.events, 5);
    assert_int_equal(fixture_open(f), STORE_OK);
}

static void a_rewritten_journal_is_told_from_the_real_one(void **state)
{
    struct fixture *f = *state;
    char witness[TEST_PATH], file[TEST_PATH];
    struct store_verdict verdict;
    write_samples(f, 1, EVENTS);
    keep(f, "witness", "seen");
    fixture_path(f, "hall.db", file);
    fixture_path(f, "witness", witness);
    unlink(file);
    unlink(witness);
    fixture_start(f); /* another history with a perfect chain */
    for (int64_t seq = 1; seq <= EVENTS; seq++) {
        struct event e = sample_issue(seq, TEST_DAY, "B", (uint16_t)seq);
        assert_int_equal(store_append(f->store, &e, 1), 0);
    }
    wait_durable(f, EVENTS);
    fixture_close(f);
    keep(f, "seen", "witness");
    assert_int_equal(store_verify(f->folder, &verdict), STORE_BROKEN);
    assert_int_equal(fixture_open(f), STORE_BROKEN);
    assert_non_null(strstr(f->why, "witness"));
}

/* ------------------------------------------------------------------ backup and restore */

static int64_t restored_last(struct fixture *f)
{
    int result = fixture_open(f);
    if (result != STORE_OK) {
        fail_msg("store_open: %d %s", result, f->why);
    }
    print_message("%s\n", store_restored(f->store));
    int64_t last = store_last_seq(f->store);
    fixture_close(f);
    return last;
}

static void backup_now(struct fixture *f, const char *name)
{
    char file[TEST_PATH];
    fixture_path(f, name, file);
    if (store_backup(f->store, file, f->why, sizeof f->why) != 0) {
        fail_msg("%s", f->why);
    }
}

static void a_damaged_journal_is_restored_and_later_events_saved(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH];
    struct store_verdict verdict;
    static const struct {
        const char *damage;
        int64_t last; /* of 40, backed up at 20 */
    } rows[] = {
        {"UPDATE event SET at = at + 1 WHERE seq = 10", 40}, /* the backup knows better */
        {"UPDATE event SET at = at + 1 WHERE seq = 31", 30}, /* up to the damage */
        {"DROP TABLE event", 20},
    };
    fixture_start(f);
    append_samples(f, 1, 20);
    wait_durable(f, 20);
    backup_now(f, "backup/hall-20260302-0900.db");
    append_samples(f, 21, 20);
    wait_durable(f, 40);
    fixture_close(f);
    keep(f, "hall.db", "sound");
    keep(f, "witness", "seen");
    fixture_path(f, "hall.db", file);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        keep(f, "sound", "hall.db");
        keep(f, "seen", "witness");
        run_sql(file, rows[i].damage);
        assert_int_equal(restored_last(f), rows[i].last);
        store_verify(f->folder, &verdict);
        assert_int_equal(verdict.broken_seq, 0);
        assert_int_equal(verdict.last_seq, rows[i].last);
        assert_int_equal(verdict.witness_ahead, rows[i].last < 40);
    }
    file_write(file, (const uint8_t *)"this is no database at all, not even nearly one", 47);
    assert_int_equal(restored_last(f), 20);
    unlink(file);
    assert_int_equal(restored_last(f), 20);
}

static void what_a_backup_has_more_is_taken_over(void **state)
{
    struct fixture *f = *state;
    write_samples(f, 1, 10);
    keep(f, "hall.db", "old");
    fixture_start(f);
    append_samples(f, 11, 10);
    wait_durable(f, 20);
    backup_now(f, "backup/hall-20260302-0900.db");
    append_samples(f, 21, 10);
    wait_durable(f, 30);
    fixture_close(f);
    keep(f, "old", "hall.db"); /* as if its WAL had been lost */
    assert_int_equal(restored_last(f), 20);
    struct store_verdict verdict;
    store_verify(f->folder, &verdict);
    assert_int_equal(verdict.broken_seq, 0);
    assert_int_equal(verdict.events, 20);
}

static void a_damaged_backup_is_passed_over(void **state)
{
    struct fixture *f = *state;
    char file[TEST_PATH], newer[TEST_PATH];
    fixture_start(f);
    append_samples(f, 1, 20);
    wait_durable(f, 20);
    backup_now(f, "backup/hall-20260302-0900.db");
    append_samples(f, 21, 20);
    wait_durable(f, 40);
    backup_now(f, "backup/hall-20260302-0915.db");
    fixture_close(f);
    fixture_path(f, "hall.db", file);
    fixture_path(f, "backup/hall-20260302-0915.db", newer);
    run_sql(newer, "UPDATE event SET at = at + 1 WHERE seq = 5");
    run_sql(file, "DROP TABLE event");
    assert_int_equal(restored_last(f), 20);
}

static void a_backup_under_load_is_whole(void **state)
{
    enum { BEFORE = 3000, DURING = 300 };
    struct fixture *f = *state;
    char copy[TEST_PATH];
    fixture_start(f);
    append_samples(f, 1, BEFORE);
    wait_durable(f, BEFORE);
    append_samples(f, BEFORE + 1, DURING); /* they are written while the copy is made */
    backup_now(f, "copy.db");
    wait_durable(f, BEFORE + DURING);
    fixture_path(f, "copy.db", copy);
    assert_true(ask_sql(copy, "SELECT count(*) FROM event") >= BEFORE);
    assert_int_equal(ask_sql(copy, "SELECT count(*) - max(seq) FROM event"), 0);
    assert_int_not_equal(store_backup(f->store, "/nowhere/x.db", f->why, sizeof f->why), 0);
    assert_non_null(strstr(f->why, "/nowhere"));
    append_samples(f, BEFORE + DURING + 1, 1); /* and a failed one harms nothing */
    wait_durable(f, BEFORE + DURING + 1);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(every_change_of_a_row_is_found),
        WITH_FOLDER(every_flipped_byte_of_the_rows_is_found),
        WITH_FOLDER(a_torn_witness_slot_leaves_the_other),
        WITH_FOLDER(numbers_are_known_without_the_database),
        WITH_FOLDER(a_journal_behind_the_witness_goes_on_after_it),
        WITH_FOLDER(a_rewritten_journal_is_told_from_the_real_one),
        WITH_FOLDER(a_damaged_journal_is_restored_and_later_events_saved),
        WITH_FOLDER(what_a_backup_has_more_is_taken_over),
        WITH_FOLDER(a_damaged_backup_is_passed_over),
        WITH_FOLDER(a_backup_under_load_is_whole),
    };
    return cmocka_run_group_tests_name("store chain", tests, NULL, NULL);
}
